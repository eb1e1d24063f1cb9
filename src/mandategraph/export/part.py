"""The part of a store that a selection leaves, as a store of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from mandategraph.contributions import DESCRIPTION
from mandategraph.factgraph import fact_nodes
from mandategraph.propertygraph import PropertyGraph
from mandategraph.store.contract import Store
from mandategraph.store.embedded import memory_store
from mandategraph.terms import term
from mandategraph.traversal import rows

__all__ = ["part_of"]

_ALL = "SELECT ?node ?property ?value WHERE { ?node ?property ?value }"
_IN_GRAPH = "SELECT ?graph ?node ?property ?value WHERE { GRAPH ?graph { ?node ?property ?value } }"
_REASONS = "SELECT ?graph ?fact ?evidence WHERE { GRAPH ?graph { ?fact mg:evidence ?evidence } }"
_NAMES = "SELECT ?graph ?node ?name WHERE { GRAPH ?graph { ?node mg:mentionedAs ?name } }"
_EVIDENCE, _NAME = term("mg:evidence"), term("mg:mentionedAs")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")


def part_of(store: Store, graph: PropertyGraph) -> Store:
    """The facts of a property graph in RDF: with their entities, evidence, passages and editions.

    :param store: the whole graph.
    :param graph: the part that is wanted.

    >>> part = part_of(graph.store, graph.subgraph(predicates="fundedBy"))
    >>> len(list(part.quads())) < len(list(graph.store.quads()))
    True
    """
    part = memory_store(store.base_iri)
    part.load(_quads(store, graph))
    return part


def _nodes(names: Iterable[str]) -> list[ox.NamedNode]:
    return [ox.NamedNode(name) for name in sorted(set(names))]


def _quads(store: Store, graph: PropertyGraph) -> Iterator[ox.Quad]:
    facts = [edge.id for edge in graph.edges] + [statement.id for _, statement in graph.statements]
    described = [node for fact in _nodes(facts) for node in fact_nodes(fact, store.base_iri)]
    ends: dict[ox.NamedNode, dict[ox.NamedNode, ox.NamedNode]] = {}
    for node, name, value in rows(store, _ALL, "node", described):
        yield ox.Quad(node, name, value)  # type: ignore[arg-type]
        if name in (_SUBJECT, _PREDICATE, _OBJECT):
            ends.setdefault(node, {})[name] = value  # type: ignore[index, assignment, arg-type]
    for one in ends.values():
        yield ox.Quad(one[_SUBJECT], one[_PREDICATE], one[_OBJECT])
    sources = [source for _, source in graph.sources]
    about = {node.id for node in graph.nodes} | {source.document_iri for source in sources}
    about |= {str(edge.qualifiers["on"]) for edge in graph.edges if "on" in edge.qualifier_labels}
    entities = _nodes(about)
    for node, name, value in rows(store, _ALL, "node", entities, {"property": DESCRIPTION}):
        yield ox.Quad(node, name, value)  # type: ignore[arg-type]
    editions = {source.edition_iri for source in sources}
    for place, fact, reason in rows(store, _REASONS, "fact", _nodes(facts)):
        yield ox.Quad(fact, _EVIDENCE, reason, place)  # type: ignore[arg-type]
    wanted = {source.iri for source in sources} | {source.passage_iri for source in sources} | editions
    for place, node, name, value in rows(store, _IN_GRAPH, "node", _nodes(wanted)):
        if place is not None and place.value in editions:
            yield ox.Quad(node, name, value, place)  # type: ignore[arg-type]
    for place, node, name in rows(store, _NAMES, "node", entities):
        if place is not None and place.value in editions:
            yield ox.Quad(node, _NAME, name, place)  # type: ignore[arg-type]
