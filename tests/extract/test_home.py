"""Whose report a text without a masthead is."""

from __future__ import annotations

import pytest
from tests.extract.reading import document, extractor

from mandategraph.extract.home import reporting_organization
from mandategraph.model import Masthead, MastheadItem

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
