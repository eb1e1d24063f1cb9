"""Numbers of paragraphs without a point."""

from __future__ import annotations

import pytest

from mandategraph.read.text import document_of

HEAD = "国际海事组织\n理事会\n第99届会议\n议程项目12\nC 199/12\n能力建设\n秘书处的说明\n\n"
LONG = "组织于2044年在非洲、亚洲和加勒比设立了五个海事技术合作中心，并培训了300名官员。"


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        (f"1 本{LONG}\n\n2 该{LONG}\n\n3 各{LONG}\n", ["para/1", "para/2", "para/3"]),
        (f"1 背景\n\n1.1\t本{LONG}\n\n1.2\t该{LONG}\n\n1.3\t各{LONG}\n", ["section/1/para/1", "section/1/para/2", "section/1/para/3"]),
    ],
)
def test_bare_numbers_begin_paragraphs(text: str, paths: list[str]) -> None:
    """A number without a point is no part of the paragraph that it begins."""
    passages = [p for p in document_of(HEAD + text, "a.zh.txt", "").passages if p.path.rpartition("/")[0].endswith("para")]
    assert [p.path for p in passages] == paths
    assert [p.text[0] for p in passages] == ["本", "该", "各"]


@pytest.mark.parametrize(
    "text",
    [
        f"1. 本{LONG}\n\n2. 该{LONG}\n\n1 各{LONG}\n\n2 本{LONG}\n\n3 本{LONG}\n",  # footnotes below paragraphs with points
        f"3 个国家参加了会议，本{LONG}\n\n4 名官员参加了会议，本{LONG}\n\n5 家企业参加了会议，本{LONG}\n",  # what is counted
    ],
)
def test_other_figures_stay(text: str) -> None:
    """The number of a footnote, and a figure that counts what stands behind it, begin no paragraph."""
    passages = document_of(HEAD + text, "a.zh.txt", "").passages
    assert passages[-1].text[0].isdigit()
