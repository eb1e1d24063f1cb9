"""Reads all facts, evidence and entities of a store on this machine, in passes that are joined by tables.

What is asked for by name is looked up one by one, which for a whole graph takes several times as long. Each part
of these queries is a sub-select, so that the store goes once through what has one property.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pyoxigraph as ox

from mandategraph.contributions import DESCRIPTION
from mandategraph.model import Entity, Fact, Literal
from mandategraph.recall import StoredEvidence, StoredFact, entity_of, place_of
from mandategraph.store.contract import Store
from mandategraph.terms import QUALIFIER_PROPERTIES, Term, identifier, qualifier_value
from mandategraph.vocabulary import ONTOLOGY, PREFIXES

__all__ = [
    "HEAD",
    "all_entities",
    "all_evidence",
    "all_facts",
    "all_passages",
    "edition_parts",
    "in_editions",
    "joined_parts",
    "names_of",
    "no_collection",
]

HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dct", "mg", "rdf", "rdfs", "skos"))
_EDITIONS = "SELECT ?edition ?document WHERE { GRAPH ?edition { ?edition mg:editionOf ?document } }"
#: So many editions are asked for at a time: what they hold lies together.
_CHUNK = 250


def joined_parts(select: str, parts: Mapping[str, str]) -> str:
    """A query whose patterns the store goes through one by one, and then joins by tables.

    :param select: the variables that are wanted.
    :param parts: patterns by the variables that each gives.

    >>> joined_parts("?a", {"?a": "?a a mg:Fact"}).partition("SELECT")[2]
    ' ?a WHERE { { SELECT ?a WHERE { ?a a mg:Fact } } }'
    """
    groups = " ".join(f"{{ SELECT {names} WHERE {{ {pattern} }} }}" for names, pattern in parts.items())
    return f"{HEAD}SELECT {select} WHERE {{ {groups} }}"


_FACTS = joined_parts(
    "?fact ?subject ?predicate ?object ?support ?languages",
    {
        "?fact ?subject": "?fact rdf:subject ?subject",
        "?fact ?predicate": "?fact rdf:predicate ?predicate",
        "?fact ?object": "?fact rdf:object ?object",
        "?fact ?support": "?fact mg:support ?support",
        "?fact ?languages": "?fact mg:languages ?languages",
    },
)
_RESULTS = f"{HEAD}SELECT ?object ?label WHERE {{ ?object a mg:Result ; rdfs:label ?label }}"
def in_editions(select: str, properties: Mapping[str, str]) -> str:
    """A query for the evidence in some editions, with ``%`` where ``names_of`` puts them.

    :param select: the variables that are wanted: ``?fact``, ``?evidence``, ``?place`` or a property.
    :param properties: of evidence, each with its prefix.

    >>> "?evidence mg:quote ?quote" in in_editions("?quote", {"quote": "mg"})
    True
    """
    link = "VALUES (?place ?edition) { %(editions)s } GRAPH ?edition { ?fact mg:evidence ?evidence }"
    parts = {
        f"?evidence ?{name}": f"VALUES ?edition {{ %(graphs)s }} GRAPH ?edition {{ ?evidence {prefix}:{name} ?{name} }}"
        for name, prefix in properties.items()
    }
    return joined_parts(select, {"?fact ?evidence ?place": link, **parts})


_EVIDENCE = in_editions(
    "?fact ?evidence ?place ?passage ?quote ?start ?end ?rule ?confidence ?language",
    {
        "passage": "mg", "quote": "mg", "start": "mg", "end": "mg", "rule": "mg", "confidence": "mg",
        "language": "dct",
    },
)  # fmt: skip
_PASSAGES = f"""{HEAD}SELECT ?place ?passage ?property ?value WHERE {{
  VALUES (?place ?edition) {{ %(editions)s }} VALUES ?property {{ mg:order mg:number mg:heading }}
  GRAPH ?edition {{ ?passage ?property ?value }} }}"""
_DESCRIBED = joined_parts(
    "?entity ?value", {"?entity": "?entity mg:status ?status", "?entity ?value": "?entity %s ?value"}
)
_ORDER, _NUMBER, _HEADING = (ox.NamedNode(ONTOLOGY + name) for name in ("order", "number", "heading"))


@contextmanager
def no_collection() -> Iterator[None]:
    """Put off Python's search for objects that nothing holds: there are none among millions that are made at once.

    >>> with no_collection():
    ...     gc.isenabled()
    False
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def all_facts(store: Store) -> list[StoredFact]:
    """All facts, sorted by subject, predicate and object: what ``recall.facts`` gives.

    :param store: where to look.

    >>> from mandategraph.recall import facts
    >>> all_facts(graph.store) == list(facts(graph.store))
    True
    """
    base = store.base_iri
    results = {row[0]: row[1] for row in store.select(_RESULTS)}
    qualifiers: dict[Term, dict[str, str]] = defaultdict(dict)
    for name, property_ in sorted(QUALIFIER_PROPERTIES.items(), key=lambda item: str(item[1])):
        for fact, value in store.select(f"SELECT ?fact ?value WHERE {{ ?fact {property_} ?value }}"):
            if fact is not None and value is not None:
                qualifiers[fact][name] = qualifier_value(name, value, base)
    ids: dict[str, str] = {}
    found: dict[str, StoredFact] = {}
    for fact, subject, predicate, target, support, languages in store.select(_FACTS):
        assert fact and subject and predicate and target and support and languages  # noqa: S101, PT018 - none is optional
        value = results.get(target) or target
        if isinstance(value, ox.Literal):
            object_: str | Literal = Literal(value.value, value.language or "")
        else:
            object_ = ids.get(value.value) or ids.setdefault(value.value, identifier(value.value, base))
        found[fact.value] = StoredFact(
            fact.value,
            Fact(
                ids.get(subject.value) or ids.setdefault(subject.value, identifier(subject.value, base)),
                predicate.value.removeprefix(ONTOLOGY),
                object_,
                qualifiers.get(fact, {}),
            ),
            int(support.value),
            int(languages.value),
        )
    return sorted(found.values(), key=lambda stored: (stored.fact.key(), stored.iri))


def all_evidence(store: Store) -> dict[str, tuple[StoredEvidence, ...]]:
    """All evidence: the IRI of each fact -> where it is stated, as ``recall.evidences`` gives it.

    :param store: where to look.

    >>> from mandategraph.recall import evidences
    >>> all_evidence(graph.store) == evidences(graph.store, [one.iri for one in all_facts(graph.store)])
    True
    """
    found: dict[str, list[StoredEvidence]] = defaultdict(list)
    for editions in edition_parts(store):
        for one in _evidence_of(store, editions):
            found[one.fact].append(one)
    return {fact: tuple(sorted(held, key=place_of)) for fact, held in sorted(found.items())}


def edition_parts(store: Store) -> Iterator[list[tuple[str, str]]]:
    """All editions, each with the id of its document, sorted by document: so many at a time as are asked for at once.

    :param store: where to look.

    >>> [[document for _, document in part] for part in edition_parts(graph.store)]
    [['document/T/1', 'document/T/1', 'document/T/2']]
    """
    editions = sorted(
        (identifier(document.value, store.base_iri), edition.value)
        for edition, document in store.select(HEAD + _EDITIONS)
        if edition is not None and document is not None
    )
    for first in range(0, len(editions), _CHUNK):
        yield [(edition, document) for document, edition in editions[first : first + _CHUNK]]


def names_of(editions: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Some editions as queries name them: an answer says the place of an edition in the sequence.

    :param editions: IRIs, each with the id of its document.

    >>> names_of([("http://a/zh", "document/a")])
    {'editions': '(0 <http://a/zh>)', 'graphs': '<http://a/zh>'}
    """
    return {
        "editions": " ".join(f"({place} <{edition}>)" for place, (edition, _) in enumerate(editions)),
        "graphs": " ".join(f"<{edition}>" for edition, _ in editions),
    }


def all_passages(
    store: Store, editions: Sequence[tuple[str, str]]
) -> dict[tuple[str, int], tuple[int, str | None, str | None]]:
    """The order, printed number and heading of each passage, by its IRI and the place of its edition.

    :param store: where to look.
    :param editions: some of ``edition_parts``.

    >>> sorted(all_passages(graph.store, next(edition_parts(graph.store))).values())[0][1:]
    ('1', None)
    """
    held: dict[tuple[str, int], dict[Term, str]] = defaultdict(dict)
    for place, passage, property_, value in store.select(_PASSAGES % names_of(editions)):
        if place is not None and passage is not None and property_ is not None and value is not None:
            held[passage.value, int(place.value)][property_] = value.value
    return {
        key: (int(about.get(_ORDER, 0)), about.get(_NUMBER), about.get(_HEADING)) for key, about in held.items()
    }


def _evidence_of(store: Store, editions: list[tuple[str, str]]) -> Iterator[StoredEvidence]:
    """The evidence in some editions."""
    passages = all_passages(store, editions)
    query = _EVIDENCE % names_of(editions)
    for fact, evidence, place, passage, quote, start, end, rule, confidence, language in store.select(query):
        assert fact and evidence and place and passage and quote and start and end  # noqa: S101, PT018
        assert rule and confidence and language  # noqa: S101, PT018 - none is optional
        edition, document = editions[int(place.value)]
        yield StoredEvidence(
            evidence.value,
            fact.value,
            document,
            edition,
            passage.value,
            *passages.get((passage.value, int(place.value)), (0, None, None)),
            int(start.value),
            int(end.value),
            quote.value,
            rule.value,
            language.value,
            float(confidence.value),
        )


def all_entities(store: Store) -> dict[str, Entity]:
    """The descriptions of all entities, by IRI, as ``recall.entities`` gives them.

    :param store: where to look.

    >>> from mandategraph.recall import entities
    >>> all_entities(graph.store) == entities(graph.store, all_entities(graph.store))
    True
    """
    held: dict[str, dict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for predicate in DESCRIPTION:
        for entity, value in store.select(_DESCRIBED % predicate):
            if entity is not None and value is not None:
                held[entity.value][predicate].append(value)
    return {name: entity_of(name, properties, store.base_iri) for name, properties in sorted(held.items())}
