"""Pages of development agencies: their dates and titles, sheets of projects, who signs for whom."""

from __future__ import annotations

from pathlib import Path

from tests.extract.reading import extractor

from mandategraph.model import Extraction, Literal
from mandategraph.read import read_document

_SHEET = """联合国开发计划署 - 秘鲁
项目概况

安第斯冰川湖洪水减缓项目二期

执行期:2044年10月至2047年6月
执行机构:秘鲁环境部
资助方:绿色气候基金(3 600万美元)、秘鲁政府(50万美元)
实施地点:秘鲁
预算:3 650万美元

成果

该项目安装了50个自动气象站。
"""
_STORY = """2044 年 3 月 18 日 新闻稿 气候变化

秘鲁与环境署扩大合作

秘鲁环境部部长安娜·鲁伊斯与联合国环境署执行主任英格·安德森出席了仪式,其后举行会谈。鲁伊斯和安德森在利马签署了一项合作协定。
"""
_PAPER = """联合国儿童基金会
执行局
2044年年度会议
2044年6月14日至17日
临时议程项目5

儿童基金会2043年成果报告

1. 儿基会与粮农组织合作。
"""


def _read(text: str, tmp_path: Path) -> Extraction:
    path = tmp_path / "text.zh.txt"
    path.write_text(text, encoding="utf-8")
    return extractor().extract(read_document(path))


def _facts(extraction: Extraction) -> set[tuple[str, str, str]]:
    return {(f.subject, f.predicate, f.object.value if isinstance(f.object, Literal) else f.object) for f in extraction.facts}


def test_the_labels_of_a_sheet_tell_of_its_project(tmp_path: Path) -> None:
    """Lines of a label and a value below the name of a project tell who carries it out and pays, where it is, what it costs."""
    extraction = _read(_SHEET, tmp_path)
    project, peru = "programme/安第斯冰川湖洪水减缓项目", "http://metadata.un.org/sdg/codes/geoArea/604"
    assert {
        (project, "implementedBy", "organization/秘鲁环境部"),
        (project, "fundedBy", "fund/green-climate-fund"),
        (project, "fundedBy", peru),
        (project, "operatesIn", peru),
        (project, "hasResult", "预算 = 3 650万美元"),
    } <= _facts(extraction)
    amounts = {f.object: f.qualifiers.get("amount") for f in extraction.facts if f.predicate == "fundedBy"}
    assert amounts == {"fund/green-climate-fund": "36000000", peru: "500000"}


def test_a_project_called_so_is_that_of_the_sheet(tmp_path: Path) -> None:
    """该项目 in a section that names no project means the one that the title of the page names."""
    counted = {(f.subject, f.qualifiers.get("value")) for f in _read(_SHEET, tmp_path).facts if f.predicate == "hasResult"}
    assert ("programme/安第斯冰川湖洪水减缓项目", "50") in counted


def test_a_page_is_dated_and_titled(tmp_path: Path) -> None:
    """The line with the date above a story, and the line below it, are the date and the title of the page."""
    told = {(p, o) for _, p, o in _facts(_read(_STORY, tmp_path)) if p in {"title", "date"}}
    assert told == {("date", "2044-03-18"), ("title", "秘鲁与环境署扩大合作")}


def test_those_who_sign_do_so_for_what_they_head(tmp_path: Path) -> None:
    """An agreement that persons sign, called by their last names, binds the organizations that the page says they head."""
    signed = {s for s, p, _ in _facts(_read(_STORY, tmp_path)) if p == "partyTo"}
    assert signed == {"organization/秘鲁环境部", "organization/unep"}


def test_a_board_is_that_of_the_organization_printed_above(tmp_path: Path) -> None:
    """The Executive Board in a masthead is that of the organization whose name stands on the line above."""
    held = {o for _, p, o in _facts(_read(_PAPER, tmp_path)) if p == "presentedAt"}
    assert held == {"session/unicef-executive-board-2044"}
