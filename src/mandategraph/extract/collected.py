"""Instruments that one document collects: the decisions of a session, each below its symbol and title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from mandategraph.extract.engine import Candidate
from mandategraph.linked import LinkedPassage
from mandategraph.model import PassageKind
from mandategraph.read.mastheadlines import ENACTING
from mandategraph.vocabulary import INSTRUMENTS, is_a

__all__ = ["adoptions", "headings", "instruments"]


def headings(linked: Sequence[LinkedPassage]) -> dict[str, str]:
    """The instruments that a document collects, by the path of the heading: IDB.46/Dec.3 工发组织的财务状况, and the body speaks below.

    :param linked: its passages with their mentions.
    """
    found: dict[str, str] = {}
    for item, following in pairwise(linked):
        if item.passage.kind is not PassageKind.HEADING or not item.mentions or ENACTING.match(following.passage.text) is None:
            continue
        first = item.mentions[0]
        symbol = first.mention.start == 0 and first.mention.text == first.mention.value
        if symbol and first.entity is not None and is_a(first.type, INSTRUMENTS):
            found[item.passage.path] = first.entity
    return found


def instruments(linked: Sequence[LinkedPassage], headed: Mapping[str, str]) -> Iterator[str | None]:
    """The instrument whose text each passage is, in order; None where it is the document's own.

    :param linked: the passages of a document.
    :param headed: its instruments by their headings.
    """
    current: str | None = None
    for item in linked:
        current = headed.get(item.passage.path, current)
        yield current


def adoptions(linked: Sequence[LinkedPassage], headed: Mapping[str, str], session: str | None) -> Iterator[tuple[str, Candidate]]:
    """That the collected instruments were adopted at the session of the document, each with the path of its heading.

    :param linked: the passages of the document.
    :param headed: its instruments by their headings.
    :param session: of its masthead, if any.
    """
    for item in linked if session is not None else ():
        path, text = item.passage.path, item.passage.text
        if path in headed:
            yield path, Candidate("adoptedAt", headed[path], session or "", {}, "masthead/adoptedAt", 0, len(text))
