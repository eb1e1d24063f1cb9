"""Dates, amounts, resolutions by number and SDGs in languages that put spaces between words, from their word lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from mandategraph.languages.base import Citation
from mandategraph.languages.words import words_of
from mandategraph.model import Mention
from mandategraph.vocabulary import SDG

__all__ = ["citations", "goals", "organs", "values"]

_NUMBER = (
    r"(?:\d{1,4}/\d{1,4}(?: ?[A-Z](?![\w’']))?"
    r"|\d{1,4}(?: ?[A-Z])? ?\((?:[IVXLCDM]+|S-[IVXLCDM]+|\d{4})\)(?: ?[A-Z](?![\w’']))?)"
)
# A plural that begins with a capital letter, such as Member States or SMEs, or in lower case: developing countries.
_THINGS = re.compile(r"\s((?:[A-Z][\w-]*\s){0,3}[A-Z][\w-]*s|(?:[A-Z][\w-]*\s){1,2}(?:[a-z]+\s)?[a-z]+s)(?![\w’])")
_GOAL = r"(?:1[0-7]|[1-9])(?![\d.,]*\d|\s?%)"
_TARGET = r"(?:1[0-7]|[1-9])[.\-](?:1[0-9]|[1-9]|[a-d])(?![\w.]*\d)"


@dataclass(frozen=True, slots=True)
class _Table:
    """The compiled words of one language."""

    dates: tuple[re.Pattern[str], ...]
    months: Mapping[str, int]
    quantity: re.Pattern[str]
    scales: Mapping[str, int]
    currencies: Mapping[str, str]
    percent: frozenset[str]
    cited: re.Pattern[str]
    numbered: re.Pattern[str]
    decisions: frozenset[str]
    goal: re.Pattern[str]
    target: re.Pattern[str]
    spelled: re.Pattern[str]
    figures: Mapping[str, int]


def _any(words: Iterable[str]) -> str:
    return (
        "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=lambda w: (-len(w), w))) or r"(?!)"
    )


def _dates(words: Mapping[str, list[str]], months: str) -> tuple[re.Pattern[str], ...]:
    of = _any(words.get("of", []))
    to = _any([*words.get("to", []), "–", "—", "-"])
    glue = rf"\s?(?:(?:{of})\s)?"
    day, year = r"(?:\d{1,2})(?:er|º|-?го|st|nd|rd|th)?", r"(?:1[89]|20)\d\d"
    left, right = r"(?<![\d/.,])", r"(?![\d/])"
    prefixes = _any(words.get("years", []))
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{left}(?P<d>{day}){glue}(?:(?P<m>{months}){glue}(?:,?\s?(?P<y>{year})\s?)?)?\s?(?:{to})\s?"
            rf"(?P<d2>{day}){glue}(?P<m2>{months})(?:,|{glue})\s?(?P<y2>{year}){right}",
            rf"(?P<m>{months}) (?P<d>{day})\s?(?:{to})\s?(?P<d2>\d{{1,2}}),? (?P<y2>{year}){right}",
            rf"(?P<m>{months}) (?P<d>{day}), (?P<y>{year}){right}",
            rf"(?:{left}(?P<d>{day}){glue})?(?<!\w)(?P<m>{months})(?:,|{glue})\s?(?P<y>{year}){right}",
            rf"{left}(?P<y>{year})\s?[-–—]\s?(?P<y2>{year}|\d\d){right}",
            rf"(?<!\w)(?:{prefixes})\s(?P<y>{year})\s?(?:{to})\s?(?P<y2>{year}){right}",
            rf"(?<!\w)(?:{prefixes})\s(?P<one>{year}){right}(?!\s?(?:{_any(words.get('not_before', []))}))",
        )
    )


@cache
def _table(code: str) -> _Table:
    words = words_of(code)
    months: dict[str, int] = words["months"]
    named = _any(months)
    dates: dict[str, list[str]] = words.get("dates", {})
    amounts = words.get("amounts", {})
    before: dict[str, str] = amounts.get("before", {})
    after: dict[str, str] = amounts.get("after", {})
    scales: dict[str, int] = amounts.get("scales", {})
    percent = [*amounts.get("percent", []), "%"]
    cite = words.get("citations", {})
    of, link = _any(dates.get("of", [])), _any(cite.get("and", []))
    dated = rf"(?:,?\s(?:(?:{_any(cite.get('of', []))})\s)?\d{{1,2}}(?:er|º)?\s(?:(?:{of})\s)?(?:{named})\s(?:(?:{of})\s)?\d{{4}}(?:\s(?:{_any(dates.get('after', []))}))?)?"
    kind = _any([*cite.get("resolution", []), *cite.get("decision", [])])
    joint = rf"(?:,?\s(?:{link})\s|[,;،]\s|\s?و\s?)(?:(?:{kind})\s)?"
    listed = rf"{_NUMBER}{dated}(?:{joint}{_NUMBER}{dated})*"
    named_organs = _any(cite.get("organs", {}))
    goal = words.get("goals", {})
    by = rf",?\s(?:{_any(cite['by'])})\s?" if cite.get("by") else r"\s"
    each = _any(cite.get("and", []))
    several = rf"(?:,\s?(?:{each})?\s?|،\s?|\s(?:{each})\s?|\s?و\s?)"
    return _Table(
        dates=_dates(dates, named),
        months=months,
        quantity=re.compile(
            rf"(?P<before>{_any(before)})?\s?(?P<low>\d{{1,3}}(?:[,\u00a0\u202f ]\d{{3}})+(?!\d)(?:[.]\d+)?|\d+(?:[.,]\d+)?)"
            rf"(?:\s?(?:[-–]|{_any(dates.get('to', []))})\s?(?P<high>\d+(?:[.,]\d+)?))?"
            rf"(?:[\s\u00a0]?(?P<scale>{_any(scales)})(?:(?!\w)|(?<=’)))?(?:[\s\u00a0]?(?:(?P<percent>{_any(percent)})(?!\w)|(?P<after>{_any(after)})(?!\w)))?"
        ),
        scales=scales,
        currencies={**before, **after},
        percent=frozenset(percent),
        cited=re.compile(
            rf"(?:(?P<organ>{named_organs})(?:[’']s)?\s)?(?<!\w)(?P<kind>{kind})\s(?:(?:{_any(cite.get('number', []))})\s?)?"
            rf"(?:(?P<between>{named_organs})\s)?(?P<list>{listed})(?:{by}(?P<after>{named_organs}))?"
        ),
        numbered=re.compile(rf"(?P<number>{_NUMBER}){dated}"),
        decisions=frozenset(cite.get("decision", [])),
        goal=re.compile(
            rf"(?<!\w)(?:{_any(goal.get('goal', []))})\s?(?:(?:n[°º]|No\.|№)\s?)?\(?(?P<list>{_GOAL}(?:{several}{_GOAL})*)"
        ),
        target=re.compile(
            rf"(?<!\w)(?:{_any(goal.get('target', []))})\s?\(?(?P<list>{_TARGET}(?:{several}{_TARGET})*)", re.IGNORECASE
        ),
        spelled=re.compile(rf"(?<![\w-])(?P<word>{_any(amounts.get('spelled', {}))})(?=\s(?P<unit>(?:[a-z][\w-]*\s){{0,2}}?[a-z][\w-]+s)(?!\w))", re.IGNORECASE),
        figures=amounts.get("spelled", {}),
    )


def values(code: str) -> Callable[[str], Iterator[Mention]]:
    """A function that finds dates, numbers and money in one language.

    :param code: BCP 47 code.

    >>> find = values("en")
    >>> [(m.type, m.value, m.unit) for m in find("From 2 to 6 December 2013, US$ 57.2 million reached 1,200 farmers (90 per cent).")]
    [('Date', '2013-12-02/2013-12-06', None), ('Money', '57200000', 'USD'), ('Number', '1200', 'farmers'), ('Number', '90', '%')]
    """
    return lambda text: _values(text, _table(code))


def _values(text: str, table: _Table) -> Iterator[Mention]:
    found: list[Mention] = []
    covered = bytearray(len(text) + 1)
    for pattern in table.dates:
        for match in pattern.finditer(text):
            group = match.groupdict()
            start = match.start("one") if group.get("one") else match.start("y") if "years" in group else match.start()
            if any(covered[start : match.end()]):
                continue
            value = _iso(group, table.months)
            if value is not None:
                covered[start : match.end()] = b"\x01" * (match.end() - start)
                found.append(Mention(start, match.end(), text[start : match.end()], "Date", value=value))
    for match in table.quantity.finditer(text):
        mention = _quantity(match, text, table)
        if mention is not None and not any(covered[mention.start : mention.end]):
            found.append(mention)
    for match in table.spelled.finditer(text):
        if not any(covered[match.start() : match.end()]):
            value = str(table.figures[match["word"].lower()])
            found.append(Mention(match.start(), match.end(), match.group(), "Number", value=value, unit=match["unit"]))
    yield from sorted(found, key=lambda mention: mention.start)


def _iso(group: Mapping[str, str | None], months: Mapping[str, int]) -> str | None:
    def one(year: str | None, month: str | None, day: str | None) -> str:
        parts = [year or ""]
        if month:
            number = months.get(re.sub(r"\s+", " ", month)) or months.get(month.capitalize(), 0)
            parts.append(f"{number:02d}")
            if day:
                parts.append(f"{int(re.sub(r'[^0-9]', '', day)):02d}")
        return "-".join(parts)

    if group.get("one"):
        return group["one"]
    last_year, last_month, last_day = group.get("y2"), group.get("m2"), group.get("d2")
    if last_day:
        month = group.get("m") or last_month
        first = one(group.get("y") or last_year, month, group.get("d"))
        last = one(last_year, last_month or month, last_day)
        return first if first == last else f"{first}/{last}"
    if last_year:
        first_year = group.get("y") or ""
        last_year = last_year if len(last_year) == 4 else first_year[:2] + last_year
        return f"{first_year}/{last_year}" if last_year > first_year else None
    return one(group.get("y"), group.get("m"), group.get("d"))


def _quantity(match: re.Match[str], text: str, table: _Table) -> Mention | None:
    start, end = match.span()
    while start < end and text[start].isspace():
        start += 1
    previous, following = text[start - 1 : start], text[end : end + 1]
    if previous and (
        previous.isalnum() or previous in "/.-–_№§" or (previous == "," and text[start - 2 : start - 1].isdigit())
    ):
        return None
    if following and (
        following.isalnum() or following in "/_" or (following in ".-–:" and text[end + 1 : end + 2].isalnum())
    ):
        return None
    written = match["high"] or match["low"]
    scale, percent, currency = match["scale"], match["percent"], match["before"] or match["after"]
    if re.search(r"[,\u00a0\u202f ]\d{3}(?:\D|$)", written):
        written = re.sub(r"[,\u00a0\u202f ]", "", written)
    value = Decimal(written.replace(",", "."))
    unit = table.currencies[currency] if currency else "%" if percent else None
    if unit is None and scale is None:
        if re.search(
            r"(?:[Aa]rticle|[Pp]aragraph|[Pp]ara\.|[Cc]hapter|[Ii]tem|No\.|[Vv]ol\.|pp?\.|[Aa]nnex|[Pp]hase|[Aa]rea|Supplement|[Gg]oals?|[Tt]able|[Ff]igure|[Ss]ection|and|to|or|COVID)\s?$",
            text[max(0, start - 24) : start],
        ) and not re.match(r"\s[a-z]{3,}s\b", text[end : end + 40]):
            return None
        if re.fullmatch(r"(?:1[89]|20)\d\d", match["low"]) or value < 2:
            return None
    if unit is None:
        after = re.match(
            r"\s((?:[a-zà-öø-ÿ\-]+\s){0,2}?(?:[a-zà-öø-ÿ\-]{2,}s|people|women|men|staff|children))(?!\w)", text[end:]
        )
        unit = after[1] if after else None
        if unit is None and (named := _THINGS.match(text, end)) is not None and named[1].split()[0] not in table.months:
            unit = named[1]
        if scale is None and unit is None:
            return None
    if scale:
        value *= table.scales[scale]
    plain = format(value.normalize(), "f")
    return Mention(start, end, text[start:end], "Money" if currency else "Number", value=plain, unit=unit)


def citations(code: str) -> Callable[[str], Iterator[Citation]]:
    """A function that finds resolutions and decisions cited by number in one language.

    :param code: BCP 47 code.

    >>> [(c.organ, c.number) for c in citations("en")("General Assembly resolutions 72/200, 73/218 and 74/197")]
    [('A', '72/200'), ('A', '73/218'), ('A', '74/197')]
    """
    return lambda text: _citations(text, code)


def organs(code: str) -> Mapping[str, str]:
    """The words of principal organs in one language, and the letters that their resolutions begin with.

    :param code: BCP 47 code.

    >>> organs("fr")["Conseil de sécurité"]
    'S'
    """
    found: dict[str, str] = words_of(code).get("citations", {}).get("organs", {})
    return found


def _citations(text: str, code: str) -> Iterator[Citation]:
    table, letters = _table(code), organs(code)
    for match in table.cited.finditer(text):
        words = match["organ"] or match["between"] or match["after"]
        organ = letters[re.sub(r"\s+", " ", words)] if words else ""
        if (
            not words
            and re.search(r"(?:[A-Z][\w’']+|of the) $", text[max(0, match.start() - 40) : match.start()])
            and match["kind"][0].islower()
        ):
            before = re.search(r"([A-Z][\w’']+) $", text[max(0, match.start() - 40) : match.start()])
            if before and before[1] in {"Conference", "Board", "Committee", "Commission", "Plenipotentiary"}:
                continue  # the resolution of a body whose numbers make no symbol of the United Nations
        kind = "Decision" if match["kind"] in table.decisions else "Resolution"
        numbers = list(table.numbered.finditer(text, match.start("list"), match.end("list")))
        for place, number in enumerate(numbers):
            start = match.start() if place == 0 else number.start()
            end = match.end() if place == len(numbers) - 1 else number.end()
            yield Citation(start, end, organ, number["number"], kind)


def goals(code: str) -> Callable[[str], Iterator[Mention]]:
    """A function that finds SDG goals and targets by number in one language.

    :param code: BCP 47 code.

    >>> [m.candidates[0][-3:] for m in goals("en")("Sustainable Development Goals 5 and 9, and target 9.4")]
    ['g/5', 'g/9', '9.4']
    """
    return lambda text: _goals(text, _table(code))


def _goals(text: str, table: _Table) -> Iterator[Mention]:
    reach = 0
    found = [(m, kind) for kind, p in (("Target", table.target), ("Goal", table.goal)) for m in p.finditer(text)]
    for match, kind in sorted(found, key=lambda pair: (pair[0].start(), pair[1] == "Goal")):
        if match.start() < reach:
            continue
        numbers = list(re.finditer(_TARGET if kind == "Target" else _GOAL, match["list"]))
        offset = match.start("list")
        for place, number in enumerate(numbers):
            start = match.start() if place == 0 else offset + number.start()
            end = offset + number.end()
            yield Mention(start, end, text[start:end], kind, (SDG + number.group().replace("-", ".").lower(),))
        reach = match.end()
