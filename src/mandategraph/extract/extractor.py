"""Reads one document: mentions, links, rules, evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from functools import cache

from mandategraph.about import named_alone, titular
from mandategraph.authority import Authority, load_authority
from mandategraph.coining import described_entity, slug
from mandategraph.extract.calendars import calendar_facts
from mandategraph.extract.charts import chart_facts, regions
from mandategraph.extract.citing import citations
from mandategraph.extract.clauses import Clauses
from mandategraph.extract.collected import adoptions, headings, instruments
from mandategraph.extract.donors import donor_facts
from mandategraph.extract.drafts import drafted, is_proposal
from mandategraph.extract.encoding import sentences
from mandategraph.extract.engine import Candidate, Matcher, Setting
from mandategraph.extract.joint import second_session
from mandategraph.extract.masthead import declares, identify, masthead_facts, orient
from mandategraph.extract.matches import Matches
from mandategraph.extract.names import Stated, name_facts
from mandategraph.extract.parties import parties
from mandategraph.extract.plugins import PassageExtractor, Rejection, accept
from mandategraph.extract.projects import (
    aims,
    coined,
    describe_project,
    introduced_projects,
    name_projects,
    project_facts,
)
from mandategraph.extract.rankings import ranking_facts
from mandategraph.extract.recent import Recent
from mandategraph.extract.records import meeting_facts
from mandategraph.extract.rules import Rule, load_rules
from mandategraph.extract.settling import settled
from mandategraph.extract.sheets import sheet_facts
from mandategraph.extract.stories import signed
from mandategraph.extract.titles import title_facts
from mandategraph.extract.treaties import treaties
from mandategraph.languages import Language, languages
from mandategraph.link import Linker
from mandategraph.linked import LinkedPassage
from mandategraph.model import Document, Entity, Evidence, Extraction, Fact, Mention, Name, Passage, PassageKind
from mandategraph.recognize import Learned, Reading, Recognizer, bare_name, is_group, without_brackets
from mandategraph.resources import resource
from mandategraph.vocabulary import INSTRUMENTS, is_a

__all__ = ["Extractor"]

_UNREAD = frozenset({PassageKind.FURNITURE, PassageKind.MASTHEAD})
_RULED = frozenset({PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.CELL, PassageKind.CAPTION, PassageKind.FOOTNOTE})
#: Documents that ask and decide themselves.
_ISSUERS = INSTRUMENTS | {"Framework"}
_LEARNED = frozenset({"Programme", "Partnership", "Event", "Facility", "Framework", "Publication", "Tool", "Declaration",
                      "Agreement", "Unit", "Organization", "Fund", "Body"})  # fmt: skip
#: Headings of lists that explain names and state nothing of what they name.
_GLOSSARY = re.compile(r"(?:缩略语|缩写|简称)(?:表|一览)?$|(?:list of )?(?:abbreviations|acronyms)", re.I)


@cache
def _precisions() -> Mapping[str, float]:
    path = resource("data/rules") / "precision.json"
    if not path.is_file():
        return {}
    return {str(k): float(v) for k, v in json.loads(path.read_text(encoding="utf-8")).items()}


class Extractor:
    """Finds the facts that a document states.

    :param authority: known entities; the packaged ones when None.
    :param rules: by language code; the packaged ones when None.
    :param others: further extractors, whose proposals are taken where the text bears them out.
    :param rejected: takes the proposals of others that the text does not bear out.

    >>> from mandategraph.read import read_document
    >>> from mandategraph.resources import resources
    >>> extraction = Extractor().extract(read_document(resources("data/samples", ".txt")[0]))
    >>> len(extraction.facts) > 5
    True
    """

    def __init__(
        self,
        authority: Authority | None = None,
        rules: Mapping[str, tuple[Rule, ...]] | None = None,
        *,
        others: Sequence[PassageExtractor] = (),
        rejected: list[Rejection] | None = None,
    ) -> None:
        self.authority = load_authority() if authority is None else authority
        self.languages = languages()
        self.rules = (
            {code: load_rules(language) for code, language in self.languages.items()} if rules is None else dict(rules)
        )
        self._clauses = {code: Clauses(language) for code, language in self.languages.items()}
        self._matches = {code: Matches(self.rules.get(code, ()), clauses) for code, clauses in self._clauses.items()}
        self._assumed = _assumed(self.rules)
        self._told = frozenset(rule.id for of_language in self.rules.values() for rule in of_language if not rule.hedged and rule.predicate != "mandates")
        self._others = tuple(others)
        self._rejected = rejected
        self._recognizer = Recognizer(self.authority)
        self._groups = frozenset(id for id, entity in self.authority.entities.items() if is_group(entity))

    def with_rules(self, rules: Mapping[str, tuple[Rule, ...]]) -> Extractor:
        """The same extractor with other rules; what it knows of names is shared, so that this costs little.

        :param rules: by language code.
        """
        other = copy(self)
        other.rules = dict(rules)
        other._assumed = _assumed(rules)
        other._told = frozenset(rule.id for of_language in rules.values() for rule in of_language if not rule.hedged and rule.predicate != "mandates")
        other._matches = {code: Matches(other.rules.get(code, ()), clauses) for code, clauses in other._clauses.items()}
        return other

    def extract(self, document: Document) -> Extraction:
        """All that a document states.

        :param document: as read.
        """
        linker, itself, linked = self._linked(document)
        main = self.languages.get(document.language, self.languages["zh"])
        evidence = [
            _evidence(document, path, c, document.language, c.start, c.end)
            for path, c in (
                *masthead_facts(document, itself, linker, main),
                *second_session(document, itself, linker, main),
                *title_facts(document, itself, linked, linker, main),
                *parties(document, itself, linked),
            )
        ]
        name_projects(linked, linker)
        for spoken_of in (linker.home, linker.body):
            if spoken_of is not None:
                linker.known(spoken_of)  # a sentence may be about whose document it is, though none names it
        types = {id: entity.type for id, entity in linker.entities.items()}
        matchers: dict[str, Matcher] = {}
        stated: Stated = {}
        section: str | None = None
        met = linker.meeting
        recent = Recent(met)
        subject = linker.titular
        asked = False
        about = list(regions(linked))
        own = itself.id if is_a(itself.type, _ISSUERS) else None
        headed = {} if own else headings(linked)
        issuers = [own] * len(linked) if own else list(instruments(linked, headed))
        drafts = [False] * len(linked) if own else list(drafted(linked))
        for item, region, issuer, draft in zip(linked, about, issuers, drafts, strict=True):
            if item.passage.heading != section:
                section, recent = item.passage.heading, Recent(met)
                subject = self._about(section) or linker.titular
            recent.turn()
            asked = issuer is not None and self._clauses[main.code].asks_list(item.passage.text, asked)
            if item.passage.kind in _UNREAD and not _tells_why(item.passage):
                continue
            code = item.passage.language if item.passage.language in self.languages else main.code
            if code not in matchers:
                coin = _coiner(linker, types, self.languages[code])
                matchers[code] = Matcher(self._matches[code], types, coin, self._groups)
            for candidate in self._candidates(item, itself, issuer, headed, linker, matchers[code], recent, region, subject, stated):
                if asked and candidate.rule in self._told:
                    continue  # what somebody is asked to do nobody has done
                start, end = item.passage.span(candidate.start, candidate.end)
                if is_proposal(candidate, item.passage.text, draft):
                    continue
                if end - start <= 4 * (candidate.end - candidate.start) + 120:  # no box and no page tears it apart
                    evidence.append(_evidence(document, item.passage.path, candidate, item.passage.language, start, end))
        by_path = {passage.path: passage for passage in document.passages}
        proposals = (pair for other in self._others for pair in accept(other, linked, linker, self._rejected))
        sat = meeting_facts(document, itself, linker, main, linked)
        held = calendar_facts(linked, linker)
        told = (*chart_facts(linked, about, linker), *donor_facts(linked, linker), *ranking_facts(linked), *project_facts(linked, linker), *sheet_facts(linked), *signed(linked))
        sessions = [str(e.fact.object) for e in evidence if e.rule == "masthead/presentedAt"]
        found = (*sat, *held, *told, *adoptions(linked, headed, sessions[0] if sessions else None), *proposals)
        for path, candidate in found:
            passage = by_path[path]
            span = passage.span(candidate.start, candidate.end)
            evidence.append(_evidence(document, path, candidate, passage.language, *span))
        return self._extraction(document, itself, linker, evidence)

    def entities(self, document: Document) -> tuple[Entity, ...]:
        """Every entity that a document names, whether it states a fact about it or not, sorted by id.

        :param document: as read.
        """
        linker, itself, linked = self._linked(document)
        named = {itself.id} | {m.entity for item in linked for m in item.mentions if m.entity is not None}
        return tuple(linker.entities[id] for id in sorted(named))

    def links(self, document: Document) -> tuple[LinkedPassage, ...]:
        """The passages of a document with what its names mean, and why.

        :param document: as read.
        """
        return tuple(self._linked(document)[2])

    def _linked(self, document: Document) -> tuple[Linker, Entity, list[LinkedPassage]]:
        """The passages of a document with their linked mentions, and what the document is."""
        mentions = self._mentions(document)
        linker = Linker(self.authority, document, describe=describe_project, introduced=introduced_projects)
        everything = [mention for found in mentions.values() for mention in found]
        orient(document, self.authority, everything, linker)
        place = titular(self.authority, document)
        linker.titular = None if place is None else linker.known(place)
        main = self.languages.get(document.language, self.languages["zh"])
        itself = identify(document, linker, main)
        linker.add(itself)
        linker.declares = is_a(itself.type, INSTRUMENTS) or declares(document)
        for name in itself.labels:
            linker.named(itself.id, name.text, name.language)
        if itself.symbol:
            linker.named(itself.id, itself.symbol, "")
        linked: list[LinkedPassage] = []
        for passage in document.passages:
            language = self.languages.get(passage.language, main)
            linked.append(linker.passage(passage, mentions.get(passage.path, ()), language))
        return linker, itself, linked

    def _mentions(self, document: Document) -> dict[str, tuple[Mention, ...]]:
        """The mentions of each passage; names that the document itself explains are found everywhere in it."""
        fallback = self.languages.get(document.language, self.languages["zh"])
        readings: dict[str, Reading] = {}
        found: dict[str, tuple[Mention, ...]] = {}
        learned: dict[str, str] = {}
        short: set[str] = set()  # names that are a part of longer ones of their class
        for passage in document.passages:
            if passage.kind is PassageKind.FURNITURE:
                continue
            language = self.languages.get(passage.language, fallback)
            readings[passage.path], named = self._recognizer.first(passage.text, language)
            found[passage.path] = named
            for mention in named:
                told = bool(mention.candidates or mention.parts)
                if mention.parts:
                    short.update(part.text for part in mention.parts if part.type == mention.type)
                if mention.type not in _LEARNED or (told and mention.alias is None):
                    continue
                name = "" if told else bare_name(without_brackets(mention.text))
                new = len(name) >= 4
                if new:
                    learned.setdefault(name, mention.type)
                alias = mention.alias or ""
                if (new and alias.isupper()) or (mention.candidates and len(alias) >= 4 and not alias.isascii()):
                    learned.setdefault(alias, mention.type)
        learned = {name: kind for name, kind in learned.items() if name not in short and not self.authority.find(name)}
        names = Learned(learned)
        for path, reading in readings.items():
            if names.stands_in(reading.text):
                found[path] = self._recognizer.decide(reading, names)
        return found

    def _candidates(
        self, passage: LinkedPassage, itself: Entity, issuer: str | None, headed: Mapping[str, str], linker: Linker, matcher: Matcher,
        recent: Recent, region: str | None, about: str | None, stated: Stated,
    ) -> Iterator[Candidate]:
        explained = _GLOSSARY.match(passage.passage.heading or "") is not None
        if passage.passage.path not in headed and not explained:
            yield from citations(passage, itself.id, linker)
            yield from treaties(passage, itself.id, linker)
        if not explained:
            yield from name_facts(passage, linker, matcher.clauses.language, stated)
        if passage.passage.kind not in _RULED and not _tells_why(passage.passage):
            return
        setting = Setting(
            document=issuer or itself.id, issuer=issuer, home=linker.home, body=linker.body, recent=recent, region=region, about=about,
        )
        for sentence in sentences(passage, matcher.clauses.language):
            if sentence.quoted:
                continue
            yield from matcher.candidates(sentence, setting)
            if sentence.linked:
                recent.append(sentence, matcher.clauses)
                setting.before.append(sentence)

    def _about(self, heading: str | None) -> str | None:
        """The country or region that a section is about, as its heading says."""
        return None if heading is None else named_alone(self.authority, heading)

    def _extraction(
        self, document: Document, itself: Entity, linker: Linker, evidence: list[Evidence]
    ) -> Extraction:
        kept = _distinct(settled(evidence, linker.authority, linker.known, self._assumed))
        used = {itself.id}
        for item in kept:
            used.add(item.fact.subject)
            if isinstance(item.fact.object, str):
                used.add(item.fact.object)
            used |= {v[1:] for v in item.fact.qualifiers.values() if v.startswith("@")}
        for id in sorted(used):
            above = linker.entities[id].parent
            while above is not None and above not in used:
                used.add(linker.known(above) if above in self.authority.entities else above)
                above = linker.entities[above].parent if above in linker.entities else None
        entities = tuple(linker.entities[id] for id in sorted(used) if id in linker.entities)
        mentioned = {id: tuple(sorted(names)) for id, names in sorted(linker.forms.items()) if id in used}
        return Extraction(document, itself.id, entities, kept, mentioned)


def _tells_why(passage: Passage) -> bool:
    """Whether a line of a masthead is a sentence: on whose report a resolution was adopted, or who proposed it."""
    return passage.kind is PassageKind.MASTHEAD and (passage.text[:1] in "[［【" or passage.path.startswith("masthead/proposed"))


def _evidence(document: Document, path: str, candidate: Candidate, language: str, start: int, end: int) -> Evidence:
    """What a rule found, with its quote: where that stands in the document's source."""
    said = candidate.qualifiers
    fact = Fact(candidate.subject, candidate.predicate, candidate.object, dict(sorted(said.items()) if len(said) > 1 else said))
    precisions = _precisions()
    confidence = precisions[candidate.rule] if candidate.rule in precisions else precisions.get("*", 0.8)
    return Evidence(fact, path, start, end, document.source[start:end], candidate.rule, language, confidence)


def _assumed(rules: Mapping[str, Sequence[Rule]]) -> frozenset[str]:
    """The rules whose facts give way where the document or the authority states otherwise."""
    return frozenset(rule.id for of_language in rules.values() for rule in of_language if rule.assumed)


def _coiner(
    linker: Linker, types: dict[str, str], language: Language
) -> Callable[[str, Sequence[str], str], str | None]:
    described = {name.text: id for id in sorted(linker.projects) for name in linker.forms.get(id, ())}

    def coin(words: str, makers: Sequence[str], rest: str) -> str | None:
        shorter = ""
        if not makers:
            words, shorter = coined(words)
            if words in described:
                return described[words]
            entity = Entity(f"programme/{slug(words)}", "Programme", (Name(words, language.code),), provisional=True)
        else:
            head, _, told = words.partition("，")  # 会议，探讨节水问题: a meeting, by what it was about
            kind, words = language.heads.type_of(head), told.removeprefix("以").removeprefix("共同") or words
            if kind is None:
                return None
            entity = described_entity(words, kind, [linker.entities[id] for id in sorted(makers)], language.code)
        types[entity.id] = entity.type
        linker.named(entity.id, words, language.code)
        for name in (shorter, *(aims(rest) if not makers else ())):
            if name:
                linker.named(entity.id, name, language.code)
        return linker.add(entity)

    return coin


def _distinct(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    """Each fact once a place: of two that differ only by qualifiers at one place, the one that says more."""
    by_place: dict[tuple[object, ...], list[Evidence]] = {}
    for item in evidence:
        thing: object = item.fact.object
        if item.fact.predicate == "hasResult":
            thing = item.fact.qualifiers.get("value")
        by_place.setdefault((item.passage, item.fact.subject, item.fact.predicate, thing), []).append(item)
    kept: list[Evidence] = []
    for group in by_place.values():
        if len(group) == 1:
            kept += group
            continue
        if group[0].fact.predicate == "hasResult":  # one figure is one result, whatever rules found it
            kept.append(min(group, key=lambda e: (abs(len(e.fact.qualifiers.get("measure", "")) - 14), e.rule, e.start)))
            continue
        rich: list[Evidence] = []
        for item in sorted(group, key=lambda e: (-len(e.fact.qualifiers), e.start, e.end, e.rule)):
            near = rich if len(rich) < 40 else [*rich[:20], *rich[-20:]]  # a fact stated thousands of times is compared with few
            overlapping = [other for other in near if other.start < item.end and item.start < other.end]
            qualifiers = item.fact.qualifiers
            if any(_with_time(other.fact.qualifiers, qualifiers) for other in overlapping):
                continue
            said = qualifiers.items()
            if (
                item.fact.predicate != "mandates"
                and any(said <= other.fact.qualifiers.items() for other in near)
                and (overlapping or any(other.fact.qualifiers != qualifiers for other in near))
            ):
                continue
            if any(other.fact.key() == item.fact.key() for other in overlapping):
                continue
            rich.append(item)
        kept += rich
    return tuple(sorted(kept, key=lambda e: (e.start, e.end, e.fact.key(), e.rule)))


def _with_time(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether one mandate is another with its time told apart."""
    return "due" in one and "due" not in other and one.get("act") == other.get("act")
