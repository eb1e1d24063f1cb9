"""GraphML: plain, and with the labels, colours and places that yEd shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO

from mandategraph.columns import EDGE_COLUMNS, NODE_COLUMNS, Attribute, Cell, attributes, joined
from mandategraph.export.svg import colour
from mandategraph.export.xmltext import attribute, text
from mandategraph.layout import positions
from mandategraph.propertygraph import Edge, Node, PropertyGraph
from mandategraph.textwidth import width

__all__ = ["write_graphml", "write_yed"]

_TYPES = {"integer": "long", "double": "double", "boolean": "boolean"}
_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NODES = NODE_COLUMNS[1:]
_EDGES = tuple(column for column in EDGE_COLUMNS if column.name not in {"id", "source", "target"})


def _value(value: Cell) -> str:
    """A value as GraphML writes it: several texts are joined by ``;``, dates are texts in ISO 8601."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return joined(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _keys(columns: Iterable[Attribute], domain: str) -> Iterator[str]:
    for column in columns:
        kind = _TYPES.get(column.kind, "string")
        yield (
            f'  <key id="{domain[0]}_{column.name}" for="{domain}" attr.name="{column.name}" attr.type="{kind}">'
            f"<desc>{text(column.summary)}</desc></key>"
        )


def _data(thing: object, columns: tuple[Attribute, ...], domain: str) -> Iterator[str]:
    for name, value in attributes(thing, columns).items():
        yield f'      <data key="{domain}_{name}">{text(_value(value))}</data>'


def _lines(graph: PropertyGraph, yed: bool) -> Iterator[str]:
    places = positions(graph) if yed else {}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    more = ' xmlns:y="http://www.yworks.com/xml/graphml"' if yed else ""
    yield f'<graphml xmlns="{_SPACE}"{more}>'
    yield from _keys(_NODES, "node")
    yield from _keys(_EDGES, "edge")
    if yed:
        yield '  <key id="n_graphics" for="node" yfiles.type="nodegraphics"/>'
        yield '  <key id="e_graphics" for="edge" yfiles.type="edgegraphics"/>'
    yield '  <graph id="mandategraph" edgedefault="directed">'
    for node in graph.nodes:
        yield f"    <node id={attribute(node.id)}>"
        yield from _data(node, _NODES, "n")
        if yed:
            yield _node_graphics(node, places[node.id])
        yield "    </node>"
    for edge in graph.edges:
        ends = f"source={attribute(edge.source)} target={attribute(edge.target)}"
        yield f"    <edge id={attribute(edge.id)} {ends}>"
        yield from _data(edge, _EDGES, "e")
        if yed:
            yield _edge_graphics(edge)
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _node_graphics(node: Node, place: tuple[int, int]) -> str:
    wide = max(40, 8 + 8 * width(node.label))
    return (
        f'      <data key="n_graphics"><y:ShapeNode><y:Geometry x="{place[0] * 2}" y="{place[1] * 2}" width="{wide}" '
        f'height="30"/><y:Fill color="{colour(node.kind)}" transparent="false"/>'
        f'<y:NodeLabel textColor="#FFFFFF">{text(node.label)}</y:NodeLabel>'
        '<y:Shape type="roundrectangle"/></y:ShapeNode></data>'
    )


def _edge_graphics(edge: Edge) -> str:
    arrow = "none" if edge.symmetric else "standard"
    return (
        '      <data key="e_graphics"><y:PolyLineEdge>'
        f'<y:LineStyle color="#8899A0" type="line" width="{min(1 + edge.support / 2, 6):g}"/>'
        f'<y:Arrows source="none" target="{arrow}"/><y:EdgeLabel>{text(edge.label)}</y:EdgeLabel>'
        "</y:PolyLineEdge></data>"
    )


def write_graphml(graph: PropertyGraph, file: IO[bytes]) -> None:
    """GraphML that networkx, igraph, Gephi and R read: typed attributes, one edge a fact.

    Several texts in one attribute are joined by ``;``; dates are texts.

    :param graph: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_graphml(graph.subgraph(predicates="fundedBy"), file)
    >>> file.getvalue().count(b"<edge ")
    1
    """
    file.writelines(f"{line}\n".encode() for line in _lines(graph, yed=False))


def write_yed(graph: PropertyGraph, file: IO[bytes]) -> None:
    """GraphML with labels, colours and places for yEd; other programs skip these.

    :param graph: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_yed(graph.subgraph(predicates="fundedBy"), file)
    >>> file.getvalue().count(b"<y:NodeLabel")
    2
    """
    file.writelines(f"{line}\n".encode() for line in _lines(graph, yed=True))
