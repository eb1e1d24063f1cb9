"""Whose document a text is: the organization that it calls "the Organization" or "we"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from mandategraph.authority import Authority
from mandategraph.languages.base import Language
from mandategraph.meanings import UN_SYSTEM, UNITED_NATIONS
from mandategraph.model import Document, Entity, Mention, PassageKind
from mandategraph.read.mastheadlines import ENACTING
from mandategraph.recognize import is_group
from mandategraph.recognize.symbols import body_of
from mandategraph.vocabulary import INSTRUMENTS, is_a

__all__ = ["adopting_line", "called_itself", "called_organization", "coded_bodies", "enacts", "home_organization", "named_bodies", "named_place", "organization_of", "printed_organization", "prints", "reporting_organization", "whose_papers"]

_CALLED = re.compile(
    r"(?:\s*[(（][A-Z]{2,10}[)）])?,?\s*[(（](?:hereinafter |hereafter )?(?:referred to as |called |以下简称)?(?:the )?[“\"](?:the )?(?:Organization|本组织)[”\"][)）]"
)
#: So many passages may make up the title of a report, each so long at most.
_EARLY, _TITLE = 6, 48
_STOP = re.compile("[。；，,;]")
#: So often an organization must be named, and so much more often than any other, where no title names it.
_OFTEN, _MORE = 5, 3


def called_organization(document: Document, authority: Authority) -> str | None:
    """The organization that the text itself says it calls "the Organization".

    :param document: the document.
    :param authority: known entities.
    """
    for passage in document.passages:
        match = _CALLED.search(passage.text) if "Organization" in passage.text or "本组织" in passage.text else None
        if match is None:
            continue
        words = passage.text[: match.start()].rstrip()
        for start in range(max(0, len(words) - 100), len(words)):
            for name in authority.by_name.get(words[start:], ()):
                if authority.entities[name.entity].type == "Organization":
                    return name.entity
    return None


def home_organization(authority: Authority, mentions: Iterable[Mention], among: frozenset[str] | None = None) -> str | None:
    """The organization whose document this most likely is: the home organization named most often.

    :param authority: known entities.
    :param mentions: all mentions of the document.
    :param among: which it must be one of.
    """
    count: Counter[str] = Counter()
    system = 0
    for id, times in _named(mentions).items():
        entity = authority.entities.get(id)
        if entity is not None and entity.home and (among is None or id in among):
            count[id] += times
        if entity is not None and (id == UN_SYSTEM or UNITED_NATIONS in authority.ancestors(id)):
            system += times
    if not count:  # a text that names only parts of the United Nations is most likely its own
        return UNITED_NATIONS if system and (among is None or UNITED_NATIONS in among) else None
    most = max(count.values())
    return min(id for id, number in count.items() if number == most)


def reporting_organization(document: Document, authority: Authority, mentions: Iterable[Mention]) -> str | None:
    """The organization whose own report a text without a masthead is: the one in its title that it names most, or one that it names far more than any other.

    :param document: the document.
    :param authority: known entities.
    :param mentions: all its mentions.
    """
    if document.masthead.symbol is not None or document.masthead.organ is not None or document.masthead.session is not None:
        return None
    known = ((id, times) for id, times in _named(mentions).items() if id in authority.entities)
    named = [(times, id) for id, times in known if authority.entities[id].type == "Organization" and not is_group(authority.entities[id])]
    ranked = sorted((pair for pair in named if pair[1] != UN_SYSTEM), reverse=True)
    if not ranked or ranked[0][1] == UNITED_NATIONS:
        return None
    most, id = ranked[0]
    if most >= _OFTEN and (len(ranked) < 2 or most >= _MORE * ranked[1][0]):
        return id
    entity = authority.entities[id]
    names = {name.text for name in (*entity.labels, *entity.names)}
    titles = (passage.text for passage in document.passages[:_EARLY] if len(passage.text) <= _TITLE and not _STOP.search(passage.text))
    return id if most >= 2 and any(name in title for title in titles for name in names if len(name) > 2) else None


def _named(mentions: Iterable[Mention]) -> Counter[str]:
    """How often each entity is named by a name that means no other."""
    return Counter([m.candidates[0] for m in mentions if len(m.candidates) == 1 and m.value != "context"])


def organization_of(authority: Authority, body: str) -> str | None:
    """The organization that a body belongs to, though perhaps as a committee of another body.

    :param authority: known entities.
    :param body: its id.
    """
    above = authority.entities[body].parent
    while above is not None and authority.entities[above].type == "Body":
        above = authority.entities[above].parent
    return above


def whose_papers(document: Document, authority: Authority, bodies: list[str], symbol: str | None, mentions: Iterable[Mention]) -> list[str]:
    """The bodies of which a document may be a paper: the one alone that its symbol, or the organization printed above, tells.

    :param document: the document.
    :param authority: known entities.
    :param bodies: those that its masthead names.
    :param symbol: of the document.
    :param mentions: all its mentions.
    """
    printed = body_of(symbol) if symbol is not None else None
    if printed is not None:
        return [printed]
    code = re.match(r"(?!(?:A|EB)\d)[A-Z]+", symbol) if symbol is not None else None
    if symbol is not None and code is not None:
        coded = coded_bodies(symbol, authority)[:1] or [b for b in bodies if authority.entities[b].code == code.group()]
        coded = coded or list(authority.bodies(code.group()))
        if len(coded) > 1:  # GC is the General Conference of more than one organization
            named = home_organization(authority, mentions, frozenset(authority.entities[b].parent or "" for b in coded))
            coded.sort(key=lambda b: authority.entities[b].parent != named)
        organ = document.masthead.organ
        plain = organ is not None and [n.entity for n in authority.by_name.get(organ.text, ()) if not n.contextual and n.entity in bodies]
        if coded and plain and organization_of(authority, coded[0]) != organization_of(authority, plain[0]):
            return plain[:1]  # A/65/3 is a paper of the Assemblies of WIPO where they stand above it
        bodies = coded[:1] or bodies
    if len(bodies) > 1:
        heads = [p.text for p in document.passages[:_EARLY] if p.kind is PassageKind.MASTHEAD]
        above = {name.entity for head in heads for name in authority.find(head.strip())}
        bodies = [b for b in bodies if organization_of(authority, b) in above][:1] or bodies
    return bodies


def adopting_line(document: Document, authority: Authority, body: str, home: str | None, language: Language) -> tuple[str, str, tuple[int, int]] | None:
    """The line 2044年12月20日大会决议 of a masthead: its path, the day and its place in the source.

    :param document: the document.
    :param authority: known entities.
    :param body: whose document it is.
    :param home: the organization of the body.
    :param language: of the masthead.
    """
    entity = authority.entities[body]
    names = {n.text for n in (*entity.labels, *entity.names)} | {n.text for n in authority.context_names(home or "")}
    for passage in document.passages:
        if passage.path.startswith("masthead/adopted") and any(name in passage.text for name in names):
            day = next((v.value for v in language.values(passage.text) if v.type == "Date"), None)
            return None if day is None else (passage.path, day, passage.span(0, len(passage.text)))
    return None


def enacts(document: Document) -> bool:
    """Whether a body speaks right below a masthead.

    :param document: the document.
    """
    body = (p.text for p in document.passages if p.kind not in {PassageKind.MASTHEAD, PassageKind.FURNITURE, PassageKind.FOOTNOTE})
    return ENACTING.match(next(body, "")) is not None


def prints(document: Document, organization: str, authority: Authority) -> bool:
    """Whether a masthead begins with the name of an organization, alone or in front of the symbol.

    :param document: the document.
    :param organization: its id.
    :param authority: known entities.
    """
    head = next((p.text for p in document.passages if p.kind is PassageKind.MASTHEAD), "")
    symbol = document.masthead.symbol
    alone = head if symbol is None else head.removesuffix(symbol.text)
    return any(name.entity == organization for name in authority.find(alone.strip()))


def printed_organization(document: Document, authority: Authority) -> str | None:
    """The one organization whose name alone a line of the masthead is, above the title.

    :param document: the document.
    :param authority: known entities.
    """
    title = document.masthead.title
    found: set[str] = set()
    for passage in document.passages[:_EARLY]:
        if passage.kind not in {PassageKind.MASTHEAD, PassageKind.FURNITURE} or (title is not None and passage.path == title.passage):
            break
        names = (authority.entities[name.entity] for name in authority.by_name.get(passage.text.strip(), ()) if not name.contextual)
        found |= {entity.id for entity in names if entity.type == "Organization"}
    found = found - {UNITED_NATIONS} or found  # 联合国 alone heads the papers of its commissions too
    return found.pop() if len(found) == 1 else None


def called_itself(text: str, home: str, authority: Authority) -> Entity | None:
    """The instrument of an organization that a text without a masthead calls "this Constitution", again and again.

    :param text: of the document.
    :param home: the id of the organization.
    :param authority: known entities.
    """
    for name in authority.context_names(home):
        entity = authority.entities[name.entity]
        if is_a(entity.type, INSTRUMENTS) and name.text.startswith(("this ", "本")) and text.count(name.text) >= 3:
            return entity
    return None


def coded_bodies(symbol: str, authority: Authority) -> list[str]:
    """The bodies whose code a symbol bears, with or without the number of a session in it: E/CN.5/2023/6, ISBA/28/A/7.

    :param symbol: of a document.
    :param authority: known entities.
    """
    parts = symbol.split("/")
    inner = [body for n in (3, 2) for body in authority.bodies("/".join(parts[:n]))]
    return inner or (list(authority.bodies(f"{parts[0]}/{parts[2]}")) if len(parts) > 3 and parts[1].isdecimal() else [])


def named_place(text: str, authority: Authority) -> tuple[str, str] | None:
    """The place that words name, and its own name in them: 金斯敦 of 牙买加金斯敦.

    :param text: such as the line of a masthead.
    :param authority: known entities.
    """
    for start in range(max(1, len(text) - 1)) if not text.isascii() else (0,):
        for name in authority.find(text[start:]):
            if authority.entities[name.entity].type in {"Region", "Country"}:
                return name.entity, text[start:]
    return None


def named_bodies(text: str, authority: Authority, document: Document) -> list[str]:
    """The bodies that the line of a masthead names, alone or behind its organization: 联合国环境规划署联合国环境大会.

    :param text: of the line.
    :param authority: known entities.
    :param document: whose masthead it is, another line of which may tell whose body is meant.
    """
    for start in range(max(1, len(text) - 3)):
        if start and text[start - 1].isascii():
            continue
        found = [name.entity for name in authority.find(text[start:]) if authority.entities[name.entity].type == "Body"]
        if found:
            return _owned(document, found, authority)
    return []


def _owned(document: Document, bodies: list[str], authority: Authority) -> list[str]:
    """Those of several bodies with one name whose organization another line of the masthead names alone; all when none does.

    :param document: the document.
    :param bodies: their ids.
    :param authority: known entities.
    """
    lines = [passage.text.strip() for passage in document.passages[:_EARLY] if passage.kind is PassageKind.MASTHEAD]
    owners = {name.entity for line in lines for name in authority.find(line)}
    return [body for body in bodies if authority.entities[body].parent in owners] or bodies
