"""The pages by their paths."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from mandategraph.errors import MandategraphError, UnknownEntityError
from mandategraph.find import find_entity
from mandategraph.questions import load_questions, question_named
from mandategraph.server.answering import answer_csv, answer_question, question_record
from mandategraph.server.api import amount, chosen, openapi
from mandategraph.server.facts import Reader
from mandategraph.server.http import VERSION
from mandategraph.server.names import search
from mandategraph.server.network import drawing, expansion, path
from mandategraph.server.overview import document_list, fact_list, overview, things
from mandategraph.server.pages.drawings import bars, radial
from mandategraph.server.pages.render import Page
from mandategraph.server.pages.world import bubbles, has_world
from mandategraph.server.state import Version
from mandategraph.server.things import document_record, entity_record, fact_record, is_document
from mandategraph.terms import iri
from mandategraph.vocabulary import CLASSES, PREDICATES, PREFIXES, class_iri

__all__ = ["routes"]

_Handler = Callable[[Request], Awaitable[Response]]


def _graph(request: Request) -> Version:
    graph: Version = request.scope[VERSION]
    return graph


def _page(request: Request) -> Page:
    return Page(request, _graph(request).base_iri)


async def _home(request: Request) -> Response:
    page, graph = _page(request), _graph(request)
    record = await run_in_threadpool(overview, graph, page.language)
    questions = [question_record(one, page.language) for one in load_questions().values()]
    record = {**record, "questions": [{k: q[k] for k in ("name", "summary", "view")} for q in questions]}
    return page.show(
        "home", record, title=page.words["brand"], alternates={"text/turtle": f"{page.root}/.well-known/void"}
    )


async def _search(request: Request) -> Response:
    page = _page(request)
    words = request.query_params.get("q", "").strip()
    found = await run_in_threadpool(search, _graph(request), words, page.language, frozenset(), 60)
    whole = [one for one in found if one["match"].casefold() == words.casefold()]
    if not page.as_json and len(found) == 1 and whole:
        return RedirectResponse(page.path(found[0]["iri"]), 303)
    record = {"query": words, "results": found}
    return page.show("search", record, title=f"{page.words['find_title']}: {words}")


async def _thing(request: Request) -> Response:
    page, graph = _page(request), _graph(request)
    path_ = str(request.path_params.get("path", ""))
    given = request.query_params.get("iri")
    name = given if given else iri(path_, graph.base_iri).value
    try:
        ox.NamedNode(name)
    except ValueError as error:
        raise UnknownEntityError(f"{name} is no IRI") from error
    local = name.startswith(graph.base_iri)
    short = name.removeprefix(graph.base_iri)
    ways = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/rdf+xml": "rdf"}
    alternates = {
        media: f"{page.root}/data/{short}.{ending}"
        if local
        else f"{page.root}/data/thing.{ending}?{urlencode({'iri': name})}"
        for media, ending in ways.items()
    }
    shared: dict[str, Any] = {"alternates": alternates, "canonical": name}
    if short.startswith("fact/") and local:
        fact = await run_in_threadpool(fact_record, graph, name, page.language)
        title = f"{fact['subject']['label']} — {fact['predicate']['label']}"
        return page.show("fact", fact, title=title, **shared)
    wants_facts = request.query_params.get("view") == "facts"
    if not wants_facts and await run_in_threadpool(is_document, graph, name):
        edition = request.query_params.get("edition")
        record = await run_in_threadpool(document_record, graph, name, page.language, edition)
        return page.show("document", record, title=f"{record['symbol']} {record['label']}", **shared)
    record = await run_in_threadpool(entity_record, graph, name, page.language)
    return page.show("entity", record, title=record["label"], drawing=radial(record["neighbours"]), **shared)


async def _documents(request: Request) -> Response:
    page = _page(request)
    found = await run_in_threadpool(document_list, _graph(request), page.language)
    return page.show("documents", {"documents": found}, title=page.words["documents"])


async def _things(request: Request) -> Response:
    page = _page(request)
    kinds = chosen(request, "type", CLASSES) or ["Organization"]
    offset = amount(request, "offset", 0, 999_999_999)
    record = await run_in_threadpool(things, _graph(request), kinds[0], page.language, limit=100, offset=offset)
    return page.show("things", record, title=record["type"]["label"])


async def _facts(request: Request) -> Response:
    page, graph = _page(request), _graph(request)
    predicates = chosen(request, "predicate", PREDICATES)
    ends = {}
    for name in ("subject", "object"):
        text = request.query_params.get(name)
        ends[name] = await run_in_threadpool(find_entity, graph.store, text) if text else None
    offset = amount(request, "offset", 0, 999_999_999)

    def read() -> dict[str, Any]:
        return fact_list(
            graph,
            page.language,
            subject=ends["subject"],
            predicate=predicates[0] if predicates else None,
            value=ends["object"],
            offset=offset,
        )

    record = await run_in_threadpool(read)
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in {"offset", "lang"}]
    parts = [record[name]["label"] for name in ("subject", "predicate", "object") if record[name]]
    return page.show("facts", record, title=" · ".join(parts) or page.words["facts"], kept=urlencode(kept))


async def _questions(request: Request) -> Response:
    page = _page(request)
    listed = [question_record(one, page.language) for one in load_questions().values()]
    return page.show("questions", {"questions": listed}, title=page.words["questions"])


async def _question(request: Request) -> Response:
    page, graph = _page(request), _graph(request)
    question = question_named(str(request.path_params["name"]))
    given = {name: value for name, value in request.query_params.items() if name not in {"lang"} and value.strip()}
    asked = bool(given) or not any(parameter.required for parameter in question.parameters)
    values = {"language": page.language, **given} if asked else {"language": page.language, **question.example}
    problem, status, answer = None, 200, None
    is_csv = page.here.endswith(".csv")
    try:
        answer = await answer_question(graph, question, values)
    except MandategraphError as error:
        # An example that this graph knows nothing of is no mistake of the reader.
        is_mistake = asked or not isinstance(error, UnknownEntityError)
        if is_csv or (page.as_json and is_mistake):
            raise
        if is_mistake:
            problem, status = str(error), getattr(error, "status", 400)
    if is_csv and answer is not None:
        headers = {"content-disposition": f'attachment; filename="{question.name}.csv"'}
        return Response(answer_csv(answer), 200, headers, "text/csv")
    record = answer or {
        **question_record(question, page.language),
        "rows": [],
        "given": values,
        "sparql": question.text,
    }
    address = str(request.base_url).rstrip("/")
    reader = Reader(graph.store, page.language)
    told = {name: value for name, value in values.items() if name != "language"}
    used = urlencode({**told, "language": values["language"]})
    return page.show(
        "question",
        record,
        title=record["summary"],
        status=status,
        problem=problem,
        values=told,
        is_example=not asked,
        answered=answer is not None,
        bars=bars(record) if question.view == "chart" else [],
        world=bubbles(record) if question.view == "map" and has_world() else None,
        predicates=[(name, reader.word(PREFIXES["mg"] + name)) for name in PREDICATES],
        used=used,
        address=address,
        alternates={"text/csv": f"{page.root}/questions/{question.name}.csv?{used}"} if answer else {},
    )


async def _graph_page(request: Request) -> Response:
    page, graph = _page(request), _graph(request)
    types, predicates = chosen(request, "type", CLASSES), chosen(request, "predicate", PREDICATES)
    limit = amount(request, "limit", 200, 5000)
    names = {name: request.query_params.get(name, "").strip() for name in ("entity", "from", "to")}

    def read() -> dict[str, Any]:
        if names["from"] and names["to"]:
            first, last = (find_entity(graph.store, names[name]) for name in ("from", "to"))
            return path(graph, first, last, page.language)
        if names["entity"]:
            return expansion(graph, find_entity(graph.store, names["entity"]), page.language)
        return drawing(graph, page.language, types, predicates, limit)

    problem = None
    try:
        record = await run_in_threadpool(read)
    except UnknownEntityError as error:
        if page.as_json:
            raise
        problem, record = str(error), {"nodes": [], "edges": []}
    reader = Reader(graph.store, page.language)
    return page.show(
        "graph",
        record,
        title=page.words["graph"],
        status=404 if problem else 200,
        problem=problem,
        names=names,
        chosen_types=types,
        chosen_predicates=predicates,
        classes=[(name, reader.word(class_iri(name))) for name in sorted(CLASSES)],
        all_predicates=[(name, reader.word(PREFIXES["mg"] + name)) for name in PREDICATES],
        limit=limit,
    )


_FIRST_QUERY = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?programme ?funder ?quote WHERE {
  ?fact rdf:predicate mg:fundedBy ; rdf:subject ?thing ; rdf:object ?other .
  ?thing skos:prefLabel ?programme . ?other skos:prefLabel ?funder .
  GRAPH ?edition { ?fact mg:evidence/mg:quote ?quote }
  FILTER(LANG(?programme) = "zh" && LANG(?funder) = "zh")
}
LIMIT 20
"""


async def _query(request: Request) -> Response:
    page = _page(request)
    text = request.query_params.get("query", "") or _FIRST_QUERY
    questions = [{"name": one.name, "summary": one.summary_zh if page.language == "zh" else one.summary, "query": one.text}
                 for one in load_questions().values()]  # fmt: skip
    words = _ontology_terms(page.language)
    record = {"query": text, "prefixes": dict(PREFIXES), "examples": questions, **words}
    response = page.show("query", record, title=page.words["query"])
    response.headers["x-editor"] = "yes"
    return response


def _ontology_terms(language: str) -> dict[str, list[str]]:
    from mandategraph.vocabulary import ONTOLOGY, QUALIFIERS

    properties = {ONTOLOGY + name for name in (*PREDICATES, *QUALIFIERS.values())}
    properties |= {ONTOLOGY + name for name in ("evidence", "quote", "passage", "support", "languages", "rule")}
    properties |= {PREFIXES["rdf"] + name for name in ("type", "subject", "predicate", "object")}
    properties |= {PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "exactMatch")}
    classes = {class_iri(name) for name in CLASSES}
    classes |= {ONTOLOGY + name for name in ("Fact", "Evidence", "Passage", "Edition", "Mandate", "Result")}
    return {"properties": sorted(properties), "classes": sorted(classes)}


async def _api(request: Request) -> Response:
    page = _page(request)
    return page.show("api", openapi(page.root, builds=request.app.state.builds), title=page.words["api"])


async def _health(request: Request) -> Response:
    graph = _graph(request)
    return JSONResponse({"ok": True, "version": graph.name}, headers={"cache-control": "no-store"})


def routes() -> list[Route]:
    """The routes of the pages; each has a twin that ends in ``.json``."""
    pages: list[tuple[str, _Handler]] = [
        ("/search", _search),
        ("/documents", _documents),
        ("/things", _things),
        ("/facts", _facts),
        ("/questions", _questions),
        ("/questions/{name:str}", _question),
        ("/graph", _graph_page),
        ("/query", _query),
        ("/docs", _api),
        ("/page", _thing),
    ]
    found = [Route("/", _home), Route("/index.json", _home), Route("/healthz", _health)]
    found.append(Route("/questions/{name:str}.csv", _question))
    for place, handler in pages:
        found += [Route(f"{place}.json", handler), Route(place, handler)]
    return [*found, Route("/page/{path:path}.json", _thing), Route("/page/{path:path}", _thing)]
