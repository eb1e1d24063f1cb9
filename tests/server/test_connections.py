"""What the server does with many connections, and with clients that send or read slowly."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import pytest
import uvicorn
from benchmarks.serving import free_port, served
from tests.server.asking import request

from mandategraph.server import connections, negotiation, protocol, watching
from mandategraph.server.app import application
from mandategraph.server.limits import Limits
from mandategraph.server.state import Graph
from mandategraph.server.watching import Watched

ROOT = Path(__file__).parents[2]
MANY = " ".join(f'"{number}{"x" * 200}"' for number in range(150))
#: Its answer has some megabytes.
LARGE = f"SELECT * {{ VALUES ?a {{ {MANY} }} VALUES ?b {{ {MANY} }} }}"


def connected(address: str) -> socket.socket:
    """A connection to a server, with little room for what is not read yet."""
    host, _, port = address.removeprefix("http://").partition(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(20)
    connection.connect((host, int(port)))
    return connection


def everything(connection: socket.socket) -> bytes:
    """All that comes until the connection ends."""
    received = b""
    try:
        while part := connection.recv(65536):
            received += part
    except ConnectionResetError:
        pass
    return received


@pytest.fixture
def impatient(graph_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server in this process that waits two seconds, not thirty, and for three requests at a time."""
    monkeypatch.setattr(connections, "_SECONDS", 2.0)
    graph = Graph(graph_folder, Limits(waiting=3))
    config = uvicorn.Config(
        Watched(application(graph), graph), port=(port := free_port()), log_level="error", http=connections.Protocol
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
    graph.close()


def asks_for_much(address: str) -> socket.socket:
    """A connection on which a large answer is under way, and not read."""
    connection = connected(address)
    target = "/sparql?" + urlencode({"query": LARGE})
    connection.sendall(f"GET {target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".encode())
    return connection


def test_more_connections_than_allowed(graph_folder: Path) -> None:
    """One more than may be is told so, and to come again; when others have left there is room."""
    with served(graph_folder, "--max-connections", "20") as address, ExitStack() as stack:
        held = [stack.enter_context(connected(address)) for _ in range(20)]
        for connection in held:
            connection.sendall(b"GET /healthz HTTP/1.1\r\n")
        time.sleep(0.3)
        got = request(address, "/healthz")
        assert (got.status, got.headers["retry-after"], got.json["ok"]) == (503, "2", False)
        assert "too many connections" in got.json["error"]
        for connection in held:  # those that were there first are answered
            connection.sendall(b"host: x\r\nconnection: close\r\n\r\n")
            assert everything(connection).startswith(b"HTTP/1.1 200 ")
        for _ in range(50):
            if request(address, "/healthz").status == 200:
                break
            time.sleep(0.1)
        assert request(address, "/healthz").status == 200


@pytest.mark.parametrize(
    "begun", [b"", b"GET / HTT", b"GET /healthz HTTP/1.1\r\nhost:", b"POST /sparql HTTP/1.1\r\ncontent-length: 9\r\n\r\nASK"]
)
def test_half_requests(impatient: str, begun: bytes) -> None:
    """Who does not go on with a request is told that it took too long, and let go of."""
    with connected(impatient) as connection:
        connection.sendall(begun)
        began = time.monotonic()
        answer = everything(connection)
        assert time.monotonic() - began < 8
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == 408
    assert request(impatient, "/healthz").status == 200


def test_large_body_may_take_its_time(impatient: str) -> None:
    """A body that comes steadily is taken, though all of it takes longer than a request may."""
    body = urlencode({"query": "ASK {}" + " " * 240_000}).encode()
    head = f"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {len(body)}\r\n"
    with connected(impatient) as connection:
        connection.sendall(head.encode() + b"connection: close\r\n\r\n")
        for first in range(0, len(body), 60_000):
            connection.sendall(body[first : first + 60_000])
            time.sleep(0.7)
        assert everything(connection).startswith(b"HTTP/1.1 200 ")


def unsent(address: str) -> None:
    """Wait until the server holds an answer that nobody reads."""
    for _ in range(400):
        if connections.unsent_bytes():
            return
        time.sleep(0.05)
    raise AssertionError(f"{address} has sent everything")


def test_answers_that_are_read_slowly(impatient: str) -> None:
    """Who does not read an answer is let go of; who reads it slowly gets it whole."""
    whole = len(request(impatient, "/sparql?" + urlencode({"query": LARGE})).body)
    with asks_for_much(impatient) as slow:
        received, began = 0, time.monotonic()
        while part := slow.recv(200_000):
            received += len(part)
            if time.monotonic() - began < 4:
                time.sleep(0.02)
    assert received > whole
    with asks_for_much(impatient) as deaf:
        unsent(impatient)
        while connections.unsent_bytes():
            time.sleep(0.05)
        assert len(everything(deaf)) < whole


def test_requests_under_way_are_limited(impatient: str) -> None:
    """Of very many requests at a time some are told to come again, and whether the server is well is told to all."""
    assert request(impatient, "/api/overview").status == 200
    with ThreadPoolExecutor(40) as pool:
        found = list(pool.map(lambda number: request(impatient, f"/api/graph?limit={1000 + number}"), range(40)))
        well = list(pool.map(lambda _: request(impatient, "/healthz").status, range(40)))
    assert {got.status for got in found} == {200, 503}
    assert all("retry-after" in got.headers and not got.json["ok"] for got in found if got.status == 503)
    assert set(well) == {200}
    assert request(impatient, "/api/overview").status == 200


def test_unfinished_requests_are_limited(impatient: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While unfinished requests hold much, large ones are told to come again, and small ones are answered."""
    monkeypatch.setattr(connections, "_SECONDS", 100.0)
    monkeypatch.setattr(connections, "_MOST_HELD", 100_000)
    with connected(impatient) as first, connected(impatient) as second:
        for connection in (first, second):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx: " + b"y" * 60_000)
            time.sleep(0.3)
        assert everything(second).startswith(b"HTTP/1.1 503 ")
        assert request(impatient, "/healthz").status == 200
        first.sendall(b"\r\n\r\n")
        assert everything(first).startswith(b"HTTP/1.1 200 ")
    for _ in range(100):
        if not connections.Protocol.held:
            break
        time.sleep(0.05)
    assert connections.Protocol.held == 0


def test_large_body_is_no_burden(impatient: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a body that is long, only its beginning counts as held."""
    monkeypatch.setattr(connections, "_MOST_HELD", 2_000_000)
    got = request(impatient, "/sparql", "POST", b"x" * 5_000_000, Content_Type="application/sparql-query")
    assert got.status == 413


def test_answers_that_wait_are_limited(impatient: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While too much waits for slow readers, large answers are refused and small ones given."""
    monkeypatch.setattr(connections, "_SECONDS", 100.0)
    monkeypatch.setattr(watching, "_MOST_UNSENT", 0)
    target = "/sparql?" + urlencode({"query": LARGE})
    with asks_for_much(impatient):
        unsent(impatient)
        refused = request(impatient, target)
        assert (refused.status, refused.headers["retry-after"]) == (503, "2")
        assert request(impatient, "/sparql?" + urlencode({"query": "ASK {}"})).status == 200
    while connections.unsent_bytes():
        time.sleep(0.05)
    assert request(impatient, target).status == 200


def test_what_strangers_send_is_not_remembered(address: str) -> None:
    """Long queries and long headers are answered, but not kept for the next time."""
    before = protocol._read_get.cache_info().currsize, negotiation._formats.cache_info().currsize
    for number in range(20):
        parameters = urlencode({"query": f"ASK {{}} #{number}" + "x" * 10_000}).encode()
        assert protocol.asked_by_get(parameters)[0].query
        negotiation.formats(f"text/csv, {'x' * 5000}/{number}", None)
    after = protocol._read_get.cache_info().currsize, negotiation._formats.cache_info().currsize
    assert after[0] == before[0]
    assert after[1] <= before[1] + 1
    long = "text/csv, " + "x" * 5000
    assert request(address, "/sparql?query=" + "ASK%20%7B%7D%20%23" + "x" * 10_000, Accept=long).status in {200, 406}


def test_many_connections() -> None:
    """Half requests, slow ones, giant heads and good ones on many connections: all answered, none with 500."""
    command = [sys.executable, "-m", "benchmarks.faults", "connections", "--trials", "300", "--seed", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 wrong or without an answer" in done.stdout


