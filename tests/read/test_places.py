"""Passages: kinds, paths, numbers, headings and joined sentences, on texts written for the tests."""

from __future__ import annotations

import pytest

from mandategraph.model import Document, PassageKind
from mandategraph.read.text import document_of


def read(text: str) -> Document:
    """The document of a text."""
    return document_of(text, "a.txt", "")


def paths(document: Document) -> dict[str, str]:
    """Text by path."""
    return {passage.path: passage.text for passage in document.passages}


MASTHEAD = """工业发展理事会

第六十届会议

2031年5月3日至6日，维也纳

临时议程项目7(b)

海洋产业

关于海洋产业的工作计划

总干事的报告

本文件介绍海洋产业的工作。

一. 背景

"""


def test_a_broken_paragraph_is_one_passage() -> None:
    """Furniture and footnotes inside a sentence become passages; the sentence stays whole."""
    found = read(
        MASTHEAD + "1. 本组织推出了海洋产业方案，该方案将在今后五年内帮助沿海国家的中小企业提高质量，"
        "并进入区域市场，这也是区域格\n\n"
        + (
            "* 因技术原因于2031年4月2日重新印发。\n\n为节约起见，本报告不印发。\n\n\n"
            "\n局的体现。\n\n2. 大会注意到本报告。\n"
        )
    )
    by_path = paths(found)
    assert by_path["para/1"].endswith("区域格局的体现。")
    assert by_path["note/1"] == "因技术原因于2031年4月2日重新印发。"
    assert by_path["furniture/1"] == "为节约起见，本报告不印发。"
    assert by_path["summary/para/1"] == "本文件介绍海洋产业的工作。"
    assert by_path["heading/1"] == "一.背景"
    assert found.masthead.date is not None
    assert found.masthead.date.text == "2031年4月2日"


def test_items_hang_below_their_paragraph() -> None:
    """Lettered, Chinese-numbered and bulleted items get the same paths in every language."""
    found = read(
        "1. 本组织将采取以下三项行动来支持成员国：\n\n(a) 提供咨询；\n"
        "\n- (b) 提供培训：\n（一）线上培训；\n（二）线下培训；\n\n(c) 评估。\n"
        "\n2. 大会注意到本报告。\n"
    )
    assert list(paths(found)) == [
        "para/1",
        "para/1/item/a",
        "para/1/item/b",
        "para/1/item/b/item/1",
        "para/1/item/b/item/2",
        "para/1/item/c",
        "para/2",
    ]
    assert [passage.number for passage in found.passages][1:4] == ["1(a)", "1(b)", "1(b)(一)"]
    assert found.passages[1].kind is PassageKind.ITEM


def test_roman_items_have_the_path_of_chinese_ones() -> None:
    """(i) and (一) below a paragraph are the same place; (i) after (h) is a letter."""
    english = read(
        "1. The Board shall do the following things:\n(i) advise;\n(ii) train.\n2. It shall report back."
    )
    assert list(paths(english)) == ["para/1", "para/1/item/1", "para/1/item/2", "para/2"]
    letters = read(
        "1. The Board shall do the following things:\n(h) advise;\n(i) train.\n2. It shall report back."
    )
    assert list(paths(letters)) == ["para/1", "para/1/item/h", "para/1/item/i", "para/2"]


def test_a_list_inside_is_not_taken_for_paragraphs() -> None:
    """Numbers of a list inside a paragraph do not disturb the paragraph numbers."""
    text = (
        "1. The Board met in Vienna.\n"
        "2. It decided on three things:\n"
        "1. to plan the work;\n2. to fund the work;\n"
        "3. to review the work.\n"
        "3. The session was closed.\n"
        "4. The report was adopted."
    )
    assert list(paths(read(text))) == [
        "para/1",
        "para/2",
        "para/2/item/1",
        "para/2/item/2",
        "para/2/item/3",
        "para/3",
        "para/4",
    ]


@pytest.mark.parametrize(
    ("word", "prefix"),
    [("附件", "annex/"), ("Annex", "annex/"), ("附件二", "annex/2/"), ("Annex II", "annex/2/")],
)
def test_an_annex_counts_anew(word: str, prefix: str) -> None:
    """Paragraphs of an annex have its prefix and begin with one."""
    text = (
        f"1. 本组织推出了海洋产业方案。\n\n2. 大会注意到本报告。\n\n{word}\n"
        "\n1. 该计划分为三个阶段执行。\n\n2. 每个阶段为期两年时间。\n"
    )
    assert [path for path in paths(read(text)) if "para" in path] == [
        "para/1",
        "para/2",
        f"{prefix}para/1",
        f"{prefix}para/2",
    ]


def test_articles_that_each_count_anew_have_their_section() -> None:
    """Where every article begins with paragraph 1, the section tells them apart."""
    text = "".join(
        f"Article {number}\n\nMembers and organs\n\n"
        "1. The Board shall meet each year.\n2. It shall adopt rules.\n\n"
        for number in (1, 2, 3)
    )
    found = paths(read(text))
    assert [path for path in found if "para" in path][:3] == [
        "section/1/para/1",
        "section/1/para/2",
        "section/2/para/1",
    ]
    assert found["heading/2"] == "Article 2 Members and organs"


def test_unnumbered_resolutions_have_the_same_paths_in_both_languages() -> None:
    """Preamble and operative paragraphs without numbers are counted, the same in Chinese and English."""
    chinese = read(
        "2031年届会\n议程项目18(b)\n2031年6月7日经济及社会理事会决议\n"
        "经济及社会理事会，\n认识到海洋产业的重要作用，\n又认识到伙伴关系的作用，\n鼓励各国政府：\n"
        "(一)\n提高能力；\n(二)\n交流经验；\n请秘书长提交报告。"
    )
    english = read(
        "2031 session\nAgenda item 18 (b)\n"
        "Resolution adopted by the Economic and Social Council on 7 June 2031\n"
        "Marine industry\n"
        "The Economic and Social Council,\n"
        "Recognizing the role of the marine industry,\n"
        "Recognizing also the role of partnerships,\n"
        "Encourages Governments:\n(i)\nTo build capacity;\n"
        "(ii)\nTo share experience;\n"
        "Requests the Secretary-General to report."
    )
    wanted = ["section/0/para/1", "section/0/para/2", "section/0/para/3", "section/0/para/4"]
    wanted += ["section/0/para/4/item/1", "section/0/para/4/item/2", "section/0/para/5"]
    for document in (chinese, english):
        assert [path for path in paths(document) if not path.startswith("masthead")] == wanted
    assert english.masthead.title is not None
    assert english.masthead.title.text == "Marine industry"
    assert english.masthead.date is not None
    assert english.masthead.date.text == "7 June 2031"
    assert chinese.masthead.organ is not None
    assert chinese.masthead.organ.text == "经济及社会理事会"


def test_a_table_gives_lines_of_cells_with_their_column() -> None:
    """Cells are parted into lines and bullets; a table that goes on after a page is one table."""
    found = read(
        "| 行动 | 政府的作用 |\n|---|---|\n"
        "| <p>甲</p> <p>第一项行动的内容说明，其中包括技术、资金和培训等许多方面的工作，"
        "以促进产</p> | - 乙 - 丙 |\n"
        "\n"
        "| 行动 | 政府的作用 |\n|---|---|\n| 业发展。 | - 丁 |\n| 戊 | |\n"
    )
    by_path = paths(found)
    assert by_path["table/1/row/2/column/1/line/2"].endswith("以促进产业发展。")
    assert by_path["table/1/row/2/column/2/line/3"] == "丁"
    assert by_path["table/1/row/3/column/1/line/1"] == "戊"
    assert {passage.column for passage in found.passages if "row/2/column/2" in passage.path} == {
        "政府的作用"
    }
    assert sum(passage.kind is PassageKind.FURNITURE for passage in found.passages) == 1


def test_a_table_of_contents_is_furniture() -> None:
    """Lines with dot leaders below a table of contents are furniture; figures with dots are not."""
    found = read(
        "Contents\nI. Background ........ 4\n"
        "II. Plan ........ 7\n\nI. Background\n"
        "\n1. The Board met in Vienna.\n"
    )
    kinds = [passage.kind for passage in found.passages]
    assert kinds == [PassageKind.FURNITURE] * 3 + [PassageKind.HEADING, PassageKind.PARAGRAPH]


def test_heading_of_each_passage_is_the_nearest_above() -> None:
    """A passage knows the heading above it."""
    found = read("一. 引言\n\n1. 本组织推出了海洋产业方案。\n\nA. 政策职能\n\n2. 大会注意到本报告。\n")
    assert [passage.heading for passage in found.passages if passage.path.startswith("para")] == [
        "一.引言",
        "A.政策职能",
    ]


def test_languages_are_told_by_script_and_words() -> None:
    """Each passage has its own language, the document that of most of the text."""
    found = read(
        "1. 工发组织与各国政府合作，推动海洋产业发展，并提供培训。\n"
        "\n2. Le Conseil prend note du rapport sur les activités de l’Organisation.\n"
        "\n"
        "3. El Consejo toma nota de la información que se presenta en el informe.\n"
        "\n4. Совет принимает к сведению доклад.\n"
        "\n5. يحيط المجلس علما بالتقرير.\n"
    )
    assert [passage.language for passage in found.passages] == ["zh", "fr", "es", "ru", "ar"]
    assert read("1. The Board took note of the report on the work of the Organization.").language == "en"


def test_long_lines_take_linear_time() -> None:
    """A line of a million characters, and many odd signs, are read without delay."""
    for text in ("工" * 1_000_000, "(" * 500_000, "1." * 300_000, ". " * 300_000, " \n" * 300_000 + "x"):
        assert len(read(text).passages) == 1


def test_a_footnote_number_behind_a_comma_ends_no_paragraph_as_a_heading() -> None:
    """Clauses of a preamble that end in a comma and the number of a footnote are paragraphs, each of its own."""
    text = (
        "大会,\n\n回顾《罗马宣言》1以及其中关于粮食的规定,\n\n注意到秘书长关于粮食的报告,2\n\n"
        "铭记总干事关于各国粮食储备和区域合作情况以及为加强贮存能力而采取的具体措施的说明,3\n\n"
        "又欢迎各国政府和联合国系统各机构以及有关国际组织为执行该宣言采取的具体措施和取得的进展,\n\n1. 请秘书长提出报告;4\n\n2. 决定继续审议此事。\n"
    )
    passages = [passage for passage in read(text).passages if "," in passage.text or ";" in passage.text]
    assert {passage.kind for passage in passages} == {PassageKind.PARAGRAPH}
    assert [passage.text[:2] for passage in passages] == ["大会", "回顾", "注意", "铭记", "又欢", "请秘"]
