"""Names of places where they stand: in towns and lists, beside the names of persons, inside other words."""

from __future__ import annotations

import pytest

from mandategraph.authority import load_authority
from mandategraph.languages.zh import language
from mandategraph.recognize import Recognizer


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    """A recognizer with the authority of the package."""
    return Recognizer(load_authority())


def places(recognizer: Recognizer, text: str) -> list[tuple[str, str]]:
    """The places in a text, as it writes them, each with the first entity that it may mean."""
    found = recognizer.mentions(text, language())
    return [(m.text, m.candidates[0]) for m in found if m.type == "Region"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("培训班在加德满都市举行。", ["加德满都市"]),
        ("产品进入马德里市场。", ["马德里"]),
        ("上海市市长出席了会议。", ["上海市"]),
        ("墨西哥城市政厅", ["墨西哥城"]),
    ],
)
def test_the_word_for_a_town_belongs_to_its_name(recognizer: Recognizer, text: str, written: list[str]) -> None:
    """市 right behind the name of a town is part of it, unless it begins another word."""
    assert [name for name, _ in places(recognizer, text)] == written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "该项目在伊拉克尼尼微、安巴尔和萨拉赫丁三省开展。",
            ["region/ninewa-governorate", "region/anbar-governorate", "region/salah-al-din-governorate"],
        ),
        ("在卡诺和尼日尔两州设立中心。", ["region/kano"]),
        ("在翁多和奥孙两州设立中心。", ["region/ondo-state", "region/osun-state"]),
    ],
)
def test_places_of_one_kind_are_named_together(recognizer: Recognizer, text: str, expected: list[str]) -> None:
    """A list whose kind stands once at its end names places that no name tells without it; names known without it stay."""
    assert [entity for _, entity in places(recognizer, text)] == expected


def test_a_dot_tells_a_person(recognizer: Recognizer) -> None:
    """The name of a place beside the dot of a person's name is part of that name."""
    assert places(recognizer, "主席何塞·奥尔金主持了会议。") == []
    assert places(recognizer, "主席何塞 · 奥尔金主持了会议。") == []
    assert places(recognizer, "会议在奥尔金举行。") == [("奥尔金", "region/holguin")]


@pytest.mark.parametrize("text", ["该方案在东部省份实施。", "沿海防护林", "双边和多边合作", "消费城市", "沿海防洪工程", "在拉法市场上", "图尔卡纳湖", "亚丁湾", "马六甲海峡"])
def test_words_that_hold_the_name_of_a_place(recognizer: Recognizer, text: str) -> None:
    """Ordinary words that hold the name of a town or a province name none."""
    assert places(recognizer, text) == []


@pytest.mark.parametrize("country", ["卢旺达", "赞比亚"])
def test_a_province_is_that_of_the_country_beside(recognizer: Recognizer, country: str) -> None:
    """东部省 may be that of each of several countries, and says that what stands around decides."""
    mentions = recognizer.mentions(f"{country}的东部省", language())
    province = next(m for m in mentions if m.type == "Region")
    assert province.value == "context"
    parents = {recognizer.authority.entities[id_].parent for id_ in province.candidates}
    assert mentions[0].candidates[0] in parents


@pytest.mark.parametrize(
    ("text", "parks"),
    [
        ("蒙巴萨工业园区吸引了企业。", ["蒙巴萨工业园区"]),
        ("广东省开发区吸引了企业。", ["广东省开发区"]),
        ("非洲工业园区吸引了企业。", []),
        ("肯尼亚工业园区吸引了企业。", []),
        ("该项目在内罗毕和蒙巴萨工业园区推广。", []),
    ],
)
def test_an_industrial_park_is_named_by_its_town(recognizer: Recognizer, text: str, parks: list[str]) -> None:
    """The industrial park of one town or province is a facility; those of a country or a continent are none in particular."""
    assert [m.text for m in recognizer.mentions(text, language()) if m.type == "Facility"] == parks


@pytest.mark.parametrize(("text", "written"), [("加纳共和国总统发言。", "加纳共和国"), ("几内亚共和国外交部发言。", "几内亚共和国外交部"), ("加纳政府发言。", "加纳政府")])
def test_the_formal_name_of_a_country_is_one_name(recognizer: Recognizer, text: str, written: str) -> None:
    """共和国 behind the name of a country belongs to it, and 和 in it joins no two names."""
    assert written in [mention.text for mention in recognizer.mentions(text, language())]
