"""The command ``verify``."""

from __future__ import annotations

from pathlib import Path

import click

from mandategraph.cli.common import format_option, graph_and_words, graph_option, open_for_writing, open_graph

__all__ = ["verify_command"]

_MOST_SHOWN = 200


@click.command("verify")
@click.argument("words", nargs=-1, metavar="[GRAPH]")
@graph_option
@click.option("--repair", "mend", is_flag=True, help="Mend what follows from the rest of the graph.")
@format_option("text", "json")
def verify_command(words: tuple[str, ...], graph: Path | None, mend: bool, form: str) -> int:
    """Check that a graph is whole: each fact has evidence, each count is right, each quote stands in its passage.

    With --repair, counts and answers are derived anew from the evidence, and what nothing states is removed.
    Exit code 0: it is whole, or is now; 1: it is not. check holds a graph to its shapes and to its sources.
    """
    from mandategraph.cli.output import json_text, plain
    from mandategraph.verify import Problem, repair, verify

    path, _ = graph_and_words(words, graph)
    mended: tuple[Problem, ...] = ()
    if mend:
        with open_for_writing(path) as store:
            mended = repair(store)
    with open_graph(path) as store:
        problems = verify(store)
    if form == "json":
        record = [
            {"node": one.node, "message": one.message, "mendable": one.mendable, "mended": done}
            for many, done in ((mended, True), (problems, False))
            for one in many
        ]
        click.echo(json_text({"whole": not problems, "problems": record}), nl=False)
        return 1 if problems else 0
    for one in mended[:_MOST_SHOWN]:
        click.echo(plain(f"mended: {one.node} {one.message}"))
    for one in problems[:_MOST_SHOWN]:
        click.echo(plain(f"{one.node} {one.message}" + (" (--repair mends it)" if one.mendable else "")))
    if len(problems) > _MOST_SHOWN:
        click.echo(f"and {len(problems) - _MOST_SHOWN:,} more: --format json lists all")
    mendable = sum(one.mendable for one in problems)
    if problems:
        click.echo(f"{path}: {len(problems):,} problems, of which --repair mends {mendable:,}")
        return 1
    click.echo(f"{path}: whole" + (f", {len(mended):,} problems mended" if mended else ""))
    return 0
