"""Runs the server until it is stopped."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mandategraph.errors import StoreError
from mandategraph.server.app import application
from mandategraph.server.limits import Limits
from mandategraph.server.state import Graph

__all__ = ["serve"]


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

    def _send(self) -> None:
        if self._parts:
            self._transport.write(b"".join(self._parts))
            self._parts.clear()


class _Protocol(HttpToolsProtocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # type: ignore[override,unused-ignore]
        super().connection_made(cast("asyncio.Transport", _Gathered(cast("asyncio.Transport", transport))))


def serve(
    path: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    services: Sequence[str] = (),
    root_path: str = "",
    cache_megabytes: int = 32,
    log_level: str = "warning",
) -> None:
    """Serve a graph over HTTP until the process is told to stop.

    :param path: the folder of the graph.
    :param host: the address to listen on.
    :param port: the port; 0 for any that is free.
    :param limits: see ``Limits``.
    :param services: IRIs of other servers that queries may ask with SERVICE.
    :param root_path: the path under which a proxy shows the server.
    :param cache_megabytes: how many answers of the endpoint to keep for those who ask the same again.
    :param log_level: of uvicorn.
    :raises StoreError: when the graph cannot be opened or the port is taken.
    """
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
        application(graph, cache_megabytes * 1024 * 1024),
        log_level=log_level,
        access_log=log_level == "info",
        root_path=root_path,
        server_header=False,
        http=_Protocol,
        timeout_graceful_shutdown=2,
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        graph.close()
