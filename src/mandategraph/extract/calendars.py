"""Calendars of meetings whose cells became lines: an organ, a date, the name of a meeting, and again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mandategraph.coining import occasion_entity, slug
from mandategraph.extract.engine import Candidate
from mandategraph.languages.ordinals import ordinal_value
from mandategraph.languages.zh_values import chinese_number
from mandategraph.link import Linker
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.meanings import MEETS
from mandategraph.model import Entity, Literal, Name, PassageKind

__all__ = ["calendar_facts"]

_LINES = frozenset({PassageKind.HEADING, PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.CELL})
_ORGANS, _PLACES, _DATES = frozenset({"Organization", "Body", "Unit"}), frozenset({"Country", "Region"}), frozenset({"Date"})
_LONGEST = 160
#: So many dates, each with a meeting below it, make a calendar.
_FEWEST = 3
_THEME = re.compile(r"^(?:主题|题)为[“《][^”》]{2,60}[”》]的")
_MEETING = re.compile(r"(?:会议|论坛|峰会|大会|对话会|研讨会|讲习班|博览会|磋商会)$")
_NUMBERED = re.compile(r"^(?P<body>.{4,40}?(?:委员会|理事会|会议|大会|工作组))第(?P<number>[一二三四五六七八九十百零〇]{1,6})届会议$")
_MEETING_EN = re.compile(r"(?<![\w-])(?:[Ss]ession|Meeting|Conference|Forum|Summit|Dialogue|Assembly)(?![\w-])")
_NUMBERED_EN = re.compile(
    r"^(?P<number>[A-Z][a-z]+(?:-[a-z]+)?) (?P<special>special )?session of (?:the )?(?P<body>[A-Z].{2,90}?)(?: on the theme .*)?$"
)
_ORDINAL = re.compile(r"第[一二三四五六七八九十百零〇\d]{1,6}[届次]$")
_ORDINAL_OPENS = re.compile(r"^(?:首届|第[一二三四五六七八九十百零〇\d]{1,6}[届次])")
_JOINED = re.compile(r"(?<=会议|论坛|峰会|大会)(?:暨|和|与|及)")


def calendar_facts(passages: Sequence[LinkedPassage], linker: Linker) -> Iterator[tuple[str, Candidate]]:
    """When the meetings of a calendar were held and whose they were, each with the path of the line that names the meeting.

    :param passages: the whole document, in order.
    :param linker: its linker.
    """
    rows = _rows(passages)
    for above, date, line, below in rows if len(rows) >= _FEWEST else ():
        end = len(line.passage.text)
        organ = _alone(above, _ORGANS) if above is not None else None
        place = _alone(below, _PLACES) if below is not None else None
        for meeting, kind in _meetings(line, linker):
            body = linker.entities[meeting].parent if kind == "Session" else None
            found: list[tuple[str, str, str | Literal]] = [("heldOn", meeting, Literal(date.mention.value or ""))]
            if body is not None:
                found.append(("partOf", meeting, body))
            if organ is not None and organ.entity is not None and organ.entity != body:
                found.append(("organizes", organ.entity, meeting))
            if place is not None and place.entity is not None:
                found.append(("locatedIn", meeting, place.entity))
            for predicate, subject, thing in found:
                yield line.passage.path, Candidate(predicate, subject, thing, {}, f"calendar/{predicate}", 0, end)


def _rows(passages: Sequence[LinkedPassage]) -> list[tuple[LinkedPassage | None, Linked, LinkedPassage, LinkedPassage | None]]:
    """The rows of a calendar: what stands above, the date, the line of the meeting, what stands below."""
    lines: list[LinkedPassage | None] = [None, None, *passages, None, None]
    dates = [(at, date) for at, line in enumerate(lines) if line is not None and (date := _alone(line, _DATES)) is not None]
    dates = [(at, date) for at, date in dates if date.mention.value and (_is_meeting(lines[at - 1]) or _is_meeting(lines[at + 1]))]
    if not dates:
        return []
    if _is_meeting(lines[dates[0][0] - 1]):  # the name of each meeting stands above its date
        return [(lines[at - 2], date, line, lines[at + 1]) for at, date in dates if (line := lines[at - 1]) is not None and _is_meeting(line)]
    return [(lines[at - 1], date, line, lines[at + 2]) for at, date in dates if (line := lines[at + 1]) is not None and _is_meeting(line)]


def _alone(line: LinkedPassage, types: frozenset[str]) -> Linked | None:
    """The one thing of some classes that a line names, if it says nothing else."""
    if len(line.mentions) != 1 or line.passage.kind not in _LINES:
        return None
    item = line.mentions[0]
    return item if item.mention.text.strip() == line.passage.text.strip() and item.type in types else None


def _is_meeting(line: LinkedPassage | None) -> bool:
    if line is None or line.passage.kind not in _LINES or not 5 < len(line.passage.text) <= _LONGEST:
        return False
    if _MEETING.search(line.passage.text) is not None:
        return not set("。；") & set(line.passage.text)
    return _MEETING_EN.search(line.passage.text) is not None and not line.passage.text.endswith((".", ";", ":"))


def _meetings(line: LinkedPassage, linker: Linker) -> Iterator[tuple[str, str]]:
    """The meetings that a line names, which may be several, with their classes."""
    text = line.passage.text
    start = _THEME.match(text)
    place = start.end() if start else 0
    numbered = _NUMBERED.match(text[place:])
    known = [item for item in line.mentions if item.type in {"Event", "Session"} and item.entity is not None]
    if numbered is not None and not any(item.type == "Session" and item.mention.start == place for item in known):
        yield _session(numbered["body"], chinese_number(numbered["number"]), line, linker), "Session"
        return
    if text.isascii() or _MEETING.search(text) is None:
        yield from _meetings_en(line, known, linker)
        return
    for end in (*(joint.start() for joint in _JOINED.finditer(text, place)), len(text)):
        words = text[place:end]
        item = next((i for i in known if i.mention.end == end and i.mention.start >= place), None)
        if item is not None and item.entity is not None and _bare(text[place : item.mention.start]):
            linker.named(item.entity, words, line.passage.language)
            yield item.entity, item.type
        elif len(words) > 5:
            yield _event(words, _ORDINAL_OPENS.sub("", words), line, linker), "Event"
        place = end + 1


def _meetings_en(line: LinkedPassage, known: list[Linked], linker: Linker) -> Iterator[tuple[str, str]]:
    """The meeting that a line in English names: one that is known, a session, or one called by the whole line."""
    text = line.passage.text.strip()
    numbered = _NUMBERED_EN.match(text)
    number = ordinal_value(numbered["number"]) if numbered is not None else None
    if numbered is not None and number is not None:
        yield _session(numbered["body"], number, line, linker, "特别" if numbered["special"] else ""), "Session"
    elif known:
        joined = [i for one, i in pairwise(known) if " and " in line.passage.text[one.mention.end : i.mention.start]]
        for item in (known[0], *joined):
            new = item.entity is not None and item.type == "Event" and linker.entities[item.entity].provisional
            entity = _event(item.mention.text, _bare_en(item.mention.text), line, linker, item.entity) if new else item.entity
            if entity is not None:
                yield entity, item.type
    else:
        yield _event(text, _bare_en(text), line, linker), "Event"


def _bare_en(words: str) -> str:
    """The name of a meeting without its number: "Fifth Conference on Ports" is the Conference on Ports."""
    opening, _, rest = words.partition(" ")
    return words if ordinal_value(opening) is None else rest


def _event(words: str, bare: str, line: LinkedPassage, linker: Linker, called: str | None = None) -> str:
    """The id of a meeting that a line calls by some words, made known in this document.

    :param words: of the line.
    :param bare: the words without the number of the meeting.
    :param line: the line.
    :param linker: the linker of the document.
    :param called: the id that the meeting has already, where the authority does not hold it.
    """
    named = (name.entity for name in linker.authority.find(bare))
    known = next((entity for entity in named if linker.authority.entities[entity].type == "Event"), None)
    made = Entity(f"event/{slug(words)}", "Event", (Name(words, line.passage.language),), provisional=True)
    number = _number(words) if bare != words else None
    if known is not None and number is not None:  # the ninth of a series that the authority knows
        event = linker.add(occasion_entity(linker.authority.entities[known], number))
    else:
        event = linker.known(known) if known is not None else called or linker.add(made)
    linker.named(event, words, line.passage.language)
    return event


def _number(words: str) -> int | None:
    """The number that the name of a meeting begins with: 9 of 第九届老龄问题部长级会议."""
    opens = _ORDINAL_OPENS.match(words)
    if opens is None:
        return ordinal_value(words.partition(" ")[0])
    return 1 if opens.group() == "首届" else chinese_number(opens.group()[1:-1])


def _bare(words: str) -> bool:
    """Whether nothing but the number of a meeting stands in front of its name."""
    return not words or _ORDINAL.fullmatch(words) is not None


def _session(body: str, number: int, line: LinkedPassage, linker: Linker, special: str = "") -> str:
    """The id of a session of a body that the authority may not hold, made known in this document."""
    language = line.passage.language
    named = (name.entity for name in linker.authority.find(body))
    known = next((entity for entity in named if linker.authority.entities[entity].type in MEETS), None)
    made = Entity(f"body/{slug(body)}", "Body", (Name(body, language),), provisional=True)
    organ = linker.known(known) if known is not None else linker.add(made)
    session = linker.session(organ, number, special)
    linker.named(organ, body, language)
    linker.named(session, line.passage.text, language)
    return session
