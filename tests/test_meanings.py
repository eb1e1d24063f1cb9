"""What the numbers of sessions and resolutions mean, by the bodies that a text names."""

from __future__ import annotations

import pytest
from tests.extract.reading import document, extractor, facts, linked


def _meant(text: str, home: str = "organization/unido") -> dict[str, str]:
    _, item = linked(text, home)
    return {one.mention.text: one.entity for one in item.mentions if one.entity}


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("国际陶瓷管理大会第三届会议在利马举行。", "session/国际陶瓷管理大会-3"),
        ("政府间谈判委员会第一届会议在利马举行。", "session/政府间谈判委员会-1"),
        ("粮农组织陶瓷资源委员会第十九届例会在利马举行。", "session/粮农组织陶瓷资源委员会-19"),
        ("海关组织理事会第二十七届会议在利马举行。", "session/wco-理事会-27"),
        ("陶瓷与知识产权委员会（CDIP）第二十六届会议在利马举行。", "session/陶瓷与知识产权委员会-26"),
    ],
)
def test_a_session_tells_of_a_body_that_nobody_knows(text: str, session: str) -> None:
    """A name before the number of a session is that of the body that meets, though the authority does not hold it."""
    assert session in _meant(text).values()


@pytest.mark.parametrize(
    "text", ["该报告已提交大会第十八届会议。", "回顾大会第十八届会议。", "2019年11月大会第十八届会议核可了预算。"]
)
def test_what_stands_before_a_body_is_no_part_of_its_name(text: str) -> None:
    """Verbs and dates in front of 大会 make no other body of it."""
    assert "session/unido-gc-18" in _meant(text).values()


def test_a_body_is_part_of_the_organization_in_its_name() -> None:
    """A session that names an organization and a body tells that one is a part of the other."""
    stated = extractor().extract(document("粮农组织陶瓷资源委员会第十九届例会在罗马举行。"))
    found = {(fact.subject, fact.predicate, fact.object) for fact in stated.facts}
    assert ("body/粮农组织陶瓷资源委员会", "partOf", "organization/fao") in found
    assert ("session/粮农组织陶瓷资源委员会-19", "partOf", "body/粮农组织陶瓷资源委员会") in found


def test_a_number_alone_is_the_next_session_of_the_body_named_before() -> None:
    """第二届会议 beside the first session of another body is that body's, and 工作组第三届会议 the working group's."""
    text = "陶瓷问题特设工作组第一届会议在利马举行，第二届会议在基多举行。工作组第三届会议在内罗毕举行。"
    assert [entity for entity in _meant(text).values() if entity.startswith("session/")] == [
        f"session/陶瓷问题特设工作组-{number}" for number in (1, 2, 3)
    ]


def test_a_number_far_from_another_body_s_is_not_its() -> None:
    """第十九届会议 after the first session of a working group is not the working group's nineteenth."""
    text = "大会核可了陶瓷问题特设工作组第一届会议的报告，第十九届会议将予以审议。"
    assert "session/陶瓷问题特设工作组-19" not in _meant(text).values()


def test_the_head_of_an_organization_is_its_own() -> None:
    """秘书长 right behind an organization is no other's, even where the authority holds no such office."""
    assert _meant("请欧佩克秘书长提交报告。")["秘书长"] == "person/opec-秘书长"
    assert _meant("请国际电联秘书长提交报告。")["秘书长"] == "person/itu-secretary-general"


def test_a_resolution_beside_a_session_of_the_human_rights_council_is_its_own() -> None:
    """第53/1号决议 that the fifty-third session of the Council adopted is none of the Assembly's."""
    assert "document/A/HRC/RES/53/1" in _meant("人权理事会第五十三届会议通过了第53/1号决议。").values()


def test_numbers_below_31_are_none_of_the_assembly_s() -> None:
    """The Assembly numbers its resolutions by its sessions since the thirty-first, so 第5/8号决议 is another body's."""
    assert not [entity for entity in _meant("回顾第5/8号决议。").values() if entity.startswith("document/A/RES")]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("绿色海运联盟成立于2012年。联盟向发展中国家提供支持。", ("绿色海运联盟", "benefits", "发展中国家")),
        ("维也纳能源论坛于2021年7月在维也纳举行。会议由奥地利主办。", ("奥地利", "organizes", "维也纳能源论坛")),
    ],
)
def test_a_head_word_alone_takes_up_the_name_that_it_ends(text: str, fact: tuple[str, str, str]) -> None:
    """联盟 that begins a clause is the alliance named before."""
    assert fact in facts(text)


def test_a_head_word_alone_takes_up_no_other_name() -> None:
    """联盟 after a network only is not that network."""
    found = facts("绿色海运网络成立于2012年。联盟向发展中国家提供支持。")
    assert not [fact for fact in found if fact[1] == "benefits"]


def test_no_unit_ends_in_an_adverb() -> None:
    """处 of 无处 is no unit."""
    assert not [name for name in _meant("夏收在即，农民无处存粮。") if name.endswith("处")]


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("总干事参加了大会第七十七届会议。", "session/ga-77"),
        ("总干事参加了大会第十九届会议。", "session/unido-gc-19"),
        ("总干事参加了大会第二十二届会议。", "session/unido-gc-22"),
    ],
)
def test_a_number_that_a_body_has_not_reached_is_of_another(text: str, session: str) -> None:
    """In the papers of an organization whose own conference has had no seventy sessions 大会 with such a number is the General Assembly."""
    assert session in _meant(text).values()


def test_a_numbered_session_behind_a_forum_told_again_is_of_the_forum() -> None:
    """该论坛第四届会议 is a meeting of the forum, not of the body whose document it is."""
    meant = _meant("维也纳能源论坛在维也纳举行，该论坛第四届会议讨论了节水。")
    assert meant["第四届会议"] == "event/vienna-energy-forum-4"


def test_a_session_tells_of_no_body_that_the_text_does_not_name() -> None:
    """A session under a name of its own, whose body is told nowhere, is read without its body."""
    found = facts("为筹备大会第十九届会议，理事会设立了工作组。", "organization/unido")
    assert ("session/unido-gc-19", "partOf", "body/unido-gc") not in found


def test_a_plan_called_as_many_are_is_the_one_named_before() -> None:
    """工作计划 means the plan that the text has named, and without one no plan that the authority happens to hold."""
    named = "与中等收入国家建立伙伴关系的工作计划"
    assert "工作计划" not in _meant("总干事编制了工作计划。")
    assert _meant(f"总干事编制了{named}。工作计划介绍了活动。")["工作计划"] == "framework/unido-mic-work-plan"


def test_countries_called_a_group_are_the_group_named_before() -> None:
    """这一组国家 is the group of countries of which the sentence before speaks."""
    assert _meant("工发组织支持内陆发展中国家。该战略加快这一组国家的工业发展。")["这一组国家"] == "country-group/lldcs"


@pytest.mark.parametrize(
    ("text", "home", "meant"),
    [
        ("秘书处与中国合作。", "organization/who", "body/who-secretariat"),
        ("食品法典委员会秘书处设在罗马。", "organization/unido", "body/codex-secretariat"),
        ("执行局在第2044/13号决定中请世界银行报告。", "organization/undp", "document/undp-executive-board/DEC/2044/13"),
        ("亚太经社会第九十九届会议通过了关于陶器的第99/5号决议。", "organization/unido", "document/escap/RES/99/5"),
        ("联合国南苏丹特派团于2011年设立。特派团由两名成员组成。", "organization/un", "organization/unmiss"),
        ("管理局有99个成员。", "organization/isa", "organization/isa"),
    ],
)
def test_a_short_name_means_what_its_owner_has(text: str, home: str, meant: str) -> None:
    """A secretariat, a mission and the number of a decision belong to the organization or body in whose papers or beside whose name they stand."""
    assert meant in _meant(text, home).values()


def test_a_secretariat_told_by_its_place_is_of_what_is_told() -> None:
    """秘书处设在罗马 tells where the secretariat of what the text describes is, not that of the organization."""
    assert "body/who-secretariat" not in _meant("秘书处设在罗马。", "organization/who").values()
