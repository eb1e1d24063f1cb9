"""Binds variables of a SPARQL query as terms, in a way that every SPARQL 1.1 engine understands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from mandategraph.errors import QueryError
from mandategraph.terms import Term

__all__ = ["bind", "query_form"]

_VARIABLE = re.compile(r"[^\W\d]\w*")
#: So long a query is parsed once: those that ship are shorter.
_SHORT = 10_000
# What must be told apart to find the braces of a query that are not inside a comment, an IRI or a text.
_TOKEN = re.compile(
    r"""(?P<skip>\#[^\r\n]*|<[^<>"{}|^`\\\x00-\x20]*>
       |\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
       |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'
       |[?$]\w+|[\w.-]*:[\w.%:-]*)
      |(?P<word>[A-Za-z_]\w*)|(?P<mark>[(){}])""",
    re.VERBOSE | re.DOTALL,
)


def bind(query: str, bindings: Mapping[str, Term | Sequence[Term]] | None) -> str:
    r"""A query whose variables can have the given terms only.

    A VALUES block is put at the start of the outermost group. Terms are written by the RDF library, so no
    text of a user is ever pasted.

    :param query: SELECT, ASK, CONSTRUCT or DESCRIBE.
    :param bindings: variable name without ``?`` -> a term or several.
    :raises QueryError: when a name is no variable name or the query has no group to bind in.

    >>> from pyoxigraph import Literal
    >>> bind("SELECT ?s WHERE { ?s ?p ?o }", {"o": Literal('a "b"')})
    'SELECT ?s WHERE { VALUES ?o { "a \\"b\\"" } ?s ?p ?o }'
    """
    if not bindings:
        return query
    blocks = []
    for name, terms in sorted(bindings.items()):
        if not _VARIABLE.fullmatch(name):
            raise QueryError(f"{name!r} is no variable name: letters, digits and _ are allowed")
        chosen = list(terms) if isinstance(terms, Sequence) else [terms]
        blocks.append(f" VALUES ?{name} {{ {' '.join(map(str, chosen))} }}")
    opened, closed, is_subselect = (_known_group if len(query) <= _SHORT else _group)(query)
    values = "".join(blocks)
    if is_subselect:  # a group is either a sub-select or patterns, so the sub-select gets a group of its own
        return f"{query[:opened]}{values} {{{query[opened:closed]}}} {query[closed:]}"
    return f"{query[:opened]}{values}{query[opened:]}"


def query_form(query: str) -> str:
    """Whether a query is SELECT, ASK, CONSTRUCT or DESCRIBE; empty when it is none of them.

    >>> query_form("PREFIX select: <http://a/> ASK { ?select ?b ?c }")
    'ASK'
    """
    forms = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
    return next((word for word, _, _ in _tokens(query) if word in forms), "")


def _tokens(query: str) -> Iterator[tuple[str, int, int]]:
    for match in _TOKEN.finditer(query):
        if not match["skip"]:
            yield match.group().upper(), match.start(), match.end()


def _group(query: str) -> tuple[int, int, bool]:
    """Where the outermost WHERE group begins and ends inside its braces, and whether it is one sub-select."""
    tokens = list(_tokens(query))
    groups: list[tuple[int, int, bool, bool]] = []
    open_marks: list[int] = []
    form, after_where = "", False
    for index, (mark, start, _) in enumerate(tokens):
        if mark in {"{", "("}:
            open_marks.append(index)
        elif mark in {"}", ")"} and open_marks:
            first = open_marks.pop()
            if mark == "}" and not open_marks:
                inner = tokens[first + 1][0]
                groups.append((tokens[first][2], start, inner == "SELECT", after_where))
                after_where = False
        elif not open_marks:
            form = form or (mark if mark in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"} else "")
            after_where = after_where or mark == "WHERE"
    wanted = [group for group in groups if group[3]] or groups[1 if form == "CONSTRUCT" else 0 :]
    if not wanted:
        raise QueryError("the query has no WHERE group in which its parameters could be bound")
    return wanted[0][:3]


_known_group = lru_cache(maxsize=200)(_group)
