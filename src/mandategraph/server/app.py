"""The application: endpoint, API, dereferencing and pages under one roof."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from mandategraph.errors import MandategraphError, QuestionError, UnknownEntityError
from mandategraph.server import api, entities
from mandategraph.server.building import Builder
from mandategraph.server.description import dataset_description, examples
from mandategraph.server.http import VERSION, Finish, Receive, Scope, Send, deliver, error_answer, path_of
from mandategraph.server.limits import QueryStopped
from mandategraph.server.negotiation import EXTENSIONS, GRAPHS, choose
from mandategraph.server.pages import routes as page_routes
from mandategraph.server.pages.render import Page
from mandategraph.server.protocol import Endpoint
from mandategraph.server.state import Graph, Version

__all__ = ["Application", "application"]

_STATIC = Path(__file__).parent / "static"
_API = ("/api/", "/data/", "/.well-known/", "/openapi.json", "/healthz")


class Application:
    """All that the server answers, as an ASGI application.

    :param graph: what it answers from.
    :param remember: how many bytes of answers of the endpoint to keep.
    :param builder: puts documents in and takes them out; None: nobody may.
    """

    def __init__(self, graph: Graph, remember: int = 32 * 1024 * 1024, builder: Builder | None = None) -> None:
        self.graph = graph
        self._endpoint = Endpoint(graph, remember=remember)
        self._pages = _starlette(graph, builder)
        self._rest = Finish(self._pages)
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            # The endpoint is asked most and needs no routing.
            if path_of(scope) in {"/sparql", "/sparql/"}:
                await self._endpoint(scope, receive, send)
                return
            await self._answer({**scope, VERSION: self.graph.refresh()}, receive, send)
        else:
            await self._pages(scope, receive, send)


    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        # They wait for threads: without an end to that, all would come too late.
        if self._running >= self.graph.limits.waiting and path_of(scope) != "/healthz":
            text = "the server has too many requests to answer: try again in a moment"
            await deliver(scope, send, error_answer(503, text))
            return
        self._running += 1
        try:
            await self._rest(scope, receive, send)
        finally:
            self._running -= 1


def application(graph: Graph, remember: int = 32 * 1024 * 1024, builder: Builder | None = None) -> Application:
    """The server of a graph as an ASGI application.

    :param graph: the graph; its workers are started and stopped with the application.
    :param remember: how many bytes of answers of the endpoint to keep for those who ask the same again.
    :param builder: puts documents in and takes them out; None: nobody may.
    """
    return Application(graph, remember, builder)


def _starlette(graph: Graph, builder: Builder | None) -> Starlette:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await graph.pool.start()
        yield
        await graph.pool.close()

    prefix = entities.id_prefix(graph.base_iri)
    prefixes = ["/id/"] if prefix in {"/id/", "/page/", "/data/", "/static/", "/api/"} else ["/id/", prefix]
    routes = [
        *page_routes.routes(),
        *api.routes(),
        *(builder.routes() if builder else ()),
        *(Route(f"{place}{{path:path}}", entities.dereference) for place in prefixes),
        Route("/data/{path:path}", entities.data),
        *(Route(f"/.well-known/{name}{ending}", _described)
          for name in ("void", "sparql-examples") for ending in ("", "{ending:str}")),
        Mount("/static", StaticFiles(directory=_STATIC), name="static"),
    ]  # fmt: skip
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={
            MandategraphError: _refused,
            HTTPException: _refused,
            Exception: _broken,
        },
    )
    app.state.builds = builder is not None
    return app


async def _described(request: Request) -> Response:
    """What is in the graph, or the questions, as RDF."""
    graph: Version = request.scope[VERSION]
    ending = str(request.path_params.get("ending", "")).removeprefix(".")
    name = path_of(request.scope).rpartition("/")[2].partition(".")[0]
    form = EXTENSIONS.get(ending)
    if ending and (form is None or form in {"html", "json"}):
        raise HTTPException(404)
    if form is None:
        media = choose(request.headers.get("accept"), GRAPHS) or "text/turtle"
        form = GRAPHS[media]
    media = next(one for one, other in GRAPHS.items() if other == form)
    root = str(request.base_url).rstrip("/")
    if name == "void":
        body = await run_in_threadpool(dataset_description, graph, root, form)
    else:
        body = await run_in_threadpool(examples, root, form)
    content = f"{media}; charset=utf-8" if media.startswith("text/") else media
    return Response(body, headers={"content-type": content, "vary": "Accept"})


def _status(error: Exception) -> int:
    if isinstance(error, QueryStopped):
        return error.status
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, UnknownEntityError):
        return 404
    if isinstance(error, QuestionError):
        return 404 if str(error).startswith("there is no question") else 400
    return 500


def _refused(request: Request, error: Exception) -> Response:
    """An error as a page for people and as JSON for programs."""
    status = _status(error)
    if isinstance(error, HTTPException):
        text = "there is no such page" if status == 404 else str(error.detail)
    else:
        text = str(error)
    return _error(request, status, text)


def _error(request: Request, status: int, text: str) -> Response:
    path = path_of(request.scope)
    wants_page = "text/html" in request.headers.get("accept", "")
    if wants_page and not path.startswith(_API) and not path.endswith((".json", ".csv")):
        page = Page(request, request.scope[VERSION].base_iri)
        record = {"ok": False, "status": status, "error": text}
        return page.show("error", record, title=page.words["error"], status=status)
    answer = error_answer(status, text)
    return Response(answer.body, answer.status, answer.headers)


def _broken(request: Request, _: Exception) -> Response:
    return _error(request, 500, "the server could not do this; its log says why")
