"""What is told to be right without a store is right: nothing that a query of the shapes finds is missed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import SH, Graph
from tests.samplegraph import PREFIX_LINES, sample
from tests.shapes.test_shapes import MUTATIONS

from mandategraph.check import check
from mandategraph.resources import resources
from mandategraph.screening import SCREENED, surely_right


def one_language(update: str = "") -> Store:
    """The sample without its English edition, as no edition is to be held to the shapes together with another."""
    store = sample()
    english = "<https://w3id.org/mandategraph/id/document/report/en>"
    store.update(
        f"""{PREFIX_LINES} DROP GRAPH {english} ;
        DELETE {{ ?fact mg:languages ?old }} INSERT {{ ?fact mg:languages 1 }} WHERE {{ ?fact mg:languages ?old }}"""
    )
    store.update(PREFIX_LINES + update.replace("mg:languages 1 ", "mg:languages 3 "))
    return store


def statements(store: Store) -> list[str]:
    return sorted(f"{quad.subject} {quad.predicate} {quad.object}" for quad in store)


def broken(lines: Iterable[str]) -> set[str]:
    """The shapes and queries that a graph breaks."""
    store = Store()
    store.load("".join(f"{line} .\n" for line in lines), format=RdfFormat.N_TRIPLES)
    return {violation.constraint.rpartition("#")[2] for violation in check(store).violations}


def test_every_query_is_screened() -> None:
    """There is a test for each query of the shapes and for nothing else."""
    shapes = Graph()
    for path in resources("shapes", ".ttl"):
        shapes.parse(path)
    assert {str(name).rpartition("#")[2] for name in shapes.objects(None, SH.sparql)} == set(SCREENED)


def test_what_is_right_is_not_doubted() -> None:
    """A graph that breaks nothing needs no store."""
    lines = statements(one_language())
    assert broken(lines) == set()
    assert surely_right(lines, SCREENED)


@pytest.mark.parametrize(
    ("query", "update"), [pair for pair in MUTATIONS if pair[0] in SCREENED], ids=lambda text: text[:30]
)
def test_what_a_query_finds_is_doubted(query: str, update: str) -> None:
    """A graph that is broken on purpose is doubted, by the test of the query that finds it."""
    lines = statements(one_language(update))
    assert query in broken(lines)
    assert not surely_right(lines, [query])


def test_nothing_is_missed() -> None:
    """Statements are left out one by one, and get the value of the next one with their predicate.

    Where the fast engine finds nothing wrong and a query does, the graph is doubted.
    """
    lines = statements(one_language())
    graphs = [lines[:place] + lines[place + 1 :] for place in range(len(lines))]
    by_predicate = sorted(lines, key=lambda line: line.split(" ", 2)[1])
    for one, other in pairwise(by_predicate):
        subject, predicate, value = one.split(" ", 2)
        if other.split(" ", 2)[1] == predicate and other.split(" ", 2)[2] != value:
            graphs.append([line for line in lines if line != one] + [f"{subject} {predicate} {other.split(' ', 2)[2]}"])
    asked = 0
    for graph in graphs[::3]:
        found = broken(graph)
        if found and found <= SCREENED.keys():
            asked += 1
            assert not surely_right(graph, SCREENED), (found, set(lines) - set(graph))
    assert asked > 10
