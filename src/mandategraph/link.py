"""From mentions to entities: what each name means in its document, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from mandategraph.antecedents import (
    COUNTRY_HELPS,
    ENDS_ELSEWHERE,
    OF_TWO,
    Described,
    both_named,
    called_loosely,
    country_in,
    ends_with,
    holds,
    listed_before,
    of_country,
    of_two,
    page_region,
    project_breaks,
    resumes,
    titled_project,
    told_after,
    torn,
)
from mandategraph.coining import slug
from mandategraph.history import SHORTENED_ENDS, Seen
from mandategraph.languages import Language
from mandategraph.languages.base import compiled
from mandategraph.languages.zh_values import chinese_number
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.meanings import UNITED_NATIONS
from mandategraph.meetings import MEETING_WORDS, meeting_meant, meeting_of_line, meeting_reported
from mandategraph.model import Entity, Mention, Name, Passage, PassageKind
from mandategraph.recognize import bare_name, without_brackets
from mandategraph.sessions import Sessions
from mandategraph.vocabulary import ID_PREFIX, INSTRUMENTS

__all__ = ["Linker"]

_VALUES = frozenset({"Date", "Number", "Money"})
_GOALS = frozenset({"Goal", "Target", "SDG"})
_NUMBERED, _SHEETS = frozenset({"Resolution", "Decision"}), frozenset({"项目", "=项目"})
_LINES = frozenset({PassageKind.HEADING, PassageKind.MASTHEAD})
_SUBTITLE = re.compile(r"[：:]|[—⸺]+")
#: About as many passages, captions among them, a box or a column puts between the parts of a story.
_TORN = 40
_SEVERAL = re.compile("[两二三四五六七八九十]")
_OTHERS = ("其他", "各", "这些", "所有", "其它")
_LISTED = ("与", "同", "和", "、")
#: About as many paragraphs a page is about the region that its heading names, and headings are shorter than so many characters.
_PAGE = 20
_HEADING = 40
#: So near its beginning a passage still speaks of what the one before has listed.
_OPENING = 16
#: What a paper on one territory calls it.
_TERRITORY = frozenset({"领土", "Territory"})


@dataclass(slots=True)
class Linker(Sessions):
    """Links the mentions of one document, passage by passage.

    :param projects: the projects that the document describes without a name, with the passage path and place of the
        sentence that introduces each.
    :param describe: finds what an unnamed project does in the text before its first mention.
    :param introduced: finds the unnamed projects that a text tells of by who pays for them.
    """

    aliases: dict[str, str] = field(default_factory=dict)
    projects: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    describe: Callable[[str, int], Described | None] | None = None
    introduced: Callable[[str], Iterable[Described]] | None = None
    _story: int = 0
    _region: str | None = None
    _region_told: int = 0
    _sheet: str | None = None
    _first_stop: int = -1
    _tails: dict[str, Passage] | None = None
    _titled: dict[str | None, str] = field(default_factory=dict)
    _told: list[tuple[Passage, int]] = field(default_factory=list)
    _names: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    _theirs: re.Pattern[str] = field(default_factory=lambda: re.compile(r"(?!)"))

    def passage(self, passage: Passage, mentions: Iterable[Mention], language: Language) -> LinkedPassage:
        """Links the mentions of the next passage of the document.

        :param passage: the passage.
        :param mentions: its mentions.
        :param language: its language.
        """
        place = len(self._told)  # paragraphs count; captions and running heads between them do not
        linked: list[Linked] = []
        topic: Linked | None = None  # the project that a sentence with 该项目 speaks of, whatever else it names
        topic_ends = -1
        text, section, remembered = passage.text, passage.heading, passage.kind is not PassageKind.FOOTNOTE
        self._beside, self._text = None, text
        self._first_stop = text.find("。")
        self._theirs = compiled(language.theirs)
        breaks = project_breaks(text)
        begun = 0
        self._carry_on(passage, place)
        if self._torn(passage):
            self._history.append(Seen(None, "Programme", (), place, section))
            self._story = place
        mentions = tuple(mentions)
        counted = told_after(text, mentions)
        for mention in mentions:
            while begun < len(breaks) and breaks[begun] < mention.start:
                begun += 1
                self._history.append(Seen(None, "Programme", (), place, section))
                self._story = place
            if counted is not None and mention.value == str(counted[0]) and text.startswith("国家", mention.end):
                whole = replace(mention, end=mention.end + 2, text=mention.text + "国家", type="Anaphor", value=None)
                linked += [Linked(whole, "Country", self.known(id), "antecedent") for id in counted[1]]
                continue
            if mention.type in _VALUES:
                self._beside = Linked(mention, mention.type, None, "value")
                linked.append(self._beside)
                continue
            for item in self._link(mention, passage, place):
                if linked and linked[-1].mention.start == item.mention.start and linked[-1].mention.end < item.mention.end:
                    linked.pop()  # 该国 of 该国外交部
                linked.append(item)
                self._beside = item
                if item.entity is None:
                    continue
                if item.reason != "antecedent":
                    if mention.alias is None:
                        self.named(item.entity, mention.text, passage.language)
                    else:
                        self.named(item.entity, without_brackets(mention.text), passage.language)
                        self.aliases.setdefault(mention.alias, item.entity)
                        self.named(item.entity, mention.alias, passage.language)
                if remembered and not (item.type == "Country" and COUNTRY_HELPS.match(text, mention.end)):
                    self._remember(item, place, section)
                    if topic is not None and -1 < topic_ends < mention.start:
                        topic = None
                    if item.type == "Programme" and item.reason == "antecedent":
                        topic, topic_ends = item, text.find("。", mention.end)
                    elif item.type == "Programme" and topic is not None:
                        self._remember(topic, place, section)
        if passage.kind in {PassageKind.PARAGRAPH, PassageKind.ITEM}:
            for found in () if self.introduced is None or self.declares else self.introduced(text):
                inside = [item for item in linked if found.start <= item.mention.start < found.end and item.entity]
                paid = (found.payers[0] <= item.mention.start < found.payers[1] and item.entity != self.home for item in inside)
                if any(paid) and all(item.type != "Programme" for item in inside):
                    self._project(found, passage, place, section)
            if place == 0 and (met := meeting_reported(self.document.masthead.title, text, linked)) is not None:
                self._titled.setdefault(None, met)
            self._told.append((passage, place))
        self._sheet = self._sheet if self._told else titled_project(passage, linked) or self._sheet
        if linked and len(text) < 2 * _HEADING and passage.kind in _LINES and (whose := meeting_of_line(text, linked)) is not None:
            self._titled[None if passage.kind is PassageKind.MASTHEAD else text] = whose
        region = page_region(text, linked) if linked and len(text) < _HEADING else None
        if region is not None:
            self._region, self._region_told = region.entity, place
        return LinkedPassage(passage, tuple(linked))

    @property
    def meeting(self) -> Linked | None:
        """The meeting of which the title of the document, or its first paragraph, says that the document tells."""
        met = self.entities.get(self._titled.get(None, ""))
        return None if met is None else Linked(Mention(0, 0, "", met.type), met.type, met.id, "title")

    def _carry_on(self, passage: Passage, place: int) -> None:
        """Remembers the unnamed project of a paragraph that another column broke off, where the paragraph goes on."""
        if self._tails is None:
            self._tails = torn(self.document.passages)
        head = self._tails.get(passage.path)
        found = None if head is None or self.describe is None else self.describe(head.text, len(head.text))
        if head is not None and found is not None:
            self._story = place
            self._project(found, head, place, passage.heading)

    def _torn(self, passage: Passage) -> bool:
        """Whether the end of a sentence that belongs elsewhere stands before a passage: another column goes on here."""
        if passage.number is not None or not self._told or not passage.text:
            return False
        told = self._told[-1][0]
        end, start = told.offsets.source(len(told.text) - 1) + 1, passage.offsets.source(0)
        between = self.document.source[max(end, start - 400) : start].strip() if start > end else ""
        return between.endswith("。") and ENDS_ELSEWHERE.search(between) is not None

    def _remember(self, item: Linked, place: int, section: str | None) -> None:
        mention = item.mention
        entity = self.entities[item.entity or ""]
        names = self._names.get((entity.id, mention.text))
        if names is None:
            names = (*[name.text for name in (*entity.labels, *entity.names)], bare_name(mention.text))
            self._names[entity.id, mention.text] = names
        if item.type == "Programme" and item.reason != "antecedent":
            begins = country_in(self.authority, mention.text)
            if begins is not None:
                country = self.known(begins)
                seen = Seen(country, "Country", (), place, section, mention.start, mention.end)
                self._history.append(seen, self.entities[country].parent)
        self._history.append(Seen(entity.id, item.type, names, place, section, mention.start, mention.end), entity.parent)

    def _link(self, mention: Mention, passage: Passage, place: int) -> Sequence[Linked]:
        """What a mention means that is no value: one thing, of a list several, or nothing known."""
        kind = mention.type
        if kind == "Anaphor" and mention.value == "国家":
            run = listed_before(self._history, place, passage.heading, passage.text)
            if not run and self._told and mention.start < _OPENING:
                run = listed_before(self._history, place - 1, passage.heading, self._told[-1][0].text)
            several = _SEVERAL.search(mention.text)
            if several is not None and len({seen.entity for seen in run}) != chinese_number(several.group()):
                return ()  # 这三个国家 are no two
            return [Linked(mention, s.type, s.entity, "antecedent") for s in run]
        if kind == "Anaphor" and mention.value == "两组织":
            return [Linked(mention, seen.type, seen.entity, "antecedent") for seen in both_named(self._history, place)]
        one = self._known(mention, passage.text) if mention.candidates and kind != "Anaphor" else self._other(mention, passage, place)
        return () if one is None else (one,)

    def _known(self, mention: Mention, text: str) -> Linked | None:
        """What a name that the authority holds means where it stands."""
        kind = mention.type
        if kind in _GOALS:
            goal = self.known(mention.candidates[0])
            if kind == "Target":
                self.known(self.authority.entities[goal].parent or goal)
            return Linked(mention, kind, goal, "symbol")
        plain = mention.value != "context"
        chosen = mention.candidates[0] if plain and len(mention.candidates) == 1 else self.choose(mention)
        if not plain:
            owner = self._beside
            if owner is not None and self._may_own(owner, mention) and owner.entity is not None:
                members = self._members(owner, mention, text) if owner.entity != self.home else None
                if members is not None:  # 亚太经社会成员国 is one name
                    start = owner.mention.start
                    whole = replace(mention, start=start, text=text[start : mention.end])
                    return Linked(whole, "CountryGroup", members, "context")
                office = kind == "Person" and owner.mention.end == mention.start
                if office or owner.entity != self.home:
                    chosen = self._of_that(owner, mention, text, chosen)
                if chosen is None and office:
                    chosen = self._office(owner, mention)
        if mention.start and self._theirs.search(text, mention.start - 1, mention.end):
            chosen = chosen if self._history.last == self.home else self._members_of(self._history.last)  # 欧盟及其成员国
        if not plain and mention.text.isascii():
            chosen = self._named_before(mention, chosen)
        if chosen is not None and (mention.type == "Programme" or mention.text == "政府"):
            chosen = of_country(self.authority, mention, chosen, text)
        if chosen is None:
            return None
        if chosen not in self._met and chosen in self.authority.entities:
            self.known(chosen)
        return Linked(mention, self.entities[chosen].type, chosen, "name" if plain else "context")

    def _other(self, mention: Mention, passage: Passage, place: int) -> Linked | None:
        """What words mean that are no name the authority holds."""
        kind, reason = mention.type, "symbol"
        if kind == "Anaphor":
            found, reason = self._antecedent(mention, passage, place) or self._unnamed(mention, passage, place) or (self._sheet if mention.value in _SHEETS else None), "antecedent"
        elif kind == "Session":
            found, reason = self._session(mention, passage, place), "session"
        elif kind in _NUMBERED and mention.unit is not None:
            found = self._cited(mention, passage.language, passage.text)
        elif mention.value and mention.value != "context" and kind != "Unknown":
            return Linked(mention, kind, self.by_symbol(mention, passage.language), "symbol")
        else:
            return self._new(mention, passage)
        return None if found is None else Linked(mention, self.entities[found].type, found, reason)

    def _antecedent(self, mention: Mention, passage: Passage, place: int) -> str | None:
        if mention.value == "home" and self.home == UNITED_NATIONS and mention.text.isascii():
            for seen in self._history.distinct({"Organization"}):  # in a text of the United Nations another may be meant
                if seen.passage != place:
                    break
                if seen.entity and any(holds(name, "Organization") for name in seen.names):
                    return seen.entity
        if mention.value == "home":
            symbol = self.document.masthead.symbol
            if mention.text == "我们" and (self.declares or (symbol is not None and "/PV." in symbol.text)):
                return None  # in a verbatim record each speaker is another "we", in a declaration those who adopt it
            return self.known(self.home) if self.home else None
        if mention.value == "author":
            return self._author()
        types, value = frozenset(mention.candidates), mention.value or ""
        if value in OF_TWO:
            return of_two(self._history, place, passage.text, mention.start, value == OF_TWO[0])
        head = value.lstrip("=")
        nth = mention.text.startswith("第") and (head in MEETING_WORDS or head[:1] == "#")
        if nth and ((one := self._sibling(mention.text, place, passage.heading)) is not None or head[0] == "#"):
            return one
        if head in _TERRITORY or head == "区域":
            return self.titular if head != "区域" else self._region if len(self._told) - self._region_told <= _PAGE else None
        latin = head.isascii() and head != ""
        if mention.text.startswith("《") or value.startswith("==") or (latin and head[0].isupper()):
            for seen in self._history.distinct(INSTRUMENTS | types):
                if ends_with(seen, head):
                    return seen.entity
            return None
        opening = not -1 < self._first_stop < mention.start
        reach = 3 if passage.number is None else int(opening)
        if head in MEETING_WORDS:
            texts = {at: told.text for told, at in self._told[max(0, place - reach) :]} | {place: passage.text}
            met = meeting_meant(self._history.distinct(types), head, passage.heading, texts, bare=head != value)
            return met or (None if nth else self._titled.get(passage.heading) or self._titled.get(None))
        for seen in self._history.distinct(types):
            if head[-1:] != "团" and (place - seen.passage > reach or seen.section != passage.heading or seen.entity is None):
                return None
            ends = ends_with(seen, head)
            if not ends and seen.type == "Partnership" and seen.passage == place and passage.text.endswith(_LISTED, 0, seen.start):
                continue  # 与水务联盟一道，是该倡议的伙伴: one of a list, which nobody speaks of
            if head != value:  # a head word alone
                if ends:
                    return seen.entity
                continue
            if ends or called_loosely(seen, head):
                return seen.entity
        return None

    def _unnamed(self, mention: Mention, passage: Passage, place: int) -> str | None:
        """The project that 该项目 means when the text has described but not named one."""
        if self.describe is None or mention.value not in {"项目"}:
            return None
        before = [(passage, mention.start)]
        before += [
            (told, len(told.text))
            for told, at in reversed(self._told[-3:])
            if told.heading == passage.heading and at >= self._story and place - at <= (0 if passage.number else 3)
        ]
        for told, end_of_text in before:
            found = self.describe(told.text, end_of_text)
            if found is not None:
                made = re.match(r"(?:在[^，。；]{2,20}?)?(?:创建|建立|设立|推出|启动|开发|成立|实施|安装|部署|建造)了?(?:一[个项套座])?(.+)", found.words)
                for seen in self._history.distinct({"Partnership", "Tool", "Facility"} if made else ()):
                    if made and made[1] in seen.names:  # "创建了某集群": the project is that cluster
                        return seen.entity
                return self._project(found, told, place, passage.heading)
        return self._resumed(passage) if self.projects else None

    def _resumed(self, passage: Passage) -> str | None:
        """The unnamed project whose story goes on here, below a box or a heading of another column."""
        texts = [one.text for one in self.document.passages]
        places = {one.path: number for number, one in enumerate(self.document.passages)}
        here = places[passage.path]
        for project, (path, _, _) in reversed(self.projects.items()):
            if here - places[path] > _TORN:
                return None
            if path != passage.path and resumes(self.entities[project].label(), texts, places[path], here):
                return project
        return None

    def _project(self, found: Described, told: Passage, place: int, section: str | None) -> str:
        """The id of a project that a passage describes, made known in this document."""
        id = f"programme/{slug(found.words)}"
        self.add(Entity(id, "Programme", (Name(found.words, told.language),), provisional=True))
        for words in (found.words, *found.others):
            self.named(id, words, told.language)
        self.projects.setdefault(id, (told.path, found.start, found.end))
        self._history.append(Seen(id, "Programme", (found.words, "项目"), place, section))
        return id

    def _new(self, mention: Mention, passage: Passage) -> Linked | None:
        """An entity that the authority does not hold: one named before under a longer name, or a new one."""
        mention = self._of_country(mention)
        kind, name = mention.type, bare_name(without_brackets(mention.text))
        if kind == "Unknown" or not name:
            return None
        if mention.unit == "last name" or (kind == "Person" and "·" not in name):  # 塞西总统, once the whole name was told
            whole = (seen.entity for seen in self._history.distinct({"Person"}) if any(n == name or n.endswith(f"·{name}") for n in seen.names))
            found = next(whole, None)
            if found is not None or mention.unit == "last name":
                return None if found is None else Linked(mention, kind, found, "short form")
        alias = self.aliases.get(name)
        if alias is not None and alias in self.entities:
            return Linked(mention, self.entities[alias].type, alias, "short form")
        another = passage.text.endswith(_OTHERS, 0, mention.start)  # 其他专题联盟 are not the one named before
        longer = None if another or (kind == "Organization" and not name.endswith(SHORTENED_ENDS)) else self._history.longer(kind, name)
        if longer is not None:
            return Linked(mention, kind, longer, "short form")
        prefix = ID_PREFIX.get(kind, kind.lower())
        parent = next((self.choose(p) for p in mention.parts if p.type in {"Country", "Region"}), None)
        if parent is not None:
            self.known(parent)
        names = tuple(Name(bare_name(p.text), passage.language) for p in mention.parts if p.type not in {"Country", "Region"})
        title = _SUBTITLE.split(name, maxsplit=1)[0].strip()
        if mention.text.startswith("《") and len(title) > 4 and title != name:
            names = (*names, Name(title, passage.language))  # 《2044年战略：我们的陶瓷》 is 《2044年战略》
            self.aliases.setdefault(title, f"{prefix}/{slug(name)}")
        entity = Entity(f"{prefix}/{slug(name)}", kind, (Name(name, passage.language),), names, provisional=True)
        if entity.id in self.authority.rejected:
            return None
        if entity.id in self.entities and self.entities[entity.id].type != kind:
            kind = self.entities[entity.id].type
        for part in mention.parts:
            if part.type == kind and part.text.isascii():  # the ministry, once its country is known
                self.aliases.setdefault(bare_name(part.text), entity.id)
        return Linked(mention, kind, self.add(entity), "new name")
