"""The masthead of a document: what its top says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mandategraph.read.blocks import Block, Role
from mandategraph.read.lines import (
    CONTENTS,
    HAN,
    LEADERS,
    Line,
    heading_mark,
    is_furniture,
    number_mark,
    open_end,
    width,
)
from mandategraph.read.mastheadlines import (
    ADOPTED,
    AGENDA,
    AROUND_PLACE,
    ASIDE,
    AUTHOR,
    BEGINS,
    BELOW,
    BY_BODY,
    COVER,
    DATE_LINE,
    DECLARING,
    ENACTING,
    GOES_ON,
    HELD,
    ISSUED,
    ISSUED_AT,
    ITEM_TITLE,
    MARKDOWN,
    MEETING,
    MEETS,
    NUMBERED,
    OPEN_TITLE,
    OPENED,
    OPENING,
    ORGAN,
    PROPOSED,
    RECORD,
    REISSUED,
    REPORT,
    SESSION,
    SPOT,
    SUMMARY,
    SYMBOL,
    TITLED,
    YEARLY,
)
from mandategraph.read.pages import STAMPED, read_page

__all__ = ["PARTS", "Top", "find_parts", "read_top"]

#: The parts a masthead may state, in the order of the model.
PARTS = ("organ", "session", "dates", "place", "agenda_item", "title", "author", "symbol", "date")

_MOST = 45
#: How far down the session may stand together with its organ.
_HIGHEST = 4
_CUES = frozenset({"organ", "session", "agenda", "symbol", "adopted", "author", "report", "meeting", "held"})


@dataclass(slots=True)
class Top:
    """The masthead as blocks.

    :param blocks: its lines, each with its part in ``mark``.
    :param body: index of the first line after it.
    :param resolution: whether it heads a resolution.
    """

    blocks: list[Block]
    body: int
    resolution: bool = False


def read_top(lines: Sequence[Line]) -> Top:
    r"""The masthead of some lines; empty when nothing in them shows one.

    :param lines: all lines of the document.

    >>> from mandategraph.read.lines import split_lines
    >>> top = read_top(split_lines("大会\n第十九届会议\n议程项目20\n数字化\n总干事的报告\n1. 工发组织。"))
    >>> [block.mark for block in top.blocks], top.body
    (['organ', 'session', 'agenda', 'title', 'author'], 5)
    """
    if lines and (markdown := MARKDOWN.match(lines[0].flat)):
        start = lines[0].end - len(markdown["title"])
        return Top([Block(Role.MASTHEAD, [(start, lines[0].end)], "title", markdown["title"])], 1)
    blocks: list[Block] = []
    resolution = False
    seen: set[str] = set()
    body = 0
    first = _collected(lines)
    for index, line in enumerate(lines[: _MOST if first is None else min(first, _MOST)]):
        text = line.flat
        if line.bare or _ends(text):
            break
        part = _part(text, seen)
        if part == "session" and index > _HIGHEST and (match := SESSION.match(text)) is not None and match["organ2"]:
            part = "line"  # a row of a table of meetings
        if part == "meeting" and blocks and blocks[-1].mark in {"symbol", "agenda"} and "date" not in seen and ISSUED.match(text):
            part = "date"  # beside its symbol stands when a document was issued
        if part == "adopted":
            resolution = True
        joined = (
            blocks and part in ("line", "date", "meeting", "author") and _wrapped(lines[index - 1], line, blocks[-1])
        )
        if joined:
            blocks[-1].spans.append((line.start, line.end))
            blocks[-1].flat += text if text[0] >= "\u2e80" else f" {text}"
            if blocks[-1].mark == "adopted":
                resolution = True
            elif part == "author" or REPORT.match(blocks[-1].flat):
                part = blocks[-1].mark = _part(blocks[-1].flat, set())
                seen.add(part)
        elif part == "furniture":
            blocks.append(Block(Role.FURNITURE, [(line.start, line.end)], "", text, line.blanks))
        else:
            blocks.append(Block(Role.MASTHEAD, [(line.start, line.end)], part, text, line.blanks))
            seen.add(part)
        body = index + 1
        if part == "report" and index + 1 < len(lines) and AUTHOR.match((after := lines[index + 1]).flat):
            # a note that hands on the report of another
            blocks.append(Block(Role.MASTHEAD, [(after.start, after.end)], "author", after.flat, after.blanks))
            body = index + 2
        if part in {"author", "report"}:
            body = _title_below(lines, body, blocks) if part == "author" else body
            break
    cues = seen & _CUES
    if len(cues) < 2 and "symbol" not in cues and "adopted" not in cues:
        numbered = next((place for place, line in enumerate(lines[:3]) if NUMBERED.search(line.flat)), None)
        if numbered is not None and len(lines) > numbered + 1 and ENACTING.match(lines[numbered + 1].flat):
            top = [Block(Role.MASTHEAD, [(line.start, line.end)], "line", line.flat, line.blanks) for line in lines[: numbered + 1]]
            top[-1].mark = "title"
            return Top(top, numbered + 1, True)
        if len(lines) > 1 and TITLED.match(lines[0].flat) and (lines[1].blanks or BELOW.match(lines[1].flat)):
            return _with_day(Top([Block(Role.MASTHEAD, [(lines[0].start, lines[0].end)], "title", lines[0].flat)], 1), lines)
        below = _with_day(_under_meeting(lines), lines)
        return below if below.blocks else Top(*read_page(lines))
    _name_title(blocks, resolution)
    return Top(blocks, body, resolution)


def _title_below(lines: Sequence[Line], body: int, blocks: list[Block]) -> int:
    """Where the text begins, the title taken too that stands below the author where no line above may be it."""
    cue = next((i for i, block in enumerate(blocks) if block.mark in _CUES), 0)
    if body >= len(lines) or any(block.mark == "line" and not ASIDE.match(block.flat) for block in blocks[cue:]):
        return body
    below = lines[body]
    if AUTHOR.match(below.flat):  # 常设委员会的报告 is the title above 秘书处编拟的文件
        blocks[-1].mark = "line"
        blocks.append(Block(Role.MASTHEAD, [(below.start, below.end)], "author", below.flat, below.blanks))
        return body + 1
    if _ends(below.flat) or not open_end(below.flat) or is_furniture(below.flat) or width(below.flat) > 90:
        return body
    blocks.append(Block(Role.MASTHEAD, [(below.start, below.end)], "line", below.flat, below.blanks))
    return body + 1


def _under_meeting(lines: Sequence[Line]) -> Top:
    """The title of a declaration that stands below the meeting that adopted it; empty where there is none."""
    if len(lines) < 3 or not MEETS.search(lines[0].flat) or not lines[1].blanks or not lines[2].blanks:
        return Top([], 0)
    if TITLED.match(lines[1].flat) is None:
        return Top([], 0)
    marks = zip(lines[:2], ("subject", "title"), strict=True)
    return Top([Block(Role.MASTHEAD, [(line.start, line.end)], mark, line.flat) for line, mark in marks], 2)


def _with_day(top: Top, lines: Sequence[Line]) -> Top:
    """The masthead of a declaration with the line below its title that tells when and where the meeting was held."""
    if top.body and top.body < len(lines) and BELOW.match(lines[top.body].flat):
        line = lines[top.body]
        top.blocks.append(Block(Role.MASTHEAD, [(line.start, line.end)], "below", line.flat, line.blanks))
        top.body += 1
    return top


def _collected(lines: Sequence[Line]) -> int | None:
    """The place of the title of the first of several instruments that a document collects, each below its symbol."""
    titles = [
        index
        for index, line in enumerate(lines[:-1])
        if (title := ITEM_TITLE.match(line.flat)) is not None and title["symbol"] and ENACTING.match(lines[index + 1].flat)
    ]
    return titles[0] if len(titles) > 1 else None


def _ends(text: str) -> bool:
    """Whether the body begins with a line."""
    if any(first.match(text) for first in (ENACTING, DECLARING, OPENED, CONTENTS, SUMMARY, OPENING)) or BEGINS.match(text):
        return True
    if text.startswith("|") or number_mark(text) or (heading_mark(text) and not SYMBOL.match(text)):
        return True
    if LEADERS.search(text) and not ASIDE.match(text):
        return True
    if is_furniture(text) or ASIDE.match(text) or HELD.search(text) or DATE_LINE.match(text):
        return False
    return (width(text) > 60 and not open_end(text)) or width(text) > 160


def _part(text: str, seen: set[str]) -> str:
    """The part of a masthead that a line is."""
    for name, pattern in (
        ("symbol", SYMBOL),
        ("adopted", ADOPTED),
        ("proposed", PROPOSED),
        ("session", SESSION),
        ("agenda", AGENDA),
    ):
        if pattern.match(text):
            return name if name not in seen else "subject" if name == "agenda" else "line"
    if ORGAN.match(text) and "organ" not in seen and "agenda" not in seen:
        return "organ"
    if text.lower().startswith(("resolution adopted by", "adopted by the ")):
        return "adopted"
    if HELD.search(text):
        return "held"
    if "session" not in seen and ISSUED.match(text):
        return "date"
    if "date" not in seen and ISSUED_AT.match(text):
        return "date"
    if MEETING.match(text) or ISSUED.match(text):
        if "meeting" not in seen and MEETING.match(text):
            return "meeting"
        return "date" if "date" not in seen and ISSUED.match(text) else "line"
    if is_furniture(text):
        return "furniture"
    if REPORT.match(text):
        return "report"
    return "author" if AUTHOR.match(text) else "line"


def _wrapped(above: Line, line: Line, block: Block) -> bool:
    """Whether a line goes on a broken line of the masthead."""
    if line.blanks or block.role is not Role.MASTHEAD or not open_end(above.flat):
        return False
    if block.mark == "adopted":
        return ADOPTED.match(block.flat) is None or block.flat.endswith(" on")
    if block.mark == "line" and (OPEN_TITLE.search(above.flat) or GOES_ON.match(line.flat)) and HAN.match(above.flat):
        return _part(line.flat, set()) in {"line", "author"}
    return (
        block.mark == "line"
        and _part(line.flat, set()) == "line"
        and bool(above.ragged or line.flat[0].islower() or ITEM_TITLE.match(block.flat))
        and 55 <= width(above.flat) <= 100
    )


def _name_title(blocks: list[Block], resolution: bool) -> None:
    """Say which of the unnamed lines is the title: the one above the author, else the last."""
    begin = next((i for i, block in enumerate(blocks) if block.mark in _CUES or NUMBERED.match(block.flat)), 0)
    for above, block, below in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if block.mark == "line" and {above.mark, below.mark} in AROUND_PLACE and SPOT.match(block.flat):
            block.mark = "place"
    plain = [block for block in blocks[begin:] if block.mark == "line" and not ASIDE.match(block.flat)]
    shown = [block for block in plain if not COVER.match(block.flat) and _part(block.flat, set()) == "line"]
    if plain and not shown and blocks[-1].mark == "author" and BY_BODY.match(blocks[-1].flat):
        blocks[-1].mark = "line"
        shown = [blocks[-1]]
    plain = shown or plain
    numbered = [block for block in plain if ITEM_TITLE.match(block.flat)]
    if numbered:
        plain = numbered
    elif resolution:
        adopted = next((i for i, block in enumerate(blocks) if block.mark == "adopted"), len(blocks))
        plain = [block for block in blocks[adopted:] if block in plain] or plain  # else the subject of the agenda item
    if any(block.mark == "report" for block in blocks):
        plain = [block for block in blocks if block.mark == "report"]
    plain = [block for block in plain if RECORD.search(block.flat)] or plain
    if len(plain) > 1 and YEARLY.search(plain[-2].flat) and width(plain[-1].flat) <= 24 and not YEARLY.search(plain[-1].flat):
        plain.pop()  # the heading of the first chapter
    if plain:
        title = plain[-1]
        title.mark = "title"
        for block in blocks:
            if block.mark == "line" and not resolution and not ASIDE.match(block.flat):
                block.mark = "subject"


def find_parts(blocks: Sequence[tuple[str, str]], others: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """Where each part of a masthead is stated: index of the passage, start and end in its repaired text.

    :param blocks: for each passage of the masthead its part and its text, then the passages of ``others``.
    :param others: texts of passages that may tell a date of issue or the organ, such as footnotes.

    >>> find_parts([("agenda", "临时议程项目20"), ("author", "总干事的报告")], [])
    {'agenda_item': (0, 6, 8), 'author': (1, 0, 3)}
    """
    found: dict[str, tuple[int, int, int]] = {}

    def note(part: str, index: int, match: re.Match[str] | None, group: str) -> None:
        if match is None or part in found:
            return
        for name in (group, f"{group}2", f"{group}3", f"{group}_en", f"{group}_en2"):
            if name in match.re.groupindex and match[name]:
                found[part] = (index, *match.span(name))
                return

    def edges(index: int, match: re.Match[str] | None) -> None:
        note("symbol", index, match, "symbol")
        note("date", index, match, "date")

    for index, (kind, text) in enumerate(blocks):
        if kind == "title":
            title = ITEM_TITLE.match(text)
            found.setdefault(
                "title", (index, title.start("title"), len(text)) if title else (index, 0, len(text))
            )
            note("symbol", index, title, "symbol")
        elif kind == "organ":
            note("organ", index, ORGAN.match(text), "organ")
            edges(index, ORGAN.match(text))
        elif kind == "session":
            note("session", index, SESSION.match(text), "session")
            for part in ("organ", "dates", "place"):
                note(part, index, SESSION.match(text), part)
            edges(index, SESSION.match(text))
        elif kind == "agenda":
            note("agenda_item", index, AGENDA.match(text), "agenda")
            edges(index, AGENDA.match(text))
        elif kind == "author":
            note("author", index, AUTHOR.match(text), "author")
        elif kind == "proposed":
            note("author", index, PROPOSED.match(text), "author")
        elif kind == "symbol":
            note("symbol", index, SYMBOL.match(text), "symbol")
        elif kind == "date":
            note("date", index, ISSUED.match(text) or ISSUED_AT.match(text), "date")
            note("date", index, STAMPED.match(text), "stamp")
        elif kind == "place":
            found.setdefault("place", (index, 0, len(text)))
        elif kind == "below":
            note("dates", index, BELOW.match(text), "dates")
            note("place", index, BELOW.match(text), "place")
        elif kind in ("meeting", "held"):
            match = MEETING.match(text) if kind == "meeting" else HELD.search(text)
            note("dates", index, match, "dates")
            note("place", index, match, "place")
            note("symbol", index, match if kind == "meeting" else None, "symbol")
    for index, (kind, text) in enumerate(blocks):
        if kind == "adopted":
            note("organ", index, ADOPTED.match(text), "organ")
            note("date", index, ADOPTED.match(text), "date")
        elif kind == "title":
            note("author", index, REPORT.match(text) or BY_BODY.match(text), "author")
    for index, text in enumerate(others, len(blocks)):
        note("date", index, REISSUED.search(text), "date")
        note("organ", index, ENACTING.match(text), "organ")
    return {part: found[part] for part in PARTS if part in found}
