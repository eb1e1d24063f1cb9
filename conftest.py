"""What the examples in the documentation strings of the traversal API talk about: a small graph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def example_graph(
    tmp_path_factory: pytest.TempPathFactory, doctest_namespace: dict[str, object]
) -> Iterator[None]:
    """Names ``graph`` and ``example_graph`` (its folder) for every example."""
    from tests.networkgraph import make_store

    import mandategraph as mg

    folder = make_store(tmp_path_factory.mktemp("example") / "graph")
    with mg.open(folder) as graph:
        doctest_namespace["graph"] = graph
        doctest_namespace["example_graph"] = folder
        yield
