"""Measures what grows with the number of documents: loading, replacing and checking."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from benchmarks.generated import World, extraction, graphs
from benchmarks.rows import Row, Run, alternately, seconds
from mandategraph.check import check, check_edition
from mandategraph.describe import describe
from mandategraph.store import memory_store, open_store, replace

__all__ = ["checking", "loading", "replacing", "stored"]


def stored(folder: Path, documents: int) -> Path:
    """A graph of so many generated documents, which is taken as it is when it is there.

    :param folder: in which it is or is made.
    :param documents: how many.
    """
    place = folder / f"documents-{documents}"
    if not place.exists():
        with open_store(place, create=True) as store:
            replace(store, graphs(World(documents)), batch=250)
            store.optimize()  # as a build does that makes a large graph
    return place


def loading(run: Run) -> Iterator[Row]:
    """From the facts of documents to a store on disk, beside the engine's own bulk load of the same statements."""
    documents = run.size(300, 20)
    world = World(documents)
    found = [extraction(world, number) for number in range(documents)]
    file = run.folder / "all.nq"
    turns = iter(range(99))

    def ours(described: bool) -> None:
        made = graphs_made if described else map(describe, found)
        with open_store(run.folder / f"ours-{next(turns)}", create=True) as store:
            replace(store, made, batch=250)

    def theirs() -> None:
        store = ox.Store(str(run.folder / f"theirs-{next(turns)}"))
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
        store.flush()

    graphs_made = [describe(one) for one in found]
    memory = memory_store()
    replace(memory, graphs_made, batch=documents)
    ox.serialize(memory.quads(), str(file), format=ox.RdfFormat.N_QUADS)
    count = sum(1 for _ in memory.quads())
    gc.collect()
    gc.freeze()  # all documents are held at once here, which no build does
    facts, editions, engine = alternately([partial(ours, False), partial(ours, True), theirs], 1 if run.quick else 3)
    gc.unfreeze()
    yield Row("statements", f"{count:,} of {documents} documents")
    yield Row("engine alone, from N-Quads", f"{count / engine:,.0f} statements/s")
    yield Row("from described editions", f"{count / editions:,.0f} statements/s; {engine / editions:.2f} of the engine")
    yield Row("from facts", f"{count / facts:,.0f} statements/s")
    yield Row.at_least("from facts, as a part of the engine's rate", engine / facts, 0.5)


def replacing(run: Run) -> Iterator[Row]:
    """Replacing one document by another text, in a small store and in a larger one, in turns."""
    small, large = run.size(100, 10), run.size(1_000, 30)
    with (
        open_store(stored(run.folder, small), read_only=False) as few,
        open_store(stored(run.folder, large), read_only=False) as many,
    ):
        times = []
        for number in range(run.size(10, 2)):
            step = []
            for store, documents in ((few, small), (many, large)):
                other = World(documents, seed=7 + number)
                (graph,) = graphs(other, range(number, number + 1))
                step.append(seconds(partial(replace, store, [graph])))
            times.append(step)
        least = [min(one[column] for one in times) for column in (0, 1)]
        few.discard()
        many.discard()
    yield Row(f"in a store of {small} documents", f"{least[0] * 1e3:.1f} ms")
    yield Row(f"in a store of {large} documents", f"{least[1] * 1e3:.1f} ms")
    yield Row.at_most("the larger beside the smaller", least[1] / least[0], 2.0, " times")


def checking(run: Run) -> Iterator[Row]:
    """Holding documents to the shapes: each before it enters, and all of a graph, beside pySHACL on the same graph."""
    documents = run.size(100, 3)
    world = World(documents)
    made = list(graphs(world))
    check_edition(made[0])  # shapes are compiled once

    def each() -> None:
        for one in made:
            assert check_edition(one) == ()

    store = memory_store()
    replace(store, made, batch=documents)
    quads = list(store.quads())
    (alone,) = alternately([each], 2)
    (whole,) = alternately([lambda: check(quads)], 2)
    part = run.size(3, 1)
    few = memory_store()
    replace(few, made[:part], batch=part)
    ours, theirs = seconds(lambda: check(few.quads())), seconds(lambda: check(few.quads(), reference=True))
    yield Row("one document before it enters", f"{alone / documents * 1e3:.1f} ms")
    yield Row(f"all of a graph of {documents} documents", f"{whole:.2f} s")
    yield Row(f"pySHACL on {part} documents", f"{theirs:.1f} s; {theirs / ours:.0f} times as long")
    # pySHACL takes minutes for a hundred documents; that it is linear is the most that can be said for it.
    yield Row.at_least(
        f"{documents} documents: pySHACL, by its time for {part}, beside ours",
        theirs / part * documents / whole,
        100,
        " times",
    )
