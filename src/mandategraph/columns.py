"""The attributes of nodes and edges as columns of plain values: what formats without structure hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from mandategraph.propertygraph import Edge, Node, PropertyGraph, Source, Statement, interval

__all__ = [
    "EDGE_COLUMNS",
    "EVIDENCE_COLUMNS",
    "NODE_COLUMNS",
    "PLAIN_EDGE_COLUMNS",
    "QUALIFIER_COLUMNS",
    "STATEMENT_COLUMNS",
    "Attribute",
    "Cell",
    "attributes",
    "joined",
    "table",
]

#: What a column holds: None where there is nothing; several texts are a tuple.
Cell = str | int | float | bool | date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Attribute:
    """One column.

    :param name: the same in every format; never ``type``, which formats take for themselves.
    :param kind: string, strings, integer, double, boolean or date.
    :param summary: what it says, in a few words.
    :param get: its value.
    """

    name: str
    kind: str
    summary: str
    get: Callable[[Any], Cell]


def _held(predicate: str) -> Callable[[Node], tuple[str, ...] | None]:
    return lambda node: node.values(predicate) or None


def _statement_line(statement: Statement) -> str:
    places = "; ".join(statement.paragraphs)
    return f"{statement.predicate}: {statement.value} [{places}: “{statement.quote}”]"


def _text(name: str) -> Callable[[Edge | Statement], str | None]:
    def get(stated: Edge | Statement) -> str | None:
        value = stated.qualifiers.get(name)
        return None if value is None else str(value)

    return get


def _double(name: str) -> Callable[[Edge | Statement], float | None]:
    def get(stated: Edge | Statement) -> float | None:
        value = stated.qualifiers.get(name)
        return float(value) if isinstance(value, int | Decimal) else None

    return get


def _year(stated: Edge | Statement) -> int | None:
    value = stated.qualifiers.get("year")
    return value if isinstance(value, int) else None


def _about(stated: Edge | Statement) -> str | None:
    value = stated.qualifiers.get("on")
    return None if value is None else stated.qualifier_labels.get("on", str(value))


def _about_id(stated: Edge | Statement) -> str | None:
    return str(stated.qualifiers["on"]) if "on" in stated.qualifier_labels else None


_NEVER = (None, None)
_NUMBERS = ("amount", "value", "year")


def _other(stated: Edge | Statement) -> tuple[str, ...] | None:
    """Numbers that are not written as numbers, and qualifiers that have no column."""
    left = tuple(
        f"{name}={value}"
        for name, value in sorted(stated.qualifiers.items())
        if (name in _NUMBERS and isinstance(value, str)) or name not in _KNOWN
    )
    return left or None


NODE_COLUMNS: tuple[Attribute, ...] = (
    Attribute("id", "string", "IRI", lambda node: node.id),
    Attribute("label", "string", "name in the chosen language", lambda node: node.label),
    Attribute("kind", "string", "class", lambda node: node.kind),
    Attribute("symbol", "string", "symbol of a document", lambda node: node.symbol),
    Attribute("code", "string", "short code or number", lambda node: node.code),
    Attribute("provisional", "boolean", "not reviewed yet", lambda node: node.provisional),
    Attribute("names", "strings", "other names", lambda node: tuple(n for n, _ in node.names) or None),
    Attribute("same_as", "strings", "IRIs elsewhere", lambda node: node.same_as or None),
    Attribute("parent", "string", "IRI of what it is part of by structure", lambda node: node.parent),
    Attribute("start", "date", "first day of an event or date", lambda node: node.time[0]),
    Attribute("end", "date", "last day of an event or date", lambda node: node.time[1]),
    *(
        Attribute(name, "strings", summary, _held(name))
        for name, summary in (
            ("title", "titles"),
            ("date", "dates as stated"),
            ("agendaItem", "agenda items"),
            ("author", "authors as stated"),
            ("heldOn", "days of an event as stated"),
            ("hasResult", "result figures: measure = value unit"),
        )
    ),
    Attribute(
        "statements",
        "strings",
        "each fact whose object is a value, with where it is stated and the first quote",
        lambda node: tuple(map(_statement_line, node.statements)) or None,
    ),
)

_STATED: tuple[Attribute, ...] = (
    Attribute("predicate", "string", "predicate", lambda one: one.predicate),
    Attribute("label", "string", "predicate in words", lambda one: one.label),
    Attribute("support", "integer", "number of documents that state it", lambda one: one.support),
    Attribute("languages", "integer", "number of languages that state it", lambda one: one.languages),
    Attribute("evidence", "integer", "number of sentences that state it", lambda one: len(one.sources)),
    Attribute("documents", "strings", "symbols of these documents", lambda one: one.documents or None),
    Attribute("paragraphs", "strings", "document and paragraph", lambda one: one.paragraphs or None),
    Attribute(
        "passages",
        "strings",
        "IRIs of the passages",
        lambda one: tuple(dict.fromkeys(source.passage_iri for source in one.sources)) or None,
    ),
    Attribute("quote", "string", "first sentence that states it", lambda one: one.quote or None),
    Attribute(
        "quote_language",
        "string",
        "language of the quote",
        lambda one: one.sources[0].language if one.sources else None,
    ),
    Attribute(
        "confidence",
        "double",
        "highest confidence of its evidence",
        lambda one: max((source.confidence for source in one.sources), default=None),
    ),
    Attribute("stated_from", "date", "first dated document", lambda one: (one.stated or _NEVER)[0]),
    Attribute("stated_to", "date", "last dated document", lambda one: (one.stated or _NEVER)[1]),
    Attribute("start", "date", "first day on which it holds, as stated", lambda one: one.valid[0]),
    Attribute("end", "date", "last day on which it holds, as stated", lambda one: one.valid[1]),
    Attribute("act", "string", "verb of a mandate", _text("act")),
    Attribute("on", "string", "what it is about", _about),
    Attribute("on_id", "string", "IRI of what it is about", _about_id),
    Attribute("role", "string", "role", _text("role")),
    Attribute("amount", "double", "amount of money", _double("amount")),
    Attribute("currency", "string", "currency", _text("currency")),
    Attribute("measure", "string", "what a result counts", _text("measure")),
    Attribute("value", "double", "value of a result", _double("value")),
    Attribute("unit", "string", "unit of a result", _text("unit")),
    Attribute("year", "integer", "year", _year),
    Attribute("on_date", "string", "date as stated", _text("date")),
    Attribute("from_date", "string", "beginning as stated", _text("start")),
    Attribute("to_date", "string", "end as stated", _text("end")),
    Attribute("due", "string", "deadline of a mandate as stated", _text("due")),
    Attribute("other", "strings", "figures that are not written as numbers", _other),
)
_KNOWN = frozenset(
    {"act", "amount", "currency", "date", "due", "end", "measure", "on", "role", "start", "unit", "value", "year"}
)

#: The columns that say nothing of an edge without qualifiers.
_OF_QUALIFIERS = {one.name for one in _STATED[[one.name for one in _STATED].index("start") :]}

EDGE_COLUMNS: tuple[Attribute, ...] = (
    Attribute("id", "string", "IRI of the fact", lambda edge: edge.id),
    Attribute("source", "string", "IRI of the subject", lambda edge: edge.source),
    Attribute("target", "string", "IRI of the object", lambda edge: edge.target),
    *_STATED,
    Attribute("symmetric", "boolean", "the direction says nothing", lambda edge: edge.symmetric),
)
#: Those of them that say something of an edge without qualifiers.
PLAIN_EDGE_COLUMNS = tuple(one for one in EDGE_COLUMNS if one.name not in _OF_QUALIFIERS)
#: The others.
QUALIFIER_COLUMNS = tuple(one for one in EDGE_COLUMNS if one.name in _OF_QUALIFIERS)

#: Of a pair of a node and one of its statements.
STATEMENT_COLUMNS: tuple[Attribute, ...] = (
    Attribute("id", "string", "IRI of the fact", lambda pair: pair[1].id),
    Attribute("subject", "string", "IRI of the subject", lambda pair: pair[0].id),
    Attribute("object", "string", "the value", lambda pair: pair[1].value),
    Attribute("object_language", "string", "language of the value", lambda pair: pair[1].language or None),
    *(
        Attribute(one.name, one.kind, one.summary, lambda pair, get=one.get: get(pair[1]))  # type: ignore[misc]
        for one in _STATED
    ),
)


def _day(pair: tuple[str, Source], last: bool) -> date | None:
    days = interval(pair[1].date or "")
    return days[last] if days else None


#: Of a pair of the IRI of a fact and one of its sources.
EVIDENCE_COLUMNS: tuple[Attribute, ...] = (
    Attribute("id", "string", "IRI of the evidence", lambda pair: pair[1].iri),
    Attribute("fact", "string", "IRI of the fact", lambda pair: pair[0]),
    Attribute("document", "string", "symbol of the document", lambda pair: pair[1].document),
    Attribute("paragraph", "string", "paragraph", lambda pair: pair[1].paragraph),
    Attribute("quote", "string", "the sentence", lambda pair: pair[1].quote),
    Attribute("language", "string", "of the quote", lambda pair: pair[1].language),
    Attribute("start", "integer", "first character in the text", lambda pair: pair[1].start),
    Attribute("end", "integer", "one past the last", lambda pair: pair[1].end),
    Attribute("rule", "string", "rule that found it", lambda pair: pair[1].rule),
    Attribute("confidence", "double", "0 to 1", lambda pair: pair[1].confidence),
    Attribute("document_date", "date", "first day of the document's date", lambda pair: _day(pair, False)),
    Attribute("document_id", "string", "IRI of the document", lambda pair: pair[1].document_iri),
    Attribute("edition", "string", "IRI of the edition", lambda pair: pair[1].edition_iri),
    Attribute("passage", "string", "IRI of the passage", lambda pair: pair[1].passage_iri),
)


def attributes(thing: object, columns: tuple[Attribute, ...]) -> dict[str, Cell]:
    """The values of one row by the names of their columns, without those that are absent.

    :param thing: what the columns are of.
    :param columns: such as ``NODE_COLUMNS``.

    >>> attributes(Node("http://a", "A", "Event"), NODE_COLUMNS)
    {'id': 'http://a', 'label': 'A', 'kind': 'Event', 'provisional': False}
    """
    return {column.name: value for column in columns if (value := column.get(thing)) is not None}


def table(graph: PropertyGraph, name: str) -> tuple[tuple[Attribute, ...], Iterator[list[Cell]]]:
    """The columns and rows of one of the tables nodes, edges, statements and evidence.

    :param graph: the graph.
    :param name: of the table.

    >>> columns, rows = table(PropertyGraph((), (), "en", "http://b/"), "evidence")
    >>> columns[0].name, list(rows)
    ('id', [])
    """
    columns, things = {
        "nodes": (NODE_COLUMNS, graph.nodes),
        "edges": (EDGE_COLUMNS, graph.edges),
        "statements": (STATEMENT_COLUMNS, graph.statements),
        "evidence": (EVIDENCE_COLUMNS, graph.sources),
    }[name]
    return columns, ([column.get(thing) for column in columns] for thing in things)


def joined(values: tuple[str, ...]) -> str:
    r"""Several texts as one, with ``;`` between them; a ``;`` or backslash inside a text gets a backslash.

    :param values: the texts.

    >>> joined(("GC.19/10", "a;b"))
    'GC.19/10;a\\;b'
    """
    if len(values) == 1 and ";" not in values[0] and "\\" not in values[0]:
        return values[0]
    return ";".join(value.replace("\\", "\\\\").replace(";", "\\;") for value in values)
