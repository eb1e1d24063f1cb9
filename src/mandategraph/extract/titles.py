"""What the title of a document tells: what a report is about, at which meeting a declaration was adopted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandategraph.extract.engine import Candidate
from mandategraph.extract.masthead import alone, day_of
from mandategraph.languages.base import Language
from mandategraph.link import Linker
from mandategraph.linked import LinkedPassage
from mandategraph.meetings import meeting_of_line
from mandategraph.model import Document, Entity, Literal, Masthead
from mandategraph.vocabulary import INSTRUMENTS, is_a

__all__ = ["title_facts"]

#: In a title, what stands in front of what a report is about, and behind it.
_ABOUT = re.compile(r"(?:^|关于|有关|执行|落实|实施)$")
_ITS_STATE = re.compile(
    r"(?:的?(?:第[一二三四五六七八九十\d]+个?)?(?:执行|实施|落实|进展|最新|有关|后续)*(?:进展)?(?:情况|工作|活动|局势|状况|人权状况|成果|行动))?"
    r"的?(?:(?:年度|进展|综合|中期|最后|进度|情况)*(?:报告|说明|备忘录))?(?:\s?\*)*$"
)
#: What a title says of the country or region that a report is on: 中非共和国局势.
_STATE_OF = re.compile(r"\s*(?:的?(?:人权|政治|安全|人道主义)?(?:局势|状况|情况))?(?:\s?\*)*\s*")
#: The number in front of the title of a resolution.
_FIRST = re.compile(r"[\w./]{1,20}[.．]?\s?")
_REPORTED = frozenset({"Framework", "Programme", "Partnership", "Event", "Organization", "CountryGroup", "Country", "Region", "Fund"}) | INSTRUMENTS
#: In a declaration, that those who met adopt a text of which the name follows.
_ADOPTED = re.compile(r"(?:^|(?<=[。；]))我们(?:还|又|一致|在此|特此){0,2}(?:通过|核准|核可|批准|签署)了?(?=《)|(?<=》)，并(?:通过|核准|核可|批准|签署|发表)了?(?=《)")
_ACTORS = frozenset({"Organization", "Country", "CountryGroup", "Region"})


def title_facts(
    document: Document, entity: Entity, linked: Sequence[LinkedPassage], linker: Linker, language: Language
) -> Iterator[tuple[str, Candidate]]:
    """What a report is about, as its title says: 秘书长关于联合国工作的报告; at which meeting what bears or stands below its name was adopted.

    :param document: the document.
    :param entity: what the document is.
    :param linked: its passages with their mentions.
    :param linker: its linker.
    :param language: of its masthead.
    """
    title = document.masthead.title
    if alone(document.masthead):
        told = False
        for line in linked if title is not None else ():
            path, text = line.passage.path, line.passage.text
            if not path.startswith(("masthead/subject", "masthead/title")) or (meeting := meeting_of_line(text, line.mentions)) is None or meeting == entity.id:
                continue
            told = True
            if is_a(entity.type, INSTRUMENTS):
                yield path, Candidate("adoptedAt", entity.id, meeting, {}, "masthead/adoptedAt", *line.passage.span(0, len(text)))
            yield from _met(document.masthead, meeting, linker, language)
        if is_a(entity.type, INSTRUMENTS):
            if not told:
                yield from _there(entity, linked, linker)
            yield from _agreed(linked, linker)
            return
    passage = next((line for line in linked if title is not None and line.passage.path == title.passage), None)
    resolves = entity.type in {"Resolution", "Decision"}
    if passage is None or not (resolves or is_a(entity.type, frozenset({"Document", "Publication"}))):
        return
    text = passage.passage.text
    for item in passage.mentions:
        start, end = item.mention.start, item.mention.end
        if item.entity is not None and item.entity != entity.id and is_a(item.type, _REPORTED):
            about = _ABOUT.search(text, 0, start) or (_FIRST.fullmatch(text, 0, start) if resolves else None)
            bare = item.type in {"Country", "Region"} and document.masthead.author is not None and start == 0 and _STATE_OF.fullmatch(text, end) is not None
            named = about is not None and not about.group() and is_a(item.type, _ACTORS) and not bare  # a title that only names an organization
            state = _ITS_STATE.match(text, end)
            if about is not None and not named and state and (state.group() or not resolves):
                yield passage.passage.path, Candidate("reportsOn", entity.id, item.entity, {}, "masthead/reportsOn", *passage.passage.span(start, end))


def _there(entity: Entity, linked: Sequence[LinkedPassage], linker: Linker) -> Iterator[tuple[str, Candidate]]:
    """The meeting at which a declaration was adopted, as its first sentence tells who met there."""
    met = linker.meeting
    for line in linked if met is not None else ():
        found = next((m for m in line.mentions if met is not None and m.entity == met.entity), None)
        if met is not None and found is not None and line.passage.text.startswith("我们，"):
            span = line.passage.span(found.mention.start, found.mention.end)
            yield line.passage.path, Candidate("adoptedAt", entity.id, met.entity or "", {}, "title/adoptedAt", *span)
            return


def _agreed(linked: Sequence[LinkedPassage], linker: Linker) -> Iterator[tuple[str, Candidate]]:
    """What those who declare say that they adopted at their meeting: 我们核准《行动计划》."""
    met = linker.meeting
    for item in linked if met is not None else ():
        for match in _ADOPTED.finditer(item.passage.text) if "我们" in item.passage.text else ():
            found = next((m for m in item.mentions if m.mention.start == match.end()), None)
            if met is not None and found is not None and found.entity is not None and is_a(found.type, INSTRUMENTS | {"Framework"}):
                span = item.passage.span(match.start(), found.mention.end)
                yield item.passage.path, Candidate("adoptedAt", found.entity, met.entity or "", {}, "title/adoptedAt", *span)


def _met(m: Masthead, meeting: str, linker: Linker, language: Language) -> Iterator[tuple[str, Candidate]]:
    """When and where a masthead tells that its meeting was held."""
    held = day_of(m.dates, language)
    if m.dates is not None and held:
        yield m.dates.passage, Candidate("heldOn", meeting, Literal(held), {}, "masthead/heldOn", m.dates.start, m.dates.end)
    for name in linker.authority.find(m.place.text) if m.place is not None else ():
        if m.place is not None and linker.authority.entities[name.entity].type in {"Region", "Country"}:
            yield m.place.passage, Candidate("locatedIn", meeting, linker.known(name.entity), {}, "masthead/locatedIn", m.place.start, m.place.end)
            break
