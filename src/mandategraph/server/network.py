"""Nodes and edges to draw: a neighbourhood, the whole graph within bounds, and the shortest way between two."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from mandategraph.server.facts import Reader, Record
from mandategraph.server.state import Version
from mandategraph.store import EmbeddedStore
from mandategraph.vocabulary import ONTOLOGY, PREFIXES, is_a

__all__ = ["Links", "drawing", "expansion", "path"]

_EDGES = f"""PREFIX rdf: <{PREFIXES["rdf"]}> PREFIX mg: <{PREFIXES["mg"]}>
SELECT ?fact ?subject ?predicate ?object ?support WHERE {{
  ?fact rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; mg:support ?support .
  ?object mg:status ?status }}"""


@dataclass(frozen=True, slots=True)
class _Edge:
    fact: str
    subject: str
    predicate: str
    object: str
    support: int


class Links:
    """All facts between two entities, in memory, by both ends.

    :param store: the graph.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        self.at: dict[str, list[_Edge]] = defaultdict(list)
        self.edges: list[_Edge] = []
        for row in store.select(_EDGES).records():
            if not isinstance(row["object"], ox.NamedNode):
                continue
            edge = _Edge(
                row["fact"].value,
                row["subject"].value,
                row["predicate"].value.removeprefix(ONTOLOGY),
                row["object"].value,
                int(row["support"].value),
            )
            self.edges.append(edge)
        self.edges.sort(key=lambda edge: (-edge.support, edge.fact))
        for edge in self.edges:
            self.at[edge.subject].append(edge)
            if edge.object != edge.subject:
                self.at[edge.object].append(edge)

    def way(self, first: str, last: str, longest: int = 8) -> list[_Edge] | None:
        """The edges of a shortest way between two entities, whatever their direction, or None."""
        if first == last:
            return []
        came: dict[str, tuple[str, _Edge] | None] = {first: None}
        queue = deque([(first, 0)])
        while queue:
            here, steps = queue.popleft()
            if steps >= longest:
                continue
            for edge in self.at.get(here, ()):
                there = edge.object if edge.subject == here else edge.subject
                if there in came:
                    continue
                came[there] = (here, edge)
                if there == last:
                    return _back(came, last)
                queue.append((there, steps + 1))
        return None


def _back(came: Mapping[str, tuple[str, _Edge] | None], last: str) -> list[_Edge]:
    found = []
    step = came[last]
    while step is not None:
        here, edge = step
        found.append(edge)
        step = came[here]
    return found[::-1]


def _links(graph: Version) -> Links:
    return graph.keep("links", "", Links)


def _record(graph: Version, reader: Reader, edges: Iterable[_Edge], nodes: Iterable[str]) -> Record:
    links = _links(graph)
    shown = sorted(set(nodes))
    reader.learn(shown)
    merged: dict[tuple[str, str, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        merged[edge.subject, edge.predicate, edge.object].append(edge)
    return {
        "nodes": [{**reader.link(node), "degree": len(links.at.get(node, ()))} for node in shown],
        "edges": [
            {
                "source": subject,
                "target": value,
                "predicate": predicate,
                "label": reader.word(ONTOLOGY + predicate),
                "facts": [edge.fact for edge in held],
                "support": max(edge.support for edge in held),
            }
            for (subject, predicate, value), held in sorted(merged.items())
        ],
    }


def drawing(
    graph: Version,
    language: str,
    types: Sequence[str] = (),
    predicates: Sequence[str] = (),
    limit: int = 300,
) -> Record:
    """The most joined entities of the graph, within bounds.

    :param graph: the graph.
    :param language: of the names.
    :param types: classes that are wanted; none means all.
    :param predicates: that are wanted; none means all.
    :param limit: how many entities at most.
    """
    reader = Reader(graph.store, language)
    links = _links(graph)
    edges = [edge for edge in links.edges if not predicates or edge.predicate in predicates]
    ends = {end for edge in edges for end in (edge.subject, edge.object)}
    if types:
        reader.learn(ends)
        wanted = frozenset(types)
        ends = {end for end in ends if (found := reader.entity(end)) is not None and is_a(found.type, wanted)}
        edges = [edge for edge in edges if edge.subject in ends and edge.object in ends]
        ends = {end for edge in edges for end in (edge.subject, edge.object)}
    degree: dict[str, int] = defaultdict(int)
    for edge in edges:
        degree[edge.subject] += 1
        degree[edge.object] += 1
    kept = set(sorted(ends, key=lambda end: (-degree[end], end))[:limit])
    edges = [edge for edge in edges if edge.subject in kept and edge.object in kept]
    kept = {end for edge in edges for end in (edge.subject, edge.object)}
    return {**_record(graph, reader, edges, kept), "entities": len(ends), "shown": len(kept)}


def expansion(graph: Version, iri: str, language: str, limit: int = 60) -> Record:
    """An entity and what facts join it to, those that most documents state first.

    :param graph: the graph.
    :param iri: of the entity.
    :param language: of the names.
    :param limit: how many facts at most.
    """
    reader = Reader(graph.store, language)
    edges = _links(graph).at.get(iri, [])
    chosen = edges[:limit]
    nodes = {iri} | {end for edge in chosen for end in (edge.subject, edge.object)}
    return {**_record(graph, reader, chosen, nodes), "focus": iri, "facts": len(edges)}


def path(graph: Version, first: str, last: str, language: str) -> Record:
    """A shortest way between two entities, each step with the facts that make it.

    :param graph: the graph.
    :param first: the IRI where it begins.
    :param last: the IRI where it ends.
    :param language: of the names.
    """
    reader = Reader(graph.store, language)
    edges = _links(graph).way(first, last)
    ends = {"from": reader.link(first), "to": reader.link(last)}
    if edges is None:
        return {**ends, "found": False, "nodes": [], "edges": [], "facts": []}
    nodes = {first, last} | {end for edge in edges for end in (edge.subject, edge.object)}
    return {
        **ends,
        "found": True,
        **_record(graph, reader, edges, nodes),
        "facts": reader.facts([edge.fact for edge in edges]),
    }
