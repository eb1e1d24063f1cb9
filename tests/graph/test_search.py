"""Paths and neighbours: the same as a search of everything by hand finds, on any small graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandategraph.factgraph import triple_key
from mandategraph.graph import Graph, Paths
from mandategraph.graph.search import Search
from mandategraph.store import memory_store
from mandategraph.terms import mg, term
from mandategraph.vocabulary import BASE_IRI

#: Subject, predicate, object and support of a fact.
_Stated = tuple[int, str, int, int]
_Walk = tuple[str, ...]

_PREDICATES = ("fundedBy", "leads", "partnerOf")
_FACTS = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from(_PREDICATES), st.integers(0, 7), st.integers(1, 4)),
    max_size=24,
    unique_by=lambda fact: fact[:3],
)


def _name(number: int) -> str:
    return f"{BASE_IRI}organization/e{number}"


def _graph(stated: Iterable[_Stated], entities: int = 8) -> Graph:
    """A graph of facts in memory, each entity described."""
    quads: list[ox.Quad] = []
    described: tuple[tuple[ox.NamedNode, ox.NamedNode | ox.Literal], ...]
    for number in range(entities):
        node = ox.NamedNode(_name(number))
        described = (
            (term("rdf:type"), mg("Organization")),
            (mg("status"), mg("reviewed")),
            (term("skos:prefLabel"), ox.Literal(f"Entity {number}", language="en")),
        )
        quads += [ox.Quad(node, name, held) for name, held in described]
    for place, (subject, predicate, value, support) in enumerate(stated):
        fact = ox.NamedNode(f"{BASE_IRI}fact/{place:016x}")
        ends = ox.NamedNode(_name(subject)), ox.NamedNode(_name(value))
        key = triple_key(f"organization/e{subject}", predicate, f"organization/e{value}")
        quads.append(ox.Quad(ends[0], mg(predicate), ends[1]))
        described = (
            (term("rdf:type"), mg("Fact")),
            (term("rdf:subject"), ends[0]),
            (term("rdf:predicate"), mg(predicate)),
            (term("rdf:object"), ends[1]),
            (mg("tripleKey"), ox.Literal(key)),
            (mg("support"), ox.Literal(support)),
            (mg("languages"), ox.Literal(1)),
        )
        quads += [ox.Quad(fact, name, held) for name, held in described]
    store = memory_store()
    store.load(quads)
    return Graph(store, "en")


def _supports(stated: Iterable[_Stated], predicates: Iterable[str]) -> dict[frozenset[str], int]:
    """The best support between each two entities."""
    found: dict[frozenset[str], int] = {}
    for subject, predicate, value, support in stated:
        if predicate in predicates and subject != value:
            pair = frozenset((_name(subject), _name(value)))
            found[pair] = max(support, found.get(pair, 0))
    return found


def _walks(supports: dict[frozenset[str], int], first: str, last: str, longest: int) -> Iterator[_Walk]:
    """All ways from one entity to another that pass by none twice."""
    beside: dict[str, set[str]] = defaultdict(set)
    for here, there in map(tuple, supports):
        beside[here].add(there)
        beside[there].add(here)
    open_: list[_Walk] = [(first,)]
    while open_:
        walk = open_.pop()
        if walk[-1] == last:
            yield walk
        elif len(walk) <= longest:
            open_ += [(*walk, name) for name in beside[walk[-1]] - set(walk)]


def _ranked(supports: dict[frozenset[str], int], walks: Iterable[_Walk]) -> list[_Walk]:
    def rank(walk: _Walk) -> tuple[object, ...]:
        steps = [supports[frozenset(ends)] for ends in pairwise(walk)]
        return len(steps), -min(steps), -sum(steps), walk

    return sorted(walks, key=rank)


def _as_walks(paths: Paths) -> list[_Walk]:
    return [tuple(one.iri for one in path.entities) for path in paths]


@settings(max_examples=80, deadline=None)
@given(
    _FACTS,
    st.integers(1, 6),
    st.integers(1, 30),
    st.lists(st.sampled_from(_PREDICATES), max_size=2, unique=True),
)
def test_paths_are_those_of_a_search_by_hand(
    stated: list[_Stated], longest: int, limit: int, predicates: list[str]
) -> None:
    """The same paths in the same order; where ways were too many to compare, what is given is still right."""
    graph = _graph(stated)
    supports = _supports(stated, predicates or _PREDICATES)
    first, last = _name(0), _name(1)
    paths = graph.paths("organization/e0", "organization/e1", max_length=longest, limit=limit, predicates=predicates or None)
    expected = _ranked(supports, _walks(supports, first, last, longest))
    found = _as_walks(paths)
    if paths.truncated:
        assert found == _ranked(supports, found)
        assert set(found) <= set(expected)
        assert len(found) == min(limit, len(expected))
        assert [len(walk) for walk in found] == [len(walk) for walk in expected[:limit]]
    else:
        assert found == expected[:limit]
    for path in paths:
        steps = [supports[frozenset(ends)] for ends in pairwise(one.iri for one in path.entities)]
        assert [fact.support for fact in path.steps] == steps
        assert path.support == min(steps)
        assert [fact.iri for fact in path.steps] == [graph.fact(fact.iri).iri for fact in path.steps]


@settings(max_examples=40, deadline=None)
@given(_FACTS, st.sampled_from(["out", "in", "both"]), st.sampled_from([(), *((name,) for name in _PREDICATES)]))
def test_neighbours_are_those_of_the_facts(stated: list[_Stated], direction: str, predicates: tuple[str, ...]) -> None:
    """The other ends of the facts of an entity, those of the best supported facts first."""
    here = 0
    best: dict[str, int] = {}
    for subject, predicate, value, support in stated:
        if predicate in (predicates or _PREDICATES) and subject != value:
            for end, other, side in ((subject, value, "out"), (value, subject, "in")):
                if end == here and direction in {side, "both"}:
                    best[_name(other)] = max(support, best.get(_name(other), 0))
    found = _graph(stated)["organization/e0"].neighbours(predicates or None, direction)
    assert [one.iri for one in found] == sorted(best, key=lambda name: (-best[name], name))


@pytest.fixture(scope="module")
def star() -> Graph:
    """Two entities that meet only through hubs: 10 - 0 - 2 - 1 - 11, where 0 and 1 have forty more each."""
    spokes = [(hub, "leads", 20 + 40 * hub + number, 1) for hub in (0, 1) for number in range(40)]
    line = [(10, "leads", 0, 1), (0, "leads", 2, 1), (2, "leads", 1, 1), (1, "leads", 11, 1)]
    return _graph([*spokes, *line], 110)


def test_hubs_are_not_walked_through(star: Graph) -> None:
    """On ways of four steps an entity with more facts than ``through`` is passed by and named."""
    paths = star.paths("organization/e10", "organization/e11", through=41)
    assert [len(path) for path in paths] == [4]
    assert paths.passed_by == ()
    none = star.paths("organization/e10", "organization/e11", through=40)
    assert (len(none), [one.id for one in none.passed_by]) == (0, ["organization/e0", "organization/e1"])
    chosen = star.paths("organization/e10", "organization/e11", through=40, predicates="leads")
    assert [one.id for one in chosen.passed_by] == ["organization/e0", "organization/e1"]


def test_ends_with_very_many_neighbours(star: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not all neighbours of an end are read, the store joins and counts them, and the same ways are found."""
    monkeypatch.setattr("mandategraph.graph.links._WIDEST", 5)
    search = Search(star.store, _name(0), _name(10))
    assert search.run(1, 10) == [(_name(0), _name(10))]
    for ends, longest, way in (((0, 1), 2, (0, 2, 1)), ((1, 0), 2, (1, 2, 0)), ((0, 11), 3, (0, 2, 1, 11))):
        search = Search(star.store, _name(ends[0]), _name(ends[1]))
        assert search.run(longest, 10) == [tuple(map(_name, way))]
        assert not search.truncated
    search = Search(star.store, _name(0), _name(11))
    assert search.run(3, 2) in ([], [tuple(map(_name, (0, 2, 1, 11)))])
    assert search.truncated
    search = Search(star.store, _name(10), _name(2))
    assert search.run(2, 10) == [(_name(10), _name(0), _name(2))]


@settings(max_examples=40, deadline=None)
@given(_FACTS, st.integers(1, 4), st.lists(st.sampled_from(_PREDICATES), max_size=2, unique=True))
def test_ends_with_too_many_links_to_be_read(stated: list[_Stated], longest: int, predicates: list[str]) -> None:
    """When no end's links are all read, the same paths are found as when all are."""
    graph = _graph(stated)
    supports = _supports(stated, predicates or _PREDICATES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mandategraph.graph.links._WIDEST", 1)
        found = graph.paths("organization/e0", "organization/e1", max_length=longest, limit=30, predicates=predicates or None)
    assert not found.truncated
    assert _as_walks(found) == _ranked(supports, _walks(supports, _name(0), _name(1), longest))[:30]


def test_of_many_middles_of_hubs_those_of_the_most_facts_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of entities between two hubs those with the most links come first, and of as many the first by name."""
    monkeypatch.setattr("mandategraph.graph.links._WIDEST", 5)
    spokes = [(hub, "leads", middle, 1) for hub in (0, 1) for middle in range(20, 50)]
    one = _graph(spokes, 50)
    for _ in range(3):
        paths = one.paths("organization/e0", "organization/e1", max_length=2, limit=1)
        assert _as_walks(paths) == [(_name(0), _name(20), _name(1))]
        assert paths.truncated
    more = _graph([*spokes, (0, "fundedBy", 44, 2), (44, "partnerOf", 1, 2)], 50)
    paths = more.paths("organization/e0", "organization/e1", max_length=2, limit=1)
    assert (_as_walks(paths), paths[0].support) == ([(_name(0), _name(44), _name(1))], 2)


def test_of_too_many_ways_the_best_ends_are_compared() -> None:
    """Of hundreds of ways, those whose first and last steps are best supported come first, and this is said."""
    spread = [(0, "leads", 10 + n, 3 if n == 7 else 1) for n in range(20)]
    spread += [(10 + a, "leads", 40 + b, 1) for a in range(20) for b in range(20)]
    spread += [(40 + n, "leads", 1, 3 if n == 9 else 1) for n in range(20)]
    paths = _graph(spread, 60).paths("organization/e0", "organization/e1", limit=3)
    assert paths.truncated
    assert [one.id for one in paths[0].entities][1:3] == ["organization/e17", "organization/e49"]
    assert len(paths) == 3
