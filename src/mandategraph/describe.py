"""What one edition of a document contributes to the graph, as RDF terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import itemgetter

import pyoxigraph as ox

from mandategraph.contributions import Contribution, contribution_triples, entity_triples, is_shared
from mandategraph.model import Entity, Evidence, Extraction, Fact, Literal, Name
from mandategraph.terms import (
    QUALIFIER_PROPERTIES,
    Term,
    digest,
    iri,
    mg,
    number,
    object_term,
    qualifier_term,
    term,
    words,
)
from mandategraph.vocabulary import BASE_IRI

__all__ = [
    "EditionGraph",
    "StatedEntity",
    "StatedFact",
    "describe",
    "fact_nodes",
    "fact_triples",
    "retag",
    "triple_key",
]

_A = term("rdf:type")
# The properties whose text has the language of the evidence.
_TEXTS = frozenset({mg("role"), mg("unit"), mg("measure"), mg("on"), mg("task")})
_NUMBERS = frozenset({"amount", "value"})
_RESULT_PARTS = ("measure", "value", "unit", "year")


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact that an edition states.

    :param iri: the fact.
    :param key: the same for all facts with this subject, predicate and object.
    :param direct: the direct triple.
    :param triples: its description, without support.
    :param languages: of the evidence, sorted; words in ``triples`` have the first.
    """

    iri: ox.NamedNode
    key: str
    direct: ox.Triple
    triples: frozenset[ox.Triple]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatedEntity:
    """An entity that an edition names.

    :param iri: the entity.
    :param triples: its description as this edition alone would give it.
    :param contribution: None where an authority describes the entity, so that all editions say the same; else
        what is to be joined with the contributions of other editions.
    """

    iri: ox.NamedNode
    triples: frozenset[ox.Triple]
    contribution: Contribution | None


@dataclass(frozen=True, slots=True)
class EditionGraph:
    """All that one edition contributes.

    :param iri: the edition, which is also the name of its graph.
    :param document: the document that it is an edition of.
    :param language: BCP 47 code.
    :param quads: the edition's own graph, sorted.
    :param facts: sorted by IRI.
    :param entities: sorted by IRI.
    """

    iri: ox.NamedNode
    document: ox.NamedNode
    language: str
    quads: tuple[ox.Quad, ...]
    facts: tuple[StatedFact, ...]
    entities: tuple[StatedEntity, ...]


def describe(extraction: Extraction, base_iri: str = BASE_IRI, built_from: str | None = None) -> EditionGraph:
    """All that one edition contributes to the graph.

    :param extraction: what the document states.
    :param base_iri: what ids are relative to.
    :param built_from: a hash of the file, rules and authorities: the same hash need not be built again.

    >>> from mandategraph.model import Document, Masthead
    >>> document = Document("文本", "a.txt", "0" * 64, "zh", Masthead(), ())
    >>> describe(Extraction(document, "document/GC.19/10", (), ())).iri.value
    'https://w3id.org/mandategraph/id/document/GC.19/10/zh'
    """
    language = extraction.document.language
    edition_id = f"{extraction.id}/{language}"
    edition, document = iri(edition_id, base_iri), iri(extraction.id, base_iri)
    triples = list(_edition(extraction, edition, document, built_from))
    triples += _passages(extraction, document, base_iri)
    entities = []
    for entity in extraction.entities:
        stated, own = _stated_entity(entity, extraction, edition_id, base_iri)
        entities.append(stated)
        triples += own
    stated_in: dict[tuple[str, ...], list[Evidence]] = defaultdict(list)
    for evidence in map(_canonical, extraction.evidence):
        stated_in[evidence.fact.key()].append(evidence)
        triples += _evidence(evidence, extraction, edition_id, base_iri)
    facts = []
    for found in stated_in.values():
        languages = tuple(sorted({evidence.language for evidence in found}))
        facts.append(_stated_fact(found[0].fact, languages, base_iri))
    lines = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").split(b"\n")
    distinct = dict(zip(lines, triples, strict=False))
    quads = ((line, ox.Quad(t.subject, t.predicate, t.object, edition)) for line, t in sorted(distinct.items(), key=itemgetter(0)))
    return EditionGraph(
        edition,
        document,
        language,
        tuple(quad for _, quad in quads),
        tuple(sorted(facts, key=lambda fact: fact.iri.value)),
        tuple(sorted(entities, key=lambda entity: entity.iri.value)),
    )


def _canonical(evidence: Evidence) -> Evidence:
    """Evidence of a fact whose numbers are written as the graph writes them, so that 5 and 5.0 are one fact."""
    numbers = {
        name: number(text).value for name, text in evidence.fact.qualifiers.items() if name in _NUMBERS and text
    }
    if all(evidence.fact.qualifiers[name] == text for name, text in numbers.items()):
        return evidence
    fact = evidence.fact
    return replace(evidence, fact=Fact(fact.subject, fact.predicate, fact.object, {**fact.qualifiers, **numbers}))


def _edition(
    extraction: Extraction, edition: ox.NamedNode, document: ox.NamedNode, built_from: str | None
) -> Iterable[ox.Triple]:
    source = extraction.document
    yield ox.Triple(edition, _A, mg("Edition"))
    yield ox.Triple(edition, mg("editionOf"), document)
    yield ox.Triple(edition, term("dct:language"), ox.Literal(source.language))
    yield ox.Triple(edition, mg("fileName"), ox.Literal(source.name))
    yield ox.Triple(edition, mg("sha256"), ox.Literal(source.sha256))
    yield ox.Triple(edition, mg("characters"), ox.Literal(len(source.source)))
    if built_from is not None:
        yield ox.Triple(edition, mg("builtFrom"), ox.Literal(built_from))


def _passages(extraction: Extraction, document: ox.NamedNode, base: str) -> Iterable[ox.Triple]:
    source = extraction.document.source
    for order, passage in enumerate(extraction.document.passages, 1):
        node = iri(f"{extraction.id}/{passage.path}", base)
        yield ox.Triple(node, _A, mg("Passage"))
        yield ox.Triple(node, mg("inDocument"), document)
        yield ox.Triple(node, mg("kind"), ox.Literal(passage.kind.value))
        yield ox.Triple(node, mg("order"), ox.Literal(order))
        if passage.number is not None:
            yield ox.Triple(node, mg("number"), ox.Literal(passage.number))
        if passage.heading is not None:
            yield ox.Triple(node, mg("heading"), words(passage.heading, passage.language))
        if passage.text:
            start, end = passage.span(0, len(passage.text))
            yield ox.Triple(node, mg("start"), ox.Literal(start))
            yield ox.Triple(node, mg("end"), ox.Literal(end))
            yield ox.Triple(node, mg("text"), words(source[start:end], passage.language))


def _evidence(evidence: Evidence, extraction: Extraction, edition_id: str, base: str) -> Iterable[ox.Triple]:
    place = (edition_id, evidence.passage, str(evidence.start), str(evidence.end), evidence.rule)
    node = iri("evidence/" + digest((*evidence.fact.key(), *place)), base)
    fact = _fact_iri(evidence.fact, base)
    yield ox.Triple(fact, mg("evidence"), node)
    yield ox.Triple(node, _A, mg("Evidence"))
    yield ox.Triple(node, mg("ofFact"), fact)
    yield ox.Triple(node, mg("passage"), iri(f"{extraction.id}/{evidence.passage}", base))
    yield ox.Triple(node, mg("edition"), iri(edition_id, base))
    yield ox.Triple(node, mg("quote"), words(evidence.quote, evidence.language))
    yield ox.Triple(node, mg("start"), ox.Literal(evidence.start))
    yield ox.Triple(node, mg("end"), ox.Literal(evidence.end))
    yield ox.Triple(node, mg("rule"), ox.Literal(evidence.rule))
    yield ox.Triple(node, mg("confidence"), number(evidence.confidence))
    yield ox.Triple(node, term("dct:language"), ox.Literal(evidence.language))


def _fact_iri(fact: Fact, base: str) -> ox.NamedNode:
    return iri("fact/" + digest(fact.key()), base)


def fact_nodes(fact: ox.NamedNode, base: str) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]:
    """The nodes whose description belongs to a fact: itself, its mandate and its result.

    >>> [node.value for node in fact_nodes(ox.NamedNode("http://b/fact/1"), "http://b/")]
    ['http://b/fact/1', 'http://b/mandate/1', 'http://b/result/1']
    """
    local = fact.value[len(base + "fact/") :]
    return fact, ox.NamedNode(f"{base}mandate/{local}"), ox.NamedNode(f"{base}result/{local}")


def triple_key(subject: str, predicate: str, value: str | Literal) -> str:
    """What all facts with one subject, predicate and object share, whatever their qualifiers.

    >>> triple_key("organization/unido", "leads", "programme/pcp") == triple_key("a", "leads", "b")
    False
    """
    return digest(Fact(subject, predicate, value).key())


def _stated_fact(fact: Fact, languages: tuple[str, ...], base: str) -> StatedFact:
    node = _fact_iri(fact, base)
    triples = frozenset(fact_triples(fact, languages[0], base))
    value = next(triple.object for triple in triples if triple.predicate == term("rdf:object"))
    direct = ox.Triple(iri(fact.subject, base), mg(fact.predicate), value)
    return StatedFact(node, triple_key(fact.subject, fact.predicate, fact.object), direct, triples, languages)


def fact_triples(fact: Fact, language: str, base_iri: str = BASE_IRI) -> list[ox.Triple]:
    """The description of a fact: its own node, and the node of its mandate or result.

    :param fact: the fact.
    :param language: of words in its qualifiers.
    :param base_iri: what ids are relative to.

    >>> len(fact_triples(Fact("organization/unido", "leads", "programme/pcp"), "en"))
    5
    """
    fact_node, mandate, result = fact_nodes(_fact_iri(fact, base_iri), base_iri)
    subject = iri(fact.subject, base_iri)
    is_result = fact.predicate == "hasResult"
    value = result if is_result else object_term(fact.predicate, fact.object, base_iri)
    qualifiers: dict[str, Term] = {
        name: qualifier_term(name, text, language, base_iri) for name, text in fact.qualifiers.items()
    }
    triples = [
        ox.Triple(fact_node, _A, mg("Fact")),
        ox.Triple(fact_node, term("rdf:subject"), subject),
        ox.Triple(fact_node, term("rdf:predicate"), mg(fact.predicate)),
        ox.Triple(fact_node, term("rdf:object"), value),
        ox.Triple(
            fact_node,
            mg("tripleKey"),
            ox.Literal(triple_key(fact.subject, fact.predicate, fact.object)),
        ),
    ]
    triples += [ox.Triple(fact_node, QUALIFIER_PROPERTIES[name], part) for name, part in qualifiers.items()]
    if is_result:
        triples += [ox.Triple(result, _A, mg("Result")), ox.Triple(result, mg("bearer"), subject)]
        triples.append(ox.Triple(result, term("rdfs:label"), object_term("hasResult", fact.object, base_iri)))
        triples += [
            ox.Triple(result, QUALIFIER_PROPERTIES[name], qualifiers[name])
            for name in _RESULT_PARTS
            if name in qualifiers
        ]
    if fact.predicate == "mandates":
        parts = {"issuer": subject, "addressee": value, "statedBy": fact_node}
        parts |= {
            role: qualifiers[name]
            for role, name in (("act", "act"), ("task", "on"), ("due", "due"))
            if name in qualifiers
        }
        triples.append(ox.Triple(mandate, _A, mg("Mandate")))
        triples += [ox.Triple(mandate, mg(role), part) for role, part in parts.items()]
    return triples


def retag(triples: Iterable[ox.Triple], language: str) -> frozenset[ox.Triple]:
    """The description of a fact with the words of its qualifiers in another language.

    :param triples: as ``fact_triples`` gives them.
    :param language: the language that the words get.

    >>> fact = Fact("a/b", "leads", "c/d", {"role": "Chair"})
    >>> retag(fact_triples(fact, "zh"), "en") == frozenset(fact_triples(fact, "en"))
    True
    """
    return frozenset(
        ox.Triple(triple.subject, triple.predicate, words(triple.object.value, language))
        if triple.predicate in _TEXTS and isinstance(triple.object, ox.Literal)
        else triple
        for triple in triples
    )


def _held_by(entity: Entity, language: str) -> Name:
    here = (label for label in entity.labels if label.language == language)
    return next(here, entity.labels[0] if entity.labels else Name(entity.symbol or entity.id, ""))


def _stated_entity(
    entity: Entity, extraction: Extraction, edition_id: str, base: str
) -> tuple[StatedEntity, list[ox.Triple]]:
    node = iri(entity.id, base)
    # An entity that is meant but never named is held in the graph by its label.
    mentioned = extraction.mentioned.get(entity.id) or (_held_by(entity, extraction.document.language),)
    own = [ox.Triple(node, mg("mentionedAs"), words(name.text, name.language)) for name in set(mentioned)]
    contribution = Contribution.of(entity, mentioned)
    if not is_shared(entity):
        return StatedEntity(node, entity_triples([contribution], base), None), own
    description = iri("description/" + digest((entity.id, edition_id)), base)
    own += [ox.Triple(node, mg("describedAs"), description), *contribution_triples(entity, description, base)]
    return StatedEntity(node, entity_triples([contribution], base), contribution), own
