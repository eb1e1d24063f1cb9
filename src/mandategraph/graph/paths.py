"""Paths between two entities, found on the store by walking from both ends at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from mandategraph.describe import triple_key
from mandategraph.errors import QuestionError
from mandategraph.store.contract import Store
from mandategraph.terms import identifier
from mandategraph.traversal import HEAD, among_predicates, known_predicates, near, only, rows
from mandategraph.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    from mandategraph.graph import Graph
    from mandategraph.graph.things import EntityView, FactView

__all__ = ["Path", "Paths", "find_paths"]

_LONGEST = 6
_CHUNK = 500
_AT_ONCE = 20
#: How many ways of one length are compared at most, and how many half ways are followed.
_MOST = 200
_LONGER = 50_000
_NEXT = (
    "{{ SELECT ?x ?m WHERE {{ VALUES ?x {{ {node} }} {only} ?x ?predicate ?m }} LIMIT {most} }}",
    "{{ SELECT ?x ?m WHERE {{ VALUES ?x {{ {node} }} {only} ?m ?predicate ?x }} LIMIT {most} }}",
)
_BRIDGES = (
    "SELECT ?x ?y WHERE {{ {here} {there} ?x ?predicate ?y {only} }} LIMIT {most}",
    "SELECT ?x ?y WHERE {{ {here} {there} ?y ?predicate ?x {only} }} LIMIT {most}",
)
_BETWEEN = "SELECT ?here ?predicate ?there WHERE { VALUES (?here ?there) { %s } ?here ?predicate ?there %s }"
_OF_KEY = "SELECT ?key ?fact ?support WHERE { ?fact mg:tripleKey ?key ; mg:support ?support }"
#: The best fact between two neighbours: its support and its IRI.
_Hop = tuple[int, str]
_Walk = tuple[str, ...]
_Part = TypeVar("_Part")


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
    """Looks for ways from both ends: one step from each, then further, with the middle left to the store."""

    def __init__(
        self, store: Store, source: str, target: str, predicates: Collection[str], through: int
    ) -> None:
        self.store = store
        self.ends = (source, target)
        self.predicates = predicates
        self.filter = only(predicates)
        self.through = through
        self.passed_by: set[str] = set()
        self.truncated = False
        self.best: dict[tuple[str, str], _Hop] = {}
        self.beyond: dict[str, list[str]] = {}

    def run(self, max_length: int, limit: int) -> list[_Walk]:
        """The best walks from the first end to the last, as entities."""
        found: list[_Walk] = []
        left, right = self._beside(self.ends[0]), self._beside(self.ends[1])
        for length in range(1, max_length + 1):
            walks: set[_Walk]
            if length == 1:
                walks = {self.ends} if self.ends[1] in left else set()
            elif length == 2:
                walks = {(self.ends[0], middle, self.ends[1]) for middle in left & right}
            else:
                walks = self._long(length, left, right)
            simple = [walk for walk in walks if len(set(walk)) == len(walk)]
            self._weigh(simple)
            found += sorted((walk for walk in simple if len(self.hops(walk)) == length), key=self._rank)
            if len(found) >= limit:
                break
        return found[:limit]

    def _beside(self, name: str) -> set[str]:
        return near(self.store, [name], self.predicates) - {name}

    def _long(self, length: int, left: set[str], right: set[str]) -> set[_Walk]:
        """Walks of three steps and more: begun at both ends; the store finds the middle of three steps at once."""
        first, last = self.ends
        begun: list[_Walk] = [(first, name) for name in sorted(left - {last})]
        ended: list[_Walk] = [(last, name) for name in sorted(right - {first})]
        if length == 3:
            bridges = self._bridges([walk[-1] for walk in begun], [walk[-1] for walk in ended])
            return {(first, here, there, last) for here, there in bridges}
        for turn in range(length - 2):
            if turn % 2:
                ended = self._further(ended, first)
            else:
                begun = self._further(begun, last)
        by_end = defaultdict(list)
        for walk in ended:
            by_end[walk[-1]].append(walk)
        walks: set[_Walk] = set()
        for walk in begun:
            walks.update((*walk, *other[-2::-1]) for other in by_end.get(walk[-1], ()))
            if len(walks) > _MOST:
                self.truncated = True
                break
        return walks

    def _further(self, walks: list[_Walk], end: str) -> list[_Walk]:
        """The same walks, each one step longer in every way."""
        self._read({walk[-1] for walk in walks})
        longer = []
        for walk in walks:
            longer += [(*walk, name) for name in self.beyond[walk[-1]] if name not in walk and name != end]
            if len(longer) > _LONGER:
                self.truncated = True
                return longer[:_LONGER]
        return longer

    def _read(self, names: Iterable[str]) -> None:
        """Find where one can step from entities in the middle of walks."""
        missing = sorted(set(names) - self.beyond.keys())
        allowed = among_predicates(self.predicates)
        for part in _parts(missing, _AT_ONCE):
            found: dict[str, list[set[str]]] = {name: [set(), set()] for name in part}
            for side, query in enumerate(_NEXT):
                asked = [
                    query.format(node=ox.NamedNode(name), only=allowed, most=self.through + 1) for name in part
                ]
                for here, there in self.store.select("SELECT ?x ?m WHERE { " + " UNION ".join(asked) + " }"):
                    if here is not None and there is not None:
                        found[here.value][side].add(there.value)
            for name, sides in found.items():
                # As many as were asked for at most: there are more.
                if max(map(len, sides)) > self.through:
                    self.passed_by.add(name)
                    self.beyond[name] = []
                else:
                    self.beyond[name] = sorted(sides[0] | sides[1])

    def _bridges(self, left: list[str], right: list[str]) -> set[tuple[str, str]]:
        """The pairs of any of some entities and any of others that share a fact."""
        found: set[tuple[str, str]] = set()
        for lefts in _parts(left, _CHUNK):
            for rights in _parts(right, _CHUNK):
                here, there = _values("x", lefts), _values("y", rights)
                for query in _BRIDGES:
                    asked = query.format(here=here, there=there, only=self.filter, most=_MOST + 1)
                    found |= {(x.value, y.value) for x, y in self.store.select(asked) if x and y}
                if len(found) > _MOST:
                    self.truncated = True
                    return found
        return found

    def _weigh(self, walks: Iterable[_Walk]) -> None:
        """Find the best supported fact for each step of some walks."""
        pairs = {tuple(sorted(pair)) for walk in walks for pair in pairwise(walk)}
        missing = sorted(pair for pair in pairs if pair not in self.best)
        keys: dict[str, tuple[str, ...]] = {}
        for part in _parts(missing, _CHUNK):
            for pair_list in (part, [pair[::-1] for pair in part]):
                values = " ".join(f"({ox.NamedNode(a)} {ox.NamedNode(b)})" for a, b in pair_list)
                for here, predicate, there in self.store.select(HEAD + _BETWEEN % (values, self.filter)):
                    if here is not None and predicate is not None and there is not None:
                        base = self.store.base_iri
                        key = triple_key(
                            identifier(here.value, base),
                            predicate.value.removeprefix(ONTOLOGY),
                            identifier(there.value, base),
                        )
                        keys[key] = tuple(sorted((here.value, there.value)))
        for name, fact, support in rows(self.store, _OF_KEY, "key", map(ox.Literal, keys)):
            if name is None or fact is None or support is None:
                continue
            pair, hop = keys[name.value], (int(support.value), fact.value)
            held = self.best.get((pair[0], pair[1]))
            if held is None or (-hop[0], hop[1]) < (-held[0], held[1]):
                self.best[pair[0], pair[1]] = hop

    def _rank(self, walk: _Walk) -> tuple[object, ...]:
        supports = [support for support, _ in self.hops(walk)]
        return -min(supports), -sum(supports), walk

    def hops(self, walk: _Walk) -> list[_Hop]:
        """The best fact of each step of a walk."""
        pairs = (tuple(sorted(pair)) for pair in pairwise(walk))
        return [self.best[here, there] for here, there in pairs if (here, there) in self.best]


def _parts(names: list[_Part], size: int) -> Iterator[list[_Part]]:
    for first in range(0, len(names), size):
        yield names[first : first + size]


def _values(variable: str, names: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(str(ox.NamedNode(name)) for name in names)} }}"
