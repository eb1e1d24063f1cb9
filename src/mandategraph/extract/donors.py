"""Who pays, in a chart whose labels survived: names and figures in lines of their own, with a legend that tells what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandategraph.extract.engine import Candidate
from mandategraph.link import Linker
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.model import PassageKind
from mandategraph.vocabulary import PREDICATES, is_a

__all__ = ["donor_facts"]

_LEGEND = re.compile(
    r"[^。；]{0,50}(?:供资|捐助|捐款|资助)(?:伙伴|方|国|者|国家)[\s。，：:]*[（(]\s*单位[:：]?\s*(?:百万|千|万|亿)?(?:美元|欧元)\s*[）)]。?"
    r"|[^.;]{0,60}(?:[Ff]unding partners|[Dd]onors|[Cc]ontributors)[\s,:]*[(](?:in )?(?:millions? of |thousands? of |million |thousand )"
    r"(?:US dollars|United States dollars|euros|USD|EUR)[)]\.?"
)
_FIGURES = re.compile(r"[\d\s.,%]*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
#: So many lines has a chart at most, and so many bars at least.
_LINES = 60
_BARS = 3


def donor_facts(passages: Sequence[LinkedPassage], linker: Linker) -> Iterator[tuple[str, Candidate]]:
    """Those whom the bars of a chart of contributions stand for, each with the path of the line that names it.

    :param passages: the whole document, in order.
    :param linker: its linker.
    """
    if linker.home is None:
        return
    for place, item in enumerate(passages):
        text = item.passage.text.strip()
        if len(text) > 120 or _LEGEND.fullmatch(text) is None:
            continue
        above = _bars(reversed(passages[max(0, place - _LINES) : place]))
        bars = above or _bars(iter(passages[place + 1 : place + 1 + _LINES]))
        if bars:
            linker.known(linker.home)
        for line, agent in bars:
            if agent.entity != linker.home:
                begin, end = agent.mention.start, agent.mention.end
                yield line.passage.path, Candidate("fundedBy", linker.home, agent.entity or "", {}, "chart/donors", begin, end)


def _bars(lines: Iterator[LinkedPassage]) -> list[tuple[LinkedPassage, Linked]]:
    """The names in the lines next to a legend that hold nothing but names and figures, as many figures as a chart has."""
    found: list[tuple[LinkedPassage, Linked]] = []
    figures = 0
    for line in lines:
        text = line.passage.text
        leading = _FIGURES.match(text)
        position = leading.end() if leading is not None else 0
        named = [item for item in line.mentions if item.type not in {"Number", "Date"}]
        whole = True
        for item in named:
            whole = whole and not text[position : item.mention.start].strip(" 、,") and item.entity is not None
            whole = whole and is_a(item.type, PREDICATES["fundedBy"].range or frozenset())
            position = item.mention.end
        rest = _FIGURES.fullmatch(text, position)
        if not whole or rest is None:
            if line.passage.kind is PassageKind.FURNITURE:
                continue
            break
        figures += len(_NUMBER.findall(text))
        found += [(line, item) for item in named]
    return found if len(found) >= _BARS and figures >= _BARS else []
