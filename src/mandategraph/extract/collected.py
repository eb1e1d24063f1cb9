"""Instruments that one document collects: the decisions of a session, each below its symbol and title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mandategraph.extract.engine import Candidate
from mandategraph.linked import LinkedPassage
from mandategraph.model import PassageKind
from mandategraph.vocabulary import INSTRUMENTS, is_a

__all__ = ["adoptions", "headed", "instruments"]


def headed(item: LinkedPassage) -> str | None:
    """The instrument whose symbol and title a heading is: IDB.46/Dec.3 工发组织的财务状况.

    :param item: a passage with its mentions.
    """
    if item.passage.kind is not PassageKind.HEADING or not item.mentions:
        return None
    first, text = item.mentions[0], item.passage.text
    symbol = first.mention.value
    named = first.mention.start == 0 and first.entity is not None and is_a(first.type, INSTRUMENTS)
    if not named or symbol is None or first.mention.text != symbol or not text[first.mention.end :].strip():
        return None
    return first.entity


def instruments(linked: Sequence[LinkedPassage], itself: str) -> Iterator[str | None]:
    """The instrument whose text each passage is, in order; None where it is the document's own.

    :param linked: the passages of a document.
    :param itself: what the document is.
    """
    current: str | None = None
    for item in linked:
        found = headed(item)
        current = found if found is not None and found != itself else current
        yield current


def adoptions(linked: Sequence[LinkedPassage], session: str | None) -> Iterator[tuple[str, Candidate]]:
    """That the collected instruments were adopted at the session of the document, each with the path of its heading.

    :param linked: the passages of a document that is no instrument.
    :param session: of its masthead, if any.
    """
    for item in linked if session is not None else ():
        instrument = headed(item)
        if instrument is not None:
            yield item.passage.path, Candidate("adoptedAt", instrument, session or "", {}, "masthead/adoptedAt", 0, len(item.passage.text))
