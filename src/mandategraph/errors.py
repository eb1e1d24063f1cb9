"""The errors of mandategraph: one tree, each naming the value, the place and what would be valid."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "AuthorityError",
    "DocumentError",
    "ExportError",
    "MandategraphError",
    "QueryError",
    "QuestionError",
    "RuleError",
    "StoreBusyError",
    "StoreError",
    "UnknownEntityError",
    "one_of",
]


class MandategraphError(Exception):
    """Something that a user gave or that the machine refused; its text is one line for people."""


class DocumentError(MandategraphError):
    """A document cannot be read."""


class AuthorityError(MandategraphError):
    """An authority file is not as it must be."""


class RuleError(MandategraphError):
    """An extraction rule is not as it must be."""


class StoreError(MandategraphError):
    """A store cannot be opened, read or written."""


class StoreBusyError(StoreError):
    """Another process writes the store: it can be written later."""


class QueryError(MandategraphError):
    """A SPARQL query cannot be run."""


class QuestionError(MandategraphError):
    """A question or one of its parameters is unknown or wrong."""


class UnknownEntityError(MandategraphError):
    """A name, symbol or IRI names no entity of the graph, or names several."""


class ExportError(MandategraphError):
    """An export cannot be written."""


def one_of(options: Iterable[str], most: int = 8) -> str:
    """Words that list what would be valid.

    :param options: the valid values.
    :param most: how many to name before the rest is counted.

    >>> one_of(["b", "a"])
    'a, b'
    >>> one_of("abcd", most=2)
    'a, b and 2 more'
    """
    names = sorted(set(options))
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
