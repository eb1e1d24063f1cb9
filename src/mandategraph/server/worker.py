"""A process that runs one query at a time for the server, and that may be killed at any moment.

It is started by the path of this file and imports nothing of the package, so that a new one is ready in
milliseconds. It reads jobs from its standard input, which is a socket, and writes answers there.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import re
import resource
import socket
import struct
import sys
from contextlib import suppress
from typing import Any

import pyoxigraph as ox

__all__ = ["Output", "TooLarge", "answer", "cut_off_network", "main", "run", "service_refusal"]

#: Format name -> how the library writes it: rows first, then graphs.
RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_HEAD = struct.Struct(">cI")
_LENGTH = struct.Struct(">I")
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000


class TooLarge(Exception):  # noqa: N818 - the name says what happened, and no caller outside sees it
    """The answer has more bytes or rows than the server gives."""


class Output:
    """A file of limited size in memory.

    :param limit: in bytes.

    >>> output = Output(3)
    >>> output.write(b"abc"), output.data
    (3, bytearray(b'abc'))
    """

    def __init__(self, limit: int) -> None:
        self.data = bytearray()
        self._limit = limit

    def write(self, data: bytes) -> int:
        """Keep some bytes.

        :raises TooLarge: when there are too many.
        """
        if len(self.data) + len(data) > self._limit:
            raise TooLarge(f"the answer has more than {self._limit:,} bytes")
        self.data += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is in memory."""


def cut_off_network() -> None:
    """Leave this process without any network, where the system allows it."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if library.unshare(_NEW_NETWORK) != 0:
            library.unshare(_NEW_USER | _NEW_NETWORK)
    except (OSError, AttributeError):
        pass  # not Linux: queries that name another server are refused before they run


def service_refusal(query: str, allowed: list[str]) -> str | None:
    """Why a query may not run because of other servers that it asks, or None.

    The parser itself tells whether ``service`` is a keyword in the query: with another word in its place, a
    query stays valid if the word was part of a text, a comment, a name or an IRI, and becomes invalid if not.

    :param query: a valid query.
    :param allowed: IRIs of servers that may be asked.

    >>> service_refusal("SELECT ?service { ?service ?p 'SERVICE <http://a/>' }", [])
    >>> service_refusal("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", ["http://a/"])
    >>> service_refusal("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", [])
    'the query asks another server with SERVICE, which is not allowed here'
    """
    if not _SERVICE.search(query):
        return None
    tested = query
    for name in allowed:
        call = re.compile(rf"service\s+(?:silent\s+)?(?=<{re.escape(name)}>)", re.IGNORECASE | re.ASCII)
        tested = call.sub("GRAPH ", tested)
    lowered = query.lower()
    for letter in "xqzjkvwy":
        if f"{letter}ervice" not in lowered:
            with suppress(SyntaxError):
                ox.Store().query(_SERVICE.sub(lambda found, other=letter: other + found[0][1:], tested))  # type: ignore[misc]
                return None
            break
    if allowed:
        servers = ", ".join(f"<{name}>" for name in sorted(allowed))
        return f"the query asks another server with SERVICE; here it may be only {servers}, in angle brackets"
    return "the query asks another server with SERVICE, which is not allowed here"


def _rows(data: bytes, form: str) -> int:
    """How many rows an answer has."""
    if form == "json":
        return len(json.loads(data)["results"]["bindings"])
    if form == "xml":
        return data.count(b"<result>")
    if form == "tsv":
        return data.count(b"\n") - 1
    outside = data.split(b'"')[::2]  # quotes within a value are doubled, so what is outside stays outside
    return sum(part.count(b"\n") for part in outside) - 1


def run(store: ox.Store, job: dict[str, Any]) -> tuple[bytes, bytes]:
    """The kind of an answer and its bytes.

    Kinds: S rows, B yes or no, G triples; e no valid query, r refused, l too large, n no acceptable format.

    :param store: open for reading.
    :param job: query, rows, boolean, graph (formats or None), default, named (graphs or None), and the settings
        of the server.
    """
    query = job["query"]
    try:
        refusal = service_refusal(query, job["services"])
        if refusal is not None:
            return b"r", refusal.encode()
        options: dict[str, Any] = {}
        if job["default"] is not None or job["named"] is not None:
            options["default_graph"] = [ox.NamedNode(name) for name in job["default"] or ()]
            options["named_graphs"] = [ox.NamedNode(name) for name in job["named"] or ()]
        if job.get("base"):
            options["base_iri"] = job["base"]
        return answer(store.query(query, **options), job)
    except SyntaxError as error:
        return b"e", f"the query is not valid SPARQL: {' '.join(str(error).split())}".encode()
    except (ValueError, UnicodeError) as error:
        return b"e", f"the query cannot be run: {' '.join(str(error).split())}".encode()
    except TooLarge as error:
        return b"l", f"{error}: ask for less, with LIMIT or a narrower pattern".encode()
    except MemoryError:
        return b"m", b""
    except (OSError, RuntimeError) as error:
        return b"x", f"the query could not be answered: {' '.join(str(error).split())}".encode()


def answer(found: Any, job: dict[str, Any]) -> tuple[bytes, bytes]:
    """What a query found, written in the format that was asked for.

    :param found: by the library.
    :param job: see ``run``.
    :raises TooLarge: when it has too many bytes or rows.
    """
    output = Output(job["bytes"])
    if isinstance(found, ox.QuerySolutions):
        kind, form = b"S", job["rows"]
        if form:
            found.serialize(output, format=RESULTS[form])  # type: ignore[arg-type]
            # A row has a byte at least, so most answers need no counting.
            if len(output.data) > job["max_rows"] and _rows(bytes(output.data), form) > job["max_rows"]:
                raise TooLarge(f"the answer has more than {job['max_rows']:,} rows")
    elif isinstance(found, ox.QueryBoolean):
        kind, form = b"B", job["boolean"]
        if form:
            found.serialize(output, format=RESULTS[form])  # type: ignore[arg-type]
    else:
        kind, form = b"G", job["graph"]
        if form in {"turtle", "trig", "rdfxml"}:
            prefixes = job["prefixes"]
            ox.serialize(found, output, format=GRAPHS[form], prefixes=prefixes)  # type: ignore[arg-type]
        elif form:
            ox.serialize(found, output, format=GRAPHS[form])  # type: ignore[arg-type]
    return (kind, bytes(output.data)) if form else (b"n", kind)


def _receive(connection: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            raise SystemExit(0)  # the server is gone
        data += part
    return bytes(data)


def main(path: str, settings: dict[str, Any]) -> None:
    """Run jobs until the server is gone.

    :param path: the folder of the store.
    :param settings: services (servers that may be asked), base, prefixes, and limits: bytes and max_rows of an
        answer, memory that queries may use beyond what the open store uses.
    """
    if not settings["services"]:
        cut_off_network()
    connection = socket.socket(fileno=0)
    fcntl.flock(os.open(path, os.O_RDONLY), fcntl.LOCK_SH)  # keeps this version until the process ends
    store = ox.Store.read_only(path)
    with open("/proc/self/statm", encoding="ascii") as file:
        limit = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") + settings["memory"]
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection.sendall(_HEAD.pack(b"h", 0))
    while True:
        (size,) = _LENGTH.unpack(_receive(connection, _LENGTH.size))
        kind, data = run(store, settings | json.loads(_receive(connection, size)))
        connection.sendall(_HEAD.pack(kind, len(data)) + data)


if __name__ == "__main__":
    with suppress(BrokenPipeError, ConnectionError):
        main(sys.argv[1], json.loads(sys.argv[2]))
