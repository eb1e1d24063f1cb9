"""Holds a whole graph to itself: every fact stated, every count right, every quote in its passage, no orphan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from mandategraph.factgraph import direct_triple, fact_nodes, fact_triples
from mandategraph.recall import StoredEvidence, StoredFact, editions, evidences, facts
from mandategraph.store.changes import Change, request
from mandategraph.store.contract import Store
from mandategraph.terms import Term, digest, identifier, iri, mg, term
from mandategraph.vocabulary import ONTOLOGY, PREDICATES

__all__ = ["Problem", "repair", "verify"]

_CHUNK = 500
_HEAD = f"PREFIX mg: <{ONTOLOGY}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
_HELD = "SELECT ?node ?predicate ?object WHERE { ?node ?predicate ?object }"
_STATED = "SELECT DISTINCT ?fact ?edition WHERE { GRAPH ?edition { ?fact mg:evidence ?evidence } }"
_NAMED = "SELECT DISTINCT ?entity WHERE { GRAPH ?edition { ?entity mg:mentionedAs ?name } }"
_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"
_SUBJECTS = "SELECT DISTINCT ?subject WHERE { ?subject ?predicate ?object }"
_TEXTS = """SELECT ?evidence ?start ?end ?quote ?first ?text WHERE {
  GRAPH ?edition { ?evidence mg:passage ?passage ; mg:quote ?quote ; mg:start ?start ; mg:end ?end .
    OPTIONAL { ?passage mg:text ?text ; mg:start ?first } } }"""
_DIRECT = frozenset(mg(name) for name in PREDICATES)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that is not as it must be.

    :param node: the IRI of what is wrong.
    :param message: what is wrong with it, in one line.
    :param mendable: whether what is right can be derived from the rest of the graph.
    """

    node: str
    message: str
    mendable: bool


@dataclass(slots=True)
class _Found:
    problems: list[Problem]
    gone: set[ox.Triple]
    come: set[ox.Triple]

    def mend(self, node: str, message: str, gone: Iterable[ox.Triple] = (), come: Iterable[ox.Triple] = ()) -> None:
        self.problems.append(Problem(node, message, True))
        self.gone.update(gone)
        self.come.update(come)

    def lost(self, node: str, message: str) -> None:
        self.problems.append(Problem(node, message, False))


def verify(store: Store) -> tuple[Problem, ...]:
    """All that is wrong with a graph, sorted; none when it is whole.

    :param store: the graph.

    >>> from mandategraph.store import memory_store
    >>> verify(memory_store())
    ()
    """
    return tuple(sorted(_look(store).problems))


def repair(store: Store) -> tuple[Problem, ...]:
    """Mend all that can be derived, and say what was mended; ``verify`` says what is left.

    Support, languages and direct triples follow from the evidence; facts that nothing states and things that no
    document names go. A fact of which no more is left than its evidence has to be built again.

    :param store: the graph, open for writing.
    :return: what was mended, in rounds, as what is mended may show what else is wrong; each round is sorted.
    :raises StoreError: when it cannot be written.

    >>> from mandategraph.store import memory_store
    >>> store = memory_store()
    >>> store.update(f"INSERT DATA {{ <http://a> <{ONTOLOGY}leads> <http://b> }}")
    >>> [problem.message for problem in repair(store)], verify(store)
    (['has leads that no fact states'], ())
    """
    mended: list[Problem] = []
    done: set[tuple[frozenset[ox.Triple], frozenset[ox.Triple]]] = set()
    while True:
        found = _look(store)
        gone, come = frozenset(found.gone - found.come), frozenset(found.come)
        # The same again would mend nothing: what a round takes away, a later one could bring back.
        if not (gone or come) or (gone, come) in done:
            return tuple(mended)
        done.add((gone, come))
        store.update(request(Change(tuple(sorted(map(str, gone))), tuple(sorted(map(str, come))), {}, {})))
        mended += sorted(problem for problem in found.problems if problem.mendable)


def _look(store: Store) -> _Found:
    found = _Found([], set(), set())
    held_editions = {edition.iri: edition.document for edition in editions(store)}
    for (graph,) in store.select(_GRAPHS):
        if _value(graph) not in held_editions:
            found.lost(_value(graph), "is a graph that describes no edition: build its document again")
    documents: dict[str, set[str]] = {}
    for fact, edition in store.select(_HEAD + _STATED):
        if _value(edition) in held_editions:
            documents.setdefault(_value(fact), set()).add(held_editions[_value(edition)])
    said = _facts(store, documents, found)
    _direct_triples(store, said, found)
    _subjects(store, documents, found)
    for name in sorted(held_editions):
        _quotes(store, name, found)
    return found


def _facts(store: Store, documents: Mapping[str, set[str]], found: _Found) -> dict[ox.Triple, list[str]]:
    """Hold each fact to its evidence; gives the direct triples that facts say, with those facts."""
    said: dict[ox.Triple, list[str]] = {}
    known: set[str] = set()
    everything = facts(store)
    while chunk := list(islice(everything, _CHUNK)):
        reasons = evidences(store, [one.iri for one in chunk])
        held = _held(store, [node for one in chunk for node in fact_nodes(ox.NamedNode(one.iri), store.base_iri)])
        for one in chunk:
            if one.iri in known:
                continue  # a second support or object makes a second row; the first shows the difference
            known.add(one.iri)
            _fact(store, one, reasons.get(one.iri, ()), documents.get(one.iri, set()), held, found)
            if one.iri in documents and _is_itself(one, store.base_iri):
                said.setdefault(direct_triple(one.fact, store.base_iri), []).append(one.iri)
    _without_counts(store, {name: documents[name] for name in sorted(documents.keys() - known)}, found)
    return said


def _without_counts(store: Store, documents: Mapping[str, set[str]], found: _Found) -> None:
    """Facts that are not read back because they have no counts, or no description at all."""
    held = _held(store, [ox.NamedNode(name) for name in documents])
    reasons = evidences(store, documents)
    for name, stating in documents.items():
        parts = {triple.predicate for triple in held.get(name, ())}
        languages = {reason.language for reason in reasons.get(name, ())}
        if languages and {term("rdf:subject"), term("rdf:predicate"), term("rdf:object")} <= parts:
            counts = {"support": len(stating), "languages": len(languages)}
            node = ox.NamedNode(name)
            found.mend(
                name,
                "has no count of the documents or languages that state it",
                come=(ox.Triple(node, mg(word), ox.Literal(n)) for word, n in counts.items() if mg(word) not in parts),
            )
        else:
            found.lost(name, "has evidence but no description: build its documents again")


def _is_itself(one: StoredFact, base: str) -> bool:
    return one.iri == iri("fact/" + digest(one.fact.key()), base).value


def _fact(
    store: Store,
    one: StoredFact,
    reasons: Sequence[StoredEvidence],
    documents: set[str],
    held: Mapping[str, set[ox.Triple]],
    found: _Found,
) -> None:
    base = store.base_iri
    node = ox.NamedNode(one.iri)
    there = {triple for part in fact_nodes(node, base) for triple in held.get(part.value, ())}
    if not documents:
        found.mend(one.iri, "is a fact that no document states", gone=there)
        return
    if not _is_itself(one, base):
        found.lost(one.iri, "does not say what its name stands for: build its documents again")
        return
    languages = {reason.language for reason in reasons}
    if not languages:
        found.lost(one.iri, "has evidence that is not whole: build its documents again")
        return
    right = {
        *fact_triples(one.fact, min(languages), base),
        ox.Triple(node, mg("support"), ox.Literal(len(documents))),
        ox.Triple(node, mg("languages"), ox.Literal(len(languages))),
    }
    if there != right:
        counts = {mg("support"), mg("languages")}
        wrong = sorted({_short(triple.predicate) for triple in there ^ right})
        if {triple.predicate for triple in there ^ right} <= counts:
            message = f"is stated by {len(documents)} documents in {len(languages)} languages, and counts otherwise"
        else:
            message = f"has {', '.join(wrong)} that do not follow from what it says"
        found.mend(one.iri, message, there - right, right - there)
    for reason in reasons:
        place = (identifier(reason.edition, base), _path(reason, base), str(reason.start), str(reason.end), reason.rule)
        if reason.iri != iri("evidence/" + digest((*one.fact.key(), *place)), base).value:
            found.lost(reason.iri, "is evidence that does not say what its name stands for: build its document again")


def _path(reason: StoredEvidence, base: str) -> str:
    return identifier(reason.passage, base).removeprefix(f"{reason.document}/")


def _direct_triples(store: Store, said: Mapping[ox.Triple, Sequence[str]], found: _Found) -> None:
    there = set()
    for predicate in sorted(_DIRECT, key=str):
        for row in store.select(f"SELECT ?s ?o WHERE {{ ?s {predicate} ?o }}"):
            subject, value = row
            if isinstance(subject, ox.NamedNode) and value is not None:
                there.add(ox.Triple(subject, predicate, value))
    for triple in sorted(said.keys() - there, key=str):
        found.mend(said[triple][0], "is a fact whose answer is not in the default graph", come=[triple])
    for triple in sorted(there - said.keys(), key=str):
        if triple.predicate != mg("symbol"):  # a symbol is a part of descriptions, too
            found.mend(_name(triple), f"has {_short(triple.predicate)} that no fact states", gone=[triple])


def _subjects(store: Store, documents: Mapping[str, set[str]], found: _Found) -> None:
    """Things of the default graph that nothing states or names, and things that are named but not described."""
    base = store.base_iri
    stated = {part.value for fact in documents for part in fact_nodes(ox.NamedNode(fact), base)}
    named = {_value(entity) for (entity,) in store.select(_HEAD + _NAMED)}
    described = {_value(subject) for (subject,) in store.select(_SUBJECTS)}
    mended = {triple.subject.value for triple in found.gone if isinstance(triple.subject, ox.NamedNode)}
    orphans = sorted(described - stated - named - mended)
    for first in range(0, len(orphans), _CHUNK):
        held = _held(store, [ox.NamedNode(name) for name in orphans[first : first + _CHUNK]])
        for name, triples in sorted(held.items()):
            found.mend(name, "is in the graph, and no document names it", gone=triples)
    typed = {_value(node) for (node,) in store.select(_HEAD + "SELECT DISTINCT ?node WHERE { ?node rdf:type ?any }")}
    for name in sorted(named - typed):
        found.lost(name, "is named by a document and not described: build the document again")


def _quotes(store: Store, edition: str, found: _Found) -> None:
    for row in store.select(_HEAD + _TEXTS, {"edition": ox.NamedNode(edition)}).records():
        start, end, quote = int(row["start"].value), int(row["end"].value), row["quote"].value
        name = row["evidence"].value
        if "text" not in row:
            found.lost(name, "is evidence in a passage that its edition does not hold: build the document again")
        else:
            first = int(row["first"].value)
            if start < first or row["text"].value[start - first : end - first] != quote:
                found.lost(name, "quotes what its passage does not say: build the document again")


def _held(store: Store, nodes: Sequence[ox.NamedNode]) -> dict[str, set[ox.Triple]]:
    found: dict[str, set[ox.Triple]] = {}
    for node, predicate, value in store.select(_HELD, {"node": nodes}) if nodes else ():
        if isinstance(node, ox.NamedNode) and isinstance(predicate, ox.NamedNode) and value is not None:
            found.setdefault(node.value, set()).add(ox.Triple(node, predicate, value))
    return found


def _short(predicate: ox.NamedNode) -> str:
    return predicate.value.removeprefix(ONTOLOGY).rpartition("#")[2]


def _name(triple: ox.Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, ox.NamedNode) else str(triple.subject)


def _value(value: Term | None) -> str:
    return "" if value is None else value.value
