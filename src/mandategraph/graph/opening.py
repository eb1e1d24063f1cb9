"""Opens a graph: a folder, a file or an endpoint."""

from __future__ import annotations

from pathlib import Path as FilePath

from mandategraph.errors import StoreError, one_of
from mandategraph.graph import Graph
from mandategraph.places import is_url
from mandategraph.store import Store, memory_store, open_store
from mandategraph.store.bases import agreed_base
from mandategraph.vocabulary import BASE_IRI

__all__ = ["open_graph"]

_FILES = {".nq": "N_QUADS", ".nt": "N_TRIPLES", ".trig": "TRIG", ".ttl": "TURTLE"}


def open_graph(
    source: str | FilePath, *, language: str = "zh", base_iri: str | None = None, timeout: int = 60
) -> Graph:
    """Open a graph for reading.

    :param source: a folder that ``mandategraph build`` made, a file (.nq, .trig), or the URL of a SPARQL
        endpoint.
    :param language: of labels: a name in it comes first, then Chinese, English, any.
    :param base_iri: what ids are relative to; None: as the graph itself shows.
    :param timeout: seconds to wait for an answer of an endpoint.
    :raises StoreError: when there is no such graph or it cannot be read.

    >>> open_graph("no-such-folder")
    Traceback (most recent call last):
    mandategraph.errors.StoreError: there is no graph at no-such-folder: mandategraph build PATH... --output no-such-folder makes it
    """
    text = str(source)
    if is_url(text):
        from mandategraph.store.remote import open_remote

        return Graph(open_remote(text, base_iri, timeout), language)
    path = FilePath(source)
    if path.is_file():
        return Graph(_read_file(path, base_iri), language)
    return Graph(open_store(path, base_iri=base_iri), language)


def _read_file(path: FilePath, base_iri: str | None) -> Store:
    import pyoxigraph as ox

    if path.suffix.lower() not in _FILES:
        raise StoreError(f"{path} is no graph: a folder, a file ({one_of(_FILES)}) or a URL is needed")
    try:
        quads = list(ox.parse(path=str(path), format=getattr(ox.RdfFormat, _FILES[path.suffix.lower()])))
    except SyntaxError as error:
        raise StoreError(f"{path} is not valid RDF: {' '.join(str(error).split())}") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error
    store = memory_store()
    store.load(quads)
    base = agreed_base(store, base_iri, path) or BASE_IRI
    if base == store.base_iri:
        return store
    store = memory_store(base)
    store.load(quads)
    return store
