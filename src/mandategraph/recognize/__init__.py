"""Mentions in a passage: symbols, dates, amounts, SDGs, sessions, known names and names that the text marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from mandategraph.authority import Authority, AuthorityName
from mandategraph.languages import languages
from mandategraph.languages.base import Language, compiled
from mandategraph.model import Entity, Mention
from mandategraph.recognize.gazetteer import Gazetteer, Hit, inside_latin
from mandategraph.recognize.joining import Joiner, bare_name, without_brackets
from mandategraph.recognize.overlap import Found, Reach, without_overlap
from mandategraph.recognize.sessions import before, held, holder, meets, numbered
from mandategraph.recognize.symbols import SymbolHit, document_class, find_symbols
from mandategraph.recognize.together import sought, together

__all__ = ["Learned", "Reading", "Recognizer", "bare_name", "is_group", "without_brackets"]

_AFTER_SYMBOL = re.compile(r"号(?:(?P<kind>决议|决定)|文件|报告)?")
_AFTER_KIND = {"决议": "Resolution", "决定": "Decision"}
_GROUP_END = re.compile(r"(?:企业|部门|界|机构|政府|社会|伙伴|者|合作社|公司|商会|制造商|生产商|提供商|部委|社区|国家|智库)$")
_SHORTER = re.compile(r"(.+?\S)(?:\s(?:of|on|for|the|to|and|in))*\s[A-Z][\w’-]*$")
_AT_ITS = re.compile(r",? (?:at|during|of|for) (?:its|the) $")

_SHORT, _LINE, _REMEMBERED = 4, 60, 4096
_FORMAL = re.compile(r"(?:联邦|民主|人民|伊斯兰|阿拉伯|社会主义){0,3}(?:共和国|王国)")  # behind the short name: 加纳共和国
_PLACES = frozenset({"Country", "Region"})
_ACTORS = frozenset({"Organization", "CountryGroup"})
#: What a longer name may swallow: of these the groups of actors, of those all.
_SWALLOWED = _ACTORS | {"SDG"}
_PASSING = frozenset({"Number", "Date", "Person"})
_PERHAPS = _SWALLOWED | _PASSING | {"Body", "Partnership"}
#: Beside a name that is part of a person's: 亚历山大·德克罗; behind one that begins another word: 东部省份, 图尔卡纳湖.
_DOTTED = re.compile(r" ?[·•]")
_AFTER_DOT = re.compile(r"[·•] ?$")
_GOES_ON = re.compile("(?<=省)份|(?<=区)域|(?<=市)场|(?<=[省州市])立|河(?![南北内流])|江(?![苏西])|湖(?![南北泊])|湾(?!区)|海峡|半岛|运河|山脉")
_HYPHENED = re.compile(r"[-–‑][A-Za-z]")  # behind a name that is only the beginning of a longer one
_BODY = frozenset({"Body"})
_COMMON = re.compile("(?![该本其据照按守反依循从与和或及])[\u4e00-\u9fff]")  # in front of the common name of an agreement
#: How the names of those end who hold sessions.
_MEETING = frozenset("会组坛络盟约台局")
_LAST_LETTER = "ž"


class Reading(Struct, frozen=True, gc=False):
    """What was found in a text before it is decided which mentions stand.

    :param text: the text.
    :param language: its language.
    :param found: by symbols, numbers and words of the language.
    :param hits: where known names stand.
    :param known: the mentions of these names.
    """

    text: str
    language: Language
    found: tuple[Found, ...]
    hits: tuple[Hit, ...]
    known: tuple[Found, ...]


class _Meaning(Struct, frozen=True, gc=False):
    """What the authority says of one name, worked out once.

    :param ids: what it may mean.
    :param kind: the class of the first of these.
    :param plain: whether it means one of them wherever it stands.
    :param capital: whether its last word begins with a capital letter.
    :param doubtful: whether what stands around it may tell that it means something else.
    :param agency: whether it may be the end of the name of a country's agency.
    :param country: of the name of a city, the length and the id of the country with which it begins.
    :param office: of the name of an office, the length and the id of the organization with which it begins.
    """

    ids: tuple[str, ...]
    kind: str
    plain: bool
    capital: bool
    doubtful: bool
    agency: bool
    country: tuple[int, str] | None
    office: tuple[int, str] | None


class Learned:
    """The names that one document itself explains.

    :param names: name -> class.

    >>> Learned({"绿色议程": "Framework"}).stands_in("本绿色议程")
    True
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = dict(names)
        self._gazetteer = Gazetteer(names)

    def stands_in(self, text: str) -> bool:
        """Whether a text holds any of the names."""
        return bool(self._gazetteer.find(text))

    def mentions(self, text: str, hits: Iterable[Hit]) -> Iterator[Mention]:
        """The mentions of these names that no longer known name holds.

        :param text: the text.
        :param hits: where known names stand in it.
        """
        reach = [0] * (len(text) + 1)  # where the name that holds a place ends
        for hit in hits:
            reach[hit.start : hit.end] = [hit.end] * (hit.end - hit.start)
        for hit in self._gazetteer.find(text):
            if reach[hit.start] < hit.end:
                yield Mention(hit.start, hit.end, text[hit.start : hit.end], self._names[hit.name])


class Recognizer:
    """Finds mentions.

    :param authority: known entities and their names.
    """

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self._forms = _forms(authority)
        self._gazetteer = Gazetteer((*sought(authority), *self._forms), _blockers(authority))
        self._groups = frozenset(id for id, entity in authority.entities.items() if is_group(entity))
        self._joiner = Joiner(authority, self._groups)
        self._bodies = tuple(name for name in authority.names if authority.entities[name.entity].type == "Body")
        self._conferences: dict[str, tuple[str, ...]] = {}
        self._lines: dict[tuple[str, str], tuple[Reading, tuple[Mention, ...]]] = {}
        self._meanings: dict[tuple[str, str], _Meaning] = {}

    def mentions(self, text: str, language: Language) -> tuple[Mention, ...]:
        """The mentions in a text, from left to right, none overlapping.

        :param text: the repaired text of a passage.
        :param language: its language.
        """
        return self.first(text, language)[1]

    def first(self, text: str, language: Language) -> tuple[Reading, tuple[Mention, ...]]:
        """What may be a mention in a text, and the mentions that stand as long as its document teaches no names.

        Headings, cells and running heads come again and again: those of late are remembered.

        :param text: the repaired text of a passage.
        :param language: its language.
        """
        known = self._lines.get((text, language.code))
        if known is None:
            reading = self.read(text, language)
            known = reading, self.decide(reading)
            if len(text) <= _LINE:
                if len(self._lines) >= _REMEMBERED:
                    self._lines.clear()
                self._lines[text, language.code] = known
        return known

    def read(self, text: str, language: Language) -> Reading:
        """All that may be a mention in a text, whatever names its document teaches.

        :param text: the repaired text of a passage.
        :param language: its language.
        """
        found: list[Found] = []
        if symbols := find_symbols(text):
            found += [(1, self._document(text, hit)) for hit in symbols]
        for c in language.citations(text):
            found.append((1, Mention(c.start, c.end, text[c.start : c.end], c.kind, value=c.number, unit=c.organ)))
        for mention in language.goals(text):
            found.append((2, mention))
        for a in language.anaphors(text):
            value, types = "home" if a.home else a.head, tuple(sorted(a.types))
            found.append((3, Mention(a.start, a.end, text[a.start : a.end], "Anaphor", types, value)))
        for session in language.sessions(text):
            found.append((2, self._session(text, language, *session)))
        for mention in language.values(text):
            found.append((5, mention))
        found += [(4, place) for place in together(text, self.authority)]
        hits = self._gazetteer.find(text)
        known = [(4, mention) for mention in self._known(text, hits, language)] if hits else ()
        found += [(2, whole) for _, m in known if m.type == "Body" and (whole := numbered(text, m, language)) is not None]
        return Reading(text, language, tuple(found), hits, tuple(known))

    def decide(self, reading: Reading, learned: Learned | None = None) -> tuple[Mention, ...]:
        """The mentions that stand, from left to right, none overlapping.

        :param reading: of a text.
        :param learned: the names that its document explains.
        """
        text = reading.text
        own = [] if learned is None else [(4, mention) for mention in learned.mentions(text, reading.hits)]
        taken = without_overlap([*reading.found, *own, *reading.known])
        hard: list[Mention] = []
        soft: list[Mention] = []
        for mention in taken:
            (soft if mention.type in _PERHAPS and self._soft(mention) else hard).append(mention)
        groups = tuple([m for m in soft if m.type in _ACTORS]) if soft else ()
        titles = list(reading.language.titles(text, tuple(hard), groups))
        if titles:
            marked = [m.text[:1] in "《“" for m in titles]
            reach = Reach(hard if any(marked) else ())
            named = [
                (0 if sign and not reach.holds(m) else 6, self._joiner.named(m)) for sign, m in zip(marked, titles, strict=True)
            ]
            taken = without_overlap([*((4, m) for m in taken), *named])
        return tuple(self._joiner.joined(text, taken)) if taken else ()

    def _soft(self, mention: Mention) -> bool:
        """Whether a known name may be swallowed by a longer name: groups of actors such as 企业."""
        if mention.type in _SWALLOWED:
            return len(mention.text) <= 6 and not self._groups.isdisjoint(mention.candidates)
        return mention.type in _PASSING or mention.value == "context"

    def _document(self, text: str, hit: SymbolHit) -> Mention:
        """The mention of the document whose symbol stands at a place."""
        after = _AFTER_SYMBOL.match(text, hit.end)
        end = after.end() if after else hit.end
        known = self.authority.by_symbol.get(hit.symbol)
        kind = self.authority.entities[known].type if known else document_class(hit.symbol)
        if kind == "Document" and known is None and after is not None and after["kind"]:
            kind = _AFTER_KIND[after["kind"]]
        return Mention(hit.start, end, text[hit.start : end], kind, (known,) if known else (), value=hit.symbol)

    def _known(self, text: str, hits: Iterable[Hit], language: Language) -> Iterable[Mention]:
        halves = compiled(language.halves)
        for hit in hits:
            start, end, name = hit.start, hit.end, hit.name
            meaning = self._meanings.get((language.code, name)) or self._meaning(name, language)
            kind = meaning.kind
            if meaning.doubtful and self._is_another(text, hit, meaning, language):
                continue
            if kind in _PLACES and not language.spaced and text[start] <= _LAST_LETTER and inside_latin(text, hit):
                continue  # Eiffage Sénégal is a company
            if kind == "Region" and (_GOES_ON.match(text, end) or _DOTTED.match(text, end) or _AFTER_DOT.search(text, max(0, start - 2), start)):
                continue
            if kind == "Organization" and not language.spaced and _HYPHENED.match(text, end) and not text[end - 1].isascii():
                continue  # 联合国-REDD方案 is a programme
            if meaning.country is not None:  # 奥地利维也纳 is a country and a city
                start += meaning.country[0]
                yield Mention(hit.start, start, name[: meaning.country[0]], "Country", (meaning.country[1],))
            if meaning.office is not None:  # 工发组织总干事 is an organization and its head
                start += meaning.office[0]
                yield Mention(hit.start, start, text[hit.start : start], "Organization", (meaning.office[1],))
            if kind == "Country" and not language.spaced and (formal := _FORMAL.match(text, end)) is not None:
                end = formal.end()
            half = halves.search(text, hit.start - 3, hit.start) if len(name) >= 4 and hit.start >= 3 else None
            if half is not None:
                yield from self._half(half, name)
            yield Mention(start, end, text[start:end], kind, meaning.ids, value=None if meaning.plain else "context")

    def _is_another(self, text: str, hit: Hit, meaning: _Meaning, language: Language) -> bool:
        """Whether what stands around a name tells that something else is meant."""
        plain = meaning.plain
        if not plain and meaning.capital and text[hit.end - 1].isascii() and text[hit.start : hit.end].split()[-1][:1].islower():
            return True  # an annual report is not the Annual Report
        if meaning.agency and self._national(text, hit.start, language):
            return True  # 开发署 in 美国国际开发署 is another
        if not plain and meaning.kind == "Agreement" and not language.spaced and hit.start and _COMMON.match(text, hit.start - 1):
            return True  # 车辆章程, 该委员会的章程
        return meaning.kind == "Body" and _of_another(text, hit.start, language.national if plain else language.of_body)

    def _meaning(self, name: str, language: Language) -> _Meaning:
        names = self.authority.by_name.get(name) or self._forms[name]
        plain = [found.entity for found in names if not found.contextual]
        ids = tuple(dict.fromkeys(plain or [found.entity for found in names]))
        first = self.authority.entities[ids[0]]
        country = self._begins(name, "Country") if first.type == "Region" and not name.isascii() else None
        if country is not None and all(known.entity != ids[0] for known in self.authority.by_name.get(name[country[0] :], ())):
            country = None  # 巴西利亚 is no 利亚 in Brazil
        office = self._begins(name, "Organization") if first.type == "Person" and first.parent is not None else None
        agency = len(name) <= _SHORT and compiled(language.agency).search(name) is not None
        meaning = self._meanings[language.code, name] = _Meaning(
            ids, first.type, bool(plain), name.split()[-1][:1].isupper(), agency or not plain or first.type == "Body", agency, country,
            None if office is None or first.parent is None else (office[0], first.parent),
        )  # fmt: skip
        return meaning

    def _begins(self, name: str, kind: str) -> tuple[int, str] | None:
        """The longest known name of a class with which a name begins, such as 中国 in 中国杭州: its length and what it means."""
        for length in range(len(name) - 2, 1, -1):
            for known in self.authority.by_name.get(name[:length], ()):
                if self.authority.entities[known.entity].type == kind and (kind == "Country" or not known.contextual):
                    return length, known.entity
        return None

    def _half(self, half: re.Match[str], name: str) -> Iterator[Mention]:
        """The name in front that shares its end with a name: 公共 of 公共和私营部门."""
        names = self.authority.by_name.get(half[1] + name[2:], ())
        if names and not names[0].contextual:
            kind = self.authority.entities[names[0].entity].type
            yield Mention(half.start(), half.end() - 1, half[1], kind, (names[0].entity,))

    def _national(self, text: str, start: int, language: Language) -> bool:
        """Whether a country, and no more than a word, stands before a place: the name there is the end of its agency's."""
        before = compiled(language.of_country).search(text, max(0, start - _SHORT), start)
        if before is None:
            return False
        end = before.start()
        names = (self.authority.by_name.get(text[end - n : end], ()) for n in range(2, min(end, 7) + 1))
        return any(self.authority.entities[name.entity].type == "Country" for found in names for name in found)

    def _session(self, text: str, language: Language, start: int, end: int, number: int, body: str) -> Mention:
        part: Mention | None = None
        if body == "缔约方":
            found = (self._split_body(text, start - len(body), body + kind) for kind in ("会议", "大会"))
            part = next((one for one in found if one is not None and one.value is None), None)
        elif body:
            place, whole_name = text.rindex(body, start, end), body
            names = self.authority.by_name.get(body, ())
            while not names and body.isascii() and (shorter := _SHORTER.match(body)) is not None:
                # "the General Conference of UNIDO in November 2019": the body's name is the longest that is known
                end -= len(body) - len(shorter[1])
                body = shorter[1]
                names = self.authority.by_name.get(body, ())
            plain = tuple(name.entity for name in names if not name.contextual)
            ids = plain or tuple(name.entity for name in names)
            whole = None if ids or body.isascii() else self._split_body(text, start, body)
            if whole is not None:
                return Mention(whole.start, end, text[whole.start : end], "Session", value=str(number), parts=(whole,))
            if not ids and whole_name.isascii() and len(whole_name.split()) > 2:  # second session of the World Fisheries Conference
                part = Mention(place, place + len(whole_name), whole_name, "Body", value="new")
                return Mention(start, part.end, text[start : part.end], "Session", value=str(number), parts=(part,))
            if not ids:
                return Mention(start, end, text[start:end], "Unknown")  # of a body that nobody knows
            if ids:
                part = Mention(place, place + len(body), body, "Body", ids, value=None if plain else "context")
        else:
            part = self._body_before(text, start)
            if part is not None and part.value == "context" and _of_another(text, part.start, language.of_body):
                part = None  # 贸易理事会第一届会议
            where = compiled(language.held).search(text, max(0, start - 50), start) if part is None else None
            if where is not None and text[where.start() - 1 : where.start()] in _MEETING:  # 世界遗产委员会在利雅得举行的第四十五届会议
                return held(text, (start, end), number, self._body_before(text, where.start()))
            part = meets(text, start, self.authority) if part is None else part
            part = holder(text, start, end, language, self.authority) if part is None else part
        first = part.start if part is not None and part.start < start else start
        return Mention(first, end, text[first:end], "Session", value=str(number), parts=(part,) if part else ())

    def _split_body(self, text: str, end: int, body: str) -> Mention | None:
        """The body of 《公约》第27次缔约方会议, whose name the number divides; without the convention, any such body."""
        for length in range(min(end, 40), 3, -1):
            names = self.authority.by_name.get(bare_name(text[end - length : end]) + body, ())
            if names and self.authority.entities[names[0].entity].type == "Body":
                return Mention(end - length, end, text[end - length : end], "Body", (names[0].entity,))
        if body not in self._conferences:
            self._conferences[body] = tuple(sorted({n.entity for n in self._bodies if n.text.endswith(body)}))
        found = self._conferences[body]
        return Mention(end, end, body, "Body", found, value="context") if found else None

    def _body_before(self, text: str, end: int) -> Mention | None:
        """The body whose name, the longest such, ends at a place."""
        bridge = _AT_ITS.search(text, max(0, end - 16), end)
        end = bridge.start() if bridge else end
        return before(text, end, self.authority, _BODY, 90)


def is_group(entity: Entity) -> bool:
    """Whether an entity is a group of actors (私营部门, 企业), not one organization.

    :param entity: of the authority.
    """
    return (
        entity.type in {"Organization", "CountryGroup"}
        and not entity.same_as
        and entity.parent is None
        and bool(_GROUP_END.search(entity.label("zh")))
    )


def _forms(authority: Authority) -> dict[str, tuple[AuthorityName, ...]]:
    """The cases and other forms that languages give to names, with the names; never one that is a name itself."""
    found: dict[str, list[AuthorityName]] = {}
    for name in authority.names:
        language = languages().get(name.language)
        if language is None or name.contextual:
            continue
        for form in language.forms(name.text):
            if form not in authority.by_name:
                found.setdefault(form, []).append(name)
    return {form: tuple(names) for form, names in found.items() if len({name.entity for name in names}) == 1}


def _blockers(authority: Authority) -> set[str]:
    """Words that only look as if they held a name, in all their forms."""
    forms = (form for word in authority.blockers for language in languages().values() for form in language.forms(word))
    return {*authority.blockers, *forms}.difference(authority.by_name)


def _of_another(text: str, start: int, before: str) -> bool:
    """Whether the name of a body at a place is the end of another body's name, by what stands before it."""
    return before != "" and compiled(before).search(text, max(0, start - 4), start) is not None
