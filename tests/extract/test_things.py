"""Texts, meetings and agreements that a document describes without naming them."""

from __future__ import annotations

import pytest
from tests.extract.reading import document, extractor

from mandategraph.model import Entity, Fact


def _found(text: str, predicate: str) -> list[tuple[Fact, Entity]]:
    extraction = extractor().extract(document(text))
    entities = {entity.id: entity for entity in extraction.entities}
    facts = (fact for fact in extraction.facts if fact.predicate == predicate)
    return [(fact, entities[fact.object]) for fact in facts if isinstance(fact.object, str)]


@pytest.mark.parametrize(
    ("text", "predicate", "kind", "label"),
    [
        ("工发组织编写了一份关于城市如何节约用水的指南。", "publishes", "Publication", "关于城市如何节约用水的指南"),
        ("工发组织举办了关于皮革加工和纺织品的讲习班。", "organizes", "Event", "关于皮革加工和纺织品的讲习班"),
        ("工发组织组织了对越南的考察访问。", "organizes", "Event", "对越南的考察访问"),
        ("工发组织与国际贸易中心签署了一项合作协定。", "partyTo", "Agreement", "合作协定"),
        ("工发组织开发了一门在线评价培训课程。", "established", "Tool", "在线评价培训课程"),
        ("工发组织启动了一个新的统计项目。", "established", "Programme", "新的统计项目"),
    ],
)
def test_described(text: str, predicate: str, kind: str, label: str) -> None:
    """What is described is an entity of the class that its head word tells, under the words of the text."""
    found = _found(text, predicate)
    assert {(entity.type, entity.label("zh")) for _, entity in found} == {(kind, label)}


def test_each_of_its_makers() -> None:
    """Two agreements of the same words but other parties are two agreements."""
    one = _found("工发组织与国际贸易中心签署了一项合作协定。", "partyTo")
    other = _found("工发组织与国际劳工组织签署了一项合作协定。", "partyTo")
    assert len({fact.subject for fact, _ in one}) == 2
    assert {fact.object for fact, _ in one}.isdisjoint({fact.object for fact, _ in other})


@pytest.mark.parametrize("text", ["工发组织举办了讲习班。", "工发组织编写了报告。", "工发组织将编写一份关于节水的指南。"])
def test_not_described(text: str) -> None:
    """What nothing tells apart, or is yet to come, is no entity."""
    assert not _found(text, "organizes") + _found(text, "publishes")


def test_shared_end() -> None:
    """Of two names that share their end the first is found, too."""
    found = _found("工发组织与公共和私营部门合作。", "partnerOf")
    assert {entity.label("zh") for _, entity in found} == {"公共部门", "私营部门"}


@pytest.mark.parametrize(
    ("text", "event", "who"),
    [
        ("在金砖国家第五次能源部长会议上，中国介绍了经验。", "金砖国家第五次能源部长会议", "中国"),
        ("在第三届纺织机械论坛上，埃及介绍了经验。", "第三届纺织机械论坛", "埃及"),
        ("在第三届非洲工业论坛上，埃及介绍了经验。", "非洲工业论坛", "埃及"),
    ],
)
def test_numbered_meeting(text: str, event: str, who: str) -> None:
    """A meeting that is the third of its name, or of its group of countries, is known by that name."""
    extraction = extractor().extract(document(text))
    labels = {entity.id: entity.label("zh") for entity in extraction.entities}
    took_part = {(labels[fact.subject], labels[str(fact.object)]) for fact in extraction.facts if fact.predicate == "participatesIn"}
    assert took_part == {(who, event)}


def test_office_and_holder() -> None:
    """Where a person is named with his office, only the person takes part."""
    found = _found("在维也纳能源论坛上，工发组织总干事格尔德·穆勒介绍了成果。", "participatesIn")
    assert [fact.subject for fact, _ in found] == ["person/gerd-mueller"]


@pytest.mark.parametrize(
    ("text", "adopters"),
    [
        ("大会第70/293号决议承认该权利。", {"联合国大会"}),
        ("人权理事会第48/13号决议承认该权利。", {"人权理事会"}),
    ],
)
def test_a_resolution_s_number_tells_who_adopted_it(text: str, adopters: set[str]) -> None:
    """A numbered resolution was adopted by the organ with whose code its symbol begins."""
    assert {entity.label("zh") for _, entity in _found(text, "adoptedBy")} == adopters


def test_a_meeting_without_a_name_is_spoken_of_again() -> None:
    """这次活动 behind a meeting that was only described is that meeting, in the same section."""
    text = "工发组织参加了一场高级别圆桌会议。这次活动由世界银行主持。"
    (_, attended), (_, led) = *_found(text, "participatesIn"), *_found(text, "leads")
    assert attended.id == led.id


def test_figures_told_respectively_keep_their_order() -> None:
    """Each of several figures is that of whoever stands in the same place, and the measure has none of them in it."""
    extraction = extractor().extract(document("秘鲁、多哥和越南的陶器出口分别增长7%、5.1%和3%。"))
    told = {fact.qualifiers["value"]: (fact.subject[-3:], fact.qualifiers["measure"]) for fact in extraction.facts if fact.predicate == "hasResult"}
    assert told == {"7": ("604", "陶器出口增长"), "5.1": ("768", "陶器出口增长"), "3": ("704", "陶器出口增长")}
