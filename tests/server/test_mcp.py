"""The tools that a language model gets, called by the protocol's own client."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp.server.mcpserver")

from benchmarks.serving import free_port, served_process
from mcp import Client, StdioServerParameters
from tests.questiongraph import make_store

from mandategraph.mcp import mcp_server
from mandategraph.store import open_store
from mandategraph.store.versions import Hold
from mandategraph.vocabulary import BASE_IRI

TOOLS = {"search", "entity", "facts", "path", "questions", "ask", "sparql", "schema"}


def talk(server: Any, words: Callable[[Client], Awaitable[Any]]) -> Any:
    """What comes of talking to a server."""

    async def session() -> Any:
        async with Client(server) as client:
            return await words(client)

    return anyio.run(session)


def call(folder: Path, tool: str, **given: Any) -> Any:
    """What a tool answers."""

    async def words(client: Client) -> Any:
        return await client.call_tool(tool, given)

    found = talk(mcp_server(folder, seconds=2), words)
    assert not found.is_error, found.content
    return found.structured_content


def refusal(folder: Path, tool: str, **given: Any) -> str:
    """The words with which a tool refuses."""

    async def words(client: Client) -> Any:
        return await client.call_tool(tool, given)

    found = talk(mcp_server(folder, seconds=1), words)
    assert found.is_error
    return str(found.content[0].text)


def sourced(fact: Any) -> bool:
    """Whether a fact names document, paragraph and quote."""
    return bool(fact["sources"]) and all(
        source["document"] and source["paragraph"] and source["quote"] for source in fact["sources"]
    )


def test_tools_are_listed_as_harmless(graph_folder: Path) -> None:
    """All tools are there, each with words for the model, and each only reads."""

    async def words(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = talk(mcp_server(graph_folder), words)
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)


def test_search(graph_folder: Path) -> None:
    """A part of a Chinese name finds the entity, with a fact and its quote."""
    (first, *_) = call(graph_folder, "search", words="工发")["results"]
    assert first["iri"] == BASE_IRI + "organization/unido"
    assert sourced(first["example"][0])


def test_entity(graph_folder: Path) -> None:
    """An entity comes with its facts by predicate, each with its sources."""
    found = call(graph_folder, "entity", name="UNIDO")
    facts = [fact for group in (*found["outgoing"], *found["incoming"]) for fact in group["facts"]]
    assert facts
    assert all(map(sourced, facts))


def test_facts(graph_folder: Path) -> None:
    """Facts are found by their parts."""
    found = call(graph_folder, "facts", subject="绿色方案", predicate="fundedBy", language="zh")
    assert {fact["object"] for fact in found["facts"]} == {"全球环境基金", "中国"}
    assert all(map(sourced, found["facts"]))


def test_path(graph_folder: Path) -> None:
    """The way between two entities has a source at each step."""
    found = call(graph_folder, "path", first="FAO", last="UNIDO")
    assert len(found["steps"]) == 2
    assert all(map(sourced, found["steps"]))


def test_ask(graph_folder: Path) -> None:
    """A prepared question is answered with quotes."""
    names = {one["name"] for one in call(graph_folder, "questions")["questions"]}
    assert "partners-of" in names
    found = call(graph_folder, "ask", name="partners-of", parameters={"organization": "工发组织"})
    assert all(row["quote"] and row["document"] and row["paragraph"] for row in found["rows"])


def test_sparql_and_schema(graph_folder: Path) -> None:
    """SPARQL runs with the prefixes that the schema tells."""
    prefixes = call(graph_folder, "schema")["prefixes"]
    query = f"PREFIX mg: <{prefixes['mg']}> SELECT (COUNT(?fact) AS ?n) {{ ?fact a mg:Fact }}"
    assert int(call(graph_folder, "sparql", query=query)["rows"][0]["n"]) > 20


@pytest.mark.parametrize(
    ("tool", "given", "hint"),
    [
        ("entity", {"name": "nobody"}, "use search"),
        ("facts", {"predicate": "likes"}, "fundedBy"),
        ("ask", {"name": "no-such-question"}, "use questions"),
        ("sparql", {"query": "DROP ALL"}, "use schema"),
        ("sparql", {"query": "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }"}, "not allowed"),
        ("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}, "stopped after 1 s"),
    ],
)
def test_refusals_say_what_to_try(graph_folder: Path, tool: str, given: dict[str, Any], hint: str) -> None:
    """An error is one line with what to do next."""
    assert hint in refusal(graph_folder, tool, **given)


def test_graph_is_let_go_of(tmp_path: Path) -> None:
    """When the server ends, nothing holds the version of the graph that it read."""
    folder = make_store(tmp_path / "graph")
    assert call(folder, "search", words="UNIDO")["results"]
    with open_store(folder) as store:
        version = store.folder
    assert version is not None
    Hold(version, exclusive=True).close()


def test_over_standard_input(graph_folder: Path) -> None:
    """``mandategraph mcp`` speaks the protocol on standard input and output."""

    async def words(client: Client) -> Any:
        return await client.call_tool("search", {"words": "UNIDO"})

    arguments = ["-m", "mandategraph", "mcp", str(graph_folder)]
    server = StdioServerParameters(command=sys.executable, args=arguments, env=dict(os.environ))
    assert talk(server, words).structured_content["results"]


def test_over_http(graph_folder: Path) -> None:
    """``mandategraph mcp --http`` speaks it over HTTP."""

    async def words(client: Client) -> Any:
        return await client.call_tool("search", {"words": "UNIDO"})

    port = free_port()
    command = [sys.executable, "-m", "mandategraph", "mcp", str(graph_folder), "--http", f"127.0.0.1:{port}"]
    with served_process(command, port, "/", any_answer=True) as address:
        assert talk(f"{address}/mcp", words).structured_content["results"]
