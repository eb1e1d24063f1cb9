"""GEXF 1.3 for Gephi, with typed attributes and the days for its timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO

from mandategraph.columns import EDGE_COLUMNS, NODE_COLUMNS, Attribute, Cell, attributes, joined
from mandategraph.export.svg import colour
from mandategraph.export.xmltext import attribute
from mandategraph.propertygraph import Edge, PropertyGraph

__all__ = ["write_gexf"]

_TYPES = {"integer": "long", "double": "double", "boolean": "boolean"}
# What GEXF has attributes of its own for.
_NODES = tuple(column for column in NODE_COLUMNS if column.name not in {"id", "label", "start", "end"})
_EDGES = tuple(
    column for column in EDGE_COLUMNS if column.name not in {"id", "source", "target", "label", "start", "end"}
)


def _value(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return joined(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _days(start: date | None, end: date | None) -> str:
    found = (("start", start), ("end", end))
    return "".join(f' {name}="{day.isoformat()}"' for name, day in found if day is not None)


def _time(edge: Edge) -> tuple[date | None, date | None]:
    """When a fact holds; where its words do not say, from the first dated document that states it."""
    start, end = edge.valid
    if start is None and end is None and edge.stated:
        return edge.stated[0], None
    return start, end


def _declared(columns: tuple[Attribute, ...], class_: str) -> Iterator[str]:
    yield f'    <attributes class="{class_}">'
    for column in columns:
        kind = _TYPES.get(column.kind, "string")
        yield f'      <attribute id="{column.name}" title="{column.name}" type="{kind}"/>'
    yield "    </attributes>"


def _values(thing: object, columns: tuple[Attribute, ...]) -> Iterator[str]:
    yield "        <attvalues>"
    for name, value in attributes(thing, columns).items():
        yield f'          <attvalue for="{name}" value={attribute(_value(value))}/>'
    yield "        </attvalues>"


def _lines(graph: PropertyGraph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    yield "  <meta>"
    yield "    <creator>mandategraph</creator>"
    yield "    <description>Organizations, programmes and mandates; every edge has its sources</description>"
    yield "  </meta>"
    yield '  <graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">'
    yield from _declared(_NODES, "node")
    yield from _declared(_EDGES, "edge")
    yield f'    <nodes count="{len(graph.nodes)}">'
    for node in graph.nodes:
        yield f"      <node id={attribute(node.id)} label={attribute(node.label)}{_days(*node.time)}>"
        yield from _values(node, _NODES)
        yield f'        <viz:color hex="{colour(node.kind)}"/>'
        yield "      </node>"
    yield "    </nodes>"
    yield f'    <edges count="{len(graph.edges)}">'
    for edge in graph.edges:
        # Edges of different kinds may stand side by side between two nodes.
        yield (
            f"      <edge id={attribute(edge.id)} source={attribute(edge.source)} target={attribute(edge.target)} "
            f'type="directed" kind="{edge.predicate}" label={attribute(edge.label)} weight="{edge.support}"'
            f"{_days(*_time(edge))}>"
        )
        yield from _values(edge, _EDGES)
        yield "      </edge>"
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def write_gexf(graph: PropertyGraph, file: IO[bytes]) -> None:
    """GEXF 1.3: the weight of an edge is its support, ``start`` and ``end`` are its days or those of its documents.

    Several texts in one attribute are joined by ``;``. Without ``lastmodifieddate``, so that the same graph
    gives the same bytes.

    :param graph: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_gexf(graph.subgraph(predicates="fundedBy"), file)
    >>> file.getvalue().count(b"<edge ")
    1
    """
    file.writelines(f"{line}\n".encode() for line in _lines(graph))
