"""Projects that a text describes without naming them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.extract.reading import document, extractor

from mandategraph.model import Extraction


def _facts(extraction: Extraction) -> set[tuple[str, str, str]]:
    """The facts about unnamed projects, with labels."""
    labels = {entity.id: entity.label("zh") for entity in extraction.entities}
    return {
        (labels[fact.subject], fact.predicate, labels[fact.object])
        for fact in extraction.facts
        if isinstance(fact.object, str) and fact.subject.startswith("programme/")
    }


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "在瑞士的资助下，工发组织与国际贸易中心合作，提高越南和老挝农村的供水质量。",
            {("fundedBy", "瑞士"), ("implementedBy", "联合国工业发展组织"), ("operatesIn", "越南"), ("operatesIn", "老挝人民民主共和国")},
        ),
        (
            "在意大利资助的一个项目中，工发组织在蒙古建立了检测实验室网。",
            {("fundedBy", "意大利"), ("implementedBy", "联合国工业发展组织"), ("operatesIn", "蒙古")},
        ),
        (
            "借助瑞士提供的100万美元，工发组织在肯尼亚和乌干达推广竹子加工技术。",
            {("fundedBy", "瑞士"), ("implementedBy", "联合国工业发展组织"), ("operatesIn", "肯尼亚"), ("operatesIn", "乌干达")},
        ),
        (
            "工发组织在日本的支持下，在肯尼亚和乌干达培训了400名青年。",
            {("fundedBy", "日本"), ("implementedBy", "联合国工业发展组织"), ("operatesIn", "肯尼亚"), ("operatesIn", "乌干达")},
        ),
        ("在欧盟提供资金的情况下，工发组织完成了对肯尼亚30家水泥厂的能源审计。", {("fundedBy", "欧洲联盟"), ("implementedBy", "联合国工业发展组织")}),
        ("在加纳，工发组织在瑞典的支持下，加强了与企业的合作，以支持该国改进皮革加工。", {("fundedBy", "瑞典"), ("operatesIn", "加纳")}),
    ],
)
def test_introduced(text: str, facts: set[tuple[str, str]]) -> None:
    """A sentence that says who pays for what makes a project known, with its payers and its places."""
    found = _facts(extractor().extract(document(text)))
    assert len({subject for subject, _, _ in found}) == 1, found
    assert facts <= {(predicate, thing) for _, predicate, thing in found}


def test_one_project() -> None:
    """A project that a sentence calls one, by what it helps with, is what the next sentence goes on about."""
    found = _facts(extractor().extract(document("工发组织的一个项目帮助苏丹的采胶人提高收入。该项目由瑞士供资。")))
    assert {(predicate, thing) for _, predicate, thing in found} >= {("fundedBy", "瑞士"), ("implementedBy", "联合国工业发展组织"), ("operatesIn", "苏丹")}


def test_one_project_of_two_mechanisms() -> None:
    """A project called by its purpose is the one that the next sentence speaks of, whatever found either."""
    found = _facts(extractor().extract(document("在突尼斯，工发组织与国际贸易中心一道，启动了一个旨在提高橄榄油质量的项目。该项目得到瑞士的资助。")))
    assert {subject for subject, _, _ in found} == {"旨在提高橄榄油质量的项目"}
    assert {(predicate, thing) for _, predicate, thing in found} >= {("implementedBy", "国际贸易中心"), ("operatesIn", "突尼斯"), ("fundedBy", "瑞士")}


def test_whoever_carries_it_out_pays_nothing() -> None:
    """Of those with whose support something is done, the organization whose document it is does not pay."""
    found = _facts(extractor().extract(document("渔民联合会在工发组织和瑞士的支持下，为渔民开办了质量管理培训。")))
    assert ("fundedBy", "联合国工业发展组织") not in {(predicate, thing) for _, predicate, thing in found}


def test_not_where_it_is_brought_from() -> None:
    """The country whose technology a project brings is not where it is carried out."""
    found = _facts(extractor().extract(document("在瑞士的资助下，工发组织与国际贸易中心合作，向越南转让日本技术。")))
    assert [thing for _, predicate, thing in found if predicate == "operatesIn"] == ["越南"]


def test_not_whose_technology_is_transferred() -> None:
    """The country whose technology a project transfers is not where it works, whatever the technology is for."""
    extraction = extractor().extract(document("在瑞士的资助下，工发组织与国际贸易中心合作，向越南转让日本废水处理技术。"))
    assert {place for _, predicate, place in _facts(extraction) if predicate == "operatesIn"} == {"越南"}


@pytest.mark.parametrize(
    ("paid", "payers"),
    [
        ("日本的资助和瑞士的支持", {"日本"}),
        ("日本的资金以及瑞士和越南的支持", {"日本"}),
        ("日本和瑞士的资助", {"日本", "瑞士"}),
    ],
)
def test_only_who_funds_pays(paid: str, payers: set[str]) -> None:
    """Of one who funds an unnamed project and another who only supports it, the first alone pays."""
    found = _facts(extractor().extract(document(f"在{paid}下，工发组织与国际贸易中心合作，提高老挝农村的供水质量。")))
    assert {thing for _, predicate, thing in found if predicate == "fundedBy"} == payers


@pytest.mark.parametrize(
    "text",
    [
        "在工发组织的支持下，越南改进了供水。",  # nobody else pays
        "在多媒体表演的支持下，工发组织与学校合作，介绍节水知识。",  # nobody that is known pays
        "在瑞士的资助下，“清洁河流”方案与国际贸易中心合作，提高供水质量。",  # the programme has a name
    ],
)
def test_none_introduced(text: str) -> None:
    """Where no other pays, or the programme is named, no further project is made up."""
    extraction = extractor().extract(document(text))
    assert not [fact for fact in extraction.facts if fact.predicate == "fundedBy" and "清洁河流" not in fact.subject]


def test_called_by_each_aim() -> None:
    """An unnamed project is found by each thing that the text says it does."""
    text = "工发组织与两所大学合作，建立水质监测网，并改善山区的供水服务。该项目由瑞士供资。"
    extraction = extractor().extract(document(text))
    [project] = [fact.subject for fact in extraction.facts if fact.predicate == "fundedBy"]
    assert {name.text for name in extraction.mentioned[project]} >= {"建立水质监测网", "改善山区的供水服务"}


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("建立了水质监测网", {"建立水质监测网", "建立了水质监测网", "水质监测网"}),
        (
            "建立水质监测网，并改善了山区的供水服务",
            {"建立水质监测网", "水质监测网", "改善山区的供水服务", "改善了山区的供水服务"},
        ),
        ("引进先进的节水技术并培训农民", {"引进先进的节水技术并培训农民", "引进先进的节水技术"}),
    ],
)
def test_called_in_the_words_of_the_text(told: str, names: set[str]) -> None:
    """An unnamed project bears, beside a name made of what it did, the words in which the text says so."""
    extraction = extractor().extract(document(f"在瑞士的资助下，工发组织与两所大学合作，{told}。"))
    [project] = [fact.subject for fact in extraction.facts if fact.predicate == "fundedBy"]
    assert {name.text for name in extraction.mentioned[project]} == names


def _names(*texts: str) -> set[str]:
    """What the unnamed project of a text is called."""
    extraction = extractor().extract(document(*texts))
    [project] = {fact.subject for fact in extraction.facts if fact.predicate == "fundedBy"}
    return {name.text for name in extraction.mentioned[project]}


def test_called_by_what_it_is_said_to_do_later() -> None:
    """An unnamed project also bears what a later sentence says that it does, for whomever it does so."""
    told = "在瑞士的资助下，工发组织与两所大学合作，建立水质监测网。该项目帮助越南革新供水管理。"
    assert _names(told) == {"建立水质监测网", "水质监测网", "革新供水管理"}
    assert "革新供水管理" not in _names(told.replace("该项目帮助越南", "越南政府"))


def test_called_by_the_aim_told_before() -> None:
    """An unnamed project also bears the aim for which others were won where the text is about to introduce it."""
    before = "在越南，工发组织争取到水务公司的支持，以加快供水部门的转型。"
    introduced = "在瑞士的资助下，工发组织与两所大学合作，建立水质监测网。"
    assert _names(before + introduced) == {"建立水质监测网", "水质监测网", "加快供水部门的转型"}
    assert _names(before + "全球清洁技术创新方案改善了供水。" + introduced) == {"建立水质监测网", "水质监测网"}


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        ("在越南，水务公司众多。", "", {"越南"}),
        ("越南没有水质监测网。", "该项目帮助越南政府改善了供水。", {"越南"}),
        ("越南没有水质监测网。", "", set()),
        ("越南和老挝没有水质监测网。", "", set()),
        ("在越南，全球清洁技术创新方案改善了供水。", "", set()),
    ],
)
def test_where_the_text_has_led(before: str, after: str, places: set[str]) -> None:
    """A project whose introduction names no place works in the one country that the text has led to."""
    introduced = "在瑞士的资助下，工发组织与两所大学合作，建立水质监测网。"
    found = _facts(extractor().extract(document(before + introduced + after)))
    assert {thing for it, predicate, thing in found if (it, predicate) == ("建立水质监测网", "operatesIn")} == places


@pytest.mark.parametrize(("crop", "found"), [("腰果", True), ("可可", False)])
def test_a_story_that_headings_tear(crop: str, found: bool) -> None:
    """Below another heading 该项目 is the unnamed project of which a word stands hardly anywhere else, and no other."""
    told = ["在瑞士的资助下，工发组织与两所大学合作，改善腰果加工。", "腰果是当地的主要作物。"]
    told += [f"该项目培训了300名{crop}种植者。", *["可可和供水都很贵。"] * 5]
    whole = document(*told)
    apart = [replace(item, heading="另一栏") if place == 2 else item for place, item in enumerate(whole.passages)]
    extraction = extractor().extract(replace(whole, passages=tuple(apart)))
    counted = [fact.subject for fact in extraction.facts if fact.qualifiers.get("value") == "300"]
    assert any(subject.endswith("改善腰果加工") for subject in counted) is found


@pytest.mark.parametrize(
    ("told", "stated"),
    [
        ("在瑞士的资助下，工发组织帮助企业和合作社改善供水服务。", ("benefits", {"企业", "合作社"})),
        ("在瑞士的资助下，工发组织与企业合作，改善供水。", ("benefits", set())),
        ("在马里，工发组织在瑞士的资助下与大学合作，支持该国改善供水服务。", ("benefits", {"马里"})),
        ("在秘鲁，工发组织与国际劳工组织一道实施支持青年就业项目。该项目培训了300人。工发组织评估了供水。", ("implementedBy", {"联合国工业发展组织", "国际劳工组织"})),
        ("在瑞士的支持下，正在建设渔业园区。", ("fundedBy", {"瑞士"})),
        ("在瑞士提供资助的情况下，工发组织与两所大学合作，改善供水。", ("fundedBy", {"瑞士"})),
    ],
)
def test_who_carries_out_pays_for_and_gains_by_a_project(told: str, stated: tuple[str, set[str]]) -> None:
    """The sentence that introduces an unnamed project tells whom it helps, who carries it out together and who pays."""
    predicate, things = stated
    assert {thing for _, said, thing in _facts(extractor().extract(document(told))) if said == predicate} == things


@pytest.mark.parametrize(("tail", "found"), [("和新的水泵相结合，改善了供水。", True), ("新的水泵改善了供水。", False)])
def test_a_story_that_columns_tear(tail: str, found: bool) -> None:
    """Where a paragraph breaks off and goes on in a column that was read before, 该项目 below it is the project of the paragraph."""
    told = "沿海城市的供水系统非常陈旧，居民常常缺水，工厂也常常停工。在瑞士的资助下，工发组织在河内建立了节水示范区。该项目将太阳能"
    whole = document(tail, "该项目培训了300人。", told)
    apart = [replace(one, number=None, heading="另一栏" if place < 2 else "供水") for place, one in enumerate(whole.passages)]
    extraction = extractor().extract(replace(whole, passages=tuple(apart)))
    counted = {fact.subject for fact in extraction.facts if fact.qualifiers.get("value") == "300"}
    assert ("programme/建立节水示范区" in counted) is found


@pytest.mark.parametrize(
    ("told", "supporters"),
    [("在瑞士的资助和日本政府的支持下，工发组织在河内建立了节水示范区。", {"日本"}), ("在瑞士的资助下，工发组织在河内建立了节水示范区。", set())],
)
def test_who_supports_without_paying(told: str, supporters: set[str]) -> None:
    """Those who support an unnamed project beside the ones who pay for it take part in it."""
    extraction = extractor().extract(document(told))
    labels = {entity.id: entity.label("zh") for entity in extraction.entities}
    assert {labels[f.subject] for f in extraction.facts if f.predicate == "participatesIn"} == supporters
