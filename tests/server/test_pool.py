"""The pool of processes: every query gets its own answer, whatever happens to those beside it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from mandategraph.server.limits import Limits, QueryStopped
from mandategraph.server.pool import Job, Pool
from mandategraph.store import open_store

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NESTED = "SELECT * { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }"

_Found = TypeVar("_Found")


def pooled(folder: Path, work: Callable[[Pool], Awaitable[_Found]], **limits: float) -> _Found:
    """What a function makes of a pool of the graph."""

    async def run() -> _Found:
        with open_store(folder) as store:
            assert store.folder is not None
            pool = Pool(store.folder, Limits(**limits))  # type: ignore[arg-type]
        await pool.start()
        try:
            return await work(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


async def number(pool: Pool, value: int) -> int:
    """A number that a query gives back."""
    reply = await pool.run(Job(f"SELECT ({value} AS ?n) {{}}"))
    return int(json.loads(reply.data)["results"]["bindings"][0]["n"]["value"])


async def status(pool: Pool, query: str) -> int:
    """The status with which a query is stopped."""
    with pytest.raises(QueryStopped) as stopped:
        await pool.run(Job(query))
    return stopped.value.status


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    text = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    return [int(one) for one in text.split()]


def fork_servers() -> list[int]:
    """The processes of this one that fork workers."""
    return [one for one in children(os.getpid()) if b"worker.py" in Path(f"/proc/{one}/cmdline").read_bytes()]


def test_each_gets_its_own_answer(graph_folder: Path) -> None:
    """Many queries at a time share few workers, and none gets the answer to another."""

    async def work(pool: Pool) -> list[int]:
        return await asyncio.gather(*(number(pool, value) for value in range(300)))

    assert pooled(graph_folder, work, workers=2, waiting=300) == list(range(300))


def test_those_behind_a_bad_one_are_answered(graph_folder: Path) -> None:
    """What waits in a process behind a query that crashes it, or never ends, is answered by another."""

    async def work(pool: Pool) -> tuple[list[int], list[int]]:
        bad = [NESTED, ENDLESS, NESTED, ENDLESS]
        found = await asyncio.gather(
            *(status(pool, query) for query in bad), *(number(pool, value) for value in range(40))
        )
        return found[:4], found[4:]

    stopped, answered = pooled(graph_folder, work, workers=2, seconds=2.0, long=2)
    assert stopped[1::2] == [504, 504]
    assert set(stopped[::2]) <= {400, 503}
    assert answered == list(range(40))


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are read from /proc")
def test_only_long_ones_go_behind_others(graph_folder: Path) -> None:
    """A query that gets no processor for a while keeps its priority, and is not made to wait by turns; a long one does not."""

    async def work(pool: Pool) -> None:
        (server,) = fork_servers()
        await asyncio.gather(*(number(pool, value) for value in range(20)))
        workers = children(server)
        for one in workers:
            os.kill(one, signal.SIGSTOP)
        short = asyncio.ensure_future(number(pool, 1))
        await asyncio.sleep(0.5)
        assert pool.workers > len(workers)  # it has left its place
        assert {os.getpriority(os.PRIO_PROCESS, one) for one in workers} == {0}
        for one in workers:
            os.kill(one, signal.SIGCONT)
        assert await short == 1
        long = asyncio.ensure_future(status(pool, ENDLESS))
        await asyncio.sleep(1)
        assert sorted(os.getpriority(os.PRIO_PROCESS, one) for one in children(server))[-2:] == [0, 15]
        assert await long == 504

    pooled(graph_folder, work, workers=2, seconds=2.0)


def test_too_many_long_ones(graph_folder: Path) -> None:
    """Above the limit of long queries, and of queries that wait, the status is 503."""

    async def work(pool: Pool) -> list[int]:
        return sorted(await asyncio.gather(*(status(pool, f"{ENDLESS} #{place}") for place in range(3))))

    assert pooled(graph_folder, work, workers=3, seconds=3.0, long=1) == [503, 503, 504]

    async def crowd(pool: Pool) -> int:
        first = [asyncio.ensure_future(status(pool, ENDLESS)) for _ in range(9)]
        await asyncio.sleep(0)
        found = await status(pool, "ASK {}")
        await asyncio.gather(*first)
        return found

    assert pooled(graph_folder, crowd, workers=1, seconds=0.3, long=1, waiting=1) == 503


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are read from /proc")
def test_long_ones_take_turns(graph_folder: Path) -> None:
    """Of the long queries only as many run at a time as leave a processor free; each has its turn, and its end."""
    room = max(1, (os.cpu_count() or 2) - 1)
    count = room + 2

    def stopped(workers: list[int]) -> list[int]:
        states = {one: Path(f"/proc/{one}/stat").read_text("ascii").rpartition(")")[2].split()[0] for one in workers}
        return [one for one, state in states.items() if state == "T"]

    async def work(pool: Pool) -> None:
        queries = [asyncio.ensure_future(status(pool, f"{ENDLESS} #{place}")) for place in range(count)]
        await asyncio.sleep(2)
        (server,) = fork_servers()
        seen = []
        for _ in range(10):
            await asyncio.sleep(0.07)
            seen.append(frozenset(stopped(children(server))))
        assert max(map(len, seen)) == 2
        assert len(set(seen)) > 1
        assert await number(pool, 1) == 1
        assert await asyncio.gather(*queries) == [504] * count

    pooled(graph_folder, work, workers=count, seconds=4.0, long=count)


def test_memory_and_size_are_limited(graph_folder: Path) -> None:
    """A query that takes too much memory, and an answer that is too large, are stopped with 413; others go on."""
    many = " ".join(f'"{number}"' for number in range(200))
    product = " ".join(f"VALUES ?v{place} {{ {many} }}" for place in range(4))

    async def work(pool: Pool) -> tuple[str, str, int]:
        with pytest.raises(QueryStopped) as greedy:
            await pool.run(Job(f"SELECT * {{ {product} }} ORDER BY ?v3 ?v0"))
        with pytest.raises(QueryStopped) as large:
            await pool.run(Job(f"SELECT * {{ {product} }}"))
        assert (greedy.value.status, large.value.status) == (413, 413)
        return str(greedy.value), str(large.value), await number(pool, 7)

    greedy, large, seven = pooled(graph_folder, work, workers=1, seconds=20.0, megabytes=64, answer_megabytes=1)
    assert greedy == "the query needs more than 64 MB of memory: ask for less"
    assert large == "the answer has more than 1,048,576 bytes: ask for less, with LIMIT or a narrower pattern"
    assert seven == 7


def test_text_that_cannot_be_sent(graph_folder: Path) -> None:
    """A query with half a character is refused."""
    assert pooled(graph_folder, lambda pool: status(pool, "ASK { ?s ?p '\ud800' }")) == 400


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are read from /proc")
def test_killed_processes_are_replaced(graph_folder: Path) -> None:
    """When workers, or the process that forks them, are killed from outside, others take their place."""

    async def work(pool: Pool) -> None:
        before = fork_servers()
        await asyncio.sleep(0.2)
        for one in children(before[-1]):
            os.kill(one, signal.SIGKILL)
        await asyncio.sleep(0.1)
        assert await number(pool, 1) == 1
        os.kill(before[-1], signal.SIGKILL)
        await asyncio.sleep(0.3)
        assert await asyncio.gather(*(number(pool, value) for value in range(20))) == list(range(20))
        assert set(fork_servers()) != set(before)

    pooled(graph_folder, work, workers=2)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are read from /proc")
def test_nothing_is_left_running(graph_folder: Path) -> None:
    """Closing the pool ends all processes, also one that runs a query."""
    started: list[int] = []

    async def work(pool: Pool) -> None:
        running = asyncio.ensure_future(status(pool, ENDLESS))
        await asyncio.sleep(0.3)
        started.extend(fork_servers())
        started.extend(child for one in list(started) for child in children(one))
        await pool.close()
        assert await running == 503

    pooled(graph_folder, work, workers=2)
    assert len(started) >= 3
    assert not [one for one in started if Path(f"/proc/{one}").exists()]


def test_renewed(graph_folder: Path, tmp_path: Path) -> None:
    """After a renewal queries see the other store; what was under way is answered from the one that it began with."""
    other = shutil.copytree(graph_folder, tmp_path / "other")
    with open_store(other, read_only=False) as store:
        store.update("INSERT DATA { <http://a> <http://only-here> 1, 2, 3 }")
    with open_store(other) as store:
        assert store.folder is not None
        renewed = store.folder

    async def count(pool: Pool) -> int:
        reply = await pool.run(Job("SELECT ?o { ?s <http://only-here> ?o }"))
        return len(json.loads(reply.data)["results"]["bindings"])

    async def free(pool: Pool) -> None:
        took = 1.0
        while took > 0.05:  # one that took longer has lost its worker, and no other may be ready
            begun = time.monotonic()
            await number(pool, 1)
            took = time.monotonic() - begun

    async def work(pool: Pool) -> tuple[list[int], list[int], list[int]]:
        await free(pool)
        preparing = asyncio.ensure_future(pool.prepare(renewed))
        meanwhile = [await count(pool) for _ in range(5)]
        await preparing
        await free(pool)
        under_way = [asyncio.ensure_future(count(pool)) for _ in range(20)]
        await asyncio.sleep(0)
        pool.switch()
        later = [asyncio.ensure_future(count(pool)) for _ in range(20)]
        return meanwhile, await asyncio.gather(*under_way), await asyncio.gather(*later)

    before, between, after = pooled(graph_folder, work, workers=2)
    assert before == [0] * 5
    assert between[0] == 0
    assert set(between) <= {0, 3}
    assert after == [3] * 20


def test_version_that_cannot_be_opened(graph_folder: Path, tmp_path: Path) -> None:
    """Where no process can open another version, queries are answered from the one before."""

    async def work(pool: Pool) -> None:
        for _ in range(2):
            with pytest.raises(QueryStopped, match="could open the new version"):
                await pool.prepare(tmp_path / "missing")
            assert await asyncio.gather(*(number(pool, value) for value in range(20))) == list(range(20))

    pooled(graph_folder, work, workers=2)
