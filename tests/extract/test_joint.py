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
