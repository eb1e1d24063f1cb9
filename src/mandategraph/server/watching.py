"""What stands before the application: who may read, whether it is well, what it did."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import IO

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from mandategraph.errors import MandategraphError
from mandategraph.server.access import may_read
from mandategraph.server.building import DOCUMENTS
from mandategraph.server.connections import unsent_bytes
from mandategraph.server.http import (
    QUERY,
    Answer,
    Message,
    Receive,
    Scope,
    Send,
    deliver,
    error_answer,
    header,
    path_of,
)
from mandategraph.server.limits import QueryStopped
from mandategraph.server.pool import Job
from mandategraph.server.state import Graph

__all__ = ["Watched"]

_App = Callable[[Scope, Receive, Send], Awaitable[None]]
_OPEN = frozenset({"/healthz", "/readyz"})
_PARTS = frozenset({"api", "data", "docs", "documents", "facts", "graph", "healthz", "id", "metrics", "page", "query"}
                   | {"questions", "readyz", "search", "sparql", "static", "things", "openapi.json", ".well-known"})  # fmt: skip
_READY_SECONDS = 5.0
# So many bytes of answers may wait for clients to read them, before large answers are refused.
_MOST_UNSENT = 256 * 1024 * 1024
_LARGE = 256 * 1024
_OUTCOMES = {304: "not modified", 401: "no token", 403: "not allowed", 409: "busy", 413: "too large", 499: "client left", 503: "busy", 504: "too slow"}
_LONGEST_QUERY = 10_000


class Watched:
    """An application that is watched: token, health, metrics, and a line of JSON for each request.

    :param app: what answers.
    :param graph: what it answers from.
    :param token: that clients must show; None: all may read.
    :param builds: whether the application takes documents, and asks for another token for that itself.
    :param log: where the lines go; None: nowhere.
    :param log_queries: whether the lines have the text of queries.
    """

    def __init__(
        self,
        app: _App,
        graph: Graph,
        *,
        token: bytes | None = None,
        builds: bool = False,
        log: IO[str] | None = None,
        log_queries: bool = False,
    ) -> None:
        self.app = app
        self.graph = graph
        self._token = token
        self._building = frozenset({"POST", "DELETE"}) if builds else frozenset()
        self._log = log
        self._log_queries = log_queries
        self._registry = CollectorRegistry()
        self._count = Counter(
            "mandategraph_requests", "Requests by part and status.", ["part", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "mandategraph_request_seconds",
            "How long requests took.",
            ["part"],
            registry=self._registry,
            buckets=(0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 30, 60),
        )
        self._running = Gauge("mandategraph_requests_running", "Requests under way.", registry=self._registry)
        self._bytes = Counter("mandategraph_answer_bytes", "Bytes of answers.", registry=self._registry)
        version = Gauge("mandategraph_graph_info", "The version that is served.", ["version"], registry=self._registry)
        self._version = version
        processes = Gauge("mandategraph_query_processes", "Processes that run queries.", registry=self._registry)
        processes.set_function(lambda: graph.pool.workers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told: dict[str, int] = {"status": 499, "bytes": 0}
        held: list[Message] = []

        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
            else:
                told["bytes"] += len(message.get("body", b""))
            await send(message)

        async def watch(message: Message) -> None:
            # The head waits for the body: only then it is known whether there is room for it.
            held.append(message)
            if message["type"] == "http.response.start":
                return
            if len(message.get("body", b"")) > _LARGE and unsent_bytes() > _MOST_UNSENT:
                held.clear()
                text = "too many answers wait for clients that read slowly: try again in a moment"
                await deliver(scope, pass_on, error_answer(503, text))
            while held:
                await pass_on(held.pop(0))

        begun = time.perf_counter()
        self._running.inc()
        try:
            await self._answer(scope, receive, watch)
        finally:
            self._running.dec()
            took = time.perf_counter() - begun
            part = _part(path_of(scope))
            self._count.labels(part, str(told["status"])).inc()
            self._seconds.labels(part).observe(took)
            self._bytes.inc(told["bytes"])
            if self._log is not None:
                self._write(self._log, scope, told, took)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = path_of(scope), scope["method"]
        is_open = path in _OPEN or method == "OPTIONS" or (path == DOCUMENTS and method in self._building)
        if not is_open and not may_read(header(scope, "authorization"), self._token):
            answer = error_answer(401, "this server is read with a token: send it as Authorization: Bearer TOKEN")
            answer.headers["www-authenticate"] = 'Bearer, Basic realm="mandategraph", charset="UTF-8"'
            await deliver(scope, send, answer)
        elif path == "/readyz" and method in {"GET", "HEAD"}:
            await deliver(scope, send, await self._readiness())
        elif path == "/metrics" and method in {"GET", "HEAD"}:
            self._version.clear()
            self._version.labels(self.graph.now.name).set(1)
            await deliver(scope, send, Answer(200, {"content-type": CONTENT_TYPE_LATEST}, generate_latest(self._registry)))
        else:
            await self.app(scope, receive, send)

    async def _readiness(self) -> Answer:
        """Whether a question would be answered now: one is asked."""
        try:
            job = Job("ASK {}", rows=None, boolean="json", graph=None)
            await asyncio.wait_for(self.graph.pool.run(job), _READY_SECONDS)
        except (MandategraphError, TimeoutError) as error:
            reason = str(error) if isinstance(error, QueryStopped) else "no answer in time"
            return error_answer(503, f"not ready: {reason}")
        body = json.dumps({"ok": True, "version": self.graph.now.name}).encode() + b"\n"
        return Answer(200, {"content-type": "application/json", "cache-control": "no-store"}, body)

    def _write(self, log: IO[str], scope: Scope, told: dict[str, int], took: float) -> None:
        status = told["status"]
        client = scope.get("client")
        line: dict[str, object] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": client[0] if client else None,
            "method": scope["method"],
            "path": path_of(scope),
            "status": status,
            "outcome": _OUTCOMES.get(status, "answered" if status < 400 else "refused" if status < 500 else "failed"),
            "ms": round(took * 1000, 1),
            "bytes": told["bytes"],
            "version": self.graph.now.name,
        }
        if self._log_queries and scope.get(QUERY) is not None:
            line["query"] = scope[QUERY][:_LONGEST_QUERY]
        print(json.dumps(line), file=log, flush=True)


def _part(path: str) -> str:
    """The first part of a path, if it is one of ours: strangers must not make the metrics grow."""
    first = path.lstrip("/").partition("/")[0] or "home"
    first = first.removesuffix(".json") if first != "openapi.json" else first
    return first if first in _PARTS or first == "home" else "other"
