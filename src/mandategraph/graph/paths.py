"""Paths between two entities, found on the store by walking from both ends at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import pyoxigraph as ox

from mandategraph.errors import QuestionError
from mandategraph.graph.traversal import HEAD, LINKS, known_predicates
from mandategraph.store.contract import Store
from mandategraph.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    from mandategraph.graph import Graph
    from mandategraph.graph.things import EntityView, FactView

__all__ = ["Path", "Paths", "find_paths"]

_LONGEST = 6
_MOST = 20_000
_OUT = """SELECT ?fact ?predicate ?there ?support WHERE {
  ?fact rdf:subject ?here ; rdf:predicate ?predicate ; rdf:object ?there ; mg:support ?support } LIMIT %d"""
_IN = """SELECT ?fact ?predicate ?there ?support WHERE {
  ?fact rdf:object ?here ; rdf:predicate ?predicate ; rdf:subject ?there ; mg:support ?support } LIMIT %d"""
#: The best fact between two neighbours: its support and its IRI.
_Hop = tuple[int, str]
_Walk = tuple[str, ...]


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

    def _repr_html_(self) -> str:
        items = "".join(
            f"<li>{escape(str(path))} [{path.support}]<ul>"
            + "".join(f"<li>“{escape(fact.quote)}” — {escape(', '.join(fact.documents))}</li>" for fact in path.steps)
            + "</ul></li>"
            for path in self.found
        )
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
    :param through: an entity with more facts than this is not walked through.
    :raises QuestionError: for an unknown predicate, or numbers that make no sense.
    """
    if not 1 <= max_length <= _LONGEST:
        raise QuestionError(f"max_length must be between 1 and {_LONGEST}, not {max_length}")
    if limit < 1 or through < 1:
        raise QuestionError(f"limit and through must be 1 or more, not {limit} and {through}")
    names = () if predicates is None else [predicates] if isinstance(predicates, str) else predicates
    search = _Search(graph.store, source, target, known_predicates(names), through)
    chosen = search.run(max_length, limit) if source != target else []
    facts = {fact for walk in chosen for _, fact in search.hops(walk)}
    views = {view.iri: view for view in graph._facts(facts)}
    return Paths(
        tuple(
            Path(
                tuple(map(graph._entity, walk)),
                tuple(views[fact] for _, fact in search.hops(walk)),
                min(support for support, _ in search.hops(walk)),
            )
            for walk in chosen
        ),
        tuple(map(graph._entity, sorted(search.passed_by))),
        search.truncated,
    )


class _Search:
    """Walks from both ends, one step further on one side at a time."""

    def __init__(
        self, store: Store, source: str, target: str, predicates: Collection[str], through: int
    ) -> None:
        self.store = store
        self.ends = (source, target)
        self.allowed = frozenset(ONTOLOGY + name for name in predicates) or LINKS
        self.through = through
        self.passed_by: set[str] = set()
        self.truncated = False
        self.around: dict[str, dict[str, _Hop]] = {}

    def run(self, max_length: int, limit: int) -> list[_Walk]:
        """The best walks from the first end to the last, as entities."""
        walks: list[list[_Walk]] = [[(self.ends[0],)], [(self.ends[1],)]]
        found: list[_Walk] = []
        for _ in range(max_length):
            side = 0 if len(walks[0]) <= len(walks[1]) else 1
            # The far end is reached only while no step has been taken from there: else the walk is no new one.
            may_end = len(walks[1 - side][0]) == 1
            walks[side] = self._further(walks[side], self.ends[1 - side], may_end)
            if not walks[side]:
                break
            found += sorted(self._joined(walks[0], walks[1]), key=self._rank)
            if len(found) >= limit:
                break
        return found[:limit]

    def _further(self, walks: list[_Walk], end: str, may_end: bool) -> list[_Walk]:
        """The same walks, each one step longer in every way."""
        longer: list[_Walk] = []
        for walk in walks:
            if walk[-1] == end:
                continue
            for there in self.neighbours(walk[-1]):
                if there not in walk and (may_end or there != end):
                    longer.append((*walk, there))
            if len(longer) > _MOST:
                self.truncated = True
                break
        return longer

    def _joined(self, left: list[_Walk], right: list[_Walk]) -> list[_Walk]:
        """The walks from end to end whose two parts meet and share nothing else."""
        by_end: dict[str, list[_Walk]] = defaultdict(list)
        for walk in right:
            by_end[walk[-1]].append(walk)
        whole = []
        for walk in left:
            for other in by_end.get(walk[-1], ()):
                if set(walk[:-1]).isdisjoint(other):
                    whole.append((*walk, *reversed(other[:-1])))
            if len(whole) > _MOST:
                self.truncated = True
                break
        return whole

    def _rank(self, walk: _Walk) -> tuple[object, ...]:
        supports = [support for support, _ in self.hops(walk)]
        return -min(supports), -sum(supports), walk

    def hops(self, walk: _Walk) -> list[_Hop]:
        """The best fact of each step of a walk."""
        found = []
        for here, there in zip(walk, walk[1:], strict=False):
            hop = self.around.get(here, {}).get(there) or self.around.get(there, {}).get(here)
            if hop is not None:
                found.append(hop)
        return found

    def neighbours(self, name: str) -> dict[str, _Hop]:
        """Where one can step from an entity, with the best fact for each step."""
        if name not in self.around:
            self.around[name] = self._read(name)
        return self.around[name]

    def _read(self, name: str) -> dict[str, _Hop]:
        most = 10_000_000 if name in self.ends else self.through + 1
        best: dict[str, _Hop] = {}
        node = ox.NamedNode(name)
        for query in (_OUT, _IN):
            found = self.store.select(HEAD + query % most, {"here": node}).rows
            if name not in self.ends and len(found) > self.through:
                self.passed_by.add(name)
                return {}
            for fact, predicate, there, support in found:
                if predicate is None or there is None or fact is None or support is None:
                    continue
                if predicate.value in self.allowed:
                    hop = (int(support.value), fact.value)
                    held = best.get(there.value)
                    if held is None or (-hop[0], hop[1]) < (-held[0], held[1]):
                        best[there.value] = hop
        return best
