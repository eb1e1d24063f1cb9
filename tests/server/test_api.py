"""The API for programs, and the IRIs of things."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import rdflib
from benchmarks.serving import served
from tests.questiongraph import GOAL, make_store
from tests.server.asking import request

from mandategraph.questions import load_questions
from mandategraph.server import entities
from mandategraph.server.state import Graph
from mandategraph.store import open_store, remove
from mandategraph.vocabulary import BASE_IRI, PREFIXES

#: What the examples of questions, or of one question, name -> what is like it in the graph of the tests.
ALIKE: dict[object, str] = {
    ("funders-of", "工发组织"): "绿色方案",
    "阿布扎比宣言": "旧宣言",
    "2030年可持续发展议程": "旧宣言",
    "联合国全球契约": "十国集团",
    "哥伦比亚": "中国",
    "海湾工业咨询组织": "粮农组织",
}
UNIDO = BASE_IRI + "organization/unido"
LABEL = rdflib.URIRef(PREFIXES["skos"] + "prefLabel")


@pytest.mark.parametrize("name", load_questions())
def test_every_question_is_answered(address: str, name: str) -> None:
    """Each question answers over HTTP in JSON, and in CSV with the same rows."""
    question = load_questions()[name]
    given = {key: ALIKE.get((name, value), ALIKE.get(value, value)) for key, value in question.example.items()}
    path = f"/api/questions/{name}?{urlencode(given)}"
    got = request(address, path)
    assert got.status == 200, got.text
    assert got.json["rows"]
    told = request(address, path, Accept="text/csv")
    assert told.type == "text/csv"
    assert len(list(csv.DictReader(io.StringIO(told.text)))) == len(got.json["rows"])


def test_answer_names_entities_in_the_asked_language(address: str) -> None:
    """An answer carries names in the language asked for, IRIs, and the SPARQL that was run."""
    got = request(address, "/api/questions/partners-of?" + urlencode({"organization": "工发组织", "language": "en"}))
    (row,) = got.json["rows"]
    assert row["partner"]["iri"] == BASE_IRI + "organization/iso"
    assert row["partner"]["label"] == "International Organization for Standardization"
    assert row["quote"]
    assert UNIDO in got.json["sparql"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/questions/no-such", 404, "there is no question"),
        ("/api/questions/partners-of", 400, "needs organization"),
        ("/api/questions/partners-of?organization=nobody", 404, "no entity named 'nobody'"),
        ("/api/questions/partners-of?colour=red", 400, "no parameter 'colour'"),
        ("/api/entity", 400, "name is needed"),
        ("/api/entity?name=nobody", 404, "no entity named"),
        ("/api/facts?predicate=likes", 400, "fundedBy"),
        ("/api/facts?limit=-1", 400, "whole number"),
        ("/api/facts?limit=9999999999", 400, "whole number"),
        ("/api/facts/0000000000000000", 404, "no fact"),
        ("/api/search?q=a&type=Thing", 400, "Organization"),
        ("/api/path?from=UNIDO", 400, "to is needed"),
        ("/api/nothing", 404, "no such page"),
    ],
)
def test_errors_have_one_shape(address: str, path: str, status: int, words: str) -> None:
    """An error is JSON with ok, status and one line that says what would be right."""
    got = request(address, path)
    assert (got.status, got.type) == (status, "application/json")
    assert got.json["ok"] is False
    assert got.json["status"] == status
    assert words in got.json["error"]
    assert "\n" not in got.json["error"]


@pytest.mark.parametrize("words", ["工发", "unido", "ＵＮＩＤＯ", "industrial development", "Development Industrial"])
def test_search_finds_parts_of_names(address: str, words: str) -> None:
    """A part of a name, in any language, width or case, finds the entity first."""
    found = request(address, "/api/search?" + urlencode({"q": words})).json["results"]
    assert found[0]["iri"] == UNIDO


def test_search_by_type(address: str) -> None:
    """Search can be kept to classes, subclasses with them."""
    found = request(address, "/api/search?q=fund&type=Organization&lang=en").json["results"]
    assert {one["type"] for one in found} <= {"Organization", "Fund"}
    assert request(address, "/api/search?q=").json["results"] == []


def test_entity_has_facts_with_sentences(address: str) -> None:
    """An entity comes with its facts by predicate, each with evidence whose quote stands in its context."""
    found = request(address, "/api/entity?name=UNIDO&lang=zh").json
    assert found["label"] == "联合国工业发展组织"
    assert {name["text"] for name in found["names"]} == {"UNIDO", "工发组织"}
    facts = [fact for group in (*found["outgoing"], *found["incoming"]) for fact in group["facts"]]
    assert facts
    for fact in facts:
        assert fact["support"] >= 1
        for reason in fact["evidence"]:
            assert reason["before"] + reason["quote"] + reason["after"]
            assert reason["paragraph"]


def test_facts_are_found_by_their_parts(address: str) -> None:
    """Facts by subject, predicate and object; pages of them do not overlap."""
    found = request(address, "/api/facts?subject=UNIDO&predicate=partnerOf&object=ISO").json["facts"]
    assert [(fact["support"], fact["languages"]) for fact in found] == [(2, 2)]
    one = request(address, "/api/facts?limit=3").json
    two = request(address, "/api/facts?limit=3&offset=3").json
    assert one["more"]
    assert not {fact["iri"] for fact in one["facts"]} & {fact["iri"] for fact in two["facts"]}
    digits = one["facts"][0]["iri"].rpartition("/")[2]
    assert request(address, f"/api/facts/{digits}").json["iri"] == one["facts"][0]["iri"]


def test_path_and_network(address: str) -> None:
    """A way between two entities is a chain of facts; a drawing has the ends of all its edges."""
    found = request(address, "/api/path?from=FAO&to=UNIDO").json
    assert len(found["facts"]) == 2
    for path in ("/api/graph", "/api/graph?entity=UNIDO", "/api/graph?type=Organization&predicate=partnerOf"):
        drawn = request(address, path).json
        nodes = {node["iri"] for node in drawn["nodes"]}
        assert drawn["edges"]
        assert {end for edge in drawn["edges"] for end in (edge["source"], edge["target"])} <= nodes


def test_openapi_describes_what_there_is(address: str) -> None:
    """Each path of the OpenAPI document answers, and each question is among them."""
    document = request(address, "/openapi.json").json
    assert document["openapi"] == "3.1.0"
    assert {f"/api/questions/{name}" for name in load_questions()} <= set(document["paths"])
    for path, operations in document["paths"].items():
        parameters = operations["get"]["parameters"]
        if "{" in path or any(one["required"] for one in parameters):
            continue
        assert request(address, path).status == 200, path


GRAPHS = [
    ("ttl", "text/turtle", "turtle"),
    ("jsonld", "application/ld+json", "json-ld"),
    ("rdf", "application/rdf+xml", "xml"),
    ("nt", "application/n-triples", "nt"),
]


@pytest.mark.parametrize(("ending", "media", "form"), GRAPHS)
def test_iris_dereference_to_data(address: str, ending: str, media: str, form: str) -> None:
    """An id leads by Accept, and by its ending, to its triples in each format."""
    by_accept = request(address, "/id/organization/unido", Accept=media)
    by_ending = request(address, f"/id/organization/unido.{ending}")
    assert (by_accept.status, by_ending.status) == (303, 303)
    assert by_accept.headers["location"] == by_ending.headers["location"]
    assert "Accept" in by_accept.headers["vary"]
    got = request(address, by_accept.headers["location"])
    assert got.type == media
    assert f'<{UNIDO}>; rel="canonical"' in got.headers["link"]
    graph = rdflib.Graph().parse(data=got.text, format=form)
    assert rdflib.Literal("联合国工业发展组织", "zh") in set(graph.objects(rdflib.URIRef(UNIDO), LABEL))


def test_descriptions_are_bounded(address: str, graph_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The triples of a thing to which much refers are no more than a description holds."""
    whole = rdflib.Graph().parse(data=request(address, "/data/organization/unido.nt").text, format="nt")
    assert 30 < len(whole) < 8000
    monkeypatch.setattr(entities, "_MOST", 5)
    graph = Graph(graph_folder)
    try:
        assert 5 < len(entities.describe(graph.now, UNIDO)) <= 20
    finally:
        graph.close()


@pytest.mark.parametrize(
    "path", ["/api/questions/no-such", "/page/organization/nobody", "/data/nothing.ttl", "/api/overview"]
)
def test_api_is_for_all_origins(address: str, path: str) -> None:
    """Answers and errors beside the endpoint may be read by pages of any origin; HEAD and OPTIONS are answered."""
    got = request(address, path)
    head = request(address, path, "HEAD")
    assert got.headers["access-control-allow-origin"] == "*"
    assert (head.status, head.body, head.type) == (got.status, b"", got.type)
    assert request(address, path, "OPTIONS", Origin="http://a.example").status == 204


def test_iris_dereference_to_pages(address: str) -> None:
    """A browser is led to the page, a program that wants JSON to its twin, all others to Turtle."""
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert request(address, "/id/organization/unido", Accept=accept).headers["location"] == "/page/organization/unido"
    assert request(address, "/id/organization/unido.html").headers["location"] == "/page/organization/unido"
    there = request(address, "/id/organization/unido", Accept="application/json").headers["location"]
    assert request(address, there).json["iri"] == UNIDO
    assert request(address, "/id/organization/unido").headers["location"] == "/data/organization/unido.ttl"
    assert request(address, "/id/organization/unido", Accept="image/png").status == 406


def test_parts_lead_to_their_whole(address: str) -> None:
    """A passage leads to its place in its document, evidence to its fact, an edition to the document in its language."""
    fact = request(address, "/api/facts?subject=UNIDO&predicate=partnerOf").json["facts"][0]
    reason = fact["evidence"][0]
    for iri, there in (
        (reason["passage"], "/page/document/T/1#"),
        (reason["iri"], "/page/fact/"),
        (reason["edition"], "/page/document/T/1?edition="),
        (fact["iri"], "/page/fact/"),
    ):
        location = request(address, "/id/" + iri.removeprefix(BASE_IRI) + ".html").headers["location"]
        assert location.startswith(there)
        assert request(address, location.partition("#")[0]).status == 200
        turtle = request(address, "/data/" + iri.removeprefix(BASE_IRI) + ".ttl")
        assert rdflib.URIRef(iri) in set(rdflib.Graph().parse(data=turtle.text).subjects())


def test_things_of_others_have_pages_here(address: str) -> None:
    """What has an IRI elsewhere, a goal or a country, has a page and data here."""
    assert request(address, "/page?" + urlencode({"iri": GOAL})).status == 200
    got = request(address, "/data/thing.ttl?" + urlencode({"iri": GOAL}))
    assert rdflib.URIRef(GOAL) in set(rdflib.Graph().parse(data=got.text).subjects())
    assert request(address, "/data/nothing.ttl").status == 404
    assert request(address, "/page?" + urlencode({"iri": "no iri"})).status == 404


def test_descriptions_for_machines(address: str) -> None:
    """VoID counts what the graph has; the questions are there as SHACL executables that run."""
    void = rdflib.Graph().parse(data=request(address, "/.well-known/void").text)
    term = rdflib.Namespace("http://rdfs.org/ns/void#")
    (endpoint,) = void.objects(None, term.sparqlEndpoint)
    assert str(endpoint) == f"{address}/sparql"
    counted = {
        str(void.value(part, term["class"])): int(str(void.value(part, term.entities)))
        for part in void.objects(None, term.classPartition)
    }
    query = f"SELECT (COUNT(*) AS ?n) {{ ?s a <{PREFIXES['mg']}Fact> }}"
    rows = request(address, "/sparql?" + urlencode({"query": query})).json["results"]["bindings"]
    assert counted[PREFIXES["mg"] + "Fact"] == int(rows[0]["n"]["value"])
    shown = rdflib.Graph().parse(data=request(address, "/.well-known/sparql-examples").text)
    selects = list(shown.objects(None, rdflib.URIRef(PREFIXES["sh"] + "select")))
    assert len(selects) == len(load_questions())
    for path in ("/.well-known/void.jsonld", "/.well-known/sparql-examples.nt"):
        assert request(address, path).status == 200
    assert request(address, "/.well-known/void.png").status == 404


def test_base_iri_of_the_operator(tmp_path: Path) -> None:
    """With a base IRI of one's own, the path of that IRI dereferences."""
    with open_store(tmp_path / "graph", create=True, base_iri="http://kg.example/things/") as store:
        from tests.questiongraph import fill

        fill(store)
    with served(tmp_path / "graph") as address:
        there = request(address, "/things/organization/unido").headers["location"]
        assert "<http://kg.example/things/organization/unido>" in request(address, there[:-3] + "nt").text
        assert request(address, "/page/organization/unido").status == 200


def test_server_sees_later_writes(tmp_path: Path) -> None:
    """A document that is taken out while the graph is served is gone from answers, and tags change."""
    import time

    folder = make_store(tmp_path / "graph")
    query = "/sparql?" + urlencode({"query": f"SELECT ?d {{ GRAPH ?g {{ ?g <{PREFIXES['mg']}editionOf> ?d }} }}"})
    with served(folder) as address:
        first = request(address, query)
        assert len(first.json["results"]["bindings"]) == 3
        with open_store(folder, read_only=False) as store:
            remove(store, "T/2")
        for _ in range(50):
            time.sleep(0.1)
            again = request(address, query, If_None_Match=first.headers["etag"])
            if again.status == 200:
                break
        assert len(again.json["results"]["bindings"]) == 2
        assert request(address, "/api/documents").json["documents"][0]["symbol"] == "T/1"
        assert "T/2" not in request(address, "/documents").text
        assert request(address, "/page/document/T/2").status == 404


def test_many_ids_survive_the_way(nasty: str) -> None:
    """Ids with dots, spaces and Chinese letters lead to the right thing or to none."""
    for name in ("organization/no such.ttl.html", "programme/绿色 方案.json", "a/../b", "%00", "x?y", "#"):
        assert request(nasty, "/id/" + quote(name)).status in {303, 404, 406}
        assert request(nasty, "/data/" + quote(name) + ".ttl").status == 404
        assert request(nasty, "/page/" + quote(name)).status == 404
