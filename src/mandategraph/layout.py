"""Places for the nodes of a picture, the same for the same graph."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from mandategraph.propertygraph import PropertyGraph

__all__ = ["positions"]

_SPRING = 1500
_STEP = 90.0


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
    import rustworkx as rx

    network: rx.PyGraph[str, float] = rx.PyGraph(multigraph=False)
    place = dict(zip(names, network.add_nodes_from(names), strict=True))
    ends = {tuple(sorted((place[edge.source], place[edge.target]))) for edge in graph.edges}
    network.add_edges_from([(first, last, 1.0) for first, last in sorted(ends)])
    size = round(_STEP * sqrt(len(names)) * 0.8)
    begin = {place[name]: (x / size, y / size) for name, (x, y) in _spiral(names, 0).items()}
    layout = rx.spring_layout(network, pos=begin, k=1.6 / sqrt(len(names)), num_iter=120, scale=size, seed=6)
    return {name: (round(layout[index][0]), round(layout[index][1])) for name, index in place.items()}
