"""A fact as RDF: its node, the direct triple, its description and its evidence, written as statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox
from msgspec.structs import replace

from mandategraph.model import Evidence, Fact, Literal
from mandategraph.terms import (
    QUALIFIER_PROPERTIES,
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
    "StatedFact",
    "canonical",
    "direct_triple",
    "evidence_statements",
    "fact_nodes",
    "fact_triples",
    "retag",
    "stated_fact",
    "triple_key",
    "triples_of",
    "written",
]

# The properties whose text has the language of the evidence.
_TEXTS = frozenset({mg("role"), mg("unit"), mg("measure"), mg("on"), mg("task")})
_NUMBERS = frozenset({"amount", "value"})
_RESULT_PARTS = ("measure", "value", "unit", "year")
# Subject, predicate and object of ``Fact.key``.
_TRIPLE = 5
# Statements are written at once, as they are most of a graph; each term is still written by the RDF library.
_A, _LANGUAGE = str(term("rdf:type")), str(term("dct:language"))
_SUBJECT, _PREDICATE, _OBJECT = (str(term(f"rdf:{name}")) for name in ("subject", "predicate", "object"))
_FACT, _KEY, _EVIDENCE_OF, _EVIDENCE = (str(mg(name)) for name in ("Fact", "tripleKey", "evidence", "Evidence"))
_OF_FACT, _PASSAGE, _EDITION, _QUOTE = (str(mg(name)) for name in ("ofFact", "passage", "edition", "quote"))
_START, _END, _RULE, _CONFIDENCE = (str(mg(name)) for name in ("start", "end", "rule", "confidence"))
_RESULT, _BEARER, _MANDATE = (str(mg(name)) for name in ("Result", "bearer", "Mandate"))
_LABEL = str(term("rdfs:label"))


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


def triples_of(statements: Iterable[str]) -> list[ox.Triple]:
    """Statements as triples.

    :param statements: lines of N-Triples without the final dot.

    >>> triples_of(["<http://a> <http://b> 'x'".replace("'", '"')])[0].object.value
    'x'
    """
    text = "".join(f"{statement} .\n" for statement in statements)
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]


@lru_cache(maxsize=100_000)
def written(identifier: str, base: str) -> str:
    """The IRI of an id as statements have it.

    >>> written("a", "http://b/")
    '<http://b/a>'
    """
    return str(iri(identifier, base))


@lru_cache(maxsize=100_000)
def _integer(value: int) -> str:
    return str(ox.Literal(value))


@lru_cache(maxsize=10_000)
def _plain(value: str) -> str:
    return str(ox.Literal(value))


@lru_cache(maxsize=10_000)
def _number(value: float) -> str:
    return str(number(value))


def canonical(evidence: Evidence) -> Evidence:
    """Evidence of a fact whose numbers are written as the graph writes them, so that 5 and 5.0 are one fact.

    >>> fact = Fact("a", "fundedBy", "b", {"amount": "5.0"})
    >>> canonical(Evidence(fact, "para/1", 0, 1, "x", "r", "en", 1.0)).fact.qualifiers
    {'amount': '5'}
    """
    fact = evidence.fact
    if _NUMBERS.isdisjoint(fact.qualifiers):
        return evidence
    numbers = {name: number(text).value for name, text in fact.qualifiers.items() if name in _NUMBERS and text}
    if all(fact.qualifiers[name] == text for name, text in numbers.items()):
        return evidence
    return replace(evidence, fact=Fact(fact.subject, fact.predicate, fact.object, {**fact.qualifiers, **numbers}))


def evidence_statements(
    evidence: Evidence, key: Sequence[str], fact: str, edition_id: str, document_id: str, base: str
) -> Iterator[str]:
    """The statements of one piece of evidence.

    :param evidence: of a fact that is canonical.
    :param key: of the fact.
    :param fact: the fact's IRI, as statements have it.
    :param edition_id: the id of the edition.
    :param document_id: the id of the document.
    :param base: the base IRI.
    """
    start, end = evidence.start, evidence.end
    place = (edition_id, evidence.passage, str(start), str(end), evidence.rule)
    node = f"<{base}evidence/{digest((*key, *place))}>"
    yield f"{fact} {_EVIDENCE_OF} {node}"
    yield f"{node} {_A} {_EVIDENCE}"
    yield f"{node} {_OF_FACT} {fact}"
    yield f"{node} {_PASSAGE} {written(f'{document_id}/{evidence.passage}', base)}"
    yield f"{node} {_EDITION} {written(edition_id, base)}"
    yield f"{node} {_QUOTE} {words(evidence.quote, evidence.language)}"
    yield f"{node} {_START} {_integer(start)}"
    yield f"{node} {_END} {_integer(end)}"
    yield f"{node} {_RULE} {_plain(evidence.rule)}"
    yield f"{node} {_CONFIDENCE} {_number(evidence.confidence)}"
    yield f"{node} {_LANGUAGE} {_plain(evidence.language)}"


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


def direct_triple(fact: Fact, base_iri: str = BASE_IRI) -> ox.Triple:
    """What a fact says, as one triple: the answer without its qualifiers.

    :param fact: the fact.
    :param base_iri: what ids are relative to.

    >>> print(direct_triple(Fact("a", "leads", "b"), "urn:"))
    <urn:a> <https://w3id.org/mandategraph/ontology#leads> <urn:b>
    """
    return triples_of([" ".join(_direct(fact, _node(fact.key(), base_iri), base_iri))])[0]


def _node(key: Sequence[str], base: str) -> ox.NamedNode:
    return ox.NamedNode(f"{base}fact/{digest(key)}")


def stated_fact(fact: Fact, key: Sequence[str], languages: tuple[str, ...], base: str) -> StatedFact:
    """A fact that an edition states.

    :param fact: with canonical numbers.
    :param key: of the fact.
    :param languages: of its evidence, sorted.
    :param base: the base IRI.

    >>> fact = Fact("a", "leads", "b")
    >>> stated_fact(fact, fact.key(), ("en",), "urn:").said
    '<urn:a> <https://w3id.org/mandategraph/ontology#leads> <urn:b>'
    """
    node = _node(key, base)
    direct = _direct(fact, node, base)
    return StatedFact(
        node,
        digest(key[:_TRIPLE]),
        " ".join(direct),
        frozenset(_statements(fact, key, node, direct, languages[0], base)),
        languages,
    )


def _direct(fact: Fact, node: ox.NamedNode, base: str) -> tuple[str, str, str]:
    if fact.predicate == "hasResult":
        value = str(fact_nodes(node, base)[2])
    elif isinstance(fact.object, str):
        value = written(fact.object, base)
    else:
        value = str(object_term(fact.predicate, fact.object, base))
    return written(fact.subject, base), str(mg(fact.predicate)), value


def fact_triples(fact: Fact, language: str, base_iri: str = BASE_IRI) -> list[ox.Triple]:
    """The description of a fact: its own node, and the node of its mandate or result.

    :param fact: the fact.
    :param language: of words in its qualifiers.
    :param base_iri: what ids are relative to.

    >>> len(fact_triples(Fact("organization/unido", "leads", "programme/pcp"), "en"))
    5
    """
    key = fact.key()
    node = _node(key, base_iri)
    return triples_of(_statements(fact, key, node, _direct(fact, node, base_iri), language, base_iri))


def _statements(
    fact: Fact, key: Sequence[str], node: ox.NamedNode, direct: tuple[str, str, str], language: str, base: str
) -> Iterator[str]:
    own = str(node)
    subject, predicate, value = direct
    yield f"{own} {_A} {_FACT}"
    yield f"{own} {_SUBJECT} {subject}"
    yield f"{own} {_PREDICATE} {predicate}"
    yield f"{own} {_OBJECT} {value}"
    yield f'{own} {_KEY} "{digest(key[:_TRIPLE])}"'
    qualifiers = {name: str(qualifier_term(name, text, language, base)) for name, text in fact.qualifiers.items()}
    for name, part in qualifiers.items():
        yield f"{own} {QUALIFIER_PROPERTIES[name]} {part}"
    if fact.predicate == "hasResult":
        yield f"{value} {_A} {_RESULT}"
        yield f"{value} {_BEARER} {subject}"
        yield f"{value} {_LABEL} {object_term('hasResult', fact.object, base)}"
        for name in _RESULT_PARTS:
            if name in qualifiers:
                yield f"{value} {QUALIFIER_PROPERTIES[name]} {qualifiers[name]}"
    if fact.predicate == "mandates":
        parts = {"issuer": subject, "addressee": value, "statedBy": own}
        parts |= {
            role: qualifiers[name]
            for role, name in (("act", "act"), ("task", "on"), ("due", "due"))
            if name in qualifiers
        }
        mandate = str(fact_nodes(node, base)[1])
        yield f"{mandate} {_A} {_MANDATE}"
        for role, part in parts.items():
            yield f"{mandate} {mg(role)} {part}"


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
