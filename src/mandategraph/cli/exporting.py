"""The command ``export``."""

from __future__ import annotations

from pathlib import Path

import click

from mandategraph.cli.common import graph_and_words, graph_option, open_graph

__all__ = ["export_command"]


@click.command("export")
@click.argument("words", nargs=-1, metavar="[GRAPH]")
@graph_option
@click.option(
    "-t", "--to", "target", required=True, metavar="FILE", help="Where to write; - for standard output."
)
@click.option(
    "-f",
    "--format",
    "form",
    metavar="FORMAT",
    help="jsonl, jsonld, nq, nt, trig or ttl; else by FILE's ending.",
)
def export_command(words: tuple[str, ...], graph: Path | None, target: str, form: str | None) -> None:
    """Write a graph to a file: the same graph gives the same bytes.

    facts.jsonl has a line for each fact with its evidence; all.nq has everything.
    """
    from mandategraph.cli.output import note
    from mandategraph.export import export

    path, _ = graph_and_words(words, graph)
    with open_graph(path) as store:
        export(store, target, form)
    if target != "-":
        note(f"wrote {target} ({Path(target).stat().st_size:,} bytes)")
