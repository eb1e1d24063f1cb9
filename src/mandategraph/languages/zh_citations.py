"""Resolutions and decisions that Chinese texts cite by number: 大会第70/1号决议."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mandategraph.languages.base import Citation

__all__ = ["OF_BODY", "find_citations"]

_NUMBER = r"(?:\d{1,4}/\d{1,3}(?!\d)\s?[A-Z]?(?:(?:[、和及]|以及)[A-Z](?![A-Za-z]))*|\d{1,4}\s?[A-Z]?\s?[(（][IVXLCDM\d\-S]+[)）]\s?[A-Z]?)"
_ORGANS = "联合国大会|(?:联合国)?环境大会|大会|安全理事会|安理会|经济及社会理事会|经社理事会|(?:联合国)?人权理事会|(?<![洲家])人权委员会|理事会"
#: What right before 理事会 or 大会 makes it the name of another body.
OF_BODY = (
    "贸易|事务|发展|经济|安全|人权|托管|管理|执行|指导|咨询|监督|协调|技术|筹备|研究|科学|教育|文化|环境|能源|金融|部长|信息|统计"
    "|人口|卫生|劳工|总|基金|战略"
)
_OF_ANOTHER = re.compile(rf"(?:{OF_BODY}|署|组织|机构|基金|联盟|缔约方|人居|气象|管理局)$")
_CITED = re.compile(
    rf"(?=[联大安经人理环第12])(?P<organ>{_ORGANS})?(?P<date>(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日)?"
    rf"(?P<list>第{_NUMBER}号?(?:决议)?(?:(?:[、，]|和|及|以及|、和)(?:(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日)?第?{_NUMBER}号?)*)(?P<kind>决议|(?<!决议)决定)?"
)
#: The organ that stands in front of a bare number: 人权理事会在第49/11号决议中.
_SPEAKING = re.compile("(?P<organ>人权理事会|(?<![洲家])人权委员会|安全理事会|安理会|经济及社会理事会|经社理事会)(?:在|于)?其?$")
#: The organ whose meeting passed a bare number: 环境大会第五届会议通过了题为“…”的第5/14号决议.
_PASSED = re.compile(
    "(?P<organ>环境大会|人权理事会)(?:第[一二三四五六七八九十\\d]{1,4}届[^，。；]{0,8})?[^，。；“]{0,24}(?:通过|核准)了?(?:其)?(?:题为“[^”]{2,80}”的|关于[^，。；]{2,40}的)?$"
)
#: The letters of several parts of one resolution: 第61/128 A和B号决议 are two.
_LETTERED = re.compile(r"(?P<number>\d{1,4}/\d{1,3}\s?)(?P<letters>[A-Z](?:(?:[、和及]|以及)[A-Z])+)")
_NUMBERED = re.compile(r"第\d")
_ONE_NUMBER = re.compile(rf"(?:(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日)?第?({_NUMBER})号?")


def find_citations(text: str) -> Iterable[Citation]:
    """The resolutions and decisions that a text cites by number.

    :param text: repaired text.

    >>> [(one.organ, one.number) for one in find_citations("人权理事会在第49/11号决议中")]
    [('人权理事会', '49/11')]
    """
    return _cited(text) if "第" in text and _NUMBERED.search(text) else ()


def _cited(text: str) -> Iterator[Citation]:
    for match in _CITED.finditer(text):
        organ = match["organ"] or ""
        if organ in {"大会", "理事会"} and _OF_ANOTHER.search(text, max(0, match.start() - 4), match.start()):
            continue  # 环境署理事会第27/2号决定 is none of the United Nations' principal organs
        speaking = _SPEAKING.search(text, max(0, match.start() - 12), match.start()) if not organ else None
        if speaking is None and not organ and text.endswith(("过", "了", "的", "准"), 0, match.start()):
            speaking = _PASSED.search(text, max(0, match.start() - 130), match.start())
        if speaking is not None:
            organ = speaking["organ"]
        kind = "Decision" if match["kind"] == "决定" else "Resolution"
        if not match["kind"] and not organ and "决议" not in match["list"]:
            continue
        numbers = list(_ONE_NUMBER.finditer(text, match.start("list"), match.end("list")))
        for place, number in enumerate(numbers):
            start = match.start() if place == 0 else number.start()
            end = match.end() if place == len(numbers) - 1 else number.end() + 2 * text.startswith("决议", number.end())
            parts = _LETTERED.fullmatch(number[1])
            if parts is None:
                yield Citation(start, end, organ, number[1], kind)
                continue
            letters = [letter.start() for letter in re.finditer("[A-Z]", number[1])]
            for one, at in enumerate(letters):
                first = start if one == 0 else number.start(1) + at
                last = end if one == len(letters) - 1 else number.start(1) + at + 1
                yield Citation(first, last, organ, parts["number"].strip() + " " + number[1][at], kind)
