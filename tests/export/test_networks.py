"""Formats of nodes and edges, each read back by a program that people use it with."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from lxml import etree
from tests.export.consumers import look, npm_read, program
from tests.networkgraph import NASTY

import mandategraph as mg
from mandategraph.columns import EDGE_COLUMNS, NODE_COLUMNS
from mandategraph.export import FOLDERS, FORMATS, NETWORKS, format_names
from mandategraph.graph import Graph
from mandategraph.propertygraph import PropertyGraph

_GEXF = "{http://gexf.net/1.3}"


@pytest.fixture(scope="module")
def files(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph in each format of one file."""
    folder = tmp_path_factory.mktemp("files")
    for name in NETWORKS:
        graph.export(folder / f"all.{name}", name)
    return folder


def funding(whole: PropertyGraph) -> Any:
    """The edge that two documents state."""
    return next(edge for edge in whole.edges if edge.predicate == "fundedBy")


def test_same_graph_gives_same_bytes(graph: Graph, tmp_path: Path, files: Path) -> None:
    """Each format written twice is the same to the byte, also from a graph read back out of N-Quads."""
    graph.export(tmp_path / "all.nq")
    with mg.open(tmp_path / "all.nq") as again:
        for name in NETWORKS:
            again.export(tmp_path / "file", name)
            assert (tmp_path / "file").read_bytes() == (files / f"all.{name}").read_bytes(), name
        for name in FOLDERS:
            graph.export(tmp_path / f"{name}-1.zip", name)
            again.export(tmp_path / f"{name}-2.zip", name)
            assert (tmp_path / f"{name}-1.zip").read_bytes() == (tmp_path / f"{name}-2.zip").read_bytes(), name


@pytest.mark.parametrize("name", format_names())
def test_every_format_takes_the_same_selection(graph: Graph, tmp_path: Path, name: str) -> None:
    """A part around one entity holds its neighbour and not what is far; the options are those of subgraph."""
    target = tmp_path / ("part.zip" if name in FOLDERS else "part")
    graph.export(target, name, around="全球环境基金", depth=1, predicates="fundedBy", language="zh")
    if name in FOLDERS:
        import zipfile

        with zipfile.ZipFile(target) as archive:
            text = "".join(archive.read(one).decode("utf-8", "replace") + one for one in archive.namelist())
    else:
        text = target.read_text("utf-8")
    if name != "parquet":
        assert "绿色方案" in text
        assert "绿色方案由全环基金供资1500000美元" in text
    assert "工发组织领导绿色方案" not in text
    assert "肯尼亚" not in text


@pytest.mark.parametrize("name", ["graphml", "yed"])
def test_graphml_in_networkx(whole: PropertyGraph, files: Path, name: str) -> None:
    """Networkx finds every node and edge, numbers as numbers, and the sources on each edge."""
    network = nx.read_graphml(files / f"all.{name}", force_multigraph=True)
    assert set(network) == {node.id for node in whole.nodes}
    assert network.number_of_edges() == len(whole.edges)
    edge = funding(whole)
    (data,) = network.get_edge_data(edge.source, edge.target).values()
    assert (data["support"], data["amount"], data["year"]) == (2, 1500000.0, 2022)
    assert data["documents"] == "T/1;T/2"
    assert data["paragraphs"] == "T/1, 4;T/2, 1"
    assert data["quote"] == "绿色方案由全环基金供资1500000美元"
    for *_, held in network.edges(data=True):
        assert {"support", "documents", "paragraphs", "quote", "predicate"} <= held.keys()
    labels = {data["label"] for _, data in network.nodes(data=True)}
    assert labels == {node.label for node in whole.nodes}
    assert sum(held["evidence"] for *_, held in network.edges(data=True)) == sum(
        len(edge.sources) for edge in whole.edges
    )


def test_graphml_in_igraph(whole: PropertyGraph, files: Path) -> None:
    """Igraph finds the same nodes and edges with typed attributes."""
    found = igraph.Graph.Read_GraphML(str(files / "all.graphml"))
    assert (found.vcount(), found.ecount()) == (len(whole.nodes), len(whole.edges))
    assert set(found.vs["label"]) == {node.label for node in whole.nodes}
    edge = next(edge for edge in found.es if edge["predicate"] == "fundedBy")
    assert (edge["support"], edge["amount"], edge["documents"]) == (2.0, 1500000.0, "T/1;T/2")
    assert found.is_directed()


@pytest.mark.parametrize("name", ["graphml", "gexf", "yed"])
def test_in_graphology(whole: PropertyGraph, files: Path, name: str) -> None:
    """Graphology of npm reads every node and edge with its sources."""
    found = npm_read(name, files / f"all.{name}")
    assert {node["key"] for node in found["nodes"]} == {node.id for node in whole.nodes}
    assert len(found["edges"]) == len(whole.edges)
    assert all(edge["quote"] and edge["documents"] and int(edge["evidence"]) for edge in found["edges"])
    (one,) = [edge for edge in found["edges"] if edge["predicate"] == "fundedBy"]
    assert one["support"] == 2
    assert one["amount"] == 1500000
    if name == "gexf":
        assert NASTY in {node["label"] for node in found["nodes"]}


@pytest.mark.parametrize("name", ["cytoscape", "cyjs"])
def test_in_cytoscape_js(whole: PropertyGraph, files: Path, name: str) -> None:
    """cytoscape.js without a screen takes the elements and the style, arrays and numbers as they are."""
    found = npm_read(name, files / f"all.{name}")
    assert {node["id"] for node in found["nodes"]} == {node.id for node in whole.nodes}
    assert {edge["id"] for edge in found["edges"]} == {edge.id for edge in whole.edges}
    (one,) = [edge for edge in found["edges"] if edge["predicate"] == "fundedBy"]
    assert (one["support"], one["documents"], one["amount"]) == (2, ["T/1", "T/2"], 1500000.0)
    if name == "cytoscape":
        assert sum(len(edge["sources"]) for edge in found["edges"]) == sum(len(edge.sources) for edge in whole.edges)


def test_cyjs_has_what_cytoscape_desktop_wants(whole: PropertyGraph, files: Path) -> None:
    """The network has a name, and nodes and edges have text ids, names and interactions."""
    found = json.loads((files / "all.cyjs").read_text("utf-8"))
    assert found["format_version"] == "1.0"
    assert found["data"]["name"]
    assert all({"id", "name", "shared_name"} <= one["data"].keys() for one in found["elements"]["nodes"])
    assert all({"id", "source", "target", "interaction"} <= one["data"].keys() for one in found["elements"]["edges"])
    # Cytoscape desktop gives a column the kind of its first cell, so cells of one column are of one kind.
    for things, count in (("nodes", len(whole.nodes)), ("edges", len(whole.edges))):
        rows = [one["data"] for one in found["elements"][things]]
        assert len(rows) == count
        for name in {name for row in rows for name in row}:
            assert len({type(row[name]) for row in rows if name in row}) == 1, name
    quotes = {one["data"]["id"]: one["data"]["quote"] for one in found["elements"]["edges"]}
    assert quotes == {edge.id: edge.quote for edge in whole.edges}


def test_d3_in_networkx(whole: PropertyGraph, files: Path) -> None:
    """The node-link form gives the same multigraph in networkx, with statements and sources."""
    found = json.loads((files / "all.d3").read_text("utf-8"))
    network: Any = nx.node_link_graph(found, edges="links")
    assert network.number_of_nodes() == len(whole.nodes)
    assert {key for *_, key in network.edges(keys=True)} == {edge.id for edge in whole.edges}
    sources = sum(len(link["sources"]) for link in found["links"])
    sources += sum(len(one["sources"]) for node in found["nodes"] for one in node["statements"])
    assert sources == len(whole.sources)
    for source, target, key, data in network.edges(keys=True, data=True):
        (edge,) = [one for one in whole.edges if one.id == key]
        assert (source, target, data["support"]) == (edge.source, edge.target, edge.support)
        assert [one["quote"] for one in data["sources"]] == [one.quote for one in edge.sources]


def test_gexf_follows_the_rules_of_1_3(whole: PropertyGraph, files: Path) -> None:
    """Declared attributes with allowed types, unique ids, existing ends, dates as dates, elements in order."""
    root = etree.parse(files / "all.gexf").getroot()
    assert (root.tag, root.get("version")) == (f"{_GEXF}gexf", "1.3")
    assert [child.tag for child in root] == [f"{_GEXF}meta", f"{_GEXF}graph"]
    assert root[0].get("lastmodifieddate") is None
    graph = root[1]
    assert dict(graph.attrib) == {
        "defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"
    }  # fmt: skip
    assert [child.tag.removeprefix(_GEXF) for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    declared: dict[str, dict[str, str]] = {}
    for attributes in graph.iter(f"{_GEXF}attributes"):
        kinds = {one.get("id", ""): one.get("type", "") for one in attributes}
        assert set(kinds.values()) <= {"string", "long", "double", "boolean"}
        assert len({name.lower() for name in kinds}) == len(kinds)
        assert "type" not in kinds
        declared[attributes.get("class", "")] = kinds
    for kind, allowed in (
        ("node", {"id", "label", "start", "end"}),
        ("edge", {"id", "label", "start", "end", "source", "target", "type", "kind", "weight"}),
    ):
        things = list(graph.iter(f"{_GEXF}{kind}"))
        assert [one.get("count") for one in graph.findall(f"{_GEXF}{kind}s")] == [str(len(things))]
        assert len({one.get("id") for one in things}) == len(things)
        for one in things:
            assert set(one.attrib) <= allowed
            days = [date.fromisoformat(one.get(name)) for name in ("start", "end") if one.get(name)]
            assert days == sorted(days)
            for value in one.iter(f"{_GEXF}attvalue"):
                assert set(value.attrib) == {"for", "value"}
                _check_value(declared[kind][value.get("for")], value.get("value"))
    ids = {one.get("id") for one in graph.iter(f"{_GEXF}node")}
    edges = list(graph.iter(f"{_GEXF}edge"))
    assert all({edge.get("source"), edge.get("target")} <= ids for edge in edges)
    held = {edge.get("kind"): (edge.get("start"), edge.get("end")) for edge in edges}
    assert held["operatesIn"] == ("2020-01-01", "2022-12-31")
    assert held["cites"] == ("2022-05-04", None)
    assert len(edges) == len(whole.edges)


def _check_value(kind: str, value: str) -> None:
    if kind == "long":
        int(value)
    elif kind == "double":
        float(value)
    elif kind == "boolean":
        assert value in {"true", "false"}


def test_gexf_in_networkx(whole: PropertyGraph, files: Path) -> None:
    """Networkx reads the file once the number of the version, which it does not know, is 1.2."""
    text = (files / "all.gexf").read_text("utf-8").replace("gexf.net/1.3", "www.gexf.net/1.2draft", 1)
    text = text.replace('version="1.3"', 'version="1.2"')
    (files / "old.gexf").write_text(text, "utf-8")
    network = nx.read_gexf(files / "old.gexf")
    assert {name: data["label"] for name, data in network.nodes(data=True)} == {
        node.id: node.label for node in whole.nodes
    }
    found = sorted((s, t, d["predicate"], d["support"], d["quote"]) for s, t, d in network.edges(data=True))
    assert found == sorted((e.source, e.target, e.predicate, e.support, e.quote) for e in whole.edges)


def test_dot_in_graphviz(whole: PropertyGraph, files: Path) -> None:
    """Graphviz draws every node and edge; names with quotes, tags and backslashes do no harm."""
    drawn = subprocess.run(
        [program("dot"), "-Tsvg", str(files / "all.dot")], capture_output=True, text=True, check=True, timeout=60
    )
    assert drawn.stderr == ""
    assert drawn.stdout.count('class="node"') == len(whole.nodes)
    assert drawn.stdout.count('class="edge"') == len(whole.edges)
    assert "绿色方案由全环基金供资1500000美元" in drawn.stdout
    assert "<b>" not in drawn.stdout
    read = subprocess.run(
        [program("dot"), "-Tjson0", str(files / "all.dot")], capture_output=True, text=True, check=True, timeout=60
    )
    found = json.loads(read.stdout)
    (edge,) = [one for one in found["edges"] if one["predicate"] == "fundedBy"]
    assert (edge["support"], edge["documents"], edge["amount"]) == ("2", "T/1;T/2", "1500000.0")
    # Graphviz keeps a doubled backslash as it is written; it shows one.
    assert NASTY.replace("\\", "\\\\") in {one["label"] for one in found["objects"]}


def test_html_in_a_browser(whole: PropertyGraph, files: Path, tmp_path: Path) -> None:
    """A browser draws all nodes and edges, shows an edge's sentence, and asks the network for nothing."""
    seen = look(files / "all.html", tmp_path / "page.png")
    assert (seen["nodes"], seen["edges"]) == (len(whole.nodes), len(whole.edges))
    assert seen["errors"] == []
    assert seen["requests"] == []
    assert seen["drawn"]
    assert whole.edges[0].quote in seen["edge"]
    assert whole.edges[0].sources[0].document in seen["edge"]
    assert any(node.label in seen["node"] for node in whole.nodes)
    assert seen["dimmed"] == len(whole.nodes) - 1
    assert (tmp_path / "page.png").stat().st_size > 5000


def test_html_holds_no_tag_of_the_data(files: Path) -> None:
    """Text of the graph cannot end the page's script or open a tag; the page allows itself no connection."""
    text = (files / "all.html").read_text("utf-8")
    assert text.count("</script>") == 2
    assert "<b>" not in text
    assert "default-src 'none'" in text
    assert "http-equiv" in text
    assert 'src="http' not in text


def test_svg_is_a_picture(whole: PropertyGraph, files: Path) -> None:
    """The picture is well-formed and has a circle for each node and a line for each edge, with its sentence."""
    root = etree.parse(files / "all.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert len(list(root.iter(f"{space}circle"))) == len(whole.nodes)
    assert len(list(root.iter(f"{space}line"))) == len(whole.edges)
    arrows = [line for line in root.iter(f"{space}line") if line.get("marker-end")]
    assert len(arrows) == sum(not edge.symmetric for edge in whole.edges)
    places = [(text.get("x"), text.get("y")) for text in root.iter(f"{space}text")]
    assert len(set(places)) == len(places)
    assert "绿色方案由全环基金供资1500000美元" in etree.tostring(root, encoding="unicode")


def test_no_column_is_called_type() -> None:
    """No attribute has the name that formats take for themselves, and no two differ only in case."""
    for columns in (NODE_COLUMNS, EDGE_COLUMNS):
        names = [column.name.lower() for column in columns]
        assert "type" not in names
        assert len(set(names)) == len(names)


def test_formats_are_told_apart() -> None:
    """No format is both a dataset, a network and a folder, and the names that users are told are just these."""
    assert sorted(format_names()) == sorted([*FORMATS, *NETWORKS, *FOLDERS])
