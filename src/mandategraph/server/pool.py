"""A pool of processes that run queries: each can be killed, and a new one takes its place."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from mandategraph.server import worker as worker_module
from mandategraph.server.forks import ForkServer
from mandategraph.server.limits import Limits, QueryStopped
from mandategraph.server.workers import Job, Reply, Task, Worker, best_worker, first_message
from mandategraph.vocabulary import PREFIXES

__all__ = ["Job", "Pool", "Reply"]

#: What takes more than so many seconds loses its place among the short ones; with a little of a processor its priority.
MOMENT = 0.1
_LITTLE = 0.03
#: How often the queries that run are looked at, in seconds.
_TICK = 0.01
#: After so many seconds, what waits behind a query is given to others.
_PATIENCE = 0.03
#: How long it runs at a time where others of its kind wait.
_TURN = 0.1
#: After so many workers that could not begin, no more are started.
_FAILURES = 10
#: How long workers for a new version may take until one is ready, in seconds.
_PREPARED = 20.0
_PROCESSORS = os.cpu_count() or 2
_STATUS = {b"e": 400, b"r": 403, b"l": 413, b"x": 500}


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
        #: Of the workers that get queries; and of those that are being started.
        self.generation = self._newest = 0
        self._forks: ForkServer | None = None
        self._workers: dict[int, Worker] = {}
        self._short: list[Worker] = []  # those that may get queries
        self._standby: list[Worker] = []  # those of the next generation that are ready
        self._prepared: asyncio.Future[None] | None = None
        self._waiting: deque[Task] = deque()
        self._count = 0
        self._long = 0
        self._closed = True
        self._failures = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._ticker: asyncio.TimerHandle | None = None

    async def start(self) -> None:
        """Start the workers and wait until one is ready.

        :raises QueryStopped: when none can be started.
        """
        self._closed = False
        await self._start_forks()
        await self.run(Job("ASK {}"))

    @property
    def workers(self) -> int:
        """How many processes there are to run queries."""
        return len(self._workers)

    async def prepare(self, path: Path) -> None:
        """Start workers for another version of the store, and wait until as many as there are processors are ready.

        Until ``switch`` is called queries see the version before.

        :param path: the folder of that version.
        :raises QueryStopped: when none is ready in time; all stays as it is.
        """
        before, self.path = self.path, path
        self._newest, self._failures = self.generation + 1, 0
        self._prepared = asyncio.get_running_loop().create_future()
        self._fill()
        try:
            await asyncio.wait_for(self._prepared, _PREPARED)
        except TimeoutError:
            if self._standby:
                return
            self.path, self._newest, self._failures = before, self.generation, 0
            for worker in [one for one in self._workers.values() if one.generation != self.generation and not one.tasks]:
                self._kill(worker)
            raise QueryStopped(503, "no process could open the new version of the graph") from None

    def switch(self) -> None:
        """Let queries that come see the version that is prepared; those that run go on with what they have."""
        self.generation = self._newest
        self._short, self._standby = self._standby, []
        for worker in list(self._workers.values()):
            if worker.generation != self.generation and not worker.tasks:
                self._kill(worker)
        self._fill()

    async def close(self) -> None:
        """Kill all workers."""
        self._closed = True
        if self._ticker is not None:
            self._ticker.cancel()
        for worker in list(self._workers.values()):
            self._kill(worker, QueryStopped(503, "the server is going down"))
        for task in self._waiting:
            task.fail(QueryStopped(503, "the server is going down"))
        self._waiting.clear()
        if self._forks is not None:
            self._forks.close()
        await asyncio.sleep(0)

    async def run(self, job: Job, watch: Callable[[], Awaitable[None]] | None = None) -> Reply:
        """The whole answer to a query.

        :param job: the query.
        :param watch: called when the query takes long; it ends when nobody waits for the answer any more.
        :raises QueryStopped: when it is refused or stopped, with the status that says why.
        """
        try:
            size = len(job.query.encode())
        except UnicodeEncodeError as error:
            raise QueryStopped(400, "the query is no text in UTF-8") from error
        if size > self.limits.query_bytes:
            raise QueryStopped(413, f"the query has more than {self.limits.query_kilobytes} kB")
        if self._closed:
            raise QueryStopped(503, "the server is going down")
        loop = asyncio.get_running_loop()
        task = Task(job, loop.time(), watch)
        if not self._give(task, task.came):
            if len(self._waiting) >= self.limits.waiting:
                raise QueryStopped(503, "the server has too many queries to answer: try again in a moment")
            self._waiting.append(task)
        if self._ticker is None:
            self._ticker = loop.call_later(_TICK, self._tick)
        try:
            kind, data, generation = await task.reply
        except asyncio.CancelledError:
            self._abandon(task)
            raise
        finally:
            if task.watcher is not None:
                task.watcher.cancel()
        if kind in _STATUS:
            raise QueryStopped(_STATUS[kind], data.decode())
        if kind == b"m":
            raise self.limits.too_much_memory()
        return Reply(kind.decode(), data, generation)

    # ---- giving queries to workers

    def _give(self, task: Task, now: float) -> bool:
        worker = best_worker(self._short, now, self.limits.workers, _PROCESSORS)
        if worker is None:
            return False
        worker.take(task, now)
        return True

    def _give_waiting(self, now: float) -> None:
        while self._waiting and (self._waiting[0].reply.done() or self._give(self._waiting[0], now)):
            self._waiting.popleft()

    def received(self, worker: Worker, kind: bytes, body: bytes) -> None:
        """A worker has opened the store, or has the answer to a query."""
        now = asyncio.get_running_loop().time()
        if not worker.ready:
            worker.ready, worker.process = True, int(body)
            self._failures = 0
            if worker.generation == self.generation:
                self._short.append(worker)
            elif worker.generation == self._newest:
                self._stand_by(worker)
            else:
                self._kill(worker)
        else:
            task = worker.tasks.popleft()
            worker.began, worker.used = now, None
            if kind == b"c":  # it was told to forget the query before it began it
                self._take_back_one(worker, task)
            elif not task.reply.done():  # an answer counts even if the query has been given to another, too
                task.reply.set_result((kind, body, worker.generation))
            # One that has been replaced already, or that sees an older store, is not needed any more.
            if worker.is_aside or (worker.generation != self.generation and not worker.tasks):
                self._kill(worker)
        if self._waiting:
            self._give_waiting(now)

    def _stand_by(self, worker: Worker) -> None:
        self._standby.append(worker)
        if len(self._standby) >= min(_PROCESSORS, self.limits.workers) and self._prepared and not self._prepared.done():
            self._prepared.set_result(None)

    def _abandon(self, task: Task) -> None:
        """Nobody waits for a query any more: stop it if it runs."""
        worker = task.worker
        if worker is not None and worker.tasks and worker.tasks[0] is task:
            self._kill(worker)

    # ---- looking at queries that run

    def _tick(self) -> None:
        """Look at the queries that run: one look at all of them costs less than a timer for each."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        busy = bool(self._waiting)
        for worker in list(self._workers.values()):
            if not worker.tasks:
                continue
            busy = True
            ran = now - worker.began
            if ran >= _PATIENCE:
                self._take_back(worker, 1)
            if ran >= self.limits.seconds:
                self._kill(worker, self.limits.too_long())
            elif ran >= _TICK:
                self._look(worker, ran)
        self._take_turns(now)
        patience = max(self.limits.seconds, 5)
        while self._waiting and now - self._waiting[0].came > patience:
            self._waiting.popleft().fail(QueryStopped(503, "no worker came free in time: try again in a moment"))
        self._give_waiting(now)
        self._ticker = loop.call_later(_TICK, self._tick) if busy else None

    def _take_back(self, worker: Worker, first: int) -> None:
        """Let others run what a worker has before it, from the first, second ... on."""
        taken = [self._take_back_one(worker, task) for task in reversed(list(worker.tasks)[first:])]
        if any(taken) and not worker.is_closed:
            worker.forget()

    def _take_back_one(self, worker: Worker, task: Task) -> bool:
        if not worker.has(task):
            return False
        task.worker = None
        self._waiting.appendleft(task)
        return True

    def _look(self, worker: Worker, ran: float) -> None:
        """See whether a query takes more than a moment.

        On a busy machine short ones take a while, too. So one that takes a moment by the clock only leaves its
        place, lets others go before it when it has used a little of a processor, and counts as long after a moment.
        """
        if worker.is_long:
            return
        spent = worker.spent()
        is_long = (spent or 0) >= MOMENT - _TICK or ran >= (MOMENT if spent is None else 10 * MOMENT)
        if is_long and not worker.has(worker.tasks[0]):  # the answer is no longer wanted from here
            self._kill(worker)
        elif is_long and self._long >= self.limits.long:
            text = "the server runs too many long queries already: try again in a moment"
            self._kill(worker, QueryStopped(503, text))
        else:
            if is_long:
                worker.is_long = True
                self._long += 1
            if not worker.is_aside and (is_long or (ran >= MOMENT and self._aside < self.limits.workers)):
                self._set_aside(worker)
            if worker.is_aside and not worker.is_low and (spent is None or spent >= _LITTLE) and self._forks is not None:
                worker.is_low = True
                self._forks.lower(worker.number)

    def _set_aside(self, worker: Worker) -> None:
        """Let a query run on, and start a worker in its place."""
        task = worker.tasks[0]
        worker.is_aside = True
        if task.watch is not None and worker.has(task):
            task.watcher = asyncio.get_running_loop().create_task(self._follow(task, task.watch))
        self._give_no_more(worker)
        self._fill()

    def _take_turns(self, now: float) -> None:
        """Let those of low priority run by turns, so that a processor is left for short queries."""
        if self._forks is None:
            return
        low = [worker for worker in self._workers.values() if worker.is_low]
        room = max(1, _PROCESSORS - 1)
        first = int(now / _TURN) % len(low) if len(low) > room else 0
        for place, worker in enumerate(low):
            is_paused = (place - first) % len(low) >= room
            if is_paused != worker.is_paused:
                worker.is_paused = is_paused
                (self._forks.pause if is_paused else self._forks.resume)(worker.number)

    @property
    def _aside(self) -> int:
        """How many queries run aside that do not count as long."""
        return sum(1 for worker in self._workers.values() if worker.is_aside and not worker.is_long)

    async def _follow(self, task: Task, watch: Callable[[], Awaitable[None]]) -> None:
        await watch()
        if task.worker is not None and task.worker.has(task):
            self._kill(task.worker, QueryStopped(499, "nobody waits for the answer any more"))

    # ---- starting and ending workers

    async def _start_forks(self) -> None:
        settings = {
            "base": self.base_iri,
            "services": self.services,
            "bytes": self.limits.answer_bytes,
            "max_rows": self.limits.rows,
            "memory": self.limits.memory_bytes,
            "prefixes": dict(PREFIXES),
        }
        command = [sys.executable, "-P", str(Path(worker_module.__file__)), json.dumps(settings)]
        self._forks = ForkServer(command, self._died, self._forks_lost)
        await self._forks.start()
        with suppress(OSError):  # it ended again: _forks_lost is told so
            self._fill()

    def _forks_lost(self) -> None:
        """The process that forks workers is gone, and its workers with it: start again."""
        self._forks = None
        for number in list(self._workers):
            self._died(number, -signal.SIGTERM)
        self._failures += 1
        if not self._closed and self._failures < _FAILURES:
            self._keep(asyncio.get_running_loop().create_task(self._start_forks()))

    def _fill(self) -> None:
        """Start as many workers as are missing: as many again as may be busy stand by to take a place at once."""
        if self._closed or self._forks is None or self._failures >= _FAILURES:
            return
        current = [one for one in self._workers.values() if one.generation == self._newest and not one.is_aside]
        for _ in range(2 * self.limits.workers - len(current)):
            self._count += 1
            worker = self._workers[self._count] = Worker(self, self._count, self._newest)
            ours, theirs = socket.socketpair()
            with theirs:
                self._forks.fork(worker.number, theirs)
            ours.sendall(first_message(self.path))
            ours.setblocking(False)
            self._keep(asyncio.get_running_loop().create_task(_connect(worker, ours)))

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _kill(self, worker: Worker, verdict: QueryStopped | None = None) -> None:
        """End a worker; the query that runs there gets the verdict, those behind it go elsewhere."""
        if verdict is not None and worker.tasks and worker.has(worker.tasks[0]):
            worker.tasks[0].fail(verdict)
        if self._forks is not None:
            self._forks.kill(worker.number)
        if worker.transport is not None:
            worker.transport.abort()
        self._end(worker)

    def lost(self, worker: Worker) -> None:
        """The connection to a worker is gone: its process ends, and the fork server will tell what it died of."""
        self._give_no_more(worker)

    def _give_no_more(self, worker: Worker) -> None:
        for held in (self._short, self._standby):
            with suppress(ValueError):
                held.remove(worker)

    def _died(self, number: int, code: int) -> None:
        """A worker has ended: say why to whom waits."""
        worker = self._workers.get(number)
        if worker is not None:
            self._failures += not worker.ready
            self._kill(worker, self.limits.death(code))
            if self._failures >= _FAILURES and self._prepared is not None and not self._prepared.done():
                self._prepared.set_exception(TimeoutError())

    def _end(self, worker: Worker) -> None:
        """Count a worker out, and start another in its place."""
        if worker.is_closed:
            return
        worker.is_closed = True
        if worker.is_long:
            self._long -= 1
        self._workers.pop(worker.number, None)
        self._give_no_more(worker)
        self._take_back(worker, 0)
        self._fill()
        self._give_waiting(asyncio.get_running_loop().time())


async def _connect(worker: Worker, sock: socket.socket) -> None:
    await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=sock)
