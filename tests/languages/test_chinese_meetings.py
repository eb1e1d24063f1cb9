"""Meetings, sessions and plans that only what stands beside them tells."""

from __future__ import annotations

import pytest

from mandategraph.languages.zh_meetings import find_meetings
from mandategraph.model import Mention


def _found(text: str, *taken: Mention) -> list[tuple[str, str]]:
    claimed = bytearray(len(text))
    for mention in taken:
        claimed[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return [(m.text, m.type) for m in find_meetings(text, taken, (), claimed, bytearray(len(text)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("他们出席了第四届世界陶瓷论坛。", [("第四届世界陶瓷论坛", "Event")]),
        ("第二次会议讨论了这一点。", []),
        ("2044-2047年陶瓷战略计划已经通过。", [("2044-2047年陶瓷战略计划", "Framework")]),
        ("在利马举行的世界陶瓷大会通过了它。", [("世界陶瓷大会", "Event")]),
        ("在利马举行的会议通过了它。", []),
        ("可持续能源全球论坛由利马市主办。", [("可持续能源全球论坛", "Event")]),
        ("该全球论坛由利马市主办。", []),
        ("大会决定召开《利马纲领》高级别审查会议。", [("《利马纲领》高级别审查会议", "Event")]),
        ("大会审议了《利马纲领》和会议报告。", []),
        ("在利马举行的关于节水的分区域协商会议通过了它。", [("关于节水的分区域协商会议", "Event")]),
        ("在利马举办的陶瓷问题国际讨论会，", [("陶瓷问题国际讨论会", "Event")]),
        ("决定于2044年召开岛屿和山区国家陶瓷问题国际部长级会议；", [("岛屿和山区国家陶瓷问题国际部长级会议", "Event")]),
        ("决定在会议上讨论这一点；", []),
    ],
)
def test_meetings_and_plans_are_told_by_numbers_years_and_places(text: str, found: list[tuple[str, str]]) -> None:
    """A number, a span of years or the place where it is held makes a name of a meeting or a plan; generic words make none."""
    assert _found(text) == found


def test_a_meeting_belongs_to_the_organization_right_before_it() -> None:
    """The name of an organization right before a numbered forum is a part of its name, wherever else others stand."""
    text = "世界银行和粮农组织第三届陶瓷论坛召开。"
    bank, fao = Mention(0, 4, "世界银行", "Organization"), Mention(5, 9, "粮农组织", "Organization")
    assert _found(text, bank, fao) == [("粮农组织第三届陶瓷论坛", "Event")]


def test_a_high_level_event_belongs_to_the_programme_right_before_it() -> None:
    """The name of a programme right before 高级别活动 is a part of its name; without one, these words name nothing."""
    programme = Mention(2, 8, "陶瓷发展十年", "Programme")
    assert _found("举办陶瓷发展十年高级别活动。", programme) == [("陶瓷发展十年高级别活动", "Event")]
    assert _found("举办了高级别活动。") == []


def test_a_place_may_begin_the_name_of_a_meeting_of_common_words() -> None:
    """区域审查会议 is common, but with a place right before it and its host behind it is one meeting."""
    text = "秘鲁区域审查会议由智利主办。"
    assert _found(text, Mention(0, 4, "秘鲁区域", "Region")) == [("秘鲁区域审查会议", "Event")]


def test_meetings_of_leaders_and_of_two_are_one_name() -> None:
    """Who meets and with whom belongs to the name of a meeting: 第二次中国-东盟卫生部长会议, 二十国集团领导人第十七次峰会."""
    text = "第二次中国-东盟卫生部长会议在利马举行。"
    assert ("第二次中国-东盟卫生部长会议", "Event") in _found(text, Mention(3, 5, "中国", "Country"), Mention(6, 8, "东盟", "Organization"))
    text = "东盟领导人第十七次峰会在利马举行。"
    assert ("东盟领导人第十七次峰会", "Event") in _found(text, Mention(0, 2, "东盟", "Organization"))
    text = "中国和东盟会议室。"
    assert _found(text, Mention(0, 2, "中国", "Country"), Mention(3, 5, "东盟", "Organization")) == []


def test_a_meeting_that_looks_back_on_another_is_none_of_its_own() -> None:
    """The review of a summit two years later is a meeting of its own, and 峰会 alone is the summit."""
    summit = Mention(0, 6, "世界陶瓷峰会", "Event")
    assert _found("世界陶瓷峰会两周年回顾会议在利马举行。", summit) == [("世界陶瓷峰会两周年回顾会议", "Event")]
    assert _found("世界陶瓷峰会讨论了回顾会议。", summit) == []
