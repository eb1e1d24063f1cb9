"""Places for the nodes of a picture, the same for the same graph."""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

from mandategraph.propertygraph import PropertyGraph

if TYPE_CHECKING:
    import rustworkx as rx

__all__ = ["positions"]

_SPRING = 1500
_STEP = 90.0
_BETWEEN = 130.0


def positions(graph: PropertyGraph) -> dict[str, tuple[int, int]]:
    """Where each node stands, in whole pixels: by springs up to some size, on a spiral beyond it.

    :param graph: the graph.

    >>> positions(PropertyGraph((), (), "en", "http://b/"))
    {}
    """
    degree = dict.fromkeys((node.id for node in graph.nodes), 0)
    for edge in graph.edges:
        degree[edge.source] += 1
        degree[edge.target] += 1
    joined = sorted((name for name, count in degree.items() if count), key=lambda name: (-degree[name], name))
    alone = sorted(name for name, count in degree.items() if not count)
    found = _springs(graph, joined) if 1 < len(joined) <= _SPRING else _spiral(joined, 0)
    radius = max((abs(part) for place in found.values() for part in place), default=0)
    first = int((radius / _STEP * 1.6) ** 2) if found else 0
    return dict(sorted((found | _spiral(alone, first)).items()))


def _spiral(names: list[str], first: int) -> dict[str, tuple[int, int]]:
    turn = pi * (3 - sqrt(5))
    return {
        name: (
            round(_STEP * 0.9 * sqrt(place + 0.5) * cos(place * turn)),
            round(_STEP * 0.9 * sqrt(place + 0.5) * sin(place * turn)),
        )
        for place, name in enumerate(names, first)
    }


def _springs(graph: PropertyGraph, names: list[str]) -> dict[str, tuple[int, int]]:
    """Each connected part by springs, the parts beside one another in rows, the largest first."""
    import rustworkx as rx

    network: rx.PyGraph[str, float] = rx.PyGraph(multigraph=False)
    place = dict(zip(names, network.add_nodes_from(names), strict=True))
    ends = {tuple(sorted((place[edge.source], place[edge.target]))) for edge in graph.edges}
    network.add_edges_from([(first, last, 1.0) for first, last in sorted(ends)])
    parts = sorted((sorted(part) for part in rx.connected_components(network)), key=lambda part: (-len(part), part))
    laid = [_part(network.subgraph(part), [network[one] for one in part]) for part in parts]
    boxes = [tuple(max(values) for values in zip(*part.values(), strict=True)) for part in laid]
    wide = max(boxes[0][0], 1.2 * sqrt(sum((x + _BETWEEN) * (y + _BETWEEN) for x, y in boxes)))
    found: dict[str, tuple[int, int]] = {}
    x = y = row = 0.0
    for part, (width, height) in zip(laid, boxes, strict=True):
        if x and x + width > wide:
            x, y, row = 0.0, y + row + _BETWEEN, 0.0
        row = max(row, height)
        found |= {name: (round(x + left), round(y + top)) for name, (left, top) in part.items()}
        x += width + _BETWEEN
    middle = [(min(values) + max(values)) // 2 for values in zip(*found.values(), strict=True)]
    return {name: (x - middle[0], y - middle[1]) for name, (x, y) in found.items()}


def _part(network: rx.PyGraph[str, float], names: list[str]) -> dict[str, tuple[float, float]]:
    """Where the nodes of a connected part stand, from its left upper corner."""
    import rustworkx as rx

    size = round(_STEP * sqrt(len(names)) * 0.8)
    begin = {place: (x / size, y / size) for place, (x, y) in enumerate(_spiral(names, 0).values())}
    layout = rx.spring_layout(network, pos=begin, k=1.6 / sqrt(len(names)), num_iter=120, scale=size, seed=6)
    left, top = (min(values) for values in zip(*layout.values(), strict=True))
    return {network[place]: (x - left, y - top) for place, (x, y) in layout.items()}
