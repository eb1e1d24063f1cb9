"""Sessions told otherwise than by the name of a body with a number behind it."""

from __future__ import annotations

from msgspec.structs import replace

from mandategraph.authority import Authority
from mandategraph.languages.base import Language, compiled
from mandategraph.model import Mention

__all__ = ["before", "held", "holder", "meets", "numbered"]

#: Behind these begins what a body is called in its own papers.
_OPEN = "，。；：、和由与在顾记到请迎议励"
_MEET = frozenset({"Event", "Partnership"})


def numbered(text: str, body: Mention, language: Language) -> Mention | None:
    """The session that a number in front of the name of a body makes of it: 第六届联合国环境大会.

    :param text: the text.
    :param body: the mention of the body.
    :param language: of the text.
    """
    number = language.ordinal(text, body.start)
    if number is None:
        return None
    return Mention(number[0], body.end, text[number[0] : body.end], "Session", value=str(number[1]), parts=(body,))


def held(text: str, span: tuple[int, int], number: int, body: Mention | None) -> Mention:
    """The session that a body held somewhere: without the name of a body that stands alone, that of one that nobody knows.

    :param text: the text.
    :param span: where the session stands.
    :param number: of the session.
    :param body: what stands in front of the place.
    """
    if body is None or (body.value == "context" and body.start > 0 and text[body.start - 1] not in _OPEN):
        return Mention(*span, text[slice(*span)], "Unknown")
    return Mention(*span, text[slice(*span)], "Session", value=str(number), parts=(replace(body, start=body.end),))


def holder(text: str, start: int, end: int, language: Language, authority: Authority) -> Mention | None:
    """The body that acts at a session right behind its number: 在第十八届会议上，大会.

    :param text: the text.
    :param start: where the session begins.
    :param end: one past its last character.
    :param language: of the text.
    :param authority: known entities.
    """
    told = compiled(language.holder).match(text, end)
    names = authority.by_name.get(told["body"], ()) if told is not None else ()
    if told is None or not names:
        return None
    return Mention(start, start, told["body"], "Body", tuple(name.entity for name in names), value="context")


def before(text: str, end: int, authority: Authority, types: frozenset[str], longest: int) -> Mention | None:
    """The mention of the longest name of some classes that ends at a place.

    :param text: the text.
    :param end: the place.
    :param authority: known entities.
    :param types: the classes.
    :param longest: no longer name is looked for.
    """
    for length in range(min(end, longest), 1, -1):
        names = [n for n in authority.by_name.get(text[end - length : end], ()) if authority.entities[n.entity].type in types]
        if names:
            plain = [name.entity for name in names if not name.contextual]
            ids = tuple(dict.fromkeys(plain or [name.entity for name in names]))
            kind = authority.entities[ids[0]].type
            return Mention(end - length, end, text[end - length : end], kind, ids, value=None if plain else "context")
    return None


def meets(text: str, end: int, authority: Authority) -> Mention | None:
    """The forum or network whose name ends at a place, of which a session is told: 全球减灾平台第七届会议.

    :param text: the text.
    :param end: where the number of the session begins.
    :param authority: known entities.
    """
    found = before(text, end, authority, _MEET, 30)
    return found if found is not None and found.value is None and len(found.text) > 3 else None
