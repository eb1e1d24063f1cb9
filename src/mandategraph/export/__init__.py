"""Exports a graph to files that others read; each format is one function in a module of this package."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from mandategraph.errors import ExportError, one_of
from mandategraph.export.facts import write_facts
from mandategraph.export.jsonld import write_jsonld
from mandategraph.export.rdf import write_nquads, write_ntriples, write_trig, write_turtle
from mandategraph.store.contract import Store

if TYPE_CHECKING:
    from mandategraph.propertygraph import PropertyGraph
    from mandategraph.selection import Selection

__all__ = ["FOLDERS", "FORMATS", "NETWORKS", "Writer", "export", "format_names"]

#: Writes all of a store's graph to an open binary file: the same bytes from the same graph.
Writer = Callable[[Store, IO[bytes]], None]


def _rdfxml(store: Store, file: IO[bytes]) -> None:
    from mandategraph.export.rdfxml import write_rdfxml

    write_rdfxml(store, file)


#: Format, which is also the file name's ending -> what writes the dataset.
FORMATS: dict[str, Writer] = {
    "jsonl": write_facts,
    "jsonld": write_jsonld,
    "nq": write_nquads,
    "nt": write_ntriples,
    "rdf": _rdfxml,
    "trig": write_trig,
    "ttl": write_turtle,
}

#: Format -> the module and function that writes nodes and edges to one file.
NETWORKS = {
    "cyjs": ("jsongraphs", "write_cyjs"),
    "cytoscape": ("jsongraphs", "write_cytoscape"),
    "d3": ("jsongraphs", "write_d3"),
    "dot": ("dot", "write_dot"),
    "gexf": ("gexf", "write_gexf"),
    "graphml": ("graphml", "write_graphml"),
    "html": ("html", "write_html"),
    "svg": ("svg", "write_svg"),
    "yed": ("graphml", "write_yed"),
}

#: Format -> the module and function that gives the files of a folder.
FOLDERS = {
    "crate": ("crate", "crate_files"),
    "csv": ("tables", "csv_files"),
    "neo4j": ("tables", "neo4j_files"),
    "obsidian": ("obsidian", "obsidian_files"),
    "parquet": ("tables", "parquet_files"),
}
_ENDINGS = {"gv": "dot", "htm": "html", "owl": "rdf", "xml": "rdf"}


def format_names() -> tuple[str, ...]:
    """All formats, sorted.

    >>> "gexf" in format_names()
    True
    """
    return tuple(sorted({*FORMATS, *NETWORKS, *FOLDERS}))


def export(
    store: Store,
    target: Path | str,
    format: str | None = None,
    selection: Selection | None = None,
) -> None:
    r"""Write a graph, or a part of it, to a file or folder, which appears when it is whole.

    Formats of several files (crate, csv, neo4j, obsidian, parquet) make a new folder, or a ZIP file when the
    target ends in .zip.

    :param store: the graph.
    :param target: the file or folder, or ``-`` for standard output.
    :param format: one of ``format_names()``; None: by the ending of the file's name.
    :param selection: which part is wanted; None: all, with Chinese labels.
    :raises ExportError: when the format is unknown or the target cannot be written.
    :raises QuestionError: for an unknown class or predicate in the selection, or what is no date.
    :raises UnknownEntityError: when the selection names no entity, or several.

    >>> from mandategraph.store import open_store
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, open_store(Path(folder) / "graph", create=True) as store:
    ...     store.update("INSERT DATA { <http://a> <http://b> 1 }")
    ...     export(store, Path(folder) / "all.nq")
    ...     (Path(folder) / "all.nq").read_text()
    '<http://a> <http://b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    """
    name = str(target)
    chosen = _format(name, format)
    try:
        if chosen in FOLDERS:
            _write_files(_files(store, chosen, selection), Path(name))
            return
        writer = _writer(store, chosen, selection)
        if name == "-":
            writer(sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            _write_whole(Path(name), writer)
    except OSError as error:
        raise ExportError(f"{name} cannot be written: {error.strerror or error}") from error


def _format(name: str, given: str | None) -> str:
    ending = Path(name).suffix.lstrip(".").lower()
    chosen = (given or _ENDINGS.get(ending, ending)).lstrip(".").lower()
    names = format_names()
    if chosen not in names:
        if chosen == "json":
            raise ExportError(f"{name}: say --format cytoscape, cyjs or d3, which are all JSON")
        if chosen == "zip":
            raise ExportError(f"{name}: say --format with one of {one_of(FOLDERS)}, which make several files")
        said = repr(chosen) if chosen else "no format"
        raise ExportError(f"{said} given for the export to {name}: valid are {one_of(names, most=40)}")
    if chosen in FOLDERS and (name == "-" or ending in {"csv", "parquet"}):
        raise ExportError(
            f"{chosen} gives several files: name a folder or a .zip file with --format {chosen}, not {name}"
        )
    return chosen


def _function(place: tuple[str, str]) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(f"mandategraph.export.{place[0]}"), place[1])
    return found


def _network(store: Store, selection: Selection | None) -> PropertyGraph:
    from mandategraph.selection import property_graph

    return property_graph(store, selection)


def _part(store: Store, selection: Selection | None) -> Store:
    if selection is None or selection.is_all:
        return store
    from mandategraph.export.part import part_of

    return part_of(store, _network(store, selection))


def _writer(store: Store, name: str, selection: Selection | None) -> Callable[[IO[bytes]], None]:
    if name in FORMATS:
        part = _part(store, selection)
        return lambda file: FORMATS[name](part, file)
    graph = _network(store, selection)
    return lambda file: _function(NETWORKS[name])(graph, file)


def _files(store: Store, name: str, selection: Selection | None) -> Iterator[tuple[str, bytes]]:
    graph = _network(store, selection)
    function = _function(FOLDERS[name])
    found: Iterator[tuple[str, bytes]] = (
        function(_part(store, selection), graph) if name == "crate" else function(graph)
    )
    return found


def _write_files(files: Iterator[tuple[str, bytes]], path: Path) -> None:
    if path.suffix.lower() == ".zip":
        _write_whole(path, lambda file: _zip(files, file))
        return
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ExportError(f"{path} is there already and not empty: name a new folder")
    draft = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        for name, data in files:
            place = draft / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        draft.chmod(0o777 & ~_mask())
        if path.exists():
            path.rmdir()
        draft.replace(path)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _zip(files: Iterator[tuple[str, bytes]], file: IO[bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            # The same time for every file, so that the same graph gives the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write_whole(path: Path, writer: Callable[[IO[bytes]], None]) -> None:
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            writer(file)
        Path(draft).chmod(0o666 & ~_mask())
        Path(draft).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise
