"""The commands ``show``, ``documents`` and ``query``."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mandategraph.cli.common import format_option, graph_and_words, graph_option, open_graph, user_language
from mandategraph.errors import QueryError, UnknownEntityError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from mandategraph.model import Entity
    from mandategraph.recall import StoredEvidence, StoredFact
    from mandategraph.store import Rows, Store

__all__ = ["documents_command", "query_command", "show_command"]

_FACT = re.compile(r"(?:.*/)?(?:fact/)?([0-9a-f]{16})")
_TRIPLES = ("turtle", "ntriples")
# What must be skipped to find the words of a query that are not inside a comment, an IRI or a text.
_SKIPPED = re.compile(
    r"""\#[^\r\n]*|<[^<>"{}|^`\\\x00-\x20]*>|\"\"\".*?(?<!\\)\"\"\"|'''.*?(?<!\\)'''
    |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|[?$]\w+|[\w.-]*:[\w.%:-]*""",
    re.VERBOSE | re.DOTALL,
)


@click.command("show")
@click.argument("words", nargs=-1, metavar="[GRAPH] ENTITY|FACT")
@graph_option
@click.option("--language", metavar="CODE", help="Of names; by the locale, else Chinese.")
@format_option("text", "json")
def show_command(words: tuple[str, ...], graph: Path | None, language: str | None, form: str) -> None:
    """Show an entity with its facts and quotes, or a fact with all its evidence.

    An entity is given by any of its names, its symbol, its id or its IRI; a fact by its IRI or its 16 digits.
    """
    from mandategraph.find import find_entity
    from mandategraph.recall import facts

    path, (wanted,) = graph_and_words(words, graph, ("ENTITY|FACT",))
    chosen = user_language(language)
    with open_graph(path) as store:
        digits = _FACT.fullmatch(wanted)
        if digits is not None:
            found = list(facts(store, fact=f"fact/{digits[1]}"))
            if not found:
                raise UnknownEntityError(
                    f"{path} has no fact {wanted}: show ENTITY lists the facts of an entity"
                )
            _show(store, None, found, chosen, form)
            return
        node = find_entity(store, wanted)
        held = {one.iri: one for one in (*facts(store, subject=node), *facts(store, object=node))}
        _show(store, node, list(held.values()), chosen, form)


def _show(store: Store, node: str | None, found: list[StoredFact], language: str, form: str) -> None:
    from mandategraph.recall import entities, evidences
    from mandategraph.terms import iri

    reasons = evidences(store, [one.iri for one in found])
    ends = {end for one in found for end in (one.fact.subject, one.fact.object) if isinstance(end, str)}
    ends |= {text[1:] for one in found for text in one.fact.qualifiers.values() if text.startswith("@")}
    known = entities(store, ends | ({node} if node else set()))
    names = {
        end: known[name].label(language, "zh", "en")
        if (name := iri(end, store.base_iri).value) in known
        else end
        for end in ends
    }
    if form == "json":
        from mandategraph.cli.output import json_text

        shown = None if node is None else _description(node, known[node])
        listed = [_fact_record(one, names, reasons.get(one.iri, ())) for one in found]
        click.echo(json_text({"entity": shown, "facts": listed}), nl=False)
        return
    for line in _lines(store, node, known.get(node or ""), found, names, reasons, language):
        click.echo(line)


def _lines(
    store: Store,
    node: str | None,
    described: Entity | None,
    found: list[StoredFact],
    names: dict[str, str],
    reasons: dict[str, tuple[StoredEvidence, ...]],
    language: str,
) -> Iterator[str]:
    from mandategraph.answers import Names
    from mandategraph.cli.output import plain
    from mandategraph.terms import identifier
    from mandategraph.vocabulary import ONTOLOGY, class_iri

    words = Names(store, language)
    if node is not None and described is not None:
        yield plain(described.label(language, "zh", "en"))
        state = ", provisional" if described.provisional else ""
        yield f"  {words[class_iri(described.type)]}{state}"
        yield f"  {node}"
        others = sorted({name.text for name in (*described.labels, *described.names)})
        yield plain("  " + " · ".join(others))
    here = None if node is None else identifier(node, store.base_iri)
    groups: dict[tuple[bool, str], list[StoredFact]] = defaultdict(list)
    for one in found:
        groups[(one.fact.subject != here and node is not None, one.fact.predicate)].append(one)
    for (incoming, predicate), members in sorted(groups.items()):
        label = words[ONTOLOGY + predicate]
        yield ""
        yield f"{'… ' if incoming else ''}{label} ({predicate}){' …' if incoming and here else ''}"
        for one in members:
            yield "  " + plain(_sentence(one, names, here))
            every = sorted(reasons.get(one.iri, ()), key=lambda reason: reason.language != language)
            for reason in every if node is None else every[:1]:
                yield plain(
                    f"      “{reason.quote}” — {_place(reason)}" + (_detail(reason) if node is None else "")
                )
            if node is not None and len(every) > 1:
                yield f"      and {len(every) - 1} more: mandategraph show {one.iri.rpartition('/')[2]}"
            elif node is not None:
                yield f"      {one.iri.rpartition('/')[2]}"


def _sentence(one: StoredFact, names: dict[str, str], here: str | None) -> str:
    subject = names.get(one.fact.subject, one.fact.subject)
    value = (
        names.get(one.fact.object, one.fact.object)
        if isinstance(one.fact.object, str)
        else one.fact.object.value
    )
    said = () if one.fact.predicate != "hasResult" else ("measure", "value", "unit")
    qualifiers = "; ".join(
        f"{name} {names.get(text[1:], text)}"
        for name, text in one.fact.qualifiers.items()
        if name not in said
    )
    parts = value if one.fact.subject == here else subject if here is not None else f"{subject} → {value}"
    return f"{parts} [{qualifiers}]" if qualifiers else parts


def _place(reason: StoredEvidence) -> str:
    document = reason.document.removeprefix("document/")
    path = reason.passage.partition(f"{document}/")[2] or reason.passage
    return f"{document}, {reason.number or path}"


def _detail(reason: StoredEvidence) -> str:
    heading = f" ({reason.heading})" if reason.heading else ""
    return (
        f"{heading}, {reason.start}-{reason.end}, {reason.language}, {reason.rule}, {reason.confidence:.2f}"
    )


def _description(node: str, entity: Entity) -> dict[str, object]:
    return {
        "iri": node,
        "type": entity.type,
        "labels": {name.language: name.text for name in entity.labels},
        "names": sorted({name.text for name in entity.names}),
        "symbol": entity.symbol,
        "provisional": entity.provisional,
        "same_as": list(entity.same_as),
    }


def _fact_record(
    one: StoredFact, names: dict[str, str], reasons: Iterable[StoredEvidence]
) -> dict[str, object]:
    value = one.fact.object
    return {
        "fact": one.iri,
        "subject": {"id": one.fact.subject, "label": names.get(one.fact.subject, one.fact.subject)},
        "predicate": one.fact.predicate,
        "object": {"id": value, "label": names.get(value, value)} if isinstance(value, str) else value.value,
        "qualifiers": dict(one.fact.qualifiers),
        "support": one.support,
        "languages": one.languages,
        "evidence": [
            {
                "document": reason.document,
                "passage": reason.passage,
                "number": reason.number,
                "heading": reason.heading,
                "quote": reason.quote,
                "start": reason.start,
                "end": reason.end,
                "language": reason.language,
                "rule": reason.rule,
                "confidence": reason.confidence,
            }
            for reason in reasons
        ],
    }


_DOCUMENTS = """PREFIX dct: <http://purl.org/dc/terms/>
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?document ?language (MIN(STR(?anyTitle)) AS ?title) (MIN(STR(?anySession)) AS ?session)
  (MIN(STR(?item)) AS ?agendaItem) (MIN(STR(?anyDate)) AS ?date) (COUNT(DISTINCT ?fact) AS ?facts) WHERE {
  GRAPH ?edition { ?edition mg:editionOf ?document ; dct:language ?language }
  OPTIONAL { ?document mg:title ?anyTitle FILTER(LANG(?anyTitle) = ?language) }
  OPTIONAL { ?document mg:presentedAt ?anySession }
  OPTIONAL { ?document mg:agendaItem ?item }
  OPTIONAL { ?document mg:date ?anyDate }
  OPTIONAL { GRAPH ?edition { ?fact mg:evidence ?evidence } }
} GROUP BY ?document ?language ORDER BY STR(?document) STR(?language)"""


@click.command("documents")
@click.argument("words", nargs=-1, metavar="[GRAPH]")
@graph_option
@click.option("--language", metavar="CODE", help="Of names and headings; by the locale, else Chinese.")
@format_option("table", "csv", "json", "jsonl")
def documents_command(words: tuple[str, ...], graph: Path | None, language: str | None, form: str) -> None:
    """List the documents of a graph: symbol, title, language, session, agenda item, date and number of facts."""
    from mandategraph.answers import Names
    from mandategraph.cli.output import csv_text, json_lines, json_text, print_table
    from mandategraph.terms import identifier

    path, _ = graph_and_words(words, graph)
    chosen = user_language(language)
    records: list[dict[str, object]] = []
    with open_graph(path) as store:
        names = Names(store, chosen)
        for row in store.select(_DOCUMENTS).records():
            session = row.get("session")
            records.append(
                {
                    "document": identifier(row["document"].value, store.base_iri).removeprefix("document/"),
                    "title": row["title"].value if "title" in row else names[row["document"].value],
                    "language": row["language"].value,
                    "session": None if session is None else names[session.value],
                    "item": row["agendaItem"].value if "agendaItem" in row else None,
                    "date": row["date"].value if "date" in row else None,
                    "facts": int(row["facts"].value),
                }
            )
    headings = ("document", "title", "language", "session", "item", "date", "facts")
    rows = [tuple(record.values()) for record in records]
    if form == "table":
        chinese = ("文件", "标题", "语言", "会议", "议程项目", "日期", "事实数")
        english = ("Document", "Title", "Language", "Session", "Item", "Date", "Facts")
        print_table(chinese if chosen == "zh" else english, rows)
    elif form == "csv":
        click.echo(csv_text(headings, rows), nl=False)
    else:
        for text in [json_text(records)] if form == "json" else json_lines(records):
            click.echo(text, nl=False)


@click.command("query")
@click.argument("words", nargs=-1, metavar="[GRAPH] FILE|-")
@graph_option
@format_option("table", "csv", "json", "jsonl", *_TRIPLES)
def query_command(words: tuple[str, ...], graph: Path | None, form: str) -> None:
    """Run a SPARQL query from a file, or from standard input with -.

    SELECT, ASK, CONSTRUCT and DESCRIBE; nothing is written and no other server is asked. Answers are in the
    default graph, their reasons in one named graph for each edition. JSON is the SPARQL results format.
    """
    path, (name,) = graph_and_words(words, graph, ("FILE|-",))
    text = _read(name)
    kind = _form(text)
    if kind in {"CONSTRUCT", "DESCRIBE"} and form not in {"table", *_TRIPLES}:
        raise click.UsageError(f"a {kind} query gives triples: --format is one of {', '.join(_TRIPLES)}")
    if kind in {"SELECT", "ASK"} and form in _TRIPLES:
        raise click.UsageError(f"a {kind} query gives no triples: --format is one of table, csv, json, jsonl")
    with open_graph(path) as store:
        if kind == "SELECT":
            _print_rows(store.select(text), form)
        elif kind == "ASK":
            _print_boolean(store.ask(text), form)
        else:
            _print_triples(store.construct(text), form)


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise QueryError(f"{name} cannot be read: {error.strerror or error}") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{name} is no text in UTF-8") from error


def _form(text: str) -> str:
    """Which kind of query a text is; the parser of the store says what else is wrong with it."""
    plain = re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U000([0-9A-Fa-f]{5})", lambda found: chr(int(found[1] or found[2], 16)), text
    )
    words: list[str] = [word.upper() for word in re.findall(r"[A-Za-z]+", _SKIPPED.sub(" ", plain))]
    for word in words:
        if word in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
            break
        if word in {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}:
            raise QueryError(f"{word} changes a graph; query only reads: SELECT, ASK, CONSTRUCT or DESCRIBE")
    else:
        raise QueryError("this is no SPARQL query: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE")
    if "SERVICE" in words:
        raise QueryError("the query asks another server with SERVICE, which is not allowed here")
    return word


def _print_rows(rows: Rows, form: str) -> None:
    from mandategraph.cli.output import csv_text, json_lines, json_text, print_table

    if form in {"table", "csv"}:
        cells = [[None if term is None else term.value for term in row] for row in rows]
        if form == "table":
            print_table(rows.variables, cells)
        else:
            click.echo(csv_text(rows.variables, cells), nl=False)
        return
    records = [{name: _json_term(term) for name, term in record.items()} for record in rows.records()]
    if form == "json":
        whole = {"head": {"vars": list(rows.variables)}, "results": {"bindings": records}}
        click.echo(json_text(whole), nl=False)
    else:
        for line in json_lines(records):
            click.echo(line, nl=False)


def _json_term(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> dict[str, str]:
    import pyoxigraph as ox

    if not isinstance(term, ox.Literal):
        return {"type": "uri" if isinstance(term, ox.NamedNode) else "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language}
    plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    return found if plain else found | {"datatype": term.datatype.value}


def _print_boolean(answer: bool, form: str) -> None:
    from mandategraph.cli.output import json_text

    text = "true" if answer else "false"
    click.echo(json_text({"head": {}, "boolean": answer}) if form == "json" else f"{text}\n", nl=False)


def _print_triples(triples: Iterable[ox.Triple], form: str) -> None:
    import pyoxigraph as ox

    from mandategraph.safetext import escape_marks
    from mandategraph.vocabulary import PREFIXES

    ordered = sorted(triples, key=str)
    if form == "ntriples":
        data = ox.serialize(ordered, format=ox.RdfFormat.N_TRIPLES)
    else:
        data = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    lines = (data or b"").decode().splitlines()
    # The library writes all prefixes, in no order; a line never begins within a literal.
    prefixes = sorted(line for line in lines if line.startswith("@prefix "))
    body = [line for line in lines if not line.startswith("@prefix ")]
    used = [line for line in prefixes if any(f"{line.split()[1]}" in other for other in body)]
    for line in (*used, *body):
        click.echo(escape_marks(line))
