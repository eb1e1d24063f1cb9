"""A graph behind a server: built into, asked, checked, exported and removed from with the same commands."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from tests.store.conftest import running

from mandategraph.cli import main
from mandategraph.errors import StoreError
from mandategraph.resources import resources
from mandategraph.store.remote import RemoteStore

_SAMPLES = [str(path) for path in resources("data/samples", ".txt")][:3]


def exported(graph: str, folder: Path) -> bytes:
    target = folder / "all.nq"
    target.unlink(missing_ok=True)
    assert main(["export", graph, "--to", str(target)]) == 0
    return target.read_bytes()


def test_same_commands_give_the_same(
    oxigraph: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is built into a server is, byte for byte, what is built into a folder, and answers alike."""
    local = str(tmp_path / "g")
    for graph in (local, oxigraph):
        assert main(["build", *_SAMPLES, "--output", graph, "--workers", "1"]) == 0
    assert exported(oxigraph, tmp_path) == exported(local, tmp_path)
    capsys.readouterr()
    assert main(["build", *_SAMPLES, "--output", oxigraph, "--workers", "1"]) == 0
    assert capsys.readouterr().out.count("unchanged") == 3
    answers = []
    for graph in (local, oxigraph):
        assert main(["check", graph]) == 0
        assert main(["documents", graph]) == 0
        assert main(["ask", "--graph", graph, "stated-once", "--format", "json"]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
    documents = [json.loads(line) for line in _documents(oxigraph)]
    for name in documents:
        assert main(["remove", oxigraph, name]) == 0
    with RemoteStore(oxigraph) as store:
        assert list(store.quads()) == []


def _documents(url: str) -> Iterator[str]:
    with RemoteStore(url) as store:
        query = "SELECT DISTINCT ?d WHERE { GRAPH ?e { ?e <https://w3id.org/mandategraph/ontology#editionOf> ?d } }"
        for (document,) in store.select(query):
            assert document is not None
            yield json.dumps(document.value)


def test_server_that_only_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A server that takes no updates, or is not there, is named in one line, with exit code 2."""
    import shutil
    import sys

    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the program oxigraph (PyPI) is not installed")
    import pyoxigraph as ox
    from tests.store.conftest import free_port

    ox.Store(str(tmp_path / "empty")).flush()
    port = free_port()
    command = [program, "serve-read-only", "--location", str(tmp_path / "empty"), "--bind", f"127.0.0.1:{port}"]
    with running(command, f"http://127.0.0.1:{port}/query") as url:
        assert main(["build", *_SAMPLES[:1], "--output", url, "--workers", "1"]) == 2
    assert main(["build", *_SAMPLES[:1], "--output", url, "--workers", "1"]) == 2
    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("mandategraph:")]
    assert len(errors) == 2
    assert all("Traceback" not in line and url[:20] in line for line in errors)


@contextmanager
def guarded(wanted: str) -> Iterator[tuple[str, list[str]]]:
    """The URL of a server that lets in only who shows something, and what it was shown."""
    shown: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            shown.append(self.headers.get("Authorization", ""))
            allowed = shown[-1] == wanted
            self.send_response(204 if allowed else 401)
            if not allowed:
                self.send_header("WWW-Authenticate", 'Basic realm="graph"')
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/query", shown
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("settings", "header"),
    [
        ({"MANDATEGRAPH_TOKEN": "abc"}, "Bearer abc"),
        ({"MANDATEGRAPH_USER": "me", "MANDATEGRAPH_PASSWORD": "secret"}, "Basic bWU6c2VjcmV0"),
    ],
)
def test_who_writes_is_told_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], header: str
) -> None:
    """A token or a user with a password are shown to the server; without them the error says what to set."""
    with guarded(header) as (url, shown):
        with RemoteStore(url) as store, pytest.raises(StoreError, match="set MANDATEGRAPH_USER"):
            store.update("INSERT DATA { <http://a> <http://b> 1 }")
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        with RemoteStore(url) as store:
            store.update("INSERT DATA { <http://a> <http://b> 1 }")
        assert shown[-1] == header
