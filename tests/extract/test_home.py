"""Whose report a text without a masthead is."""

from __future__ import annotations

import pytest
from tests.extract.reading import document, extractor

from mandategraph.extract.home import reporting_organization
from mandategraph.model import Masthead, MastheadItem
from mandategraph.read.text import document_of

ITC = "organization/itc"
TITLED = ("国际贸易中心", "2044年年度报告", "联合国欢迎国际贸易中心的工作。我们培训了300名陶工。")


def _home(*texts: str, masthead: Masthead | None = None) -> str | None:
    ours = extractor()
    mentions = [m for text in texts for m in ours._recognizer.mentions(text, ours.languages["zh"])]
    return reporting_organization(document(*texts, masthead=masthead), ours.authority, mentions)


def test_titled() -> None:
    """A report is that of the organization that its title names, though it names the United Nations too."""
    assert _home(*TITLED) == ITC


def test_we_are_the_organization_of_the_title() -> None:
    """What "we" did in such a report is done by that organization."""
    evidence = extractor().extract(document(*TITLED)).evidence
    assert [item.fact.subject for item in evidence if item.fact.predicate == "hasResult"] == [ITC]


@pytest.mark.parametrize("times", [4, 5])
def test_named_far_more_than_any_other(times: int) -> None:
    """Without a title the organization must be named often, and far more than others."""
    texts = ["国际贸易中心培训了陶工。"] * times + ["世界银行提供了资金。"]
    assert _home(*texts) == (ITC if times == 5 else None)


def test_masthead_tells() -> None:
    """Where a masthead shows a symbol it tells whose document this is, and nothing is counted."""
    symbol = MastheadItem("MG/SAMPLE/9", "para/1", 0, 11)
    assert _home(*TITLED, masthead=Masthead(symbol=symbol)) is None


@pytest.mark.parametrize(
    ("head", "session"),
    [
        ("第六十四届世界卫生大会 A64/99\n临时议程项目13", "session/wha-64"),
        ("国际电信联盟\n理事会2044年会议\n议项：PL 1.2 文件 C44/61-C", "session/itu-council-2044"),
        ("联合国开发计划署\n执行局\nDP/2044/8\n2044年第一届常会\n临时议程项目4", "session/undp-executive-board-first-regular-2044"),
        ("世界知识产权组织\nA/99/3\n产权组织成员国大会\n第九十九届系列会议\n第九十九届会议", "session/wipo-assemblies-99"),
        ("大会\n第九十九届会议\nA/99/3", "session/ga-99"),
    ],
)
def test_whose_session(head: str, session: str) -> None:
    """The kind of a symbol, and the organization printed above, tell whose session a document was issued for."""
    text = f"{head}\n\n陶瓷\n\n总干事的报告\n\n1. 粮农组织与粮农组织理事会合作。\n"
    facts = [item.fact for item in extractor().extract(document_of(text, "a.zh.txt", "")).evidence]
    assert [fact.object for fact in facts if fact.predicate == "presentedAt"] == [session]
