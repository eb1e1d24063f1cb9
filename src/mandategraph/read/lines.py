"""Lines of a text and what their look tells: marks, headings, footnotes, page furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mandategraph.read.repair import repaired

__all__ = [
    "ANNEX",
    "CLOSED",
    "CONTENTS",
    "HAN",
    "LEADERS",
    "LINK",
    "Line",
    "footnote_mark",
    "heading_mark",
    "is_furniture",
    "is_heading",
    "item_mark",
    "number_mark",
    "open_end",
    "paused",
    "split_lines",
    "width",
]

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_SHOWN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")
#: How much of a long line its look is judged by.
_LOOK = 240

CLOSED = re.compile(r"[。！？；：.!?;:…][”’\"'」』）)\]¹²³⁰-⁹*]*$|[。！？；](?:\d{1,2}(?:,\d{1,2})*)?$|(?<!\d);\s?\d{1,2}$")
_PAUSED = re.compile(r"[，,、]$|(?<!\d)[，,、]\s?(?:\d{1,2}|[¹²³⁰-⁹]{1,2})$")
CONTENTS = re.compile(r"^(?:目\s*录|目\s*次|contents|table of contents|table des matières|índice)\s*$", re.I)
HAN = re.compile(r"[\u3400-\u9fff]")
LINK = re.compile(r"(?:https?://|www\.)\S+$", re.I)
LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|(?: \.){4,}|…{3,}|·{4,}")
ANNEX = re.compile(
    r"^(?:附件|附录|附文)\s*([一二三四五六七八九十]{1,3}|\d{1,2})?$"
    r"|^(?:annex|appendix|annexe|anexo|приложение)\s*([ivx]{1,5}|\d{1,2}|[a-z])?\.?$",
    re.I,
)
_NUMBER = re.compile(r"(\d{1,3})\s?[.．、](?![\d.])\s*")
_ROMAN = "(?:x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3})"
_ITEM = re.compile(
    rf"(?:[-–—•▪●◦‣·*]\s*)?[（(]\s*({_ROMAN}|[a-z]|([a-z])\2|[一二三四五六七八九十]{{1,3}}|\d{{1,2}})\s*[)）]\s*"
    r"|([a-z])\)\s+|([㈠-㈩])\s*"
)
_BULLET = re.compile(r"[-–—•▪●◦‣✓]\s+|[•▪●◦‣✓]")
_HEADING = re.compile(
    r"([一二三四五六七八九十]{1,3})\s?[.．、]\s*|([IVX]{1,5}|[A-Z])\.(?:\s+|$)|([A-Z])．\s*"
    r"|(第[一二三四五六七八九十\d]{1,3}[章节条编部])\s*|(?:article|chapter|section|part)\s+([ivx]+|\d+)\b\.?\s*",
    re.I,
)
_DATE_ALONE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日$|\d{1,2} [A-Z][a-z]+ \d{4}$")
_NOTE = re.compile(r"([¹²³⁰-⁹]+|\*{1,3}|[†‡])\s*(?=\S)")
_FURNITURE = re.compile(
    r"为节约起见|为可持续性原因|出于可持续性的原因|为节省费用|请回收"
    r"|(?:for|due to) reasons of (?:economy|sustainability)"
    r"|this document (?:has not been|will not be) printed|please recycle"
    r"|-?\s?\d{1,4}\s?-?$|\d{1,3}/\d{1,3}$|page \d{1,4}(?: of \d{1,4})?$|第\s?\d{1,4}\s?页(?:[,，共\s\d页]*)$"
    r"|(?:\d{1,3}/\d{1,3}\s+)?(?:V\.)?\d{2}-\d{5}(?:\s*\([A-Z]\))?(?:\s+\d{6,})*(?:\s+\d{1,3}/\d{1,3})?$"
    r"|\*[\dA-Z]{5,}\*$|[_=~\-–—]{4,}$|(?=[a-f]*\d)[0-9a-f]{10,40}$"
    r"|distr\.|original:|原[件文]：|原语文：|分发：|发行：|(?:普遍|有限)分发$|chinese$|united nations$|联合国$|仅供(?:工作|内部)使用$"
    r"|[A-Z]{1,5}[/.][A-Z0-9./()-]*\d\s?\D.{1,80}\d\d/\d\d/\d{4}$"
    r"|\d\d/\d\d/\d{4}\s?\D.{1,80}[A-Z]/[A-Z0-9./]*\d$"
    r"|(?=\D*\d)[A-Z]{1,6}(?:/[A-Z0-9.()-]+){1,6}$"
    r"|本记录包括中文发言|\d{1,3}/\d{1,3}\s+[A-Z]/",
    re.I,
)
_RUNNING = re.compile(r"\S\u3000\d{1,8}\u3000\S")


@dataclass(slots=True)
class Line:
    """One line that shows something.

    :param start: its first shown character in the source.
    :param end: one past its last.
    :param blanks: how many empty lines stand above it.
    :param flat: its repaired text; of a long line its beginning and its end.
    :param first: whether it begins a page.
    :param ragged: whether it ends in a space, as lines do that are broken by hand.
    :param running: whether it is the running head of pages.
    :param note: whether it is a footnote below a rule.
    :param cut: whether it ends at the edge of its column.
    :param column: how wide its column is; 0 when it is not known.
    :param bare: the number without a point that it begins with.
    """

    start: int
    end: int
    blanks: int
    flat: str
    first: bool = False
    ragged: bool = False
    running: bool = False
    cut: bool = False
    note: bool = False
    column: int = 0
    bare: str = ""


def split_lines(source: str) -> list[Line]:
    r"""The lines of a text that show something, in order.

    >>> [(line.start, line.blanks, line.flat) for line in split_lines("大 会\n\n第十九届会议")]
    [(0, 0, '大会'), (5, 1, '第十九届会议')]
    """
    lines: list[Line] = []
    end = 0
    blanks = 0
    for match in _LINE.finditer(source):
        text = match.group()
        between = source[end : match.start()]
        breaks = between.count("\n") or between.count("\r") or len(between)
        blanks += max(0, breaks - 1)
        page = "\f" in between
        end = match.end()
        shown = _SHOWN.search(text)
        if shown is None:
            blanks += 1
            continue
        bare = text.rstrip("\t \u00a0\u3000\u2002\u200b\ufeff")
        start = match.start() + shown.start()
        stop = match.start() + len(bare)
        look = source[start:stop]
        if len(look) > 2 * _LOOK:
            look = f"{look[:_LOOK]}\u2026{look[-_LOOK:]}"
        flat = repaired(look)
        if not flat:
            blanks += 1
            continue
        lines.append(
            Line(
                start,
                stop,
                blanks,
                flat,
                page or (shown.start() == 1 and text[0] == " "),
                len(bare) < len(text),
                _RUNNING.search(look) is not None,
            )
        )
        blanks = 0
    return lines


@lru_cache(maxsize=8_192)
def width(text: str) -> int:
    """How many columns a text takes; a Chinese character takes two.

    >>> width("GC.19 会议")
    10
    """
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def open_end(text: str) -> bool:
    """Whether a text stops in the middle of a sentence.

    >>> open_end("该区域市场错"), open_end("介绍了活动。")
    (True, False)
    """
    return CLOSED.search(text[-12:]) is None


def paused(text: str) -> bool:
    """Whether a text stops behind a comma, with or without the number of a footnote.

    >>> paused("回顾其第70/1号决议，"), paused("注意到秘书长的报告,2"), paused("供资1,2")
    (True, True, False)
    """
    return _PAUSED.search(text[-5:]) is not None


def number_mark(text: str) -> tuple[int, int] | None:
    """The paragraph number that a line begins with, and the length of its mark.

    >>> number_mark("13. 工发组织"), number_mark("4.0 工具")
    ((13, 4), None)
    """
    match = _NUMBER.match(text)
    return (int(match[1]), match.end()) if match else None


def item_mark(text: str) -> tuple[str, int] | None:
    """The letter or number of a list item (empty for a bullet), and the length of its mark.

    >>> item_mark("(a) 与成员国"), item_mark("- 海洋产业"), item_mark("大会")
    (('a', 4), ('', 2), None)
    """
    match = _ITEM.match(text)
    if match:
        return match[1] or match[3] or "一二三四五六七八九十"[ord(match[4]) - ord("㈠")], match.end()
    match = _BULLET.match(text)
    return ("", match.end()) if match else None


def heading_mark(text: str) -> tuple[str, int] | None:
    """The number of a heading such as ``二.``, ``IV.``, ``A.`` or ``Article 3``, and the length of its mark.

    >>> heading_mark("二. 背景"), heading_mark("大会")
    (('二', 3), None)
    """
    match = _HEADING.match(text)
    if match is None:
        return None
    mark = next((group for group in match.groups() if group), "")
    return None if match[0][0].islower() else (mark, match.end())


def footnote_mark(text: str) -> tuple[str, int] | None:
    """The mark of a footnote line, and its length.

    >>> footnote_mark("¹ 见附件。"), footnote_mark("* 重新印发。")
    (('¹', 2), ('*', 2))
    """
    match = _NOTE.match(text)
    return (match[1], match.end()) if match else None


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page and not to the text.

    >>> is_furniture("2/5"), is_furniture("为节约起见，本报告不印发。"), is_furniture("一. 引言")
    (True, True, False)
    """
    return _FURNITURE.match(text) is not None


def is_heading(text: str) -> bool:
    """Whether a line alone looks like a heading: short, not a sentence, not a list mark.

    >>> is_heading("二. 海洋产业"), is_heading("大会，"), is_heading("该项目结束。")
    (True, False, False)
    """
    if width(text) > 90 or not open_end(text) or paused(text) or text[-1] in "—–-" or number_mark(text):
        return bool(heading_mark(text)) and width(text) <= 8
    return (
        "。" not in text
        and item_mark(text) is None
        and not _DATE_ALONE.match(text)
        and any(character.isalpha() for character in text)
    )
