"""The embedded back end: a folder with an Oxigraph store and a small file that says what it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from mandategraph.errors import QueryError, StoreError
from mandategraph.store.binding import bind
from mandategraph.store.contract import Bindings, Rows
from mandategraph.vocabulary import BASE_IRI

__all__ = ["LAYOUT", "EmbeddedStore", "is_vacant", "memory_store", "open_store", "package_version"]

#: The version of the layout of the graph; a store of another version must be built anew.
LAYOUT = 1
_ABOUT = "mandategraph.json"
_QUADS = "quads"


@contextmanager
def _refused(path: Path, doing: str) -> Iterator[None]:
    """Say in one line what the machine refused."""
    try:
        yield
    except OSError as error:
        text = str(error)
        if "lock" in text.lower():
            raise StoreError(f"{path} is being written by another process: try again later") from error
        raise StoreError(f"{path} cannot be {doing}: {_reason(error)}") from error


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).splitlines()[0]


def _one_line(text: object) -> str:
    return " ".join(str(text).split())


class EmbeddedStore:
    """A graph in a folder on this machine; see ``Store`` for what it offers.

    :param path: the folder.
    :param quads: the open Oxigraph store.
    :param base_iri: what ids are relative to.
    """

    def __init__(self, path: Path, quads: ox.Store, base_iri: str) -> None:
        self.path = path
        self._quads: ox.Store | None = quads
        self._base_iri = base_iri

    @property
    def base_iri(self) -> str:
        """What the ids of this store are relative to."""
        return self._base_iri

    @property
    def _open(self) -> ox.Store:
        if self._quads is None:
            raise StoreError(f"{self.path} has been closed")
        return self._quads

    def _query(self, query: str, bindings: Bindings | None) -> object:
        bound = bind(query, bindings)
        with _refused(self.path, "read"):
            try:
                return self._open.query(bound)
            except SyntaxError as error:
                # The place in the text is that of the query as it was given, if nothing was bound in it.
                raise QueryError(f"the query is not valid SPARQL: {_one_line(error)}") from error

    def select(self, query: str, bindings: Bindings | None = None) -> Rows:
        """The rows of a SELECT query; see ``Store.select``."""
        found = self._query(query, bindings)
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("the query gives no rows: a SELECT query is needed here")
        names = tuple(variable.value for variable in found.variables)
        with _refused(self.path, "read"):
            return Rows(names, tuple(tuple(row) for row in found))

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """The answer to an ASK query; see ``Store.ask``."""
        found = self._query(query, bindings)
        if not isinstance(found, ox.QueryBoolean):
            raise QueryError("the query gives no yes or no: an ASK query is needed here")
        return bool(found)

    def construct(self, query: str, bindings: Bindings | None = None) -> tuple[ox.Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE query; see ``Store.construct``."""
        found = self._query(query, bindings)
        if not isinstance(found, ox.QueryTriples):
            raise QueryError("the query gives no triples: a CONSTRUCT or DESCRIBE query is needed here")
        with _refused(self.path, "read"):
            return tuple(found)

    def update(self, text: str) -> None:
        """Run one SPARQL update request; see ``Store.update``."""
        with self._writing():
            try:
                self._open.update(text)
            except SyntaxError as error:
                raise QueryError(f"the update is not valid SPARQL: {_one_line(error)}") from error

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads, fast; see ``Store.load``."""
        with self._writing():
            self._open.bulk_extend(quads)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with _refused(self.path, "written"):
            try:
                yield
            except RuntimeError as error:
                raise StoreError(f"{self.path} is open for reading only: {_one_line(error)}") from error

    def quads(self) -> Iterator[ox.Quad]:
        """All quads, in no order."""
        with _refused(self.path, "read"):
            yield from self._open

    def close(self) -> None:
        """Let go of the folder, so that another process can write it."""
        self._quads = None

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the folder."""
        self.close()


def memory_store(base_iri: str = BASE_IRI) -> EmbeddedStore:
    """An empty store that lives in memory, for a graph that need not last.

    :param base_iri: what ids are relative to.

    >>> memory_store().ask("ASK { ?s ?p ?o }")
    False
    """
    return EmbeddedStore(Path("memory"), ox.Store(), base_iri)


def open_store(
    path: Path, *, create: bool = False, read_only: bool = True, base_iri: str | None = None
) -> EmbeddedStore:
    """Open the store in a folder.

    :param path: the folder.
    :param create: make it when it is missing or empty; it is then open for writing.
    :param read_only: open it for reading, beside others.
    :param base_iri: what a new store's ids are relative to; an existing one must agree.
    :raises StoreError: when it is missing, no store, of another layout, locked, or cannot be read or written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with open_store(Path(folder) / "graph", create=True) as store:
    ...         store.update("INSERT DATA { <http://a> <http://b> 1 }")
    ...         store.ask("ASK { ?s ?p 1 }")
    True
    """
    path = Path(path)
    if is_vacant(path):
        if not create:
            raise StoreError(
                f"there is no graph at {path}: mandategraph build PATH... --output {path} makes it"
            )
        _create(path, base_iri or BASE_IRI)
        read_only = False
    about = _about(path)
    base = str(about["base"])
    if base_iri is not None and base_iri != base:
        raise StoreError(f"{path} was built with the base IRI {base}, not {base_iri}")
    with _refused(path, "opened" if read_only else "opened for writing"):
        quads = ox.Store.read_only(str(path / _QUADS)) if read_only else ox.Store(str(path / _QUADS))
    return EmbeddedStore(path, quads, base)


def is_vacant(path: Path) -> bool:
    """Whether a store could be made there: nothing is there, or an empty folder.

    :param path: the folder.
    :raises StoreError: when it cannot be looked at.

    >>> is_vacant(Path(__file__))
    False
    """
    with _refused(path, "opened"):
        return not path.exists() or (path.is_dir() and not any(path.iterdir()))


def _create(path: Path, base_iri: str) -> None:
    try:
        ox.NamedNode(base_iri)
    except ValueError as error:
        raise StoreError(f"{base_iri!r} cannot be a base IRI: {_one_line(error)}") from error
    about = {"base": base_iri, "layout": LAYOUT, "version": package_version()}
    with _refused(path, "made"):
        path.mkdir(parents=True, exist_ok=True)
        try:
            ox.Store(str(path / _QUADS))
            draft = path / f"{_ABOUT}.new"
            draft.write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
            draft.replace(path / _ABOUT)
        except BaseException:
            _discard(path)
            raise


def _discard(path: Path) -> None:
    """Remove what ``_create`` made."""
    for file in sorted(path.rglob("*"), reverse=True):
        with suppress(OSError):
            file.rmdir() if file.is_dir() else file.unlink()
    with suppress(OSError):
        path.rmdir()


def _about(path: Path) -> dict[str, object]:
    if not path.is_dir():
        raise StoreError(f"{path} is a file, no graph: a graph is a folder that mandategraph build made")
    if not (path / _ABOUT).is_file():
        raise StoreError(f"{path} is a folder but no graph: it has no {_ABOUT}")
    with _refused(path / _ABOUT, "read"):
        text = (path / _ABOUT).read_text(encoding="utf-8", errors="replace")
    try:
        about = json.loads(text)
    except ValueError:
        about = None
    if not isinstance(about, dict) or not {"base", "layout"} <= about.keys():
        raise StoreError(f"{path / _ABOUT} is damaged: the graph must be built anew")
    if about["layout"] != LAYOUT:
        raise StoreError(
            f"{path} has layout {about['layout']}, this version reads layout {LAYOUT}: build the graph anew"
        )
    return about


def package_version() -> str:
    """The version of this package, or "unknown" where it is not installed.

    >>> bool(package_version())
    True
    """
    try:
        return version("mandategraph")
    except PackageNotFoundError:
        return "unknown"
