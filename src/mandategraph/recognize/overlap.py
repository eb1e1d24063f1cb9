"""Which mentions stand where several claim the same place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import attrgetter

from mandategraph.model import Mention

__all__ = ["Found", "Reach", "without_overlap"]

_start = attrgetter("start")

#: A mention with its rank: of two that are equally long, that with the lower rank is surer.
Found = tuple[int, Mention]


class Reach:
    """How far the known names of a passage reach that begin no later than a place.

    :param known: mentions.
    """

    def __init__(self, known: Iterable[Mention]) -> None:
        ordered = sorted((m.start, m.end) for m in known if m.candidates or m.type == "Session")
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def holds(self, title: Mention) -> bool:
        """Whether a title in brackets is only a part of a name: 《公约》第27次缔约方会议, 工发组织《2044年战略》."""
        place, before = bisect_right(self._starts, title.start), bisect_left(self._starts, title.start)
        begins = place > 0 and title.end < self._ends[place - 1]
        return begins or (before > 0 and title.end <= self._ends[before - 1])


def without_overlap(found: Sequence[Found]) -> list[Mention]:
    """The mentions that remain where several claim the same place: titles, then the longer, then the surer.

    :param found: mentions with their ranks; that of a title is 0.

    >>> long, short = Mention(0, 4, "世界银行", "Organization"), Mention(0, 2, "世界", "Region")
    >>> [mention.text for mention in without_overlap([(4, short), (4, long)])]
    ['世界银行']
    """
    if len(found) < 2:
        return [mention for _, mention in found]
    alone = sorted([mention for _, mention in found], key=_start)
    reach = 0
    for mention in alone:
        if mention.start < reach:
            break
        reach = mention.end
    else:
        return alone
    order = sorted(found, key=lambda f: (f[0] != 0, f[1].start - f[1].end, f[0]))
    kept: list[Mention] = []
    claimed = bytearray(max(mention.end for _, mention in found))
    for _, mention in order:
        start, end = mention.start, mention.end
        if claimed.find(1, start, end) < 0:
            claimed[start:end] = b"\x01" * (end - start)
            kept.append(mention)
    return sorted(kept, key=_start)
