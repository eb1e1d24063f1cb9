"""Networks of a whole graph: read in columns and kept beside the version, they are those of the slow way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from benchmarks.bigraph import make_store as make_generated
from tests import networkgraph, questiongraph

import mandategraph as mg
from mandategraph.build import build
from mandategraph.errors import StoreError
from mandategraph.graph import Graph, keptnetwork
from mandategraph.graph.networks import network_of, whole_network
from mandategraph.resources import resource
from mandategraph.store import EmbeddedStore, open_store


def _generated(folder: Path) -> Path:
    """A thousand facts, every tenth of them stated in two documents."""
    make_generated(folder, 1000).close()
    return folder


def _samples(folder: Path) -> Path:
    """What is built of the samples."""
    build([resource("data/samples")], folder)
    return folder


@pytest.fixture(scope="module", params=[networkgraph.make_store, questiongraph.make_store, _samples, _generated])
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    make: Callable[[Path], Path] = request.param
    with mg.open(make(tmp_path_factory.mktemp("networks") / "g")) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return networkgraph.make_store(tmp_path / "g")


def _content(network: Any) -> tuple[list[Any], list[Any]]:
    """Nodes and edges with their attributes, all in their order."""
    edges = network.edges(keys=True, data=True) if network.is_multigraph() else network.edges(data=True)
    return (
        [(name, list(data.items())) for name, data in network.nodes(data=True)],
        [(*ends, list(data.items())) for *ends, data in edges],
    )


def _kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.network*"))


def _opened(graph: Graph) -> EmbeddedStore:
    assert isinstance(graph.store, EmbeddedStore)
    return graph.store


@pytest.mark.parametrize(
    ("kind", "language"), [("multi", "zh"), ("multi", "fr"), ("directed", "en"), ("undirected", "zh")]
)
def test_whole_network_is_that_of_the_slow_way(graph: Graph, kind: str, language: str) -> None:
    """Read from the store or from the file, every attribute, its type and the order are those of a property graph."""
    slow: Any = network_of(graph.subgraph(language=language), kind)
    assert slow.number_of_edges() > 0
    store = _opened(graph)
    for file in _kept(store.path):
        file.unlink()
    from_store = whole_network(store, kind, language)
    assert len(_kept(store.path)) == 1
    from_file = whole_network(store, kind, language)
    network: Any
    for network in (from_store, from_file):
        assert type(network) is type(slow)
        assert _content(network) == _content(slow)
        assert nx.utils.graphs_equal(network, slow)
        assert nx.utils.graphs_equal(nx.Graph(network), nx.Graph(slow))
        if kind != "undirected":
            assert nx.utils.graphs_equal(network.reverse(), slow.reverse())


def test_small_parts_give_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many nodes and edges make a part, and editions are read at a time, the network is the same."""
    with mg.open(folder) as opened:
        slow = network_of(opened.subgraph(), "multi")
        monkeypatch.setattr("mandategraph.graph.wholenetwork._IN_PART", 2)
        monkeypatch.setattr("mandategraph.whole._CHUNK", 1)
        for _ in range(2):
            assert _content(opened.to_networkx()) == _content(slow)


def test_the_store_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time nothing is asked of the store; a graph in memory is read each time and keeps nothing."""
    with mg.open(folder) as opened:
        first = opened.to_networkx()
        opened.export(folder.parent / "all.nq")
        monkeypatch.setattr(keptnetwork, "network_parts", lambda _: pytest.fail("the store was read"))
        assert _content(opened.to_networkx()) == _content(first)
    with mg.open(folder.parent / "all.nq") as opened, pytest.raises(pytest.fail.Exception, match="was read"):
        opened.to_networkx()


def test_the_file_goes_with_its_version(folder: Path) -> None:
    """A later version has a file of its own, and that of the version before goes when that goes."""
    with mg.open(folder) as opened:
        before = opened.to_networkx()
        (kept,) = _kept(folder)
    with open_store(folder, read_only=False) as store:
        networkgraph.fill(store, documents=(networkgraph.TWO,))
        store.update("DELETE WHERE { ?fact <https://w3id.org/mandategraph/ontology#support> ?support }")
    assert not kept.exists()
    with mg.open(folder) as opened:
        assert opened.to_networkx().number_of_edges() == 0 < before.number_of_edges()
        (later,) = _kept(folder)
        assert later.name != kept.name


def test_a_file_of_another_graph_is_not_believed(folder: Path, tmp_path: Path) -> None:
    """A file that lies where that of this version belongs, but was made of other files, is replaced."""
    other = networkgraph.make_store(tmp_path / "other", documents=(networkgraph.TWO,))
    for one in (other, folder):
        with mg.open(one) as opened:
            opened.to_networkx()
    (wrong,), (right,) = _kept(other), _kept(folder)
    good = right.read_bytes()
    assert wrong.read_bytes() != good
    right.write_bytes(wrong.read_bytes())
    with mg.open(folder) as opened:
        assert _content(opened.to_networkx()) == _content(network_of(opened.subgraph(), "multi"))
    assert right.read_bytes() == good


def test_a_damaged_file_is_named(folder: Path) -> None:
    """A file that ends too early, or holds what is no JSON, is an error that says what to do."""
    with mg.open(folder) as opened:
        opened.to_networkx()
        (kept,) = _kept(folder)
        lines = kept.read_text(encoding="utf-8").splitlines(keepends=True)
        for damaged in (lines[:-1], [*lines[:-2], lines[-1]], [*lines[:-1], lines[-1][:5]], [lines[0], "5\n"]):
            kept.write_text("".join(damaged), encoding="utf-8")
            with pytest.raises(StoreError, match=r"network .*remove it, it will be made anew"):
                opened.to_networkx()
        kept.write_text("no JSON\n", encoding="utf-8")
        assert opened.to_networkx().number_of_edges() == len(opened.subgraph().edges)


@pytest.mark.parametrize("written", [0, 1, 3])
def test_a_full_disk_leaves_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch, written: int) -> None:
    """Where the file cannot be made or not be finished, the network is the same and nothing is left lying."""
    calls = iter(range(100))
    dumps = json.dumps

    def write(*args: Any, **options: Any) -> str:
        if next(calls) == written:
            raise OSError("no space left on device")
        return dumps(*args, **options)

    with mg.open(folder) as opened:
        slow = network_of(opened.subgraph(), "multi")
        monkeypatch.setattr("mandategraph.graph.keptnetwork.json.dumps", write)
        assert _content(opened.to_networkx()) == _content(slow)
        assert _kept(folder) == []


def test_who_stops_in_the_middle_leaves_no_file(folder: Path) -> None:
    """An interrupted reader leaves neither a whole nor half a file."""
    with mg.open(folder) as opened:
        parts = keptnetwork.kept_parts(_opened(opened))
        next(parts)
        assert len(_kept(folder)) == 1
        parts.close()  # type: ignore[attr-defined]
        assert _kept(folder) == []


def test_a_graph_that_is_being_written_is_read_itself(folder: Path) -> None:
    """Who writes a graph sees what was written, and no file is made of what is not published."""
    with open_store(folder, read_only=False) as store:
        store.update("DELETE WHERE { ?fact <https://w3id.org/mandategraph/ontology#support> ?support }")
        assert whole_network(store, "multi", "zh").number_of_edges() == 0
        assert _kept(folder) == []
        store.discard()
