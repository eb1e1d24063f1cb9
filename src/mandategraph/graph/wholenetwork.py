"""Reads what a network of a whole graph says of nodes and edges, in columns and without an object for each fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyoxigraph as ox

from mandategraph.columns import NODE_COLUMNS, QUALIFIER_COLUMNS, Cell, attributes, joined
from mandategraph.model import Entity, Fact
from mandategraph.propertygraph import Edge, Node, Source, Statement, interval
from mandategraph.selection import document_symbol, qualifier_values
from mandategraph.store.embedded import EmbeddedStore
from mandategraph.terms import QUALIFIER_PROPERTIES, identifier, iri, qualifier_value
from mandategraph.traversal import document_dates
from mandategraph.vocabulary import ONTOLOGY
from mandategraph.whole import HEAD, all_entities, all_passages, edition_parts, in_editions, joined_parts, names_of

__all__ = ["EDGE_VALUES", "Part", "network_parts", "plain"]

#: Lists of JSON values by name. The first part has ``predicates``; then come parts with ``nodes``, then those with
#: the columns of edges.
Part = dict[str, Any]

#: The columns of edges that are neither numbers of nodes and predicates nor about qualifiers.
EDGE_VALUES = (
    "id", "support", "languages", "evidence", "documents", "paragraphs", "passages", "quote", "quote_language",
    "confidence", "stated_from", "stated_to",
)  # fmt: skip
_IN_PART = 10_000
# What the label of a node depends on is kept apart: it depends on the language that is asked for.
_NODE_COLUMNS = tuple(one for one in NODE_COLUMNS if one.name not in {"id", "label", "kind", "names"})
_PREDICATES = "SELECT DISTINCT ?predicate WHERE { ?fact rdf:predicate ?predicate }"
# Numbers stand for nodes and predicates: each IRI of an answer is a look-up, which takes longer than a join.
_FACT = {
    "?fact ?predicate": "?fact rdf:predicate ?predicate",
    "?fact ?support": "?fact mg:support ?support",
    "?fact ?languages": "?fact mg:languages ?languages",
    "?subject ?here": "VALUES (?here ?subject) { %(nodes)s }",
    "?predicate ?place": "VALUES (?place ?predicate) { %(predicates)s }",
}
_EDGES = joined_parts(
    "?fact ((?here * %(many)d + ?place) * %(size)d + ?there AS ?number) ?support ?languages",
    {
        "?fact ?subject": "?fact rdf:subject ?subject",
        "?fact ?object": "?fact rdf:object ?object",
        **_FACT,
        "?object ?there": "VALUES (?there ?object) { %(nodes)s }",
    },
)
_STATEMENTS = joined_parts(
    "?fact ?here ?place ?object ?support ?languages",
    {
        "?fact ?subject": "?fact rdf:subject ?subject",
        "?fact ?object": "{ ?fact rdf:object ?object FILTER(isLiteral(?object)) } UNION "
        "{ ?fact rdf:object ?result . ?result a mg:Result ; rdfs:label ?object }",
        **_FACT,
    },
)
_EVIDENCE = in_editions(
    "?fact ?place ?passage ?quote ?start ?end ?language ?confidence",
    {"passage": "mg", "quote": "mg", "start": "mg", "end": "mg", "language": "dct", "confidence": "mg"},
)
#: The place of its edition among all, sorted; order, start, end; passage, paragraph, quote, language, confidence.
_Reason = tuple[int, int, int, int, str, str, str, str, float]


def plain(value: Cell) -> Any:
    """A value as the writers of networkx accept it: several texts are joined, a date is a text.

    :param value: of a column.

    >>> plain(("a", "b")), plain(date(2021, 11, 29)), plain(1.5)
    ('a;b', '2021-11-29', 1.5)
    """
    if isinstance(value, tuple):
        return joined(value)
    return value.isoformat() if isinstance(value, date) else value


def network_parts(store: EmbeddedStore) -> Iterator[Part]:
    """All nodes and edges of a graph, sorted, in parts that can be written as JSON.

    A node is a list: IRI, class, preferred names with their languages, other names likewise, and the attributes
    that are the same in every language. An edge is a value in each column: the numbers of its ``source``,
    ``target`` and ``predicate`` and what ``EDGE_VALUES`` names, None where there is nothing; ``more`` has what
    qualifiers say, by the place of the edge in its part.

    :param store: the graph.

    >>> sorted({name for part in network_parts(graph.store) for name in part})[:4]
    ['confidence', 'documents', 'evidence', 'id']
    """
    return _Reading(store).parts()


class _Reading:
    """One graph on its way from the store."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store
        self.base = store.base_iri
        self.entities = all_entities(store)
        self.names = list(self.entities)
        found = {row[0].value for row in store.each(HEAD + _PREDICATES) if row[0] is not None}
        self.predicates = sorted((name.removeprefix(ONTOLOGY), name) for name in found)
        # Of facts between two entities and of those with a value, by the place of the fact.
        self.place: dict[str, int] = {}
        self.edges: list[tuple[int, str, int, int]] = []
        self.statements: list[tuple[int, int, str, str, int, int]] = []
        self.reasons: list[list[_Reason] | None] = []
        self.editions: list[tuple[str, str]] = []
        self.symbols: list[str] = []
        self.days: list[tuple[str | None, str | None]] = []
        self.dates: list[str | None] = []

    def parts(self) -> Iterator[Part]:
        self._read_facts()
        self._read_evidence()
        qualifiers = self._qualifiers()
        yield {"predicates": [name for name, _ in self.predicates]}
        yield from self._nodes()
        # What is not needed any more is let go of: the network itself takes as much.
        self.place.clear()
        self.entities.clear()
        size, many = len(self.names), len(self.predicates)
        order = sorted(range(len(self.edges)), key=self.edges.__getitem__)
        for first in range(0, len(order), _IN_PART):
            more: dict[str, dict[str, Any]] = {}
            rows = []
            for row, place in enumerate(order[first : first + _IN_PART]):
                number, fact, support, languages = self.edges[place]
                here, target = divmod(number, size)
                source, predicate = divmod(here, many)
                held, self.reasons[place] = self.reasons[place], None
                rows.append((source, target, predicate, fact, support, languages, *self._stated(held)))
                if fact in qualifiers:
                    more[str(row)] = self._said(qualifiers[fact])
            columns = map(list, zip(*rows, strict=True))
            yield dict(zip(("source", "target", "predicate", *EDGE_VALUES), columns, strict=True)) | {"more": more}

    def _read_facts(self) -> None:
        nodes = _numbered(self.names)
        known: dict[str, Any] = {"nodes": nodes, "predicates": _numbered(name for _, name in self.predicates)}
        size, many = len(self.names), len(self.predicates)
        for fact, number, support, languages in self.store.each(_EDGES % (known | {"many": many, "size": size})):
            assert fact and number and support and languages  # noqa: S101, PT018 - none is optional
            self.place[fact.value] = len(self.edges)
            self.edges.append((int(number.value), fact.value, int(support.value), int(languages.value)))
        for fact, here, place, value, support, languages in self.store.each(_STATEMENTS % known):
            assert fact and here and place and support and languages  # noqa: S101, PT018
            assert isinstance(value, ox.Literal)  # noqa: S101 - by the query
            self.place[fact.value] = len(self.edges) + len(self.statements)
            self.statements.append(
                (int(here.value), int(place.value), value.value, fact.value, int(support.value), int(languages.value))
            )

    def _read_evidence(self) -> None:
        self.reasons = [None] * len(self.place)
        dates = document_dates(self.store)
        for held in edition_parts(self.store):
            self._read_editions(held, dates)

    def _read_editions(self, held: list[tuple[str, str]], dates: dict[str, str]) -> None:
        first = len(self.editions)
        self.editions += held
        for _, document in held:
            name = iri(document, self.base).value
            days = interval(dates.get(name, ""))
            self.symbols.append(document_symbol(self.entities.get(name), document))
            self.days.append((days[0].isoformat(), days[1].isoformat()) if days else (None, None))
            self.dates.append(dates.get(name))
        passages = all_passages(self.store, held)
        for fact, number, passage, quote, start, end, language, confidence in self.store.each(_EVIDENCE % names_of(held)):
            assert fact and number and passage and quote and start and end  # noqa: S101, PT018
            assert language and confidence  # noqa: S101, PT018 - none is optional
            place = self.place.get(fact.value)
            if place is None:
                continue
            edition = int(number.value)
            order, paragraph, _ = passages.get((passage.value, edition), (0, None, None))
            reason = (
                first + edition,
                order,
                int(start.value),
                int(end.value),
                passage.value,
                paragraph or self._path(passage.value, held[edition][1]),
                quote.value,
                language.value,
                float(confidence.value),
            )
            others = self.reasons[place]
            if others is None:
                self.reasons[place] = [reason]
            else:
                others.append(reason)

    def _path(self, passage: str, document: str) -> str:
        return identifier(passage, self.base).removeprefix(document + "/")

    def _stated(self, held: list[_Reason] | None) -> tuple[Any, ...]:
        """The values of an edge from ``evidence`` on."""
        if held is None:
            return 0, *[None] * 8
        if len(held) == 1:
            ((place, _, _, _, passage, paragraph, quote, language, confidence),) = held
            symbol = self.symbols[place]
            places = joined((f"{symbol}, {paragraph}",))
            return 1, joined((symbol,)), places, joined((passage,)), quote or None, language, confidence, *self.days[place]
        held.sort()
        symbols = [self.symbols[one[0]] for one in held]
        days = [self.days[one[0]] for one in held]
        return (
            len(held),
            joined(tuple(sorted(set(symbols)))),
            joined(tuple(dict.fromkeys(f"{symbol}, {one[5]}" for symbol, one in zip(symbols, held, strict=True)))),
            joined(tuple(dict.fromkeys(one[4] for one in held))),
            held[0][6] or None,
            held[0][7],
            max(one[8] for one in held),
            min((first for first, _ in days if first), default=None),
            max((last for _, last in days if last), default=None),
        )

    def _qualifiers(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for name, property_ in QUALIFIER_PROPERTIES.items():
            for fact, value in self.store.each(f"SELECT ?fact ?value WHERE {{ ?fact {property_} ?value }}"):
                if fact is not None and value is not None and self.place.get(fact.value, len(self.edges)) < len(self.edges):
                    found[fact.value][name] = qualifier_value(name, value, self.base)
        return found

    def _said(self, qualifiers: dict[str, str]) -> dict[str, Any]:
        """What qualifiers say; what an edge is about has no label yet, for that depends on the language."""
        values, labels = qualifier_values(Fact("", "", "", qualifiers)), {}
        if qualifiers.get("on", "").startswith("@"):
            labels["on"] = values["on"] = iri(str(values["on"]), self.base).value
        edge = Edge(
            id="", predicate="", label="", qualifiers=values, qualifier_labels=labels, support=0, languages=0,
            source="", target="",
        )  # fmt: skip
        return {name: plain(value) for name, value in attributes(edge, QUALIFIER_COLUMNS).items()}

    def _nodes(self) -> Iterator[Part]:
        stated: dict[int, list[Statement]] = defaultdict(list)
        for place, (here, predicate, value, fact, support, languages) in enumerate(self.statements, len(self.edges)):
            stated[here].append(
                Statement(
                    id=fact, predicate=self.predicates[predicate][0], label="", support=support, languages=languages,
                    sources=tuple(self._source(one) for one in sorted(self.reasons[place] or ())), value=value,
                )
            )  # fmt: skip
        for first in range(0, len(self.names), _IN_PART):
            nodes = []
            for number, name in enumerate(self.names[first : first + _IN_PART], first):
                entity = self.entities[name]
                labels = [[one.text, one.language] for one in entity.labels]
                names = [[one.text, one.language] for one in entity.names]
                nodes.append([name, entity.type, labels, names, self._described(name, entity, stated.get(number, ()))])
            yield {"nodes": nodes}

    def _described(self, name: str, entity: Entity, statements: Iterable[Statement]) -> dict[str, Any]:
        parent = iri(entity.parent, self.base).value if entity.parent else None
        node = Node(
            name, "", entity.type, entity.symbol, entity.code, entity.provisional, (), entity.same_as, parent,
            tuple(sorted(statements, key=lambda one: (one.predicate, one.value, one.id))),
        )  # fmt: skip
        return {name: plain(value) for name, value in attributes(node, _NODE_COLUMNS).items()}

    def _source(self, reason: _Reason) -> Source:
        place, _, start, end, passage, paragraph, quote, language, confidence = reason
        edition, document = self.editions[place]
        return Source(
            self.symbols[place], paragraph, quote, language, start, end, "", confidence, self.dates[place], "",
            iri(document, self.base).value, edition, passage,
        )  # fmt: skip


def _numbered(names: Iterable[str]) -> str:
    return " ".join(f"({place} {ox.NamedNode(name)})" for place, name in enumerate(names))
