"""The ontology, its alignments and its scheme of acts, tested like code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import owlrl
import pytest
from pyoxigraph import DefaultGraph, RdfFormat, parse, serialize
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from tests.samplegraph import sample_trig

from mandategraph.build import build
from mandategraph.resources import resource, resources
from mandategraph.store import open_store
from mandategraph.vocabulary import (
    CLASSES,
    ONTOLOGY,
    PREDICATES,
    PREFIXES,
    QUALIFIERS,
    class_iri,
    superclasses,
)

MG = Namespace(ONTOLOGY)
SCHEMA = Namespace(PREFIXES["schema"])
ACT = PREFIXES["mgact"]
#: The acts that a fact may have, as the guide for careful readers lists them.
TOP_ACTS = {
    "calls-upon",
    "decides",
    "encourages",
    "entrusts",
    "invites",
    "recognizes",
    "recommends",
    "requests",
    "welcomes",
}
LAYOUT = re.findall(
    r"\w+",
    """
    evidence ofFact passage edition editionOf quote start end rule confidence support languages mentionedAs
    structuralParent code symbol status kind number heading order text inDocument fileName sha256 characters
    builtFrom issuer act addressee task due statedBy bearer measure value unit year onDate fromDate toDate
    amount currency role on contextName homeOrganization
    """,
)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(resource("ontology/mandategraph.ttl"))


@pytest.fixture(scope="module")
def acts() -> Graph:
    return Graph().parse(resource("ontology/acts.ttl"))


def own_terms(graph: Graph) -> set[URIRef]:
    return {
        term
        for triple in graph
        for term in (triple[0], triple[2])
        if isinstance(term, URIRef) and term.startswith(ONTOLOGY) and term != MG[""]
    }


def above(graph: Graph, class_: URIRef) -> set[URIRef]:
    return {term for term in graph.transitive_objects(class_, RDFS.subClassOf) if isinstance(term, URIRef)}


def test_every_term_is_defined_in_two_languages(ontology: Graph) -> None:
    """Each term has one English and one Chinese label and definition, and names the ontology."""
    for term in own_terms(ontology):
        for property_ in (RDFS.label, SKOS.definition):
            words = [text for text in ontology.objects(term, property_) if isinstance(text, Literal)]
            assert sorted(text.language or "" for text in words) == ["en", "zh"], (term, property_)
            assert all(str(text).strip() for text in words), term
        assert (term, RDFS.isDefinedBy, URIRef(ONTOLOGY.rstrip("#"))) in ontology, term


def test_header_names_version_licence_and_no_imports(ontology: Graph) -> None:
    """The ontology has a version, a licence, a title in both languages, and imports nothing."""
    header = URIRef(ONTOLOGY.rstrip("#"))
    version = ontology.value(header, OWL.versionInfo)
    assert ontology.value(header, OWL.versionIRI) == URIRef(f"{header}/{version}")
    assert ontology.value(header, URIRef(PREFIXES["dct"] + "license")) is not None
    titles = ontology.objects(header, URIRef(PREFIXES["dct"] + "title"))
    assert {text.language for text in titles if isinstance(text, Literal)} == {"en", "zh"}
    assert not list(ontology.objects(header, OWL.imports))


def test_classes_are_those_of_the_code(ontology: Graph) -> None:
    """Each class of the code is in the ontology, below the class that the code puts it under."""
    for name, direct in CLASSES.items():
        class_ = URIRef(class_iri(name))
        assert (class_, RDF.type, OWL.Class) in ontology, name
        assert MG.Entity in above(ontology, class_), name
        if direct is not None:
            assert (class_, RDFS.subClassOf, URIRef(class_iri(direct))) in ontology, name
        assert {URIRef(class_iri(one)) for one in superclasses(name)} <= above(ontology, class_)


@pytest.mark.parametrize("name", PREDICATES)
def test_predicate_is_that_of_the_code(ontology: Graph, name: str) -> None:
    """A predicate includes the code's classes, and the one class of its domain or range is above them."""
    predicate, term = PREDICATES[name], MG[name]
    for classes, includes, one in (
        (predicate.domain, SCHEMA.domainIncludes, RDFS.domain),
        (predicate.range, SCHEMA.rangeIncludes, RDFS.range),
    ):
        listed = {URIRef(class_iri(class_)) for class_ in classes or ()}
        assert set(ontology.objects(term, includes)) == listed
        if classes is not None:
            (named,) = ontology.objects(term, one)
            assert all(named in above(ontology, class_) for class_ in listed)
    literal = predicate.range is None and name != "hasResult"
    assert (term, RDF.type, OWL.DatatypeProperty if literal else OWL.ObjectProperty) in ontology
    assert ((term, RDF.type, OWL.SymmetricProperty) in ontology) == predicate.symmetric


def test_layout_has_its_properties(ontology: Graph) -> None:
    """Each property that a built graph uses, and each qualifier, is in the ontology."""
    kinds = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    for name in [*LAYOUT, *QUALIFIERS.values()]:
        assert kinds & set(ontology.objects(MG[name], RDF.type)), name


def test_no_property_is_of_two_kinds(ontology: Graph) -> None:
    """A property holds things, literals or either, never two of these."""
    for term in own_terms(ontology):
        kinds = set(ontology.objects(term, RDF.type))
        assert (
            len(kinds & {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Class}) <= 1
        ), term


def test_inverses_join_two_object_properties(ontology: Graph) -> None:
    """Each inverse is declared between two object properties of the ontology."""
    pairs = list(ontology.subject_objects(OWL.inverseOf))
    assert len(pairs) > 10
    for one, other in pairs:
        assert (one, RDF.type, OWL.ObjectProperty) in ontology
        assert (other, RDF.type, OWL.ObjectProperty) in ontology


def test_alignments_say_something_of_known_terms(ontology: Graph) -> None:
    """The alignments speak of terms of the ontology, and point outside it."""
    alignments = Graph().parse(resource("ontology/alignments.ttl"))
    relations = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
    pairs = [pair for relation in relations for pair in alignments.subject_objects(relation)]
    assert {str(one) for one, _ in pairs} <= {str(term) for term in own_terms(ontology)}
    assert not any(str(other).startswith(ONTOLOGY) for _, other in pairs)
    assert {"Organization", "Resolution", "Programme", "Mandate", "Result", "Evidence"} <= {
        str(one).removeprefix(ONTOLOGY) for one, _ in pairs
    }


def test_acts_lead_to_those_of_facts(acts: Graph) -> None:
    """The top acts are those that facts use, and each other act leads to exactly one of them."""
    scheme = URIRef(ACT.rstrip("/"))
    tops = set(acts.subjects(SKOS.topConceptOf, scheme))
    assert {str(top).removeprefix(ACT) for top in tops} == TOP_ACTS
    assert tops == set(acts.objects(scheme, SKOS.hasTopConcept))
    for act in set(acts.subjects(RDF.type, SKOS.Concept)) - tops:
        assert len(tops & set(acts.transitive_objects(act, SKOS.broader))) == 1, act
    assert set(acts.objects(None, SKOS.member)) == tops
    assert (URIRef(ACT + "urges"), SKOS.broader, URIRef(ACT + "calls-upon")) in acts


def test_acts_are_named_without_clash(acts: Graph) -> None:
    """Each act has labels and a definition in both languages, and no word names two acts."""
    seen: dict[tuple[str, str | None], URIRef] = {}
    for act in acts.subjects(RDF.type, SKOS.Concept):
        for property_ in (SKOS.prefLabel, SKOS.definition):
            words = [text.language for text in acts.objects(act, property_) if isinstance(text, Literal)]
            assert {"en", "zh"} <= set(words), (act, property_)
            assert len(words) == len(set(words)), (act, property_)
        for property_ in (SKOS.prefLabel, SKOS.altLabel):
            for text in acts.objects(act, property_):
                assert isinstance(text, Literal)
                assert seen.setdefault((str(text), text.language), URIRef(str(act))) == act, text


def closure_with(trig: str) -> Graph:
    """The OWL 2 RL closure of the ontology, its alignments and all graphs of a dataset."""
    graph = Graph()
    for path in resources("ontology", ".ttl"):
        graph.parse(path)
    triples = "".join(f"{quad.triple} .\n" for quad in parse(trig.encode(), format=RdfFormat.TRIG))
    graph.parse(data=triples, format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def clashes(graph: Graph) -> list[str]:
    errors = [
        str(text)
        for text in graph.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"))
    ]
    return errors + [f"{node} is nothing" for node in graph.subjects(RDF.type, OWL.Nothing)]


def test_a_graph_is_consistent() -> None:
    """A graph in the layout of a built one has no class clash under OWL 2 RL."""
    graph = closure_with(sample_trig())
    assert clashes(graph) == []
    assert list(graph.subjects(RDF.type, MG.Agent))
    assert list(graph.subject_objects(MG.funds))


def test_the_built_samples_are_consistent(tmp_path: Path) -> None:
    """What is built of the sample documents has no class clash under OWL 2 RL."""
    build(resources("data/samples", ".txt"), tmp_path / "graph")
    with open_store(tmp_path / "graph") as store:
        answers = [quad for quad in store.quads() if quad.graph_name == DefaultGraph()]
    trig = serialize(answers, format=RdfFormat.TRIG)
    assert trig is not None
    graph = closure_with(trig.decode())
    assert clashes(graph) == []
    assert len(list(graph.subjects(RDF.type, MG.Fact))) > 50


def test_a_clash_is_seen() -> None:
    """A person who is a place is a clash, so the test above can fail."""
    clash = sample_trig() + "<urn:x> a mg:Person , mg:Country .\n"
    assert clashes(closure_with(clash))


def test_disjoint_classes_are_known(ontology: Graph) -> None:
    """Disjointness is stated between at least two classes of the ontology at a time."""
    nodes = list(ontology.subjects(RDF.type, OWL.AllDisjointClasses))
    assert nodes
    for node in nodes:
        members = ontology.value(node, OWL.members)
        assert isinstance(members, BNode)
        classes = list(Collection(ontology, members))
        assert len(classes) >= 2
        assert all((class_, RDF.type, OWL.Class) in ontology for class_ in classes)


@pytest.mark.parametrize("folder", ["shapes", "queries", "data", "ontology"])
def test_nothing_names_an_unknown_term(ontology: Graph, acts: Graph, folder: str) -> None:
    """No shape, query, authority or alignment names a term or act that does not exist."""
    known = {str(term) for term in own_terms(ontology)}
    known_acts = {
        str(act) for kind in (SKOS.Concept, SKOS.Collection) for act in acts.subjects(RDF.type, kind)
    }
    files = [path for suffix in (".ttl", ".rq") for path in resources(folder, suffix)]
    for path in files:
        text = re.sub(r"(?m)^\s*#.*$", "", path.read_text("utf-8"))
        for prefix, namespace, terms in (("mg", ONTOLOGY, known), ("mgact", ACT, known_acts)):
            names = re.findall(rf"(?<![\w/-]){prefix}:([A-Za-z][A-Za-z0-9_-]*)", text)
            names += re.findall(rf"<{re.escape(namespace)}([^>]+)>", text)
            unknown = sorted({name for name in names if namespace + name not in terms})
            assert not unknown, f"{path.name}: {unknown}"


def test_catalog_names_files_that_exist() -> None:
    """Each file of the catalog exists and holds the ontology or scheme that the catalog says."""
    catalog = resource("ontology/catalog-v001.xml")
    entries = [dict(element.attrib) for element in ElementTree.parse(catalog).getroot()]  # noqa: S314
    assert len(entries) == len(resources("ontology", ".ttl"))
    for entry in entries:
        graph = Graph().parse(catalog.parent / entry["uri"])
        assert set(graph.objects(URIRef(entry["name"]), RDF.type)) & {OWL.Ontology, SKOS.ConceptScheme}


def test_written_files_are_up_to_date() -> None:
    """shapes/predicates.ttl and docs/vocabulary.md are what the ontology and the vocabulary give."""
    root = Path(__file__).parents[2]
    if not (root / "tools").is_dir():
        pytest.skip("the tools are not part of an installed package")
    run = subprocess.run(
        [sys.executable, "tools/from_ontology.py", "--check"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
