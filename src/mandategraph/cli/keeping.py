"""The commands ``backup``, ``restore`` and ``compact``."""

from __future__ import annotations

from pathlib import Path

import click

from mandategraph.cli.common import folder_of, graph_and_words, graph_option

__all__ = ["backup_command", "compact_command", "restore_command"]


@click.command("backup")
@click.argument("words", nargs=-1, metavar="[GRAPH] TARGET")
@graph_option
def backup_command(words: tuple[str, ...], graph: Path | None) -> None:
    """Copy a graph into the new folder TARGET, while others read and write it.

    The copy is a graph itself. On the same disk it takes a moment and hardly any room.
    """
    from mandategraph.cli.output import note
    from mandategraph.store.keeping import backup, size_of

    path, (target,) = graph_and_words(words, graph, ("TARGET",))
    backup(folder_of(path), Path(target))
    note(f"{target}: {size_of(Path(target)):,} bytes")


@click.command("restore")
@click.argument("source", metavar="BACKUP", type=click.Path(path_type=Path))
@click.argument("path", metavar="GRAPH", type=click.Path(path_type=Path))
def restore_command(source: Path, path: Path) -> None:
    """Put the copy BACKUP in the place of what GRAPH holds; GRAPH is made when it is not there."""
    from mandategraph.cli.output import note
    from mandategraph.store.keeping import restore, size_of

    restore(source, path)
    note(f"{path}: {size_of(path):,} bytes")


@click.command("compact")
@click.argument("words", nargs=-1, metavar="[GRAPH]")
@graph_option
def compact_command(words: tuple[str, ...], graph: Path | None) -> None:
    """Let go of the room that a graph takes for what was replaced or removed, and make it faster to read."""
    from mandategraph.cli.output import note
    from mandategraph.store.keeping import compact

    path, _ = graph_and_words(words, graph)
    before, after = compact(folder_of(path))
    note(f"{path}: {before:,} bytes before, {after:,} now")
