"""Text out of PDFs: sentences, headings, labels and figures put together from broken lines."""

from __future__ import annotations

import pytest

from mandategraph.model import PassageKind
from mandategraph.read.text import document_of

#: A sign for the space that ends a line broken by hand.
HAND = "\u2423"
REPORT = """ 海洋产业年度回顾

支持沿海国家的企业

海 洋 产 业 在 各 国 的 发 展 中 发 挥 着 重
要 作 用。本 组 织 与 各 国 政 府 一 道，帮 助
中小企业提高产品质量，并进入新的区域
市场。例如，沿海国家的渔业合作社在我
们的支持下建立了三个培训中心，为青年
人提供更多机会，并帮助许多妇女创办␣

企业。

在第二阶段，该方案将继续扩大其范围，
并与更多伙伴开展合作，从而为区域一级
的工业化作出贡献。参与国政府已承诺提

2030 年海洋产业项目执行额达
1.803亿美元

2030年主要供资伙伴（单位：百万美元）

蓝色基金␣
57.2

北海银行␣
41.9

|  渔业培训中心

https://example.org/marine
 供更多资金，以便在今后五年内将培训中
心的数量增加一倍，并让更多妇女能够从
中受益。

我们同伙伴一起设计了一个␣
新的培训方案，帮助了许多␣
企业家。”

合作社主席 Ana Lind

缩略语

BF 蓝色基金

NSB 北海银行（北行）␣
""".replace(HAND, " ")


def test_sentences_come_out_whole() -> None:
    """Spaced, broken and parted lines become paragraphs of whole sentences, over charts and pages."""
    document = document_of(REPORT, "a.txt", "")
    body = [passage.text for passage in document.passages if passage.kind is PassageKind.PARAGRAPH]
    assert any(
        text.startswith("海洋产业在各国的发展中发挥着重要作用。") and text.endswith("创办企业。")
        for text in body
    )
    assert any("参与国政府已承诺提供更多资金" in text for text in body)


def test_headings_captions_quotes_and_figures_are_told_apart() -> None:
    """Headings, figures, captions, quotes and abbreviations each get their kind."""
    document = document_of(REPORT, "a.txt", "")
    kinds = {passage.text: passage.kind for passage in document.passages}
    assert kinds["支持沿海国家的企业"] is PassageKind.HEADING
    assert kinds["2030年海洋产业项目执行额达1.803亿美元"] is PassageKind.PARAGRAPH
    assert kinds["蓝色基金57.2"] is PassageKind.ITEM
    assert kinds["渔业培训中心"] is PassageKind.CAPTION
    assert kinds["合作社主席Ana Lind"] is PassageKind.CAPTION
    assert kinds["https://example.org/marine"] is PassageKind.FURNITURE
    items = [passage for passage in document.passages if passage.text == "NSB北海银行（北行）"]
    assert [(passage.kind, passage.heading) for passage in items] == [(PassageKind.ITEM, "缩略语")]
    figures = [passage for passage in document.passages if passage.text == "北海银行41.9"]
    assert figures[0].heading == "2030年主要供资伙伴（单位：百万美元）"


#: Five paragraphs, and a column that breaks off; the line behind the chart fits it by its characters.
COLUMNS = """
第{}年，沿海各国的政府讨论了该方法的效益，
并在那里建立了渔业培训中心。{}受到沿海
居民的欢迎，许多青年人从中受益。
"""
BROKEN = """
海洋产业发展很快。各国政府在去年的会议上
认真听取了沿海居民的意见，并且详细讨论了

供资伙伴
57.2

该方案还帮助渔业合作社购买新的设备，改善
产品质量，并且开辟新的市场。
"""


@pytest.mark.parametrize(("times", "joined"), [(5, False), (4, True)])
def test_a_line_that_opens_a_sentence_is_not_joined(times: int, joined: bool) -> None:
    """A line goes on the broken column before, unless it begins as sentences of the text do again and again."""
    openings = ["该方案"] * times + ["此举也"] * (5 - times)
    text = "".join(COLUMNS.format(*pair) for pair in zip("一二三四五", openings, strict=True)) + BROKEN
    passages = [passage.text for passage in document_of(text, "a.txt", "").passages]
    assert any("详细讨论了该方案还帮助" in passage for passage in passages) is joined
    assert any(passage.startswith("该方案还帮助") for passage in passages) is not joined


@pytest.mark.parametrize(("times", "joined"), [(5, False), (2, True)])
def test_paragraphs_tell_how_sentences_open_too(times: int, joined: bool) -> None:
    """What paragraphs begin with again and again opens sentences, as what stands behind a full stop does."""
    paragraph = "\n该方案在沿海各国的许多渔村里受到了普遍的\n欢迎，青年人从中受益。\n"
    text = "".join(COLUMNS.format(number, "此举也") for number in "一二三四五") + paragraph * times + BROKEN
    passages = [passage.text for passage in document_of(text, "a.txt", "").passages]
    assert any("详细讨论了该方案还帮助" in passage for passage in passages) is joined


def test_a_line_that_opens_sentences_goes_on_what_stands_before_it_elsewhere() -> None:
    """What sentences begin with goes on a broken column whose last two characters stand before it inside a sentence too."""
    columns = COLUMNS.replace("该方法的效益", "该方案的效益")
    text = "".join(columns.format(number, "该方案") for number in "一二三四五") + BROKEN
    passages = [passage.text for passage in document_of(text, "a.txt", "").passages]
    assert any("详细讨论了该方案还帮助" in passage for passage in passages)


@pytest.mark.parametrize(
    ("below", "joined"),
    [
        ("该方案还帮助渔业合作社购买新的设备，改善\n产品质量，并且开辟新的市场。", False),  # as sentences begin
        ("乘客还帮助渔业合作社购买新的设备，并且改善\n产品质量，开辟新的市场。", True),
        ("数据驱动包容与可持续的海洋产业发展的前景\n\n各国政府为此开辟了新的市场。", False),  # a heading
        ("乘客还帮助渔业合作社，并在购买设备以及改善\n\n各国政府为此开辟了新的市场。", True),
    ],
)
def test_what_does_not_fit_is_joined_only_if_it_may_go_on(below: str, joined: bool) -> None:
    """A column that breaks off goes on in the next block, but not where a sentence or a heading seems to begin."""
    text = "".join(COLUMNS.format(number, "该方案") for number in "一二三四五")
    text += "\n海洋产业发展很快。各国政府在去年的会议上\n认真听取了沿海居民的意见，并且详细介绍的\n\n" + below + "\n"
    passages = [passage.text for passage in document_of(text, "a.txt", "").passages]
    assert any("详细介绍的" + below[:4] in passage for passage in passages) is joined


@pytest.mark.parametrize(
    ("above", "joined"),
    [
        ("沿海各国、渔业信托基金和养护组织管理的海洋\n产业特别信托基金每年所提供的其他各种捐款", False),  # a heading of two lines
        ("沿海各国，渔业信托基金和养护组织管理的海洋\n产业特别信托基金每年所提供的其他各种捐款", True),
    ],
)
def test_a_long_heading_is_not_the_beginning_of_a_paragraph(above: str, joined: bool) -> None:
    """Two full lines without a mark between their words go on below only where the characters fit."""
    text = "".join(COLUMNS.format(number, "该方案") for number in "一二三四五")
    text += f"\n{above}\n\n乘客目前正在参加沿海各国的渔业合作社，并且\n帮助他们开辟新的市场。\n"
    passages = [passage.text for passage in document_of(text, "a.txt", "").passages]
    assert any("各种捐款乘客" in passage for passage in passages) is joined


def test_the_parts_of_a_word_find_each_other_over_columns() -> None:
    """渔 at the end of a column goes on with 业 in a column further down, not with the column in between."""
    text = "".join(COLUMNS.format(number, "该方案") for number in "一二三四五")
    text += "\n海洋产业发展很快，许多青年人从中受益。各国\n政府去年在会议上认真并且十分耐心地听取渔\n\n乘客还帮助渔业合作社购买新的设备，并且改善\n产品质量，开辟新的市场。\n"
    text += "\n业部门人士的意见，并且与他们一起详细讨论了\n今后数年的计划。\n"
    passages = [passage.text for passage in document_of(text, "a.txt", "").passages]
    assert any("听取渔业部门人士的意见" in passage for passage in passages)
    assert any(passage.startswith("乘客还帮助") for passage in passages)


@pytest.mark.parametrize(("wide", "joined"), [(False, True), (True, False)])
def test_a_paragraph_does_not_go_on_in_a_wider_column(wide: bool, joined: bool) -> None:
    """What stands below in lines half as wide again belongs to another column, whatever its characters."""
    text = "".join(COLUMNS.format(number, "该方案") for number in "一二三四五")
    below = "沿海各国渔民的意见，并且与他们一起详细讨论了\n今后数年的计划，还参观了那里的几个渔业培训中心。"
    text += "\n海洋产业发展很快，许多青年人从中受益。各国\n政府去年在会议上认真并且十分耐心地听取、\n\n" + (below.replace("\n", "") if wide else below) + "\n"
    passages = [passage.text for passage in document_of(text, "a.txt", "").passages]
    assert any("听取、沿海各国" in passage for passage in passages) is joined


def test_a_name_in_letters_at_the_end_of_a_column_is_no_end() -> None:
    """A column that ends in a name in letters goes on in narrower lines."""
    text = "".join(COLUMNS.format(number, "该方案") for number in "一二三四五")
    text += "\n海洋产业发展很快，许多青年人从中受益。各国\n政府还参加了妇女和海洋国际网络OCEANIA\n\n就题为“沿海各国的渔业”的\n方案举行的几次长时间讨论，\n并且发表了意见。\n"
    passages = [passage.text for passage in document_of(text, "a.txt", "").passages]
    assert any("OCEANIA就题为“沿海各国的渔业”的方案举行" in passage for passage in passages)


RESOLUTION = """United Nations
A/RES/99/7

General Assembly
Distr.: General
3 January 2045

Ninety-ninth session
Agenda item 30

Resolution adopted by the General Assembly on
18 December 2044

99/7. Fiftieth anniversary of the conference on the peaceful uses of the
deep sea

The General Assembly,

Recalling its resolutions on the deep sea and the work that the Committee on the
Deep Sea has carried out in the past fifty years, and noting that its work continues
__________________

1  See A/AC.900/7.
A/RES/99/7

44-17962
2/5

to shape the global governance of the deep sea for the benefit of people and of the
planet, in line with the law of the sea and other instruments in force,

1.
Invites the Committee on the Deep Sea to continue to develop a long-term plan and
to report to the Assembly on the inter-
national cooperation that it needs to carry out the plan in the years ahead;

2.
Requests the Secretary-General to report on the implementation of the present
resolution to the Assembly at its one hundredth session.
"""


def test_an_english_resolution_reads_through_its_page_breaks() -> None:
    """Masthead, preamble over a page break, footnote and paragraphs of a resolution are read."""
    document = document_of(RESOLUTION, "a.txt", "")
    found = {passage.path: passage.text for passage in document.passages}
    assert "its work continues to shape the global governance" in found["section/0/para/2"]
    assert found["note/1"] == "See A/AC.900/7."
    assert "international cooperation" in found["para/1"]
    assert found["para/2"].startswith("Requests the Secretary-General")
    head = document.masthead
    parts = (head.organ, head.session, head.agenda_item, head.title, head.symbol, head.date)
    assert [part.text if part else None for part in parts] == [
        "General Assembly",
        "Ninety-ninth session",
        "30",
        "Fiftieth anniversary of the conference on the peaceful uses of the deep sea",
        "A/RES/99/7",
        "3 January 2045",
    ]
    for part in parts:
        assert part is not None
        assert "".join(document.source[part.start : part.end].split()) == "".join(part.text.split())


COLUMN = """水务局在沿海各省开展节水工作，每年为
农民举办培训，并为渔民修建冷藏设施，使
收入增加。这些设施由村里的合作社管理，
费用由各户分担，盈余用于修理水泵。该局
还为学校安装了太阳能灯，使学生晚上也能
读书。

2044年，水务局在北方各县推广滴灌技术，
使用水量减少。各县农民成立协会，管理水
渠和水泵。2044年，北方各县启动了一项改
革旧水渠的新举措。农民参加了设计工作。
县里的学校也参加了。

{more}
"""


def test_the_unit_of_an_amount_may_stand_on_the_next_line() -> None:
    """A figure alone on a line is no page number where its unit stands right below it."""
    document = document_of(COLUMN.format(more="900\n万美元\n\n12\n"), "a.txt", "")
    texts = {passage.text: passage.kind.value for passage in document.passages}
    assert texts["900万美元"] != "furniture"
    assert texts["12"] == "furniture"


def test_a_heading_as_wide_as_its_column_stands_apart() -> None:
    """A line without a mark is a heading where the paragraph below it begins with the same words."""
    more = "改善巴伦省山区村庄和湖边居民的生计\n巴伦省山区许多地方缺水，旱灾使这种状况更\n糟。合作社为山区妇女提供了就业机会。\n"
    document = document_of(COLUMN.format(more=more), "a.txt", "")
    texts = [passage.text for passage in document.passages]
    assert "改善巴伦省山区村庄和湖边居民的生计" in texts
    assert any(text.startswith("巴伦省山区许多地方缺水") for text in texts)
