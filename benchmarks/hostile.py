"""How others are served while queries come that would go on for ever: ``python -m benchmarks.hostile GRAPH``."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.serving import served

__all__ = ["HOSTILE", "Stopped", "at_times", "beside_all", "main", "memory", "send", "small"]

_ANY = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_MANY = " ".join(f'"{number}"' for number in range(600))
#: Nine queries that would take all time or all memory.
HOSTILE = {
    "cartesian count": f"SELECT (COUNT(*) AS ?n) {{ {_ANY} }}",
    "group by": f"SELECT ?a ?f (COUNT(*) AS ?n) {{ {_ANY} }} GROUP BY ?a ?f",
    "order by": f"SELECT * {{ {_ANY} }} ORDER BY ?c ?f ?i",
    "values product": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{place} {{ {_MANY} }}" for place in range(5))
    + " }",
    "all pairs": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "path closure": "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)* ?b . ?c (!<x:y>|^!<x:y>)* ?d }",
    "catastrophic regex": f'SELECT * {{ {_ANY} FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), "^(a+)+(b|c|d|e)*(x+x+)+y$") }}',
    "a megabyte": "SELECT * { ?s ?p ?o } #" + "x" * 1_000_000,
    "nested brackets": "SELECT * { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
}


def memory(process: int) -> int:
    """How many bytes a process and all that it started hold in memory."""
    pages = 0
    waiting = [process]
    while waiting:
        one = waiting.pop()
        try:
            pages += int(Path(f"/proc/{one}/statm").read_text("ascii").split()[1])
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text("ascii").split())
        except OSError:
            continue
    return pages * os.sysconf("SC_PAGE_SIZE")


class Stopped(NamedTuple):
    """How a hostile query was answered: the status, what it says, and after how many seconds it came."""

    status: int
    error: str
    seconds: float


def send(address: str, query: str) -> Stopped:
    """Send a query that no server should answer, and say what became of it.

    :param address: of the server.
    :param query: by POST, so that any length fits.
    :raises ValueError: when the answer is none of an error as JSON, for pages of any origin, and with a time to try
        again where the server was busy.
    """
    begun = time.perf_counter()
    headers = {"Content-Type": "application/sparql-query"}
    request = urllib.request.Request(f"{address}/sparql", query.encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            raise ValueError(f"{address} answered {response.status}: {response.read(200)!r}")
    except urllib.error.HTTPError as error:
        seconds = time.perf_counter() - begun
        told = json.loads(error.read())
        wanted = {"content-type": "application/json", "access-control-allow-origin": "*"}
        has_headers = all(error.headers[name] == value for name, value in wanted.items())
        if told["ok"] is not False or not has_headers or (error.code == 503 and "retry-after" not in error.headers):
            raise ValueError(f"{address} answered {error.code} with {error.headers} and {told}") from error
        return Stopped(error.code, told["error"], seconds)


def beside_all(address: str) -> tuple[dict[str, Stopped], list[float]]:
    """Send all hostile queries at once; how each was stopped, and how long small questions took meanwhile.

    :param address: of the server.
    """
    with ThreadPoolExecutor(len(HOSTILE)) as senders:
        sent = {name: senders.submit(send, address, query) for name, query in HOSTILE.items()}
        meanwhile = []
        while not all(one.done() for one in sent.values()):
            meanwhile.append(at_times(address))
    return {name: one.result() for name, one in sent.items()}, meanwhile


def small(address: str) -> float:
    """How long a small question takes, in seconds; it is another one each time.

    :param address: of the server.
    """
    begun = time.perf_counter()
    query = f"SELECT ?o {{ ?s ?p ?o }} LIMIT 1 #{begun}"
    with urllib.request.urlopen(f"{address}/sparql?{urlencode({'query': query})}", timeout=30) as response:  # noqa: S310
        response.read()
    return time.perf_counter() - begun


def at_times(address: str) -> float:
    """The same of a client that asks a hundred times a second at most, before as meanwhile.

    :param address: of the server.
    """
    time.sleep(0.01)
    return small(address)


def _shown(times: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    return 1000 * statistics.median(times), 1000 * sorted(times)[int(0.95 * len(times))]


def main() -> None:
    """Send all nine at once, and small questions before and meanwhile, round by round."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with served(given.graph, "--timeout", "2") as address:
        for _ in range(50):
            small(address)
        print("| round | usual median, p95 (ms) | meanwhile median, p95 (ms) | ratio | slowest answer (s) | memory |")
        print("| ---: | ---: | ---: | ---: | ---: | ---: |")
        for place in range(1, given.rounds + 1):
            before = memory(address.process)
            usual = [at_times(address) for _ in range(150)]
            answers, meanwhile = beside_all(address)
            assert {answer.status for answer in answers.values()} <= {400, 413, 503, 504}
            time.sleep(1)
            (middle, high), (middle_, high_) = _shown(usual), _shown(meanwhile)
            slowest = max(answer.seconds for answer in answers.values())
            print(
                f"| {place} | {middle:.1f}, {high:.1f} | {middle_:.1f}, {high_:.1f} | {middle_ / middle:.2f}, "
                f"{high_ / high:.2f} | {slowest:.1f} | {memory(address.process) / before:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
