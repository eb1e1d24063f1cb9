"""What is in the graph as a whole: counts, documents, and lists of things and facts."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from mandategraph.recall import entities
from mandategraph.server.facts import Reader, Record, fact_iris
from mandategraph.server.state import Version
from mandategraph.store import EmbeddedStore
from mandategraph.vocabulary import CLASSES, ONTOLOGY, PREDICATES, PREFIXES, class_iri

__all__ = ["document_list", "fact_list", "overview", "things"]

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dct", "mg", "rdf", "skos"))
_TYPES = "SELECT ?type (COUNT(*) AS ?n) WHERE { ?thing mg:status ?status ; a ?type } GROUP BY ?type"
_PREDICATES = "SELECT ?predicate (COUNT(*) AS ?n) WHERE { ?fact rdf:predicate ?predicate } GROUP BY ?predicate"
_TOTALS = """SELECT (COUNT(DISTINCT ?document) AS ?documents) (COUNT(DISTINCT ?edition) AS ?editions) WHERE {
  GRAPH ?edition { ?edition mg:editionOf ?document } }"""
_STATEMENTS = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?edition { ?evidence mg:ofFact ?fact } }"
_PASSAGES = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?edition { ?passage a mg:Passage } }"
_DOCUMENTS = """SELECT ?document ?language (MIN(STR(?anyTitle)) AS ?title) (SAMPLE(?anySession) AS ?session)
  (MIN(STR(?anyDate)) AS ?date) (COUNT(DISTINCT ?fact) AS ?facts) WHERE {
  GRAPH ?edition { ?edition mg:editionOf ?document ; dct:language ?language }
  OPTIONAL { ?document mg:title ?anyTitle FILTER(LANG(?anyTitle) = ?language) }
  OPTIONAL { ?document mg:presentedAt ?anySession }
  OPTIONAL { ?document mg:date ?anyDate }
  OPTIONAL { GRAPH ?edition { ?fact mg:evidence ?evidence } }
} GROUP BY ?document ?language ORDER BY STR(?document) STR(?language)"""
_THINGS = """SELECT ?thing (COUNT(?fact) AS ?n) WHERE {{ ?thing a {type} ; mg:status ?status .
  OPTIONAL {{ {{ ?fact rdf:subject ?thing }} UNION {{ ?fact rdf:object ?thing }} }} }}
GROUP BY ?thing ORDER BY DESC(?n) STR(?thing) LIMIT {limit} OFFSET {offset}"""


def _number(store: EmbeddedStore, query: str) -> int:
    return int(next(store.select(_HEAD + query).records())["n"].value)


def _counts(store: EmbeddedStore, query: str, name: str) -> list[tuple[str, int]]:
    found = [(row[name].value, int(row["n"].value)) for row in store.select(_HEAD + query).records()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _totals(store: EmbeddedStore) -> Mapping[str, int]:
    row = next(store.select(_HEAD + _TOTALS).records())
    return {
        "documents": int(row["documents"].value),
        "editions": int(row["editions"].value),
        "passages": _number(store, _PASSAGES),
        "statements": _number(store, _STATEMENTS),
    }


def overview(graph: Version, language: str) -> Record:
    """What is in the graph: documents, entities by type, facts by predicate.

    :param graph: the graph.
    :param language: of the words.
    """
    reader = Reader(graph.store, language)
    types = graph.keep("overview", "types", lambda store: _counts(store, _TYPES, "type"))
    predicates = graph.keep("overview", "predicates", lambda store: _counts(store, _PREDICATES, "predicate"))
    totals = graph.keep("overview", "totals", _totals)
    known = {class_iri(name): name for name in CLASSES}
    return {
        **totals,
        "entities": sum(count for _, count in types),
        "facts": sum(count for _, count in predicates),
        "types": [
            {"name": known[iri], "label": reader.word(iri), "count": count} for iri, count in types if iri in known
        ],
        "predicates": [
            {"name": iri.removeprefix(ONTOLOGY), "label": reader.word(iri), "count": count} for iri, count in predicates
        ],
        "version": graph.name,
        "base": graph.base_iri,
    }


def document_list(graph: Version, language: str) -> list[Record]:
    """The documents: symbol, title, language, session, date and number of facts.

    :param graph: the graph.
    :param language: of the names.
    """
    reader = Reader(graph.store, language)
    rows = graph.keep("documents", "", lambda store: list(store.select(_HEAD + _DOCUMENTS).records()))
    reader.learn(row[name].value for row in rows for name in ("document", "session") if name in row)
    found = []
    for row in rows:
        link = reader.link(row["document"].value)
        found.append(
            {
                **link,
                "symbol": row["document"].value.removeprefix(graph.base_iri).partition("/")[2],
                "title": row["title"].value if "title" in row else link["label"],
                "language": row["language"].value,
                "session": reader.link(row["session"].value) if "session" in row else None,
                "date": row["date"].value if "date" in row else None,
                "facts": int(row["facts"].value),
            }
        )
    return found


def things(graph: Version, kind: str, language: str, *, limit: int = 100, offset: int = 0) -> Record:
    """The things of one type, those with most facts first.

    :param graph: the graph.
    :param kind: a key of ``vocabulary.CLASSES``.
    :param language: of the names.
    :param limit: how many at most.
    :param offset: how many to leave out.
    """
    reader = Reader(graph.store, language)
    query = _THINGS.format(type=ox.NamedNode(class_iri(kind)), limit=limit + 1, offset=offset)
    rows = graph.keep("things", (kind, limit, offset), lambda s: list(s.select(_HEAD + query).records()))
    reader.learn(row["thing"].value for row in rows)
    return {
        "type": {"name": kind, "label": reader.word(class_iri(kind))},
        "things": [{**reader.link(row["thing"].value), "facts": int(row["n"].value)} for row in rows[:limit]],
        "more": len(rows) > limit,
        "offset": offset,
        "limit": limit,
    }


def fact_list(
    graph: Version,
    language: str,
    *,
    subject: str | None = None,
    predicate: str | None = None,
    value: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Record:
    """Facts with their evidence, those that most documents state first.

    :param graph: the graph.
    :param language: of the names.
    :param subject: the IRI of an entity.
    :param predicate: a key of ``vocabulary.PREDICATES``.
    :param value: the IRI of the object.
    :param limit: how many at most.
    :param offset: how many to leave out.
    """
    reader = Reader(graph.store, language)
    iris = fact_iris(graph.store, subject=subject, predicate=predicate, value=value, limit=limit + 1, offset=offset)
    named = predicate if predicate in PREDICATES else None
    return {
        "subject": reader.link(subject) if subject else None,
        "predicate": {"name": named, "label": reader.word(ONTOLOGY + named)} if named else None,
        "object": reader.link(value) if value else None,
        "facts": reader.facts(iris[:limit]),
        "more": len(iris) > limit,
        "offset": offset,
        "limit": limit,
    }


def described(store: EmbeddedStore, iri: str) -> bool:
    """Whether the graph describes a thing.

    :param store: where to look.
    :param iri: of the thing.
    """
    return bool(entities(store, [iri]))
