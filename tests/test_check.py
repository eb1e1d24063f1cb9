"""What a check reports, and of what input."""

from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store
from rdflib import RDF, SH, Dataset, Graph, URIRef
from tests.samplegraph import PREFIX_LINES, sample, sample_trig

from mandategraph.build import build
from mandategraph.check import CheckReport, check
from mandategraph.errors import MandategraphError
from mandategraph.resources import resources
from mandategraph.store import open_store
from mandategraph.vocabulary import BASE_IRI, ONTOLOGY

EVIDENCE = "<https://w3id.org/mandategraph/id/evidence/02-report-zh>"
NO_QUOTE = f"DELETE WHERE {{ GRAPH ?g {{ {EVIDENCE} mg:quote ?quote }} }}"
MGSH = "https://w3id.org/mandategraph/shapes#"


def broken(*updates: str) -> Store:
    store = sample()
    for update in updates:
        store.update(PREFIX_LINES + update)
    return store


@pytest.fixture(scope="module")
def report() -> CheckReport:
    return check(broken(NO_QUOTE))


def test_conforming_graph() -> None:
    """A right graph conforms, and the report says so in text, JSON and RDF."""
    found = check(sample())
    assert found.conforms
    assert found.violations == ()
    assert found.as_text() == f"conforms: {found.triples} triples, no violation"
    assert json.loads(found.as_json()) == {"conforms": True, "triples": found.triples, "violations": []}
    graph = Graph().parse(data=found.as_rdf(), format="turtle")
    assert [str(value) for value in graph.objects(None, SH.conforms)] == ["true"]


def test_built_samples_conform(tmp_path: Path) -> None:
    """What is built of the sample documents breaks no shape."""
    build(resources("data/samples", ".txt"), tmp_path / "graph")
    with open_store(tmp_path / "graph") as store:
        found = check(store.quads())
    assert found.conforms, found.as_text()
    assert found.triples > 5000


def test_violation_names_document_fact_and_place(report: CheckReport) -> None:
    """An evidence without a quote is one violation that names node, document, fact, path and shape."""
    (violation,) = report.violations
    assert not report.conforms
    assert violation.focus.value == BASE_IRI + "evidence/02-report-zh"
    assert violation.document == "MG.1/2"
    assert violation.fact == BASE_IRI + "fact/02"
    assert violation.path == ("https://w3id.org/mandategraph/ontology#quote",)
    assert violation.value is None
    assert violation.shape == MGSH + "Evidence-quote"
    assert violation.severity == str(SH.Violation)
    assert violation.constraint == str(SH.MinCountConstraintComponent)
    assert violation.message == "An evidence has exactly one quote, and it is not empty."
    assert violation.message_in("zh") == "一项证据须且仅须有一段非空引文。"
    assert violation.message_in("fr") == violation.message


def test_text_is_for_people(report: CheckReport) -> None:
    """The text counts, then names document, message, node, fact, path and shape in short."""
    assert report.as_text().splitlines() == [
        f"does not conform: {report.triples} triples, 1 violation",
        "MG.1/2: An evidence has exactly one quote, and it is not empty.",
        f"    node  {BASE_IRI}evidence/02-report-zh",
        f"    fact  {BASE_IRI}fact/02",
        "    path  mg:quote",
        "    shape mgsh:Evidence-quote",
    ]
    assert "MG.1/2: 一项证据须且仅须有一段非空引文。" in report.as_text("zh")


def test_json_is_for_programs(report: CheckReport) -> None:
    """The JSON holds each violation with its document, fact and messages."""
    (violation,) = json.loads(report.as_json())["violations"]
    assert violation["document"] == "MG.1/2"
    assert violation["fact"] == BASE_IRI + "fact/02"
    assert violation["value"] is None
    assert [message["language"] for message in violation["messages"]] == ["en", "zh"]


def test_rdf_is_a_shacl_report() -> None:
    """The RDF is a validation report with focus, path, value, shape, component, severity and messages."""
    store = broken(
        NO_QUOTE,
        f"DELETE WHERE {{ GRAPH ?g {{ ?fact mg:evidence {EVIDENCE} }} }}",
        "INSERT DATA { id:session\\/conference-1 mg:structuralParent id:unit\\/secretariat }",
        "INSERT DATA { id:programme\\/sample mg:implementedBy id:unit\\/secretariat }",
    )
    found = check(store)
    graph = Graph().parse(data=found.as_rdf(), format="turtle")
    results = list(graph.subjects(RDF.type, SH.ValidationResult))
    assert len(results) == len(found.violations) > 3
    for result in results:
        for property_ in (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity):
            assert len(list(graph.objects(result, property_))) == 1
        assert len(list(graph.objects(result, SH.resultMessage))) == 2
    paths = {path for violation in found.violations for path in [violation.path]}
    assert any(step.startswith("^") for path in paths for step in path)
    assert any(len(path) == 2 for path in paths)
    assert len(list(graph.objects(None, SH.inversePath))) == 1
    assert list(graph.objects(None, SH.sourceConstraint)) == [URIRef(MGSH + "Triple-fact")]


@pytest.mark.parametrize(
    ("update", "shape", "document", "fact"),
    [
        ("DELETE WHERE { id:mandate\\/04 mg:issuer ?x }", "Mandate-issuer", "MG.1/Res.1", "fact/04"),
        ("DELETE WHERE { id:result\\/03 mg:bearer ?x }", "Result-bearer", "MG.1/2", "fact/03"),
        ("DELETE WHERE { id:fact\\/05 mg:support ?x }", "Fact-support", "MG.1/Res.1", "fact/05"),
        ("DELETE WHERE { id:programme\\/sample mg:status ?x }", "Entity-status", "MG.1/2", None),
        (
            "DELETE { GRAPH ?g { id:document\\/report\\/para\\/1 mg:text ?x } }"
            " WHERE { GRAPH ?g { id:document\\/report\\/para\\/1 mg:text ?x } }",
            "Passage-text",
            "MG.1/2",
            None,
        ),
        (
            "DELETE WHERE { GRAPH ?g { id:document\\/report\\/zh mg:sha256 ?x } }",
            "Edition-sha256",
            "MG.1/2",
            None,
        ),
        (
            "DELETE WHERE { <http://metadata.un.org/sdg/codes/geoArea/392> a ?x }",
            "fundedBy-range",
            "MG.1/2",
            "fact/01",
        ),
        ("DELETE WHERE { id:unit\\/secretariat mg:status ?x }", "Entity-status", None, None),
    ],
)
def test_document_and_fact_are_found_from_any_node(
    update: str, shape: str, document: str | None, fact: str | None
) -> None:
    """From a mandate, result, fact, entity, passage or edition the report finds the document and the fact."""
    found = [one for one in check(broken(update)).violations if one.shape == MGSH + shape]
    assert [(one.document, one.fact) for one in found] == [
        (document, None if fact is None else BASE_IRI + fact)
    ]


def test_rdflib_and_quads_give_the_same_report() -> None:
    """A dataset of rdflib and the quads of a store are checked alike; the order of quads does not matter."""
    store = broken(NO_QUOTE, "DELETE WHERE { id:fact\\/05 mg:support ?x }")
    trig = store.dump(format=RdfFormat.TRIG) or b""
    dataset = Dataset()
    dataset.parse(data=trig.decode(), format="trig")
    expected = check(store)
    backwards: list[Quad] = sorted(store, key=str, reverse=True)
    assert check(dataset) == expected
    assert check(iter(backwards)).as_rdf() == expected.as_rdf()
    assert len(expected.violations) == 2


def test_plain_graph_of_rdflib() -> None:
    """A graph of rdflib without names is checked too."""
    graph = Graph()
    for triple in Graph().parse(data=sample_trig().split("GRAPH")[0], format="turtle"):
        graph.add(triple)
    found = check(graph)
    assert found.triples == len(graph)
    assert {one.shape for one in found.violations} == {MGSH + "Fact-evidence"}


def test_shapes_that_are_given_are_not_kept() -> None:
    """Shapes that are given go when the caller lets go of them, and each call goes by them as they are then."""
    node = NamedNode("https://w3id.org/mandategraph/id/session/unido-gc-19")
    quads = [Quad(node, NamedNode(str(RDF.type)), NamedNode(ONTOLOGY + "Session"))]
    shapes = Graph()
    assert check(quads, shapes).conforms
    shape = URIRef("urn:shape")
    shapes.add((shape, RDF.type, SH.NodeShape))
    shapes.add((shape, SH.targetClass, URIRef(ONTOLOGY + "Session")))
    shapes.add((shape, SH.nodeKind, SH.BlankNode))
    assert [one.shape for one in check(quads, shapes).violations] == ["urn:shape"]
    held = weakref.ref(shapes)
    del shapes
    gc.collect()
    assert held() is None


def test_own_shapes_are_replaced(tmp_path: Path) -> None:
    """Shapes that are given, as files or as a graph, stand in place of the package's own."""
    file = tmp_path / "shape.ttl"
    file.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix mg: <https://w3id.org/mandategraph/ontology#> .
        <urn:shape> a sh:PropertyShape ; sh:targetClass mg:Country ; sh:path mg:code ; sh:minCount 1 ;
            sh:severity sh:Warning .
        """
    )
    for shapes in ([file], Graph().parse(file)):
        (violation,) = check(sample(), shapes).violations
        assert violation.focus.value.endswith("/404")
        assert violation.severity == str(SH.Warning)
        assert violation.message


@pytest.mark.parametrize(
    "text",
    [
        "not Turtle",
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:PropertyShape ; sh:targetNode <urn:x> .",
    ],
)
def test_wrong_shapes_are_refused(tmp_path: Path, text: str) -> None:
    """Files that are no Turtle or no SHACL are refused with one line."""
    file = tmp_path / "wrong.ttl"
    file.write_text(text)
    with pytest.raises(MandategraphError) as caught:
        check(sample(), [file])
    assert "\n" not in str(caught.value)
    assert "shapes" in str(caught.value)
