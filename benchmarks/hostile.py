"""How others are served while queries come that would go on for ever: ``python -m benchmarks.hostile GRAPH``."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.serving import served

__all__ = ["HOSTILE", "main", "memory"]

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


def _ask(address: str, query: str) -> tuple[int, float]:
    """The status of an answer, and after how many seconds it came."""
    begun = time.perf_counter()
    headers = {"Content-Type": "application/sparql-query"}
    request = urllib.request.Request(f"{address}/sparql", query.encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            response.read()
            status = response.status
    except urllib.error.HTTPError as error:
        status = error.code
        if json.loads(error.read())["ok"] is not False:
            raise SystemExit(f"an error of {address} does not say that it is one") from error
    return status, time.perf_counter() - begun


def _small(address: str) -> float:
    """How long a small question takes, in seconds; it is another one each time."""
    begun = time.perf_counter()
    query = f"SELECT ?o {{ ?s ?p ?o }} LIMIT 1 #{begun}"
    with urllib.request.urlopen(f"{address}/sparql?{urlencode({'query': query})}", timeout=30) as response:  # noqa: S310
        response.read()
    return time.perf_counter() - begun


def _at_times(address: str) -> float:
    """The same of a client that asks a hundred times a second at most, before as meanwhile."""
    time.sleep(0.01)
    return _small(address)


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
            _small(address)
        print("| round | usual median, p95 (ms) | meanwhile median, p95 (ms) | ratio | slowest answer (s) | memory |")
        print("| ---: | ---: | ---: | ---: | ---: | ---: |")
        for place in range(1, given.rounds + 1):
            before = memory(address.process)
            usual = [_at_times(address) for _ in range(150)]
            answers: dict[str, tuple[int, float]] = {}

            def send(name: str, kept: dict[str, tuple[int, float]] = answers) -> None:
                kept[name] = _ask(address, HOSTILE[name])

            senders = [threading.Thread(target=send, args=(name,)) for name in HOSTILE]
            for sender in senders:
                sender.start()
            meanwhile = []
            while any(sender.is_alive() for sender in senders):
                meanwhile.append(_at_times(address))
            assert set(answers) == set(HOSTILE)
            assert {status for status, _ in answers.values()} <= {400, 413, 503, 504}
            time.sleep(1)
            (middle, high), (middle_, high_) = _shown(usual), _shown(meanwhile)
            slowest = max(seconds for _, seconds in answers.values())
            print(
                f"| {place} | {middle:.1f}, {high:.1f} | {middle_:.1f}, {high_:.1f} | {middle_ / middle:.2f}, "
                f"{high_ / high:.2f} | {slowest:.1f} | {memory(address.process) / before:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
