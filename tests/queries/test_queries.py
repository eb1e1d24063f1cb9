"""Each shipped question: its header, its words, and what it answers from a small graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Identifier
from tests.questiongraph import make_store

from mandategraph.questions import EntityValue, ask, load_questions
from mandategraph.resources import resources
from mandategraph.store import EmbeddedStore, open_store
from mandategraph.vocabulary import CLASSES, PREFIXES

QUESTIONS = load_questions()
NAMES = {
    "mandates-of",
    "mandates-in",
    "mandate-chain",
    "unanswered-mandates",
    "programmes-implementing",
    "partners-of",
    "shared-partners",
    "funders-of",
    "funding-by-year",
    "programmes-in",
    "country-coverage",
    "sdg-coverage",
    "who-does-what-for-sdg",
    "leads",
    "members-of",
    "events",
    "documents-citing",
    "citation-network",
    "instrument-history",
    "results-of",
    "evidence-for",
    "disputed-figures",
    "stated-once",
    "only-in-one-language",
    "timeline",
    "unknown-names",
}

#: question -> parameters, and its rows by some of its columns.
ANSWERS: dict[str, tuple[Mapping[str, str], str, list[tuple[object, ...]]]] = {
    "mandates-of": (
        {"organization": "UNIDO"},
        "issuer act addressee task due paragraph",
        [
            ("新宣言", "鼓励", "总干事", "绿色方案", None, "4"),
            ("新宣言", "邀请", "数字司", "培训青年", None, "5"),
            ("旧宣言", "请", "联合国工业发展组织", "编写数字化报告", 2021, "3"),
        ],
    ),
    "mandates-in": (
        {"document": "新宣言"},
        "act addressee task quote",
        [
            ("鼓励", "总干事", "绿色方案", "新宣言鼓励总干事推进绿色方案"),
            ("邀请", "数字司", "培训青年", "新宣言邀请数字司培训青年"),
        ],
    ),
    "mandate-chain": (
        {"instrument": "旧宣言"},
        "relation programme country sdg",
        [
            ("执行", "绿色方案", "中国", "具体目标9.4"),
            ("授权", "联合国工业发展组织", None, "产业、创新和基础设施"),
        ],
    ),
    "unanswered-mandates": ({}, "issuer addressee", [("新宣言", "总干事"), ("新宣言", "数字司")]),
    "programmes-implementing": ({"instrument": "T/Decl.1"}, "programme type", [("绿色方案", "方案")]),
    "partners-of": (
        {"organization": "ISO"},
        "partner on document paragraph",
        [("联合国工业发展组织", None, "T/1", "14"), ("联合国粮食及农业组织", "食品标准", "T/1", "15")],
    ),
    "shared-partners": (
        {"organization": "工发组织", "other": "粮农组织"},
        "partner paragraph otherParagraph",
        [("国际标准化组织", "14", "15")],
    ),
    "funders-of": (
        {"programme": "绿色方案"},
        "funder amount currency year",
        [("中国", 500000.5, "USD", None), ("全球环境基金", 1500000, "USD", 2022)],
    ),
    "funding-by-year": ({}, "year currency total facts", [("2022", "USD", 2000000.5, 2)]),
    "programmes-in": (
        {"country": "China"},
        "programme relation",
        [("未知倡议", "惠及"), ("绿色方案", "开展于")],
    ),
    "country-coverage": ({}, "country things facts quote", [("中国", 5, 5, "旁观组织设在中国 (T/1, 1)")]),
    "sdg-coverage": (
        {},
        "goal contributors facts quote",
        [("产业、创新和基础设施", 2, 2, "绿色方案有助于实现具体目标9.4 (T/1, 10)")],
    ),
    "who-does-what-for-sdg": (
        {"sdg": "SDG 9"},
        "what who sdg",
        [
            ("联合国工业发展组织", None, "产业、创新和基础设施"),
            ("绿色方案", "联合国工业发展组织", "具体目标9.4"),
        ],
    ),
    "leads": (
        {"entity": "organization/unido"},
        "leader led role",
        [("总干事", "联合国工业发展组织", "总干事"), ("联合国工业发展组织", "学习网络", "召集")],
    ),
    "members-of": ({"group": "G10"}, "member type", [("中国", "国家")]),
    "events": (
        {},
        "date event organizer place",
        [
            (None, "考察", None, "中国"),
            (date(2020, 5, 3), "大会第一届会议", None, None),
            ("2021-11-22/2021-11-27", "数字论坛", "联合国工业发展组织", "中国"),
            ("2022-10", "工业日", None, None),
        ],
    ),
    "documents-citing": ({"document": "旧宣言"}, "citing quote", [("第二份报告", "见旧宣言")]),
    "citation-network": ({}, "citing cited", [("第二份报告", "旧宣言"), ("第二份报告", "第一份报告")]),
    "instrument-history": (
        {"instrument": "新宣言"},
        "when relation object",
        [(date(2020, 5, 3), "通过于", "大会第一届会议"), (None, "继…之后", "旧宣言")],
    ),
    "results-of": (
        {"bearer": "UNIDO", "year": "2022"},
        "measure value unit year document",
        [("支持的企业", 819, "家", 2022, "T/1"), ("支持的企业", 820, "家", 2022, "T/2")],
    ),
    "only-in-one-language": (
        {"subject": "UNIDO"},
        "document statedIn notIn relation object quote",
        [
            ("T/1", "en", "zh", "促进", "产业、创新和基础设施", "UNIDO contributes to SDG 9"),
            ("T/1", "zh", "en", "由…领导", "总干事", "工发组织由总干事领导"),
            ("T/1", "zh", "en", "牵头", "学习网络", "工发组织召集学习网络"),
            ("T/1", "zh", "en", "组织举办", "数字论坛", "工发组织举办数字论坛"),
        ],
    ),
    "evidence-for": (
        {"subject": "UNIDO", "predicate": "partnerOf", "object": "ISO"},
        "document paragraph quote quoteLanguage",
        [
            ("T/1", "1", "UNIDO works with ISO", "en"),
            ("T/1", "14", "工发组织同标准化组织合作", "zh"),
            ("T/2", "3", "工发组织同标准化组织合作", "zh"),
        ],
    ),
    "disputed-figures": (
        {},
        "bearer value document otherValue otherDocument",
        [("联合国工业发展组织", 819, "T/1", 820, "T/2")],
    ),
    "stated-once": (
        {"subject": "UNIDO", "predicate": "leads"},
        "object quote",
        [("学习网络", "工发组织召集学习网络")],
    ),
    "timeline": (
        {"entity": "UNIDO", "to": "2021"},
        "when relation object",
        [(2021, "授权", "联合国工业发展组织"), ("2021-11-22/2021-11-27", "组织举办", "数字论坛")],
    ),
    "unknown-names": ({}, "name type quote", [("未知倡议", "方案", "未知倡议惠及中国")]),
}

#: For each question, parameters of which the graph says nothing.
NOTHING: dict[str, Mapping[str, str]] = {
    "mandates-of": {"organization": "旁观组织"},
    "mandates-in": {"document": "第二份报告"},
    "mandate-chain": {"instrument": "第二份报告"},
    "unanswered-mandates": {"organization": "旁观组织"},
    "programmes-implementing": {"instrument": "新宣言"},
    "partners-of": {"organization": "旁观组织"},
    "shared-partners": {"organization": "工发组织", "other": "旁观组织"},
    "funders-of": {"programme": "旁观组织"},
    "funding-by-year": {"funder": "旁观组织"},
    "programmes-in": {"country": "旁观组织"},
    "country-coverage": {"relation": "partnerOf"},
    "sdg-coverage": {"contributor": "旁观组织"},
    "who-does-what-for-sdg": {"sdg": "旁观组织"},
    "leads": {"entity": "旁观组织"},
    "members-of": {"group": "旁观组织"},
    "events": {"organization": "旁观组织"},
    "documents-citing": {"document": "第二份报告"},
    "citation-network": {"document": "新宣言"},
    "instrument-history": {"instrument": "旁观组织"},
    "results-of": {"bearer": "旁观组织"},
    "evidence-for": {"subject": "旁观组织", "predicate": "partnerOf"},
    "disputed-figures": {"bearer": "旁观组织"},
    "stated-once": {"subject": "旁观组织", "predicate": "partnerOf"},
    "only-in-one-language": {"document": "第二份报告"},
    "timeline": {"entity": "旁观组织"},
    "unknown-names": {"kind": "Facility"},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    folder = make_store(tmp_path_factory.mktemp("questions") / "graph")
    with open_store(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def dataset(store: EmbeddedStore) -> rdflib.Dataset:
    filled = rdflib.Dataset()
    filled.parse(data=ox.serialize(store.quads(), format=ox.RdfFormat.N_QUADS), format="nquads")
    return filled


def _shown(value: object) -> object:
    return value.label if isinstance(value, EntityValue) else value


def test_the_questions_that_ship() -> None:
    """All questions of the design are there, each with an answer and an empty answer tested below."""
    assert set(QUESTIONS) == NAMES == set(ANSWERS) == set(NOTHING)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_answer(store: EmbeddedStore, name: str) -> None:
    """A question finds what the documents state, no more, in its own order."""
    parameters, columns, expected = ANSWERS[name]
    rows = [
        tuple(_shown(record[column]) for column in columns.split())
        for record in ask(store, name, **parameters).records()
    ]
    assert rows == expected


@pytest.mark.parametrize("name", sorted(NOTHING))
def test_no_answer(store: EmbeddedStore, name: str) -> None:
    """A question about something of which no document says it has no rows."""
    assert ask(store, name, **NOTHING[name]).rows == ()


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_header(name: str) -> None:
    """A header says in both languages what is asked and what each parameter and column is."""
    question = QUESTIONS[name]
    assert question.summary.isascii()
    assert re.search("[一-鿿]", question.summary_zh)
    assert question.description.endswith(".")
    assert [parameter.name for parameter in question.parameters if parameter.type == "language"] == [
        "language"
    ]
    for parameter in question.parameters:
        assert parameter.summary
        assert re.search("[一-鿿]", parameter.summary_zh)
        assert set(parameter.classes) <= set(CLASSES)
        assert (not parameter.required) or parameter.name in question.example
    for column in question.columns:
        assert column.en.isascii()
        assert re.search("[一-鿿]", column.zh)
    assert any(column.name == "quote" for column in question.columns)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_text(name: str) -> None:
    """A query selects its columns, sorts its rows and declares the prefixes it uses, no others."""
    question = QUESTIONS[name]
    body = question.text[question.text.index("PREFIX") :]
    selected = body[body.index("SELECT") : body.index("WHERE")]
    variables = list(re.findall(r"\?(\w+)", re.sub(r"\((?:[^()]|\([^()]*\))*AS", "", selected)))
    assert [variable for variable in variables if not variable.endswith("Label")] == [
        column.name for column in question.columns
    ]
    assert re.search(r"^ORDER BY .+$", body, re.MULTILINE)
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>$", body, re.MULTILINE))
    used = set(re.findall(r"(?<![\w:/?<])([a-z]+):[A-Za-z]", re.sub(r"<[^>]*>|\"[^\"]*\"", "", body)))
    assert set(declared) == used
    assert all(PREFIXES[prefix] == iri for prefix, iri in declared.items())
    assert "SERVICE" not in body
    prepareQuery(question.text)


def test_words_are_in_the_ontology() -> None:
    """No query names a word of the ontology that the ontology does not have."""
    known = {
        triple.subject.value
        for path in resources("ontology", ".ttl")
        for triple in ox.parse(path=str(path))
        if isinstance(triple.subject, ox.NamedNode)
    }
    used = {
        (name, word)
        for name, question in QUESTIONS.items()
        for word in re.findall(r"\bmg:(\w+)", question.text)
    }
    assert {pair for pair in used if PREFIXES["mg"] + pair[1] not in known} == set()


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_another_engine(store: EmbeddedStore, dataset: rdflib.Dataset, name: str) -> None:
    """Another SPARQL engine gives the same rows in the same order."""
    prepared = QUESTIONS[name].prepare(store, **ANSWERS[name][0])
    values = " ".join(f"VALUES ?{variable} {{ {term} }}" for variable, term in prepared.bindings.items())
    query = prepared.text.replace("WHERE {", f"WHERE {{ {values}", 1)
    found: Any = dataset.query(query)
    theirs = [tuple(_plain(term) for term in row) for row in found]
    ours = [tuple(_plain(term) for term in row) for row in store.select(prepared.text, prepared.bindings)]
    assert theirs == ours


def _plain(term: Any) -> object:
    if term is None:
        return None
    text = str(term) if isinstance(term, Identifier) else term.value
    return float(text) if re.fullmatch(r"[0-9]+\.[0-9]+|[0-9]{4,}", text) else text
