"""What words such as 该项目 and 这些国家 may stand for: where a new story begins, and which list was named last."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from msgspec import Struct

from mandategraph.authority import Authority
from mandategraph.history import History, Seen
from mandategraph.languages.zh_values import chinese_number
from mandategraph.linked import Linked
from mandategraph.model import Mention, Passage, PassageKind

__all__ = [
    "COUNTRY_HELPS",
    "ENDS_ELSEWHERE",
    "OF_TWO",
    "Described",
    "both_named",
    "called_loosely",
    "ends_with",
    "holds",
    "listed_before",
    "of_country",
    "of_two",
    "page_region",
    "project_breaks",
    "resumes",
    "told_after",
    "torn",
]

#: What follows a country that only pays or helps, so that 该国 does not mean it.
COUNTRY_HELPS = re.compile(
    r"(?:[、和][^，。；]{1,14})?(?:政府)?(?:提供)?的?(?:财政|资金|技术)?(?:资助|支持|支助|供资|帮助)"
)

#: The end of a sentence, perhaps below a quotation or an address.
ENDS_ELSEWHERE = re.compile(r"(?:^|\s)[^\s“”|。][^“”|。]{3,160}。$")

#: Where a text begins to speak of another project, which may bear no name.
_PROJECT_BEGINS = re.compile(
    r"(?=[资援支一的新启实开执在旨])(?:[资援支]助下(?!，?(?:[该本此这]|一直))|(?<![该本此])一个[^，。；⸺的]{0,16}项目|一个[^，。；⸺]{0,20}[资援支]助的项目|的项目中"
    r"|(?:一个|一项|新的|启动了?|实施了?)[^，。；]{0,10}(?:示范|联合|试点)项目|(?:实施|开展|执行)(?:支持|促进|旨在)[^，。；]{2,16}项目|一[个项][^，。；⸺“]{0,24}项目(?=，(?:旨在|目的是|以期))"
    r"|(?<=，)旨在[^，。；]{3,30}的项目(?=[是由于])|(?<=例如，)在|(?<=^)在(?=[^，。]{2,8}，(?!该|这一|这个|这项)))"
)
_IN_COUNTRY = re.compile(r"(?:例如，|此外，|同样，|同时，|\d{4}年，)*在([^，。；]{2,12})，")
_LIST = re.compile(r"(?:、|和|及|与|以及|政府|\s)*")
_TOLD = re.compile(r"这(?P<count>[两二三四五六七八九十]|\d{1,2})个国家(?:包括|分别是|分别为|是|为)")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_ABOUT = re.compile(r"在?(?:区域)?\s*(?:的工作|区域一瞥|At a glance)?", re.IGNORECASE)
#: How a paragraph begins that goes on in the middle of a sentence, and how one ends that breaks off there.
_CARRIED_ON = ("和", "及", "以及")
_CARRIES_ON = re.compile("(?:以及|和|及)(?!其|与|会|平|谐|约|谈|时)")
_BROKEN = re.compile(r"[\u4e00-\u9fff]\s*$")
_HEADING = 40
_LOOSE = frozenset({"programme", "project", "event", "initiative", "倡议", "机制", "举措", "报告", "工具", "国际活动", "系列", "政策系列", "系列报告", "系列出版物", "丛书"})
#: How names end of what is not meant by another word for a facility.
_UNLIKE = {"园区": ("中心", "实验室", "厂", "站"), "中心": ("园", "园区", "厂", "站"), "实验室": ("园", "园区", "中心", "厂")}
_FLEXIBLE = frozenset({"Programme", "Event", "Facility", "Country", "Declaration", "Unit"})
#: The words for the first and the second of two that were named together.
OF_TWO = ("前者", "后者")
_PLACES = frozenset({"Country", "Region"})
_PAIRED = re.compile(r"[^。；]*(?:、|[和与及])[^。；]*")
#: About as many passages, captions and headings among them, stand between the columns of a page.
_COLUMN = 30
_SOME = frozenset({"Country", "CountryGroup"})


class Described(Struct, frozen=True, gc=False):
    """A project that bears no name, by the sentence that tells what it does.

    :param words: what it does, which it is called by.
    :param start: where the sentence begins in the passage's text.
    :param end: one past its last character.
    :param others: what else it does, which it may be called by, too.
    :param payers: where those who pay for it are named.
    """

    words: str
    start: int
    end: int
    others: tuple[str, ...] = ()
    payers: tuple[int, int] = (0, 0)


def ends_with(seen: Seen, head: str) -> bool:
    """Whether a name of something ends with a head word; in a language of letters, whether it holds it.

    :param seen: what was named.
    :param head: the word, maybe empty.

    >>> ends_with(Seen("programme/a", "Programme", ("绿色城市方案",), 0, None), "方案")
    True
    """
    latin = head.isascii() and head != ""
    return any(holds(name, head) if latin else name.endswith(head) for name in seen.names)


def called_loosely(seen: Seen, head: str) -> bool:
    """Whether a head word with which none of its names ends may mean something: 该项目 of 绿色城市方案.

    :param seen: what was named.
    :param head: the word, maybe empty.

    >>> called_loosely(Seen("facility/a", "Facility", ("青年技能中心",), 0, None), "园区")
    False
    """
    if all(name.endswith(_UNLIKE.get(head, ())) for name in seen.names):
        return False
    latin = head.isascii() and head != ""
    return (seen.type in _FLEXIBLE and (not latin or head.lower() in _LOOSE)) or (not latin and head in _LOOSE)


def listed_before(history: History, place: int, section: str | None, text: str) -> list[Seen]:
    """The countries or the group of countries that 这些国家 stands for: those listed last in one passage.

    :param history: what was named before, in order.
    :param place: the number of the passage.
    :param section: its heading.
    :param text: its text.
    """
    run: list[Seen] = []
    for seen in reversed(history[-60:]):
        if seen.entity is None and not run:
            continue  # only the beginning of another story
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


def of_two(history: History, place: int, text: str, start: int, first: bool) -> str | None:
    """What 前者 or 后者 stands for: the first or the second of the two of one class that a passage named last.

    :param history: what was named before, in order.
    :param place: the number of the passage.
    :param text: its text.
    :param start: where the words stand in it.
    :param first: whether the first of the two is meant.
    """
    end = text.find(OF_TWO[0], 0, start) if not first else start
    end = start if end < 0 else end  # 前者…，后者…: the same two
    named = [seen for seen in history[-12:] if seen.passage == place and seen.entity is not None and seen.end <= end]
    if not named:
        return None
    second = named[-1]
    others = [seen for seen in reversed(named) if seen.end <= second.start]
    before = next((seen for seen in others if seen.type == second.type or _LIST.fullmatch(text, seen.end, second.start)), None)
    paired = before is not None and before.entity != second.entity and _PAIRED.fullmatch(text, before.end, second.start) is not None
    stops = text.count("。", second.end, end)
    if first:
        return before.entity if before is not None and paired and stops < 2 else None
    alone = second.type not in _PLACES and stops == 0
    return second.entity if alone or (paired and stops < 2) else None


def both_named(history: History, place: int) -> tuple[Seen, ...]:
    """The two organizations that 两个组织 stands for: those that a passage has named so far, if there are just two.

    :param history: what was named before, in order.
    :param place: the number of the passage.
    """
    named = {seen.entity: seen for seen in history[-30:] if seen.passage == place and seen.type == "Organization"}
    return tuple(named.values()) if len(named) == 2 else ()


def told_after(text: str, mentions: Sequence[Mention]) -> tuple[int, tuple[str, ...]] | None:
    """How many countries a text speaks of, and which these are, when it counts them first and names them later.

    :param text: of a passage: 五个国家批准了协定。这五个国家包括….
    :param mentions: in it.
    """
    told = _TOLD.search(text) if "个国家" in text else None
    if told is None:
        return None
    run: list[Mention] = []
    for mention in mentions:
        if mention.start < told.end() or (not run and mention.start > told.end()):
            continue
        if mention.type != "Country" or not mention.candidates or (run and not _LIST.fullmatch(text, run[-1].end, mention.start)):
            break
        run.append(mention)
    count = chinese_number(told["count"])
    return (count, tuple(mention.candidates[0] for mention in run)) if len(run) == count else None


def project_breaks(text: str) -> list[int]:
    """Where a text begins to speak of another project.

    :param text: of a passage.

    >>> project_breaks("在瑞士的资助下，工发组织开展培训。")
    [0, 4]
    """
    if "项目" in text or "助" in text or "支持下" in text or text[:1] == "在" or "例如，在" in text:
        return [match.start() for match in _PROJECT_BEGINS.finditer(text)]
    return []


def resumes(words: str, told: Sequence[str], begun: int, place: int) -> bool:
    """Whether a passage goes on with the story of a project, which boxes or columns have torn: a word of it stands hardly elsewhere.

    :param words: that say what the project does.
    :param told: the texts of all passages of the document.
    :param begun: the number of the passage that introduces the project.
    :param place: the number of the passage.

    >>> told = ["工发组织改善腰果加工。", "可可很贵。", "该项目培训了300人加工腰果。", *["供水服务。"] * 5]
    >>> resumes("改善腰果加工", told, 0, 2), resumes("改善供水服务", told, 0, 2)
    (True, False)
    """
    for run in _HAN.findall(words):
        for word in {run[start : start + length] for length in (2, 4) for start in range(len(run) - length + 1)}:
            if word in told[place]:
                spoken = [number for number, text in enumerate(told) if word in text]
                near = sum(begun - 4 <= number <= place + 12 for number in spoken)
                if near * 10 >= len(spoken) * 8:
                    return True
    return False


def torn(passages: Sequence[Passage]) -> dict[str, Passage]:
    """The paragraphs that begin in the middle of a sentence, by their paths, each with the one in which the sentence began.

    :param passages: of the document, in the order in which its pages and columns were read.
    """
    told = [(place, one) for place, one in enumerate(passages) if one.kind is PassageKind.PARAGRAPH and one.number is None]
    tails = [(place, one) for place, one in told if one.text.startswith(_CARRIED_ON) and _CARRIES_ON.match(one.text) and "。" in one.text]
    heads = [(place, one) for place, one in told if len(one.text) > _HEADING and "。" in one.text and _BROKEN.search(one.text)] if tails else []
    found = {}
    for place, head in heads:
        near = [tail for at, tail in tails if at != place and abs(at - place) <= _COLUMN]
        if len(near) == 1:
            found[near[0].path] = head
    return found


def page_region(text: str, mentions: Collection[Linked]) -> Linked | None:
    """The region that a line names and nothing else, as the heading of a page does.

    :param text: of the line.
    :param mentions: what it names.
    """
    named = [item for item in mentions if item.type == "Region"]
    if len(named) != 1:
        return None
    for item in mentions:
        if item.type in {"Region", "Organization"}:
            text = text.replace(item.mention.text, "", 1)
    return named[0] if _ABOUT.fullmatch(text.strip()) else None


def of_country(authority: Authority, mention: Mention, chosen: str, text: str) -> str:
    """Whose programme or government a sentence is about: 在摩洛哥，国家伙伴关系方案 is that of Morocco.

    :param authority: which knows the parts of programmes.
    :param mention: the name of the programme, or 政府.
    :param chosen: what it means elsewhere.
    :param text: the text of the passage.
    """
    begin = max(text.rfind(stop, 0, mention.start) for stop in "。；") + 1
    country = _IN_COUNTRY.match(text, begin, mention.start)
    if mention.type != "Programme":
        names = authority.by_name.get(country[1], ()) if country is not None else ()
        here = {name.entity for name in names if authority.entities[name.entity].type == "Country"}
        return here.pop() if len(here) == 1 else chosen
    for name in authority.by_name.get(f"{country[1]}{mention.text}", ()) if country is not None else ():
        if authority.entities[name.entity].parent == chosen:
            return name.entity
    return chosen


def holds(name: str, word: str) -> bool:
    """Whether a name holds a word, whatever its case.

    :param name: a name.
    :param word: a word.

    >>> holds("the Industrial Development Board", "board"), holds("Boarding", "board")
    (True, False)
    """
    return word.casefold() in name.casefold() and _whole_word(word).search(name) is not None


@lru_cache(maxsize=256)
def _whole_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
