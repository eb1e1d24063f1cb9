"""French, begun: values, symbols, citations, goals and a few rules."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from mandategraph.languages.base import Language
from mandategraph.languages.plain import plain_language

__all__ = ["language"]

_ARTICLES = r"(?:(?:le|la|les|Le|La|Les|tous les|toutes les|son|sa|ses) |[Ll][’'])?(?:[Gg]ouvernements? (?:de |du |d[’']|des )(?:la |l[’'])?)?"


@cache
def language() -> Language:
    """French.

    >>> [c.number for c in language().citations("la résolution 2107 (2013) du Conseil de sécurité")]
    ['2107 (2013)']
    """
    return replace(
        plain_language("fr"),
        separators=rf"(?:,? et (?:à |de |d[’'])?|, ainsi que |, |,? ou )(?:{_ARTICLES})",
        openers=rf"(?:^[^\w]*|[,;:—–(«]\s?|\b(?:que|et|mais) ){_ARTICLES}$",
        breaks=r"(?<!\bM)(?<!MM)(?<!Mme)(?<!\bn)(?<!par)[.!?](?=\s|$)",
        articles=f"(?:{_ARTICLES})",
        possessive=r" (?:de |du |d[’']|des )?(?:la |l[’'])?",
        lists=rf"(?:S(?:, {_ARTICLES}S)* et {_ARTICLES})?S",
        window=30,
        between=r"(?:\s?\([^()]*\))?\s?(?:(?:a|ont|avait|est|sont|également|aussi)\s)*",
    )
