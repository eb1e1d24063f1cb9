"""Which country, territory or region a document, or a section of it, is about: the one that its title or heading names alone."""

from __future__ import annotations

import re

from mandategraph.authority import Authority
from mandategraph.model import Document

__all__ = ["named_alone", "titular"]

_NUMBERING = re.compile(r"^\s*(?:[A-Z]|[IVX]+|\d{1,2}|[一二三四五六七八九十]+)\s?[.．、。]\s*|(?:问题|\s?\*+)$|^关于")
_PLACES = frozenset({"Country", "Region"})


def named_alone(authority: Authority, words: str) -> str | None:
    """The country or region whose name some words are, and nothing else.

    :param authority: known entities.
    :param words: a title or a heading.

    >>> from mandategraph.authority import load_authority
    >>> named_alone(load_authority(), "关于直布罗陀问题") == named_alone(load_authority(), "A. Gibraltar")
    True
    """
    named = {
        name.entity
        for name in authority.by_name.get(_NUMBERING.sub("", words.strip()).strip(), ())
        if authority.entities[name.entity].type in _PLACES
    }
    return min(named) if len(named) == 1 else None


def titular(authority: Authority, document: Document) -> str | None:
    """The country, territory or region that the title of a document names alone.

    :param authority: known entities.
    :param document: as read.
    """
    title = document.masthead.title
    return None if title is None else named_alone(authority, title.text)
