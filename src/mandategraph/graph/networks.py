"""The graph, or a part of it, as a networkx graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from mandategraph.columns import (
    EDGE_COLUMNS,
    NODE_COLUMNS,
    PLAIN_EDGE_COLUMNS,
    QUALIFIER_COLUMNS,
    Cell,
    attributes,
    joined,
)
from mandategraph.errors import QuestionError
from mandategraph.graph.keptnetwork import kept_parts
from mandategraph.graph.wholenetwork import EDGE_VALUES, Part, plain
from mandategraph.model import Entity, Name
from mandategraph.propertygraph import PropertyGraph
from mandategraph.selection import Names, other_names
from mandategraph.store import EmbeddedStore
from mandategraph.store.contract import Store
from mandategraph.terms import Term, identifier, mg
from mandategraph.traversal import HEAD, rows
from mandategraph.vocabulary import CLASSES, ONTOLOGY, PREDICATES, class_iri
from mandategraph.whole import no_collection

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["network_of", "quick_network", "whole_network"]

_NODE_NAMES = tuple(one.name for one in NODE_COLUMNS[1:])
_QUALIFIER_NAMES = tuple(one.name for one in QUALIFIER_COLUMNS)
_WITHOUT_SOURCES = frozenset({"documents", "paragraphs", "passages", "quote", "quote_language", "statements"})
# Each part is a sub-select, so that the store joins them by a table and does not look up one after another.
_NODES = """SELECT ?node ?place WHERE { { SELECT ?node WHERE { ?node mg:status ?status } }
  { SELECT ?node ?place WHERE { VALUES (?place ?class) { %s } ?node rdf:type ?class } } }"""
_LABELS = "SELECT ?node ?label WHERE { ?node skos:prefLabel ?label FILTER(LANG(?label) = ?language) }"
_ANY_LABEL = "SELECT ?node ?label WHERE { ?node skos:prefLabel ?label }"
_TRIPLE = "{ ?subject %s ?object BIND(%d AS ?place) }"
_SUPPORTED = "{ " + " ".join(
    f"{{ SELECT {names} WHERE {{ {pattern} }} }}"
    for names, pattern in (
        ("?fact ?support", "?fact mg:support ?support FILTER(?support > 1)"),
        ("?fact ?subject", "?fact rdf:subject ?subject"),
        ("?fact ?object", "?fact rdf:object ?object"),
        ("?fact ?place", "VALUES (?place ?predicate) { %s } ?fact rdf:predicate ?predicate"),
    )
) + " }"
_PARTS = "SELECT ?subject ?object ?place ?support WHERE { %s }"
_BY_NUMBER = """SELECT ((?here * %d + ?there) * %d + ?place AS ?edge) ?support WHERE {
  { SELECT ?subject ?there ?place ?support WHERE {
    { SELECT ?object ?there WHERE { VALUES (?there ?object) { %s } } } { %s } } }
  { SELECT ?subject ?here WHERE { VALUES (?here ?subject) { %s } } } }"""
_CLASSES = tuple(CLASSES)
_LINKED = tuple(name for name, signature in PREDICATES.items() if signature.range is not None)


def _empty(kind: str) -> Any:
    import networkx as nx

    kinds = {"multi": nx.MultiDiGraph, "directed": nx.DiGraph, "undirected": nx.Graph}
    if kind not in kinds:
        raise QuestionError(f"there is no kind {kind!r} of network: valid are {', '.join(kinds)}")
    return kinds[kind]()


def _plain(found: dict[str, Cell]) -> dict[str, Any]:
    """Values that the writers of networkx accept."""
    return {name: plain(value) for name, value in found.items()}


def network_of(
    graph: PropertyGraph, kind: str, *, sources: bool = True
) -> nx.MultiDiGraph[Any] | nx.DiGraph[Any] | nx.Graph[Any]:
    """A property graph for networkx.

    :param graph: nodes and edges.
    :param kind: ``multi``, ``directed`` or ``undirected``.
    :param sources: whether quotes and documents are wanted.
    :raises QuestionError: for another kind.

    >>> network_of(graph.subgraph(predicates="fundedBy"), "directed").number_of_edges()
    1
    """
    network = _empty(kind)
    left_out = frozenset() if sources else _WITHOUT_SOURCES
    node_columns = tuple(column for column in NODE_COLUMNS[1:] if column.name not in left_out)
    edge_columns = tuple(column for column in EDGE_COLUMNS if column.name not in left_out | {"source", "target"})
    plain_columns = tuple(column for column in edge_columns if column in PLAIN_EDGE_COLUMNS)
    with no_collection():
        for node in graph.nodes:
            network.add_node(node.id, **_plain(attributes(node, node_columns)))
        for edge in graph.edges:
            found = _plain(attributes(edge, edge_columns if edge.qualifiers else plain_columns))
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


def whole_network(
    store: EmbeddedStore, kind: str, language: str
) -> nx.MultiDiGraph[Any] | nx.DiGraph[Any] | nx.Graph[Any]:
    """The whole graph of a store on this machine, with sources: what ``network_of`` makes of all of it.

    :param store: the graph.
    :param kind: ``multi``, ``directed`` or ``undirected``.
    :param language: of labels.
    :raises QuestionError: for another kind.

    >>> slow = network_of(graph.subgraph(), "multi")
    >>> dict(whole_network(graph.store, "multi", "zh").nodes) == dict(slow.nodes)
    True
    """
    network = _empty(kind)
    described: dict[str, Entity] = {}
    labels = Names(described, language, store.base_iri)
    predicates: list[str] = []
    names: list[str] = []
    with no_collection():
        for part in kept_parts(store):
            if "predicates" in part:
                predicates = part["predicates"]
            elif "nodes" in part:
                for name, class_, preferred, others, told in part["nodes"]:
                    entity = Entity(
                        identifier(name, store.base_iri),
                        class_,
                        tuple(Name(*pair) for pair in preferred),
                        tuple(Name(*pair) for pair in others),
                    )
                    described[name] = entity
                    names.append(name)
                    network.add_node(name, **_node(entity, labels[name], told))
            else:
                _add(network, kind, names, predicates, labels, part)
    return network  # type: ignore[no-any-return]


def _node(entity: Entity, label: str, told: dict[str, Any]) -> dict[str, Any]:
    """The attributes of a node in the order of their columns."""
    others = tuple(text for text, _ in other_names(entity, label))
    found = {"label": label, "kind": entity.type, **told}
    if others:
        found["names"] = joined(others)
    return {name: found[name] for name in _NODE_NAMES if name in found}


def _add(network: Any, kind: str, names: list[str], predicates: list[str], labels: Names, part: Part) -> None:
    """Put the edges of one part into a network; see ``_fill``."""
    same: dict[Any, Any] = {}
    words = [labels.word(ONTOLOGY + name) for name in predicates]
    symmetric = [name in PREDICATES and PREDICATES[name].symmetric for name in predicates]
    columns = [part[name] for name in ("source", "target", "predicate", *EDGE_VALUES)]
    said: dict[str, dict[str, Any]] = part["more"]
    for row, (here, there, place, fact, support, languages, evidence, documents, paragraphs, passages, quote,
              quote_language, confidence, first, last) in enumerate(zip(*columns, strict=True)):  # fmt: skip
        source, target = names[here], names[there]
        data = {
            "id": fact,
            "predicate": predicates[place],
            "label": words[place],
            "support": support,
            "languages": languages,
            "evidence": evidence,
            "documents": same.setdefault(documents, documents),
            "paragraphs": paragraphs,
            "passages": passages,
            "quote": quote,
            "quote_language": same.setdefault(quote_language, quote_language),
            "confidence": confidence,
            "stated_from": same.setdefault(first, first),
            "stated_to": same.setdefault(last, last),
        }
        if quote is None or first is None:
            data = {name: value for name, value in data.items() if value is not None}
        if more := said.get(str(row)) if said else None:
            if "on_id" in more:
                more["on"] = labels[more["on_id"]]
            data.update((name, more[name]) for name in _QUALIFIER_NAMES if name in more)
        data["symmetric"] = symmetric[place]
        if kind == "multi":
            _put(network, source, target, fact, data | {"weight": support})
        else:
            _merge(network, source, target, data)


def _put(network: Any, source: str, target: str, key: str, data: dict[str, Any]) -> None:
    """Put one edge straight into the two tables of neighbours of a multigraph, whose nodes are there."""
    beside = network._succ[source]
    if target in beside:
        beside[target][key] = data
    else:
        beside[target] = network._pred[target][source] = {key: data}


def quick_network(
    store: Store, kind: str, language: str
) -> nx.MultiDiGraph[Any] | nx.DiGraph[Any] | nx.Graph[Any]:
    """The whole graph without sources: one edge for each subject, predicate and object.

    :param store: the graph.
    :param kind: ``multi``, ``directed`` or ``undirected``.
    :param language: of labels.
    :raises QuestionError: for another kind.

    >>> quick_network(graph.store, "undirected", "en").nodes[graph["UNIDO"].iri]["kind"]
    'Organization'
    """
    network = _empty(kind)
    with no_collection():
        query = _NODES % _numbered(ox.NamedNode(class_iri(name)) for name in _CLASSES)
        classes = {
            node.value: _CLASSES[int(place.value)]
            for node, place in store.select(HEAD + query)
            if node is not None and place is not None
        }
        labels = _labels(store, language, classes)
        network.add_nodes_from((name, {"label": labels[name], "kind": class_}) for name, class_ in classes.items())
        _fill(network, kind, list(classes), _edges(store, list(classes)))
    return network  # type: ignore[no-any-return]


def _fill(network: Any, kind: str, names: list[str], stated: Iterable[tuple[int, int]]) -> None:
    """Put edges into a network; what is stated of an edge beside itself is its support, where that is not one.

    The edges of a multigraph go straight into its two tables of neighbours, which networkx describes for those
    who derive classes: ``add_edges_from`` takes several times as long.
    """
    edges: list[int] = []
    support: dict[int, int] = {}
    for number, count in stated:
        if count:
            support[number] = max(count, support.get(number, 1))
        else:
            edges.append(number)
    many, nodes = len(_LINKED), len(names)
    for number in edges:
        ends, place = divmod(number, many)
        here, there = divmod(ends, nodes)
        source, target, predicate, count = names[here], names[there], _LINKED[place], support.get(number, 1)
        if kind != "multi":
            _merge(network, source, target, {"predicate": predicate, "support": count})
            continue
        _put(network, source, target, predicate, {"predicate": predicate, "support": count, "weight": count})


def _edges(store: Store, names: list[str]) -> Iterator[tuple[int, int]]:
    """The edges between some nodes, each as one number, and again those of more than one document with support.

    The number holds the places of subject, object and predicate. A store on this machine is told the places of
    the nodes and makes it itself: each IRI of an answer is a look-up, which for the edges of a large graph takes
    three times as long as to join them with a table. An endpoint may not take a query of that length.
    """
    triples = [_TRIPLE % (mg(name), place) for place, name in enumerate(_LINKED)]
    query = _PARTS % " UNION ".join([*triples, _SUPPORTED % _numbered(map(mg, _LINKED))])
    if isinstance(store, EmbeddedStore):
        table = _numbered(map(ox.NamedNode, names))
        for edge, count in store.select(HEAD + _BY_NUMBER % (len(names), len(_LINKED), table, query, table)):
            if edge is not None:
                yield int(edge.value), 0 if count is None else int(count.value)
        return
    places = {name: place for place, name in enumerate(names)}
    for subject, value, place_, count in store.select(HEAD + query):
        if subject is not None and value is not None and place_ is not None:
            here, there = places.get(subject.value), places.get(value.value)
            if here is not None and there is not None:
                number = (here * len(names) + there) * len(_LINKED) + int(place_.value)
                yield number, 0 if count is None else int(count.value)


def _numbered(terms: Iterable[Term]) -> str:
    return " ".join(f"({place} {one})" for place, one in enumerate(terms))


def _labels(store: Store, language: str, names: Collection[str]) -> dict[str, str]:
    """The label of each of some nodes: in the language, else in Chinese, English, none or any, else its IRI."""
    order = {wanted: place for place, wanted in enumerate(dict.fromkeys((language, "zh", "en", "")))}
    found: dict[str, tuple[int, str]] = {}
    chosen = store.select(HEAD + _LABELS, {"language": ox.Literal(language)})
    missing = set(names) - {node.value for node, _ in chosen if node is not None}
    for node, label in chain(chosen, rows(store, _ANY_LABEL, "node", map(ox.NamedNode, missing))):
        if node is not None and isinstance(label, ox.Literal):
            held = (order.get(label.language or "", len(order)), label.value)
            found[node.value] = min(held, found.get(node.value, held))
    return {name: found[name][1] if name in found else name for name in names}
