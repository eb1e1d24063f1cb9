"""Who may read, what is logged, whether the server is well, and what it does to clients that send no request."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from benchmarks.serving import Served, free_port, served
from tests.server.asking import ask, request

from mandategraph.errors import MandategraphError
from mandategraph.server.access import may_read, read_token

SECRET = "correct-horse-battery-staple"  # noqa: S105 - of the tests alone


def logged(graph: Path, log: Path, *options: str, **environment: str) -> AbstractContextManager[Served]:
    """The address of a server whose standard error is kept."""
    return served(graph, *options, ready="/readyz", log=log, environment=environment)


def lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def guarded(graph_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """A server that wants a token and logs, with its log."""
    log = tmp_path_factory.mktemp("log") / "log"
    with logged(graph_folder, log, "--verbose", MANDATEGRAPH_TOKEN=SECRET) as address:
        yield address, log


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%7B%7D", "/api/overview", "/metrics", "/static/app.js", "/docs"])
def test_token(guarded: tuple[Served, Path], path: str) -> None:
    """Nothing is read without the token, and all with it, as Bearer or as a password."""
    address, _ = guarded
    basic = base64.b64encode(f"anyone:{SECRET}".encode()).decode()
    for shown in (None, "Bearer", f"Bearer {SECRET}x", f"Bearer {SECRET[:-1]}", f"Digest {SECRET}", "Basic !", "Bearer é"):
        got = request(address, path, **({} if shown is None else {"Authorization": shown}))
        assert got.status == 401, shown
        assert got.headers["www-authenticate"].startswith("Bearer")
        assert SECRET not in got.text
    for shown in (f"Bearer {SECRET}", f"bearer  {SECRET} ", f"Basic {basic}"):
        assert request(address, path, Authorization=shown).status == 200


def test_health_needs_no_token(guarded: tuple[Served, Path]) -> None:
    """Whoever looks after the server need not have the token."""
    address, _ = guarded
    assert request(address, "/healthz").json["ok"]
    assert request(address, "/readyz").json["ok"]


def test_secrets_stay_secret(guarded: tuple[Served, Path]) -> None:
    """The token is in no log, no argument and no environment of a process that is started for queries."""
    address, log = guarded
    request(address, "/sparql?query=ASK%7B%7D", Authorization=f"Bearer {SECRET}")
    request(address, "/sparql?query=ASK%7B%7D", Authorization="Bearer of-another-secret-thing")
    time.sleep(0.3)
    text = log.read_text("utf-8")
    assert '"status": 401' in text
    assert SECRET not in text
    assert "of-another-secret-thing" not in text
    children = [*Path(f"/proc/{address.process}/task").glob("*/children")]
    started = {int(number) for file in children for number in file.read_text("ascii").split()}
    for process in {address.process, *started}:
        assert SECRET.encode() not in Path(f"/proc/{process}/cmdline").read_bytes()
    assert started
    for process in started:
        assert SECRET.encode() not in Path(f"/proc/{process}/environ").read_bytes()


def test_each_request_is_a_line(guarded: tuple[Served, Path]) -> None:
    """A line of JSON has the path, status, outcome and duration, and no query."""
    address, log = guarded
    ask(address, "SELECT * { ?secretive ?p ?o } LIMIT 1")
    request(address, "/nothing?x=%1b%0a", Authorization=f"Bearer {SECRET}")
    time.sleep(0.3)
    told = lines(log)
    assert {"time", "client", "method", "path", "status", "outcome", "ms", "bytes", "version"} == set(told[-1])
    assert (told[-1]["path"], told[-1]["status"], told[-1]["outcome"]) == ("/nothing", 404, "refused")
    assert told[-2]["outcome"] == "no token"
    assert "secretive" not in log.read_text("utf-8")


def test_queries_are_logged_only_when_wanted(graph_folder: Path, tmp_path: Path) -> None:
    """With the option the text of a query is in the line, in whichever way it was sent; refused ones, too."""
    query = "SELECT * { ?secretive ?p ?o } LIMIT 1"
    with logged(graph_folder, tmp_path / "log", "--log-queries") as address:
        ask(address, f"{query} #get")
        form = urlencode({"query": f"{query} #form"})
        request(address, "/sparql", "POST", form, Content_Type="application/x-www-form-urlencoded")
        request(address, "/sparql", "POST", f"{query} #direct", Content_Type="application/sparql-query")
        ask(address, "DROP ALL")
        request(address, "/healthz?query=none")
        time.sleep(0.3)
    logged_queries = [line.get("query") for line in lines(tmp_path / "log")[-5:]]
    assert logged_queries == [f"{query} #get", f"{query} #form", f"{query} #direct", "DROP ALL", None]


def test_under_a_path_of_a_proxy(graph_folder: Path) -> None:
    """Where a proxy shows the server under a path, all is answered, and links lead back through the proxy."""
    with served(graph_folder, "--root-path", "/graph") as address:
        for path in ("/sparql?query=ASK%7B%7D", "/api/overview", "/healthz", "/readyz", "/metrics", "/static/app.js",
                     "/.well-known/void", "/data/organization/unido.ttl", "/questions/timeline.csv?entity=UNIDO"):  # fmt: skip
            got = request(address, path)
            assert got.status == 200, path
            assert request(address, path, "HEAD").status == 200
        page = request(address, "/documents", Accept="text/html", Accept_Language="en")
        links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
        assert len(links) > 10
        assert all(link.startswith("/graph/") and not link.startswith("/graph/graph/") for link in set(links) - {"/graph"})
        for link in set(links):
            assert request(address, link.removeprefix("/graph")).status in {200, 303}, link
        assert request(address, "/documents.json").json["documents"]
        assert request(address, "/nothing", Accept="text/html").type == "text/html"


def test_metrics(address: Served) -> None:
    """The metrics count requests by part and status, whatever paths strangers ask for."""
    for path in ("/healthz", "/a/b", "/c%0a%22%7D/d"):
        request(address, path)
    ask(address, "ASK {}")
    text = request(address, "/metrics").text
    parts = set(re.findall(r'mandategraph_requests_total\{part="([^"]*)"', text))
    assert {"healthz", "sparql", "other"} <= parts
    assert not {"a", "c"} & parts
    assert "mandategraph_request_seconds_bucket" in text
    assert "mandategraph_graph_info{version=" in text


def test_other_addresses_are_warned_of(graph_folder: Path, tmp_path: Path) -> None:
    """A server that other machines reach says so; one that only this machine reaches does not."""
    with logged(graph_folder, tmp_path / "open", "--host", "0.0.0.0"):  # noqa: S104 - that is what is tested
        pass
    assert "whoever reaches this machine" in (tmp_path / "open").read_text("utf-8")
    with logged(graph_folder, tmp_path / "closed"):
        pass
    assert "warning" not in (tmp_path / "closed").read_text("utf-8")


@pytest.mark.parametrize("text", ["", "tiny", "two\nlines-of-a-token"])
def test_token_that_is_none(text: str, tmp_path: Path) -> None:
    """A token that is too short, or a file that is none, is refused before the server starts."""
    (tmp_path / "token").write_text(text)
    with pytest.raises(MandategraphError, match="at least 16 characters") as refused:
        read_token(tmp_path / "token", {})
    assert not text or text not in str(refused.value).replace(str(tmp_path), "")
    with pytest.raises(MandategraphError, match="cannot be read"):
        read_token(tmp_path / "missing", {})
    assert read_token(None, {}) is None
    assert may_read(None, None)


def test_token_that_cannot_be_sent(tmp_path: Path) -> None:
    """A token with characters that clients send in different ways is refused before the server starts."""
    secret = SECRET + "é"
    (tmp_path / "token").write_text(secret, encoding="utf-8")
    for given in (tmp_path / "token", None):
        with pytest.raises(MandategraphError, match="of ASCII") as refused:
            read_token(given, {"MANDATEGRAPH_TOKEN": secret})
        assert secret not in str(refused.value)
    assert not may_read(f"Bearer {secret}", SECRET.encode())


def _send(address: str, data: bytes) -> bytes:
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), 20) as connection:
        received = b""
        try:
            connection.sendall(data)
            while part := connection.recv(65536):
                received += part
        except (ConnectionResetError, BrokenPipeError):
            pass
        return received


def test_head_without_end(address: Served) -> None:
    """A request whose head goes on and on is ended, and others are answered."""
    answer = _send(address, b"GET / HTTP/1.1\r\nhost: x\r\n" + b"x: " + b"y" * 3_000_000)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert request(address, "/healthz").status == 200


@pytest.mark.parametrize(
    "data",
    [b"\x16\x03\x01\x02\x00", b"GET", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 1000 + b"X", b"POST /sparql HTTP/1.1\r\ncontent-length: -5\r\n\r\n"],
)
def test_what_is_no_request(address: Served, data: bytes) -> None:
    """Bytes that are no request get 400 or nothing, never an answer of 500, and others are answered."""
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), 5) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(5)
        assert b" 500 " not in connection.recv(4096)
    assert request(address, "/healthz").status == 200


def test_stopping_lets_answers_end(graph_folder: Path, tmp_path: Path) -> None:
    """A server that is told to stop finishes the answer that is under way, and then ends without error."""
    many = " ".join(f'"{number}"' for number in range(700))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {many} }} VALUES ?b {{ {many} }} VALUES ?c {{ 1 2 3 4 5 }} }}"
    with logged(graph_folder, tmp_path / "log") as address:
        answers: list[int] = []
        asking = threading.Thread(target=lambda: answers.append(ask(address, query).status))
        asking.start()
        time.sleep(0.3)
        os.kill(address.process, signal.SIGTERM)
        asking.join(30)
    assert answers == [200]
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


def test_interrupt_of_the_whole_group(graph_folder: Path, tmp_path: Path) -> None:
    """Ctrl-C in a terminal goes to the server and to all its processes at once; nothing is complained of."""
    command = [sys.executable, "-m", "mandategraph", "serve", str(graph_folder), "--port", str(port := free_port())]
    with (tmp_path / "log").open("wb") as file:
        process = subprocess.Popen(command, stderr=file, start_new_session=True)
        for _ in range(400):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
                break
            except OSError:
                time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(20)
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")
