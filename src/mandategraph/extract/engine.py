"""Applies rules to encoded sentences: matches, roles, context, qualifiers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from msgspec import Struct

from mandategraph.extract.clauses import Clauses
from mandategraph.extract.encoding import ANY_MENTION, Sentence
from mandategraph.extract.matches import Found, Matches
from mandategraph.extract.recent import Recent
from mandategraph.extract.rules import ADJUNCTS, ENTITY_ROLES, Context, Rule
from mandategraph.linked import Linked
from mandategraph.meanings import UNITED_NATIONS
from mandategraph.model import Literal, Mention
from mandategraph.vocabulary import AGENTS, INSTRUMENTS, PREDICATES, is_a

__all__ = ["Candidate", "Matcher", "Setting"]

_TEXT_QUALIFIERS = {"on", "role", "unit", "measure", "act", "due"}
_ANY: frozenset[str] = frozenset()
_OF_ONE = frozenset({"headedBy", "locatedIn", "partOf", "publishes"})
_ACTORS = frozenset({"Organization", "Unit", "Body"})
_COUNTS = _ACTORS | {"Facility"}
_SPEAKERS = frozenset({"Organization", "Unit", "Body", "Programme", "Partnership"})
#: What is said of a thing itself, not of a text or a meeting about it.
_DONE = frozenset({"implementedBy", "established", "leads", "organizes", "fundedBy", "operatesIn", "participatesIn", "publishes"})
_OTHERS = frozenset({"Country", "CountryGroup", "Person"})
#: Whose figure a sentence may tell instead of that of the country that it is about.
_RIVALS = _SPEAKERS | _OTHERS | {"Region", "Facility", "Fund", "Event"}
#: Where a figure's bearer is told that may stand among the words of its measure.
_BEFORE = frozenset({"recent", "story"})
_OTHERS_COUNT = frozenset({"Organization", "Facility"})
_TOPICS = AGENTS | INSTRUMENTS | {"Programme", "Tool"}
_OWNED = frozenset({"Unit", "Facility", "Fund", "Body", "Programme", "Tool"})
_YEARS = re.compile(r"\d{4}/\d{4}")
_MENTIONS = re.compile(f"[{ANY_MENTION}]")


@dataclass(slots=True)
class Setting:
    """Where a sentence stands.

    :param document: the entity that the document is.
    :param issuer: the instrument that speaks, or the body that adopts it, if the document is one.
    :param home: the organization whose document it is.
    :param body: the body whose document it is.
    :param topic: the subject of a sentence before, in the same passage.
    :param before: the sentences since then, of which the last that has a subject tells the topic when it is asked for.
    :param recent: what was named before in the same section.
    :param region: the region that the page is about, if it is about one.
    :param about: the country, territory or region that the section or the document is about, if it is about one.
    """

    document: str | None = None
    issuer: str | None = None
    home: str | None = None
    body: str | None = None
    topic: tuple[Linked, ...] = ()
    before: list[Sentence] = field(default_factory=list)
    recent: Recent = field(default_factory=Recent)
    region: str | None = None
    about: str | None = None


class Candidate(Struct, frozen=True, gc=False):
    """A fact that a rule finds, before it is checked.

    :param subject: an entity id.
    :param object: an entity id or literal.
    :param start: first character of the quote in the passage's text.
    :param end: one past the last.
    """

    predicate: str
    subject: str
    object: str | Literal
    qualifiers: Mapping[str, str]
    rule: str
    start: int
    end: int


@dataclass(slots=True)
class Matcher:
    """Applies the rules of one language.

    :param matches: finds where the rules match.
    :param types: the class of each entity of the document, by id.
    :param coin: makes an entity out of the words that describe it, the ids of those who make it and what the sentence
        says next, and gives its id; of
        a programme nobody is given.
    :param groups: entities that are groups of actors, which nobody heads and which are nowhere in particular.
    """

    matches: Matches
    types: Mapping[str, str]
    coin: Callable[[str, Sequence[str], str], str | None] | None = None
    groups: frozenset[str] = frozenset()
    #: What the language of the rules says of clauses.
    clauses: Clauses = field(init=False)

    def __post_init__(self) -> None:
        """Keeps at hand what is asked for at every match."""
        self.clauses = self.matches.clauses

    def candidates(self, sentence: Sentence, setting: Setting) -> list[Candidate]:
        """The facts that the rules find in a sentence.

        :param sentence: encoded.
        :param setting: where it stands.
        """
        found = self.matches.of(sentence.code)
        return [fact for match in found for fact in self._facts(match, sentence, setting)] if found else []

    def _topic(self, setting: Setting, types: frozenset[str]) -> list[str]:
        """The subject of the last sentence before, in the same passage, that has one."""
        while setting.before:
            sentence = setting.before.pop()
            span = self.clauses.subject(sentence, len(sentence.code), _TOPICS)
            if span is not None:
                setting.topic = tuple(item for _, item in sentence.entities(*span))
                setting.before.clear()
        return [item.entity for item in setting.topic if item.entity and is_a(item.type, types)]

    def _facts(self, found: Found, sentence: Sentence, setting: Setting) -> Iterator[Candidate]:
        rule, match, bounds = found.rule, found.match, found.bounds
        roles: dict[str, list[str]] = {}
        groups = match.regs  # the span of the match, then those of its groups
        begin, stop = groups[0]
        places = [begin, stop - 1]
        helped: list[tuple[str, int, str]] = []
        for role, group in rule.slots:
            first, last = groups[group]
            if first < 0:
                continue
            allowed = rule.types.get(role, _ANY)
            if "project" in allowed:
                roles[role] = self._coined(sentence, (first, last))
                helped += [(one, place, other) for one in roles[role] for place, other in self.clauses.helped(sentence, first, last)]
            elif role in ENTITY_ROLES or (role == "on" and first in sentence.linked):
                fit = [(p, i) for p, i in sentence.entities(first, last) if not allowed or is_a(i.type, allowed)]
                apart = rule.predicate in _DONE and fit and self.clauses.told_of(sentence, fit[-1][0])
                roles[role] = [i.entity for p, i in fit if i.entity and not apart and not self._is_office(sentence, p, last)]
        for role, context in rule.contexts.items():
            if role in roles:
                continue
            value = match.start("value") if "value" in match.re.groupindex else begin
            told = max(begin, value if context.where in _BEFORE else begin)
            ids, spots = self._around(context, told, sentence, setting, value if rule.predicate == "hasResult" else None)
            roles[role] = ids
            places += spots
        for role in rule.things:
            if roles.get("subject"):
                roles[role] = self._coined(sentence, match.span(role), [*roles["subject"], *roles.get("other", ())])
                for one in roles[role]:
                    if self.types[one] == "Event":
                        setting.recent.met(Linked(Mention(0, 0, "", "Event"), "Event", one, "described"))
        if rule.predicate != "hasResult" and not any(roles.get(also.subject) for also in rule.facts):
            return  # of nobody
        qualifiers = self._qualifiers(rule, match, sentence, bounds)
        if rule.predicate == "headedBy" and self.clauses.no_head.search(qualifiers.get("role", "")):
            return
        if rule.predicate == "hasResult":
            if setting.region is not None and ("measure" in rule.qualifiers or self.clauses.regional.search(sentence.words(*bounds))):
                qualifiers["on"] = setting.region  # a figure of a region's page
            roles["subject"] = [one for one in roles.get("subject", ()) if one not in self.groups or self.types[one] != "Organization"]  # of nobody in particular
            if len(who := roles["subject"]) < 2 or any(self.types[one] != "Country" for one in who):  # else it is of all together
                yield from self._results(rule, match, sentence, roles, qualifiers, places)
            return
        if rule.predicate == "fundedBy" and len(roles.get("object", ())) > 1 and self.clauses.joint.search(sentence.words(*bounds)):
            qualifiers = {name: value for name, value in qualifiers.items() if name not in {"amount", "currency"}}
        start, end = sentence.span(min(places), max(places) + 1)
        for also in rule.facts:
            predicate = also.predicate
            objects: Iterable[str | Literal] = roles.get(also.object, ())
            if PREDICATES[predicate].range is None:
                objects = self._literals(match, sentence, predicate, also.object)
            own = qualifiers if predicate == rule.predicate else {}
            for subject in roles.get(also.subject, ()):
                for thing in objects:
                    if subject != thing and self._fits(predicate, subject, thing):
                        yield Candidate(predicate, subject, thing, own, rule.id, start, end)
        for project, place, helps in helped:
            yield Candidate("benefits", project, helps, {}, "project/benefits", *sentence.span(max(begin, place - 4), place + 1))

    def _coined(self, sentence: Sentence, span: tuple[int, int], makers: Sequence[str] = ()) -> list[str]:
        """What the words of a stretch describe, made known."""
        words = sentence.words(*span).strip()
        rest = sentence.words(span[1], len(sentence.code)) if not makers else ""
        made = self.coin(words, makers, rest) if self.coin is not None and len(words) > (1 if makers else 3) else None
        return [made] if made is not None else []

    def _literals(self, match: re.Match[str], sentence: Sentence, predicate: str, told: str) -> list[str | Literal]:
        for role in (told, "object", "date", "value"):
            if role in match.re.groupindex and match[role] is not None:
                item = sentence.linked.get(match.start(role))
                if item is not None and item.mention.value:
                    years = predicate == "heldOn" and _YEARS.fullmatch(item.mention.value)
                    return [] if years else [Literal(item.mention.value)]  # no meeting is held for years
                return [Literal(sentence.words(*match.span(role)), self.clauses.language.code)]
        return []

    def _fits(self, predicate: str, subject: str, thing: str | Literal) -> bool:
        signature = PREDICATES[predicate]
        if (predicate in _OF_ONE and subject in self.groups) or (predicate == "partOf" and thing in self.groups):
            return False
        if not is_a(self.types[subject], signature.domain):
            return False
        if isinstance(thing, Literal):
            return signature.range is None
        return signature.range is not None and is_a(self.types[thing], signature.range)

    def _around(
        self, context: Context, place: int, sentence: Sentence, setting: Setting, counts: int | None = None
    ) -> tuple[list[str], list[int]]:
        """Whom a place around a match names, with the places of their names; a rule for figures tells where its figure stands."""
        counted = counts is not None
        if context.where == "document":
            return ([setting.document] if setting.document else []), []
        if context.where == "home":
            return ([setting.home] if setting.home else []), []
        if context.where in {"recent", "story"}:
            here = [i for p, i in sentence.entities(0, place) if is_a(i.type, context.types) and not self.clauses.beside(sentence, p)]
            alone = counted and context.where == "recent" and not here
            if alone and (_opens(sentence) or self.clauses.subject(sentence, place, _COUNTS) is not None):
                return [], []  # what the sentence counts is of its own subject
            if counted and not here and self._others_count(sentence, place, setting):
                return [], []
            taken_up = any(i.reason == "antecedent" for i in here)  # 该园区由…供资，耗资…
            project = setting.recent.spoken(context.types) if context.where == "story" and not taken_up else None
            if project is not None:
                return [project], []
            before = here or islice((i for i in setting.recent.entities() if is_a(i.type, context.types)), 1)
            return [item.entity for item in [*before][-1:] if item.entity], []
        if context.where in ADJUNCTS:
            span = self.matches.adjuncts.find(context.where, sentence, place)
            return ([], []) if span is None else self._members(sentence, span, context.types)
        if context.where == "issuer" and setting.issuer and self.clauses.is_operative(sentence.code, place):
            recalled = self.clauses.reported(sentence, place)
            return ([setting.issuer], []) if recalled is None else self._members(sentence, recalled, context.types)
        span = self.clauses.subject(sentence, place, context.types)
        if span is None and context.where == "doer":
            span = self.clauses.subject(sentence, place, context.types, governed=True)
        if span is not None:
            texts = self.clauses.spoken_in(sentence, span[1], place) if context.where == "issuer" else None
            ids, spots = self._members(sentence, texts or span, context.types)
            own = setting.issuer is not None and setting.body is not None and ids == [setting.body] and context.where == "issuer"
            return ([setting.issuer] if own and setting.issuer else ids), spots
        if context.where == "about":
            spoken = any(is_a(i.type, _RIVALS) and i.entity != setting.about for _, i in sentence.entities(0, place))
            told = setting.about is not None and is_a(self.types.get(setting.about, ""), context.types) and not spoken
            return ([setting.about] if told and setting.about else []), []
        if context.where == "own":
            if counted and setting.home == UNITED_NATIONS:
                return [], []  # its documents tell the figures of everybody
            helped = (self.matches.adjuncts.find("with", sentence, place) if counted else None) or (0, 0)  # whoever helped did not do it
            others = (
                i for p, i in sentence.entities(0, max(place, counts or 0))
                if i.entity != setting.home and not helped[0] <= p < helped[1] and not (counted and i.entity in self.groups)
            )
            silent = not any(is_a(i.type, _SPEAKERS) for i in others) and not self._others_act(sentence, place)
            return ([setting.home] if setting.home and silent else []), []
        if self.clauses.has_pronoun(sentence, place):
            span = self.clauses.taken_up(sentence, place, context.types)
            return self._members(sentence, span, context.types) if span is not None else (self._topic(setting, context.types), [])
        spoken = any(is_a(i.type, _SPEAKERS) for _, i in sentence.entities(0, place))
        asked = sentence.linked.get(place - 1)  # 回顾第72/228号决议鼓励: what is recalled encourages
        spoken = spoken or (asked is not None and asked.entity is not None and is_a(asked.type, INSTRUMENTS))
        speaks = (place <= 30 and not spoken) or self.clauses.is_operative(sentence.code, place)
        if context.where == "issuer" and setting.issuer and speaks:
            return [setting.issuer], []
        if context.where == "topic":
            return self._topic(setting, context.types), []
        return [], []

    def _members(self, sentence: Sentence, span: tuple[int, int], types: frozenset[str]) -> tuple[list[str], list[int]]:
        """The ids of the subjects that stand in a stretch of a sentence's code, and the places of all that is named there."""
        found = dict(sentence.entities(*span))
        owners = {p for p, i in found.items() if i.type == "Organization" and p + 1 in found and found[p + 1].type in _OWNED}
        owners |= {p for p in found if p + 1 < span[1] and self.clauses.is_office(sentence, p)}
        return [i.entity for p, i in found.items() if i.entity and p not in owners and is_a(i.type, types)], [*found]

    def _is_office(self, sentence: Sentence, place: int, end: int) -> bool:
        """Whether what stands at a place only tells whose is what stands behind it: 工发组织总干事 in front of 穆勒, 委员会 of a board."""
        if place + 1 >= end:
            return False
        following = sentence.linked.get(place + 1)
        if following is None:
            return self.clauses.is_office(sentence, place)
        return _is_whose(sentence.linked[place], following)

    def _others_act(self, sentence: Sentence, place: int) -> bool:
        """Whether a country or a person is the subject of the clause that reaches to a place."""
        span = self.clauses.subject(sentence, place, _OTHERS)
        return span is not None and span[0] >= self.clauses.bounds(sentence.code, place + 1, place + 1)[0]

    def _others_count(self, sentence: Sentence, place: int, setting: Setting) -> bool:
        """Whether another organization than that of the document is the subject of the sentence that counts: 合作社有1,200名成员，其中…."""
        span = self.clauses.subject(sentence, place, _OTHERS_COUNT)
        return span is not None and all(i.entity != setting.home for _, i in sentence.entities(*span))

    def _qualifiers(
        self, rule: Rule, match: re.Match[str], sentence: Sentence, clause: tuple[int, int]
    ) -> dict[str, str]:
        qualifiers: dict[str, str] = {}
        for name, value in rule.qualifiers.items():
            if value == "clause":
                found = [
                    i.mention.value
                    for p, i in sentence.linked.items()
                    if i.type == "Date" and clause[0] <= p < max(clause[1], match.end()) and i.mention.value and not self.clauses.compared(sentence, p)
                ] or _leading_date(sentence, self.clauses)
                if found and name == "year" and len({day[:4] for day in found[0].split("/")}) > 1:
                    continue  # a span of years is no year
                if found:
                    qualifiers[name] = found[0][:4] if name == "year" else found[0]
            else:
                qualifiers[name] = value
        for role, group in rule.told:
            first, last = match.regs[group]
            if first < 0:
                continue
            item = sentence.linked.get(first)
            if item is not None and last - first == 1:
                if item.entity is not None and role == "role":
                    qualifiers[role] = item.mention.text
                elif item.entity is not None:
                    qualifiers[role] = "@" + item.entity
                elif item.mention.value:
                    qualifiers[role] = item.mention.value[:4] if role == "year" else item.mention.value
                    if item.type == "Money" and role == "amount" and item.mention.unit:
                        qualifiers["currency"] = item.mention.unit
                    if role == "value" and item.mention.unit:
                        qualifiers["unit"] = item.mention.unit
            elif role in _TEXT_QUALIFIERS:
                words = sentence.words(first, last).strip(" ，。：；")
                if words:
                    qualifiers[role] = words
        return qualifiers

    def _results(
        self,
        rule: Rule,
        match: re.Match[str],
        sentence: Sentence,
        roles: Mapping[str, list[str]],
        qualifiers: dict[str, str],
        places: list[int],
    ) -> Iterator[Candidate]:
        if "value" not in qualifiers:
            return
        start, end = sentence.span(min(places), max(places) + 1)
        written = sentence.words(*match.span("value")) if "value" in match.re.groupindex else qualifiers["value"]
        told = qualifiers.get("measure")
        measure = self.clauses.language.measures(told) if told else self._measure(rule, match, sentence)
        if len(measure) < 2:
            return
        qualifiers["measure"] = measure
        label = f"{qualifiers['measure']} = {written}"
        for subject in roles.get("subject", ()):
            if is_a(self.types[subject], PREDICATES["hasResult"].domain):
                yield Candidate("hasResult", subject, Literal(label, self.clauses.language.code), dict(qualifiers), rule.id, start, end)

    def _measure(self, rule: Rule, match: re.Match[str], sentence: Sentence) -> str:
        """What a figure measures: the words of the match without the figure and without whose figure it is."""
        inside = match.re.groupindex
        value = match.span("value") if "value" in inside else (-1, -1)
        subject = match.span("subject") if "subject" in inside and match["subject"] is not None else (-1, -1)
        words, position = "", match.start()
        for (start, end), sign in sorted([(value, "\0"), (subject, "")]):
            if start >= 0:
                words += sentence.words(position, start) + sign
                position = end
        return self.clauses.language.measures(_MENTIONS.sub("", words + sentence.words(position, match.end())))


def _leading_date(sentence: Sentence, clauses: Clauses) -> list[str]:
    """The date that a sentence opens with: "2022年9月，..."."""
    place, item = next(iter(sentence.linked.items()), (0, None))
    leads = item is not None and place <= 2 and item.type == "Date" and not clauses.compared(sentence, place)
    return [item.mention.value] if leads and item is not None and item.mention.value else []


def _is_whose(item: Linked, following: Linked) -> bool:
    """Whether what a mention names only tells whose is what the next one names, which adjoins it."""
    adjoins = item.type == "Organization" and following.type in {"Organization", "Unit"} and item.mention.end == following.mention.start
    return adjoins or (item.type, following.type) == ("Country", "Organization") or following.type == "Person" or (following.type in {"Body", "Unit"} and item.type in {"Body", "Organization"})


def _opens(sentence: Sentence) -> bool:
    """Whether a sentence begins with one who acts, though another noun of its may be the subject."""
    first, following = sentence.linked.get(0), sentence.linked.get(1)
    if first is None or first.entity is None or not is_a(first.type, _ACTORS):
        return False
    return following is None or not _is_whose(first, following)
