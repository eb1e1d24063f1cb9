"""Editions come and go in a store, each in one update request; the result does not depend on the order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from mandategraph.describe import EditionGraph
from mandategraph.errors import UnknownEntityError, one_of
from mandategraph.store.changes import Change, request
from mandategraph.store.contract import Store
from mandategraph.store.embedded import EmbeddedStore
from mandategraph.store.memory import Memory
from mandategraph.store.plan import plan
from mandategraph.terms import identifier, iri
from mandategraph.vocabulary import ONTOLOGY

__all__ = ["remove", "replace"]

#: With so many statements a change is loaded rather than written as one request.
_MANY = 20_000

_EDITIONS = f"""PREFIX mg: <{ONTOLOGY}> PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?edition ?document ?language ?symbol WHERE {{
  GRAPH ?edition {{ ?edition a mg:Edition ; mg:editionOf ?document ; dct:language ?language }}
  OPTIONAL {{ ?document mg:symbol ?symbol }} }}"""


def replace(
    store: Store, graphs: Iterable[EditionGraph], *, batch: int = 1, memory: Memory | None = None
) -> int:
    """Put editions into a store; one that is there already is replaced.

    :param store: open for writing.
    :param graphs: what the editions contribute.
    :param batch: how many to write in one update request; readers see all of a request or nothing.
    :param memory: of this store, when the same writer fills it by several calls; None: that of this call.
    :raises StoreError: when the store cannot be written; it is then as it was after the last whole request.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from mandategraph.describe import describe
    >>> from mandategraph.model import Document, Extraction, Masthead
    >>> from mandategraph.store import open_store
    >>> document = Document("文本", "a.txt", "0" * 64, "zh", Masthead(), ())
    >>> with TemporaryDirectory() as folder, open_store(Path(folder) / "graph", create=True) as store:
    ...     replace(store, [describe(Extraction(document, "document/GC.19/10", (), ()))])
    ...     remove(store, "GC.19/10")
    1
    ('https://w3id.org/mandategraph/id/document/GC.19/10/zh',)
    """
    written = 0
    if memory is None:
        memory = Memory()
    for group in _groups(graphs, batch):
        change = plan(store, group, memory=memory)
        _write(store, change)
        if any(change.left.values()):
            memory.forget()
        else:
            memory.learn(group)
        written += len(group)
    return written


def _write(store: Store, change: Change) -> None:
    """Put a change into a store by the fastest way that keeps it whole."""
    if not change.gone and not any(change.left.values()):
        store.load(change.nquads())
    elif isinstance(store, EmbeddedStore) and change.size >= _MANY:
        # A large request is slow, so most of it is loaded before. Readers see neither until both are published,
        # and what the first part holds is no edition without the second: it is written again.
        new, rest = change.parts()
        store.load(new.nquads())
        store.update(request(rest))
    elif text := request(change):
        store.update(text)


def _groups(graphs: Iterable[EditionGraph], size: int) -> Iterator[list[EditionGraph]]:
    """Runs of at most so many editions, no two of one run the same."""
    group: dict[str, EditionGraph] = {}
    for graph in graphs:
        if len(group) >= size or graph.iri.value in group:
            yield list(group.values())
            group = {}
        group[graph.iri.value] = graph
    if group:
        yield list(group.values())


def remove(store: Store, document: str, language: str | None = None) -> tuple[str, ...]:
    """Take the editions of one document out of a store, and all that nothing states any more.

    :param store: open for writing.
    :param document: its symbol, id or IRI.
    :param language: of the one edition to remove; None: all of them.
    :raises UnknownEntityError: when the store has no such edition.
    :raises StoreError: when the store cannot be written.
    """
    asked = _normal(document)
    likely = {
        iri(name, store.base_iri) for name in (document, f"document/{document}") if _is_iri(name, store)
    }
    editions = list(store.select(_EDITIONS, {"document": sorted(likely, key=str)}).records())
    editions = editions or list(store.select(_EDITIONS).records())
    found, names, languages = set(), set(), set()
    for row in editions:
        name = identifier(row["document"].value, store.base_iri)
        short = name.removeprefix("document/")
        names.add(short)
        symbol = row["symbol"].value if "symbol" in row else short
        if asked in {_normal(text) for text in (row["document"].value, name, short, symbol)}:
            languages.add(row["language"].value)
            if language is None or row["language"].value == language:
                found.add(row["edition"].value)
    if not languages:
        raise UnknownEntityError(f"the graph has no document {document!r}; it has {one_of(names) or 'none'}")
    if not found:
        raise UnknownEntityError(
            f"the graph has {document} not in {language!r}; it has it in {one_of(languages)}"
        )
    change = plan(store, (), [ox.NamedNode(edition) for edition in sorted(found)])
    store.update(request(change))
    return tuple(sorted(found))


def _is_iri(name: str, store: Store) -> bool:
    try:
        iri(name, store.base_iri)
    except ValueError:
        return False
    return True


def _normal(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
