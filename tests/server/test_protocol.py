"""The SPARQL 1.1 Protocol tests of the W3C, query part, and what clients expect beyond them."""

from __future__ import annotations

from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from tests.server.asking import Got, ask, request

from mandategraph.vocabulary import BASE_IRI

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
DATA1, DATA2 = "http://example.org/data1", "http://example.org/data2"
TRUE_OR_FALSE = {"application/sparql-results+json", "application/sparql-results+xml"}


def form(address: str, pairs: list[tuple[str, str]], **headers: str) -> Got:
    """Ask by POST with a form."""
    return request(address, "/sparql", "POST", urlencode(pairs), Content_Type=FORM, **headers)


def is_true(got: Got) -> bool:
    """Whether an answer to ASK says yes, in a format that may say so."""
    assert got.status == 200, got.text
    assert got.type in TRUE_OR_FALSE
    return bool(got.json["boolean"])


def test_query_get(address: str) -> None:
    """query_get: a query by GET is answered."""
    assert is_true(ask(address, "ASK {}"))


def test_query_post_form(address: str) -> None:
    """query_post_form: a query by POST with a form is answered."""
    assert is_true(form(address, [("query", "ASK {}")]))


def test_query_post_direct(address: str) -> None:
    """query_post_direct: a query that is the body of a POST is answered."""
    assert is_true(request(address, "/sparql", "POST", "ASK {}", Content_Type=DIRECT))


PAIR = "ASK { <http://example.org/a> <http://example.org/p> ?x, ?y FILTER(?x != ?y) }"
NAMED = (
    "ASK { GRAPH ?g1 { <http://example.org/a> ?p ?x } GRAPH ?g2 { <http://example.org/a> ?p ?y } FILTER(?g1 != ?g2) }"
)


def test_query_dataset_default_graph(address: str) -> None:
    """query_dataset_default_graph: the default graph is the graph that the request names."""
    query = "SELECT ?x { <http://example.org/a> <http://example.org/p> ?x }"
    got = ask(address, query, default_graph_uri=DATA1)
    assert [row["x"]["value"] for row in got.json["results"]["bindings"]] == ["1"]


def test_query_dataset_default_graphs_get(address: str) -> None:
    """query_dataset_default_graphs_get: several default graphs are merged, by GET."""
    told = urlencode([("query", PAIR), ("default-graph-uri", DATA1), ("default-graph-uri", DATA2)])
    assert is_true(request(address, f"/sparql?{told}"))


def test_query_dataset_default_graphs_post(address: str) -> None:
    """query_dataset_default_graphs_post: several default graphs are merged, by POST."""
    told = urlencode([("default-graph-uri", DATA1), ("default-graph-uri", DATA2)])
    assert is_true(request(address, f"/sparql?{told}", "POST", PAIR, Content_Type=DIRECT))
    pairs = [("query", PAIR), ("default-graph-uri", DATA1), ("default-graph-uri", DATA2)]
    assert is_true(form(address, pairs))


def test_query_dataset_named_graphs_get(address: str) -> None:
    """query_dataset_named_graphs_get: the named graphs are those that the request names, by GET."""
    told = urlencode([("query", NAMED), ("named-graph-uri", DATA1), ("named-graph-uri", DATA2)])
    assert is_true(request(address, f"/sparql?{told}"))
    one = urlencode([("query", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"), ("named-graph-uri", DATA1)])
    rows = request(address, f"/sparql?{one}").json["results"]["bindings"]
    assert [row["g"]["value"] for row in rows] == [DATA1]


def test_query_dataset_named_graphs_post(address: str) -> None:
    """query_dataset_named_graphs_post: the named graphs are those that the request names, by POST."""
    told = urlencode([("named-graph-uri", DATA1), ("named-graph-uri", DATA2)])
    assert is_true(request(address, f"/sparql?{told}", "POST", NAMED, Content_Type=DIRECT))


def test_query_dataset_full(address: str) -> None:
    """query_dataset_full: default and named graphs of the request hold together."""
    query = "ASK { <http://example.org/a> ?p 1 . GRAPH ?g { <http://example.org/a> ?p 2 } FILTER NOT EXISTS { GRAPH <%s> { ?s ?p ?o } } }"
    told = [("query", query % DATA1), ("default-graph-uri", DATA1), ("named-graph-uri", DATA2)]
    assert is_true(form(address, told))


def test_query_multiple_dataset(address: str) -> None:
    """query_multiple_dataset: the dataset of the request goes before that of the query."""
    query = f"ASK FROM <{DATA2}> {{ <http://example.org/a> <http://example.org/p> 1 }}"
    assert is_true(ask(address, query, default_graph_uri=DATA1))
    assert not is_true(ask(address, query))


def test_query_content_type_select(address: str) -> None:
    """query_content_type_select: rows come in a format for rows."""
    got = ask(address, "SELECT (1 AS ?one) {}")
    assert (got.status, got.type) == (200, "application/sparql-results+json")


def test_query_content_type_ask(address: str) -> None:
    """query_content_type_ask: yes or no comes in a format for it."""
    assert ask(address, "ASK {}").type in TRUE_OR_FALSE


@pytest.mark.parametrize(
    "query", ["DESCRIBE <http://example.org/a>", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3"]
)
def test_query_content_type_graph(address: str, query: str) -> None:
    """query_content_type_describe and _construct: triples come in a format for triples."""
    got = ask(address, query)
    assert (got.status, got.type) == (200, "text/turtle")


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ],
)
def test_rows_in_each_format(address: str, media: str, form: ox.QueryResultsFormat) -> None:
    """The same rows come in each format that can be read back."""
    got = ask(address, "SELECT ?x ?y { VALUES (?x ?y) { (<http://a/> 1) (UNDEF 'b'@en) } }", accept=media)
    assert got.type == media
    found = ox.parse_query_results(got.body, format=form)
    assert isinstance(found, ox.QuerySolutions)
    rows = [(row["x"], row["y"]) for row in found]
    integer = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    one = (ox.NamedNode("http://a/"), ox.Literal("1", datatype=integer))
    assert rows == [one, (None, ox.Literal("b", language="en"))]


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/n-quads", ox.RdfFormat.N_QUADS),
        ("application/trig", ox.RdfFormat.TRIG),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
@pytest.mark.parametrize("head", ["CONSTRUCT WHERE", "DESCRIBE ?s WHERE"])
def test_triples_in_each_format(address: str, media: str, form: ox.RdfFormat, head: str) -> None:
    """The same triples come in each format, by Accept and by ``format=``."""
    query = head + " { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> '联合国工业发展组织'@zh }"
    got = ask(address, query, accept=f"{media}, */*;q=0.1")
    assert got.type == media
    assert ask(address, query, format=media).body == got.body
    found = {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(got.body, format=form)}
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    unido = ox.NamedNode(f"{BASE_IRI}organization/unido")
    assert (unido, label, ox.Literal("联合国工业发展组织", language="zh")) in found


def test_bad_query_method(address: str) -> None:
    """bad_query_method: PUT is refused with the methods that are understood."""
    got = request(address, "/sparql?query=ASK%20%7B%7D", "PUT")
    assert got.status == 405
    assert "POST" in got.headers["allow"]


def test_bad_multiple_queries(address: str) -> None:
    """bad_multiple_queries: two queries are refused."""
    got = request(address, "/sparql?query=ASK%20%7B%7D&query=SELECT%20*%20%7B%7D")
    assert got.status == 400
    assert got.json["error"] == "the request has 2 queries: exactly one is answered"


def test_bad_query_wrong_media_type(address: str) -> None:
    """bad_query_wrong_media_type: a body of another kind is refused."""
    assert request(address, "/sparql", "POST", "ASK {}", Content_Type="text/plain").status == 415


def test_bad_query_missing_form_type(address: str) -> None:
    """bad_query_missing_form_type: a form that does not say what it is is refused."""
    assert 400 <= request(address, "/sparql", "POST", "query=ASK%20%7B%7D").status < 500


def test_bad_query_missing_direct_type(address: str) -> None:
    """bad_query_missing_direct_type: a query that does not say what it is is refused."""
    assert 400 <= request(address, "/sparql", "POST", "ASK {}").status < 500


def test_bad_query_non_utf8(address: str) -> None:
    """bad_query_non_utf8: a query in another encoding is refused."""
    body = 'ASK { ?s ?p "é" }'.encode("utf-16")
    got = request(address, "/sparql", "POST", body, Content_Type=f"{DIRECT}; charset=UTF-16")
    assert got.status == 400
    assert got.json["error"] == "the query is no text in UTF-8"
    assert request(address, "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%FF%22%20%7D").status == 400


def test_bad_query_syntax(address: str) -> None:
    """bad_query_syntax: what is no SPARQL is refused with the parser's words."""
    got = ask(address, "ASK {")
    assert got.status == 400
    assert got.json["ok"] is False
    assert "not valid SPARQL: error at 1:" in got.json["error"]


def test_no_query(address: str) -> None:
    """A POST without a query is refused."""
    assert form(address, [("colour", "red")]).status == 400


def test_unknown_parameters_are_ignored(address: str) -> None:
    """Parameters that the protocol does not know change nothing."""
    assert is_true(ask(address, "ASK {}", timeout="5", output="what-is-this", colour="red"))


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("text/csv", "text/csv"),
    ],
)
def test_format_parameter(address: str, name: str, media: str) -> None:
    """``format=`` chooses by short name or media type and goes before Accept."""
    got = ask(address, "SELECT (1 AS ?one) {}", accept="application/sparql-results+xml", format=name)
    assert got.type == media


def test_query_method(address: str) -> None:
    """The method QUERY takes the query as its body."""
    assert is_true(request(address, "/sparql", "QUERY", "ASK {}", Content_Type=DIRECT))


def test_head_is_get_without_body(address: str) -> None:
    """HEAD has the headers of GET and no body."""
    path = "/sparql?query=SELECT%20(1%20AS%20%3Fone)%20%7B%7D"
    head, get = request(address, path, "HEAD"), request(address, path)
    assert head.body == b""
    assert head.headers["content-length"] == str(len(get.body))
    assert head.type == get.type


def test_options_allows_other_origins(address: str) -> None:
    """A browser may ask from a page of another origin."""
    got = request(address, "/sparql", "OPTIONS", Origin="http://a.example", Access_Control_Request_Method="POST")
    assert got.status == 204
    assert got.headers["access-control-allow-origin"] == "*"
    assert "POST" in got.headers["access-control-allow-methods"]
    assert "Content-Type" in got.headers["access-control-allow-headers"]


@pytest.mark.parametrize("query", ["SELECT (1 AS ?one) {}", "nonsense"])
def test_answers_and_errors_are_for_all_origins(address: str, query: str) -> None:
    """CORS headers are on answers and on errors."""
    assert ask(address, query).headers["access-control-allow-origin"] == "*"


def test_compression(address: str) -> None:
    """Large answers are compressed for clients that say so, and say that they vary."""
    path = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 200"})
    got = request(address, path, Accept_Encoding="gzip")
    assert got.headers["content-encoding"] == "gzip"
    assert got.headers["vary"] == "Accept, Accept-Encoding"
    assert got.body == request(address, path).body


def test_etag_spares_the_answer(address: str) -> None:
    """An answer that the client has from this version of the graph is not sent again."""
    path = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 2"})
    first = request(address, path)
    again = request(address, path, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    other = request(address, path, If_None_Match=first.headers["etag"], Accept="text/csv")
    assert (other.status, other.type) == (200, "text/csv")


def test_changing_answers_have_no_etag(address: str) -> None:
    """What gives another answer each time is neither tagged nor remembered."""
    first, second = (ask(address, "SELECT (RAND() AS ?x) {}") for _ in range(2))
    assert "etag" not in first.headers
    assert first.body != second.body


def test_bare_get_describes_the_service(address: str) -> None:
    """Without a query the endpoint says what it can do."""
    from rdflib import RDF, Graph, Namespace, URIRef

    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    for accept, form_ in (("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("*/*", "turtle")):
        got = request(address, "/sparql", Accept=accept)
        assert got.status == 200
        graph = Graph().parse(data=got.text, format=form_)
        (service,) = graph.subjects(RDF.type, sd.Service)
        assert graph.value(service, sd.endpoint) == URIRef(f"{address}/sparql")
        assert sd.SPARQL11Query in graph.objects(service, sd.supportedLanguage)
        assert URIRef(DATA1) in graph.objects(None, sd.name)
    assert request(address, "/sparql", Accept="image/png").status == 406


def test_browser_is_led_to_the_editor(address: str) -> None:
    """A browser that opens a link to the endpoint gets the page with the query in it."""
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    got = request(address, "/sparql?query=ASK%20%7B%7D", Accept=accept)
    assert (got.status, got.headers["location"]) == (303, "/query?query=ASK%20%7B%7D")


def test_nothing_acceptable(address: str) -> None:
    """406 only when no format fits, with those that would."""
    got = ask(address, "SELECT (1 AS ?one) {}", accept="image/png")
    assert got.status == 406
    assert "text/csv" in got.json["error"]
    assert ask(address, "ASK {}", accept="text/csv").status == 406
    assert ask(address, "ASK {}", accept="text/csv, */*;q=0.1").status == 200
