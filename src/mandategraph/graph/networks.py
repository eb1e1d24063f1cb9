"""The graph, or a part of it, as a networkx graph."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from mandategraph.columns import EDGE_COLUMNS, NODE_COLUMNS, Cell, attributes, joined
from mandategraph.errors import QuestionError
from mandategraph.propertygraph import PropertyGraph
from mandategraph.store.contract import Store
from mandategraph.traversal import HEAD
from mandategraph.vocabulary import ONTOLOGY, PREDICATES

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["network_of", "quick_network"]

_WITHOUT_SOURCES = frozenset({"documents", "paragraphs", "passages", "quote", "quote_language", "statements"})
_NODES = "SELECT ?node ?class WHERE { ?node mg:status ?status ; rdf:type ?class }"
_LABELS = "SELECT ?node ?label WHERE { ?node skos:prefLabel ?label FILTER(LANG(?label) = ?language) }"
_ANY_LABELS = "SELECT ?node ?label WHERE { ?node skos:prefLabel ?label }"
_TRIPLES = "SELECT ?subject ?object WHERE { ?subject %s ?object }"
_SUPPORTED = """SELECT ?subject ?predicate ?object ?support WHERE { ?fact mg:support ?support FILTER(?support > 1)
  ?fact rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object }"""


def _empty(kind: str) -> Any:
    import networkx as nx

    kinds = {"multi": nx.MultiDiGraph, "directed": nx.DiGraph, "undirected": nx.Graph}
    if kind not in kinds:
        raise QuestionError(f"there is no kind {kind!r} of network: valid are {', '.join(kinds)}")
    return kinds[kind]()


def _plain(value: Cell) -> str | int | float | bool:
    """A value that the writers of networkx accept: several texts are joined, dates are texts."""
    if isinstance(value, tuple):
        return joined(value)
    return value.isoformat() if isinstance(value, date) else value  # type: ignore[return-value]


def network_of(
    graph: PropertyGraph, kind: str, *, sources: bool = True
) -> nx.MultiDiGraph[Any] | nx.DiGraph[Any] | nx.Graph[Any]:
    """A property graph for networkx.

    :param graph: nodes and edges.
    :param kind: ``multi``, ``directed`` or ``undirected``.
    :param sources: whether quotes and documents are wanted.
    :raises QuestionError: for another kind.
    """
    network = _empty(kind)
    left_out = frozenset() if sources else _WITHOUT_SOURCES
    node_columns = tuple(column for column in NODE_COLUMNS[1:] if column.name not in left_out)
    edge_columns = tuple(column for column in EDGE_COLUMNS if column.name not in left_out | {"source", "target"})
    for node in graph.nodes:
        found = attributes(node, node_columns)
        network.add_node(node.id, **{name: _plain(value) for name, value in found.items()})
    for edge in graph.edges:
        found = {name: _plain(value) for name, value in attributes(edge, edge_columns).items()}
        if kind == "multi":
            network.add_edge(edge.source, edge.target, key=edge.id, **found, weight=edge.support)
        else:
            _merge(network, edge.source, edge.target, found)
    return network  # type: ignore[no-any-return]


def _merge(network: Any, source: str, target: str, found: dict[str, Any]) -> None:
    """One edge for two ends: attributes of the best supported fact, and the sum of supports as its weight."""
    held = network.get_edge_data(source, target)
    if held is None:
        network.add_edge(
            source, target, **found, facts=1, predicates=found["predicate"], weight=found["support"]
        )
        return
    names = sorted({*held["predicates"].split(";"), found["predicate"]})
    more = {
        "facts": held["facts"] + 1,
        "predicates": ";".join(names),
        "weight": held["weight"] + found["support"],
    }
    if found["support"] > held["support"]:
        held.clear()
        held.update(found)
    held.update(more)


def quick_network(
    store: Store, kind: str, language: str
) -> nx.MultiDiGraph[Any] | nx.DiGraph[Any] | nx.Graph[Any]:
    """The whole graph without sources: one edge for each subject, predicate and object.

    :param store: the graph.
    :param kind: ``multi``, ``directed`` or ``undirected``.
    :param language: of labels.
    :raises QuestionError: for another kind.
    """
    network = _empty(kind)
    labels = _labels(store, language)
    for node, class_ in store.select(HEAD + _NODES):
        if node is not None and class_ is not None:
            name = node.value
            network.add_node(name, label=labels.get(name, name), kind=class_.value.rpartition("#")[2])
    support = _supports(store)
    for predicate, signature in PREDICATES.items():
        if signature.range is not None:
            _add_triples(network, store, predicate, kind, support)
    return network  # type: ignore[no-any-return]


def _supports(store: Store) -> dict[tuple[str, str, str], int]:
    """The support of what more than one document states, by subject, object and predicate."""
    found: dict[tuple[str, str, str], int] = {}
    for subject, predicate, value, count in store.select(HEAD + _SUPPORTED):
        if subject is not None and predicate is not None and value is not None and count is not None:
            triple = (subject.value, value.value, predicate.value.removeprefix(ONTOLOGY))
            found[triple] = max(int(count.value), found.get(triple, 1))
    return found


def _labels(store: Store, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for wanted in dict.fromkeys((language, "zh", "en", "")):
        for node, label in store.select(HEAD + _LABELS, {"language": ox.Literal(wanted)}):
            if node is not None and label is not None:
                held = found.setdefault(node.value, label.value)
                if wanted == language and label.value < held:
                    found[node.value] = label.value
    return found


def _add_triples(
    network: Any, store: Store, predicate: str, kind: str, support: dict[tuple[str, str, str], int]
) -> None:
    pairs = (
        (subject.value, value.value)
        for subject, value in store.select(HEAD + _TRIPLES % f"<{ONTOLOGY}{predicate}>")
        if subject is not None and value is not None
    )
    if kind == "multi":
        network.add_edges_from(
            (*ends, predicate, {"predicate": predicate, "support": count, "weight": count})
            for ends in pairs
            for count in (support.get((*ends, predicate), 1),)
        )
        return
    for source, target in pairs:
        count = support.get((source, target, predicate), 1)
        _merge(network, source, target, {"predicate": predicate, "support": count})
