"""A pool of processes that run queries: each can be killed, and a new one takes its place."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from mandategraph.server import worker as worker_module
from mandategraph.server.limits import Limits, QueryStopped
from mandategraph.vocabulary import PREFIXES

__all__ = ["Job", "Pool", "Reply"]

#: After so many seconds a query is a long one: it loses its place among the short ones, and its priority.
MOMENT = 0.1
_TICK = 0.02
_HEAD = struct.Struct(">cI")
_LENGTH = struct.Struct(">I")
_STATUS = {b"e": 400, b"r": 403, b"l": 413, b"x": 500}


@dataclass(frozen=True, slots=True)
class Job:
    """A query to run.

    :param query: its text.
    :param rows: the format of rows, None when the client accepts none.
    :param boolean: the format of yes or no.
    :param graph: the format of triples.
    :param default: the graphs that make up the default graph, None for the store's own.
    :param named: the named graphs.
    """

    query: str
    rows: str | None = "json"
    boolean: str | None = "json"
    graph: str | None = "turtle"
    default: Sequence[str] | None = None
    named: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The kind of an answer (S rows, B yes or no, G triples, n no format for it) and its bytes."""

    kind: str
    data: bytes


class _Worker(asyncio.Protocol):
    """One process and the connection to it."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.process: subprocess.Popen[bytes] | None = None
        self.transport: asyncio.Transport | None = None
        self.buffer = bytearray()
        self.reply: asyncio.Future[tuple[bytes, bytes]] | None = None
        self.ready = False
        self.is_long = False
        self.generation = pool.generation
        self.verdict: QueryStopped | None = None
        self.began = 0.0
        self.watch: Callable[[], Awaitable[None]] | None = None
        self.watcher: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # that of uvloop is one without saying so

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if len(self.buffer) < _HEAD.size:
            return
        kind, size = _HEAD.unpack_from(self.buffer)
        if len(self.buffer) < _HEAD.size + size:
            return
        body = bytes(self.buffer[_HEAD.size : _HEAD.size + size])
        self.buffer.clear()
        if not self.ready:
            self.ready = True
            self.pool.became_ready(self)
        elif self.reply is not None and not self.reply.done():
            self.reply.set_result((kind, body))

    def connection_lost(self, _: Exception | None) -> None:
        self.pool.lost(self)

    def kill(self, verdict: QueryStopped | None = None) -> None:
        self.verdict = self.verdict or verdict
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
        if self.transport is not None:
            self.transport.close()


class Pool:
    """Runs queries in processes of their own, each with its own read-only store.

    :param path: the folder of the store.
    :param limits: see ``Limits``.
    :param services: IRIs of other servers that queries may ask.
    :param base_iri: what relative IRIs in queries are relative to.
    """

    def __init__(self, path: Path, limits: Limits, services: Sequence[str] = (), base_iri: str = "") -> None:
        self.path = path
        self.limits = limits
        self.services = list(services)
        self.base_iri = base_iri
        self.generation = 0
        self._idle: deque[_Worker] = deque()
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._all: set[_Worker] = set()
        self._long = 0
        self._closed = False
        self._failures = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: set[_Worker] = set()
        self._ticker: asyncio.TimerHandle | None = None

    async def start(self) -> None:
        """Start the workers and wait until one is ready.

        :raises QueryStopped: when none can be started.
        """
        for _ in range(self.limits.workers):
            self._spawn()
        worker = await self._worker()
        self._give_back(worker)

    def renew(self, path: Path) -> None:
        """Let queries that come see another version of the store; those that run go on with what they have.

        :param path: the folder of that version.
        """
        self.path = path
        self.generation += 1
        self._failures = 0
        for worker in list(self._idle):
            worker.kill()
        self._idle.clear()
        for worker in self._all:
            if not worker.ready:
                worker.kill()
        for _ in range(self.limits.workers):
            self._spawn()

    async def close(self) -> None:
        """Kill all workers."""
        self._closed = True
        for worker in list(self._all):
            worker.kill()
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_exception(QueryStopped(503, "the server is going down"))
        await asyncio.sleep(0)

    @property
    def processes(self) -> list[int]:
        """The ids of the processes."""
        return [worker.process.pid for worker in self._all if worker.process is not None]

    async def run(self, job: Job, watch: Callable[[], Awaitable[None]] | None = None) -> Reply:
        """The whole answer to a query.

        :param job: the query.
        :param watch: called when the query takes long; it ends when nobody waits for the answer any more.
        :raises QueryStopped: when it is refused or stopped, with the status that says why.
        """
        if len(job.query) > self.limits.query_bytes:
            raise QueryStopped(413, f"the query has more than {self.limits.query_kilobytes} kB")
        worker = await self._worker()
        assert worker.transport is not None  # noqa: S101 - for the type checker
        loop = asyncio.get_running_loop()
        reply = worker.reply = loop.create_future()
        message = json.dumps(
            {
                "query": job.query,
                "rows": job.rows,
                "boolean": job.boolean,
                "graph": job.graph,
                "default": job.default,
                "named": job.named,
            }
        ).encode()
        worker.transport.write(_LENGTH.pack(len(message)) + message)
        worker.began, worker.watch = loop.time(), watch
        self._running.add(worker)
        if self._ticker is None:
            self._ticker = loop.call_later(_TICK, self._tick)
        try:
            kind, data = await reply
        except asyncio.CancelledError:
            worker.kill(_gone())
            raise
        finally:
            self._running.discard(worker)
            worker.reply = worker.watch = None
            if worker.watcher is not None:
                worker.watcher.cancel()
        self._give_back(worker)
        if kind in _STATUS:
            raise QueryStopped(_STATUS[kind], data.decode())
        if kind == b"m":
            raise QueryStopped(413, self._memory())
        return Reply(kind.decode(), data)

    def _settings(self) -> str:
        return json.dumps(
            {
                "base": self.base_iri,
                "services": self.services,
                "bytes": self.limits.answer_bytes,
                "max_rows": self.limits.rows,
                "memory": self.limits.memory_bytes,
                "prefixes": dict(PREFIXES),
            }
        )

    async def _worker(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.transport is not None and not worker.transport.is_closing():
                return worker
        if len(self._waiting) >= self.limits.waiting:
            raise QueryStopped(503, "the server has too many queries to answer: try again in a moment")
        waiter: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            return await asyncio.wait_for(waiter, max(self.limits.seconds, 5))
        except TimeoutError as error:
            raise QueryStopped(503, "no worker came free in time: try again in a moment") from error
        finally:
            with suppress(ValueError):
                self._waiting.remove(waiter)

    def _give_back(self, worker: _Worker) -> None:
        """Make a worker available again; one that ran long, or sees an older store, is replaced."""
        if worker.is_long or worker.generation != self.generation or self._closed:
            worker.kill()
            return
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(worker)
                return
        self._idle.append(worker)

    def became_ready(self, worker: _Worker) -> None:
        """A new worker has opened the store."""
        self._failures = 0
        self._give_back(worker)

    def lost(self, worker: _Worker) -> None:
        """The connection to a worker is gone: say why to whom waits, and start another."""
        self._all.discard(worker)
        with suppress(ValueError):
            self._idle.remove(worker)
        if worker.is_long:
            self._long -= 1
        elif not self._closed and worker.generation == self.generation:
            if not worker.ready:
                self._failures += 1
            if self._failures < 10:
                self._spawn()
        task = asyncio.get_running_loop().create_task(self._bury(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bury(self, worker: _Worker) -> None:
        code = None
        if worker.process is not None:
            for _ in range(200):
                code = worker.process.poll()
                if code is not None:
                    break
                await asyncio.sleep(0.005)
        if worker.reply is not None and not worker.reply.done():
            worker.reply.set_exception(worker.verdict or self._death(code))

    def _death(self, code: int | None) -> QueryStopped:
        if code in {-signal.SIGABRT, -signal.SIGKILL}:
            return QueryStopped(413, self._memory())
        if code in {-signal.SIGSEGV, -signal.SIGBUS}:
            return QueryStopped(400, "the query is nested too deeply")
        return QueryStopped(500, "the process that ran the query broke down")

    def _memory(self) -> str:
        return f"the query needs more than {self.limits.megabytes} MB of memory: ask for less"

    def _tick(self) -> None:
        """Look at the queries that run: one look at all of them costs less than a timer for each."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for worker in list(self._running):
            ran = now - worker.began
            if ran >= self.limits.seconds:
                self._takes_too_long(worker)
            elif ran >= MOMENT and not worker.is_long:
                self._takes_long(worker)
        self._ticker = loop.call_later(_TICK, self._tick) if self._running else None

    def _takes_long(self, worker: _Worker) -> None:
        if worker.reply is None or worker.reply.done():
            return
        if self._long >= self.limits.long:
            worker.kill(QueryStopped(503, "the server runs too many long queries already: try again in a moment"))
            return
        worker.is_long = True
        self._long += 1
        if worker.watch is not None:
            worker.watcher = asyncio.get_running_loop().create_task(_follow(worker, worker.watch))
        if worker.process is not None:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, worker.process.pid, 15)
        self._spawn()

    def _takes_too_long(self, worker: _Worker) -> None:
        seconds = f"{self.limits.seconds:g}"
        worker.kill(QueryStopped(504, f"the query was stopped after {seconds} s: ask for less"))

    def _spawn(self) -> None:
        if self._closed:
            return
        ours, theirs = socket.socketpair()
        worker = _Worker(self)
        self._all.add(worker)
        file = str(Path(worker_module.__file__))
        command = [sys.executable, "-P", file, str(self.path), self._settings()]
        worker.process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL)  # noqa: S603
        theirs.close()
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        task = loop.create_task(_connect(loop, worker, ours))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _connect(loop: asyncio.AbstractEventLoop, worker: _Worker, sock: socket.socket) -> None:
    await loop.create_unix_connection(lambda: worker, sock=sock)


async def _follow(worker: _Worker, watch: Callable[[], Awaitable[None]]) -> None:
    await watch()
    worker.kill(_gone())


def _gone() -> QueryStopped:
    return QueryStopped(499, "nobody waits for the answer any more")
