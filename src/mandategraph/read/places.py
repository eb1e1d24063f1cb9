"""Places: the path, number and heading of each block, the same in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mandategraph.model import Passage, PassageKind
from mandategraph.read.blocks import Block, Role
from mandategraph.read.chunks import Numbers
from mandategraph.read.language import language_of
from mandategraph.read.lines import ANNEX, open_end
from mandategraph.read.mastheadlines import SUMMARY
from mandategraph.read.repair import repair

__all__ = ["place"]

_KINDS = {
    Role.MASTHEAD: PassageKind.MASTHEAD,
    Role.HEADING: PassageKind.HEADING,
    Role.ANNEX: PassageKind.HEADING,
    Role.PARAGRAPH: PassageKind.PARAGRAPH,
    Role.NUMBERED: PassageKind.PARAGRAPH,
    Role.ITEM: PassageKind.ITEM,
    Role.FOOTNOTE: PassageKind.FOOTNOTE,
    Role.CAPTION: PassageKind.CAPTION,
    Role.FURNITURE: PassageKind.FURNITURE,
    Role.CELL: PassageKind.CELL,
}
_HAN = {character: value for value, character in enumerate("一二三四五六七八九", 1)}
_ROMAN = re.compile(r"(?:x{0,3})(?:ix|iv|v?i{0,3})$")
_VALUES = {"i": 1, "v": 5, "x": 10}


def place(source: str, blocks: Sequence[Block], language: str) -> tuple[Passage, ...]:
    r"""The passages of some blocks.

    :param source: the whole text.
    :param blocks: in reading order.
    :param language: the language of passages too short to tell.

    >>> source = "引言\n1.工业。"
    >>> blocks = [Block(Role.HEADING, [(0, 2)]), Block(Role.NUMBERED, [(5, 8)], "1", "工业。")]
    >>> [(passage.path, passage.text, passage.heading) for passage in place(source, blocks, "zh")]
    [('heading/1', '引言', None), ('para/1', '工业。', '引言')]
    """
    starts = [
        (
            int(block.opens or block.mark),
            number > 0 and _above(blocks, number).role in (Role.HEADING, Role.ANNEX),
        )
        for number, block in enumerate(blocks)
        if block.role is Role.NUMBERED or block.opens
    ]
    walker = _Walker(source, language, Numbers(starts), _runs_on(blocks))
    return tuple(walker.walk(blocks))


def _above(blocks: Sequence[Block], number: int) -> Block:
    """The block above one, page furniture left out."""
    for block in reversed(blocks[max(0, number - 6) : number]):
        if block.role not in (Role.FURNITURE, Role.FOOTNOTE):
            return block
    return blocks[number - 1]


def _runs_on(blocks: Iterable[Block]) -> bool:
    """Whether the document numbers its paragraphs: the numbers of sentences, not of short labels."""
    long = [
        block
        for block in blocks
        if block.role is Role.NUMBERED and (len(block.flat) > 12 or (block.flat and not open_end(block.flat)))
    ]
    return bool(long) and len(long) * 2 >= sum(1 for block in blocks if block.role is Role.NUMBERED)


@dataclass
class _Walker:
    """Gives each block its place while walking through the document once."""

    source: str
    language: str
    numbers: Numbers
    numbered: bool
    prefix: str = ""
    section: int = 0
    annexes: int = 0
    base: str = ""
    shown: str = ""
    heading: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    lead: bool = False
    fresh: bool = False
    letter: str = ""

    def walk(self, blocks: Sequence[Block]) -> Iterable[Passage]:
        """The passages, in order."""
        self.lead = self.numbered and any(block.role is Role.MASTHEAD for block in blocks)
        self.lead = self.lead and not any(block.mark == "adopted" for block in blocks)
        for block in blocks:
            text, offsets = repair(self.source, block.spans)
            if not text:
                continue
            kind = _KINDS[block.role]
            path, number = self._path(block, text)
            if block.role is Role.NUMBERED and path.rpartition("/")[0].endswith("item"):
                kind = PassageKind.ITEM
            heading = self.heading
            if kind is PassageKind.HEADING:
                self.heading = text
            yield Passage(
                self._unique(path),
                kind,
                text,
                offsets,
                language_of(text, self.language),
                number,
                heading,
                block.column,
            )

    def _unique(self, path: str) -> str:
        """The path, told apart from one already given."""
        times = self.used.get(path, 0) + 1
        self.used[path] = times
        return path if times == 1 else self._unique(f"{path}-{times}")

    def _next(self, name: str) -> int:
        """The next ordinal of something."""
        self.counts[name] = self.counts.get(name, 0) + 1
        return self.counts[name]

    def _path(self, block: Block, text: str) -> tuple[str, str | None]:
        """The path and the number of one block."""
        role = block.role
        if role is Role.MASTHEAD:
            if block.mark in ("line", "subject"):
                return f"masthead/{block.mark}/{self._next(block.mark)}", None
            return f"masthead/{block.mark}", None
        if role is Role.FURNITURE:
            return f"furniture/{self._next('furniture')}", None
        if role is Role.FOOTNOTE:
            return f"note/{self._next('note')}", block.mark or None
        if role is Role.CAPTION:
            return f"caption/{self._next('caption')}", None
        if role is Role.CELL and block.place is not None:
            table, row, column, line = block.place
            return f"table/{table}/row/{row}/column/{column}/line/{line}", None
        if role in (Role.HEADING, Role.ANNEX):
            return self._heading(block, text), block.mark or None
        if role is Role.NUMBERED:
            return self._numbered(block)
        if role is Role.ITEM:
            if block.opens:
                self._numbered(Block(Role.NUMBERED, [], block.opens))
            return self._item(block.mark)
        return self._plain()

    def _heading(self, block: Block, text: str) -> str:
        """A heading opens a section; an annex counts anew."""
        self.section += 1
        self.base = self.shown = self.letter = ""
        self.fresh = True
        self.lead = bool(SUMMARY.match(text))
        if block.role is Role.ANNEX:
            self.annexes += 1
            match = ANNEX.match(text)
            mark = (match[1] or match[2] or "") if match else ""
            number = _ordinal(mark.lower()) if mark else (str(self.annexes) if self.annexes > 1 else "")
            self.prefix = f"annex/{number}/" if number else "annex/"
            self.numbers.restart()
        return f"heading/{self.section}"

    def _numbered(self, block: Block) -> tuple[str, str | None]:
        """A paragraph whose number runs on, or an item of a numbered list."""
        if self.numbered and self.numbers.take(int(block.mark), self.fresh):
            scope = f"section/{self.section}/" if self.numbers.per_heading and not self.prefix else ""
            self.base = f"{self.prefix}{scope}para/{block.mark}"
            self.shown = block.mark
            self.fresh = self.lead = False
            self.letter = ""
            return self.base, block.mark
        self.fresh = False
        base = self.base or self._group()
        return f"{base}/item/{block.mark}", f"{self.shown}({block.mark})" if self.shown else block.mark

    def _item(self, mark: str) -> tuple[str, str | None]:
        """An item of a lettered, numbered or bulleted list."""
        base = self.base or self._group()
        if not mark:
            inner = f"{base}/item/{self.letter}" if self.letter else base
            return f"{inner}/item/{self._next(inner + '/item')}", None
        key = _ordinal(mark)
        if len(mark) == 1 and mark.isascii() and mark.isalpha() and self._follows(mark):
            key = mark
        if key.isalpha():
            self.letter = key
            return f"{base}/item/{key}", f"{self.shown}({mark})"
        inner = f"{base}/item/{self.letter}" if self.letter else base
        label = f"{self.shown}({self.letter})({mark})" if self.letter else f"{self.shown}({mark})"
        return f"{inner}/item/{key}", label

    def _follows(self, mark: str) -> bool:
        """Whether a letter that may be a Roman number is the next letter of its list."""
        return mark not in _VALUES or (self.letter != "" and ord(mark) == ord(self.letter[0]) + 1)

    def _group(self) -> str:
        """What items without a paragraph above them stand under."""
        return f"{self.prefix}section/{self.section}"

    def _plain(self) -> tuple[str, str | None]:
        """A paragraph without a number."""
        self.letter = ""
        if self.lead:
            return f"summary/para/{self._next('summary')}", None
        if self.base and self.numbered and self.shown:
            return f"{self.base}/part/{self._next(self.base + '/part') + 1}", None
        name = f"{self.prefix}section/{self.section}/para"
        self.base = f"{name}/{self._next(name)}"
        self.shown = ""
        self.fresh = False
        return self.base, None


def _ordinal(mark: str) -> str:
    """Chinese and Roman numbers as Arabic ones; letters as they are."""
    if mark and all(character in "一二三四五六七八九十" for character in mark):
        tens, _, ones = mark.rpartition("十")
        if "十" not in mark:
            return str(_HAN[mark[0]])
        return str((_HAN.get(tens, 1)) * 10 + _HAN.get(ones, 0))
    if mark and _ROMAN.match(mark):
        values = [_VALUES[character] for character in mark]
        return str(
            sum(
                -value if index + 1 < len(values) and values[index + 1] > value else value
                for index, value in enumerate(values)
            )
        )
    return mark
