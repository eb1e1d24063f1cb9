"""A picture of a small graph in SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from math import hypot
from typing import IO

from mandategraph.layout import positions
from mandategraph.propertygraph import Edge, PropertyGraph
from mandategraph.textwidth import shortened

__all__ = ["COLOURS", "LABEL", "colour", "picture", "write_svg"]

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
#: How wide a label below a node may be, in letters.
LABEL = 26
#: A white rim, so that words can be read across lines.
_HALO = 'paint-order="stroke" stroke="#fff" stroke-width="3"'
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


def _shifts(graph: PropertyGraph, places: Mapping[str, tuple[int, int]]) -> Iterator[tuple[Edge, float, float, float]]:
    """Each edge with how far it stands from the middle, so that lines between the same two nodes are told apart."""
    many = Counter(tuple(sorted((edge.source, edge.target))) for edge in graph.edges)
    seen: Counter[tuple[str, ...]] = Counter()
    for edge in graph.edges:
        pair = tuple(sorted((edge.source, edge.target)))
        place = seen[pair] - (many[pair] - 1) / 2
        seen[pair] += 1
        (x1, y1), (x2, y2) = places[pair[0]], places[pair[1]]
        length = hypot(x2 - x1, y2 - y1) or 1
        yield edge, place, -(y2 - y1) / length * 10 * place, (x2 - x1) / length * 10 * place


def _drawing(graph: PropertyGraph) -> str:
    places = positions(graph)
    xs = [x for x, _ in places.values()] or [0]
    ys = [y for _, y in places.values()] or [0]
    left, top = min(xs) - 110, min(ys) - 50
    width, height = max(xs) - left + 110, max(ys) - top + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" '
        f'width="{min(width, 960)}" font-family="sans-serif" font-size="12">',
        # The tip stands where the circle of the node begins.
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="18" refY="4" markerWidth="8" markerHeight="8" '
        'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" fill="#7d8c93"/></marker></defs>',
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="#fff"/>',
    ]
    words = []
    for edge, place, dx, dy in _shifts(graph, places):
        (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
        title = f"{edge.label} [{edge.support}]: “{edge.quote}” — {'; '.join(edge.paragraphs)}"
        arrow = "" if edge.symmetric else ' marker-end="url(#arrow)"'
        parts.append(
            f'<line x1="{x1 + dx:.1f}" y1="{y1 + dy:.1f}" x2="{x2 + dx:.1f}" y2="{y2 + dy:.1f}" stroke="#9aa7ad" '
            f'stroke-width="{min(1 + 0.5 * edge.support, 6):g}"{arrow}><title>{_text(title)}</title></line>'
        )
        words.append(
            f'<text x="{(x1 + x2) / 2 + dx:.1f}" y="{(y1 + y2) / 2 + dy + place * 8:.1f}" font-size="9" fill="#4c5a60" '
            f'text-anchor="middle" {_HALO}>{_text(edge.label)}</text>'
        )
    parts += words
    for node in graph.nodes:
        x, y = places[node.id]
        parts.append(
            f'<g><title>{_text(f"{node.label} ({node.kind})")}</title>'
            f'<circle cx="{x}" cy="{y}" r="9" fill="{colour(node.kind)}"/>'
            f'<text x="{x}" y="{y + 22}" text-anchor="middle" fill="#14242b" {_HALO}>{_text(shortened(node.label, LABEL))}</text></g>'
        )
    return "\n".join([*parts, "</svg>\n"])


def write_svg(graph: PropertyGraph, file: IO[bytes]) -> None:
    """A picture: nodes with labels, edges with predicates and, as tool tips, their sentences.

    :param graph: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_svg(graph.subgraph(predicates="fundedBy"), file)
    >>> file.getvalue().count(b"<circle")
    2
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
