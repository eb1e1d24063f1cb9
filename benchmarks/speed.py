"""Measures speed and writes docs/performance.md: ``python -m benchmarks.speed [--quick | --full] [--only NAME] [--output FILE]``.

A measurement is a function that takes a run and gives rows; it stands in ``MEASUREMENTS`` under the heading of its
table, and its docstring is the sentence below that heading. Each compares one thing with another in the same run.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import asking, building, extraction, graphs, scaling
from benchmarks.rows import Row, Run

__all__ = ["MEASUREMENTS", "main"]

MEASUREMENTS: dict[str, Callable[[Run], Iterable[Row]]] = {
    "Facts of generated documents": extraction.correctness,
    "Rate of extraction": extraction.rate,
    "Growth with length and names": extraction.growth,
    "Long passages": extraction.long_passages,
    "Two processes": building.two_processes,
    "Checks of a build": building.checks,
    "Many documents": building.many,
    "Killed builds": building.killed,
    "Loading": scaling.loading,
    "Replacing a document": scaling.replacing,
    "Checking": scaling.checking,
    "Questions": asking.questions,
    "Questions beside rdflib": asking.questions_of_rdflib,
    "Traversal": graphs.traversal,
    "Endpoint": graphs.endpoint,
}
_OUTPUT = Path(__file__).parents[1] / "docs" / "performance.md"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in ("ahocorasick-rs", "pyoxigraph", "rustworkx"))
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}"
    )


def _page(tables: dict[str, tuple[str, Sequence[Row]]], command: str, load: tuple[float, float], minutes: float) -> str:
    lines = [
        "# Performance",
        "",
        "This page is written by `make bench`; nothing in it is typed by hand.",
        "Ratios are the point: what a row compares was measured in the same run, in turns, so that both met the same load.",
        "Rates are of processor time on one core and depend on the machine and on what else runs on it.",
        "",
        f"- Machine: {_machine()}",
        f"- Load of the machine (mean of a minute): {load[0]:.1f} before the run, {load[1]:.1f} after it",
        f"- Date: {datetime.now(UTC):%Y-%m-%d}; the run took {minutes:.0f} minutes",
        f"- Command: `{command}`",
    ]
    left = [heading for heading in MEASUREMENTS if heading not in tables]
    if left:
        lines.append(f"- Not measured in this run: {', '.join(left)}")
    for heading, (summary, rows) in tables.items():
        lines += ["", f"## {heading}", "", summary, "", "| what | measured | wanted | |", "| --- | ---: | ---: | --- |"]
        for row in rows:
            met = "" if row.met is None else "met" if row.met else "**not met**"
            lines.append(f"| {row.what} | {row.figure} | {row.target} | {met} |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print each row, write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=main.__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny sizes, for trying the measurements out")
    parser.add_argument("--full", action="store_true", help="all sizes that are wanted; takes an hour or more")
    parser.add_argument("--only", action="append", choices=[*MEASUREMENTS], help="a measurement; may be given again")
    parser.add_argument("--output", type=Path, help="the page to write; with --quick or --only none is written without it")
    given = parser.parse_args(arguments)
    if given.quick and given.full:
        parser.error("--quick and --full exclude each other")
    begin, before = time.perf_counter(), os.getloadavg()[0]
    output = given.output or (None if given.quick or given.only else _OUTPUT)
    command = " ".join(["python -m benchmarks.speed", *(sys.argv[1:] if arguments is None else arguments)])
    tables: dict[str, tuple[str, Sequence[Row]]] = {}
    for heading in given.only or MEASUREMENTS:
        measure = MEASUREMENTS[heading]
        print(f"{heading}:", flush=True)
        rows = []
        with tempfile.TemporaryDirectory() as folder:
            for row in measure(Run(Path(folder), given.quick, given.full)):
                met = "" if row.met is None else "  met" if row.met else "  NOT MET"
                print(f"  {row.what}: {row.figure}{f' (wanted {row.target})' if row.target else ''}{met}", flush=True)
                rows.append(row)
        tables[heading] = ((measure.__doc__ or "").partition("\n\n")[0], rows)
        if output is not None:  # after each table, so that a run that is stopped leaves what it has measured
            minutes = (time.perf_counter() - begin) / 60
            output.write_text(_page(tables, command, (before, os.getloadavg()[0]), minutes), encoding="utf-8")
    if output is not None:
        print(f"wrote {output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
