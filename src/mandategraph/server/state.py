"""The graph that a server answers from: its versions, one after the other, and the processes that run queries."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from mandategraph.errors import StoreError
from mandategraph.server.limits import Limits, QueryStopped
from mandategraph.server.pool import Pool
from mandategraph.store import EmbeddedStore, open_store
from mandategraph.store.versions import ABOUT

__all__ = ["Graph", "Version"]

_Value = TypeVar("_Value")
_LOOK_AGAIN = 1.0
_MOST_KEPT = 200
_LOG = logging.getLogger("uvicorn.error")


def _folder(store: EmbeddedStore) -> Path:
    if store.folder is None:
        raise StoreError(f"{store.path} has no folder to serve from")
    return store.folder


class _Once:
    """A value that the first who asks computes, while others wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: list[object] = []

    def get(self, make: Callable[[], object]) -> object:
        with self._lock:
            if not self._held:
                self._held.append(make())
            return self._held[0]


class Version:
    """One version of a graph: a request is answered from one, whatever is published meanwhile.

    :param graph: of which it is a version.
    :param store: open for reading.
    :param name: a short text that no other version has.
    :param generation: of the processes that run queries on it.
    """

    def __init__(self, graph: Graph, store: EmbeddedStore, name: str, generation: int) -> None:
        self._graph = graph
        self.store = store
        self.name = name
        self.generation = generation
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, object], _Once] = {}

    @property
    def base_iri(self) -> str:
        """What the ids of the graph are relative to."""
        return self.store.base_iri

    @property
    def pool(self) -> Pool:
        """The processes that run queries: on this version, or on the one after it."""
        return self._graph.pool

    @property
    def latest(self) -> Version:
        """The version that is served by now."""
        return self._graph.now

    def keep(self, name: str, key: object, make: Callable[[EmbeddedStore], _Value]) -> _Value:
        """A value that is computed once for each version.

        :param name: of the kind of value.
        :param key: what else it depends on.
        :param make: computes it.
        """
        with self._lock:
            once = self._kept.setdefault((name, key), _Once())
            while len(self._kept) > _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
        return once.get(lambda: make(self.store))  # type: ignore[return-value]


class Graph:
    """A graph in a folder, which may be built further while it is served.

    :param path: the folder.
    :param limits: see ``Limits``.
    :param services: IRIs of other servers that queries may ask.
    :raises StoreError: when it cannot be opened.
    """

    def __init__(self, path: Path, limits: Limits | None = None, services: Sequence[str] = ()) -> None:
        self.path = path
        self.limits = limits or Limits()
        name = self._published()
        store = open_store(path)
        self.pool = Pool(_folder(store), self.limits, services, store.base_iri)
        self.now = Version(self, store, name, self.pool.generation)
        self._looked = time.monotonic()
        self._moving: asyncio.Task[None] | None = None

    @property
    def base_iri(self) -> str:
        """What the ids of the graph are relative to."""
        return self.now.base_iri

    def _published(self) -> str:
        """A short text that changes when another version of the graph is published."""
        try:
            about = (self.path / ABOUT).stat()
        except OSError as error:
            open_store(self.path).close()  # says better what is wrong
            raise StoreError(f"{self.path} cannot be read: {error.strerror or error}") from error
        return sha256(f"{about.st_ino} {about.st_size} {about.st_mtime_ns}".encode()).hexdigest()[:12]

    def refresh(self) -> Version:
        """The version to answer from; from time to time this looks for another one, and begins to open it."""
        now = time.monotonic()
        if self._moving is None and now - self._looked >= _LOOK_AGAIN:
            self._looked = now
            try:
                self._move_to(self._published())
            except StoreError as error:
                _complain(error)
        return self.now

    async def renew(self) -> Version:
        """The version that is published now, as soon as it is served.

        :raises StoreError: when it cannot be opened.
        """
        while True:
            if self._moving is not None:
                await asyncio.wait([self._moving])
            self._move_to(name := self._published())
            if self._moving is None:
                return self.now
            await asyncio.wait([self._moving])
            if self.now.name != name and name == self._published():
                raise StoreError(f"{self.path} cannot be opened anew: its last version is served")

    def _move_to(self, name: str) -> None:
        if name != self.now.name:
            self._moving = asyncio.get_running_loop().create_task(self._move(name))
            self._moving.add_done_callback(self._moved)

    def _moved(self, _: asyncio.Task[None]) -> None:
        self._moving = None

    async def _move(self, name: str) -> None:
        """Open a version beside the one that is served, and serve it when its processes are ready."""
        try:
            store = await asyncio.to_thread(open_store, self.path)
            await self.pool.prepare(_folder(store))
        except (OSError, StoreError, QueryStopped) as error:
            _complain(error)
        else:
            self.pool.switch()
            self.now = Version(self, store, name, self.pool.generation)

    def close(self) -> None:
        """Let go of the store."""
        self.now.store.close()


def _complain(error: Exception) -> None:
    # The version that is open stays whole, so those who ask still get true answers.
    _LOG.error("the graph cannot be opened anew, its last version is served: %s", error)
