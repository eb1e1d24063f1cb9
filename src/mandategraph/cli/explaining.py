"""The command ``explain``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mandategraph.cli.common import format_option, graph_and_words, graph_option, open_graph

if TYPE_CHECKING:
    from mandategraph.explain import Explanation, Slot

__all__ = ["explain_command"]


@click.command("explain")
@click.argument("words", nargs=-1, metavar="[GRAPH] FACT")
@graph_option
@click.option(
    "--sources", type=click.Path(path_type=Path), metavar="DIR", help="Read the documents there again for the reasons."
)
@format_option("text", "json")
def explain_command(words: tuple[str, ...], graph: Path | None, sources: Path | None, form: str) -> None:
    """Say why a fact is in a graph: its sentences, the rules, what the words mean, and why not their namesakes.

    A fact is given by its IRI or its 16 digits, which show prints.
    """
    from mandategraph.authority import load_authority
    from mandategraph.cli.output import json_text
    from mandategraph.explain import explain
    from mandategraph.safetext import plain

    path, (wanted,) = graph_and_words(words, graph, ("FACT",))
    with open_graph(path) as store:
        found = explain(store, wanted, load_authority(), sources)
    if form == "json":
        record = asdict(found)
        value = found.fact.fact
        record["fact"]["fact"] = {
            "subject": value.subject,
            "predicate": value.predicate,
            "object": value.object if isinstance(value.object, str) else value.object.value,
            "qualifiers": dict(value.qualifiers),
        }
        click.echo(json_text(record), nl=False)
        return
    for line in _lines(found):
        click.echo(plain(line) if line.strip() else "")


def _lines(found: Explanation) -> Iterator[str]:
    fact = found.fact.fact
    value = fact.object if isinstance(fact.object, str) else fact.object.value
    yield f"{fact.subject} {fact.predicate} {value}"
    yield f"  {found.fact.iri}, stated by {_count(found.fact.support, 'document')} in {_count(found.fact.languages, 'language')}"
    for reason in found.reasons:
        one = reason.evidence
        place = one.passage.partition(f"{one.document}/")[2] or one.passage
        yield ""
        yield f"{one.document.removeprefix('document/')}, {place}, characters {one.start} to {one.end} ({one.language})"
        yield f"  “{one.quote}”"
        if reason.sentence.strip() != one.quote.strip():
            yield f"  in: {reason.sentence}"
        if reason.rule is None:
            yield f"  rule {one.rule}: read from the masthead or from a name itself, confidence {one.confidence:.2f}"
        else:
            yield f"  rule {one.rule} of {reason.rule.file}, precision as measured {one.confidence:.2f}"
            for pattern in reason.rule.patterns:
                yield f"    {pattern}"
        for slot in reason.slots:
            yield from _slot(slot)
        made = reason.made
        yield f"  read from {made.get('file', '?')}, SHA-256 {made.get('hash', '?')[:16]}…" + (
            f", by mandategraph {made['version']}" if "version" in made else ""
        ) + (f", {made['when']}" if "when" in made else "")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def _slot(slot: Slot) -> Iterator[str]:
    words = f" “{slot.words}”" if slot.words and slot.words != slot.value else ""
    yield f"  {slot.role}{words} = {slot.value}: {slot.how}"
    for other in slot.namesakes:
        yield f"    not {other.entity}: {other.why_not}"
