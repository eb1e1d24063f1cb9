"""Values, citations and goals in the languages that put spaces between words."""

from __future__ import annotations

import pytest

from mandategraph.languages import languages
from mandategraph.recognize.symbols import numbered_names, organ_of, resolution_symbol

DATES = [
    ("en", "held from 2 to 6 December 2013", ["2013-12-02/2013-12-06"]),
    ("en", "28 November–1 December 2022", ["2022-11-28/2022-12-01"]),
    ("en", "December 15, 2020 and in 2021", ["2020-12-15", "2021"]),
    ("en", "between 2016 and 2020, then 2015–2030", ["2016/2020", "2015/2030"]),
    ("fr", "du 2 au 6 décembre 2013, puis le 1er mai 2020", ["2013-12-02/2013-12-06", "2020-05-01"]),
    ("es", "del 2 al 6 de diciembre de 2013", ["2013-12-02/2013-12-06"]),
    ("ru", "с 2 по 6 декабря 2013 года", ["2013-12-02/2013-12-06"]),
    ("ar", "في 31 كانون الأول/ديسمبر 2025", ["2025-12-31"]),
]
AMOUNTS = [
    ("en", "US$ 57.2 million", ("Money", "57200000", "USD")),
    ("en", "€5 million", ("Money", "5000000", "EUR")),
    ("en", "1,200 farmers", ("Number", "1200", "farmers")),
    ("en", "35.3 per cent", ("Number", "35.3", "%")),
    ("fr", "5,2 millions d’euros", ("Money", "5200000", "EUR")),
    ("es", "57,2 millones de dólares", ("Money", "57200000", "USD")),
    ("ru", "57,2 млн долл. США", ("Money", "57200000", "USD")),
    ("ru", "30 процентов", ("Number", "30", "%")),
]
CITED = [
    ("en", "General Assembly resolutions 72/200, 73/218 and 74/197", ["A/RES/72/200", "A/RES/73/218", "A/RES/74/197"]),
    ("en", "its resolutions 2453 A (XXIII) of 20 December 1968 and 37/90", ["A/RES/2453(XXIII)A", "A/RES/37/90"]),
    ("en", "Council resolution 1998/46", ["E/RES/1998/46"]),
    ("en", "Security Council resolution 2107 (2013)", ["S/RES/2107(2013)"]),
    ("fr", "la résolution 2107 (2013) du Conseil de sécurité", ["S/RES/2107(2013)"]),
    ("fr", "les résolutions 72/200 du 20 décembre 2017 et 73/218", ["A/RES/72/200", "A/RES/73/218"]),
    ("es", "la resolución 2682 (2023) del Consejo de Seguridad", ["S/RES/2682(2023)"]),
    ("ru", "резолюции 2107 (2013) Совета Безопасности", ["S/RES/2107(2013)"]),
    ("ar", "قرار مجلس الأمن 2107 (2013)", ["S/RES/2107(2013)"]),
    ("ar", ")2013( 2107", ["S/RES/2107(2013)"]),
    (
        "zh",
        "大会2017年12月22日第72/242号、2018年11月26日第73/17号和第75/316号决议",
        ["A/RES/72/242", "A/RES/73/17", "A/RES/75/316"],
    ),
    ("zh", "第2732（2024）号决议", ["S/RES/2732(2024)"]),
]
GOALS = [
    ("en", "Sustainable Development Goals 5 and 9", ["5", "9"]),
    ("en", "SDG 9.4 and targets 9.2 and 9.b", ["9.4", "9.2", "9.b"]),
    ("fr", "objectifs de développement durable 5 et 9, cible 9.4", ["5", "9", "9.4"]),
    ("es", "Objetivos de Desarrollo Sostenible 5 y 9, meta 9.4", ["5", "9", "9.4"]),
    ("ru", "цели 5 и 9, задача 9.4", ["5", "9", "9.4"]),
    ("ar", "الأهداف 5 و 9 ، الغاية 9-4", ["5", "9", "9.4"]),
]


@pytest.mark.parametrize(("code", "text", "dates"), DATES)
def test_dates(code: str, text: str, dates: list[str]) -> None:
    """Days, months, years and periods become ISO 8601."""
    assert [m.value for m in languages()[code].values(text) if m.type == "Date"] == dates


@pytest.mark.parametrize(("code", "text", "found"), AMOUNTS)
def test_amounts(code: str, text: str, found: tuple[str, str, str]) -> None:
    """Numbers and money have a plain value and a unit, and stand where they say."""
    mentions = list(languages()[code].values(text))
    assert [(m.type, m.value, m.unit) for m in mentions] == [found]
    assert text[mentions[0].start : mentions[0].end] == mentions[0].text


@pytest.mark.parametrize("text", ["paragraph 4", "Article 12", "A/RES/70/1", "COVID-19", "the 2030 Agenda", "item 3"])
def test_numbers_that_count_nothing(text: str) -> None:
    """Numbers of paragraphs, symbols and names are no amounts."""
    assert list(languages()["en"].values(text)) == []


@pytest.mark.parametrize(("code", "text", "symbols"), CITED)
def test_citations(code: str, text: str, symbols: list[str]) -> None:
    """A resolution cited by number has its symbol, whatever the language and the list it stands in."""
    letters = {"大会": "A", "安全理事会": "S"}
    found = [
        resolution_symbol(organ_of(letters.get(c.organ, c.organ), c.number), c.number)
        for c in languages()[code].citations(text)
    ]
    assert found == symbols


@pytest.mark.parametrize(("code", "text", "numbers"), GOALS)
def test_goals(code: str, text: str, numbers: list[str]) -> None:
    """Goals and targets by number lead to the IRIs of the United Nations."""
    assert [m.candidates[0].rpartition("/")[2] for m in languages()[code].goals(text)] == numbers


def test_numbered_names_are_the_same_in_every_language() -> None:
    """A resolution known by its number alone has one name a language, made from its symbol."""
    labels, names = numbered_names("S/RES/2107(2013)", "Resolution")
    assert [n.text for n in labels] == ["Security Council resolution 2107 (2013)", "安全理事会第2107(2013)号决议"]
    assert {n.language for n in names} == {"en", "zh"}
