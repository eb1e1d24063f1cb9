"""What a text goes on to tell of a project without a name."""

from __future__ import annotations

import pytest
from tests.extract.reading import document, extractor

from mandategraph.extract.stories import headline
from mandategraph.model import Extraction

_INTRODUCED = "在瑞士的资助下，工发组织与两所大学合作，减少造纸厂的废水。该项目由世界银行牵头。"


def _read(*texts: str) -> tuple[Extraction, str]:
    """A text, and its one project that bears no name."""
    extraction = extractor().extract(document(*texts))
    [project] = {fact.subject for fact in extraction.facts if fact.predicate == "fundedBy"}
    return extraction, project


def _counted(*texts: str) -> set[str]:
    """The figures of the unnamed project of a text."""
    extraction, project = _read(*texts)
    return {f.qualifiers["value"] for f in extraction.facts if (f.subject, f.predicate) == (project, "hasResult")}


@pytest.mark.parametrize(
    ("above", "names"),
    [
        ("沿江城市减少造纸厂的废水，用水量下降一半", {"沿江城市减少造纸厂的废水", "沿江城市减少造纸厂的废水，用水量下降一半"}),
        ("沿江城市减少造纸厂的废水。", set()),
        ("沿江城市欢迎游客", set()),
    ],
)
def test_headline(above: str, names: set[str]) -> None:
    """The line above a story that shares a word with it names its project, whole and up to its comma; a sentence does not."""
    extraction, project = _read(above, "造纸厂污染河流。", _INTRODUCED)
    told = {name.text for name in extraction.mentioned[project]} - {"减少造纸厂的废水"}
    assert told == names


def test_headline_of_another_section() -> None:
    """A line above a heading, or too far above, is no headline of the story."""
    read = extractor().links(document("沿江城市减少造纸厂的废水", "一。", "二。", "三。", _INTRODUCED))
    assert not list(headline(read, 4, "减少造纸厂的废水"))
    assert list(headline(read, 3, "减少造纸厂的废水")) == ["沿江城市减少造纸厂的废水"]


@pytest.mark.parametrize(
    ("told", "figures"),
    [
        ("工发组织与12家造纸厂合作，改善供水服务。", {"12"}),
        ("工发组织与大学合作，将废水减少了30%，改善供水服务。", {"30"}),
        ("工发组织与大学合作，向非洲6个国家提供节水技术。", {"6"}),
        ("工发组织与大学合作，计划将废水减少30%，改善供水服务。", set()),
        ("工发组织与大学合作，改善一个水库的供水服务。", set()),
    ],
)
def test_figures_of_the_introduction(told: str, figures: set[str]) -> None:
    """The sentence that introduces a project gives figures of it: with how many, by how much, in how many; none of what is planned."""
    assert _counted(f"在瑞士的资助下，{told}") == figures


def test_part_of_a_programme() -> None:
    """A project that a text introduces as a part of a programme is one."""
    told = "在肯尼亚，作为绿色技能培训方案的一部分，工发组织与国际劳工组织一道实施支持青年就业项目。该项目培训了300人。"
    facts = {(f.subject, f.predicate, f.object) for f in extractor().extract(document(told)).facts}
    assert ("programme/青年就业项目", "partOf", "programme/绿色技能培训方案") in facts


def test_where_its_partners_are() -> None:
    """A project works in the countries that a text has listed, where these countries are said to work together with others."""
    told = "参与的国家包括肯尼亚和秘鲁。这些国家与工发组织合作，在瑞士的资助下，减少造纸厂的废水。"
    extraction, project = _read(told)
    countries = {f.object for f in extraction.facts if (f.subject, f.predicate) == (project, "operatesIn")}
    assert len(countries) == 2


@pytest.mark.parametrize(("named", "found"), [("该项目", "减少造纸厂的废水"), ("绿色技能培训方案", "绿色技能培训方案")])
def test_whose_participants(named: str, found: str) -> None:
    """Shares of participants are of the project that the text goes on about, not of a programme that it only uses."""
    told = f"{named}通过“培训教员”方案建设能力。" if named == "该项目" else f"{named}建设能力。"
    extraction = extractor().extract(document(f"{_INTRODUCED}{told}", "项目参与者中近45%是妇女。"))
    [share] = [f.subject for f in extraction.facts if f.qualifiers.get("value") == "45"]
    assert share == f"programme/{found}"


def _labelled(text: str, predicate: str) -> set[tuple[str, str]]:
    """The facts of one predicate that a text states, with labels."""
    extraction = extractor().extract(document(text))
    labels = {entity.id: entity.label("zh") for entity in extraction.entities}
    return {(labels[f.subject], labels[f.object]) for f in extraction.facts if f.predicate == predicate and isinstance(f.object, str)}


@pytest.mark.parametrize(
    ("told", "places"),
    [
        ("越南的Riverleaf造纸公司采用了新的水泵。", {("Riverleaf造纸公司", "越南")}),
        ("越南和Riverleaf造纸公司采用了新的水泵。", set()),
    ],
)
def test_where_a_company_is(told: str, places: set[tuple[str, str]]) -> None:
    """A company that a text names stands in the country right in front of its name, not in one that it only works with."""
    assert _labelled(told, "locatedIn") == places


@pytest.mark.parametrize(
    ("purpose", "helped"),
    [("提高越南中小企业的用水效率", {"中小企业"}), ("支持中小企业和农村妇女节约用水", {"中小企业"}), ("监测中小企业的用水", set())],
)
def test_whom_a_purpose_helps(purpose: str, helped: set[str]) -> None:
    """The words that a project is called by say whom it helps, behind a verb of helping."""
    facts = _labelled(f"工发组织正在实施一个项目，目的是{purpose}。", "benefits")
    assert {thing for subject, thing in facts if subject.startswith(purpose[:2]) and thing != "农村妇女"} == helped


def test_called_by_each_aim() -> None:
    """A project with several purposes is called by each of them."""
    extraction = extractor().extract(document("工发组织正在实施一个项目，目的是改善河流的水质，减少造纸厂的废水。"))
    [project] = {f.subject for f in extraction.facts if f.predicate == "implementedBy"}
    assert {name.text for name in extraction.mentioned[project]} == {"改善河流的水质", "减少造纸厂的废水"}


@pytest.mark.parametrize(
    ("listed", "parties"),
    [("这三个国家包括肯尼亚、秘鲁和越南。", {"肯尼亚", "秘鲁", "越南"}), ("这两个国家包括肯尼亚和秘鲁。", set()), ("肯尼亚和秘鲁参加了会议。", set())],
)
def test_countries_counted_first_and_listed_later(listed: str, parties: set[str]) -> None:
    """Countries that a text counts as parties to an agreement are those that it lists later under the same number."""
    facts = _labelled(f"该区域的三个国家签署了《巴黎协定》，以减少排放。{listed}", "partyTo")
    assert {country for country, _ in facts} == parties
