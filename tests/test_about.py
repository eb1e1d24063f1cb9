"""What a paper is about whose title names a place alone, and what such a paper calls that place."""

from pathlib import Path

import pytest

from mandategraph.about import named_alone
from mandategraph.authority import load_authority
from mandategraph.extract import Extractor
from mandategraph.languages.zh import language
from mandategraph.languages.zh_names import find_names
from mandategraph.model import Literal
from mandategraph.read import read_document

_GUAM = "http://metadata.un.org/sdg/codes/geoArea/316"


@pytest.mark.parametrize("words", ["关岛", "关岛问题", "A. Guam"])
def test_a_heading_that_names_a_place_alone(words: str) -> None:
    """A title that is the name of a territory, with or without a number or 问题, tells what the text is about."""
    assert named_alone(load_authority(), words) == _GUAM


def test_a_heading_that_says_more() -> None:
    """A title that says more than the name of a place names no place alone."""
    assert named_alone(load_authority(), "关岛的财政") is None


def test_lettered_parts_of_a_resolution_are_several() -> None:
    """第61/55 A和B号决议 cites two resolutions, each with its letter."""
    found = [citation.number for citation in language().citations("大会通过了第61/55 A和B号决议。")]
    assert found == ["61/55 A", "61/55 B"]


def test_a_law_is_named_with_its_year() -> None:
    """The year in front and the number behind belong to the name of a law, which is a framework."""
    found = [(m.text, m.type) for m in find_names("2011年《矿产修正法》（第2号）取代了1984年的《矿产法》。", ())]
    assert found == [("2011年《矿产修正法》（第2号）", "Framework"), ("1984年的《矿产法》", "Framework")]


def test_a_method_is_no_law() -> None:
    """A title that ends with 方法 is none of a law, and no year belongs to it."""
    found = [(m.text, m.type) for m in find_names("2011年《节水评估方法》出版。", ())]
    assert all(kind != "Framework" and not text.startswith("2011") for text, kind in found)


def test_a_numbered_meeting_of_a_council() -> None:
    """A meeting of a council that is held somewhere is an event; the same number alone is none."""
    text = "2019年3月在惠灵顿举行的岛屿渔业协商委员会第6次会议讨论了配额。第12次会议休会。"
    events = [m.text for m in find_names(text, ()) if m.type == "Event"]
    assert events == ["岛屿渔业协商委员会第6次会议"]


def test_who_bears_an_office_behind_a_latin_name() -> None:
    """A name in Latin letters with an office behind it, or a whole name behind one, is that of a person."""
    found = {m.text for m in find_names("Maria Calvo-Reyes总理会见了总督John Alder。", ()) if m.type == "Person"}
    assert found == {"Maria Calvo-Reyes", "John Alder"}


def test_no_meeting_is_held_for_years(tmp_path: Path) -> None:
    """A period of years behind the name of a meeting is no date on which it was held."""
    path = tmp_path / "note.txt"
    path.write_text("维也纳能源论坛（2013-2022年）总结了经验。\n", encoding="utf-8")
    extraction = Extractor().extract(read_document(path))
    held = [fact.object for fact in extraction.facts if fact.predicate == "heldOn"]
    assert not any(isinstance(thing, Literal) and thing.value == "2013/2022" for thing in held)
