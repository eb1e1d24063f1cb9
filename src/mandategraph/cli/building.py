"""The commands ``build``, ``remove`` and ``check``."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mandategraph.cli.common import (
    GraphPath,
    format_option,
    graph_and_words,
    graph_option,
    open_for_writing,
    open_graph,
)

if TYPE_CHECKING:
    from mandategraph.build import Built, Failure
    from mandategraph.quotes import QuoteProblem

__all__ = ["build_command", "check_command", "outcome_line", "remove_command"]

_PATH = click.Path(path_type=Path)


@click.command("build")
@click.argument("paths", nargs=-1, required=True, type=_PATH, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    type=GraphPath(),
    default="graph",
    show_default=True,
    envvar="MANDATEGRAPH_GRAPH",
    metavar="GRAPH",
    help="The folder of the graph, made when it is not there; or the URL of an endpoint.",
)
@click.option(
    "--authority",
    "authorities",
    multiple=True,
    type=_PATH,
    metavar="FILE",
    help="A Turtle file of further known entities. Can be given several times.",
)
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Processes that read; one for each core."
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Of a Dask cluster that reads instead, such as tcp://host:8786; it must see the files.",
)
@click.option("--no-check", is_flag=True, help="Do not hold each document to the shapes before it enters.")
@click.option("--base-iri", metavar="IRI", help="What the ids of a new graph are relative to.")
@click.option("--record-time", is_flag=True, help="Date the record of the build now; else by SOURCE_DATE_EPOCH.")
@click.option("--max-size", type=click.IntRange(1), default=50, show_default=True, metavar="MB", help="Of a file.")
@click.option(
    "--max-passages", type=click.IntRange(1), default=100_000, show_default=True, metavar="N", help="Of a document."
)
@click.option(
    "--max-seconds", type=click.FloatRange(0.1), default=300.0, show_default=True, metavar="S", help="To read a file."
)
@click.option(
    "--max-memory", type=click.IntRange(64), default=1024, show_default=True, metavar="MB", help="To parse a file."
)
def build_command(
    paths: tuple[Path, ...],
    output: Path | str,
    authorities: tuple[Path, ...],
    workers: int | None,
    scheduler: str | None,
    no_check: bool,
    base_iri: str | None,
    record_time: bool,
    max_size: int,
    max_passages: int,
    max_seconds: float,
    max_memory: int,
) -> int:
    """Read documents into a graph: files, or folders with all files below them.

    Text, PDF, DOCX and HTML are read. A document that is in the graph already is replaced. Exit code 1 means
    that some files could not be built. What exceeds a limit is refused, and the others are built.
    """
    from mandategraph.build import build
    from mandategraph.cli.output import note
    from mandategraph.prepare import own_process
    from mandategraph.read.limits import Limits

    def tell(done: int, total: int, result: Built | Failure) -> None:
        _progress("")
        click.echo(outcome_line(result), err=not hasattr(result, "facts"))
        if done < total:
            _progress(f"{done} of {total} files")

    def tell_loading(share: float) -> None:
        _progress(f"loading what was read: {share:.0%}")

    _progress("reading the authorities and rules")
    own_process()
    try:
        report = build(
            paths,
            output,
            extra_authorities=authorities,
            workers=workers or os.cpu_count() or 1,
            scheduler=scheduler,
            check=not no_check,
            base_iri=base_iri,
            when=datetime.now(UTC) if record_time else None,
            limits=Limits(
                bytes=max_size * 1_000_000, passages=max_passages, seconds=max_seconds, megabytes=max_memory
            ),
            progress=tell,
            loading=tell_loading,
        )
    finally:
        _progress("")
    built, failed = len(report.documents), len(report.failures)
    facts = sum(document.facts for document in report.documents)
    note(
        f"{output}: {built} documents, {facts:,} facts"
        + (f"; {failed} files could not be built" if failed else "")
    )
    if failed:
        return 1 if built else 2
    return 0


def outcome_line(result: Built | Failure) -> str:
    """What a person is told of one file.

    >>> from mandategraph.build import Failure
    >>> outcome_line(Failure(Path("a.txt"), "a.txt is empty"))
    'mandategraph: a.txt is empty'
    """
    from mandategraph.build import Failure
    from mandategraph.cli.output import plain

    if isinstance(result, Failure):
        return plain(f"mandategraph: {result.message}")
    parts = [
        f"{result.document.removeprefix('document/')} ({result.language})",
        result.title,
        result.session,
        f"item {result.agenda_item}" if result.agenda_item else None,
        f"{result.passages:,} passages, {result.entities:,} entities, {result.facts:,} facts",
    ]
    return plain(f"{result.outcome.value:<9} " + " · ".join(part for part in parts if part))


def _progress(text: str) -> None:
    """Show what is being done on a terminal, in place of what was shown before."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


@click.command("remove")
@click.argument("words", nargs=-1, metavar="[GRAPH] SYMBOL")
@graph_option
@click.option("--language", metavar="CODE", help="Remove only the edition in this language.")
def remove_command(words: tuple[str, ...], graph: Path | None, language: str | None) -> None:
    """Take a document out of a graph, and all that only it said."""
    from mandategraph.store import remove

    path, (symbol,) = graph_and_words(words, graph, ("SYMBOL",))
    with open_for_writing(path) as store:
        removed = remove(store, symbol, language)
        for edition in removed:
            click.echo(f"removed {edition.removeprefix(store.base_iri + 'document/')}")


@click.command("check")
@click.argument("words", nargs=-1, metavar="[GRAPH]")
@graph_option
@click.option(
    "--sources", type=_PATH, metavar="DIR", help="Compare every quote with the files it was taken from."
)
@click.option("--language", metavar="CODE", default="en", help="Of the messages.")
@click.option("--reference", is_flag=True, help="Let pySHACL run all shapes: the same answer, slowly.")
@format_option("text", "json", "rdf")
def check_command(
    words: tuple[str, ...], graph: Path | None, sources: Path | None, language: str, reference: bool, form: str
) -> int:
    """Check a graph against its SHACL shapes, and its quotes against their sources.

    Exit code 0: it conforms; 1: it does not.
    """
    import json

    from mandategraph.check import check
    from mandategraph.cli.output import json_text, note, plain

    path, _ = graph_and_words(words, graph)
    problems: tuple[QuoteProblem, ...] = ()
    quotes = 0
    with open_graph(path) as store:
        if sources is not None:
            from mandategraph.quotes import verify_quotes

            problems = verify_quotes(store, sources)
            counted = store.select(
                "SELECT (COUNT(*) AS ?quotes) WHERE { GRAPH ?edition {"
                " ?evidence <https://w3id.org/mandategraph/ontology#quote> ?quote } }"
            )
            quotes = int(next(counted.records())["quotes"].value)
        report = check(store.quads(), reference=reference)
    if form == "json":
        found = json.loads(report.as_json())
        if sources is not None:
            found["quotes"] = {
                "checked": quotes,
                "problems": [
                    {
                        "document": p.document,
                        "language": p.language,
                        "evidence": p.evidence,
                        "message": p.message,
                    }
                    for p in problems
                ],
            }
        click.echo(json_text(found), nl=False)
    elif form == "rdf":
        click.echo(report.as_rdf(), nl=False)
        for problem in problems:
            note(problem.message)
    else:
        for line in report.as_text(language).splitlines():
            click.echo(plain(line))
        for problem in problems:
            click.echo(plain(f"{problem.document.removeprefix('document/')}: {problem.message}"))
        if sources is not None and not problems:
            click.echo(f"quotes: all {quotes:,} are the sources' own text at their offsets")
    return 0 if report.conforms and not problems else 1
