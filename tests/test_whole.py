"""Reading a whole graph in a few passes gives what reading it thing by thing gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests import networkgraph, questiongraph
from tests.sparqlserver import serving

import mandategraph as mg
from mandategraph import whole
from mandategraph.recall import entities, evidences, facts
from mandategraph.store import EmbeddedStore, open_store
from mandategraph.traversal import HEAD


@pytest.fixture(scope="module", params=[networkgraph.make_store, questiongraph.make_store])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    make: Callable[[Path], Path] = request.param
    with open_store(make(tmp_path_factory.mktemp("whole") / "g")) as opened:
        yield opened


def test_facts_are_those_of_recall(store: EmbeddedStore) -> None:
    """Facts, with their qualifiers and the words of results, are the same in the same order."""
    found = whole.all_facts(store)
    assert found == list(facts(store))
    assert any(one.fact.qualifiers for one in found)
    assert any(one.fact.predicate == "hasResult" for one in found)


@pytest.mark.parametrize("chunk", [1, 250])
def test_evidence_is_that_of_recall(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    """Evidence is the same in the same order, however many editions are read at a time."""
    monkeypatch.setattr(whole, "_CHUNK", chunk)
    wanted = evidences(store, [one.iri for one in facts(store)])
    found = whole.all_evidence(store)
    assert found == wanted
    assert list(found) == list(wanted)
    assert any(len({one.edition for one in held}) > 1 for held in found.values())


def test_entities_are_those_of_recall(store: EmbeddedStore) -> None:
    """Every entity that has a status is described, and alike."""
    found = whole.all_entities(store)
    described = {row["entity"].value for row in store.select(HEAD + "SELECT ?entity { ?entity mg:status ?s }").records()}
    assert found.keys() == described
    assert found == entities(store, described)


def test_a_folder_and_an_endpoint_give_the_same_whole(tmp_path: Path) -> None:
    """The whole graph of a folder, read at once, equals that of an endpoint, read in parts, dates or none."""
    folder = networkgraph.make_store(tmp_path / "g")
    with mg.open(folder) as here, serving(folder) as url, mg.open(url) as there:
        for options in ({}, {"types": ["Programme", "Fund"]}, {"since": "2022"}):
            assert here.subgraph(**options) == there.subgraph(**options)


def test_the_search_for_garbage_goes_on_afterwards() -> None:
    """Python looks for garbage again after the work, and after work that fails."""
    import gc

    with pytest.raises(ValueError, match="x"), whole.no_collection():
        raise ValueError("x")
    assert gc.isenabled()
