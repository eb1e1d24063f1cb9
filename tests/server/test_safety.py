"""Nothing is written, nothing outside is read, and names stay text."""

from __future__ import annotations

import csv
import html.parser
import http.server
import io
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from benchmarks.serving import Served, served
from tests.server.asking import NASTY, ask, request

from mandategraph.server.worker import service_refusal
from mandategraph.vocabulary import BASE_IRI


class _Listener(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - one for the whole server is meant

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("content-type", "application/sparql-results+json")
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"far"}}]}}'
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[str]:
    """The address of a server that notes who asks it."""
    _Listener.asked.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Listener)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <%s/> { ?s ?p ?o } }",
        "SELECT * { service\tsilent <%s/> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { SERVICE#x\n<%s/> { ?x ?y ?z } } } }",
        "PREFIX f: <%s/> SELECT * { SERVICE f: { ?s ?p ?o } }",
        "SELECT * { BIND(<%s/> AS ?where) SERVICE ?where { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE <%s/> { ?s ?p ?o } } }",
        "SELECT * { ?a ?b ?c FILTER(?a <'x>') SERVICE <%s/> { ?s ?p ?o } FILTER('' = '') }",
        "PREFIX e: <http://e/> SELECT * { ?a e:b\\#c ?d SERVICE <%s/> { ?s ?p ?o } }",
        "SELECT ?service ?xervice { ?service ?xervice 'service' SERVICE <%s/> { ?s ?p ?o } }",
    ],
)
def test_service_is_refused(address: str, listener: str, query: str) -> None:
    """No query makes the server ask another one, however SERVICE is written."""
    got = ask(address, query % listener)
    assert got.status in {400, 403}, got.text
    assert _Listener.asked == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p ?o } LIMIT 1",
        "SELECT * { ?s ?p 'SERVICE <http://a/> { }' }",
        "# SERVICE <http://a/>\nSELECT * { ?s ?p ?o } LIMIT 1",
        "SELECT * { ?s <http://a/service> ?o }",
        "PREFIX service: <http://a/> SELECT * { ?s service:service ?o }",
        'SELECT * { ?s ?p """\nSERVICE\n"""@en }',
    ],
)
def test_the_word_service_is_no_offence(address: str, query: str) -> None:
    """What only looks like SERVICE is answered."""
    got = ask(address, query)
    assert got.status == 200, got.text


def test_allowed_service_is_asked(graph_folder: Path, listener: str) -> None:
    """A server that the operator lists is asked, and no other."""
    with served(graph_folder, "--allow-service", f"{listener}/ok") as address:
        got = ask(address, f"SELECT ?x {{ SERVICE <{listener}/ok> {{ ?s ?p ?x }} }}")
        assert got.status == 200, got.text
        assert got.json["results"]["bindings"] == [{"x": {"type": "literal", "value": "far"}}]
        assert len(_Listener.asked) == 1
        for other in (f"<{listener}/other>", f"?x . SERVICE <{listener}/ok>"):
            got = ask(address, f"SELECT * {{ SERVICE {other} {{ ?s ?p ?x }} }}")
            assert got.status in {400, 403}
        assert len(_Listener.asked) == 1


def test_unknown_function_is_the_clients_fault(address: str) -> None:
    """A function that the engine does not have is an error of the query, not of the server."""
    got = ask(address, "SELECT (<http://example.org/no-such-function>(1) AS ?x) {}")
    assert got.status == 400
    assert "not supported" in got.json["error"]


def test_refusal_names_what_is_allowed() -> None:
    """The refusal lists the servers that may be asked."""
    query = "SELECT * { SERVICE <http://b/> { ?s ?p ?o } }"
    refusal = service_refusal(query, ["http://a/"])
    assert refusal is not None
    assert "<http://a/>" in refusal


def test_workers_have_no_network(listener: str) -> None:
    """Where the system allows it, the process that runs queries cannot reach any address."""
    import subprocess
    import sys

    from mandategraph.server import worker

    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import worker, socket; worker.cut_off_network()\n"
        "try: socket.create_connection(('127.0.0.1', int(sys.argv[2])), 2); print('reached')\n"
        "except OSError: print('cut off')"
    )
    folder, port = str(Path(worker.__file__).parent), listener.rpartition(":")[2]
    done = subprocess.run([sys.executable, "-P", "-c", code, folder, port], capture_output=True, text=True, check=True)
    if done.stdout == "reached\n":
        pytest.skip("this system does not let a process leave the network")
    assert done.stdout == "cut off\n"


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR DEFAULT",
        "LOAD <file:///etc/passwd>",
        "LOAD <%s/x>",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
    ],
)
def test_updates_are_refused(address: str, listener: str, text: str) -> None:
    """An update is refused however it is sent, and changes nothing."""
    if "%s" in text:
        text %= listener
    count = ask(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body
    assert ask(address, text).status == 400
    form = "application/x-www-form-urlencoded"
    assert request(address, "/sparql", "POST", urlencode({"update": text}), Content_Type=form).status == 405
    assert request(address, "/sparql", "POST", text, Content_Type="application/sparql-update").status == 405
    assert request(address, "/sparql", "POST", text, Content_Type="application/sparql-query").status == 400
    assert ask(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body == count
    assert _Listener.asked == []


@pytest.mark.parametrize("place", ["%s/data.ttl", "file:///etc/passwd", "http://192.0.2.1/x"])
def test_from_fetches_nothing(address: str, listener: str, place: str) -> None:
    """FROM and the graph parameters choose among own graphs; others are empty."""
    if "%s" in place:
        place %= listener
    for query in ("SELECT * FROM <@> { ?s ?p ?o }", "SELECT * FROM NAMED <@> { GRAPH ?g { ?s ?p ?o } }"):
        assert ask(address, query.replace("@", place)).json["results"]["bindings"] == []
    got = ask(address, "SELECT * { ?s ?p ?o }", default_graph_uri=place, named_graph_uri=place)
    assert got.json["results"]["bindings"] == []
    assert _Listener.asked == []


PAGES = [
    "/",
    "/search?q=n",
    "/documents",
    "/things?type=Organization",
    "/facts",
    "/questions",
    "/questions/partners-of?organization=organization/n-0",
    "/graph",
    "/graph?from=organization/n-0&to=organization/n-3",
    "/query",
    "/docs",
    "/page/document/N/1",
    "/page/document/N/1?view=facts",
    "/nothing",
    *(f"/page/organization/n-{place}" for place in range(len(NASTY))),
]


class _Elements(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(address: str, path: str) -> _Elements:
    """The elements and words of a page."""
    got = request(address, path, Accept="text/html", Accept_Language="en")
    if got.status == 303:  # a name that is found at once leads to its page
        return page(address, got.headers["location"])
    assert got.type == "text/html", path
    read = _Elements()
    read.feed(got.text)
    return read


@pytest.mark.parametrize("path", PAGES)
def test_names_are_text_on_pages(nasty: Served, path: str) -> None:
    """No name, sentence or parameter becomes an element, a handler or a script of a page."""
    for asked in (path, path + ("&" if "?" in path else "?") + urlencode({"q": NASTY[1], "x": NASTY[0]})):
        read = page(nasty, asked)
        for tag, attributes in read.found:
            assert tag != "img"
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            if tag == "script":
                assert attributes.get("type") == "application/json" or (attributes.get("src") or "").startswith(
                    "/static/"
                )
            for name in ("href", "src", "action"):
                assert not (attributes.get(name) or "").lower().startswith(("javascript:", "data:"))


def test_names_are_shown_as_they_are(nasty: Served) -> None:
    """Each name is the heading of its page, letter for letter."""
    for place, text in enumerate(NASTY):
        read = page(nasty, f"/page/organization/n-{place}")
        words = re.sub(r"\s+", " ", "".join(read.words))
        assert re.sub(r"\s+", " ", text) in words


def test_parameters_are_text(nasty: Served) -> None:
    """What a user typed stands in the form and in messages as it was typed."""
    for text in NASTY:
        if "\n" in text:
            continue
        read = page(nasty, "/questions/partners-of?" + urlencode({"organization": text}))
        values = [attributes.get("value") for tag, attributes in read.found if tag == "input"]
        assert text in values
        found = page(nasty, "/search?" + urlencode({"q": text}))
        assert not [tag for tag, _ in found.found if tag == "img"]


def test_parameters_are_no_sparql(nasty: Served) -> None:
    """A parameter that carries SPARQL finds nothing or the entity of that name, and changes nothing."""
    for place, text in enumerate(NASTY):
        got = request(nasty, "/api/questions/partners-of?" + urlencode({"organization": text, "lang": "en"}))
        assert got.status == 200, (place, got.text)
        assert got.json["focus"][0]["iri"] == f"{BASE_IRI}organization/n-{place}"
        assert len(got.json["rows"]) == 2
        csv = request(nasty, "/api/questions/partners-of.csv?" + urlencode({"organization": text}))
        assert csv.status == 200


def test_no_cell_is_a_formula(nasty: Served) -> None:
    """No cell of the CSV of an answer begins as a formula does, and the names are there."""
    found = []
    for text in NASTY:
        got = request(nasty, "/api/questions/partners-of.csv?" + urlencode({"organization": text, "lang": "en"}))
        rows = list(csv.reader(io.StringIO(got.text, newline="")))
        found += [cell for row in rows for cell in row]
    assert not [cell for cell in found if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))]
    assert {f"'{text}" for text in NASTY if text[0] in "=＠"} <= set(found)


def test_xml_is_well_formed(graph_folder: Path, address: str) -> None:
    """Controls that XML cannot hold do not make an answer in XML that no parser reads."""
    import xml.etree.ElementTree as ElementTree

    got = ask(address, 'SELECT ("a\\u001B[31m\\fb" AS ?x) {}', accept="application/sparql-results+xml")
    assert "[31m" in "".join(ElementTree.fromstring(got.body).itertext())  # noqa: S314 - our own answer
    got = ask(address, 'CONSTRUCT { <a:a> <a:b> "a\\u0007b" } {}', accept="application/rdf+xml")
    assert got.status == 200
    ElementTree.fromstring(got.body)  # noqa: S314


def test_names_survive_every_format(nasty: Served) -> None:
    """The names come out of the endpoint and of dereferencing as they went in."""
    query = "SELECT ?name { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"
    for form in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML, ox.QueryResultsFormat.TSV):
        got = ask(nasty, query, accept=form.media_type.partition(";")[0])
        found = ox.parse_query_results(got.body, format=form)
        assert isinstance(found, ox.QuerySolutions)
        assert {row["name"].value for row in found} >= set(NASTY)
    for ending, format_ in (
        ("ttl", ox.RdfFormat.TURTLE),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("rdf", ox.RdfFormat.RDF_XML),
    ):
        for place, text in enumerate(NASTY):
            got = request(nasty, f"/data/organization/n-{place}.{ending}")
            values = {
                quad.object.value for quad in ox.parse(got.body, format=format_) if isinstance(quad.object, ox.Literal)
            }
            assert text in values or ending == "rdf"


def test_data_in_the_query_page_is_whole(nasty: Served) -> None:
    """The data of the editor is JSON that no text in it can end."""
    text = "SELECT '</script><script>alert(1)</script>' {}"
    got = request(nasty, "/query?" + urlencode({"query": text}), Accept="text/html")
    found = re.search(r'<script type="application/json" id="query-data">(.*?)</script>', got.text, re.DOTALL)
    assert found
    assert json.loads(found[1])["query"] == text


@pytest.mark.parametrize(
    "path", [*PAGES, "/sparql?query=ASK%7B%7D", "/static/app.js", "/api/overview", "/openapi.json"]
)
def test_security_headers(nasty: Served, path: str) -> None:
    """Every answer says that it is what it says it is, may not be framed, and runs no script from elsewhere."""
    got = request(nasty, path, Accept="text/html" if path in PAGES else "*/*")
    assert got.headers["x-content-type-options"] == "nosniff"
    policy = dict(part.strip().partition(" ")[::2] for part in got.headers["content-security-policy"].split(";"))
    assert policy["frame-ancestors"] == "'none'"
    assert policy["default-src"] == "'none'"
    if got.type == "text/html":
        assert policy["script-src"] == "'self'"
        assert policy["connect-src"] == "'self'"
        assert "unsafe-inline" not in policy["style-src"] or path == "/query"


@pytest.mark.parametrize(
    "path", ["/static/../run.py", "/static/%2e%2e/run.py", "/static//etc/passwd", "/static/vendor/../../run.py"]
)
def test_files_outside_static_are_not_served(nasty: Served, path: str) -> None:
    """No path leads out of the folder of static files."""
    assert request(nasty, path).status in {404, 405}
