"""Whole lines of a text, each classified as a block, and blocks that pages broke put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from mandategraph.read.blocks import Block, Role
from mandategraph.read.layout import Layout, is_wider
from mandategraph.read.lines import (
    ANNEX,
    CONTENTS,
    LEADERS,
    Line,
    footnote_mark,
    heading_mark,
    is_furniture,
    is_heading,
    item_mark,
    number_mark,
    open_end,
    paused,
    width,
)
from mandategraph.read.numbered import bare_length
from mandategraph.read.repair import repair
from mandategraph.read.tables import TableReader, is_row

__all__ = ["Numbers", "classify", "stitch"]

_MARKDOWN = re.compile(r"#{1,6}\s+")
_LINK = re.compile(r"[(（<〈]?\s?(?:https?://|www\.)\S+$", re.I)
_CAPTION = re.compile(r"\|\s*(?=[^|\s])")
_PAGE = re.compile(r"[\s.·…|]*\d{0,4}[\s|]*$|\s?[(（][A-Z]+[/.][^()（）]*[)）]$")
_PAGED = re.compile(r"(?<!\d)[.…·\s|]\s*\d{1,4}[\s|]*$")
_NOTE = re.compile(r"(\d{1,2})\s+(?=\S)")
_LONG = 44
#: How many blocks a sentence may be broken over, for certain and by guess.
_FAR = 40
_NEAR = 4
#: How far a paragraph number may jump where numbers were lost.
_JUMP = 4
_LOOK = 60


class Numbers:
    """Tells paragraph numbers that run on through a document from the numbers of lists inside.

    :param starts: the numbers that lines begin with, in order, and whether a heading stands above each.

    >>> starts = [(1, True), (2, False), (1, False), (2, False), (3, False), (3, False), (4, False)]
    >>> numbers = Numbers(starts)
    >>> [numbers.take(number, heading) for number, heading in starts]
    [True, True, False, False, False, True, True]
    """

    def __init__(self, starts: Sequence[tuple[int, bool]]) -> None:
        self.starts = starts
        #: Whether each heading counts anew.
        self.per_heading = sum(1 for number, heading in starts[1:] if number == 1 and heading) >= 2
        self.last = 0
        self.inner = 0
        self.at = -1

    def restart(self) -> None:
        """Count anew, as an annex does."""
        self.last = self.inner = 0

    def take(self, number: int, heading: bool) -> bool:
        """Whether a number is the next paragraph's; else it is a list item's.

        :param number: the printed number.
        :param heading: whether a heading stands directly above.
        """
        self.at += 1
        if self.per_heading and heading and number == 1:
            self.restart()
        runs_on = number == self.last + 1
        if self.inner and number == self.inner + 1 and not (runs_on and (heading or not self._again(number))):
            self.inner = number
            return False
        if runs_on or (number > 2 and self.last < number <= self.last + _JUMP):
            self.last = number
            self.inner = 0
            return True
        if number == 1:
            self.inner = 1
        return False

    def _again(self, number: int) -> bool:
        """Whether a number comes again before the numbers begin anew."""
        for other, heading in self.starts[self.at + 1 : self.at + _LOOK]:
            if other == number:
                return True
            if other == 1 and heading:
                return False
        return False


def classify(source: str, lines: Sequence[Line], begin: int, layout: Layout | None = None) -> list[Block]:
    """The blocks of the lines from one on, where each line is a whole piece of text.

    :param source: the whole text.
    :param lines: all lines.
    :param begin: index of the first line after the masthead.
    """
    blocks: list[Block] = []
    tables = TableReader(source)
    listed: set[str] = set()
    listing = any(CONTENTS.match(line.flat) for line in lines[begin:])
    later = Counter(_key(line.flat) for line in lines[begin:]) if listing else Counter[str]()
    contents = False
    index = begin
    while index < len(lines):
        line = lines[index]
        if is_row(line):
            stop = index
            while stop < len(lines) and is_row(lines[stop]) and (stop == index or not lines[stop].blanks):
                stop += 1
            rows = lines[index:stop]
            blocks += tables.read(rows)
            if contents:
                listed.update(_key(row.flat) for row in rows)
            index = stop
            continue
        index += 1
        key = _key(line.flat) if listing else ""
        block = _block(source, line, blocks[-1] if blocks else None, contents)
        if CONTENTS.match(line.flat):
            contents = True
            block.role = Role.FURNITURE
        elif (
            contents
            and (block.role is Role.HEADING or _listed(block))
            and key not in listed
            and (later[key] > 1 or not line.blanks)
        ):
            block.role = Role.FURNITURE
        elif contents and block.role is not Role.FURNITURE:
            contents = False
        if contents:
            listed.add(key)
        blocks.append(block)
    return _pair_marks(blocks, layout is not None and not _runs_on(blocks))


def _listed(block: Block) -> bool:
    """Whether a paragraph may be a long line of a table of contents."""
    return block.role is Role.PARAGRAPH and open_end(block.flat) and width(block.flat) < 160


def _key(text: str) -> str:
    """What a line of a table of contents and the heading it points to have in common."""
    return _PAGE.sub("", text[:200]).replace("|", "").strip(" .…·")


def _block(source: str, line: Line, above: Block | None, contents: bool) -> Block:
    """One line as a block."""
    text = line.flat
    spans = [(line.start, line.end)]
    block = Block(Role.PARAGRAPH, spans, "", text, line.blanks, first=line.first, cut=line.cut, width=line.column)
    if ANNEX.match(text):
        block.role = Role.ANNEX
        return block
    if line.running or is_furniture(text) or (LEADERS.search(text) and (contents or _PAGED.search(text))):
        block.role = Role.FURNITURE
        return block
    note = footnote_mark(text)
    below = _NOTE.match(text) if note is None and line.note else None
    if below:
        note = below[1], below.end()
    if note:
        return _marked(source, block, Role.FOOTNOTE, *note)
    if above is not None and above.role is Role.FOOTNOTE and not line.blanks and _LINK.match(text):
        block.role = Role.FOOTNOTE
        block.mark = "+"
        return block
    if _LINK.match(text):
        block.role = Role.FURNITURE
        return block
    markdown = _MARKDOWN.match(text)
    if markdown:
        return _marked(source, block, Role.HEADING, "", markdown.end())
    caption = _CAPTION.match(text)
    if caption and text[-1] != "|":
        return _marked(source, block, Role.CAPTION, "", caption.end())
    if text[0] == "©":
        block.role = Role.FURNITURE
        return block
    number = number_mark(text)
    if number:
        return _marked(source, block, Role.NUMBERED, str(number[0]), number[1])
    if line.bare:
        role = Role.PARAGRAPH if "." in line.bare else Role.NUMBERED
        return _marked(source, block, role, "" if "." in line.bare else line.bare, bare_length(text, line.bare))
    item = item_mark(text)
    if item:
        return _marked(source, block, Role.ITEM, item[0], item[1])
    mark = heading_mark(text)
    if mark and mark[1] >= len(text):
        return _marked(source, block, Role.HEADING, mark[0], 0)
    if is_heading(text) and not _goes_on(above, text):
        block.role = Role.HEADING
    return block


def _goes_on(above: Block | None, text: str) -> bool:
    """Whether a line without an end of its own may go on the open paragraph above it."""
    return (
        above is not None
        and above.role in (Role.PARAGRAPH, Role.NUMBERED, Role.ITEM)
        and open_end(above.flat)
        and width(above.flat) > 2 * _LONG
        and width(text) > _LONG
    )


def _marked(source: str, block: Block, role: Role, mark: str, length: int) -> Block:
    """A block without the mark it begins with; the mark's length is that in the repaired text."""
    start, end = block.spans[0]
    if length:
        # The repaired text may have lost spaces: count in the source.
        start += _shown(source[start : min(end, start + 4 * length + 8)], length)
    block.role = role
    block.mark = mark
    block.flat = block.flat[length:]
    block.spans = [(start, end)] if start < end else []
    return block


def _shown(text: str, length: int) -> int:
    """How many characters of a text the first ones of its repaired form take, spaces after them included."""
    fixed, offsets = repair(text, [(0, len(text))])
    if length >= len(fixed):
        return len(text)
    return offsets.source(length)


def _pair_marks(blocks: list[Block], headings: bool) -> list[Block]:
    """Join marks that stand on a line alone with the line after them."""
    paired: list[Block] = []
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None:
            if waiting.role is Role.NUMBERED and block.role is Role.HEADING and headings:
                block.mark = waiting.mark
                block.blanks = waiting.blanks
                waiting = None
            elif waiting.role is Role.HEADING and block.role is Role.HEADING and not _only_mark(block.flat):
                block.mark = waiting.mark
                block.spans = waiting.spans + block.spans
                block.flat = f"{waiting.flat} {block.flat}"
                block.blanks = waiting.blanks
                waiting = None
            elif waiting.role in (Role.NUMBERED, Role.ITEM) and block.role in (Role.PARAGRAPH, Role.HEADING):
                block.role = waiting.role
                block.mark = waiting.mark
                block.blanks = waiting.blanks
                waiting = None
            else:
                if waiting.role is Role.NUMBERED and block.role is Role.ITEM:
                    block.opens = waiting.mark
                if waiting.spans:
                    paired.append(waiting)
                waiting = None
        alone = (not block.spans and block.role in (Role.NUMBERED, Role.ITEM)) or (
            block.role is Role.HEADING and block.mark and _only_mark(block.flat)
        )
        if alone:
            waiting = block
        else:
            paired.append(block)
    if waiting is not None and waiting.spans:
        paired.append(waiting)
    return paired


def _runs_on(blocks: Sequence[Block]) -> bool:
    """Whether paragraphs, and not chapters, stand under numbers."""
    return sum(1 for block in blocks if block.role is Role.NUMBERED and len(block.flat) > 20) > 2


def _only_mark(text: str) -> bool:
    """Whether a heading is nothing but its number."""
    mark = heading_mark(text)
    return mark is not None and mark[1] >= len(text)


def stitch(blocks: list[Block], layout: Layout | None = None) -> list[Block]:
    """Join paragraphs that page furniture, footnotes, boxes or page ends broke in two.

    :param blocks: in reading order.
    :param layout: how the lines run, where lines break sentences.
    """
    stitched: list[Block] = []
    opened: list[tuple[int, Block]] = []
    parted = False
    for block in blocks:
        if block.role is Role.FOOTNOTE and block.mark == "+":
            _join(stitched[-1], block)
            continue
        if block.role in (Role.FURNITURE, Role.FOOTNOTE, Role.CAPTION):
            stitched.append(block)
            parted = parted or block.role is not Role.CAPTION
            continue
        above = _continued(block, opened, parted, len(stitched), layout)
        if above is not None:
            _join(above, block)
            opened = [(at, one) for at, one in opened if one is not above or open_end(above.flat)]
            parted = False
            continue
        stitched.append(block)
        parted = False
        opened = [(at, one) for at, one in opened if layout is not None and len(stitched) - at < _FAR]
        body = block.role in (Role.PARAGRAPH, Role.NUMBERED, Role.ITEM)
        if body and width(block.flat) > _LONG and open_end(block.flat) and (layout is None or _breaks(block)):
            opened.append((len(stitched), block))
    return stitched


def _continued(
    block: Block, opened: list[tuple[int, Block]], parted: bool, place: int, layout: Layout | None
) -> Block | None:
    """The broken block that a block goes on."""
    if (
        block.role is not Role.PARAGRAPH
        or not opened
        or (open_end(block.flat) and width(block.flat) <= _LONG)
    ):
        return None
    if layout is not None:
        if open_end(block.flat) and not block.cut and not block.flat[0].islower():
            return None
        opened = [one for one in opened if not is_wider(block.width, one[1].width)]
        if not opened:
            return None
        for _, above in opened:
            if layout.is_one(above.flat, block.flat):
                return above
        for at, above in reversed(opened):
            if block.first and place - at <= _FAR // 2 and layout.likely(above.flat, block.flat):
                return above
    at, above = opened[-1]
    direct = parted or bool(block.blanks)
    if layout is not None and parted and place - at <= _NEAR and above.flat[-1:].islower():
        return above
    if not direct or block.flat[0].isupper() or (not parted and paused(above.flat)):
        return None
    if layout is None:
        return above
    if block.flat[0].islower():
        return above
    near = parted and block.first and place - at <= _NEAR
    return above if near and "\u3400" <= block.flat[0] <= "\u9fff" and width(block.flat) > 2 * _LONG else None


def _breaks(block: Block) -> bool:
    """Whether a block without an end is a broken sentence and not a label."""
    return block.cut and (any(mark in block.flat for mark in "，。；：,;") or width(block.flat) > 2 * _LONG)


def _join(above: Block, block: Block) -> None:
    """Add one block's spans to another."""
    above.spans += block.spans
    above.flat = block.flat if len(block.flat) > 12 else above.flat + block.flat
    above.cut = block.cut
