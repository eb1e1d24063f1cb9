"""The command ``review``."""

from __future__ import annotations

from pathlib import Path

import click

from mandategraph.cli.common import graph_and_words, graph_option, open_graph

__all__ = ["review_command"]


@click.command("review")
@click.argument("words", nargs=-1, metavar="[GRAPH]")
@graph_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The authority file to write."
)
def review_command(words: tuple[str, ...], graph: Path | None, output: Path) -> None:
    """Write the names that no authority file holds, with their sentences, as a file to edit.

    Accept, merge or reject each; then build again with --authority FILE.
    """
    from mandategraph.cli.output import note
    from mandategraph.review import write_review

    path, _ = graph_and_words(words, graph)
    with open_graph(path) as store:
        count = write_review(store, output)
    note(f"wrote {output}: {count} names to review")
