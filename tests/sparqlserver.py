"""A SPARQL endpoint on this machine for the tests: the protocol's POST, JSON results and N-Triples."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox

from mandategraph.store import open_store

__all__ = ["serving"]


@contextmanager
def serving(folder: Path, *, most: int | None = None) -> Iterator[str]:
    """The URL of an endpoint that serves a store.

    :param folder: of the store.
    :param most: how many rows it gives at most, as careful public endpoints do.
    """
    quads = ox.Store()
    with open_store(folder) as store:
        quads.extend(store.quads())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            query = parse_qs(self.rfile.read(size).decode())["query"][0]
            try:
                found = quads.query(query)
            except SyntaxError as error:
                self._say(400, str(error).encode(), "text/plain")
                return
            if isinstance(found, ox.QueryTriples):
                body = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
                self._say(200, body, "application/n-triples")
                return
            body = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
            if most is not None and isinstance(found, ox.QuerySolutions):
                import json

                answer = json.loads(body)
                answer["results"]["bindings"] = answer["results"]["bindings"][:most]
                body = json.dumps(answer).encode()
            self._say(200, body, "application/sparql-results+json")

        def _say(self, code: int, body: bytes, kind: str) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
