"""Rankings and values of indices that stand below their titles."""

from __future__ import annotations

from msgspec.structs import replace
from tests.extract.reading import linked

from mandategraph.extract.rankings import ranking_facts
from mandategraph.linked import LinkedPassage
from mandategraph.model import Literal, PassageKind


def _lines(title: str, *items: str, numbered: bool = False) -> list[LinkedPassage]:
    """A title and the lines below it, as a page has them."""
    lines = [linked(text)[1] for text in (title, *items)]
    kinds = (PassageKind.HEADING, *[PassageKind.ITEM] * len(items))
    numbers = (None, *[str(rank) if numbered else None for rank in range(1, len(items) + 1)])
    return [
        LinkedPassage(replace(line.passage, kind=kind, number=number), line.mentions)
        for line, kind, number in zip(lines, kinds, numbers, strict=True)
    ]


def _told(lines: list[LinkedPassage]) -> list[tuple[str, str, str]]:
    """What the lines tell: each figure with its year."""
    found = [candidate for _, candidate in ranking_facts(lines)]
    labels = [c.object.value for c in found if isinstance(c.object, Literal)]
    return [(label, c.qualifiers["value"], c.qualifiers.get("year", "")) for label, c in zip(labels, found, strict=True)]


def test_a_numbered_list_below_its_title_is_a_ranking() -> None:
    """Each of the countries that the title counts has the place of its number; the year is that of the title."""
    lines = _lines("2044年前三大经济体陶瓷竞争力指数", "日本", "埃及", "越南", numbered=True)
    assert _told(lines) == [(f"陶瓷竞争力指数排名 = 第{rank}名", str(rank), "2044") for rank in (1, 2, 3)]


def test_a_list_of_another_length_is_no_ranking() -> None:
    """Where the list is shorter than its title says, or is not numbered, the labels may be lost: nothing is told."""
    assert _told(_lines("2044年前五大经济体陶瓷竞争力指数", "日本", "埃及", "越南", numbered=True)) == []
    assert _told(_lines("2044年前三大经济体陶瓷竞争力指数", "日本", "埃及", "越南")) == []


def test_values_stand_in_front_of_whose_they_are() -> None:
    """Below the name of an index each line of a value and a region tells the value of the region."""
    lines = _lines("2044年陶瓷工业指数", "0.54 东亚", "0.12 非洲", "最高")
    assert _told(lines) == [("陶瓷工业指数 = 0.54", "0.54", "2044"), ("陶瓷工业指数 = 0.12", "0.12", "2044")]
    assert _told(_lines("2044年陶瓷工业概况", "0.54 东亚", "0.12 非洲")) == []
