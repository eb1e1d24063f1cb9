"""Runs the server until it is stopped."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mandategraph.errors import StoreError
from mandategraph.server.app import application
from mandategraph.server.limits import Limits
from mandategraph.server.state import Graph
from mandategraph.server.watching import Watched

__all__ = ["serve"]

# How long a client may take to send a request, and how long its head may be.
_REQUEST_SECONDS = 30.0
_HEAD_BYTES = 1024 * 1024
# How long what a client still sends after such an answer is read, and thrown away.
_LINGER_SECONDS = 5.0


class _Gathered:
    """A connection that sends what is written at one time at once: the head of an answer and its body."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._parts: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._parts:
            asyncio.get_running_loop().call_soon(self._send)
        self._parts.append(data)

    def close(self) -> None:
        self._send()
        self._transport.close()

    def write_eof(self) -> None:
        self._send()
        self._transport.write_eof()

    def _send(self) -> None:
        if self._parts:
            self._transport.write(b"".join(self._parts))
            self._parts.clear()


class _Protocol(HttpToolsProtocol):
    """Lets go of clients that send no whole request in time, or a head without end."""

    _timer: asyncio.TimerHandle | None = None
    _head = 0
    _is_over = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # type: ignore[override,unused-ignore]
        super().connection_made(cast("asyncio.Transport", _Gathered(cast("asyncio.Transport", transport))))
        self._wait()

    def data_received(self, data: bytes) -> None:
        if self._is_over:
            return
        self._head += len(data)
        super().data_received(data)
        if self._head > _HEAD_BYTES:
            self._let_go("431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._wait()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._head = -(1 << 62)  # the limits of the body are those of what is asked

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._head = 0
        self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop_waiting()
        self._timer = asyncio.get_running_loop().call_later(_REQUEST_SECONDS, self._let_go)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _let_go(self, status: str = "408 Request Timeout") -> None:
        if self._is_over or self.transport is None or self.transport.is_closing():
            return
        self._stop_waiting()
        self._is_over = True
        self.transport.write(f"HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        # A connection that is closed while its client still sends takes the answer with it.
        self.transport.write_eof()
        self._timer = asyncio.get_running_loop().call_later(_LINGER_SECONDS, self.transport.close)


def serve(
    path: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    services: Sequence[str] = (),
    root_path: str = "",
    cache_megabytes: int = 32,
    token: bytes | None = None,
    log: IO[str] | None = None,
    log_queries: bool = False,
    grace: float = 10.0,
) -> None:
    """Serve a graph over HTTP until the process is told to stop.

    :param path: the folder of the graph.
    :param host: the address to listen on.
    :param port: the port; 0 for any that is free.
    :param limits: see ``Limits``.
    :param services: IRIs of other servers that queries may ask with SERVICE.
    :param root_path: the path under which a proxy shows the server.
    :param cache_megabytes: how many answers of the endpoint to keep for those who ask the same again.
    :param token: that clients must show; None: all who reach the address may read.
    :param log: takes a line of JSON for each request; None: nothing does.
    :param log_queries: whether these lines have the text of queries.
    :param grace: seconds that answers under way may take when the process is told to stop.
    :raises StoreError: when the graph cannot be opened or the port is taken.
    """
    _allow_connections()
    graph = Graph(path, limits, services)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise StoreError(f"cannot listen on {host}:{port}: {error.strerror or error}") from error
    config = uvicorn.Config(
        Watched(
            application(graph, cache_megabytes * 1024 * 1024), graph, token=token, log=log, log_queries=log_queries
        ),
        log_level="warning",
        access_log=False,
        root_path=root_path,
        server_header=False,
        http=_Protocol,
        timeout_graceful_shutdown=max(1, round(grace)),
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        graph.close()


def _allow_connections() -> None:
    """Let this process hold as many connections as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
