"""What one edition of a document contributes to the graph, as RDF terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import pyoxigraph as ox

from mandategraph.contributions import Contribution, contribution_triples, entity_triples, is_shared
from mandategraph.model import Entity, Evidence, Extraction, Fact, Literal, Name
from mandategraph.provenance import Making
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
    "direct_triple",
    "fact_nodes",
    "fact_triples",
    "retag",
    "triple_key",
    "triples_of",
]

_A = term("rdf:type")
# The properties whose text has the language of the evidence.
_TEXTS = frozenset({mg("role"), mg("unit"), mg("measure"), mg("on"), mg("task")})
_NUMBERS = frozenset({"amount", "value"})
_RESULT_PARTS = ("measure", "value", "unit", "year")


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact that an edition states. Statements are lines of N-Triples without the final dot.

    :param iri: the fact.
    :param key: the same for all facts with this subject, predicate and object.
    :param said: the direct triple, as a statement.
    :param statements: its description, without support.
    :param languages: of the evidence, sorted; words in ``statements`` have the first.
    """

    iri: ox.NamedNode
    key: str
    said: str
    statements: frozenset[str]
    languages: tuple[str, ...]

    @property
    def direct(self) -> ox.Triple:
        """The direct triple."""
        return triples_of([self.said])[0]

    @property
    def triples(self) -> frozenset[ox.Triple]:
        """Its description, without support."""
        return frozenset(triples_of(self.statements))


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


def triples_of(statements: Iterable[str]) -> list[ox.Triple]:
    """Statements as triples.

    :param statements: lines of N-Triples without the final dot.

    >>> triples_of(["<http://a> <http://b> 'x'".replace("'", '"')])[0].object.value
    'x'
    """
    text = "".join(f"{statement} .\n" for statement in statements)
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]


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
    for evidence in map(_canonical, extraction.evidence):
        stated_in[evidence.fact.key()].append(evidence)
    facts = []
    for key, found in stated_in.items():
        node = iri("fact/" + digest(key), base_iri)
        for evidence in found:
            statements.update(_evidence(evidence, key, node, extraction.id, edition_id, base_iri))
        languages = tuple(sorted({evidence.language for evidence in found}))
        facts.append(_stated_fact(found[0].fact, languages, base_iri))
    return EditionGraph(
        edition,
        document,
        language,
        tuple(sorted(statements)),
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


# These three make most of a graph, so they write statements at once: terms are still written by the RDF library.
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


def _evidence(
    evidence: Evidence, key: tuple[str, ...], fact: ox.NamedNode, document_id: str, edition_id: str, base: str
) -> Iterable[str]:
    place = (edition_id, evidence.passage, str(evidence.start), str(evidence.end), evidence.rule)
    node = str(iri("evidence/" + digest((*key, *place)), base))
    yield f"{fact} {mg('evidence')} {node}"
    yield f"{node} {_A} {mg('Evidence')}"
    yield f"{node} {mg('ofFact')} {fact}"
    yield f"{node} {mg('passage')} {iri(f'{document_id}/{evidence.passage}', base)}"
    yield f"{node} {mg('edition')} {iri(edition_id, base)}"
    yield f"{node} {mg('quote')} {words(evidence.quote, evidence.language)}"
    yield f"{node} {mg('start')} {ox.Literal(evidence.start)}"
    yield f"{node} {mg('end')} {ox.Literal(evidence.end)}"
    yield f"{node} {mg('rule')} {ox.Literal(evidence.rule)}"
    yield f"{node} {mg('confidence')} {number(evidence.confidence)}"
    yield f"{node} {term('dct:language')} {ox.Literal(evidence.language)}"


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
    triples = fact_triples(fact, languages[0], base)
    said = str(direct_triple(fact, base))
    key = triple_key(fact.subject, fact.predicate, fact.object)
    return StatedFact(node, key, said, frozenset(map(str, triples)), languages)


def direct_triple(fact: Fact, base_iri: str = BASE_IRI) -> ox.Triple:
    """What a fact says, as one triple: the answer without its qualifiers.

    :param fact: the fact.
    :param base_iri: what ids are relative to.

    >>> print(direct_triple(Fact("a", "leads", "b"), "urn:"))
    <urn:a> <https://w3id.org/mandategraph/ontology#leads> <urn:b>
    """
    value: Term
    if fact.predicate == "hasResult":
        *_, value = fact_nodes(_fact_iri(fact, base_iri), base_iri)
    else:
        value = object_term(fact.predicate, fact.object, base_iri)
    return ox.Triple(iri(fact.subject, base_iri), mg(fact.predicate), value)


def fact_triples(fact: Fact, language: str, base_iri: str = BASE_IRI) -> list[ox.Triple]:
    """The description of a fact: its own node, and the node of its mandate or result.

    :param fact: the fact.
    :param language: of words in its qualifiers.
    :param base_iri: what ids are relative to.

    >>> len(fact_triples(Fact("organization/unido", "leads", "programme/pcp"), "en"))
    5
    """
    fact_node, mandate, result = fact_nodes(_fact_iri(fact, base_iri), base_iri)
    direct = direct_triple(fact, base_iri)
    subject, value = direct.subject, direct.object
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
    if fact.predicate == "hasResult":
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
