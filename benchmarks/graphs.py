"""Measures a finished graph: the traversal API and the endpoint, each beside the engine alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bigraph import make_store
from benchmarks.rows import Row, Run
from benchmarks.traversal import rows

__all__ = ["endpoint", "traversal"]


def traversal(run: Run) -> Iterator[Row]:
    """Steps through a generated graph beside the look-up of one fact, in turns; a network of all of it."""
    yield from rows(run.folder / "graph", run.size(1_000_000, 1_000), run.size(200, 5))


def endpoint(run: Run) -> Iterator[Row]:
    """Requests a second of the server beside those of Oxigraph's own on the same store."""
    oxigraph = shutil.which("oxigraph") or str(Path(sys.executable).parent / "oxigraph")
    if shutil.which("wrk") is None or not Path(oxigraph).exists():
        yield Row("not measured: it needs wrk (a Debian package) and oxigraph (pip install oxigraph)", "")
        return
    graph = run.folder / "graph"
    make_store(graph, run.size(20_000, 1_000)).close()
    command = [sys.executable, "-m", "benchmarks.endpoint", str(graph), "--json", "--rounds", "1",
               "--seconds", str(run.size(3, 1))]  # fmt: skip
    rates = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["requests per second"]
    for kind, theirs in rates["oxigraph"].items():
        ours, bare = rates["mandategraph"][kind], rates["without cache"][kind]
        yield Row(f"{kind}: requests a second", f"{ours:,.0f}; {bare:,.0f} without cache; oxigraph {theirs:,.0f}")
        yield Row(f"{kind}: beside oxigraph, without cache", f"{bare / theirs:.2f} times")
