"""Says why a fact is in the graph: its sentences, the rules, the words that fill them, and why they mean what they do."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from mandategraph.authority import Authority
from mandategraph.errors import UnknownEntityError
from mandategraph.extract import Extractor
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.quotes import find_sources
from mandategraph.read import read_document
from mandategraph.recall import StoredEvidence, StoredFact, evidence, facts
from mandategraph.resources import resources
from mandategraph.store.contract import Store
from mandategraph.terms import iri
from mandategraph.vocabulary import PREFIXES

__all__ = ["Explanation", "Namesake", "Reason", "RuleText", "Slot", "explain"]

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("mg", "prov", "schema", "skos"))
_PASSAGES = "SELECT ?passage ?order ?text WHERE { GRAPH ?edition { ?passage mg:order ?order ; mg:text ?text } }"
_FORMS = "SELECT ?name WHERE { GRAPH ?edition { ?entity mg:mentionedAs ?name } }"
_LABELLED = "SELECT DISTINCT ?other WHERE { ?other skos:prefLabel|skos:altLabel ?name }"
_MADE = """SELECT ?file ?hash ?version ?when WHERE { GRAPH ?edition { ?edition mg:fileName ?file ; mg:sha256 ?hash
  OPTIONAL { ?edition prov:wasGeneratedBy ?build . ?build prov:wasAssociatedWith ?program .
    ?program schema:softwareVersion ?version OPTIONAL { ?build prov:endedAtTime ?when } } } }"""
#: What each reason of the linker means.
REASONS = {
    "name": "by its name",
    "context": "by a short name that means it in documents of its own organization",
    "antecedent": "by a word that stands for what was named before",
    "symbol": "by a symbol or number",
    "session": "by the number and the body of a session",
    "new name": "by a name that no authority file holds",
}


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as its file has it: its id, the name of the file, its patterns and its note, if any."""

    id: str
    file: str
    patterns: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another entity of the same name, and why it is not meant."""

    entity: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One part of a fact in one sentence.

    :param role: ``subject``, ``object``, or the name of a qualifier.
    :param value: an entity id, or the text of a value.
    :param words: of the document that mean it, if any are known.
    :param how: why they mean it.
    :param namesakes: other entities of that name.
    """

    role: str
    value: str
    words: str | None
    how: str
    namesakes: tuple[Namesake, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One place that states the fact.

    :param evidence: the place and its quote.
    :param sentence: the passage that holds the quote.
    :param rule: what found it, or None where no rule of the files did: mastheads, names, citations.
    :param slots: the parts of the fact.
    :param made: file, sha256, version and perhaps time of the build.
    """

    evidence: StoredEvidence
    sentence: str
    rule: RuleText | None
    slots: tuple[Slot, ...]
    made: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A fact and all that it rests on."""

    fact: StoredFact
    reasons: tuple[Reason, ...]


def explain(store: Store, fact: str, authority: Authority, sources: Path | None = None) -> Explanation:
    """Why a fact is in the graph.

    :param store: the graph.
    :param fact: its IRI, or its 16 digits.
    :param authority: the entities that were known, for namesakes.
    :param sources: the folder with the documents; with it each document is read again, so that the reasons are
        those of the linker itself.
    :raises UnknownEntityError: when the graph has no such fact.
    """
    name = fact if "://" in fact else f"fact/{fact.rpartition('/')[2]}"
    found = next(facts(store, fact=name), None)
    if found is None:
        raise UnknownEntityError(f"the graph has no fact {fact}")
    linked = _linked(store, found, authority, sources)
    reasons = []
    for one in evidence(store, found.iri):
        edition = _Edition(store, one, authority, linked.get(one.edition, {}))
        reasons.append(
            Reason(one, edition.sentence, _rules().get(one.rule), tuple(edition.slots(found)), edition.made())
        )
    return Explanation(found, tuple(reasons))


@cache
def _rules() -> dict[str, RuleText]:
    found = {}
    for folder in sorted({file.parent for file in resources("data/rules", ".toml")}):
        for file in sorted(folder.glob("*.toml")):
            for rule in tomllib.loads(file.read_text(encoding="utf-8")).get("rule", ()):
                name = f"{folder.name}/{rule['id']}"
                pattern = rule.get("pattern", ())
                patterns = (pattern,) if isinstance(pattern, str) else tuple(pattern)
                found[name] = RuleText(name, f"{folder.name}/{file.name}", patterns, rule.get("note"))
    return found


def _linked(
    store: Store, fact: StoredFact, authority: Authority, sources: Path | None
) -> dict[str, dict[str, LinkedPassage]]:
    """For each edition whose source is there: its passages with what the linker made of them, by their IRIs."""
    if sources is None:
        return {}
    extractor = Extractor(authority)
    found: dict[str, dict[str, LinkedPassage]] = {}
    files = find_sources(store, sources)
    for one in evidence(store, fact.iri):
        if one.edition in files and one.edition not in found:
            document = read_document(files[one.edition])
            found[one.edition] = {
                iri(f"{one.document}/{item.passage.path}", store.base_iri).value: item
                for item in extractor.links(document)
            }
    return found


class _Edition:
    """What one edition tells about one evidence."""

    def __init__(
        self, store: Store, one: StoredEvidence, authority: Authority, linked: Mapping[str, LinkedPassage]
    ) -> None:
        self.store = store
        self.one = one
        self.authority = authority
        self.linked = linked.get(one.passage)
        rows = store.select(_HEAD + _PASSAGES, {"edition": ox.NamedNode(one.edition)}).records()
        self.passages = {row["passage"].value: (int(row["order"].value), row["text"].value) for row in rows}
        self.sentence = self.passages.get(one.passage, (0, one.quote))[1]

    def made(self) -> dict[str, str]:
        """File, hash, version and time of the build."""
        row = next(self.store.select(_HEAD + _MADE, {"edition": ox.NamedNode(self.one.edition)}).records(), {})
        return {name: value.value for name, value in row.items()}

    def slots(self, found: StoredFact) -> Iterator[Slot]:
        """The parts of the fact."""
        fact = found.fact
        yield self._entity("subject", fact.subject)
        if isinstance(fact.object, str):
            yield self._entity("object", fact.object)
        else:
            yield self._value("object", fact.object.value)
        for name, text in fact.qualifiers.items():
            yield self._entity(name, text[1:]) if text.startswith("@") else self._value(name, text)

    def _value(self, role: str, value: str) -> Slot:
        stands = value in self.one.quote
        how = "stands in the quote" if stands else "written in the form of the graph"
        return Slot(role, value, value if stands else None, how, ())

    def _entity(self, role: str, entity: str) -> Slot:
        link = self._link(entity)
        if link is not None:
            words = link.mention.text
            return Slot(role, entity, words, REASONS.get(link.reason, link.reason), self._namesakes(entity, words))
        if entity == self.one.document:
            return Slot(role, entity, None, "the document itself", ())
        node = iri(entity, self.store.base_iri)
        rows = self.store.select(_HEAD + _FORMS, {"edition": ox.NamedNode(self.one.edition), "entity": node})
        forms = sorted((name.value for (name,) in rows if name is not None), key=lambda form: (-len(form), form))
        for text, how in ((self.one.quote, "named in the quote"), (self.sentence, "named in the passage")):
            for form in forms:
                if form in text:
                    return Slot(role, entity, form, how, self._namesakes(entity, form))
        here = self.passages.get(self.one.passage, (0, ""))[0]
        before = [
            (order, passage, form)
            for passage, (order, text) in self.passages.items()
            for form in forms
            if order < here and form in text
        ]
        if before:
            _, passage, form = max(before, key=lambda place: (place[0], len(place[2])))
            path = passage.partition(f"{self.one.document}/")[2] or passage
            return Slot(role, entity, form, f"named before, in {path}, and meant here", self._namesakes(entity, form))
        return Slot(role, entity, forms[0] if forms else None, "named elsewhere in the document", ())

    def _link(self, entity: str) -> Linked | None:
        """The mention in this passage that means an entity; one within the quote goes first."""
        if self.linked is None:
            return None
        passage = self.linked.passage
        meant = [link for link in self.linked.mentions if link.entity == entity and link.mention.end > link.mention.start]
        inside = [
            link
            for link in meant
            if self.one.start <= passage.span(link.mention.start, link.mention.end)[0] < self.one.end
        ]
        return next(iter(inside or meant), None)

    def _namesakes(self, entity: str, words: str) -> tuple[Namesake, ...]:
        found: dict[str, str] = {}
        own = [name for name in self.authority.find(words) if name.entity == entity]
        for name in self.authority.find(words):
            if name.entity == entity or name.entity in found:
                continue
            if name.contextual:
                parent = self.authority.entities[name.entity].parent or "its own organization"
                found[name.entity] = f"that name means it only in documents of {parent}"
            elif own and own[0].contextual:
                found[name.entity] = "in a document of this organization the short name means the organization's own"
            else:
                found[name.entity] = "it is less near to what the document names and to whose document it is"
        literals = [ox.Literal(words, language=self.one.language), ox.Literal(words)]
        for (other,) in self.store.select(_HEAD + _LABELLED, {"name": literals}):
            value = "" if other is None else other.value
            short = value.removeprefix(self.store.base_iri)
            if value != iri(entity, self.store.base_iri).value and short not in found and value not in found:
                found[short] = "it has this name in the graph; the words here were not linked to it"
        return tuple(Namesake(name, why) for name, why in sorted(found.items()))
