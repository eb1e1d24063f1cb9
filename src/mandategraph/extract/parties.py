"""Who concluded the agreement that a document is, as its title says: A与B谅解备忘录."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandategraph.extract.engine import Candidate
from mandategraph.linked import LinkedPassage
from mandategraph.model import Document, Entity

__all__ = ["CONCLUDED", "parties"]

#: What the title of an agreement ends with, and what it is about.
CONCLUDED = re.compile(r"[与和及][^，。；]{2,40}?(?:之间)?的?(?:(?:关于|就)[^，。；]{2,40}的)?(?:合作|伙伴关系|框架|总)*(?:谅解备忘录|协定|协议)$")
_PARTIES = frozenset({"Organization", "Country", "Unit", "Fund", "CountryGroup"})
_BETWEEN = re.compile(r"(?:政府|秘书处)?(?:[（(][^（）()]{1,20}[）)])?[与和及、]")


def parties(document: Document, entity: Entity, linked: Sequence[LinkedPassage]) -> Iterator[tuple[str, Candidate]]:
    """The parties that the title of an agreement names, each with the path of the title.

    :param document: the document.
    :param entity: what the document is.
    :param linked: its passages with their mentions.
    """
    title = document.masthead.title
    if entity.type != "Agreement" or title is None or not CONCLUDED.search(title.text):
        return
    line = next((item for item in linked if item.passage.path == title.passage), None)
    if line is None:
        return
    end = -1
    for named in line.mentions:
        start, stop = named.mention.start, named.mention.end
        if end >= 0 and not _BETWEEN.fullmatch(line.passage.text, end, start):
            return  # what it is about
        end = stop
        if named.entity is not None and named.type in _PARTIES:
            yield title.passage, Candidate("partyTo", named.entity, entity.id, {}, "masthead/partyTo", *line.passage.span(start, stop))
