"""Tells the forms of SPARQL queries apart."""

from __future__ import annotations

import re

from mandategraph.errors import QueryError

__all__ = ["query_form"]

_SKIPPED = re.compile(
    r"""\#[^\r\n]*|<[^<>"{}|^`\\\x00-\x20]*>|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|[?$]\w+|[\w.-]*:[\w.%:-]*""",
    re.VERBOSE,
)


def query_form(query: str) -> str:
    """Which of the four forms a query has.

    :param query: the text.
    :raises QueryError: when it has none.

    >>> query_form("ask { ?s ?p ?o }")
    'ASK'
    """
    for word in re.findall(r"[A-Za-z]+", _SKIPPED.sub(" ", query)):
        if word.upper() in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
            return str(word.upper())
    raise QueryError("this is no query that reads: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE")
