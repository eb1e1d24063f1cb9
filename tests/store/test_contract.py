"""What every back end of the store does alike: asking, binding, and editions that come and go."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as with_other
from tests.editions import BASE, extraction, report_en, report_zh

from mandategraph.describe import describe
from mandategraph.errors import QueryError, StoreError, UnknownEntityError
from mandategraph.model import Entity, Name
from mandategraph.store import Store, memory_store, remove, replace
from mandategraph.store.changes import request
from mandategraph.store.plan import plan
from mandategraph.store.remote import RemoteStore
from mandategraph.terms import iri, mg, term

_SELECT = "SELECT ?s WHERE { ?s ?p ?o }"
_A, _B = ox.NamedNode("http://example.org/a"), ox.NamedNode("http://example.org/b")


def lines(store: Store) -> list[str]:
    return sorted(map(str, store.quads()))


# Asking


def test_rows(store: Store) -> None:
    """Rows keep the order of the variables and have None where there is no value."""
    store.load([ox.Quad(_A, _B, ox.Literal("x"))])
    rows = store.select("SELECT ?o ?none ?s WHERE { ?s ?p ?o OPTIONAL { ?o ?p ?none } }")
    assert rows.variables == ("o", "none", "s")
    assert list(rows) == [(ox.Literal("x"), None, _A)]
    assert list(rows.records()) == [{"o": ox.Literal("x"), "s": _A}]
    assert store.construct("CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o . ?s ?p ?o FILTER(isIRI(?o)) }") == ()
    assert store.construct("CONSTRUCT WHERE { ?s ?p ?o }") == (ox.Triple(_A, _B, ox.Literal("x")),)


@pytest.mark.parametrize("as_text", [True, False])
def test_load_into_several_graphs(store: Store, as_text: bool) -> None:
    """What is loaded into several graphs at once is there, in each its own, with its language."""
    graphs: list[ox.DefaultGraph | ox.NamedNode] = [
        ox.DefaultGraph(),
        ox.NamedNode(BASE + "document/a/zh"),
        ox.NamedNode(BASE + "document/a/en"),
    ]
    quads = [
        ox.Quad(_A, _B, ox.Literal(f"{number} 大会", language=language), graph)
        for number, graph in enumerate(graphs)
        for language in ("zh", "en")
    ]
    store.load(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"" if as_text else quads)
    store.load([])
    assert lines(store) == sorted(map(str, quads))


def test_query_of_the_wrong_kind(store: Store) -> None:
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
def test_bound_variable(store: Store, query: str) -> None:
    """A bound variable has its term only, however the query is written."""
    store.load([ox.Quad(_A, _B, ox.Literal("mine")), ox.Quad(_B, _B, ox.Literal("other"))])
    assert list(store.select(query, {"x": _A})) == [(ox.Literal("mine"),)]


def test_binding_in_other_forms(store: Store) -> None:
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


def test_objects_are_those_of_the_default_graph(store: Store) -> None:
    """The objects of a thing are what the default graph says of it, none for what it does not name."""
    replace(store, [describe(report_zh())])
    thing, status = iri("document/GC.19/10", store.base_iri), mg("status")
    asked = store.select("SELECT ?value WHERE { ?thing ?status ?value }", {"thing": thing, "status": status})
    assert store.objects(thing, status) == tuple(value for (value,) in asked) != ()
    assert store.objects(iri("document/none", store.base_iri), status) == ()


def test_variable_names_are_checked(store: Store) -> None:
    """A name that is no variable's cannot be bound, nor can anything where there is no group."""
    with pytest.raises(QueryError, match="no variable name"):
        store.select(_SELECT, {"s } #": _A})
    with pytest.raises(QueryError, match="no WHERE group"):
        store.construct(f"DESCRIBE {_A}", {"s": _A})


def test_update_is_all_or_nothing(store: Store) -> None:
    """An update that fails in its second part leaves nothing of its first."""
    if isinstance(store, RemoteStore) and not store.is_transactional:
        pytest.skip("this server ends each operation of a request by itself")
    with pytest.raises((StoreError, QueryError)):
        store.update("INSERT DATA { <http://a> <http://b> 1 } ; LOAD <file:///nowhere/at/all>")
    assert lines(store) == []


# Editions


def test_replace_writes_the_layout(store: Store) -> None:
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


def test_support_counts_documents(store: Store) -> None:
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


def test_direct_triple_stays_while_a_fact_says_it(store: Store) -> None:
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


def test_symbol_is_both_description_and_fact(store: Store) -> None:
    """A symbol that is stated goes, the same symbol that describes the document stays."""
    cited = extraction("document/A", "zh", (4,))
    replace(store, [describe(cited), describe(extraction("document/B", "zh", (10,)))])
    remove(store, "B")
    resolution = ox.NamedNode(BASE + "document/GC.18/Res.1")
    assert store.ask("ASK { ?s ?p ?o }", {"s": resolution, "p": mg("symbol")})


def test_symbol_stays_where_its_document_is_not_described(store: Store) -> None:
    """An edition that states a symbol and describes nothing takes no description with it."""
    replace(store, [describe(extraction("document/A", "zh", (4,)))])
    before = lines(store)
    bare = describe(with_other(extraction("document/B", "zh", (10,)), entities=()))
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


def test_remove_by_symbol_id_iri_or_language(store: Store) -> None:
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


def test_unknown_document(store: Store) -> None:
    """A document that is not there is named, with those that are, and nothing changes."""
    replace(store, [describe(report_zh())])
    before = lines(store)
    with pytest.raises(UnknownEntityError, match=r"no document 'GC.99/1'; it has GC\.19/10"):
        remove(store, "GC.99/1")
    assert lines(store) == before


def test_replacing_by_itself_changes_nothing(store: Store) -> None:
    """The request for an edition that is there already takes nothing from the default graph."""
    graphs = [describe(report_zh()), describe(report_en())]
    replace(store, graphs)
    before = lines(store)
    change = plan(store, [graphs[0]])
    assert request(change) == ""
    replace(store, graphs)
    assert lines(store) == before


def test_replacing_is_one_request(store: Store) -> None:
    """An edition that shrinks is replaced, with all that goes and comes, in one update text."""
    replace(store, [describe(report_zh())])
    smaller = describe(extraction("document/GC.19/10", "zh", (2,)))
    text = request(plan(store, [smaller]))
    assert "DELETE DATA" in text
    assert "INSERT DATA" in text
    store.update(text)
    other = memory_store()
    replace(other, [smaller])
    assert lines(store) == lines(other)


def test_reviewed_description_takes_the_place_of_a_provisional_one(store: Store) -> None:
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


