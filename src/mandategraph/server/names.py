"""Search over the names of all entities, in every language, and parts of names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from mandategraph.find import normal_name
from mandategraph.server.facts import Reader, Record
from mandategraph.server.state import Version
from mandategraph.store import EmbeddedStore
from mandategraph.vocabulary import CLASSES, PREFIXES, class_iri, is_a

__all__ = ["NameIndex", "search"]

_NAMES = f"""PREFIX skos: <{PREFIXES["skos"]}> PREFIX mg: <{PREFIXES["mg"]}>
SELECT ?entity ?property ?name ?type WHERE {{
  ?entity a ?type ; mg:status ?status ; ?property ?name
  VALUES ?property {{ skos:prefLabel skos:altLabel mg:symbol }} }}"""
_WEIGHTS = f"""PREFIX rdf: <{PREFIXES["rdf"]}>
SELECT ?entity (COUNT(*) AS ?n) WHERE {{ {{ ?fact rdf:subject ?entity }} UNION {{ ?fact rdf:object ?entity }} }}
GROUP BY ?entity"""


@dataclass(frozen=True, slots=True)
class _Entry:
    normal: str
    text: str
    entity: str
    type: str
    weight: int


class NameIndex:
    """All names of a graph in memory.

    :param store: the graph.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        weights = {row["entity"].value: int(row["n"].value) for row in store.select(_WEIGHTS).records()}
        types = {class_iri(name): name for name in CLASSES}
        self.entries = [
            _Entry(
                normal_name(row["name"].value),
                row["name"].value,
                row["entity"].value,
                types.get(row["type"].value, ""),
                weights.get(row["entity"].value, 0),
            )
            for row in store.select(_NAMES).records()
        ]
        self.entries.sort(key=lambda one: (-one.weight, len(one.normal), one.text, one.entity))

    def find(self, words: str, types: frozenset[str] = frozenset(), limit: int = 20) -> list[_Entry]:
        """The best name of each entity that matches: whole names first, then beginnings, then parts.

        :param words: as a person writes them.
        :param types: classes that are wanted; none means all.
        :param limit: how many entities at most.
        """
        wanted = normal_name(words)
        parts = [normal_name(part) for part in words.split()] or [wanted]
        if not wanted:
            return []
        ranked: dict[int, dict[str, _Entry]] = defaultdict(dict)
        for entry in self.entries:
            if types and not is_a(entry.type, types):
                continue
            if entry.normal == wanted:
                rank = 0
            elif entry.normal.startswith(wanted):
                rank = 1
            elif wanted in entry.normal:
                rank = 2
            elif len(parts) > 1 and all(part in entry.normal for part in parts):
                rank = 3
            else:
                continue
            ranked[rank].setdefault(entry.entity, entry)
        found: dict[str, _Entry] = {}
        for rank in sorted(ranked):
            for name, entry in ranked[rank].items():
                found.setdefault(name, entry)
        return list(found.values())[:limit]


def search(
    graph: Version, words: str, language: str, types: frozenset[str] = frozenset(), limit: int = 20
) -> list[Record]:
    """The entities whose names hold some words, best first.

    :param graph: the graph.
    :param words: as a person writes them, in any language.
    :param language: of the labels.
    :param types: classes that are wanted; none means all.
    :param limit: how many at most.
    """
    index = graph.keep("names", "", NameIndex)
    reader = Reader(graph.store, language)
    found = index.find(words, types, limit)
    reader.learn(one.entity for one in found)
    return [{**reader.link(one.entity), "match": one.text, "facts": one.weight} for one in found]
