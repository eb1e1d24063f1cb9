"""Which meeting a text means that names none: 会议, after the title, a heading or a sentence has named it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from mandategraph.history import Seen
from mandategraph.linked import Linked
from mandategraph.model import MastheadItem

__all__ = ["MEETING_WORDS", "meeting_meant", "meeting_of_line", "meeting_reported"]

#: What a meeting is called that was named before.
MEETING_WORDS = frozenset({"会议", "大会", "峰会", "论坛", "首脑会议"})
_MEETINGS = ("会议", "会晤", "大会", "峰会", "论坛", "年会", "缔约方会议")
#: Behind the name of a meeting that is only spoken of for what it once adopted.
_ONCE = re.compile(r"[上所]?通过的|的?(?:成果|后续|各项决定|精神)|[一二三四五六七八九十\d]+周年")
#: The title of what tells of a meeting, and what follows the name of a meeting in it.
_COMMUNIQUE = re.compile(r"(?:公报|声明|宣言|新闻稿|摘要|总结)$")
_TAKES_PLACE = re.compile(r"(?:[（(][^（）()]{1,20}[）)])?(?:将|已|，)?(?:[于在][^，。；]{2,40}?(?:举行|召开|开幕|闭幕)|(?=。|，(?:会议|并|由)))")
#: Behind the name of a meeting, what was issued of it.
_OF_MEETING = re.compile(r"\s*(?:的?(?:联合|新闻|主席|领导人|部长|政治|最后|成果|历史|背景|简介|概况){0,2}(?:公报|声明|宣言|文件|新闻稿|摘要|总结|共识|呼吁|说明)?)?(?:\s*[（(][^（）()]*[）)])?$")


def meeting_meant(named: Iterable[Seen], head: str, section: str | None, texts: Mapping[int, str], *, bare: bool) -> str | None:
    """Which meeting 会议 means: the last that was named, rather one that is called so than another event.

    :param named: the meetings named before, the last first.
    :param head: the word.
    :param section: the heading below which it stands.
    :param texts: the passages to which it may look back, by their numbers.
    :param bare: whether nothing such as 该 stands in front of the word.
    """
    other: str | None = None
    for seen in named:
        if seen.passage not in texts or seen.section != section or seen.entity is None:
            break
        ends = any(name.endswith(head) for name in seen.names)
        called = ends or (head == "会议" and any(name.endswith(_MEETINGS) for name in seen.names))
        if _ONCE.match(texts[seen.passage], seen.end):
            continue
        if called:
            return seen.entity
        if other is None and (ends or (seen.type == "Event" and (head == "会议" or not bare))):
            other = seen.entity
    return other


def meeting_of_line(text: str, mentions: Collection[Linked]) -> str | None:
    """The meeting that a title or heading names alone, or with what was issued of it: 能源部长第六次会议联合公报.

    :param text: of the line.
    :param mentions: what it names.
    """
    met = [item for item in mentions if item.type in {"Event", "Session"} and item.mention.start < 12]
    return met[0].entity if len(met) == 1 and _OF_MEETING.match(text, met[0].mention.end) else None


def meeting_reported(title: MastheadItem | None, text: str, mentions: Collection[Linked]) -> str | None:
    """The meeting of which a communiqué is, as its first paragraph tells: 能源部长第六次会议于2044年9月在利马举行.

    :param title: of the document, if it has one.
    :param text: of the paragraph.
    :param mentions: what it names.
    """
    if title is None or _COMMUNIQUE.search(title.text) is None:
        return None
    return next((i.entity for i in mentions if i.type in {"Event", "Session"} and _TAKES_PLACE.match(text, i.mention.end)), None)
