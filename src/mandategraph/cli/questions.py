"""The command ``ask``: prepared questions, each with its parameters as options."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from mandategraph.cli.common import (
    format_option,
    graph_option,
    is_graph,
    open_graph,
    user_language,
    which_graph,
)
from mandategraph.questions import Answer, Column, EntityValue, Question, load_questions, question_named

__all__ = ["ask_command", "print_answer"]

_FORMATS = ("table", "csv", "json", "jsonl")
_WITH_VALUE = frozenset({"-g", "--graph", "-f", "--format", "--language"})
_SOURCE = ("quote", "document", "paragraph")


class _Questions(click.Group):
    """The questions as commands; a first word that is the folder of a graph names the graph."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = load_questions()
        place = 0
        while place < len(args) and args[place].startswith("-"):
            place += 2 if args[place] in _WITH_VALUE else 1
        word, after = (*args[place : place + 2], "", "")[:2]
        if word and word not in known and (is_graph(Path(word)) or after in known):
            ctx.meta["graph"] = Path(args.pop(place))
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(load_questions())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _command(question_named(cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Questions"):
            formatter.write_dl([(name, question.summary) for name, question in load_questions().items()])


@click.group(
    "ask",
    cls=_Questions,
    invoke_without_command=True,
    subcommand_metavar="[GRAPH] NAME [--PARAMETER VALUE]...",
)
@graph_option
@click.option("--language", metavar="CODE", help="Of the summaries and of names in answers.")
@format_option(*_FORMATS)
@click.pass_context
def ask_command(ctx: click.Context, graph: Path | None, language: str | None, form: str) -> None:
    """Answer a prepared question, or list the questions.

    Without parameters a question answers with its own example. An entity can be given by any of its names,
    its symbol, its id or its IRI: --organization 工发组织 and --organization UNIDO ask the same.
    """
    ctx.meta["language"] = language
    ctx.meta["format"] = (
        form if ctx.get_parameter_source("form") is not click.core.ParameterSource.DEFAULT else None
    )
    if ctx.meta.get("graph") is None:
        ctx.meta["graph"] = graph
    if ctx.invoked_subcommand is None:
        _list(user_language(language), form)


def _list(language: str, form: str) -> None:
    from mandategraph.cli.output import csv_text, json_lines, json_text, print_table

    chinese = language.startswith("zh")
    questions = load_questions().values()
    rows = [(one.name, one.summary_zh if chinese else one.summary, _example(one)) for one in questions]
    if form == "table":
        headings = ("问题", "内容", "示例") if chinese else ("Question", "What it answers", "Example")
        print_table(headings, rows)
        return
    names = ("name", "summary", "example")
    if form == "csv":
        click.echo(csv_text(names, rows), nl=False)
        return
    records = [
        {
            "name": one.name,
            "summary": one.summary,
            "summary-zh": one.summary_zh,
            "parameters": [
                {"name": p.name, "type": p.type, "required": p.required, "default": p.default}
                for p in one.parameters
            ],
            "example": dict(one.example),
        }
        for one in questions
    ]
    for text in [json_text(records)] if form == "json" else json_lines(records):
        click.echo(text, nl=False)


def _example(question: Question) -> str:
    return " ".join(f"--{name} {value}" for name, value in question.example.items())


def _command(question: Question) -> click.Command:
    """A question as a command: its parameters are its options."""
    names = {parameter.name.replace("-", "_") + "_given": parameter.name for parameter in question.parameters}
    options: list[click.Parameter] = []
    for key, parameter in zip(names, question.parameters, strict=True):
        classes = f" ({', '.join(parameter.classes)})" if parameter.classes else ""
        needed = "  [required]" if parameter.required else ""
        options.append(
            click.Option(
                [f"--{parameter.name}", key],
                metavar=parameter.type.upper(),
                help=f"{parameter.summary}{classes}.{needed}",
            )
        )

    def run(graph: Path | None, form: str, **given: Any) -> None:
        values = {names[key]: value for key, value in given.items()}
        _run(click.get_current_context(), question, graph, form, values)

    example = f"mandategraph ask {question.name} {_example(question)}".rstrip()
    about = f"{question.summary}.\n\n{question.summary_zh}。\n\n{question.description}"
    command = click.Command(
        question.name,
        params=options,
        callback=run,
        help=f"{about}\n\nExample: {example}",
        short_help=question.summary,
    )
    return graph_option(format_option(*_FORMATS)(command))


def _run(
    ctx: click.Context, question: Question, graph: Path | None, form: str, given: dict[str, Any]
) -> None:
    from mandategraph.cli.output import note
    from mandategraph.questions import ask

    values = {name: value for name, value in given.items() if value is not None}
    language = user_language(values.pop("language", None) or ctx.meta.get("language"))
    if ctx.get_parameter_source("form") is click.core.ParameterSource.DEFAULT:
        form = ctx.meta.get("format") or form
    if not values and question.example:
        note(f"no parameters given, so the question's example: {_example(question)}")
        values = dict(question.example)
    with open_graph(which_graph(graph or ctx.meta.get("graph"))) as store:
        answer = ask(store, question.name, language=language, **values)
    print_answer(answer, form, language)


def print_answer(answer: Answer, form: str, language: str) -> None:
    """Print what a question found.

    :param answer: of the question.
    :param form: table, csv, json or jsonl.
    :param language: of the headings of a table.
    """
    from mandategraph.cli.output import csv_text, json_lines, json_text, note, print_table

    if form == "table":
        if not answer.rows:
            note("nothing found")
            return
        headings, rows = _table(answer, language)
        print_table(
            headings, rows, answer.question.summary_zh if language == "zh" else answer.question.summary
        )
    elif form == "csv":
        click.echo(csv_text(_flat_names(answer.columns), map(_flat, _rows(answer))), nl=False)
    elif form == "jsonl":
        for line in json_lines(map(_record, answer.records())):
            click.echo(line, nl=False)
    else:
        told = dict(answer.values)
        records = [_record(record) for record in answer.records()]
        click.echo(
            json_text({"question": answer.question.name, "parameters": told, "rows": records}), nl=False
        )


def _table(answer: Answer, language: str) -> tuple[list[str], list[list[object]]]:
    """Headings and rows for people: without columns that are empty, and without the ids of facts."""
    import sys

    shown = [
        index
        for index, column in enumerate(answer.columns)
        if column.kind != "fact" and any(row[index] is not None for row in answer.rows)
    ]
    names = [answer.columns[index].name for index in shown]
    # On a terminal the source goes under the quote: fewer columns, each wide enough to read.
    together = sys.stdout.isatty() and all(name in names for name in _SOURCE)
    kept = [index for index in shown if not together or answer.columns[index].name not in _SOURCE[1:]]
    rows: list[list[object]] = []
    for row in answer.rows:
        by_name = dict(zip((column.name for column in answer.columns), row, strict=True))
        cells: list[object] = [row[index] for index in kept]
        if together:
            place = [answer.columns[index].name for index in kept].index("quote")
            cells[place] = f"{by_name['quote']} ({by_name['document']}, {by_name['paragraph']})"
        rows.append(cells)
    return [answer.columns[index].heading(language) for index in kept], rows


def _rows(answer: Answer) -> Iterable[tuple[Column, ...] | list[tuple[Column, object]]]:
    for row in answer.rows:
        yield list(zip(answer.columns, row, strict=True))


def _flat_names(columns: Sequence[Column]) -> list[str]:
    names: list[str] = []
    for column in columns:
        names += [column.name] if column.kind in {"value", "fact"} else [column.name, f"{column.name}_iri"]
    return names


def _flat(row: Any) -> list[object]:
    cells: list[object] = []
    for column, value in row:
        if column.kind == "fact":
            cells.append(value.iri if isinstance(value, EntityValue) else value)
        elif column.kind == "value":
            cells.append(value)
        else:
            cells += [value.label, value.iri] if isinstance(value, EntityValue) else [value, None]
    return cells


def _record(record: dict[str, Any]) -> dict[str, object]:
    return {
        name: {"iri": value.iri, "label": value.label} if isinstance(value, EntityValue) else value
        for name, value in record.items()
    }
