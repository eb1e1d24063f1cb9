"""Questions as files, their parameters, and the values of their answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.questiongraph import make_store

from mandategraph.answers import EntityValue
from mandategraph.errors import QuestionError, UnknownEntityError
from mandategraph.questions import ask, load_questions, question_named
from mandategraph.store import EmbeddedStore, open_store

_IRI = "https://w3id.org/mandategraph/id/"
_FILE = """#+ summary: Programmes of a year
#+ summary-zh: 一年的方案
#+ description: For a test.
#+ parameters:
#+   - {"name": "year", "type": "year", "variable": "year", "summary": "y", "summary-zh": "n"}
#+ example: {"year": "2022"}
#+ view: table
#+ columns:
#+   - {"name": "programme", "kind": "entity", "zh": "方案", "en": "Programme"}

SELECT ?programme WHERE { ?programme ?property ?year } ORDER BY ?programme
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with open_store(make_store(tmp_path_factory.mktemp("graph") / "graph")) as opened:
        yield opened


@pytest.mark.parametrize(
    "name",
    ["工发组织", "UNIDO", "unido", "联合国工业发展组织", "organization/unido", _IRI + "organization/unido"],
)
def test_an_entity_has_many_names(store: EmbeddedStore, name: str) -> None:
    """Any name of an entity, its id and its IRI give the same rows."""
    assert (
        ask(store, "mandates-of", organization=name).rows
        == ask(store, "mandates-of", organization="UNIDO").rows
    )
    bound = question_named("mandates-of").prepare(store, organization=name).bindings
    assert bound["organization"] == ox.NamedNode(_IRI + "organization/unido")


def test_text_of_a_query_never_changes(store: EmbeddedStore) -> None:
    """What a user writes is bound as a term: it cannot become a part of the query."""
    question = question_named("mandates-of")
    attack = '") } INSERT DATA { <a> <b> <c> } #'
    prepared = question.prepare(store, organization="UNIDO", about=attack)
    assert prepared.text == question.text
    assert prepared.bindings["about"] == ox.Literal(attack)
    assert ask(store, "mandates-of", organization="UNIDO", about=attack).rows == ()


def test_words_narrow_an_answer(store: EmbeddedStore) -> None:
    """A text parameter keeps the rows that hold the words."""
    found = ask(store, "mandates-of", organization="UNIDO", about="数字化")
    assert [str(record["task"]) for record in found.records()] == ["编写数字化报告"]


def test_labels_follow_the_language(store: EmbeddedStore) -> None:
    """Names come in the wanted language; one that does not exist in it is given in Chinese."""
    english = ask(store, "programmes-in", country="CHINA", language="en")
    assert [(str(r["programme"]), str(r["type"]), str(r["relation"])) for r in english.records()] == [
        ("Green Programme", "programme", "operates in"),
        ("未知倡议", "programme", "benefits"),
    ]


def test_quote_in_the_wanted_language(store: EmbeddedStore) -> None:
    """Of a fact that two languages state, the quote in the wanted language is shown, and only that one."""
    for language, quote in (("zh", "工发组织同标准化组织合作"), ("en", "UNIDO works with ISO")):
        answer = ask(store, "partners-of", organization="UNIDO", language=language)
        assert [record["quote"] for record in answer.records()] == [quote]


def test_values_are_of_python(store: EmbeddedStore) -> None:
    """Amounts are decimals, years integers, entities know their IRI, and what is not stated is None."""
    first, second = ask(store, "funders-of", programme="绿色方案").records()
    assert first["amount"] == Decimal("500000.5")
    assert second["year"] == 2022
    assert first["year"] is None
    assert second["funder"] == EntityValue(_IRI + "fund/gef", "全球环境基金")


def test_a_fact_by_its_id(store: EmbeddedStore) -> None:
    """The evidence of a fact is found by the fact's IRI, its id and its digits."""
    fact = next(ask(store, "leads", entity="学习网络").records())["fact"]
    assert isinstance(fact, EntityValue)
    for given in (fact.iri, fact.label, fact.label.removeprefix("fact/")):
        (row,) = ask(store, "evidence-for", fact=given).records()
        assert (str(row["document"]), row["paragraph"], row["quote"]) == ("T/1", "16", "工发组织召集学习网络")


@pytest.mark.parametrize(
    "given", ["fundedBy", "mg:fundedBy", "由…供资", "https://w3id.org/mandategraph/ontology#fundedBy"]
)
def test_a_predicate_by_its_names(store: EmbeddedStore, given: str) -> None:
    """A predicate is known by its name, its IRI and its label."""
    assert len(ask(store, "evidence-for", subject="绿色方案", predicate=given).rows) == 2


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("mandate-of", {}, "there is no question 'mandate-of': did you mean mandates-of"),
        ("mandates-of", {}, "mandates-of needs organization"),
        ("mandates-of", {"body": "x"}, "mandates-of has no parameter 'body': it has about, "),
        ("mandates-of", {"organization": "  "}, "mandates-of: organization is empty"),
        ("events", {"year": "22"}, "events: year must be a year such as 2022, not '22'"),
        ("events", {"language": "中文"}, "events: language must be a language code such as zh or en"),
        ("events", {"language": "\ud800"}, "events: language holds what is no character"),
        ("evidence-for", {"predicate": "fundBy"}, "evidence-for: predicate: no predicate 'fundBy': f"),
        ("evidence-for", {"fact": "xyz"}, "evidence-for: fact must be the IRI or the 16 digits of a fact"),
    ],
)  # fmt: skip
def test_wrong_parameters(store: EmbeddedStore, name: str, values: dict[str, str], message: str) -> None:
    """A wrong question or parameter is refused in one line that says what would be right."""
    with pytest.raises(QuestionError) as caught:
        ask(store, name, **values)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "values", [{"subject": "无此组织"}, {"fact": "0123456789abcdef"}, {"object": "http://example.org/none"}]
)
def test_unknown_entity(store: EmbeddedStore, values: dict[str, str]) -> None:
    """An entity or fact that the graph does not have is refused, not answered with no rows."""
    with pytest.raises(UnknownEntityError, match="graph"):
        ask(store, "evidence-for", **values)


def test_questions_of_a_folder(store: EmbeddedStore, tmp_path: Path) -> None:
    """A folder's own questions are loaded by their file names, and bind typed terms."""
    (tmp_path / "in-year.rq").write_text(_FILE, encoding="utf-8")
    question = load_questions(tmp_path)["in-year"]
    assert question_named("in-year", {"in-year": question}) is question
    prepared = question.prepare(store, year=2022)
    assert str(prepared.bindings["year"]) == '"2022"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    assert len(store.select(prepared.text, prepared.bindings)) == 5


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#+ summary: Programmes of a year\n", "", "'summary'"),
        ("view: table", "view: globe", "'globe' is none of chart, graph, map, table, timeline"),
        ('"type": "year"', '"type": "yaer"', "'yaer' is none of"),
        ('"variable": "year"', '"variable": "when"', r"no variable \?when"),
        ('{"year": "2022"}', '{"month": "2022"}', "the example names 'month'"),
        ('{"name": "programme", ', '{"name" "programme", ', "the header is not as it must be"),
        ("#+ view: table", "#+ view table", "has no colon"),
    ],
)
def test_wrong_headers(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A file whose header is wrong is named, with what is wrong."""
    assert old in _FILE
    (tmp_path / "bad.rq").write_text(_FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(QuestionError, match=message) as caught:
        load_questions(tmp_path)
    assert str(caught.value).startswith("bad.rq: ")


def test_lines_for_what_is_given(store: EmbeddedStore) -> None:
    """A line for a parameter is part of the query where it is given, with its term in the braces, else a comment."""
    text = (Path(__file__).parents[1] / "queries/sdg-coverage.rq").read_text("utf-8")
    assert "#given ?contributor VALUES ?contributor { }" in text
    question = load_questions()["sdg-coverage"]
    assert question.prepare(store).text == text
    given = question.prepare(store, contributor="UNIDO").text
    one, many = ask(store, "sdg-coverage", contributor="UNIDO").rows, ask(store, "sdg-coverage").rows
    iri = f"{_IRI}organization/unido"
    assert [(a, b) for a, b in zip(text.split("\n"), given.split("\n"), strict=True) if a != b] == [
        ("      #given ?contributor VALUES ?contributor { }", f"      VALUES ?contributor {{ <{iri}> }}")
    ]
    assert [row[1:3] for row in one] == [(1, 1)]
    assert [row[1:3] for row in many] == [(2, 2)]


def test_every_line_for_what_is_given_is_used(store: EmbeddedStore) -> None:
    """Each such line of a shipped question names one of its parameters, and the query is valid with all of them."""
    seen = 0
    for name, question in load_questions().items():
        wanted = set(re.findall(r"#given \?(\w+)", question.text))
        assert wanted <= {parameter.variable for parameter in question.parameters}, name
        values = {
            one.name: {"entity": "UNIDO", "language": "en"}.get(one.type, "operatesIn")
            for one in question.parameters
            if one.variable in wanted
        }
        if wanted:
            prepared = question.prepare(store, **values)
            assert "#given" not in prepared.text, name
            store.select(prepared.text, prepared.bindings)
            seen += len(wanted)
    assert seen >= 8
