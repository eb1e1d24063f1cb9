"""How output is made safe and even."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from mandategraph.cli.output import csv_text, json_lines, json_text, plain, print_table, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＠x"])
def test_formulas_become_text(text: str) -> None:
    """A cell that a spreadsheet would run gets a quotation mark before it."""
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-5, Decimal("-1.5"), "工发组织", "1-2"])
def test_other_cells_stay(value: object) -> None:
    """Numbers and ordinary words stay as they are."""
    assert safe_cell(value) == value


def test_csv_quotes_what_it_must() -> None:
    """Commas, quotation marks and line breaks are kept inside a cell."""
    assert csv_text(["a", "b"], [["x,y", 'say "z"\n']]) == 'a,b\n"x,y","say ""z""\n"\n'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\ufffd[31mred"),
        ("a\u202eb", "a\ufffdb"),
        ("a \r\n b", "a b"),
        ("\x00\x9b", "\ufffd\ufffd"),
        ("工发组织 é", "工发组织 é"),
    ],
)
def test_controls_are_not_sent(text: str, shown: str) -> None:
    """A name or quote cannot steer the terminal that shows it."""
    assert plain(text) == shown


def test_aligned_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal columns line up and lines have no blanks at their end."""
    print_table(["名", "n"], [["工发组织", 1], ["a", None], ["b", Decimal("57200000")]])
    assert capsys.readouterr().out == "名        n\n工发组织  1\na\nb         57,200,000\n"


def test_json_steers_no_terminal() -> None:
    """What could steer a terminal or turn text around is escaped in JSON, and reads back as it was."""
    text = "a\x1b[31m\x9b31m\u202eb\u2028c\x7f工发组织"
    written = json_text({"a": text})
    assert not set(written) & {"\x1b", "\x9b", "\u202e", "\u2028", "\x7f"}
    assert "工发组织" in written
    assert json.loads(written) == {"a": text}
    assert json.loads("".join(json_lines([text]))) == text
