"""Keeps what a network of a whole graph is made of beside the published version of the graph, which never changes."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from mandategraph.errors import StoreError
from mandategraph.graph.wholenetwork import Part, network_parts
from mandategraph.store.embedded import EmbeddedStore
from mandategraph.store.layout import package_version
from mandategraph.store.versions import fingerprint, network_file
from mandategraph.terms import digest

__all__ = ["kept_parts"]

#: The version of what the parts hold; a file of another version is written anew.
_LAYOUT = 1


def kept_parts(store: EmbeddedStore) -> Iterator[Part]:
    """What ``network_parts`` gives, read from a file beside the version of the graph if it is there.

    Else the store is read, which takes several times as long, and the file is written for the next time. A graph
    in memory, one that is open for writing and one in a folder that may not be written have no such file.

    :param store: the graph.
    :raises StoreError: when the file is damaged.

    >>> [sorted(part) for part in kept_parts(graph.store)] == [sorted(part) for part in network_parts(graph.store)]
    True
    """
    version = store.version
    if version is None:
        return network_parts(store)
    path, mark = network_file(version), _mark(version)
    if _mark_of(path) == mark:
        return _read(path)
    return _written(network_parts(store), path, mark)


def _mark(version: Path) -> str:
    """What a file must begin with to be that of a version, written by this version of the package."""
    return digest([str(_LAYOUT), package_version(), fingerprint(version)])


def _mark_of(path: Path) -> str | None:
    try:
        with path.open(encoding="utf-8") as file:
            told = json.loads(file.readline(1000))
            return str(told["of"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read(path: Path) -> Iterator[Part]:
    """The parts in a file; its last line says how many there are."""
    count: int | None = None
    try:
        with path.open(encoding="utf-8") as file:
            file.readline()
            for number, line in enumerate(file):
                part = json.loads(line)
                if "parts" in part:
                    count = number - int(part["parts"])
                else:
                    yield part
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"{path} cannot be read: remove it, it will be made anew ({error})") from error
    if count != 0:
        raise StoreError(f"{path} is damaged: remove it, it will be made anew")


def _written(parts: Iterator[Part], path: Path, mark: str) -> Generator[Part, None, None]:
    """The same parts, which are written to a file on the way, if it can be written: all of them or none."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    file: IO[str] | None = None
    count = 0
    try:
        with suppress(OSError):
            file = draft.open("x", encoding="utf-8")
            file = _line(file, {"of": mark})
        for part in parts:
            file, count = _line(file, part), count + 1
            yield part
        if file := _line(file, {"parts": count}):
            with suppress(OSError):
                file.flush()
                os.fsync(file.fileno())
                file.close()
                draft.replace(path)
    finally:
        with suppress(OSError):
            if file:
                file.close()
        with suppress(OSError):
            draft.unlink()


def _line(file: IO[str] | None, part: dict[str, Any]) -> IO[str] | None:
    """Write a line; a file that takes no more, on a full disk say, is let go of."""
    if file is not None:
        try:
            file.write(json.dumps(part, ensure_ascii=False, separators=(",", ":")) + "\n")
        except OSError:
            with suppress(OSError):
                file.close()
            return None
    return file
