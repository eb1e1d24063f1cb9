"""What English needs beyond rules: names, persons, anaphors, sessions, subjects."""

from __future__ import annotations

import pytest

from mandategraph.languages import languages
from mandategraph.languages.en_names import find_names
from mandategraph.languages.ordinals import english_ordinal, ordinal_value

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
