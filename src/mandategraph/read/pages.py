"""The top of a page of a site or of a report that bears no symbol: a story below its date, the cover of an annual report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mandategraph.read.blocks import Block, Role
from mandategraph.read.lines import Line, width

__all__ = ["STAMPED", "read_page"]

_MONTHS = "(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
_DAY = rf"(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日|\d{{1,2}} {_MONTHS}\.? \d{{4}}|{_MONTHS}\.? \d{{1,2}}, \d{{4}})"
#: What such a line says besides the day.
_SORT = "(?:新闻稿?|新闻发布|新闻公报|新闻通讯|专题报道|专题|故事|媒体公告|公告|声明|快讯|演讲|博客|Story|Stories|Feature|News|Press [Rr]elease|Statement|Speech|Article)"
#: The line that tells when a page was put out: 2021年3月18日, 08 Jan 2018 Story Governance, 北京，2020年7月14日.
STAMPED = re.compile(
    rf"(?:发布(?:日期|时间)?[:：]?|日期[:：]|{_SORT}\s?[|｜/·-]?\s?|[\u4e00-\u9fff]{{2,8}}[，,]\s?)?(?P<stamp>{_DAY})"
    rf"(?:\s?[|｜/·-]?\s?{_SORT}(?:\s?[|｜/·-]?\s?[^，。；：]{{0,60}})?)?$"
)
_KICKER = re.compile(rf"{_SORT}(?:[|｜/].*)?$")
#: What is no title but tells whose page it is.
_OWNER = re.compile("(?:银行|组织|署|基金|基金会|委员会|中心|办公室|办事处|代表处|机构|联盟|[A-Z]{3,8})$")
_YEARLY = re.compile(r"(?:(?:19|20)\d\d年?(?:年度报告|年报)|(?:年度报告|年报)(?:19|20)\d\d年?)$")
_PROSE = re.compile("[。；]")
_HIGHEST = 7


def read_page(lines: Sequence[Line]) -> tuple[list[Block], int]:
    r"""The lines at the top of a page, each with its part, and how many they are; none where the page shows no title.

    :param lines: all lines of the document.

    >>> from mandategraph.read.lines import split_lines
    >>> blocks, body = read_page(split_lines("2044年3月18日\n摩洛哥与环境署扩大合作\n\n两国部长签署了协议。"))
    >>> [(block.mark, block.flat) for block in blocks], body
    ([('date', '2044年3月18日'), ('title', '摩洛哥与环境署扩大合作')], 2)
    """
    if len(lines) > 2 and _YEARLY.match(lines[1].flat) and _OWNER.search(lines[0].flat) and width(lines[0].flat) < 50:
        spans = [(lines[0].start, lines[0].end), (lines[1].start, lines[1].end)]
        return [Block(Role.MASTHEAD, spans, "title", lines[0].flat + lines[1].flat)], 2
    body = next((place for place, line in enumerate(lines[: _HIGHEST + 1]) if _PROSE.search(line.flat) or width(line.flat) > 100), 0)
    stamp = next((place for place, line in enumerate(lines[:body]) if STAMPED.match(line.flat)), None)
    if stamp is None:
        return [], 0
    title = next((place for place in range(stamp + 1, body) if _may_be_title(lines[place].flat)), None)
    if title is None:
        title = next((place for place in range(stamp - 1, -1, -1) if _may_be_title(lines[place].flat)), None)
    if title is None:
        return [], 0
    last = max(stamp, title)
    marks = {stamp: "date", title: "title"}
    return [Block(Role.MASTHEAD, [(line.start, line.end)], marks.get(place, "subject"), line.flat, line.blanks) for place, line in enumerate(lines[: last + 1])], last + 1


def _may_be_title(text: str) -> bool:
    """Whether a line above the text of a page may be its title."""
    return len(text) >= 6 and not _KICKER.match(text) and not _OWNER.search(text) and not STAMPED.match(text)
