"""Measures the shipped questions beside hand-written queries on the engine itself, and beside rdflib in memory."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph as ox

from benchmarks.bestqueries import CASES, Case
from benchmarks.rows import Row, Run, alternately, seconds
from benchmarks.scaling import stored
from mandategraph.questions import ask, question_named
from mandategraph.store import EmbeddedStore, open_store
from mandategraph.store.binding import bind

__all__ = ["Rdflib", "questions", "questions_of_rdflib"]

#: Work that takes longer is timed once.
_LONG = 3.0
_PARSING = 600


def questions(run: Run) -> Iterator[Row]:
    """The shipped questions, labels and order included, beside hand-written queries of the engine for the same facts.

    They are asked about things that many generated documents name, and about everything. One is left out: which facts are
    in one language only, as each of these documents has one language.
    """
    documents = run.size(1_000, 25, 10_000)
    with open_store(stored(run.folder, documents)) as store:
        assert store.folder is not None
        engine = ox.Store.read_only(str(store.folder))
        for case in CASES:
            count = _held_to(store, engine, case)
            works: list[Callable[[], object]] = [
                partial(ask, store, case.question, **case.values),
                partial(_rows, engine, case.best),
            ]
            times = [seconds(work) for work in works]
            if max(times) < _LONG:
                times = list(map(min, times, alternately(works, 2)))
            ours, best = times
            yield Row.at_most(
                f"{_name(case)}: {count:,} rows of {documents:,} documents in {ours * 1e3:,.1f} ms beside {best * 1e3:,.1f} ms",
                ours / best,
                3.0,
                " times",
            )


def questions_of_rdflib(run: Run) -> Iterator[Row]:
    """The same questions of fewer documents, beside rdflib's graph in memory, for which the text is parsed beforehand."""
    documents, limit = run.size(30, 3, 100), run.size(20, 20, 60)
    with open_store(stored(run.folder, documents)) as store:
        file = run.folder / "rdflib.nq"
        ox.serialize(store.quads(), str(file), format=ox.RdfFormat.N_QUADS)
        with closing(Rdflib(file)) as other:
            for case in CASES:
                prepared = question_named(case.question).prepare(store, **case.values)
                rows = len(store.select(prepared.text, prepared.bindings))
                (ours,) = alternately([partial(ask, store, case.question, **case.values)], 3)
                what = f"{_name(case)}: {rows:,} rows of {documents:,} documents in {ours * 1e3:.1f} ms"
                theirs = other.ask(bind(prepared.text, prepared.bindings), limit)
                if theirs is None:
                    yield Row(what, f"rdflib did not finish in {limit} s")
                    continue
                taken, found = theirs
                assert found == rows, f"{_name(case)}: rdflib has {found} rows, not {rows}"
                yield Row.at_least(f"{what}, rdflib in {taken * 1e3:,.0f} ms", taken / ours, 20, " times")


def _rows(engine: ox.Store, query: str) -> list[ox.QuerySolution]:
    found = engine.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


def _name(case: Case) -> str:
    return f"{case.question}{''.join(f', {name}' for name in case.values)}"


def _held_to(store: EmbeddedStore, engine: ox.Store, case: Case) -> int:
    """Make sure that a question and the query beside it find the same, and say how many rows that is."""
    prepared = question_named(case.question).prepare(store, **case.values)
    found = store.select(prepared.text, prepared.bindings)
    best = engine.query(case.best)
    assert isinstance(best, ox.QuerySolutions)
    names = [variable.value for variable in best.variables]
    ours = Counter(tuple(str(row.get(name)) for name in names) for row in found.records())
    theirs = Counter(tuple(map(str, row)) for row in best)
    assert ours == theirs, f"{_name(case)}: {len(found)} rows, and {theirs.total()} of the query beside it"
    return len(found)


class Rdflib:
    """A process with a graph of rdflib, which is ended when a query takes too long and started again for the next.

    :param file: N-Quads.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_answer, args=(str(self._file), there), daemon=True)
        self._process.start()
        assert self._here.poll(_PARSING), "rdflib did not read the graph"
        self._here.recv()

    def ask(self, query: str, limit: float) -> tuple[float, int] | None:
        """The processor time and the rows of a query, or None when it takes longer than the limit, in seconds."""
        self._here.send(query)
        if self._here.poll(limit):
            taken, rows = self._here.recv()
            return float(taken), int(rows)
        self.close()
        self._start()
        return None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._here.close()


def _answer(file: str, connection: Connection) -> None:
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    dataset = rdflib.Dataset()
    dataset.parse(file, format="nquads")
    connection.send(None)
    while True:
        query = prepareQuery(connection.recv())
        begin = time.process_time()
        rows = sum(1 for _ in dataset.query(query))
        connection.send((time.process_time() - begin, rows))
