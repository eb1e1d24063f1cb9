"""A generated graph in the layout of a built one, of any size, for measurements."""

from __future__ import annotations

import json
import random
import tempfile
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pyoxigraph as ox

from mandategraph.factgraph import triple_key
from mandategraph.store import open_store
from mandategraph.store.embedded import EmbeddedStore
from mandategraph.vocabulary import BASE_IRI, ONTOLOGY, PREFIXES

__all__ = ["make_store", "statements"]

_MG, _RDF, _SKOS, _DCT = ONTOLOGY, PREFIXES["rdf"], PREFIXES["skos"], PREFIXES["dct"]
_INT = f"^^<{PREFIXES['xsd']}integer>"
_KINDS = ("Organization", "Programme", "Resolution", "Framework", "Partnership", "Event", "Country")
_PREDICATES = ("partnerOf", "fundedBy", "implementedBy", "cites", "partOf", "leads", "operatesIn", "participatesIn")
_FACTS_A_DOCUMENT = 40


def statements(facts: int, seed: int = 6) -> Iterator[str]:
    """The lines of an N-Quads file: entities drawn by Zipf's law, forty facts a document, each stated once or twice.

    As in a built graph, no two facts have the same subject, predicate and object, for they have no qualifiers.

    :param facts: how many.
    :param seed: of the random numbers.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    count = max(20, facts // 10)
    things = [f"<{BASE_IRI}organization/e{number}>" for number in range(count)]
    weights = [1 / (rank + 10) for rank in range(count)]
    for number, thing in enumerate(things):
        yield f"{thing} <{_RDF}type> <{_MG}{_KINDS[number % len(_KINDS)]}> .\n"
        yield f'{thing} <{_SKOS}prefLabel> "Entity {number}"@en .\n'
        yield f'{thing} <{_SKOS}prefLabel> "实体{number}"@zh .\n'
        yield f"{thing} <{_MG}status> <{_MG}reviewed> .\n"
    documents = -(-facts // _FACTS_A_DOCUMENT)
    for document in range(documents):
        yield from _document(document)
    heights, last = list(accumulate(weights)), count - 1
    made: set[int] = set()
    while len(made) < facts:
        pair = [min(bisect(heights, chance.random() * heights[-1]), last) for _ in range(2)]
        predicate = chance.randrange(len(_PREDICATES))
        place = (pair[0] * count + pair[1]) * len(_PREDICATES) + predicate
        if pair[0] != pair[1] and place not in made:
            yield from _fact(len(made), things[pair[0]], _PREDICATES[predicate], things[pair[1]], chance, documents)
            made.add(place)


def _document(number: int) -> Iterator[str]:
    root = f"{BASE_IRI}document/B/{number}"
    edition = f"<{root}/en>"
    day = f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
    yield f"<{root}> <{_RDF}type> <{_MG}Document> .\n"
    yield f'<{root}> <{_SKOS}prefLabel> "B/{number}" .\n'
    yield f'<{root}> <{_MG}symbol> "B/{number}" .\n'
    yield f"<{root}> <{_MG}status> <{_MG}reviewed> .\n"
    yield f'<{root}> <{_MG}date> "{day}"^^<{PREFIXES["xsd"]}date> .\n'
    for predicate, value in (
        (f"<{_RDF}type>", f"<{_MG}Edition>"),
        (f"<{_MG}editionOf>", f"<{root}>"),
        (f"<{_DCT}language>", '"en"'),
        (f"<{_MG}fileName>", f'"{number}.txt"'),
        (f"<{_MG}sha256>", f'"{"0" * 64}"'),
        (f"<{_MG}characters>", f'"9000"{_INT}'),
    ):
        yield f"{edition} {predicate} {value} {edition} .\n"


def _fact(
    number: int, subject: str, predicate: str, target: str, chance: random.Random, documents: int
) -> Iterator[str]:
    fact = f"<{BASE_IRI}fact/{number:016x}>"
    stated = {number // _FACTS_A_DOCUMENT}
    if number % 10 == 0:
        stated.add(chance.randrange(documents))
    yield f"{subject} <{_MG}{predicate}> {target} .\n"
    yield f"{fact} <{_RDF}type> <{_MG}Fact> .\n"
    yield f"{fact} <{_RDF}subject> {subject} .\n"
    yield f"{fact} <{_RDF}predicate> <{_MG}{predicate}> .\n"
    yield f"{fact} <{_RDF}object> {target} .\n"
    key = triple_key(*(term[1 + len(BASE_IRI) : -1] if term is not predicate else term for term in (subject, predicate, target)))
    yield f'{fact} <{_MG}tripleKey> "{key}" .\n'
    yield f'{fact} <{_MG}support> "{len(stated)}"{_INT} .\n'
    yield f'{fact} <{_MG}languages> "1"{_INT} .\n'
    for document in sorted(stated):
        root = f"{BASE_IRI}document/B/{document}"
        edition = f"<{root}/en>"
        node = f"<{BASE_IRI}evidence/{number:012x}{document:04x}>"
        for left, middle, right in (
            (fact, "evidence", node),
            (node, "ofFact", fact),
            (node, "passage", f"<{root}/para/{number % 40 + 1}>"),
            (node, "edition", edition),
            (node, "quote", f'"Sentence {number} of document {document} states it."@en'),
            (node, "start", f'"{number % 9000}"{_INT}'),
            (node, "end", f'"{number % 9000 + 40}"{_INT}'),
            (node, "rule", '"en/rule-1"'),
            (node, "confidence", f'"0.9"^^<{PREFIXES["xsd"]}decimal>'),
        ):
            yield f"{left} <{_MG}{middle}> {right} {edition} .\n"
        yield f"{node} <{_RDF}type> <{_MG}Evidence> {edition} .\n"
        yield f'{node} <{_DCT}language> "en" {edition} .\n'


def make_store(folder: Path, facts: int) -> EmbeddedStore:
    """A store with a generated graph, open for reading; one that is there already is taken as it is.

    :param folder: where it is or will be.
    :param facts: how many.
    """
    done = folder.with_suffix(".json")
    if not done.exists():
        open_store(folder, create=True).close()
        version = open_store(folder).folder
        assert version is not None
        with tempfile.NamedTemporaryFile("w", suffix=".nq", encoding="utf-8", dir=folder.parent) as file:
            file.writelines(statements(facts))
            file.flush()
            store = ox.Store(str(version))
            store.bulk_load(path=file.name, format=ox.RdfFormat.N_QUADS)
            store.optimize()
        done.write_text(json.dumps({"facts": facts}) + "\n", encoding="utf-8")
    return open_store(folder)
