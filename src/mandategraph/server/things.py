"""One thing as a record: an entity with its facts, a fact with its sentences, a document with its passages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import pyoxigraph as ox

from mandategraph.errors import UnknownEntityError
from mandategraph.server.facts import Reader, Record, fact_iris
from mandategraph.server.state import Version
from mandategraph.terms import identifier
from mandategraph.vocabulary import ONTOLOGY, PREDICATES, PREFIXES, class_iri

__all__ = ["document_record", "entity_record", "fact_record", "is_document", "neighbours", "timeline"]

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dct", "mg", "rdf", "skos"))
_SHOWN = 25
_COUNTS = """SELECT ?predicate (COUNT(*) AS ?n) WHERE {{ ?fact {way} {node} ; rdf:predicate ?predicate }}
GROUP BY ?predicate"""
_EDITIONS = """SELECT * WHERE { GRAPH ?edition { ?edition mg:editionOf ?document ; dct:language ?language ;
  mg:fileName ?file ; mg:sha256 ?sha256 ; mg:characters ?characters } }"""
_PASSAGES = """SELECT * WHERE { GRAPH ?edition { ?passage a mg:Passage ; mg:kind ?kind ; mg:order ?order ;
  mg:start ?start ; mg:end ?end . OPTIONAL { ?passage mg:number ?number }
  OPTIONAL { ?passage mg:heading ?heading } OPTIONAL { ?passage mg:text ?text } } }"""
_STATED = """SELECT ?fact ?passage ?start ?end WHERE { GRAPH ?edition {
  ?evidence mg:ofFact ?fact ; mg:passage ?passage ; mg:start ?start ; mg:end ?end } }"""
_NEIGHBOURS = """SELECT ?other ?predicate ?out (COUNT(*) AS ?n) WHERE {{
  {{ ?fact rdf:subject {node} ; rdf:object ?other BIND(true AS ?out) }}
  UNION {{ ?fact rdf:object {node} ; rdf:subject ?other BIND(false AS ?out) }}
  ?fact rdf:predicate ?predicate . ?other mg:status ?status
}} GROUP BY ?other ?predicate ?out ORDER BY DESC(?n) STR(?other) STR(?predicate) LIMIT {limit}"""
_WHEN = ("date", "start", "due", "year", "end")
_DATED = frozenset({"date", "heldOn"})
_YEAR = re.compile(r"[0-9]{4}")
_MASTHEAD = ("symbol", "title", "date", "presentedAt", "agendaItem", "author", "adoptedAt", "adoptedBy")


def entity_record(graph: Version, iri: str, language: str, shown: int = _SHOWN) -> Record:
    """An entity: names, identifiers, facts by predicate, what is said of it elsewhere, its timeline.

    :param graph: the graph.
    :param iri: of the entity.
    :param language: of the names.
    :param shown: how many facts of each predicate.
    :raises UnknownEntityError: when the graph does not describe it.
    """
    reader = Reader(graph.store, language)
    entity = reader.entity(iri)
    if entity is None:
        raise UnknownEntityError(f"the graph does not describe {iri}")
    outgoing = _groups(graph, reader, iri, "subject", shown)
    incoming = _groups(graph, reader, iri, "object", shown)
    named = [fact for group in (*outgoing, *incoming) for fact in group["facts"]]
    known = {fact["iri"]: fact for fact in reader.facts(sorted(set(named)))}
    for group in (*outgoing, *incoming):
        group["facts"] = [known[name] for name in group["facts"] if name in known]
    every = list(known.values())
    parent = entity.parent
    return {
        **reader.link(iri),
        "id": entity.id,
        "status": "provisional" if entity.provisional else "reviewed",
        "labels": [{"text": name.text, "language": name.language} for name in entity.labels],
        "names": [{"text": name.text, "language": name.language} for name in entity.names],
        "symbol": entity.symbol,
        "code": entity.code,
        "sameAs": list(entity.same_as),
        "parent": reader.link(_absolute(parent, graph.base_iri)) if parent else None,
        "editions": [_edition(row) for row in _editions(graph, iri)],
        "outgoing": outgoing,
        "incoming": incoming,
        "timeline": timeline(every),
        "neighbours": neighbours(graph, reader, iri),
    }


def _absolute(name: str, base: str) -> str:
    from mandategraph.terms import iri

    return iri(name, base).value


def _groups(graph: Version, reader: Reader, iri: str, way: str, shown: int) -> list[Record]:
    """The IRIs of facts by predicate, in the order of the vocabulary."""
    query = _HEAD + _COUNTS.format(way=f"rdf:{way}", node=ox.NamedNode(iri))
    counts = {row["predicate"].value: int(row["n"].value) for row in graph.store.select(query).records()}
    groups = []
    for name in PREDICATES:
        count = counts.get(ONTOLOGY + name, 0)
        if not count:
            continue
        if way == "subject":
            iris = fact_iris(graph.store, subject=iri, predicate=name, limit=shown)
        else:
            iris = fact_iris(graph.store, value=iri, predicate=name, limit=shown)
        groups.append(
            {
                "predicate": {"name": name, "label": reader.word(ONTOLOGY + name)},
                "count": count,
                "facts": iris,
            }
        )
    return groups


def timeline(facts: Sequence[Record]) -> list[Record]:
    """The facts that name a time, in the order of time.

    :param facts: records of facts.
    """
    found: dict[tuple[str, str], Record] = {}
    for fact in facts:
        told = {one["name"]: one.get("value", "") for one in fact["qualifiers"]}
        when = next((told[name] for name in _WHEN if told.get(name)), None)
        if fact["predicate"]["name"] in _DATED:
            when = fact["object"].get("value")
        if when and _YEAR.match(when):
            found[when, fact["iri"]] = {
                "when": when,
                "fact": fact["iri"],
                "subject": fact["subject"],
                "predicate": fact["predicate"],
                "object": fact["object"],
            }
    return [found[key] for key in sorted(found)]


def neighbours(graph: Version, reader: Reader, iri: str, limit: int = 24) -> list[Record]:
    """What facts join a thing to: the other end, the predicate, the direction, how many facts.

    :param graph: the graph.
    :param reader: who reads.
    :param iri: of the thing.
    :param limit: how many at most.
    """
    query = _HEAD + _NEIGHBOURS.format(node=ox.NamedNode(iri), limit=limit)
    rows = list(graph.store.select(query).records())
    reader.learn(row["other"].value for row in rows)
    return [
        {
            **reader.link(row["other"].value),
            "predicate": {
                "name": row["predicate"].value.removeprefix(ONTOLOGY),
                "label": reader.word(row["predicate"].value),
            },
            "out": row["out"].value == "true",
            "facts": int(row["n"].value),
        }
        for row in rows
    ]


def fact_record(graph: Version, iri: str, language: str) -> Record:
    """A fact with its sentences.

    :param graph: the graph.
    :param iri: of the fact.
    :param language: of the names.
    :raises UnknownEntityError: when there is no such fact.
    """
    found = Reader(graph.store, language).facts([iri])
    if not found:
        raise UnknownEntityError(f"the graph has no fact {iri}")
    return found[0]


def _editions(graph: Version, document: str) -> list[dict[str, ox.NamedNode | ox.Literal]]:
    found = graph.store.select(_HEAD + _EDITIONS, {"document": ox.NamedNode(document)}).records()
    return sorted(found, key=lambda row: row["language"].value)


def _edition(row: dict[str, ox.NamedNode | ox.Literal]) -> Record:
    return {
        "iri": row["edition"].value,
        "language": row["language"].value,
        "file": row["file"].value,
        "sha256": row["sha256"].value,
        "characters": int(row["characters"].value),
    }


def is_document(graph: Version, iri: str) -> bool:
    """Whether the graph was built from this document, and does not only name it.

    :param graph: the graph.
    :param iri: of the document.
    """
    return bool(_editions(graph, iri))


def document_record(graph: Version, iri: str, language: str, edition: str | None = None) -> Record:
    """A document: its masthead, its passages and what each states.

    :param graph: the graph.
    :param iri: of the document.
    :param language: of the names, and of the edition that is preferred.
    :param edition: the language of the edition to show.
    :raises UnknownEntityError: when the graph was not built from it.
    """
    editions = _editions(graph, iri)
    if not editions:
        raise UnknownEntityError(f"the graph was not built from {iri}")
    wanted = edition or language
    row = next((one for one in editions if one["language"].value == wanted), editions[0])
    reader = Reader(graph.store, language)
    bound = {"edition": row["edition"]}
    stated: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for one in graph.store.select(_HEAD + _STATED, bound).records():
        place = (int(one["start"].value), int(one["end"].value), one["fact"].value)
        stated[one["passage"].value].append(place)
    iris = sorted({fact for held in stated.values() for _, _, fact in held})
    facts = {fact["iri"]: fact for fact in reader.facts(iris, context=False)}
    passages: list[Record] = []
    for one in graph.store.select(_HEAD + _PASSAGES, bound).records():
        name = one["passage"].value
        passages.append(
            {
                "iri": name,
                "path": identifier(name, graph.base_iri).partition(identifier(iri, graph.base_iri) + "/")[2],
                "kind": one["kind"].value,
                "order": int(one["order"].value),
                "number": one["number"].value if "number" in one else None,
                "heading": one["heading"].value if "heading" in one else None,
                "text": one["text"].value if "text" in one else None,
                "start": int(one["start"].value),
                "end": int(one["end"].value),
                "facts": [
                    {"fact": fact, "start": start, "end": end} for start, end, fact in sorted(stated.get(name, ()))
                ],
            }
        )
    passages.sort(key=lambda one: one["order"])
    symbol = identifier(iri, graph.base_iri).partition("/")[2]
    own = [fact for fact in facts.values() if fact["subject"]["iri"] == iri]
    return {
        **reader.link(iri),
        "symbol": symbol,
        "edition": _edition(row),
        "editions": [_edition(one) for one in editions],
        "hasText": any(one["text"] is not None for one in passages),
        "masthead": [fact for name in _MASTHEAD for fact in own if fact["predicate"]["name"] == name],
        "passages": passages,
        "facts": {name: _brief(fact) for name, fact in facts.items()},
        "typeLabel": reader.link(iri).get("typeLabel") or reader.word(class_iri("Document")),
    }


def _brief(fact: Record) -> Record:
    return {name: value for name, value in fact.items() if name != "evidence"}
