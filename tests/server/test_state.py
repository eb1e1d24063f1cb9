"""The versions of a graph that is served: one after the other, each whole, the next only when it can be served."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from tests.questiongraph import make_store

from mandategraph.errors import StoreError
from mandategraph.questions import question_named
from mandategraph.server import state
from mandategraph.server.answering import answer_question
from mandategraph.server.limits import Limits
from mandategraph.server.overview import document_list
from mandategraph.server.pool import Job
from mandategraph.server.state import Graph, Version
from mandategraph.store import open_store, remove
from mandategraph.store.versions import ABOUT

_Found = TypeVar("_Found")
EDITIONS = "SELECT ?d { GRAPH ?g { ?g <https://w3id.org/mandategraph/ontology#editionOf> ?d } }"


def serving(folder: Path, work: Callable[[Graph], Awaitable[_Found]]) -> _Found:
    """What a function makes of a graph that is served."""

    async def run() -> _Found:
        graph = Graph(folder, Limits(workers=2))
        await graph.pool.start()
        try:
            return await work(graph)
        finally:
            await graph.pool.close()
            graph.close()

    return asyncio.run(run())


def documents(version: Version) -> list[str]:
    """The documents that a version has."""
    return sorted({one["symbol"] for one in document_list(version, "en")})


def take_out(folder: Path, symbol: str) -> None:
    """Take a document out, as another process does."""
    with open_store(folder, read_only=False) as store:
        remove(store, symbol)


async def asked(graph: Graph) -> tuple[int, int]:
    """How many editions a query sees, and of which generation it is answered."""
    reply = await graph.pool.run(Job(EDITIONS))
    return len(json.loads(reply.data)["results"]["bindings"]), reply.generation


def test_version_that_is_read_stays(tmp_path: Path) -> None:
    """Who holds a version goes on reading it, while others are answered from the next, processes and all."""
    folder = make_store(tmp_path / "graph")

    async def work(graph: Graph) -> None:
        old = graph.refresh()
        assert await asked(graph) == (3, old.generation)
        await asyncio.to_thread(take_out, folder, "T/2")
        new = await graph.renew()
        assert new is graph.now
        assert new is not old
        assert (documents(old), documents(new)) == (["T/1", "T/2"], ["T/1"])
        assert await asked(graph) == (2, new.generation)
        assert old.latest is new
        assert await graph.renew() is new

    serving(folder, work)


def test_next_version_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for another version does not wait for it; it is served soon after."""
    monkeypatch.setattr(state, "_LOOK_AGAIN", 0.0)
    folder = make_store(tmp_path / "graph")

    async def work(graph: Graph) -> None:
        old = graph.refresh()
        await asyncio.to_thread(take_out, folder, "T/2")
        assert graph.refresh() is old
        for _ in range(200):
            if graph.refresh() is not old:
                break
            await asyncio.sleep(0.05)
        assert documents(graph.now) == ["T/1"]

    serving(folder, work)


def test_version_that_cannot_be_opened(tmp_path: Path) -> None:
    """What is damaged is not served: the version before answers until there is a good one."""
    folder = make_store(tmp_path / "graph")
    good = (folder / ABOUT).read_bytes()

    async def work(graph: Graph) -> None:
        old = graph.now
        (folder / ABOUT).write_text(json.dumps({**json.loads(good), "layout": 99}))
        with pytest.raises(StoreError, match="its last version is served"):
            await graph.renew()
        assert graph.now is old
        assert await asked(graph) == (3, old.generation)
        (folder / ABOUT).unlink()
        graph._looked = 0.0
        assert graph.refresh() is old
        (folder / ABOUT).write_bytes(good)
        assert documents(await graph.renew()) == ["T/1", "T/2"]

    serving(folder, work)


def test_question_is_answered_from_one_version(tmp_path: Path) -> None:
    """A question that began with one version while the next came is answered whole from the next."""
    folder = make_store(tmp_path / "graph")
    question = question_named("results-of")

    async def work(graph: Graph) -> None:
        old = graph.now
        given = {"bearer": "工发组织", "language": "zh"}
        assert len((await answer_question(old, question, given))["rows"]) == 2
        await asyncio.to_thread(take_out, folder, "T/2")
        await graph.renew()
        assert len((await answer_question(old, question, given))["rows"]) == 1

    serving(folder, work)


def test_what_is_kept_is_computed_once(tmp_path: Path) -> None:
    """Many who need the same at the same time wait for the one that computes it; what fails is tried again."""
    version = Graph(make_store(tmp_path / "graph")).now
    made: list[int] = []
    gate = threading.Event()

    def make(_: object) -> int:
        gate.wait(5)
        time.sleep(0.05)
        made.append(len(made))
        if len(made) == 1:
            raise StoreError("not yet")
        return 7

    with ThreadPoolExecutor(20) as pool:
        asking = [pool.submit(version.keep, "a", "b", make) for _ in range(20)]
        gate.set()
        found = [one.exception() or one.result() for one in asking]
    assert sum(isinstance(one, StoreError) for one in found) == 1
    assert found.count(7) == 19
    assert len(made) == 2
    version.store.close()
