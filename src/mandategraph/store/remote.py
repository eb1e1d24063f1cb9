"""The back end for a graph that another program serves: any server with SPARQL 1.1 query and update."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    Request,
    build_opener,
)

import pyoxigraph as ox

from mandategraph.errors import QueryError, StoreError
from mandategraph.store.bases import agreed_base
from mandategraph.store.binding import bind, query_form
from mandategraph.store.changes import operation
from mandategraph.store.contract import Bindings, Rows
from mandategraph.terms import Term
from mandategraph.vocabulary import BASE_IRI

__all__ = ["RemoteStore", "open_remote", "update_url_of"]

_DEFAULT = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
_NAMED = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
_OF_VIRTUOSO = ("http://www.openlinksw.com/", "http://localhost:", "http://localuriqaserver/", "http://www.w3.org/", "urn:")
_ASKED = "__ASK_RETVAL"
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class RemoteStore:
    """A graph behind a SPARQL endpoint; see ``Store`` for what it offers.

    Servers that have no default graph of their own, such as Virtuoso, hold ours in a graph named ``graph/default``
    under the base IRI. Who may read and write is told by the environment: ``MANDATEGRAPH_USER`` and
    ``MANDATEGRAPH_PASSWORD`` (Basic; for updates also Digest), or ``MANDATEGRAPH_TOKEN`` (Bearer).

    :param url: of the endpoint.
    :param base_iri: what ids are relative to.
    :param timeout: seconds after which an answer is no longer waited for.
    :param update_url: where updates go; None: ``MANDATEGRAPH_UPDATE_URL``, else as is usual for such a URL.
    """

    def __init__(
        self, url: str, base_iri: str = BASE_IRI, timeout: int = 60, update_url: str | None = None
    ) -> None:
        self.url = url
        self._base_iri = base_iri
        self._timeout = timeout
        self._closed = False
        self._update_url = update_url or os.environ.get("MANDATEGRAPH_UPDATE_URL")
        self._default: str | None = None
        self._looked = False

    @property
    def base_iri(self) -> str:
        """What the ids of this store are relative to."""
        return self._base_iri

    def _ask(self, query: str, bindings: Bindings | None, accept: str) -> bytes:
        """The endpoint's answer, as it is."""
        from urllib.error import URLError

        from SPARQLWrapper import POST, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import EndPointNotFound, QueryBadFormed, SPARQLWrapperException

        self._look()
        wrapper = SPARQLWrapper(self.url)
        if self._default is not None:
            wrapper.addDefaultGraph(self._default)
        if (token := os.environ.get("MANDATEGRAPH_TOKEN")) is not None:
            wrapper.addCustomHttpHeader("Authorization", f"Bearer {token}")
        elif (user := os.environ.get("MANDATEGRAPH_USER")) is not None:
            wrapper.setCredentials(user, os.environ.get("MANDATEGRAPH_PASSWORD", ""))
        wrapper.setTimeout(self._timeout)
        wrapper.setMethod(POST)
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

    def _look(self) -> None:
        """Find out, once, what kind of server it is."""
        if self._closed:
            raise StoreError(f"{self.url} has been closed")
        if self._looked:
            return
        try:
            request = Request(f"{self.url}?query=ASK%7B%7D", headers={"Accept": "application/sparql-results+json"})  # noqa: S310
            with self._opener().open(request, timeout=self._timeout) as answer:
                server = answer.headers.get("Server", "")
        except (OSError, ValueError):
            server = ""  # the question itself will say what is wrong
        self._looked = True
        if server.startswith("Virtuoso"):
            self._default = f"{self._base_iri}graph/default"
        self._update_url = self._update_url or update_url_of(self.url, server)

    def _opener(self) -> OpenerDirector:
        """What sends requests, with what the environment says of the user."""
        opener = build_opener()
        if (token := os.environ.get("MANDATEGRAPH_TOKEN")) is not None:
            opener.addheaders.append(("Authorization", f"Bearer {token}"))
        elif (user := os.environ.get("MANDATEGRAPH_USER")) is not None:
            known = HTTPPasswordMgrWithDefaultRealm()
            for url in (self.url, self._update_url):
                if url is not None:
                    known.add_password(None, url, user, os.environ.get("MANDATEGRAPH_PASSWORD", ""))
            opener.add_handler(HTTPBasicAuthHandler(known))
            opener.add_handler(HTTPDigestAuthHandler(known))
        return opener

    def _solutions(self, query: str, bindings: Bindings | None) -> ox.QuerySolutions | ox.QueryBoolean:
        body = self._ask(query, bindings, "application/sparql-results+json")
        try:
            found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"the answer of {self.url} is cut off or damaged: {_one_line(error)}") from error
        return found

    def select(self, query: str, bindings: Bindings | None = None) -> Rows:
        """The rows of a SELECT query; see ``Store.select``."""
        if query_form(query) not in {"SELECT", ""}:
            raise QueryError("the query gives no rows: a SELECT query is needed here")
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
        if query_form(query) not in {"ASK", ""}:
            raise QueryError("the query gives no yes or no: an ASK query is needed here")
        found = self._solutions(query, bindings)
        if isinstance(found, ox.QuerySolutions) and [one.value for one in found.variables] == [_ASKED]:
            return any(int(row[0].value) for row in found)  # so says Virtuoso
        if not isinstance(found, ox.QueryBoolean):
            raise QueryError("the query gives no yes or no: an ASK query is needed here")
        return bool(found)

    def objects(self, thing: ox.NamedNode, predicate: ox.NamedNode) -> tuple[Term, ...]:
        """What there is for a predicate of a thing; see ``Store.objects``."""
        found = self.select("SELECT ?object WHERE { ?thing ?predicate ?object }", {"thing": thing, "predicate": predicate})
        return tuple(value for (value,) in found if value is not None)

    def construct(self, query: str, bindings: Bindings | None = None) -> tuple[ox.Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE query; see ``Store.construct``."""
        if query_form(query) in {"SELECT", "ASK"}:
            raise QueryError("the query gives no triples: a CONSTRUCT or DESCRIBE query is needed here")
        body = self._ask(query, bindings, "application/n-triples")
        try:
            return tuple(quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        except SyntaxError as error:
            raise StoreError(f"the answer of {self.url} is cut off or damaged: {_one_line(error)}") from error

    def quads(self) -> Iterator[ox.Quad]:
        """All quads, in no order.

        :raises StoreError: when the endpoint gives fewer than it counts, as those do that cap their answers.
        """
        for row in self._all(_DEFAULT, None):
            yield ox.Quad(*_triple(row))
        for (graph,) in self.select(_GRAPHS):
            if isinstance(graph, ox.NamedNode) and self._is_ours(graph.value):
                for row in self._all(_NAMED, graph):
                    yield ox.Quad(*_triple(row), graph)

    def _is_ours(self, graph: str) -> bool:
        """Whether a graph is none that the server keeps for itself."""
        return self._default is None or (graph != self._default and not graph.startswith(_OF_VIRTUOSO))

    def _all(self, query: str, graph: ox.NamedNode | None) -> Iterator[tuple[Term | None, ...]]:
        bindings = None if graph is None else {"g": graph}
        rows = self.select(query, bindings)
        count = query.replace("SELECT ?s ?p ?o", "SELECT (COUNT(*) AS ?count)")
        counted = int(next(self.select(count, bindings).records())["count"].value)
        if len(rows) != counted:
            place = "" if graph is None else f" of {graph.value}"
            raise StoreError(f"{self.url} gave {len(rows):,} of its {counted:,} statements{place}: it caps its answers")
        yield from rows

    def update(self, text: str) -> None:
        """Run one SPARQL update request; see ``Store.update``."""
        self._look()
        if self._default is not None:
            text = f"DEFINE input:default-graph-uri <{self._default}>\n{text}"
        self._send(text.encode(), "application/sparql-update")

    def load(self, quads: Iterable[ox.Quad] | bytes) -> None:
        """Add many quads, or those of an N-Quads text in UTF-8, as one update request; see ``Store.load``."""
        if isinstance(quads, bytes):
            quads = ox.parse(quads, format=ox.RdfFormat.N_QUADS)
        graphs: dict[ox.NamedNode | None, list[str]] = {}
        for quad in quads:
            name = quad.graph_name if isinstance(quad.graph_name, ox.NamedNode) else None
            graphs.setdefault(name, []).append(str(quad.triple))
        if graphs:
            self.update(" ;\n".join(operation("INSERT", statements, name) for name, statements in graphs.items()))

    def _send(self, body: bytes, kind: str) -> None:
        url = self._update_url or self.url
        request = Request(url, body, {"Content-Type": f"{kind}; charset=utf-8", "Accept": "*/*"}, method="POST")  # noqa: S310
        try:
            with self._opener().open(request, timeout=self._timeout) as answer:
                answer.read()
        except HTTPError as error:
            reason = _one_line(error.read().decode("utf-8", "replace"))
            if error.code in {401, 403}:
                raise StoreError(
                    f"{url} does not let you write: set MANDATEGRAPH_USER and MANDATEGRAPH_PASSWORD, or MANDATEGRAPH_TOKEN"
                ) from error
            if error.code == 400:
                raise QueryError(f"the update is not valid SPARQL, says {url}: {reason}") from error
            if error.code in {404, 405}:
                raise StoreError(f"{url} takes no updates: set MANDATEGRAPH_UPDATE_URL to where they go") from error
            raise StoreError(f"{url} did not write: {error.code} {reason}") from error
        except (OSError, ValueError) as error:
            raise StoreError(f"{url} gave no answer: {_one_line(getattr(error, 'reason', None) or error)}") from error

    @property
    def is_transactional(self) -> bool:
        """Whether an update request is done as a whole; Virtuoso ends each of its operations by itself."""
        self._look()
        return self._default is None

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


def update_url_of(url: str, server: str = "") -> str:
    """Where updates usually go for the URL of an endpoint: as Oxigraph, Virtuoso, Fuseki, GraphDB and QLever do it.

    :param url: where queries go.
    :param server: what the server calls itself.

    >>> update_url_of("http://a/query"), update_url_of("http://a/sparql", "Virtuoso/7")
    ('http://a/update', 'http://a/sparql-auth')
    >>> update_url_of("http://a/repositories/r"), update_url_of("http://a/other")
    ('http://a/repositories/r/statements', 'http://a/other')
    """
    scheme, host, path, _, _ = urlsplit(url)
    parent, _, last = path.rpartition("/")
    if server.startswith("Virtuoso"):
        path = f"{parent}/sparql-auth"
    elif last in {"query", "sparql"}:
        path = f"{parent}/update"
    elif parent.endswith("/repositories"):
        path = f"{path}/statements"
    return urlunsplit((scheme, host, path, "", ""))


def open_remote(url: str, base_iri: str | None = None, timeout: int = 60) -> RemoteStore:
    """Open the graph behind an endpoint.

    :param url: of the endpoint.
    :param base_iri: what ids are relative to; None: as the graph shows, else the usual.
    :param timeout: seconds to wait for an answer.
    :raises StoreError: when nothing answers there, or the graph has another base IRI.
    """
    store = RemoteStore(url, base_iri or BASE_IRI, timeout)
    base = agreed_base(store, base_iri, url)
    return store if base is None or base == store.base_iri else RemoteStore(url, base, timeout)


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
