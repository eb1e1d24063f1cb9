"""Clients that people use, each against the server."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pandas
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from mandategraph.vocabulary import BASE_IRI, PREFIXES

NODE = Path(__file__).parents[1] / "node"
LABELS = f"SELECT ?label {{ <{BASE_IRI}organization/unido> <{PREFIXES['skos']}prefLabel> ?label }} ORDER BY ?label"
NAMES = ["United Nations Industrial Development Organization", "联合国工业发展组织"]


def wrapper(address: str, query: str, form: str) -> SPARQLWrapper:
    """A SPARQLWrapper that asks for one format."""
    found = SPARQLWrapper(f"{address}/sparql")
    found.setQuery(query)
    found.setReturnFormat(form)
    return found


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("body", ["urlencoded", POSTDIRECTLY])
def test_sparqlwrapper_json(address: str, method: str, body: str) -> None:
    """SPARQLWrapper reads rows as JSON by each method."""
    asking = wrapper(address, LABELS, JSON)
    asking.setMethod(method)
    asking.setRequestMethod(body)
    answer: Any = asking.query().convert()
    rows = answer["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == NAMES


@pytest.mark.parametrize("form", [XML, CSV, TSV])
def test_sparqlwrapper_rows(address: str, form: str) -> None:
    """SPARQLWrapper reads rows in its other formats."""
    answer: Any = wrapper(address, LABELS, form).query().convert()
    text = answer.toxml() if form == XML else answer.decode()
    assert all(name in text for name in NAMES)


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML, JSONLD])
def test_sparqlwrapper_graphs(address: str, form: str) -> None:
    """SPARQLWrapper reads triples in each of its formats."""
    query = f"DESCRIBE <{BASE_IRI}organization/unido>"
    answer: Any = wrapper(address, query, form).query().convert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    found = {
        str(name)
        for name in graph.objects(URIRef(BASE_IRI + "organization/unido"), URIRef(PREFIXES["skos"] + "prefLabel"))
    }
    assert found == set(NAMES)


@pytest.mark.parametrize(
    ("form", "read"), [(JSON, lambda answer: answer["boolean"]), (XML, lambda answer: "true" in answer.toxml())]
)
def test_sparqlwrapper_ask(address: str, form: str, read: object) -> None:
    """SPARQLWrapper reads yes or no."""
    assert callable(read)
    assert read(wrapper(address, "ASK { ?s ?p ?o }", form).query().convert())


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_store(address: str, method: str) -> None:
    """Rdflib's SPARQLStore answers queries and walks triples."""
    store = SPARQLStore(f"{address}/sparql", method=method)
    graph = Graph(store)
    assert [str(row[0]) for row in graph.query(LABELS)] == NAMES  # type: ignore[index]
    unido = URIRef(BASE_IRI + "organization/unido")
    assert {str(name) for name in graph.objects(unido, URIRef(PREFIXES["skos"] + "prefLabel"))} == set(NAMES)


def test_rdflib_store_named_graph(address: str) -> None:
    """Rdflib's SPARQLStore reads one named graph by the protocol's parameter."""
    store = SPARQLStore(f"{address}/sparql", context_aware=True)
    graph = Graph(store, identifier=URIRef("http://example.org/data2"))
    assert [str(value) for value in graph.objects(URIRef("http://example.org/a"), None)] == ["2"]


def test_pandas(address: str) -> None:
    """Pandas reads rows by the address alone, and the answer to a question likewise."""
    from urllib.parse import urlencode

    frame = pandas.read_csv(f"{address}/sparql?" + urlencode({"query": LABELS, "format": "csv"}))
    assert list(frame["label"]) == NAMES
    asked = pandas.read_csv(f"{address}/api/questions/partners-of.csv?" + urlencode({"organization": "UNIDO"}))
    assert {"partner", "partner_iri", "quote"} <= set(asked.columns)
    assert len(asked)


def test_curl(address: str) -> None:
    """Curl posts a form and gets CSV; with --fail an error is an error."""
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    command = [curl, "--silent", "--fail", "--compressed", f"{address}/sparql", "--header", "Accept: text/csv"]
    done = subprocess.run([*command, "--data-urlencode", f"query={LABELS}"], capture_output=True, check=True)
    assert list(pandas.read_csv(io.BytesIO(done.stdout))["label"]) == NAMES
    failed = subprocess.run([*command, "--data-urlencode", "query=ASK {"], capture_output=True, check=False)
    assert failed.returncode == 22


_COMUNICA = """
const { QueryEngine } = require("@comunica/query-sparql");
(async () => {
  const engine = new QueryEngine();
  const options = { sources: [{ type: process.argv[2], value: process.argv[1] }], noCache: true };
  const rows = await (await engine.queryBindings(process.argv[3], options)).toArray();
  console.log(JSON.stringify(rows.map((row) => row.get("label").value)));
  const quads = await (await engine.queryQuads(process.argv[4], options)).toArray();
  console.log(JSON.stringify(quads.length));
  console.log(JSON.stringify(await engine.queryBoolean("ASK { ?s ?p ?o }", options)));
})().catch((error) => { console.error(error); process.exit(1); });
"""


@pytest.mark.parametrize("kind", ["sparql", ""])
def test_comunica(address: str, kind: str) -> None:
    """Comunica finds out what the endpoint is, by being told or by its description, and asks it."""
    if not (NODE / "node_modules").is_dir() or shutil.which("node") is None:
        pytest.skip("Comunica is not installed: npm ci --prefix tests/node")
    source = "process.argv[2] ? { type: process.argv[2], value: process.argv[1] } : process.argv[1]"
    script = _COMUNICA.replace("{ type: process.argv[2], value: process.argv[1] }", source)
    construct = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ BIND(<{BASE_IRI}organization/unido> AS ?s) ?s ?p ?o }}"
    done = subprocess.run(
        ["node", "-e", script, f"{address}/sparql", kind, LABELS, construct],
        cwd=NODE,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    labels, quads, yes = map(json.loads, done.stdout.split("\n")[:3])
    assert sorted(labels) == NAMES
    assert quads > 5
    assert yes is True
