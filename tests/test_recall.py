"""Editions, facts, evidence and entities as they come back out of a store."""

from __future__ import annotations

import pytest
from tests.editions import BASE, ENTITIES, SENTENCES, extraction, report_en, report_zh

from mandategraph import recall
from mandategraph.describe import describe
from mandategraph.errors import UnknownEntityError
from mandategraph.find import find_entity
from mandategraph.model import Fact, Literal, Name
from mandategraph.store import EmbeddedStore, memory_store, replace

_CHINA = "http://metadata.un.org/sdg/codes/geoArea/156"
_GREEN = "programme/绿色 方案"


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    filled = memory_store()
    replace(filled, [describe(report_zh(), built_from="h"), describe(report_en())])
    replace(filled, [describe(extraction("document/GC.19/11", "zh", (2, 9)))])
    return filled


def test_editions(store: EmbeddedStore) -> None:
    """Editions come by document and language, with what they were built from."""
    found = recall.editions(store)
    assert [(one.document, one.language, one.built_from) for one in found] == [
        ("document/GC.19/10", "en", None),
        ("document/GC.19/10", "zh", "h"),
        ("document/GC.19/11", "zh", None),
    ]
    assert found[1].characters == len(report_zh().document.source)


def test_facts_come_back_as_they_went_in(store: EmbeddedStore) -> None:
    """Every fact is there once, equal to the one described but for the form of its numbers."""
    found = [one.fact for one in recall.facts(store)]
    expected = {fact.key(): fact for _, _, fact in SENTENCES}
    assert len(found) == len(expected)
    for fact in found:
        same = [
            other
            for other in expected.values()
            if (other.subject, other.predicate, other.object) == (fact.subject, fact.predicate, fact.object)
            and other.qualifiers.keys() == fact.qualifiers.keys()
        ]
        assert len(same) == 1
        for name, value in same[0].qualifiers.items():
            assert fact.qualifiers[name] in {value, value.removesuffix(".0")}


def test_facts_by_their_parts(store: EmbeddedStore) -> None:
    """Subject, predicate, object, document and IRI each limit the facts; several limit them together."""
    assert {one.fact.predicate for one in recall.facts(store, "organization/unido")} == {"leads"}
    assert {one.fact.predicate for one in recall.facts(store, BASE + "organization/unido")} == {"leads"}
    assert len(list(recall.facts(store, predicate="fundedBy"))) == 2
    (china,) = recall.facts(store, object=_CHINA)
    assert (china.support, china.languages) == (2, 2)
    held = Literal("2021-11-29/2021-12-03")
    assert [one.fact.subject for one in recall.facts(store, object=held)] == ["session/gc-19"]
    assert {one.fact.predicate for one in recall.facts(store, document="document/GC.19/11")} == {
        "operatesIn",
        "heldOn",
    }
    assert list(recall.facts(store, fact=china.iri)) == [china]
    assert list(recall.facts(store, _GREEN, "fundedBy", _CHINA)) == []


def test_evidence(store: EmbeddedStore) -> None:
    """Evidence comes by document and place, with the paragraph that holds the quote."""
    (china,) = recall.facts(store, object=_CHINA)
    found = recall.evidence(store, china.iri)
    assert [(one.document, one.language, one.number, one.quote) for one in found] == [
        ("document/GC.19/10", "en", "1", "The Green Programme is carried out in China"),
        ("document/GC.19/10", "zh", "3", "绿色方案在中国实施"),
        ("document/GC.19/11", "zh", "1", "绿色方案在中国实施"),
    ]
    source = report_zh().document.source
    assert source[found[1].start : found[1].end] == found[1].quote
    assert (found[1].heading, found[1].rule, found[1].confidence) == ("一. 导言", "zh/rule-2", 0.97)
    assert recall.evidence(store, BASE + "fact/none") == ()


def test_entity_comes_back_as_it_was_given(store: EmbeddedStore) -> None:
    """A known entity read back equals the one described, but for what RDF does not hold."""
    for name in ("body/unido-gc", "session/gc-19", "http://metadata.un.org/sdg/9.4", _CHINA):
        assert recall.entity(store, name) == ENTITIES[name]
    unido = recall.entity(store, "organization/unido")
    assert (unido.labels, unido.names, unido.same_as) == (
        ENTITIES["organization/unido"].labels,
        ENTITIES["organization/unido"].names,
        ENTITIES["organization/unido"].same_as,
    )
    assert recall.entity(store, _GREEN).provisional
    with pytest.raises(UnknownEntityError, match="organization/none"):
        recall.entity(store, "organization/none")


def test_mentions(store: EmbeddedStore) -> None:
    """The forms under which documents name an entity come from all editions."""
    found = recall.mentions(store, ["organization/unido"])
    assert Name("工发组织", "zh") in found[BASE + "organization/unido"]


@pytest.mark.parametrize(
    "name",
    [
        "UNIDO",
        "unido",
        "ＵＮＩＤＯ",
        "工发组织",
        "《工发组织》",
        " 工发 组织",
        "organization/unido",
        BASE + "organization/unido",
    ],
)
def test_one_entity_by_any_name(store: EmbeddedStore, name: str) -> None:
    """Names in either language, ids and IRIs find the entity, whatever their width, case and spaces."""
    assert find_entity(store, name) == BASE + "organization/unido"


def test_symbols_find_documents(store: EmbeddedStore) -> None:
    """A symbol finds its document."""
    assert find_entity(store, "gc.18/res.1") == BASE + "document/GC.18/Res.1"


def test_unknown_name(store: EmbeddedStore) -> None:
    """An unknown name is answered with the nearest names; an empty one is unknown too."""
    with pytest.raises(UnknownEntityError, match=r"'UNIDA'; the nearest names are UNIDO"):
        find_entity(store, "UNIDA")
    with pytest.raises(UnknownEntityError, match="no entity named ''"):
        find_entity(store, "")


def test_ambiguous_name() -> None:
    """A name of two entities is answered with both; a preferred name goes before a further one."""
    store = memory_store()
    both = extraction("document/A", "zh", (9,))
    general = ENTITIES["body/unga"]
    replace(store, [describe(type(both)(both.document, both.id, (*both.entities, general), both.evidence))])
    with pytest.raises(UnknownEntityError, match="several entities") as caught:
        find_entity(store, "大会")
    assert "联合国大会" in str(caught.value)
    assert "工发组织大会" in str(caught.value)
    assert find_entity(store, "联合国大会") == BASE + "body/unga"


def test_results_read_as_the_model_has_them(store: EmbeddedStore) -> None:
    """A result comes back as its label, not as the node that holds it."""
    (result,) = recall.facts(store, predicate="hasResult")
    assert result.fact == Fact(
        _GREEN,
        "hasResult",
        Literal("支持的企业 = 819 家", "zh"),
        {"measure": "支持的企业", "value": "819", "unit": "家", "year": "2022"},
    )
