"""What English needs beyond rules: names, persons, anaphors, sessions, subjects."""

from __future__ import annotations

import pytest

from mandategraph.authority import load_authority
from mandategraph.languages import languages
from mandategraph.languages.en import language
from mandategraph.languages.en_names import find_names
from mandategraph.languages.ordinals import english_ordinal, ordinal_value
from mandategraph.recognize import Recognizer

NAMES = [
    (
        "the Caribbean Harvest Fund and the Bright Ports Initiative",
        ["Caribbean Harvest Fund:Fund", "Bright Ports Initiative:Programme"],
    ),
    (
        "the Ministry of Industry and Trade and the World Fish Centre",
        ["Ministry of Industry and Trade:Organization", "World Fish Centre:Facility"],
    ),
    ("the Doha Programme of Action for Clean Ports", ["Doha Programme of Action for Clean Ports:Framework"]),
    ("the Declaration on Clean Seas", ["Declaration on Clean Seas:Declaration"]),
    ("Recalling the Clean Ports Agenda,", ["Clean Ports Agenda:Framework"]),
    ("the Switchers programme", ["Switchers programme:Programme"]),
    ("the publication entitled “Ports of the Future”", ["“Ports of the Future”:Publication"]),
    ("Mr. Paul Okoro (Ghana)", ["Paul Okoro:Person"]),
    ("Ana Ruiz, Executive Director of the bank", ["Ana Ruiz:Person"]),
]


@pytest.mark.parametrize(("text", "found"), NAMES)
def test_names(text: str, found: list[str]) -> None:
    """Names are told by their head word, by quotation marks or by a title, and end where they end."""
    assert [f"{m.text}:{m.type}" for m in find_names(text, ())] == found


@pytest.mark.parametrize(
    "text", ["The Programme", "Member States", "the Executive Director", "In December 2020", "Technical Cooperation"]
)
def test_no_names(text: str) -> None:
    """Words with a capital letter that name nothing by themselves are left alone."""
    assert list(find_names(text, ())) == []


def test_sessions() -> None:
    """Sessions are counted in words or figures, with the body that follows; special sessions are others."""
    found = languages()["en"].sessions
    assert [s[2:] for s in found("at the nineteenth session of the General Conference")] == [(19, "General Conference")]
    assert [s[2:] for s in found("its forty-eighth regular session")] == [(48, "")]
    assert list(found("the sixth special session of the General Assembly")) == []


def test_ordinals() -> None:
    """Ordinals in words can be read back."""
    assert all(ordinal_value(english_ordinal(number)) == number for number in range(1, 200))


def test_anaphors() -> None:
    """The Organization is the home; a programme stands for a programme; "the programme of work" does not."""
    found = list(languages()["en"].anaphors("The Organization leads the Programme."))
    assert [(a.home, a.head) for a in found] == [(True, ""), (False, "Programme")]
    assert list(languages()["en"].anaphors("the programme of work")) == []


def test_a_ministry_bears_the_name_of_its_country() -> None:
    """An authority and the country behind it are one name, with the country as a part."""
    text = "The Ministry of Trade and Industry of the Government of Kenya opened the talks."
    [found] = [m for m in Recognizer(load_authority()).mentions(text, language()) if m.type == "Organization"]
    assert found.text == "Ministry of Trade and Industry of the Government of Kenya"
    assert [part.type for part in found.parts] == ["Country", "Organization"]


def test_a_session_ends_with_the_name_of_its_body() -> None:
    """What follows the body of a session, such as a date, is no part of it."""
    text = "adopted at the eighteenth session of the General Conference of UNIDO in November 2019"
    found = Recognizer(load_authority()).mentions(text, language())
    assert [(m.type, m.text) for m in found] == [
        ("Session", "eighteenth session of the General Conference of UNIDO"),
        ("Date", "November 2019"),
    ]


def test_a_name_ends_with_its_sentence() -> None:
    """The full stop behind a person's name ends it, that behind an initial does not."""
    found = [m.text for m in language().titles("It is headed by Ms. Awa T. Diallo. The Academy offers courses.", (), ())]
    assert found == ["Awa T. Diallo"]


def test_numbers_in_words_count_things() -> None:
    """Two to twelve in front of a plural are numbers."""
    found = [(m.value, m.unit) for m in language().values("eight workshops in one year, and two of the ten new centres")]
    assert found == [("8", "workshops"), ("10", "new centres")]
