"""Names that stand side by side and name one thing: a place and what is there, a name and its short form in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from operator import attrgetter

from msgspec.structs import replace

from mandategraph.authority import Authority
from mandategraph.languages.ordinals import ordinal_pattern, ordinal_value
from mandategraph.languages.words import word_list
from mandategraph.languages.zh_values import chinese_number
from mandategraph.model import Mention
from mandategraph.recognize.symbols import find_symbols
from mandategraph.vocabulary import INSTRUMENTS

__all__ = ["Joiner", "bare_name", "without_brackets"]

_BRACKETED = re.compile(r"\s?[(（]([^()（）]{1,40})[)）]")
_COP = re.compile(r"COP[- ]?\d{1,2}")
#: A short form between commas behind a name: 联合国住房和城市可持续发展大会，简称“人居三”，.
_ASIDE = re.compile(r"，(?:以下)?(?:简称|又称|也称|亦称|通称)(?:为|作)?“(?P<name>[^“”，。；]{2,16})”，")
_IN_BRACKETS = re.compile(r"\s?[(（](?!第\s?[\d一二三四五六七八九十]{1,3}\s?号[)）])[^()（）]*[)）]$")  # 《渔业法》（第2号） is another law
_DOCUMENTS = INSTRUMENTS | {"Framework", "Publication", "Document", "Agreement"}
_PLACES = frozenset({"Country", "Region"})
_SHORTENED = frozenset({"Body", "Event", "Organization", "Partnership", "Programme"})
_OWNING = frozenset({"Organization", "Unit"})
_COMPOSED = frozenset({"Fund", "Organization", "Facility", "Body", "Programme", "Event", "Unit", "Framework", "Partnership", "Tool"})
_MEET = frozenset({"Body", "Partnership"})
_GOVERNMENT = re.compile(r"(?:各州|[两三四五六七八九十]国)?政府(?!间|官员|机构|部委|部门|和私|采购|首脑|管理|内)|常驻[\u4e00-\u9fff]{2,6}代表团")
_CITY_HALL = re.compile(r"(?:[市省州县区]?(?:人民)?政府|[市省州县区](?:议会|当局))(?!间|官员|机构|部门|首脑)")
_TOWN = re.compile("(?<![省市州县区城])市(?![场民政长区容级委府立])")
_DASH = re.compile(r"\s?[-–—－⸺/／]\s?")
_DASHED = frozenset({"Facility", "Fund", "Programme", "Unit"})
_DASHING = frozenset({"Country", "Organization", "Person"})
_FRIENDS = re.compile("之友小?组")  # behind a group of countries
_OFFICE_THERE = re.compile(r"(?:次?区域)?(?:办事处|代表处|联络处|区域局)|国家(?:局|办事处|代表处)|(?<=区域)(?:局|办(?!事|法))")  # behind an organization and a place
_JOINT = re.compile(r"\s*[-–—]?\s*")
_YEAR = re.compile(r"(?:19|20)\d\d年")
#: What tells in front of a body that meets once a year which of its meetings is meant.
_WHICH = re.compile(r"第(?P<number>[一二三四五六七八九十百\d]{1,4})届(?:联合国)?$|(?P<year>(?:19|20)\d\d)年[^，。；的]{0,24}(?:举行|召开|举办)的(?:联合国)?$")
_NTH = re.compile(rf"第(?P<number>[一二三四五六七八九十百\d]{{1,4}})[届次]$|\b(?P<ordinal>{ordinal_pattern()}) (?:(?:session|meeting|edition) of the )?[“\"]?$|(?P<first>首[届次])$")
#: How words end that tell of what sort the organization is that is named right behind them.
_SORT = re.compile("(?:开发|发展|援助|合作|捐助)机构$")
_SORTED = frozenset({"Country", "Organization"})
_BOTH = re.compile("以及|[和与及]")
_LIST = frozenset({"和", "、", "及", "以及", "与"})
_MARKS = re.compile("[《》“”「」]")
_STRIP = "《》“”\"'‘’「」 "


def bare_name(text: str) -> str:
    """A name without the brackets and quotation marks around or in it.

    :param text: a name as a text writes it.

    >>> bare_name("《利马宣言》"), bare_name("“城市对接”活动")
    ('利马宣言', '城市对接活动')
    """
    return text if text.isalnum() else _MARKS.sub("", text).strip(_STRIP)


def without_brackets(text: str) -> str:
    """A name without the short form or symbol that stands in brackets behind it.

    :param text: a name as a text writes it.

    >>> without_brackets("《利马宣言》（GC.15/Res.1）")
    '《利马宣言》'
    """
    return _IN_BRACKETS.sub("", text) if text[-1:] in ")）" else text


class Joiner:
    """Joins mentions to longer ones.

    :param authority: known entities and their names.
    :param groups: the ids of groups of actors, which begin no name.
    """

    def __init__(self, authority: Authority, groups: frozenset[str]) -> None:
        self.authority = authority
        self._groups = groups
        self._of_places = frozenset(word_list("zh", "of_places"))  # 迪拜工商会
        #: Organizations whose sessions are those of a body with a code for its papers.
        self._with_bodies = frozenset(e.parent for e in authority.entities.values() if e.type == "Body" and e.code and e.parent)

    def named(self, mention: Mention) -> Mention:
        """A mention with the entities that the authority knows under its name.

        :param mention: a title or captured name.
        """
        bare = bare_name(mention.text)
        names = self.authority.by_name.get(bare) or self.authority.find(bare)
        plain = tuple(dict.fromkeys(name.entity for name in names if not name.contextual))
        if plain:
            return replace(mention, candidates=plain, type=self.authority.entities[plain[0]].type)
        return mention

    def joined(self, text: str, mentions: list[Mention]) -> Iterable[Mention]:
        """Joins what stands side by side and names one thing.

        :param text: the text of the passage.
        :param mentions: its mentions, from left to right.
        """
        done: list[Mention] = []
        starts: set[int] | None = None
        brackets = "（" in text or "(" in text
        aside = "称" in text and "“" in text
        for mention in (one for found in mentions for one in self._shared(found)):
            if done:
                previous = done[-1]
                if mention.start < previous.end:
                    continue  # swallowed by what stands in brackets after a name
                if mention.start == previous.end:
                    mention = self._adjoined(text, done, previous, mention)
                elif text[previous.end : mention.start] in _LIST:
                    mention = self._listed(text, done, previous, mention)
                if mention.type in _DASHED and done and done[-1].type in _DASHING and _DASH.fullmatch(text, done[-1].end, mention.start):
                    mention = self._dashed(text, done, done[-1], mention)
            if mention.type == "Body" and mention.text.endswith("论坛"):
                mention = _of_series(text, mention)
            elif mention.type == "Event" and mention.candidates and mention.start:
                mention = _one_of_series(text, mention)
            if mention.type == "CountryGroup" and (friends := _FRIENDS.match(text, mention.end)) is not None:  # 最不发达国家之友小组
                mention = self.named(Mention(mention.start, friends.end(), mention.text + friends.group(), "Body"))
            if mention.type == "Country":
                if starts is None:
                    starts = {m.start for m in mentions if m.type in _COMPOSED and not m.candidates}
                after = _GOVERNMENT.match(text, mention.end) if mention.end not in starts else None
                if after:
                    mention = replace(mention, end=after.end(), text=text[mention.start : after.end()])
            elif mention.type == "Region" and (after := _CITY_HALL.match(text, mention.end)) is not None:  # 加德满都市政府
                whole = text[mention.start : after.end()]
                mention = Mention(mention.start, after.end(), whole, "Organization", parts=(mention,))
            elif mention.type == "Region" and _TOWN.match(text, mention.end) is not None:  # 加德满都市
                mention = replace(mention, end=mention.end + 1, text=mention.text + "市")
            if brackets and (text[mention.end : mention.end + 1] in "(（" or text[mention.end].isspace()):
                mention = self._bracketed(text, mention, mentions)
            elif aside and mention.type in _SHORTENED and (short := _ASIDE.match(text, mention.end)) is not None:
                mention = replace(mention, end=short.end(), alias=short["name"])
            if mention.type == "Organization" and done and mention.start - done[-1].end <= 4 and _of_sort(text, done[-1], mention):
                mention = replace(mention, start=done.pop().start)  # what it is called is its name alone
            done.append(mention)
        return done

    def _adjoined(self, text: str, done: list[Mention], previous: Mention, mention: Mention) -> Mention:
        """What a mention makes with the one right in front of it, which it takes out of those that are done."""
        if (
            previous.type in _PLACES
            and mention.type in _COMPOSED
            and not (mention.type == "Programme" and mention.text[0] == "“")
            and (not mention.candidates or mention.type == "Programme" or mention.text in self._of_places or (mention.type == "Unit" and mention.value == "context" and mention.text[:2] == "区域"))
            and not mention.parts
        ):
            places = [previous]
            done.pop()
            while done and done[-1].type in _PLACES and _JOINT.fullmatch(text[done[-1].end : places[0].start]):
                places.insert(0, done.pop())
            start = places[0].start
            composed = replace(
                mention, start=start, text=text[start : mention.end], candidates=(), parts=tuple(places) + (
                    (mention,) if mention.candidates and mention.type == "Programme" else ()),
            )  # fmt: skip
            mention = self.named(composed)
            if mention.candidates:
                mention = replace(mention, parts=tuple(places))
            elif done and done[-1].end == start:  # 联合国 in front of 欧洲和中亚统计协调小组
                previous = done[-1]
        if (
            previous.end == mention.start
            and previous.type == "Date"
            and mention.type == "Event"
            and _YEAR.fullmatch(previous.text)
        ):  # 2022年妇女商业论坛
            done.pop()
            mention = self.named(
                replace(mention, start=previous.start, text=text[previous.start : mention.end], candidates=())
            )
        if (
            previous.end == mention.start
            and previous.type == "Date"
            and mention.type == "Body"
            and mention.candidates
            and mention.text.endswith("论坛")
            and _YEAR.fullmatch(previous.text)
        ):  # 2022年可持续发展高级别政治论坛
            done.pop()
            whole = text[previous.start : mention.end]
            mention = replace(mention, start=previous.start, text=whole, type="Session", candidates=(), value=previous.text[:4], parts=(mention,))
        if (
            previous.end == mention.start
            and previous.type == "Goal"
            and mention.type in {"Tool", "Partnership", "Programme", "Event"}
            and not mention.candidates
        ):  # 可持续发展目标9加速器平台
            done.pop()
            whole = text[previous.start : mention.end]
            mention = self.named(replace(mention, start=previous.start, text=whole, parts=(previous,)))
        owner = self._owner(previous, mention)
        if (
            owner is not None
            and mention.type in {"Unit", "Body", "Partnership", "Facility", "Event"}
            and not mention.candidates
            and all(part.type in _PLACES for part in mention.parts)
        ):  # 联合国南南合作办公室
            done.pop()
            whole = owner.text + text[owner.end : mention.end]  # without what stands in brackets between the two
            rest = whole[len(owner.text) :]
            mention = self.named(replace(mention, start=owner.start, text=whole, parts=(mention,)))
            if not mention.candidates:
                mention = self._of_owner(mention, owner.candidates[0], rest)
            if mention.candidates:
                mention = replace(mention, parts=())
        if owner is not None and self._meets(owner, mention):  # 亚太经社会第七十八届会议
            done.pop()
            mention = replace(mention, start=owner.start, text=owner.text + mention.text, parts=(owner,))
        if previous.end == mention.start and text[mention.start - 1] == "）" and previous.type in _MEET and mention.type == "Session" and not mention.parts:
            done.pop()  # 世界粮食安全委员会（粮安委）第四十七届会议
            mention = replace(mention, start=previous.start, text=previous.text + mention.text, parts=(previous,))
        if previous.end == mention.start and previous.type == "Unit" and previous.candidates:
            owner = previous  # 投资和技术促进办事处（投资技促办）巴林办事处
        office = None if owner is None else self._office_there(text, owner, mention)
        if office is not None:  # 世卫组织欧洲区域办事处
            done.pop()
            mention = self.named(office)
        return mention

    def _dashed(self, text: str, done: list[Mention], previous: Mention, mention: Mention) -> Mention:
        """A name that a dash parts, whose second part begins with a country or another organization: 粮农组织-土耳其伙伴关系方案."""
        rest = mention.text
        second = any(
            self.authority.entities[name.entity].type in _DASHING and not name.contextual
            for names in self.authority.beginning(rest, 0, min(len(rest) - 2, 12)) for name in names
        )
        if mention.candidates or previous.alias is not None or not (second or previous.type == "Person"):
            return mention
        done.pop()
        whole = text[previous.start : mention.end]
        return self.named(replace(mention, start=previous.start, text=whole, parts=(previous, *mention.parts) if previous.type == "Country" else mention.parts))

    def _listed(self, text: str, done: list[Mention], previous: Mention, mention: Mention) -> Mention:
        """What a mention means behind another one and the sign of a list; what it begins with may be a mention of its own."""
        split = self._split(previous, mention)
        parts = self._each(text, done, split) if split is not None and split[0].end == split[1].start else None
        if parts is not None:
            done[-len(parts) :] = parts
        elif split is not None:
            done.append(split[0])
            mention = split[1]
        if (
            mention.type == "Organization"
            and not mention.candidates
            and mention.text.endswith("部")
            and previous.text.endswith("部")
            and previous.parts
            and text[previous.end : mention.start] in _LIST
        ):  # 黎巴嫩工业部和农业部
            place = previous.parts[0]
            mention = self.named(replace(mention, text=place.text + mention.text, parts=previous.parts))
        return mention

    def _shared(self, mention: Mention) -> tuple[Mention, ...]:
        """The two funds or programmes whose last word stands once behind both: 最不发达国家和气候变化特别基金."""
        words = mention.text
        if mention.candidates or mention.parts or mention.type not in {"Fund", "Programme"} or mention.end - mention.start != len(words):
            return (mention,)
        for joint in _BOTH.finditer(words):
            last = self.named(replace(mention, start=mention.start + joint.end(), text=words[joint.end() :]))
            first = words[: joint.start()] + words[-2:]
            one = self.named(replace(mention, end=mention.start + joint.start(), text=first))
            if last.candidates and one.candidates and one.type == last.type:
                return one, last
        return (mention,)

    def _split(self, previous: Mention, mention: Mention) -> tuple[Mention, Mention] | None:
        """In 埃及和摩洛哥国家伙伴关系方案 the programme belongs to each country of the list."""
        if previous.type not in _PLACES or mention.type != "Programme":
            return None
        for length in range(min(len(mention.text) - 2, 12), 1, -1):
            places = self.authority.by_name.get(mention.text[:length], ())
            rest = mention.text[length:].removeprefix("的")
            names = [n.entity for n in self.authority.by_name.get(rest, ()) if not n.contextual]
            if places and names and self.authority.entities[places[0].entity].type == "Country":
                start = mention.end - len(rest)
                country = Mention(mention.start, mention.start + length, mention.text[:length], "Country", (places[0].entity,))
                kind = self.authority.entities[names[0]].type
                return country, Mention(start, mention.end, rest, kind, tuple(names))
        return None

    def _each(self, text: str, done: list[Mention], split: tuple[Mention, Mention]) -> list[Mention] | None:
        """The programmes of the countries of a list in front of the last, where each country has its own."""
        found: list[Mention] = []
        following = split[0].start
        for place in reversed(done):
            if place.type != "Country" or text[place.end : following] not in _LIST:
                break
            name = place.text + split[1].text
            known = [known.entity for known in self.authority.by_name.get(name, ()) if not known.contextual]
            if len(known) != 1:
                return None
            found.insert(0, replace(place, text=name, type="Programme", candidates=(known[0],), parts=(place,)))
            following = place.start
        return found

    def _owner(self, previous: Mention, mention: Mention) -> Mention | None:
        """The one known organization or group of countries, no group of actors, that stands right in front of a mention."""
        if previous.end != mention.start or previous.type not in {"Organization", "CountryGroup"}:
            return None
        known = len(previous.candidates) == 1 and previous.candidates[0] not in self._groups
        return previous if known and previous.alias is None else None

    def _of_owner(self, mention: Mention, owner: str, rest: str) -> Mention:
        """A mention with what the authority knows under another of its owner's names: 联合国工业发展组织独立评价司."""
        entity = self.authority.entities[owner]
        for name in (*entity.labels, *entity.names):
            if (known := self.authority.by_name.get(name.text + rest)) and not known[0].contextual:
                return replace(mention, candidates=(known[0].entity,), type=self.authority.entities[known[0].entity].type)
        return mention

    def _meets(self, owner: Mention, mention: Mention) -> bool:
        """Whether a session is that of the organization in front of it, whose sessions are not those of a body."""
        session = mention.type == "Session" and not mention.parts and not mention.candidates
        return session and owner.type == "Organization" and owner.candidates[0] not in self._with_bodies

    def _office_there(self, text: str, owner: Mention, mention: Mention) -> Mention | None:
        """The office of an organization for a place, when both stand in front of the word for it."""
        after = _OFFICE_THERE.match(text, mention.end) if mention.type in _PLACES and owner.type in _OWNING else None
        if after is None:
            return None
        return Mention(owner.start, after.end(), owner.text + text[owner.end : after.end()], "Unit", parts=(mention,))

    def _bracketed(self, text: str, mention: Mention, mentions: list[Mention]) -> Mention:
        """A name together with the symbol or short form that follows it in brackets."""
        if mention.type in {"Date", "Number", "Money", "Anaphor", "Goal", "Target"}:
            return mention
        match = _BRACKETED.match(text, mention.end)
        if match is None:
            return mention
        inside = match[1].strip()
        symbols = list(find_symbols(inside))
        if mention.type in _DOCUMENTS and len(symbols) == 1 and symbols[0].end - symbols[0].start == len(inside):
            known = self.authority.by_symbol.get(symbols[0].symbol)
            told = mention.candidates if mention.value != "context" else ()  # 年度报告（A/78/35） is whose symbol it bears
            ids = told or ((known,) if known else ())
            value = mention.value if mention.value and mention.value != "context" else symbols[0].symbol
            return replace(mention, end=match.end(), value=value, candidates=ids)
        first = bisect_left(mentions, match.start(1), key=attrgetter("start"))
        inner = [m for m in mentions[first : first + len(inside)] if m.end <= match.end(1)]
        whole = [m for m in inner if m.end - m.start >= len(inside) - 1]
        if whole and set(whole[0].candidates) & set(mention.candidates):
            return replace(mention, end=match.end())
        if whole and whole[0].candidates and whole[0].type == mention.type == "Event" and not mention.candidates and not mention.parts:
            return replace(mention, end=match.end(), candidates=whole[0].candidates)  # 第26届联合国气候变化大会（COP26）
        if mention.type == "Session" and whole and whole[0].type == "Event" and _COP.fullmatch(inside):
            return replace(mention, end=match.end())
        if (whole and whole[0].candidates) or any(m.type in {"Date", "Number", "Money"} for m in inner):
            return mention
        words = inside.removeprefix("以下简称").removeprefix("简称").strip(_STRIP + "，")
        if words.isascii() and not any(character.isupper() for character in words):
            return mention
        if 2 <= len(words) <= 14 and not re.search(r"[，。；、：\d]|见|如|包括|例如|其中|以及|^[由在经自与为]|^(?:总部|秘书处)?(?:设在|位于|设于)|(?:编写|供资|资助|举行|主办)$", words):
            return replace(mention, end=match.end(), alias=words)
        return mention


def _of_sort(text: str, previous: Mention, mention: Mention) -> bool:
    """Whether what is named in front of an organization only tells of what sort it is: 瑞典发展机构 in front of 瑞典国际开发合作署."""
    named = previous.type in _SORTED and (previous.type == "Country" or not previous.candidates)
    return named and _SORT.search(text, previous.start, mention.start) is not None


def _one_of_series(text: str, mention: Mention) -> Mention:
    """A meeting, or of a series of meetings the one that a number in front of its name tells: 第二届多边工业政策论坛."""
    before = text[mention.start - 1]
    which = _NTH.search(text, max(0, mention.start - 44), mention.start) if before in '届次 “"' else None
    if which is None:
        return mention
    number = chinese_number(which["number"]) if which["number"] else 1 if which["first"] else ordinal_value(which["ordinal"])
    if number is None:
        return mention
    whole = text[which.start() : mention.end]
    return replace(mention, start=which.start(), text=whole, type="Session", candidates=(), value=str(number), parts=(mention,))


def _of_series(text: str, mention: Mention) -> Mention:
    """A forum, or of a forum that meets once a year the meeting that its number or the time in front of it tells."""
    which = _WHICH.search(text, max(0, mention.start - 44), mention.start) if mention.candidates and mention.value != "context" else None
    if which is None:
        return mention
    number = which["year"] or str(chinese_number(which["number"]))
    start = mention.start if which["year"] else which.start()
    return replace(mention, start=start, text=text[start : mention.end], type="Session", candidates=(), value=number, parts=(mention,))
