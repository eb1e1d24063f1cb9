"""What names mean in one document, by what it has named so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from msgspec.structs import replace

from mandategraph.antecedents import holds
from mandategraph.authority import Authority
from mandategraph.coining import slug
from mandategraph.history import History
from mandategraph.languages import languages
from mandategraph.linked import Linked
from mandategraph.model import Document, Entity, Mention, Name
from mandategraph.recognize import bare_name
from mandategraph.recognize.symbols import session_of

__all__ = ["MEETS", "UNITED_NATIONS", "UN_SYSTEM", "Meanings"]

UNITED_NATIONS = "organization/un"
UN_SYSTEM = "organization/un-system"
#: What has sessions.
MEETS = frozenset({"Body", "CountryGroup", "Organization", "Partnership"})
_HEAD_OF_NAME = re.compile(r" (?:of|for|on) ")
_OF_WHAT_IS_TOLD = re.compile("(?:总部)?(?:设在|位于|设于|由|是|的)")
_OWNED = re.compile(r"(?:[（(][^（）()]{1,12}[）)])?的?")
#: What many plans are called, so that one of them is meant only where it was named before.
_ANY_PLAN = frozenset({"工作计划", "战略框架", "work plan", "workplan", "strategic framework"})
_OWN = frozenset({"秘书处", "Secretariat", "the Secretariat"})
_HAVE_OFFICES = MEETS | {"Agreement", "Fund", "Programme"}
#: The last word of the name of an office of a state.
_NATIONAL = re.compile("(?:部|署|局|厅|委员会|银行|机构)$")
_MEMBERS = frozenset({"成员国", "会员国", "member States", "Member States"})


@dataclass(slots=True)
class Meanings:
    """The entities of one document, and which of them a name means.

    :param authority: known entities.
    :param document: the document.
    :param home: the id of the organization whose document it is, if any.
    :param body: the id of the body that the masthead names, if any.
    :param declares: whether the document is an instrument, in which those who adopt it say "we".
    :param titular: the id of the country, territory or region that the title of the document names alone, if any.
    """

    authority: Authority
    document: Document
    home: str | None = None
    body: str | None = None
    titular: str | None = None
    declares: bool = False
    entities: dict[str, Entity] = field(default_factory=dict)
    forms: dict[str, dict[Name, None]] = field(default_factory=dict)
    _history: History = field(default_factory=History)
    _met: set[str] = field(default_factory=set)
    _named: set[tuple[str, str, str]] = field(default_factory=set)
    _cited_sessions: set[tuple[str, int]] = field(default_factory=set)
    _beside: Linked | None = None
    _text: str = ""

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
        if mention.text.lower() in _ANY_PLAN:
            return self._history.last_of(ids)
        if self.home in ids:
            return self.home  # 管理局 in the papers of the International Seabed Authority
        related = [i for i in ids if self.home is not None and self.home in self.authority.ancestors(i)]
        if len(related) == 1:
            return related[0]
        direct = [i for i in related if self.authority.entities[i].parent == self.home]
        if len(direct) == 1:
            return direct[0]
        own = self.authority.entities.get(self.home or "") if mention.text in _MEMBERS else None
        if own is not None and not {UN_SYSTEM, UNITED_NATIONS} & {own.id, *self.authority.ancestors(own.id)}:
            return self._group_of(own)  # in a paper of an organization beside the United Nations
        last = self._history.last_of(ids)
        if last is not None:
            return last
        if mention.value != "context" or not ids:
            return ids[0] if ids else None
        if mention.text in _OWN and self.home not in {None, UNITED_NATIONS} and not related:
            return self._secretariat(mention)
        known = self.authority.entities
        offices = [i for i in ids if known[i].type != "Organization"]
        near = [i for i in offices if known[i].parent in self._history.around]
        if not near:  # of the organization of a body whose session was told
            above = {known[a].parent for a in self._history.around if a is not None and a in known}
            near = [i for i in offices if known[i].parent is not None and known[i].parent in above]
        if len(near) != 1 and self.home is not None and UN_SYSTEM in self.authority.ancestors(self.home):
            # within the system the Secretary-General is that of the United Nations
            programme = not related and known[self.home].label("zh").startswith("联合国")  # whose members are those of the United Nations
            kinds = {"Person", "CountryGroup"} if programme else {"Person"}
            near = [i for i in ids if known[i].type in kinds and known[i].parent == UNITED_NATIONS]
        return near[0] if len(near) == 1 and not related else None

    def _of_that(self, owner: Linked, mention: Mention, text: str, chosen: str | None) -> str | None:
        """What a short name means right behind the name of another organization: 环境署理事会 is no council of ours."""
        if not _OWNED.fullmatch(text, owner.mention.end, mention.start):
            return chosen
        found = next((i for i in mention.candidates if owner.entity in self.authority.ancestors(i)), None)
        opens = owner.mention.start == 0 or text[owner.mention.start - 1] in "。，；：（“"
        own = mention.text in _OWN and owner.mention.end == mention.start and opens
        if found is None and own and owner.entity is not None and owner.entity in self.authority.entities:
            return self._secretariat_of(owner.entity)
        return found

    def _may_own(self, owner: Linked, mention: Mention) -> bool:
        """Whether a short name behind that of another thing may mean something of that: a body has no more than a secretariat."""
        beside = owner.mention.end == mention.start and mention.text in _OWN and owner.type in {"Body", "Fund", "Partnership"}
        return owner.type == "Organization" or beside

    def _secretariat(self, mention: Mention) -> str | None:
        """The secretariat of the organization whose document it is, of which the authority knows nothing."""
        beside = self._beside
        if self.home is None or (beside is not None and beside.type in _HAVE_OFFICES and mention.start - beside.mention.end <= 1):
            return None  # 基金的秘书处 is that of the fund
        if mention.text == "秘书处" and _OF_WHAT_IS_TOLD.match(self._text, mention.end):
            return None  # 秘书处设在罗马: of what the sentence tells of
        return self._secretariat_of(self.home)

    def _secretariat_of(self, organization: str) -> str:
        """The secretariat of an organization, which the authority may not know."""
        label = self.authority.entities[organization].label
        names = tuple(Name(f"{label(code)}{word}", code) for code, word in (("zh", "秘书处"), ("en", " Secretariat")))
        known = next((found.entity for name in names for found in self.authority.find(name.text)), None)
        kept = organization.rpartition("/")[2]
        return self.known(known) if known else self.add(Entity(f"body/{kept}-secretariat", "Body", names, parent=organization, provisional=True))

    def _office(self, owner: Linked, mention: Mention) -> str:
        """The head of an organization of whom nothing is known but the office: 贸发会议秘书长."""
        name = owner.mention.text + mention.text
        kept = (owner.entity or "").rpartition("/")[2]
        return self.add(Entity(f"person/{kept}-{slug(mention.text)}", "Person", (Name(name, "zh"),), parent=owner.entity, provisional=True))

    def _author(self) -> str | None:
        """Who says "I" in a report: the holder of the office that its masthead names as its author."""
        author = self.document.masthead.author
        names = self.authority.by_name.get(author.text, ()) if author is not None else ()
        ids = tuple(name.entity for name in names if self.authority.entities[name.entity].type == "Person")
        plain = None if any(not name.contextual for name in names) else "context"
        chosen = self.choose(Mention(0, 0, "", "Person", ids, value=plain)) if ids else None
        return None if chosen is None else self.known(chosen)

    def _of_country(self, mention: Mention) -> Mention:
        """The name of an office that stands behind 该国 with that of the country that it means: 该国外交部."""
        owner = self._beside
        if owner is None or owner.mention.end != mention.start or (owner.type, owner.reason) != ("Country", "antecedent"):
            return mention
        if mention.type != "Organization" or mention.parts or owner.entity is None or not _NATIONAL.search(mention.text):
            return mention
        country = self.entities[owner.entity].label("zh")
        place = replace(owner.mention, text=country, type="Country", candidates=(owner.entity,), value=None)
        return replace(mention, start=place.start, text=country + mention.text, parts=(place,))

    def _members(self, owner: Linked, mention: Mention, text: str) -> str | None:
        """The group that 成员国 right behind the name of an organization means, which the authority may not know."""
        organization = self.entities.get(owner.entity or "")
        if organization is None or mention.text not in _MEMBERS or text[owner.mention.end : mention.start].strip():
            return None
        return self._group_of(organization)

    def _group_of(self, organization: Entity) -> str:
        """The group that the members of an organization make up, made known in this document."""
        known = self._members_of(organization.id)
        labels = tuple(Name(f"{organization.label(code)}{members}", code) for code, members in (("zh", "成员国"), ("en", " member States")))
        group = Entity(f"country-group/{organization.id.rpartition('/')[2]}-member-states", "CountryGroup", labels, provisional=True)
        return self.add(group) if known is None else self.known(known)

    def _members_of(self, organization: str | None) -> str | None:
        """The group that the members of an organization make up, when the authority knows it."""
        if organization is None or organization not in self.authority.entities:
            return None
        names = (name for one in self.authority.names_of(organization) for name in self.authority.by_name.get(f"{one.text}成员国", ()))
        return next((name.entity for name in names if not name.contextual), None)

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
