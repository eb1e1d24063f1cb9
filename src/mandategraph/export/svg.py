"""A picture of a small graph in SVG."""

from __future__ import annotations

from html import escape
from typing import IO

from mandategraph.layout import positions
from mandategraph.propertygraph import PropertyGraph

__all__ = ["COLOURS", "colour", "picture", "write_svg"]

#: One colour for each group of classes, readable on white.
COLOURS = {
    "Organization": "#1f6f8b", "Fund": "#1f6f8b", "Unit": "#4f9db8", "Body": "#35588f", "Partnership": "#7a5ea8",
    "Programme": "#c2571a", "Tool": "#c2571a", "Facility": "#a3703c", "Framework": "#8a8f1d",
    "Country": "#2d8a4e", "Region": "#2d8a4e", "CountryGroup": "#58a777", "Place": "#2d8a4e",
    "Event": "#b8336a", "Session": "#b8336a", "Person": "#5a5a5a",
    "Goal": "#d1931b", "Target": "#d1931b", "SDG": "#d1931b",
}  # fmt: skip
_OTHER = "#6b4f4f"
_SHOWN = 400
_ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd")


def colour(kind: str) -> str:
    """The colour of a class.

    :param kind: its local name.

    >>> colour("Country")
    '#2d8a4e'
    """
    return COLOURS.get(kind, _OTHER)


def _text(text: str) -> str:
    return escape(text.translate(_ILLEGAL))


def _short(text: str) -> str:
    return text if len(text) <= 18 else text[:17] + "…"


def _drawing(graph: PropertyGraph) -> str:
    places = positions(graph)
    xs = [x for x, _ in places.values()] or [0]
    ys = [y for _, y in places.values()] or [0]
    left, top = min(xs) - 110, min(ys) - 50
    width, height = max(xs) - left + 110, max(ys) - top + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" '
        f'width="{min(width, 960)}" font-family="sans-serif" font-size="12">',
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="#fff"/>',
    ]
    for edge in graph.edges:
        (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
        title = f"{edge.label} [{edge.support}]: “{edge.quote}” — {'; '.join(edge.paragraphs)}"
        parts.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#9aa7ad" '
            f'stroke-width="{min(1 + 0.5 * edge.support, 6):g}"><title>{_text(title)}</title></line>'
            f'<text x="{(x1 + x2) // 2}" y="{(y1 + y2) // 2}" font-size="9" fill="#5b6a70" '
            f'text-anchor="middle">{_text(edge.label)}</text>'
        )
    for node in graph.nodes:
        x, y = places[node.id]
        parts.append(
            f'<g><title>{_text(f"{node.label} ({node.kind})")}</title>'
            f'<circle cx="{x}" cy="{y}" r="9" fill="{colour(node.kind)}"/>'
            f'<text x="{x}" y="{y + 22}" text-anchor="middle" fill="#14242b">{_text(_short(node.label))}</text></g>'
        )
    return "\n".join([*parts, "</svg>\n"])


def write_svg(graph: PropertyGraph, file: IO[bytes]) -> None:
    """A picture: nodes with labels, edges with predicates and, as tool tips, their sentences.

    :param graph: the graph.
    :param file: open for writing.
    """
    file.write(_drawing(graph).encode())


def picture(graph: PropertyGraph) -> str:
    """A picture for a notebook, or words where the graph is too large for one.

    :param graph: the graph.

    >>> "0 nodes" in picture(PropertyGraph((), (), "en", "http://b/"))
    True
    """
    words = (
        f"<p>{len(graph.nodes):,} nodes, {len(graph.edges):,} edges, {len(graph.statements):,} statements, "
        f"{len(graph.sources):,} sources</p>"
    )
    if len(graph.nodes) > _SHOWN:
        return words + f"<p>no picture of more than {_SHOWN} nodes: choose a part with around and depth</p>"
    return _drawing(graph) + words if graph.nodes else words
