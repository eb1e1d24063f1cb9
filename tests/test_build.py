"""Documents to a graph: what is new, what stays, what fails, and what an interrupt leaves."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.editions import SENTENCES, extract

from mandategraph.build import BuildReport, Built, Failure, Outcome, build
from mandategraph.describe import EditionGraph
from mandategraph.errors import DocumentError, StoreError
from mandategraph.export import export
from mandategraph.model import Document, Extraction
from mandategraph.quotes import verify_quotes
from mandategraph.read import read_document
from mandategraph.recall import editions
from mandategraph.store import EmbeddedStore, open_store
from mandategraph.store import replace as put


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents in Chinese."""
    made = tmp_path / "documents"
    made.mkdir()
    for number, choice in enumerate([(0, 1), (2, 4, 5), (6, 9)], 1):
        write(made / f"{number}.txt", f"GC.19/{number}", *choice)
    return made


def write(path: Path, symbol: str, *choice: int, more: str = "") -> None:
    body = "。\n".join(SENTENCES[index][1] for index in choice)
    path.write_text(f"{symbol}\n\n1. {body}。\n{more}", encoding="utf-8")


def make(paths: list[Path], output: Path, workers: int = 1) -> BuildReport:
    return build(paths, output, extract=extract, workers=workers)


def quads(graph: Path) -> bytes:
    with open_store(graph) as store:
        target = graph.parent / "all.nq"
        export(store, target)
    return target.read_bytes()


def outcomes(report: BuildReport) -> dict[str, str]:
    return {built.path.name: built.outcome.value for built in report.documents}


def test_report(folder: Path, tmp_path: Path) -> None:
    """Each document is reported with its id, language and counts, in the order of the files."""
    report = make([folder], tmp_path / "g")
    assert report.failures == ()
    assert [built.document for built in report.documents] == [f"document/GC.19/{n}" for n in (1, 2, 3)]
    assert [built.facts for built in report.documents] == [2, 3, 2]
    assert {built.language for built in report.documents} == {"zh"}
    assert all(built.entities > 1 and built.passages > 0 for built in report.documents)
    assert set(outcomes(report).values()) == {"new"}


def test_large_new_graph_is_merged_at_the_end(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new graph of many documents is merged before it is published, once; it holds the same as one that is not."""
    merged: list[Path] = []
    optimize = EmbeddedStore.optimize

    def counted(store: EmbeddedStore) -> None:
        merged.append(store.path)
        optimize(store)

    monkeypatch.setattr(EmbeddedStore, "optimize", counted)
    make([folder], tmp_path / "few")
    monkeypatch.setattr("mandategraph.targets._MANY", 2)
    make([folder], tmp_path / "many")
    assert quads(tmp_path / "many") == quads(tmp_path / "few")
    for number in range(7, 10):
        write(folder / f"{number}.txt", f"T/{number}", 0)
    make([folder], tmp_path / "many")
    assert merged == [tmp_path / "many"]


def test_second_build_leaves_all_as_it_is(folder: Path, tmp_path: Path) -> None:
    """What has not changed is neither read again nor written, and is reported with the same counts."""
    first = make([folder], tmp_path / "g")
    before = quads(tmp_path / "g")
    second = build([folder], tmp_path / "g", extract=extract, read=refuse)
    assert quads(tmp_path / "g") == before
    assert set(outcomes(second).values()) == {"unchanged"}
    assert [(b.document, b.title, b.passages, b.entities, b.facts) for b in first.documents] == [
        (b.document, b.title, b.passages, b.entities, b.facts) for b in second.documents
    ]


def test_changed_document_is_replaced(folder: Path, tmp_path: Path) -> None:
    """A file with a new text replaces its edition; what only the old text said is gone."""
    make([folder], tmp_path / "g")
    write(folder / "1.txt", "GC.19/1", 0)
    report = make([folder], tmp_path / "g")
    assert outcomes(report) == {"1.txt": "replaced", "2.txt": "unchanged", "3.txt": "unchanged"}
    make([folder], tmp_path / "fresh")
    assert quads(tmp_path / "g") == quads(tmp_path / "fresh")


@pytest.mark.parametrize("workers", [1, 2])
def test_order_and_number_of_workers_do_not_matter(folder: Path, tmp_path: Path, workers: int) -> None:
    """Together or one at a time, in one process or two: the same bytes."""
    make([folder], tmp_path / "g", workers)
    for number in (3, 1, 2):
        make([folder / f"{number}.txt"], tmp_path / "h")
    assert quads(tmp_path / "g") == quads(tmp_path / "h")


@pytest.mark.parametrize("workers", [1, 2])
def test_bad_file_among_good_ones(folder: Path, tmp_path: Path, workers: int) -> None:
    """Files that cannot be read or understood are named, and the others are built."""
    (folder / "0.txt").write_bytes(b"")
    write(folder / "4.txt", "GC.19/4", more="BAD")
    write(folder / "5.txt", "GC.19/5", more="BUG")
    report = make([folder], tmp_path / "g", workers)
    assert [failure.path.name for failure in report.failures] == ["0.txt", "4.txt", "5.txt"]
    assert "0.txt" in report.failures[0].message
    assert report.failures[1].message == "4.txt: cannot be understood"
    assert "internal error, KeyError" in report.failures[2].message
    assert len(report.documents) == 3
    make([folder / f"{n}.txt" for n in (1, 2, 3)], tmp_path / "good")
    assert quads(tmp_path / "g") == quads(tmp_path / "good")


def test_only_bad_files_change_nothing(folder: Path, tmp_path: Path) -> None:
    """Bad files alone leave a store as it is, and make no new one."""
    bad = tmp_path / "bad.txt"
    write(bad, "GC.19/4", more="BAD")
    make([folder], tmp_path / "g")
    before = quads(tmp_path / "g")
    assert make([bad], tmp_path / "g").documents == ()
    assert quads(tmp_path / "g") == before
    assert len(make([bad], tmp_path / "new").failures) == 1
    assert not (tmp_path / "new").exists()
    (tmp_path / "empty").mkdir()
    make([bad], tmp_path / "empty")
    assert list((tmp_path / "empty").iterdir()) == []


def test_paths_that_hold_no_documents(tmp_path: Path) -> None:
    """A missing path and an empty folder are refused before a store is made."""
    with pytest.raises(DocumentError, match="missing"):
        make([tmp_path / "missing"], tmp_path / "g")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DocumentError, match="no documents in"):
        make([tmp_path / "empty"], tmp_path / "g")
    assert not (tmp_path / "g").exists()


def test_same_edition_twice(folder: Path, tmp_path: Path) -> None:
    """Two texts of one edition are refused for the second, naming both; identical files are one."""
    (folder / "1-copy.txt").write_bytes((folder / "1.txt").read_bytes())
    write(folder / "9.txt", "GC.19/1", 5)
    report = make([folder], tmp_path / "g")
    assert outcomes(report) == {"1-copy.txt": "new", "1.txt": "unchanged", "2.txt": "new", "3.txt": "new"}
    (failure,) = report.failures
    assert failure.path == folder / "9.txt"
    assert str(folder / "1-copy.txt") in failure.message
    again = make([folder], tmp_path / "g")
    assert [failure.path.name for failure in again.failures] == ["9.txt"]
    assert set(outcomes(again).values()) == {"unchanged"}


def test_interrupt_keeps_what_is_done(folder: Path, tmp_path: Path) -> None:
    """An interrupted build leaves a valid store, and the next build does only the rest."""

    def stop_at_third(path: Path) -> Document:
        if path.name == "3.txt":
            raise KeyboardInterrupt
        return read_document(path)

    with pytest.raises(KeyboardInterrupt):
        build([folder], tmp_path / "g", extract=extract, read=stop_at_third)
    with open_store(tmp_path / "g") as store:
        assert [edition.name for edition in editions(store)] == ["1.txt", "2.txt"]
    report = make([folder], tmp_path / "g")
    assert outcomes(report) == {"1.txt": "unchanged", "2.txt": "unchanged", "3.txt": "new"}
    make([folder], tmp_path / "whole")
    assert quads(tmp_path / "g") == quads(tmp_path / "whole")


def test_interrupt_while_another_thread_writes(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With several workers a batch is written while the next is read: an interrupt keeps all that is done."""
    monkeypatch.setattr("mandategraph.build._STATEMENTS", 1)
    make([folder / "1.txt"], tmp_path / "g")

    def stop(done: int, total: int, last: Built | Failure) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([folder], tmp_path / "g", extract=extract, workers=2, progress=stop)
    with open_store(tmp_path / "g") as store:
        assert [edition.name for edition in editions(store)] == ["1.txt", "2.txt"]
    assert outcomes(make([folder], tmp_path / "g", 2)) == {"1.txt": "unchanged", "2.txt": "unchanged", "3.txt": "new"}
    make([folder], tmp_path / "whole")
    assert quads(tmp_path / "g") == quads(tmp_path / "whole")


@pytest.mark.parametrize("batch", [1, 2])
def test_failing_write_of_another_thread(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """What stops the thread that writes stops the build, at whichever batch, and the graph stays as it was."""
    monkeypatch.setattr("mandategraph.build._STATEMENTS", 1)
    make([folder / "1.txt"], tmp_path / "g")
    before = quads(tmp_path / "g")
    batches = []

    def full(store: EmbeddedStore, graphs: Sequence[EditionGraph], **given: Any) -> int:
        batches.append(graphs)
        if len(batches) == batch:
            raise StoreError("the disk is full")
        return put(store, graphs, **given)

    monkeypatch.setattr("mandategraph.targets.put", full)
    with pytest.raises(StoreError, match="full"):
        make([folder], tmp_path / "g", 2)
    assert quads(tmp_path / "g") == before


# The load at the end of a first build


def refuse(path: Path) -> Document:
    raise AssertionError(path)


@pytest.mark.parametrize("workers", [1, 2])
def test_failing_load_leaves_no_store(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """What stops the load of a new graph at its end stops the build, and the graph is removed with all that it kept."""

    def full(store: EmbeddedStore, given: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(EmbeddedStore, "load", full)
    with pytest.raises(StoreError, match="full"):
        make([folder], tmp_path / "g", workers)
    assert not (tmp_path / "g").exists()


def test_nothing_is_written_before_the_end(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A first build loads once, when all is read; how far it is, is told until it is the whole."""
    told: list[float | str] = []
    load = EmbeddedStore.load

    def counted(store: EmbeddedStore, given: Any) -> None:
        told.append("load")
        load(store, given)

    monkeypatch.setattr(EmbeddedStore, "load", counted)
    build(
        [folder],
        tmp_path / "g",
        extract=extract,
        progress=lambda done, total, last: told.append(last.path.name),
        loading=told.append,
    )
    assert told == ["1.txt", "2.txt", "3.txt", "load", 1.0]


def test_interrupted_load_is_taken_up(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who interrupts the load, too, sees no half of a graph; the next build loads what was read, and reads the rest."""
    monkeypatch.setattr("mandategraph.loading._CHUNK", 1)

    def stop_at_third(path: Path) -> Document:
        if path.name == "3.txt":
            raise KeyboardInterrupt
        return read_document(path)

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([folder], tmp_path / "g", extract=extract, read=stop_at_third, loading=stop)
    with open_store(tmp_path / "g") as store:
        assert editions(store) == ()
    with pytest.raises(KeyboardInterrupt):
        build([folder], tmp_path / "g", extract=extract, read=stop_at_third)
    with open_store(tmp_path / "g") as store:
        assert [edition.name for edition in editions(store)] == ["1.txt", "2.txt"]
    make([folder], tmp_path / "g")
    make([folder], tmp_path / "whole")
    assert quads(tmp_path / "g") == quads(tmp_path / "whole")


_KILLED = """
import os, signal, sys
from pathlib import Path
from mandategraph import loading
from mandategraph.build import build
from mandategraph.store import versions
from tests.editions import extract

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def tell(share):
    if sys.argv[3] == "published":
        versions.sweep = kill
    elif share == 1 or sys.argv[3] == "loading":
        kill()

loading._CHUNK = 1
build([Path(sys.argv[1])], Path(sys.argv[2]), extract=extract, loading=tell)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
@pytest.mark.parametrize("moment", ["loading", "loaded", "published"])
def test_killed_load_is_taken_up(folder: Path, tmp_path: Path, moment: str) -> None:
    """Killed while it loads, or after, a build shows nothing or all; the same one goes on and reads nothing again."""
    command = [sys.executable, "-c", _KILLED, str(folder), str(tmp_path / "g"), moment]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    with open_store(tmp_path / "g") as store:
        assert len(editions(store)) == (3 if moment == "published" else 0)
    report = build([folder], tmp_path / "g", extract=extract, read=refuse)
    assert len(report.documents) == 3
    make([folder], tmp_path / "whole")
    assert quads(tmp_path / "g") == quads(tmp_path / "whole")
    assert sorted(path.name.rstrip("0123456789") for path in (tmp_path / "g").iterdir()) == [
        "lock",
        "mandategraph.json",
        "quads.",
    ]


def test_what_was_refused_is_not_loaded_later(folder: Path, tmp_path: Path) -> None:
    """A second text of one edition, which a killed build had kept, is refused by the next build as well."""
    write(folder / "9.txt", "GC.19/1", 5)

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([folder], tmp_path / "g", extract=extract, loading=stop)
    report = build([folder], tmp_path / "g", extract=extract, read=refuse)
    assert [failure.path.name for failure in report.failures] == ["9.txt"]
    make([folder / f"{number}.txt" for number in (1, 2, 3)], tmp_path / "whole")
    assert quads(tmp_path / "g") == quads(tmp_path / "whole")


def test_interrupt_at_once_leaves_no_store(folder: Path, tmp_path: Path) -> None:
    """A build that is interrupted before anything is done leaves no new store."""

    def stop(path: Path) -> Document:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([folder], tmp_path / "g", extract=extract, read=stop)
    assert not (tmp_path / "g").exists()


def test_failing_first_build_leaves_no_store(folder: Path, tmp_path: Path) -> None:
    """A new store is removed when its first build fails, an old one is kept."""

    def fail(done: int, total: int, last: Built | Failure) -> None:
        raise StoreError("the disk is full")

    with pytest.raises(StoreError, match="full"):
        build([folder], tmp_path / "g", extract=extract, progress=fail)
    assert not (tmp_path / "g").exists()
    make([folder], tmp_path / "g")
    before = quads(tmp_path / "g")
    with pytest.raises(StoreError, match="full"):
        build([folder], tmp_path / "g", extract=extract, progress=fail)
    assert quads(tmp_path / "g") == before


def test_output_that_is_no_store(folder: Path, tmp_path: Path) -> None:
    """A folder of something else, a locked store and another base IRI are refused."""
    with pytest.raises(StoreError, match="no graph"):
        make([folder], folder)
    make([folder], tmp_path / "g")
    with pytest.raises(StoreError, match="base IRI"):
        build([folder], tmp_path / "g", extract=extract, base_iri="urn:x://other/")
    with (
        open_store(tmp_path / "g", read_only=False),
        pytest.raises(StoreError, match="being written by another process"),
    ):
        make([folder], tmp_path / "g")


def test_progress(folder: Path, tmp_path: Path) -> None:
    """Progress is told after each file, with what became of it."""
    told: list[tuple[int, int, str]] = []

    def tell(done: int, total: int, last: Built | Failure) -> None:
        told.append((done, total, last.path.name))
        assert isinstance(last, Built)
        assert last.outcome is Outcome.NEW

    build([folder], tmp_path / "g", extract=extract, progress=tell)
    assert told == [(1, 3, "1.txt"), (2, 3, "2.txt"), (3, 3, "3.txt")]


def test_quotes_are_in_their_sources(folder: Path, tmp_path: Path) -> None:
    """Quotes are held to the files, which are known by content: a changed file is a missing one."""
    make([folder], tmp_path / "g")
    with open_store(tmp_path / "g") as store:
        assert verify_quotes(store, folder) == ()
        (folder / "1.txt").rename(folder / "renamed.txt")
        assert verify_quotes(store, folder) == ()
        assert len(verify_quotes(store, folder / "2.txt")) == 2
        write(folder / "2.txt", "GC.19/2", 0)
        (problem,) = verify_quotes(store, folder)
        assert (problem.document, problem.evidence) == ("document/GC.19/2", None)
        assert "2.txt, is not in" in problem.message
        with pytest.raises(DocumentError, match="no such"):
            verify_quotes(store, folder / "missing")


def test_quotes_that_are_elsewhere(folder: Path, tmp_path: Path) -> None:
    """A quote that the source does not hold at its offsets is named with its evidence."""
    make([folder / "1.txt"], tmp_path / "g")
    with open_store(tmp_path / "g") as store:
        problems = verify_quotes(store, folder, read=lambda path: "x" + path.read_text(encoding="utf-8"))
    assert len(problems) == 2
    assert all(problem.evidence and "1.txt has" in problem.message for problem in problems)


def broken_extract(document: Document) -> Extraction:
    """Evidence that ends after its document in one file."""
    found = extract(document)
    if document.name != "2.txt":
        return found
    return replace(found, evidence=tuple(replace(one, end=one.end + 9_000) for one in found.evidence))


def test_document_that_breaks_the_shapes_stays_outside(folder: Path, tmp_path: Path) -> None:
    """A document whose graph breaks a shape is a failure that says which; unchecked it enters."""
    report = build([folder], tmp_path / "g", extract=broken_extract)
    (failure,) = report.failures
    assert failure.path.name == "2.txt"
    assert "breaks the shapes" in failure.message
    assert "\n" not in failure.message
    make([folder / "1.txt", folder / "3.txt"], tmp_path / "h")
    assert quads(tmp_path / "g") == quads(tmp_path / "h")
    assert build([folder], tmp_path / "i", extract=broken_extract, check=False).failures == ()
