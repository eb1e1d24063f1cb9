"""DOT for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO

from mandategraph.columns import EDGE_COLUMNS, NODE_COLUMNS, Attribute, Cell, attributes, joined
from mandategraph.export.svg import colour
from mandategraph.propertygraph import PropertyGraph

__all__ = ["write_dot"]

_NODES = NODE_COLUMNS[1:]
# Graphviz has meanings of its own for "label", "id" and so on; those of ours that it knows keep them.
_EDGES = tuple(column for column in EDGE_COLUMNS if column.name not in {"source", "target"})


def _quoted(text: str) -> str:
    r"""A text in quotes: a backslash is doubled so that Graphviz shows it and does not obey it."""
    text = text.replace("\x00", "\ufffd").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\r", "").replace("\n", "\\n") + '"'


def _value(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple):
        return _quoted(joined(value))
    return _quoted(value.isoformat() if isinstance(value, date) else str(value))


def _list(thing: object, columns: tuple[Attribute, ...], more: dict[str, str]) -> str:
    found = {name: _value(value) for name, value in attributes(thing, columns).items()} | more
    return ", ".join(f"{name}={value}" for name, value in found.items())


def _lines(graph: PropertyGraph) -> Iterator[str]:
    yield "digraph mandategraph {"
    yield '  graph [charset="UTF-8", overlap=false, splines=true];'
    yield '  node [shape=box, style="rounded,filled", fontcolor=white, fontname="sans-serif"];'
    yield '  edge [fontsize=9, fontname="sans-serif"];'
    for node in graph.nodes:
        more = {"fillcolor": _quoted(colour(node.kind)), "tooltip": _quoted(f"{node.label} ({node.kind})")}
        yield f"  {_quoted(node.id)} [{_list(node, _NODES, more)}];"
    for edge in graph.edges:
        more = {"tooltip": _quoted(f"{edge.quote} — {'; '.join(edge.paragraphs)}"), "weight": str(edge.support)}
        if edge.symmetric:
            more["dir"] = "none"
        yield f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [{_list(edge, _EDGES, more)}];"
    yield "}"


def write_dot(graph: PropertyGraph, file: IO[bytes]) -> None:
    """DOT: labels and colours to draw, all other attributes beside them, quotes as tool tips.

    :param graph: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_dot(graph.subgraph(predicates="fundedBy"), file)
    >>> file.getvalue().decode().startswith("digraph")
    True
    """
    file.writelines(f"{line}\n".encode("utf-8", "replace") for line in _lines(graph))
