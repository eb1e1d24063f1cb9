"""Text out of PDFs, where lines break sentences: lines put together into paragraphs, headings and labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mandategraph.read.layout import Layout, is_wider
from mandategraph.read.lines import (
    HAN,
    LEADERS,
    LINK,
    Line,
    footnote_mark,
    heading_mark,
    is_furniture,
    item_mark,
    number_mark,
    open_end,
    paused,
    width,
)
from mandategraph.read.tables import is_row

__all__ = ["unwrap"]

_AHEAD = 90
_WIDER = 6
#: How far back in a paragraph its look is judged.
_RECENT = 30
_FILLED = 0.88
_LETTER = re.compile(r"[A-Za-z]$")
_NOTE = re.compile(r"\d{1,2}\s{1,3}\S")
_RULE = re.compile(r"_{5,}")
_SPEAKER = re.compile(
    r"(?:the president|le président|el presidente|председатель"
    r"|mr\.|mrs\.|ms\.|mme|m\.|sr\.|sra\.|г-н|г-жа|主席"
    r"|[^，。：]{1,12}(?:先生|女士|夫人))"
    r"[^:：]{0,60}[:：]",
    re.I,
)
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"[\d%)）]$")
_DATED = re.compile(r"\d[^()（）]{0,12}[)）]$")
_ENTRY = re.compile(r"[A-Z]{2}[A-Za-z0-9]*(?=[\u3400-\u9fff])")
_BRACKETED = re.compile(r"[(（][^()（）]*\d[^()（）]*[)）]$")
_GOES_ON = re.compile(r"[的和与及或在为向达、，是将]$")
_MARKS = re.compile("[，。；：、,;]")
_COUNT = re.compile(r"\d[\d,.]*")
_UNIT = re.compile(r"[百千]?[万亿](?:[美欧日]元|瑞士法郎|英镑|人民币)$")
#: So many characters a paragraph begins with tell that the line above, which holds them, is its heading.
_AGAIN = 5


def unwrap(lines: Sequence[Line], layout: Layout, begin: int) -> list[Line]:
    """The lines put together, each then a whole piece of text; none is left out.

    :param lines: all lines.
    :param layout: how they run.
    :param begin: index of the first line after the masthead.
    """
    whole: list[Line] = list(lines[:begin])
    group: list[Line] = []
    kind = ""
    notes = False
    for index in range(begin, len(lines)):
        line = lines[index]
        following = lines[index + 1] if index + 1 < len(lines) else None
        start = "" if _amount(line, following) else _kind(line, notes)
        plain = group and not start and kind not in ("alone", "cell")
        if plain and _joins(lines, index, group, kind, layout, following):
            group.append(line)
            continue
        if group:
            whole += _whole(group, kind, layout)
        line.note = start == "note"
        group, kind = [line], start
        if _RULE.match(line.flat):
            notes = True
        elif start == "alone":
            notes = False
    if group:
        whole += _whole(group, kind, layout)
    return whole


def _amount(line: Line, following: Line | None) -> bool:
    """Whether a line is the figure of an amount whose unit is the line below: 900, 万美元."""
    if following is None or following.blanks or following.first:
        return False
    return _UNIT.match(following.flat) is not None and _COUNT.fullmatch(line.flat) is not None


def _kind(line: Line, notes: bool) -> str:
    """What a line begins for certain, or nothing."""
    text = line.flat
    if is_row(line):
        return "cell"
    if line.running or is_furniture(text) or LINK.match(text) or LEADERS.search(text):
        return "alone"
    if text.startswith(("|", "©")):
        return "caption"
    if footnote_mark(text) or (notes and _NOTE.match(text)):
        return "note"
    if line.bare or number_mark(text) or item_mark(text) or _SPEAKER.match(text):
        return "mark"
    if heading_mark(text) and open_end(text):
        return "head"
    return ""


def _joins(
    lines: Sequence[Line], index: int, group: list[Line], kind: str, layout: Layout, following: Line | None
) -> bool:
    """Whether a line goes on the group above it."""
    above, line, group = group[-1], lines[index], group[-_RECENT:]
    adjacent = not line.blanks and not line.first
    full_above, full_line = layout.is_full(above), layout.is_full(line)
    has_body = any(layout.is_full(one) for one in group)
    opened = open_end(above.flat)
    ragged = layout.ragged and above.ragged
    if kind == "caption":
        if group[0].flat[0] == "©":
            return width(line.flat) < 6
        return adjacent and len(group) < 4
    if _ENTRY.match(line.flat) and _ENTRY.match(group[0].flat):
        return False
    if (
        adjacent
        and above.flat in layout.repeated
        and not ragged
        and all(one.flat in layout.repeated for one in group)
    ):
        return layout.fits(above.flat, line.flat) is not False
    if adjacent:
        return _adjoins(group, kind, line, layout)
    if _BRACKETED.search(above.flat) or (not opened and not (ragged and above.flat[-1] in "：:")):
        return False
    if is_wider(width(line.flat), max(width(one.flat) for one in group)) and not ragged:
        return False
    lone = following is None or bool(following.blanks) or following.first
    if ragged and all(one.ragged for one in group) and not full_line and not _FIGURE.search(above.flat):
        return True
    if full_above:
        if len(group) == 1 and not lone and not ragged:
            return False
        if not full_line and open_end(line.flat) and not ragged and not line.ragged:
            goes_on = layout.fits(above.flat, line.flat) or (_LETTER.search(above.flat) and HAN.match(line.flat))
            return not lone and bool(goes_on)
        if ragged and (full_line or not open_end(line.flat) or not lone):
            return True
        if lone and above.blanks and not line.first and (full_line or line.ragged or not open_end(line.flat)):
            return True
        fits = layout.fits(above.flat, line.flat)
        if fits is False and (layout.opens(line.flat) or (lone and _is_title(line)) or (not lone and _is_heading(group))):
            return False
        if fits is False or (fits is None and not full_line and lone):
            return not _elsewhere(lines, index, above, layout) and (full_line or not open_end(line.flat))
        return True
    if ragged and not _FIGURE.search(above.flat):
        return not has_body or full_line or not open_end(line.flat)
    return False


def _adjoins(group: list[Line], kind: str, line: Line, layout: Layout) -> bool:
    """Whether a line directly below a group goes on it."""
    above, group = group[-1], group[-_RECENT:]
    if line.flat[0].islower() and open_end(above.flat):
        return True
    if layout.is_full(above):
        return not _headed(group, line, layout)
    if not open_end(above.flat) and above.flat[-1] not in "：:":
        return False
    if layout.ragged and above.ragged:
        return not _DATED.search(above.flat)
    if not layout.is_full(line) or paused(above.flat):
        return True
    word = line.flat.partition(" ")[0]
    if word.isascii() and width(above.flat) + 1 + len(word) > layout.column * _FILLED:
        return True
    if kind in ("mark", "note") or (len(group) > 2 and any(layout.is_full(one) for one in group)):
        return True
    return any(mark in one.flat for one in group for mark in "，。") and bool(
        layout.fits(above.flat, line.flat)
    )


def _headed(group: list[Line], line: Line, layout: Layout) -> bool:
    """Whether a full line that begins a group is a heading of another width, not the first of a paragraph."""
    first = group[0].flat
    if len(group) > 1 or "。" in first or first[-1] in "，、,":
        return False
    wider = width(first) - width(line.flat)
    if _is_title(group[0]) and line.flat[:_AGAIN] in first and layout.fits(first, line.flat) is False:
        return True
    if not layout.is_full(line) or not open_end(line.flat) or (layout.ragged and group[0].ragged):
        return False
    return wider >= 2 * _WIDER or (wider >= _WIDER and layout.fits(first, line.flat) is False)


def _is_title(line: Line) -> bool:
    """Whether a line looks like a heading that stands alone: words without a mark between them or behind them."""
    return _MARKS.search(line.flat) is None


def _is_heading(group: Sequence[Line]) -> bool:
    """Whether a few lines look like a heading: words with no mark but that of a list between them."""
    return len(group) < 3 and not any(_MARKS.search(line.flat.replace("、", "")) for line in group)


def _elsewhere(lines: Sequence[Line], index: int, above: Line, layout: Layout) -> bool:
    """Whether a block further down goes on with a broken line for certain."""
    for line in lines[index + 1 : index + _AHEAD]:
        if (line.blanks or line.first) and layout.is_full(line) and layout.is_one(above.flat, line.flat):
            return True
    return False


def _whole(group: list[Line], kind: str, layout: Layout) -> list[Line]:
    """A group as one line, or a group of labels as several."""
    labels = kind == "" and len(group) > 4 and layout.ragged and _uneven(group)
    if labels and not any(layout.is_full(line) or _DIGIT.search(line.flat) for line in group):
        return _parted(group, [not (line.ragged or _GOES_ON.search(line.flat)) for line in group])
    if kind == "" and sum(1 for line in group if _DATED.search(line.flat)) > 1:
        return _parted(group, [bool(_DATED.search(line.flat)) for line in group])
    return [_merged(group, layout)]


def _uneven(group: list[Line]) -> bool:
    """Whether the lines of a group have different lengths, as labels have and broken sentences have not."""
    if any(mark in line.flat for line in group for mark in "。”"):
        return False
    widths = [width(line.flat) for line in group[:-1]]
    widest = max(widths)
    return widest < 16 or sum(1 for size in widths if size >= widest - 3) * 5 < len(widths) * 3


def _parted(group: list[Line], ends: list[bool]) -> list[Line]:
    """A group parted below each line that ends a label."""
    labels: list[Line] = []
    part: list[Line] = []
    for line, end in zip(group, ends, strict=True):
        part.append(line)
        if end:
            labels.append(_merged(part))
            part = []
    return [*labels, _merged(part)] if part else labels


def _merged(group: list[Line], layout: Layout | None = None) -> Line:
    """Several lines as one."""
    first, last = group[0], group[-1]
    cut = layout is not None and layout.is_full(last)
    flat = first.flat
    for line in group[1:]:
        space = flat[-1:].isascii() and line.flat[:1].isascii() and flat[-1:] != "-"
        flat += f" {line.flat}" if space else line.flat
    column = max(width(line.flat) for line in group)
    return Line(
        first.start, last.end, first.blanks, flat, first.first, last.ragged, first.running, cut, first.note, column, first.bare
    )
