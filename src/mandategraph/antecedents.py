"""What words such as 该项目 and 这些国家 may stand for: where a new story begins, and which list was named last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["COUNTRY_HELPS", "ENDS_ELSEWHERE", "PROJECT_BEGINS", "Seen", "listed_before"]

#: What follows a country that only pays or helps, so that 该国 does not mean it.
COUNTRY_HELPS = re.compile(
    r"(?:[、和][^，。；]{1,14})?(?:政府)?(?:提供)?的?(?:财政|资金|技术)?(?:资助|支持|支助|供资|帮助)"
)

#: The end of a sentence, perhaps below a quotation or an address.
ENDS_ELSEWHERE = re.compile(r"(?:^|\s)[^\s“”|。][^“”|。]{3,160}。$")

#: Where a text begins to speak of another project, which may bear no name.
PROJECT_BEGINS = re.compile(
    r"[资援支]助下(?!，?(?:[该本此这]|一直))|(?<![该本此])一个[^，。；⸺的]{0,16}项目|一个[^，。；⸺]{0,20}[资援支]助的项目|的项目中"
    r"|(?:一个|一项|新的|启动了?|实施了?)[^，。；]{0,10}(?:示范|联合|试点)项目|(?:实施|开展|执行)(?:支持|促进|旨在)[^，。；]{2,16}项目"
    r"|(?<=例如，)在|(?<=^)在(?=[^，。]{2,8}，)"
)
_LIST = re.compile(r"(?:、|和|及|与|以及|政府|\s)*")
_SOME = frozenset({"Country", "CountryGroup"})


@dataclass(slots=True)
class Seen:
    """Something that was named before.

    :param entity: its id; None where a story begins whose project bears no name.
    :param type: its class.
    :param names: the names that it goes by.
    :param passage: the number of the passage.
    :param section: the heading of the passage.
    :param start: where it is named in the passage's text.
    :param end: one past the last character.
    """

    entity: str | None
    type: str
    names: tuple[str, ...]
    passage: int
    section: str | None
    start: int = 0
    end: int = 0


def listed_before(history: Sequence[Seen], place: int, section: str | None, text: str) -> list[Seen]:
    """The countries or the group of countries that 这些国家 stands for: those listed last in the same passage.

    :param history: what was named before, in order.
    :param place: the number of the passage.
    :param section: its heading.
    :param text: its text.
    """
    run: list[Seen] = []
    for seen in reversed(history[-60:]):
        if seen.passage != place or seen.section != section:
            break
        if seen.type not in _SOME:
            if run:
                break
            continue
        if run and not _LIST.fullmatch(text, seen.end, run[0].start):
            break
        run.insert(0, seen)
    if len({seen.entity for seen in run}) > 1 or any(seen.type == "CountryGroup" for seen in run):
        return run
    return []
