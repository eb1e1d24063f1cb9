"""Repair of broken text on a copy that maps back to its source, character by character."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mandategraph.model import OffsetMap

__all__ = ["Span", "fold", "repair", "repaired"]

#: Start and end in the source.
Span = tuple[int, int]

_CJK = (
    "\u2e3a\u2e3b\u2e80-\u2fdf\u3000-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef"
)
_DROPPED = "\u00ad\u200b-\u200f\u2060\ufeff\u0000-\u0008\u000e-\u001b\u007f\u202a-\u202e"
_SPACE = " \t\n\r\f\v\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
#: A stretch of white space or invisible characters; a lone space between Latin letters needs no repair.
_BROKEN = re.compile(
    f"(?<=[{_CJK}]) (?![{_SPACE}{_DROPPED}])| (?=[{_CJK}])"
    f"|[{_SPACE}{_DROPPED}][{_SPACE}{_DROPPED}]+|[{_SPACE[1:]}{_DROPPED}]"
)
_INVISIBLE = re.compile(f"[{_DROPPED}]+")
_WHITE = re.compile(f"[{_SPACE}]+")
_BESIDE = re.compile(f"(?<=[{_CJK}]) | (?=[{_CJK}])")
_IS_CJK = re.compile(f"[{_CJK}]")
_IS_SPACE = re.compile(f"[{_SPACE}]")
_HYPHENS = "-\u2010"
_LAST_WORD = re.compile(r"[A-Za-z]+$")
#: First parts of words that are written with a hyphen.
_KEPT = frozenset(
    {
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "self",
        "well",
        "high",
        "low",
    }
    | {"long", "short", "non", "cross", "middle", "least", "follow", "decision", "policy", "north", "south"}
    | {"co", "large", "small", "medium"}
)
#: Full-width digits, letters and signs that have one ASCII form, character for character.
_FOLD: dict[int, str | int] = {
    **{0xFF10 + i: 0x30 + i for i in range(10)},
    **{0xFF21 + i: 0x41 + i for i in range(26)},
    **{0xFF41 + i: 0x61 + i for i in range(26)},
    0xFF05: "%",
    0xFF0B: "+",
    0xFF0D: "-",
    0xFF0E: ".",
    0xFF0F: "/",
    0x2010: "-",
    0x2011: "-",
    0x00A0: " ",
}
_FOLDED = re.compile(f"[{''.join(map(chr, _FOLD))}]")
#: Arabic out of PDFs has the two letters of a lam-alef ligature in the wrong order; both places stay.
_LAM_ALEF = re.compile(
    r"(?<![\u0621-\u064a])([\u0648\u0641\u0628\u0643]?\u0627)([\u0623\u0625\u0622\u0627])\u0644(?=[\u0621-\u064a])"
)
_LAM_LAM = re.compile(
    r"(?<![\u0621-\u064a])\u0644([\u0623\u0625])\u0644(?=[\u0621-\u064a]{2})(?!\u0645\u0627\u0646)"
)
_ARABIC_WORDS = tuple(
    (re.compile(rf"(?<![\u0621-\u064a]){broken}(?![\u0621-\u064a])"), whole)
    for broken, whole in (
        ("\u0625\u0627\u0644", "\u0625\u0644\u0627"),
        ("\u062e\u0627\u0644\u0644", "\u062e\u0644\u0627\u0644"),
    )
)


def fold(text: str) -> str:
    """The text with full-width digits, letters and signs as ASCII; its length stays.

    >>> fold("２０３０年")
    '2030年'
    """
    return text.translate(_FOLD) if _FOLDED.search(text) else text


def repaired(text: str) -> str:
    """The repaired form of a short text, without its map.

    >>> repaired("我 们 在 2022 年 与 Festo Didactic 合 作")
    '我们在2022年与Festo Didactic合作'
    """
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    text = _WHITE.sub(" ", _INVISIBLE.sub("", text)).strip()
    return _arabic(fold(_BESIDE.sub("", text)))


def repair(source: str, spans: Sequence[Span]) -> tuple[str, OffsetMap]:
    r"""The text of some spans joined and repaired, and the map from it to the source.

    Spaces beside Chinese characters go, broken lines are joined, hyphenation is undone, full-width digits and
    letters become ASCII, invisible characters go. Every character that stays maps to the one it came from.

    :param source: the whole text.
    :param spans: ascending, without overlap; what lies between them is left out.

    >>> text, offsets = repair("工 发 组\n织", [(0, 7)])
    >>> text, offsets.span(2, 4)
    ('工发组织', (4, 7))
    """
    pieces: list[str] = []
    places: list[int] = []
    last = ""
    gap = -1  # where a space could come from when the next piece is Latin; -1 when none is wanted
    for number, (start, end) in enumerate(spans):
        if number and last:
            found = _IS_SPACE.search(source, spans[number - 1][1], start) if gap < 0 else None
            gap = found.start() if found else gap
        position = start
        for match in _BROKEN.finditer(source, start, end):
            at = match.start()
            if at > position:
                last = _add(source, position, at, pieces, places, last, gap)
                gap = -1
            if last and gap < 0:
                gap = _space(source, match)
            position = match.end()
        if end > position:
            last = _add(source, position, end, pieces, places, last, gap)
            gap = -1
    text = "".join(pieces)
    texts: list[int] = []
    total = 0
    for piece in pieces:
        texts.append(total)
        total += len(piece)
    if not texts:
        texts, places = [0], [spans[0][0] if spans else 0]
    return _arabic(fold(text)), OffsetMap(tuple(texts), tuple(places))


def _space(source: str, match: re.Match[str]) -> int:
    """Where in a broken stretch a white space stands, or -1 when it holds only invisible characters."""
    found = _IS_SPACE.search(source, match.start(), match.end())
    return found.start() if found else -1


def _add(source: str, start: int, end: int, pieces: list[str], places: list[int], last: str, gap: int) -> str:
    """Add one unchanged stretch, with the space or the lost hyphen before it; return its last character."""
    first = source[start]
    if gap >= 0 and last:
        if last in _HYPHENS and source[gap] not in " \u00a0" and _hyphenated(pieces, first):
            if len(pieces[-1]) == 1:
                pieces.pop()
                places.pop()
            else:
                pieces[-1] = pieces[-1][:-1]
        elif not (
            _IS_CJK.match(last)
            or _IS_CJK.match(first)
            or (last in _HYPHENS and source[gap] not in " \u00a0")
            or gap >= len(source)
        ):
            pieces.append(" ")
            places.append(gap)
    pieces.append(source[start:end])
    places.append(start)
    return source[end - 1]


def _hyphenated(pieces: list[str], first: str) -> bool:
    """Whether a hyphen at a line's end parts a word: lower-case letters on both sides."""
    before = pieces[-1][-2:-1]
    word = _LAST_WORD.search(pieces[-1][:-1])
    parted = word is not None and word[0].lower() in _KEPT
    return before.isalpha() and first.islower() and before.islower() and not parted


def _arabic(text: str) -> str:
    """The text with the letters of Arabic lam-alef ligatures in their order."""
    if "\u0627" not in text or not _LAM_ALEF.search(text):
        return text
    text = _LAM_ALEF.sub(lambda match: f"{match[1]}\u0644{match[2]}", text)
    text = _LAM_LAM.sub("\u0644\u0644\\1", text)
    for broken, whole in _ARABIC_WORDS:
        text = broken.sub(whole, text)
    return text
