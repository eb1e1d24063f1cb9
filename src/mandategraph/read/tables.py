"""Tables in Markdown rows: cells, lines and bullets inside cells, rows broken over pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mandategraph.read.blocks import Block, Role
from mandategraph.read.lines import LEADERS, Line, open_end, width
from mandategraph.read.repair import Span, repaired

__all__ = ["TableReader", "is_row"]

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_CELL = re.compile(r"(?<!\\)\|")
_TAGS = re.compile(r"</?[a-zA-Z][^<>|]{0,200}>")
#: Where a line inside a cell ends: a tag that breaks, or a bullet after a space.
_BREAK = re.compile(
    r"(?:</?(?:p|br|ul|ol|li|div|tr|td)\b[^<>|]{0,100}>\s*)+|\s(?=(?:[•▪●✓✔]\s*|[-–]\s+)\S)", re.I
)
#: A line of a cell that is longer than this and has no end was broken by the page.
_BROKEN = 60
_MARK = re.compile(r"\s*(?:[-–•▪●✓✔]\s*)?(?=\S)")


def is_row(line: Line) -> bool:
    r"""Whether a line is a Markdown table row.

    >>> from mandategraph.read.lines import split_lines
    >>> [is_row(line) for line in split_lines("| a | b |\n大会 | x")]
    [True, False]
    """
    return line.flat[:1] == "|" and line.flat[-1:] == "|" and len(line.flat) > 2


@dataclass(slots=True)
class _Cell:
    """The lines of one cell, each as spans."""

    lines: list[list[Span]] = field(default_factory=list)
    marked: bool = False


@dataclass(slots=True)
class TableReader:
    """Turns the row lines of a text into cell blocks, table after table.

    :param source: the whole text.
    """

    source: str
    count: int = 0
    _header: list[str] = field(default_factory=list)
    _last: list[Block | None] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list)
    _row: int = 0

    def read(self, rows: Sequence[Line]) -> list[Block]:
        r"""The blocks of one table, or of the next part of the table above it.

        :param rows: its lines, rules included.

        >>> from mandategraph.read.lines import split_lines
        >>> text = "| 行动 | 作用 |\n|---|---|\n| 甲 | - 乙 - 丙 |"
        >>> [(block.place, block.flat) for block in TableReader(text).read(split_lines(text))][2:]
        [((1, 2, 1, 1), '甲'), ((1, 2, 2, 1), '乙'), ((1, 2, 2, 2), '丙')]
        """
        blocks: list[Block] = []
        body = [line for line in rows if not _RULE.match(self.source[line.start : line.end])]
        headed = any(_RULE.match(self.source[line.start : line.end]) for line in rows[:3])
        if any(LEADERS.search(line.flat) for line in body):
            return [Block(Role.FURNITURE, [(line.start, line.end)], "", line.flat) for line in rows]
        for position, line in enumerate(body):
            cells = self._cells(line)
            if position == 0:
                names = [self._text(cell) for cell in cells]
                if headed and self._header == names and any(names):
                    blocks.append(Block(Role.FURNITURE, [(line.start, line.end)], "", line.flat))
                    continue
                self.count += 1
                self._row = 0
                self._header = names if headed else []
                self._last = []
                self._open_row(len(cells))
                blocks += self._blocks(cells, header=headed)
                continue
            goes_on = (
                position == 1 and bool(blocks) and blocks[0].role is Role.FURNITURE and self._continued(cells)
            )
            if not goes_on:
                self._open_row(len(cells))
            blocks += self._blocks(cells, header=False, goes_on=goes_on)
        return blocks

    def _continued(self, cells: list[_Cell]) -> bool:
        """Whether the first row of a page goes on the last row of the page before it."""
        first = self._last[0] if self._last else None
        if not cells or not cells[0].lines:
            return any(last is not None for last in self._last)
        return first is not None and open_end(first.flat) and width(first.flat) > _BROKEN

    def _open_row(self, columns: int) -> None:
        """Begin a new row."""
        self._row += 1
        self._last = [None] * columns
        self._lines = [0] * columns

    def _blocks(self, cells: list[_Cell], *, header: bool, goes_on: bool = False) -> list[Block]:
        """The blocks of one row; the first line of a cell may go on one of the page before."""
        blocks: list[Block] = []
        for column, cell in enumerate(cells):
            if column >= len(self._last):
                self._last.append(None)
                self._lines.append(0)
            for number, spans in enumerate(cell.lines):
                flat = repaired(" ".join(self.source[start:end] for start, end in spans))
                above = self._last[column]
                if goes_on and number == 0 and not cell.marked and above is not None and open_end(above.flat):
                    above.spans += spans
                    above.flat += flat
                    continue
                self._lines[column] += 1
                name = self._header[column] if not header and column < len(self._header) else ""
                block = Block(
                    Role.CELL,
                    spans,
                    "",
                    flat,
                    place=(self.count, self._row, column + 1, self._lines[column]),
                    column=name or None,
                )
                self._last[column] = block
                blocks.append(block)
        return blocks

    def _text(self, cell: _Cell) -> str:
        """The words of a heading cell, without its footnote marks."""
        words = " ".join(self.source[start:end] for line in cell.lines for start, end in line)
        return repaired(words).rstrip("¹²³⁰⁴⁵⁶⁷⁸⁹* ")

    def _cells(self, line: Line) -> list[_Cell]:
        """The cells between the bars of one row."""
        source = self.source
        bars = [match.start() for match in _CELL.finditer(source, line.start, line.end)]
        if len(bars) < 2:
            bars = [line.start - 1, line.end]
        return [self._lines_of(left + 1, right) for left, right in pairwise(bars)]

    def _lines_of(self, start: int, end: int) -> _Cell:
        """The lines of one cell, parted at breaks and bullets."""
        cell = _Cell()
        position = start
        stops = [
            *((match.start(), match.end()) for match in _BREAK.finditer(self.source, start, end)),
            (end, end),
        ]
        for stop, after in stops:
            mark = _MARK.match(self.source, position, stop)
            spans = self._spans(mark.end() if mark else position, stop)
            if spans:
                cell.marked = cell.marked or (not cell.lines and mark is not None and bool(mark[0].strip()))
                cell.lines.append(spans)
            position = after
        return cell

    def _spans(self, start: int, end: int) -> list[Span]:
        """The spans between tags."""
        spans: list[Span] = []
        position = start
        for match in _TAGS.finditer(self.source, start, end):
            spans.append((position, match.start()))
            position = match.end()
        spans.append((position, end))
        trimmed = []
        for left, right in spans:
            text = self.source[left:right]
            if text.strip():
                trimmed.append(
                    (left + len(text) - len(text.lstrip()), right - len(text) + len(text.rstrip()))
                )
        return trimmed
