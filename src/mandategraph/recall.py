"""Reads editions, facts, evidence and entities back out of a store, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from mandategraph.contributions import DESCRIPTION
from mandategraph.errors import UnknownEntityError
from mandategraph.model import Entity, Fact, Literal, Name
from mandategraph.store.contract import Bindings, Store
from mandategraph.terms import QUALIFIER_PROPERTIES, Term, identifier, iri, mg, qualifier_value, term
from mandategraph.vocabulary import ONTOLOGY, PREFIXES

__all__ = [
    "StoredEdition",
    "StoredEvidence",
    "StoredFact",
    "editions",
    "entities",
    "entity",
    "entity_of",
    "evidence",
    "evidences",
    "facts",
    "mentions",
    "place_of",
]

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dct", "mg", "rdf", "rdfs", "skos"))
_CHUNK = 1000
_EDITIONS = """SELECT ?edition ?document ?language ?name ?sha256 ?characters ?builtFrom WHERE {
  GRAPH ?edition { ?edition a mg:Edition ; mg:editionOf ?document ; dct:language ?language ;
    mg:fileName ?name ; mg:sha256 ?sha256 ; mg:characters ?characters
    OPTIONAL { ?edition mg:builtFrom ?builtFrom } } }"""
_FACTS = """SELECT DISTINCT ?fact ?subject ?predicate ?object ?support ?languages ?label WHERE { %s
  ?fact rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; mg:support ?support ;
    mg:languages ?languages .
  OPTIONAL { ?object a mg:Result ; rdfs:label ?label } }"""
_OF_DOCUMENT = "GRAPH ?edition { ?edition mg:editionOf ?document . ?fact mg:evidence ?evidence }"
_QUALIFIERS = "SELECT ?fact ?property ?value WHERE { ?fact ?property ?value }"
_EVIDENCE = """SELECT * WHERE { GRAPH ?edition { ?fact mg:evidence ?evidence .
  ?evidence mg:passage ?passage ; mg:quote ?quote ; mg:start ?start ; mg:end ?end ; mg:rule ?rule ;
    mg:confidence ?confidence ; dct:language ?language .
  ?edition mg:editionOf ?document .
  OPTIONAL { ?passage mg:order ?order }
  OPTIONAL { ?passage mg:number ?number } OPTIONAL { ?passage mg:heading ?heading } } }"""
_MENTIONS = "SELECT DISTINCT ?entity ?name WHERE { GRAPH ?edition { ?entity mg:mentionedAs ?name } }"
_NAME_OF = {value: name for name, value in QUALIFIER_PROPERTIES.items()}


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """One edition of a document: ``iri`` names its graph, ``document`` is the id of the document."""

    iri: str
    document: str
    language: str
    name: str
    sha256: str
    characters: int
    built_from: str | None


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact of the graph, with the number of documents and of languages that state it."""

    iri: str
    fact: Fact
    support: int
    languages: int


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """Where one edition states one fact.

    :param iri: the evidence.
    :param fact: the IRI of the fact.
    :param document: the id of the document.
    :param edition: the IRI of the edition.
    :param passage: the IRI of the passage.
    :param order: the place of the passage in its document.
    :param number: the printed number of the passage, if any.
    :param heading: the nearest heading above, if any.
    :param start: first character of the quote in the source.
    :param end: one past the last.
    :param quote: the source between them.
    :param rule: id of the rule that found it.
    :param language: of the quote.
    :param confidence: 0 to 1.
    """

    iri: str
    fact: str
    document: str
    edition: str
    passage: str
    order: int
    number: str | None
    heading: str | None
    start: int
    end: int
    quote: str
    rule: str
    language: str
    confidence: float


def editions(store: Store) -> tuple[StoredEdition, ...]:
    """The editions that a store holds, sorted by document and language.

    :param store: where to look.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from mandategraph.store import open_store
    >>> with TemporaryDirectory() as folder, open_store(Path(folder) / "graph", create=True) as store:
    ...     editions(store)
    ()
    """
    found = [
        StoredEdition(
            row["edition"].value,
            identifier(row["document"].value, store.base_iri),
            row["language"].value,
            row["name"].value,
            row["sha256"].value,
            int(row["characters"].value),
            row["builtFrom"].value if "builtFrom" in row else None,
        )
        for row in store.select(_HEAD + _EDITIONS).records()
    ]
    return tuple(sorted(found, key=lambda edition: (edition.document, edition.language)))


def facts(
    store: Store,
    subject: str | None = None,
    predicate: str | None = None,
    object: str | Literal | None = None,  # noqa: A002 - the third part of a fact has this name everywhere
    document: str | None = None,
    *,
    fact: str | None = None,
) -> Iterator[StoredFact]:
    """The facts that agree with all that is given, sorted by subject, predicate and object.

    :param store: where to look.
    :param subject: id or IRI of an entity.
    :param predicate: a key of ``vocabulary.PREDICATES``.
    :param object: id or IRI of an entity, or a literal.
    :param document: id or IRI of a document that states them.
    :param fact: the IRI of one fact.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from mandategraph.store import open_store
    >>> with TemporaryDirectory() as folder, open_store(Path(folder) / "graph", create=True) as store:
    ...     list(facts(store, predicate="leads"))
    []
    """
    base = store.base_iri
    bindings: dict[str, Term] = {}
    if subject is not None:
        bindings["subject"] = iri(subject, base)
    if predicate is not None:
        bindings["predicate"] = mg(predicate)
    if isinstance(object, str):
        bindings["object"] = iri(object, base)
    if document is not None:
        bindings["document"] = iri(document, base)
    if fact is not None:
        bindings["fact"] = iri(fact, base)
    query = _FACTS % (_OF_DOCUMENT if document is not None else "")
    rows = list(store.select(_HEAD + query, bindings).records())
    qualifiers = _qualifiers(store, [row["fact"] for row in rows])
    found = []
    for row in rows:
        value = row["label"] if "label" in row else row["object"]
        stored = StoredFact(
            row["fact"].value,
            Fact(
                identifier(row["subject"].value, base),
                row["predicate"].value.removeprefix(ONTOLOGY),
                _object(value, base),
                qualifiers[row["fact"]],
            ),
            int(row["support"].value),
            int(row["languages"].value),
        )
        if not isinstance(object, Literal) or stored.fact.object == object:
            found.append(stored)
    yield from sorted(found, key=lambda stored: (stored.fact.key(), stored.iri))


def _object(value: Term, base: str) -> str | Literal:
    if isinstance(value, ox.Literal):
        return Literal(value.value, value.language or "")
    return identifier(value.value, base)


def _in_parts(
    store: Store, query: str, name: str, terms: Iterable[Term], more: Bindings
) -> Iterator[dict[str, Term]]:
    every = sorted(set(terms), key=str)
    for first in range(0, len(every), _CHUNK):
        yield from store.select(_HEAD + query, {name: every[first : first + _CHUNK], **more}).records()


def _qualifiers(store: Store, nodes: Iterable[Term]) -> dict[Term, dict[str, str]]:
    found: dict[Term, dict[str, str]] = defaultdict(dict)
    properties = {"property": list(_NAME_OF)}
    for row in sorted(
        _in_parts(store, _QUALIFIERS, "fact", nodes, properties), key=lambda row: str(row["property"])
    ):
        name = _NAME_OF[ox.NamedNode(row["property"].value)]
        found[row["fact"]][name] = qualifier_value(name, row["value"], store.base_iri)
    return found


def evidences(store: Store, facts: Iterable[str]) -> dict[str, tuple[StoredEvidence, ...]]:
    """The evidence of many facts: the IRI of each fact -> where it is stated, sorted by document and place.

    :param store: where to look.
    :param facts: IRIs of facts.

    >>> list(evidences(graph.store, ["http://a"]))
    []
    """
    base = store.base_iri
    found: dict[str, list[StoredEvidence]] = defaultdict(list)
    for row in _in_parts(store, _EVIDENCE, "fact", map(ox.NamedNode, facts), {}):
        found[row["fact"].value].append(
            StoredEvidence(
                row["evidence"].value,
                row["fact"].value,
                identifier(row["document"].value, base),
                row["edition"].value,
                row["passage"].value,
                int(row["order"].value) if "order" in row else 0,
                row["number"].value if "number" in row else None,
                row["heading"].value if "heading" in row else None,
                int(row["start"].value),
                int(row["end"].value),
                row["quote"].value,
                row["rule"].value,
                row["language"].value,
                float(row["confidence"].value),
            )
        )
    return {fact: tuple(sorted(held, key=place_of)) for fact, held in sorted(found.items())}


def place_of(one: StoredEvidence) -> tuple[str, str, int, int, int, str, str]:
    """What evidence is sorted by: its document and its place there.

    :param one: the evidence.

    >>> place_of(evidence(graph.store, graph["绿色方案"].facts("fundedBy")[0].iri)[1])[0]
    'document/T/2'
    """
    return (one.document, one.edition, one.order, one.start, one.end, one.rule, one.iri)


def evidence(store: Store, fact_iri: str) -> tuple[StoredEvidence, ...]:
    """Where one fact is stated, sorted by document and place.

    :param store: where to look.
    :param fact_iri: the fact.

    >>> [one.number for one in evidence(graph.store, graph["绿色方案"].facts("fundedBy")[0].iri)]
    ['4', '1']
    """
    return evidences(store, [fact_iri]).get(fact_iri, ())


def entities(store: Store, iris: Iterable[str]) -> dict[str, Entity]:
    """The descriptions of many entities, by IRI; those that the store does not describe are left out.

    :param store: where to look.
    :param iris: ids or IRIs of entities.

    >>> [one.type for one in entities(graph.store, ["organization/unido"]).values()]
    ['Organization']
    """
    held: dict[str, dict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
    nodes = [iri(one, store.base_iri) for one in iris]
    # One property at a time: a much-named entity has many other triples, which are not to be looked at.
    for predicate in DESCRIPTION:
        query = f"SELECT ?entity ?value WHERE {{ ?entity {predicate} ?value }}"
        for row in _in_parts(store, query, "entity", nodes, {}):
            held[row["entity"].value][predicate].append(row["value"])
    return {
        name: entity_of(name, properties, store.base_iri)
        for name, properties in sorted(held.items())
        if term("rdf:type") in properties
    }


def entity_of(name: str, held: dict[Term, list[Term]], base: str) -> Entity:
    """An entity of what the store says of it.

    :param name: its IRI.
    :param held: its properties and their values.
    :param base: what ids are relative to.

    >>> entity_of("http://b/a", {term("rdf:type"): [mg("Event")]}, "http://b/").type
    'Event'
    """

    def first(key: str) -> str | None:
        return min((value.value for value in held.get(term(key), ())), default=None)

    parent = first("sdgo:isTargetOf") or first("mg:structuralParent")
    return Entity(
        identifier(name, base),
        (first("rdf:type") or "").rpartition("#")[2],
        _names(held.get(term("skos:prefLabel"), ())),
        _names(held.get(term("skos:altLabel"), ())),
        symbol=first("mg:symbol"),
        provisional=mg("provisional") in held.get(mg("status"), ()),
        same_as=tuple(sorted(value.value for value in held.get(term("skos:exactMatch"), ()))),
        parent=None if parent is None else identifier(parent, base),
        code=first("mg:code"),
    )


def _names(values: Iterable[Term]) -> tuple[Name, ...]:
    return tuple(sorted(Name(v.value, v.language or "") for v in values if isinstance(v, ox.Literal)))


def entity(store: Store, entity_iri: str) -> Entity:
    """The description of one entity.

    :param store: where to look.
    :param entity_iri: id or IRI of the entity.
    :raises UnknownEntityError: when the store does not describe it.

    >>> entity(graph.store, "organization/unido").label("en")
    'United Nations Industrial Development Organization'
    """
    for found in entities(store, [entity_iri]).values():
        return found
    raise UnknownEntityError(f"the graph does not describe {entity_iri}")


def mentions(store: Store, iris: Iterable[str]) -> dict[str, tuple[Name, ...]]:
    """The forms under which the documents name entities, by IRI.

    :param store: where to look.
    :param iris: ids or IRIs of entities.

    >>> [name.text for names in mentions(graph.store, ["programme/green"]).values() for name in names]
    ['绿色方案']
    """
    held: dict[str, list[Term]] = defaultdict(list)
    nodes = [iri(one, store.base_iri) for one in iris]
    for row in _in_parts(store, _MENTIONS, "entity", nodes, {}):
        held[row["entity"].value].append(row["name"])
    return {name: _names(values) for name, values in sorted(held.items())}
