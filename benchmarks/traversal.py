"""Measures the traversal API on a generated graph: python -m benchmarks.traversal FOLDER [FACTS]."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from benchmarks.bigraph import make_store
from benchmarks.rows import Row
from mandategraph.graph import Graph
from mandategraph.recall import evidence
from mandategraph.store import EmbeddedStore, open_store
from mandategraph.store.versions import network_file

__all__ = ["rows"]

_LOOK_UP = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?subject ?object { ?fact rdf:subject ?subject ; rdf:object ?object }"""
_WALKS = ("look-up of a fact's evidence", "neighbours", "paths, max_length=2", "paths, max_length=4")


def rows(folder: Path, facts: int, rounds: int = 200) -> Iterator[Row]:
    """Measure walking and networks, each in a process of its own on one generated graph.

    :param folder: where the graph is or will be.
    :param facts: how many it has.
    :param rounds: how often each walk is measured.
    """
    # In a process of its own, so that what the generator takes is not counted as memory of walks.
    maker = get_context("spawn").Process(target=_make, args=(folder, facts))
    maker.start()
    maker.join()
    walked = _measured("walks", folder, facts, rounds)
    for name in ("look-up of a fact", *_WALKS):
        median, high = walked[name]
        figure = f"median {median:.2f} ms, 95 % below {high:.2f} ms"
        if name == "look-up of a fact":
            yield Row(f"{name}, {facts:,} facts", figure)
            continue
        ratio = high / walked["look-up of a fact"][1]
        is_aim = name in {"neighbours", "paths, max_length=4"}
        yield Row(
            f"{name}, {facts:,} facts",
            f"{figure}, {ratio:.1f} of a look-up's",
            "< 50 of a look-up's" if is_aim else "",
            ratio < 50 if is_aim else None,
        )
    yield Row.at_most("memory of the process that walked", walked["memory"], 300, " MB")
    built = _measured("networks", folder, facts, 0)
    yield Row.at_most(
        f"`to_networkx(sources=False)` of {built['edges']:,} edges, {built['ours']:.1f} s, "
        "beside networkx reading the same edges from tuples",
        built["ours"] / built["theirs"],
        3,
        " times",
    )
    built = _measured("networks", folder, facts, 1)
    yield Row.at_most(
        f"`to_networkx()` of {built['edges']:,} edges with quotes, documents and dates, {built['ours']:.1f} s, "
        "beside networkx reading the same edges with the same attributes from tuples",
        built["ours"] / built["theirs"],
        3,
        " times",
    )
    yield Row(
        f"the same for the first time in a version of the graph, {built['first']:.1f} s",
        f"{built['first'] / built['theirs']:.1f} times, {built['memory'] / 1024:.1f} GB of memory",
    )


def _make(folder: Path, facts: int) -> None:
    make_store(folder, facts).close()


def _measured(what: str, folder: Path, facts: int, rounds: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.traversal", "--only", what, str(folder), str(facts), str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr.strip()}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _seconds(work: Callable[[], object]) -> float:
    """The processor time of some work; walks run in one thread."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _walks(graph: Graph, facts: int, rounds: int) -> dict[str, Any]:
    """The median and 95th percentile in milliseconds of a look-up and of walks, which take turns, and the memory."""
    chance = random.Random(1)  # noqa: S311 - nothing secret

    def entity() -> str:
        return f"{graph.base_iri}organization/e{chance.randrange(max(20, facts // 10))}"

    def fact() -> str:
        return f"{graph.base_iri}fact/{chance.randrange(facts):016x}"

    def paths(longest: int) -> object:
        return graph.paths(graph._entity(entity()), graph._entity(entity()), max_length=longest)

    works: dict[str, Callable[[], object]] = {
        "look-up of a fact": lambda: graph.store.select(_LOOK_UP, {"fact": ox.NamedNode(fact())}),
        "look-up of a fact's evidence": lambda: evidence(graph.store, fact()),
        "neighbours": lambda: graph._entity(entity()).neighbours(),
        "paths, max_length=2": lambda: paths(2),
        "paths, max_length=4": lambda: paths(4),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 20):
        for name, work in works.items():
            taken = [_seconds(work) for _ in range(4 if name == "look-up of a fact" else 1)]
            if turn >= 20:
                times[name] += taken
    found: dict[str, Any] = {}
    for name, taken in times.items():
        ordered = sorted(one * 1000 for one in taken)
        found[name] = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return found | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _networks(graph: Graph, sources: bool) -> dict[str, Any]:
    """The seconds that a network of the whole graph takes, and those of networkx alone for the same edges.

    With sources, the first network is read from the store, and the next from the file that was made of it.
    """
    import networkx as nx

    networks: list[Any] = []

    def build() -> float:
        networks.clear()
        return _seconds(lambda: networks.append(graph.to_networkx(sources=sources)))

    found: dict[str, Any] = {}
    if sources:
        assert isinstance(graph.store, EmbeddedStore) and graph.store.version  # noqa: PT018
        network_file(graph.store.version).unlink(missing_ok=True)
        found["first"] = build()
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found["ours"] = build()
    plain = [(*ends, key, dict(data)) for *ends, key, data in networks.pop().edges(keys=True, data=True)]
    again: Any = nx.MultiDiGraph()
    found["theirs"] = _seconds(lambda: again.add_edges_from(plain))
    return found | {"edges": len(plain)}


def main() -> None:
    """Print one line a measurement; with ``--only`` measure one thing and print it as JSON."""
    if sys.argv[1] == "--only":
        with open_store(Path(sys.argv[3])) as store:
            graph = Graph(store, "en")
            is_walk = sys.argv[2] == "walks"
            found = _walks(graph, int(sys.argv[4]), int(sys.argv[5])) if is_walk else _networks(graph, sources=sys.argv[5] != "0")
        print(json.dumps(found))
        return
    for row in rows(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000):
        print(f"{row.what}: {row.figure}{f' (wanted {row.target})' if row.target else ''}", flush=True)


if __name__ == "__main__":
    main()
