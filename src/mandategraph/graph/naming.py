"""Looks for entities by part of a name."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from mandategraph.find import normal_name
from mandategraph.store.contract import Store
from mandategraph.terms import mg, term
from mandategraph.traversal import HEAD, among, classes_of

__all__ = ["entities_named"]

_NAMED = """SELECT DISTINCT ?entity ?name WHERE { ?entity ?property ?name
  FILTER(CONTAINS(LCASE(STR(?name)), LCASE(?words))) }"""


def entities_named(store: Store, words: str, types: str | Iterable[str] | None, limit: int) -> list[str]:
    """The IRIs of the entities that have some words in one of their names, those with the shortest names first.

    :param store: the graph.
    :param words: part of a name.
    :param types: only entities of these classes and of those below them.
    :param limit: at most so many.
    :raises QuestionError: for an unknown class.

    >>> entities_named(graph.store, "方案", "Programme", 5) == [graph["绿色方案"].iri]
    True
    """
    wanted = normal_name(words)
    asked: dict[str, ox.Literal | list[ox.NamedNode]] = {
        "property": [term("skos:prefLabel"), term("skos:altLabel"), mg("symbol")],
        "words": ox.Literal(words.strip()),
    }
    best: dict[str, tuple[bool, int]] = {}
    for row in store.select(HEAD + _NAMED, asked).records():
        rank = (normal_name(row["name"].value) != wanted, len(row["name"].value))
        entity = row["entity"].value
        best[entity] = min(rank, best.get(entity, rank))
    found: Iterable[str] = best
    if types is not None:
        found = among(store, best, classes_of([types] if isinstance(types, str) else types))
    return sorted(found, key=lambda name: (best[name], name))[:limit]
