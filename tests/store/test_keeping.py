"""Backup, restore and compaction of a graph on disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.editions import extraction, report_en, report_zh

from mandategraph.cli import main
from mandategraph.describe import describe
from mandategraph.errors import StoreError
from mandategraph.store import open_store, remove, replace
from mandategraph.store.keeping import backup, compact, restore


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """A graph of two editions."""
    with open_store(tmp_path / "g", create=True) as store:
        replace(store, [describe(report_zh()), describe(report_en())])
    return tmp_path / "g"


def lines(path: Path) -> list[str]:
    with open_store(path) as store:
        return sorted(map(str, store.quads()))


def test_backup_is_a_graph_of_its_own(graph: Path, tmp_path: Path) -> None:
    """A copy that is made while another writes holds what was published, and stays when the graph changes."""
    before = lines(graph)
    with open_store(graph, read_only=False) as store:
        remove(store, "GC.19/10")
        backup(graph, tmp_path / "copy")
    assert lines(graph) == []
    assert lines(tmp_path / "copy") == before
    with open_store(tmp_path / "copy", read_only=False) as store:
        remove(store, "GC.19/10", "en")
    assert lines(tmp_path / "copy") != before


def test_restore_brings_back(graph: Path, tmp_path: Path) -> None:
    """What a copy holds comes back into its graph, whose readers keep what they read; and into a new graph."""
    before = lines(graph)
    backup(graph, tmp_path / "copy")
    with open_store(graph, read_only=False) as store:
        remove(store, "GC.19/10", "zh")
    changed = lines(graph)
    with open_store(graph) as reader:
        restore(tmp_path / "copy", graph)
        assert sorted(map(str, reader.quads())) == changed
    assert lines(graph) == before
    restore(tmp_path / "copy", tmp_path / "new")
    assert lines(tmp_path / "new") == before
    assert lines(tmp_path / "copy") == before


def _damage_description(graph: Path) -> None:
    (graph / "mandategraph.json").write_text("{", encoding="utf-8")


def _damage_files(graph: Path) -> None:
    for file in graph.glob("quads*/*.sst"):
        size = file.stat().st_size
        file.unlink()
        file.write_bytes(b"x" * size)


def _remove_version(graph: Path) -> None:
    for folder in graph.glob("quads*"):
        shutil.rmtree(folder)


@pytest.mark.parametrize("damage", [_damage_description, _damage_files, _remove_version])
def test_restore_over_a_damaged_graph(graph: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """A graph that cannot be opened any more is refused in one line, and a copy takes its place."""
    before = lines(graph)
    backup(graph, tmp_path / "copy")
    damage(graph)
    with pytest.raises(StoreError) as caught:
        lines(graph)
    assert "\n" not in str(caught.value)
    restore(tmp_path / "copy", graph)
    assert lines(graph) == before
    assert not (graph / "draft").exists()


def test_restore_that_fails_leaves_the_graph(graph: Path, tmp_path: Path) -> None:
    """A copy that cannot be read leaves a graph as it was, and makes no new one."""
    before = lines(graph)
    backup(graph, tmp_path / "copy")
    _remove_version(tmp_path / "copy")
    for place in (graph, tmp_path / "new"):
        with pytest.raises(StoreError) as caught:
            restore(tmp_path / "copy", place)
        assert "\n" not in str(caught.value)
    assert lines(graph) == before
    assert len(list(graph.glob("quads*"))) == 1
    assert not (tmp_path / "new").exists()


def test_what_cannot_be_kept_is_refused(graph: Path, tmp_path: Path) -> None:
    """A missing graph, a folder in use, a graph that is written and another base IRI are refused in one line."""
    with pytest.raises(StoreError, match="no graph at"):
        backup(tmp_path / "missing", tmp_path / "copy")
    with pytest.raises(StoreError, match="not empty"):
        backup(graph, graph)
    with pytest.raises(StoreError, match="no graph at"):
        restore(tmp_path / "missing", graph)
    backup(graph, tmp_path / "copy")
    with open_store(graph, read_only=False), pytest.raises(StoreError, match="being written"):
        restore(tmp_path / "copy", graph)
    open_store(tmp_path / "other", create=True, base_iri="urn:x://b/").close()
    with pytest.raises(StoreError, match="base IRI"):
        restore(tmp_path / "copy", tmp_path / "other")


def test_compact_takes_less_room(tmp_path: Path) -> None:
    """After many replacements a graph takes less room, and holds the same."""
    path = tmp_path / "g"
    for turn in range(4):
        choice = (0, 1, 2, 4) if turn % 2 else (5, 6, 7)
        with open_store(path, create=True, read_only=False) as store:
            replace(store, [describe(extraction(f"document/{number}", "zh", choice)) for number in range(30)])
    before = lines(path)
    size, now = compact(path)
    assert now < size
    assert lines(path) == before


def test_commands(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The commands copy, restore and compact, and refuse an endpoint in one line."""
    copy = str(tmp_path / "copy")
    assert main(["backup", str(graph), copy]) == 0
    assert main(["restore", copy, str(tmp_path / "new")]) == 0
    assert main(["compact", str(tmp_path / "new")]) == 0
    assert lines(tmp_path / "new") == lines(graph)
    assert main(["backup", "http://127.0.0.1:9/query", copy]) == 2
    assert "needs the folder of a graph" in capsys.readouterr().err
