"""Text of others, written so that nothing that shows it obeys it: spreadsheets, terminals."""

from __future__ import annotations

import re

__all__ = ["escape_marks", "plain", "spreadsheet_text"]

# What could steer a terminal or turn text around: controls, and the marks of bidirectional overrides.
_MARKS = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_CONTROLS = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{_MARKS}]")
_ESCAPED = re.compile(f"[{_MARKS}]")
_BREAKS = re.compile(r"\s*[\t\r\n\x0b\x0c\x85\u2028\u2029]+\s*")
# Full-width forms begin a formula, too, where Chinese or Japanese is set.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain(text: str) -> str:
    r"""A text that can be shown on one line of a terminal: no controls, no line breaks.

    :param text: any text.

    >>> plain("a\nb\x1b[31mc")
    'a b\ufffd[31mc'
    """
    return _CONTROLS.sub("\ufffd", _BREAKS.sub(" ", text))


def escape_marks(text: str) -> str:
    r"""JSON or Turtle in which what could steer a terminal or turn text around is written as an escape.

    :param text: as a serializer gives it, which has escaped the first 32 controls already.

    >>> escape_marks('"a\u202eb"')
    '"a\\u202eb"'
    """
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def spreadsheet_text(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula: an apostrophe stands before what could be one.

    :param text: any text.

    >>> spreadsheet_text("=1+1"), spreadsheet_text("a=1"), spreadsheet_text("＠SUM(1)")
    ("'=1+1", 'a=1', "'＠SUM(1)")
    """
    return f"'{text}" if text.startswith(_RISKY) else text
