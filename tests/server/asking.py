"""Requests to a server and what comes back, and a graph of names that try to break out of their places."""

from __future__ import annotations

import gzip
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from mandategraph.describe import describe
from mandategraph.model import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    Masthead,
    Name,
    OffsetMap,
    Passage,
    PassageKind,
)
from mandategraph.store import open_store, replace

__all__ = ["ASIDE", "NASTY", "Got", "ask", "nasty_graph", "request"]

#: Two named graphs for the tests of the protocol, with one triple each.
ASIDE = """GRAPH <http://example.org/data1> { <http://example.org/a> <http://example.org/p> 1 }
GRAPH <http://example.org/data2> { <http://example.org/a> <http://example.org/p> 2 }"""

#: Names that would do harm where they are not written as text.
NASTY = (
    '<script>alert("1")</script>',
    '"><img src=x onerror=alert(2)>',
    "'; DROP GRAPH <http://x>; SELECT '",
    '} INSERT DATA { <a> <b> "c',
    "{{ 7*7 }}{% raw %}",
    "line one\nline two\\n",
    "right \u202eto left\u202c \u200f mark",
    "a & b &amp; c </title></textarea>",
    '=HYPERLINK("http://example.org/"&A1,"name")',
    "＠SUM(1)\t|cmd",
)


@dataclass(frozen=True)
class Got:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


#: How many seconds a request may take.
patience = 30.0


def request(address: str, path: str, method: str = "GET", body: bytes | str | None = None, **headers: str) -> Got:
    """Ask a server, and wait as long as ``patience``.

    :param address: of the server.
    :param path: with what follows the question mark.
    :param method: of HTTP.
    :param body: if any.
    :param headers: with ``_`` for ``-``.
    """
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=patience)
    data = body.encode() if isinstance(body, str) else body
    try:
        path = quote(path, safe="/:?#[]@!$&'()*+,;=%~-._")
        connection.request(method, path, data, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        read = response.read()
    finally:
        connection.close()
    if found.get("content-encoding") == "gzip" and read:
        read = gzip.decompress(read)
    return Got(response.status, found, read)


def ask(address: str, query: str, accept: str | None = None, **parameters: str) -> Got:
    """Ask the endpoint by GET.

    :param address: of the server.
    :param query: in SPARQL.
    :param accept: the header.
    :param parameters: of the protocol, with ``_`` for ``-``.
    """
    told = {name.replace("_", "-"): value for name, value in parameters.items()}
    headers = {} if accept is None else {"Accept": accept}
    return request(address, "/sparql?" + urlencode({"query": query, **told}), **headers)


def nasty_graph(folder: Path) -> None:
    """Make a graph in which entities, passages and qualifiers have the nasty names.

    :param folder: where to make it.
    """
    entities = {
        f"organization/n-{place}": Entity(
            f"organization/n-{place}", "Organization", (Name(text, "en"),), (Name(text + " too", "en"),)
        )
        for place, text in enumerate(NASTY)
    }
    document = Entity("document/N/1", "Document", (Name(f"Report on {NASTY[0]}", "en"),), symbol="N/1")
    names = list(entities)
    source, passages, evidence, place = "", [], [], 0
    for number, (first, second) in enumerate(zip(names, names[1:] + names[:1], strict=True), 1):
        quote_ = f"{NASTY[number - 1]} works with {NASTY[number % len(NASTY)]}"
        line = f"It is said that {quote_}."
        start = place + len("It is said that ")
        passages.append(
            Passage(
                f"para/{number}",
                PassageKind.PARAGRAPH,
                line,
                OffsetMap((0,), (place,)),
                "en",
                str(number),
                NASTY[number - 1],
            )
        )
        fact = Fact(first, "partnerOf", second, {"role": NASTY[number - 1]})
        evidence.append(Evidence(fact, f"para/{number}", start, start + len(quote_), quote_, "en/test", "en", 0.9))
        source += line + "\n"
        place = len(source)
    read = Document(source, NASTY[1], "0" * 64, "en", Masthead(), tuple(passages))
    every = tuple(sorted([*entities.values(), document], key=lambda one: one.id))
    found = Extraction(read, document.id, every, tuple(evidence), {one.id: one.labels for one in every})
    with open_store(folder, create=True) as store:
        replace(store, [describe(found, store.base_iri)])
