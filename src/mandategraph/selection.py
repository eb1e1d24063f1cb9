"""Selects a part of a graph: the options that ``subgraph`` and every export share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from mandategraph.answers import ontology_words
from mandategraph.errors import QuestionError
from mandategraph.find import find_entity
from mandategraph.model import Entity, Fact, Literal
from mandategraph.propertygraph import Edge, Node, PropertyGraph, QualifierValue, Source, Statement, interval
from mandategraph.recall import StoredEvidence, StoredFact, entities, evidences, facts
from mandategraph.store import EmbeddedStore
from mandategraph.store.contract import Store
from mandategraph.terms import identifier, iri
from mandategraph.traversal import HEAD, classes_of, document_dates, facts_of, known_predicates, reach
from mandategraph.vocabulary import ONTOLOGY, PREFIXES
from mandategraph.whole import all_entities, all_evidence, all_facts, no_collection

__all__ = ["Names", "Selection", "document_symbol", "other_names", "property_graph", "qualifier_values"]

_ENTITIES = "SELECT DISTINCT ?entity WHERE { ?entity mg:status ?status }"
_ACT = PREFIXES["mgact"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a graph is wanted, and in which language its labels.

    :param around: entities by name, symbol, id or IRI: only what is near them. None given: everything.
    :param depth: how many steps from them.
    :param types: only entities of these classes and of those below them, beside the ones of ``around``.
    :param predicates: only these facts.
    :param since: only facts that a document dated on this day or later states (``2021``, ``2021-11-29``).
    :param until: only facts that a document dated on this day or earlier states.
    :param language: of labels; where there is none in it, Chinese, English, then any.

    >>> Selection(since="2021").days()
    (datetime.date(2021, 1, 1), None)
    """

    around: tuple[str, ...] = ()
    depth: int = 2
    types: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    since: str | date | None = None
    until: str | date | None = None
    language: str = "zh"

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out.

        >>> Selection(language="en").is_all, Selection(types=("Country",)).is_all
        (True, False)
        """
        return not (self.around or self.types or self.predicates or self.since or self.until)

    def days(self) -> tuple[date | None, date | None]:
        """The first and last day that documents may have.

        :raises QuestionError: when one is no date.

        >>> [day.isoformat() for day in Selection(since="2021", until="2021-02").days()]
        ['2021-01-01', '2021-02-28']
        """
        return _day("since", self.since, 0), _day("until", self.until, 1)


def _day(name: str, value: str | date | None, end: int) -> date | None:
    if value is None or isinstance(value, date):
        return value
    days = interval(value.strip())
    if days is None:
        raise QuestionError(f"{name} must be a date, month or year such as 2021-11-29, not {value!r}")
    return days[end]


class Names:
    """Labels of entities in a language.

    :param described: entities by IRI.
    :param language: wanted first.
    :param base_iri: what ids are relative to.
    """

    def __init__(self, described: Mapping[str, Entity], language: str, base_iri: str) -> None:
        self._described = described
        self._languages = tuple(dict.fromkeys((language, "zh", "en", "")))
        self._base = base_iri

    def __getitem__(self, name: str) -> str:
        """The label of an entity by its IRI, else its id."""
        entity = self._described.get(name)
        return entity.label(*self._languages) if entity else identifier(name, self._base)

    def word(self, name: str) -> str:
        """The label of a word of the ontology by its IRI.

        :param name: the IRI.

        >>> Names({}, "en", "http://b/").word(ONTOLOGY + "fundedBy")
        'funded by'
        """
        labels = dict(ontology_words().get(name, ()))
        found = (labels[language] for language in self._languages if language in labels)
        return next(found, name.removeprefix(ONTOLOGY).removeprefix(_ACT))


def qualifier_values(fact: Fact) -> dict[str, QualifierValue]:
    """The qualifiers of a fact with numbers as numbers; ``on`` keeps the id of an entity without the ``@``.

    :param fact: the fact.

    >>> qualifier_values(Fact("a", "fundedBy", "b", {"amount": "1.5", "year": "2022"}))
    {'amount': Decimal('1.5'), 'year': 2022}
    """
    found: dict[str, QualifierValue] = {}
    for name, text in sorted(fact.qualifiers.items()):
        if name in {"amount", "value"}:
            try:
                found[name] = Decimal(text)
            except InvalidOperation:
                found[name] = text
        elif name == "year" and len(text) == 4 and text.isascii() and text.isdigit():
            found[name] = int(text)
        else:
            found[name] = text[1:] if name == "on" and text.startswith("@") else text
    return found


def document_symbol(described: Entity | None, document: str) -> str:
    """What a document is called where it is a source: its symbol, else its id without the folder.

    :param described: the document, if the graph describes it.
    :param document: its id.

    >>> document_symbol(None, "document/GC.19/10")
    'GC.19/10'
    """
    return described.symbol if described and described.symbol else document.removeprefix("document/")


def other_names(entity: Entity, label: str) -> tuple[tuple[str, str], ...]:
    """The names of an entity beside its label, each with its language, sorted.

    :param entity: the entity.
    :param label: by which it is called.

    >>> from mandategraph.model import Name
    >>> other_names(Entity("a", "Tool", (Name("A", "en"), Name("甲", "zh"))), "A")
    (('甲', 'zh'),)
    """
    others = {(one.text, one.language) for one in (*entity.labels, *entity.names)}
    return tuple(sorted(pair for pair in others if pair[0] != label))


def property_graph(store: Store, selection: Selection | None = None) -> PropertyGraph:
    """The wanted part of a graph with all sources of its facts.

    A fact belongs to it when both its ends do; facts whose object is a value belong to their subject. With
    ``since`` or ``until``, entities without a fact that is left are left out too.

    :param store: the graph.
    :param selection: what is wanted; None: everything.
    :raises QuestionError: for an unknown class or predicate, a negative depth, or what is no date.
    :raises UnknownEntityError: for a name that names no entity, or several.

    >>> len(property_graph(graph.store, Selection(predicates=("fundedBy",))).edges)
    1
    """
    wanted = selection or Selection()
    if wanted.depth < 0:
        raise QuestionError(f"depth must be 0 or more, not {wanted.depth}")
    with no_collection():
        return _Loading(store, wanted).graph()


class _Loading:
    """One selection on its way from the store."""

    def __init__(self, store: Store, wanted: Selection) -> None:
        self.store = store
        self.base = store.base_iri
        self.wanted = wanted
        self.predicates = known_predicates(wanted.predicates)
        self.types = classes_of(wanted.types) if wanted.types else frozenset()
        self.since, self.until = wanted.days()
        self.centres = {find_entity(store, name) for name in wanted.around}
        # An endpoint may cap its answers, so it is asked for a limited number of things at a time.
        self.is_read_at_once = isinstance(store, EmbeddedStore) and not (self.centres or self.predicates)
        self._entities: dict[str, Entity] | None = None

    def graph(self) -> PropertyGraph:
        ids, found = self._part()
        reasons = all_evidence(self.store) if self.is_read_at_once else evidences(self.store, [one.iri for one in found])
        documents = {iri(one.document, self.base).value for held in reasons.values() for one in held}
        dates = document_dates(self.store, None if self.is_read_at_once else documents)
        if self.since or self.until:
            found = [one for one in found if self._in_time(reasons.get(one.iri, ()), dates)]
            ids &= self.centres | {end for one in found for end in self._ends(one.fact)}
        abouts = {text[1:] for one in found for text in one.fact.qualifiers.values() if text[:1] == "@"}
        described = self._described(ids | abouts | documents)
        self.names = Names(described, self.wanted.language, self.base)
        self.dates, self.described = dates, described
        edges, statements = [], defaultdict(list)
        for one in found:
            ends = self._ends(one.fact)
            if len(ends) == 2:
                edges.append(self._edge(one, ends, reasons.get(one.iri, ())))
            else:
                statements[ends[0]].append(self._statement(one, reasons.get(one.iri, ())))
        nodes = [
            self._node(name, entity, statements.get(name, ()))
            for name, entity in described.items()
            if name in ids
        ]
        return PropertyGraph(
            tuple(sorted(nodes, key=lambda node: node.id)),
            tuple(sorted(edges, key=lambda edge: (edge.source, edge.predicate, edge.target, edge.id))),
            self.wanted.language,
            self.base,
        )

    def _described(self, wanted: set[str]) -> dict[str, Entity]:
        """The descriptions of some entities, by IRI and sorted."""
        if not self.is_read_at_once:
            return entities(self.store, wanted)
        if self._entities is None:
            self._entities = all_entities(self.store)
        return {name: one for name, one in self._entities.items() if name in wanted}

    def _ends(self, fact: Fact) -> tuple[str, ...]:
        ends = (fact.subject, fact.object) if isinstance(fact.object, str) else (fact.subject,)
        return tuple(iri(end, self.base).value for end in ends)

    def _part(self) -> tuple[set[str], list[StoredFact]]:
        """The entities and facts that are wanted, whatever the dates of documents."""
        if self.centres:
            # The class of what is stepped on does not matter, so that a chain is not cut by its middle.
            ids = set(reach(self.store, self.centres, self.wanted.depth, self.predicates))
            found = facts_of(self.store, ids, "out", self.predicates)
        else:
            ids = {row["entity"].value for row in self.store.select(HEAD + _ENTITIES).records()}
            if self.predicates:
                found = [one for name in self.predicates for one in facts(self.store, predicate=name)]
            else:
                found = all_facts(self.store) if self.is_read_at_once else list(facts(self.store))
        if self.types:
            described = self._described(ids)
            ids = {name for name, one in described.items() if one.type in self.types or name in self.centres}
        found = [one for one in found if ids.issuperset(self._ends(one.fact))]
        if self.predicates and not self.centres:
            ids = {end for one in found for end in self._ends(one.fact)}
        return ids, found

    def _in_time(self, reasons: Iterable[StoredEvidence], dates: Mapping[str, str]) -> bool:
        for one in reasons:
            days = interval(dates.get(iri(one.document, self.base).value, ""))
            if days and (self.since is None or days[1] >= self.since) and (
                self.until is None or days[0] <= self.until
            ):
                return True
        return False

    def _source(self, one: StoredEvidence) -> Source:
        document = iri(one.document, self.base).value
        known = self.described.get(document)
        symbol = document_symbol(known, one.document)
        place = identifier(one.passage, self.base).removeprefix(one.document + "/")
        return Source(
            symbol,
            one.number or place,
            one.quote,
            one.language,
            one.start,
            one.end,
            one.rule,
            one.confidence,
            self.dates.get(document),
            one.iri,
            document,
            one.edition,
            one.passage,
        )

    def _about(self, fact: Fact) -> tuple[dict[str, QualifierValue], dict[str, str]]:
        values, labels = qualifier_values(fact), {}
        if fact.qualifiers.get("on", "").startswith("@"):
            values["on"] = iri(str(values["on"]), self.base).value
            labels["on"] = self.names[str(values["on"])]
        if "act" in values:
            labels["act"] = self.names.word(_ACT + str(values["act"]))
        return values, labels

    def _edge(self, one: StoredFact, ends: tuple[str, ...], reasons: Iterable[StoredEvidence]) -> Edge:
        values, labels = self._about(one.fact)
        return Edge(
            id=one.iri,
            predicate=one.fact.predicate,
            label=self.names.word(ONTOLOGY + one.fact.predicate),
            qualifiers=values,
            qualifier_labels=labels,
            support=one.support,
            languages=one.languages,
            sources=tuple(map(self._source, reasons)),
            source=ends[0],
            target=ends[1],
        )

    def _statement(self, one: StoredFact, reasons: Iterable[StoredEvidence]) -> Statement:
        values, labels = self._about(one.fact)
        value = one.fact.object if isinstance(one.fact.object, Literal) else Literal(one.fact.object)
        return Statement(
            id=one.iri,
            predicate=one.fact.predicate,
            label=self.names.word(ONTOLOGY + one.fact.predicate),
            qualifiers=values,
            qualifier_labels=labels,
            support=one.support,
            languages=one.languages,
            sources=tuple(map(self._source, reasons)),
            value=value.value,
            language=value.language,
        )

    def _node(self, name: str, entity: Entity, statements: Iterable[Statement]) -> Node:
        label = self.names[name]
        return Node(
            name,
            label,
            entity.type,
            entity.symbol,
            entity.code,
            entity.provisional,
            other_names(entity, label),
            entity.same_as,
            iri(entity.parent, self.base).value if entity.parent else None,
            tuple(sorted(statements, key=lambda one: (one.predicate, one.value, one.id))),
        )
