"""Known names in the cases and with the particles that Russian and Arabic give them; French articles."""

from __future__ import annotations

from functools import cache

import pytest

from mandategraph.authority import load_authority
from mandategraph.languages import languages
from mandategraph.recognize import Recognizer

SENTENCES = [
    ("ru", "представитель Российской Федерации и Ирака", {"rus", "irq"}),
    ("ru", "в Соединенных Штатах Америки, Швейцарией, Китаю", {"usa", "che", "chn"}),
    ("ar", "وفد الصين والعراق", {"chn", "irq"}),
    ("ar", "بين اليابان وسويسرا", {"jpn", "che"}),
    ("fr", "l’Autriche, la Fédération de Russie et le Gouvernement d’Iraq", {"aut", "rus", "irq"}),
    ("es", "los Estados Unidos de América y el Reino Unido", {"usa", "gbr"}),
    ("en", "the Syrian Arab Republic and the Republic of Korea", {"syr", "kor"}),
]


@cache
def _recognizer() -> Recognizer:
    return Recognizer(load_authority())


@pytest.mark.parametrize(("code", "text", "countries"), SENTENCES)
def test_countries(code: str, text: str, countries: set[str]) -> None:
    """Countries are found in the form in which a sentence of the language has them."""
    entities = load_authority().entities
    found = {
        entities[m.candidates[0]].code
        for m in _recognizer().mentions(text, languages()[code])
        if m.type == "Country" and m.candidates
    }
    assert found == countries


def test_small_letters_name_no_country() -> None:
    """A turkey is not Turkey, and a board not the Board."""
    assert _recognizer().mentions("a turkey from a board in the china shop", languages()["en"]) == ()
