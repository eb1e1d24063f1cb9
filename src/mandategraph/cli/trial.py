"""The command ``demo``: the way of a document into answers, on the samples that travel with the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mandategraph.cli.common import user_language
from mandategraph.errors import MandategraphError

if TYPE_CHECKING:
    from mandategraph.questions import Answer
    from mandategraph.store import Store

__all__ = ["demo_command"]

#: What is asked, in this order, until three questions have been answered.
_ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("mandates-of", {"organization": "工发组织"}),
    ("partners-of", {"organization": "工发组织"}),
    ("funding-by-year", {}),
    ("results-of", {"bearer": "工发组织"}),
    ("events", {}),
    ("citation-network", {}),
    ("unknown-names", {}),
)
_ROWS = 4
_SOURCE = frozenset({"quote", "document", "paragraph", "fact"})


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("demo-graph"))
@click.option("--language", metavar="CODE", help="Of names; by the locale, else Chinese.")
def demo_command(folder: Path, language: str | None) -> int:
    """Build the sample documents into FOLDER (demo-graph), check the graph and ask it three questions."""
    from mandategraph.build import build
    from mandategraph.check import check
    from mandategraph.cli.building import outcome_line
    from mandategraph.cli.output import plain
    from mandategraph.resources import resource
    from mandategraph.store import open_store

    samples = resource("data/samples")
    click.echo(f"1. Building {folder} from {samples}")
    report = build([samples], folder, progress=lambda _, __, result: click.echo(f"   {outcome_line(result)}"))
    if report.failures:
        return 1
    with open_store(folder) as store:
        click.echo(f"\n2. Checking {folder}")
        found = check(store.quads())
        for line in found.as_text().splitlines():
            click.echo(f"   {plain(line)}")
        click.echo("\n3. Asking")
        for answer in _answers(store, user_language(language)):
            _print(answer)
    click.echo("\nWhat to try next:")
    for text in (
        "mandategraph ask                                   lists the questions",
        f"mandategraph ask {folder} evidence-for",
        f"mandategraph show {folder} 工发组织",
        f"mandategraph export {folder} --to facts.jsonl",
        f"mandategraph serve {folder}                      opens the pages at http://127.0.0.1:8000",
        "mandategraph build YOUR-DOCUMENTS --output graph",
    ):
        click.echo(f"   {text}")
    return 0 if found.conforms else 1


def _answers(store: Store, language: str) -> list[Answer]:
    from mandategraph.questions import ask

    answers: list[Answer] = []
    for name, values in _ASKED:
        try:
            answer = ask(store, name, language=language, **values)
        except MandategraphError:
            continue  # the samples do not name what this question is about
        if answer.rows:
            answers.append(answer)
        if len(answers) == 3:
            break
    return answers


def _print(answer: Answer) -> None:
    from mandategraph.cli.output import plain

    told = "".join(f" --{name} {value}" for name, value in answer.values.items() if name != "language")
    click.echo(f"\n   mandategraph ask {answer.question.name}{told}")
    click.echo(f"   {answer.question.summary}")
    for record in list(answer.records())[:_ROWS]:
        words = [str(value) for name, value in record.items() if name not in _SOURCE and value is not None]
        click.echo(plain(f"     {' · '.join(words)}"))
        place = f" — {record['document']}, {record['paragraph']}" if "document" in record else ""
        click.echo(plain(f"       “{record['quote']}”{place}"))
    if len(answer.rows) > _ROWS:
        click.echo(f"     … and {len(answer.rows) - _ROWS} more")
