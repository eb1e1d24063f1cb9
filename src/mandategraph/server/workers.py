"""Queries on their way to the processes that run them."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, cast

from mandategraph.server.limits import QueryStopped
from mandategraph.server.worker import HEAD, JOB

__all__ = ["Job", "Owner", "Reply", "Task", "Worker", "best_worker", "first_message"]

_FORGET = JOB.pack(0, 0)
#: How many queries a worker has before it, so that it need not wait for the next one.
_AHEAD = 8
#: One that has run for so many seconds is given no more.
_SHORT = 0.005


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
    """An answer.

    :param kind: S rows, B yes or no, G triples, n no format for it.
    :param data: its bytes.
    :param generation: of the process that gave it, which tells the version of the graph.
    """

    kind: str
    data: bytes
    generation: int


class Owner(Protocol):
    """Who has workers, and is told what they do."""

    def received(self, worker: Worker, kind: bytes, body: bytes) -> None:
        """A worker has opened the store, or has the answer to the query that it began first."""

    def lost(self, worker: Worker) -> None:
        """The connection to a worker is gone."""


class Task:
    """A query on its way.

    :param job: the query.
    :param came: when, by the clock of the loop.
    :param watch: ends when nobody waits for the answer any more.
    """

    __slots__ = ("came", "message", "reply", "watch", "watcher", "worker")

    def __init__(self, job: Job, came: float, watch: Callable[[], Awaitable[None]] | None) -> None:
        self.message = _message(job)
        self.came = came
        self.watch = watch
        self.reply: asyncio.Future[tuple[bytes, bytes, int]] = asyncio.get_running_loop().create_future()
        self.worker: Worker | None = None
        self.watcher: asyncio.Task[None] | None = None

    def fail(self, error: QueryStopped) -> None:
        """Answer with an error, if there is no answer yet."""
        if not self.reply.done():
            self.reply.set_exception(error)


class Worker(asyncio.Protocol):
    """One process, the connection to it, and the queries that it has before it, the one that runs first.

    :param owner: is told what it does.
    :param number: by which the fork server knows it.
    :param generation: of the store that it has open.
    """

    def __init__(self, owner: Owner, number: int, generation: int) -> None:
        self.owner = owner
        self.number = number
        self.generation = generation
        self.transport: asyncio.Transport | None = None
        self.buffer = bytearray()
        self.unsent: list[bytes] = []
        self.tasks: deque[Task] = deque()
        self.process = 0
        self.began = 0.0
        self.used: float | None = None
        self.ready = False
        self.is_aside = False
        self.is_low = False
        self.is_paused = False
        self.is_long = False
        self.is_closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self.transport = cast("asyncio.Transport", transport)  # that of uvloop is one without saying so
        if self.is_closed:
            transport.close()

    def data_received(self, data: bytes) -> None:
        """Pass on answers that are whole."""
        self.buffer += data
        place = 0
        while len(self.buffer) - place >= HEAD.size:
            kind, size = HEAD.unpack_from(self.buffer, place)
            end = place + HEAD.size + size
            if len(self.buffer) < end:
                break
            self.owner.received(self, kind, bytes(self.buffer[place + HEAD.size : end]))
            place = end
        del self.buffer[:place]

    def connection_lost(self, _: Exception | None) -> None:
        """Tell the owner."""
        self.owner.lost(self)

    def take(self, task: Task, now: float) -> None:
        """Send a query to the process, together with those that come at the same time."""
        if not self.tasks:
            self.began = now
        self.tasks.append(task)
        task.worker = self
        if not self.unsent:
            asyncio.get_running_loop().call_soon(self._send)
        self.unsent.append(task.message)

    def _send(self) -> None:
        if self.transport is not None and not self.is_closed:
            self.transport.write(b"".join(self.unsent))
        self.unsent.clear()

    def spent(self) -> float | None:
        """Seconds of a processor that the process has used since it was first asked for with this query.

        None where the system does not tell.
        """
        try:
            # The clock of another process, as clock_getcpuclockid(3) gives it.
            now = time.clock_gettime(~self.process << 3 | 2)
        except (OSError, OverflowError, AttributeError):
            return None
        if self.used is None:
            self.used = now
        return now - self.used

    def forget(self) -> None:
        """Tell the process to leave out all queries that it has not begun."""
        if not self.unsent:
            asyncio.get_running_loop().call_soon(self._send)
        self.unsent.append(_FORGET)

    def has(self, task: Task) -> bool:
        """Whether the task is still this worker's: one that waited too long behind another is given away."""
        return task.worker is self and not task.reply.done()


def best_worker(workers: Iterable[Worker], now: float, most: int, processors: int) -> Worker | None:
    """The worker that should get the next query, if any should.

    More workers than processors do not answer sooner: then a query goes to one that is busy with short ones, and
    to an idle one only where the busy ones take their time.

    :param workers: those that may get it.
    :param now: by the clock of the loop.
    :param most: how many may be busy.
    :param processors: of the machine.
    """
    idle = fewest = None
    busy = 0
    for worker in workers:
        if not worker.tasks:
            idle = idle or worker
            continue
        busy += 1
        if (
            len(worker.tasks) < _AHEAD
            and now - worker.began < _SHORT
            and (fewest is None or len(worker.tasks) < len(fewest.tasks))
        ):
            fewest = worker
    if busy >= most:
        idle = None
    return idle or fewest if busy < processors else fewest or idle


def first_message(path: Path) -> bytes:
    """What a worker reads first: the folder of the store that it is to open."""
    folder = os.fsencode(path)
    return JOB.pack(len(folder), 0) + folder


def _message(job: Job) -> bytes:
    """A query as the worker reads it."""
    options = _options(job.rows, job.boolean, job.graph, _frozen(job.default), _frozen(job.named))
    query = job.query.encode()
    return b"".join((JOB.pack(len(options), len(query)), options, query))


def _frozen(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


@lru_cache(maxsize=100)
def _options(
    rows: str | None,
    boolean: str | None,
    graph: str | None,
    default: tuple[str, ...] | None,
    named: tuple[str, ...] | None,
) -> bytes:
    """How a query is to be run, as the worker reads it."""
    told = {"rows": rows, "boolean": boolean, "graph": graph, "default": default, "named": named}
    return json.dumps(told).encode()
