"""Copies of a graph to keep, the way back from them, and the making of room."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from mandategraph.errors import StoreError
from mandategraph.store import versions
from mandategraph.store.embedded import discard, open_store
from mandategraph.store.layout import check_layout

__all__ = ["backup", "compact", "restore", "size_of"]


def backup(path: Path, target: Path) -> None:
    """Copy the published version of a graph, while others read and write it; the copy is a graph itself.

    On one file system the copy shares its large files with the graph, so it takes a moment and hardly any room.

    :param path: the folder of the graph.
    :param target: a new folder.
    :raises StoreError: when there is no graph, or the target is there already or cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with open_store(Path(folder, "g"), create=True) as store:
    ...         store.update("INSERT DATA { <http://a> <http://b> 1 }")
    ...     backup(Path(folder, "g"), Path(folder, "copy"))
    ...     open_store(Path(folder, "copy")).ask("ASK { ?s ?p 1 }")
    True
    """
    _check(path)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StoreError(f"{target} is there already and not empty: name a new folder")
    draft = target.with_name(f".{target.name}.new")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        with versions.published(path) as (about, version, hold):
            draft.mkdir(parents=True)
            versions.copy_version(version, draft / "quads.1")
            versions.write_about(draft, about | {"quads": "quads.1"})
            hold.close()
        with suppress(FileNotFoundError):
            target.rmdir()
        draft.replace(target)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise StoreError(f"{target} cannot be written: {error.strerror or error}") from error


def restore(source: Path, path: Path) -> None:
    """Publish a copy that ``backup`` made as the next version of a graph, which is made when it is not there.

    What the graph held is not read, so a damaged one can be replaced. Those who read the graph keep what they read
    until they open it again.

    :param source: the copy.
    :param path: the folder of the graph.
    :raises StoreError: when either is no graph, the graph is being written, or it has another base IRI.
    """
    base = _check(source)["base"]
    try:
        _refuse_other(path, base)
        path.mkdir(parents=True, exist_ok=True)
        lock = versions.writer_lock(path)
        try:
            is_new = versions.is_vacant(path)
            _refuse_other(path, base)  # now nobody else can change it
            folder = versions.next_version(path)
            try:
                with versions.published(source) as (about, version, hold):
                    versions.copy_version(version, folder)
                    versions.settle(folder)
                    versions.write_about(path, about | {"quads": folder.name})
                    hold.close()
            except BaseException:
                if not _publishes(path, folder):
                    shutil.rmtree(folder, ignore_errors=True)
                    if is_new:
                        discard(path)
                raise
            versions.drop_draft(path)
            versions.sweep(path, folder.name)
        finally:
            lock.close()
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error


def _refuse_other(path: Path, base: object) -> None:
    """Refuse what is no graph, and one with another base IRI; one that is damaged can be replaced."""
    if versions.is_vacant(path):
        return
    try:
        held = versions.read_about(path)["base"]
    except StoreError:
        if not (path / versions.ABOUT).is_file():
            raise
        return
    if held != base:
        raise StoreError(f"{path} was built with the base IRI {held}, not {base}")


def _publishes(path: Path, version: Path) -> bool:
    try:
        return versions.read_about(path)["quads"] == version.name
    except (StoreError, OSError):
        return False


def compact(path: Path) -> tuple[int, int]:
    """Let go of the room that is taken by what is not there any more, and make reading faster.

    :param path: the folder of the graph.
    :return: the bytes that it took and takes.
    :raises StoreError: when it is no graph, or cannot be written.
    """
    before = size_of(path)
    with open_store(path, read_only=False) as store:
        store.optimize()
    return before, size_of(path)


def size_of(path: Path) -> int:
    """The bytes of the published version of a graph.

    :param path: the folder of the graph.
    :raises StoreError: when it is no graph.
    """
    _check(path)
    with versions.published(path) as (_, version, hold):
        size = sum(file.stat().st_size for file in version.iterdir())
        hold.close()
        return size


def _check(path: Path) -> dict[str, object]:
    """What a graph that this version can read says of itself."""
    if not path.exists():
        raise StoreError(f"there is no graph at {path}")
    about = versions.read_about(path)
    check_layout(path, about)
    return about
