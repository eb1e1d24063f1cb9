"""A server of the Model Context Protocol: what a language model may ask of a graph, always with its sources.

Needs the extra ``mcp``: ``pip install "mandategraph[mcp]"``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import anyio.to_thread

from mandategraph.errors import MandategraphError, QuestionError, one_of
from mandategraph.find import find_entity
from mandategraph.questions import load_questions, question_named
from mandategraph.server.answering import answer_question, question_record
from mandategraph.server.facts import Reader, Record, fact_iris
from mandategraph.server.limits import Limits
from mandategraph.server.names import search as find_names
from mandategraph.server.network import path as path_between
from mandategraph.server.overview import overview
from mandategraph.server.pool import Job
from mandategraph.server.state import Graph, Version
from mandategraph.server.things import entity_record
from mandategraph.vocabulary import CLASSES, PREDICATES, PREFIXES, QUALIFIERS

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

__all__ = ["mcp_server", "run"]

_Given = ParamSpec("_Given")
_ABOUT = """A knowledge graph of what documents of international organizations state: organizations, programmes,
mandates, funding, partners, events, SDGs. Every fact names the document, the paragraph and the quoted sentence that
state it: cite them. Begin with search or questions; names work in Chinese and English (工发组织, UNIDO)."""
_HINTS = {
    "search": "try a shorter part of the name, or the other language",
    "entity": "use search to find the right name or IRI",
    "path": "use search to find the right names or IRIs",
    "facts": "use search to find the right names, and schema for the predicates",
    "ask": "use questions to see names and parameters",
    "sparql": "use schema to see classes, predicates and prefixes; add LIMIT",
}


def run(path: Path, *, http: str | None = None, seconds: float = 20.0) -> None:
    """Offer a graph on standard input and output, or over HTTP, until stopped.

    :param path: the folder of the graph.
    :param http: ``HOST:PORT`` to listen on instead.
    :param seconds: how long a query may run.
    :raises MandategraphError: when the extra is not installed or the graph cannot be opened.
    """
    try:
        import mcp.server.mcpserver  # noqa: F401
    except ImportError as error:
        raise MandategraphError('the extra is not installed: pip install "mandategraph[mcp]"') from error
    server = mcp_server(path, seconds=seconds)
    if http is None:
        server.run("stdio")
        return
    host, _, port = http.rpartition(":")
    if not port.isdigit():
        raise MandategraphError(f"--http is HOST:PORT, such as 127.0.0.1:8001, not {http!r}")
    server.run("streamable-http", host=host or "127.0.0.1", port=int(port))


def _brief(fact: Record, sources: int = 3) -> Record:
    """A fact in words, with where it is stated."""
    value = fact["object"]
    told = {one["name"]: one.get("valueLabel", one.get("value")) for one in fact["qualifiers"]}
    return {
        "fact": fact["iri"],
        "subject": fact["subject"]["label"],
        "predicate": fact["predicate"]["name"],
        "object": value.get("label", value.get("value")),
        **({"qualifiers": told} if told else {}),
        "documents": fact["support"],
        "sources": [
            {
                "document": reason["symbol"],
                "paragraph": reason["paragraph"],
                "quote": reason["quote"],
                "language": reason["language"],
                **({"heading": reason["heading"]} if reason["heading"] else {}),
            }
            for reason in fact["evidence"][:sources]
        ],
    }


def mcp_server(path: Path, *, seconds: float = 20.0) -> MCPServer[Any]:
    """The server of a graph, with its tools.

    :param path: the folder of the graph.
    :param seconds: how long a query may run.
    :raises StoreError: when the graph cannot be opened.
    """
    from mcp.server.mcpserver import MCPServer
    from mcp.types import ToolAnnotations

    graph = Graph(path, Limits(seconds=seconds, rows=1000, answer_megabytes=4, workers=1, long=1))

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        try:
            await graph.pool.start()
            yield
        finally:
            await graph.pool.close()
            graph.close()

    server: MCPServer[Any] = MCPServer("mandategraph", instructions=_ABOUT, log_level="WARNING", lifespan=lifespan)
    for tool in _tools(graph):
        annotations = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
        server.tool(annotations=annotations, structured_output=True)(_told(tool))
    return server


def _told(tool: Callable[_Given, Awaitable[Record]]) -> Callable[_Given, Awaitable[Record]]:
    """A tool whose errors say what to try next."""

    @wraps(tool)
    async def told(*given: _Given.args, **named: _Given.kwargs) -> Record:
        from mcp.server.mcpserver.exceptions import ToolError

        try:
            return await tool(*given, **named)
        except MandategraphError as error:
            hint = _HINTS.get(tool.__name__)
            raise ToolError(f"{error}; {hint}" if hint else str(error)) from error

    return told


def _tools(graph: Graph) -> list[Callable[..., Awaitable[Record]]]:
    """The tools; what each is for is told to the model by its first words."""

    async def read(function: Callable[[Version], Any]) -> Any:
        version = graph.refresh()
        return await anyio.to_thread.run_sync(function, version)

    async def search(words: str, types: list[str] | None = None, language: str = "en", limit: int = 10) -> Record:
        """Find entities by a name, short form or symbol, or part of one, in any language.

        Each comes with one of its facts and the quote that states it.
        """
        kinds = frozenset(types or ())
        for kind in kinds:
            if kind not in CLASSES:
                raise QuestionError(f"there is no type {kind!r}: {one_of(CLASSES, most=40)}")

        def find(version: Version) -> Record:
            found = find_names(version, words, language, kinds, max(1, min(limit, 50)))
            reader = Reader(version.store, language)
            for one in found:
                iris = fact_iris(version.store, subject=one["iri"], limit=1) or fact_iris(
                    version.store, value=one["iri"], limit=1
                )
                one["example"] = [_brief(fact, 1) for fact in reader.facts(iris, context=False)]
            return {"results": found}

        result: Record = await read(find)
        return result

    async def entity(name: str, language: str = "en", facts_per_predicate: int = 5) -> Record:
        """Everything stated of one entity: names, identifiers, facts by predicate with documents and quotes."""

        def find(version: Version) -> Record:
            shown = max(1, min(facts_per_predicate, 50))
            found = entity_record(version, find_entity(version.store, name), language, shown)
            kept = ("iri", "label", "type", "status", "labels", "names", "symbol", "sameAs")
            return {key: found[key] for key in kept} | {
                way: [
                    {
                        "predicate": group["predicate"]["name"],
                        "count": group["count"],
                        "facts": [_brief(fact) for fact in group["facts"]],
                    }
                    for group in found[way]
                ]
                for way in ("outgoing", "incoming")
            }

        result: Record = await read(find)
        return result

    async def facts(
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,  # noqa: A002 - the third part of a fact has this name everywhere
        language: str = "en",
        limit: int = 20,
        offset: int = 0,
    ) -> Record:
        """Facts by subject, predicate and object (any may be left out), each with documents and quotes."""
        if predicate is not None and predicate not in PREDICATES:
            raise QuestionError(f"there is no predicate {predicate!r}: {one_of(PREDICATES, most=40)}")

        def find(version: Version) -> Record:
            most = max(1, min(limit, 100))
            iris = fact_iris(
                version.store,
                subject=find_entity(version.store, subject) if subject else None,
                predicate=predicate,
                value=find_entity(version.store, object) if object else None,
                limit=most + 1,
                offset=max(0, offset),
            )
            held = Reader(version.store, language).facts(iris[:most], context=False)
            return {"facts": [_brief(fact) for fact in held], "more": len(iris) > most}

        result: Record = await read(find)
        return result

    async def path(first: str, last: str, language: str = "en") -> Record:
        """The shortest way between two entities; each step is a fact with its documents and quotes."""

        def find(version: Version) -> Record:
            ends = [find_entity(version.store, name) for name in (first, last)]
            found = path_between(version, ends[0], ends[1], language)
            steps = [_brief(fact) for fact in found["facts"]]
            return {"found": found["found"], "from": found["from"], "to": found["to"], "steps": steps}

        result: Record = await read(find)
        return result

    async def questions(language: str = "en") -> Record:
        """The prepared questions, with their parameters and an example each; answer one with ask."""
        listed = [question_record(one, language) for one in load_questions().values()]
        kept = ("name", "summary", "description", "parameters", "example")
        return {"questions": [{key: one[key] for key in kept} for one in listed]}

    async def ask(name: str, parameters: dict[str, str] | None = None, limit: int = 50) -> Record:
        """Answer a prepared question; each row carries the quote, the document and the paragraph."""
        answer = await answer_question(graph.refresh(), question_named(name), dict(parameters or {}))
        rows = answer["rows"]
        most = max(1, min(limit, 500))
        return {"question": name, "rows": rows[:most], "more": len(rows) > most}

    async def sparql(query: str) -> Record:
        """Run a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE), for what no other tool answers.

        Answers are in the default graph. To cite them, join the fact with its evidence:
        GRAPH ?edition { ?fact mg:evidence ?e . ?e mg:quote ?quote ; mg:passage ?passage }
        """
        import json

        graph.refresh()
        reply = await graph.pool.run(Job(query, graph="ntriples"))
        if reply.kind == "G":
            return {"triples": reply.data.decode()}
        found = json.loads(reply.data)
        if reply.kind == "B":
            return {"boolean": found["boolean"]}
        rows = [{key: cell["value"] for key, cell in row.items()} for row in found["results"]["bindings"]]
        return {"columns": found["head"]["vars"], "rows": rows}

    async def schema(language: str = "en") -> Record:
        """What the graph holds: counts, classes, predicates with subjects and objects, qualifiers, prefixes."""
        held: Record = await read(lambda version: overview(version, language))
        signatures = {
            name: {"subjects": sorted(one.domain), "objects": sorted(one.range) if one.range else "literal"}
            for name, one in PREDICATES.items()
        }
        return {
            "counts": {key: held[key] for key in ("documents", "entities", "facts", "statements")},
            "types": held["types"],
            "predicates": signatures,
            "qualifiers": dict(QUALIFIERS),
            "prefixes": dict(PREFIXES),
            "layout": "?fact a mg:Fact ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; mg:support ?documents . "
            "Each is a direct triple ?s ?p ?o, too. GRAPH ?edition { ?fact mg:evidence ?e . ?e mg:quote ?quote ; "
            "mg:passage ?passage } GRAPH ?edition { ?passage mg:inDocument ?document ; mg:number ?paragraph }",
        }

    return [search, entity, facts, path, questions, ask, sparql, schema]
