"""Decisions that a document only proposes."""

from __future__ import annotations

import pytest
from tests.extract.reading import extractor

from mandategraph.read.text import document_of

HEAD = "国际劳工局\n理事会\n第399届会议\nGB.399/POL/3\n2044年3月，日内瓦\n第三项议程\n码头工人\n文件的目的\n本文件介绍码头工人的情况。\n\n"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("决定草案\n\n18. 理事会要求总干事编写一份报告。\n", 0),
        ("18. 理事会似可通过以下决定：\n\n19. 理事会要求总干事编写一份报告。\n", 0),
        ("决定草案\n\n18. 理事会注意到本文件。\n\n背景\n\n19. 理事会要求总干事编写一份报告。\n", 1),
        ("18. 理事会似宜注意到本文件所载信息，并请总干事编写一份报告。\n", 0),
        ("18. 理事会似宜注意到本文件所载信息。理事会请总干事编写一份报告。\n", 1),
        ("17. 理事会讨论了以下决定的执行情况。\n\n18. 理事会要求总干事编写一份报告。\n", 1),
    ],
)
def test_what_a_draft_asks_nobody_has_asked_yet(text: str, asked: int) -> None:
    """What a body requests in a draft decision is no mandate; what it requests elsewhere is."""
    evidence = extractor().extract(document_of(HEAD + text, "a.zh.txt", "")).evidence
    assert [item.fact.predicate for item in evidence].count("mandates") == asked
