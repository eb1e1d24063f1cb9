"""Documents read by several processes and by a cluster: what is killed is done again, and the graph is the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from tests.editions import BASE, SENTENCES, extract

from mandategraph.build import BuildReport, Built, Failure, build
from mandategraph.errors import DocumentError, MandategraphError
from mandategraph.export import export
from mandategraph.model import Document, Extraction
from mandategraph.prepare import Task
from mandategraph.read import read_document
from mandategraph.store import open_store
from mandategraph.workers import Processes

_COUNT = 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dozen documents in Chinese."""
    made = tmp_path / "documents"
    made.mkdir()
    for number in range(_COUNT):
        body = "。\n".join(SENTENCES[(number + step) % len(SENTENCES)][1] for step in (0, 2, 5))
        (made / f"{number:02}.txt").write_text(f"GC.19/{number}\n\n1. {body}。\n", encoding="utf-8")
    return made


def quads(graph: Path) -> bytes:
    target = graph.parent / f"{graph.name}.nq"
    with open_store(graph) as store:
        export(store, target)
    return target.read_bytes()


def extract_and_die(kill: str, once: Path | None, document: Document) -> Extraction:
    """Kill the process at one document: the first time that it comes, or always."""
    if document.name == kill and (once is None or not once.exists()):
        if once is not None:
            once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return extract(document)


def slow_extract(document: Document) -> Extraction:
    time.sleep(0.2)
    return extract(document)


def names(report: BuildReport) -> list[str]:
    return [built.path.name for built in report.documents]


def test_killed_process_loses_nothing(folder: Path, tmp_path: Path) -> None:
    """A process is killed at a document: that and all others are built, as by one process."""
    dying = partial(extract_and_die, "05.txt", tmp_path / "died")
    report = build([folder], tmp_path / "g", extract=dying, workers=2)
    assert (tmp_path / "died").exists()
    assert report.failures == ()
    build([folder], tmp_path / "h", extract=extract)
    assert quads(tmp_path / "g") == quads(tmp_path / "h")


def test_document_that_kills_is_named(folder: Path, tmp_path: Path) -> None:
    """A document at which every process dies is a failure of its own; all others are built."""
    report = build([folder], tmp_path / "g", extract=partial(extract_and_die, "05.txt", None), workers=2)
    (failure,) = report.failures
    assert failure.path.name == "05.txt"
    assert "killed 2 times" in failure.message
    assert len(report.documents) == _COUNT - 1


_BUILD = """
import sys
from pathlib import Path
from mandategraph.build import build
from tests.test_workers import slow_extract
if __name__ == "__main__":
    build([Path(sys.argv[1])], Path(sys.argv[2]), extract=slow_extract, workers=2,
          progress=lambda done, total, last: print(done, flush=True))
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc to find the processes of a process")
def test_processes_end_with_the_one_that_began_them(folder: Path, tmp_path: Path) -> None:
    """When the writer is killed, its readers end too, and the same build goes on and gives the same graph."""
    command = [sys.executable, "-c", _BUILD, str(folder), str(tmp_path / "g")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == "1"
        children = list(_children(writer.pid))
        assert len(children) >= 2
        writer.kill()
    deadline = time.monotonic() + 10
    while any(map(_runs, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_runs, children))
    assert len(names(build([folder], tmp_path / "g", extract=slow_extract, workers=2))) == _COUNT
    build([folder], tmp_path / "h", extract=extract)
    assert quads(tmp_path / "g") == quads(tmp_path / "h")


def extract_and_tell(place: Path, document: Document) -> Extraction:
    """Say which document is read, where a test can read it."""
    with place.open("a", encoding="utf-8") as file:
        file.write(document.name + "\n")
    return extract(document)


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_writer_reads_nothing_again(folder: Path, tmp_path: Path, workers: int) -> None:
    """When the writer is killed, each document that it had told of is in what it left, though nothing was written."""
    script = _BUILD.replace("workers=2", f"workers={workers}")
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder), str(tmp_path / "g")], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline().strip() for _ in range(4)]
        writer.kill()
    assert told == ["1", "2", "3", "4"]
    assert (tmp_path / "g" / "draft.journal").is_dir()
    telling = partial(extract_and_tell, tmp_path / "read")
    report = build([folder], tmp_path / "g", extract=telling, workers=workers)
    read = set((tmp_path / "read").read_text(encoding="utf-8").split())
    assert {f"{number:02}.txt" for number in range(5, _COUNT)} <= read <= {f"{number:02}.txt" for number in range(4, _COUNT)}
    assert {built.outcome.value for built in report.documents} == {"new"}
    assert not (tmp_path / "g" / "draft.journal").exists()
    build([folder], tmp_path / "h", extract=extract)
    assert quads(tmp_path / "g") == quads(tmp_path / "h")


def _children(parent: int) -> Iterator[int]:
    for task in Path(f"/proc/{parent}/task").iterdir():
        yield from map(int, (task / "children").read_text().split())


def _runs(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def test_what_cannot_be_pickled_is_refused(folder: Path, tmp_path: Path) -> None:
    """Several workers cannot have a function that is part of another: that is said in one line, and no graph is made."""

    def own(document: Document) -> Extraction:
        return extract(document)

    with pytest.raises(ValueError, match="can be pickled") as caught:
        build([folder], tmp_path / "g", extract=own, workers=2)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "g").exists()


_BARE = """
import sys
from pathlib import Path
from mandategraph.build import build
from tests.editions import extract
try:
    build([Path(sys.argv[1])], Path(sys.argv[2]), extract=extract, workers=2)
except ValueError as error:
    sys.exit(f"refused: {error}")
"""


def test_script_without_guard_is_refused(folder: Path, tmp_path: Path) -> None:
    """A script that builds with several workers at its top is told what it lacks, and no graph is made."""
    script = tmp_path / "script.py"
    script.write_text(_BARE, encoding="utf-8")
    command = [sys.executable, str(script), str(folder), str(tmp_path / "g")]
    path = os.pathsep.join([str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")])
    found = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": path})
    assert found.returncode == 1
    [refused] = [line for line in found.stderr.splitlines() if line.startswith("refused: ")]
    assert 'if __name__ == "__main__"' in refused
    assert not (tmp_path / "g").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there is one way to begin processes")
def test_processes_hold_nothing_of_the_first(folder: Path, tmp_path: Path) -> None:
    """Neither the first readers nor those after one that was killed are copies of the process that builds."""
    dying = partial(extract_and_die, "05.txt", tmp_path / "died")
    with closing(Processes(2, (None, read_document, dying, False))) as processes:
        tasks = [Task(path, BASE, path.name) for path in sorted(folder.iterdir())]
        before = _parents(processes)
        assert len(list(processes.results(tasks))) == _COUNT
        after = _parents(processes)
    assert os.getpid() not in before | after


def _parents(processes: Processes) -> set[int]:
    """Of which processes the readers are copies."""
    return {processes._pool.submit(os.getppid).result() for _ in range(4)}


_FROZEN = """
import gc, sys
from pathlib import Path
from mandategraph.build import build
from mandategraph.cli import main
if sys.argv[1] == "library":
    build([Path(sys.argv[2])], Path(sys.argv[3]))
else:
    main(["build", sys.argv[2], "--output", sys.argv[3], "--workers", "1"])
print(gc.get_freeze_count())
"""


@pytest.mark.parametrize("way", ["library", "command"])
def test_garbage_of_a_caller_is_the_callers(folder: Path, tmp_path: Path, way: str) -> None:
    """A build in the process of a caller leaves its garbage collection as it is; the command arranges its own."""
    for path in sorted(folder.iterdir())[1:]:
        path.unlink()
    command = [sys.executable, "-c", _FROZEN, way, str(folder), str(tmp_path / "g")]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (int(found.stdout.splitlines()[-1]) > 0) == (way == "command")


def test_dask_cluster_whose_worker_is_killed(folder: Path, tmp_path: Path) -> None:
    """Three worker processes of a real cluster, one killed in mid-build: the same graph as one process."""
    distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
    killed: list[int] = []
    with (
        distributed.LocalCluster(
            n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
    ):
        workers = [worker.pid for worker in cluster.workers.values()]

        def kill_one(done: int, total: int, last: Built | Failure) -> None:
            if done == 3:
                os.kill(workers[0], signal.SIGKILL)
                killed.append(workers[0])

        report = build(
            [folder], tmp_path / "g", extract=slow_extract, scheduler=cluster.scheduler_address, progress=kill_one
        )
    assert len(killed) == 1
    assert report.failures == ()
    build([folder], tmp_path / "h", extract=extract)
    assert quads(tmp_path / "g") == quads(tmp_path / "h")


def test_no_scheduler(folder: Path, tmp_path: Path) -> None:
    """An address where no scheduler answers is named in one line, and no graph is made."""
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with pytest.raises(DocumentError, match="no Dask scheduler answers at no-address") as caught:
        build([folder], tmp_path / "g", extract=extract, scheduler="no-address")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "g").exists()


def test_no_room_for_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives no shared memory, one line says what to do instead, and no graph is begun."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("mandategraph.workers.ProcessPoolExecutor", refuse)
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(f"GC.19/{number}\n\n1. The Board met.\n", encoding="utf-8")
    with pytest.raises(MandategraphError, match=r"Permission denied.*--workers 1"):
        build([tmp_path], tmp_path / "g", workers=2, extract=extract)
    assert not (tmp_path / "g").exists()
