"""Requests a second of the endpoint beside those of Oxigraph's own server on the same store.

``python -m benchmarks.endpoint GRAPH`` needs the program ``oxigraph`` (PyPI) and the load generator ``wrk``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

from benchmarks.serving import Served, free_port, served, served_process
from mandategraph.store import open_store
from mandategraph.vocabulary import PREFIXES

__all__ = ["main"]

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("mg", "rdf", "skos"))
_LOOK_UP = "SELECT ?label {{ <{one}> skos:prefLabel ?label FILTER(LANG(?label) = 'zh') }}"
_EVIDENCE = """SELECT ?quote ?passage ?start ?end {{ ?fact rdf:subject <{one}>
  GRAPH ?edition {{ ?fact mg:evidence ?e . ?e mg:quote ?quote ; mg:passage ?passage ; mg:start ?start ; mg:end ?end }}
}} LIMIT 17"""
_LIST = """SELECT ?thing ?label {{ ?thing mg:status ?status ; skos:prefLabel ?label
  FILTER(LANG(?label) = 'zh' && ?thing != <{one}>) }} LIMIT 49"""
_SCRIPT = """local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local place = math.random(#paths)
wrk.headers["Accept"] = "application/sparql-results+json"
request = function()
  place = place %% #paths + 1
  return wrk.format("GET", paths[place])
end
"""


def _queries(graph: Path) -> Mapping[str, Sequence[str]]:
    with open_store(graph) as store:
        found = store.select(
            _HEAD + "SELECT DISTINCT ?one { ?fact rdf:subject ?one ; mg:support ?n . ?one mg:status ?s } LIMIT 200"
        )
        things = [row["one"].value for row in found.records()]
    return {
        name: [_HEAD + query.format(one=one) for one in things]
        for name, query in (("one-row look-up", _LOOK_UP), ("evidence", _EVIDENCE), ("list", _LIST))
    }


def _load(address: str, place: str, queries: Sequence[str], seconds: int, connections: int) -> float:
    """Requests a second that all succeed."""
    with tempfile.TemporaryDirectory() as folder:
        paths, script = Path(folder) / "paths", Path(folder) / "ask.lua"
        paths.write_text("".join(f"{place}?query={quote(query)}\n" for query in queries), "utf-8")
        script.write_text(_SCRIPT % paths, "utf-8")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), address]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed:
        raise SystemExit(f"not every request succeeded:\n{printed}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    assert found
    return float(found[1])


def _used(process: int) -> float:
    """Seconds of processors that a process and all that it started have used; other work here changes them little."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return 0.0
    # Its own time and that of children that have ended.
    ticks = sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK") + sum(_used(int(child)) for child in children)


def main() -> None:
    """Measure the servers one after the other, round by round, and print the ratios."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    oxigraph = shutil.which("oxigraph") or str(Path(sys.executable).parent / "oxigraph")
    if shutil.which("wrk") is None or not Path(oxigraph).exists():
        raise SystemExit("wrk (a Debian package) and oxigraph (pip install oxigraph) are needed")
    queries = _queries(given.graph)

    with open_store(given.graph) as store:
        folder = str(store.folder)

    def theirs() -> AbstractContextManager[Served]:
        port = free_port()
        place = ["--location", folder, "--bind", f"127.0.0.1:{port}"]
        return served_process([oxigraph, "serve-read-only", *place], port, "/")

    servers = {
        "oxigraph": (theirs, "/query"),
        "mandategraph": (lambda: served(given.graph), "/sparql"),
        "without cache": (lambda: served(given.graph, "--cache", "0"), "/sparql"),
    }
    best: dict[str, dict[str, float]] = {name: {} for name in servers}
    least: dict[str, dict[str, float]] = {name: {} for name in servers}
    for _ in range(given.rounds):
        for name, (start, place) in servers.items():
            with start() as address:
                _load(address, place, queries["evidence"], 1, given.connections)  # all are warm when it counts
                for kind, asked in queries.items():
                    before = _used(address.process)
                    rate = _load(address, place, asked, given.seconds, given.connections)
                    used = (_used(address.process) - before) / (rate * given.seconds) * 1e6
                    least[name][kind] = min(used, least[name].get(kind, used))
                    best[name][kind] = max(rate, best[name].get(kind, 0))
    if given.json:
        print(json.dumps({"requests per second": best, "microseconds of processors per request": least}, indent=2))
        return
    print(f"requests/s, {given.connections} connections, best of {given.rounds} rounds of {given.seconds} s")
    print("| question | oxigraph serve-read-only | mandategraph serve | ratio | without cache | ratio |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind in queries:
        theirs_, ours, bare = (best[name][kind] for name in servers)
        print(f"| {kind} | {theirs_:,.0f} | {ours:,.0f} | {ours / theirs_:.2f} | {bare:,.0f} | {bare / theirs_:.2f} |")
    print("\nmicroseconds of processors for a request, the least of all rounds; the ratio is that of what one buys")
    print("| question | oxigraph serve-read-only | mandategraph serve | ratio | without cache | ratio |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind in queries:
        theirs_, ours, bare = (least[name][kind] for name in servers)
        print(f"| {kind} | {theirs_:,.0f} | {ours:,.0f} | {theirs_ / ours:.2f} | {bare:,.0f} | {theirs_ / bare:.2f} |")


if __name__ == "__main__":
    main()
