"""What the store is asked while walking: neighbours, facts of many entities, dates of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import pyoxigraph as ox
from msgspec.structs import replace

from mandategraph.errors import QuestionError, one_of
from mandategraph.factgraph import triple_key
from mandategraph.model import Fact, Literal
from mandategraph.recall import StoredFact
from mandategraph.store.contract import Bindings, Store
from mandategraph.terms import QUALIFIER_PROPERTIES, Term, identifier, mg, qualifier_value, term
from mandategraph.vocabulary import CLASSES, ONTOLOGY, PREDICATES, PREFIXES, class_iri, superclasses

__all__ = [
    "HEAD",
    "LINKS",
    "NOT_LINKS",
    "among",
    "among_predicates",
    "classes_of",
    "document_dates",
    "facts_by_iri",
    "facts_of",
    "known_predicates",
    "near",
    "neighbours",
    "only",
    "reach",
    "rows",
    "stated",
]

HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("mg", "rdf", "rdfs", "skos"))
_CHUNK = 500
_RESULT = mg("hasResult")
#: The IRIs of the predicates between two entities.
LINKS = frozenset(ONTOLOGY + name for name, signature in PREDICATES.items() if signature.range is not None)
#: Leaves out most of what is no link on the variable ``?predicate``, at less cost than to ask for every link.
NOT_LINKS = (
    "FILTER(?predicate NOT IN (rdf:type, rdf:subject, rdf:object, skos:prefLabel, skos:altLabel, mg:status))"
)

_NEIGHBOURS = {
    "out": """SELECT ?there (MAX(?support) AS ?best) WHERE {
  ?fact rdf:subject ?here ; rdf:predicate ?predicate ; rdf:object ?there ; mg:support ?support %s } GROUP BY ?there""",
    "in": """SELECT ?there (MAX(?support) AS ?best) WHERE {
  ?fact rdf:object ?here ; rdf:predicate ?predicate ; rdf:subject ?there ; mg:support ?support %s } GROUP BY ?there""",
}
_NEAR = (
    "SELECT DISTINCT ?there WHERE { %s ?here ?predicate ?there }",
    "SELECT DISTINCT ?there WHERE { %s ?there ?predicate ?here }",
)
_OF_SUBJECT = "SELECT ?fact WHERE { ?fact rdf:subject ?here }"
_OF_OBJECT = "SELECT ?fact WHERE { ?fact rdf:object ?here }"
_WITH_PREDICATE = " ; rdf:predicate ?predicate }"
_PROPERTIES = "SELECT ?node ?property ?value WHERE { ?node ?property ?value }"
_STATED = """SELECT ?place ?fact ?property ?value WHERE { VALUES (?place ?support ?key) { %s }
  ?fact mg:tripleKey ?key ; mg:support ?support ; ?property ?value
  FILTER(?property NOT IN (rdf:type, rdf:subject, rdf:predicate, rdf:object, mg:tripleKey, mg:support)) }"""
_LABELS = "SELECT ?node ?value WHERE { ?node rdfs:label ?value }"
_DATES = "SELECT ?document ?date WHERE { ?document mg:date ?date }"
_SESSIONS = "SELECT ?document ?date WHERE { ?document mg:presentedAt ?session . ?session mg:heldOn ?date }"
_NAME_OF = {value: name for name, value in QUALIFIER_PROPERTIES.items()}


def rows(
    store: Store, query: str, name: str, terms: Iterable[Term], more: Bindings | None = None
) -> Iterator[tuple[Term | None, ...]]:
    """The rows of a query, asked for a limited number of terms of one variable at a time.

    :param store: the graph.
    :param query: without prefixes.
    :param name: of the variable.
    :param terms: that it may have.
    :param more: terms of other variables.

    >>> query = "SELECT ?node ?class WHERE { ?node rdf:type ?class }"
    >>> [found[1].value.rpartition("#")[2] for found in rows(graph.store, query, "node", [ox.NamedNode(graph["UNIDO"].iri)])]
    ['Organization']
    """
    every = sorted(set(terms), key=str)
    for first in range(0, len(every), _CHUNK):
        yield from store.select(HEAD + query, {name: every[first : first + _CHUNK], **(more or {})})


def known_predicates(names: Iterable[str]) -> tuple[str, ...]:
    """Predicates as the vocabulary writes them.

    :param names: as a person gives them, with or without ``mg:``.
    :raises QuestionError: for a name that is no predicate.

    >>> known_predicates(["mg:fundedBy"])
    ('fundedBy',)
    """
    found = {name.removeprefix("mg:").removeprefix(ONTOLOGY) for name in names}
    for name in sorted(found - PREDICATES.keys()):
        raise QuestionError(f"there is no predicate {name!r}: valid are {one_of(PREDICATES, most=40)}")
    return tuple(sorted(found))


def classes_of(names: Iterable[str]) -> frozenset[str]:
    """Classes and all below them.

    :param names: of classes.
    :raises QuestionError: for a name that is no class.

    >>> sorted(classes_of(["Organization"]))
    ['Fund', 'Organization']
    """
    wanted = {name.removeprefix("mg:").removeprefix(ONTOLOGY) for name in names}
    for name in sorted(wanted - CLASSES.keys()):
        raise QuestionError(f"there is no class {name!r}: valid are {one_of(CLASSES, most=40)}")
    return frozenset(name for name in CLASSES if wanted & set(superclasses(name)))


def only(predicates: Collection[str]) -> str:
    """A filter on the variable ``?predicate``.

    :param predicates: as ``known_predicates`` gives them; none: all between two entities.

    >>> only(["fundedBy"])
    'FILTER(?predicate IN (<https://w3id.org/mandategraph/ontology#fundedBy>))'
    """
    return f"FILTER(?predicate IN ({', '.join(_chosen(predicates))}))"


def among_predicates(predicates: Collection[str]) -> str:
    """The values of the variable ``?predicate``, for patterns that are looked up one predicate at a time.

    :param predicates: as ``known_predicates`` gives them; none: all between two entities.

    >>> among_predicates(["fundedBy"])
    'VALUES ?predicate { <https://w3id.org/mandategraph/ontology#fundedBy> }'
    """
    return f"VALUES ?predicate {{ {' '.join(_chosen(predicates))} }}"


def _chosen(predicates: Collection[str]) -> list[str]:
    return [f"<{name}>" for name in sorted(ONTOLOGY + name for name in predicates) or sorted(LINKS)]


def _checked(direction: str) -> str:
    if direction not in {"out", "in", "both"}:
        raise QuestionError(f"there is no direction {direction!r}: valid are both, in, out")
    return direction


def neighbours(
    store: Store, entity: str, direction: str = "both", predicates: Collection[str] = ()
) -> dict[str, int]:
    """The entities that share a fact with one, each with the support of the best such fact.

    :param store: the graph.
    :param entity: IRI.
    :param direction: ``out`` (it is the subject), ``in`` (it is the object) or ``both``.
    :param predicates: only these; none given: all between two entities.
    :raises QuestionError: for another direction.

    >>> list(neighbours(graph.store, graph["全球环境基金"].iri).values())
    [2]
    """
    found: dict[str, int] = {}
    for side, query in _NEIGHBOURS.items():
        if _checked(direction) in {side, "both"}:
            for there, best in store.select(HEAD + query % only(predicates), {"here": ox.NamedNode(entity)}):
                if there is not None:
                    found[there.value] = max(int(_value(best)), found.get(there.value, 0))
    found.pop(entity, None)
    return found


def near(store: Store, entities: Iterable[str], predicates: Collection[str] = ()) -> set[str]:
    """The entities that share a fact with any of some entities.

    :param store: the graph.
    :param entities: IRIs.
    :param predicates: only these; none given: all between two entities.

    >>> [graph._entity(one).label for one in near(graph.store, [graph["中国"].iri])]
    ['绿色方案']
    """
    nodes = [ox.NamedNode(entity) for entity in entities]
    return {
        _value(row[0])
        for query in _NEAR
        for row in rows(store, query % among_predicates(predicates), "here", nodes)
    }


def _value(found: Term | None) -> str:
    return "" if found is None else found.value


def reach(
    store: Store,
    start: Iterable[str],
    depth: int,
    predicates: Collection[str] = (),
    types: Collection[str] = (),
) -> dict[str, int]:
    """The entities within some steps of others, each with its distance.

    :param store: the graph.
    :param start: IRIs.
    :param depth: how many steps.
    :param predicates: of the steps; none given: all.
    :param types: classes of the entities that may be stepped on, as ``classes_of`` gives them.

    >>> sorted(reach(graph.store, [graph["中国"].iri], 1).values())
    [0, 1]
    """
    found = dict.fromkeys(sorted(start), 0)
    edge = list(found)
    for distance in range(1, depth + 1):
        new = near(store, edge, predicates) - found.keys()
        if types:
            new &= among(store, new, types)
        edge = sorted(new)
        found.update(dict.fromkeys(edge, distance))
    return found


def among(store: Store, entities: Iterable[str], types: Collection[str]) -> set[str]:
    """Those of some entities that have one of some classes.

    :param store: the graph.
    :param entities: IRIs.
    :param types: local names of classes.

    >>> sorted(graph._entity(one).label for one in among(graph.store, [graph["中国"].iri, graph["UNIDO"].iri], ["Country"]))
    ['中国']
    """
    classes: Sequence[Term] = [ox.NamedNode(class_iri(name)) for name in sorted(types)]
    query = "SELECT ?node WHERE { ?node rdf:type ?class }"
    nodes = [ox.NamedNode(entity) for entity in entities]
    return {_value(row[0]) for row in rows(store, query, "node", nodes, {"class": classes})}


def facts_of(
    store: Store, entities: Iterable[str], direction: str = "both", predicates: Collection[str] = ()
) -> list[StoredFact]:
    """All facts of some entities, those with values among them, sorted by subject, predicate and object.

    :param store: the graph.
    :param entities: IRIs.
    :param direction: ``out``, ``in`` or ``both``.
    :param predicates: only these; none given: all.
    :raises QuestionError: for another direction.

    >>> [found.fact.predicate for found in facts_of(graph.store, [graph["绿色方案"].iri], "in")]
    ['leads']
    """
    _checked(direction)
    nodes = [ox.NamedNode(entity) for entity in entities]
    more = {"predicate": [mg(name) for name in sorted(predicates)]} if predicates else {}
    found: set[str] = set()
    for query, side in ((_OF_SUBJECT, "out"), (_OF_OBJECT, "in")):
        if direction in {side, "both"}:
            asked = query.replace(" }", _WITH_PREDICATE) if predicates else query
            found |= {_value(row[0]) for row in rows(store, asked, "here", nodes, more)}
    return facts_by_iri(store, found)


def facts_by_iri(store: Store, facts: Iterable[str]) -> list[StoredFact]:
    """Facts by their IRIs, sorted by subject, predicate and object; what is no fact is left out.

    :param store: the graph.
    :param facts: IRIs.

    >>> one = graph["绿色方案"].facts("fundedBy")[0]
    >>> [found.support for found in facts_by_iri(graph.store, [one.iri])]
    [2]
    """
    base = store.base_iri
    held: dict[str, dict[Term, Term]] = defaultdict(dict)
    for node, name, value in rows(store, _PROPERTIES, "node", map(ox.NamedNode, facts)):
        if node is not None and name is not None and value is not None:
            held[node.value][name] = value
    results = {
        one[_OBJECT]
        for one in held.values()
        if one.get(_PREDICATE) == _RESULT and isinstance(one.get(_OBJECT), ox.NamedNode)
    }
    labels = {row[0]: row[1] for row in rows(store, _LABELS, "node", results)}
    found = []
    for iri, one in held.items():
        if not {_SUBJECT, _PREDICATE, _OBJECT, _SUPPORT} <= one.keys():
            continue
        value = labels.get(one[_OBJECT]) or one[_OBJECT]
        qualifiers = {
            name: qualifier_value(name, one[property_], base)
            for property_, name in sorted(_NAME_OF.items(), key=lambda item: item[1])
            if property_ in one
        }
        found.append(
            StoredFact(
                iri,
                Fact(
                    identifier(one[_SUBJECT].value, base),
                    one[_PREDICATE].value.removeprefix(ONTOLOGY),
                    Literal(value.value, value.language or "")
                    if isinstance(value, ox.Literal)
                    else identifier(value.value, base),
                    qualifiers,
                ),
                int(one[_SUPPORT].value),
                int(one[_LANGUAGES].value) if _LANGUAGES in one else 1,
            )
        )
    return sorted(found, key=lambda stored: (stored.fact.key(), stored.iri))


def stated(store: Store, wanted: Collection[tuple[int, Fact]]) -> list[StoredFact]:
    """The first fact of each of some subjects, predicates and objects that has the given support.

    :param store: the graph.
    :param wanted: the support, and the fact without qualifiers.

    >>> one = graph["绿色方案"].facts("fundedBy")[0]
    >>> found, = stated(graph.store, [(2, Fact("programme/green", "fundedBy", "fund/gef"))])
    >>> found.iri == one.iri, found.fact.qualifiers["year"]
    (True, '2022')
    """
    every = list(wanted)
    held: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    counts: dict[str, int] = {}
    for first in range(0, len(every), _CHUNK):
        keys = " ".join(
            f'({place} {support} "{triple_key(fact.subject, fact.predicate, fact.object)}")'
            for place, (support, fact) in enumerate(every[first : first + _CHUNK], first)
        )
        for place, node, name, value in store.select(HEAD + _STATED % keys):
            if place is None or node is None or name is None or value is None:
                continue
            qualifiers = held[int(place.value)].setdefault(node.value, {})
            if name == _LANGUAGES:
                counts[node.value] = int(value.value)
            elif isinstance(name, ox.NamedNode) and name in _NAME_OF:
                qualifiers[_NAME_OF[name]] = qualifier_value(_NAME_OF[name], value, store.base_iri)
    found = []
    for number, facts in sorted(held.items()):
        first_iri = min(facts)
        support, fact = every[number]
        fact = replace(fact, qualifiers=dict(sorted(facts[first_iri].items())))
        found.append(StoredFact(first_iri, fact, support, counts.get(first_iri, 1)))
    return found


_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_SUPPORT, _LANGUAGES = mg("support"), mg("languages")


def document_dates(store: Store, documents: Iterable[str] | None = None) -> dict[str, str]:
    """The date of each dated document, else the days of the session that it was presented at, as stated.

    :param store: the graph.
    :param documents: IRIs; None: all.

    >>> sorted(document_dates(graph.store).values())
    ['2021-11', '2022-05-04']
    """
    found: dict[str, str] = {}
    nodes = None if documents is None else [ox.NamedNode(document) for document in documents]
    for query in (_SESSIONS, _DATES):
        asked = (
            store.select(HEAD + query).rows if nodes is None else rows(store, query, "document", nodes)
        )
        dated: dict[str, str] = {}
        for document, day in asked:
            name, text = _value(document), _value(day)
            if _is_date(text):
                dated[name] = min(text, dated.get(name, text))
        found.update(dated)
    return found


def _is_date(text: str) -> bool:
    from mandategraph.propertygraph import interval

    return interval(text) is not None
