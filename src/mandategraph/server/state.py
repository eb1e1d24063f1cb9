"""The graph that a server answers from: the open store, its version, and the processes that run queries."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from mandategraph.errors import StoreError
from mandategraph.server.limits import Limits
from mandategraph.server.pool import Pool
from mandategraph.store import EmbeddedStore, open_store
from mandategraph.store.versions import ABOUT

__all__ = ["Graph"]

_Value = TypeVar("_Value")
_LOOK_AGAIN = 1.0
_MOST_KEPT = 200
_LOG = logging.getLogger("uvicorn.error")


def _folder(store: EmbeddedStore) -> Path:
    if store.folder is None:
        raise StoreError(f"{store.path} has no folder to serve from")
    return store.folder


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
        self.store: EmbeddedStore = open_store(path)
        self.version = self._stamp()
        self.pool = Pool(_folder(self.store), self.limits, services, self.store.base_iri)
        self._looked = time.monotonic()
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, object], object] = {}

    @property
    def base_iri(self) -> str:
        """What the ids of the graph are relative to."""
        return self.store.base_iri

    def _stamp(self) -> str:
        """A short text that changes when another version of the graph is published."""
        about = (self.path / ABOUT).stat()
        return sha256(f"{about.st_ino} {about.st_size} {about.st_mtime_ns}".encode()).hexdigest()[:12]

    def refresh(self) -> str:
        """Open the version that is published now, if it is another one, and say which it is."""
        now = time.monotonic()
        if now - self._looked < _LOOK_AGAIN:
            return self.version
        self._looked = now
        try:
            stamp = self._stamp()
            if stamp != self.version:
                self.store = open_store(self.path)
                self.version = stamp
                with self._lock:
                    self._kept.clear()
                self.pool.renew(_folder(self.store))
        except (OSError, StoreError) as error:
            # The version that is open stays whole, so those who ask still get true answers.
            _LOG.error("the graph cannot be opened anew, its last version is served: %s", error)
        return self.version

    def keep(self, name: str, key: object, make: Callable[[EmbeddedStore], _Value]) -> _Value:
        """A value that is computed once for each version of the graph.

        :param name: of the kind of value.
        :param key: what else it depends on.
        :param make: computes it.
        """
        place = (name, key)
        held = self._kept.get(place)
        if held is None:
            version = self.version
            held = make(self.store)
            with self._lock:
                if version == self.version:
                    self._kept[place] = held
                    while len(self._kept) > _MOST_KEPT:
                        self._kept.pop(next(iter(self._kept)))
        return held  # type: ignore[return-value]

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()
