"""How commands print: tables in which Chinese lines up, CSV that no spreadsheet runs, JSON."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import click

from mandategraph.safetext import escape_marks, plain, spreadsheet_text

__all__ = ["csv_text", "json_lines", "json_text", "note", "plain", "print_table", "safe_cell"]

def safe_cell(value: object) -> object:
    """A cell of a CSV file that a spreadsheet does not take for a formula; numbers stay numbers.

    >>> safe_cell("=1+1"), safe_cell(-5), safe_cell(None)
    ("'=1+1", -5, '')
    """
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal):
        return value
    return spreadsheet_text(str(value))


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""Rows as CSV.

    >>> csv_text(["a"], [["@x"]])
    "a\n'@x\n"
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return buffer.getvalue()


def _json_value(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def json_text(value: object) -> str:
    r"""A value as JSON that people can read.

    >>> json_text({"a": Decimal("1.50")})
    '{\n  "a": 1.5\n}\n'
    """
    return escape_marks(json.dumps(value, ensure_ascii=False, indent=2, default=_json_value)) + "\n"


def json_lines(values: Iterable[object]) -> Iterator[str]:
    r"""Each value as JSON on a line of its own.

    >>> list(json_lines([{"a": 1}]))
    ['{"a": 1}\n']
    """
    for value in values:
        yield escape_marks(json.dumps(value, ensure_ascii=False, default=_json_value)) + "\n"


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]], title: str = "") -> None:
    """Print rows: a drawn table on a terminal, aligned text elsewhere.

    :param headings: of the columns.
    :param rows: with one value for each column.
    :param title: above a drawn table.
    """
    cells = [["" if value is None else plain(_words(value)) for value in row] for row in rows]
    if sys.stdout.isatty():
        _print_drawn(headings, cells, title)
    else:
        for line in _aligned([list(headings), *cells]):
            click.echo(line)


def note(text: str) -> None:
    """Say something to the person at the terminal, beside the output.

    :param text: one line.
    """
    sys.stderr.write(f"mandategraph: {plain(text)}\n")
    sys.stderr.flush()


def _words(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:,f}" if abs(value) >= 10000 else f"{value:f}"
    return str(value)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _print_drawn(headings: Sequence[str], cells: Sequence[Sequence[str]], title: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=plain(title) or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    options: dict[str, Any] = {"overflow": "fold"}
    for heading in headings:
        table.add_column(Text(heading), **options)
    for row in cells:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)
