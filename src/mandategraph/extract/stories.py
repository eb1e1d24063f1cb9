"""What a text tells in another place than where a reader asks: headlines, figures of introductions, countries listed later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandategraph.extract.engine import Candidate
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.model import Literal, PassageKind
from mandategraph.vocabulary import PREDICATES, is_a

__all__ = ["figures", "headline", "part_of", "signed"]

_STOPS = re.compile("[。！？；]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_COMMA = re.compile("[，,]")
#: What stands between a headline and the story below it: so many paragraphs at most.
_ABOVE = 3
_HEADLINE = 60
#: A word that a headline and a project share is so long.
_WORD = 4
#: In front of the figure by how much something changed: 将排放量减少了90%.
_CHANGED = re.compile("(?:将|使)(?P<what>[^，。；]{2,30}?)(?P<verb>减少|提高|增加|降低|缩短|扩大)了?(?:约|近|超过)?$")
#: In front of the number of those who take part: 与12家公司合作.
_WITH = re.compile("(?:与|同)$")
_WORKS = re.compile("(?P<what>[^，。；、]{2,12}?)(?:开展|进行)?(?:合作|协作|携手|一道)")
#: In front of the number of those for whom it is: 向非洲六个国家.
_FOR = re.compile("(?:向|为|帮助|协助|使)[^，。；的]{0,8}$")
_COUNTED = re.compile("(?P<what>[^，。；、（(]{2,24}?)(?:的项目)?(?=[，。；、（(]|$)")
_SMALL = re.compile("[一两][个项套家名份种]$|^第")
_AIMED = re.compile("旨在|力求|以期|计划|目标|预计|有望|将(?:在|于|到)|年$")
#: 五个国家签署了, of countries that a later sentence lists: 这五个国家包括.
_SIGNED = re.compile(r"(?P<count>[二三四五六七八九十两\d]{1,3})个?国家(?:都|均|已|共同|最近){0,2}(?:签署|签订|批准|核准|加入|缔结)了?")
_LISTED = re.compile(r"这(?P<count>[二三四五六七八九十两\d]{1,3})个?国家(?:包括|分别是|是|有|为)[:：]?")
_AS_PART = ("作为", "的一部分")


def headline(passages: Sequence[LinkedPassage], place: int, words: str) -> Iterator[str]:
    """What the headline above the story of a project calls it: the line itself, and what stands before its comma.

    :param passages: the whole document, in order.
    :param place: the number of the passage that introduces the project.
    :param words: that the project is called by.
    """
    section = passages[place].passage.heading
    for item in passages[max(0, place - _ABOVE) : place][::-1]:
        text = item.passage.text.replace("\n", "").strip()
        if item.passage.kind is PassageKind.HEADING or item.passage.heading != section:
            return
        if item.passage.kind is not PassageKind.PARAGRAPH or _STOPS.search(text):
            continue
        if _WORD < len(text) <= _HEADLINE and _shares(text, words):
            first = _COMMA.split(text, maxsplit=1)[0]
            yield from dict.fromkeys((first, text) if len(first) > _WORD else (text,))
        return


def _shares(text: str, words: str) -> bool:
    """Whether two texts have a word of some length in common."""
    runs = (run for run in _HAN.findall(words) if len(run) >= _WORD)
    return any(run[start : start + _WORD] in text for run in runs for start in range(len(run) - _WORD + 1))


def figures(text: str, inside: Sequence[Linked], project: str, span: tuple[int, int], words: tuple[int, int]) -> Iterator[Candidate]:
    """The figures that the sentence which introduces a project gives of it: what it changed, with how many, in how many.

    :param text: of the passage.
    :param inside: the values that stand in the sentence.
    :param project: the id of the project.
    :param span: where the sentence begins and ends.
    :param words: where the words that it is called by begin and end, or (-1, -1).
    """
    for item in inside:
        value = item.mention.value
        start, end = item.mention.start, item.mention.end
        if value is None or item.type not in {"Number", "Money"} or _SMALL.search(item.mention.text):
            continue
        opening = max(text.rfind("，", span[0], start), text.rfind("；", span[0], start), span[0] - 1) + 1
        if _AIMED.search(text, opening, start):
            continue
        measure = _measure(text, start, end, opening, words)
        if measure is not None:
            qualifiers = {"value": value, "measure": measure[0]}
            if item.mention.unit:
                qualifiers["unit"] = item.mention.unit
            label = Literal(f"{measure[0]} = {item.mention.text}", "zh")
            yield Candidate("hasResult", project, label, qualifiers, "project/hasResult", measure[1], measure[2])


def _measure(text: str, start: int, end: int, opening: int, words: tuple[int, int]) -> tuple[str, int, int] | None:
    """What a figure of an introducing sentence measures, and the stretch of text that tells it."""
    changed = _CHANGED.search(text, opening, start)
    if changed is not None:
        return changed["verb"] + changed["what"], changed.start(), end
    if _WITH.search(text, opening, start):
        works = _WORKS.match(text, end)
        return None if works is None else (f"合作的{works['what']}", start - 1, works.end())
    within = words[0] <= start and end <= words[1]
    given = _FOR.search(text, opening, start)
    if within or given is not None:
        counted = _COUNTED.match(text, end, *words[1:] if within else ())
        return None if counted is None else (counted["what"], words[0] if given is None else given.start(), counted.end())
    return None


def part_of(text: str, item: Linked) -> bool:
    """Whether a text says of what it tells next that it is a part of a programme: 作为该方案的一部分.

    :param text: of the passage.
    :param item: the programme.
    """
    return text.endswith(_AS_PART[0], 0, item.mention.start) and text.startswith(_AS_PART[1], item.mention.end)


def signed(passages: Sequence[LinkedPassage]) -> Iterator[tuple[str, Candidate]]:
    """Who signed an agreement, where a text counts the countries that did and lists them later: 这五个国家包括.

    :param passages: the whole document, in order.
    """
    for item in passages:
        text = item.passage.text
        deed = _SIGNED.search(text) if "国家包括" in text or "国家是" in text or "国家分别是" in text else None
        told = None if deed is None else _LISTED.search(text, deed.end())
        if deed is None or told is None or deed["count"] != told["count"]:
            continue
        texts = [m for m in item.mentions if m.mention.start == deed.end() and is_a(m.type, PREDICATES["partyTo"].range or frozenset())]
        stop = text.find("。", told.end()) + 1 or len(text)
        for one in texts[:1]:
            for m in item.mentions:
                if m.type == "Country" and m.entity and told.end() <= m.mention.start < stop:
                    yield item.passage.path, Candidate("partyTo", m.entity, one.entity or "", {}, "story/signed", deed.start(), m.mention.end)
