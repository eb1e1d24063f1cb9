"""Exports a graph to files that others read; each format is one function in a module of this package."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from mandategraph.errors import ExportError, one_of
from mandategraph.export.facts import write_facts
from mandategraph.export.jsonld import write_jsonld
from mandategraph.export.rdf import write_nquads, write_ntriples, write_trig, write_turtle
from mandategraph.store.contract import Store

__all__ = ["FORMATS", "Writer", "export"]

#: Writes all of a store's graph to an open binary file: the same bytes from the same graph.
Writer = Callable[[Store, IO[bytes]], None]

#: Format, which is also the file name's ending -> what writes it.
FORMATS: dict[str, Writer] = {
    "jsonl": write_facts,
    "jsonld": write_jsonld,
    "nq": write_nquads,
    "nt": write_ntriples,
    "trig": write_trig,
    "ttl": write_turtle,
}


def export(store: Store, target: Path | str, format: str | None = None) -> None:
    r"""Write a graph to a file, which appears when it is whole.

    :param store: the graph.
    :param target: the file, or ``-`` for standard output.
    :param format: a key of ``FORMATS``; None: by the ending of the file's name.
    :raises ExportError: when the format is unknown or the file cannot be written.

    >>> from mandategraph.store import open_store
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, open_store(Path(folder) / "graph", create=True) as store:
    ...     store.update("INSERT DATA { <http://a> <http://b> 1 }")
    ...     export(store, Path(folder) / "all.nq")
    ...     (Path(folder) / "all.nq").read_text()
    '<http://a> <http://b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    """
    name = str(target)
    chosen = (format or Path(name).suffix).lstrip(".").lower()
    if chosen not in FORMATS:
        given = repr(chosen) if chosen else "no format"
        raise ExportError(f"{given} given for the export to {name}: valid are {one_of(FORMATS)}")
    try:
        if name == "-":
            FORMATS[chosen](store, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            _write_whole(store, Path(name), FORMATS[chosen])
    except OSError as error:
        raise ExportError(f"{name} cannot be written: {error.strerror or error}") from error


def _write_whole(store: Store, path: Path, writer: Writer) -> None:
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            writer(store, file)
        mask = os.umask(0)
        os.umask(mask)
        Path(draft).chmod(0o666 & ~mask)
        Path(draft).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise
