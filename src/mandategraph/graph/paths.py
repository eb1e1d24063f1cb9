"""Paths between two entities, found on the store by walking from both ends at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mandategraph.errors import QuestionError
from mandategraph.graph.search import Search
from mandategraph.graph.things import EntityView, FactView
from mandategraph.recall import StoredFact
from mandategraph.traversal import known_predicates, stated
from mandategraph.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    from mandategraph.graph import Graph

__all__ = ["Path", "Paths", "find_paths"]

_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one entity to another.

    :param entities: from the first to the last.
    :param steps: the best supported fact between each two of them, with its evidence.
    :param support: of the step that the fewest documents state.
    """

    entities: tuple[EntityView, ...]
    steps: tuple[FactView, ...]
    support: int

    def __len__(self) -> int:
        """The number of steps."""
        return len(self.steps)

    def __str__(self) -> str:
        """The entities with the predicates between them; an arrow shows the direction of each fact."""
        words = [str(self.entities[0])]
        for here, there, fact in zip(self.entities, self.entities[1:], self.steps, strict=False):
            name = fact._graph._word(ONTOLOGY + fact.predicate)
            words.append(f" —{name}→ {there}" if fact.subject == here else f" ←{name}— {there}")
        return "".join(words)

    def __repr__(self) -> str:
        """The entities with the predicates between them, and the support."""
        return f"<path {self} [{self.support}]>"

    def _repr_html_(self) -> str:
        return f"<p>{self._item()}</p>"

    def _item(self) -> str:
        quotes = (f"<li>“{escape(fact.quote)}” — {escape(', '.join(fact.documents))}</li>" for fact in self.steps)
        return f"{escape(str(self))} [{self.support}]<ul>{''.join(quotes)}</ul>"


@dataclass(frozen=True, slots=True)
class Paths(Sequence[Path]):
    """Paths, the shortest first, and among those of one length the best supported.

    :param found: the paths.
    :param passed_by: entities that have too many facts to be walked through, so that paths through them may be
        missing.
    :param truncated: whether there were more ways than could be compared.
    """

    found: tuple[Path, ...]
    passed_by: tuple[EntityView, ...] = ()
    truncated: bool = False

    def __len__(self) -> int:
        """The number of paths."""
        return len(self.found)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        """One path, or several."""
        return self.found[place]

    def __iter__(self) -> Iterator[Path]:
        """The paths."""
        return iter(self.found)

    def __repr__(self) -> str:
        """How many there are, and each of them on a line."""
        return "\n".join((f"<{len(self.found)} paths>", *map(repr, self.found)))

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{path._item()}</li>" for path in self.found)
        notes = []
        if self.passed_by:
            notes.append(f"not walked through: {escape(', '.join(map(str, self.passed_by)))}")
        if self.truncated:
            notes.append("there are more ways than were compared")
        return f"<ol>{items}</ol>" + "".join(f"<p>{note}</p>" for note in notes)


def find_paths(
    graph: Graph,
    source: str,
    target: str,
    max_length: int,
    predicates: str | Iterable[str] | None,
    limit: int,
    through: int,
) -> Paths:
    """The best paths between two entities; see ``Graph.paths``.

    :param graph: where to walk.
    :param source: IRI of the first entity.
    :param target: IRI of the last.
    :param max_length: at most so many steps.
    :param predicates: only facts with these.
    :param limit: at most so many paths.
    :param through: an entity that is subject, or object, of more facts than this is not walked through.
    :raises QuestionError: for an unknown predicate, or numbers that make no sense.

    >>> len(find_paths(graph, graph["SDG 9"].iri, graph["中国"].iri, 2, None, 10, 100))
    1
    """
    if not 1 <= max_length <= _LONGEST:
        raise QuestionError(f"max_length must be between 1 and {_LONGEST}, not {max_length}")
    if limit < 1 or through < 1:
        raise QuestionError(f"limit and through must be 1 or more, not {limit} and {through}")
    names = () if predicates is None else [predicates] if isinstance(predicates, str) else predicates
    search = Search(graph.store, source, target, known_predicates(names), through)
    chosen = search.run(max_length, limit) if source != target else []
    hops = {hop[1].key(): hop for walk in chosen for hop in search.hops(walk)}
    views = {_triple(one): FactView(graph, one) for one in stated(graph.store, hops.values())}
    return Paths(
        tuple(
            Path(
                tuple(map(graph._entity, walk)),
                tuple(views[fact.key()] for _, fact in search.hops(walk)),
                min(support for support, _ in search.hops(walk)),
            )
            for walk in chosen
        ),
        tuple(map(graph._entity, sorted(search.passed_by))),
        search.truncated,
    )


def _triple(one: StoredFact) -> tuple[str, ...]:
    return replace(one.fact, qualifiers={}).key()
