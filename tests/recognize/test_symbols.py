"""Document symbols and the numbers of resolutions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandategraph.recognize.symbols import document_class, find_symbols, resolution_symbol


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("见A/75/982。", ["A/75/982"]),
        ("(GC.18/Res.9)和IDB.46/Dec.10", ["GC.18/Res.9", "IDB.46/Dec.10"]),
        ("会议室文件IDB.51/CRP.4", ["IDB.51/CRP.4"]),
        ("see E/2023/15 and A/RES/73/6.", ["E/2023/15", "A/RES/73/6"]),
        ("S/PV.9642", ["S/PV.9642"]),
        ("S/RES/9446 (2044)", ["S/RES/9446(2044)"]),
        ("www.example.org/a/1 and 3/4", []),
    ],
)
def test_symbols_are_found(text: str, symbols: list[str]) -> None:
    """Symbols are found between Chinese characters and between English words, and nothing else is taken for one."""
    assert [hit.symbol for hit in find_symbols(text)] == symbols


@given(st.text(max_size=80))
def test_places_hold_the_symbol(text: str) -> None:
    """Whatever the text, a hit's place holds its symbol."""
    for hit in find_symbols(text):
        assert text[hit.start : hit.end].replace(" ", "") == hit.symbol


def test_numbers_make_symbols() -> None:
    """Numbers of new and old resolutions give their symbols; a number that is none gives nothing."""
    assert resolution_symbol("A", "70/1") == "A/RES/70/1"
    assert resolution_symbol("S", "1325 (2000)") == "S/RES/1325(2000)"
    assert resolution_symbol("A", "2152 (XXI)") == "A/RES/2152(XXI)"
    assert resolution_symbol("A", "seventy") is None


def test_classes_follow_symbols() -> None:
    """Resolutions and decisions are told from reports by their symbols."""
    assert document_class("A/RES/70/1") == "Resolution"
    assert document_class("IDB.46/Dec.10") == "Decision"
    assert document_class("A/78/224") == "Document"
