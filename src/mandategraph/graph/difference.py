"""What changed between two graphs, or between what two documents state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandategraph.graph.table import Table
from mandategraph.recall import StoredFact, entities, facts
from mandategraph.terms import identifier, iri

if TYPE_CHECKING:
    from mandategraph.graph import Graph
    from mandategraph.graph.things import EntityView, FactView

__all__ = ["Difference", "difference", "document_difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a later graph has and an earlier one has not, and the other way round.

    :param added: facts of the later alone.
    :param removed: facts of the earlier alone.
    :param changed: facts of both whose support differs: as the earlier and as the later has them.
    :param added_entities: entities of the later alone.
    :param removed_entities: entities of the earlier alone.
    """

    added: tuple[FactView, ...]
    removed: tuple[FactView, ...]
    changed: tuple[tuple[FactView, FactView], ...]
    added_entities: tuple[EntityView, ...]
    removed_entities: tuple[EntityView, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed.

        >>> graph.diff(graph).is_empty
        True
        """
        return not (self.added or self.removed or self.changed or self.added_entities or self.removed_entities)

    def table(self) -> Table:
        """One row for each fact that changed, with the first sentence that states it.

        >>> from mandategraph.analysis import compare_documents
        >>> compare_documents(graph, "T/1", "T/2").table().column("change")[0]
        'added'
        """
        rows: list[tuple[str, FactView, FactView | None]] = [("added", fact, None) for fact in self.added]
        rows += [("removed", fact, None) for fact in self.removed]
        rows += [("changed", after, before) for before, after in self.changed]
        return Table(
            ("change", "subject", "predicate", "object", "support", "support_before", "quote", "documents", "fact"),
            tuple(
                (
                    change,
                    str(fact.subject),
                    fact.predicate,
                    str(fact.object),
                    fact.support,
                    before.support if before else None,
                    fact.quote,
                    fact.documents,
                    fact.iri,
                )
                for change, fact, before in rows
            ),
        )

    def __repr__(self) -> str:
        """How much changed."""
        facts = f"{len(self.added):,} facts added, {len(self.removed):,} removed, {len(self.changed):,} changed"
        return f"<{facts}; {len(self.added_entities):,} entities added, {len(self.removed_entities):,} removed>"

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()


def difference(before: Graph, after: Graph) -> Difference:
    """What changed from one graph to another, whatever their base IRIs.

    :param before: the earlier.
    :param after: the later.

    >>> difference(graph, graph)
    <0 facts added, 0 removed, 0 changed; 0 entities added, 0 removed>
    """
    old, new = _by_key(facts(before.store)), _by_key(facts(after.store))
    old_things, new_things = _things(before), _things(after)
    both = old.keys() & new.keys()
    return Difference(
        after._views(new[key] for key in new.keys() - both),
        before._views(old[key] for key in old.keys() - both),
        tuple(
            (before._views([old[key]])[0], after._views([new[key]])[0])
            for key in sorted(both)
            if old[key].support != new[key].support or old[key].languages != new[key].languages
        ),
        tuple(after._entity(new_things[name]) for name in sorted(new_things.keys() - old_things.keys())),
        tuple(before._entity(old_things[name]) for name in sorted(old_things.keys() - new_things.keys())),
    )


def document_difference(graph: Graph, first: str, second: str) -> Difference:
    """What one document of a graph states and another does not, but for facts on the documents themselves.

    :param graph: that holds both.
    :param first: the earlier document: title, symbol or IRI.
    :param second: the later.
    :raises UnknownEntityError: for a name that names no entity, or several.

    >>> [fact.predicate for fact in document_difference(graph, "T/1", "T/2").added]
    ['leads']
    """
    names = [identifier(graph.find(name).iri, graph.base_iri) for name in (first, second)]
    old, new = (
        _by_key(one for one in facts(graph.store, document=name) if one.fact.subject not in names)
        for name in names
    )
    ends = [
        {end for one in found.values() for end in (one.fact.subject, one.fact.object) if isinstance(end, str)}
        for found in (old, new)
    ]
    described = entities(graph.store, ends[0] | ends[1])

    def views(chosen: set[str]) -> tuple[EntityView, ...]:
        found = sorted(iri(name, graph.base_iri).value for name in chosen)
        return tuple(graph._entity(name) for name in found if name in described)

    return Difference(
        graph._views(new[key] for key in new.keys() - old.keys()),
        graph._views(old[key] for key in old.keys() - new.keys()),
        (),
        views(ends[1] - ends[0]),
        views(ends[0] - ends[1]),
    )


def _by_key(found: Iterable[StoredFact]) -> dict[tuple[str, ...], StoredFact]:
    return {one.fact.key(): one for one in found}


def _things(graph: Graph) -> dict[str, str]:
    return {one.id: one.iri for one in graph.entities()}
