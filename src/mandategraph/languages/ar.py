"""Arabic: values, citations, goals and known names with the particles that are written on to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mandategraph.languages.base import Language
from mandategraph.languages.plain import plain_language

__all__ = ["joined", "language"]


def joined(name: str) -> Iterator[str]:
    """An Arabic name with the conjunctions and prepositions that are written on to it.

    :param name: the name.

    >>> set(joined("العراق")) >= {"والعراق", "للعراق", "بالعراق"}
    True
    """
    if not re.search("[\u0621-\u064a]", name):
        return
    if len(name) < 3:
        return
    for particle in ("و", "ب", "ف", "ك", "وب"):
        yield particle + name
    if name.startswith("ال"):
        rest = name[2:]
        yield from ("لل" + rest, "ولل" + rest)
    else:
        yield from ("ل" + name, "ول" + name)


@cache
def language() -> Language:
    """Arabic.

    >>> language().code
    'ar'
    """
    return plain_language("ar", sentence_ends=".!؟", forms=joined)
