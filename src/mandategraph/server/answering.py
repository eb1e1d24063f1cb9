"""Prepared questions answered under the limits of the server, and as records."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool

from mandategraph.answers import EntityValue, Names, Value, read_value
from mandategraph.questions import Prepared, Question
from mandategraph.recall import entities
from mandategraph.safetext import spreadsheet_text
from mandategraph.server.facts import Record
from mandategraph.server.limits import QueryStopped
from mandategraph.server.pool import Job
from mandategraph.server.state import Version
from mandategraph.store.binding import bind

__all__ = ["answer_csv", "answer_question", "question_record"]

_AGAIN = 5


def question_record(question: Question, language: str) -> Record:
    """What a question asks and must be told.

    :param question: the question.
    :param language: of the words.
    """
    chinese = language.startswith("zh")
    return {
        "name": question.name,
        "summary": question.summary_zh if chinese else question.summary,
        "summaries": {"zh": question.summary_zh, "en": question.summary},
        "description": question.description,
        "view": question.view,
        "example": dict(question.example),
        "parameters": [
            {
                "name": one.name,
                "type": one.type,
                "required": one.required,
                "default": one.default,
                "classes": list(one.classes),
                "summary": one.summary_zh if chinese else one.summary,
            }
            for one in question.parameters
        ],
        "columns": [{"name": one.name, "kind": one.kind, "heading": one.heading(language)} for one in question.columns],
        "query": question.text,
    }


async def answer_question(graph: Version, question: Question, values: Mapping[str, str]) -> Record:
    """What the graph answers to a question.

    :param graph: the version of the graph to begin with; where another is published meanwhile, that answers.
    :param question: the question.
    :param values: its parameters by name.
    :raises QuestionError: for an unknown or malformed parameter.
    :raises UnknownEntityError: for a name that names no entity, or several.
    :raises QueryStopped: when it takes too long, or each time another version of the graph is published meanwhile.
    """
    given: dict[str, object] = {name: value for name, value in values.items() if value.strip()}
    for _ in range(_AGAIN):
        prepared = await run_in_threadpool(_prepare, graph, question, given)
        text = bind(prepared.text, prepared.bindings)
        reply = await graph.pool.run(Job(text, rows="json", boolean=None, graph=None))
        if reply.generation == graph.generation:
            break
        graph = graph.latest  # names and rows must be of one version
    else:
        raise QueryStopped(503, "the graph is changing all the time: try again in a moment")
    record = await run_in_threadpool(_read, graph, question, prepared, reply.data)
    record["given"] = {name: str(value) for name, value in given.items()}
    record["sparql"] = text
    return record


def _prepare(graph: Version, question: Question, given: Mapping[str, object]) -> Prepared:
    return question.prepare(graph.store, **given)


def _read(graph: Version, question: Question, prepared: Prepared, data: bytes) -> Record:
    language = prepared.bindings["language"].value
    names = Names(graph.store, language)
    found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
    rows: list[dict[str, Any]] = []
    if isinstance(found, ox.QuerySolutions):
        variables = [variable.value for variable in found.variables]
        for solution in found:
            told = {name: solution[name] for name in variables if solution[name] is not None}
            rows.append({one.name: _plain(read_value(one, told, names)) for one in question.columns})
    focus: list[dict[str, str]] = [
        {"iri": term.value, "label": names[term.value]}
        for one in question.parameters
        if one.required and isinstance(term := prepared.bindings.get(one.variable), ox.NamedNode)
    ]
    cells = [cell for row in rows for cell in row.values() if isinstance(cell, dict)]
    types = entities(graph.store, {cell["iri"] for cell in (*cells, *focus)})
    for cell in (*cells, *focus):
        if cell["iri"] in types:
            cell["type"] = types[cell["iri"]].type
    return {**question_record(question, language), "focus": focus, "rows": rows}


def _plain(value: Value) -> object:
    if isinstance(value, EntityValue):
        return {"iri": value.iri, "label": value.label}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def answer_csv(answer: Record) -> str:
    r"""The rows of an answer as CSV: a name and, beside it, the IRI of what it names; no cell is a formula.

    :param answer: of ``answer_question``.

    >>> columns = [{"name": "partner", "kind": "entity"}]
    >>> answer_csv({"columns": columns, "rows": [{"partner": {"label": "ISO", "iri": "http://a/iso"}}]})
    'partner,partner_iri\r\nISO,http://a/iso\r\n'
    """
    output = io.StringIO()
    writer = csv.writer(output)
    headings: list[str] = []
    for column in answer["columns"]:
        single = column["kind"] in {"value", "fact"}
        headings += [column["name"]] if single else [column["name"], f"{column['name']}_iri"]
    writer.writerow(headings)
    for row in answer["rows"]:
        cells: list[object] = []
        for column in answer["columns"]:
            value = row[column["name"]]
            label, iri = (value["label"], value["iri"]) if isinstance(value, dict) else (value, None)
            if column["kind"] == "fact":
                cells.append(iri or label)
            elif column["kind"] == "value":
                cells.append(label)
            else:
                cells += [label, iri]
        writer.writerow([spreadsheet_text(cell) if isinstance(cell, str) else cell for cell in cells])
    return output.getvalue()
