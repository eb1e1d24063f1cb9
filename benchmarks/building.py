"""Measures whole builds, from files to a checked graph: two processes, many documents, and a kill in the middle."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from benchmarks.documents import write_documents
from benchmarks.rows import Row, Run, alternately
from mandategraph.authority import Authority, load_authority
from mandategraph.build import Built, Failure, build
from mandategraph.export import export
from mandategraph.model import Document
from mandategraph.prepare import own_process
from mandategraph.read.files import Reader
from mandategraph.read.limits import Limits
from mandategraph.recall import editions
from mandategraph.store import open_store

__all__ = ["checks", "killed", "many", "two_processes"]

#: Paragraphs of a document of the builds of many documents: 10,000 of these state 400,000 facts.
_PARAGRAPHS = 11
_TICK = os.sysconf("SC_CLK_TCK")


@cache
def _authority() -> Authority:
    return load_authority()


def two_processes(run: Run) -> Iterator[Row]:
    """A build as the command does it, with two reading processes and with one, in turns: what it reads, and all of it."""
    once, twice = (min(_spun(count) for _ in range(run.size(3, 1))) for count in (1, 2))
    yield Row("the machine: two processes that only count beside one, by the clock", f"{2 * once / twice:.2f} times")
    folder, numbers = run.folder / "documents", range(run.size(200, 3))
    size = write_documents(folder, _authority(), numbers, run.size(60, 5))
    reading, whole, processor = ([float("inf")] * 2 for _ in range(3))
    for turn in range(run.size(3, 1)):
        for place, count in enumerate((1, 2)):
            begin = time.perf_counter()
            first, *_, last, end = _marks(folder, run.folder / f"graph{count}-{turn}", len(numbers), workers=count)
            reading[place] = min(reading[place], (last["clock"] - first["clock"]) / (len(numbers) - 1))
            whole[place] = min(whole[place], time.perf_counter() - begin)
            processor[place] = min(processor[place], end["cpu"])
    texts = f"{len(numbers)} documents of {size / len(numbers) / 1e3:.0f} kB"
    for place, called in enumerate(("one process", "two processes")):
        yield Row(
            f"{texts}, {called}",
            f"{1 / reading[place]:.1f} a second read, extracted and held to the shapes; all in {whole[place]:.1f} s, "
            f"of which {len(numbers) * reading[place]:.1f} s so; {processor[place]:.1f} s of processor time",
        )
    yield Row.at_least("two processes that read and extract beside one, by the clock", reading[0] / reading[1], 1.7, " times")
    yield Row("the whole build, its start and its load included, with two beside one", f"{whole[0] / whole[1]:.2f} times")


def _spun(count: int) -> float:
    """Seconds that processes take which share nothing and only count."""
    begin = time.perf_counter()
    command = [sys.executable, "-c", "for number in range(20_000_000): str(number)"]
    for process in [subprocess.Popen(command) for _ in range(count)]:
        assert process.wait() == 0
    return time.perf_counter() - begin


def checks(run: Run) -> Iterator[Row]:
    """Documents built by this process, held to the shapes and not, in turns."""
    folder, numbers = run.folder / "documents", range(run.size(30, 2))
    write_documents(folder, _authority(), numbers, run.size(60, 5))
    turns = iter(range(99))

    def built(check: bool) -> None:
        report = build([folder], run.folder / f"graph{next(turns)}", authority=_authority(), check=check)
        assert not report.failures

    built(True)  # what is made once is made before
    without, checked = alternately([lambda: built(False), lambda: built(True)], run.size(3, 1))
    yield Row(f"{len(numbers)} documents, not held to the shapes", f"{without / len(numbers) * 1e3:.0f} ms each")
    yield Row.at_most("what the shapes add, beside the whole without them", checked / without - 1, 0.2)


def many(run: Run) -> Iterator[Row]:
    """Many documents built from their files by two reading processes, each held to the shapes; by processor time."""
    documents = run.size(2_000, 30, 10_000)
    part = documents // 10
    folder, few = run.folder / "documents", run.folder / "few"
    size = write_documents(folder, _authority(), range(documents), _PARAGRAPHS)
    write_documents(few, _authority(), range(part), _PARAGRAPHS)
    small = _marks(few, run.folder / "small", part)
    begin = time.perf_counter()
    marks = _marks(folder, run.folder / "graph", part)
    seconds = time.perf_counter() - begin
    by_count = {mark["done"]: mark for mark in marks}
    read, end = by_count[documents], marks[-1]

    def growth(what: str) -> float:
        """What the last part took beside the first, from which the start of the processes is left out."""
        first = by_count[part][what] - by_count[1][what]
        last = by_count[documents][what] - by_count[documents - part][what]
        return float(last / max(first * part / (part - 1), 1 / _TICK))

    with open_store(run.folder / "graph") as store:
        (row,) = store.select("SELECT (COUNT(*) AS ?n) WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
        assert row[0] is not None
        statements = int(row[0].value)
    yield Row(
        f"{documents:,} documents of {size / documents / 1e3:.1f} kB, {statements / documents:,.0f} statements each",
        f"{documents / seconds:.0f} a second by the clock",
    )
    yield Row(
        f"the last {part:,} beside the first {part:,}, while reading: for the readers alone, whose work does not grow, so by the machine",
        f"{growth('readers'):.2f} times",
    )
    yield Row.at_most(f"the last {part:,} beside the first {part:,}, while reading", growth("cpu"), 1.3, " times")
    loaded = end["cpu"] - read["cpu"]
    yield Row(
        "the load at the end",
        f"{loaded:.1f} s of processor time, {loaded / documents * 1e3:.0f} ms a document; {end['clock'] - read['clock']:.1f} s by the clock",
    )
    each, each_of_few = (
        (given[-1]["cpu"] - given[0]["cpu"]) / (given[-2]["done"] - 1) for given in (marks, small)
    )
    yield Row(
        f"the whole build, without the start of its processes: of {documents:,}, and of {part:,} in the same run",
        f"{each * 1e3:.0f} and {each_of_few * 1e3:.0f} ms of processor time a document",
    )
    yield Row.at_most("the former beside the latter", each / each_of_few, 1.3, " times")
    peak = max(mark["memory"] for mark in marks) / 1e9
    yield Row.at_most("memory of all processes, the peaks of each added", peak, 2.0, " GB")


def _marks(folder: Path, graph: Path, step: int, workers: int = 2) -> list[dict[str, float]]:
    """What a build has used at its first document, at each so many, the last included, and at its end."""
    with _builder(folder, graph, step, workers=workers) as builder:
        marks = []
        for line in builder.stdout or ():
            marks.append(json.loads(line))
            print(f"    {marks[-1]}", file=sys.stderr, flush=True)
    assert builder.returncode == 0
    return marks


class _Noted:
    """Reads files and notes which, for processes that share nothing but the disk."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._read = Reader(Limits())

    def __call__(self, path: Path) -> Document:
        with self._place.open("a", encoding="utf-8") as file:
            file.write(f"{path.name}\n")
        return self._read(path)


def killed(run: Run) -> Iterator[Row]:
    """A build that is killed and taken up again, beside one that is not."""
    documents = run.size(300, 30, 10_000)
    folder, graph = run.folder / "documents", run.folder / "graph"
    write_documents(folder, _authority(), range(documents), _PARAGRAPHS)
    seen = 0
    # What a killed process leaves to be cleaned up is told by another, on stderr.
    with _builder(folder, graph, 1, subprocess.DEVNULL) as builder:
        for line in builder.stdout or ():
            seen = json.loads(line)["done"]
            if seen >= documents * 2 // 3:
                os.kill(builder.pid, signal.SIGKILL)
                break
    noted = run.folder / "read"
    build([folder], graph, authority=_authority(), workers=2, read=_Noted(noted))
    read = set(noted.read_text(encoding="utf-8").split())
    build([folder], run.folder / "whole", authority=_authority(), workers=2)
    yield Row(f"documents read when a build of {documents:,} was killed", f"{seen:,}")
    again = len(read.intersection(path.name for path in sorted(folder.iterdir())[:seen]))
    yield Row("of these, read again when it was taken up", f"{again:,}", "0", again == 0)
    same = _content(graph, run.folder) == _content(run.folder / "whole", run.folder)
    yield Row("the graph is, byte for byte, that of a build that was not killed", str(same).lower(), "true", same)


def _content(graph: Path, folder: Path) -> str:
    target = folder / "all.nq"
    target.unlink(missing_ok=True)
    with open_store(graph) as store:
        assert next(iter(editions(store)))
        export(store, target)
    return sha256(target.read_bytes()).hexdigest()


def _builder(folder: Path, graph: Path, step: int, stderr: int | None = None, workers: int = 2) -> subprocess.Popen[str]:
    """A process that builds a folder and prints, at each so many documents, what it has used until then."""
    command = [sys.executable, "-m", "benchmarks.building", str(folder), str(graph), str(step), str(workers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True, cwd=Path(__file__).parents[1])


def _used(process: int) -> tuple[float, int]:
    """The seconds of processor time and the most bytes of memory that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    return (int(fields[11]) + int(fields[12])) / _TICK, peak * 1024


def _main(folder: str, graph: str, step: int, workers: int) -> None:
    """Build, and say at the first document and at every so many what all processes have used."""
    used: dict[int, tuple[float, int]] = {}

    def mark(done: int) -> None:
        for process in (os.getpid(), *(child.pid or 0 for child in multiprocessing.active_children())):
            used[process] = _used(process)
        sums = {"cpu": sum(cpu for cpu, _ in used.values()), "memory": sum(peak for _, peak in used.values())}
        sums["readers"] = sums["cpu"] - used[os.getpid()][0]
        sums["clock"] = time.perf_counter()
        print(json.dumps({"done": done} | sums), flush=True)

    def tell(done: int, total: int, result: Built | Failure) -> None:
        if done == 1 or done % step == 0:
            mark(done)

    own_process()  # as the command does
    report = build([Path(folder)], Path(graph), workers=workers, progress=tell)
    mark(0)  # at the end
    if report.failures:
        sys.exit(report.failures[0].message)


def _arguments(given: Sequence[str]) -> tuple[str, str, int, int]:
    folder, graph, step, workers = given
    return folder, graph, int(step), int(workers)


if __name__ == "__main__":
    _main(*_arguments(sys.argv[1:]))
