"""The samples: plainly marked, our own words, readable in every encoding, and holding the facts we expect."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from mandategraph.read import read_document
from mandategraph.resources import resource, resources
from mandategraph.vocabulary import ONTOLOGY, PREDICATES, PREFIXES, QUALIFIERS, SDG

EXPECTED: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "expected_samples.toml").read_text("utf-8")
)["document"]
SAMPLES = resources("data/samples", ".txt")
SHARED = Path(__file__).parents[2].parent / "shared"
SHARED_RUN = 26
PREFIX_LINES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


class Found(NamedTuple):
    """One fact of the graph."""

    subject: str
    predicate: str
    object: str
    qualifiers: frozenset[str]
    support: int


def run(*arguments: str | Path) -> str:
    """What the program prints; fails with its own words."""
    command = [sys.executable, "-m", "mandategraph", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def graph_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph built from all samples."""
    folder = tmp_path_factory.mktemp("samples") / "graph"
    run("build", resource("data/samples"), "--output", folder)
    return folder


@pytest.fixture(scope="module")
def graph(graph_folder: Path) -> Store:
    """The same graph as an outsider gets it: its N-Quads, loaded anew."""
    path = graph_folder.parent / "all.nq"
    run("export", "--graph", graph_folder, "--to", path)
    store = Store()
    store.load(path=str(path), format=RdfFormat.N_QUADS)
    return store


def bare(name: str) -> str:
    """A name without the marks around titles."""
    return name.strip("《》 ")


def rows(graph: Store, query: str) -> list[list[str]]:
    """The rows of a query, each value as its lexical form or IRI, an unbound one as an empty string."""
    solutions = graph.query(PREFIX_LINES + query)
    assert isinstance(solutions, QuerySolutions)
    return [[str(getattr(value, "value", value or "")) for value in row] for row in solutions]


def named(graph: Store) -> dict[str, set[str]]:
    """Every name of the graph and the IRIs that bear it."""
    names: dict[str, set[str]] = {}
    pattern = "?thing skos:prefLabel|skos:altLabel|mg:symbol|mg:mentionedAs ?name"
    query = f"SELECT ?thing ?name {{ {{ {pattern} }} UNION {{ GRAPH ?edition {{ {pattern} }} }} }}"
    for thing, name in rows(graph, query):
        names.setdefault(bare(name), set()).add(thing)
    return names


def iris(name: str, names: dict[str, set[str]]) -> set[str]:
    """The IRIs that a name of ``expected_samples.toml`` may stand for."""
    if goal := re.fullmatch(r"(?:可持续发展目标|具体目标)(\d+(?:\.\w+)?)", name):
        return {SDG + goal[1]}
    return names.get(bare(name), set())


def states(fact: Found, expected: str, names: dict[str, set[str]]) -> bool:
    """Whether the object of a fact is the one expected: an entity by a name of it, a result by its value."""
    if fact.predicate == "hasResult":
        return expected in fact.object
    literal = PREDICATES[fact.predicate].range is None
    return fact.object == expected if literal else fact.object in iris(expected, names)


def facts(graph: Store) -> list[Found]:
    """The facts of the graph; a result stands as the words of its node."""
    names = {ONTOLOGY + local: name for name, local in QUALIFIERS.items()}
    qualifiers: dict[str, set[str]] = {}
    for fact, property_ in rows(graph, "SELECT ?fact ?property { ?fact a mg:Fact ; ?property ?value }"):
        qualifiers.setdefault(fact, set()).update(
            [names[property_]] if property_ in names else []
        )
    query = """SELECT ?fact ?s ?p ?o ?words ?support {
        ?fact a mg:Fact ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; mg:support ?support
        OPTIONAL { ?o a mg:Result ; rdfs:label ?words } }"""
    return [
        Found(s, p.removeprefix(ONTOLOGY), words or o, frozenset(qualifiers[fact]), int(support))
        for fact, s, p, o, words, support in rows(graph, query)
    ]


def test_every_sample_has_its_expectations() -> None:
    """Each file has an entry in expected_samples.toml with at least six facts, and the other way round."""
    assert [path.name for path in SAMPLES] == sorted(entry["file"] for entry in EXPECTED)
    for entry in EXPECTED:
        assert len(entry["facts"]) >= 6, entry["file"]


def test_expectations_touch_every_predicate() -> None:
    """What we expect of the samples, taken together, uses all predicates and no other."""
    assert {fact["p"] for entry in EXPECTED for fact in entry["facts"]} == set(PREDICATES)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_says_that_it_is_one(path: Path) -> None:
    """A reader who meets a sample alone learns that no organization issued it, and its symbol is ours."""
    text = path.read_text("utf-8")
    assert text.startswith("MG/SAMPLE/")
    assert ("由mandategraph项目编写" in text and "不是" in text) or (
        "written for the mandategraph project" in text and "not an official document" in text
    )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_paragraphs_are_numbered_without_gap(path: Path) -> None:
    """Paragraph numbers run from 1 without gap."""
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", path.read_text("utf-8"), re.MULTILINE)]
    assert numbers[0] == 1
    assert all(second == first + 1 for first, second in pairwise(numbers)), numbers


def test_samples_are_our_own_words() -> None:
    """No sample shares a long run of characters with the documents kept beside the checkout."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("no documents beside the checkout to compare with")
    theirs = "\n".join(
        re.sub(r"\s+", "", path.read_text("utf-8", errors="ignore"))
        for folder in ("corpus", "corpus-parallel", "gold")
        for path in sorted((SHARED / folder).glob("*.txt"))
    )
    for path in SAMPLES:
        ours = re.sub(r"[\x00-\xff\s]+", " ", path.read_text("utf-8"))
        runs = [part for part in ours.split() if len(part) >= SHARED_RUN]
        starts = [(part, i) for part in runs for i in range(len(part) - SHARED_RUN + 1)]
        copied = [part[i : i + SHARED_RUN] for part, i in starts if part[i : i + SHARED_RUN] in theirs]
        assert copied == [], path.name


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_reads_alike_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    """A sample gives the same passages from GB18030, from UTF-8 with a mark and from UTF-16."""
    original = read_document(SAMPLES[0])
    copy = tmp_path / SAMPLES[0].name
    copy.write_bytes(SAMPLES[0].read_text("utf-8").encode(encoding))
    again = read_document(copy)
    assert [(p.path, p.text) for p in again.passages] == [(p.path, p.text) for p in original.passages]


@pytest.mark.parametrize("entry", EXPECTED, ids=lambda entry: entry["file"])
def test_masthead_is_read(entry: dict[str, Any]) -> None:
    """Symbol, title, author, date and agenda item of each sample are read, in Chinese and in English."""
    masthead = read_document(resource(f"data/samples/{entry['file']}")).masthead
    assert masthead.symbol is not None
    assert masthead.symbol.text == entry["symbol"]
    for item in (masthead.title, masthead.author, masthead.date, masthead.agenda_item):
        assert item is not None
    titles = [fact["o"] for fact in entry["facts"] if fact["p"] == "title"]
    assert masthead.title is not None
    assert titles in ([], [masthead.title.text])


def test_graph_holds_the_expected_facts(graph: Store) -> None:
    """Each fact of expected_samples.toml is in the graph, with the qualifiers named there."""
    names, found = named(graph), facts(graph)
    missing = [
        f"{entry['file']}: {fact['s']} {fact['p']} {fact['o']} {fact.get('qualifiers', '')}"
        for entry in EXPECTED
        for fact in entry["facts"]
        if not any(
            this.subject in iris(fact["s"], names)
            and this.predicate == fact["p"]
            and this.qualifiers.issuperset(fact.get("qualifiers", ()))
            and states(this, fact["o"], names)
            for this in found
        )
    ]
    assert missing == []


def test_graph_touches_every_predicate(graph: Store) -> None:
    """The samples together give facts of every predicate."""
    assert {fact.predicate for fact in facts(graph)} == set(PREDICATES)


def test_a_fact_of_several_samples_counts_them(graph: Store) -> None:
    """A fact that several samples state stands once, with the number of those samples as its support."""
    unido = iris("联合国工业发展组织", named(graph))
    supports = [
        fact.support
        for fact in facts(graph)
        if fact.subject in unido and (fact.predicate, fact.object) == ("contributesTo", SDG + "9")
    ]
    assert [support >= 2 for support in supports] == [True]


def test_graph_conforms(graph_folder: Path) -> None:
    """The graph of the samples passes its own shapes and its quotes stand in the samples."""
    run("check", graph_folder, "--sources", resource("data/samples"))
