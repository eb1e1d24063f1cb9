"""The SPARQL 1.1 Protocol, its query part: what a request asks for, and the answer to it."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple
from urllib.parse import parse_qsl, quote

from mandategraph.server.description import service_description
from mandategraph.server.http import QUERY, Answer, Receive, Scope, Send, cross_origin, deliver, error_answer, header
from mandategraph.server.limits import QueryStopped
from mandategraph.server.negotiation import GRAPHS, RESULTS, Formats, choose, formats
from mandategraph.server.pool import Job, Reply
from mandategraph.server.state import Graph, Version

__all__ = ["Asked", "Endpoint", "asked_by_get", "read_request"]

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_METHODS = "GET, HEAD, OPTIONS, POST, QUERY"
# What gives another answer each time; a query with such a word is not remembered.
_CHANGING = re.compile(r"\b(?:now|rand|uuid|struuid|bnode|service)\b", re.IGNORECASE | re.ASCII)
# Longer parameters are not remembered; so much of Accept is looked at.
_SHORT, _LONGEST = 8192, 2000
_REMEMBERED = 32 * 1024 * 1024
_TEXT = frozenset({"text/csv", "text/tab-separated-values", "text/turtle", "text/plain", "text/n3"})


class Asked(NamedTuple):
    """What a request of the protocol asks for.

    :param query: the query; None asks for the description of the service.
    :param default: the graphs that the default graph is made of, None for the store's own.
    :param named: the named graphs.
    :param format: what ``format=`` or ``output=`` says.
    """

    query: str | None
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    format: str | None = None


def read_request(method: str, parameters: bytes, content_type: str | None, body: bytes) -> Asked:
    """What a request asks for.

    :param method: of HTTP.
    :param parameters: after the question mark.
    :param content_type: of the body.
    :param body: whole.
    :raises QueryStopped: when it is no request of the protocol, with the status that says why.

    >>> read_request("GET", b"query=ASK%20%7B%7D&colour=red", None, b"").query
    'ASK {}'
    """
    pairs = _pairs(parameters)
    direct = None
    if method in {"POST", "QUERY"}:
        media = (content_type or "").partition(";")[0].strip().lower()
        if media == _FORM and method == "POST":
            pairs += _pairs(body)
        elif media == _DIRECT:
            direct = _decoded(body)
        elif media == _UPDATE:
            raise QueryStopped(405, "this endpoint only reads: there are no updates here")
        else:
            raise QueryStopped(415, f"a query is sent as {_FORM} or as {_DIRECT}, not as {media or 'nothing'}")
    if any(name == "update" for name, _ in pairs):
        raise QueryStopped(405, "this endpoint only reads: there are no updates here")
    queries = [value for name, value in pairs if name == "query"]
    if direct is not None:
        queries.append(direct)
    if len(queries) > 1:
        raise QueryStopped(400, f"the request has {len(queries)} queries: exactly one is answered")
    if not queries and method != "GET":
        raise QueryStopped(400, "the request has no query")
    named = [value for name, value in pairs if name in {"format", "output"} and value]
    return Asked(
        queries[0] if queries else None,
        _graphs(pairs, "default-graph-uri"),
        _graphs(pairs, "named-graph-uri"),
        named[0] if named else None,
    )


def _graphs(pairs: Sequence[tuple[str, str]], wanted: str) -> tuple[str, ...] | None:
    return tuple(value for name, value in pairs if name == wanted) or None


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryStopped(400, "the query is no text in UTF-8") from error


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            data.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=100
        )
    except UnicodeDecodeError as error:
        raise QueryStopped(400, "the parameters are no percent-encoded text in UTF-8") from error
    except ValueError as error:
        raise QueryStopped(400, f"the parameters cannot be read: {error}") from error


@lru_cache(maxsize=1024)
def _read_get(parameters: bytes) -> tuple[Asked, bool]:
    """What a GET asks for, and whether its answer changes from one time to the next."""
    asked = read_request("GET", parameters, None, b"")
    return asked, _CHANGING.search(asked.query or "") is not None


def asked_by_get(parameters: bytes) -> tuple[Asked, bool]:
    """What a GET asks for, and whether its answer changes; long ones are not remembered.

    :param parameters: after the question mark.
    """
    return (_read_get if len(parameters) <= _SHORT else _read_get.__wrapped__)(parameters)


class Endpoint:
    """The endpoint as an ASGI application.

    :param graph: what it answers from.
    :param path: where it is.
    :param remember: how many bytes of answers to keep for those who ask the same again.
    """

    def __init__(self, graph: Graph, path: str = "/sparql", remember: int = _REMEMBERED) -> None:
        self.graph = graph
        self.path = path
        self._limit = remember
        self._held: OrderedDict[tuple[object, ...], Reply] = OrderedDict()
        self._size = 0
        self._version: Version | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method = scope["method"]
        try:
            if method == "OPTIONS":
                answer = cross_origin()
            elif method not in {"GET", "HEAD", "POST", "QUERY"}:
                text = f"{method} is not understood here: {_METHODS}"
                answer = error_answer(405, text, allow=_METHODS)
            else:
                answer = await self._answer(scope, receive, "GET" if method == "HEAD" else method)
        except QueryStopped as stopped:
            extra = {"allow": _METHODS} if stopped.status == 405 else {}
            answer = error_answer(stopped.status, str(stopped), **extra)
        await deliver(scope, send, answer)

    async def _answer(self, scope: Scope, receive: Receive, method: str) -> Answer:
        body = b""
        if method != "GET":
            body = await _body(receive, self.graph.limits.query_kilobytes)
        if method == "GET":
            asked, changing = asked_by_get(scope["query_string"])
        else:
            asked = read_request(method, scope["query_string"], header(scope, "content-type"), body)
            changing = _CHANGING.search(asked.query or "") is not None
        scope[QUERY] = asked.query
        accept = header(scope, "accept")
        accept = accept and accept[:_LONGEST]
        if asked.query is None:
            return self._description(scope, accept, self.graph.refresh())
        if method == "GET" and asked.format is None and _is_page(accept):
            there = f"{scope.get('root_path', '')}/query?{scope['query_string'].decode('ascii')}"
            return Answer(303, {"location": there, "vary": "Accept"})
        wanted = formats(accept, asked.format)
        version = self.graph.refresh()
        tag = None if changing or method != "GET" else f'W/"{version.name}-{_short(wanted)}"'
        if tag is not None and tag == header(scope, "if-none-match"):
            # The client has had this answer from this very graph: there is nothing to compute.
            return Answer(200, {"etag": tag, "vary": "Accept"})
        reply = await self._reply(asked, wanted, version, changing, receive)
        if reply.generation != version.generation:
            tag = None  # the answer is of the next version: it is whole, and not to be asked for again by this tag
        media = {"S": wanted.rows, "B": wanted.boolean, "G": wanted.graph}.get(reply.kind)
        if media is None:
            return error_answer(406, f"this query gives {_kinds(reply)}; none of them is accepted")
        headers = {
            "content-type": f"{media}; charset=utf-8" if media in _TEXT else media,
            "vary": "Accept",
            "cache-control": "no-cache",
        }
        if tag is not None:
            headers["etag"] = tag
        return Answer(200, headers, reply.data)

    async def _reply(self, asked: Asked, wanted: Formats, version: Version, changing: bool, receive: Receive) -> Reply:
        if version is not self._version:
            self._held.clear()
            self._size, self._version = 0, version
        key = (asked.query, wanted, asked.default, asked.named)
        held = self._held.get(key)
        if held is not None:
            self._held.move_to_end(key)
            return held
        job = Job(
            asked.query or "",
            wanted.rows and RESULTS[wanted.rows],
            wanted.boolean and RESULTS[wanted.boolean],
            wanted.graph and GRAPHS[wanted.graph],
            asked.default,
            asked.named,
        )
        reply = await self.graph.pool.run(job, partial(_leaves, receive))
        is_current = version is self._version and reply.generation == version.generation
        if is_current and not changing and len(reply.data) < self._limit // 64:
            self._held[key] = reply
            self._size += len(reply.data) + len(job.query)
            while self._size > self._limit:
                old, gone = self._held.popitem(last=False)
                self._size -= len(gone.data) + len(str(old[0]))
        return reply

    def _description(self, scope: Scope, accept: str | None, version: Version) -> Answer:
        if _is_page(accept):
            return Answer(303, {"location": f"{scope.get('root_path', '')}/query", "vary": "Accept"})
        media = choose(accept, GRAPHS)
        if media is None:
            return error_answer(406, f"the description of this service is given as {', '.join(GRAPHS)}")
        data = service_description(version, _own_address(scope) + self.path, GRAPHS[media])
        content = f"{media}; charset=utf-8" if media in _TEXT else media
        return Answer(200, {"content-type": content, "vary": "Accept"}, data)


@lru_cache(maxsize=256)
def _is_page(accept: str | None) -> bool:
    """Whether a person sits there: a browser names HTML before all else."""
    return bool(accept) and "text/html" in (accept or "") and choose(accept, _WITH_PAGE) == "text/html"


_WITH_PAGE: Mapping[str, str] = {"text/html": "html", **RESULTS, **GRAPHS}


def _short(wanted: Formats) -> str:
    return quote("-".join(str(media).rpartition("/")[2] for media in wanted), safe="-+")


def _kinds(reply: Reply) -> str:
    table = {b"S": RESULTS, b"B": formats("*/*", None), b"G": GRAPHS}.get(reply.data, RESULTS)
    return ", ".join(table) if isinstance(table, Mapping) else "JSON or XML"


async def _leaves(receive: Receive) -> None:
    """Wait until the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _body(receive: Receive, kilobytes: int) -> bytes:
    # Percent-encoding makes a query three times as long at most; then come the other parameters.
    limit = (3 * kilobytes + 64) * 1024
    data = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise QueryStopped(400, "the request was not sent whole")
        data += message.get("body", b"")
        if len(data) > limit:
            raise QueryStopped(413, f"the query has more than {kilobytes} kB")
        if not message.get("more_body"):
            return bytes(data)


def _own_address(scope: Scope) -> str:
    """Where this server is, as the client sees it."""
    host = header(scope, "host") or "localhost"
    if not re.fullmatch(r"[A-Za-z0-9._~:\[\]-]{1,255}", host):
        host = "localhost"
    return f"{scope.get('scheme', 'http')}://{host}{scope.get('root_path', '')}"
