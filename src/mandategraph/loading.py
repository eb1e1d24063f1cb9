"""Loads an empty store with all that was read, at once: what a document takes does not depend on how many there are."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

from mandategraph.errors import StoreError
from mandategraph.packing import Packed, head_of
from mandategraph.partitions import Partitions
from mandategraph.store import Store, memory_store
from mandategraph.store.plan import plan

__all__ = ["Loading", "load_all"]

#: Called with the part of what is to be loaded that is loaded, from 0 to 1.
Loading: TypeAlias = Callable[[float], None]
#: At most so many bytes of N-Quads are loaded together, as the engine needs six times as many while it sorts them;
#: and not fewer than the smaller number, where several threads share what there is.
_CHUNK, _LITTLE = 32_000_000, 4_000_000
#: So many bytes of facts and entities are merged together, which takes about five times as many.
_PART = 16_000_000


def load_all(
    store: Store, editions: Iterable[Packed], size: int, folder: Path, threads: int = 1, told: Loading | None = None
) -> None:
    """Load editions into an empty store, which then holds the same as if they had come one by one.

    The graph of each edition goes straight through. What they say of facts and entities is parted by their IRI
    and merged part by part; nothing is looked up in the store.

    :param store: open for writing, and empty.
    :param editions: what they contribute, no two the same.
    :param size: the bytes of them all.
    :param folder: for the parts, where they do not fit in memory; it is not there yet.
    :param threads: how many load.
    :param told: called when more is loaded.
    :raises StoreError: when the store cannot be written, or what an edition contributes is damaged; the store then
        holds some of all this.
    :raises OSError: when the parts cannot be kept.
    """
    parts = Partitions(folder, size // _PART + 1)
    chunk_size = _CHUNK if threads == 1 else min(_CHUNK, max(size // (2 * threads), _LITTLE))
    under_way: deque[tuple[Future[None], float]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for chunk, share in _chunks(_texts(parts, editions, store.base_iri), size, chunk_size):
                under_way.append((pool.submit(store.load, chunk), share))
                while len(under_way) > threads:
                    _wait(under_way, told)
            while under_way:
                _wait(under_way, told)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _wait(under_way: deque[tuple[Future[None], float]], told: Loading | None) -> None:
    future, share = under_way.popleft()
    future.result()
    if told is not None:
        told(share)


def _texts(parts: Partitions, editions: Iterable[Packed], base_iri: str) -> Iterator[tuple[bytes, int]]:
    """All that is to be loaded, as N-Quads, and how many bytes of what was given each text stands for."""
    merged = 0
    try:
        for packed in editions:
            parts.add(head_of(packed.head), packed)
            yield packed.quads, len(packed.head) + len(packed.quads)
            merged += len(packed.facts) + len(packed.entities)
        empty = memory_store(base_iri)
        for graphs in parts:
            yield plan(empty, graphs).nquads(), merged // parts.count
    except ValueError as error:
        raise StoreError(f"{parts.folder.parent}: what was kept of what was read is damaged, build again ({error})") from error


def _chunks(texts: Iterable[tuple[bytes, int]], size: int, least: int) -> Iterator[tuple[bytes, float]]:
    """Texts put together until they have so many bytes, and what part of all is loaded with each."""
    waiting: list[bytes] = []
    held = reached = 0
    for text, stands_for in texts:
        waiting.append(text)
        held += len(text)
        reached += stands_for
        if held >= least:
            yield b"".join(waiting), min(reached / max(size, 1), 1.0)
            waiting, held = [], 0
    yield b"".join(waiting), 1.0
