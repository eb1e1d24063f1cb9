"""Measures the traversal API on a generated graph: python -m benchmarks.traversal FOLDER [FACTS]."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from benchmarks.bigraph import make_store
from mandategraph.graph import Graph
from mandategraph.recall import evidence

_LOOK_UP = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?subject ?object { ?fact rdf:subject ?subject ; rdf:object ?object }"""


def times(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median and the 95th percentile of some rounds, in milliseconds."""
    found = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        found.append((time.perf_counter() - begin) * 1000)
    found.sort()
    return found[rounds // 2], found[int(rounds * 0.95)]


def measured(folder: Path, count: int, fewer: int = 1) -> Iterator[tuple[str, float, float]]:
    """What is measured, its median and its 95th percentile, in milliseconds; the first is the look-up of one fact.

    :param folder: of the generated graph, which is made when it is not there.
    :param count: how many facts it has.
    :param fewer: by what the rounds are divided.
    """
    chance = random.Random(1)  # noqa: S311 - nothing secret
    with make_store(folder, count) as store:
        graph = Graph(store, "en")
        base = graph.base_iri

        def entity() -> str:
            return f"{base}organization/e{chance.randrange(max(20, count // 10))}"

        def fact() -> str:
            return f"{base}fact/{chance.randrange(count):016x}"

        works: tuple[tuple[str, Callable[[], object], int], ...] = (
            ("look-up of a fact", lambda: store.select(_LOOK_UP, {"fact": ox.NamedNode(fact())}), 500),
            ("look-up of a fact's evidence", lambda: evidence(store, fact()), 200),
            ("neighbours", lambda: graph._entity(entity()).neighbours(), 300),
            ("paths, max_length=2", lambda: graph.paths(graph._entity(entity()), graph._entity(entity()), max_length=2), 100),
            ("paths, max_length=4", lambda: graph.paths(graph._entity(entity()), graph._entity(entity())), 100),
        )
        for name, work, rounds in works:
            times(work, 20 // fewer)
            yield name, *times(work, rounds // fewer)


def main() -> None:
    """Print one line a measurement."""
    folder = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    first = None
    for name, median, high in measured(folder, count):
        first = first or high
        print(f"{name}: median {median:.2f} ms, p95 {high:.2f} ms, p95 is {high / first:.1f} of a look-up's")
    with make_store(folder, count) as store:
        graph = Graph(store, "en")
        graph.paths(graph._entity(f"{graph.base_iri}organization/e1"), graph._entity(f"{graph.base_iri}organization/e2"))
        print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
        _networks(graph)


def _networks(graph: Graph) -> None:
    import networkx as nx

    begin = time.perf_counter()
    network = graph.to_networkx(sources=False)
    ours = time.perf_counter() - begin
    plain = [(source, target, data["predicate"], dict(data)) for source, target, data in network.edges(data=True)]
    begin = time.perf_counter()
    again: Any = nx.MultiDiGraph()
    again.add_edges_from(plain)
    theirs = time.perf_counter() - begin
    print(f"to_networkx(sources=False): {ours:.1f} s for {len(plain):,} edges, {ours / theirs:.2f} of {theirs:.1f} s from tuples")


if __name__ == "__main__":
    main()
