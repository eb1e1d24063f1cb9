"""Records of meetings: which meeting of a body a document records or was adopted at, who presides, who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandategraph.coining import meeting_entity, slug
from mandategraph.extract.engine import Candidate
from mandategraph.languages.base import Language
from mandategraph.languages.zh_values import chinese_number
from mandategraph.link import Linker
from mandategraph.linked import LinkedPassage
from mandategraph.model import Document, Entity, Literal, Name, Passage, PassageKind
from mandategraph.vocabulary import INSTRUMENTS, is_a

__all__ = ["is_record", "meeting_facts"]

_NUMBER = r"[\d一二三四五六七八九十百零〇]{1,6}"
_RECORD = re.compile(
    rf"(?:第(?P<number>{_NUMBER})次(?:全体)?会议\s?(?:\([^()]*\)|（[^（）]*）)?\s?(?:临时)?(?:简要|逐字)记录"
    r"|(?:[Pp]rovisional )?(?:[Ss]ummary|[Vv]erbatim) record .{0,40}?\b(?P<number_en>\d{1,5})(?:st|nd|rd|th)(?: \([^()]*\))? meeting)"
)
#: The number of a meeting on a line of its own, in a masthead that says that it is a record.
_ALONE = re.compile(rf"第(?P<number>{_NUMBER})次(?:全体)?会议$|^(?P<number_en>\d{{1,5}})(?:st|nd|rd|th) (?:plenary )?meeting$")
_SYMBOL = re.compile(r"^(?:S/PV|[A-Z]+(?:/[A-Z0-9.]+)*/SR)\.(\d{1,5})$")
_IS_RECORD = re.compile(r"(?:简要|逐字|正式)记录|[Vv]erbatim record|[Ss]ummary record|Official Records")
_ADOPTED = re.compile(
    rf"第(?P<number>{_NUMBER})次(?:全体)?会议通过$|^[Aa]dopted by .{{2,60}} at its (?P<number_en>\d{{1,5}})(?:st|nd|rd|th) (?:plenary )?meeting"
)
_TITLED = r"(?P<name>[A-ZÀ-Þ][\w’'.\- ]{1,40}?|(?:(?!邀请|由|对|向|和|与|选举|任命|代表|感谢)[\u4e00-\u9fff·-]){2,14}?)(?:先生|女士|夫人|总统|总理|女?爵士|教授|博士)"
_TITLED_EN = r"(?:Mr|Ms|Mrs|Dr|Sir|Dame)\.? (?P<name_en>[A-ZÀ-Þ][\w’'.\- ]{1,40}?)"
_CHAIR = re.compile(
    rf"(?:(?P<role>主席)|代理主席|后来|嗣后)\s?[:：]\s?{_TITLED}"
    rf"|(?:(?P<role_en>Chair(?:man|person|woman)?|President)|Acting Chair|Later):\s?{_TITLED_EN}\s?(?=[(.…]|$)"
)
_SPEAKER = re.compile(
    rf"(?P<office>(?:代理)?副?主席|报告员)?{_TITLED}\s?[(（](?P<of>[^()（）]{{2,60}})[)）]"
    rf"|(?P<office_en>(?:Vice-)?Chair,? )?{_TITLED_EN} ?\((?P<of_en>[^()]{{2,80}})\)(?P<chairs>, Vice-Chair)?"
)
_MEMBER = re.compile(rf"\s*{_TITLED}")
#: What else may stand with a country in the brackets behind a speaker.
_DELEGATE = re.compile(r"(?:常驻)?(?:观察员|代表)?|(?:Observer|Representative) (?:for|of)(?: the)?")
_PLACE = re.compile(r"在(?P<place>[^，。]{2,12}?)(?:总部)?举行|[Hh]eld at [^,]*, (?P<place_en>[^,]+),")


def meeting_facts(
    document: Document, entity: Entity, linker: Linker, language: Language, passages: Sequence[LinkedPassage]
) -> Iterator[tuple[str, Candidate]]:
    """The facts of the meeting that a document records, or at which it was adopted, each with the path of its passage.

    :param document: the document.
    :param entity: what it is.
    :param linker: its linker, which knows the body.
    :param language: of its masthead.
    :param passages: its passages with their mentions.
    """
    if linker.body is None:
        return
    adopted = is_a(entity.type, INSTRUMENTS)
    heads = [item.passage for item in passages if item.passage.kind is PassageKind.MASTHEAD]
    patterns = [_ADOPTED] if adopted else [_RECORD, _ALONE] if is_record(document) else [_RECORD]
    found = ((head, pattern.search(head.text)) for pattern in patterns for head in heads)
    head, match = next(((head, match) for head, match in found if match is not None), (None, None))
    if head is None or match is None:
        if not adopted and (numbered := _SYMBOL.search(entity.symbol or "")) is not None:  # a copy without its masthead
            meeting = linker.add(meeting_entity(linker.authority.entities[linker.body], int(numbered[1])))
            for item in passages:
                if item.passage.kind in {PassageKind.PARAGRAPH, PassageKind.ITEM}:
                    yield from _speaking(item, meeting, linker)
        return
    session = document.masthead.session
    count = next((number for _, _, number, _ in language.sessions(session.text)), None) if session is not None else None
    number = int(match["number_en"]) if match["number_en"] else chinese_number(match["number"])
    meeting = linker.add(meeting_entity(linker.authority.entities[linker.body], number, count))
    yield head.path, Candidate("partOf", meeting, linker.known(linker.body), {}, "record/partOf", *match.span())
    if adopted:
        yield head.path, Candidate("adoptedAt", entity.id, meeting, {}, "record/adoptedAt", *match.span())
        yield from _held(head, meeting, linker, language)
        return
    yield head.path, Candidate("reportsOn", entity.id, meeting, {}, "record/reportsOn", *match.span())
    members = False
    for item in passages:
        if item.passage.kind is PassageKind.MASTHEAD:
            members = members or item.passage.text.startswith("成员：")
            if members:
                yield from _sitting(item, meeting, linker)
            if item.passage.path.startswith(("masthead/held", "masthead/meeting")):
                yield from _held(item.passage, meeting, linker, language)
            yield from _presiding(item.passage, meeting, linker)
            if len(item.mentions) == 1 and item.mentions[0].type == "Region" and item.mentions[0].mention.text == item.passage.text.strip():
                place = item.mentions[0]
                yield item.passage.path, Candidate("locatedIn", meeting, place.entity or "", {}, "record/locatedIn", 0, place.mention.end)
        elif item.passage.kind in {PassageKind.PARAGRAPH, PassageKind.ITEM}:
            yield from _speaking(item, meeting, linker)


def is_record(document: Document) -> bool:
    """Whether a masthead says that the document is the record of a meeting.

    :param document: the document.
    """
    return any(p.kind is PassageKind.MASTHEAD and _IS_RECORD.search(p.text) is not None for p in document.passages)


def _held(head: Passage, meeting: str, linker: Linker, language: Language) -> Iterator[tuple[str, Candidate]]:
    """When and where a meeting was held, as a line of the masthead tells."""
    day = next((value for value in language.values(head.text) if value.type == "Date" and value.value), None)
    if day is not None and day.value is not None:
        yield head.path, Candidate("heldOn", meeting, Literal(day.value), {}, "record/heldOn", day.start, day.end)
    place = _PLACE.search(head.text)
    for name in linker.authority.find(place[place.lastgroup or 0]) if place is not None else ():
        if place is not None and linker.authority.entities[name.entity].type in {"Region", "Country"}:
            known = linker.known(name.entity)
            yield head.path, Candidate("locatedIn", meeting, known, {}, "record/locatedIn", *place.span(place.lastgroup or 0))
            return


def _person(linker: Linker, name: str, language: str) -> str:
    """The id of somebody whom a record names by a title, made known in this document."""
    name = name.strip(" .")
    person = linker.add(Entity(f"person/{slug(name)}", "Person", (Name(name, language),), provisional=True))
    linker.named(person, name, language)
    return person


def _presiding(head: Passage, meeting: str, linker: Linker) -> Iterator[tuple[str, Candidate]]:
    """主席：安娜·鲁伊斯女士(智利): who presides over a meeting, and over the body where nothing says "acting"."""
    match = _CHAIR.match(head.text)
    if match is None or linker.body is None:
        return
    person = _person(linker, match["name"] or match["name_en"], head.language)
    role = match["role"] or match["role_en"]
    qualifiers = {"role": role} if role else {}
    yield head.path, Candidate("leads", person, meeting, qualifiers, "record/leads", *match.span())
    if role:
        yield head.path, Candidate("headedBy", linker.known(linker.body), person, qualifiers, "record/headedBy", *match.span())


def _sitting(item: LinkedPassage, meeting: str, linker: Linker) -> Iterator[tuple[str, Candidate]]:
    """成员：智利 安娜·鲁伊斯女士: a member of the body, and who sits for it."""
    text = item.passage.text
    start = len("成员：") if text.startswith("成员：") else 0
    country = next((m for m in item.mentions if m.mention.start == start and m.type == "Country"), None)
    match = _MEMBER.fullmatch(text, country.mention.end) if country is not None else None
    if country is None or country.entity is None or match is None or linker.body is None:
        return
    path, span = item.passage.path, (start, len(text))
    person = _person(linker, match["name"], item.passage.language)
    yield path, Candidate("memberOf", country.entity, linker.known(linker.body), {}, "record/member", *span)
    yield path, Candidate("participatesIn", country.entity, meeting, {}, "record/delegation", *span)
    yield path, Candidate("participatesIn", person, meeting, {}, "record/speaker", *span)


def _speaking(item: LinkedPassage, meeting: str, linker: Linker) -> Iterator[tuple[str, Candidate]]:
    """安娜·鲁伊斯女士(智利)说: who takes part in a meeting, and for which country."""
    match = _SPEAKER.match(item.passage.text)
    if match is None:
        return
    group = "of" if match["of"] else "of_en"
    path, span = item.passage.path, match.span()
    person = _person(linker, match["name"] or match["name_en"], item.passage.language)
    yield path, Candidate("participatesIn", person, meeting, {}, "record/speaker", *span)
    inside = [m for m in item.mentions if match.start(group) <= m.mention.start and m.mention.end <= match.end(group)]
    rest = match[group]
    for m in inside:
        rest = rest.replace(m.mention.text, "", 1)
    if match["office"] or match["office_en"] or match["chairs"] or _DELEGATE.fullmatch(rest.strip()) is None:
        return
    for m in inside:
        if m.type == "Country" and m.entity is not None:
            yield path, Candidate("participatesIn", m.entity, meeting, {}, "record/delegation", *span)
