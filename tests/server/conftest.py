"""A server of a small graph in a process of its own, and the graph of names that try to break out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.serving import Served, served
from tests.questiongraph import make_store
from tests.server.asking import ASIDE, NASTY, nasty_graph

from mandategraph.store import open_store


@pytest.fixture(scope="session")
def graph_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph in which every question has an answer, with two more named graphs."""
    folder = make_store(tmp_path_factory.mktemp("served") / "graph")
    with open_store(folder, read_only=False) as store:
        store.update(f"INSERT DATA {{ {ASIDE} }}")
    return folder


@pytest.fixture(scope="session")
def address(graph_folder: Path) -> Iterator[Served]:
    """The address of the server, which stops queries after two seconds."""
    with served(graph_folder, "--timeout", "2", "--long-queries", "3", "--max-rows", "5000") as found:
        yield found


@pytest.fixture(scope="session")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The address of a server of a graph whose names and sentences hold markup, quotes and direction marks."""
    folder = tmp_path_factory.mktemp("nasty") / "graph"
    nasty_graph(folder)
    assert NASTY
    with served(folder) as found:
        yield found
