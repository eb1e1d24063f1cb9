"""Hostile requests with seeds, and load by many clients while a build replaces all documents."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.faults import write_documents
from benchmarks.serving import served
from mandategraph.build import build
from mandategraph.extract import Extractor
from mandategraph.questions import load_questions
from mandategraph.server.api import openapi
from mandategraph.server.building import DOCUMENTS

__all__ = ["load", "megabytes_of", "requests"]

_VALUES = (
    "", "UNIDO", "工发组织", "organization/unido", "0", "-1", "9" * 40, "1e999", "NaN", "null", "true", "[]", "{}", "%", "%00", "\x00",
    "../../etc/passwd", "..%2f..%2f", "<script>alert(1)</script>", "' OR 1=1 --", "} INSERT DATA { <a:a> <a:b> 1 } #", "\u202e", "\U0001f600",
    "http://127.0.0.1:1/", "file:///etc/passwd", "A" * 5000, "zh", "en", "xx-" + "y" * 100, "2022", "2022-13-45", "=1+1", "{{7*7}}", "\r\nx: y",
)  # fmt: skip
_BITS = (
    "SELECT", "*", "?s", "?p", "?o", "{", "}", "(", ")", "WHERE", "FILTER", "OPTIONAL", "UNION", "GRAPH", "?g", "BIND", "AS", "VALUES", "MINUS",
    "ORDER BY", "GROUP BY", "LIMIT 5", "OFFSET 3", "COUNT(*)", "REGEX", '"a"', "'''b'''", "<http://a/b>", "a", "mg:leads", "PREFIX mg: <http://m/>",
    "SERVICE <http://127.0.0.1:1/>", "FROM <file:///etc/passwd>", "ASK", "CONSTRUCT", "DESCRIBE", "INSERT DATA", "DROP ALL", "/", "|", "^", "*", "+",
    "NOT EXISTS", "1", "-2.5e3", "# comment\n", "\\u0041", "\x00", "工发组织", ";", ",", ".", "STR", "xsd:date", "@en", "^^",
)  # fmt: skip
_HEADERS = ("accept", "accept-language", "if-none-match", "content-type", "host", "x-forwarded-for", "range", "cookie", "authorization")
_MEDIA = ("*/*", "text/html", "application/json", "text/csv", "text/turtle", "application/rdf+xml", "a/b;q=x", ";;;,,,", "x" * 3000)
#: With which documents are put in.
TOKEN = "a-token-for-these-requests"  # noqa: S105 - of these trials alone
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


class _Client:
    """A connection that asks one thing after the other."""

    def __init__(self, address: str) -> None:
        self.host, _, port = address.removeprefix("http://").partition(":")
        self.port = int(port)
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, data: bytes, *, whole: bool = True, head: bool = False, patience: float = 40) -> tuple[int, bytes]:
        """The status and body of the answer; status 0: the connection ended without one."""
        if self.streams is None:
            self.streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self.streams
        try:
            writer.write(data)
            if not whole:
                await asyncio.sleep(0.01)
                raise ConnectionError
            async with asyncio.timeout(patience):
                start = await reader.readuntil(b"\r\n\r\n")
                found, length = _STATUS.match(start), _LENGTH.search(start)
                status = int(found[1]) if found else 0
                size = 0 if head or status in {204, 304} or length is None else int(length[1])
                body = await reader.readexactly(size)
            if b"\r\nconnection: close\r\n" in start.lower():
                await self.end()
            return status, body
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await self.end()
            return 0, b""
        except TimeoutError:
            await self.end()
            return -1, b""

    async def end(self) -> None:
        """Close the connection."""
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


def _get(path: str, headers: dict[str, str] | None = None, method: str = "GET", body: bytes = b"") -> bytes:
    lines = {"host": "localhost", **({"content-length": str(len(body))} if body else {}), **(headers or {})}
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{text}\r\n".encode("utf-8", "replace") + body


class _Requests:
    """Requests out of a grammar.

    :param seed: the same gives the same requests.
    """

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - repeatable is what is wanted
        self.operations = [
            (path, [parameter["name"] for parameter in one["get"]["parameters"]]) for path, one in openapi()["paths"].items()
        ]
        self.queries = [question.text for _, question in sorted(load_questions().items())]
        self.pages = ["/", "/search", "/documents", "/things", "/facts", "/questions", "/graph", "/query", "/docs", "/openapi.json",
                      "/healthz", "/readyz", "/metrics", "/.well-known/void", "/id/organization/unido", "/page/organization/unido",
                      "/data/organization/unido.ttl", "/static/app.js", "/static/%2e%2e/run.py"]  # fmt: skip

    def one(self) -> tuple[bytes, bool, bool, bool]:
        """A request; whether it is whole, whether an answer is due, and whether the answer has no body."""
        chance = self.chance
        kind = chance.random()
        headers = {}
        if chance.random() < 0.4:
            headers[chance.choice(_HEADERS)] = chance.choice(_MEDIA).replace("\r\n", " ")
        if kind < 0.02:
            return self._document(), True, True, False
        if kind < 0.35:
            path, names = chance.choice(self.operations)
            path = re.sub(r"\{[^}]*\}", lambda _: quote(chance.choice(_VALUES), safe="", errors="replace"), path)
            asked = [(chance.choice([*names, "format", "lang", "zzz"]), chance.choice(_VALUES)) for _ in range(chance.randint(0, 5))]
            return _get(f"{path}?{urlencode(asked, errors='replace')}", headers), True, True, False
        if kind < 0.65:
            query = self._query()
            if chance.random() < 0.5:
                return _get("/sparql?" + urlencode({"query": query}, errors="replace"), headers), True, True, False
            form = chance.choice(("application/sparql-query", "application/x-www-form-urlencoded", "text/plain", ""))
            body = urlencode({"query": query}, errors="replace").encode() if "form" in form else query.encode("utf-8", "replace")
            return _get("/sparql", {**headers, "content-type": form}, "POST", body), True, True, False
        if kind < 0.85:
            path = chance.choice(self.pages)
            if chance.random() < 0.6:
                path += "?" + urlencode([(chance.choice(("q", "type", "from", "to", "x")), chance.choice(_VALUES))], errors="replace")
            method = chance.choice(("GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "QUERY"))
            return _get(path, headers, method), True, True, method == "HEAD"
        if kind < 0.93:
            noise = bytes(chance.randrange(256) for _ in range(chance.randint(1, 200)))
            return noise + b"\r\n\r\n", True, False, False
        if kind < 0.97:
            return _get("/", {"x": "y" * chance.choice((10, 70_000, 1_500_000))}), True, False, False
        data = _get("/sparql", {"content-type": "application/sparql-query", "content-length": "500"}, "POST")
        return data[: chance.randrange(1, len(data))], False, False, False

    def _document(self) -> bytes:
        """A document to put in or to take out: mostly with the wrong token, and nothing that could be read."""
        chance = self.chance
        token = chance.choice((TOKEN, TOKEN[:-1], "", "\u00e9", chance.choice(_VALUES).replace("\r\n", " ")))
        headers = {"authorization": f"{chance.choice(('Bearer', 'Bearer', 'Basic', ''))} {token}"}
        name = chance.choice((*_VALUES, "a.txt", "b.pdf", "c.html", "..", "GC.19/1"))
        body = bytes(chance.randrange(256) for _ in range(chance.choice((0, 1, 300))))
        if chance.random() < 0.3:
            headers["content-type"] = chance.choice(("multipart/form-data; boundary=X", "multipart/form-data", "text/plain"))
            body = b'--X\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n' + body + b"\r\n--X--\r\n"
        method = chance.choice(("POST", "POST", "DELETE", "PUT"))
        return _get(f"{DOCUMENTS}?{urlencode({'name': name}, errors='replace')}", headers, method, body)

    def _query(self) -> str:
        chance = self.chance
        if chance.random() < 0.4:
            return " ".join(chance.choice(_BITS) for _ in range(chance.randint(1, 40)))
        text = chance.choice(self.queries)
        for _ in range(chance.randint(0, 4)):
            place = chance.randrange(len(text))
            text = text[:place] + chance.choice((*_BITS, *_VALUES)) + text[place + chance.randint(0, 6) :]
        return text


def megabytes_of(process: int) -> int:
    """How many megabytes a process holds.

    :param process: its id.
    """
    try:
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000
    except OSError:
        return 0


def requests(trials: int, seed: int, clients: int = 16) -> bool:
    """Send hostile requests to a server of the samples; say what it answered.

    :param trials: how many.
    :param seed: of the requests.
    :param clients: that ask at the same time.
    """
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    took: list[float] = []
    memory: list[int] = []

    async def work(address: str, number: int, process: int) -> None:
        made, client = _Requests(f"{seed} {number}"), _Client(address)
        for done in range(trials // clients):
            data, whole, due, head = made.one()
            begun = time.perf_counter()
            status, body = await client.ask(data, whole=whole, head=head)
            took.append(time.perf_counter() - begun)
            counts["cut off" if not whole else str(status)] += 1
            if status in {500, 501, 502} or status < 0 or (due and status == 0) or b"Traceback" in body:
                wrong.append(f"{status}: {data[:300]!r} {body[:200]!r}")
            if number == 0 and done % 100 == 0:
                memory.append(megabytes_of(process))
        await client.end()

    async def everyone(address: str, process: int) -> None:
        await asyncio.gather(*(work(address, number, process) for number in range(clients)))

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(write_documents(folder / "documents", range(1, 21), seed), folder / "graph")
        environment = {"MANDATEGRAPH_BUILD_TOKEN": TOKEN}
        with served(folder / "graph", "--timeout", "5", "--allow-build", environment=environment) as address:
            asyncio.run(everyone(address, address.process))
            alive, _ = asyncio.run(_Client(address).ask(_get("/readyz")))
    quarter = max(1, len(memory) // 4)
    first, last = statistics.median(memory[quarter : 2 * quarter] or memory), statistics.median(memory[-quarter:])
    print(
        f"hostile requests, seed {seed}: {len(took):,} by {clients} clients, {len(wrong)} answered wrongly or not at all, "
        f"median {statistics.median(took) * 1000:.0f} ms, slowest {max(took):.1f} s; memory of the server {first:.0f} MB"
        f" after a quarter, {last:.0f} MB at the end; then /readyz {alive}"
    )
    print("  " + ", ".join(f"{status}: {count:,}" for status, count in sorted(counts.items())))
    for line in wrong[:20]:
        print(f"  WRONG {line}")
    return not wrong and alive == 200 and last <= 1.5 * first + 20


def _write_version(folder: Path, version: int, count: int) -> None:
    for number in range(count):
        text = f"GC.19/{number + 1}\n\n1. 全球环境基金向第{number + 1}号绿色方案提供了{version}万美元。\n\n2. 本报告由版本{version}说明。\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


_SPARQL = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?text { GRAPH ?g { ?p mg:text ?text } FILTER(CONTAINS(?text, "版本")) }"""


def load(seconds: int, seed: int, clients: int = 64, count: int = 20) -> bool:
    """Ask with many clients while builds replace all documents; every answer must be of one version.

    :param seconds: how long.
    :param seed: does nothing: the times of this machine decide.
    :param clients: that ask at the same time.
    :param count: of documents.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "documents").mkdir()
        extract = Extractor().extract
        _write_version(folder / "documents", 1, count)
        writer = os.fork()
        if writer == 0:
            try:
                _keep_building(folder, extract, count)
            finally:
                os._exit(0)
        try:
            while not (folder / "built-1").exists():
                time.sleep(0.1)
            with served(folder / "graph", "--timeout", "20") as address:
                took, torn, failed, versions = asyncio.run(_ask_versions(address, seconds, clients, count))
        finally:
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
        built = len(list(folder.glob("built-*")))
    took.sort()
    print(
        f"load during builds: {len(took):,} answers to {clients} clients in {seconds} s ({len(took) / seconds:.0f} a second), {built} builds"
        f" of {count} documents, {len(versions)} versions seen, {len(torn)} torn, {len(failed)} failed;"
        f" median {took[len(took) // 2] * 1000:.0f} ms, p99 {took[int(len(took) * 0.99)] * 1000:.0f} ms, slowest {took[-1]:.1f} s"
    )
    for line in [*torn, *failed][:10]:
        print(f"  WRONG {line}")
    return not torn and not failed and len(versions) > 1


def _keep_building(folder: Path, extract: object, count: int) -> None:
    version = 1
    while True:
        _write_version(folder / "documents", version, count)
        build([folder / "documents"], folder / "graph", extract=extract)  # type: ignore[arg-type]
        (folder / f"built-{version}").touch()
        version += 1


async def _ask_versions(
    address: str, seconds: int, clients: int, count: int
) -> tuple[list[float], list[str], list[str], set[str]]:
    took: list[float] = []
    torn: list[str] = []
    failed: list[str] = []
    seen: set[str] = set()
    facts = _get("/api/facts?predicate=fundedBy&limit=500&lang=zh", {"accept": "application/json"})
    answers = _get("/sparql?" + urlencode({"query": _SPARQL}), {"accept": "application/sparql-results+json"})
    end = time.monotonic() + seconds

    async def work(number: int) -> None:
        client = _Client(address)
        while time.monotonic() < end:
            begun = time.perf_counter()
            data = facts if number % 2 else answers
            status, body = await client.ask(data)
            took.append(time.perf_counter() - begun)
            if status == 503:
                await asyncio.sleep(0.5)
                continue
            if status != 200:
                failed.append(f"{status} {body[:200]!r}")
                continue
            text = json.dumps(json.loads(body), ensure_ascii=False)
            versions = set(re.findall(r"提供了(\d+)万美元" if number % 2 else r"版本(\d+)说明", text))
            told = len(set(re.findall(r"第(\d+)号绿色方案", text))) if number % 2 else text.count("版本")
            if len(versions) != 1 or told != count:
                torn.append(f"versions {sorted(versions)}, {told} of {count}: {text[:300]}")
            seen.update(versions)

    await asyncio.gather(*(work(number) for number in range(clients)))
    return took, torn, failed, seen
