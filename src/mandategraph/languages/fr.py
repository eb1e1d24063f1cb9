"""French, begun: values, symbols, citations, goals and a few rules."""

from __future__ import annotations

import re
from functools import cache

from mandategraph.languages.base import Language
from mandategraph.languages.western import citations, goals, values
from mandategraph.languages.words import head_words, word_list

__all__ = ["language"]

_ARTICLES = r"(?:(?:le|la|les|Le|La|Les|tous les|toutes les|son|sa|ses) |[Ll][’'])?(?:[Gg]ouvernements? (?:de |du |d[’']|des )(?:la |l[’'])?)?"


@cache
def language() -> Language:
    """French.

    >>> [c.number for c in language().citations("la résolution 2107 (2013) du Conseil de sécurité")]
    ['2107 (2013)']
    """
    return Language(
        code="fr",
        sentence_ends=".!?",
        spaced=True,
        separators=rf"(?:,? et (?:à |de |d[’'])?|, ainsi que |, |,? ou )(?:{_ARTICLES})",
        gap_stops=".;!?",
        values=values("fr"),
        citations=citations("fr"),
        goals=goals("fr"),
        anaphors=lambda text: (),
        titles=lambda text, taken, groups: (),
        heads=head_words("fr"),
        hedges=r"\b(?:" + "|".join(map(re.escape, word_list("fr", "hedges"))) + r")\b",
        prepositions=r"(?!)",
        openers=rf"(?:^[^\w]*|[,;:—–(«]\s?|\b(?:que|et|mais) ){_ARTICLES}$",
        sessions=lambda text: (),
        breaks=r"(?<!\bM)(?<!MM)(?<!Mme)(?<!\bn)(?<!par)[.!?](?=\s|$)",
        clause_ends=",;.!?",
        comma=",",
        articles=f"(?:{_ARTICLES})",
        gap=36,
        reach=110,
        phrase=220,
        possessive=r" (?:de |du |d[’']|des )?(?:la |l[’'])?",
        strangers=r"(?!)",
        lists=rf"(?:S(?:, {_ARTICLES}S)* et {_ARTICLES})?S",
        window=30,
        between=r"(?:\s?\([^()]*\))?\s?(?:(?:a|ont|avait|est|sont|également|aussi)\s)*",
    )
