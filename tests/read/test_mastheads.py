"""Mastheads of further kinds of documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandategraph.read import read_document
from mandategraph.read.text import document_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "工业发展理事会\n第五十一届会议\n2023年7月3日至6日，维也纳\n\nIDB.51/Dec.8 中期方案框架\n\n工业发展理事会：\n\n(a) 注意到文件；\n",
            {"symbol": "IDB.51/Dec.8", "title": "中期方案框架", "session": "第五十一届会议", "place": "维也纳"},
        ),
        (
            "执行委员会\n第一五〇届会议 EB150/15\n临时议程项目 14.1 2021年12月7日\n\n加强防范\n\n总干事的报告\n\n1. 报告如下。\n",
            {"symbol": "EB150/15", "title": "加强防范", "date": "2021年12月7日", "agenda_item": "14.1", "session": "第一五〇届会议"},
        ),
        (
            "联合国大会第九十九届会议\n\nA/99/1\n\n2044年8月16日\n\n秘书长关于联合国工作的报告\n\n1. 报告如下。\n",
            {"organ": "联合国大会", "session": "第九十九届会议", "date": "2044年8月16日", "author": "秘书长", "title": "秘书长关于联合国工作的报告"},
        ),
        (
            "大会\n第九十九届会议\n2044年8月16日，纽约\nA/99/7\n\n可持续发展\n\n海洋养护问题高级别委员会关于深海的说明\n\n1. 报告如下。\n",
            {"dates": "2044年8月16日", "author": "海洋养护问题高级别委员会", "title": "海洋养护问题高级别委员会关于深海的说明"},
        ),
        (
            "深海养护特别委员会\n\n塔克西岛\n\n秘书处编写的工作文件\n\n1. 本岛如下。\n",
            {"organ": "深海养护特别委员会", "author": "秘书处", "title": "塔克西岛"},
        ),
        (
            "General Assembly\nNinety-ninth session\nAgenda item 30\n\nThe deep sea\n\nReport of the Secretary-General on the deep sea\n\n1. This is it.\n",
            {"author": "Secretary-General", "title": "Report of the Secretary-General on the deep sea"},
        ),
        (
            "执行局\n第九十九届会议\n2044年6月1日至3日，巴黎\n临时议程项目4\n今后的会议\n2045年1月5日至7日\n内陆渔业委员会第八届会议\n\n渔业\n\n1. 报告如下。\n",
            {"session": "第九十九届会议", "title": "渔业", "place": "巴黎"},
        ),
        ("关于可持续纺织业的达卡宣言\n\n我们承诺节水。\n", {"title": "关于可持续纺织业的达卡宣言"}),
        (
            "大 会\n\n第七十六届会议\n\n2021 年 12 月 17 日大会决议\n\n76/215. 工业发展合作\n\n大会，\n\n1. 请秘书长报告。\n",
            {"title": "工业发展合作", "date": "2021年12月17日"},
        ),
        (
            "第七十三届世界卫生大会 WHA73.2 2020年8月3日\n议程项目 11.4\n\n消除宫颈癌全球战略\n\n第七十三届世界卫生大会，\n\n1. 请总干事报告。\n",
            {"organ": "世界卫生大会", "session": "第七十三届世界卫生大会", "symbol": "WHA73.2", "date": "2020年8月3日", "title": "消除宫颈癌全球战略"},
        ),
        (
            "国际劳工组织 GB.344/POL/3\n理事会\n第 344 届会议，2022 年 3 月 14 日至 26 日，日内瓦\n\n矿山安全\n\n1. 报告如下。\n",
            {"organ": "理事会", "session": "第344届会议", "dates": "2022年3月14日至26日", "place": "日内瓦", "symbol": "GB.344/POL/3", "title": "矿山安全"},
        ),
        (
            "理事会\n第 344 届会议，2022 年 3 月，日内瓦 GB.344/POL/3\n\n矿山安全\n\n1. 报告如下。\n",
            {"session": "第344届会议", "dates": "2022年3月", "place": "日内瓦", "symbol": "GB.344/POL/3", "title": "矿山安全"},
        ),
        (
            "理事会\n第 344 届会议，2022 年 3 月 GB.344/POL/3\n\n矿山安全\n\n1. 报告如下。\n",
            {"session": "第344届会议", "dates": "2022年3月", "symbol": "GB.344/POL/3", "title": "矿山安全"},
        ),
        (
            "理事会\n第 344 届会议，2022 年 3 月 14 日至 2022 年 3 月 26 日，日内瓦 2022 年 2 月 3 日\n\n矿山安全\n\n1. 报告如下。\n",
            {"session": "第344届会议", "dates": "2022年3月14日至2022年3月26日", "place": "日内瓦", "date": "2022年2月3日"},
        ),
        (
            "联合国 A/99/34\n\n大会\n正式记录\n第九十九届会议\n补编第34号\n\n陶器委员会2044年的工作\n\n联合国·2044年，纽约\n\n前言\n\n我谨提交报告。\n",
            {"symbol": "A/99/34", "session": "第九十九届会议", "title": "陶器委员会2044年的工作"},
        ),
        (
            "联合国\n大会\n正式记录\n第九十九届会议\n补编第16号\n\nA/99/16\n\n陶器委员会的报告\n\n第六届会议\n\n1. 报告如下。\n",
            {"symbol": "A/99/16", "title": "陶器委员会的报告", "author": "陶器委员会"},
        ),
        (
            "ISBA/99/A/2\n大会\n第九十九届会议\n牙买加金斯敦\n2044年7月24日至28日\n议程项目8\n秘书长根据《陶器公约》\n第一百条第4款提交的报告\n\n1. 报告如下。\n",
            {"place": "牙买加金斯敦", "title": "秘书长根据《陶器公约》第一百条第4款提交的报告", "author": "秘书长"},
        ),
        (
            "大会\n第九十九届会议\n议程项目7\n\n陶器委员会关于窑炉的报告\n\n秘书长的说明\n\n1. 报告如下。\n",
            {"title": "陶器委员会关于窑炉的报告", "author": "秘书长"},
        ),
        (
            "CL 199/5\n理事会\n第一九九届会议\n2044年4月24-28日，罗马\n\n计划执行情况\n\n对本文件实质性内容如有疑问，请联系：\n规划司\n\n1. 报告如下。\n",
            {"dates": "2044年4月24-28日", "place": "罗马", "title": "计划执行情况"},
        ),
        (
            "第九十九届世界卫生大会 A99/7 Rev.1\n临时议程项目13.1 2044年5月16日\n\n卫生\n\n总干事的报告\n\n1. 报告如下。\n",
            {"symbol": "A99/7 Rev.1", "session": "第九十九届世界卫生大会", "title": "卫生", "author": "总干事"},
        ),
        (
            "CL 198/4\n2044年9月\n理事会\n第一九八届会议\n2044年12月5-9日，罗马\n黄麻市场展望\n建议理事会采取的行动\n请理事会注意。\n\n1. 报告如下。\n",
            {"symbol": "CL 198/4", "date": "2044年9月", "dates": "2044年12月5-9日", "place": "罗马", "title": "黄麻市场展望"},
        ),
        (
            "国际电信联盟\n理事会2044年会议\n2044年5月3-13日，日内瓦\n议项：PL 1.2 文件 C44/61-C\n2044年4月1日\n原文：英文\n秘书长的报告\n海底电缆\n概要\n本文件介绍海底电缆。\n",
            {"symbol": "C44/61-C", "agenda_item": "PL 1.2", "date": "2044年4月1日", "author": "秘书长", "title": "海底电缆"},
        ),
        (
            "世界知识产权组织\nWO/GA/77/2\n原文：英文\n日期：2044年8月1日\n世界知识产权组织大会\n第七十七届会议（第31次例会）\n2044年9月2日和3日，日内瓦\n执法咨询委员会的报告\n秘书处编拟的文件\n\n1. 报告如下。\n",
            {"date": "2044年8月1日", "dates": "2044年9月2日和3日", "title": "执法咨询委员会的报告", "author": "秘书处"},
        ),
        (
            "国际原子能机构\n大会\nGC(88)/INF/3\n2044年8月5日\n普遍分发\n第八十八届（2044年）常会\n临时议程项目13\n（GC(88)/1）\n水文地质评论\n总干事的报告\n\n1. 报告如下。\n",
            {"symbol": "GC(88)/INF/3", "session": "第八十八届（2044年）常会", "title": "水文地质评论"},
        ),
        (
            "国际劳工局\n理事会\n第399届会议\nGB.399/POL/3\n2044年3月，日内瓦\n第三项议程\n码头工人\n文件的目的\n本文件请理事会提供指导。\n",
            {"dates": "2044年3月", "place": "日内瓦", "agenda_item": "三", "title": "码头工人"},
        ),
        (
            "联合国 DP/2044/8\n联合国开发计划署、\n联合国人口基金和\n联合国项目事务署\n执行局\n2044年第一届常会\n2044年2月1日至4日，纽约\n临时议程项目4\n2043年业务概览：署长的报告\n\n1. 报告如下。\n",
            {"symbol": "DP/2044/8", "session": "2044年第一届常会", "author": "署长"},
        ),
    ],
)
def test_parts(text: str, parts: dict[str, str], tmp_path: Path) -> None:
    """Each part of a masthead is found, though several stand in one line or nothing but a title stands there."""
    path = tmp_path / "document.zh.txt"
    path.write_text(text, encoding="utf-8")
    masthead = read_document(path).masthead
    found = {name: getattr(masthead, name) for name in parts}
    assert {name: item and "".join(item.text.split("\n")) for name, item in found.items()} == parts


@pytest.mark.parametrize("text", ["各国通过了宣言。\n\n我们承诺节水。\n", "宣言\n我们承诺节水，并将其写入宣言\n"])
def test_no_title(text: str, tmp_path: Path) -> None:
    """A sentence, or a line that runs on into the next, is no title."""
    path = tmp_path / "document.zh.txt"
    path.write_text(text, encoding="utf-8")
    assert read_document(path).masthead.title is None


def test_a_resolution_may_begin_in_the_line_of_its_organ() -> None:
    """大会，回顾… is the first paragraph, and not a line of the masthead."""
    text = "大会\n\n第九十九届会议\n\n议程项目7\n\n2044年12月9日大会决议\n\n99/72. 陶瓷\n\n大会，重申其第98/1号决议，\n\n1. 请秘书长提交报告。\n"
    document = document_of(text, "a.zh.txt", "")
    assert [passage.text for passage in document.passages if "重申" in passage.text and not passage.path.startswith("masthead")]


def test_an_old_resolution_has_a_number_and_a_body_for_its_masthead(tmp_path: Path) -> None:
    """A text that begins with a day, the number of a resolution and the body that speaks has that number for its title."""
    path = tmp_path / "document.zh.txt"
    path.write_text("二〇四四年九月十九日\n第2521(2044)号决议\n\n安全理事会，\n\n重申其承诺，\n\n1. 请秘书长提出报告。\n", encoding="utf-8")
    masthead = read_document(path).masthead
    assert masthead.title is not None
    assert masthead.title.text == "第2521(2044)号决议"
    assert masthead.organ is not None
    assert masthead.organ.text == "安全理事会"


def test_items_may_be_counted_by_numbers_in_one_character(tmp_path: Path) -> None:
    """㈡ marks the second item of a list."""
    path = tmp_path / "document.zh.txt"
    path.write_text("1. 请秘书长：\n\n(a) 鼓励各国：\n\n㈠ 节水；\n\n㈡ 制陶；\n", encoding="utf-8")
    assert [p.text for p in read_document(path).passages if p.path.endswith("item/2")] == ["制陶；"]
