"""Known names in a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mandategraph.recognize.gazetteer import Gazetteer

_NAMES = ["中国", "发展中国家", "爱尔兰", "UNIDO", "WHO", "世界卫生组织", "几内亚", "几内亚比绍"]


def test_longest_match_wins() -> None:
    """发展中国家 holds 中国 and 几内亚比绍 holds 几内亚, but only the longer name is found."""
    found = Gazetteer(_NAMES).find("发展中国家和几内亚比绍")
    assert [hit.name for hit in found] == ["发展中国家", "几内亚比绍"]


def test_blockers_hide_names() -> None:
    """北爱尔兰 is not 爱尔兰 when a librarian has listed it as a blocker."""
    assert Gazetteer(_NAMES, ["北爱尔兰"]).find("北爱尔兰") == ()


def test_words_are_whole() -> None:
    """A Latin name stands only between other signs, but Chinese characters may touch it."""
    gazetteer = Gazetteer(_NAMES)
    assert [hit.name for hit in gazetteer.find("由UNIDO牵头")] == ["UNIDO"]
    assert gazetteer.find("UNIDOS") == ()


def test_short_capitals_mind_case() -> None:
    """WHO is an organization, "who" is a word."""
    gazetteer = Gazetteer(_NAMES)
    assert [hit.name for hit in gazetteer.find("WHO and who")] == ["WHO"]


@given(st.text(alphabet="中国发展家爱尔兰UNIDOWHO 世界，。", max_size=60))
def test_hits_are_the_names_at_their_places(text: str) -> None:
    """Whatever the text, hits stand in order, never overlap, and hold the words of a name."""
    reach = 0
    for hit in Gazetteer(_NAMES).find(text):
        assert hit.start >= reach
        assert text[hit.start : hit.end].lower() == hit.name.lower()
        reach = hit.end
