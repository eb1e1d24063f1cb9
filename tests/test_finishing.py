"""Names and order that Python gives to the rows of a question, beside those that its query gives."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from tests.queries.test_queries import ANSWERS, NOTHING
from tests.questiongraph import make_store

from mandategraph.answers import Names, Value, read_value
from mandategraph.errors import UnknownEntityError
from mandategraph.finishing import Unfinished, UnusualError, finished, joined, unfinished
from mandategraph.questions import ask, load_questions
from mandategraph.store import EmbeddedStore, Rows, memory_store, open_store
from mandategraph.terms import term

QUESTIONS = load_questions()
#: Those that count, which name few things.
COUNTING = {"country-coverage", "funding-by-year", "sdg-coverage"}
_THING = ox.NamedNode("urn:thing")
_TEXT = """SELECT ?thing ?thingLabel WHERE {
  ?thing a ?type .
  OPTIONAL { ?thing skos:prefLabel ?thingOwn FILTER(LANG(?thingOwn) = ?lang) }
  OPTIONAL { ?thing skos:prefLabel ?thingElse FILTER(IF(BOUND(?thingOwn), false, LANG(?thingElse) = IF(?lang = "en", "zh", "en"))) }
  BIND(COALESCE(?thingOwn, ?thingElse) AS ?thingLabel)
  BIND(CONCAT(COALESCE(STR(?thingLabel), ""), "\\t", STR(?thing)) AS ?sortedBy)
}
ORDER BY ?sortedBy
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with open_store(make_store(tmp_path_factory.mktemp("finishing") / "graph")) as opened:
        yield opened


def _usual(text: str) -> Unfinished:
    found = unfinished(text, frozenset())
    assert found is not None
    return found


def _as_asked(store: EmbeddedStore, name: str, values: dict[str, str]) -> tuple[tuple[Value, ...], ...]:
    """The answer by the whole query, with the names and the order that the engine gives."""
    question = QUESTIONS[name]
    prepared = question.prepare(store, **values)
    names = Names(store, prepared.bindings["language"].value)
    solutions = store.select(prepared.text, prepared.bindings).records()
    return tuple(tuple(read_value(one, row, names) for one in question.columns) for row in solutions)


@pytest.mark.parametrize("language", ["zh", "en", "fr"])
@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_answer_is_that_of_the_query(store: EmbeddedStore, name: str, language: str) -> None:
    """A question answers what its whole text finds, in the same order and with the same names."""
    for values in (ANSWERS[name][0], NOTHING[name], QUESTIONS[name].example):
        asked = {**values, "language": language}
        try:
            expected = _as_asked(store, name, asked)
        except UnknownEntityError:  # the graph does not have what the example names
            continue
        assert ask(store, name, **asked).rows == expected


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_shipped_questions_are_usual(name: str) -> None:
    """Names and order are left out of each question but those that count."""
    variables = frozenset(parameter.variable for parameter in QUESTIONS[name].parameters)
    found = unfinished(QUESTIONS[name].text, variables)
    if name in COUNTING:
        assert found is None
        assert "?stating" not in joined(QUESTIONS[name].text)
    else:
        assert found is not None
        assert "Label" not in found.text
        assert "ORDER BY" not in found.text


def test_timeline_of_all_things(store: EmbeddedStore) -> None:
    """A timeline is the same either way for each thing that is named."""
    rows = store.select("SELECT DISTINCT ?thing WHERE { ?thing ?named ?name }", {"named": term("skos:prefLabel")})
    things = [row["thing"].value for row in rows.records()]
    dated = 0
    for thing in things:
        expected = _as_asked(store, "timeline", {"entity": thing})
        assert ask(store, "timeline", entity=thing).rows == expected
        dated += bool(expected)
    assert dated > 5


def test_names() -> None:
    """The wanted language comes first, then English or Chinese; what has none is left without a name."""
    rows = Rows(("thing",), ((_THING,), (ox.NamedNode("urn:other"),)))
    with memory_store() as store:
        for text, language in (("物", "zh"), ("thing", "en"), ("chose", "fr")):
            store.update(f'INSERT DATA {{ <urn:thing> {term("skos:prefLabel")} "{text}"@{language} }}')
        for language, name in (("zh", "物"), ("fr", "chose"), ("ru", "thing"), ("en", "thing")):
            other, first = finished(_usual(_TEXT), rows, store, language)
            assert first["thingLabel"].value == name
            assert "thingLabel" not in other


def test_two_names_in_a_language() -> None:
    """A thing with two names in one language is two rows of the query, so it is left to the engine."""
    with memory_store() as store:
        store.update(f'INSERT DATA {{ <urn:thing> {term("skos:prefLabel")} "a"@en, "b"@en }}')
        with pytest.raises(UnusualError):
            finished(_usual(_TEXT), Rows(("thing",), ((_THING,),)), store, "en")


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("ORDER BY ?sortedBy", "ORDER BY LCASE(?sortedBy)"),
        ("ORDER BY ?sortedBy", ""),
        ('STR(?thing))', 'LCASE(STR(?thing)))'),
        ("a ?type .", "a ?type . FILTER(STRLEN(?thingLabel) > 2)"),
        ("SELECT ?thing ?thingLabel", "SELECT (COUNT(?thing) AS ?things)"),
        ('SELECT ?thing ?thingLabel', 'SELECT DISTINCT ?thingLabel'),
    ],
)  # fmt: skip
def test_unusual_texts(usual: str, other: str) -> None:
    """A query that does more with names or order than the usual is left as it is."""
    assert unfinished(_TEXT.replace(usual, other), frozenset()) is None


def test_numbers_are_sorted_as_numbers() -> None:
    """Amounts fall, what has none is last, and what is no number is left to the engine."""
    text = _TEXT.replace("?thingLabel WHERE", "?thingLabel ?amount WHERE")
    asked = _usual(text.replace("ORDER BY ?sortedBy", "ORDER BY DESC(COALESCE(?amount, 0)) ?sortedBy"))
    amounts = (ox.Literal(9), None, ox.Literal("10.5", datatype=term("xsd:decimal")))
    rows = tuple((ox.NamedNode(f"urn:{number}"), amount) for number, amount in enumerate(amounts))
    with memory_store() as store:
        found = finished(asked, Rows(("thing", "amount"), rows), store, "zh")
        assert [row["thing"].value for row in found] == ["urn:2", "urn:0", "urn:1"]
        with pytest.raises(UnusualError):
            finished(asked, Rows(("thing", "amount"), ((_THING, ox.Literal("many")),)), store, "zh")
