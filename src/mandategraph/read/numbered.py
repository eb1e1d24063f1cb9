"""Paragraph numbers without a point: 3 海事组织…, 2.1 国际电联…, as some agencies print them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mandategraph.read.lines import Line, number_mark, width

__all__ = ["bare_length", "mark_bare"]

_BARE = re.compile(r"(\d{1,3}(?:\.\d{1,2}){0,2})[ \t\u3000\u2002\u2003]{1,8}(?=[\u4e00-\u9fff《“A-Z]|(?:19|20)\d\d\s?年)")
#: What a number counts that stands in front of it.
_COUNTED = re.compile(r"[年月日个名人次种家届项万亿岁天位份所条号章节页级期点时分米吨元]")
_FEWEST, _LONG = 3, 40


def mark_bare(source: str, lines: Sequence[Line]) -> None:
    """Tell the lines that begin with the number of a paragraph, where no point stands behind any number.

    :param source: the whole text.
    :param lines: its lines; each learns its number.
    """
    last, decimals = 0, [0, 0]
    found: list[tuple[Line, str]] = []
    for line in lines:
        if number_mark(line.flat):
            return
        match = _BARE.match(source, line.start, line.end)
        if match is None or _COUNTED.match(source, match.end()):
            continue
        parts = [int(part) for part in match[1].split(".")]
        if len(parts) == 1:
            if parts[0] == last + 1:
                last = parts[0]
                decimals = [last, 0]
                if width(line.flat) > _LONG:
                    found.append((line, match[1]))
        elif len(parts) == 2 and parts[0] in {decimals[0], decimals[0] + 1} and parts[1] <= decimals[1] + 3 and width(line.flat) > _LONG:
            decimals = parts
            found.append((line, match[1]))
    if len(found) >= _FEWEST:
        for line, mark in found:
            line.bare = mark


def bare_length(flat: str, mark: str) -> int:
    """How many characters of a line's repaired text its number takes.

    :param flat: the repaired text.
    :param mark: its number.

    >>> bare_length("3 海事组织", "3"), bare_length("2.1国际电联", "2.1")
    (2, 3)
    """
    rest = flat[len(mark) :]
    return len(mark) + len(rest) - len(rest.lstrip())
