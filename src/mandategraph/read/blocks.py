"""Blocks of a text: paragraphs, items, headings, footnotes and furniture, each as spans of the source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mandategraph.read.repair import Span

__all__ = ["Block", "Role"]


class Role(StrEnum):
    """What a block is before it gets its place."""

    MASTHEAD = "masthead"
    HEADING = "heading"
    ANNEX = "annex"
    PARAGRAPH = "paragraph"
    NUMBERED = "numbered"
    ITEM = "item"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    FURNITURE = "furniture"
    CELL = "cell"


@dataclass(slots=True)
class Block:
    """Spans of the source that make one passage.

    :param role: what it is.
    :param spans: ascending; marks such as ``(a)`` lie outside.
    :param mark: the printed number, letter or sign; for a masthead line its part (``title``).
    :param flat: the repaired text, or its beginning and end.
    :param blanks: how many empty lines stand above it.
    :param place: for a cell: table, row, column, line.
    :param column: for a cell: the heading of its column.
    :param opens: the number of the paragraph that begins with this item.
    :param first: whether it begins a page.
    :param cut: whether it ends at the edge of its column.
    :param width: how wide its lines are; 0 when that is not known.
    """

    role: Role
    spans: list[Span]
    mark: str = ""
    flat: str = ""
    blanks: int = 0
    place: tuple[int, int, int, int] | None = None
    column: str | None = None
    opens: str = ""
    first: bool = False
    cut: bool = False
    width: int = 0
