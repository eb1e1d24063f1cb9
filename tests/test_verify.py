"""Verification: a built graph is whole, each kind of damage is seen, and what can be derived is mended."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from tests.editions import report_en, report_zh
from tests.test_store import _editions

from mandategraph.cli import main
from mandategraph.describe import EditionGraph, describe
from mandategraph.export import export
from mandategraph.store import EmbeddedStore, memory_store, open_store, replace
from mandategraph.verify import repair, verify
from mandategraph.vocabulary import ONTOLOGY

MG = f"PREFIX mg: <{ONTOLOGY}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    with open_store(tmp_path / "g", create=True) as store:
        replace(store, [describe(report_zh()), describe(report_en())])
    return tmp_path / "g"


@pytest.fixture
def whole() -> EmbeddedStore:
    store = memory_store()
    replace(store, [describe(report_zh()), describe(report_en())])
    return store


def damage(graph: Path, update: str) -> None:
    with open_store(graph, read_only=False) as store:
        store.update(MG + update)


def lines(graph: Path) -> list[str]:
    with open_store(graph) as store:
        return sorted(map(str, store.quads()))


def test_built_graph_is_whole(graph: Path) -> None:
    """Two editions of one document leave nothing to complain of."""
    with open_store(graph) as store:
        assert verify(store) == ()
        assert len(list(store.quads())) > 100
    assert main(["verify", str(graph)]) == 0


MENDABLE = {
    "wrong support": "DELETE { ?f mg:support ?n } INSERT { ?f mg:support 7 } WHERE { ?f mg:support ?n }",
    "two supports": "INSERT { ?f mg:support 7 } WHERE { ?f mg:support ?n }",
    "no support": "DELETE WHERE { ?f mg:support ?n }",
    "no languages": "DELETE WHERE { ?f mg:languages ?n }",
    "no direct triple": "DELETE { ?s ?p ?o } WHERE { ?f rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o }",
    "a direct triple of no fact": "INSERT DATA { <http://a> mg:leads <http://b> }",
    "a thing that nothing names": 'INSERT DATA { <http://a> a mg:Programme ; mg:code "1" }',
    "a fact that nothing states": "INSERT { <http://f> ?p ?o } WHERE { { SELECT ?f { ?f mg:support ?n } LIMIT 1 } ?f ?p ?o }",
    "no key": "DELETE WHERE { ?f mg:tripleKey ?k }",
}


@pytest.mark.parametrize("name", MENDABLE)
def test_mendable_damage(whole: EmbeddedStore, name: str) -> None:
    """Damage to what follows from the evidence is told, and mended to the same quads as before."""
    before = sorted(map(str, whole.quads()))
    whole.update(MG + MENDABLE[name])
    assert sorted(map(str, whole.quads())) != before
    assert any(problem.mendable for problem in verify(whole))
    repair(whole)
    assert verify(whole) == ()
    assert sorted(map(str, whole.quads())) == before


def test_command_mends(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says what is wrong and ends with 1; with --repair it says what it mended and ends with 0."""
    before = lines(graph)
    damage(graph, MENDABLE["no support"])
    assert main(["verify", str(graph)]) == 1
    assert "--repair mends" in capsys.readouterr().out
    assert main(["verify", str(graph), "--repair"]) == 0
    assert "mended" in capsys.readouterr().out
    assert lines(graph) == before


LOST = {
    "a quote of other words": "DELETE { GRAPH ?g { ?e mg:quote ?q } } INSERT { GRAPH ?g { ?e mg:quote 'other' } } "
    "WHERE { GRAPH ?g { ?e mg:quote ?q } }",
    "a passage that is gone": "DELETE WHERE { GRAPH ?g { ?p mg:text ?t } }",
    "a fact that says something else": "DELETE { ?f rdf:subject ?s } INSERT { ?f rdf:subject <http://else> } "
    "WHERE { ?f rdf:subject ?s }",
    "a fact without description": "DELETE { ?f ?p ?o } WHERE { ?f a mg:Fact ; ?p ?o }",
    "an edition that is not described": "DELETE WHERE { GRAPH ?g { ?g mg:sha256 ?h } }",
    "a place that was changed": "DELETE { GRAPH ?g { ?e mg:start ?n } } INSERT { GRAPH ?g { ?e mg:start 0 } } "
    "WHERE { GRAPH ?g { ?e a mg:Evidence ; mg:start ?n } }",
    "a named thing without description": "DELETE WHERE { ?e a mg:Programme }",
}


@pytest.mark.parametrize("name", LOST)
def test_lost_is_not_made_up(whole: EmbeddedStore, name: str) -> None:
    """What only the document can tell is told, and no repair makes it look whole."""
    whole.update(MG + LOST[name])
    repair(whole)
    problems = verify(whole)
    assert problems
    assert all("build" in problem.message and not problem.mendable for problem in problems)


@given(_editions())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_built_is_whole(graphs: list[EditionGraph]) -> None:
    """Editions in any number leave nothing to mend: support is the count of documents; nor does an export and import."""
    store = memory_store()
    replace(store, graphs)
    assert verify(store) == ()
    other = memory_store()
    other.load(ox.parse(ox.serialize(store.quads(), format=ox.RdfFormat.N_QUADS) or b"", format=ox.RdfFormat.N_QUADS))
    assert sorted(map(str, other.quads())) == sorted(map(str, store.quads()))
    assert verify(other) == ()


def test_repair_is_one_version(graph: Path) -> None:
    """Repair leaves a whole graph alone: no new version is published."""
    about = (graph / "mandategraph.json").read_bytes()
    assert main(["verify", str(graph), "--repair"]) == 0
    assert (graph / "mandategraph.json").read_bytes() == about


def test_repair_ends(whole: EmbeddedStore) -> None:
    """Repair says what it mended; of what is whole, or cannot be mended, it mends nothing and ends."""
    assert repair(whole) == ()
    whole.update(MG + next(iter(LOST.values())))
    repair(whole)
    before = sorted(map(str, whole.quads()))
    assert repair(whole) == ()
    assert sorted(map(str, whole.quads())) == before


def test_repair_mends_all_at_once(whole: EmbeddedStore) -> None:
    """All kinds of mendable damage together are mended."""
    before = sorted(map(str, whole.quads()))
    for update in MENDABLE.values():
        whole.update(MG + update)
    repair(whole)
    assert sorted(map(str, whole.quads())) == before


def test_verify_as_json(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON has each problem with its node."""
    import json

    damage(graph, "INSERT DATA { <http://a> mg:leads <http://b> }")
    assert main(["verify", str(graph), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["whole"]
    assert told["problems"][0]["node"] == "http://a"
    assert told["problems"][0]["mendable"]


def test_export_then_import_equals(graph: Path, tmp_path: Path) -> None:
    """All quads written to a file and loaded into an empty store are the same graph, and it is whole."""
    with open_store(graph) as store:
        export(store, tmp_path / "all.nq")
    with open_store(tmp_path / "other", create=True) as other:
        other.load(ox.parse(path=str(tmp_path / "all.nq"), format=ox.RdfFormat.N_QUADS))
    assert lines(tmp_path / "other") == lines(graph)
    with open_store(tmp_path / "other") as opened:
        assert isinstance(opened, EmbeddedStore)
        assert verify(opened) == ()
