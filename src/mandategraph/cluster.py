"""Reads documents on a Dask cluster that is there already, by its executor interface."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable
from dataclasses import replace
from uuid import uuid4

from mandategraph.errors import DocumentError
from mandategraph.packing import pack
from mandategraph.prepare import Failure, Preparer, Task, fingerprint
from mandategraph.workers import Prepared, Settings, in_order

try:
    from distributed import Client, KilledWorker, Worker, WorkerPlugin
except ImportError as error:
    raise DocumentError("distributed is missing: pip install 'mandategraph[dask]'") from error

__all__ = ["Cluster"]

_preparers: dict[str, Preparer] = {}
_lock = threading.Lock()


class _Setup(WorkerPlugin):
    """Tells every worker, also those that come later, with what documents are read."""

    def __init__(self, name: str, settings: Settings, expected: str) -> None:
        self.name = name
        self.settings = settings
        self.expected = expected

    def setup(self, worker: Worker) -> None:
        if fingerprint(self.settings[0]) != self.expected:
            raise DocumentError(f"{worker.address} has another version of mandategraph, or other rules, than this machine")
        _preparers[self.name] = Preparer(*self.settings)

    def teardown(self, worker: Worker) -> None:
        _preparers.pop(self.name, None)


class _Work:
    """What a worker does with a task. One document at a time: more threads would only wait for one another."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, task: Task) -> Prepared:
        with _lock:
            result = _preparers[self.name](task)
        return result if isinstance(result, Failure) else pack(task.built_from, *result)


class Cluster:
    """Reads documents on the workers of a Dask scheduler, which must see the files under the same paths.

    When a worker is lost, the cluster gives its documents to another.

    :param address: of the scheduler, such as ``tcp://host:8786``.
    :param settings: see ``Settings``.
    :raises DocumentError: when there is no such scheduler, or its workers have other rules.
    """

    elsewhere = True

    def __init__(self, address: str, settings: Settings) -> None:
        try:
            self._client = Client(address, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            raise DocumentError(f"no Dask scheduler answers at {address}: {' '.join(str(error).split())}") from error
        self._name = f"mandategraph-{uuid4()}"
        try:
            self._client.register_plugin(_Setup(self._name, settings, fingerprint(settings[0])))
            self._threads = sum(self._client.nthreads().values())
        except BaseException:
            self._client.close()
            raise
        if not self._threads:
            self.close()
            raise DocumentError(f"the Dask scheduler at {address} has no workers")

    def results(self, tasks: Iterable[Task]) -> Generator[Prepared]:
        """What each file contributes, in order."""
        executor = self._client.get_executor(pure=False)
        left = (replace(task, path=task.path.absolute()) for task in tasks)
        while True:
            broken: list[tuple[Task, object]] = []
            yield from in_order(executor, _Work(self._name), left, 4 * self._threads + 16, broken, KilledWorker)  # type: ignore[arg-type]
            if not broken:
                return
            (task, _), *others = broken
            yield Failure(task.path, f"{task.path}: the workers that read it were killed again and again")
            left = _chain([one for one, _ in others], left)

    def close(self) -> None:
        """Leave the cluster as it was."""
        try:
            self._client.unregister_worker_plugin(self._name)
        finally:
            self._client.close()


def _chain(first: Iterable[Task], then: Iterable[Task]) -> Generator[Task]:
    yield from first
    yield from then
