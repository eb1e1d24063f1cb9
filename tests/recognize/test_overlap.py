"""Which mentions stand, and lines that come again."""

from __future__ import annotations

from mandategraph.authority import load_authority
from mandategraph.languages.zh import language
from mandategraph.model import Mention
from mandategraph.recognize import Recognizer
from mandategraph.recognize.overlap import Reach, without_overlap


def _mention(start: int, end: int, *candidates: str) -> Mention:
    return Mention(start, end, "字" * (end - start), "Organization", candidates)


def test_titles_then_the_longer_then_the_surer_stand() -> None:
    """Of mentions that claim one place a title stands, then the longest, and of two equally long that with the lower rank."""
    one, longer, other, apart = _mention(0, 2), _mention(1, 6), _mention(1, 6, "organization/unido"), _mention(8, 9)
    assert without_overlap([(4, apart), (4, one), (5, longer), (1, other)]) == [other, apart]
    assert without_overlap([(4, longer), (0, one), (4, apart)]) == [one, apart]
    assert without_overlap([(4, apart), (4, one)]) == [one, apart]
    assert without_overlap([]) == []


def test_a_title_may_be_the_beginning_of_a_name() -> None:
    """A title is held by a known name that begins no later and ends behind it, or that it ends."""
    reach = Reach([_mention(0, 9, "body/ga"), _mention(12, 14)])
    assert reach.holds(_mention(0, 4))
    assert not reach.holds(_mention(0, 9))
    assert reach.holds(_mention(4, 9))
    assert not reach.holds(_mention(12, 13))


def test_a_line_that_comes_again_has_the_same_mentions() -> None:
    """What is remembered of a line is what reading it anew gives."""
    recognizer, line = Recognizer(load_authority()), "联合国工业发展组织（工发组织）第5号决定，2022年"
    reading, mentions = recognizer.first(line, language())
    assert recognizer.first(line, language()) == (reading, mentions)
    assert recognizer.decide(recognizer.read(line, language())) == mentions
    assert mentions
