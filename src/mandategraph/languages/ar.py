"""Arabic: values, citations, goals and known names with the particles that are written on to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from mandategraph.languages.base import Citation, Language
from mandategraph.languages.plain import plain_language
from mandategraph.languages.western import citations

__all__ = ["joined", "language"]

# PDF files show "2107 (2013)" from right to left.
_REVERSED = re.compile(r"\)?(?P<year>(?:19[4-9]\d|20\d\d))\( ?(?P<number>\d{3,4})(?!\d)")


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
    yield from _torn(name)
    for particle in ("و", "ب", "ف", "ك", "وب"):
        yield particle + name
    if name.startswith("ال"):
        rest = name[2:]
        yield from ("لل" + rest, "ولل" + rest)
    else:
        yield from ("ل" + name, "ول" + name)


def _torn(name: str) -> Iterator[str]:
    """How PDF files show a name whose ligature they tear apart: what stands after ra or zay comes first."""
    torn = re.match(r"(?P<head>.*?[رز])(?P<tail>ا.*)$", name)
    if torn is not None and " " not in name:
        yield from (torn["tail"] + torn["head"], f"{torn['tail']}({torn['head']}")
    if name.startswith("الولايات"):
        yield "اليات" + name[len("الولايات") :] + "الو"


def _citations(text: str) -> Iterator[Citation]:
    yield from citations("ar")(text)
    for match in _REVERSED.finditer(text):
        yield Citation(match.start(), match.end(), "S", f"{match['number']} ({match['year']})", "Resolution")


@cache
def language() -> Language:
    """Arabic.

    >>> language().code
    'ar'
    """
    return replace(plain_language("ar", sentence_ends=".!؟", forms=joined), citations=_citations)
