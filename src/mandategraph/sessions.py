"""What numbers of sessions and of texts mean in one document: whose session, and which resolution."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mandategraph.coining import SPECIAL, occasion_entity, session_entity, slug, symbol_entity
from mandategraph.linked import Linked
from mandategraph.meanings import MEETS, UNITED_NATIONS, Meanings
from mandategraph.model import Entity, Mention, Name, Passage
from mandategraph.recognize import bare_name, without_brackets
from mandategraph.recognize.symbols import halves, numbered_names, organ_of, resolution_symbol

__all__ = ["Sessions"]

#: Behind this a session without a name is that of a body that is not known: 公约缔约方会议第十三届会议.
#: The number of a decision of a board that counts them by years.
_OF_BOARD = re.compile(r"20\d\d/\d{1,3}")
_OF_UNKNOWN = re.compile("(?P<before>[\u4e00-\u9fff]?)(?P<word>会议|委员会|理事会|大会|执行局|论坛|工作组|工作队|小组)$")
#: What may stand before such a word where it is the whole name.
_WHOLE = "在由和与及于该向的至对按据经请为上"
#: Sessions of one body that are told together bear numbers no farther apart.
_APART = 3
_YEARS = re.compile(r"(?:19|20)\d\d/\d")
_OF_OTHERS = re.compile("(?:执行局|执行委员会|执委会|缔约方会议|管理局|执行理事会)(?:在|于|通过的?|通过了)?其?$")
_HELD_ITS = re.compile("(?:举行|召开|举办)了?其?$")
#: What without an owner is that of the organization whose document it is.
#: Bodies that cite in their papers their own resolutions by numbers as another body has.
_OWN_NUMBERS = frozenset({"A/HRC", "UNEP/EA"})
#: How one of a series of meetings is called, and how the number of another begins.
_SIBLING = re.compile(r"第[一二三四五六七八九十百\d]{1,4}[届次](.{3,})")
_COUNTED = re.compile(r"第([一二三四五六七八九十百\d]{1,4})([届次])")


def _session_id(body: str, number: int | str) -> str:
    """The id that a numbered session of a body has."""
    return f"session/{body.split('/', 1)[1]}-{number}"


@dataclass(slots=True)
class Sessions(Meanings):
    """The entities of one document, and also which a session or a symbol means."""

    _last_session: tuple[str | None, int, str] = (None, 0, "")
    _own_session: int | None = None

    def _that_met(self, text: str, start: int, place: int) -> str | None:
        """The body that a sentence says has held a session of a number: 理事会在金斯敦举行了第二十八届会议."""
        if _HELD_ITS.search(text, max(0, start - 8), start) is None:
            return None
        seen = next(iter(self._history.distinct({"Body"})), None)
        return seen.entity if seen is not None and seen.passage == place and "。" not in text[seen.end : start] else None

    def _session(self, mention: Mention, passage: Passage, place: int) -> str | None:
        body: str | None = None
        text = passage.text
        if mention.parts and (mention.parts[0].value == "new" or (mention.parts[0].type == "Body" and not mention.parts[0].candidates)):
            body = self._new_body(mention.parts[0], passage.language)
        elif mention.parts:
            part, number = mention.parts[0], int(mention.value or 0)
            body = self.choose(part)
            if part.value == "context":  # of the bodies, that whose papers of that session were cited: A/70/684
                first = (body, *part.candidates) if body is not None else part.candidates
                codes = ((i, self.authority.entities[i].code or "") for i in first)
                body = next((i for i, code in codes if (code, number) in self._cited_sessions), body)
                body = self._counted(body, number, part)
            owner = self._beside
            if part.value == "context" and owner is not None and owner.type == "Organization" and owner.entity not in {None, self.home}:
                body = self._of_that(owner, part, text, body)
                if body is None and owner.mention.end == part.start:
                    body = self._body_of(owner, part, passage.language)
            taken_up = part.value == "context" and text.endswith(("该", "上述"), 0, mention.start)
            for seen in self._history.distinct({"Body"}) if taken_up else ():
                if any(name.endswith(part.text) for name in seen.names):
                    body = seen.entity  # 该委员会第一届会议
                    break
            if body is not None and part.value == "context" and mention.text.isascii():
                body = self._named_before(part, body)
        elif (beside := self._beside) is not None and beside.type in {"Body", "Event"} and beside.mention.end == mention.start:
            body = beside.entity  # 陶瓷问题特设工作组第二届会议, of a body that only the text names; 该峰会第四届会议
        elif (word := _OF_UNKNOWN.search(text, max(0, mention.start - 4), mention.start)) is not None:
            body = self._of_word(word["word"]) if not word["before"] or word["before"] in _WHOLE else None
        elif self.body is None and (told := self._sibling(mention.text, None, passage.heading)) is not None:
            return told
        else:
            body = self._that_met(text, mention.start, place) or self._of_last(int(mention.value or 0), text)
            if body is None:
                body = next((s.entity for s in self._history.distinct({"Body"})), None)
        special = next((kind for kind in SPECIAL if f"{kind}会议" in mention.text or mention.text[4:7] == f"年{kind}"), "")
        if body is not None and body in self.authority.entities and self.authority.entities[body].type == "Event":
            return self.add(occasion_entity(self.authority.entities[body], int(mention.value or 0)))
        if body is None or (self.entities.get(body) or self.authority.entities[body]).type not in MEETS:
            return None
        self._last_session = body, int(mention.value or 0), text
        return self.session(body, int(mention.value or 0), special)

    def _counted(self, body: str | None, number: int, part: Mention) -> str | None:
        """Whose session is meant by its number, where a body is known to have had none so high: 大会第七十七届会议."""
        known = self.authority.entities
        if body is None or _session_id(body, number) in known or not any(_session_id(body, n) in known for n in range(1, number)):
            return body
        return next((i for i in part.candidates if _session_id(i, number) in known), body)

    def _new_body(self, part: Mention, language: str) -> str:
        """The body that only the name of its session tells, made known in this document."""
        name = bare_name(part.text)
        known = [found.entity for found in self.authority.find(name) if self.authority.entities[found.entity].type == "Body"]
        if known:
            return self.known(known[0])
        parent = next((self.choose(owner) for owner in part.parts), None)
        if parent is not None:
            self.known(parent)
        return self.add(Entity(f"body/{slug(name)}", "Body", (Name(name, language),), parent=parent, provisional=True))

    def _body_of(self, owner: Linked, part: Mention, language: str) -> str:
        """The body of an organization that is known by its sessions only: 国际海底管理局理事会."""
        name = owner.mention.text + part.text
        kept = (owner.entity or "").rpartition("/")[2]
        return self.add(Entity(f"body/{kept}-{slug(part.text)}", "Body", (Name(name, language),), parent=owner.entity, provisional=True))

    def _of_word(self, word: str) -> str | None:
        """The body that 工作组 means before the number of a session: ours, or the one named last that is called so."""
        if self.body is not None and any(name.text.endswith(word) for name in self.authority.names_of(self.body)):
            return self.body
        last = self._last_session[0]
        if last is not None and any(name.text.endswith(word) for name in self.entities[last].labels):
            return last
        return next((s.entity for s in self._history.distinct({"Body"}) if any(name.endswith(word) for name in s.names)), None)

    def _sibling(self, which: str, place: int | None, section: str | None) -> str | None:
        """The meeting of a series that its number alone tells, where another of the series was named: 第三次会议 after 第一次联合国水会议."""
        for seen in self._history.distinct({"Event", "Session"}):
            if seen.section != section or (place is not None and place - seen.passage > _APART):
                return None
            series = next((match[1] for match in map(_SIBLING.fullmatch, seen.names) if match is not None), None)
            number = _COUNTED.match(which)
            if series is not None and number is not None and series.endswith(("会议", "论坛", "大会", "峰会")):
                names = [f"第{number[1]}{by}{series}" for by in (number[2], "届" if number[2] == "次" else "次")]
                known = (found.entity for name in names for found in self.authority.by_name.get(name, ()))
                id = next(known, None)
                return self.known(id) if id is not None else self.add(Entity(f"event/{slug(names[0])}", "Event", (Name(names[0], "zh"),), provisional=True))
        return None

    def _of_last(self, number: int, text: str) -> str | None:
        """Whose session is meant that bears a number alone: ours, or that of the body of which the passage tells another."""
        body, last, told = self._last_session
        if told is not text or body is None or body == self.body or not 0 < abs(number - last) <= _APART:
            return self.body
        own = self._own_session
        return self.body if own is not None and abs(number - own) <= abs(number - last) else body

    def session(self, body: str, number: int, special: str = "") -> str:
        """The id of a numbered session of a body, made known in this document.

        :param body: the id of the body.
        :param number: of the session.
        :param special: 特别 or 紧急特别 where it is counted among the special sessions.
        """
        if body == self.body and self._own_session is None:
            self._own_session = number
        known = _session_id(body, f"{SPECIAL[special]}-{number}".replace(" ", "-") if special else number)
        if body not in self.entities:
            self.known(body)
        if known in self.authority.entities:
            return self.known(known)
        return self.add(session_entity(known, self.entities[body], self.authority.names_of(body), number, special))

    def _cited(self, mention: Mention, language: str, text: str) -> str | None:
        stated = mention.unit or ""
        if not stated and self._beside is not None and self._beside.type == "Session":
            above = self.entities[self._beside.entity or ""].parent
            code = self.entities[above].code if above is not None else None
            stated = code if code == "A/HRC" else ""  # the Human Rights Council, at its fifty-third session, adopted resolution 53/1
        other = self._adopter(mention, text) if not stated else None
        if other is not None:  # of a body that numbers its resolutions as the organs of the United Nations do
            sign, word = ("DEC", "决定") if mention.type == "Decision" else ("RES", "决议")
            names = (Name(f"{self.authority.entities[other].label('zh')}第{mention.value}号{word}", "zh"),)
            id = f"document/{other.split('/', 1)[1]}/{sign}/{''.join((mention.value or '').split())}"
            return self.add(Entity(id, mention.type, names, provisional=True))
        if not stated and _OF_OTHERS.search(text, max(0, mention.start - 10), mention.start):
            return None  # 执行局第2022/13号决定, where no board is known
        own = self.authority.entities[self.body].code if self.body is not None else None
        if not stated and self.home not in {None, UNITED_NATIONS} and self.body is not None and _OF_BOARD.fullmatch(mention.value or ""):
            beside = (self._beside.entity or "") if self._beside is not None and self._beside.type == "Body" else ""
            return self._of_board(beside if beside in self.authority.entities else self.body, mention.value or "", mention.type)  # 第2020/12号决定 in the papers of a board of its own
        organ = organ_of(stated or (own if own in _OWN_NUMBERS else ""), mention.value or "")
        organ = organ or own or ""  # 第5/8号决议 of the Human Rights Council in its own papers
        symbol = resolution_symbol(organ, mention.value or "")
        if symbol is None:
            return None
        if mention.type == "Decision":
            symbol = symbol.replace("/RES/", "/DEC/")
        return self._symbol(symbol, mention.type, bare_name(mention.text), language, numbered_names(symbol, mention.type))

    def _adopter(self, mention: Mention, text: str) -> str | None:
        """The body or organization, outside the organs of the United Nations, whose resolution of a number is meant."""
        beside, known = self._beside, self.authority.entities
        owner: str | None = None
        body, number, told = self._last_session
        if told and told is text and mention.value and mention.value.startswith(f"{number}/"):
            owner = body  # 第七十九届会议通过了第79/5号决议
        elif beside is not None and beside.entity is not None:
            near = beside.type in {"Body", "Organization"} and mention.start - beside.mention.end <= 1
            owner = self.entities[beside.entity].parent if beside.type == "Session" else beside.entity if near else None
        if owner is None and _YEARS.match(mention.value or ""):
            owner = self.body
        while owner is not None and owner in known and known[owner].type == "Body" and known[owner].code not in _OWN_NUMBERS:
            above = known[owner].parent
            if above is None or above == UNITED_NATIONS:
                return None
            if known[above].type == "Organization":
                return owner
            owner = above
        apart = owner is not None and owner in known and known[owner].type == "Organization" and owner != UNITED_NATIONS
        return owner if apart else None

    def _of_board(self, body: str, number: str, kind: str) -> str:
        """The decision or resolution of a board that numbers its own by years, made known in this document."""
        board = self.authority.entities[body]
        word, sign = ("decision", "决定") if kind == "Decision" else ("resolution", "决议")
        labels = (Name(f"{board.label('en')} {word} {number}", "en"), Name(f"{board.label('zh')}第{number}号{sign}", "zh"))
        return self.add(Entity(f"document/{body.rpartition('/')[2]}-{number.replace('/', '-')}", kind, labels, (Name(f"第{number}号{sign}", "zh"),)))

    def by_symbol(self, mention: Mention, language: str) -> str:
        """The id of the document whose symbol a mention bears, made known in this document.

        :param mention: with the symbol as its value.
        :param language: of the passage.
        """
        symbol, own = mention.value or "", self.document.masthead.symbol
        if own is not None and symbol in halves(own.text):
            symbol = own.text
        return self._symbol(symbol, mention.type, bare_name(without_brackets(mention.text)), language)

    def _symbol(
        self, symbol: str, kind: str, name: str, language: str, numbered: tuple[tuple[Name, ...], tuple[Name, ...]] | None = None
    ) -> str:
        known = self.authority.by_symbol.get(symbol)
        if known is not None:
            return self.known(known)
        return self.add(symbol_entity(symbol, kind, name, language, numbered))
