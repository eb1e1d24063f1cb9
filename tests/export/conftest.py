"""The graph that the tests of exports write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.networkgraph import make_store

import mandategraph as mg
from mandategraph.graph import Graph
from mandategraph.propertygraph import PropertyGraph


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """A small graph of three editions, opened."""
    with mg.open(make_store(tmp_path_factory.mktemp("graph") / "g")) as opened:
        yield opened


@pytest.fixture(scope="module")
def whole(graph: Graph) -> PropertyGraph:
    """All of it as nodes and edges."""
    return graph.subgraph()
