"""A graph of hundreds of facts in every format: readers find as many nodes, edges and sources as the graph has."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import igraph
import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from benchmarks.bigraph import make_store
from lxml import etree
from tests.export.consumers import npm_read, program

import mandategraph as mg
from mandategraph.export import FOLDERS, format_names
from mandategraph.propertygraph import PropertyGraph

_FACTS = 400
#: The formats that are checked one by one below; pictures and pages of this size are not for reading.
_DRAWN = {"html", "svg"}
_SCHEMA = Path(__file__).parents[1] / "data" / "gexf-1.3.rng"
_SPACE = "{http://gexf.net/1.3}"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph in each format."""
    folder = tmp_path_factory.mktemp("hundreds")
    make_store(folder / "g", _FACTS).close()
    with mg.open(folder / "g") as graph:
        for name in sorted(set(format_names()) - _DRAWN):
            graph.export(folder / (name if name in FOLDERS else f"all.{name}"), name)
    return folder


@pytest.fixture(scope="module")
def whole(files: Path) -> PropertyGraph:
    """All of the graph as nodes and edges."""
    with mg.open(files / "g") as graph:
        found = graph.subgraph()
    assert len(found.edges) == _FACTS
    assert len(found.sources) > _FACTS
    return found


def _edges(whole: PropertyGraph) -> Counter[tuple[Any, ...]]:
    """What each edge must say: ends, predicate, support, number of sentences, first of them, documents, paragraphs."""
    return Counter(
        (
            edge.source, edge.target, edge.predicate, edge.support, len(edge.sources), edge.quote,
            ";".join(edge.documents), ";".join(edge.paragraphs),
        )
        for edge in whole.edges
    )  # fmt: skip


def _told(ends: tuple[str, str], data: Any) -> tuple[Any, ...]:
    """The same of an edge that was read back."""

    def text(value: Any) -> str:
        return ";".join(value) if isinstance(value, list) else str(value)

    numbers = int(data["support"]), int(data["evidence"])
    return (*ends, data["predicate"], *numbers, data["quote"], text(data["documents"]), text(data["paragraphs"]))


@pytest.mark.parametrize("name", ["graphml", "yed"])
def test_graphml(whole: PropertyGraph, files: Path, name: str) -> None:
    """Networkx, igraph and graphology read each edge with what it must say."""
    network: Any = nx.read_graphml(files / f"all.{name}", force_multigraph=True)
    assert set(network) == {node.id for node in whole.nodes}
    assert Counter(_told((s, t), data) for s, t, data in network.edges(data=True)) == _edges(whole)
    found = npm_read(name, files / f"all.{name}")
    assert len(found["nodes"]) == len(whole.nodes)
    assert Counter(_told((one["source"], one["target"]), one) for one in found["edges"]) == _edges(whole)
    if name == "graphml":
        read = igraph.Graph.Read_GraphML(str(files / "all.graphml"))
        names = read.vs["id"]
        assert len(names) == len(whole.nodes)
        assert Counter(_told((names[one.source], names[one.target]), one) for one in read.es) == _edges(whole)


def test_gexf(whole: PropertyGraph, files: Path) -> None:
    """The file is valid by the rules of GEXF 1.3, and graphology reads each edge with what it must say."""
    root = etree.parse(files / "all.gexf")
    schema = etree.RelaxNG(etree.parse(_SCHEMA))
    assert schema.validate(root), schema.error_log
    assert len(list(root.iter(f"{_SPACE}node"))) == len(whole.nodes)
    found = npm_read("gexf", files / "all.gexf")
    assert len(found["nodes"]) == len(whole.nodes)
    assert Counter(_told((one["source"], one["target"]), one) for one in found["edges"]) == _edges(whole)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version="1.3"', 'version="1.2"'),
        (' kind="', ' sort="'),
        (' target="', ' to="'),
        ('timeformat="date"', 'timeformat="day"'),
        (' type="long"', ' type="number"'),
        (' start="20', ' start="soon'),
        ("<attvalues>", "<values>"),
    ],
)
def test_the_rules_of_gexf_refuse_what_breaks_them(files: Path, old: str, new: str) -> None:
    """A file that breaks one rule is not valid, so the rules are no empty check."""
    text = (files / "all.gexf").read_text("utf-8")
    assert old in text
    broken = text.replace(old, new).replace("</attvalues>", "</values>" if new == "<values>" else "</attvalues>")
    assert not etree.RelaxNG(etree.parse(_SCHEMA)).validate(etree.fromstring(broken.encode()))


@pytest.mark.parametrize("name", ["cytoscape", "cyjs"])
def test_cytoscape(whole: PropertyGraph, files: Path, name: str) -> None:
    """cytoscape.js reads each edge with what it must say, and as many sources as there are."""
    found = npm_read(name, files / f"all.{name}")
    assert {one["id"] for one in found["nodes"]} == {node.id for node in whole.nodes}
    assert Counter(_told((one["source"], one["target"]), one) for one in found["edges"]) == _edges(whole)


def test_d3(whole: PropertyGraph, files: Path) -> None:
    """The node-link form has every node, edge and source."""
    found = json.loads((files / "all.d3").read_text("utf-8"))
    assert len(found["nodes"]) == len(whole.nodes)
    assert Counter((one["source"], one["target"], one["predicate"]) for one in found["links"]) == Counter(
        (edge.source, edge.target, edge.predicate) for edge in whole.edges
    )
    assert sum(len(one["sources"]) for one in found["links"]) == sum(len(edge.sources) for edge in whole.edges)


def test_dot(whole: PropertyGraph, files: Path) -> None:
    """Graphviz counts every node and edge."""
    done = subprocess.run(
        [program("gc"), "-n", "-e", str(files / "all.dot")], capture_output=True, text=True, check=True, timeout=60
    )
    assert list(map(int, re.findall(r"\b\d+\b", done.stdout)))[:2] == [len(whole.nodes), len(whole.edges)]
    assert (files / "all.dot").read_text("utf-8").count("Sentence ") >= len(whole.edges)


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_tables(whole: PropertyGraph, files: Path, name: str) -> None:
    """Pandas and DuckDB find as many rows, and the sentences of each edge by a join, as many as it says."""
    read: Any = pd.read_csv if name == "csv" else pd.read_parquet
    load: Any = duckdb.read_csv if name == "csv" else duckdb.read_parquet
    for table, count in (("nodes", len(whole.nodes)), ("edges", len(whole.edges)), ("evidence", len(whole.sources))):
        path = files / name / f"{table}.{name}"
        assert len(read(path)) == count
        assert len(load(str(path)).fetchall()) == count
    edges, evidence = (load(str(files / name / f"{table}.{name}")) for table in ("edges", "evidence"))
    sentences = evidence.set_alias("s").join(edges.set_alias("e"), "s.fact = e.id")
    found = sentences.aggregate("e.id, ANY_VALUE(e.evidence), COUNT(*)", "e.id").fetchall()
    assert len(found) == len(whole.edges)
    assert all(said == counted for _, said, counted in found)


def test_neo4j(whole: PropertyGraph, files: Path) -> None:
    """Each edge is one relationship between nodes that are there, with its support and first quote."""

    def rows(name: str) -> list[dict[str, str]]:
        (path,) = (files / "neo4j").glob(f"{name}*.csv")
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    ids = {next(value for name, value in row.items() if name.endswith(":ID")) for row in rows("nodes")}
    edges = rows("edges")
    assert len(ids) == len(whole.nodes)
    assert {row[":START_ID"] for row in edges} | {row[":END_ID"] for row in edges} <= ids
    found = Counter((row[":START_ID"], row[":END_ID"], int(row["support:long"]), row["quote"]) for row in edges)
    assert found == Counter((edge.source, edge.target, edge.support, edge.quote) for edge in whole.edges)


def test_obsidian(whole: PropertyGraph, files: Path) -> None:
    """There is a note for each entity, and each sentence is quoted in one."""
    notes = list((files / "obsidian").rglob("*.md"))
    text = "".join(path.read_text("utf-8") for path in notes)
    assert len(notes) >= len(whole.nodes)
    assert all(source.quote in text for _, source in whole.sources)


@pytest.mark.parametrize("name", ["nq", "trig", "jsonld"])
def test_datasets(whole: PropertyGraph, files: Path, name: str) -> None:
    """Opened as a graph again, a dataset has the same nodes, edges and sources; rdflib counts them alike."""
    if name == "jsonld":
        quads = (
            set(ox.parse(path=str(files / f"all.{one}"), format=form))
            for one, form in (("jsonld", ox.RdfFormat.JSON_LD), ("nq", ox.RdfFormat.N_QUADS))
        )
        assert next(quads) == next(quads)
        return
    with mg.open(files / f"all.{name}") as again:
        assert again.subgraph() == whole
    if name == "nq":
        read = rdflib.Dataset(default_union=True)
        read.parse(files / "all.nq", format="nquads")
        space = rdflib.Namespace("https://w3id.org/mandategraph/ontology#")
        assert len(set(read.subjects(rdflib.RDF.type, space.Fact))) == len(whole.edges)
        assert len(set(read.subjects(rdflib.RDF.type, space.Evidence))) == len(whole.sources)


@pytest.mark.parametrize(
    ("name", "format_"), [("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES), ("rdf", ox.RdfFormat.RDF_XML)]
)
def test_triples(whole: PropertyGraph, files: Path, name: str, format_: ox.RdfFormat) -> None:
    """Formats without named graphs hold every fact and every piece of evidence."""
    store = ox.Store()
    store.load(path=str(files / f"all.{name}"), format=format_)
    for kind, count in (("Fact", len(whole.edges)), ("Evidence", len(whole.sources))):
        query = f"SELECT (COUNT(DISTINCT ?one) AS ?n) {{ ?one a <https://w3id.org/mandategraph/ontology#{kind}> }}"
        answer: Any = store.query(query)
        assert [int(row["n"].value) for row in answer] == [count]


def test_crate(whole: PropertyGraph, files: Path) -> None:
    """The data dump of the crate is the graph."""
    (dump,) = (path for path in (files / "crate").rglob("*.nq"))
    with mg.open(dump) as again:
        assert again.subgraph() == whole


def test_facts(whole: PropertyGraph, files: Path) -> None:
    """Each fact is a line with all its evidence."""
    lines = [json.loads(line) for line in (files / "all.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == len(whole.edges)


def test_every_format_is_counted() -> None:
    """Each format is read in one of the tests above, but for pages and pictures, whose shapes are counted elsewhere."""
    read = {
        "graphml", "yed", "gexf", "cytoscape", "cyjs", "d3", "dot", "csv", "parquet", "neo4j", "obsidian", "nq", "trig",
        "jsonld", "ttl", "nt", "rdf", "crate", "jsonl",
    }  # fmt: skip
    assert set(format_names()) == read | _DRAWN
