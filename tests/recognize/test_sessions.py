"""Whose session a number tells of."""

from __future__ import annotations

import pytest
from tests.extract.reading import extractor

SESSIONS = [
    ("第六届联合国环境大会讨论了塑料。", ("第六届联合国环境大会", "6", "联合国环境大会")),
    ("在第十八届会议上，大会通过了一项决议。", ("第十八届会议", "18", "大会")),
    ("世界遗产委员会2023年9月在利雅得举行的第四十五届会议", ("第四十五届会议", "45", "世界遗产委员会")),
    ("《蒙特利尔议定书》缔约方第三十四次会议", ("《蒙特利尔议定书》缔约方第三十四次会议", "34", "《蒙特利尔议定书》")),
    ("水俣公约缔约方大会第四次会议", ("水俣公约缔约方大会第四次会议", "4", "水俣公约缔约方大会")),
    ("全球减少灾害风险平台第七届会议", ("全球减少灾害风险平台第七届会议", "7", "全球减少灾害风险平台")),
]


@pytest.mark.parametrize(("text", "expected"), SESSIONS)
def test_the_body_of_a_session(text: str, expected: tuple[str, str, str]) -> None:
    """A number may stand before the body, the body behind the session, or the place between the two."""
    found = extractor()._recognizer.mentions(text, extractor().languages["zh"])
    session = next(m for m in found if m.type == "Session")
    assert (session.text, session.value, session.parts[0].text) == expected


def test_the_session_of_a_body_that_nobody_knows() -> None:
    """The fifth session of a committee without a known name is not the fifth session of the body of the document."""
    found = extractor()._recognizer.mentions("陶瓷问题政府间谈判委员会在釜山举行的第五届会议", extractor().languages["zh"])
    assert [m.type for m in found if "第五届" in m.text] == ["Unknown"]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("世界粮食安全委员会（粮安委）第四十七届会议在罗马举行。", "Session", "世界粮食安全委员会第四十七届会议"),
        ("世界贸易组织（世贸组织）第十二届部长级会议在日内瓦举行。", "Event", "世界贸易组织第十二届部长级会议"),
        ("世界卫生组织（世卫组织）欧洲区域办事处提供了协助。", "Unit", "世界卫生组织欧洲区域办事处"),
    ],
)
def test_a_short_form_in_brackets_parts_no_name(text: str, kind: str, name: str) -> None:
    """What belongs to a body or an organization is named with it, though its short form stands between the two."""
    found = extractor()._recognizer.mentions(text, extractor().languages["zh"])
    assert [m.text for m in found if m.type == kind] == [name]


def test_a_region_that_is_two_countries() -> None:
    """Australia and New Zealand named together are two countries, though statistics know a region of that name."""
    found = extractor()._recognizer.mentions("澳大利亚和新西兰为方案捐款。", extractor().languages["zh"])
    assert [(m.text, m.type) for m in found if m.type in {"Country", "Region"}] == [("澳大利亚", "Country"), ("新西兰", "Country")]


def test_a_meeting_of_the_parties_to_an_unknown_treaty_is_none() -> None:
    """缔约方第三次会议 of a treaty whose conference nobody knows is no session of another."""
    found = extractor()._recognizer.mentions("《陶瓷公约》缔约方第三次会议在釜山举行。", extractor().languages["zh"])
    assert all(m.type != "Session" or not m.parts for m in found)
