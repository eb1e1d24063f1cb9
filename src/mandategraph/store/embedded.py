"""The embedded back end: a folder with an Oxigraph store in versions, and a small file that says what it is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from mandategraph.errors import QueryError, StoreBusyError, StoreError
from mandategraph.store import versions
from mandategraph.store.binding import bind
from mandategraph.store.contract import Bindings, Rows
from mandategraph.store.journal import Journal
from mandategraph.store.layout import LAYOUT, checked_base, package_version
from mandategraph.store.versions import Hold
from mandategraph.terms import Term
from mandategraph.vocabulary import BASE_IRI

__all__ = [
    "EmbeddedStore",
    "discard",
    "is_vacant",
    "memory_store",
    "open_store",
]

#: So many answers to what a thing is called are kept in mind, which takes some 50 MB.
_MOST_OBJECTS = 100_000
# How the engine says that another process writes, that it was opened for reading, and that a file is damaged.
_LOCKED = re.compile(r"\block (?:file|hold)\b", re.IGNORECASE)
_READ_ONLY = "read-write instances"
_DAMAGED = "Corruption"


@contextmanager
def _refused(path: Path, doing: str) -> Iterator[None]:
    """Say in one line what the machine or the engine refused."""
    try:
        yield
    except OSError as error:
        if _LOCKED.search(str(error)):
            raise StoreBusyError(f"{path} is being written by another process: try again later") from error
        raise StoreError(f"{path} cannot be {doing}: {_one_line(error.strerror or error)}") from error
    except RuntimeError as error:
        text = _one_line(error)
        if _READ_ONLY in text:
            raise StoreError(f"{path} is open for reading only: {text}") from error
        if text.startswith(_DAMAGED):
            raise StoreError(f"{path} is damaged: restore a backup of the graph or build it anew ({text})") from error
        raise StoreError(f"{path} cannot be {doing}: {text}") from error


def _one_line(text: object) -> str:
    return " ".join(str(text).split())


class EmbeddedStore:
    """A graph in a folder on this machine; see ``Store`` for what it offers.

    One that is open for reading keeps to the version that was published when it was opened. What is written is
    published, as a whole, when the store is closed: until then readers see the version before, and so they do
    for ever if the process is killed.

    :param path: the folder.
    :param quads: the open Oxigraph store.
    :param base_iri: what ids are relative to.
    :param folder: of the version that is read or was the last to be published.
    :param held: the locks that it holds.
    """

    def __init__(
        self, path: Path, quads: ox.Store, base_iri: str, folder: Path | None = None, held: Collection[Hold] = ()
    ) -> None:
        self.path = path
        self.folder = folder
        self._quads: ox.Store | None = quads
        self._base_iri = base_iri
        self._held = tuple(held)
        self._about: dict[str, object] | None = None
        self._inputs: frozenset[str] | None = None
        self._changed = False
        self._objects: dict[tuple[str, str], tuple[Term, ...]] = {}

    @property
    def base_iri(self) -> str:
        """What the ids of this store are relative to."""
        return self._base_iri

    @property
    def version(self) -> Path | None:
        """The folder of the published version that is read; None for a store in memory or open for writing."""
        return self.folder if self._about is None else None

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing."""
        return next(self.quads(), None) is None

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
        found = self._solutions(query, bindings)
        names = tuple(variable.value for variable in found.variables)
        with _refused(self.path, "read"):
            return Rows(names, tuple(tuple(row) for row in found))

    def _solutions(self, query: str, bindings: Bindings | None) -> ox.QuerySolutions:
        found = self._query(query, bindings)
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("the query gives no rows: a SELECT query is needed here")
        return found

    def each(self, query: str, bindings: Bindings | None = None) -> Iterator[tuple[Term | None, ...]]:
        """The rows of a SELECT query one by one, for an answer that is too long to be held at once.

        :raises QueryError: when it is no valid SELECT query.
        """
        found = self._solutions(query, bindings)
        with _refused(self.path, "read"):
            for row in found:
                yield tuple(row)

    def objects(self, thing: ox.NamedNode, predicate: ox.NamedNode) -> tuple[Term, ...]:
        """What there is for a predicate of a thing; see ``Store.objects``.

        What a published version has is kept in mind, as it does not change.
        """
        key = (thing.value, predicate.value)
        if (found := self._objects.get(key)) is None:
            with _refused(self.path, "read"):
                quads = self._open.quads_for_pattern(thing, predicate, None, ox.DefaultGraph())
                found = tuple(quad.object for quad in quads if isinstance(quad.object, (ox.NamedNode, ox.Literal)))
            if self.version is not None:
                if len(self._objects) >= _MOST_OBJECTS:
                    self._objects.clear()
                self._objects[key] = found
        return found

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
        with _refused(self.path, "written"):
            try:
                self._open.update(text)
                self._changed = True
            except SyntaxError as error:
                raise QueryError(f"the update is not valid SPARQL: {_one_line(error)}") from error

    def load(self, quads: Iterable[ox.Quad] | bytes) -> None:
        """Add many quads, fast; see ``Store.load``."""
        with _refused(self.path, "written"):
            if isinstance(quads, bytes):
                self._open.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
            else:
                self._open.bulk_extend(quads)
            self._changed = True

    def optimize(self) -> None:
        """Merge the files of the store, so that it takes less room and is faster to read.

        :raises StoreError: when it cannot be written.
        """
        with _refused(self.path, "written"):
            self._open.optimize()
            self._changed = True

    def quads(self) -> Iterator[ox.Quad]:
        """All quads, in no order."""
        with _refused(self.path, "read"):
            yield from self._open

    def journal(self) -> Journal:
        """What a killed writer of the same left, and a place for what is to be written."""
        return Journal(self.path / versions.JOURNAL)

    @property
    def parts(self) -> Path:
        """A folder that a writer may make, which goes with its draft."""
        return self.path / versions.PARTS

    def publish(self) -> None:
        """Let readers see what has been written until now, all of it at once.

        :raises StoreError: when it cannot be written; the version before then stays.
        """
        if self._about is None or not self._changed:
            return
        with _refused(self.path, "written"):
            folder = versions.next_version(self.path)
            try:
                self._open.flush()
                self._open.backup(str(folder))
                versions.settle(folder)
                about = self._about | {"quads": folder.name, "version": package_version()}
                versions.write_about(self.path, about)
            except BaseException:
                if versions.read_about(self.path)["quads"] != folder.name:
                    shutil.rmtree(folder, ignore_errors=True)
                raise
            self._about, self.folder, self._changed = about, folder, False
            versions.sweep(self.path, folder.name)
            if self._inputs is not None:
                versions.describe_draft(self.path, folder.name, self._inputs)

    def discard(self) -> None:
        """Let go of the folder without publishing what has been written."""
        self._changed = False
        self.close()

    def leave(self) -> None:
        """Let go of the folder as one does that is killed: the next writer of the same takes up the journal."""
        self._quads, self._about = None, None
        for hold in self._held:
            hold.close()

    def close(self) -> None:
        """Publish what has been written and let go of the folder, so that another process can write it.

        :raises StoreError: when it cannot be written; the version before then stays.
        """
        try:
            if self._quads is not None:
                self.publish()
        finally:
            about = self._about
            self._quads, self._about = None, None
            if about is not None:
                versions.drop_draft(self.path)
                versions.sweep(self.path, str(about["quads"]))  # what a writer left that was killed when it had published
            for hold in self._held:
                hold.close()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store; what was written is published only when nothing went wrong."""
        if kind is None:
            self.close()
        else:
            self.discard()


def memory_store(base_iri: str = BASE_IRI) -> EmbeddedStore:
    """An empty store that lives in memory, for a graph that need not last.

    :param base_iri: what ids are relative to.

    >>> memory_store().ask("ASK { ?s ?p ?o }")
    False
    """
    return EmbeddedStore(Path("memory"), ox.Store(), base_iri)


def open_store(
    path: Path,
    *,
    create: bool = False,
    read_only: bool = True,
    base_iri: str | None = None,
    inputs: Collection[str] | None = None,
) -> EmbeddedStore:
    """Open the store in a folder.

    :param path: the folder.
    :param create: make it when it is missing or empty; it is then open for writing.
    :param read_only: open the published version for reading, beside others; else one process may write.
    :param base_iri: what a new store's ids are relative to; an existing one must agree.
    :param inputs: for writing: what the next version is made of; a writer of some of the same that was killed is
        taken up where it stopped.
    :raises StoreError: when it is missing, no store, of another layout, locked, or cannot be read or written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with open_store(Path(folder) / "graph", create=True) as store:
    ...         store.update("INSERT DATA { <http://a> <http://b> 1 }")
    ...     open_store(Path(folder) / "graph").ask("ASK { ?s ?p 1 }")
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
    with _refused(path, "opened"):
        checked_base(path, versions.read_about(path), base_iri)
    if read_only:
        with _refused(path, "opened"), versions.published(path) as (about, folder, hold):
            base = checked_base(path, about, base_iri)
            return EmbeddedStore(path, ox.Store.read_only(str(folder)), base, folder, [hold])
    with _refused(path, "opened for writing"):
        lock = versions.writer_lock(path)
        try:
            with versions.published(path) as (about, folder, hold):
                base = checked_base(path, about, base_iri)
                wanted = None if inputs is None else frozenset(inputs)
                left = wanted is not None and versions.can_resume(path, folder.name, wanted)
                is_first = left and next(iter(ox.Store.read_only(str(folder))), None) is None
                draft, resumed = versions.begin_draft(path, folder, wanted, is_first=is_first)
                store = EmbeddedStore(path, ox.Store(str(draft)), base, folder, [lock])
                store._about, store._inputs = about, wanted
                store._changed = resumed
                hold.close()
                return store
        except BaseException:
            lock.close()
            raise


def is_vacant(path: Path) -> bool:
    """Whether a store could be made there: nothing is there, or an empty folder.

    :param path: the folder.
    :raises StoreError: when it cannot be looked at.

    >>> is_vacant(Path(__file__))
    False
    """
    with _refused(path, "opened"):
        return versions.is_vacant(path)


def _create(path: Path, base_iri: str) -> None:
    """Publish an empty graph."""
    try:
        ox.NamedNode(base_iri)
    except ValueError as error:
        raise StoreError(f"{base_iri!r} cannot be a base IRI: {_one_line(error)}") from error
    with _refused(path, "made"):
        path.mkdir(parents=True, exist_ok=True)
        lock = versions.writer_lock(path)
        try:
            if not versions.is_vacant(path):  # another process was faster
                return
            versions.drop_draft(path)
            versions.sweep(path, "")
            folder = versions.next_version(path)
            try:
                ox.Store(str(folder)).flush()
                about = {"base": base_iri, "layout": LAYOUT, "version": package_version(), "quads": folder.name}
                versions.write_about(path, about)
            except BaseException:
                discard(path)
                raise
        finally:
            lock.close()


def discard(path: Path) -> None:
    """Remove a graph that is not wanted; what else is in its folder stays.

    :param path: the folder.
    """
    for file in sorted(path.iterdir()):
        if versions.is_ours(file.name):
            with suppress(OSError):
                shutil.rmtree(file) if file.is_dir() else file.unlink()
    with suppress(OSError):
        path.rmdir()
