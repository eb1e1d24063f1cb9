"""What one edition of a document contributes to the graph, as RDF terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from mandategraph.contributions import Contribution, contribution_triples, entity_triples, is_shared
from mandategraph.factgraph import StatedFact, canonical, evidence_statements, stated_fact, triples_of
from mandategraph.model import Entity, Evidence, Extraction, Name
from mandategraph.provenance import Making
from mandategraph.terms import digest, iri, mg, term, words
from mandategraph.vocabulary import BASE_IRI

__all__ = ["EditionGraph", "StatedEntity", "describe"]

_A = term("rdf:type")


@dataclass(frozen=True, slots=True)
class StatedEntity:
    """An entity that an edition names.

    :param iri: the entity.
    :param statements: its description as this edition alone would give it.
    :param contribution: None where an authority describes the entity, so that all editions say the same; else
        what is to be joined with the contributions of other editions.
    """

    iri: ox.NamedNode
    statements: frozenset[str]
    contribution: Contribution | None

    @property
    def triples(self) -> frozenset[ox.Triple]:
        """Its description as this edition alone would give it."""
        return frozenset(triples_of(self.statements))


@dataclass(frozen=True, slots=True)
class EditionGraph:
    """All that one edition contributes.

    :param iri: the edition, which is also the name of its graph.
    :param document: the document that it is an edition of.
    :param language: BCP 47 code.
    :param statements: the edition's own graph, sorted.
    :param facts: sorted by IRI.
    :param entities: sorted by IRI.
    """

    iri: ox.NamedNode
    document: ox.NamedNode
    language: str
    statements: tuple[str, ...]
    facts: tuple[StatedFact, ...]
    entities: tuple[StatedEntity, ...]

    @property
    def quads(self) -> tuple[ox.Quad, ...]:
        """The edition's own graph."""
        return tuple(
            ox.Quad(triple.subject, triple.predicate, triple.object, self.iri) for triple in triples_of(self.statements)
        )


    def alone(self) -> Iterator[str]:
        """All statements of a graph of this edition only, some of them twice."""
        yield from self.statements
        for fact in self.facts:
            yield from fact.statements
            yield fact.said
            yield f"{fact.iri} {mg('support')} {ox.Literal(1)}"
            yield f"{fact.iri} {mg('languages')} {ox.Literal(len(fact.languages))}"
        for entity in self.entities:
            yield from entity.statements


def describe(
    extraction: Extraction, base_iri: str = BASE_IRI, built_from: str | None = None, made: Making | None = None
) -> EditionGraph:
    """All that one edition contributes to the graph.

    :param extraction: what the document states.
    :param base_iri: what ids are relative to.
    :param built_from: a hash of the file, rules and authorities: the same hash need not be built again.
    :param made: what the build is done with, to be recorded.

    >>> from mandategraph.model import Document, Masthead
    >>> document = Document("文本", "a.txt", "0" * 64, "zh", Masthead(), ())
    >>> describe(Extraction(document, "document/GC.19/10", (), ())).iri.value
    'https://w3id.org/mandategraph/id/document/GC.19/10/zh'
    """
    language = extraction.document.language
    edition_id = f"{extraction.id}/{language}"
    edition, document = iri(edition_id, base_iri), iri(extraction.id, base_iri)
    statements = set(_edition(extraction, edition, document, built_from))
    if made is not None:
        statements.update(made.statements(edition, extraction.document.sha256, base_iri))
    statements.update(_passages(extraction, document, base_iri))
    entities = []
    for entity in extraction.entities:
        stated, own = _stated_entity(entity, extraction, edition_id, base_iri)
        entities.append(stated)
        statements.update(own)
    stated_in: dict[tuple[str, ...], list[Evidence]] = defaultdict(list)
    for evidence in map(canonical, extraction.evidence):
        stated_in[evidence.fact.key()].append(evidence)
    facts = []
    for key, found in stated_in.items():
        languages = tuple(sorted({evidence.language for evidence in found}))
        fact = stated_fact(found[0].fact, key, languages, base_iri)
        facts.append(fact)
        node = str(fact.iri)
        for evidence in found:
            statements.update(evidence_statements(evidence, key, node, edition_id, extraction.id, base_iri))
    return EditionGraph(
        edition,
        document,
        language,
        tuple(sorted(statements)),
        tuple(sorted(facts, key=lambda fact: fact.iri.value)),
        tuple(sorted(entities, key=lambda entity: entity.iri.value)),
    )


# These make most of a graph, so they write statements at once: terms are still written by the RDF library.
def _edition(
    extraction: Extraction, edition: ox.NamedNode, document: ox.NamedNode, built_from: str | None
) -> Iterable[str]:
    source = extraction.document
    yield f"{edition} {_A} {mg('Edition')}"
    yield f"{edition} {mg('editionOf')} {document}"
    yield f"{edition} {term('dct:language')} {ox.Literal(source.language)}"
    yield f"{edition} {mg('fileName')} {ox.Literal(source.name)}"
    yield f"{edition} {mg('sha256')} {ox.Literal(source.sha256)}"
    yield f"{edition} {mg('characters')} {ox.Literal(len(source.source))}"
    if built_from is not None:
        yield f"{edition} {mg('builtFrom')} {ox.Literal(built_from)}"


def _passages(extraction: Extraction, document: ox.NamedNode, base: str) -> Iterable[str]:
    source = extraction.document.source
    for order, passage in enumerate(extraction.document.passages, 1):
        node = str(iri(f"{extraction.id}/{passage.path}", base))
        yield f"{node} {_A} {mg('Passage')}"
        yield f"{node} {mg('inDocument')} {document}"
        yield f"{node} {mg('kind')} {ox.Literal(passage.kind.value)}"
        yield f"{node} {mg('order')} {ox.Literal(order)}"
        if passage.number is not None:
            yield f"{node} {mg('number')} {ox.Literal(passage.number)}"
        if passage.heading is not None:
            yield f"{node} {mg('heading')} {words(passage.heading, passage.language)}"
        if passage.text:
            start, end = passage.span(0, len(passage.text))
            yield f"{node} {mg('start')} {ox.Literal(start)}"
            yield f"{node} {mg('end')} {ox.Literal(end)}"
            yield f"{node} {mg('text')} {words(source[start:end], passage.language)}"


def _held_by(entity: Entity, language: str) -> Name:
    here = (label for label in entity.labels if label.language == language)
    return next(here, entity.labels[0] if entity.labels else Name(entity.symbol or entity.id, ""))


def _stated_entity(
    entity: Entity, extraction: Extraction, edition_id: str, base: str
) -> tuple[StatedEntity, list[str]]:
    node = iri(entity.id, base)
    # An entity that is meant but never named is held in the graph by its label.
    mentioned = extraction.mentioned.get(entity.id) or (_held_by(entity, extraction.document.language),)
    own = [f"{node} {mg('mentionedAs')} {words(name.text, name.language)}" for name in set(mentioned)]
    if not is_shared(entity):
        return StatedEntity(node, _given(entity, base), None), own
    contribution = Contribution.of(entity, mentioned)
    description = iri("description/" + digest((entity.id, edition_id)), base)
    own.append(f"{node} {mg('describedAs')} {description}")
    own += map(str, contribution_triples(entity, description, base))
    joined = frozenset(map(str, entity_triples([contribution], base)))
    return StatedEntity(node, joined, contribution), own


@lru_cache(maxsize=50_000)
def _given(entity: Entity, base: str) -> frozenset[str]:
    """The description of an entity that many documents name and an authority describes."""
    return frozenset(map(str, entity_triples([Contribution.of(entity, ())], base)))
