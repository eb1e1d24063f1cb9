"""What a build writes: a graph in a folder, or one behind an endpoint."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

from mandategraph.describe import EditionGraph
from mandategraph.errors import StoreError
from mandategraph.packing import unpack
from mandategraph.store import EmbeddedStore, open_store, replace
from mandategraph.store.embedded import discard, is_vacant
from mandategraph.store.memory import Memory

__all__ = ["FolderTarget", "RemoteTarget", "Target", "Writer"]

#: A new graph of so many documents is merged at the end, which takes about a tenth of the time of writing it.
_MANY = 500


@contextmanager
def _kept(path: Path) -> Iterator[None]:
    """Say in one line what the machine refused to keep."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error


class FolderTarget:
    """The store that is built; a new one in which nothing was built is removed again.

    :param path: the folder of the graph.
    :param base_iri: what the ids of a new graph are relative to.
    :param built_from: what its editions are to be made of.
    """

    keeps = True

    def __init__(self, path: Path, base_iri: str | None, built_from: Collection[str]) -> None:
        self.path = path
        self._is_new = is_vacant(path)
        self._was_there = path.is_dir()
        self.store: EmbeddedStore = open_store(
            path, create=True, read_only=False, base_iri=base_iri, inputs=built_from
        )
        self.written = 0
        self._journal = self.store.journal()
        self._memory = Memory(is_new=self._is_new)

    def left(self) -> dict[str, bytes]:
        """What a killed build of the same files had read and not written yet, by what it is made of."""
        found: dict[str, bytes] = {}
        with _kept(self.path):
            for line in self._journal.left():
                with suppress(ValueError):
                    found[unpack(line)[0]] = line
        return found

    def keep(self, line: bytes) -> None:
        """Keep what a file contributes until it is written, for the case that this process is killed before."""
        with _kept(self.path):
            self._journal.add(line)

    def batch(self, graphs: Sequence[EditionGraph]) -> Callable[[], None]:
        """What writes some editions, all that was kept since the last time."""
        part = self._journal.next_part()

        def write() -> None:
            self.written += replace(self.store, graphs, batch=len(graphs) or 1, memory=self._memory)
            with _kept(self.path):
                self._journal.drop(part)

        return write

    def __enter__(self) -> None:
        """Nothing."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Publish what was written, unless something went wrong."""
        failed = kind is not None and not issubclass(kind, KeyboardInterrupt)
        try:
            self._journal.next_part()
            if failed:
                self.store.discard()
            else:
                if kind is None and self._is_new and self.written >= _MANY:
                    self.store.optimize()  # what lies in one part is read twice as fast as what was loaded in many
                self.store.close()
        except BaseException:
            failed = True
            raise
        finally:
            if self._is_new and (failed or not self.written):
                discard(self.path)
                if self._was_there:
                    self.path.mkdir(exist_ok=True)


class RemoteTarget:
    """A graph behind an endpoint that is built: each document is there once it is written.

    :param url: of the endpoint.
    :param base_iri: what the ids of a new graph are relative to.
    """

    keeps = False

    def __init__(self, url: str, base_iri: str | None) -> None:
        from mandategraph.store.remote import open_remote

        self.path = url
        self.store = open_remote(url, base_iri)

    def left(self) -> dict[str, bytes]:
        """Nothing: each document is written at once."""
        return {}

    def keep(self, line: bytes) -> None:
        """Nothing is kept."""

    def batch(self, graphs: Sequence[EditionGraph]) -> Callable[[], None]:
        """What writes some editions, one after the other."""

        def write() -> None:
            replace(self.store, graphs)

        return write

    def __enter__(self) -> None:
        """Nothing."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let go of the endpoint."""
        self.store.close()


class Writer:
    """Writes in a thread, one batch after the other, while this one goes on taking what others have read."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether all that it was given is written."""
        return self._last is None or self._last.done()

    def put(self, write: Callable[[], None]) -> None:
        """Begin to write a batch once the one before is written; what stopped that one is raised here."""
        self._wait()
        self._last = self._thread.submit(write)

    def close(self) -> None:
        """Wait until all is written; what stopped it is raised here."""
        try:
            self._wait()
        finally:
            self._thread.shutdown()

    def _wait(self) -> None:
        if self._last is not None:
            self._last.result()
            self._last = None


Target: TypeAlias = FolderTarget | RemoteTarget
