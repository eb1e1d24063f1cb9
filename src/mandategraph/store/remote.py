"""The back end for a graph that another program serves: any SPARQL 1.1 endpoint, for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self

import pyoxigraph as ox

from mandategraph.errors import QueryError, StoreError
from mandategraph.store.binding import bind
from mandategraph.store.contract import Bindings, Rows
from mandategraph.terms import Term
from mandategraph.vocabulary import BASE_IRI

__all__ = ["RemoteStore"]

_COUNTS = """SELECT (COUNT(*) AS ?quads) WHERE {
  { { ?s ?p ?o } } UNION { GRAPH ?g { ?s ?p ?o } } }"""
_DEFAULT = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
_NAMED = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class RemoteStore:
    """A graph behind a SPARQL endpoint; see ``Store`` for what it offers. It is open for reading only.

    :param url: of the endpoint.
    :param base_iri: what ids are relative to.
    :param timeout: seconds after which an answer is no longer waited for.
    """

    def __init__(self, url: str, base_iri: str = BASE_IRI, timeout: int = 60) -> None:
        self.url = url
        self._base_iri = base_iri
        self._timeout = timeout
        self._closed = False

    @property
    def base_iri(self) -> str:
        """What the ids of this store are relative to."""
        return self._base_iri

    def _ask(self, query: str, bindings: Bindings | None, accept: str) -> bytes:
        """The endpoint's answer, as it is."""
        from urllib.error import URLError

        from SPARQLWrapper import POST, POSTDIRECTLY, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import EndPointNotFound, QueryBadFormed, SPARQLWrapperException

        if self._closed:
            raise StoreError(f"{self.url} has been closed")
        wrapper = SPARQLWrapper(self.url)
        wrapper.setTimeout(self._timeout)
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(POSTDIRECTLY)
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", accept)
        wrapper.setQuery(bind(query, bindings))
        try:
            answer = wrapper.query().response
            body: bytes = answer.read()
            kind = answer.headers.get("Content-Type", "")
        except QueryBadFormed as error:
            raise QueryError(f"the query is not valid SPARQL, says {self.url}: {_one_line(error)}") from error
        except EndPointNotFound as error:
            raise StoreError(f"there is no SPARQL endpoint at {self.url}") from error
        except (SPARQLWrapperException, URLError, OSError) as error:
            reason = getattr(error, "reason", None) or error
            raise StoreError(f"{self.url} gave no answer: {_one_line(reason)}") from error
        if accept.partition("/")[2].partition("+")[0] not in kind and accept not in kind:
            raise StoreError(f"{self.url} answered with {kind or 'no type'} where {accept} was asked for")
        return body

    def _solutions(self, query: str, bindings: Bindings | None) -> ox.QuerySolutions | ox.QueryBoolean:
        body = self._ask(query, bindings, "application/sparql-results+json")
        try:
            found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"the answer of {self.url} is cut off or damaged: {_one_line(error)}") from error
        return found

    def select(self, query: str, bindings: Bindings | None = None) -> Rows:
        """The rows of a SELECT query; see ``Store.select``."""
        found = self._solutions(query, bindings)
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("the query gives no rows: a SELECT query is needed here")
        names = tuple(variable.value for variable in found.variables)
        try:
            return Rows(names, tuple(tuple(map(_plain, row)) for row in found))
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"the answer of {self.url} is cut off or damaged: {_one_line(error)}") from error

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """The answer to an ASK query; see ``Store.ask``."""
        found = self._solutions(query, bindings)
        if not isinstance(found, ox.QueryBoolean):
            raise QueryError("the query gives no yes or no: an ASK query is needed here")
        return bool(found)

    def construct(self, query: str, bindings: Bindings | None = None) -> tuple[ox.Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE query; see ``Store.construct``."""
        body = self._ask(query, bindings, "application/n-triples")
        try:
            return tuple(quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        except SyntaxError as error:
            raise StoreError(f"the answer of {self.url} is cut off or damaged: {_one_line(error)}") from error

    def quads(self) -> Iterator[ox.Quad]:
        """All quads, in no order.

        :raises StoreError: when the endpoint gives fewer than it counts, as those do that cap their answers.
        """
        counted = int(next(self.select(_COUNTS).records())["quads"].value)
        given = 0
        for row in self.select(_DEFAULT):
            given += 1
            yield ox.Quad(*_triple(row))
        for (graph,) in self.select(_GRAPHS):
            if isinstance(graph, ox.NamedNode):
                for row in self.select(_NAMED, {"g": graph}):
                    given += 1
                    yield ox.Quad(*_triple(row), graph)
        if given != counted:
            raise StoreError(f"{self.url} gave {given:,} of its {counted:,} statements: it caps its answers")

    def update(self, text: str) -> None:
        """Refuse: this back end reads only.

        :raises StoreError: always.
        """
        raise StoreError(f"{self.url} is open for reading only")

    def load(self, quads: Iterable[ox.Quad] | bytes) -> None:
        """Refuse: this back end reads only.

        :raises StoreError: always.
        """
        raise StoreError(f"{self.url} is open for reading only")

    def close(self) -> None:
        """Ask nothing any more."""
        self._closed = True

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ask nothing any more."""
        self.close()


def _one_line(text: object) -> str:
    return " ".join(str(text).split())[:300]


def _plain(term: Any) -> Term | None:
    """A term as the embedded store gives it: endpoints may type plain texts."""
    if isinstance(term, ox.Literal) and not term.language and term.datatype.value == _XSD_STRING:
        return ox.Literal(term.value)
    return term  # type: ignore[no-any-return]


def _triple(row: tuple[Term | None, ...]) -> tuple[Any, Any, Any]:
    subject, predicate, value = row
    return subject, predicate, value
