"""How the lines of a text out of a PDF run: how wide its columns are, and which characters stand together in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mandategraph.read.lines import HAN, LINK, Line, open_end, width
from mandategraph.read.tables import is_row

__all__ = ["Layout", "is_wider", "layout_of"]

_FEWEST = 6
_NARROWEST = 30
_WIDEST = 140
_SHORT = 20
#: A line so many times as wide stands in another column.
_OTHER_COLUMN = 1.5
#: So many characters tell how a sentence begins, and so many sentences must begin so.
_OPENING = 3
_OPENED = 5
#: So often must a pair of characters stand in a text, and so large a part of all that one of them stands in must it be.
_OFTEN = 3
_BOUND = 0.4
_BEGUN = re.compile(r"。([\u3400-\u9fff]{3})")
_PREAMBLE = re.compile(r"[,，;；]$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a text run.

    :param column: how wide most of them are.
    :param full: from which width on a line runs to the edge of its column.
    :param ragged: whether a space at a line's end tells a line broken by hand.
    :param together: how often pairs and triples of characters stand together inside lines.
    :param first: how often a character begins such a pair.
    :param last: how often it ends one.
    :param repeated: short lines that come again and again.
    :param openings: what sentences begin with again and again, by their first characters.
    :param within: such beginnings with the two characters in front of them, where they stand inside sentences.
    """

    column: int
    full: int
    ragged: bool
    together: Mapping[str, int]
    first: Mapping[str, int]
    last: Mapping[str, int]
    repeated: frozenset[str] = frozenset()
    openings: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()

    def is_full(self, line: Line) -> bool:
        """Whether a line runs to the edge of its column."""
        return width(line.flat) >= self.full

    def fits(self, before: str, after: str) -> bool | None:
        """Whether a text may go on with another: None when the characters cannot tell."""
        if not (HAN.match(before[-1:]) and HAN.match(after[:1])):
            return None
        return before[-1] + after[0] in self.together

    def opens(self, text: str) -> bool:
        """Whether a text begins as sentences do again and again."""
        return text[:_OPENING] in self.openings

    def certain(self, before: str, after: str) -> bool:
        """Whether three characters, two of them after the break, stand together elsewhere; of what opens sentences, five."""
        if self.opens(after):
            return before[-2:] + after[:_OPENING] in self.within
        return bool(self.fits(before, after)) and before[-1] + after[:2] in self.together

    def likely(self, before: str, after: str) -> bool:
        """Whether three characters, two of them before the break, stand together elsewhere."""
        return bool(self.fits(before, after)) and before[-2:] + after[0] in self.together

    def belongs(self, before: str, after: str) -> bool:
        """Whether the characters at a break seldom stand without each other, as those of a word."""
        one, other = before[-1:], after[:1]
        if self.opens(after) or not (HAN.match(one) and HAN.match(other)):
            return False
        times = self.together.get
        pair, opened, closed = times(one + other, 0), times(one + after[:2], 0), times(before[-2:] + other, 0)
        return (
            pair >= max(_OFTEN, _BOUND * min(self.first.get(one, 0), self.last.get(other, 0)))
            or (opened > 0 and opened >= _BOUND * times(after[:2], 0))
            or closed >= max(_OFTEN, _BOUND * times(before[-2:], 0))
        )

    def is_one(self, before: str, after: str) -> bool:
        """Whether a text for certain goes on with another, by the two characters on each side of the break."""
        return self.belongs(before, after) or (self.certain(before, after) and self.likely(before, after))


def layout_of(lines: Sequence[Line]) -> Layout | None:
    r"""How the lines of a text run, or None when each line is a whole piece of text.

    :param lines: all lines.

    >>> from mandategraph.read.lines import split_lines
    >>> layout_of(split_lines("1. 工发组织推出该方案。\n2. 大会注意到本报告。")) is None
    True
    """
    plain = [line for line in lines if not is_row(line) and not LINK.match(line.flat)]
    if len(plain) < _FEWEST:
        return None
    widths = sorted(width(line.flat) for line in plain)
    if widths[int(len(widths) * 0.97)] > _WIDEST:
        return None
    counts = Counter(width(line.flat) for line in plain if width(line.flat) >= _NARROWEST)
    if not counts:
        return None
    near = {size: sum(counts[size + step] for step in range(-3, 4)) for size in counts}
    column = max(near, key=lambda size: (near[size], size))
    full = int(column * 0.8)
    broken = sum(
        1
        for line, below in pairwise(plain)
        if width(line.flat) >= full and open_end(line.flat) and not _PREAMBLE.search(line.flat) and below.blanks < 2
    )
    if broken < 3 or broken * 5 < len(plain):
        return None
    ragged = sum(1 for line in plain if line.ragged) * 2 < len(plain)
    together: Counter[str] = Counter()
    for line in plain:
        text = line.flat
        if text.isascii() or not HAN.search(text):
            continue
        together.update(map("".join, pairwise(text)))
        together.update(map("".join, zip(text, text[1:], text[2:], strict=False)))
    first, last = Counter[str](), Counter[str]()
    for text, times in together.items():
        if len(text) == 2:
            first[text[0]] += times
            last[text[1]] += times
    again = Counter(line.flat for line in plain if width(line.flat) <= _SHORT and HAN.search(line.flat))
    repeated = frozenset(text for text, times in again.items() if times > 2)
    begun = Counter(opening for line in plain for opening in _BEGUN.findall(line.flat))
    begun.update(below.flat[:_OPENING] for line, below in pairwise(plain) if below.blanks and line.flat.endswith("。"))
    openings = frozenset(opening for opening, times in begun.items() if times >= _OPENED)
    inside = re.compile(f"(?=([\\u3400-\\u9fff]{{2}}(?:{'|'.join(sorted(openings))})))") if openings else None
    within = frozenset(found for line in plain for found in inside.findall(line.flat)) if inside else frozenset[str]()
    return Layout(column, full, ragged, together, first, last, repeated, openings, within)


def is_wider(column: int, other: int) -> bool:
    """Whether one column is so much wider than another that no paragraph goes on from the other to it.

    :param column: the width of its lines; 0 when it is not known.
    :param other: the width of the lines of the other.

    >>> is_wider(76, 36), is_wider(36, 28)
    (True, False)
    """
    return column > _OTHER_COLUMN * other > 0
