"""What an edition contributes, as RDF terms."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.editions import BASE, SENTENCES, report_en, report_zh

from mandategraph.contributions import Contribution, entity_triples
from mandategraph.describe import EditionGraph, describe
from mandategraph.factgraph import fact_nodes, fact_triples
from mandategraph.model import Entity, Evidence, Fact, Literal, Name
from mandategraph.terms import (
    dated,
    digest,
    identifier,
    iri,
    mg,
    number,
    qualifier_term,
    qualifier_value,
    term,
)


def node(local: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + local)


def held(graph: EditionGraph, subject: ox.NamedNode) -> set[tuple[str, str]]:
    """What the edition's own graph says of a subject."""
    return {
        (quad.predicate.value.rpartition("#")[2], str(quad.object))
        for quad in graph.quads
        if quad.subject == subject
    }


def test_edition_node() -> None:
    """The edition names its document, language, file, hash and length."""
    found = report_zh()
    graph = describe(found, built_from="abc")
    assert graph.iri == node("document/GC.19/10/zh")
    assert {quad.graph_name for quad in graph.quads} == {graph.iri}
    properties = held(graph, graph.iri)
    assert ("editionOf", f"<{BASE}document/GC.19/10>") in properties
    assert ("sha256", f'"{found.document.sha256}"') in properties
    assert ("builtFrom", '"abc"') in properties
    assert ("fileName", '"zh.txt"') in properties
    assert ("characters", str(ox.Literal(len(found.document.source)))) in properties


def test_passage_is_language_independent() -> None:
    """Both editions speak of one passage, each in its own graph with its own text and place."""
    passage = node("document/GC.19/10/para/2")
    zh, en = held(describe(report_zh()), passage), held(describe(report_en()), passage)
    assert ("text", '"全球环境基金在2022年为绿色方案出资5720万美元"@zh') in zh
    assert ("text", '"UNIDO is the Chair of the Green Programme"@en') in en
    assert ("inDocument", f"<{BASE}document/GC.19/10>") in zh & en
    assert {("kind", '"paragraph"'), ("number", '"2"'), ("heading", '"一. 导言"@zh')} <= zh


def test_evidence() -> None:
    """Evidence has its fact, passage, edition, quote, offsets, rule, confidence and language."""
    found = report_zh()
    graph = describe(found)
    evidence = next(one for one in found.evidence if one.fact.predicate == "operatesIn")
    fact = node("fact/" + digest(evidence.fact.key()))
    (link,) = (q.object for q in graph.quads if q.subject == fact and q.predicate == mg("evidence"))
    assert isinstance(link, ox.NamedNode)
    place = ("document/GC.19/10/zh", evidence.passage, str(evidence.start), str(evidence.end), evidence.rule)
    assert link == node("evidence/" + digest((*evidence.fact.key(), *place)))
    expected = {
        ("ofFact", str(fact)),
        ("passage", f"<{BASE}document/GC.19/10/para/3>"),
        ("edition", str(graph.iri)),
        ("quote", '"绿色方案在中国实施"@zh'),
        ("start", str(ox.Literal(evidence.start))),
        ("end", str(ox.Literal(evidence.end))),
        ("rule", '"zh/rule-2"'),
        ("confidence", str(number(0.97))),
        ("http://purl.org/dc/terms/language".rpartition("#")[2], '"zh"'),
    }
    assert expected <= held(graph, link)


def test_fact_iri_does_not_depend_on_base() -> None:
    """The local part of a fact's IRI is the same under another base IRI."""
    here = [fact.iri.value.removeprefix(BASE) for fact in describe(report_zh()).facts]
    there = [fact.iri.value.removeprefix("urn:x://b/") for fact in describe(report_zh(), "urn:x://b/").facts]
    assert here == there
    assert len(set(here)) == 9


def test_mandate_has_a_node_of_its_own() -> None:
    """A mandate names issuer, act, addressee, task, due date and the fact that states it."""
    fact = SENTENCES[4][2]
    triples = fact_triples(fact, "zh")
    name, mandate, _ = fact_nodes(node("fact/" + digest(fact.key())), BASE)
    said = {(t.predicate.value.rpartition("#")[2], str(t.object)) for t in triples if t.subject == mandate}
    assert said == {
        ("type", str(mg("Mandate"))),
        ("issuer", f"<{BASE}document/GC.18/Res.1>"),
        ("addressee", f"<{BASE}organization/unido>"),
        ("act", str(term("mgact:requests"))),
        ("task", f"<{BASE}programme/绿色%20方案>"),
        ("due", '"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("statedBy", str(name)),
    }
    assert ox.Triple(name, mg("act"), term("mgact:requests")) in triples


def test_result_has_a_node_of_its_own() -> None:
    """A result carries measure, value, unit and year, and so does the fact."""
    graph = describe(report_zh())
    fact = next(one for one in graph.facts if one.direct.predicate == mg("hasResult"))
    _, _, result = fact_nodes(fact.iri, BASE)
    assert fact.direct.object == result
    said = {t.predicate.value.rpartition("#")[2]: t.object for t in fact.triples if t.subject == result}
    assert str(said["label"]) == '"支持的企业 = 819 家"@zh'
    assert said["value"] == number("819")
    assert said["bearer"] == fact.direct.subject
    own = {t.predicate.value.rpartition("#")[2]: t.object for t in fact.triples if t.subject == fact.iri}
    assert all(own[name] == said[name] for name in ("measure", "value", "unit", "year"))


def test_description_of_a_known_entity() -> None:
    """A known entity is described as it is given, with one type."""
    graph = describe(report_zh())
    (unido,) = (one for one in graph.entities if one.iri == node("organization/unido"))
    assert unido.contribution is None
    said = {(t.predicate.value, str(t.object)) for t in unido.triples}
    assert (term("skos:altLabel").value, '"工发组织"@zh') in said
    assert (term("skos:exactMatch").value, "<http://www.wikidata.org/entity/Q386120>") in said
    assert [value for predicate, value in said if predicate == term("rdf:type").value] == [
        str(mg("Organization"))
    ]
    assert (mg("status").value, str(mg("reviewed"))) in said
    assert ("mentionedAs", '"工发组织"@zh') in held(graph, unido.iri)


def test_target_and_session_have_their_own_parents() -> None:
    """A target is a target of its goal under the UN's terms; a session has its body."""
    triples = {t for entity in describe(report_zh()).entities for t in entity.triples}
    target = ox.NamedNode("http://metadata.un.org/sdg/9.4")
    goal = ox.NamedNode("http://metadata.un.org/sdg/9")
    assert ox.Triple(target, term("sdgo:isTargetOf"), goal) in triples
    assert ox.Triple(target, term("rdf:type"), term("sdgo:Target")) in triples
    assert ox.Triple(node("session/gc-19"), mg("structuralParent"), node("body/unido-gc")) in triples


def test_same_evidence_twice_is_one() -> None:
    """Evidence that is given twice leaves one node."""
    found = report_zh()
    assert describe(replace(found, evidence=found.evidence * 2)) == describe(found)


def test_contributions_join_in_any_order() -> None:
    """What two editions say of one document gives one description, whichever comes first."""
    cited = Entity("document/A/1", "Document", (Name("A/1", ""),), provisional=True)
    own = Entity("document/A/1", "Resolution", (Name("决议", "zh"),), symbol="A/1")
    other = Entity("document/A/1", "Document", (Name("决定", "zh"),), symbol="A/1", provisional=True)
    said = [Contribution.of(one, (Name("第1号决议", "zh"),)) for one in (cited, own, other)]
    joined = entity_triples(said, BASE)
    assert joined == entity_triples(reversed(said), BASE)
    name = node("document/A/1")
    assert ox.Triple(name, term("rdf:type"), mg("Resolution")) in joined
    assert ox.Triple(name, mg("status"), mg("reviewed")) in joined
    assert ox.Triple(name, term("skos:prefLabel"), ox.Literal("决议", language="zh")) in joined
    assert ox.Triple(name, term("skos:altLabel"), ox.Literal("决定", language="zh")) in joined


@given(st.text(min_size=1).filter(lambda text: "://" not in text))
def test_any_id_makes_an_iri_and_comes_back(text: str) -> None:
    """Every id gives a valid IRI, from which the same id is read."""
    assert identifier(iri("programme/" + text, BASE).value, BASE) == "programme/" + text


@given(st.text())
def test_words_survive_a_store(text: str) -> None:
    """Any text that a document can hold comes out of an update as it went in."""
    store = ox.Store()
    value = qualifier_term("role", text, "zh", BASE)
    store.update(f"INSERT DATA {{ <http://a> <http://b> {value} }}")
    assert [quad.object for quad in store] == [value]


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("amount", "57200000", "decimal"),
        ("value", "about 5", "string"),
        ("value", "NaN", "string"),
        ("year", "2021", "gYear"),
        ("year", "2021/2022", "string"),
        ("due", "2023-05", "gYearMonth"),
        ("start", "2023-05-01", "date"),
        ("end", "2023-02-30", "string"),
        ("currency", "USD", "string"),
        ("role", "主席", "langString"),
    ],
)
def test_qualifiers_have_their_types(name: str, value: str, kind: str) -> None:
    """A qualifier's value gets its datatype by its form, and comes back as it was."""
    found = qualifier_term(name, value, "zh", BASE)
    assert isinstance(found, ox.Literal)
    assert found.datatype.value.rpartition("#")[2] == kind
    assert qualifier_value(name, found, BASE) == value


def test_links_in_qualifiers_come_back() -> None:
    """An entity or an act among the qualifiers is an IRI, and comes back as an id."""
    for name, value in (("on", "@programme/绿色 方案"), ("act", "calls-upon")):
        found = qualifier_term(name, value, "zh", BASE)
        assert isinstance(found, ox.NamedNode)
        assert qualifier_value(name, found, BASE) == value


def test_impossible_dates_stay_words() -> None:
    """A date that no calendar holds is kept as a plain text."""
    assert dated("2021-02-29").datatype.value.endswith("string")
    assert dated("2020-02-29").datatype.value.endswith("date")


def test_literal_objects() -> None:
    """A title has its language, a period is a plain text, a month is a month."""
    found = {
        predicate: next(
            t.object
            for t in fact_triples(Fact("document/a", predicate, value), "zh")
            if t.predicate == term("rdf:object")
        )
        for predicate, value in (
            ("title", Literal("报告", "zh")),
            ("heldOn", Literal("2021-11-29/2021-12-03")),
            ("date", Literal("2021-11")),
        )
    }
    assert found["title"] == ox.Literal("报告", language="zh")
    assert found["heldOn"] == ox.Literal("2021-11-29/2021-12-03")
    assert found["date"] == dated("2021-11")


def test_words_have_the_first_language_of_the_evidence() -> None:
    """A role that editions state in two languages has one language tag, whichever is read first."""
    found = report_en()
    chair = found.evidence[1]
    both = (*found.evidence, Evidence(chair.fact, "para/1", 0, 3, "The", "zh/x", "zh", 0.5))
    fact = next(one for one in describe(replace(found, evidence=both)).facts if "leads" in str(one.direct))
    assert fact.languages == ("en", "zh")
    assert ox.Triple(fact.iri, mg("role"), ox.Literal("Chair", language="en")) in fact.triples
