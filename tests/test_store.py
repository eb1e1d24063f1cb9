"""The store: opening, asking, binding, and editions that come and go."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace as dataclass_replace
from itertools import product
from pathlib import Path
from unittest.mock import Mock

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.editions import BASE, ENTITIES, SENTENCES, extraction, report_en, report_zh

from mandategraph.describe import EditionGraph, describe
from mandategraph.errors import QueryError, StoreError, UnknownEntityError
from mandategraph.model import Entity, Name
from mandategraph.recall import editions
from mandategraph.store import EmbeddedStore, memory_store, open_store, remove, replace
from mandategraph.store.plan import plan, request
from mandategraph.terms import mg, term

_SELECT = "SELECT ?s WHERE { ?s ?p ?o }"
_A, _B = ox.NamedNode("http://example.org/a"), ox.NamedNode("http://example.org/b")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with open_store(tmp_path / "graph", create=True) as opened:
        yield opened


def lines(store: EmbeddedStore) -> list[str]:
    return sorted(map(str, store.quads()))


# Opening


def test_new_store_says_what_it_is(tmp_path: Path) -> None:
    """A store has a file with its layout and base IRI, and opens again with them."""
    open_store(tmp_path / "g", create=True, base_iri="urn:x://b/").close()
    about = json.loads((tmp_path / "g" / "mandategraph.json").read_text())
    assert about["layout"] == 1
    assert about["base"] == "urn:x://b/"
    with open_store(tmp_path / "g") as opened:
        assert opened.base_iri == "urn:x://b/"


def test_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    """An empty folder can be made a store."""
    open_store(tmp_path, create=True).close()
    open_store(tmp_path).close()


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    """What is missing, a file, another folder, of another layout or damaged is refused by its path."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "note.txt").write_text("x")
    for name, about in (("old", '{"layout": 0, "base": "http://b/"}'), ("bad", "{"), ("list", "[]")):
        open_store(tmp_path / name, create=True).close()
        (tmp_path / name / "mandategraph.json").write_text(about)
    open_store(tmp_path / "hollow", create=True).close()
    for file in (tmp_path / "hollow" / "quads.1").iterdir():
        file.unlink()
    expected = {
        "missing": "no graph at",
        "file": "is a file",
        "folder": "it has no mandategraph.json",
        "old": "layout 0",
        "bad": "is damaged",
        "list": "is damaged",
        "hollow": "cannot be opened",
    }
    for name, message in expected.items():
        with pytest.raises(StoreError, match=message) as caught:
            open_store(tmp_path / name)
        assert str(tmp_path / name) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_folder_of_others_is_left_alone(tmp_path: Path) -> None:
    """A folder that holds other things is never made a store."""
    (tmp_path / "note.txt").write_text("x")
    with pytest.raises(StoreError, match="no graph"):
        open_store(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A store below a file cannot be made."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="file"):
        open_store(tmp_path / "file" / "g", create=True)


def test_base_iri_must_agree(tmp_path: Path) -> None:
    """A store is not opened with another base IRI, nor made with none."""
    with pytest.raises(StoreError, match="base IRI"):
        open_store(tmp_path / "g", create=True, base_iri="no iri")
    assert not (tmp_path / "g").exists()
    open_store(tmp_path / "g", create=True).close()
    with pytest.raises(StoreError, match="built with the base IRI"):
        open_store(tmp_path / "g", base_iri="http://b/")


def test_second_writer_is_refused(store: EmbeddedStore) -> None:
    """While one process writes, a second writer is told so and a reader is let in."""
    with pytest.raises(StoreError, match="being written by another process"):
        open_store(store.path, read_only=False)
    open_store(store.path).close()


def test_reader_cannot_write(store: EmbeddedStore) -> None:
    """A store that is open for reading refuses updates and loads."""
    with open_store(store.path) as reader:
        with pytest.raises(StoreError, match="for reading only"):
            reader.update("INSERT DATA { <http://a> <http://b> 1 }")
        with pytest.raises(StoreError, match="for reading only"):
            reader.load([ox.Quad(_A, _B, _A)])


def test_closed_store_says_so(store: EmbeddedStore) -> None:
    """A closed store can be opened by the next writer and is not used itself."""
    store.close()
    open_store(store.path, read_only=False).close()
    with pytest.raises(StoreError, match="has been closed"):
        store.ask("ASK {}")


_FULL_DISK = """
import resource, sys
from pathlib import Path
import pyoxigraph as ox
from mandategraph.errors import StoreError
from mandategraph.store import open_store
with open_store(Path(sys.argv[1]), create=True) as store:
    store.update("INSERT DATA { <http://a> <http://b> 1 }")
store = open_store(Path(sys.argv[1]), read_only=False)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
text = "x" * 1000
try:
    for n in range(100):
        body = "".join(f"<http://a/{n}/{i}> <http://b> '{text}{n}{i}' ." for i in range(50))
        store.update("INSERT DATA { " + body + " }")
except StoreError as error:
    print(error)
    try:
        store.close()
    except StoreError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file size are a matter of Unix")
def test_full_disk_is_one_line(tmp_path: Path) -> None:
    """When nothing more can be written, one line names the store, and what was there stays."""
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(tmp_path / "g")], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 2
    assert all(line.startswith(f"{tmp_path / 'g'} cannot be written") for line in done.stdout.splitlines())
    with open_store(tmp_path / "g") as reader:
        assert len(list(reader.quads())) == 1


# Asking


def test_rows(store: EmbeddedStore) -> None:
    """Rows keep the order of the variables and have None where there is no value."""
    store.load([ox.Quad(_A, _B, ox.Literal("x"))])
    rows = store.select("SELECT ?o ?none ?s WHERE { ?s ?p ?o OPTIONAL { ?o ?p ?none } }")
    assert rows.variables == ("o", "none", "s")
    assert list(rows) == [(ox.Literal("x"), None, _A)]
    assert list(rows.records()) == [{"o": ox.Literal("x"), "s": _A}]
    assert store.construct("CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o . ?s ?p ?o FILTER(isIRI(?o)) }") == ()
    assert store.construct("CONSTRUCT WHERE { ?s ?p ?o }") == (ox.Triple(_A, _B, ox.Literal("x")),)


def test_query_of_the_wrong_kind(store: EmbeddedStore) -> None:
    """A query that is malformed, or of another form than is asked for, is refused in one line."""
    for call, query, message in (
        (store.select, "SELECT ?s WHERE {", "not valid SPARQL"),
        (store.select, "ASK {}", "SELECT query is needed"),
        (store.ask, _SELECT, "ASK query is needed"),
        (store.construct, _SELECT, "CONSTRUCT or DESCRIBE"),
        (store.update, "INSERT", "not valid SPARQL"),
    ):
        with pytest.raises(QueryError, match=message) as caught:
            call(query)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?o WHERE { ?x ?p ?o }",
        "SELECT ?o { ?x ?p ?o }",
        "select ?o where { ?x ?p ?o } order by ?o limit 5",
        "# WHERE { in a comment\nPREFIX x: <http://x/#where> SELECT ?o WHERE { ?x ?p ?o }",
        "PREFIX where: <http://x/> SELECT ?o WHERE { ?x ?p ?o FILTER(?o != '} where {') }",
        'SELECT ?o WHERE { ?x ?p ?o FILTER(?o != """a "quoted" } text""") }',
        "SELECT (MAX(?value) AS ?o) WHERE { ?x ?p ?value } GROUP BY ?x",
        "SELECT (IF(EXISTS { ?x ?p 9 }, 1, ?v) AS ?o) WHERE { ?x ?p ?v }",
        "SELECT ?o WHERE { { SELECT ?x ?o WHERE { ?x ?p ?o } } }",
        "SELECT ?o WHERE { SELECT ?x ?o WHERE { ?x ?p ?o } }",
        "SELECT ?o WHERE { { ?x ?p ?o } UNION { ?o ?x ?p } }",
        "SELECT ?o WHERE { ?x ?p ?o FILTER(STRLEN(?o) < 5 && 3 > 2) }",
    ],
)
def test_bound_variable(store: EmbeddedStore, query: str) -> None:
    """A bound variable has its term only, however the query is written."""
    store.load([ox.Quad(_A, _B, ox.Literal("mine")), ox.Quad(_B, _B, ox.Literal("other"))])
    assert list(store.select(query, {"x": _A})) == [(ox.Literal("mine"),)]


def test_binding_in_other_forms(store: EmbeddedStore) -> None:
    """ASK, CONSTRUCT and DESCRIBE bind as SELECT does; several terms mean any of them."""
    store.load([ox.Quad(_A, _B, ox.Literal("mine")), ox.Quad(_B, _B, ox.Literal("other"))])
    assert store.ask("ASK { ?x ?p 'mine' }", {"x": _A})
    assert not store.ask("ASK { ?x ?p 'mine' }", {"x": _B})
    built = store.construct("CONSTRUCT { ?x a ?o } WHERE { ?x ?p ?o }", {"x": _B})
    assert [triple.object for triple in built] == [ox.Literal("other")]
    assert len(store.construct("DESCRIBE ?x WHERE { ?x ?p ?o }", {"x": _A})) == 1
    assert len(store.select(_SELECT, {"s": [_A, _B, mg("Fact")]})) == 2
    assert len(store.select(_SELECT, {"s": []})) == 0


@given(st.text())
@settings(max_examples=50, deadline=None)
def test_no_text_breaks_out_of_a_binding(text: str) -> None:
    """Whatever a user writes is one literal, never a part of the query."""
    store = memory_store()
    store.load([ox.Quad(_A, _B, ox.Literal(text)), ox.Quad(_B, _B, ox.Literal(text + "."))])
    assert list(store.select("SELECT ?s WHERE { ?s ?p ?o }", {"o": ox.Literal(text)})) == [(_A,)]


def test_variable_names_are_checked(store: EmbeddedStore) -> None:
    """A name that is no variable's cannot be bound, nor can anything where there is no group."""
    with pytest.raises(QueryError, match="no variable name"):
        store.select(_SELECT, {"s } #": _A})
    with pytest.raises(QueryError, match="no WHERE group"):
        store.construct(f"DESCRIBE {_A}", {"s": _A})


def test_update_is_all_or_nothing(store: EmbeddedStore) -> None:
    """An update that fails in its second part leaves nothing of its first."""
    with pytest.raises((StoreError, QueryError)):
        store.update("INSERT DATA { <http://a> <http://b> 1 } ; LOAD <file:///nowhere/at/all>")
    assert lines(store) == []


# Editions


def test_replace_writes_the_layout(store: EmbeddedStore) -> None:
    """The default graph holds entities, direct triples and facts with support; nothing else."""
    replace(store, [describe(report_zh()), describe(report_en())])
    green = ox.NamedNode(BASE + "programme/绿色%20方案")
    assert store.ask("ASK { ?s ?p ?o }", {"s": green, "p": mg("fundedBy")})
    rows = store.select(
        "SELECT ?support ?languages WHERE { ?f a ?t ; ?p ?china ; ?n ?support ; ?l ?languages }",
        {
            "t": mg("Fact"),
            "p": term("rdf:object"),
            "china": ox.NamedNode("http://metadata.un.org/sdg/codes/geoArea/156"),
            "n": mg("support"),
            "l": mg("languages"),
        },
    )
    assert list(rows) == [(ox.Literal(1), ox.Literal(2))]
    types = store.select("SELECT DISTINCT ?type WHERE { ?s ?a ?type }", {"a": term("rdf:type")})
    reasons = {mg("Edition"), mg("Passage"), mg("Evidence"), mg("Description")}
    assert not reasons & {row[0] for row in types}


def test_support_counts_documents(store: EmbeddedStore) -> None:
    """Support is the number of documents, not of editions or sentences, and goes down again."""
    support = "SELECT ?n WHERE { ?f ?object ?china ; ?support ?n }"
    bindings = {
        "object": term("rdf:object"),
        "china": ox.NamedNode("http://metadata.un.org/sdg/codes/geoArea/156"),
        "support": mg("support"),
    }
    replace(store, [describe(report_zh()), describe(report_en())])
    replace(store, [describe(extraction("document/GC.19/11", "zh", (2, 2)))])
    assert list(store.select(support, bindings)) == [(ox.Literal(2),)]
    remove(store, "GC.19/10")
    assert list(store.select(support, bindings)) == [(ox.Literal(1),)]


def test_direct_triple_stays_while_a_fact_says_it(store: EmbeddedStore) -> None:
    """Two facts differ in their qualifiers only: the direct triple goes with the second."""
    replace(
        store,
        [describe(extraction("document/A", "zh", (0,))), describe(extraction("document/B", "zh", (1,)))],
    )
    funded = "ASK { ?s ?p ?o }"
    remove(store, "A")
    assert store.ask(funded, {"p": mg("fundedBy")})
    remove(store, "B")
    assert lines(store) == []


def test_symbol_is_both_description_and_fact(store: EmbeddedStore) -> None:
    """A symbol that is stated goes, the same symbol that describes the document stays."""
    cited = extraction("document/A", "zh", (4,))
    replace(store, [describe(cited), describe(extraction("document/B", "zh", (10,)))])
    remove(store, "B")
    resolution = ox.NamedNode(BASE + "document/GC.18/Res.1")
    assert store.ask("ASK { ?s ?p ?o }", {"s": resolution, "p": mg("symbol")})


def test_symbol_stays_where_its_document_is_not_described(store: EmbeddedStore) -> None:
    """An edition that states a symbol and describes nothing takes no description with it."""
    replace(store, [describe(extraction("document/A", "zh", (4,)))])
    before = lines(store)
    bare = describe(dataclass_replace(extraction("document/B", "zh", (10,)), entities=()))
    replace(store, [bare])
    remove(store, "B")
    assert lines(store) == before


def test_language_of_words_follows_the_editions() -> None:
    """A role that a Chinese and an English edition state is tagged alike in either order."""
    zh, en = describe(extraction("document/A", "zh", (7,))), describe(extraction("document/A", "en", (8,)))
    found = []
    for graphs in ([zh, en], [en, zh]):
        store = memory_store()
        replace(store, graphs)
        found.append(lines(store))
        rows = store.select("SELECT ?o WHERE { ?s ?p ?o }", {"p": mg("role")})
        assert list(rows) == [(ox.Literal("Chair", language="en"),)]
        remove(store, "A", "en")
        rows = store.select("SELECT ?o WHERE { ?s ?p ?o }", {"p": mg("role")})
        assert list(rows) == [(ox.Literal("Chair", language="zh"),)]
    assert found[0] == found[1]


def test_remove_by_symbol_id_iri_or_language(store: EmbeddedStore) -> None:
    """A document is removed by any of its names, an edition by its language too."""
    both = [describe(report_zh()), describe(report_en())]
    for name in ("GC.19/10", "gc.19/10", "document/GC.19/10", BASE + "document/GC.19/10"):
        replace(store, both)
        assert len(remove(store, name)) == 2
        assert lines(store) == []
    replace(store, both)
    assert remove(store, "GC.19/10", "en") == (BASE + "document/GC.19/10/en",)
    with pytest.raises(UnknownEntityError, match="it has it in zh"):
        remove(store, "GC.19/10", "en")


def test_unknown_document(store: EmbeddedStore) -> None:
    """A document that is not there is named, with those that are, and nothing changes."""
    replace(store, [describe(report_zh())])
    before = lines(store)
    with pytest.raises(UnknownEntityError, match=r"no document 'GC.99/1'; it has GC\.19/10"):
        remove(store, "GC.99/1")
    assert lines(store) == before


def test_replacing_by_itself_changes_nothing(store: EmbeddedStore) -> None:
    """The request for an edition that is there already takes nothing from the default graph."""
    graphs = [describe(report_zh()), describe(report_en())]
    replace(store, graphs)
    before = lines(store)
    change = plan(store, [graphs[0]])
    assert request(change) == ""
    replace(store, graphs)
    assert lines(store) == before


def test_replacing_is_one_request(store: EmbeddedStore) -> None:
    """An edition that shrinks is replaced, with all that goes and comes, in one update text."""
    replace(store, [describe(report_zh())])
    smaller = describe(extraction("document/GC.19/10", "zh", (2,)))
    text = request(plan(store, [smaller]))
    assert text.count("DELETE DATA") == text.count("INSERT DATA") == 1
    store.update(text)
    other = memory_store()
    replace(other, [smaller])
    assert lines(store) == lines(other)


def test_reviewed_description_takes_the_place_of_a_provisional_one(store: EmbeddedStore) -> None:
    """A known entity goes before an unknown one of the same id, and the latter comes back after it."""
    known = Entity("programme/绿色 方案", "Programme", (Name("绿色工业方案", "zh"),))
    unknown = describe(extraction("document/A", "zh", (2,)))
    reviewed = describe(extraction("document/B", "zh", (2,), renamed={known.id: known}))
    replace(store, [unknown])
    before = lines(store)
    replace(store, [reviewed])
    status = {"p": mg("status"), "s": ox.NamedNode(BASE + "programme/绿色%20方案")}
    assert list(store.select("SELECT ?o WHERE { ?s ?p ?o }", status)) == [(mg("reviewed"),)]
    replace(store, [unknown])
    assert list(store.select("SELECT ?o WHERE { ?s ?p ?o }", status)) == [(mg("reviewed"),)]
    remove(store, "B")
    assert lines(store) == before


@pytest.mark.parametrize("when", ["load", "update"])
def test_large_change_that_is_cut_off_is_no_edition(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """A change that is written in two steps and cut off between them is not there, and is written again whole."""
    monkeypatch.setattr("mandategraph.store.editions._MANY", 1)
    first, second = describe(report_zh()), describe(report_en())
    replace(store, [first])
    known = editions(store)
    with monkeypatch.context() as patch:
        patch.setattr(EmbeddedStore, when, Mock(side_effect=StoreError("cut off")))
        with pytest.raises(StoreError, match="cut off"):
            replace(store, [second])
    assert editions(store) == known
    replace(store, [second])
    at_once = memory_store()
    replace(at_once, [first, second], batch=2)
    assert lines(store) == lines(at_once)


_GREEN = "programme/绿色 方案"
_NAMES = st.sampled_from(["绿色方案", "绿色方案计划", "青绿方案"])
_OTHER = st.builds(
    lambda text: {_GREEN: Entity(_GREEN, "Programme", (Name(text, "zh"),), provisional=True)}, _NAMES
)
_OWN = st.sampled_from(
    [
        None,
        Entity("", "Document", (Name("报告", "zh"),), symbol="S/1"),
        Entity("", "Resolution", (Name("Report", "en"),), provisional=True),
    ]
)


@st.composite
def _editions(draw: st.DrawFn) -> list[EditionGraph]:
    """A few editions of a few documents, which share facts, names and one another's descriptions."""
    places = draw(
        st.lists(
            st.sampled_from(
                list(product(("document/A", "document/B", "document/GC.18/Res.1"), ("en", "zh")))
            ),
            min_size=1,
            max_size=4,
            unique=True,
        )
    )
    found = []
    for document, language in places:
        choice = tuple(draw(st.lists(st.integers(0, len(SENTENCES) - 1), max_size=5)))
        own = draw(_OWN)
        own = own and Entity(document, own.type, own.labels, symbol=own.symbol, provisional=own.provisional)
        mentioned: dict[str, tuple[Name, ...]] = (
            {_GREEN: (Name(draw(_NAMES), "zh"),)} if draw(st.booleans()) else {}
        )
        known = draw(_OTHER) if draw(st.booleans()) else {}
        known |= {"document/GC.18/Res.1": ENTITIES["document/GC.18/Res.1"]}
        made = extraction(document, language, choice, own=own, renamed=known, mentioned=mentioned)
        found.append(describe(made))
    return found


@pytest.mark.parametrize("many", [1, 20_000])
@given(data=st.data(), graphs=_editions())
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_order_does_not_matter(
    monkeypatch: pytest.MonkeyPatch, many: int, data: st.DataObject, graphs: list[EditionGraph]
) -> None:
    """At once, one at a time in another order, replaced, or with one that comes and goes: the same quads."""
    monkeypatch.setattr("mandategraph.store.editions._MANY", many)
    shuffled = data.draw(st.permutations(graphs))
    store, other = memory_store(), memory_store()
    replace(store, graphs, batch=9)
    at_once = lines(store)
    replace(store, reversed(graphs))
    assert lines(store) == at_once
    replace(other, shuffled)
    assert lines(other) == at_once
    *others, last = shuffled
    store = memory_store()
    replace(store, others)
    before = lines(store)
    replace(store, [last])
    assert lines(store) == at_once
    remove(store, last.document.value, last.language)
    assert lines(store) == before
    for graph in others:
        remove(store, graph.document.value, graph.language)
    assert lines(store) == []
