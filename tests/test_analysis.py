"""Analyses: centrality, communities, brokers, co-mention, slices and comparison of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.networkgraph import make_store

import mandategraph as mg
from mandategraph.analysis import (
    brokers,
    central,
    co_mentions,
    communities,
    compare_documents,
    shared_partners,
    slices,
)
from mandategraph.build import build
from mandategraph.errors import QuestionError
from mandategraph.graph import Graph
from mandategraph.resources import resource


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with mg.open(make_store(tmp_path_factory.mktemp("graph") / "g")) as opened:
        yield opened


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The graph of the sample documents."""
    folder = tmp_path_factory.mktemp("samples") / "g"
    build([resource("data/samples")], folder)
    with mg.open(folder) as opened:
        yield opened


@pytest.mark.parametrize("by", ["pagerank", "betweenness", "degree"])
def test_centre_of_the_samples(samples: Graph, by: str) -> None:
    """The samples are about UNIDO, so it is the most central organization by every measure."""
    found = central(samples, by=by, types="Organization", top=5)
    assert str(found[0]["entity"]) == "联合国工业发展组织"
    scores = found.column(by)
    assert scores == sorted(scores, reverse=True)
    assert set(found.column("kind")) <= {"Organization", "Fund"}


def test_pagerank_is_that_of_networkx(graph: Graph) -> None:
    """The scores add up to one, and betweenness equals that of networkx."""
    import networkx as nx

    assert sum(central(graph, types=None, top=99).column("pagerank")) == pytest.approx(1)
    network = graph.to_networkx("undirected")
    expected = nx.betweenness_centrality(network)
    found = central(graph, by="betweenness", types=None, top=99)
    assert {row["entity"].iri: pytest.approx(row["betweenness"]) for row in found} == expected


def test_unknown_measure_is_refused(graph: Graph) -> None:
    """A measure or length of time that there is not is named with the valid ones."""
    with pytest.raises(QuestionError, match="valid are betweenness, degree, pagerank"):
        central(graph, by="fame")
    with pytest.raises(QuestionError, match="valid are month, year"):
        slices(graph, by="week")


def test_communities_are_the_same_each_time(samples: Graph) -> None:
    """Groups do not overlap, are sorted by size, and come out the same twice."""
    found = communities(samples)
    names = [one.iri for group in found for one in group]
    assert len(found) > 2
    assert len(set(names)) == len(names)
    assert [len(group) for group in found] == sorted(map(len, found), reverse=True)
    assert communities(samples) == found


def test_brokers_link_two_groups(graph: Graph) -> None:
    """The programme stands between a country and a goal; a predicate that it lacks leaves nobody."""
    assert [str(row["broker"]) for row in brokers(graph, ["中国"], ["SDG 9", "全球环境基金"])] == ["绿色方案"]
    assert len(brokers(graph, ["中国"], ["SDG 9"], predicates="leads")) == 0


def test_co_mentions_count_documents(graph: Graph) -> None:
    """Fund and programme stand together in both documents."""
    found = co_mentions(graph)
    pairs = {(str(row["one"]), str(row["other"])): row["documents"] for row in found}
    assert pairs["全球环境基金", "绿色方案"] == 2


def test_shared_partners_of_the_samples(samples: Graph) -> None:
    """The answer is that of the prepared question."""
    direct = samples.ask("shared-partners", organization="UNIDO", other="国际劳工组织")
    assert shared_partners(samples, "UNIDO", "国际劳工组织") == direct


def test_slices_by_time(graph: Graph) -> None:
    """Each month has the facts that its documents state; a fact of two documents is in both."""
    found = slices(graph, by="month")
    assert list(found) == ["2021-11", "2022-05"]
    assert {edge.predicate for edge in found["2022-05"].edges} == {"fundedBy", "leads", "cites"}
    assert "fundedBy" in {edge.predicate for edge in found["2021-11"].edges}


def test_two_documents_compared(graph: Graph) -> None:
    """What the second states alone is added, what the first states alone is removed."""
    found = compare_documents(graph, "T/1", "T/2")
    assert [fact.predicate for fact in found.added] == ["leads"]
    assert "operatesIn" in {fact.predicate for fact in found.removed}
    assert "fundedBy" not in {fact.predicate for fact in (*found.added, *found.removed)}


def test_notebook_runs(tmp_path: Path) -> None:
    """The notebook of the documentation runs from top to bottom, answers each of its five questions and draws pictures."""
    from importlib import import_module

    nbformat: Any = import_module("nbformat")
    client: Any = import_module("nbclient").NotebookClient

    path = Path(__file__).parents[1] / "docs" / "notebook.ipynb"
    notebook = nbformat.read(path, as_version=4)
    client(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    pictures = [one for one in shown if "<svg" in one.get("data", {}).get("text/html", "")]
    assert len(pictures) == 2
    assert all(one["data"]["text/html"].count("<circle") > 3 for one in pictures)
    answers: dict[int, str] = {}
    number = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = re.match(r"## (\d)\. ", cell.source)
            number = int(found[1]) if found else 0
        elif number:
            told = [one.get("text", "") + "".join(one.get("data", {}).values()) for one in cell.outputs]
            answers[number] = answers.get(number, "") + "".join(told)
    for number, words in enumerate(("<td>", "奥地利", "<circle", "联合国工业发展组织", "→"), 1):
        assert re.search(words, answers[number]), (number, answers[number][:500])
    assert not any(cell.get("outputs") for cell in nbformat.read(path, as_version=4).cells)


def test_api_page_is_up_to_date() -> None:
    """docs/api.md is what tools/make_api.py writes, and has every public name of the API."""
    import subprocess
    import sys

    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, str(root / "tools/make_api.py"), "--check"], cwd=root, check=False)
    assert done.returncode == 0, "run python tools/make_api.py"
    page = (root / "docs/api.md").read_text("utf-8")
    from mandategraph import analysis, graph, propertygraph

    classes = [getattr(graph, name) for name in graph.__all__]
    classes += [getattr(propertygraph, name) for name in ("PropertyGraph", "Node", "Edge", "Statement", "Source")]
    methods = [
        f"{one.__name__}.{name}"
        for one in classes
        for name, member in vars(one).items()
        if not name.startswith("_") and (callable(member) or isinstance(member, property))
    ]
    assert {"Graph.paths", "EntityView.neighbours", "FactView.evidence", "Table.to_pandas"} <= set(methods)
    assert [name for name in mg.__all__ if name not in page] == []
    assert [name for name in (*analysis.__all__, *methods) if f"`{name}" not in page] == []


def test_api_page_has_an_example_of_everything() -> None:
    """Below each function, method and property of the page stands an example, which the tests run."""
    page = (Path(__file__).parents[1] / "docs/api.md").read_text("utf-8")
    parts = re.split(r"^##+ ", page.partition("## What exports hold")[0], flags=re.MULTILINE)
    callable_ = [part for part in parts if part.startswith("`")]
    assert len(callable_) > 60
    assert [part.split("\n")[0] for part in callable_ if "```pycon" not in part] == []


def test_every_function_of_graphs_and_exports_has_an_example() -> None:
    """Each function that a module of traversal and export offers has an example, and so has each public method."""
    import importlib
    import inspect
    import pkgutil

    import mandategraph.export
    import mandategraph.graph

    names = ["mandategraph", "mandategraph.analysis", "mandategraph.selection", "mandategraph.traversal"]
    names += ["mandategraph.columns", "mandategraph.layout", "mandategraph.propertygraph", "mandategraph.recall"]
    for package in (mandategraph.export, mandategraph.graph):
        names += [package.__name__, *(f"{package.__name__}.{one.name}" for one in pkgutil.iter_modules(package.__path__))]
    offered = {}
    for name in names:
        module = importlib.import_module(name)
        for one in module.__all__:
            if getattr(getattr(module, one), "__module__", "") == name and inspect.isfunction(getattr(module, one)):
                offered[f"{name}.{one}"] = getattr(module, one)
    assert len(offered) > 60
    assert [name for name, function in offered.items() if ">>> " not in (function.__doc__ or "")] == []
