"""A sentence as rules see it: each mention is one character that tells its class."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from msgspec import Struct

from mandategraph.languages.base import Language
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.model import OffsetMap
from mandategraph.vocabulary import CLASSES, superclasses

__all__ = ["ANY_MENTION", "Sentence", "characters", "is_mention", "sentences"]

_FIRST = 0xE000
_LONGEST = 1200
_VALUES = frozenset({"Date", "Money", "Number"})
_TYPES = sorted({*CLASSES, *_VALUES})
_CODE = {name: chr(_FIRST + place) for place, name in enumerate(_TYPES)}

#: Where the characters of a code without mentions stand.
_UNCHANGED = OffsetMap((0,), (0,))

#: A regular expression class that holds the character of every mention.
ANY_MENTION = f"{chr(_FIRST)}-{chr(_FIRST + len(_TYPES) - 1)}"


def characters(types: frozenset[str]) -> str:
    """The characters of all classes that are, or are below, some classes.

    :param types: classes, or Date, Money, Number.

    >>> len(characters(frozenset({"Instrument"}))) == len({"Instrument", "Agreement", "Decision", "Declaration", "Resolution"})
    True
    """
    found = [
        _CODE[name]
        for name in _TYPES
        if name in types or (name in CLASSES and any(above in types for above in superclasses(name)))
    ]
    return "".join(found)


def is_mention(character: str) -> bool:
    """Whether a character of an encoded sentence stands for a mention.

    >>> is_mention(characters(frozenset({"Fund"}))), is_mention("金")
    (True, False)
    """
    return _FIRST <= ord(character) < _FIRST + len(_TYPES)


class Sentence(Struct, frozen=True, gc=False):
    """One sentence.

    :param code: its text with one character for each linked mention.
    :param linked: the mentions by their place in ``code``, from left to right.
    :param quoted: true when it stands inside somebody's quoted words.
    :param first: where it begins in the code of its passage.
    :param offsets: where each character of the passage's code that is no mention stands in the passage's text.
    """

    code: str
    linked: dict[int, Linked]
    quoted: bool
    first: int
    offsets: OffsetMap

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the passage's text that a non-empty stretch of ``code`` stands for."""
        opening, closing = self.linked.get(start), self.linked.get(end - 1)
        return (
            opening.mention.start if opening is not None else self.offsets.source(self.first + start),
            closing.mention.end if closing is not None else self.offsets.source(self.first + end - 1) + 1,
        )

    def entities(self, start: int, end: int) -> list[tuple[int, Linked]]:
        """The mentions of entities in a stretch of ``code``, with their places, from left to right."""
        if end - start == 1:
            one = self.linked.get(start)
            return [(start, one)] if one is not None and one.entity else []
        return [(place, item) for place, item in self.linked.items() if start <= place < end and item.entity]

    def words(self, start: int, end: int) -> str:
        """A stretch of ``code`` with the mentions' own words."""
        words = ""
        for place, item in self.linked.items():
            if place >= end:
                break
            if place >= start:
                words += self.code[start:place] + item.mention.text
                start = place + 1
        return words + self.code[start:end]


@cache
def _breaks(ends: str) -> re.Pattern[str]:
    """Where sentences end, and where somebody's words begin and end."""
    return re.compile(f"{ends}|[“”]")


def _cut(whole: str, first: int, end: int) -> int:
    """Where a piece of a long sentence ends: a list of thousands of members is read in pieces, so that time stays linear."""
    found = max(whole.rfind(mark, first + 1, first + _LONGEST) for mark in "，；,;、")
    return found + 1 if found > first else first + _LONGEST


def _encoded(passage: LinkedPassage) -> tuple[str, dict[int, Linked], OffsetMap]:
    """The code of a passage, its mentions by their places in the code, and where the characters between them stand in the text."""
    text = passage.passage.text
    mentions = [item for item in passage.mentions if item.entity is not None or item.type in _VALUES]
    if not mentions:
        return text, {}, _UNCHANGED
    ends = [item.mention.end for item in mentions]
    pieces = [text[end : item.mention.start] + _CODE[item.type] for end, item in zip([0, *ends], mentions, strict=False)]
    runs = [0, *accumulate(map(len, pieces))]  # where the code goes on behind each mention
    by_place = {run - 1: item for run, item in zip(runs[1:], mentions, strict=True)}
    return "".join(pieces) + text[ends[-1] :], by_place, OffsetMap(tuple(runs), (0, *ends))


def sentences(passage: LinkedPassage, language: Language) -> Iterator[Sentence]:
    """The sentences of a passage, encoded.

    :param passage: a passage with its mentions.
    :param language: its language.
    """
    whole, by_place, offsets = _encoded(passage)
    whole = language.wide(whole)
    places = list(by_place)
    depth = 0
    first = 0
    if whole[1:2] == "，" and places and places[0] == 0 and by_place[0].type == "Body":
        first = 2  # 大会，回顾其决议: the body that speaks
    breaks = _breaks(language.breaks or f"[{language.sentence_ends}]").finditer(whole)
    last_end = len(whole) - whole.endswith("\n")
    for sign, end in (*[(match.group(), match.end()) for match in breaks], ("", last_end)):
        if sign == "“":
            depth += 1
            continue
        if sign == "”":
            depth = max(0, depth - 1)
            continue
        while first < end:
            last = end if end - first <= _LONGEST else _cut(whole, first, end)
            piece = whole[first:last]
            if piece.strip():
                inside = places[bisect_left(places, first) : bisect_left(places, last)] if places else ()
                linked = {place - first: by_place[place] for place in inside}
                yield Sentence(piece, linked, depth > 0 and piece.rfind("“") < 0, first, offsets)
            first = last
