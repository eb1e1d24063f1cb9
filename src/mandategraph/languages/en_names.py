"""Names in English that the authority may not hold: titles in quotation marks, persons, capitalised names with a head word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from mandategraph.languages.words import head_words, word_list
from mandategraph.model import Mention

__all__ = ["find_names"]

_UPPER = "A-ZÀ-ÖØ-Þ"
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿ0-9"
_WORD = rf"(?:[{_UPPER}][{_LETTER}’'&/+.\-]*[{_LETTER}+]|[{_UPPER}]|\d{{1,4}}(?=-[A-Z])|\d{{1,2}}[A-Z]{{2,4}}(?= [A-Z])|(?:19|20)\d\d(?= [A-Z]))"
_LINK = r"(?:of the|of|for the|for|on the|on|and|to the|to|in the|in|with|against|from|&|de la|de los|de|du|des|la|le|y|et|di|del|by)"
# Names in running text: words with a capital letter, joined by small words.
_CAPITALS = re.compile(
    rf"(?<![{_LETTER}’'/@.\-]){_WORD}(?:,?\s(?:{_LINK}\s){{0,2}}{_WORD}|,?\s(?:of|for|on)\s(?=\d{{4}})\d{{4}}){{0,30}}(?:\s(?:19|20)\d\d(?![\d/]))?"
)
_QUOTED = re.compile(
    r"(?P<title>[“\"](?P<name>[^“”\"\n]{3,220})[”\"])(?P<after>\s[a-zA-Z]+)?"
)
_TITLED = re.compile(r"(?:entitled|titled|called|named|known as|designated)(?:\sas)?[,:]?\s$")
_TITLES = r"(?:Mr|Ms|Mrs|Dr|Prof|Sir|Dame|Professor|Ambassador|H\.E|His Excellency|Her Excellency)"
_NAME = rf"[{_UPPER}][{_LETTER}’'\-]+(?:\s(?:(?:de|da|dos|van|von|der|el|al|bin|ben|la|Al|El)\s)?[{_UPPER}](?:\.|[{_LETTER}’'\-]*)){{0,3}}"
_PERSON = re.compile(rf"(?<![{_LETTER}])(?P<title>{_TITLES}\.?(?:\s{_TITLES}\.?)?)\s(?P<name>{_NAME})")
_OFFICE = (
    r"(?:(?:Deputy |Vice-|Vice |Acting |Assistant |Former |Under-|Executive |Managing |Associate |Chief )*"
    r"(?:Director[- ]General|Secretary-General|Executive Director|Executive Secretary|Director|President|Prime Minister|Minister|Chair|"
    r"Chairperson|Chairman|Chief Executive Officer|CEO|Administrator|High Commissioner|Commissioner|Governor|Head|Permanent Representative|Rector|Mayor|Founder))"
)
_NAMED_AFTER = re.compile(rf"(?<![{_LETTER}])(?P<name>{_NAME}),\s(?:the\s|then\s|former\s)?(?={_OFFICE}\b)")
_ROLE = r"(?:(?:co-|plant |deputy |general |managing |chief |executive )*(?:founder|manager|owner|director|head|president|chair|chairperson|coordinator|representative))"
_NAMED_APPOSED = re.compile(rf"(?<![{_LETTER}])(?P<name>{_NAME}),\s(?:the\s)?(?={_ROLE}(?:\sand\s[a-z\- ]{{3,24}})?\s(?:of|at)\b)")
_NAMED_BEFORE = re.compile(
    rf"(?<![{_LETTER}]){_OFFICE},?\s(?P<name>[{_UPPER}][a-zà-öø-ÿ’'\-]+(?:\s(?:(?:de|da|van|von|el|al|bin)\s)?[{_UPPER}][{_LETTER}’'\-]+){{1,3}})"
)
_SMALL_HEAD = re.compile(
    r"\s(?:(?:joint|regional|flagship|pilot|global|national|training|technical cooperation)\s)?(?P<head>programme|project|initiative|network|platform|alliance|forum|partnership|accelerator|campaign|toolkit|database|portal|fund|workshop|summit|award)(?![\w-])"
)
_DATED = re.compile(
    r"\s(?:in|on|from|since|of|by)\s(?:January|February|March|April|May|June|July|August|September|October|November|December)(?![a-z]).*$"
    r"|\s(?:in|since|by)\s(?:19|20)\d\d$"
)
# An authority of a country bears the country's name: the Ministry of Trade of the Government of Kenya.
_NATIONAL = re.compile(
    r"\b(?:Ministry|Department|Agency|Authority|Association|Chamber|Institute|Council|Commission|Federation|Bank|University|Foundation|Academy|Bureau|Board|Administration)\b"
)
_OF_COUNTRY = re.compile(r",?\s(?:of|in)\s(?:the\s)?(?:(?:Federal\s)?Government\sof\s(?:the\s)?)?")
_OWNERS = frozenset({"Country", "Region", "Organization", "Session", "Body", "Unit"})
_AGENTS = frozenset({"Organization", "Country", "Body", "Unit", "Fund", "Partnership"})
_QUOTE_HEADS = {
    "project": "Programme", "programme": "Programme", "initiative": "Programme", "campaign": "Programme",
    "forum": "Event", "workshop": "Event", "conference": "Event", "summit": "Event", "event": "Event", "seminar": "Event",
    "meeting": "Event", "symposium": "Event", "webinar": "Event", "report": "Publication", "publication": "Publication",
    "study": "Publication", "guide": "Publication", "handbook": "Publication", "toolkit": "Tool", "platform": "Tool",
    "database": "Tool", "course": "Tool", "strategy": "Framework", "framework": "Framework", "agenda": "Framework",
    "network": "Partnership", "alliance": "Partnership", "partnership": "Partnership",
}  # fmt: skip


def find_names(text: str, taken: tuple[Mention, ...], groups: tuple[Mention, ...] = ()) -> Iterator[Mention]:
    """Names that the text itself marks: by quotation marks, titles of persons or capital letters and head words.

    A name may hold names that are known; the longer one then counts.

    :param text: repaired text.
    :param taken: mentions found already, sorted.
    :param groups: mentions of groups of actors.

    >>> [(m.text, m.type) for m in find_names("Ms. Ana Ruiz opened the Green Harbours Forum and the “Clean Docks” project.", ())]
    [('Ana Ruiz', 'Person'), ('“Clean Docks”', 'Programme'), ('Green Harbours Forum', 'Event')]
    """
    spans: list[tuple[int, int]] = []
    for mention in (*_persons(text), *_quoted(text)):
        if _free(mention.start, mention.end, spans):
            spans.append((mention.start, mention.end))
            yield mention
    hard = sorted((m.start, m.end, m.type) for m in taken)
    ends = [end for _, end, _ in hard]
    for match in _CAPITALS.finditer(text):
        first = bisect_left(ends, match.start())
        near = [known for known in hard[first : first + 40] if known[0] < match.end()]
        for start, end in _pieces(text, match.start(), match.end(), near):
            found = _name(text, start, end, near)
            if found is not None and found.type in {"Organization", "Unit", "Body"}:
                found = _national(text, found, taken)
            if found is not None and _free(found.start, found.end, spans):
                spans.append((found.start, found.end))
                yield found


def _national(text: str, found: Mention, taken: tuple[Mention, ...]) -> Mention:
    """An authority together with the country that follows its name."""
    link = _OF_COUNTRY.match(text, found.end)
    if link is None or _NATIONAL.search(found.text) is None:
        return found
    for place in taken:
        if place.start == link.end() and place.type == "Country" and len(place.candidates) == 1:
            if link.group().strip() == "in" and not found.text.startswith("Ministry"):
                return found
            short = Mention(found.start, found.end, found.text, "Organization")
            return Mention(found.start, place.end, text[found.start : place.end], "Organization", parts=(place, short))
    return found


def _persons(text: str) -> Iterator[Mention]:
    for match in _PERSON.finditer(text):
        start, end = match.span("name")
        name = match["name"].rstrip(".,’'-")
        name = re.sub(r"[’']s$", "", name)
        end = start + len(name)
        yield Mention(start, end, name, "Person", alias=f"{match['title'].rstrip('.')}. {name}")
    for pattern in (_NAMED_AFTER, _NAMED_APPOSED, _NAMED_BEFORE):
        for match in pattern.finditer(text):
            words = match["name"].split()
            if len(words) >= 2 and not any(w in _frames() for w in words) and words[0] not in _starters():
                yield Mention(match.start("name"), match.end("name"), match["name"], "Person")


def _quoted(text: str) -> Iterator[Mention]:
    heads = head_words("en")
    for match in _QUOTED.finditer(text):
        name, before = match["name"].strip(" ,."), text[max(0, match.start("title") - 60) : match.start("title")]
        following = (match["after"] or "").strip().lower()
        kind = _QUOTE_HEADS.get(following)
        titled = _TITLED.search(before)
        if kind is None and titled:
            noun = re.search(
                rf"({'|'.join(_QUOTE_HEADS)}|report)s?(?:,|\s\w+){{0,6}}?,?\s(?:entitled|titled|called|named|known as)",
                before,
            )
            kind = _QUOTE_HEADS.get(noun[1]) if noun else None
            resolution = re.search(
                r"(?:resolution|decision|theme|item|panel|session|agenda item|draft)[^.;]{0,50}$", before
            )
            if kind is None and not resolution:
                kind = _type_of(name) or None
        if kind is None:
            last = _type_of(name)
            kind = (
                last
                if last in {"Publication", "Declaration", "Framework", "Programme"} and name[:1].isupper() and titled
                else None
            )
        if kind is not None and len(name.split()) <= 24 and heads:
            yield Mention(match.start("title"), match.end("title"), match["title"], kind)


def _type_of(name: str) -> str | None:
    """The class that a name tells: by the last word before " of ", " for " ..., else by its last word."""
    types = head_words("en").types
    plain = re.split(r"[:–—(]", re.sub(r"\s(?:19|20)\d\d(?:[–-]\d{2,4})?$", "", name), maxsplit=1)[0].strip()
    for joined in (
        "Programme of Action",
        "Plan of Action",
        "Programme of Work",
        "Memorandum of Understanding",
        "Platform for Action",
    ):
        if joined in plain:
            return types[joined]
    first = re.split(r"\s(?:of|for|on|to|in|against|with|by|from)\s", plain, maxsplit=1)[0]
    for phrase in (first, plain):
        words = phrase.split()
        for size in (4, 3, 2, 1):
            tail = " ".join(words[-size:])
            if len(words) >= size and tail in types:
                return types[tail]
            if size == 1 and tail.endswith("s") and types.get(tail[:-1], "Event") != "Event":
                return types[tail[:-1]]
    return None


@cache
def _starters() -> frozenset[str]:
    return frozenset(word_list("en", "starters"))


@cache
def _frames() -> frozenset[str]:
    heads = head_words("en")
    return frozenset(heads.types) | heads.generic | {"United", "Nations", "General", "States"}


def _pieces(text: str, start: int, end: int, hard: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """A run of capitals without its sentence opener, cut where a conjunction joins two names."""
    words = text[start:end]
    first = re.match(rf"({_WORD}),?\s", words)
    while first and first[1] in _starters():
        rest = words[first.end() :]
        link = re.match(rf"(?:{_LINK}\s)+", rest)
        skip = first.end() + (link.end() if link else 0)
        start, words = start + skip, words[skip:]
        first = re.match(rf"({_WORD}),?\s", words)
    cuts = [0]
    for joint in re.finditer(r",?\sand(?:\s(?:the|to|for|in|of))*\s|,\s", words):
        left, right = words[cuts[-1] : joint.start()], words[joint.end() :]
        lone = re.split(r",?\sand\s|,\s", right, maxsplit=1)[0]
        known = [(a, b) for a, b, _ in hard if a <= start + joint.start() < b]
        begins = any(a == start + joint.end() and kind in _AGENTS for a, _, kind in hard)
        if "the" not in joint.group() and not known and not (begins and _type_of(left)) and not _complete(left, lone, right):
            continue
        if not any(a < start + joint.start() and b > start + joint.end() for a, b in known):
            yield start + cuts[-1], start + joint.start()
            cuts.append(joint.end())
    yield start + cuts[-1], end


def _complete(left: str, next_part: str, rest: str) -> bool:
    """Whether what stands before "and" is a whole name, so that "and" joins two names."""
    if _type_of(left) is None:
        return False
    inside = re.search(r"\s(?:of|for|on|to)\s", left)
    if inside is None:
        return True
    return (
        _type_of(next_part) is not None
        and re.search(r"\s(?:of|for|on)\s", left) is not None
        and _type_of(rest) is not None
    )


def _name(text: str, start: int, end: int, hard: list[tuple[int, int, str]]) -> Mention | None:
    heads = head_words("en")
    while end > start and text[end - 1] in " ,.’'-/&":
        end -= 1
    # A known name at the end, after a small word, is another thing: the Ministry of Energy of Egypt.
    for a, b, known in hard:
        if start < a < end <= b and known in _OWNERS:
            link = re.search(r"\s(?:of|in|for|to|with|from|by)(?:\sthe)?\s$", text[start:a])
            end = start + link.start() if link else end
        if a == start and b < end and text[b : b + 3] in {"’s ", "'s "}:
            start = b + 3  # UNIDO’s Clean Ports Programme
        elif (
            a == start
            and b < end
            and re.match(r"(?:[’']s)?\s(?:and|in|on|to|for|with|from|by|of)\s|[’']s\s|,", text[b:end])
        ):
            return None
    of_government = re.search(r"\sof(?:\sthe)?\sGovernment$", text[start:end])
    end = start + of_government.start() if of_government else end
    dated = _DATED.search(text[start:end])
    end = start + dated.start() if dated else end
    name = text[start:end]
    if name.startswith("Permanent Mission"):
        return None  # it speaks for its country
    words = name.split()
    kind = _type_of(name)
    inner = list(re.finditer(r"\s(?:of|in|at|for|to|with|from|by)(?:\sthe)?\s", name))
    if kind is not None and inner and _type_of(name[: inner[0].start()]) is None:
        # participants in the Clean Ports Forum
        start += inner[-1].end()
        name, words = text[start:end], text[start:end].split()
        kind = _type_of(name)
    if kind is None or (words and words[-1] in heads.types and words[-1] not in heads.captured and len(words) < 2):
        small = _SMALL_HEAD.match(text, end)
        if (
            small
            and words
            and words[0] not in _starters()
            and _telling(words, heads.generic)
            and not _known(start, end, hard)
        ):
            end = small.end("head")
            return Mention(start, end, text[start:end], heads.types.get(small["head"].capitalize(), "Programme"))
        return None
    if len(words) < 2 or not _telling([w for w in words if w not in heads.types] or [""], heads.generic):
        return None
    if any(a <= start and end <= b for a, b, _ in hard) or _covered(start, end, hard):
        return None
    return Mention(start, end, name, kind)


def _covered(start: int, end: int, hard: list[tuple[int, int, str]]) -> bool:
    """Whether one known name begins a stretch and another ends it: two names side by side."""
    first = any(a == start and b < end for a, b, _ in hard)
    return first and any(start < a < end <= b and kind not in {"Number", "Date"} for a, b, kind in hard)


def _free(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return all(end <= a or start >= b for a, b in spans)


def _known(start: int, end: int, hard: list[tuple[int, int, str]]) -> bool:
    return any(a < end and b > start and kind not in {"Number", "Date"} for a, b, kind in hard)


def _telling(words: list[str], generic: frozenset[str]) -> bool:
    """Whether some word is not of the kind that names nothing."""
    return any((word[:1].isupper() and word.rstrip(",") not in generic) or word[:1].isdigit() for word in words)
