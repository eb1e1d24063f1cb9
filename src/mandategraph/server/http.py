"""Answers over HTTP: headers that every one has, conditional requests, compression, HEAD."""

from __future__ import annotations

import gzip
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

__all__ = ["QUERY", "VERSION", "Answer", "Finish", "Message", "Receive", "Scope", "Send", "cross_origin", "deliver", "error_answer", "header", "path_of"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
_App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Where the scope of a request keeps the text of its query, once it is known.
QUERY = "mandategraph.query"
#: Where it keeps the version of the graph that it is answered from.
VERSION = "mandategraph.version"
_LOG = logging.getLogger("uvicorn.error")
_SMALL = 1024
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: The query editor sets styles of its own in the page, and nothing else may.
_EDITOR_POLICY = _POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
_SECURITY = {
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_COMMON = {
    "x-content-type-options": "nosniff",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Content-Location, ETag, Link, Retry-After",
}
_PREFLIGHT = {
    "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
    "access-control-allow-headers": "Accept, Accept-Language, Authorization, Content-Type, If-None-Match, "
    "User-Agent, X-Requested-With",
    "access-control-max-age": "86400",
}


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


#: What is on every page, and what is on every other answer.
_EVERY_PAGE = _raw(_SECURITY | _COMMON)
_EVERY_DATA = _raw({"content-security-policy": "default-src 'none'; frame-ancestors 'none'"} | _COMMON)


@dataclass(slots=True)
class Answer:
    """A status, headers (names in lower case) and a whole body."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def header(scope: Scope, name: str) -> str | None:
    """The value of a header of a request; several are joined by commas.

    :param scope: of the request.
    :param name: in lower case.

    >>> header({"headers": [(b"accept", b"text/csv"), (b"accept", b"*/*")]}, "accept")
    'text/csv,*/*'
    """
    wanted = name.encode("ascii")
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == wanted]
    return ",".join(values) if values else None


def path_of(scope: Scope) -> str:
    """The path that a request asks for, without that under which a proxy shows the server.

    :param scope: of the request.

    >>> path_of({"path": "/graph/sparql", "root_path": "/graph"}), path_of({"path": "/sparql"})
    ('/sparql', '/sparql')
    """
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root) if root and path.startswith(f"{root}/") else path


def error_answer(status: int, text: str, **headers: str) -> Answer:
    r"""An error as JSON: what is wrong in one line, and the status.

    >>> error_answer(404, "there is no such page").body
    b'{"ok": false, "status": 404, "error": "there is no such page"}\n'
    """
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if status in {409, 503}:  # it may go better later
        named.setdefault("retry-after", "2")
    body = json.dumps({"ok": False, "status": status, "error": text}, ensure_ascii=False) + "\n"
    return Answer(status, {"content-type": "application/json", "cache-control": "no-store", **named}, body.encode())


def cross_origin() -> Answer:
    """The answer to a browser that asks whether a page of another origin may ask."""
    return Answer(204, {"allow": "GET, HEAD, POST, OPTIONS", **_PREFLIGHT})


def _matches(given: str | None, tag: str) -> bool:
    if not given:
        return False
    bare = tag.removeprefix("W/")
    return any(one.strip().removeprefix("W/") in {bare, "*"} for one in given.split(","))


async def deliver(scope: Scope, send: Send, answer: Answer) -> None:
    """Send an answer whole.

    :param scope: of the request.
    :param send: of ASGI.
    :param answer: what to send.
    """
    headers = dict(answer.headers)
    body = answer.body
    every = _EVERY_DATA
    if headers.get("content-type", "").startswith("text/html"):
        policy = _EDITOR_POLICY if headers.pop("x-editor", None) else _POLICY
        headers["content-security-policy"] = policy
        every = _EVERY_PAGE
    status = answer.status
    vary = [headers["vary"]] if "vary" in headers else []
    tag = headers.get("etag")
    known = status == 200 and tag and scope["method"] in {"GET", "HEAD"}
    if known and _matches(header(scope, "if-none-match"), tag or ""):
        status, body = 304, b""
        headers.pop("content-type", None)
    if len(body) >= _SMALL and "content-encoding" not in headers:
        vary.append("Accept-Encoding")
        if "gzip" in (header(scope, "accept-encoding") or ""):
            body = await _compressed(body)
            headers["content-encoding"] = "gzip"
    if vary:
        headers["vary"] = ", ".join(vary)
    if status not in {204, 304}:
        headers["content-length"] = str(len(body))
    start = {"type": "http.response.start", "status": status, "headers": [*every, *_raw(headers)]}
    await send(start)
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def _compressed(body: bytes) -> bytes:
    if len(body) < 200_000:
        return gzip.compress(body, 1, mtime=0)
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(gzip.compress, body, 1, mtime=0)


class Finish:
    """Gives the answers of an application what ``deliver`` gives: safe headers, ETag, compression.

    :param app: whose answers are small enough to be held whole.
    """

    def __init__(self, app: _App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await deliver(scope, send, cross_origin())
            return
        # HEAD is answered as GET, without the body at the very end.
        asked = dict(scope, method="GET") if scope["method"] == "HEAD" else scope
        answer = await self._answer(asked, receive)
        if answer.status == 200 and asked["method"] == "GET" and "etag" not in answer.headers and "set-cookie" not in answer.headers:
            answer.headers["etag"] = f'W/"{sha256(answer.body).hexdigest()[:20]}"'
            answer.headers.setdefault("cache-control", "no-cache")
        await deliver(scope, send, answer)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        """The whole answer of the application to one request."""
        answer = Answer()
        body = bytearray()

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = _headers(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        try:
            await self.app(scope, receive, keep)
        except Exception:
            # The application has answered with an error already; what went wrong belongs in the log.
            _LOG.exception("%s %s", scope["method"], scope["path"])
            if not body:
                answer = error_answer(500, "the server could not do this; its log says why")
                body.extend(answer.body)
        answer.body = bytes(body)
        answer.headers.pop("content-length", None)
        return answer


def _headers(message: Message) -> dict[str, str]:
    pairs: Mapping[str, str] = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message.get("headers", ())
    }
    return dict(pairs)
