"""What a document says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.extract.reading import document, extractor

from mandategraph.model import Document, Extraction, Literal, PassageKind
from mandategraph.read import read_document


def _report(*texts: str) -> Document:
    """A report whose last passage runs at the foot of its pages."""
    made = document(*texts)
    return replace(made, passages=(*made.passages[:-1], replace(made.passages[-1], kind=PassageKind.FURNITURE)))


def _titles(made: Document) -> list[tuple[str, str]]:
    extraction = extractor().extract(made)
    return [
        (fact.subject, fact.object.value)
        for fact in extraction.facts
        if fact.predicate == "title" and isinstance(fact.object, Literal)
    ]


def test_the_title_of_a_report_without_a_title_page_is_its_running_foot() -> None:
    """A report that names itself only at the foot of its pages is identified and titled by those words."""
    made = _report("2021年，工发组织支持各国实现工业化。", "工业创新8382工发组织2021年年度报告")
    assert _titles(made) == [("publication/unido-annual-report-2021", "工发组织2021年年度报告")]


def test_a_report_named_in_a_sentence_is_not_the_document() -> None:
    """A report that a sentence names is not what the document is."""
    extraction = extractor().extract(document("工发组织2021年年度报告由工发组织印发。", "各国支持工发组织。"))
    assert extraction.id.startswith("document/")


_OPERATIVE = (
    "注意到秘书长的报告；",
    "又请开发署支持各国；",
    "重申其承诺；",
    "敦促世界银行提供资金；",
    "着重指出正如《巴黎协定》所设想的，需要审查进展，并在这方面请环境署提出报告；",
)


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (_OPERATIVE, "Resolution"),
        (_OPERATIVE[:4], "Document"),  # too few
        ((*_OPERATIVE, "各国支持该方案。", "各国支持该倡议。"), "Document"),
    ],
)
def test_paragraphs_that_request_and_note_make_a_resolution(texts: tuple[str, ...], kind: str) -> None:
    """A text without a masthead whose numbered paragraphs nearly all begin with the verbs of a resolution is one."""
    extraction = extractor().extract(document(*texts))
    assert {entity.id: entity.type for entity in extraction.entities}[extraction.id] == kind


def test_a_resolution_speaks_in_every_clause_without_a_subject() -> None:
    """What a paragraph requests after other words is requested by the resolution, not by what it mentions."""
    extraction = extractor().extract(document(*_OPERATIVE))
    asked = {(fact.subject, fact.object) for fact in extraction.facts if fact.predicate == "mandates"}
    assert (extraction.id, "organization/unep") in asked
    assert {subject for subject, _ in asked} == {extraction.id}


def test_a_text_that_names_only_parts_of_the_united_nations_is_its_own() -> None:
    """秘书长 is the Secretary-General of the United Nations where its system is named and no organization else."""
    asked = {fact.object for fact in extractor().extract(document(*_OPERATIVE, "请秘书长调动联合国系统；")).facts if fact.predicate == "mandates"}
    assert "person/un-secretary-general" in asked


def _read(text: str, tmp_path: Path) -> Extraction:
    path = tmp_path / "text.zh.txt"
    path.write_text(text, encoding="utf-8")
    return extractor().extract(read_document(path))


def _stated(extraction: Extraction) -> set[tuple[str, object]]:
    return {(fact.predicate, fact.object) for fact in extraction.facts if fact.subject == extraction.id}


@pytest.mark.parametrize(
    ("top", "kind", "adopted"),
    [
        ("2044年届会\n议程项目18\n经济和环境问题：海洋\n2044年6月7日经济及社会理事会决议\n经济及社会理事会，\n", "Resolution", True),
        ("2044年届会\n议程项目18\n海洋\n主席提出的决议草案\n深海养护\n\n经济及社会理事会，\n", "Resolution", False),
        ("2044年届会\n议程项目18\n海洋\n秘书长的报告\n海洋十分重要。\n", "Document", False),
    ],
)
def test_a_text_in_which_a_body_speaks_is_a_resolution(top: str, kind: str, adopted: bool, tmp_path: Path) -> None:
    """Without a symbol a resolution is told by its masthead or by the body that speaks; a draft was not adopted."""
    extraction = _read(top + "回顾大会2040年12月20日第95/228号决议，\n", tmp_path)
    assert {entity.id: entity.type for entity in extraction.entities}[extraction.id] == kind
    stated = _stated(extraction)
    assert (("reaffirms", "document/A/RES/95/228") in stated) is (kind == "Resolution")
    assert bool({predicate for predicate, _ in stated} & {"adoptedAt", "adoptedBy"}) is adopted


@pytest.mark.parametrize(
    ("top", "body"),
    [
        ("2044年届会\n议程项目15\n区域合作\n秘书长的报告\n摘要\n", "本报告根据大会第95/228号决议提交经济及社会理事会。\n"),
        (
            "2044 session\nAgenda item 15\nRegional cooperation\nReport of the Secretary-General\nSummary\n",
            "This report is submitted to the Economic and Social Council under General Assembly resolution 95/228.\n",
        ),
    ],
)
def test_a_report_is_for_the_body_to_which_it_is_submitted(top: str, body: str, tmp_path: Path) -> None:
    """Where a masthead gives a session without its organ, the summary says whose session it is."""
    stated = _stated(_read(top + body, tmp_path))
    assert {("presentedAt", "session/ecosoc-2044"), ("implements", "document/A/RES/95/228")} <= stated
    assert not any(predicate == "presentedAt" for predicate, _ in _stated(_read(top + "1. 海洋十分重要。\n", tmp_path)))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("回顾大会第95/228号决议鼓励环境署提出报告；", set()),  # the resolution recalled does
        ("鼓励环境署提出报告；", {"organization/unep"}),
        ("2044年鼓励环境署提出报告；", {"organization/unep"}),
    ],
)
def test_what_a_recalled_resolution_encourages_the_resolution_at_hand_does_not(text: str, asked: set[str]) -> None:
    """A verb right behind another instrument is that instrument's."""
    extraction = extractor().extract(document(*_OPERATIVE, text))
    found = {fact.object for fact in extraction.facts if fact.subject == extraction.id and fact.qualifiers.get("act") == "encourages"}
    assert found == asked


@pytest.mark.parametrize(
    ("title", "things"),
    [
        ("秘书长关于联合国工作的报告", {"organization/un"}),
        ("总干事关于《2030年可持续发展议程》执行情况的报告", {"framework/2030-agenda"}),
        ("总干事关于其他事项的报告", set()),
    ],
)
def test_a_report_is_about_what_its_title_names(title: str, things: set[str], tmp_path: Path) -> None:
    """A report reports on what its title says it is about, and on nothing where the title names nothing known."""
    path = tmp_path / "a.zh.txt"
    path.write_text(f"大会\n第六十一届会议\n临时议程项目4\n\n{title}\n\n1. 本报告介绍了各项活动。\n", encoding="utf-8")
    extraction = extractor().extract(read_document(path))
    assert {fact.object for fact in extraction.facts if fact.predicate == "reportsOn" and fact.subject == extraction.id} == things


def test_a_document_of_an_executive_board_is_identified(tmp_path: Path) -> None:
    """The symbol, the date and the session of a document of the Executive Board of UNESCO are read from its top."""
    path = tmp_path / "a.zh.txt"
    path.write_text(
        "执行局\n第二一九届会议\n\n219 EX/7\n\n巴黎，2024年2月12日\n\n临时议程项目7\n\n总干事关于水资源的报告\n\n"
        "根据第216 EX/8号决定，总干事谨提交本报告。教科文组织与世界银行合作。\n", encoding="utf-8"
    )
    facts = {(fact.subject, fact.predicate, getattr(fact.object, "value", fact.object)) for fact in extractor().extract(read_document(path)).facts}
    assert facts >= {
        ("document/219EX/7", "symbol", "219 EX/7"),
        ("document/219EX/7", "date", "2024-02-12"),
        ("document/219EX/7", "presentedAt", "session/unesco-executive-board-219"),
        ("document/219EX/7", "implements", "document/216EX/8"),
    }


def test_an_annual_session_has_the_number_of_its_year(tmp_path: Path) -> None:
    """A report that is submitted to a board whose sessions are told by years is for the session of that year."""
    path = tmp_path / "a.zh.txt"
    path.write_text(
        "2021年年度会议\n2021年6月21日至23日\n临时议程项目3\n\n执行主任的年度报告\n\n摘要\n\n"
        "本报告是向妇女署执行局提交的年度报告。妇女署与世界银行合作。\n", encoding="utf-8"
    )
    facts = {(fact.subject, fact.predicate, getattr(fact.object, "value", fact.object)) for fact in extractor().extract(read_document(path)).facts}
    assert ("session/un-women-executive-board-2021", "heldOn", "2021-06-21/2021-06-23") in facts


def test_a_text_titled_only_with_the_name_of_an_organization_is_called_by_its_agenda_item(tmp_path: Path) -> None:
    """A draft whose whole title is 世界银行 is not called as the bank is, but by the line above that ends so."""
    top = "2044年届会\n\n议程项目12(h)\n\n协调问题：世界银行\n\n主席安娜·鲁伊斯(智利)在非正式协商基础上提出的决议草案\n\n世界银行\n\n"
    extraction = _read(top + "经济及社会理事会，\n\n回顾大会第95/228号决议，\n", tmp_path)
    itself = next(entity for entity in extraction.entities if entity.id == extraction.id)
    assert [name.text for name in itself.labels] == ["协调问题：世界银行"]
    assert ("author", Literal("主席安娜·鲁伊斯(智利)", "zh")) in _stated(extraction)


def test_what_a_resolution_calls_its_own_its_body_adopted(tmp_path: Path) -> None:
    """其第2021/26号决议 is a resolution of the body that speaks, and the line in brackets tells on whose report it was adopted."""
    top = "第九十九届会议\n\n议程项目100\n\n大会决议\n\n[根据第二委员会的报告(A/99/622)通过]\n\n99/122.深海对话\n\n大会，\n\n"
    extraction = _read(top + "又回顾其关于海洋的2040年12月19日第95/165号决议，并重申第94/20号决议，\n", tmp_path)
    facts = {(fact.subject, fact.predicate, fact.object) for fact in extraction.facts}
    assert ("document/A/RES/95/165", "adoptedBy", "body/ga") in facts
    assert ("document/A/RES/94/20", "adoptedBy", "body/ga") not in facts
    assert ("body/ga-second-committee", "publishes", "document/A/99/622") in facts
    assert (extraction.id, "cites", "document/A/99/622") in facts


def test_a_date_in_english_above_a_text_in_chinese_is_a_date(tmp_path: Path) -> None:
    """Documents in Chinese are distributed under English dates."""
    extraction = _read("联合国\nS/RES/9446 (2044)\n安全理事会\nDistr.: General\n15 November 2044\n\n第9446(2044)号决议\n\n安全理事会，\n", tmp_path)
    assert ("date", Literal("2044-11-15")) in _stated(extraction)


def test_a_masthead_tells_who_adopted_on_which_day_and_what_about(tmp_path: Path) -> None:
    """2044年12月20日大会决议 tells the organ and the day, the head of the page whose organ it is, and a title to what the resolution returns."""
    top = "联合国 A/RES/99/246\n大会\n第九十九届会议\n议程项目20\n\n2044年12月20日大会决议\n\n99/246.《利马宣言》的后续行动\n\n大会，\n\n"
    extraction = _read(top + "1. 请秘书长提出报告；\n", tmp_path)
    stated = _stated(extraction)
    assert {("adoptedBy", "body/ga"), ("adoptedAt", "session/ga-99"), ("reportsOn", "document/GC.15/Res.1")} <= stated
    assert ("body/ga", "partOf", "organization/un") in {(fact.subject, fact.predicate, fact.object) for fact in extraction.facts}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("1. 注意到《渔业管理多边协定》，并邀请世界银行提出报告；", "A/RES/99/246"),
        ("1. 回顾第95/228号决议，其中宣布2044年为国际河流年，并邀请世界银行提出报告；", "A/RES/95/228"),
    ],
)
def test_who_asks_in_a_further_clause(text: str, who: str, tmp_path: Path) -> None:
    """The resolution itself asks in a further clause, unless the sentence tells what another one states: 其中宣布…，并邀请."""
    extraction = _read(f"联合国 A/RES/99/246\n大会\n第九十九届会议\n\n99/246.河流\n\n大会，\n\n{text}\n", tmp_path)
    asked = {fact.subject for fact in extraction.facts if fact.predicate == "mandates" and fact.object == "organization/world-bank"}
    assert asked == {f"document/{who}"}


def test_a_declaration_begins_with_those_who_declare(tmp_path: Path) -> None:
    """我们，各国部长， opens the text of a declaration and is not its title."""
    extraction = _read("大会\n第十八届会议\n议程项目9\n\n渔业宣言\n\n我们，工发组织成员国的部长，\n\n1. 请世界银行提出报告；\n", tmp_path)
    itself = next(entity for entity in extraction.entities if entity.id == extraction.id)
    assert (itself.type, itself.labels[0].text) == ("Declaration", "渔业宣言")


def test_a_symbol_tells_which_assembly_adopted(tmp_path: Path) -> None:
    """In a paper of UNIDO 大会 is its own conference, but A/RES/55/2 was adopted by the General Assembly."""
    extraction = _read("工发组织\n大会\n第十八届会议\n\n1. 《联合国千年宣言》由大会于2000年9月8日通过。工发组织欢迎此事。\n", tmp_path)
    adopted = {(fact.subject, fact.object) for fact in extraction.facts if fact.predicate == "adoptedBy"}
    assert adopted == {("document/A/RES/55/2", "body/ga")}


def test_a_declaration_below_the_name_of_a_meeting_was_adopted_there(tmp_path: Path) -> None:
    """A declaration whose title stands below the meeting that adopted it is the document, and asks in its own name."""
    path = tmp_path / "declaration.zh.txt"
    path.write_text("第八次内陆国家部长级会议\n\n罗马部长级宣言\n\n我们，各国部长，\n\n1. 呼吁发展伙伴增加援助；\n", encoding="utf-8")
    extraction = extractor().extract(read_document(path))
    facts = {(f.subject, f.predicate) for f in extraction.facts}
    assert {(extraction.id, "adoptedAt"), (extraction.id, "title"), (extraction.id, "mandates")} <= facts
    assert {e.type for e in extraction.entities if e.id == extraction.id} == {"Declaration"}


def test_the_preliminary_list_tells_the_agenda_item_too(tmp_path: Path) -> None:
    """A report issued before the agenda exists names its item of the preliminary list."""
    path = tmp_path / "report.zh.txt"
    path.write_text("A/70/990\n大会\n第七十届会议\n暂定项目表项目23(b)\n\n陶瓷节水\n\n秘书长的报告\n\n1. 陶瓷厂用水很多。\n", encoding="utf-8")
    stated = {(f.predicate, f.object.value) for f in extractor().extract(read_document(path)).facts if isinstance(f.object, Literal)}
    assert ("agendaItem", "23(b)") in stated


def test_a_communique_is_of_the_meeting_in_its_title(tmp_path: Path) -> None:
    """A communiqué declares; its title tells the meeting, the line below it the day and the town, and 会议 means that meeting anywhere."""
    path = tmp_path / "communique.zh.txt"
    path.write_text(
        "二十国集团渔业部长第三次会议联合公报\n\n2044年9月2日，内罗毕\n\n1. 我们，肯尼亚和日本的渔业部长，在内罗毕举行会议。\n\n2. 我们重申《利马宣言》。\n\n3. 会议由肯尼亚总统安娜·鲁伊斯主持。\n",
        encoding="utf-8",
    )
    extraction = extractor().extract(read_document(path))
    meeting = "event/二十国集团渔业部长第三次会议"
    facts = {(f.subject, f.predicate, f.object if isinstance(f.object, str) else f.object.value) for f in extraction.facts}
    assert {
        (extraction.id, "adoptedAt", meeting),
        (extraction.id, "reaffirms", "document/GC.15/Res.1"),
        (meeting, "heldOn", "2044-09-02"),
        (meeting, "locatedIn", "region/nairobi"),
        ("person/安娜·鲁伊斯", "leads", meeting),
    } <= facts


def test_what_those_who_met_declare_is_nobody_else_s(tmp_path: Path) -> None:
    """我们 in a text that opens with those who declare is the text itself, not an organization that it often names."""
    path = tmp_path / "outcome.zh.txt"
    path.write_text(
        "南方首脑会议成果\n\n我们，肯尼亚和日本的部长，于2044年3月2日举行了维也纳能源论坛。\n\n世界银行、世界银行和世界银行受到欢迎。\n\n我们决定设立世界陶瓷研究中心。\n",
        encoding="utf-8",
    )
    extraction = extractor().extract(read_document(path))
    assert {f.subject for f in extraction.facts if f.predicate == "established"} <= {extraction.id}
    assert {e.type for e in extraction.entities if e.id == extraction.id} == {"Declaration"}
