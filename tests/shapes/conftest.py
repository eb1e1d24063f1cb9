"""The shapes that travel with the package."""

from __future__ import annotations

import pytest
from rdflib import Graph

from mandategraph.resources import resources


@pytest.fixture(scope="session")
def shapes() -> Graph:
    """All shapes in one graph."""
    graph = Graph()
    for path in resources("shapes", ".ttl"):
        graph.parse(path)
    return graph
