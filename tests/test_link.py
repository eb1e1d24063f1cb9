"""What names mean in their document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extract.reading import document, extractor, linked

from mandategraph.coining import slug
from mandategraph.extract.names import name_facts
from mandategraph.languages import languages


def _meant(text: str, home: str = "organization/unido") -> dict[str, str]:
    _, item = linked(text, home)
    return {one.mention.text: one.entity for one in item.mentions if one.entity}


def test_the_same_words_mean_each_document_s_own_body() -> None:
    """大会 is UNIDO's General Conference in a text of UNIDO and the General Assembly in one of the United Nations."""
    assert _meant("大会通过了决议。")["大会"] == "body/unido-gc"
    assert _meant("大会通过了决议。", "organization/un")["大会"] == "body/ga"


def test_a_numbered_resolution_is_the_assembly_s() -> None:
    """大会第70/293号决议 is a resolution of the United Nations, in a text of UNIDO too."""
    assert _meant("回顾大会第70/293号决议。")["大会第70/293号决议"] == "document/A/RES/70/293"


def test_a_resolution_that_decides_is_no_decision() -> None:
    """决定 behind a numbered resolution is its verb."""
    assert _meant("大会第70/293号决议决定设立委员会。")["大会第70/293号决议"] == "document/A/RES/70/293"
    assert _meant("大会第70/555号决定设立委员会。")["大会第70/555号决定"] == "document/A/DEC/70/555"


@pytest.mark.parametrize(
    ("text", "resolutions"),
    [
        ("人权理事会第48/13号决议承认该权利。", {"document/A/HRC/RES/48/13"}),
        ("理事会第2016/2号决议承认该权利。", {"document/E/RES/2016/2"}),
        ("环境署理事会第27/2号决定承认该权利。", set()),
        ("联合国环境大会第5/14号决议承认该权利。", {"document/UNEP/EA.5/Res.14"}),
    ],
)
def test_a_resolution_of_another_body_is_not_a_principal_organ_s(text: str, resolutions: set[str]) -> None:
    """A number behind 理事会 or 大会 is that of a council or assembly with such a name only where it is not another's."""
    assert {entity for entity in _meant(text).values() if entity.startswith("document/")} == resolutions


def test_lists_of_resolutions_give_each() -> None:
    """第70/125号、第72/242号和第73/17号决议 are three resolutions."""
    found = set(_meant("大会第70/125号、第72/242号和第73/17号决议").values())
    assert {f"document/A/RES/{n}" for n in ("70/125", "72/242", "73/17")} <= found


def test_the_organization_is_the_document_s() -> None:
    """本组织 means the organization whose document it is."""
    assert _meant("本组织将继续努力。")["本组织"] == "organization/unido"


def test_a_short_title_means_the_last_such_title() -> None:
    """《宣言》 means the declaration that was named last before."""
    found = _meant("《利马宣言》先于《阿布扎比宣言》。《宣言》重申了承诺。")
    assert found["《宣言》"] == found["《阿布扎比宣言》"]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("秘书长关于水资源的报告", "person/un-secretary-general"),
        ("国际电联开会。秘书长关于水资源的报告", "person/itu-secretary-general"),
    ],
)
def test_the_secretary_general_is_that_of_the_system(text: str, person: str) -> None:
    """In a document of an agency the Secretary-General is that of the United Nations, unless another one's was named."""
    assert person in _meant(text).values()


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("大会第70/1号决议请秘书长向大会第七十届会议提交报告。", "session/ga-70"),
        ("A/70/684号报告已提交大会第七十届会议。", "session/ga-70"),
        ("GC.15/Res.1号决议由大会第十五届会议通过。", "session/unido-gc-15"),
    ],
)
def test_a_session_is_of_the_body_whose_papers_bear_its_number(text: str, session: str) -> None:
    """A session of 大会 whose papers were cited is of the Assembly if they are the Assembly's, else of our Conference."""
    assert session in _meant(text).values()


def test_an_anaphor_without_antecedent_means_nothing() -> None:
    """该论坛 means nothing where no forum was named before."""
    assert "该论坛" not in _meant("该论坛讨论了能源。")


def test_developing_countries_are_not_china() -> None:
    """发展中国家 names a group of countries and not China."""
    found = _meant("发展中国家需要支持。")
    assert found == {"发展中国家": "country-group/developing-countries"}


def test_goals_and_targets_have_the_un_s_iris() -> None:
    """Goals and targets in lists are linked to the UN's own IRIs."""
    found = set(_meant("可持续发展目标4、5和17以及具体目标9.4").values())
    assert {f"http://metadata.un.org/sdg/{n}" for n in ("4", "5", "17", "9.4")} <= found


def test_an_agency_of_a_country_is_no_organization_of_the_united_nations() -> None:
    """开发署 at the end of the name of a country's agency is not the United Nations Development Programme."""
    assert _meant("开发署提供了支持。")["开发署"] == "organization/undp"
    assert "organization/undp" not in _meant("肯尼亚国家开发署提供了支持。").values()


def test_words_in_front_of_a_name_may_say_that_it_is_another() -> None:
    """提高中等收入国家 speaks of middle-income countries; 欧洲联盟及其成员国 not of the members of the document's organization."""
    assert list(_meant("提高中等收入国家的能力。")) == ["中等收入国家"]
    members = _meant("成员国通过了决议。")["成员国"]
    assert members not in _meant("欧洲联盟及其成员国提供了支持。").values()
    assert members in _meant("工发组织及其成员国提供了支持。").values()


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("理事会核可了预算。", {"body/unido-idb"}),
        ("工发组织理事会核可了预算。", {"body/unido-idb"}),
        ("环境署理事会核可了预算。", {"body/unep-gc"}),
        ("环境署的理事会核可了预算。", set()),
        ("劳工组织理事会第五十一届会议核可了预算。", {"session/ilo-governing-body-51"}),
        ("海关组织理事会第五十一届会议核可了预算。", {"session/wco-理事会-51"}),
        ("工发组织理事会第五十一届会议核可了预算。", {"session/unido-idb-51"}),
        ("联合国的大会通过了决议。", {"body/ga"}),
        ("理事会第一届会议核可了预算。", {"session/unido-idb-1"}),
        ("贸易理事会第一届会议核可了预算。", {"session/贸易理事会-1"}),
        ("总理事会核可了预算。", set()),
        ("世贸组织总理事会核可了预算。", {"body/wto-general-council"}),
        ("海关组织总理事会核可了预算。", set()),
    ],
)
def test_the_board_of_another_is_not_ours(text: str, bodies: set[str]) -> None:
    """理事会 behind another organization, or behind another board's matter, is not our board; it is the other's own, if known."""
    assert {entity for entity in _meant(text).values() if entity.startswith(("body/", "session/"))} == bodies


@pytest.mark.parametrize(
    ("text", "programme"),
    [
        ("在摩洛哥，国家伙伴关系方案帮助企业。", "programme/pcp-morocco"),
        ("此外，在摩洛哥，国家伙伴关系方案帮助企业。", "programme/pcp-morocco"),
        ("在日本，国家伙伴关系方案帮助企业。", "programme/pcp"),  # Japan has no part of it
        ("在摩洛哥，企业需要帮助。国家伙伴关系方案帮助企业。", "programme/pcp"),
    ],
)
def test_a_programme_in_a_country_is_its_part_there(text: str, programme: str) -> None:
    """A programme in a sentence that opens with a country is its part for that country, where there is one."""
    assert _meant(text)["国家伙伴关系方案"] == programme


@pytest.mark.parametrize(
    ("text", "government"),
    [
        ("在肯尼亚，粮农组织与政府合作。", "http://metadata.un.org/sdg/codes/geoArea/404"),
        ("2021年，在肯尼亚，政府推出了方案。", "http://metadata.un.org/sdg/codes/geoArea/404"),
        ("粮农组织与政府合作。", "organization/governments"),
        ("在肯尼亚，农民缺水。粮农组织与政府合作。", "organization/governments"),
    ],
)
def test_a_government_is_that_of_the_country_the_sentence_is_about(text: str, government: str) -> None:
    """政府 is the country's where the sentence opens with a country, and any government elsewhere."""
    assert _meant(text)["政府"] == government


def test_each_country_of_a_list_has_its_programme() -> None:
    """In 埃及和摩洛哥国家伙伴关系方案 two programmes are named, and each works in its own country."""
    linker, item = linked("埃及和摩洛哥国家伙伴关系方案", "organization/unido")
    assert [one.entity for one in item.mentions] == ["programme/pcp-egypt", "programme/pcp-morocco"]
    facts = [fact for fact in name_facts(item, linker, languages()["zh"], {}) if fact.predicate == "operatesIn"]
    assert [item.passage.text[fact.start : fact.end] for fact in facts] == ["埃及和摩洛哥国家伙伴关系方案", "摩洛哥国家伙伴关系方案"]
    assert _meant("在埃及和摩洛哥的国家伙伴关系方案")["国家伙伴关系方案"] == "programme/pcp"


def test_new_names_are_provisional_with_their_type() -> None:
    """A name that the authority does not hold becomes a provisional entity of the class that its last word tells."""
    linker, item = linked("工发组织推出了蓝色港口数字化方案。")
    (new,) = [linker.entities[one.entity or ""] for one in item.mentions if one.reason == "new name"]
    assert (new.type, new.provisional, new.label("zh")) == ("Programme", True, "蓝色港口数字化方案")


@given(st.text(min_size=1, max_size=40))
def test_slugs_are_stable_and_fit_an_iri(name: str) -> None:
    """A slug of a slug is itself, and holds no space, slash or bracket."""
    once = slug(name)
    assert slug(once) == once
    assert not set(once) & set(" /<>\"{}|\\^`《》")


def test_the_office_of_an_organization_for_a_place_is_one_name() -> None:
    """世卫组织欧洲区域办事处 is no office of the home organization, and neither WHO nor Europe alone is meant."""
    assert _meant("世卫组织欧洲区域办事处与粮农组织合作。") == {
        "世卫组织欧洲区域办事处": "unit/世卫组织欧洲区域办事处",
        "粮农组织": "organization/fao",
    }
    assert _meant("企业印度办事处关闭了。").get("企业印度办事处") is None


def test_a_name_that_goes_on_behind_a_hyphen_is_not_its_beginning() -> None:
    """联合国-REDD方案 is a programme; 联合国 in front of other words is the United Nations."""
    assert _meant("联合国-REDD方案由粮农组织发起。")["联合国-REDD方案"] == "programme/un-redd"
    assert "联合国" not in _meant("联合国-ABC方案由粮农组织发起。")
    assert _meant("联合国支持该方案。")["联合国"] == "organization/un"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("联合国环境规划署和联合国人权事务高级专员办事处参加了会议。", {"联合国环境规划署", "联合国人权事务高级专员办事处"}),
        ("联合国系统和联合国各机构参加了会议。", set()),
        ("联合国粮食及农业组织参加了会议。", set()),  # a specialized agency
        ("环境署和开发署参加了会议。", set()),
        ("最不发达国家、内陆发展中国家和小岛屿发展中国家高级代表办公室参加了会议。", set()),
    ],
)
def test_the_full_name_of_an_office_says_what_it_is_part_of(text: str, parts: set[str]) -> None:
    """An office of the United Nations that is named in full is a part of it; a list of countries has no offices."""
    linker, item = linked(text, "organization/un")
    found = [c for c in name_facts(item, linker, languages()["zh"], {}) if c.predicate == "partOf"]
    assert {text[c.start : c.end] for c in found} == parts


def test_a_session_behind_an_organization_without_coded_bodies_is_its_own() -> None:
    """亚太经社会第七十八届会议 is a session of ESCAP, not of the body of the document; UNIDO's are those of its bodies."""
    meant = _meant("亚太经社会第七十八届会议通过了决议。", "organization/un")
    assert meant["亚太经社会第七十八届会议"] == "session/escap-78"
    assert "亚太经社会" not in meant
    assert _meant("大会通过了决议。工发组织第十九届会议审查了报告。")["工发组织"] == "organization/unido"


def test_a_session_of_a_body_that_is_not_known_is_of_no_other() -> None:
    """A numbered session behind a body's name that nobody knows is not one of the body named before."""
    assert "第三届会议" not in _meant("渔业委员会审查了报告。同该公约缔约方会议第三届会议的决定一致。", "organization/un")
    assert "第三届会议" in _meant("渔业委员会审查了报告，第三届会议通过了决定。", "organization/un")


@pytest.mark.parametrize("whose", ["国家", "商业", "众议院"])
def test_a_country_s_own_body_is_not_the_one_of_that_name(whose: str) -> None:
    """国家渔业委员会 is no Committee on Fisheries."""
    assert "渔业委员会" not in _meant(f"政府设立了{whose}渔业委员会。")
    assert _meant("政府写信给渔业委员会。")["渔业委员会"] == "body/cofi"


def test_a_title_is_known_by_what_stands_in_front_of_its_subtitle() -> None:
    """《2044年陶瓷战略》 is 《2044年陶瓷战略：烧制未来》, and 《陶瓷宣言》 the declaration on something that so ends."""
    made = document(
        "会议通过了《2044年陶瓷战略：烧制未来》和《关于河流的陶瓷宣言：一起行动》。", "《2044年陶瓷战略》和《陶瓷宣言》十分重要。"
    )
    ids = [[item.entity for item in passage.mentions if item.mention.text[0] == "《"] for passage in extractor().links(made)]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("陶瓷问题特设工作组第二届会议通过了报告。", "session/陶瓷问题特设工作组-2"),
        ("大会第七届特别会议通过了报告。", "session/ga-special-7"),
        ("大会第十届紧急特别会议通过了报告。", "session/ga-emergency-special-10"),
        ("大会第七届会议通过了报告。", "session/ga-7"),
    ],
)
def test_sessions_are_of_the_body_in_front_and_special_ones_are_counted_apart(text: str, session: str) -> None:
    """A body that only the text names has sessions of its own, and a seventh special session is no seventh session."""
    assert session in _meant(text, "organization/un").values()


@pytest.mark.parametrize(("text", "whole"), [("非洲联盟委员会提供了支持。", True), ("加勒比共同体发展基金提供了支持。", True), ("非洲开发银行提供了支持。", False)])
def test_an_organization_named_after_the_one_that_it_belongs_to_is_a_part_of_it(text: str, whole: bool) -> None:
    """非洲联盟委员会 states whose commission it is; 非洲 in the name of a bank is no organization."""
    linker, item = linked(text, "organization/un")
    found = {c.predicate for c in name_facts(item, linker, languages()["zh"], {})}
    assert ("partOf" in found) is whole


def test_an_event_has_no_sessions() -> None:
    """What is of no body, organization or group that meets is no session of it, so that every session has such a parent."""
    linker, item = linked("维也纳能源论坛第三届会议通过了报告。", "organization/un")
    parents = {linker.entities[one.entity].parent for one in item.mentions if one.type == "Session" and one.entity}
    assert all(linker.entities[parent].type in {"Body", "Organization"} for parent in parents if parent)


def test_countries_that_the_passage_before_lists() -> None:
    """At the beginning of a passage 这些国家 means the countries that the passage before has listed, further on it does not."""
    listed = "该方案惠及柬埔寨、蒙古和越南。"
    for text, countries in (("这些国家与工发组织合作。", 3), ("合作一直在不断发展并不断深入，因此这些国家与工发组织合作。", 0)):
        links = extractor().links(document(listed, text))
        assert sum(item.type == "Country" for item in links[1].mentions) == countries


def test_the_region_that_a_page_is_about() -> None:
    """该区域 means the region that a line above names and nothing else; without such a line it means none."""
    told = "该区域约300万工人受到影响。"
    assert [item.entity for item in extractor().links(document("亚洲", told))[1].mentions if item.type == "Region"] != []
    assert [item for item in extractor().links(document("工发组织在亚洲很活跃。", told))[1].mentions if item.type == "Region"] == []


@pytest.mark.parametrize(
    ("text", "name", "session"),
    [
        ("2044年可持续发展高级别政治论坛讨论了节水。", "2044年可持续发展高级别政治论坛", "session/hlpf-2044"),
        ("第八届经社理事会发展筹资论坛讨论了节水。", "第八届经社理事会发展筹资论坛", "session/ffd-forum-8"),
        ("在2044年7月举行的可持续发展高级别政治论坛上", "可持续发展高级别政治论坛", "session/hlpf-2044"),
        ("可持续发展高级别政治论坛讨论了节水。", "可持续发展高级别政治论坛", "body/hlpf"),
        ("第二届多边工业政策论坛讨论了节水。", "第二届多边工业政策论坛", "event/mipf-2"),
        ("多边工业政策论坛讨论了节水。", "多边工业政策论坛", "event/mipf"),
    ],
)
def test_the_year_or_number_of_a_forum_tells_which_of_its_meetings(text: str, name: str, session: str) -> None:
    """A forum that meets again and again is not the meeting of one year, nor a series of meetings the second of them."""
    assert _meant(text)[name] == session


def test_a_ministry_behind_that_country_is_the_country_s() -> None:
    """该国外交部 is the ministry of the country named last; without one, nobody's."""
    assert _meant("工发组织与菲律宾合作。本组织与该国外交部会谈。")["菲律宾外交部"] == "organization/菲律宾外交部"
    assert "organization/菲律宾外交部" not in _meant("本组织与该国外交部会谈。").values()


def test_the_last_name_in_front_of_an_office_is_short_for_the_whole_name() -> None:
    """鲁伊斯总统 is the person who was named before with that last name; without one, nobody."""
    assert _meant("肯尼亚总统安娜·鲁伊斯发言。鲁伊斯总统感谢各国。")["鲁伊斯"] == "person/安娜·鲁伊斯"
    assert "鲁伊斯" not in _meant("鲁伊斯总统感谢各国。")


def test_countries_that_a_text_counts_first_and_names_later() -> None:
    """三个国家 are those that 这三个国家包括 names behind it, when they are as many."""
    text = "三个国家批准了协定。这三个国家包括埃及、肯尼亚和越南。"
    _, item = linked(text)
    assert [one.entity for one in item.mentions if one.mention.text == "三个国家"] == [_meant(text)[c] for c in ("埃及", "肯尼亚", "越南")]
    assert "三个国家" not in _meant("三个国家批准了协定。这三个国家包括埃及和肯尼亚。")


def test_two_countries_are_the_two_named_last() -> None:
    """两国 means both countries of a list of two, and nothing behind a list of three."""
    _, item = linked("埃及和肯尼亚签署了协定，两国政府表示欢迎。")
    assert len([one for one in item.mentions if one.mention.text == "两国"]) == 2
    _, item = linked("埃及、越南和肯尼亚签署了协定，两国政府表示欢迎。")
    assert not [one for one in item.mentions if one.mention.text == "两国"]


def test_the_members_of_an_organization_are_a_group() -> None:
    """世界银行成员国 are not the member States of the organization whose document it is."""
    assert _meant("世界银行成员国通过了决定。")["世界银行成员国"] == "country-group/world-bank-member-states"
    assert _meant("成员国通过了决定。")["成员国"] == "country-group/unido-member-states"
    assert _meant("欧盟及其成员国表示欢迎。")["成员国"] == "country-group/eu-member-states"


def test_others_of_a_kind_are_not_the_one_named_before() -> None:
    """其他联盟 is not short for the alliance named before, as 该联盟 would be."""
    meant = _meant("世界银行领导绿色海运专题联盟，并参加其他专题联盟。")
    assert meant.get("专题联盟") != meant["绿色海运专题联盟"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("教科文组织设立了海洋教育中心和水文教育中心。前者由挪威供资，后者由日本供资。", ["facility/海洋教育中心", "facility/水文教育中心"]),
        ("开发署与教科文组织签署了协定，后者设在巴黎。", ["organization/unesco"]),
        ("开发署在挪威设立了海洋教育中心。前者由日本供资。", []),
        ("开发署在挪威开展工作，后者由日本供资。", []),
        ("开发署设立了海洋教育中心。教科文组织以前者为榜样。", []),
    ],
)
def test_the_first_and_the_second_of_two(text: str, meant: list[str]) -> None:
    """前者 and 后者 are the two of one class that were named together last, 后者 also what was named last in the sentence."""
    _, item = linked(text)
    assert [one.entity for one in item.mentions if one.mention.text in {"前者", "后者"}] == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("教科文组织与开发署签署了协定，两机构在肯尼亚开展合作。", ["organization/unesco", "organization/undp"]),
        ("教科文组织、儿基会与开发署签署了协定，两机构在肯尼亚开展合作。", []),
        ("教科文组织在两个机构的支持下开展工作。", []),
    ],
)
def test_two_organizations_are_those_that_a_passage_names(text: str, meant: list[str]) -> None:
    """两机构 means the two organizations named before, if there are just two."""
    _, item = linked(text)
    assert [one.entity for one in item.mentions if one.mention.text == "两机构"] == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("教科文组织设立了海洋教育中心和伊达工业园。该中心由日本供资。", "facility/海洋教育中心"),
        ("教科文组织设立了伊达工业园的海洋教育中心。该园区由日本供资。", "facility/伊达工业园"),
        ("教科文组织设立了海洋教育中心。该园区由日本供资。", None),
    ],
)
def test_a_centre_is_no_park(text: str, meant: str | None) -> None:
    """该园区 is not a centre that was named last, and 该中心 no park."""
    _, item = linked(text)
    found = [one.entity for one in item.mentions if one.mention.text in {"该中心", "该园区"}]
    assert found == ([meant] if meant else [])
