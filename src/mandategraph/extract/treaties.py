"""Treaties that a text names only as those whose parties meet: 《联合国气候变化框架公约》第27次缔约方会议."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandategraph.extract.engine import Candidate
from mandategraph.link import Linker
from mandategraph.linked import LinkedPassage
from mandategraph.vocabulary import is_a

__all__ = ["treaties"]

_TITLE = re.compile("《(?P<title>[^《》]{2,60}(?:公约|协定|议定书|条约))》(?=.*缔约)")


def treaties(passage: LinkedPassage, document: str, linker: Linker) -> Iterator[Candidate]:
    """The treaties that a document refers to by the meetings of their parties.

    :param passage: a passage with its mentions.
    :param document: the id of the document.
    :param linker: its linker.
    """
    for item in passage.mentions:
        mention = item.mention
        title = _TITLE.match(mention.text) if item.type in {"Session", "Body"} and mention.text[0] == "《" else None
        for name in linker.authority.by_name.get(title["title"], ()) if title is not None else ():
            if not name.contextual and is_a(linker.authority.entities[name.entity].type, frozenset({"Agreement"})) and title is not None:
                end = mention.start + title.end()
                yield Candidate("cites", document, linker.known(name.entity), {}, "name/cites", mention.start, end)
