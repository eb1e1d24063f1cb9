"""Where documents are read: in this process, in several on this machine, or on a cluster."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol, TypeAlias

from mandategraph.authority import Authority
from mandategraph.describe import EditionGraph
from mandategraph.errors import MandategraphError
from mandategraph.packing import Packed, prepare_packed
from mandategraph.prepare import (
    Built,
    Extract,
    Failure,
    Read,
    Task,
    begin,
    begin_forked,
    begin_here,
    is_own,
    prepare,
    ready,
)

__all__ = ["Here", "Prepared", "Processes", "Readers", "Settings", "in_order"]

#: Known entities; what reads a file; what finds its facts (None: the package's extractor); whether they are checked.
Settings: TypeAlias = "tuple[Authority | None, Read, Extract | None, bool]"
#: What a file contributes, packed if another process read it (see ``pack``), or why it contributes nothing.
Prepared: TypeAlias = "tuple[EditionGraph, Built] | Packed | Failure"
_Pair = tuple[Task, "Future[Prepared]"]
_TRIES = 2
# A plain fork would hold the files that a caller has open, and the locks of other threads.
_START = "spawn" if sys.platform == "win32" else "forkserver"
#: What processes import: a server that makes them by forking has it ready.
_IMPORTED = ("__main__", "mandategraph.packing", "mandategraph.extract")


class Readers(Protocol):
    """What reads documents.

    ``elsewhere`` says that this process is free while they are read.
    """

    elsewhere: bool

    def results(self, tasks: Iterable[Task]) -> Generator[Prepared]:
        """What each file contributes, in order."""

    def close(self) -> None:
        """Let go of processes and connections."""


class Here:
    """Reads documents in this process, one after the other.

    :param settings: see ``Settings``.
    """

    elsewhere = False

    def __init__(self, settings: Settings) -> None:
        begin_here(*settings)

    def results(self, tasks: Iterable[Task]) -> Generator[Prepared]:
        """What each file contributes, in order."""
        yield from map(prepare, tasks)

    def close(self) -> None:
        """Let go of nothing."""


class Processes:
    """Reads documents in several processes of this machine; when one is killed, its documents are done again.

    :param count: how many.
    :param settings: see ``Settings``.
    """

    elsewhere = True

    def __init__(self, count: int, settings: Settings) -> None:
        self.count = count
        self._settings = settings
        try:
            pickle.dumps(settings)
        except Exception as error:  # what cannot be pickled says so in many ways
            raise ValueError(
                f"several workers need what can be pickled, such as functions of a module: {' '.join(str(error).split())}"
            ) from error
        self._pool = self._begun()

    def results(self, tasks: Iterable[Task]) -> Generator[Prepared]:
        """What each file contributes, in order."""
        left = iter(tasks)
        while True:
            broken: list[_Pair] = []
            yield from in_order(self._pool, prepare_packed, left, 4 * self.count, broken, BrokenProcessPool)
            if not broken:
                return
            self._renew()
            for task, future in broken:
                yield self._alone(task, future)

    def _alone(self, task: Task, future: Future[Prepared]) -> Prepared:
        """What one file contributes; it is read with no other, so that it is known at which one a process dies."""
        if future.done() and future.exception() is None:
            return future.result()
        for _ in range(_TRIES):
            try:
                return self._pool.submit(prepare_packed, task).result()
            except BrokenProcessPool:
                self._renew()
        return Failure(
            task.path,
            f"{task.path}: the process that read it was killed {_TRIES} times: perhaps it needs more memory than there is",
        )

    def _renew(self) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._pool = self._begun()

    def _begun(self) -> ProcessPoolExecutor:
        """New processes. They begin at once, so that what they cannot import is said before a store is open."""
        pool = self._made()
        try:
            first, *_ = [pool.submit(ready) for _ in range(self.count)]
            first.result()
        except (BrokenProcessPool, ConnectionError, EOFError) as error:  # the server that makes them may have ended, too
            pool.shutdown(cancel_futures=True)
            raise ValueError(
                "the processes of the workers did not begin: a script that builds with several needs"
                ' if __name__ == "__main__", and what it gives them must be in a module that they can import'
            ) from error
        return pool

    def _made(self) -> ProcessPoolExecutor:
        try:
            if is_own() and _is_single():
                # They share what is made here once, which two processes would make twice and take from one another's time.
                begin_here(*self._settings)
                ready()
                return ProcessPoolExecutor(self.count, multiprocessing.get_context("fork"), initializer=begin_forked)
            context = multiprocessing.get_context(_START)
            if _START == "forkserver":
                context.set_forkserver_preload([*_IMPORTED])
            return ProcessPoolExecutor(self.count, context, initializer=begin, initargs=self._settings)
        except (OSError, ImportError) as error:  # no shared memory, or no more files, or no more processes
            raise MandategraphError(f"several workers cannot be begun here ({error}): build with --workers 1") from error

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)


def _is_single() -> bool:
    """Whether this process has one thread, so that a fork of it is whole."""
    if sys.platform != "linux":  # elsewhere the libraries of the system have threads of their own
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


def in_order(
    executor: Executor,
    function: Callable[[Task], Prepared],
    tasks: Iterable[Task],
    ahead: int,
    broken: list[_Pair],
    fatal: type[Exception],
) -> Generator[Prepared]:
    """What an executor makes of tasks, in order; a limited number of them is under way at a time.

    :param executor: of ``concurrent.futures``.
    :param function: what is done with a task.
    :param tasks: are taken as they are needed.
    :param ahead: how many are under way, so that memory does not grow with the number of documents.
    :param broken: receives those that were under way when the executor broke; the caller goes on with them.
    :param fatal: what the executor raises when it is broken.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> with ThreadPoolExecutor() as pool:
    ...     list(in_order(pool, str, [1, 2], 4, [], ValueError))
    ['1', '2']
    """
    waiting: deque[_Pair] = deque()
    left = iter(tasks)
    while True:
        try:
            while len(waiting) < ahead and (task := next(left, None)) is not None:
                waiting.append((task, Future()))  # known before it is submitted, which can fail
                waiting[-1] = (task, executor.submit(function, task))
            if not waiting:
                return
            result = waiting[0][1].result()
        except fatal:
            broken.extend(waiting)
            return
        waiting.popleft()
        yield result
