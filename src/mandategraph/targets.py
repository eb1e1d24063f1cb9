"""What a build writes: a graph in a folder, or one behind an endpoint."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from mandategraph.describe import EditionGraph
from mandategraph.errors import StoreError
from mandategraph.loading import Loading, load_all
from mandategraph.packing import Packed, head_of, pack, unpack
from mandategraph.prepare import Built
from mandategraph.store import EmbeddedStore, open_store
from mandategraph.store import replace as put
from mandategraph.store.embedded import discard, is_vacant
from mandategraph.store.journal import Place
from mandategraph.store.memory import Memory

__all__ = ["FolderTarget", "Incoming", "RemoteTarget", "Target", "Writer"]

#: A new graph of so many documents is merged at the end, which takes about a tenth of the time of writing it.
_MANY = 500


@contextmanager
def _kept(path: Path) -> Iterator[None]:
    """Say in one line what the machine refused to keep."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file contributes and a target is to hold.

    :param edition: the IRI of its edition.
    :param statements: how many the edition's own graph has.
    :param built: what became of the file.
    :param graph: gives all of it.
    :param place: where a journal keeps it, if one does.
    :param size: its bytes there.
    """

    edition: str
    statements: int
    built: Built
    graph: Callable[[], EditionGraph]
    place: Place | None = None
    size: int = 0


def _incoming(result: Packed | tuple[EditionGraph, Built]) -> Incoming:
    if isinstance(result, Packed):
        return _of_packed(result, partial(unpack, result))
    graph, built = result
    return Incoming(graph.iri.value, len(graph.statements), built, lambda: graph)


def _of_packed(packed: Packed, graph: Callable[[], EditionGraph], place: Place | None = None) -> Incoming:
    head = head_of(packed.head)
    return Incoming(head.edition, head.statements, head.built, graph, place, packed.size)


class FolderTarget:
    """The store that is built; a new one in which nothing was built is removed again.

    Into a store that holds something, editions are written in batches while others are read. In an empty one all
    that was read is loaded at the end, so that the store need not be asked what is there.

    :param path: the folder of the graph.
    :param base_iri: what the ids of a new graph are relative to.
    :param built_from: what its editions are to be made of.
    :param threads: how many load an empty store.
    :param loading: called while it is loaded.
    """

    keeps = True

    def __init__(
        self,
        path: Path,
        base_iri: str | None,
        built_from: Collection[str],
        threads: int = 1,
        loading: Loading | None = None,
    ) -> None:
        self.path = path
        self._is_new = is_vacant(path)
        self._was_there = path.is_dir()
        self.store: EmbeddedStore = open_store(
            path, create=True, read_only=False, base_iri=base_iri, inputs=built_from
        )
        self.loads_at_end = self.store.is_empty
        self.written = 0
        self._journal = self.store.journal()
        self._memory = Memory()
        self._threads, self._loading = threads, loading
        self._accepted: list[Place] = []
        self._size = 0

    def left(self) -> dict[str, Incoming]:
        """What a killed build of the same files had read and not written yet, by what it is made of."""
        found: dict[str, Incoming] = {}
        with _kept(self.path):
            for place, parts in self._journal.left():
                with suppress(ValueError, TypeError):
                    packed = Packed(*parts)
                    built_from = head_of(packed.head).built_from
                    found[built_from] = _of_packed(packed, partial(self._unpacked, place), place)
        return found

    def keep(self, built_from: str, result: Packed | tuple[EditionGraph, Built]) -> Incoming:
        """Keep what a file contributes until it is written, for the case that this process is killed before."""
        packed = result if isinstance(result, Packed) else pack(built_from, *result)
        with _kept(self.path):
            place = self._journal.add(packed.parts)
        return replace(_incoming(result), place=place, size=packed.size)

    def accept(self, incoming: Incoming) -> None:
        """Load at the end what the journal keeps."""
        if incoming.place is not None:
            self._accepted.append(incoming.place)
            self._size += incoming.size

    def load(self) -> None:
        """Load all that was accepted, and nothing else that is kept."""
        if not self._accepted:
            return
        self._journal.next_part()
        editions = map(self._packed, self._accepted)
        with _kept(self.path):
            load_all(self.store, editions, self._size, self.store.parts, self._threads, self._loading)
        self.written, self._accepted = len(self._accepted), []
        if self.written >= _MANY:
            self.store.optimize()  # what lies in one part is read twice as fast as what was loaded in many

    def _packed(self, place: Place) -> Packed:
        return Packed(*self._journal.read(place))

    def _unpacked(self, place: Place) -> EditionGraph:
        with _kept(self.path):
            return unpack(self._packed(place))

    def batch(self, graphs: Sequence[EditionGraph]) -> Callable[[], None]:
        """What writes some editions, all that was kept since the last time."""
        part = self._journal.next_part()

        def write() -> None:
            self.written += put(self.store, graphs, batch=len(graphs) or 1, memory=self._memory)
            with _kept(self.path):
                self._journal.drop(part)

        return write

    def __enter__(self) -> None:
        """Nothing."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Publish what was written, unless something went wrong.

        When the load at the end is interrupted, what was read is left for the next build of the same.
        """
        failed = kind is not None and not issubclass(kind, KeyboardInterrupt)
        self._journal.next_part()
        if self._accepted and not failed:
            self.store.leave()
            return
        try:
            if failed:
                self.store.discard()
            else:
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

    keeps = loads_at_end = False

    def __init__(self, url: str, base_iri: str | None) -> None:
        from mandategraph.store.remote import open_remote

        self.path = url
        self.store = open_remote(url, base_iri)

    def left(self) -> dict[str, Incoming]:
        """Nothing: each document is written at once."""
        return {}

    def keep(self, built_from: str, result: Packed | tuple[EditionGraph, Built]) -> Incoming:
        """Nothing is kept."""
        return _incoming(result)

    def accept(self, incoming: Incoming) -> None:
        """Nothing is loaded at the end."""

    def load(self) -> None:
        """Nothing is loaded at the end."""

    def batch(self, graphs: Sequence[EditionGraph]) -> Callable[[], None]:
        """What writes some editions, one after the other."""

        def write() -> None:
            put(self.store, graphs)

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
