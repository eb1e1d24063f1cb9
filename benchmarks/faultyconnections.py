"""Very many connections: half requests, slow ones, giant heads, answers that nobody reads, and good clients among them."""

from __future__ import annotations

import asyncio
import random
import re
import resource
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.faults import write_documents
from benchmarks.faultyrequests import megabytes_of
from benchmarks.serving import Served, served
from mandategraph.build import build

__all__ = ["connections"]

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
_HEAD = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n"
_PATIENCE = 90.0
_AT_ONCE = 300
# For how many seconds some stay, and how long the server has to let go of the last ones; of a few connections less.
_STAY, _LEAVE, _FEW = 10.0, 7.0, 2000
#: Of a hundred connections so many are of each kind.
_KINDS = {"half": 40, "byte by byte": 20, "kept": 20, "long head": 10, "endless head": 9, "unread": 1}
#: What is an answer: a good one, or one that says why there is none.
_ANSWERS = frozenset({200, 408, 431, 503})
_MANY = " ".join(f'"{number}{"x" * 40}"' for number in range(200))
_LARGE = urlencode({"query": f"SELECT * {{ VALUES ?a {{ {_MANY} }} VALUES ?b {{ {_MANY} }} }}"})


class _Crowd:
    """Connections of all kinds to one server.

    :param address: of the server.
    :param count: of connections.
    :param seed: of what they send.
    """

    def __init__(self, address: Served, count: int, seed: str) -> None:
        self.host, _, port = address.removeprefix("http://").partition(":")
        self.port = int(port)
        self.chance = random.Random(seed)  # noqa: S311 - repeatable is what is wanted
        self.kinds = self.chance.choices(list(_KINDS), list(_KINDS.values()), k=count)
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.took: list[float] = []
        self.open = self.most = 0
        self.missing = count
        self.is_over = False
        self.stay = _STAY * min(1, count / _FEW)
        self.is_full, self.room = asyncio.Event(), asyncio.Semaphore(_AT_ONCE)

    async def come_and_go(self) -> None:
        """Open all connections; when all are open, send on each what its kind sends, and wait for the answers."""
        good = [asyncio.create_task(self._good()) for _ in range(8)]
        await asyncio.gather(*(self._strange(kind) for kind in self.kinds))
        self.is_over = True
        await asyncio.gather(*good)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with asyncio.timeout(_PATIENCE):
            return await asyncio.open_connection(self.host, self.port)

    async def _strange(self, kind: str) -> None:
        writer = None
        try:
            async with self.room:
                reader, writer = await self._connect()
            self.open += 1
            self.most = max(self.most, self.open)
            self._one_less()
            await self.is_full.wait()
            status = await self._send(kind, reader, writer)
        except (OSError, TimeoutError) as error:
            status = f"{type(error).__name__}"
            if writer is None:
                self._one_less()
        finally:
            if writer is not None:
                self.open -= 1
                writer.close()
        self.counts[f"{kind} {status}"] += 1
        if status not in _ANSWERS and status != "left":
            self.wrong.append(f"{kind}: {status}")

    def _one_less(self) -> None:
        self.missing -= 1
        if not self.missing:
            self.is_full.set()

    async def _send(self, kind: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int | str:
        # What is read while more is sent is not lost when the server ends the connection.
        answer = asyncio.create_task(_status(reader))
        if kind == "half":
            sent = self.chance.randrange(1, len(_HEAD))
            writer.write(_HEAD[:sent])
            await asyncio.sleep(self.chance.uniform(0, self.stay))
            writer.write(_HEAD[sent:] + b"\r\n")
        elif kind == "byte by byte":
            for sent in range(10):
                writer.write(_HEAD[sent : sent + 1])
                await asyncio.sleep(self.chance.uniform(0.02, 0.1) * self.stay)
            writer.write(_HEAD[10:] + b"\r\n")
        elif kind == "long head":
            writer.write(_HEAD + b"x: " + b"y" * 60_000 + b"\r\n\r\n")
        elif kind == "endless head":
            writer.write(_HEAD + b"x: " + b"y" * 1_500_000)
        elif kind == "unread":
            writer.write(f"GET /sparql?{_LARGE} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            await asyncio.sleep(self.stay)
            answer.cancel()
            return "left"
        else:
            writer.write(_HEAD + b"\r\n")
        status = await answer
        if kind == "kept":
            await asyncio.sleep(self.chance.uniform(0, self.stay))
        return status

    async def _good(self) -> None:
        """A client that asks one thing after the other, on a new connection each time, and reads the answers."""
        while not self.is_over:
            begun = time.perf_counter()
            target = urlencode({"query": f"SELECT ?o {{ ?s ?p ?o }} LIMIT 1 #{begun}"})
            try:
                reader, writer = await self._connect()
                writer.write(f"GET /sparql?{target} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())
                status: int | str = await _status(reader)
                writer.close()
            except (OSError, TimeoutError) as error:
                status = type(error).__name__
            self.took.append(time.perf_counter() - begun)
            self.counts[f"good {status}"] += 1
            if status not in {200, 503}:
                self.wrong.append(f"good: {status}")
            await asyncio.sleep(0.02)


async def _status(reader: asyncio.StreamReader) -> int | str:
    """The status of an answer, which is read whole."""
    try:
        async with asyncio.timeout(_PATIENCE):
            start = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(start)
            await reader.readexactly(int(length[1]) if length else 0)
    except asyncio.IncompleteReadError:
        return "ended"
    found = _STATUS.match(start)
    return int(found[1]) if found else "none"


def connections(count: int, seed: int, rounds: int = 2) -> bool:
    """Open very many connections of all kinds to a server of the samples, several times; say what it answered.

    :param count: of connections at a time; fewer where this process may not have so many files.
    :param seed: of what they send.
    :param rounds: how many times; memory must not grow from one to the next.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    allowed = count if hard == resource.RLIM_INFINITY else min(count, hard - 100)
    held: list[int] = []
    wrong: list[str] = []
    alive: int | str = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(write_documents(folder / "documents", range(1, 21), seed), folder / "graph")
        with served(folder / "graph", "--timeout", "5") as address:
            held.append(megabytes_of(address.process))
            for place in range(rounds):
                begun = time.perf_counter()
                crowd, peak = asyncio.run(_round(address, allowed, f"{seed} {place}"))
                wrong += crowd.wrong
                print(
                    f"connections, seed {seed}, round {place + 1}: {count:,} wanted, {allowed:,} opened ({hard:,} files allowed),"
                    f" {crowd.most:,} at one time, {len(crowd.wrong)} wrong or without an answer, in {time.perf_counter() - begun:.0f} s;"
                    f" others meanwhile: median {statistics.median(crowd.took) * 1000:.0f} ms, slowest {max(crowd.took):.1f} s;"
                    f" memory of the server {peak} MB at most"
                )
                print("  " + ", ".join(f"{what}: {number:,}" for what, number in sorted(crowd.counts.items())))
                time.sleep(_LEAVE * min(1, allowed / _FEW))
                held.append(megabytes_of(address.process))
            alive = asyncio.run(_is_ready(address))
    print(f"  memory before and after each round: {', '.join(map(str, held))} MB; then /readyz {alive}")
    for line in wrong[:20]:
        print(f"  WRONG {line}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return not wrong and alive == 200 and held[-1] <= 1.25 * held[1] + 50


async def _round(address: Served, count: int, seed: str) -> tuple[_Crowd, int]:
    crowd = _Crowd(address, count, seed)
    peak = 0

    async def watch() -> None:
        nonlocal peak
        while True:
            peak = max(peak, megabytes_of(address.process))
            await asyncio.sleep(0.5)

    watching = asyncio.create_task(watch())
    await crowd.come_and_go()
    watching.cancel()
    return crowd, peak


async def _is_ready(address: Served) -> int | str:
    host, _, port = address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\n\r\n")
    status = await _status(reader)
    writer.close()
    return status
