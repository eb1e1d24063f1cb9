"""What changes in the store when editions come and go, found by look-ups of facts and entities only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import pyoxigraph as ox

from mandategraph.contributions import (
    DESCRIPTION,
    Contribution,
    adds_nothing,
    contribution,
    entity_triples,
    stand_in,
)
from mandategraph.describe import EditionGraph, StatedEntity
from mandategraph.factgraph import fact_nodes, retag, triple_key
from mandategraph.model import Literal
from mandategraph.store.changes import Change
from mandategraph.store.contract import Bindings, Store
from mandategraph.store.held import HeldEdition, TouchedFacts, as_node, as_term, as_text
from mandategraph.store.memory import Count, Memory
from mandategraph.terms import Term, identifier, mg, term
from mandategraph.vocabulary import PREFIXES

__all__ = ["plan"]

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dct", "mg", "rdf"))
_CHUNK, _SMALL_CHUNK = 2000, 100
#: So many editions are looked at for the languages in which a fact is stated in several.
_SAMPLE = 8
_Key = tuple[ox.NamedNode, ox.NamedNode]
_KEY, _SUPPORT, _LANGUAGES, _SYMBOL = mg("tripleKey"), mg("support"), mg("languages"), mg("symbol")
_MENTIONED = mg("mentionedAs")
_OBJECT, _SUBJECT, _PREDICATE = term("rdf:object"), term("rdf:subject"), term("rdf:predicate")

_ANYTHING = "ASK { { ?s ?p ?o } UNION { GRAPH ?graph { ?s ?p ?o } } }"
_HELD = "SELECT ?graph ?s ?p ?o WHERE { GRAPH ?graph { ?s ?p ?o } }"
# Looked up first: most facts of a new document are new, and this is a look-up of one small index.
# That of the others counts on, so that the cost does not grow with the number of editions that state them.
_KNOWN = "SELECT ?fact WHERE { ?fact mg:support ?support }"
_STATED = """SELECT ?fact ?graph ?language WHERE { GRAPH ?graph {
  ?fact mg:evidence ?evidence . ?evidence dct:language ?language } }"""
_SOME_LANGUAGES = """{ SELECT (%s AS ?fact) ?language WHERE { GRAPH ?graph {
  %s mg:evidence ?evidence . ?evidence dct:language ?language } } LIMIT %d }"""
_EDITIONS_OF = "SELECT ?document ?graph WHERE { GRAPH ?graph { ?graph mg:editionOf ?document } }"
_STATED_BY = "SELECT ?graph ?fact WHERE { GRAPH ?graph { ?fact mg:evidence ?evidence } }"
_DOCUMENT_OF = "SELECT ?graph ?document WHERE { GRAPH ?graph { ?graph mg:editionOf ?document } }"
_NODES = "SELECT ?node ?predicate ?object WHERE { ?node ?predicate ?object }"
_SAME_KEY = "SELECT ?key ?fact WHERE { ?fact mg:tripleKey ?key }"
_GIVEN = """SELECT ?entity WHERE { FILTER EXISTS { GRAPH ?graph {
  ?entity mg:mentionedAs ?name FILTER NOT EXISTS { ?entity mg:describedAs ?own } }
  FILTER(?graph NOT IN (%s)) } }"""
# A few editions that describe an entity: one of them is likely to say what the one that goes says.
_WITNESSES = """SELECT ?graph ?own WHERE { GRAPH ?graph { ?entity mg:describedAs ?own } } LIMIT 8"""
_SHARED = """SELECT ?entity ?graph ?predicate ?object WHERE { GRAPH ?graph {
  ?entity mg:describedAs ?own . ?own ?predicate ?object } }"""
_OWN = """SELECT ?graph ?predicate ?object WHERE { VALUES (?graph ?own) { %s } GRAPH ?graph {
  { ?own ?predicate ?object } UNION { %s ?predicate ?object FILTER(?predicate = mg:mentionedAs) } } }"""
_NAMES = """SELECT ?entity ?graph ?name WHERE { GRAPH ?graph {
  ?entity mg:describedAs ?own ; mg:mentionedAs ?name } }"""


def plan(
    store: Store,
    incoming: Sequence[EditionGraph],
    leaving: Collection[ox.NamedNode] = (),
    memory: Memory | None = None,
) -> Change:
    """What changes when some editions come (or are replaced) and others leave.

    :param store: as it is before.
    :param incoming: editions, no two the same.
    :param leaving: editions that go.
    :param memory: what is known of the store and need not be looked up.
    """
    return _Plan(store, incoming, leaving, memory or Memory()).change()


class _Plan:
    def __init__(
        self, store: Store, incoming: Sequence[EditionGraph], leaving: Collection[ox.NamedNode], memory: Memory
    ) -> None:
        self.store = store
        self.memory = memory
        self.incoming = incoming
        self.is_empty = not store.ask(_ANYTHING)
        self.touched = tuple(dict.fromkeys([*(graph.iri for graph in incoming), *leaving]))
        self.held = self._held_editions()
        self.gone: set[str] = set()
        self.wanted: set[str] = set()
        self.counts: dict[ox.NamedNode, Count] = {}
        self.facts_left: set[ox.NamedNode] = set()
        #: direct triples that stay only if another fact says them -> key of those facts
        self.doubtful: dict[str, str] = {}
        self.doubtful_symbols: set[ox.NamedNode] = set()

    def change(self) -> Change:
        self._facts()
        self._entities()
        self._direct_triples()
        incoming = {graph.iri: graph.statements for graph in self.incoming}
        left, entered = {}, {}
        for graph in sorted(self.touched, key=str):
            old, new = self.held[graph].statements, incoming.get(graph, ())
            left[graph] = tuple(sorted(old.difference(new)))
            entered[graph] = tuple(statement for statement in new if statement not in old) if old else new
        come = self.wanted - self.gone - self.doubtful.keys()
        return Change(tuple(sorted(self.gone - self.wanted)), tuple(sorted(come)), left, entered)

    def _held_editions(self) -> dict[ox.NamedNode, HeldEdition]:
        held: dict[ox.NamedNode, HeldEdition] = defaultdict(HeldEdition)
        for graph, subject, predicate, value in self._rows(_HELD, {"graph": self.touched}):
            held[as_node(graph)].add(as_node(subject), as_node(predicate), as_term(value))
        return held

    def _rows(self, query: str, bindings: Bindings) -> Iterable[tuple[Term | None, ...]]:
        """The rows of a query, asked for a limited number of terms of its first variable at a time."""
        if self.is_empty:
            return
        (name, terms), *others = bindings.items()
        terms = sorted(set(terms), key=str) if isinstance(terms, Collection) else [terms]
        for first in range(0, len(terms), _CHUNK):
            yield from self.store.select(_HEAD + query, {name: terms[first : first + _CHUNK], **dict(others)})

    def _facts(self) -> None:
        facts = TouchedFacts()
        for graph in self.incoming:
            for fact in graph.facts:
                facts.stated[fact.iri].append(fact)
                facts.documents[fact.iri].add(graph.document.value)
                facts.languages[fact.iri] |= set(fact.languages)
        left = {fact for held in self.held.values() for fact in held.facts}
        names = facts.stated.keys() | left
        # Another count changes no description, unless the words in it get another language.
        remembered = {
            name: count
            for name in facts.stated.keys() - left
            if (count := self.memory.count(name)) is not None and min(count.languages) <= min(facts.languages[name])
        }
        known = {
            as_node(row[0]) for row in self._rows(_KNOWN, {"fact": tuple(names - left - remembered.keys())})
        }
        stated_by = self._stated_by_others() if known or remembered else {}
        self._hold(facts, known | left)
        self._count(facts, left | self._count_on(facts, known, stated_by))
        for fact_iri in sorted(names - remembered.keys(), key=str):
            self._fact(fact_iri, facts)
        for fact_iri, count in remembered.items():
            self.gone.update(_counted(fact_iri, count))
            others = count.support - facts.again(fact_iri, stated_by)
            self._say(fact_iri, others + len(facts.documents[fact_iri]), count.languages | facts.languages[fact_iri])
        self.memory.expect(self.counts)

    def _say(self, fact: ox.NamedNode, support: int, languages: Iterable[str]) -> None:
        self.counts[fact] = Count(support, frozenset(languages))
        self.wanted.update(_counted(fact, self.counts[fact]))

    def _count(self, facts: TouchedFacts, names: Collection[ox.NamedNode]) -> None:
        """Count the documents and languages of some facts by all editions that state them."""
        stated = list(self._rows(_STATED, {"fact": tuple(names)}))
        graphs = {as_node(graph) for _, graph, _ in stated} - set(self.touched)
        document_of = {row[0]: row[1] for row in self._rows(_DOCUMENT_OF, {"graph": tuple(graphs)})}
        for node, name, language in stated:
            if name in document_of:
                facts.documents[as_node(node)].add(as_text(document_of[name]))
                facts.languages[as_node(node)].add(as_text(language))

    def _count_on(
        self, facts: TouchedFacts, known: Collection[ox.NamedNode], stated_by: Mapping[str, set[ox.NamedNode]]
    ) -> set[ox.NamedNode]:
        """Count on from what is held of facts that no touched edition stated before; gives those that are left.

        Left are those of which a few editions do not show all the languages that are counted.
        """
        counts = {
            fact: {triple.predicate: triple.object for triple in facts.held[fact].values() if triple.subject == fact}
            for fact in known
        }
        languages = self._some_languages({fact: held.get(_LANGUAGES) for fact, held in counts.items()})
        uncounted = set()
        for fact in known:
            if counts[fact].get(_LANGUAGES) != ox.Literal(len(languages[fact])):
                uncounted.add(fact)
                continue
            facts.others[fact] = int(as_text(counts[fact][_SUPPORT])) - facts.again(fact, stated_by)
            facts.languages[fact] |= languages[fact]
        return uncounted

    def _some_languages(self, counts: Mapping[ox.NamedNode, object]) -> dict[ox.NamedNode, set[str]]:
        """The languages in which a few editions state facts; one edition is enough where one language is counted."""
        found: dict[ox.NamedNode, set[str]] = defaultdict(set)
        parts = [
            _SOME_LANGUAGES % (name, name, 1 if counts[name] == ox.Literal(1) else _SAMPLE) for name in sorted(counts, key=str)
        ]
        for first in range(0, len(parts), _SMALL_CHUNK):
            union = " UNION ".join(parts[first : first + _SMALL_CHUNK])
            for fact, language in self.store.select(f"{_HEAD}SELECT ?fact ?language WHERE {{ {union} }}"):
                found[as_node(fact)].add(as_text(language))
        return found

    def _stated_by_others(self) -> dict[str, set[ox.NamedNode]]:
        """Document -> the facts that editions of it state which are not touched, for the documents that come."""
        documents = tuple({graph.document for graph in self.incoming})
        document_of = {
            as_node(graph): as_text(document)
            for document, graph in self._rows(_EDITIONS_OF, {"document": documents})
            if graph not in self.touched
        }
        found: dict[str, set[ox.NamedNode]] = defaultdict(set)
        for graph, fact in self._rows(_STATED_BY, {"graph": tuple(document_of)}):
            found[document_of[as_node(graph)]].add(as_node(fact))
        return found

    def _hold(self, facts: TouchedFacts, there: set[ox.NamedNode]) -> None:
        owner = {node: fact for fact in there for node in fact_nodes(fact, self.store.base_iri)}
        for node, predicate, value in self._rows(_NODES, {"node": tuple(owner)}):
            triple = ox.Triple(as_node(node), as_node(predicate), as_term(value))
            facts.held[owner[as_node(node)]][str(triple)] = triple

    def _fact(self, name: ox.NamedNode, facts: TouchedFacts) -> None:
        held = facts.held[name]
        self.gone.update(held)
        if not facts.documents[name]:
            self.facts_left.add(name)
            self._doubt(name, held.values())
            return
        language = min(facts.languages[name])
        if name in facts.stated:
            stated = facts.stated[name][0]
            statements: Iterable[str] = stated.statements
            if stated.languages[0] != language:
                statements = map(str, retag(stated.triples, language))
            if not held:  # else the direct triple is there
                self.wanted.add(stated.said)
        else:
            kept = (triple for triple in held.values() if triple.predicate not in (_SUPPORT, _LANGUAGES))
            statements = map(str, retag(kept, language))
            # The direct triple is there: another edition states the fact.
        self.wanted.update(statements)
        self._say(name, facts.others[name] + len(facts.documents[name]), facts.languages[name])

    def _doubt(self, name: ox.NamedNode, held: Iterable[ox.Triple]) -> None:
        parts = {triple.predicate: triple.object for triple in held if triple.subject == name}
        if {_SUBJECT, _PREDICATE, _OBJECT, _KEY} <= parts.keys():
            direct = f"{parts[_SUBJECT]} {parts[_PREDICATE]} {parts[_OBJECT]}"
            self.doubtful[direct] = as_text(parts[_KEY])
            if parts[_PREDICATE] == _SYMBOL:
                # A symbol is part of a description and may be a fact as well.
                self.doubtful_symbols.add(as_node(parts[_SUBJECT]))

    def _direct_triples(self) -> None:
        """Let go of the direct triples that no fact says any more."""
        keys = tuple(ox.Literal(key) for key in self.doubtful.values())
        said = {
            as_text(key) for key, fact in self._rows(_SAME_KEY, {"key": keys}) if fact not in self.facts_left
        }
        self.gone.update(direct for direct, key in self.doubtful.items() if key not in said)

    def _entities(self) -> None:
        stated: dict[ox.NamedNode, list[StatedEntity]] = defaultdict(list)
        for graph in self.incoming:
            for entity in graph.entities:
                stated[entity.iri].append(entity)
        if not self.held:  # what is there and given again stays as it is
            for name in [name for name, found in stated.items() if any(map(self._is_there, found))]:
                del stated[name]
        names = {*stated, *self.doubtful_symbols, *(name for held in self.held.values() for name in held.forms)}
        held = self._descriptions(names)
        given = {
            name: [one.statements for one in found if one.contribution is None] for name, found in stated.items()
        }
        undecided = [
            name
            for name in names
            # A symbol that a fact alone said is no part of what stays.
            if not given.get(name) and (name in self.doubtful_symbols or not self._stays(name, held[name], stated[name]))
        ]
        elsewhere = self._given_elsewhere(undecided)
        shared = self._contributions([name for name in undecided if name not in elsewhere])
        for name in sorted(names, key=str):
            self._release(name, held[name])
            if given.get(name):
                self.wanted |= given[name][-1]
            elif name in elsewhere or name not in shared:
                self.wanted.update(held[name])
            elif said := shared[name] + [one.contribution for one in stated[name] if one.contribution]:
                self.wanted.update(map(str, entity_triples(said, self.store.base_iri)))

    def _is_there(self, entity: StatedEntity) -> bool:
        """Whether an authority describes an entity, as the store surely does."""
        return entity.contribution is None and self.memory.describes(entity.iri, entity.statements)

    def _stays(self, name: ox.NamedNode, held: Mapping[str, ox.Triple], stated: Iterable[StatedEntity]) -> bool:
        """Whether the description of an entity surely stays as it is: most do, however many editions give it.

        It does when what comes only says what the description says already, and what goes is said by another
        edition too.
        """
        base = self.store.base_iri
        before = {one.contribution(name, base) for one in self.held.values() if name in one.forms}
        after = {one.contribution for one in stated}
        if not held or None in before:
            return False
        properties = [(stand_in(triple.predicate), as_term(triple.object)) for triple in held.values()]
        description = contribution(name, properties, (), base)
        return all(adds_nothing(one, description) for one in after - before if one is not None) and (
            before <= after or before - after <= self._witnesses(name)
        )

    def _witnesses(self, name: ox.NamedNode) -> set[Contribution | None]:
        """What some of the editions that stay say of an entity."""
        found = [
            f"({graph} {own})"
            for graph, own in self._rows(_WITNESSES, {"entity": name})
            if graph not in self.touched
        ]
        if not found:
            return set()
        properties: dict[ox.NamedNode, list[tuple[ox.NamedNode, Term]]] = defaultdict(list)
        forms: dict[ox.NamedNode, list[ox.Literal]] = defaultdict(list)
        for graph, predicate, value in self.store.select(_HEAD + _OWN % (" ".join(found), name)):
            if predicate == _MENTIONED and isinstance(value, ox.Literal):
                forms[as_node(graph)].append(value)
            else:
                properties[as_node(graph)].append((as_node(predicate), as_term(value)))
        return {contribution(name, held, forms[graph], self.store.base_iri) for graph, held in properties.items()}

    def _given_elsewhere(self, names: Collection[ox.NamedNode]) -> set[ox.NamedNode]:
        """Those of some entities that an edition which stays names and does not describe: an authority does."""
        excluded = ", ".join(map(str, self.touched))
        return {as_node(row[0]) for row in self._rows(_GIVEN % excluded, {"entity": tuple(names)})}

    def _release(self, name: ox.NamedNode, held: Mapping[str, ox.Triple]) -> None:
        for statement, triple in held.items():
            if triple.predicate == _SYMBOL:
                value = Literal(as_text(triple.object))
                key = triple_key(identifier(name.value, self.store.base_iri), "symbol", value)
                self.doubtful.setdefault(statement, key)
            else:
                self.gone.add(statement)

    def _descriptions(self, names: Iterable[ox.NamedNode]) -> dict[ox.NamedNode, dict[str, ox.Triple]]:
        found: dict[ox.NamedNode, dict[str, ox.Triple]] = defaultdict(dict)
        nodes = tuple(names)
        # One property at a time: a much-named entity has many other triples, which are not to be looked at.
        for predicate in DESCRIPTION:
            query = f"SELECT ?node ?object WHERE {{ ?node {predicate} ?object }}"
            for node, value in self._rows(query, {"node": nodes}):
                triple = ox.Triple(as_node(node), predicate, as_term(value))
                found[as_node(node)][str(triple)] = triple
        return found

    def _contributions(self, names: Collection[ox.NamedNode]) -> dict[ox.NamedNode, list[Contribution]]:
        """What the editions that stay say of shared entities."""
        properties: dict[_Key, list[tuple[ox.NamedNode, Term]]] = defaultdict(list)
        for node, graph, predicate, value in self._rows(_SHARED, {"entity": tuple(names)}):
            if graph not in self.touched:
                properties[as_node(node), as_node(graph)].append((as_node(predicate), as_term(value)))
        forms: dict[_Key, list[ox.Literal]] = defaultdict(list)
        for node, graph, name in self._rows(_NAMES, {"entity": tuple(names)}):
            if isinstance(name, ox.Literal):
                forms[as_node(node), as_node(graph)].append(name)
        found: dict[ox.NamedNode, list[Contribution]] = {name: [] for name in names}
        for (entity, graph), held in properties.items():
            found[entity].append(contribution(entity, held, forms[entity, graph], self.store.base_iri))
        return found


def _counted(fact: ox.NamedNode, count: Count) -> tuple[str, str]:
    """What a store says of a fact and its count."""
    support, languages = ox.Literal(count.support), ox.Literal(len(count.languages))
    return f"{fact} {_SUPPORT} {support}", f"{fact} {_LANGUAGES} {languages}"
