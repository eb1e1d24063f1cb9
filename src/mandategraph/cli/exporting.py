"""The command ``export``."""

from __future__ import annotations

from pathlib import Path

import click

from mandategraph.cli.common import graph_and_words, graph_option, open_graph, user_language

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
    help="By FILE's ending when not given.",
)
@click.option("--around", multiple=True, metavar="ENTITY", help="Only what is near it; may be repeated.")
@click.option("--depth", type=click.IntRange(0, 20), default=2, show_default=True, help="Steps from --around.")
@click.option("--types", multiple=True, metavar="CLASS,...", help="Only entities of these classes.")
@click.option("--predicates", multiple=True, metavar="PREDICATE,...", help="Only these facts.")
@click.option("--since", metavar="DATE", help="Only facts that a document of this day or later states.")
@click.option("--until", metavar="DATE", help="Only facts that a document of this day or earlier states.")
@click.option("--language", metavar="CODE", help="Of labels; by the locale, else Chinese.")
def export_command(
    words: tuple[str, ...],
    graph: Path | None,
    target: str,
    form: str | None,
    around: tuple[str, ...],
    depth: int,
    types: tuple[str, ...],
    predicates: tuple[str, ...],
    since: str | None,
    until: str | None,
    language: str | None,
) -> None:
    """Write a graph, or a part of it, to a file: the same graph gives the same bytes.

    facts.jsonl has a line for each fact with its evidence; all.nq has everything.

    \b
    Nodes and edges  graphml, yed, gexf, cytoscape, cyjs, d3, dot, svg, html
    RDF              nq, nt, trig, ttl, rdf, jsonld
    Folder or .zip   csv, parquet, neo4j, obsidian, crate
    """  # noqa: D301 - click reads the mark
    from mandategraph.cli.output import note
    from mandategraph.export import export
    from mandategraph.selection import Selection

    path, _ = graph_and_words(words, graph)
    chosen = Selection(
        around, depth, _listed(types), _listed(predicates), since, until, user_language(language)
    )
    with open_graph(path) as store:
        export(store, target, form, chosen)
    if target != "-":
        written = Path(target)
        files = [one for one in written.rglob("*") if one.is_file()] if written.is_dir() else [written]
        size = sum(one.stat().st_size for one in files)
        note(f"wrote {target} ({f'{len(files)} files, ' if written.is_dir() else ''}{size:,} bytes)")


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())
