"""Names in Chinese that the authority does not hold: how far they reach and what class they have."""

from __future__ import annotations

from functools import cache

import pytest

from mandategraph.authority import load_authority
from mandategraph.languages import languages
from mandategraph.recognize import Recognizer

NAMES = [
    # the longest of several head words ends the name
    ("工发组织与世界陶瓷制造机构协会合作。", {"世界陶瓷制造机构协会": "Organization"}),
    ("大会鼓励委员会继续工作。", {}),
    ("内罗毕的氢能培训中心提供课程。", {"氢能培训中心": "Facility"}),
    # an organization at the beginning belongs to the name of its unit
    ("联合国陶瓷问题高级别机构间工作组", {"联合国陶瓷问题高级别机构间工作组": "Body"}),
    ("工发组织性别研究与陶瓷办公室", {"工发组织性别研究与陶瓷办公室": "Unit"}),
    # what is founded has a name, even one of common words
    ("工发组织设立了区域合作和培训办公室。", {"区域合作和培训办公室": "Unit"}),
    ("工发组织与区域办公室合作。", {}),
    # an agency of a country is not the agency of the United Nations whose short name its name ends with
    ("它与冰岛国际开发署合作。", {"冰岛国际开发署": "Organization"}),
    # decades and income groups
    ("第七个陶瓷工业发展十年开始了。", {"第七个陶瓷工业发展十年": "Programme"}),
    ("它帮助低收入和中低收入国家。", {"低收入和中低收入国家": "CountryGroup"}),
    # persons after their office, projects after their names
    ("部长王大明出席了会议。", {"王大明": "Person"}),
    ("它通过Ceramica等项目培训工人。", {"Ceramica": "Programme"}),
    # a list tells what stands in it
    ("平台包括全球清洁陶瓷联盟、绿色工业网络和工业发展平台。",
     {"全球清洁陶瓷联盟": "Partnership", "绿色工业网络": "Partnership", "工业发展平台": "Partnership"}),
    ("工业发展平台很有用。", {}),
]  # fmt: skip


@cache
def _recognizer() -> Recognizer:
    return Recognizer(load_authority())


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_unknown_names(text: str, names: dict[str, str]) -> None:
    """Names that nobody listed are found whole, with the class that their words or their neighbours tell."""
    found = {m.text: m.type for m in _recognizer().mentions(text, languages()["zh"]) if not m.candidates}
    assert {name: kind for name, kind in found.items() if kind not in {"Anaphor", "Date", "Number"}} == names
