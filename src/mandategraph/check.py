"""Holds a graph to the shapes and says what is wrong, in which document, with which fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.namespace import RDF, SH

from mandategraph.checkreport import CheckReport, Term, Violation
from mandategraph.describe import EditionGraph
from mandategraph.errors import MandategraphError
from mandategraph.fastshapes import FastShapes
from mandategraph.resources import resources
from mandategraph.screening import surely_right
from mandategraph.vocabulary import ONTOLOGY, PREDICATES, PREFIXES

__all__ = ["CheckReport", "Violation", "check", "check_edition", "compile_shapes"]

_SELECT_ALL = rdflib.URIRef("https://w3id.org/mandategraph/shapes#selectAll")
_XSD_STRING = PREFIXES["xsd"] + "string"
_TYPE = ox.NamedNode(str(RDF.type))
_SUBJECT = ox.NamedNode(str(RDF.subject))
_PREDICATE = ox.NamedNode(str(RDF.predicate))
_OBJECT = ox.NamedNode(str(RDF.object))
_RESULT = (
    "focusNode",
    "resultPath",
    "value",
    "sourceShape",
    "sourceConstraint",
    "sourceConstraintComponent",
    "resultSeverity",
)
_Node: TypeAlias = ox.NamedNode | ox.BlankNode
_Ends: TypeAlias = Mapping[str, tuple[str, ox.NamedNode]]


def check(
    data: rdflib.Graph | Iterable[ox.Quad],
    shapes: rdflib.Graph | Iterable[Path] | None = None,
    *,
    reference: bool = False,
) -> CheckReport:
    """A graph held to its shapes: the union of its default graph and all its named graphs.

    The package's own shapes run on the engine of the package ``shacl``, and their queries on Oxigraph, once for
    all nodes. pySHACL says the same, slowly: it runs the shapes that are given.

    :param data: a graph or dataset of rdflib, or quads of pyoxigraph, such as a store.
    :param shapes: a shapes graph or Turtle files, in place of the package's own.
    :param reference: let pySHACL run the package's own shapes and their queries too.
    :raises MandategraphError: when the shapes cannot be read or are not valid SHACL.

    >>> node = ox.NamedNode("https://w3id.org/mandategraph/id/session/unido-gc-19")
    >>> report = check([ox.Quad(node, _TYPE, ox.NamedNode(ONTOLOGY + "Session"))])
    >>> report.conforms, report.violations[-1].message
    (False, 'A session has exactly one body.')
    """
    store = ox.Store()
    store.bulk_extend(_quads(data))
    union = ox.Store()
    union.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    if shapes is None and not reference:
        graph, _ = _own_shapes()
        source = _Source(store, union, _own_ends())
        found = {*_core(union, source), *_queries(union, graph, source)}
    else:
        graph = _own_shapes()[0] if shapes is None else shapes if isinstance(shapes, rdflib.Graph) else _parsed(shapes)
        found = set(_shacl(union, graph, _Source(store, union, _ends_of_predicates(graph))))
    return CheckReport(tuple(sorted(found, key=Violation.order)), len(union))


def check_edition(edition: EditionGraph) -> tuple[Violation, ...]:
    """What is wrong with one edition, held to the package's own shapes as if it were a graph of its own.

    :param edition: with all that it contributes.

    >>> from mandategraph.describe import describe
    >>> from mandategraph.model import Document, Extraction, Masthead
    >>> document = Document("", "a.txt", "0" * 64, "zh", Masthead(), ())
    >>> [one.message for one in check_edition(describe(Extraction(document, "document/x", (), ())))][-1]
    'An edition has exactly one number of characters, at least 1.'
    """
    statements = list(edition.alone())
    text = " .\n".join((*statements, ""))
    if not _fast().run(text) and surely_right(statements, _query_names()):
        return ()
    graph, _ = _own_shapes()
    union = ox.Store()
    union.load(text, format=ox.RdfFormat.N_TRIPLES)
    source = _Source(union, union, _own_ends())
    found = {*_core(union, source, text), *_queries(union, graph, source)}
    return tuple(sorted(found, key=Violation.order))


def compile_shapes() -> None:
    """Compile the package's own shapes, which the first check does otherwise.

    >>> compile_shapes()
    """
    _fast(), _own_queries(), _own_ends()


@cache
def _fast() -> FastShapes:
    """The package's own shapes without their queries, compiled."""
    return FastShapes(_own_shapes()[1])


def _core(union: ox.Store, source: _Source, text: str | None = None) -> Iterator[Violation]:
    """What breaks the package's own shapes, their queries left out."""
    if text is None:
        text = (union.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b"").decode()
    shapes, _ = _own_shapes()
    for one in _fast().run(text):
        messages = shapes.objects(rdflib.URIRef(one.shape), SH.message)
        yield source.violation(one.focus, one.path, one.value, one.shape, one.component, one.severity, messages)


@cache
def _own_shapes() -> tuple[rdflib.Graph, rdflib.Graph]:
    """The package's own shapes, whole and without their queries."""
    graph, core = _parsed(resources("shapes", ".ttl")), rdflib.Graph()
    core += graph
    core.remove((None, SH.sparql, None))
    return graph, core


def _parsed(paths: Iterable[Path]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in paths:
        try:
            graph.parse(path, format="turtle")
        except Exception as error:
            reason = " ".join(str(error).split())
            raise MandategraphError(f"{path} is not a file of shapes in Turtle: {reason}") from error
    return graph


def _quads(data: rdflib.Graph | Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    if not isinstance(data, rdflib.Graph):
        yield from data
    elif isinstance(data, rdflib.Dataset):
        for subject, predicate, object_, context in data.quads():
            name = context.identifier if isinstance(context, rdflib.Graph) else context
            yield ox.Quad(_node(subject), ox.NamedNode(str(predicate)), _term(object_), _graph_name(name))
    else:
        for subject, predicate, object_ in data:
            yield ox.Quad(_node(subject), ox.NamedNode(str(predicate)), _term(object_))


def _graph_name(name: rdflib.term.Node | None) -> ox.NamedNode | ox.BlankNode | ox.DefaultGraph:
    return ox.DefaultGraph() if name is None or name == DATASET_DEFAULT_GRAPH_ID else _node(name)


def _node(term: rdflib.term.Node) -> _Node:
    return ox.NamedNode(str(term)) if isinstance(term, rdflib.URIRef) else ox.BlankNode(str(term))


def _term(term: rdflib.term.Node) -> Term:
    if not isinstance(term, rdflib.Literal):
        return _node(term)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or _XSD_STRING)))


def _to_rdflib(term: object) -> rdflib.term.IdentifiedNode | rdflib.Literal:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise MandategraphError(f"{term} is no term of RDF 1.1; use IRIs, blank nodes and literals")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == _XSD_STRING:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)


def _rdflib_graph(store: ox.Store) -> rdflib.Graph:
    known: dict[object, rdflib.term.IdentifiedNode | rdflib.Literal] = {}

    def made(term: object) -> rdflib.term.IdentifiedNode | rdflib.Literal:
        if (one := known.get(term)) is None:
            one = known[term] = _to_rdflib(term)
        return one

    graph = rdflib.Graph()
    for quad in store:
        graph.add((made(quad.subject), made(quad.predicate), made(quad.object)))
    return graph


def _shacl(union: ox.Store, shapes: rdflib.Graph, source: _Source) -> Iterator[Violation]:
    import pyshacl  # half of what a build would import, and no build needs it

    try:
        _, results, text = pyshacl.validate(_rdflib_graph(union), shacl_graph=shapes)
    except Exception as error:
        raise MandategraphError(f"the shapes are not valid SHACL: {' '.join(str(error).split())}") from error
    if not isinstance(results, rdflib.Graph):
        raise MandategraphError(f"the shapes are not valid SHACL: {' '.join(text.split())}")
    for result in results.subjects(RDF.type, SH.ValidationResult):
        one = {name: next(results.objects(result, SH[name]), None) for name in _RESULT}
        if (focus := one["focusNode"]) is not None:
            path, value = one["resultPath"], one["value"]
            yield source.violation(
                _term(focus),
                () if path is None else tuple(_steps(results, path)),
                None if value is None else _term(value),
                str(one["sourceShape"]),
                str(one["sourceConstraint"] or one["sourceConstraintComponent"]),
                str(one["resultSeverity"]),
                results.objects(result, SH.resultMessage),
            )


def _queries(union: ox.Store, shapes: rdflib.Graph, source: _Source) -> Iterator[Violation]:
    """What the package's own queries find: each names its target, so it needs no node given."""
    for shape, constraint, query in _own_queries():
        solutions = union.query(query)
        if not isinstance(solutions, ox.QuerySolutions):
            raise MandategraphError(f"{constraint} is no SELECT query")
        names = {variable.value for variable in solutions.variables}
        for solution in solutions:
            path = (str(solution["path"].value),) if "path" in names else ()
            severity = str(shapes.value(shape, SH.severity) or SH.Violation)
            messages = shapes.objects(constraint, SH.message)
            yield source.violation(
                solution["this"], path, solution["value"], str(shape), str(constraint), severity, messages
            )


@cache
def _own_queries() -> tuple[tuple[rdflib.term.Node, rdflib.term.Node, str], ...]:
    """The package's own queries: shape, constraint and the text with its prefixes.

    Where there is one that finds the same with less work, written for all nodes at once, it is taken.
    """
    prefixes = "".join(f"PREFIX {prefix}: <{start}>\n" for prefix, start in PREFIXES.items())
    shapes, _ = _own_shapes()
    return tuple(
        (shape, constraint, prefixes + str(shapes.value(constraint, _SELECT_ALL) or shapes.value(constraint, SH.select)))
        for shape, constraint in sorted(shapes.subject_objects(SH.sparql))
    )


@cache
def _query_names() -> tuple[str, ...]:
    return tuple(str(constraint).rpartition("#")[2] for _, constraint, _ in _own_queries())


def _steps(graph: rdflib.Graph, path: rdflib.term.Node) -> Iterator[str]:
    if isinstance(path, rdflib.URIRef):
        yield str(path)
    elif (backwards := graph.value(path, SH.inversePath)) is not None:
        yield from (f"^{step}" for step in _steps(graph, backwards))
    elif (path, RDF.first, None) in graph:
        for step in Collection(graph, path):
            yield from _steps(graph, step)
    else:
        yield next(iter(sorted(str(kind) for kind in graph.predicates(path))))


class _Source:
    """Finds the document and the fact that a node belongs to."""

    def __init__(self, store: ox.Store, union: ox.Store, ends: _Ends) -> None:
        self._store = store
        self._union = union
        self._ends = ends

    def violation(
        self,
        focus: Term,
        path: tuple[str, ...],
        value: Term | None,
        shape: str,
        constraint: str,
        severity: str,
        messages: Iterable[rdflib.term.Node],
    ) -> Violation:
        """A violation with its document and fact."""
        fact = None if isinstance(focus, ox.Literal) else self._fact(focus, self._ends.get(shape))
        document = None if isinstance(focus, ox.Literal) else self._document(focus, fact)
        words = sorted(
            (message.language or "", str(message))
            for message in messages
            if isinstance(message, rdflib.Literal)
        )
        return Violation(
            focus,
            document,
            None if fact is None else fact.value,
            path,
            value,
            shape,
            constraint,
            severity,
            tuple(words),
        )

    def _nodes(self, subject: _Node, name: str) -> list[_Node]:
        found = self._union.quads_for_pattern(subject, ox.NamedNode(ONTOLOGY + name), None)
        return sorted((quad.object for quad in found if isinstance(quad.object, _Node)), key=str)

    def _subjects(self, predicate: ox.NamedNode, object_: _Node) -> list[_Node]:
        found = self._union.quads_for_pattern(None, predicate, object_)
        return sorted((quad.subject for quad in found if isinstance(quad.subject, _Node)), key=str)

    def _is_a(self, node: _Node, name: str) -> bool:
        return ox.Quad(node, _TYPE, ox.NamedNode(ONTOLOGY + name)) in self._union

    def _fact(self, focus: _Node, end: tuple[str, ox.NamedNode] | None) -> _Node | None:
        if self._is_a(focus, "Fact") or self._nodes(focus, "evidence"):
            return focus
        for name in ("ofFact", "statedBy"):
            if found := self._nodes(focus, name):
                return found[0]
        if end is not None:
            predicate = ox.NamedNode(ONTOLOGY + end[0])
            for fact in self._subjects(end[1], focus):
                if ox.Quad(fact, _PREDICATE, predicate) in self._union:
                    return fact
        stating = self._subjects(_OBJECT, focus) if self._is_a(focus, "Result") else []
        return stating[0] if stating else None

    def _document(self, focus: _Node, fact: _Node | None) -> str | None:
        nodes = [focus] if fact is None else [focus, fact, *self._nodes(fact, "evidence")]
        for node in nodes:
            for name in ("editionOf", "inDocument"):
                if found := self._nodes(node, name):
                    return self._name(found[0])
            graphs = {quad.graph_name for quad in self._store.quads_for_pattern(node, None, None)}
            for graph in sorted((graph for graph in graphs if isinstance(graph, _Node)), key=str):
                if found := self._nodes(graph, "editionOf"):
                    return self._name(found[0])
        return self._symbol(focus)

    def _name(self, document: _Node) -> str:
        return self._symbol(document) or document.value

    def _symbol(self, document: _Node) -> str | None:
        found = self._union.quads_for_pattern(document, ox.NamedNode(ONTOLOGY + "symbol"), None)
        return min((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), default=None)


@cache
def _own_ends() -> _Ends:
    return _ends_of_predicates(_own_shapes()[0])


def _ends_of_predicates(shapes: rdflib.Graph) -> _Ends:
    """For each shape that holds one end of one predicate: its name, and what a fact calls that end."""
    found = {}
    for target, end in ((SH.targetSubjectsOf, _SUBJECT), (SH.targetObjectsOf, _OBJECT)):
        for shape, predicate in shapes.subject_objects(target):
            name = str(predicate).removeprefix(ONTOLOGY)
            if name in PREDICATES and len(list(shapes.objects(shape, target))) == 1:
                found[str(shape)] = (name, end)
    return found
