"""Dereferencing: the IRI of a thing leads to its page or to its triples, whichever the client accepts."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mandategraph.errors import UnknownEntityError
from mandategraph.server.description import serialize
from mandategraph.server.http import VERSION
from mandategraph.server.negotiation import DESCRIPTIONS, EXTENSIONS, GRAPHS, choose
from mandategraph.server.pages.render import page_path
from mandategraph.server.state import Version
from mandategraph.terms import identifier, iri
from mandategraph.vocabulary import ONTOLOGY, PREFIXES

__all__ = ["data", "dereference", "describe", "home_of", "id_prefix", "split_extension"]

_SAFE = "/:@!$&'()*+,;=~-._"
_ENDING = re.compile(rf"(?P<id>.+)\.(?P<ending>{'|'.join(EXTENSIONS)})")
_MOST = 2000
_OUT = "CONSTRUCT { ?thing ?p ?o } WHERE { ?thing ?p ?o } LIMIT %d"
_OUT_NAMED = "CONSTRUCT { ?thing ?p ?o } WHERE { GRAPH ?g { ?thing ?p ?o } } LIMIT %d"
_IN = f"""PREFIX mg: <{ONTOLOGY}> CONSTRUCT {{ ?s ?p ?thing }} WHERE {{ ?s ?p ?thing .
  ?s mg:status ?status }} LIMIT %d"""
_LABELS = f"""PREFIX skos: <{PREFIXES["skos"]}> CONSTRUCT {{ ?other skos:prefLabel ?label }} WHERE {{
  {{ ?thing ?p ?other }} UNION {{ ?other ?p ?thing }} ?other skos:prefLabel ?label }} LIMIT %d"""
_ABOUT = f"""PREFIX mg: <{ONTOLOGY}> SELECT ?fact ?document ?edition WHERE {{
  {{ GRAPH ?edition {{ ?thing mg:ofFact ?fact }} }} UNION {{ ?thing mg:statedBy ?fact }}
  UNION {{ ?fact <{PREFIXES["rdf"]}object> ?thing FILTER(CONTAINS(STR(?thing), "/result/")) }}
  UNION {{ GRAPH ?edition {{ ?thing mg:inDocument ?document }} }}
  UNION {{ GRAPH ?thing {{ ?thing mg:editionOf ?document }} }} }} LIMIT 1"""
#: What a graph format is called at the end of a path.
_FILES = {
    "turtle": "ttl",
    "ntriples": "nt",
    "nquads": "nq",
    "trig": "trig",
    "jsonld": "jsonld",
    "rdfxml": "rdf",
    "json": "json",
}
_MEDIA = {form: media for media, form in reversed(list(GRAPHS.items()))}


def id_prefix(base: str) -> str:
    """The path under which the ids of a base IRI are found on this server.

    >>> id_prefix("https://example.org/kg/"), id_prefix("https://example.org/")
    ('/kg/', '/id/')
    """
    path = urlsplit(base).path
    return path if path.strip("/") and path.endswith("/") else "/id/"


def split_extension(path: str) -> tuple[str, str | None]:
    """A path without its ending, and the format that the ending names.

    >>> split_extension("organization/unido.ttl"), split_extension("document/GC.19/10")
    (('organization/unido', 'turtle'), ('document/GC.19/10', None))
    """
    match = _ENDING.fullmatch(path)
    return (match["id"], EXTENSIONS[match["ending"]]) if match else (path, None)


def describe(graph: Version, name: str) -> list[ox.Triple]:
    """What the graph says of one thing: its own triples, what points at it, and the names of both; bounded.

    :param graph: the graph.
    :param name: the IRI.
    :raises UnknownEntityError: when it says nothing.
    """
    bound = {"thing": ox.NamedNode(name)}
    found: dict[str, ox.Triple] = {}
    for query in (_OUT, _OUT_NAMED, _IN):
        for triple in graph.store.construct(query % _MOST, bound):
            found[str(triple)] = triple
    if not found:
        raise UnknownEntityError(f"the graph says nothing of {name}")
    for triple in graph.store.construct(_LABELS % _MOST, bound):
        found[str(triple)] = triple
    return [triple for _, triple in sorted(found.items())]


def home_of(graph: Version, name: str) -> tuple[str, str]:
    """Whose page tells of a thing, and where on it: a passage is told of on its document's, a quote on its fact's.

    :param graph: the graph.
    :param name: the IRI.
    """
    for row in graph.store.select(_ABOUT, {"thing": ox.NamedNode(name)}).records():
        if "fact" in row:
            return row["fact"].value, ""
        document = row["document"].value
        short = identifier(name, graph.base_iri).partition(identifier(document, graph.base_iri) + "/")[2]
        edition = "edition" not in row
        return document, f"?edition={quote(short)}" if edition else f"#{quote(short, safe='/')}"
    return name, ""


def dereference(request: Request) -> Response:
    """From the IRI of a thing to where it is told of, by the Accept header or the ending."""
    graph: Version = request.scope[VERSION]
    base = graph.base_iri
    # A thing's own id goes before an ending: ids may have dots.
    path = str(request.path_params["path"])
    short, ending = split_extension(path)
    accept = request.headers.get("accept")
    form = ending
    if form is None:
        media = choose(accept, DESCRIPTIONS) if accept and accept.strip() != "*/*" else "text/turtle"
        if media is None:
            return Response(f"offered are {', '.join(DESCRIPTIONS)}\n", 406, media_type="text/plain")
        form = DESCRIPTIONS[media]
    name = iri(short if ending else path, base).value
    if form in {"html", "json"}:
        known, anchor = home_of(graph, name)
        there = page_path(known, base, ".json" if form == "json" else "")
        there = there.partition("?")[0] + anchor if anchor and "?iri=" not in there else there
    else:
        there = f"/data/{quote(short, safe=_SAFE)}.{_FILES[form]}"
    root = str(request.scope.get("root_path", ""))
    return RedirectResponse(root + there, 303, {"vary": "Accept"})


def data(request: Request) -> Response:
    """The triples of one thing, in the format that the ending names."""
    graph: Version = request.scope[VERSION]
    short, form = split_extension(str(request.path_params["path"]))
    given = request.query_params.get("iri")
    if form is None or form in {"html", "json"}:
        raise UnknownEntityError("a path under /data/ ends in .ttl, .nt, .nq, .trig, .jsonld or .rdf")
    name = given or iri(short, graph.base_iri).value
    try:
        ox.NamedNode(name)
    except ValueError as error:
        raise UnknownEntityError(f"{name} is no IRI") from error
    body = serialize(describe(graph, name), form, PREFIXES)
    media = _MEDIA[form]
    root = str(request.scope.get("root_path", ""))
    page = root + page_path(name, graph.base_iri)
    links = f'<{quote(name, safe=_SAFE + "%#?")}>; rel="canonical", <{page}>; rel="describedby"; type="text/html"'
    content = f"{media}; charset=utf-8" if media.startswith("text/") else media
    return Response(body, headers={"content-type": content, "link": links})
