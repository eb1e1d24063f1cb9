"""Rankings and index values that a page lists below a line that says what they are: 前五大经济体竞争力指数, 1. 德国, 2. 中国."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandategraph.extract.engine import Candidate
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.model import Literal, PassageKind

__all__ = ["ranking_facts"]

_TITLES = frozenset({PassageKind.HEADING, PassageKind.PARAGRAPH, PassageKind.CAPTION})
_RANKED_TYPES = frozenset({"Country", "Region", "CountryGroup"})
_LONGEST = 40
_COUNT = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {
    word: number for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)
}
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年?,? ?")
_TOP = re.compile(
    r"前(?P<count>[三四五六七八九十]|\d{1,2})(?:大|名|位|个)(?:经济体|国家|国|成员国)?(?:的|：)?"
    r"|[Tt]op (?P<number>three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:economies|countries|States) ?(?:in|on|by|of)?(?: the)? ?"
)
_INDEX = re.compile(r"(?:指数|[Ii]ndex)$")
_VALUE = re.compile(r"(?P<value>\d{1,3}(?:\.\d{1,3})?)(?P<unit>%?)\s*")
_FEWEST = 2


def ranking_facts(passages: Sequence[LinkedPassage]) -> Iterator[tuple[str, Candidate]]:
    """Who is which in a ranking, and whose index has which value, each with the path of the line that tells it.

    :param passages: the whole document, in order.
    """
    for place, line in enumerate(passages):
        text = line.passage.text.strip()
        if len(text) > _LONGEST or line.passage.kind not in _TITLES or text[-1:] in "。，；.,;":
            continue
        year = _YEAR.search(text)
        top = _TOP.search(text)
        if top is not None:
            count = top["count"] or top["number"]
            yield from _ranked(passages[place + 1 :], _COUNT.get(count) or int(count), text[top.end() :], year)
        elif _INDEX.search(text):
            yield from _valued(passages[place + 1 : place + 24], _YEAR.sub("", text, count=1), year)


def _ranked(
    lines: Sequence[LinkedPassage], count: int, measure: str, year: re.Match[str] | None
) -> Iterator[tuple[str, Candidate]]:
    """A list that is as long as its heading says, and numbered."""
    measure = _YEAR.sub("", measure).strip(" ,，")
    items = [(line, _alone(line, 0)) for line in lines[:count]]
    numbered = all(line.passage.number == str(rank) for rank, (line, _) in enumerate(items, 1))
    if len(measure) < _FEWEST or len(items) < count or not numbered or any(item is None for _, item in items):
        return
    for rank, (line, item) in enumerate(items, 1):
        chinese = line.passage.language == "zh"
        label = f"{measure}{'排名' if chinese else ' rank'} = {f'第{rank}名' if chinese else rank}"
        told = {"measure": label.split(" = ")[0], "value": str(rank), **_when(year)}
        yield _result(line, item, label, told, "ranking/place")


def _valued(lines: Sequence[LinkedPassage], measure: str, year: re.Match[str] | None) -> Iterator[tuple[str, Candidate]]:
    """Lines of a value and whose it is, right below the name of an index."""
    found: list[tuple[LinkedPassage, re.Match[str], Linked]] = []
    for line in lines:
        value = _VALUE.match(line.passage.text)
        item = None if value is None else _alone(line, value.end())
        if value is None or item is None:
            break
        found.append((line, value, item))
    for line, value, item in found if len(found) >= _FEWEST else ():
        told = {"measure": measure.strip(), "value": value["value"], **_when(year)}
        yield _result(line, item, f"{measure.strip()} = {value['value']}{value['unit']}", told, "ranking/value")


def _alone(line: LinkedPassage, start: int) -> Linked | None:
    """The one country, region or group that a line names from a place on, if it says nothing else."""
    named = [item for item in line.mentions if item.type in _RANKED_TYPES and item.entity is not None]
    if len(named) != 1 or named[0].mention.text.strip() != line.passage.text[start:].strip():
        return None
    return named[0]


def _when(year: re.Match[str] | None) -> dict[str, str]:
    return {} if year is None else {"year": year["year"]}


def _result(line: LinkedPassage, item: Linked | None, label: str, told: dict[str, str], rule: str) -> tuple[str, Candidate]:
    end = len(line.passage.text.rstrip())
    literal = Literal(label, line.passage.language)
    return line.passage.path, Candidate("hasResult", (item.entity if item else None) or "", literal, told, rule, 0, end)
