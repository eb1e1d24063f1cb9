"""The back ends of the store: the embedded one, and servers of two makes, each started once on this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.editions import BASE

from mandategraph.errors import StoreError
from mandategraph.store import Store, open_store
from mandategraph.store.remote import RemoteStore

_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
_VIRTUOSO = """[Database]
DatabaseFile = {0}/virtuoso.db
ErrorLogFile = {0}/virtuoso.log
LockFile = {0}/virtuoso.lck
TransactionFile = {0}/virtuoso.trx
xa_persistent_file = {0}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {0}/temp.db
TransactionFile = {0}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{1}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{2}
ServerRoot = {0}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], url: str) -> Iterator[str]:
    """The URL of an endpoint once it answers; its process ends afterwards."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    with RemoteStore(url, timeout=5) as store:
                        store.ask("ASK {}")
                    break
                except StoreError:
                    assert process.poll() is None, f"{command[0]} ended"
                    assert time.monotonic() < deadline, f"{command[0]} does not answer"
                    time.sleep(0.1)
            yield url
        finally:
            process.kill()


@pytest.fixture(scope="session")
def oxigraph() -> Iterator[str]:
    """The endpoint of Oxigraph's own server."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("the program oxigraph (PyPI) is not installed")
    port = free_port()
    with running([program, "serve", "--bind", f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}/query") as url:
        yield url


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The endpoint of Virtuoso."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("the program virtuoso-t (Debian package virtuoso-opensource-7-bin) is not installed")
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(folder, free_port(), port))
    with running([program, "-f", "-c", str(folder / "virtuoso.ini")], f"http://127.0.0.1:{port}/sparql") as url:
        yield url


@pytest.fixture(params=["embedded", "oxigraph", "virtuoso"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """An empty store of each kind, open for writing."""
    if request.param == "embedded":
        with open_store(tmp_path / "graph", create=True) as embedded:
            yield embedded
        return
    if request.param == "virtuoso":
        monkeypatch.setenv("MANDATEGRAPH_USER", "dba")
        monkeypatch.setenv("MANDATEGRAPH_PASSWORD", "dba")
    with RemoteStore(request.getfixturevalue(request.param)) as remote:
        yield remote
        remote.update("DELETE WHERE { ?s ?p ?o }")
        for (graph,) in remote.select(_GRAPHS):
            if graph is not None and graph.value.startswith(BASE) and not graph.value.endswith("graph/default"):
                remote.update(f"CLEAR GRAPH {graph}")
        assert list(remote.quads()) == []
