"""Each shape is shown to fail where it should, and only there."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib.collection import Collection
from tests.samplegraph import PREFIX_LINES, sample

from mandategraph.check import check
from mandategraph.resources import resource
from mandategraph.vocabulary import (
    BASE_IRI,
    CLASSES,
    GEO,
    ONTOLOGY,
    PREDICATES,
    PREFIXES,
    SDG,
    class_iri,
    is_a,
)

MGSH = Namespace("https://w3id.org/mandategraph/shapes#")
GOLD = Path(__file__).parents[2].parent / "shared" / "gold"
#: Where the sample holds what the mutations below change.
REPORT = "<https://w3id.org/mandategraph/id/document/report/zh>"
RESOLUTION = "<https://w3id.org/mandategraph/id/document/resolution/zh>"
FACT = "<https://w3id.org/mandategraph/id/fact/02>"
EVIDENCE = "<https://w3id.org/mandategraph/id/evidence/02-report-zh>"
PASSAGE = "<https://w3id.org/mandategraph/id/document/report/para/1>"
TITLE = "<https://w3id.org/mandategraph/id/document/report/masthead/title>"
DOCUMENT = "<https://w3id.org/mandategraph/id/document/report>"
PROGRAMME = "<https://w3id.org/mandategraph/id/programme/sample>"
SESSION = "<https://w3id.org/mandategraph/id/session/conference-1>"
MANDATE = "<https://w3id.org/mandategraph/id/mandate/04>"
RESULT = "<https://w3id.org/mandategraph/id/result/03>"
UNIT = "<https://w3id.org/mandategraph/id/unit/secretariat>"
TARGET = "<http://metadata.un.org/sdg/9.4>"


def change(node: str, property_: str, *values: str, graph: str = "") -> str:
    """An update that puts other values, or none, in place of those of one property of one node."""
    here = f"GRAPH {graph} {{ {node} {property_} ?value }}" if graph else f"{node} {property_} ?value"
    update = f"DELETE WHERE {{ {here} }}"
    for value in values:
        triple = f"{node} {property_} {value}"
        update += f" ; INSERT DATA {{ {f'GRAPH {graph} {{ {triple} }}' if graph else triple} }}"
    return update


def reasons(node: str, property_: str, *values: str) -> str:
    return change(node, property_, *values, graph=REPORT)


#: Shape or constraint that must be broken, and an update that breaks it.
MUTATIONS: list[tuple[str, str]] = [
    ("Evidence-type", reasons(EVIDENCE, "a", "mg:Passage")),
    ("Evidence-fact", reasons(EVIDENCE, "mg:ofFact")),
    ("Evidence-fact", reasons(EVIDENCE, "mg:ofFact", FACT, "id:fact\\/01")),
    ("Evidence-listed", reasons(FACT, "mg:evidence")),
    ("Evidence-passage", reasons(EVIDENCE, "mg:passage")),
    ("Evidence-passage", reasons(EVIDENCE, "mg:passage", "<urn:nowhere>")),
    ("Evidence-edition", reasons(EVIDENCE, "mg:edition")),
    ("Evidence-quote", reasons(EVIDENCE, "mg:quote")),
    ("Evidence-quote", reasons(EVIDENCE, "mg:quote", '""@zh')),
    ("Evidence-start", reasons(EVIDENCE, "mg:start")),
    ("Evidence-start", reasons(EVIDENCE, "mg:start", "-1")),
    ("Evidence-start", reasons(EVIDENCE, "mg:start", "40")),
    ("Evidence-end", reasons(EVIDENCE, "mg:end")),
    ("Evidence-end", reasons(EVIDENCE, "mg:end", '"12"')),
    ("Evidence-rule", reasons(EVIDENCE, "mg:rule")),
    ("Evidence-confidence", reasons(EVIDENCE, "mg:confidence")),
    ("Evidence-confidence", reasons(EVIDENCE, "mg:confidence", "1.5")),
    ("Evidence-language", reasons(EVIDENCE, "dct:language")),
    ("Evidence-language", reasons(EVIDENCE, "dct:language", '"Chinese!"')),
    ("Evidence-length", reasons(EVIDENCE, "mg:quote", '"在肯尼亚"@zh')),
    ("Evidence-quote-language", reasons(EVIDENCE, "mg:quote", '"在肯尼亚开展"@en')),
    ("Evidence-same-fact", reasons(EVIDENCE, "mg:ofFact", "id:fact\\/01")),
    ("Evidence-same-document", reasons(EVIDENCE, "mg:passage", "id:document\\/resolution\\/para\\/1")),
    ("Evidence-in-passage", reasons(EVIDENCE, "mg:quote", '"在坦桑尼亚办"@zh')),
    ("Evidence-in-edition", reasons(EVIDENCE, "mg:end", "99")),
    ("Passage-type", reasons(PASSAGE, "a", "mg:Passage", "mg:Evidence")),
    ("Passage-document", change(PASSAGE, "mg:inDocument", graph="?g")),
    ("Passage-kind", change(PASSAGE, "mg:kind", graph="?g")),
    ("Passage-kind", reasons(PASSAGE, "mg:kind", '"chapter"')),
    ("Passage-order", change(PASSAGE, "mg:order", graph="?g")),
    ("Passage-number", reasons(PASSAGE, "mg:number", "1")),
    ("Passage-heading", reasons(PASSAGE, "mg:heading", '""@zh')),
    ("Passage-start", change(PASSAGE, "mg:start", graph="?g")),
    ("Passage-end", change(PASSAGE, "mg:end", graph="?g")),
    ("Passage-end", reasons(PASSAGE, "mg:end", "0")),
    ("Passage-text", change(PASSAGE, "mg:text", graph="?g")),
    ("Passage-length", reasons(TITLE, "mg:text", '"示范报告书"@zh')),
    ("Passage-place", change(PASSAGE, "mg:inDocument", graph="?g")
     + f" ; INSERT DATA {{ GRAPH {REPORT} {{ {PASSAGE} mg:inDocument id:document\\/resolution }} }}"),
    ("Edition-type", reasons(REPORT, "a", "mg:Document")),
    ("Edition-document", reasons(REPORT, "mg:editionOf", DOCUMENT, "id:document\\/resolution")),
    ("Edition-language", reasons(REPORT, "dct:language")),
    ("Edition-file", reasons(REPORT, "mg:fileName")),
    ("Edition-sha256", reasons(REPORT, "mg:sha256", '"0123"')),
    ("Edition-characters", reasons(REPORT, "mg:characters")),
    ("Edition-place", reasons(REPORT, "dct:language", '"fr"')),
    ("Document-type", change(DOCUMENT, "a", "mg:Programme")),
    ("Document-edition", change(REPORT, "mg:editionOf", graph=REPORT)
     + " ; " + change("<https://w3id.org/mandategraph/id/document/report/en>", "mg:editionOf", graph="?g")),
    ("Symbol-text", change(DOCUMENT, "mg:symbol", '"MG.1/2 "')),
    ("Fact-type", change(FACT, "a")),
    ("Fact-subject", change(FACT, "rdf:subject")),
    ("Fact-subject", change(FACT, "rdf:subject", '"方案"@zh')),
    ("Fact-predicate", change(FACT, "rdf:predicate")),
    ("Fact-predicate", change(FACT, "rdf:predicate", "mg:knows")),
    ("Fact-object", change(FACT, "rdf:object")),
    ("Fact-evidence", reasons(FACT, "mg:evidence")),
    ("Fact-support", change(FACT, "mg:support")),
    ("Fact-support", change(FACT, "mg:support", "0")),
    ("Fact-languages", change(FACT, "mg:languages")),
    ("Fact-act", change(FACT, "mg:act", "mgact:urges")),
    ("Fact-amount", change(FACT, "mg:amount", '"57200000"')),
    ("Fact-currency", change(FACT, "mg:currency", '"dollars"')),
    ("Fact-measure", change(FACT, "mg:measure", '"甲"@zh', '"乙"@zh')),
    ("Fact-value", change(FACT, "mg:value", "12")),
    ("Fact-unit", change(FACT, "mg:unit", '""')),
    ("Fact-year", change(FACT, "mg:year", "2022")),
    ("Fact-role", change(FACT, "mg:role", '""@zh')),
    ("Fact-on", change(FACT, "mg:on", '"甲"@zh', UNIT)),
    ("Fact-on-date", change(FACT, "mg:onDate", '"2021-13-40"^^xsd:date')),
    ("Fact-from-date", change(FACT, "mg:fromDate", '"去年"@zh')),
    ("Fact-to-date", change(FACT, "mg:toDate", '"later"')),
    ("Fact-due", change(FACT, "mg:due", "2025")),
    ("Fact-support-counted", change("id:fact\\/01", "mg:support", "3")),
    ("Fact-languages-counted", change("id:fact\\/01", "mg:languages", "1")),
    ("Fact-triple", change(PROGRAMME, "mg:operatesIn")),
    ("Triple-fact", f"INSERT DATA {{ {PROGRAMME} mg:implementedBy {UNIT} }}"),
    ("Mandate-type", change(MANDATE, "a", "mg:Result")),
    ("Mandate-issuer", change(MANDATE, "mg:issuer")),
    ("Mandate-act", change(MANDATE, "mg:act")),
    ("Mandate-act", change(MANDATE, "mg:act", "mgact:urges")),
    ("Mandate-addressee", change(MANDATE, "mg:addressee")),
    ("Mandate-task", change(MANDATE, "mg:task", '"甲"@zh', UNIT)),
    ("Mandate-due", change(MANDATE, "mg:due", '"soon"')),
    ("Mandate-fact", change(MANDATE, "mg:statedBy")),
    ("Mandate-same", change(MANDATE, "mg:addressee", PROGRAMME)),
    ("MandateFact-node", change(MANDATE, "mg:statedBy", FACT)),
    ("Result-type", change(RESULT, "a")),
    ("Result-bearer", change(RESULT, "mg:bearer")),
    ("Result-measure", change(RESULT, "mg:measure")),
    ("Result-value", change(RESULT, "mg:value")),
    ("Result-value", change(RESULT, "mg:value", '"about 120"@en')),
    ("Result-unit", change(RESULT, "mg:unit", '"名"@zh', '"人"@zh')),
    ("Result-year", change(RESULT, "mg:year", '"2022"')),
    ("Result-label", change(RESULT, "rdfs:label")),
    ("Result-fact", change("id:fact\\/03", "rdf:object")),
    ("Result-same", change(RESULT, "mg:bearer", UNIT)),
    ("Entity-type", change(UNIT, "a", "mg:Unit", "mg:Body")),
    ("Entity-type", change(UNIT, "a", "mg:Thing")),
    ("Entity-label", change(UNIT, "skos:prefLabel")),
    ("Entity-label", change(UNIT, "skos:prefLabel", '"秘书处"@zh', '"秘书厅"@zh')),
    ("Entity-name", change(UNIT, "skos:altLabel", '""@zh')),
    ("Entity-status", change(UNIT, "mg:status")),
    ("Entity-status", change(UNIT, "mg:status", "mg:unknown")),
    ("Entity-same", change(UNIT, "skos:exactMatch", '"Q1"')),
    ("Entity-parent", change(UNIT, "mg:structuralParent", PROGRAMME, "id:body\\/conference")),
    ("Entity-code", change(UNIT, "mg:code", "7")),
    ("Entity-mention", reasons(PROGRAMME, "mg:mentionedAs", '""@zh')),
    ("Session-body", change(SESSION, "mg:structuralParent")),
    ("Session-body-class", change(SESSION, "mg:structuralParent", PROGRAMME)),
    ("Goal", change(TARGET, "sdgo:isTargetOf", "<http://metadata.un.org/sdg/09>")),
    ("TargetIRI", 'INSERT DATA { <http://metadata.un.org/sdg/9.z> a sdgo:Target }'),
    ("Target-goal", change(TARGET, "sdgo:isTargetOf")),
    ("Target-own-goal", change(TARGET, "sdgo:isTargetOf", "<http://metadata.un.org/sdg/8>")),
]  # fmt: skip


def mutated(update: str) -> Store:
    store = sample()
    before = {str(quad) for quad in store}
    store.update(PREFIX_LINES + re.sub(r"GRAPH \?g", "GRAPH ?g", update))
    assert {str(quad) for quad in store} != before, "the update changes nothing"
    return store


def broken(store: Store, shapes: Graph | None = None) -> set[str]:
    """The shapes and constraints of ours that a graph breaks."""
    found = check(store, shapes).violations
    names = {name for violation in found for name in (violation.shape, violation.constraint)}
    return {name.removeprefix(MGSH) for name in names if name.startswith(MGSH)}


def test_sample_conforms() -> None:
    """The graph that the mutations start from breaks no shape."""
    assert check(sample(2)).as_text().endswith("no violation")


@pytest.mark.parametrize(("shape", "update"), MUTATIONS, ids=[f"{n}-{m[0]}" for n, m in enumerate(MUTATIONS)])
def test_mutation_breaks_its_shape(shape: str, update: str) -> None:
    """A graph that is wrong in one place breaks the shape that is about it."""
    assert shape in broken(mutated(update))


@pytest.mark.parametrize("name", PREDICATES)
def test_predicate_holds_its_ends(name: str) -> None:
    """A subject or object of a class that the predicate does not join breaks its shape."""
    predicate = PREDICATES[name]
    store = sample()
    subject, wrong = NamedNode(BASE_IRI + "x/subject"), NamedNode(BASE_IRI + "x/object")
    outside = {end: min(c for c in CLASSES if not is_a(c, classes)) for end, classes in ends(name).items()}
    type_ = NamedNode(str(RDF.type))
    store.add(Quad(subject, type_, NamedNode(class_iri(outside["domain"]))))
    store.add(Quad(wrong, type_, NamedNode(class_iri(outside.get("range", "Place")))))
    literal = predicate.range is None and name != "hasResult"
    value = NamedNode("urn:no-literal") if literal else wrong
    store.add(Quad(subject, NamedNode(ONTOLOGY + name), value))
    assert {f"{name}-domain", f"{name}-range"} <= broken(store)


def ends(name: str) -> dict[str, frozenset[str]]:
    predicate = PREDICATES[name]
    domain = predicate.domain | ({"Framework", "Standard"} if name == "symbol" else set())
    return {"domain": domain} | ({} if predicate.range is None else {"range": predicate.range})


def test_every_shape_is_shown_to_fail(shapes: Graph) -> None:
    """Each shape and each query has a mutation, or is one end of a predicate."""
    shown = {name for name, _ in MUTATIONS} | {
        f"{name}-{end}" for name in PREDICATES for end in ("domain", "range")
    }
    stated = (
        set(shapes.subjects(SH.path))
        | set(shapes.objects(None, SH.sparql))
        | set(shapes.subjects(SH.pattern))
    )
    named = {str(shape).removeprefix(MGSH) for shape in stated if isinstance(shape, URIRef)}
    assert named == shown


def test_every_shape_says_what_is_wrong(shapes: Graph) -> None:
    """Each shape and each query has one message in English and one in Chinese."""
    for shape in {*shapes.subjects(SH.path), *shapes.objects(None, SH.sparql)}:
        if isinstance(shape, URIRef):
            languages = [getattr(text, "language", None) for text in shapes.objects(shape, SH.message)]
            assert sorted(map(str, languages)) == ["en", "zh"], shape


def test_lists_of_the_shapes_are_those_of_the_code(shapes: Graph) -> None:
    """Classes of entities and acts in the shapes are those of the vocabulary and of the scheme of acts."""
    classes = {URIRef(class_iri(name)) for name in CLASSES}
    acts = Graph().parse(resource("ontology/acts.ttl"))
    tops = set(
        acts.objects(URIRef(PREFIXES["mgact"].rstrip("/")), URIRef(PREFIXES["skos"] + "hasTopConcept"))
    )
    for name, expected in (("Entity-type", classes), ("Fact-act", tops), ("Mandate-act", tops)):
        listed = shapes.value(MGSH[name], SH["in"])
        assert listed is not None
        assert set(Collection(shapes, listed)) == expected, name
    for name in ("Entity-type", "Entity-label", "Entity-status"):
        assert set(shapes.objects(MGSH[name], SH.targetClass)) == classes, name


def test_queries_run_alike_in_pyshacl(shapes: Graph) -> None:
    """pySHACL, given the shapes whole, finds what the check finds with its own way of running the queries."""
    names = {str(name).removeprefix(MGSH) for name in shapes.objects(None, SH.sparql)}
    store = sample()
    for name, update in MUTATIONS:
        if name in names:
            store.update(PREFIX_LINES + update)
    # pySHACL drops the language of the messages of queries.
    ours, theirs = (
        {replace(violation, messages=()) for violation in check(store, given).violations}
        for given in (None, shapes)
    )
    assert ours == theirs
    broken_queries = names & {violation.constraint.removeprefix(MGSH) for violation in ours}
    assert len(broken_queries) > len(names) - 3, names - broken_queries


@pytest.mark.skipif(not GOLD.is_dir(), reason="the facts of careful readers are not at hand")
def test_gold_facts_conform(shapes: Graph) -> None:
    """Every fact that careful readers found joins what its predicate may join."""
    predicates = Graph().parse(resource("shapes/predicates.ttl"))
    predicates.remove((None, SH.sparql, None))
    count = 0
    for path in sorted(GOLD.glob("*.facts.jsonl")):
        lines = path.with_name(path.name.replace("facts", "entities")).read_text("utf-8").splitlines()
        types = {entity["eid"]: entity["type"] for entity in map(json.loads, lines)}
        quads = []
        for fact in map(json.loads, path.read_text("utf-8").splitlines()):
            subject, predicate = node(fact["s"], types[fact["s"]]), fact["p"]
            quads.append(typed(subject, fact["s"], types))
            if predicate == "hasResult":
                result = NamedNode(f"urn:result:{count}")
                quads.append(Quad(result, NamedNode(str(RDF.type)), NamedNode(ONTOLOGY + "Result")))
                value: NamedNode | Literal = result
            elif PREDICATES[predicate].range is None:
                value = literal(fact["o"])
            else:
                object_ = node(fact["o"], types[fact["o"]])
                quads.append(typed(object_, fact["o"], types))
                value = object_
            quads.append(Quad(subject, NamedNode(ONTOLOGY + predicate), value))
            count += 1
        report = check(quads, predicates)
        assert report.conforms, report.as_text()
    assert count > 400


def node(eid: str, type_: str) -> NamedNode:
    if type_ == "SDG":
        return NamedNode(SDG + eid.removeprefix("sdg-"))
    return NamedNode((GEO if type_ == "Country" else BASE_IRI + "x/") + eid)


def typed(subject: NamedNode, eid: str, types: dict[str, str]) -> Quad:
    class_ = ("Target" if "." in eid else "Goal") if types[eid] == "SDG" else types[eid]
    return Quad(subject, NamedNode(str(RDF.type)), NamedNode(class_iri(class_)))


def literal(text: str) -> Literal:
    kinds = {10: "date", 7: "gYearMonth", 4: "gYear"}
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + kinds[len(text)]))
    return Literal(text)
