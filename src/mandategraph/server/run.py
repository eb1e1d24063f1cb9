"""Runs the server until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import uvicorn

from mandategraph.errors import StoreError
from mandategraph.read.limits import Limits as DocumentLimits
from mandategraph.server.app import application
from mandategraph.server.building import Builder
from mandategraph.server.connections import Protocol, allow_connections
from mandategraph.server.limits import Limits
from mandategraph.server.state import Graph
from mandategraph.server.watching import Watched

__all__ = ["serve"]


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
    build_token: bytes | None = None,
    document_limits: DocumentLimits | None = None,
    authorities: Sequence[Path] = (),
    grace: float = 10.0,
    connections: int | None = None,
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
    :param build_token: that clients must show to put documents in and take them out; None: nobody may.
    :param document_limits: what reading such a document may cost.
    :param authorities: authority files that it is read with, besides those of the package.
    :param grace: seconds that answers under way may take when the process is told to stop.
    :param connections: how many there may be; None: as many as the system allows, up to 10,000.
    :raises StoreError: when the graph cannot be opened or the port is taken.
    """
    Protocol.most = allow_connections(connections)
    graph = Graph(path, limits, services)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise StoreError(f"cannot listen on {host}:{port}: {error.strerror or error}") from error
    builder = None if build_token is None else Builder(graph, build_token, document_limits, authorities)
    app = application(graph, cache_megabytes * 1024 * 1024, builder)
    config = uvicorn.Config(
        Watched(app, graph, token=token, builds=builder is not None, log=log, log_queries=log_queries),
        log_level="warning",
        access_log=False,
        root_path=root_path,
        server_header=False,
        http=Protocol,
        ws="none",
        timeout_graceful_shutdown=max(1, round(grace)),
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        graph.close()
