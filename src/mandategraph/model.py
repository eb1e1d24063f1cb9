"""The values that pass between the steps: Document, Passage, Mention, Entity, Fact, Evidence. All are frozen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct, field

__all__ = [
    "Document",
    "Entity",
    "Evidence",
    "Extraction",
    "Fact",
    "Literal",
    "Masthead",
    "MastheadItem",
    "Mention",
    "Name",
    "OffsetMap",
    "Passage",
    "PassageKind",
    "Qualifiers",
]


class PassageKind(StrEnum):
    """What a passage is in its document."""

    MASTHEAD = "masthead"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    FURNITURE = "furniture"

    __hash__ = str.__hash__  # as quick as that of its word, to which it is equal


class OffsetMap(Struct, frozen=True, gc=False):
    """Where each character of a repaired text stands in its source.

    :param texts: where each run of unchanged characters begins in the repaired text, ascending, first 0.
    :param sources: where the same runs begin in the source.

    >>> offsets = OffsetMap((0, 2), (10, 13))     # source 10, 11 then 13, 14, ...
    >>> offsets.source(1), offsets.source(2), offsets.span(1, 3)
    (11, 13, (11, 14))
    """

    texts: tuple[int, ...]
    sources: tuple[int, ...]

    def source(self, position: int) -> int:
        """The place in the source of one character of the repaired text."""
        run = bisect_right(self.texts, position) - 1
        return self.sources[run] + position - self.texts[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source of a non-empty stretch of the repaired text."""
        texts, sources = self.texts, self.sources
        first, last = bisect_right(texts, start) - 1, bisect_right(texts, end - 1) - 1
        return sources[first] + start - texts[first], sources[last] + end - texts[last]


class Passage(Struct, frozen=True, gc=False):
    """One located paragraph, list item, table cell, footnote, heading or masthead line.

    :param path: its place, the same in every language: ``para/13``, ``para/5/item/b``, ``annex/para/3``,
        ``section/4/para/2`` where nothing is numbered, ``masthead/title``, ``heading/3``, ``note/1``,
        ``table/1/row/2/column/3/line/1``.
    :param kind: what it is.
    :param text: the repaired text, which rules read.
    :param offsets: where its characters stand in ``Document.source``.
    :param language: BCP 47 code.
    :param number: the printed number (``13``, ``5(b)``), if any.
    :param heading: the nearest heading above, if any.
    :param column: for a table cell, the heading of its column, if any.
    """

    path: str
    kind: PassageKind
    text: str
    offsets: OffsetMap
    language: str
    number: str | None = None
    heading: str | None = None
    column: str | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in ``Document.source`` of a non-empty stretch of ``text``."""
        return self.offsets.span(start, end)


class MastheadItem(Struct, frozen=True, gc=False):
    """One thing that a masthead states: its words and where they stand in ``Document.source``."""

    text: str
    passage: str
    start: int
    end: int


class Masthead(Struct, frozen=True, gc=False):
    """What the top of a document says of it; absent items are None."""

    organ: MastheadItem | None = None
    session: MastheadItem | None = None
    dates: MastheadItem | None = None
    place: MastheadItem | None = None
    agenda_item: MastheadItem | None = None
    title: MastheadItem | None = None
    author: MastheadItem | None = None
    symbol: MastheadItem | None = None
    date: MastheadItem | None = None


class Document(Struct, frozen=True, gc=False):
    """One document in one language, as read from one file.

    :param source: the decoded text; all offsets count its code points.
    :param name: the file's name.
    :param sha256: of the file's bytes, hexadecimal.
    :param language: BCP 47 code of most of the text.
    :param masthead: what its top says.
    :param passages: in reading order.
    """

    source: str
    name: str
    sha256: str
    language: str
    masthead: Masthead
    passages: tuple[Passage, ...]


class Mention(Struct, frozen=True, gc=False):
    """A span of a passage that names something.

    :param start: first character in ``Passage.text``.
    :param end: one past the last.
    :param text: the words.
    :param type: the class it names (``Organization``), or ``Date``, ``Number``, ``Money``, ``Anaphor``.
    :param candidates: ids of the entities it may name, best first; empty for an unknown name.
    :param value: for dates (ISO 8601), numbers and money: the value.
    :param unit: for numbers and money: the unit or currency.
    :param alias: a short form that the text gives right after the name, in brackets.
    :param parts: mentions inside this one that tell of it: the body of a session, the country of a ministry.
    """

    start: int
    end: int
    text: str
    type: str
    candidates: tuple[str, ...] = ()
    value: str | None = None
    unit: str | None = None
    alias: str | None = None
    parts: tuple[Mention, ...] = ()


class Name(Struct, frozen=True, order=True, gc=False):
    """One name of an entity in one language (BCP 47 code, or empty for a symbol or code)."""

    text: str
    language: str


class Entity(Struct, frozen=True, gc=False):
    """Something that facts are about.

    :param id: the id under the base IRI (``organization/unido``), or an absolute IRI (SDGs, countries).
    :param type: the local name of its class (``Organization``).
    :param labels: its preferred names, one a language.
    :param names: all other names.
    :param symbol: the symbol of a document or instrument.
    :param provisional: true until a librarian has reviewed it.
    :param same_as: IRIs elsewhere.
    :param parent: the id of what it is structurally part of: session -> body, target -> goal.
    :param code: the short code of a body (``GC``), a session's number, a country's ISO 3166 alpha-3 code.
    :param home: true for an organization whose documents say "the Organization" and mean it.
    """

    id: str
    type: str
    labels: tuple[Name, ...]
    names: tuple[Name, ...] = ()
    symbol: str | None = None
    provisional: bool = False
    same_as: tuple[str, ...] = ()
    parent: str | None = None
    code: str | None = None
    home: bool = False

    def label(self, *languages: str) -> str:
        """The preferred name in the first language that has one, else any."""
        for language in languages:
            for name in self.labels:
                if name.language == language:
                    return name.text
        return self.labels[0].text if self.labels else self.id


class Literal(Struct, frozen=True, order=True, gc=False):
    """A literal object of a fact.

    :param value: the lexical form (dates in ISO 8601, a period as ``2021-11-29/2021-12-03``).
    :param language: BCP 47 code for words, else empty.
    """

    value: str
    language: str = ""


#: What a fact says beyond subject, predicate and object; keys are those of ``vocabulary.QUALIFIERS``. A value is
#: an entity id prefixed with ``@`` (for ``on``), else the lexical form.
Qualifiers = Mapping[str, str]

_NO_QUALIFIERS: Qualifiers = MappingProxyType({})


class Fact(Struct, frozen=True, gc=False):
    """A subject, a predicate, an object and qualifiers.

    :param subject: an entity id.
    :param predicate: a key of ``vocabulary.PREDICATES``.
    :param object: an entity id, or a Literal. For ``hasResult`` a Literal ``measure = value unit``, with the
        qualifiers ``measure``, ``value``, ``unit`` and perhaps ``year``.
    :param qualifiers: see ``Qualifiers``.
    """

    subject: str
    predicate: str
    object: str | Literal
    qualifiers: Qualifiers = field(default_factory=lambda: _NO_QUALIFIERS)

    def key(self) -> tuple[str, ...]:
        """What makes two facts the same, as a tuple that sorts."""
        if isinstance(self.object, Literal):
            object_key = ("literal", self.object.value, self.object.language)
        else:
            object_key = ("entity", self.object, "")
        qualifiers = tuple([part for pair in sorted(self.qualifiers.items()) for part in pair]) if self.qualifiers else ()
        return (self.subject, self.predicate, *object_key, *qualifiers)


class Evidence(Struct, frozen=True, gc=False):
    """Where one document states one fact.

    :param fact: the fact.
    :param passage: ``Passage.path``.
    :param start: first character of the quote in ``Document.source``.
    :param end: one past the last.
    :param quote: ``Document.source[start:end]``.
    :param rule: id of the rule that found it (``zh/funded-by-1``).
    :param language: of the quote.
    :param confidence: 0 to 1: the measured precision of the rule.
    """

    fact: Fact
    passage: str
    start: int
    end: int
    quote: str
    rule: str
    language: str
    confidence: float


class Extraction(Struct, frozen=True, gc=False):
    """All that one document states.

    :param document: the document.
    :param id: its id: ``document/GC.19/10``.
    :param entities: every entity that a fact names, the document itself among them, sorted by id.
    :param evidence: sorted by place, then fact.
    :param mentioned: for each entity id, the forms under which this document names it.
    """

    document: Document
    id: str
    entities: tuple[Entity, ...]
    evidence: tuple[Evidence, ...]
    mentioned: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The distinct facts, sorted."""
        return tuple(fact for _, fact in sorted({e.fact.key(): e.fact for e in self.evidence}.items()))
