"""Finds what the ids of a graph are relative to, by what is in it."""

from __future__ import annotations

from mandategraph.errors import StoreError
from mandategraph.store.contract import Store
from mandategraph.vocabulary import ONTOLOGY

__all__ = ["agreed_base", "base_of"]

_HEAD = f"PREFIX mg: <{ONTOLOGY}>\n"
_ANY_FACT = "SELECT ?fact WHERE { ?fact a mg:Fact } LIMIT 1"
_ANY_EDITION = "SELECT ?document WHERE { GRAPH ?edition { ?edition mg:editionOf ?document } } LIMIT 1"


def base_of(store: Store) -> str | None:
    """The base IRI of a graph, by the IRI of any edition's document or of any fact; None when it has neither.

    :param store: the graph.
    :raises StoreError: when it cannot be read.

    >>> from mandategraph.store.embedded import memory_store
    >>> store = memory_store()
    >>> base_of(store) is None
    True
    >>> store.update("INSERT DATA { <urn:x:fact/1> a <https://w3id.org/mandategraph/ontology#Fact> }")
    >>> base_of(store)
    'urn:x:'
    """
    for (document,) in store.select(_HEAD + _ANY_EDITION):
        base, found, _ = ("" if document is None else document.value).partition("document/")
        if found:
            return base
    for (fact,) in store.select(_HEAD + _ANY_FACT):
        base, found, _ = ("" if fact is None else fact.value).rpartition("fact/")
        if found:
            return base
    return None


def agreed_base(store: Store, wanted: str | None, place: object) -> str | None:
    """The base IRI that is wanted, if a graph has no other; where none is wanted, the one that it has.

    :param store: the graph.
    :param wanted: the base IRI, if one is given.
    :param place: where the graph is, for the error.
    :return: None when none is wanted and the graph shows none.
    :raises StoreError: when the graph has another, or cannot be read.

    >>> from mandategraph.store.embedded import memory_store
    >>> agreed_base(memory_store(), "urn:x:", "memory")
    'urn:x:'
    """
    held = base_of(store)
    if wanted is not None and held is not None and held != wanted:
        raise StoreError(f"{place} was built with the base IRI {held}, not {wanted}")
    return wanted or held
