"""A document that was issued to two bodies."""

from __future__ import annotations

from pathlib import Path

from tests.extract.reading import extractor

from mandategraph.model import Literal
from mandategraph.read import read_document

TEXT = """IDB.42/8-PBC.30/8

工业发展理事会
第四十二届会议
2014年11月25日至27日，维也纳
临时议程项目7

方案预算委员会
第三十届会议
2014年6月12日至13日，维也纳
临时议程项目10

陶瓷厂的节水

总干事的提案

1. 本文件（IDB.42/8-PBC.30/8）应与IDB.41/3–PBC.29/3号文件一并阅读。

2. 理事会似宜注意到IDB.42/8。
"""


def _stated(tmp_path: Path) -> set[tuple[str, str, str]]:
    path = tmp_path / "proposal.zh.txt"
    path.write_text(TEXT, encoding="utf-8")
    facts = extractor().extract(read_document(path)).facts
    return {(f.subject, f.predicate, f.object.value if isinstance(f.object, Literal) else f.object) for f in facts}


def test_a_document_of_two_bodies_was_presented_at_a_session_of_each(tmp_path: Path) -> None:
    """The session below the name of the second body is told with its days and its place, like that of the first."""
    document = "document/IDB.42/8-PBC.30/8"
    stated = _stated(tmp_path)
    assert {o for s, p, o in stated if (s, p) == (document, "presentedAt")} == {"session/unido-idb-42", "session/unido-pbc-30"}
    assert ("session/unido-pbc-30", "partOf", "body/unido-pbc") in stated
    assert ("session/unido-pbc-30", "heldOn", "2014-06-12/2014-06-13") in stated
    assert ("session/unido-pbc-30", "locatedIn", "region/vienna") in stated


def test_the_line_that_tells_whose_proposal_it_is_is_no_title(tmp_path: Path) -> None:
    """总干事的提案 tells the author of a document, and the line above it is the title."""
    told = {(p, o) for s, p, o in _stated(tmp_path) if s == "document/IDB.42/8-PBC.30/8" and p in {"title", "author"}}
    assert told == {("title", "陶瓷厂的节水"), ("author", "总干事")}


def test_two_symbols_joined_are_one_document(tmp_path: Path) -> None:
    """What two bodies know by two symbols is cited as one document, and no document cites itself by half its symbol."""
    cited = {o for _, p, o in _stated(tmp_path) if p == "cites"}
    assert cited == {"document/IDB.41/3-PBC.29/3"}


def test_the_assembly_above_the_name_of_its_council_is_no_second_body(tmp_path: Path) -> None:
    """A resolution of the Human Rights Council bears the name of the Assembly above its own: it has one session."""
    path = tmp_path / "council.zh.txt"
    head = "联合国\nA/HRC/RES/41/90\n大会\n\n人权理事会\n第四十一届会议\n2019年6月24日至7月12日\n议程项目3\n\n"
    text = "人权理事会2019年7月11日通过的决议\n\n41/90. 水权\n\n人权理事会，\n\n回顾其第33/10号决议，以及大会第64/292号决议，\n\n1. 鼓励各国节水。\n"
    path.write_text(head + text, encoding="utf-8")
    facts = extractor().extract(read_document(path)).facts
    assert {f.object for f in facts if f.predicate in {"presentedAt", "adoptedAt"}} == {"session/hrc-41"}
    assert {f.object for f in facts if f.predicate == "cites"} == {"document/A/HRC/RES/33/10", "document/A/RES/64/292"}


def test_a_report_on_a_declaration_is_no_declaration(tmp_path: Path) -> None:
    """A document whose title ends with 宣言 and that tells its author was presented at its session, not adopted there."""
    path = tmp_path / "report.zh.txt"
    head = "工业发展理事会\n第四十二届会议\n2014年11月25日至27日，维也纳\n临时议程项目7\n\n陶瓷节水政治宣言\n\n总干事的报告\n\n"
    path.write_text(head + "1. 陶瓷厂用水很多。\n", encoding="utf-8")
    assert {f.predicate for f in extractor().extract(read_document(path)).facts} & {"presentedAt", "adoptedAt"} == {"presentedAt"}
