"""A graph of nodes and edges with sources: what lies between RDF and all formats, so that the formats agree."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mandategraph.vocabulary import PREDICATES

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Edge", "Node", "PropertyGraph", "QualifierValue", "Source", "Statement", "interval"]

#: Numbers are numbers; dates are as precise as the text that states them, so they are texts in ISO 8601.
QualifierValue = str | int | Decimal

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_NOTHING: Mapping[str, QualifierValue] = MappingProxyType({})


@lru_cache(maxsize=4096)
def interval(text: str) -> tuple[date, date] | None:
    """The first and last day of a date, month, year or period, or None for anything else.

    :param text: in ISO 8601; a period has its two ends around a slash.

    >>> interval("2021-02")
    (datetime.date(2021, 2, 1), datetime.date(2021, 2, 28))
    >>> interval("2021-11-29/2021-12-03")[1].isoformat(), interval("soon")
    ('2021-12-03', None)
    """
    first, slash, last = text.partition("/")
    if slash:
        begin, finish = interval(first), interval(last)
        return (begin[0], finish[1]) if begin and finish and begin[0] <= finish[1] else None
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        last_month = month or 12
        last_day = day or calendar.monthrange(year, last_month)[1]
        return date(year, month or 1, day or 1), date(year, last_month, last_day)
    except (ValueError, IndexError):
        return None


@dataclass(frozen=True, slots=True)
class Source:
    """Where one edition states a fact.

    :param document: the symbol of the document, else its id without the folder.
    :param paragraph: the printed number of the passage, else the passage's place in the document.
    :param quote: the sentence.
    :param language: of the quote.
    :param start: first character of the quote in the edition's text.
    :param end: one past the last.
    :param rule: id of the rule that found it.
    :param confidence: 0 to 1.
    :param date: the document's date, month or year as stated, if any.
    :param iri: the evidence.
    :param document_iri: the document.
    :param edition_iri: the document in one language.
    :param passage_iri: the passage.
    """

    document: str
    paragraph: str
    quote: str
    language: str
    start: int
    end: int
    rule: str
    confidence: float
    date: str | None
    iri: str
    document_iri: str
    edition_iri: str
    passage_iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    id: str
    predicate: str
    label: str
    qualifiers: Mapping[str, QualifierValue] = field(default_factory=lambda: _NOTHING)
    qualifier_labels: Mapping[str, str] = field(default_factory=dict)
    support: int
    languages: int
    sources: tuple[Source, ...] = ()

    @property
    def quote(self) -> str:
        """The first sentence that states it.

        >>> graph.subgraph(predicates="fundedBy").edges[0].quote
        '绿色方案由全环基金供资1500000美元'
        """
        return self.sources[0].quote if self.sources else ""

    @property
    def documents(self) -> tuple[str, ...]:
        """The symbols of the documents that state it, sorted.

        >>> graph.subgraph(predicates="fundedBy").edges[0].documents
        ('T/1', 'T/2')
        """
        if len(self.sources) == 1:
            return (self.sources[0].document,)
        return tuple(sorted({source.document for source in self.sources}))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Where it is stated: document and paragraph, in the order of its sources.

        >>> graph.subgraph(predicates="fundedBy").edges[0].paragraphs
        ('T/1, 4', 'T/2, 1')
        """
        return tuple(dict.fromkeys(f"{source.document}, {source.paragraph}" for source in self.sources))

    @property
    def stated(self) -> tuple[date, date] | None:
        """The days of the first and of the last dated document that states it.

        >>> [day.isoformat() for day in graph.subgraph(predicates="fundedBy").edges[0].stated]
        ['2021-11-01', '2022-05-04']
        """
        if len(self.sources) == 1:
            return interval(self.sources[0].date or "")
        days = [found for source in self.sources if source.date and (found := interval(source.date))]
        return (min(day for day, _ in days), max(day for _, day in days)) if days else None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From when to when it holds, as far as its own words say.

        >>> [day.isoformat() for day in graph.subgraph(predicates="operatesIn").edges[0].valid]
        ['2020-01-01', '2022-12-31']
        """
        return _validity(self.qualifiers)


def _validity(qualifiers: Mapping[str, QualifierValue]) -> tuple[date | None, date | None]:
    found = {name: interval(str(value)) for name, value in qualifiers.items() if name in _TIMES}
    given = {name: days for name, days in found.items() if days is not None}
    start = next((given[name][0] for name in ("start", "date", "year") if name in given), None)
    end = next((given[name][1] for name in ("end", "date", "year") if name in given), None)
    return start, end if start is None or end is None or start <= end else None


_TIMES = ("start", "end", "date", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(_Stated):
    """A fact whose object is a value: it belongs to a node.

    :param id: the IRI of the fact.
    :param predicate: a key of ``vocabulary.PREDICATES``.
    :param label: the predicate's name in words.
    :param value: the text, date or ``measure = value unit``.
    :param language: of the value; empty when it has none.
    :param qualifiers: what the fact says beyond subject, predicate and object.
    :param qualifier_labels: names of what qualifiers point at.
    :param support: the number of documents that state it.
    :param languages: the number of languages that state it.
    :param sources: where it is stated.
    """

    value: str
    language: str = ""

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From when to when it holds; a date or period holds at itself.

        >>> (_, statement), = graph.subgraph("大会第一届会议", depth=0).statements
        >>> [day.isoformat() for day in statement.valid]
        ['2021-11-29', '2021-12-03']
        """
        own = interval(self.value) if self.predicate in {"date", "heldOn"} else None
        return own or _validity(self.qualifiers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge(_Stated):
    """A fact between two entities.

    :param id: the IRI of the fact.
    :param source: the IRI of the subject.
    :param target: the IRI of the object.
    :param predicate: a key of ``vocabulary.PREDICATES``.
    :param label: the predicate's name in words.
    :param qualifiers: what the fact says beyond subject, predicate and object.
    :param qualifier_labels: names of what qualifiers point at.
    :param support: the number of documents that state it.
    :param languages: the number of languages that state it.
    :param sources: where it is stated.
    """

    source: str
    target: str

    @property
    def symmetric(self) -> bool:
        """Whether the direction says nothing.

        >>> graph.subgraph(predicates="fundedBy").edges[0].symmetric
        False
        """
        return PREDICATES[self.predicate].symmetric if self.predicate in PREDICATES else False


@dataclass(frozen=True, slots=True)
class Node:
    """An entity.

    :param id: its IRI.
    :param label: its name in the wanted language.
    :param kind: the local name of its class.
    :param symbol: of a document.
    :param code: of a body or country, a session's number.
    :param provisional: true until a librarian has reviewed it.
    :param names: its other names, each with its language (empty for none), sorted.
    :param same_as: IRIs elsewhere.
    :param parent: the IRI of what it is structurally part of.
    :param statements: facts whose object is a value.
    """

    id: str
    label: str
    kind: str
    symbol: str | None = None
    code: str | None = None
    provisional: bool = False
    names: tuple[tuple[str, str], ...] = ()
    same_as: tuple[str, ...] = ()
    parent: str | None = None
    statements: tuple[Statement, ...] = ()

    def values(self, predicate: str) -> tuple[str, ...]:
        """The values that facts of one predicate give it, sorted.

        :param predicate: such as ``title``.

        >>> Node("http://a", "A", "Event").values("heldOn")
        ()
        """
        return tuple(sorted({one.value for one in self.statements if one.predicate == predicate}))

    @property
    def time(self) -> tuple[date | None, date | None]:
        """From when to when it was held, or the days of its date.

        >>> [day.isoformat() for day in graph.subgraph("第二份报告", depth=0).nodes[0].time]
        ['2022-05-04', '2022-05-04']
        """
        for name in ("heldOn", "date"):
            found = [days for text in self.values(name) if (days := interval(text))]
            if found:
                return min(first for first, _ in found), max(last for _, last in found)
        return None, None


@dataclass(frozen=True, slots=True)
class PropertyGraph:
    """Nodes and edges, sorted by IRI, with all their sources.

    :param nodes: entities.
    :param edges: facts between two of these entities.
    :param language: of the labels.
    :param base_iri: what ids are relative to.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    language: str
    base_iri: str

    @property
    def statements(self) -> tuple[tuple[Node, Statement], ...]:
        """The facts whose object is a value, each with its node.

        >>> [statement.value for _, statement in graph.subgraph("绿色方案", depth=0).statements]
        ['支持的企业 = 819.5 家']
        """
        return tuple((node, statement) for node in self.nodes for statement in node.statements)

    @property
    def sources(self) -> tuple[tuple[str, Source], ...]:
        """Every source with the IRI of the fact that it states, edges first.

        >>> {source.document for _, source in graph.subgraph(predicates="fundedBy").sources} == {"T/1", "T/2"}
        True
        """
        stated: Iterable[_Stated] = (*self.edges, *(statement for _, statement in self.statements))
        return tuple((one.id, source) for one in stated for source in one.sources)

    def to_networkx(self, kind: str = "multi") -> nx.MultiDiGraph[Any] | nx.DiGraph[Any] | nx.Graph[Any]:
        """The same graph for networkx, with typed attributes.

        :param kind: ``multi`` (one edge a fact), ``directed`` or ``undirected`` (one edge for two ends).
        :raises QuestionError: for another kind.

        >>> PropertyGraph((), (), "en", "https://example.org/id/").to_networkx().is_multigraph()
        True
        """
        from mandategraph.graph.networks import network_of

        return network_of(self, kind)

    def __repr__(self) -> str:
        """How much it holds."""
        return (
            f"<PropertyGraph of {len(self.nodes):,} nodes, {len(self.edges):,} edges, "
            f"{len(self.statements):,} statements, {len(self.sources):,} sources>"
        )

    def _repr_html_(self) -> str:
        from mandategraph.export.svg import picture

        return picture(self)
