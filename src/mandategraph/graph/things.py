"""Entities and facts as one walks over them: each knows its graph and reads what it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from mandategraph.model import Entity, Literal
from mandategraph.propertygraph import QualifierValue
from mandategraph.recall import StoredEvidence, StoredFact
from mandategraph.selection import qualifier_values
from mandategraph.terms import identifier, iri
from mandategraph.traversal import among, classes_of, facts_by_iri, facts_of, known_predicates, neighbours
from mandategraph.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    from mandategraph.graph import Graph

__all__ = ["EntityView", "FactView", "symbol_of"]


class EntityView:
    """An entity of a graph; its description and facts are read when they are asked for.

    Two are equal when they are the same entity of the same graph.
    """

    __slots__ = ("_graph", "iri")

    def __init__(self, graph: Graph, iri: str) -> None:
        self._graph = graph
        #: The IRI.
        self.iri = iri

    @property
    def id(self) -> str:
        """The IRI without the base IRI.

        >>> graph["UNIDO"].id
        'organization/unido'
        """
        return identifier(self.iri, self._graph.base_iri)

    @property
    def description(self) -> Entity:
        """All that the graph says of its names, class, symbol and parent.

        >>> graph["UNIDO"].description.type
        'Organization'
        """
        return self._graph._described(self.iri)

    @property
    def label(self) -> str:
        """Its name in the graph's language, else in Chinese, English or any.

        >>> graph["UNIDO"].label
        '联合国工业发展组织'
        """
        return self._graph._label(self.iri)

    @property
    def kind(self) -> str:
        """The local name of its class.

        >>> graph["UNIDO"].kind
        'Organization'
        """
        return self.description.type

    @property
    def names(self) -> tuple[str, ...]:
        """All its names in all languages, sorted.

        >>> "UNIDO" in graph["工发组织"].names
        True
        """
        described = self.description
        return tuple(sorted({name.text for name in (*described.labels, *described.names)}))

    @property
    def symbol(self) -> str | None:
        """The symbol of a document.

        >>> graph["第一份报告"].symbol
        'T/1'
        """
        return self.description.symbol

    @property
    def parent(self) -> EntityView | None:
        """What it is structurally part of: the body of a session, the goal of a target.

        >>> str(graph["具体目标9.4"].parent)
        '可持续发展目标9'
        """
        found = self.description.parent
        return None if found is None else EntityView(self._graph, iri(found, self._graph.base_iri).value)

    def facts(
        self, predicate: str | Iterable[str] | None = None, direction: str = "both"
    ) -> tuple[FactView, ...]:
        """The facts that it is subject or object of, the best supported first.

        :param predicate: one or several: only these.
        :param direction: ``out`` (it is the subject), ``in`` (it is the object) or ``both``.
        :raises QuestionError: for an unknown predicate or direction.

        >>> for fact in graph["绿色方案"].facts("fundedBy"):
        ...     print(fact)
        绿色方案 → 由…供资 → 全球环境基金 [2]
        """
        found = facts_of(self._graph.store, [self.iri], direction, _predicates(predicate))
        return self._graph._views(found)

    def neighbours(
        self,
        predicate: str | Iterable[str] | None = None,
        direction: str = "both",
        types: str | Iterable[str] | None = None,
        limit: int | None = None,
    ) -> tuple[EntityView, ...]:
        """The entities that it shares a fact with, those of the best supported facts first.

        :param predicate: one or several: only facts with these.
        :param direction: ``out``, ``in`` or ``both``.
        :param types: only entities of these classes and of those below them.
        :param limit: at most so many.
        :raises QuestionError: for an unknown predicate, direction or class.

        >>> [one.label for one in graph["绿色方案"].neighbours(types="Country")]
        ['中国']
        """
        support = neighbours(self._graph.store, self.iri, direction, _predicates(predicate))
        found: Iterable[str] = support
        if types is not None:
            found = among(self._graph.store, support, classes_of([types] if isinstance(types, str) else types))
        ranked = sorted(found, key=lambda name: (-support[name], name))
        return tuple(EntityView(self._graph, name) for name in ranked[:limit])

    def __eq__(self, other: object) -> bool:
        """Whether it is the same entity of the same graph."""
        return isinstance(other, EntityView) and (self._graph, self.iri) == (other._graph, other.iri)

    def __hash__(self) -> int:
        """By the IRI."""
        return hash(self.iri)

    def __str__(self) -> str:
        """The label."""
        return self.label

    def __repr__(self) -> str:
        """What it is, in a few words."""
        return f"<{self.kind} {self.label} ({self.id})>"

    def _repr_html_(self) -> str:
        found = self.facts()
        rows = "".join(fact._row() for fact in found[:60])
        left = f"<p>and {len(found) - 60:,} more facts</p>" if len(found) > 60 else ""
        names = " · ".join(escape(name) for name in self.names if name != self.label)
        return (
            f"<h4>{escape(self.label)}</h4><p>{escape(self.kind)} · <code>{escape(self.iri)}</code><br>{names}</p>"
            f"<table><tbody>{rows}</tbody></table>{left}"
        )


class FactView:
    """A fact of a graph with its evidence.

    Two are equal when they are the same fact of the same graph.
    """

    __slots__ = ("_evidence", "_graph", "_stored")

    def __init__(self, graph: Graph, stored: StoredFact) -> None:
        self._graph = graph
        self._stored = stored
        self._evidence: tuple[StoredEvidence, ...] | None = None

    @property
    def iri(self) -> str:
        """The IRI.

        >>> graph["绿色方案"].facts("fundedBy")[0].iri.startswith(graph.base_iri + "fact/")
        True
        """
        return self._stored.iri

    @property
    def subject(self) -> EntityView:
        """What the fact is about.

        >>> graph["绿色方案"].facts("fundedBy")[0].subject.label
        '绿色方案'
        """
        return EntityView(self._graph, iri(self._stored.fact.subject, self._graph.base_iri).value)

    @property
    def predicate(self) -> str:
        """The predicate as the ontology names it.

        >>> graph["绿色方案"].facts("fundedBy")[0].predicate
        'fundedBy'
        """
        return self._stored.fact.predicate

    @property
    def object(self) -> EntityView | str:
        """The other entity, or a value as text.

        >>> str(graph["绿色方案"].facts("fundedBy")[0].object)
        '全球环境基金'
        """
        value = self._stored.fact.object
        if isinstance(value, Literal):
            return value.value
        return EntityView(self._graph, iri(value, self._graph.base_iri).value)

    @property
    def qualifiers(self) -> Mapping[str, QualifierValue]:
        """What it says beyond subject, predicate and object: amount, year, role, act, due ...; numbers are numbers.

        >>> graph["绿色方案"].facts("fundedBy")[0].qualifiers["amount"]
        Decimal('1500000')
        """
        return qualifier_values(self._stored.fact)

    @property
    def support(self) -> int:
        """The number of documents that state it.

        >>> graph["绿色方案"].facts("fundedBy")[0].support
        2
        """
        return self._stored.support

    @property
    def languages(self) -> int:
        """The number of languages that state it.

        >>> graph["绿色方案"].facts("implementedBy")[0].languages
        2
        """
        return self._stored.languages

    @property
    def evidence(self) -> tuple[StoredEvidence, ...]:
        """Where it is stated: document, passage, quote, offsets and language, sorted by document and place.

        >>> for one in graph["绿色方案"].facts("fundedBy")[0].evidence:
        ...     print(one.document, one.number, one.quote, one.start, one.end, one.language)
        document/T/1 4 绿色方案由全环基金供资1500000美元 25 45 zh
        document/T/2 1 全环基金资助绿色方案 0 10 zh
        """
        if self._evidence is None:
            self._evidence = self._graph._reasons([self.iri]).get(self.iri, ())
        return self._evidence

    @property
    def quote(self) -> str:
        """The first sentence that states it.

        >>> graph["绿色方案"].facts("fundedBy")[0].quote
        '绿色方案由全环基金供资1500000美元'
        """
        return self.evidence[0].quote if self.evidence else ""

    @property
    def documents(self) -> tuple[str, ...]:
        """The symbols of the documents that state it, sorted.

        >>> graph["绿色方案"].facts("fundedBy")[0].documents
        ('T/1', 'T/2')
        """
        return tuple(sorted({symbol_of(one) for one in self.evidence}))

    def __eq__(self, other: Any) -> bool:
        """Whether it is the same fact of the same graph."""
        return isinstance(other, FactView) and (self._graph, self.iri) == (other._graph, other.iri)

    def __hash__(self) -> int:
        """By the IRI."""
        return hash(self.iri)

    def __str__(self) -> str:
        """Subject, predicate and object in words, and the support."""
        word = self._graph._word(ONTOLOGY + self.predicate)
        return f"{self.subject} → {word} → {self.object} [{self.support}]"

    def __repr__(self) -> str:
        """What it is, in a few words."""
        return f"<fact {self}>"

    def _row(self) -> str:
        parts = (str(self.subject), self._graph._word(ONTOLOGY + self.predicate), str(self.object))
        more = "; ".join(f"{name} {value}" for name, value in self.qualifiers.items())
        places = "; ".join(dict.fromkeys(f"{symbol_of(one)}, {one.number or ''}".rstrip(", ") for one in self.evidence))
        cells = (*parts, more, f"“{self.quote}”", places)
        return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"

    def _repr_html_(self) -> str:
        return f"<table><tbody>{self._row()}</tbody></table>"


def symbol_of(one: StoredEvidence) -> str:
    """The document of a piece of evidence without the folder of documents.

    :param one: the evidence.

    >>> symbol_of(graph["绿色方案"].facts("fundedBy")[0].evidence[0])
    'T/1'
    """
    return one.document.removeprefix("document/")


def _predicates(given: str | Iterable[str] | None) -> tuple[str, ...]:
    if given is None:
        return ()
    return known_predicates([given] if isinstance(given, str) else given)


def fact_view(graph: Graph, name: str) -> FactView | None:
    """A fact by its IRI, or None.

    :param graph: where to look.
    :param name: the IRI.
    """
    for stored in facts_by_iri(graph.store, [name]):
        return FactView(graph, stored)
    return None
