"""Entities that a text makes known by a name, a number or a symbol, and that no authority file holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from mandategraph.authority import AuthorityName
from mandategraph.languages.ordinals import english_ordinal
from mandategraph.languages.zh_values import han_number
from mandategraph.model import Entity, Name
from mandategraph.recognize import bare_name
from mandategraph.recognize.symbols import document_class
from mandategraph.vocabulary import ID_PREFIX, INSTRUMENTS, is_a

__all__ = ["SPECIAL", "described_entity", "meeting_entity", "occasion_entity", "session_entity", "slug", "symbol_entity"]

#: Sessions that a body counts apart from its regular ones, in Chinese and English.
SPECIAL = {"紧急特别": "emergency special", "特别": "special", "第一": "first regular", "第二": "second regular", "第三": "third regular"}
_NOT_IN_ID = re.compile(r"[^\w.·\-]+")
_HYPHENS = re.compile(r"-{2,}")


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """The last part of the id of an entity that the authority does not hold.

    :param name: its name.

    >>> slug("《绿色 Skills 议程》")
    '绿色-skills-议程'
    """
    text = unicodedata.normalize("NFKC", bare_name(name)).casefold()
    return _HYPHENS.sub("-", _NOT_IN_ID.sub("-", text)).strip("-._") or "unnamed"


def session_entity(id: str, organ: Entity, called: Iterable[AuthorityName], number: int, special: str = "") -> Entity:
    """A numbered session of a body, with the names that texts give it.

    :param id: of the session.
    :param organ: the body.
    :param called: the names of the body.
    :param number: of the session; above 1900 the year by which the body numbers it.
    :param special: one of the words of ``SPECIAL`` for a session that is counted apart.

    >>> board = Entity("body/board", "Body", (Name("董事会", "zh"), Name("Board", "en")))
    >>> session_entity("session/board-3", board, (), 3).labels
    (Name(text='董事会第三届会议', language='zh'), Name(text='Board, third session', language='en'))
    """
    zh, en = organ.label("zh"), organ.label("en")
    if number > 1900 and zh.endswith("论坛"):
        labels = (Name(f"{number}年{zh}", "zh"), Name(f"{number} {en}", "en"))
        names = {Name(f"{zh}{number}年届会", "zh"), Name(f"{number} session of the {en}", "en")}
    elif number > 1900 and special:
        labels = (Name(f"{zh}{number}年{special}届常会", "zh"), Name(f"{en}, {SPECIAL[special]} session {number}", "en"))
        names = {Name(f"{zh}{number}年{special}次常会", "zh")}
    elif number > 1900:
        labels = (Name(f"{zh}{number}年届会", "zh"), Name(f"{en}, {number} session", "en"))
        names = {Name(f"{number} session of the {en}", "en")}
    elif special:
        han, ordinal = han_number(number), english_ordinal(number)
        labels = (Name(f"{zh}第{han}届{special}会议", "zh"), Name(f"{en}, {ordinal} {SPECIAL[special]} session", "en"))
        names = {Name(f"第{han}届{special}会议", "zh")}
    else:
        han, ordinal = han_number(number), english_ordinal(number)
        labels = (Name(f"{zh}第{han}届会议", "zh"), Name(f"{en}, {ordinal} session", "en"))
        names = {Name(f"第{han}届会议", "zh")}
        for name in called:
            if name.language == "zh" and name.contextual:
                names |= {Name(f"{name.text}第{han}届会议", "zh"), Name(f"第{han}届{name.text}", "zh")}
            elif name.language == "en" and not name.text.startswith("the "):
                names.add(Name(f"{ordinal} session of the {name.text}", "en"))
    return Entity(id, "Session", labels, tuple(sorted(names)), parent=organ.id, code=str(number))


def occasion_entity(series: Entity, number: int) -> Entity:
    """One of a series of meetings that are counted.

    :param series: the series, under whose name all go.
    :param number: of the meeting.

    >>> occasion_entity(Entity("event/forum", "Event", (Name("陶瓷论坛", "zh"), Name("Ceramics Forum", "en"))), 2).labels
    (Name(text='第二届陶瓷论坛', language='zh'), Name(text='second Ceramics Forum', language='en'))
    """
    labels = tuple(
        Name(f"第{han_number(number)}届{name.text}" if name.language == "zh" else f"{english_ordinal(number)} {name.text}", name.language)
        for name in series.labels
        if name.language in {"zh", "en"}
    )
    return Entity(f"{series.id}-{number}", series.type, labels, parent=series.id, code=str(number))


def meeting_entity(organ: Entity, number: int, session: int | None = None) -> Entity:
    """A numbered meeting of a body, counted within a session or since the body was set up.

    :param organ: the body.
    :param number: of the meeting.
    :param session: the number of the session, if the masthead names one.

    >>> meeting_entity(Entity("body/board", "Body", (Name("董事会", "zh"), Name("Board", "en"))), 21).labels
    (Name(text='董事会第21次会议', language='zh'), Name(text='Board, 21st meeting', language='en'))
    """
    within = "" if session is None else f"-{session}"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in {11, 12, 13} else "th"
    labels = (Name(f"{organ.label('zh')}第{number}次会议", "zh"), Name(f"{organ.label('en')}, {number}{ending} meeting", "en"))
    names = (Name(f"{number}{ending} meeting", "en"), Name(f"第{number}次会议", "zh"))
    id = f"session/{organ.id.split('/', 1)[1]}{within}-meeting-{number}"
    return Entity(id, "Session", labels, names, parent=organ.id, provisional=True)


def symbol_entity(
    symbol: str, kind: str, name: str, language: str, numbered: tuple[tuple[Name, ...], tuple[Name, ...]] | None = None
) -> Entity:
    """A document that a text names by its symbol.

    :param symbol: of the document.
    :param kind: the class that the text tells; one that no document has gives way to what the symbol tells.
    :param name: under which the text names it.
    :param language: of that name.
    :param numbered: labels and names of a resolution or decision known by its number.

    >>> symbol_entity("IDB.51/20", "Document", "IDB.51/20", "zh").id
    'document/IDB.51/20'
    """
    kind = kind if is_a(kind, INSTRUMENTS | {"Document", "Publication"}) else document_class(symbol)
    labels: tuple[Name, ...] = (Name(name if not re.search(r"[(（]", name) else name.split("(")[0], language),)
    names: tuple[Name, ...] = (Name(symbol, ""),)
    if numbered is not None:
        labels, names = numbered[0], (*numbered[1], *names)
    return Entity(f"document/{symbol}", kind, labels, names, symbol=symbol, provisional=True)


def described_entity(words: str, kind: str, makers: Iterable[Entity], language: str) -> Entity:
    """A text, tool or meeting that a document describes without naming it: one of its makers', and of no others.

    :param words: that describe it.
    :param kind: its class.
    :param makers: who wrote, held or signed it.
    :param language: of the words.

    >>> described_entity("关于节水的指南", "Publication", [Entity("organization/unido", "Organization", ())], "zh").id
    'publication/unido-关于节水的指南'
    """
    whose = "-".join(maker.id.rpartition("/")[2] for maker in makers)
    return Entity(
        f"{ID_PREFIX.get(kind, kind.lower())}/{whose}-{slug(words)}", kind, (Name(words, language),), provisional=True
    )
