"""Places of nodes in pictures."""

from __future__ import annotations

from itertools import combinations

from mandategraph.layout import positions
from mandategraph.propertygraph import Edge, Node, PropertyGraph


def _graph(*parts: str) -> PropertyGraph:
    """One node a letter; the letters of one word hang on its first."""
    nodes = tuple(Node(f"http://a/{letter}", letter, "Event") for part in parts for letter in part)
    edges = tuple(
        Edge(id=f"http://a/{part[0]}{letter}", predicate="leads", label="", qualifiers={}, qualifier_labels={},
             support=1, languages=1, sources=(), source=f"http://a/{part[0]}", target=f"http://a/{letter}")
        for part in parts for letter in part[1:]
    )  # fmt: skip
    return PropertyGraph(nodes, edges, "en", "http://a/")


def test_parts_stand_beside_one_another() -> None:
    """No connected part stands in the rectangle of another, nor does a node without edges."""
    parts = ("abcdefg", "hijk", "lm", "no", "pq", "r", "s")
    places = positions(_graph(*parts))
    boxes = []
    for part in parts:
        xs, ys = zip(*(places[f"http://a/{letter}"] for letter in part), strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for one, other in combinations(boxes, 2):
        assert one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]


def test_nodes_keep_their_distance() -> None:
    """No two nodes of a small graph stand on one another, and the same graph gives the same places."""
    places = positions(_graph("abcdefghijklmnop", "qr"))
    assert min(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in combinations(places.values(), 2)) > 20
    assert places == positions(_graph("abcdefghijklmnop", "qr"))
