"""Repair of broken text, and the map from it to the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandategraph.model import Document
from mandategraph.read.repair import fold, repair, repaired
from mandategraph.read.text import document_of

PIECES = st.sampled_from(
    (
        *(
            "工发组织",
            "大会",
            "。",
            "，",
            " ",
            "  ",
            "\n",
            "\n\n",
            "\f",
            "\r\n",
            "\u200b",
            "\u00ad",
            "\u3000",
        ),
        *("1. ", "12. ", "(a) ", "（一）", "- ", "word", "inter-\n", "COVID-19", "２０２２", "| a | b |\n"),
        *("|---|---|\n", "¹ ", "* ", "附件\n", "一. ", "目录\n", ". . . . . 4\n", "https://example.org/x\n"),
        *("第十九届会议\n", "总干事的报告\n", "# ", "“", "”", "·", "3.5", "%"),
    )
)
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map("".join)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("工 发 组 织 与 私 营\n部门", "工发组织与私营部门"),
        ("在 2022 年 与 Festo Didactic 合作", "在2022年与Festo Didactic合作"),
        ("格尔德 · 穆勒", "格尔德·穆勒"),
        ("the inter-\nnational Board", "the international Board"),
        ("the Secretary-\nGeneral and twenty-\nfirst", "the Secretary-General and twenty-first"),
        ("the   Board\n met", "the Board met"),
        ("ISO\u00a050001\u200b 标\u00ad准", "ISO 50001标准"),
        ("２０３０年ＳＤＧ", "2030年SDG"),
        ("2022-\n\n2023 年", "2022-2023年"),
        ("(GC.18/Res.1) 紧随", "(GC.18/Res.1)紧随"),
    ],
)
def test_repair_gives_the_words_meant(broken: str, whole: str) -> None:
    """Spaces, line breaks, hyphens and full-width forms are repaired."""
    assert repair(broken, [(0, len(broken))])[0] == whole


def test_arabic_ligatures_get_their_letters_in_order() -> None:
    """Lam-alef ligatures with swapped letters are set right in place; right ones stay."""
    swapped, right = "األمم االجتماع", "الأمم الاجتماع"
    text, offsets = repair(swapped, [(0, len(swapped))])
    assert text == right
    assert offsets.span(0, len(text)) == (0, len(swapped))
    assert repaired(right) == right


def test_spans_leave_gaps_out() -> None:
    """A sentence broken by page furniture is one text that skips it, and maps over it."""
    source = "区域市场错\n\n* 重新印发。\n\n综复杂"
    text, offsets = repair(source, [(0, 5), (16, 19)])
    assert text == "区域市场错综复杂"
    assert source[slice(*offsets.span(0, len(text)))] == source
    assert source[slice(*offsets.span(5, 8))] == "综复杂"


def check_map(document: Document) -> None:
    """Every character of every passage equals the one of the source that it came from, in order, once."""
    seen: set[int] = set()
    for passage in document.passages:
        places = [passage.offsets.source(place) for place in range(len(passage.text))]
        assert places == sorted(set(places))
        assert not seen.intersection(places)
        seen.update(places)
        for character, place in zip(passage.text, places, strict=True):
            origin = document.source[place]
            assert character == fold(origin) or (character == " " and origin.isspace())
    assert len({passage.path for passage in document.passages}) == len(document.passages)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_passage_maps_back_to_the_source(source: str) -> None:
    """For any text, passages are made of the source's characters, in order, never twice."""
    check_map(document_of(source, "a.txt", ""))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_nothing_but_marks_is_lost(source: str) -> None:
    """For any text, every letter is in a passage, unless it is a list letter or a tag."""
    document = document_of(source, "a.txt", "")
    covered = {
        passage.offsets.source(place) for passage in document.passages for place in range(len(passage.text))
    }
    lost = {sign for place, sign in enumerate(source) if place not in covered and sign.isalpha()}
    assert lost <= set("a一")


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_characters_can_be_read(source: str) -> None:
    """Text of any characters at all gives passages that map back."""
    check_map_loose(document_of(source, "a.txt", ""))


def check_map_loose(document: Document) -> None:
    """Spans lie in the source and ascend."""
    for passage in document.passages:
        places = [passage.offsets.source(place) for place in range(len(passage.text))]
        assert places == sorted(set(places))
        assert places[0] >= 0
        assert places[-1] < len(document.source)
