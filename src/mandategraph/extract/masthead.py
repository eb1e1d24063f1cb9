"""What a document says of itself at its top: its identity and the facts of its masthead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from mandategraph.authority import Authority
from mandategraph.extract.engine import Candidate
from mandategraph.extract.home import (
    adopting_line,
    called_itself,
    called_organization,
    enacts,
    home_organization,
    named_bodies,
    named_place,
    organization_of,
    printed_organization,
    prints,
    reporting_organization,
    whose_papers,
)
from mandategraph.extract.parties import CONCLUDED
from mandategraph.extract.records import is_record
from mandategraph.languages import languages
from mandategraph.languages.base import Language, compiled
from mandategraph.languages.zh_values import chinese_number
from mandategraph.link import Linker
from mandategraph.meanings import UNITED_NATIONS
from mandategraph.model import Document, Entity, Literal, Masthead, MastheadItem, Mention, Name, PassageKind
from mandategraph.recognize.symbols import document_class, find_symbols, numbered_names, organ_of, resolution_symbol
from mandategraph.vocabulary import INSTRUMENTS, is_a

__all__ = ["alone", "day_of", "declares", "identify", "masthead_facts", "orient", "session_number"]

#: So many numbered paragraphs, and so large a part of them, show that a text is a resolution.
_FEWEST, _MOSTLY = 5, 0.8
_YEARLY = re.compile(r"((?:19|20)\d\d)\s?(?:年(?:(?P<nth>第[一二三])\s?[届次])?(?:届会|会议|年度会议|年会|常会|例会|实质性会议)|(?:substantive )?session)")
_DECLARATION = re.compile(r"宣言$|^(?:The )?(?:(?:[A-Z][\w’-]*|of|and|for) ){0,6}Declaration(?: (?:of|on)\b|[:,]|$)")
_WE = re.compile("我们，[^。；“”]{2,120}，")
#: What without a symbol is a declaration, too, for those who met declare in it.
_DECLARED = re.compile("(?:(?<!新闻)公报|(?:联合|领导人|部长|外长|元首|政治)声明|成果文件|共识|呼吁书|行动呼吁)$")
_FRAMEWORK = re.compile("(?:框架|议程|行动纲领|行动计划|路线图)$")
_DRAFT = re.compile("决议草案|决定草案|[Dd]raft (?:resolution|decision)")
#: The number of a resolution as its masthead prints it: 第2660(2022)号决议, 50/122. Title.
_NUMBER = re.compile(r"(?:第|[Rr]esolution )(\d{1,4}\s?[(（](?:19|20)\d\d[)）])(?:号?决议)?$|(\d{1,4}/\d{1,3}[A-Z]?)[.．]\s*\D")
#: To whom a report is submitted, where its masthead does not say whose session it is for.
_SUBMITTED = re.compile(
    r"^本.{0,20}?(?:是|系)?向(?P<body_to>[^，。；、]{2,20}?(?:大会|理事会|委员会|执行局))(?:提交|呈交)"
    r"|^本.*?(?:提交|呈交|呈递)(?P<body>[^，。；、]{2,20}?(?:大会|理事会|委员会|执行局))"
    r"|^(?:The present|This) .{1,60}?submitted to the (?P<body_en>(?:[A-Z][\w’-]*|and|of|for|on)(?: (?:[A-Z][\w’-]*|and|of|for|on))*?)"
    r"(?= (?:in|pursuant|at|as|under)\b|[.,])"
)
_EARLY = 12
_WORKS = INSTRUMENTS | {"Document", "Framework", "Publication"}
_FOREWORD = re.compile(r"(总干事|秘书长|执行主任|署长|主任|高级专员|Director[ -]General|Secretary[ -]General|Executive Director)[’'s的 ]*(序言|前言|致辞|[Ff]oreword|[Mm]essage)")
_ANNUAL = re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:年度报告|年报|Annual Report)|Annual Report\s*((?:19|20)\d\d)", re.IGNORECASE)


def session_number(item: MastheadItem | None, language: Language) -> int | None:
    """The number of the session that a masthead names; its year where a body numbers its sessions by years.

    :param item: the session's words.
    :param language: of the masthead.
    """
    if item is None:
        return None
    year = _YEARLY.match(item.text)
    return int(year[1]) if year else next((number for _, _, number, _ in language.sessions(item.text)), None)


def orient(document: Document, authority: Authority, mentions: list[Mention], linker: Linker) -> None:
    """Finds out whose document it is: sets the linker's home organization and body.

    :param document: the document.
    :param authority: known entities.
    :param mentions: all mentions of the document.
    :param linker: the document's linker.
    """
    organ = document.masthead.organ
    bodies = named_bodies(organ.text, authority, document) if organ is not None else []
    symbol = document.masthead.symbol.text if document.masthead.symbol is not None else _elsewhere(document)
    if symbol is None and (number := _number(document)) is not None:
        symbol = organ_of("", number)
    bodies = whose_papers(document, authority, bodies, symbol, mentions)
    parents = {b: organization_of(authority, b) for b in bodies}
    among = frozenset(p for p in parents.values() if p)
    above = printed_organization(document, authority)
    if above in among or (not among and above not in {None, UNITED_NATIONS}):
        among = frozenset({above or ""})
    linker.home = called_organization(document, authority) or (None if bodies else reporting_organization(document, authority, mentions))
    linker.home = linker.home or (above if above in among else home_organization(authority, mentions, among or None))
    if len(bodies) == 1:
        linker.body = bodies[0]
        linker.home = parents[bodies[0]] or linker.home
    else:
        linker.body = next((b for b in bodies if parents[b] == linker.home and linker.home), None)
    if linker.body is None and organ is None and document.masthead.session is not None:
        linker.body = _submitted_to(document, authority)


def _submitted_to(document: Document, authority: Authority) -> str | None:
    """The body to which the first paragraphs say that the document is submitted."""
    for passage in document.passages[:_EARLY]:
        match = _SUBMITTED.match(passage.text)
        if match is not None:
            names = [n.entity for n in authority.by_name.get(match["body_to"] or match["body"] or match["body_en"], ()) if not n.contextual]
            return next((entity for entity in names if authority.entities[entity].type == "Body"), None)
    return None


def identify(document: Document, linker: Linker, language: Language) -> Entity:
    """The entity that a document is.

    Its id is its symbol; without one, body, session and agenda item; else the id under which the authority knows its
    title; else a hash of its text.

    :param document: the document.
    :param linker: its linker, oriented.
    :param language: of its masthead.
    """
    masthead, authority = document.masthead, linker.authority
    printed = masthead.symbol.text if masthead.symbol is not None else _elsewhere(document) or _numbered(document, linker)
    title = re.sub(r"\s+", " ", masthead.title.text).strip() if masthead.title else None
    if printed is not None:
        symbol = "".join(printed.split())  # 219 EX/7 is 219EX/7
        known = authority.by_symbol.get(symbol)
        if known is not None:
            return _with_title(authority.entities[known], title, document.language)
        kind = _class(symbol, title if masthead.author is None else None)  # a report on a declaration is none
        return _entity(f"document/{symbol}", kind, title or symbol, document, symbol)
    number = session_number(masthead.session, language)
    if title is not None:
        for name in authority.find(title):
            entity = authority.entities[name.entity]
            if is_a(entity.type, INSTRUMENTS | {"Document", "Publication"}) or (entity.type == "Framework" and alone(masthead)):
                parent = authority.entities.get(entity.parent or "")
                if number is None or parent is None or parent.code == str(number):
                    return entity
    if linker.body is not None and number is not None and masthead.agenda_item is not None:
        code = authority.entities[linker.body].code or linker.body.split("/")[1]
        item = re.sub(r"[^\w]+", "-", masthead.agenda_item.text).strip("-")
        words = _label(document, title, linker) if title else f"{code}.{number}, item {masthead.agenda_item.text}"
        return _entity(f"document/{code}.{number}/item-{item}", _kind(document, title), words, document, None)
    called = called_itself(document.source, linker.home, authority) if linker.home is not None and masthead.organ is None else None
    if called is not None:
        return called
    annual = _annual_report(document, linker)
    if annual is not None:
        return annual
    kind = "Resolution" if title is None and _is_operative(document, language) else _kind(document, title)
    return _entity(f"document/{document.sha256[:16]}", kind, _label(document, title, linker), document, None)


def _label(document: Document, title: str | None, linker: Linker) -> str:
    """What a document without a symbol is called: not only by the name of an organization that is its whole title."""
    if title is None or all(is_a(linker.authority.entities[name.entity].type, _WORKS) for name in linker.authority.find(title)):
        return title or document.name
    heads = (re.sub(r"\s+", " ", p.text).strip() for p in document.passages if p.kind is PassageKind.MASTHEAD and p.text.strip().endswith(title))
    return max(heads, key=len, default=title)


def _number(document: Document) -> str | None:
    """The number of a resolution of the United Nations as the masthead of an adopted text prints it."""
    if not _adopted(document) and not enacts(document):
        return None
    heads = (p.text for p in document.passages if p.kind is PassageKind.MASTHEAD)
    return next((match[1] or match[2] for match in map(_NUMBER.match, heads) if match), None)


def _numbered(document: Document, linker: Linker) -> str | None:
    """The symbol of a resolution whose masthead prints its number only."""
    number = _number(document)
    organ = (linker.authority.entities[linker.body].code or "") if linker.body is not None else ""
    return None if number is None or organ not in {"A", "E", "S"} else resolution_symbol(organ, number)


def _adopted(document: Document) -> bool:
    """Whether a masthead says that the document was adopted."""
    return any(passage.path.startswith("masthead/adopted") for passage in document.passages)


def _is_operative(document: Document, language: Language) -> bool:
    """Whether a text without a masthead is a resolution or a part of one: its numbered paragraphs request, note, decide."""
    operative = compiled(language.operative)
    numbered = [p.text for p in document.passages if p.number is not None and p.kind in {PassageKind.PARAGRAPH, PassageKind.ITEM}]
    return len(numbered) >= _FEWEST and sum(operative.match(text) is not None for text in numbered) > _MOSTLY * len(numbered)


def _elsewhere(document: Document) -> str | None:
    """A symbol that a copy without its masthead shows: alone on a line, or as the name of its file."""
    alone = Counter(
        hit.symbol for p in document.passages if len(p.text) < 40 for hit in find_symbols(p.text) if hit.symbol == p.text.strip()
    )
    if len(alone) == 1:
        return next(iter(alone))
    words = re.match(r"([A-Z]{1,4}(?:\.\d+)?)[-_]((?:RES|DEC|PV|SR|CN|CONF)[-_])?(\d[\d\-_]*?)(?=[-_.]|$)(?![-_]\d)", document.name)
    if words is None or (document.masthead.organ is None and document.masthead.session is None and words[2] is None):
        return None
    middle = words[2][:-1] + ("." if words[2][:-1] in {"PV", "SR"} else "/") if words[2] else ""
    symbol = f"{words[1]}/{middle}{re.sub('[-_]', '/', words[3])}"
    return symbol if next((h.symbol for h in find_symbols(symbol)), None) == symbol else None


def declares(document: Document) -> bool:
    """Whether the first paragraphs of a document are those of a declaration: 我们，各国部长，….

    :param document: the document.
    """
    told = [passage.text for passage in document.passages if passage.kind is PassageKind.PARAGRAPH or passage.number is not None]
    return any(_WE.match(text) for text in told[:_FEWEST])


def _kind(document: Document, title: str | None) -> str:
    """The class of a document without a symbol: a resolution where its masthead says so, or a body speaks right below it."""
    if _adopted(document) or enacts(document):
        return "Resolution"
    if alone(document.masthead) and CONCLUDED.search(title or ""):
        return "Agreement"
    kind = _class("", title if document.masthead.author is None else None)
    if alone(document.masthead) and kind == "Document" and (_DECLARED.search(title or "") or declares(document)):
        return "Declaration"
    return "Framework" if kind == "Document" and alone(document.masthead) and _FRAMEWORK.search(title or "") else kind


def alone(masthead: Masthead) -> bool:
    """Whether a document states nothing above its text but its title, as an agenda or a framework does, and no report on one.

    :param masthead: of the document.
    """
    return masthead.organ is None and masthead.session is None and masthead.author is None


def _class(symbol: str, title: str | None) -> str:
    kind = document_class(symbol)
    if kind == "Document" and title and _DECLARATION.search(title) and "报告" not in title:
        return "Declaration"
    return kind


def _entity(id: str, kind: str, title: str, document: Document, symbol: str | None) -> Entity:
    names = (Name(symbol, ""),) if symbol else ()
    if symbol and kind in {"Resolution", "Decision"} and re.match(r"(?:A|E|S|A/HRC)/(?:RES|DEC)/", symbol):
        labels, others = numbered_names(symbol, kind)
        names = tuple(sorted({*names, *labels, *others}))
    return Entity(id, kind, (Name(title, document.language),), names, symbol=symbol)


def _with_title(entity: Entity, title: str | None, language: str) -> Entity:
    if title is None or any(name.text == title for name in (*entity.labels, *entity.names)):
        return entity
    return replace(entity, names=tuple(sorted({*entity.names, Name(title, language)})))


def _annual_report(document: Document, linker: Linker) -> Entity | None:
    """An annual report tells what it is by its running heads, or by its foreword and the year it speaks of."""
    if linker.home is None or document.masthead.organ is not None:
        return None
    organization = linker.authority.entities[linker.home]
    heads = [p.text for p in document.passages if p.kind in {PassageKind.FURNITURE, PassageKind.HEADING, PassageKind.MASTHEAD}]
    heads += [p.text for p in document.passages[:8] if len(p.text) < 60 and p.text[-1:] not in "。."]  # a title page
    printed = Counter(match[1] or match[2] for head in heads for match in _ANNUAL.finditer(head))
    year = printed.most_common(1)[0][0] if printed else None
    if year is None and _FOREWORD.search(document.source[:400]):
        years = Counter(re.findall(r"(?<!\d)(20\d\d|19\d\d)\s*年", document.source))
        year = years.most_common(1)[0][0] if years else None
    if year is None:
        return None
    short = min((n.text for n in organization.names if n.language == "zh"), key=len, default=organization.label("zh"))
    acronym = next((n.text for n in organization.names if n.text.isupper() and n.language == "en"), organization.label("en"))
    labels = (Name(f"{short}{year}年年度报告", "zh"), Name(f"{acronym} Annual Report {year}", "en"))
    for label in labels:
        for name in linker.authority.find(label.text):
            return linker.authority.entities[name.entity]
    return Entity(f"publication/{acronym.casefold()}-annual-report-{year}", "Publication", labels)


def _running_title(document: Document, entity: Entity) -> MastheadItem | None:
    """The name of a publication without a title page, where it runs at the foot or head of its pages."""
    if entity.type != "Publication":
        return None
    names = sorted({n.text for n in (*entity.labels, *entity.names) if n.language == document.language}, key=lambda t: (-len(t), t))
    for passage in document.passages:
        if passage.kind is PassageKind.FURNITURE:
            for name in names:
                at = passage.text.find(name)
                if at >= 0:
                    return MastheadItem(name, passage.path, *passage.span(at, at + len(name)))
    return None


def masthead_facts(document: Document, entity: Entity, linker: Linker, language: Language) -> Iterator[tuple[str, Candidate]]:
    """The facts of a masthead, each with the path of the passage that states it; places are in the source.

    :param document: the document.
    :param entity: what the document is.
    :param linker: its linker.
    :param language: of its masthead.
    """
    m: Masthead = document.masthead

    def literal(predicate: str, item: MastheadItem | None, value: str | None = None, tag: str = "") -> Iterator[tuple[str, Candidate]]:
        if item is not None and (value or item.text):
            yield item.passage, Candidate(
                predicate, entity.id, Literal(value or item.text, tag), {}, f"masthead/{predicate}", item.start, item.end
            )

    yield from literal("title", m.title or _running_title(document, entity), tag=document.language)
    yield from literal("symbol", m.symbol)
    item = m.agenda_item.text if m.agenda_item is not None else ""
    yield from literal("agendaItem", m.agenda_item, str(chinese_number(item)) if item and item[0] in "一二三四五六七八九十" else None)
    yield from literal("author", m.author, tag=document.language)
    issued = day_of(m.date, language) or day_of(m.date, languages()["en"])  # Distr.: General, 15 November 2044
    yield from literal("date", m.date if issued else None, issued)
    number = session_number(m.session, language)
    draft = any(passage.kind is PassageKind.MASTHEAD and _DRAFT.search(passage.text) for passage in document.passages)
    if m.session is None or number is None or linker.body is None:
        if m.organ is not None and linker.body is not None and is_a(entity.type, INSTRUMENTS) and not draft:
            yield m.organ.passage, Candidate(
                "adoptedBy", entity.id, linker.known(linker.body), {}, "masthead/adoptedBy", m.organ.start, m.organ.end
            )
        return
    yearly = _YEARLY.match(m.session.text)
    session = linker.session(linker.body, number, (yearly["nth"] or "") if yearly else "")
    linker.named(session, m.session.text, document.language)
    at = m.session

    def edge(predicate: str, subject: str, thing: str | Literal, item: MastheadItem) -> tuple[str, Candidate]:
        return item.passage, Candidate(predicate, subject, thing, {}, f"masthead/{predicate}", item.start, item.end)

    adopted = is_a(entity.type, INSTRUMENTS)
    if not (adopted and draft):
        yield edge("adoptedAt" if adopted else "presentedAt", entity.id, session, at)
    if adopted and not draft and (line := adopting_line(document, linker.authority, linker.body, linker.home, language)) is not None:
        yield line[0], Candidate("adoptedBy", entity.id, linker.known(linker.body), {"date": line[1]}, "masthead/adoptedBy", *line[2])
    yield edge("partOf", session, linker.body, at)
    parent = linker.authority.entities[linker.body].parent
    if m.organ is not None and parent is not None and prints(document, parent, linker.authority):
        yield edge("partOf", linker.body, linker.known(parent), m.organ)
    if is_record(document):
        return  # of one meeting, on its own day
    held = day_of(m.dates, language)
    if m.dates is not None and held:
        yield edge("heldOn", session, Literal(held), m.dates)
    if m.place is not None:
        spot = named_place(m.place.text, linker.authority)
        if spot is not None:
            yield edge("locatedIn", session, linker.known(spot[0]), m.place)
            linker.named(spot[0], spot[1], document.language)


def day_of(item: MastheadItem | None, language: Language) -> str | None:
    """The day, or the days, that an item of a masthead tells.

    :param item: the item.
    :param language: of the masthead.
    """
    if item is None:
        return None
    return next((v.value for v in language.values(item.text) if v.type == "Date"), None)
