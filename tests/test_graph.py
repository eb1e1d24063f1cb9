"""The traversal API: the same on a folder, on a file and on an endpoint."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tests.networkgraph import GREEN, NASTY, ONE, make_store
from tests.sparqlserver import serving

import mandategraph as mg
from mandategraph.columns import EDGE_COLUMNS, attributes
from mandategraph.describe import describe
from mandategraph.errors import QueryError, QuestionError, StoreError, UnknownEntityError
from mandategraph.graph import EntityView, Graph, Table
from mandategraph.model import Document, Extraction, Masthead
from mandategraph.recall import evidences, facts
from mandategraph.store import open_store, replace
from mandategraph.store.remote import RemoteStore, open_remote


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("graph") / "g")


@pytest.fixture(scope="module", params=["folder", "nq", "trig", "endpoint"])
def graph(request: pytest.FixtureRequest, folder: Path) -> Iterator[Graph]:
    """The same graph, opened in each way."""
    if request.param == "folder":
        with mg.open(folder) as opened:
            yield opened
    elif request.param == "endpoint":
        with serving(folder) as url, mg.open(url) as opened:
            yield opened
    else:
        target = folder.parent / f"all.{request.param}"
        with mg.open(folder) as opened:
            opened.export(target)
        with mg.open(target) as opened:
            yield opened


# Opening


def test_import_is_light() -> None:
    """Importing the package loads none of the libraries that work needs."""
    code = (
        "import sys, mandategraph; heavy = {'pyoxigraph', 'networkx', 'rdflib', 'pandas', 'numpy', 'rustworkx'};"
        "print(sorted(heavy & set(sys.modules)), mandategraph.__all__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] ['analysis', 'open']"


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A missing folder, a file of another kind, broken RDF and a dead endpoint are each refused in one line."""
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.nq").write_text("<a b")
    for source, words in (
        (tmp_path / "none", "there is no graph"),
        (tmp_path / "a.txt", "is no graph: a folder, a file"),
        (tmp_path / "a.nq", "is not valid RDF"),
        ("http://127.0.0.1:9/sparql", "gave no answer"),
    ):
        with pytest.raises(StoreError, match=words) as caught:
            mg.open(source)
        assert "\n" not in str(caught.value)


def test_base_iri_is_found_in_the_data(tmp_path: Path) -> None:
    """A file of a graph with another base IRI is read with that base IRI."""
    with open_store(tmp_path / "g", create=True, base_iri="https://example.org/x/") as store:
        from tests.networkgraph import fill

        fill(store)
    with mg.open(tmp_path / "g") as opened:
        opened.export(tmp_path / "all.nq")
    with mg.open(tmp_path / "all.nq") as opened:
        assert opened.base_iri == "https://example.org/x/"
        assert opened["UNIDO"].id == "organization/unido"


# Finding


def test_entity_by_any_name(graph: Graph) -> None:
    """A name, a short form, an id and an IRI lead to the same entity; an unknown one is refused."""
    unido = graph["联合国工业发展组织"]
    for name in ("UNIDO", "工发组织", "organization/unido", unido.iri):
        assert graph.find(name) == unido
    assert (unido.kind, unido.label, "工发组织" in unido.names) == ("Organization", "联合国工业发展组织", True)
    assert "UNIDO" in graph
    assert "nobody" not in graph
    assert unido in graph
    with pytest.raises(UnknownEntityError, match="no entity named 'nobody'"):
        graph.find("nobody")


def test_search_finds_parts_of_names(graph: Graph) -> None:
    """Words are found in any name, whatever the case, and classes limit what is found."""
    assert [one.id for one in graph.search("green")] == [GREEN]
    assert [str(one) for one in graph.search("组织", types="Organization")] == ["联合国工业发展组织"]
    assert graph.search("green", types="Country") == ()


def test_language_of_labels(graph: Graph) -> None:
    """Labels come in the graph's language where there is one, else in another."""
    english = Graph(graph.store, "en")
    assert english["绿色方案"].label == "Green Programme"
    assert english[ONE].label == "第一份报告"


# Facts


def test_facts_of_an_entity(graph: Graph) -> None:
    """Facts are found by predicate and direction, the best supported first, with typed qualifiers."""
    green = graph["绿色方案"]
    assert {fact.predicate for fact in green.facts(direction="in")} == {"leads"}
    funding = green.facts("fundedBy")
    assert [str(fact.object) for fact in funding] == ["全球环境基金"]
    assert funding[0].qualifiers == {"amount": Decimal(1500000), "currency": "USD", "year": 2022}
    assert [fact.support for fact in green.facts()][:2] == [2, 1]
    assert green.facts(["operatesIn", "implements"])[0].subject == green
    assert green.facts("hasResult")[0].object == "支持的企业 = 819.5 家"


def test_evidence_of_a_fact(graph: Graph) -> None:
    """A fact knows each sentence that states it: document, paragraph, characters and language."""
    fact = graph["绿色方案"].facts("implementedBy")[0]
    assert [(one.number, one.language, one.quote) for one in fact.evidence] == [
        ("1", "en", "The Green Programme is implemented by UNIDO"),
        ("8", "zh", "绿色方案由工发组织执行"),
    ]
    assert (fact.support, fact.languages, fact.documents) == (1, 2, ("T/1",))
    assert graph.fact(fact.iri) == graph.fact(fact.iri.rpartition("/")[2]) == fact


def test_wrong_words_are_refused(graph: Graph) -> None:
    """An unknown predicate, class, direction, fact or number is named with what would be valid."""
    green = graph["绿色方案"]
    with pytest.raises(QuestionError, match=r"no predicate 'paidBy': valid are .*fundedBy"):
        green.facts("paidBy")
    with pytest.raises(QuestionError, match="no direction 'up'"):
        green.neighbours(direction="up")
    with pytest.raises(QuestionError, match=r"no class 'Planet': valid are .*Programme"):
        green.neighbours(types="Planet")
    with pytest.raises(QuestionError, match="max_length must be between 1 and 6"):
        graph.paths("UNIDO", "中国", max_length=9)
    with pytest.raises(QuestionError, match="since must be a date"):
        graph.subgraph(since="lately")
    with pytest.raises(QuestionError, match="depth must be 0 or more"):
        graph.subgraph("UNIDO", depth=-1)
    with pytest.raises(UnknownEntityError, match="no fact"):
        graph.fact("0" * 16)


# Walking


def test_neighbours(graph: Graph) -> None:
    """Neighbours are found by direction, predicate and class, those of well supported facts first."""
    green = graph["绿色方案"]
    assert str(green.neighbours()[0]) == "全球环境基金"
    assert [str(one) for one in green.neighbours(direction="in")] == ["联合国工业发展组织"]
    assert [str(one) for one in green.neighbours(types=["Goal", "Target"])] == ["可持续发展目标9", "具体目标9.4"]
    assert len(green.neighbours(limit=2)) == 2


def test_paths_are_ranked_and_have_evidence(graph: Graph) -> None:
    """The shortest path comes first, then longer ones; each step has its evidence, whatever its direction."""
    paths = graph.paths("全球环境基金", "工发组织")
    assert [len(path) for path in paths] == [2, 3]
    assert [str(one) for one in paths[0].entities] == ["全球环境基金", "绿色方案", "联合国工业发展组织"]
    assert all(fact.evidence for path in paths for fact in path.steps)
    assert paths[0].support == 1
    assert not paths.truncated
    assert [str(one) for one in paths[1].entities] == ["全球环境基金", "绿色方案", "一号宣言", "联合国工业发展组织"]


def _all_simple_paths(folder: Path, source: str, target: str, longest: int) -> set[tuple[str, ...]]:
    """All paths as networkx finds them on the whole graph."""
    import networkx as nx

    with mg.open(folder) as opened:
        network: Any = nx.Graph(opened.to_networkx("undirected"))
        ends = (opened[source].iri, opened[target].iri)
    return {tuple(path) for path in nx.all_simple_paths(network, *ends, cutoff=longest)}


@pytest.mark.parametrize("ends", [("SDG 9", "第一份报告"), ("中国", NASTY), ("第二份报告", "中国"), ("中国", "日本")])
def test_paths_are_those_of_networkx(folder: Path, ends: tuple[str, str]) -> None:
    """With no limit, the store gives the same simple paths of up to six steps as networkx on the whole graph."""
    with mg.open(folder) as opened:
        found = opened.paths(*ends, max_length=6, limit=1000)
        assert {tuple(one.iri for one in path.entities) for path in found} == _all_simple_paths(folder, *ends, 6)


def test_paths_by_predicate_and_length(graph: Graph) -> None:
    """Predicates and a greatest length limit the ways; no way is no error."""
    found = graph.paths("SDG 9", "中国", predicates=["contributesTo", "operatesIn"])
    assert [len(path) for path in found] == [2]
    assert len(graph.paths("SDG 9", "中国", max_length=1)) == 0
    assert len(graph.paths("UNIDO", "UNIDO")) == 0


def test_subgraph(graph: Graph) -> None:
    """A part is what is near, of some classes, by some predicates, stated since a day."""
    near = graph.subgraph("全球环境基金", depth=1)
    assert {node.label for node in near.nodes} == {"全球环境基金", "绿色方案"}
    assert [edge.predicate for edge in near.edges] == ["fundedBy"]
    typed = graph.subgraph("UNIDO", depth=2, types=["Country"])
    assert {node.label for node in typed.nodes} == {"联合国工业发展组织", "中国"}
    late = graph.subgraph(since="2022")
    assert {edge.predicate for edge in late.edges} == {"fundedBy", "leads", "cites"}
    early = graph.subgraph(until=date(2021, 12, 31), predicates="fundedBy")
    assert [edge.documents for edge in early.edges] == [("T/1", "T/2")]
    assert graph.subgraph("UNIDO", depth=0).edges == ()
    assert {node.label for node in graph.subgraph(language="en", types="Country").nodes} == {"China", "Japan"}


def test_whole_graph_has_every_fact_and_source(graph: Graph) -> None:
    """Nodes, edges with statements, and sources are as many as entities, facts and evidence in the store."""
    whole = graph.subgraph()
    stored = list(facts(graph.store))
    reasons = evidences(graph.store, [one.iri for one in stored])
    assert len(whole.nodes) == len(graph.entities()) == 13
    assert {edge.id for edge in whole.edges} | {one.id for _, one in whole.statements} == {one.iri for one in stored}
    assert len(whole.sources) == sum(map(len, reasons.values()))
    assert all(edge.support and edge.documents and edge.paragraphs and edge.quote for edge in whole.edges)


# Asking


def test_ask_and_tables(graph: Graph) -> None:
    """An answer is a table of rows with entities; it turns into typed frames."""
    found = graph.ask("funders-of", programme=graph["绿色方案"])
    assert str(found[0]["funder"]) == "全球环境基金"
    assert found[0]["year"] == 2022
    frame = found.to_pandas()
    assert list(frame.columns) == list(found.columns)
    assert str(frame["year"].dtype) == "Int64"
    assert str(frame["amount"].dtype) == "float64"
    polars = found.to_polars()
    assert polars["amount"].to_list() == [1500000.0]
    assert "<td>全球环境基金</td>" in found._repr_html_()
    assert "partners-of" in graph.questions().column("question")


def test_sparql(graph: Graph) -> None:
    """SELECT gives a typed table, ASK a truth value, CONSTRUCT triples; an update or nonsense is refused."""
    rows = graph.sparql("SELECT ?date { ?d mg:date ?date FILTER(datatype(?date) = xsd:date) }".replace(
        "xsd:date", "<http://www.w3.org/2001/XMLSchema#date>"
    ))
    assert isinstance(rows, Table)
    assert rows.column("date") == [date(2022, 5, 4)]
    assert graph.sparql("ASK { ?f a mg:Fact }") is True
    triples = graph.sparql("CONSTRUCT { ?f a mg:Fact } WHERE { ?f a mg:Fact }")
    assert isinstance(triples, tuple)
    assert len(triples) == 16
    with pytest.raises(QueryError, match="no query that reads"):
        graph.sparql("DROP ALL")
    with pytest.raises(QueryError, match="not valid SPARQL"):
        graph.sparql("SELECT ?x { ?x")


def test_views_for_notebooks_are_escaped(graph: Graph) -> None:
    """What a notebook shows of entities, facts, paths and parts holds no tag from the data."""
    nasty = graph[NASTY]
    shown: list[Any] = [nasty, nasty.facts()[0], graph.paths(nasty, "UNIDO"), graph.subgraph(nasty), graph]
    for thing in shown:
        text = thing._repr_html_()
        assert "</script>" not in text
        assert "<b>" not in text
    assert "&lt;/script&gt;" in nasty._repr_html_()


# networkx


def test_networks_are_typed(graph: Graph) -> None:
    """One edge a fact with typed attributes, or one edge for two ends with the sum of supports."""
    network = graph.to_networkx()
    assert network.is_multigraph()
    assert network.number_of_edges() == len(graph.subgraph().edges)
    green, fund = graph["绿色方案"].iri, graph["全球环境基金"].iri
    (data,) = network.get_edge_data(green, fund).values()
    assert (data["support"], data["amount"], data["year"], data["documents"]) == (2, 1500000.0, 2022, "T/1;T/2")
    assert (data["quote"], data["stated_from"]) == ("绿色方案由全环基金供资1500000美元", "2021-11-01")
    flat = graph.to_networkx("undirected")
    held = flat.get_edge_data(green, graph["UNIDO"].iri)
    assert (held["facts"], held["weight"], held["predicates"]) == (2, 2, "implementedBy;leads")
    assert not graph.to_networkx("directed").is_multigraph()
    with pytest.raises(QuestionError, match="valid are multi, directed, undirected"):
        graph.to_networkx("round")


def test_keys_of_edges_and_nodes(graph: Graph) -> None:
    """An edge has the columns of all exports that say something of it, and its weight; without sources, three keys."""
    network: Any = graph.to_networkx()
    for edge in graph.subgraph().edges:
        data = network.get_edge_data(edge.source, edge.target, edge.id)
        told = {name: one for name, one in attributes(edge, EDGE_COLUMNS).items() if name not in {"source", "target"}}
        assert list(data) == [*told, "weight"]
        assert {"predicate", "support", "quote", "documents", "evidence", "confidence"} <= data.keys()
        assert (data["id"], data["weight"]) == (edge.id, edge.support)
    quick: Any = graph.to_networkx(sources=False)
    assert {tuple(data) for *_, data in quick.edges(data=True)} == {("predicate", "support", "weight")}
    assert {tuple(data) for _, data in quick.nodes(data=True)} == {("label", "kind")}
    assert all(key == data["predicate"] for *_, key, data in quick.edges(keys=True, data=True))
    part = graph.to_networkx(sources=False, predicates="fundedBy")
    ((*_, data),) = part.edges(data=True)
    assert {"amount", "currency", "year", "support", "weight"} <= data.keys()
    assert not {"quote", "documents", "paragraphs", "passages", "quote_language"} & data.keys()


def test_quick_network_has_the_same_edges(graph: Graph) -> None:
    """Without sources, the whole network has the same nodes, ends, predicates and supports."""
    full, quick = graph.to_networkx(), graph.to_networkx(sources=False)
    assert {(name, data["label"], data["kind"]) for name, data in full.nodes(data=True)} == {
        (name, data["label"], data["kind"]) for name, data in quick.nodes(data=True)
    }
    assert {(s, o, d["predicate"], d["support"]) for s, o, d in full.edges(data=True)} == {
        (s, o, d["predicate"], d["support"]) for s, o, d in quick.edges(data=True)
    }


@pytest.mark.parametrize("kind", ["directed", "undirected"])
def test_quick_network_of_one_edge_for_two_ends(graph: Graph, kind: str) -> None:
    """Without sources, the ends, predicates and weights of merged edges are the same."""
    full, quick = graph.to_networkx(kind), graph.to_networkx(kind, sources=False)
    weights = [
        {(frozenset((s, o)) if kind == "undirected" else (s, o)): (d["predicates"], d["weight"]) for s, o, d in edges}
        for edges in (full.edges(data=True), quick.edges(data=True))
    ]
    assert weights[0] == weights[1]
    assert weights[0]


def test_quick_network_is_one_of_networkx(graph: Graph) -> None:
    """A network whose tables were filled at once answers as one that networkx filled edge by edge."""
    import networkx as nx

    quick: Any = graph.to_networkx(sources=False)
    slow: Any = nx.MultiDiGraph()
    slow.add_nodes_from(quick.nodes(data=True))
    slow.add_edges_from((s, o, key, dict(data)) for s, o, key, data in quick.edges(keys=True, data=True))
    assert nx.utils.graphs_equal(quick, slow)
    assert nx.utils.graphs_equal(quick.reverse(), slow.reverse())
    assert dict(quick.in_degree()) == dict(slow.in_degree())


# Comparing


def test_diff_of_two_builds(folder: Path, tmp_path: Path) -> None:
    """A later build shows what came, what went, and whose support changed; backwards it is the other way round."""
    with mg.open(make_store(tmp_path / "old", documents=(ONE,))) as before, mg.open(folder) as after:
        found = before.diff(after)
        assert {fact.predicate for fact in found.added} == {"leads", "date", "cites"}
        assert found.removed == ()
        assert [(old.support, new.support) for old, new in found.changed] == [(1, 2)]
        assert [str(one) for one in found.added_entities] == ["第二份报告"]
        assert len(after.diff(before).removed) == 3
        assert found.table().column("change").count("added") == 3
        assert "第二份报告" in found._repr_html_()


# The endpoint


def test_remote_store_of_an_endpoint_that_only_reads(folder: Path) -> None:
    """The endpoint's store gives all quads, says that it was not written, and refuses to go on when it is closed."""
    with serving(folder) as url:
        with RemoteStore(url) as remote, open_store(folder) as local:
            assert sorted(map(str, remote.quads())) == sorted(map(str, local.quads()))
            assert list(remote.construct("CONSTRUCT WHERE { ?s a <http://none> }")) == []
            with pytest.raises(StoreError, match="/update"):
                remote.update("DROP ALL")
            with pytest.raises(StoreError, match="/update"):
                remote.load([ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://a"), ox.Literal("a"))])
        with pytest.raises(StoreError, match="has been closed"):
            remote.ask("ASK { ?s ?p ?o }")


def test_base_iri_of_an_endpoint(tmp_path: Path) -> None:
    """The base IRI of a graph behind an endpoint is found in what it holds, and another is refused."""
    document = Document("", "a.txt", "0" * 64, "zh", Masthead(), ())
    with open_store(tmp_path / "g", create=True, base_iri="urn:x:/") as store:
        replace(store, [describe(Extraction(document, "document/x", (), ()), "urn:x:/")])
    with serving(tmp_path / "g") as url:
        for found in (open_remote(url), open_remote(url, "urn:x:/")):
            assert found.base_iri == "urn:x:/"
        for opened in (lambda: open_remote(url, "urn:y:/"), lambda: mg.open(url, base_iri="urn:y:/")):
            with pytest.raises(StoreError, match="was built with the base IRI urn:x:/, not urn:y:/"):
                opened()


def test_capped_endpoint_is_not_taken_for_the_whole(folder: Path, tmp_path: Path) -> None:
    """An endpoint that cuts its answers is found out before a dump with gaps is written."""
    with serving(folder, most=50) as url, RemoteStore(url) as remote:
        with pytest.raises(StoreError, match="it caps its answers"):
            list(remote.quads())
        with mg.open(url) as opened, pytest.raises(StoreError, match="caps"):
            opened.export(tmp_path / "all.nq")
    assert list(tmp_path.iterdir()) == []


def test_entities_equal_within_one_graph(folder: Path) -> None:
    """The same entity of two opened graphs is not equal, as their facts may differ; it is usable in sets."""
    with mg.open(folder) as one, mg.open(folder) as other:
        assert one["UNIDO"] == one["工发组织"]
        assert one["UNIDO"] != other["UNIDO"]
        assert len({one["UNIDO"], one["工发组织"]}) == 1
        assert isinstance(one["UNIDO"].facts("organizes")[0].object, EntityView)


def test_every_module_can_be_imported_first() -> None:
    """No module of the traversal and export needs another to have been imported before it."""
    names = [
        "mandategraph.selection", "mandategraph.traversal", "mandategraph.propertygraph", "mandategraph.columns",
        "mandategraph.graph", "mandategraph.graph.things", "mandategraph.graph.opening", "mandategraph.analysis",
        "mandategraph.export.part", "mandategraph.export.html", "mandategraph.graph.networks", "mandategraph.whole",
        "mandategraph.graph.naming",
    ]  # fmt: skip
    code = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    for one in [m for m in sys.modules if m.startswith('mandategraph')]:\n"
        "        del sys.modules[one]\n"
        "    importlib.import_module(name)"
    )
    done = subprocess.run([sys.executable, "-c", code, *names], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_command_line_exports_a_part(folder: Path, tmp_path: Path) -> None:
    """The options of subgraph are those of the command, in a process of its own as well."""
    target = tmp_path / "part.graphml"
    options = ["--around", "全球环境基金", "--depth", "1", "--types", "Fund,Programme", "--language", "en"]
    done = subprocess.run(
        [sys.executable, "-m", "mandategraph", "export", str(folder), "--to", str(target), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    import networkx as nx

    network = nx.read_graphml(target)
    assert {data["label"] for _, data in network.nodes(data=True)} == {"Global Environment Facility", "Green Programme"}
