"""The commands ``serve`` and ``mcp``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mandategraph.cli.common import graph_and_words, graph_option, local_copy

if TYPE_CHECKING:
    from mandategraph.server.limits import Limits

__all__ = ["mcp_command", "serve_command"]


def _limits(timeout: float, max_rows: int, memory: int, workers: int | None, long_queries: int | None) -> Limits:
    from mandategraph.server.limits import Limits

    usual = Limits()
    return Limits(
        seconds=timeout,
        rows=max_rows,
        megabytes=memory,
        workers=workers or usual.workers,
        long=long_queries or usual.long,
    )


@click.command("serve")
@click.argument("words", nargs=-1, metavar="[GRAPH]")
@graph_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one.")
@click.option("--timeout", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Seconds a query may run.")
@click.option("--max-rows", type=click.IntRange(1), default=100_000, show_default=True, help="Of an answer.")
@click.option("--memory", type=click.IntRange(16), default=1024, show_default=True, help="Megabytes a query may use.")
@click.option("--workers", type=click.IntRange(1), help="Short queries at a time; by the number of processors.")
@click.option("--long-queries", type=click.IntRange(1), help="Queries that may take long at a time.")
@click.option("--max-connections", type=click.IntRange(1), help="At a time; as many as the system allows, up to 10,000.")
@click.option("--allow-service", multiple=True, metavar="IRI", help="Another server that queries may ask.")
@click.option(
    "--cache", type=click.IntRange(0), default=32, show_default=True, help="Megabytes of answers to keep."
)
@click.option("--root-path", default="", metavar="PATH", help="Under which a proxy shows the server.")
@click.option(
    "--token-file", type=click.Path(path_type=Path), metavar="FILE",
    help="Clients must show the token in it; else that in $MANDATEGRAPH_TOKEN, if any.",
)
@click.option("--allow-build", is_flag=True, help="Let who shows the token in $MANDATEGRAPH_BUILD_TOKEN put documents in.")
@click.option(
    "--build-token-file", type=click.Path(path_type=Path), metavar="FILE",
    help="For --allow-build: the token in it, in place of that variable.",
)
@click.option(
    "--authority", "authorities", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="For --allow-build: a Turtle file of further known entities. Can be given several times.",
)
@click.option("--max-size", type=click.IntRange(1), default=50, show_default=True, metavar="MB", help="Of a document put in.")
@click.option(
    "--max-seconds", type=click.FloatRange(0.1), default=300.0, show_default=True, metavar="S", help="To read it."
)
@click.option("--max-memory", type=click.IntRange(64), default=1024, show_default=True, metavar="MB", help="To parse it.")
@click.option("--verbose", is_flag=True, help="Log each request as a line of JSON on standard error.")
@click.option("--log-queries", is_flag=True, help="Log the text of queries, too.")
@click.option(
    "--grace", type=click.FloatRange(0), default=10.0, show_default=True, help="Seconds for answers when stopped."
)
def serve_command(
    words: tuple[str, ...],
    graph: Path | None,
    host: str,
    port: int,
    timeout: float,
    max_rows: int,
    memory: int,
    workers: int | None,
    long_queries: int | None,
    max_connections: int | None,
    allow_service: tuple[str, ...],
    cache: int,
    root_path: str,
    token_file: Path | None,
    allow_build: bool,
    build_token_file: Path | None,
    authorities: tuple[Path, ...],
    max_size: int,
    max_seconds: float,
    max_memory: int,
    verbose: bool,
    log_queries: bool,
    grace: float,
) -> None:
    """Serve a graph over HTTP: a SPARQL endpoint, an API and pages.

    The endpoint is at /sparql and only reads. A query that takes too long, or too much memory, is stopped.
    Documents are put in and taken out over HTTP only with --allow-build, by those who show a token of its own.
    """
    import sys

    from mandategraph.cli.output import note
    from mandategraph.read.limits import Limits as DocumentLimits
    from mandategraph.server.access import BUILD_TOKEN, TOKEN, is_loopback, read_token
    from mandategraph.server.run import serve

    path, _ = graph_and_words(words, graph)
    limits = _limits(timeout, max_rows, memory, workers, long_queries)
    token = read_token(token_file)
    build_token = read_token(build_token_file, variable=BUILD_TOKEN)
    if allow_build:
        _check_building(path, token, build_token, authorities)
    elif build_token_file or authorities:
        raise click.UsageError("--build-token-file and --authority are for --allow-build")
    if not is_loopback(host):
        who = "whoever shows the token" if token else f"whoever reaches this machine (set {TOKEN} to ask for a token)"
        note(f"warning: {host} is reached from other machines: {who} can read the graph, and nothing is encrypted")
    note(f"{path} at http://{host}:{port}{root_path}/ (SPARQL at {root_path}/sparql); stop with Ctrl-C")
    with local_copy(path) as folder:
        serve(
            folder,
            host=host,
            port=port,
            limits=limits,
            services=allow_service,
            root_path=root_path,
            cache_megabytes=cache,
            token=token,
            log=sys.stderr if verbose or log_queries else None,
            log_queries=log_queries,
            grace=grace,
            connections=max_connections,
            build_token=build_token if allow_build else None,
            document_limits=DocumentLimits(bytes=max_size * 1_000_000, seconds=max_seconds, megabytes=max_memory),
            authorities=authorities,
        )


def _check_building(
    path: Path | str, token: bytes | None, build_token: bytes | None, authorities: tuple[Path, ...]
) -> None:
    """See that documents can be put into a graph over HTTP, and only by those who may."""
    from mandategraph.authority import load_authority
    from mandategraph.cli.common import folder_of
    from mandategraph.server.access import BUILD_TOKEN

    folder_of(path)
    if build_token is None:
        raise click.UsageError(f"--allow-build needs a token: set {BUILD_TOKEN} or give --build-token-file")
    if build_token == token:
        raise click.UsageError("the token for building must be another than the one for reading")
    if authorities:
        load_authority(extra=authorities)


@click.command("mcp")
@click.argument("words", nargs=-1, metavar="[GRAPH]")
@graph_option
@click.option("--http", metavar="HOST:PORT", help="Listen there instead of speaking on standard input and output.")
@click.option("--timeout", type=click.FloatRange(0.1), default=20.0, show_default=True, help="Seconds a query may run.")
def mcp_command(words: tuple[str, ...], graph: Path | None, http: str | None, timeout: float) -> None:
    """Offer a graph to language models by the Model Context Protocol.

    Every answer carries the document, the paragraph and the quote. Needs: pip install "mandategraph[mcp]"
    """
    from mandategraph.mcp import run

    path, _ = graph_and_words(words, graph)
    with local_copy(path) as folder:
        run(folder, http=http, seconds=timeout)
