"""Tells without a store that the queries of the shapes surely find nothing in the graph of one edition.

Filling a store and asking it is half of what holding a document to the shapes costs, and nearly every document is
right. What is not surely right here is asked of a store, which alone says what is wrong. So each test must miss
nothing that its query finds; it may doubt what is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import pyoxigraph as ox

from mandategraph.terms import mg, term
from mandategraph.vocabulary import PREDICATES

__all__ = ["SCREENED", "surely_right"]

_A = str(term("rdf:type"))
_LANGUAGE, _TARGET_OF = str(term("dct:language")), str(term("sdgo:isTargetOf"))
_SUBJECT, _PREDICATE, _OBJECT = (str(term(f"rdf:{name}")) for name in ("subject", "predicate", "object"))
_DOCUMENT, _FACT, _PASSAGE, _EDITION, _QUOTE = (
    str(mg(name)) for name in ("editionOf", "ofFact", "passage", "edition", "quote")
)
_START, _END, _TEXT, _IN, _CHARACTERS = (str(mg(name)) for name in ("start", "end", "text", "inDocument", "characters"))
_EVIDENCE, _SUPPORT, _LANGUAGES, _ACT = (str(mg(name)) for name in ("evidence", "support", "languages", "act"))
_STATED_BY, _ISSUER, _ADDRESSEE, _BEARER = (str(mg(name)) for name in ("statedBy", "issuer", "addressee", "bearer"))
_MANDATES = str(mg("mandates"))
#: Predicates of direct triples that a query asks for; a symbol may be a part of a description instead.
_DIRECT = frozenset(str(mg(name)) for name in PREDICATES if name != "symbol")
#: Predicates of which the tests below ask for the one value.
_ASKED = (
    _LANGUAGE, _TARGET_OF, _SUBJECT, _PREDICATE, _OBJECT, _DOCUMENT, _FACT, _PASSAGE, _EDITION, _QUOTE, _START, _END, _TEXT, _IN,
    _CHARACTERS, _SUPPORT, _LANGUAGES, _ACT, _STATED_BY, _ISSUER, _ADDRESSEE, _BEARER,
)


class _DoubtError(Exception):
    """The graph is not as the core shapes want it, or a value is not what it should be."""


class _Graph:
    """A graph by predicate and subject. Terms are as in N-Triples: the same text is the same term."""

    def __init__(self, statements: Iterable[str]) -> None:
        self.statements = set(statements)
        self.direct: list[str] = []
        self.listed: dict[str, str] = {}
        self.types: dict[str, list[str]] = defaultdict(list)
        self._values: dict[str, dict[str, str]] = {predicate: {} for predicate in _ASKED}
        self._several: set[str] = set()
        for statement in self.statements:
            subject, predicate, value = statement.split(" ", 2)
            if (values := self._values.get(predicate)) is not None:
                if values.setdefault(subject, value) != value:
                    self._several.add(predicate)
            elif predicate == _A:
                self.types[value].append(subject)
            elif predicate == _EVIDENCE:
                if self.listed.setdefault(value, subject) != subject:
                    raise _DoubtError(value)
            elif predicate in _DIRECT:
                self.direct.append(statement)

    def one(self, predicate: str) -> Mapping[str, str]:
        """The one value that each subject has of a predicate."""
        if predicate in self._several:
            raise _DoubtError(predicate)
        return self._values[predicate]

    def of(self, name: str) -> list[str]:
        """The nodes of a class of the ontology."""
        return self.types.get(str(mg(name)), [])


def surely_right(statements: Iterable[str], queries: Iterable[str]) -> bool:
    """Whether the queries of the shapes surely find nothing in a graph that breaks no other shape.

    :param statements: lines of N-Triples without the final dot, all written by one writer.
    :param queries: the local names of the constraints; one that is not known here makes nothing sure.

    >>> surely_right([], SCREENED), surely_right([], ["Another"])
    (True, False)
    """
    try:
        graph = _Graph(statements)
        return all(SCREENED[name](graph) for name in queries)
    except (_DoubtError, LookupError, ValueError):
        return False


def _text(literal: str) -> str:
    """What a literal says."""
    body = literal[1 : literal.rindex('"')]
    if "\\" not in body:
        return body
    (quad,) = ox.parse(f"<urn:s> <urn:p> {literal} .", format=ox.RdfFormat.N_TRIPLES)
    if not isinstance(quad.object, ox.Literal):
        raise ValueError(f"{literal} is no literal")
    return quad.object.value


def _number(literal: str) -> int:
    return int(_text(literal))


def _tag(literal: str) -> str:
    """The language of a literal."""
    return literal[literal.rindex('"') + 1 :].removeprefix("@").lower()


def _within(node: str, above: str, mark: str) -> bool:
    """Whether one IRI is that of another one, a mark and more."""
    return node.startswith(above[:-1] + mark)


def _edition_place(graph: _Graph) -> bool:
    documents, languages = graph.one(_DOCUMENT), graph.one(_LANGUAGE)
    return all(node == f"{documents[node][:-1]}/{_text(languages[node])}>" for node in graph.of("Edition"))


def _evidence_length(graph: _Graph) -> bool:
    starts, ends, quotes = graph.one(_START), graph.one(_END), graph.one(_QUOTE)
    return all(
        len(_text(quotes[node])) == _number(ends[node]) - _number(starts[node]) for node in graph.of("Evidence")
    )


def _quote_language(graph: _Graph) -> bool:
    quotes, languages = graph.one(_QUOTE), graph.one(_LANGUAGE)
    return all(_tag(quotes[node]) == _text(languages[node]).lower() for node in graph.of("Evidence"))


def _same_fact(graph: _Graph) -> bool:
    facts = graph.one(_FACT)
    return all(facts[node] == fact for node, fact in graph.listed.items())


def _same_document(graph: _Graph) -> bool:
    editions, passages = graph.one(_EDITION), graph.one(_PASSAGE)
    documents, places = graph.one(_DOCUMENT), graph.one(_IN)
    return all(documents[editions[node]] == places[passages[node]] for node in graph.of("Evidence"))


def _in_passage(graph: _Graph) -> bool:
    passages, quotes, texts = graph.one(_PASSAGE), graph.one(_QUOTE), graph.one(_TEXT)
    return all(_text(quotes[node]) in _text(texts[passages[node]]) for node in graph.of("Evidence"))


def _in_edition(graph: _Graph) -> bool:
    editions, ends, characters = graph.one(_EDITION), graph.one(_END), graph.one(_CHARACTERS)
    return all(_number(ends[node]) <= _number(characters[editions[node]]) for node in graph.of("Evidence"))


def _support_counted(graph: _Graph) -> bool:
    editions, documents = graph.one(_EDITION), graph.one(_DOCUMENT)
    return _counted(graph, _SUPPORT, lambda evidence: documents[editions[evidence]])


def _languages_counted(graph: _Graph) -> bool:
    return _counted(graph, _LANGUAGES, graph.one(_LANGUAGE).__getitem__)


def _counted(graph: _Graph, count: str, thing: Callable[[str], str]) -> bool:
    """Whether each fact says how many different things its evidence has."""
    counts = graph.one(count)
    things: dict[str, set[str]] = defaultdict(set)
    for evidence, fact in graph.one(_FACT).items():
        things[fact].add(thing(evidence))
    return all(len(things[node]) == _number(counts[node]) for node in graph.of("Fact"))


def _fact_triple(graph: _Graph) -> bool:
    subjects, predicates, objects = graph.one(_SUBJECT), graph.one(_PREDICATE), graph.one(_OBJECT)
    return all(f"{subjects[node]} {predicates[node]} {objects[node]}" in graph.statements for node in graph.of("Fact"))


def _triple_fact(graph: _Graph) -> bool:
    predicates, objects = graph.one(_PREDICATE), graph.one(_OBJECT)
    subjects = graph.one(_SUBJECT).items()
    said = {f"{subject} {predicates[node]} {objects[node]}" for node, subject in subjects if node in objects}
    return said.issuperset(graph.direct)


def _mandate_same(graph: _Graph) -> bool:
    facts, issuers, addressees = graph.one(_STATED_BY), graph.one(_ISSUER), graph.one(_ADDRESSEE)
    subjects, predicates, objects, acts = (graph.one(name) for name in (_SUBJECT, _PREDICATE, _OBJECT, _ACT))
    return all(
        subjects[facts[node]] == issuers[node]
        and predicates[facts[node]] == _MANDATES
        and objects[facts[node]] == addressees[node]
        and acts[facts[node]] == acts[node]
        for node in graph.of("Mandate")
    )


def _mandate_node(graph: _Graph) -> bool:
    predicates, stated = graph.one(_PREDICATE), set(graph.one(_STATED_BY).values())
    return all(node in stated for node in graph.of("Fact") if predicates[node] == _MANDATES)


def _passage_length(graph: _Graph) -> bool:
    starts, ends, texts = graph.one(_START), graph.one(_END), graph.one(_TEXT)
    return all(
        len(_text(texts[node])) == _number(ends[node]) - _number(starts[node])
        for node in graph.of("Passage")
        if node in texts
    )


def _passage_place(graph: _Graph) -> bool:
    documents = graph.one(_IN)
    return all(_within(node, documents[node], "/") for node in graph.of("Passage"))


def _result_same(graph: _Graph) -> bool:
    results, subjects, bearers = set(graph.of("Result")), graph.one(_SUBJECT), graph.one(_BEARER)
    return all(
        subjects[node] == bearers[value] for node, value in graph.one(_OBJECT).items() if value in results
    )


def _own_goal(graph: _Graph) -> bool:
    goals = graph.one(_TARGET_OF)
    return all(_within(node, goals[node], ".") for node in graph.types.get(str(term("sdgo:Target")), []))


#: The local name of a constraint -> whether a graph surely keeps it.
SCREENED: Mapping[str, Callable[[_Graph], bool]] = {
    "Edition-place": _edition_place,
    "Evidence-in-edition": _in_edition,
    "Evidence-in-passage": _in_passage,
    "Evidence-length": _evidence_length,
    "Evidence-quote-language": _quote_language,
    "Evidence-same-document": _same_document,
    "Evidence-same-fact": _same_fact,
    "Fact-languages-counted": _languages_counted,
    "Fact-support-counted": _support_counted,
    "Fact-triple": _fact_triple,
    "Mandate-same": _mandate_same,
    "MandateFact-node": _mandate_node,
    "Passage-length": _passage_length,
    "Passage-place": _passage_place,
    "Result-same": _result_same,
    "Target-own-goal": _own_goal,
    "Triple-fact": _triple_fact,
}
