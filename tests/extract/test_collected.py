"""Instruments that one document collects."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.extract.reading import extractor

from mandategraph.read import read_document

TEXT = """工业发展理事会

第四十六届会议

2018年11月26日至28日，维也纳

理事会通过的决定

IDB.46/Dec.3 陶瓷厂的用水

工业发展理事会：

(a) 回顾GC.17/Res.1号决议；

(b) 请总干事继续节水。

IDB.46/Dec.5 陶瓷与南南合作

工业发展理事会：

(a) 邀请成员国提供自愿捐款。
"""


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str]]:
    """The facts of a document that collects two decisions."""
    path = tmp_path_factory.mktemp("collected") / "decisions.zh.txt"
    path.write_text(TEXT, encoding="utf-8")
    return {(f.subject, f.predicate, str(f.object)) for f in extractor().extract(read_document(path)).facts}


def test_each_instrument_asks_for_itself(stated: set[tuple[str, str, str]]) -> None:
    """What stands below the symbol and title of a decision is what that decision asks, and no other."""
    asked = {(subject, thing) for subject, predicate, thing in stated if predicate == "mandates"}
    assert asked == {
        ("document/IDB.46/Dec.3", "person/unido-director-general"),
        ("document/IDB.46/Dec.5", "country-group/unido-member-states"),
    }
    assert ("document/IDB.46/Dec.3", "reaffirms", "document/GC.17/Res.1") in stated


def test_each_instrument_was_adopted_at_the_session(stated: set[tuple[str, str, str]]) -> None:
    """The masthead of the document tells at which session its decisions were adopted; it cites others, not them."""
    adopted = {subject for subject, predicate, thing in stated if predicate == "adoptedAt" and thing == "session/unido-idb-46"}
    assert adopted == {"document/IDB.46/Dec.3", "document/IDB.46/Dec.5"}
    assert {thing for _, predicate, thing in stated if predicate == "cites"} == {"document/GC.17/Res.1"}


def test_a_heading_that_speaks_of_a_decision_collects_none(tmp_path: Path) -> None:
    """A section on how a decision was carried out is not that decision's text: one decision alone is the document."""
    path = tmp_path / "decisions.zh.txt"
    other = TEXT.replace("IDB.46/Dec.5 陶瓷与南南合作\n\n工业发展理事会：", "IDB.46/Dec.5号决定的执行情况\n\n报告如下：")
    path.write_text(other, encoding="utf-8")
    facts = extractor().extract(read_document(path)).facts
    assert {f.subject for f in facts if f.predicate in {"mandates", "adoptedAt"}} == {"document/IDB.46/Dec.3"}


def test_a_section_of_a_report_below_a_symbol_is_no_instrument(tmp_path: Path) -> None:
    """A report may put the symbol and title of a resolution above what it tells of it: no body speaks there."""
    path = tmp_path / "report.zh.txt"
    head = "工业发展理事会\n\n第四十六届会议\n\n2018年11月26日至28日，维也纳\n\n陶瓷厂的用水\n\n总干事的报告\n\n"
    path.write_text(f"{head}IDB.45/Dec.3 陶瓷与节水\n\n1. 秘书处请成员国节水。\n\n一. 结论\n\n2. 请成员国节水。\n", encoding="utf-8")
    facts = extractor().extract(read_document(path)).facts
    assert not [f for f in facts if f.subject == "document/IDB.45/Dec.3" and f.predicate in {"mandates", "adoptedAt"}]


def test_a_framework_that_is_only_its_title_and_text_asks_itself(tmp_path: Path) -> None:
    """A framework that stands alone below its title is the document, and what it asks is asked by it."""
    path = tmp_path / "framework.zh.txt"
    path.write_text("2044-2054年陶瓷行动纲领\n\n一. 序言\n\n1. 陶瓷很重要。\n\n2. 请世界银行支持陶瓷厂。\n", encoding="utf-8")
    extraction = extractor().extract(read_document(path))
    assert {e.type for e in extraction.entities if e.id == extraction.id} == {"Framework"}
    assert {(f.subject, f.object) for f in extraction.facts if f.predicate == "mandates"} == {(extraction.id, "organization/world-bank")}
