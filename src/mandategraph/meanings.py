"""What names, numbered sessions and symbols mean in one document, by what it has named so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mandategraph.antecedents import History, holds
from mandategraph.authority import Authority
from mandategraph.coining import SPECIAL, occasion_entity, session_entity, symbol_entity
from mandategraph.languages import languages
from mandategraph.linked import Linked
from mandategraph.model import Document, Entity, Mention, Name
from mandategraph.recognize import bare_name, without_brackets
from mandategraph.recognize.symbols import numbered_names, organ_of, resolution_symbol, session_of

__all__ = ["MEETS", "UNITED_NATIONS", "UN_SYSTEM", "Meanings"]

UNITED_NATIONS = "organization/un"
UN_SYSTEM = "organization/un-system"
#: What has sessions.
MEETS = frozenset({"Body", "CountryGroup", "Organization", "Partnership"})
_HEAD_OF_NAME = re.compile(r" (?:of|for|on) ")
#: Behind this a session without a name is that of a body that is not known: 公约缔约方会议第十三届会议.
_OF_UNKNOWN = re.compile("(?:会议|委员会|理事会|大会|执行局|论坛)$")
_OWNED = re.compile(r"(?:[（(][^（）()]{1,12}[）)])?的?")


@dataclass(slots=True)
class Meanings:
    """The entities of one document, and which of them a name, a session or a symbol means.

    :param authority: known entities.
    :param document: the document.
    :param home: the id of the organization whose document it is, if any.
    :param body: the id of the body that the masthead names, if any.
    :param titular: the id of the country, territory or region that the title of the document names alone, if any.
    """

    authority: Authority
    document: Document
    home: str | None = None
    body: str | None = None
    titular: str | None = None
    entities: dict[str, Entity] = field(default_factory=dict)
    forms: dict[str, dict[Name, None]] = field(default_factory=dict)
    _history: History = field(default_factory=History)
    _met: set[str] = field(default_factory=set)
    _named: set[tuple[str, str, str]] = field(default_factory=set)
    _cited_sessions: set[tuple[str, int]] = field(default_factory=set)
    _beside: Linked | None = None

    def add(self, entity: Entity) -> str:
        """Makes an entity known in this document and gives its id."""
        if entity.symbol and (session := session_of(entity.symbol)) is not None:
            self._cited_sessions.add(session)
        self.entities.setdefault(entity.id, entity)
        return entity.id

    def named(self, entity: str, text: str, language: str) -> None:
        """Records a form under which the document names an entity."""
        if (entity, text, language) in self._named:
            return
        self._named.add((entity, text, language))
        known = languages().get(language)
        bare = re.sub(known.article, "", bare_name(text)) if known is not None and known.article else bare_name(text)
        if bare:
            self.forms.setdefault(entity, {})[Name(bare, language)] = None

    def known(self, entity: str) -> str:
        """Makes an entity of the authority, and what it is structurally part of, known in this document."""
        if entity not in self._met:
            self._met.add(entity)
            self.add(self.authority.entities[entity])
        return entity

    def choose(self, mention: Mention) -> str | None:
        """The entity that an ambiguous or contextual name means here, or None.

        :param mention: with the entities that it may mean.
        """
        ids = mention.candidates
        if len(ids) == 1 and mention.value != "context":
            return ids[0]
        if self.body in ids:
            return self.body
        related = [i for i in ids if self.home is not None and self.home in self.authority.ancestors(i)]
        if len(related) == 1:
            return related[0]
        direct = [i for i in related if self.authority.entities[i].parent == self.home]
        if len(direct) == 1:
            return direct[0]
        last = self._history.last_of(ids)
        if last is not None:
            return last
        if mention.value != "context":
            return ids[0]
        near = [i for i in ids if self.authority.entities[i].parent in self._history.around]
        if len(near) != 1 and self.home is not None and UN_SYSTEM in self.authority.ancestors(self.home):
            known = self.authority.entities  # within the system the Secretary-General is that of the United Nations
            near = [i for i in ids if known[i].type == "Person" and known[i].parent == UNITED_NATIONS]
        return near[0] if len(near) == 1 and not related else None

    def _of_that(self, owner: Linked, mention: Mention, text: str, chosen: str | None) -> str | None:
        """What a short name means right behind the name of another organization: 环境署理事会 is no council of ours."""
        if not _OWNED.fullmatch(text, owner.mention.end, mention.start):
            return chosen
        return next((i for i in mention.candidates if owner.entity in self.authority.ancestors(i)), None)

    def _named_before(self, mention: Mention, chosen: str | None) -> str | None:
        """What "the Commission" means: ours if it is ours, else the one named last with that word in its name."""
        if chosen is not None and (self.home == self.authority.entities[chosen].parent or chosen == self.body):
            return chosen
        kind, word = self.authority.entities[chosen or mention.candidates[0]].type, mention.text.split()[-1]
        kinds = {kind, "Organization", "Event"} if kind == "Body" else {kind}
        for seen in self._history.distinct(kinds):
            if any(holds(_HEAD_OF_NAME.split(name, maxsplit=1)[0], word) for name in seen.names):
                return seen.entity
        return chosen

    def _session(self, mention: Mention, text: str) -> str | None:
        body: str | None = None
        if mention.parts:
            part, number = mention.parts[0], int(mention.value or 0)
            body = self.choose(part)
            if part.value == "context":  # of the bodies, that whose papers of that session were cited: A/70/684
                first = (body, *part.candidates) if body is not None else part.candidates
                codes = ((i, self.authority.entities[i].code or "") for i in first)
                body = next((i for i, code in codes if (code, number) in self._cited_sessions), body)
            owner = self._beside
            if part.value == "context" and owner is not None and owner.type == "Organization" and owner.entity not in {None, self.home}:
                body = self._of_that(owner, part, text, body)
            if body is not None and part.value == "context" and mention.text.isascii():
                body = self._named_before(part, body)
        elif (beside := self._beside) is not None and beside.type == "Body" and beside.mention.end == mention.start:
            body = beside.entity  # 陶瓷问题特设工作组第二届会议, of a body that only the text names
        elif self.body is not None:
            body = self.body
        elif not _OF_UNKNOWN.search(text, 0, mention.start):
            body = next((s.entity for s in self._history.distinct({"Body"})), None)
        special = next((kind for kind in SPECIAL if f"{kind}会议" in mention.text), "")
        if body is not None and body in self.authority.entities and self.authority.entities[body].type == "Event":
            return self.add(occasion_entity(self.authority.entities[body], int(mention.value or 0)))
        if body is None or (self.entities.get(body) or self.authority.entities[body]).type not in MEETS:
            return None
        return self.session(body, int(mention.value or 0), special)

    def session(self, body: str, number: int, special: str = "") -> str:
        """The id of a numbered session of a body, made known in this document.

        :param body: the id of the body.
        :param number: of the session.
        :param special: 特别 or 紧急特别 where it is counted among the special sessions.
        """
        counted = f"{SPECIAL[special]}-{number}".replace(" ", "-") if special else str(number)
        known = f"session/{body.split('/', 1)[1]}-{counted}"
        if body not in self.entities:
            self.known(body)
        if known in self.authority.entities:
            return self.known(known)
        return self.add(session_entity(known, self.entities[body], self.authority.names_of(body), number, special))

    def _cited(self, mention: Mention, language: str) -> str | None:
        symbol = resolution_symbol(organ_of(mention.unit or "", mention.value or ""), mention.value or "")
        if symbol is None:
            return None
        if mention.type == "Decision":
            symbol = symbol.replace("/RES/", "/DEC/")
        return self._symbol(symbol, mention.type, bare_name(mention.text), language, numbered_names(symbol, mention.type))

    def by_symbol(self, mention: Mention, language: str) -> str:
        """The id of the document whose symbol a mention bears, made known in this document.

        :param mention: with the symbol as its value.
        :param language: of the passage.
        """
        symbol = mention.value or ""
        return self._symbol(symbol, mention.type, bare_name(without_brackets(mention.text)), language)

    def _symbol(
        self, symbol: str, kind: str, name: str, language: str, numbered: tuple[tuple[Name, ...], tuple[Name, ...]] | None = None
    ) -> str:
        known = self.authority.by_symbol.get(symbol)
        if known is not None:
            return self.known(known)
        return self.add(symbol_entity(symbol, kind, name, language, numbered))
