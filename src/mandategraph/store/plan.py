"""What changes in the store when editions come and go, found by look-ups of facts and entities only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from mandategraph.contributions import DESCRIPTION, Contribution, contribution, entity_triples
from mandategraph.describe import EditionGraph, StatedEntity, StatedFact, fact_nodes, retag, triple_key
from mandategraph.model import Literal
from mandategraph.store.contract import Bindings, Store
from mandategraph.terms import Term, identifier, mg, term
from mandategraph.vocabulary import PREFIXES

__all__ = ["Change", "plan", "request"]

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dct", "mg", "rdf"))
_CHUNK = 2000
_Key = tuple[ox.NamedNode, ox.NamedNode]
_KEY, _SUPPORT, _LANGUAGES, _SYMBOL = mg("tripleKey"), mg("support"), mg("languages"), mg("symbol")
_OBJECT, _SUBJECT, _PREDICATE = term("rdf:object"), term("rdf:subject"), term("rdf:predicate")

_OLD_FACTS = "SELECT DISTINCT ?fact WHERE { GRAPH ?graph { ?fact mg:evidence ?evidence } }"
_OLD_ENTITIES = "SELECT DISTINCT ?entity WHERE { GRAPH ?graph { ?entity mg:mentionedAs ?name } }"
_STATED = """SELECT ?fact ?graph ?language WHERE { GRAPH ?graph {
  ?fact mg:evidence ?evidence . ?evidence dct:language ?language } }"""
_DOCUMENT_OF = "SELECT ?graph ?document WHERE { GRAPH ?graph { ?graph mg:editionOf ?document } }"
_NODES = "SELECT ?node ?predicate ?object WHERE { ?node ?predicate ?object }"
_SAME_KEY = "SELECT ?key ?fact WHERE { ?fact mg:tripleKey ?key }"
_GIVEN = """SELECT ?entity WHERE { FILTER EXISTS { GRAPH ?graph {
  ?entity mg:mentionedAs ?name FILTER NOT EXISTS { ?entity mg:describedAs ?own } }
  FILTER(?graph NOT IN (%s)) } }"""
_SHARED = """SELECT ?entity ?graph ?predicate ?object WHERE { GRAPH ?graph {
  ?entity mg:describedAs ?own . ?own ?predicate ?object } }"""
_NAMES = """SELECT ?entity ?graph ?name WHERE { GRAPH ?graph {
  ?entity mg:describedAs ?own ; mg:mentionedAs ?name } }"""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the store from one set of editions to another.

    :param graphs: the named graphs that go, or are written anew.
    :param gone: triples that leave the default graph.
    :param come: quads that come, in the default graph and in the editions' own.
    """

    graphs: tuple[ox.NamedNode, ...]
    gone: frozenset[ox.Triple]
    come: tuple[ox.Quad, ...]


def request(change: Change) -> str:
    """A change as one SPARQL update request, which a store does as a whole or not at all.

    >>> request(Change((ox.NamedNode("http://a/g"),), frozenset(), ()))
    'DROP SILENT GRAPH <http://a/g>'
    """
    parts = [f"DROP SILENT GRAPH {graph}" for graph in change.graphs]
    if change.gone:
        lines = "".join(f"{line} .\n" for line in sorted(map(str, change.gone)))
        parts.append(f"DELETE DATA {{\n{lines}}}")
    by_graph: dict[ox.NamedNode | None, list[str]] = defaultdict(list)
    for quad in change.come:
        graph = quad.graph_name if isinstance(quad.graph_name, ox.NamedNode) else None
        by_graph[graph].append(f"{quad.triple} .\n")
    for graph, statements in by_graph.items():
        body = "".join(statements)
        parts.append("INSERT DATA {\n" + (body if graph is None else f"GRAPH {graph} {{\n{body}}}\n") + "}")
    return " ;\n".join(parts)


def plan(store: Store, incoming: Sequence[EditionGraph], leaving: Collection[ox.NamedNode] = ()) -> Change:
    """What changes when some editions come (or are replaced) and others leave.

    :param store: as it is before.
    :param incoming: editions, no two the same.
    :param leaving: editions that go.
    """
    return _Plan(store, incoming, leaving).change()


@dataclass(slots=True)
class _Facts:
    """What is known of the touched facts."""

    stated: dict[ox.NamedNode, list[StatedFact]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[ox.NamedNode, set[str]] = field(default_factory=lambda: defaultdict(set))
    languages: dict[ox.NamedNode, set[str]] = field(default_factory=lambda: defaultdict(set))
    held: dict[ox.NamedNode, set[ox.Triple]] = field(default_factory=lambda: defaultdict(set))


class _Plan:
    def __init__(
        self, store: Store, incoming: Sequence[EditionGraph], leaving: Collection[ox.NamedNode]
    ) -> None:
        self.store = store
        self.incoming = incoming
        self.touched = tuple(dict.fromkeys([*(graph.iri for graph in incoming), *leaving]))
        self.gone: set[ox.Triple] = set()
        self.wanted: set[ox.Triple] = set()
        self.facts_left: set[ox.NamedNode] = set()
        #: direct triples that stay only if another fact says them -> key of those facts
        self.doubtful: dict[ox.Triple, str] = {}

    def change(self) -> Change:
        self._facts()
        self._entities()
        self._direct_triples()
        come = {str(triple): ox.Quad(*triple) for triple in self.wanted - self.gone}
        kept = self.gone & self.wanted
        quads = [quad for _, quad in sorted(come.items())]
        for graph in sorted(self.incoming, key=lambda graph: graph.iri.value):
            quads += graph.quads
        return Change(self.touched, frozenset(self.gone - kept), tuple(quads))

    def _rows(self, query: str, bindings: Bindings) -> Iterable[tuple[Term | None, ...]]:
        """The rows of a query, asked for a limited number of terms of its first variable at a time."""
        (name, terms), *others = bindings.items()
        terms = sorted(set(terms), key=str) if isinstance(terms, Collection) else [terms]
        for first in range(0, len(terms), _CHUNK):
            yield from self.store.select(_HEAD + query, {name: terms[first : first + _CHUNK], **dict(others)})

    def _old(self, query: str) -> set[ox.NamedNode]:
        return {_node(row[0]) for row in self._rows(query, {"graph": self.touched})}

    def _facts(self) -> None:
        facts = _Facts()
        for graph in self.incoming:
            for fact in graph.facts:
                facts.stated[fact.iri].append(fact)
                facts.documents[fact.iri].add(graph.document.value)
                facts.languages[fact.iri] |= set(fact.languages)
        names = self._old(_OLD_FACTS) | facts.stated.keys()
        there = set()
        stated = list(self._rows(_STATED, {"fact": tuple(names)}))
        graphs = {_node(graph) for _, graph, _ in stated} - set(self.touched)
        document_of = {row[0]: row[1] for row in self._rows(_DOCUMENT_OF, {"graph": tuple(graphs)})}
        for node, name, language in stated:
            fact_iri = _node(node)
            there.add(fact_iri)
            if name in document_of:
                facts.documents[fact_iri].add(_text(document_of[name]))
                facts.languages[fact_iri].add(_text(language))
        self._hold(facts, there)
        for fact_iri in sorted(names, key=str):
            self._fact(fact_iri, facts)

    def _hold(self, facts: _Facts, there: set[ox.NamedNode]) -> None:
        owner = {node: fact for fact in there for node in fact_nodes(fact, self.store.base_iri)}
        for node, predicate, value in self._rows(_NODES, {"node": tuple(owner)}):
            subject = _node(node)
            facts.held[owner[subject]].add(ox.Triple(subject, _node(predicate), _term(value)))

    def _fact(self, name: ox.NamedNode, facts: _Facts) -> None:
        held = facts.held[name]
        self.gone |= held
        if not facts.documents[name]:
            self.facts_left.add(name)
            self._doubt(name, held)
            return
        language = min(facts.languages[name])
        if name in facts.stated:
            stated = facts.stated[name][0]
            triples = stated.triples if stated.languages[0] == language else retag(stated.triples, language)
            self.wanted.add(stated.direct)
        else:
            triples = retag((t for t in held if t.predicate not in (_SUPPORT, _LANGUAGES)), language)
            # The direct triple is there: another edition states the fact.
        self.wanted |= triples
        self.wanted.add(ox.Triple(name, _SUPPORT, ox.Literal(len(facts.documents[name]))))
        self.wanted.add(ox.Triple(name, _LANGUAGES, ox.Literal(len(facts.languages[name]))))

    def _doubt(self, name: ox.NamedNode, held: Iterable[ox.Triple]) -> None:
        parts = {triple.predicate: triple.object for triple in held if triple.subject == name}
        if {_SUBJECT, _PREDICATE, _OBJECT, _KEY} <= parts.keys():
            direct = ox.Triple(_node(parts[_SUBJECT]), _node(parts[_PREDICATE]), parts[_OBJECT])
            self.doubtful[direct] = _text(parts[_KEY])

    def _direct_triples(self) -> None:
        """Let go of the direct triples that no fact says any more."""
        keys = tuple(ox.Literal(key) for key in self.doubtful.values())
        said = {
            _text(key) for key, fact in self._rows(_SAME_KEY, {"key": keys}) if fact not in self.facts_left
        }
        for direct, key in self.doubtful.items():
            (self.wanted if key in said else self.gone).add(direct)

    def _entities(self) -> None:
        stated: dict[ox.NamedNode, list[StatedEntity]] = defaultdict(list)
        for graph in self.incoming:
            for entity in graph.entities:
                stated[entity.iri].append(entity)
        # A symbol is part of a description and may be a fact as well.
        symbols = {_node(direct.subject) for direct in self.doubtful if direct.predicate == _SYMBOL}
        names = self._old(_OLD_ENTITIES) | stated.keys() | symbols
        held = self._descriptions(names)
        given = {
            name: [one.triples for one in found if one.contribution is None] for name, found in stated.items()
        }
        undecided = [name for name in names if not given.get(name)]
        excluded = ", ".join(map(str, self.touched))
        elsewhere = {_node(row[0]) for row in self._rows(_GIVEN % excluded, {"entity": undecided})}
        shared = self._contributions([name for name in undecided if name not in elsewhere])
        for name in sorted(names, key=str):
            self._release(name, held[name])
            if given.get(name):
                self.wanted |= given[name][-1]
            elif name in elsewhere:
                self.wanted |= held[name]
            else:
                said = shared[name] + [one.contribution for one in stated[name] if one.contribution]
                if said:
                    self.wanted |= entity_triples(said, self.store.base_iri)

    def _release(self, name: ox.NamedNode, held: set[ox.Triple]) -> None:
        for triple in held:
            if triple.predicate == _SYMBOL:
                value = Literal(_text(triple.object))
                key = triple_key(identifier(name.value, self.store.base_iri), "symbol", value)
                self.doubtful.setdefault(triple, key)
            else:
                self.gone.add(triple)

    def _descriptions(self, names: Iterable[ox.NamedNode]) -> dict[ox.NamedNode, set[ox.Triple]]:
        found: dict[ox.NamedNode, set[ox.Triple]] = defaultdict(set)
        # One property at a time: a much-named entity has many other triples, which are not to be looked at.
        for predicate in DESCRIPTION:
            query = f"SELECT ?node ?object WHERE {{ ?node {predicate} ?object }}"
            for node, value in self._rows(query, {"node": tuple(names)}):
                subject = _node(node)
                found[subject].add(ox.Triple(subject, predicate, _term(value)))
        return found

    def _contributions(self, names: Collection[ox.NamedNode]) -> dict[ox.NamedNode, list[Contribution]]:
        """What the editions that stay say of shared entities."""
        properties: dict[_Key, list[tuple[ox.NamedNode, Term]]] = defaultdict(list)
        for node, graph, predicate, value in self._rows(_SHARED, {"entity": tuple(names)}):
            if graph not in self.touched:
                properties[_node(node), _node(graph)].append((_node(predicate), _term(value)))
        forms: dict[_Key, list[ox.Literal]] = defaultdict(list)
        for node, graph, name in self._rows(_NAMES, {"entity": tuple(names)}):
            if isinstance(name, ox.Literal):
                forms[_node(node), _node(graph)].append(name)
        found: dict[ox.NamedNode, list[Contribution]] = defaultdict(list)
        for (entity, graph), held in properties.items():
            found[entity].append(contribution(entity, held, forms[entity, graph], self.store.base_iri))
        return found


def _node(value: object) -> ox.NamedNode:
    if not isinstance(value, ox.NamedNode):
        raise TypeError(f"{value!r} is no IRI")
    return value


def _term(value: object) -> Term:
    if not isinstance(value, (ox.NamedNode, ox.Literal)):
        raise TypeError(f"{value!r} is no term of this layout")
    return value


def _text(value: object) -> str:
    return _term(value).value
