"""The API for programs: questions, entities, facts, search, paths; and the description of it all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mandategraph.errors import QuestionError, one_of
from mandategraph.find import find_entity
from mandategraph.questions import load_questions, question_named
from mandategraph.server.answering import answer_csv, answer_question, question_record
from mandategraph.server.building import DOCUMENTS, operations
from mandategraph.server.http import VERSION
from mandategraph.server.names import search
from mandategraph.server.negotiation import choose
from mandategraph.server.network import drawing, expansion, path
from mandategraph.server.overview import document_list, fact_list, overview
from mandategraph.server.pages.render import language_of
from mandategraph.server.state import Version
from mandategraph.server.things import document_record, entity_record, fact_record
from mandategraph.terms import iri
from mandategraph.vocabulary import CLASSES, PREDICATES

__all__ = ["amount", "chosen", "openapi", "routes"]

_ANSWER_MEDIA = {"application/json": "json", "text/csv": "csv"}


def _graph(request: Request) -> Version:
    graph: Version = request.scope[VERSION]
    return graph


def amount(request: Request, name: str, default: int, most: int) -> int:
    """A whole number among the parameters.

    :param request: the request.
    :param name: of the parameter.
    :param default: when it is not given.
    :param most: the greatest value.
    :raises QuestionError: when it is no such number.
    """
    text = request.query_params.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most):
        raise QuestionError(f"{name} must be a whole number from 0 to {most}, not {text!r}")
    return int(text)


def chosen(request: Request, name: str, known: Mapping[str, object]) -> list[str]:
    """The values of a parameter that may be given several times.

    :param request: the request.
    :param name: of the parameter.
    :param known: the valid values.
    :raises QuestionError: for an unknown value.
    """
    values = [value for value in request.query_params.getlist(name) if value]
    for value in values:
        if value not in known:
            raise QuestionError(f"{name}: there is no {value!r}: {one_of(known, most=40)}")
    return values


async def _find(request: Request, name: str) -> str | None:
    text = request.query_params.get(name)
    if not text or not text.strip():
        return None
    return await run_in_threadpool(find_entity, _graph(request).store, text)


async def _needed(request: Request, name: str) -> str:
    found = await _find(request, name)
    if found is None:
        raise QuestionError(f"{name} is needed: a name, symbol, id or IRI of an entity")
    return found


async def _overview(request: Request) -> Response:
    return JSONResponse(await run_in_threadpool(overview, _graph(request), language_of(request)))


async def _documents(request: Request) -> Response:
    found = await run_in_threadpool(document_list, _graph(request), language_of(request))
    return JSONResponse({"documents": found})


async def _search(request: Request) -> Response:
    types = frozenset(chosen(request, "type", CLASSES))
    limit = amount(request, "limit", 20, 200)
    words = request.query_params.get("q", "")
    found = await run_in_threadpool(search, _graph(request), words, language_of(request), types, limit)
    return JSONResponse({"query": words, "results": found})


async def _entity(request: Request) -> Response:
    found = await _needed(request, "name")
    shown = amount(request, "facts", 25, 500)
    return JSONResponse(await run_in_threadpool(entity_record, _graph(request), found, language_of(request), shown))


async def _document(request: Request) -> Response:
    found = await _needed(request, "name")
    edition = request.query_params.get("edition")
    return JSONResponse(await run_in_threadpool(document_record, _graph(request), found, language_of(request), edition))


async def _fact(request: Request) -> Response:
    graph = _graph(request)
    name = iri(f"fact/{request.path_params['digits']}", graph.base_iri).value
    return JSONResponse(await run_in_threadpool(fact_record, graph, name, language_of(request)))


async def _facts(request: Request) -> Response:
    predicates = chosen(request, "predicate", PREDICATES)
    subject, value = await _find(request, "subject"), await _find(request, "object")
    limit, offset = amount(request, "limit", 50, 500), amount(request, "offset", 0, 999_999_999)

    def read() -> dict[str, Any]:
        return fact_list(
            _graph(request),
            language_of(request),
            subject=subject,
            predicate=predicates[0] if predicates else None,
            value=value,
            limit=limit,
            offset=offset,
        )

    return JSONResponse(await run_in_threadpool(read))


async def _network(request: Request) -> Response:
    types, predicates = chosen(request, "type", CLASSES), chosen(request, "predicate", PREDICATES)
    focus = await _find(request, "entity")
    limit = amount(request, "limit", 60 if focus else 300, 5000)
    graph, language = _graph(request), language_of(request)
    if focus:
        return JSONResponse(await run_in_threadpool(expansion, graph, focus, language, limit))
    return JSONResponse(await run_in_threadpool(drawing, graph, language, types, predicates, limit))


async def _path(request: Request) -> Response:
    first, last = await _needed(request, "from"), await _needed(request, "to")
    return JSONResponse(await run_in_threadpool(path, _graph(request), first, last, language_of(request)))


async def _questions(request: Request) -> Response:
    language = language_of(request)
    listed = [question_record(question, language) for question in load_questions().values()]
    return JSONResponse({"questions": listed})


async def _answer(request: Request) -> Response:
    name = str(request.path_params["name"])
    form = None
    for ending in ("csv", "json"):
        if name.endswith(f".{ending}"):
            name, form = name.removesuffix(f".{ending}"), ending
    question = question_named(name)
    given = {key: value for key, value in request.query_params.items() if key not in {"format", "lang"}}
    given.setdefault("language", language_of(request))
    answer = await answer_question(_graph(request), question, given)
    wanted = request.query_params.get("format") or form
    if wanted not in {"csv", "json"}:
        wanted = _ANSWER_MEDIA.get(choose(request.headers.get("accept"), _ANSWER_MEDIA) or "", "json")
    if wanted == "csv":
        headers = {"vary": "Accept, Accept-Language", "content-disposition": f'inline; filename="{name}.csv"'}
        return Response(answer_csv(answer), 200, headers, "text/csv")
    return JSONResponse(answer, headers={"vary": "Accept, Accept-Language"})


async def _openapi(request: Request) -> Response:
    return JSONResponse(openapi(str(request.scope.get("root_path", "")), builds=request.app.state.builds))


def _query(name: str, about: str, schema: Mapping[str, Any] | None = None, required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": about,
        "schema": dict(schema or {"type": "string"}),
    }


_TYPES = {
    "integer": {"type": "integer"},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
    "date": {"type": "string", "format": "date"},
}
_LANG = _query(
    "lang", "Language of labels: zh or en; else by Accept-Language", {"type": "string", "enum": ["zh", "en"]}
)
_ENTITY = "an entity by name, short form, symbol, id or IRI, in any language"
_MANY = {"type": "array", "items": {"type": "string"}}


def _whole(most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "maximum": most}


def _operations() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    kinds = {"type": "array", "items": {"type": "string", "enum": sorted(CLASSES)}}
    predicates = {"type": "string", "enum": sorted(PREDICATES)}
    return {
        "/api/overview": ("What is in the graph", []),
        "/api/documents": ("The documents of the graph", []),
        "/api/search": (
            "Entities by a name or part of one",
            [
                _query("q", "words of a name, in any language", required=True),
                _query("type", "only these classes", kinds),
                _query("limit", "how many at most", _whole(200)),
            ],
        ),
        "/api/entity": (
            "An entity with its facts, each with its sentences",
            [
                _query("name", _ENTITY, required=True),
                _query("facts", "how many of each predicate", _whole(500)),
            ],
        ),
        "/api/document": (
            "A document with its passages and what each states",
            [_query("name", "its symbol, title or IRI", required=True), _query("edition", "language of the edition")],
        ),
        "/api/facts": (
            "Facts with their sentences, those that most documents state first",
            [
                _query("subject", _ENTITY),
                _query("predicate", "only this predicate", predicates),
                _query("object", _ENTITY),
                _query("limit", "how many at most", _whole(500)),
                _query("offset", "how many to leave out", _whole(999_999_999)),
            ],
        ),
        "/api/facts/{digits}": (
            "One fact with its sentences",
            [
                {
                    "name": "digits",
                    "in": "path",
                    "required": True,
                    "description": "the end of its IRI",
                    "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
                }
            ],
        ),
        "/api/graph": (
            "Nodes and edges to draw",
            [
                _query("entity", f"the neighbourhood of {_ENTITY}"),
                _query("type", "only these classes", kinds),
                _query("predicate", "only these predicates", _MANY),
                _query("limit", "how many at most", _whole(5000)),
            ],
        ),
        "/api/path": (
            "A shortest way between two entities, with the sentences",
            [_query("from", _ENTITY, required=True), _query("to", _ENTITY, required=True)],
        ),
        "/api/questions": ("The prepared questions", []),
    }


def _operation(name: str, summary: str, parameters: list[dict[str, Any]], media: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "get": {
            "operationId": name.strip("/").replace("/", "-").replace("{", "").replace("}", ""),
            "summary": summary,
            "parameters": [*parameters, *([] if any(p["name"] == "lang" for p in parameters) else [_LANG])],
            "responses": {
                "200": {"description": "the answer", "content": dict(media)},
                **dict.fromkeys(("400", "404", "503", "504"), _REFUSAL),
            },
        }
    }


_REFUSAL = {
    "description": "one line that says what is wrong",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}


def openapi(root: str = "", *, builds: bool = False) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API.

    :param root: the path under which the server is mounted.
    :param builds: whether documents can be put in and taken out.

    >>> "/api/questions/partners-of" in openapi()["paths"]
    True
    """
    json_media = {"application/json": {"schema": {"type": "object"}}}
    paths = {
        name: _operation(name, summary, parameters, json_media) for name, (summary, parameters) in _operations().items()
    }
    both = {**json_media, "text/csv": {"schema": {"type": "string"}}}
    for question in load_questions().values():
        parameters = [_query(one.name, one.summary, _TYPES.get(one.type), one.required) for one in question.parameters]
        for parameter in parameters:
            if parameter["name"] in question.example:
                parameter["example"] = question.example[parameter["name"]]
        parameters.append(_query("format", "instead of Accept", {"type": "string", "enum": ["json", "csv"]}))
        name = f"/api/questions/{question.name}"
        paths[name] = _operation(name, question.summary, parameters, both)
        paths[name]["get"]["description"] = f"{question.summary_zh}。{question.description}"
    schemes = {}
    if builds:
        paths[DOCUMENTS] |= operations(_REFUSAL)
        schemes = {"securitySchemes": {"build": {"type": "http", "scheme": "bearer"}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mandategraph",
            "version": "1",
            "description": "Facts of documents of international organizations, each with its sentences. "
            "SPARQL 1.1 is at /sparql.",
        },
        "servers": [{"url": root or "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            **schemes,
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["ok", "status", "error"],
                    "properties": {
                        "ok": {"type": "boolean", "const": False},
                        "status": {"type": "integer"},
                        "error": {"type": "string"},
                    },
                }
            }
        },
    }


def routes() -> list[Route]:
    """The routes of the API."""
    return [
        Route("/api/overview", _overview),
        Route(DOCUMENTS, _documents),
        Route("/api/search", _search),
        Route("/api/entity", _entity),
        Route("/api/document", _document),
        Route("/api/facts", _facts),
        Route("/api/facts/{digits}", _fact),
        Route("/api/graph", _network),
        Route("/api/path", _path),
        Route("/api/questions", _questions),
        Route("/api/questions/{name}", _answer),
        Route("/openapi.json", _openapi),
    ]
