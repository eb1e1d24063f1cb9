"""Tables, notes and descriptions: read back by pandas, polars, DuckDB, pyarrow, rdflib and by their own rules."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from tests.networkgraph import NASTY

import mandategraph as mg
from mandategraph.columns import joined
from mandategraph.errors import ExportError
from mandategraph.export import FOLDERS
from mandategraph.export.tables import TABLES
from mandategraph.graph import Graph
from mandategraph.propertygraph import PropertyGraph


@pytest.fixture(scope="module")
def folders(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph in each format of several files."""
    folder = tmp_path_factory.mktemp("folders")
    for name in FOLDERS:
        graph.export(folder / name, name)
    return folder


def counts(whole: PropertyGraph) -> dict[str, int]:
    return {
        "nodes": len(whole.nodes),
        "edges": len(whole.edges),
        "statements": len(whole.statements),
        "evidence": len(whole.sources),
    }


def test_csv_in_pandas_and_duckdb(whole: PropertyGraph, folders: Path) -> None:
    """Both find as many rows as the graph has, numbers and dates as such, and each edge with its sources."""
    for name, count in counts(whole).items():
        path = folders / "csv" / f"{name}.csv"
        assert len(pd.read_csv(path)) == count
        assert duckdb.read_csv(str(path), header=True).shape[0] == count
    edges = pd.read_csv(folders / "csv/edges.csv")
    assert edges["support"].dtype == "int64"
    assert edges["amount"].max() == 1500000.0
    assert edges[["documents", "paragraphs", "quote"]].notna().all(axis=None)
    read = duckdb.read_csv(str(folders / "csv/edges.csv"))
    types = dict(zip(read.columns, map(str, read.types), strict=True))
    assert (types["support"], types["stated_from"], types["amount"]) == ("BIGINT", "DATE", "DOUBLE")


def test_no_cell_is_a_formula(folders: Path) -> None:
    """A name that begins like a formula has an apostrophe before it, and numbers below zero stay numbers."""
    cells = []
    for name in TABLES:
        with (folders / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            cells += [cell for row in csv.reader(file) for cell in row]
    assert f"'{NASTY}" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
    assert [cell for cell in cells if cell.startswith("-") and not re.fullmatch(r"-[0-9.]+", cell)] == []


def test_parquet_in_pandas_polars_and_duckdb(whole: PropertyGraph, folders: Path) -> None:
    """Lists are lists, dates are dates and numbers are numbers in each of them; a join finds the sentences."""
    for name, count in counts(whole).items():
        path = folders / "parquet" / f"{name}.parquet"
        assert len(pd.read_parquet(path)) == pl.read_parquet(path).height == pq.read_table(path).num_rows == count
    edges = pl.read_parquet(folders / "parquet/edges.parquet").filter(pl.col("predicate") == "fundedBy")
    assert edges["documents"].to_list() == [["T/1", "T/2"]]
    assert edges["stated_from"].to_list() == [date(2021, 11, 1)]
    assert edges["amount"].to_list() == [1500000.0]
    engine = duckdb.connect()
    for name in ("edges", "evidence"):
        engine.read_parquet(str(folders / f"parquet/{name}.parquet")).create_view(name)
    found = engine.execute(
        "SELECT v.quote FROM edges e JOIN evidence v ON v.fact = e.id WHERE e.predicate = 'fundedBy' ORDER BY 1"
    ).fetchall()
    assert found == [("全环基金资助绿色方案",), ("绿色方案由全环基金供资1500000美元",)]
    nodes = pl.read_parquet(folders / "parquet/nodes.parquet")
    assert nodes.filter(pl.col("label") == NASTY)["names"].to_list() == [["a;b"]]
    results = pl.read_parquet(folders / "parquet/statements.parquet").filter(pl.col("predicate") == "hasResult")
    assert (results["value"].to_list(), results["unit"].to_list()) == ([819.5], ["家"])


def test_neo4j_headers_and_arrays(whole: PropertyGraph, folders: Path) -> None:
    """Headers are typed as Neo4j wants, arrays are split by a mark that no text holds, ends are nodes."""
    with (folders / "neo4j/nodes.csv").open(encoding="utf-8", newline="") as file:
        nodes = list(csv.DictReader(file))
    with (folders / "neo4j/edges.csv").open(encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file))
    assert {"id:ID", "label", "names:string[]", "provisional:boolean", "start:date", ":LABEL"} <= nodes[0].keys()
    assert {":START_ID", ":END_ID", ":TYPE", "support:long", "amount:double", "quotes:string[]"} <= edges[0].keys()
    assert (len(nodes), len(edges)) == (len(whole.nodes), len(whole.edges))
    ids = {node["id:ID"] for node in nodes}
    assert all({edge[":START_ID"], edge[":END_ID"]} <= ids for edge in edges)
    script = (folders / "neo4j/import.sh").read_text("utf-8")
    assert "neo4j-admin database import full" in script
    # A name of the example holds ";" and "|", so neither can stand between values.
    assert "--array-delimiter=U+001F" in script
    (one,) = [edge for edge in edges if edge[":TYPE"] == "fundedBy"]
    assert one["quotes:string[]"].split("\x1f") == ["绿色方案由全环基金供资1500000美元", "全环基金资助绿色方案"]
    assert {node[":LABEL"].split("\x1f")[1] for node in nodes} == {node.kind for node in whole.nodes}


def test_notes_link_to_notes(whole: PropertyGraph, folders: Path) -> None:
    """One note an entity with front matter; every link leads to a note; every sentence is there."""
    notes = {path.relative_to(folders / "obsidian").as_posix()[:-3]: path.read_text("utf-8")
             for path in (folders / "obsidian").rglob("*.md")}  # fmt: skip
    assert len(notes) == len(whole.nodes)
    links = {link for text in notes.values() for link in re.findall(r"\[\[([^|\]]+)\|", text)}
    assert links
    assert links <= notes.keys()
    assert not any(re.search(r'[\\:*?"<>|#^\[\]]', name) for name in notes)
    together = "".join(notes.values())
    for _, source in whole.sources:
        if source.quote.isalnum():
            assert f"“{source.quote}”" in together
    green = notes["Programme/绿色方案"]
    assert green.startswith("---\nid: ")
    assert "[[Fund/全球环境基金|全球环境基金]]" in green
    bodies = "".join(text.split("\n---\n", 1)[1] for text in notes.values())
    assert not re.search(r"(?<!\\)<", bodies)


def test_notes_with_one_name_do_not_overwrite_each_other() -> None:
    """Two entities whose names differ only in case get different files."""
    from mandategraph.export.obsidian import obsidian_files
    from mandategraph.propertygraph import Node

    nodes = (Node("http://a/1", "ISO", "Organization"), Node("http://a/2", "Iso", "Organization"))
    names = [name.casefold() for name, _ in obsidian_files(PropertyGraph(nodes, (), "en", "http://a/"))]
    assert len(set(names)) == 2


def test_crate_describes_its_files(graph: Graph, folders: Path) -> None:
    """The crate's metadata and its DCAT twin name every file with its size and hash; the dump is the graph."""
    from hashlib import sha256

    folder = folders / "crate"
    metadata: dict[str, Any] = json.loads((folder / "ro-crate-metadata.json").read_text("utf-8"))
    things = {one["@id"]: one for one in metadata["@graph"]}
    assert things["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    root = things["./"]
    assert root["datePublished"] == "2022-05-04"
    assert {"name", "description", "license", "datePublished", "hasPart"} <= root.keys()
    parts = {part["@id"] for part in root["hasPart"]}
    assert parts == {path.name for path in folder.iterdir()} - {"ro-crate-metadata.json", "dcat.ttl"}
    for name in parts:
        assert things[name]["sha256"] == sha256((folder / name).read_bytes()).hexdigest()
    described = rdflib.Graph().parse(folder / "dcat.ttl", publicID="http://example.org/")
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    assert len(list(described.subjects(rdflib.RDF.type, dcat.Distribution))) == len(parts)
    with mg.open(folder / "graph.nq") as again:
        assert graph.diff(again).is_empty


def test_rdf_xml_in_rdflib(graph: Graph, tmp_path: Path) -> None:
    """RDF/XML holds the same triples as N-Triples."""
    graph.export(tmp_path / "all.rdf")
    graph.export(tmp_path / "all.nt")
    assert set(rdflib.Graph().parse(tmp_path / "all.rdf", format="xml")) == set(
        rdflib.Graph().parse(tmp_path / "all.nt", format="nt")
    )


def test_selected_rdf_is_a_graph(graph: Graph, tmp_path: Path) -> None:
    """A part written as N-Quads opens as a graph with these facts, their evidence, and nothing else."""
    wanted = graph.subgraph("全球环境基金", depth=1)
    graph.export(tmp_path / "part.nq", around="全球环境基金", depth=1)
    with mg.open(tmp_path / "part.nq") as part:
        again = part.subgraph()
        assert [edge.id for edge in again.edges] == [edge.id for edge in wanted.edges]
        assert {source.iri for _, source in again.sources} == {source.iri for _, source in wanted.sources}
        assert part["绿色方案"].facts("fundedBy")[0].evidence == graph["绿色方案"].facts("fundedBy")[0].evidence


def test_wrong_targets_are_refused(graph: Graph, tmp_path: Path) -> None:
    """An unknown format, .json alone, a file for a folder and a full folder are each refused in one line."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("x")
    for target, form, words in (
        ("x.doc", None, "'doc' given for the export to .*: valid are .*gexf"),
        ("x.json", None, "say --format cytoscape, cyjs or d3"),
        ("x.zip", None, "say --format with one of crate, csv, neo4j"),
        ("x.csv", None, "csv gives several files"),
        ("full", "csv", "is there already and not empty"),
        ("none/x.gexf", None, "cannot be written"),
    ):
        with pytest.raises(ExportError, match=words):
            graph.export(tmp_path / target, form)
    assert (tmp_path / "full/mine.txt").read_text() == "x"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full"]


@given(st.lists(st.text(alphabet="ab;\\ 方", max_size=6), min_size=1, max_size=4).map(tuple))
def test_joined_texts_can_be_split_again(texts: tuple[str, ...]) -> None:
    """Whatever the texts hold, they are found again: a backslash makes the character after it part of a text."""
    parts = [""]
    characters = iter(joined(texts))
    for one in characters:
        if one == ";":
            parts.append("")
        else:
            parts[-1] += next(characters) if one == "\\" else one
    assert tuple(parts) == texts
