"""Applies rules to encoded sentences: matches, roles, context, qualifiers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from mandategraph.extract.cues import Cues
from mandategraph.extract.encoding import ANY_MENTION, Sentence, characters
from mandategraph.extract.rules import TYPE_GROUPS, Context, Rule
from mandategraph.languages.base import Language
from mandategraph.link import Linked
from mandategraph.model import Literal
from mandategraph.vocabulary import AGENTS, INSTRUMENTS, PREDICATES, is_a

__all__ = ["Candidate", "Matcher", "Setting"]

_DATE_MARKS = characters(frozenset({"Date"}))
_TEXT_QUALIFIERS = {"on", "role", "unit", "measure", "act", "due"}
_OF_ONE = frozenset({"headedBy", "locatedIn", "partOf", "publishes"})
_ENTITY_ROLES = frozenset({"subject", "object", "place", "other"})
_SPEAKERS = frozenset({"Organization", "Unit", "Body", "Programme", "Partnership"})
_TOPICS = AGENTS | INSTRUMENTS | {"Programme"}
_PLACES = characters(frozenset({"Country", "Region"}))
_MENTIONS = re.compile(f"[{ANY_MENTION}]")
_SUBJECTS = characters(TYPE_GROUPS["agent"] | TYPE_GROUPS["programme"])


@dataclass(slots=True)
class Setting:
    """Where a sentence stands.

    :param document: the entity that the document is.
    :param issuer: the instrument that speaks, or the body that adopts it, if the document is one.
    :param home: the organization whose document it is.
    :param topic: the subject of a sentence before, in the same passage.
    :param before: the sentences since then, of which the last that has a subject tells the topic when it is asked for.
    :param recent: what was named before in the same section, in order.
    :param region: the region that the page is about, if it is about one.
    """

    document: str | None = None
    issuer: str | None = None
    home: str | None = None
    topic: tuple[Linked, ...] = ()
    before: list[Sentence] = field(default_factory=list)
    recent: list[Linked] = field(default_factory=list)
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
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

    :param rules: in the order in which they are tried.
    :param language: theirs.
    :param types: the class of each entity of the document, by id.
    :param groups: entities that are groups of actors, which nobody heads and which are nowhere in particular.
    :param cues: of the rules, if they have been made already.
    :param coin: makes a programme out of the words that describe it, and gives its id.
    """

    rules: tuple[Rule, ...]
    language: Language
    types: Mapping[str, str]
    coin: Callable[[str], str] | None = None
    groups: frozenset[str] = frozenset()
    cues: Cues | None = None
    _cues: Cues = field(init=False)
    _hedge: re.Pattern[str] = field(init=False)
    _future: re.Pattern[str] = field(init=False)
    _regional: re.Pattern[str] = field(init=False)
    _joint: re.Pattern[str] = field(init=False)
    _no_head: re.Pattern[str] = field(init=False)
    _pronoun_opens: re.Pattern[str] = field(init=False)
    _rival_opens: re.Pattern[str] = field(init=False)
    _new_subject: re.Pattern[str] = field(init=False)
    _barred: re.Pattern[str] = field(init=False)
    _opening: re.Pattern[str] = field(init=False)
    _headed: re.Pattern[str] = field(init=False)
    _owns: re.Pattern[str] = field(init=False)
    _of_place: re.Pattern[str] = field(init=False)
    _list: re.Pattern[str] = field(init=False)
    _between: re.Pattern[str] | None = field(init=False)
    _governs: re.Pattern[str] | None = field(init=False)
    _ends: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        """Compiles what the language gives."""
        self._cues = Cues(self.rules) if self.cues is None else self.cues
        given = self.language
        self._hedge = _any_or_none(given.hedges)
        self._future = _any_or_none(given.future)
        self._regional = _any_or_none(given.regional)
        self._joint = _any_or_none(given.joint)
        self._no_head = _any_or_none(given.no_head)
        self._pronoun_opens = _any_or_none(given.pronouns)
        self._rival_opens = _any_or_none(given.rivals)
        self._barred = re.compile(given.prepositions)
        self._opening = re.compile(given.openers)
        self._headed = _any_or_none(given.headed)
        self._owns = _any_or_none(given.genitive)
        self._of_place = _any_or_none(given.genitive and f"[{_PLACES}](?:{given.genitive})$")
        lists = given.lists or f"(?:S(?:{given.separators}))*S"
        self._list = re.compile(lists.replace("S", f"[{_SUBJECTS}]") + "$")
        self._between = re.compile(given.between) if given.between else None
        self._governs = re.compile(given.governs) if given.governs else None
        self._ends = re.compile(f"[{given.clause_ends}]")
        pauses = "".join(mark for mark in given.clause_ends if mark not in given.sentence_ends)
        self._new_subject = re.compile(f"[{pauses}][^{pauses}]{{0,6}}[{_SUBJECTS}]")

    def candidates(self, sentence: Sentence, setting: Setting) -> Iterator[Candidate]:
        """The facts that the rules find in a sentence.

        :param sentence: encoded.
        :param setting: where it stands.
        """
        code = sentence.code
        for rule in self._cues.rules(code):
            for match in rule.regex.finditer(code):
                yield from self._facts(rule, match, sentence, setting)

    def subject_before(
        self, sentence: Sentence, place: int, types: frozenset[str], between: re.Pattern[str] | None = None
    ) -> tuple[int, int] | None:
        """Where the subject of the clause that reaches to a place stands in a sentence's code, if it has one.

        :param sentence: encoded.
        :param place: where the verb begins.
        :param types: classes that the subject may have.
        :param between: what may stand between the subject and the place; what the language says of verbs when None.
        """
        code = sentence.code
        between = self._between if between is None else between
        whole = self._between is not None and place >= len(code)  # the subject of the sentence, not of a clause
        for position, item in sentence.linked.items() if whole else reversed(sentence.linked.items()):
            if position >= place or item.entity is None or not is_a(item.type, types):
                continue
            after = code[position + 1 : place]
            if "“" in after and "”" not in after:
                continue  # what follows is what somebody says
            if self._owns.match(after) or (position + 1 < place and self._compound(sentence, position + 1)):
                continue
            window = max(0, position - 120)
            listed = self._list.search(code, window, position + 1)
            start = listed.start() if listed else position
            if between is not None and not whole and not between.fullmatch(after):
                continue
            before = self._of_place.sub("", code[max(0, start - self.language.window) : start])
            headed = bool(self._headed.search(before))  # 大会通过的《宣言》: the noun that a clause in front describes
            if self._barred.search(before) and not headed:
                continue
            opens = headed or self._opening.search(before) or (before and before[-1] in _DATE_MARKS)
            if opens and not self._rival(sentence, position, place):
                return start, position + 1
        return None

    def _topic(self, setting: Setting, types: frozenset[str]) -> list[str]:
        """The subject of the last sentence before, in the same passage, that has one."""
        while setting.before:
            sentence = setting.before.pop()
            span = self.subject_before(sentence, len(sentence.code), _TOPICS)
            if span is not None:
                setting.topic = tuple(i for place, i in sentence.linked.items() if span[0] <= place < span[1] and i.entity)
                setting.before.clear()
        return [item.entity for item in setting.topic if item.entity and is_a(item.type, types)]

    def _compound(self, sentence: Sentence, place: int) -> bool:
        """Whether the mention at a place makes, with the agent before it, one noun: 工发组织[方案]."""
        item = sentence.linked.get(place)
        return item is not None and item.type not in {"Date", "Number", "Money"}

    def _pronoun(self, sentence: Sentence, place: int) -> bool:
        """Whether the clause before a place has a pronoun for its subject."""
        first = _clause(sentence.code, place, place + 1, self._ends)[0]
        return self._pronoun_opens.match(sentence.code, first, place) is not None

    def _yet_to_come(self, code: str, start: int, end: int) -> bool:
        """Whether the words before a place tell the future, with no other subject since then."""
        opening = max(code.rfind(mark, 0, start) for mark in self.language.gap_stops) + 1
        said = [found.end() for found in self._future.finditer(code, opening, end)]
        if not said or said[-1] > start:
            return bool(said)
        return code.count(self.language.comma, said[-1], start) < 2 and self._new_subject.search(code, said[-1], start) is None

    def _rival(self, sentence: Sentence, position: int, place: int) -> bool:
        """Whether another subject, unknown to us, seems to open a clause between an agent and a verb."""
        between = sentence.code[position + 1 : place]
        last = between.rfind(self.language.comma)
        return last >= 0 and self._rival_opens.match(between, last + 1) is not None

    def _facts(
        self, rule: Rule, match: re.Match[str], sentence: Sentence, setting: Setting
    ) -> Iterator[Candidate]:
        clause_start, clause_end = _clause(sentence.code, match.start(), match.end(), self._ends)
        clause = sentence.code[clause_start:clause_end]
        if not rule.hedged and (self._hedge.search(clause) or self._yet_to_come(sentence.code, match.start(), match.end())):
            return
        if rule.unless is not None and rule.unless.search(clause):
            return
        roles: dict[str, list[str]] = {}
        places = [match.start(), match.end() - 1]
        for role in match.re.groupindex:
            span = match.span(role)
            if span[0] < 0:
                continue
            if "project" in rule.types.get(role, ()):
                words = sentence.words(*span).strip()
                roles[role] = [self.coin(words)] if self.coin is not None and len(words) > 3 else []
                continue
            if role in _ENTITY_ROLES or (role == "on" and sentence.linked.get(span[0])):
                allowed = rule.types.get(role, frozenset())
                found = [
                    (p, i)
                    for p, i in sorted(sentence.linked.items())
                    if span[0] <= p < span[1] and i.entity and (not allowed or is_a(i.type, allowed))
                ]
                roles[role] = [item.entity for _, item in found if item.entity]
        for role, context in rule.contexts.items():
            if role in roles:
                continue
            ids, spots = self._around(context, match.start(), sentence, setting)
            roles[role] = ids
            places += spots
        qualifiers = self._qualifiers(rule, match, sentence, (clause_start, clause_end))
        if rule.predicate == "headedBy" and self._no_head.search(qualifiers.get("role", "")):
            return
        if rule.predicate == "hasResult":
            if setting.region is not None and ("measure" in rule.qualifiers or self._regional.search(clause)):
                qualifiers["on"] = setting.region  # a figure of a region's page
            yield from self._results(rule, match, sentence, roles, qualifiers, places)
            return
        if rule.predicate == "fundedBy" and len(roles.get("object", ())) > 1 and self._joint.search(clause):
            qualifiers = {name: value for name, value in qualifiers.items() if name not in {"amount", "currency"}}
        start, end = sentence.span(min(places), max(places) + 1)
        for also in ((rule.predicate, "subject", "object"), *((a.predicate, a.subject, a.object) for a in rule.also)):
            predicate, subject_role, object_role = also
            objects: Iterable[str | Literal] = roles.get(object_role, ())
            if PREDICATES[predicate].range is None:
                objects = self._literals(match, sentence, predicate)
            for subject in roles.get(subject_role, ()):
                for thing in objects:
                    if subject != thing and self._fits(predicate, subject, thing):
                        own = qualifiers if predicate == rule.predicate else {}
                        yield Candidate(predicate, subject, thing, own, rule.id, start, end)

    def _literals(self, match: re.Match[str], sentence: Sentence, predicate: str) -> list[str | Literal]:
        for role in ("object", "date", "value"):
            if role in match.re.groupindex and match[role] is not None:
                item = sentence.linked.get(match.start(role))
                if item is not None and item.mention.value:
                    return [Literal(item.mention.value)]
                return [Literal(sentence.words(*match.span(role)), self.language.code)]
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
        self, context: Context, place: int, sentence: Sentence, setting: Setting
    ) -> tuple[list[str], list[int]]:
        if context.where == "document":
            return ([setting.document] if setting.document else []), []
        if context.where == "home":
            return ([setting.home] if setting.home else []), []
        if context.where == "recent":
            here = [i for p, i in sorted(sentence.linked.items()) if p < place and i.entity and is_a(i.type, context.types)]
            before = here or islice((i for i in reversed(setting.recent) if i.entity and is_a(i.type, context.types)), 1)
            return [item.entity for item in [*before][-1:] if item.entity], []
        span = self.subject_before(sentence, place, context.types)
        if span is None and context.where == "doer":
            span = self.subject_before(sentence, place, context.types, self._governs)
        if span is not None:
            found = [(p, i) for p, i in sorted(sentence.linked.items()) if span[0] <= p < span[1] and i.entity]
            return [i.entity for _, i in found if i.entity and is_a(i.type, context.types)], [p for p, _ in found]
        if context.where == "own":
            others = (i for p, i in sentence.linked.items() if p < place and i.entity and i.entity != setting.home)
            silent = not any(is_a(i.type, _SPEAKERS) for i in others)
            return ([setting.home] if setting.home and silent else []), []
        if self._pronoun(sentence, place):
            inside = self._between is not None and self._ends.search(sentence.code, 0, place) is not None
            span = self.subject_before(sentence, len(sentence.code), context.types) if inside else None
            if span is not None and span[1] <= place:  # where it co-hosted ...: the subject of the sentence
                found = [(p, i) for p, i in sorted(sentence.linked.items()) if span[0] <= p < span[1] and i.entity]
                return [i.entity for _, i in found if i.entity and is_a(i.type, context.types)], [p for p, _ in found]
            return self._topic(setting, context.types), []
        spoken = any(p < place and i.entity is not None and is_a(i.type, _SPEAKERS) for p, i in sentence.linked.items())
        if context.where == "issuer" and setting.issuer and place <= 30 and not spoken:
            return [setting.issuer], []
        if context.where == "topic":
            return self._topic(setting, context.types), []
        return [], []

    def _qualifiers(
        self, rule: Rule, match: re.Match[str], sentence: Sentence, clause: tuple[int, int]
    ) -> dict[str, str]:
        qualifiers: dict[str, str] = {}
        for name, value in rule.qualifiers.items():
            if value == "clause":
                found = [
                    i.mention.value
                    for p, i in sorted(sentence.linked.items())
                    if i.type == "Date" and clause[0] <= p < max(clause[1], match.end()) and i.mention.value
                ] or _leading_date(sentence)
                if found and name == "year" and len({day[:4] for day in found[0].split("/")}) > 1:
                    continue  # a span of years is no year
                if found:
                    qualifiers[name] = found[0][:4] if name == "year" else found[0]
            else:
                qualifiers[name] = value
        for role in match.re.groupindex:
            if role in _ENTITY_ROLES or match[role] is None:
                continue
            item = sentence.linked.get(match.start(role))
            if item is not None and match.end(role) - match.start(role) == 1:
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
                words = sentence.words(*match.span(role)).strip(" ，。：；")
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
        measure = qualifiers.get("measure") or self._measure(rule, match, sentence)
        if len(measure) < 2:
            return
        qualifiers["measure"] = measure
        label = f"{qualifiers['measure']} = {written}"
        for subject in roles.get("subject", ()):
            if is_a(self.types[subject], PREDICATES["hasResult"].domain):
                yield Candidate("hasResult", subject, Literal(label, self.language.code), dict(qualifiers), rule.id, start, end)


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
        return self.language.measures(_MENTIONS.sub("", words + sentence.words(position, match.end())))


def _any_or_none(pattern: str) -> re.Pattern[str]:
    """A pattern of a language, compiled; one that matches nothing where the language has none."""
    return re.compile(pattern or r"(?!)")


def _leading_date(sentence: Sentence) -> list[str]:
    """The date that a sentence opens with: "2022年9月，..."."""
    for place, item in sorted(sentence.linked.items()):
        if place <= 2 and item.type == "Date" and item.mention.value:
            return [item.mention.value]
        break
    return []


def _clause(code: str, start: int, end: int, ends: re.Pattern[str]) -> tuple[int, int]:
    """The clause, between commas, that a match stands in."""
    first = 0
    for mark in ends.finditer(code, 0, start):
        first = mark.end()
    after = ends.search(code, max(start, end - 1))
    return first, after.start() if after else len(code)
