"""Graphs in JSON: for Cytoscape.js, Cytoscape desktop and D3."""

from __future__ import annotations

import json
from datetime import date
from typing import IO, Any

from mandategraph.columns import EDGE_COLUMNS, EVIDENCE_COLUMNS, NODE_COLUMNS, STATEMENT_COLUMNS, attributes
from mandategraph.export.svg import COLOURS
from mandategraph.propertygraph import Edge, Node, PropertyGraph, Statement

__all__ = ["edge_data", "node_data", "write_cyjs", "write_cytoscape", "write_d3"]


def _default(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _write(value: object, file: IO[bytes]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, default=_default)
    file.write(text.encode("utf-8", "replace") + b"\n")


def _sources(stated: Edge | Statement) -> list[dict[str, Any]]:
    found = [attributes((stated.id, source), EVIDENCE_COLUMNS) for source in stated.sources]
    return [{name: value for name, value in one.items() if name != "fact"} for one in found]


def node_data(node: Node) -> dict[str, Any]:
    """All of a node: its attributes, and the facts whose object is a value with their sources.

    :param node: the node.

    >>> node_data(Node("http://a", "A", "Event"))["statements"]
    []
    """
    found: dict[str, Any] = dict(attributes(node, NODE_COLUMNS))
    found["statements"] = [
        {
            **{
                name: value
                for name, value in attributes((node, one), STATEMENT_COLUMNS).items()
                if name != "subject"
            },
            "sources": _sources(one),
        }
        for one in node.statements
    ]
    return found


def edge_data(edge: Edge) -> dict[str, Any]:
    """All of an edge with its sources.

    :param edge: the edge.

    >>> edge_data(graph.subgraph(predicates="fundedBy").edges[0])["support"]
    2
    """
    return {**attributes(edge, EDGE_COLUMNS), "sources": _sources(edge)}


def write_cytoscape(graph: PropertyGraph, file: IO[bytes]) -> None:
    """The argument of ``cytoscape({...})``: elements with all their sources, a style and a layout.

    :param graph: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_cytoscape(graph.subgraph(predicates="fundedBy"), file)
    >>> b"elements" in file.getvalue()
    True
    """
    style: list[dict[str, Any]] = [
        {"selector": "node", "style": {"label": "data(label)", "background-color": "#6b4f4f", "font-size": 11}},
        {
            "selector": "edge",
            "style": {
                "label": "data(label)",
                "curve-style": "bezier",
                "target-arrow-shape": "triangle",
                "font-size": 8,
                "width": "mapData(support, 1, 10, 1, 6)",
            },
        },
    ]
    style += [
        {"selector": f'node[kind = "{kind}"]', "style": {"background-color": shade}}
        for kind, shade in sorted(COLOURS.items())
    ]
    elements = {
        "nodes": [{"data": node_data(node)} for node in graph.nodes],
        "edges": [{"data": edge_data(edge)} for edge in graph.edges],
    }
    _write({"elements": elements, "style": style, "layout": {"name": "cose"}}, file)


def write_cyjs(graph: PropertyGraph, file: IO[bytes]) -> None:
    """A network that Cytoscape desktop imports: flat columns, ``name`` and ``interaction`` as it wants them.

    :param graph: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_cyjs(graph.subgraph(predicates="fundedBy"), file)
    >>> b"format_version" in file.getvalue()
    True
    """
    nodes = [
        {"data": {**attributes(node, NODE_COLUMNS), "name": node.label, "shared_name": node.id}}
        for node in graph.nodes
    ]
    edges = [
        {
            "data": {
                **attributes(edge, EDGE_COLUMNS),
                "name": f"{edge.source} ({edge.predicate}) {edge.target}",
                "interaction": edge.predicate,
                "shared_interaction": edge.predicate,
            }
        }
        for edge in graph.edges
    ]
    _write(
        {
            "format_version": "1.0",
            "generated_by": "mandategraph",
            "target_cytoscapejs_version": "~2.1",
            "data": {"name": "mandategraph", "shared_name": "mandategraph"},
            "elements": {"nodes": nodes, "edges": edges},
        },
        file,
    )


def write_d3(graph: PropertyGraph, file: IO[bytes]) -> None:
    """Nodes and links as D3's force layout and ``networkx.node_link_graph(edges="links")`` take them.

    :param graph: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_d3(graph.subgraph(predicates="fundedBy"), file)
    >>> b"links" in file.getvalue()
    True
    """
    about = {"language": graph.language, "base_iri": graph.base_iri}
    links = [{**edge_data(edge), "key": edge.id} for edge in graph.edges]
    nodes = [node_data(node) for node in graph.nodes]
    _write({"directed": True, "multigraph": True, "graph": about, "nodes": nodes, "links": links}, file)
