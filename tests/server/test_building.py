"""Documents are put in and taken out over HTTP: only where that is allowed, only with its token, all or nothing."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from benchmarks.serving import Served, served
from tests.server.asking import Got, ask, request

from mandategraph.build import build
from mandategraph.server.building import DOCUMENTS
from mandategraph.store import open_store
from mandategraph.verify import verify
from mandategraph.vocabulary import BASE_IRI

READ = "correct-horse-battery-staple"
BUILD = "another-horse-another-staple"
TEXT = "GC.19/77\n\n1. 全球环境基金向蓝天方案提供了250万美元。\n\n2. 工发组织与国际标准化组织合作。\n"
PUT = {"Authorization": f"Bearer {BUILD}"}


@contextmanager
def building(graph: Path, *options: str, **environment: str) -> Iterator[Served]:
    """The address of a server that lets documents be put in."""
    given = {"MANDATEGRAPH_BUILD_TOKEN": BUILD, **environment}
    with served(graph, "--allow-build", "--max-size", "1", *options, ready="/readyz", environment=given) as address:
        yield address


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph of one document in two languages."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "zh.txt").write_text("GC.19/1\n\n1. 全球环境基金向绿地方案提供了150万美元。\n", encoding="utf-8")
    (folder / "en.txt").write_text("GC.19/1\n\n1. The Board took note of the report of the Director General.\n", encoding="utf-8")
    assert len(build([folder / "zh.txt", folder / "en.txt"], folder / "graph").documents) == 2
    return folder / "graph"


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """A copy of it that may be changed."""
    return shutil.copytree(built, tmp_path / "graph")


@pytest.fixture(scope="module")
def kept(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path, Path]]:
    """A server that reads with one token and builds with another, its graph and its log."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("kept") / "graph")
    log = folder.parent / "log"
    tokens = {"MANDATEGRAPH_TOKEN": READ, "MANDATEGRAPH_BUILD_TOKEN": BUILD}
    options = ("--allow-build", "--max-size", "1", "--verbose")
    with served(folder, *options, ready="/readyz", log=log, environment=tokens) as address:
        yield address, folder, log


def put(address: str, data: str | bytes, name: str = "report.txt", **headers: str) -> Got:
    """Put a document in as the body of a request."""
    return request(address, f"{DOCUMENTS}?{urlencode({'name': name})}", "POST", data, **{**PUT, **headers})


def form(address: str, name: str, data: bytes, field: str = "file") -> Got:
    """Put a document in as a form does."""
    head = f'--X\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
    return request(
        address, DOCUMENTS, "POST", head + data + b"\r\n--X--\r\n", Content_Type="multipart/form-data; boundary=X", **PUT
    )


def lines(folder: Path) -> list[str]:
    """All that a graph states."""
    with open_store(folder) as store:
        return sorted(map(str, store.quads()))


def symbols(address: str) -> set[str]:
    """The documents that a server has."""
    return {one["symbol"] for one in request(address, DOCUMENTS).json["documents"]}


def test_document_comes_and_goes(graph: Path) -> None:
    """A document that is put in is answered from at once; put in again it is as it was; taken out, all is as before."""
    before = lines(graph)
    with building(graph) as address:
        got = put(address, TEXT)
        assert got.status == 201, got.text
        report = got.json
        assert (report["ok"], report["outcome"], report["symbol"], report["file"]) == (True, "new", "GC.19/77", "report.txt")
        assert report["document"] == f"{BASE_IRI}document/GC.19/77"
        assert report["facts"] >= 2
        assert request(address, "/healthz").json["version"] == report["version"]
        found = request(address, "/api/facts?predicate=fundedBy&subject=" + "蓝天方案").json["facts"]
        assert [fact["evidence"][0]["symbol"] for fact in found] == ["GC.19/77"]
        rows = ask(address, "SELECT ?f { ?f <https://w3id.org/mandategraph/ontology#amount> ?a FILTER(?a = 2500000) }")
        assert len(rows.json["results"]["bindings"]) == 1
        again = put(address, TEXT, "other.txt")
        assert (again.status, again.json["outcome"], again.json["version"]) == (200, "unchanged", report["version"])
        changed = form(address, "新的.txt", TEXT.replace("250", "350").encode())
        assert (changed.status, changed.json["outcome"]) == (200, "replaced")
        assert changed.json["version"] != report["version"]
        gone = request(address, f"{DOCUMENTS}?name=GC.19/77", "DELETE", **PUT)
        assert (gone.status, gone.json["removed"]) == (200, [f"{BASE_IRI}document/GC.19/77/zh"])
        assert "GC.19/77" not in symbols(address)
        missing = request(address, f"{DOCUMENTS}?name=GC.19/77", "DELETE", **PUT)
        assert (missing.status, missing.json["ok"]) == (404, False)
    assert lines(graph) == before
    with open_store(graph) as store:
        assert not list(verify(store))


def test_editions_are_taken_out_one_by_one(graph: Path) -> None:
    """With a language only that edition goes."""
    with building(graph) as address:
        wrong = request(address, f"{DOCUMENTS}?name=GC.19/1&edition=fr", "DELETE", **PUT)
        assert wrong.status == 404
        gone = request(address, f"{DOCUMENTS}?name=GC.19/1&edition=en", "DELETE", **PUT)
        assert gone.json["removed"] == [f"{BASE_IRI}document/GC.19/1/en"]
        assert "GC.19/1" in symbols(address)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize(
    ("shown", "status"),
    [
        (None, 401), ("Bearer", 401), ("Basic YTpi", 401), (f"Bearer {READ}", 403), (f"Bearer {BUILD}x", 403),
        (f"Bearer {BUILD[:-1]}", 403), ("Bearer é", 403),
    ],
)  # fmt: skip
def test_only_with_its_token(kept: tuple[Served, Path, Path], method: str, shown: str | None, status: int) -> None:
    """Without the token for building, or with the one for reading, nothing is changed."""
    address, folder, _ = kept
    before = lines(folder)
    headers = {} if shown is None else {"Authorization": shown}
    got = request(address, f"{DOCUMENTS}?name=GC.19/1", method, TEXT, **headers)
    assert (got.status, got.json["ok"]) == (status, False)
    assert ("www-authenticate" in got.headers) == (status == 401)
    assert lines(folder) == before


def test_tokens_are_for_one_thing_each(kept: tuple[Served, Path, Path]) -> None:
    """The token for building does not read, and neither is seen in the log or in what is started."""
    address, _, log = kept
    for path in ("/", "/api/documents", "/sparql?query=ASK%7B%7D", "/api/documents/"):
        assert request(address, path, **PUT).status == 401
        assert request(address, path, "DELETE" if path.endswith("/") else "GET", **PUT).status == 401
    assert request(address, DOCUMENTS, Authorization=f"Bearer {READ}").status == 200
    sending = threading.Thread(target=put, args=(address, TEXT, "seen.txt"))
    sending.start()
    seen: set[str] = set()
    while sending.is_alive():
        for file in Path(f"/proc/{address.process}/task").glob("*/children"):
            try:
                begun = file.read_text("ascii").split()
            except FileNotFoundError:
                continue  # the thread has ended since
            for number in begun:
                try:
                    command = Path(f"/proc/{number}/cmdline").read_bytes()
                    shown = command + Path(f"/proc/{number}/environ").read_bytes()
                except OSError:
                    continue
                # For a moment a new process is a copy of the server: only what has begun its own work counts.
                for name in ("buildprocess", "worker.py"):
                    if name.encode() in command:
                        seen.add(name)
                        assert BUILD.encode() not in shown
                        assert READ.encode() not in shown
        time.sleep(0.02)
    sending.join()
    assert seen == {"buildprocess", "worker.py"}
    time.sleep(0.3)
    told = log.read_text("utf-8")
    assert '"method": "POST", "path": "/api/documents", "status": 201' in told
    assert BUILD not in told
    assert READ not in told


@pytest.mark.parametrize(
    ("name", "data", "status", "words"),
    [
        ("empty.txt", b"", 422, "empty.txt"),
        ("broken.pdf", b"%PDF-1.7 no more", 422, "broken.pdf"),
        ("strange.exe", b"MZ", 422, "unknown kind of file"),
        ("", b"text", 400, "name is needed"),
        ("..", b"text", 400, "name is needed"),
        ("x" * 300 + ".txt", b"text", 400, "150 bytes"),
        ("large.txt", b"x" * 1_100_000, 413, "more than 1,000,000 bytes"),
    ],
)
def test_refused_documents_change_nothing(
    kept: tuple[Served, Path, Path], name: str, data: bytes, status: int, words: str
) -> None:
    """What cannot be read is refused in one line, and the graph is as it was, byte for byte."""
    address, folder, _ = kept
    before = (folder / "mandategraph.json").read_bytes(), lines(folder)
    answers = [put(address, data, name)]
    if name in {"empty.txt", "strange.exe", "large.txt"}:
        answers.append(form(address, name, data))
    for got in answers:
        assert (got.status, got.json["ok"], got.json["status"]) == (status, False, status), got.text
        assert words in got.json["error"]
        assert str(folder.parent) not in got.json["error"]
        assert "/tmp" not in got.json["error"]  # noqa: S108 - nothing is made there
        assert "\n" not in got.json["error"]
    assert ((folder / "mandategraph.json").read_bytes(), lines(folder)) == before


def test_requests_that_are_none(kept: tuple[Served, Path, Path]) -> None:
    """A form without a file, a body that ends too soon, or one that is longer than it says, is refused."""
    address, folder, _ = kept
    before = lines(folder)
    assert form(address, "a.txt", TEXT.encode(), field="other").status == 400
    got = request(address, DOCUMENTS, "POST", b"--X", Content_Type="multipart/form-data; boundary=X", **PUT)
    assert got.status == 400
    assert request(address, DOCUMENTS, "DELETE", **PUT).status == 400
    host, _, port = address.removeprefix("http://").partition(":")
    head = f"POST {DOCUMENTS}?name=a.txt HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {BUILD}\r\n"
    with socket.create_connection((host, int(port)), 20) as connection:  # a body whose length nobody knows
        connection.sendall(head.encode() + b"transfer-encoding: chunked\r\n\r\n")
        for _ in range(11):
            connection.sendall(b"186A0\r\n" + b"x" * 100_000 + b"\r\n")
        connection.sendall(b"0\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")
    with socket.create_connection((host, int(port)), 20) as connection:
        connection.sendall(head.encode() + b"content-length: 500\r\n\r\nGC.19/78")
    for _ in range(100):  # until the server has seen that nothing comes any more
        got = put(address, b"", "empty.txt")
        if got.status != 409:
            break
        time.sleep(0.1)
    assert got.status == 422
    assert lines(folder) == before
    assert request(address, "/healthz").status == 200


def test_one_writer_at_a_time(graph: Path) -> None:
    """While another process writes, or another document is built, a client is told to come again."""
    with building(graph) as address:
        with open_store(graph, read_only=False):
            got = put(address, TEXT)
            assert (got.status, got.headers["retry-after"]) == (409, "2")
            assert "is being written by another process" in got.json["error"]
            assert request(address, f"{DOCUMENTS}?name=GC.19/1", "DELETE", **PUT).status == 409
        found: list[Got] = []
        senders = [
            threading.Thread(target=lambda n=n: found.append(put(address, TEXT.replace("77", str(n)), f"{n}.txt")))
            for n in (78, 79, 80)
        ]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        assert sorted(got.status for got in found) in ([201, 409, 409], [201, 201, 409], [201, 201, 201])
        assert all("retry-after" in got.headers for got in found if got.status == 409)
        assert {f"GC.19/{n}" for n in (78, 79, 80)} & symbols(address) == {
            got.json["symbol"] for got in found if got.status == 201
        }
        assert put(address, TEXT).status == 201


def test_off_unless_allowed(graph: Path) -> None:
    """A server without the option takes no documents, whatever token is set or shown, and does not describe it."""
    with served(graph, environment={"MANDATEGRAPH_BUILD_TOKEN": BUILD}) as address:
        assert put(address, TEXT).status == 405
        assert request(address, f"{DOCUMENTS}?name=GC.19/1", "DELETE", **PUT).status == 405
        assert set(request(address, "/openapi.json").json["paths"][DOCUMENTS]) == {"get"}


def test_described(kept: tuple[Served, Path, Path]) -> None:
    """The OpenAPI document and the page of it describe what is allowed."""
    address, _, _ = kept
    shown = {"Authorization": f"Bearer {READ}"}
    document = request(address, "/openapi.json", **shown).json
    described = document["paths"][DOCUMENTS]
    assert set(described) == {"get", "post", "delete"}
    assert document["components"]["securitySchemes"]["build"] == {"type": "http", "scheme": "bearer"}
    assert {"200", "201", "401", "403", "409", "413", "422"} <= set(described["post"]["responses"])
    page = request(address, "/docs", Accept="text/html", **shown).text
    assert f"<code>POST {DOCUMENTS}</code>" in page
    assert f"<code>DELETE {DOCUMENTS}</code>" in page


@pytest.mark.parametrize(
    ("options", "tokens", "words"),
    [
        ((), {}, "--allow-build needs a token"),
        ((), {"MANDATEGRAPH_BUILD_TOKEN": ""}, "at least 16 characters"),
        ((), {"MANDATEGRAPH_BUILD_TOKEN": READ, "MANDATEGRAPH_TOKEN": READ}, "must be another"),
        (("--build-token-file", "no-such-file"), {}, "cannot be read"),
        (("--authority", "no-such-file"), {"MANDATEGRAPH_BUILD_TOKEN": BUILD}, "no-such-file"),
    ],
)
def test_never_without_a_token(graph: Path, options: tuple[str, ...], tokens: dict[str, str], words: str) -> None:
    """The server does not start with documents to be put in by everybody."""
    command = [sys.executable, "-m", "mandategraph", "serve", str(graph), "--port", "0", "--allow-build", *options]
    done = subprocess.run(command, env={**_plain_environment(), **tokens}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert words in done.stderr
    assert READ not in done.stderr
    assert "Traceback" not in done.stderr


def _plain_environment() -> dict[str, str]:
    import os

    return {name: value for name, value in os.environ.items() if "TOKEN" not in name}


def test_stopping_ends_what_is_built(graph: Path, tmp_path: Path) -> None:
    """A server that is told to stop while it builds leaves no process, and the graph as before or as after."""
    text = TEXT + "".join(f"\n{n}. 全球环境基金向第{n}号绿色方案提供了{n}万美元。\n" for n in range(3, 3000))
    before = lines(graph)
    with building(graph, "--grace", "1") as address:
        threading.Thread(target=_try, args=(address, text), daemon=True).start()
        process = None
        for _ in range(200):
            started = [
                int(number)
                for file in Path(f"/proc/{address.process}/task").glob("*/children")
                for number in file.read_text("ascii").split()
                if b"buildprocess" in Path(f"/proc/{number}/cmdline").read_bytes()
            ]
            if started:
                (process,) = started
                break
            time.sleep(0.05)
        assert process is not None
    for _ in range(50):
        if not Path(f"/proc/{process}").exists():
            break
        time.sleep(0.1)
    assert not Path(f"/proc/{process}").exists()
    left = lines(graph)
    assert left == before or any("GC.19/77" in line for line in left)
    with open_store(graph) as store:
        assert not list(verify(store))


def _try(address: str, text: str) -> None:
    try:
        put(address, text)
    except (OSError, http.client.HTTPException):
        return  # it is the server that ends
