"""Prepared questions: SPARQL files with a header, whose parameters are filled in as RDF terms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pyoxigraph as ox

from mandategraph.answers import Column, EntityValue, Names, Value, ontology_words, read_value
from mandategraph.errors import QuestionError, UnknownEntityError, one_of
from mandategraph.find import find_entity
from mandategraph.finishing import UnusualError, finished, joined, unfinished
from mandategraph.resources import resources
from mandategraph.store import EmbeddedStore, Store
from mandategraph.terms import Term, identifier, iri
from mandategraph.vocabulary import ONTOLOGY, PREDICATES, PREFIXES

__all__ = [
    "Answer",
    "Column",
    "EntityValue",
    "Parameter",
    "Prepared",
    "Question",
    "Value",
    "ask",
    "load_questions",
    "question_named",
]

_TYPES = ("entity", "fact", "predicate", "text", "integer", "year", "date", "language")
_VIEWS = ("table", "graph", "chart", "map", "timeline")
_KINDS = ("entity", "entity or text", "term", "fact", "value")
_FACT = re.compile(r"(?:fact/)?([0-9a-f]{16})")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_GIVEN = re.compile(r"^( *)#given \?(\w+) (.+)$", re.MULTILINE)
_XSD = PREFIXES["xsd"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a question must or may be told.

    :param name: as a user gives it.
    :param type: entity, fact, predicate, text, integer, year, date or language.
    :param variable: the variable of the query that it fills.
    :param required: whether the question makes no sense without it.
    :param default: its value when none is given.
    :param classes: for an entity, the classes that make sense.
    """

    name: str
    type: str
    variable: str
    required: bool = False
    default: str | None = None
    classes: tuple[str, ...] = ()
    summary: str = ""
    summary_zh: str = ""


class Prepared(NamedTuple):
    """A question that can be run: the query, and the terms that its variables are bound to."""

    text: str
    bindings: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found: rows with one value for each column, in the query's order."""

    question: Question
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    values: Mapping[str, str] = field(default_factory=dict)

    def records(self) -> Iterator[dict[str, Value]]:
        """The rows as mappings from column name to value."""
        for row in self.rows:
            yield {column.name: value for column, value in zip(self.columns, row, strict=True)}


@dataclass(frozen=True, slots=True)
class Question:
    """A prepared query: what it asks, what it must be told, and its text.

    :param name: the file's name without ``.rq``.
    :param view: how a page shows the answer: table, graph, chart, map or timeline.
    :param example: parameters with which it has something to say.
    :param text: the whole file, which is itself a query.
    """

    name: str
    summary: str
    summary_zh: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: Mapping[str, str]
    view: str
    text: str

    def prepare(self, store: Store, **values: object) -> Prepared:
        """The query, and the RDF terms for its variables; nothing that a user wrote enters the text.

        :param store: where entities are looked up.
        :param values: parameters by name; None counts as not given.
        :raises QuestionError: for an unknown, missing or malformed parameter.
        :raises UnknownEntityError: for a name that names no entity, or several.
        """
        given = {name.replace("_", "-"): value for name, value in values.items() if value is not None}
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise QuestionError(f"{self.name} has no parameter {name!r}: it has {one_of(known)}")
        bindings: dict[str, Term] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            if value is not None:
                bindings[parameter.variable] = _term(self, parameter, value, store)
            elif parameter.required:
                raise QuestionError(f"{self.name} needs {parameter.name}: {parameter.summary}")
        return Prepared(_with_given(self.text, bindings), MappingProxyType(bindings))


def load_questions(folder: Path | None = None) -> Mapping[str, Question]:
    """The questions of a folder by name, sorted.

    :param folder: with ``.rq`` files; the questions of this package when not given.
    :raises QuestionError: for a file whose header is not as it must be.

    >>> load_questions()["partners-of"].example
    mappingproxy({'organization': '工发组织'})
    """
    paths = sorted(folder.glob("*.rq")) if folder is not None else resources("queries", ".rq")
    return MappingProxyType({path.stem: _load(path) for path in paths})


@cache
def _shipped() -> Mapping[str, Question]:
    return load_questions()


def question_named(name: str, questions: Mapping[str, Question] | None = None) -> Question:
    """One question by its name.

    :param name: such as ``mandates-of``.
    :param questions: where to look; those of this package when not given.
    :raises QuestionError: naming the questions that come nearest.

    >>> question_named("partners-of").view
    'graph'
    """
    available = _shipped() if questions is None else questions
    if name in available:
        return available[name]
    near = get_close_matches(name.lower(), available, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {one_of(available, most=30)}"
    raise QuestionError(f"there is no question {name!r}: {hint}")


def ask(store: Store, name: str, **values: object) -> Answer:
    """What a graph answers to a question.

    :param store: the graph.
    :param name: of the question.
    :param values: its parameters; entities by name, symbol, id or IRI in any language.
    :raises QuestionError: for an unknown question or parameter.
    :raises UnknownEntityError: for a name that names no entity, or several.
    """
    question = question_named(name)
    prepared = question.prepare(store, **values)
    names = Names(store, prepared.bindings["language"].value)
    rows = tuple(
        tuple(read_value(column, solution, names) for column in question.columns)
        for solution in _solutions(store, question, prepared)
    )
    told = {name: str(value) for name, value in sorted(values.items()) if value is not None}
    return Answer(question, question.columns, rows, MappingProxyType(told))


def _solutions(store: Store, question: Question, prepared: Prepared) -> Iterable[Mapping[str, Term]]:
    """The rows of a question, with the names and in the order that it gives."""
    text, bindings = prepared
    if not isinstance(store, EmbeddedStore):
        return store.select(text, bindings).records()
    less = unfinished(question.text, frozenset(one.variable for one in question.parameters))
    if less is not None and not less.unless & bindings.keys():
        with suppress(UnusualError):
            found = store.select(_with_given(less.without(bindings), bindings), bindings)
            return finished(less, found, store, bindings["language"].value)
    return store.select(_with_given(joined(question.text), bindings), bindings).records()


def _load(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    try:
        header = _header(text)
        question = Question(
            path.stem,
            str(header["summary"]),
            str(header["summary-zh"]),
            str(header["description"]),
            tuple(_parameter(item) for item in _items(header, "parameters")),
            tuple(Column(**item) for item in _items(header, "columns")),
            MappingProxyType(dict(json.loads(str(header["example"])))),
            str(header["view"]),
            text,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionError(f"{path.name}: the header is not as it must be: {error}") from error
    for value, valid in (
        (question.view, _VIEWS),
        *((parameter.type, _TYPES) for parameter in question.parameters),
        *((column.kind, _KINDS) for column in question.columns),
    ):
        if value not in valid:
            raise QuestionError(f"{path.name}: {value!r} is none of {one_of(valid, most=9)}")
    for parameter in question.parameters:
        if not re.search(rf"\?{parameter.variable}\b", text):
            raise QuestionError(f"{path.name}: the query has no variable ?{parameter.variable}")
    for name in question.example:
        if name not in {parameter.name for parameter in question.parameters}:
            raise QuestionError(f"{path.name}: the example names {name!r}, which is no parameter")
    return question


def _with_given(text: str, bindings: Mapping[str, Term]) -> str:
    """The query with the lines for those parameters that are given.

    A line ``#given ?name PATTERN`` is a comment, so that the file is a query without it. Where the parameter is
    given the pattern is part of the query, with its term in place of empty braces: a sub-select sees no terms
    from outside, and what is looked up first depends on what is given.
    """

    def line(match: re.Match[str]) -> str:
        indent, name, pattern = match.groups()
        if name not in bindings:
            return match[0]
        return f"{indent}{pattern.replace('{ }', f'{{ {bindings[name]} }}')}"

    return _GIVEN.sub(line, text)


def _header(text: str) -> dict[str, object]:
    """The lines that begin with ``#+``: a small part of YAML, with JSON for whatever has parts."""
    header: dict[str, object] = {}
    items: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#+ "):
            break
        if line.startswith("#+   - "):
            items.append(line[7:])
            continue
        key, separator, value = line[3:].partition(":")
        if not separator:
            raise ValueError(f"the line {line!r} has no colon")
        items = []
        header[key] = value.strip() or items
    return header


def _items(header: Mapping[str, object], key: str) -> list[dict[str, str]]:
    lines = header[key]
    if not isinstance(lines, list):
        raise TypeError(f"{key} is no list")
    return [json.loads(line) for line in lines]


def _parameter(item: Mapping[str, object]) -> Parameter:
    return Parameter(
        str(item["name"]),
        str(item["type"]),
        str(item["variable"]),
        bool(item.get("required", False)),
        None if item.get("default") is None else str(item["default"]),
        tuple(str(name) for name in item.get("classes", ())),  # type: ignore[attr-defined]
        str(item["summary"]),
        str(item["summary-zh"]),
    )


def _term(question: Question, parameter: Parameter, value: object, store: Store) -> Term:
    """The RDF term that the value of a parameter stands for."""
    place = f"{question.name}: {parameter.name}"
    text = str(value).strip()
    if not text:
        raise QuestionError(f"{place} is empty")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QuestionError(f"{place} holds what is no character: {text!r}") from error
    match parameter.type:
        case "entity":
            return ox.NamedNode(find_entity(store, text))
        case "fact":
            return _fact(store, text, place)
        case "predicate":
            return _predicate(text, place)
        case "integer" if re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            return ox.Literal(int(text))
        case "year" if re.fullmatch(r"[0-9]{4}", text):
            return ox.Literal(text, datatype=ox.NamedNode(_XSD + "gYear"))
        case "date" if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                return ox.Literal(date.fromisoformat(text).isoformat(), datatype=ox.NamedNode(_XSD + "date"))
            except ValueError as error:
                raise QuestionError(f"{place} must be a day such as 2021-11-29, not {text!r}") from error
        case "language" if _LANGUAGE.fullmatch(text):
            return ox.Literal(text)
        case "text":
            return ox.Literal(text)
    wanted = {
        "integer": "a whole number such as 20",
        "year": "a year such as 2022",
        "date": "a day such as 2021-11-29",
        "language": "a language code such as zh or en",
    }[parameter.type]
    raise QuestionError(f"{place} must be {wanted}, not {text!r}")


def _fact(store: Store, text: str, place: str) -> Term:
    digits = _FACT.fullmatch(identifier(text, store.base_iri))
    if digits is None:
        raise QuestionError(f"{place} must be the IRI or the 16 digits of a fact, not {text!r}")
    fact = iri(f"fact/{digits[1]}", store.base_iri)
    if not store.ask("ASK { ?fact ?predicate ?object }", {"fact": fact}):
        raise UnknownEntityError(f"no fact {fact.value} in this graph: mandategraph show ENTITY lists facts")
    return fact


def _predicate(text: str, place: str) -> Term:
    local = text.removeprefix("mg:").removeprefix(ONTOLOGY)
    by_label = {label: name for name in PREDICATES for _, label in ontology_words().get(ONTOLOGY + name, ())}
    local = by_label.get(local, local)
    if local in PREDICATES:
        return ox.NamedNode(ONTOLOGY + local)
    near = get_close_matches(local, [*PREDICATES, *by_label], n=3, cutoff=0.6)
    raise QuestionError(f"{place}: no predicate {text!r}: {one_of(near or PREDICATES, most=40)}")
