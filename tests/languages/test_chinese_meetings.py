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
