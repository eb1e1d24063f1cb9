"""Versions of a graph: what readers see while one writes, and what is left of a writer that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from mandategraph.errors import QueryError, StoreError
from mandategraph.store import EmbeddedStore, open_store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="locks and signals are those of Unix")


def add(store: EmbeddedStore, *numbers: int) -> None:
    store.update("INSERT DATA { " + "".join(f"<http://a> <http://b> {number} . " for number in numbers) + "}")


def held(store: EmbeddedStore) -> list[int]:
    return sorted(int(quad.object.value) for quad in store.quads() if isinstance(quad.object, ox.Literal))


def versions(graph: Path) -> list[str]:
    return sorted(file.name for file in graph.iterdir())


def make(graph: Path, *numbers: int) -> None:
    with open_store(graph, create=True) as store:
        if numbers:
            add(store, *numbers)


def test_readers_see_a_version_as_a_whole(tmp_path: Path) -> None:
    """What is written is seen when the store is closed, by those who open it then; the others keep theirs."""
    make(tmp_path / "g", 1)
    before = open_store(tmp_path / "g")
    with open_store(tmp_path / "g", read_only=False) as store:
        add(store, 2)
        add(store, 3)
        assert held(store) == [1, 2, 3]
        assert held(open_store(tmp_path / "g")) == [1]
    after = open_store(tmp_path / "g")
    assert (held(before), held(after)) == ([1], [1, 2, 3])


def test_old_versions_are_kept_only_while_they_are_read(tmp_path: Path) -> None:
    """A version that somebody reads stays; the next writer removes it when nobody does."""
    make(tmp_path / "g", 1)
    reader = open_store(tmp_path / "g")
    assert reader.folder is not None
    for number in (2, 3):
        with open_store(tmp_path / "g", read_only=False) as store:
            add(store, number)
    assert held(reader) == [1]
    assert len(versions(tmp_path / "g")) == 4
    old = reader.folder
    reader.close()
    with open_store(tmp_path / "g", read_only=False) as store:
        add(store, 4)
    assert not old.exists()
    assert len(versions(tmp_path / "g")) == 3


def test_nothing_written_publishes_nothing(tmp_path: Path) -> None:
    """A writer that writes nothing leaves the version as it is, so that caches of it stay good."""
    make(tmp_path / "g", 1)
    about = (tmp_path / "g" / "mandategraph.json").stat().st_mtime_ns
    open_store(tmp_path / "g", read_only=False).close()
    assert (tmp_path / "g" / "mandategraph.json").stat().st_mtime_ns == about


def test_publish_in_between(tmp_path: Path) -> None:
    """A writer can publish and write on; what it does not publish is lost when it fails."""
    make(tmp_path / "g", 1)
    store = open_store(tmp_path / "g", read_only=False)
    add(store, 2)
    store.publish()
    assert held(open_store(tmp_path / "g")) == [1, 2]
    with pytest.raises(QueryError), store:  # noqa: PT012 - the first statement is what must not stay
        add(store, 3)
        store.update("no update")
    assert held(open_store(tmp_path / "g")) == [1, 2]
    assert len(versions(tmp_path / "g")) == 3


_WRITER = """
import sys, time
from pathlib import Path
from mandategraph.store import open_store
store = open_store(Path(sys.argv[1]), create=True, read_only=False, inputs=sys.argv[2].split())
store.update("INSERT DATA { <http://a> <http://b> 2 }")
print("written", flush=True)
time.sleep(60)
"""


def killed_writer(graph: Path, inputs: str) -> None:
    """Kill a writer that has written and not published; while it lives no other may write."""
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(graph), inputs], stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written\n"
        with pytest.raises(StoreError, match=r"is being written by another process: try again later"):
            open_store(graph, read_only=False)
    finally:
        writer.kill()
        writer.communicate()


@pytest.mark.parametrize(
    ("again", "expected"),
    [(["x", "y"], [1, 2]), (["x", "y", "z"], [1, 2]), (["x"], [1]), (None, [1])],
)
def test_killed_writer(tmp_path: Path, again: list[str] | None, expected: list[int]) -> None:
    """Its work is not seen; who writes the same, and perhaps more, goes on from it, and others begin anew."""
    make(tmp_path / "g", 1)
    killed_writer(tmp_path / "g", "x y")
    assert held(open_store(tmp_path / "g")) == [1]
    with open_store(tmp_path / "g", read_only=False, inputs=again):
        pass
    assert held(open_store(tmp_path / "g")) == expected
    assert len(versions(tmp_path / "g")) == 3


def test_killed_first_writer(tmp_path: Path) -> None:
    """A graph whose first writer was killed opens, is empty, and can be written."""
    killed_writer(tmp_path / "g", "x")
    assert held(open_store(tmp_path / "g")) == []
    with open_store(tmp_path / "g", read_only=False) as store:
        add(store, 1)
    assert held(open_store(tmp_path / "g")) == [1]


@pytest.mark.parametrize(("again", "kept"), [(["x", "y"], [b"a"]), (["y"], None), (None, None)])
def test_killed_load_of_an_empty_graph(tmp_path: Path, again: list[str] | None, kept: list[bytes] | None) -> None:
    """Who writes the same into an empty graph begins with nothing and all that was kept; others find neither."""
    make(tmp_path / "g")
    store = open_store(tmp_path / "g", read_only=False, inputs=["x"])
    store.journal().add([b"a"])
    store.parts.mkdir()
    add(store, 1)
    store.leave()
    assert held(open_store(tmp_path / "g")) == []
    with open_store(tmp_path / "g", read_only=False, inputs=again) as store:
        assert store.is_empty
        assert [parts for _, parts in store.journal().left()] == ([] if kept is None else [kept])
        assert not store.parts.exists()
        add(store, 2)
    assert held(open_store(tmp_path / "g")) == [2]
    assert len(versions(tmp_path / "g")) == 3


@pytest.mark.parametrize("leftover", ["quads.1", "draft", "lock", "mandategraph.json.new", "draft.json"])
def test_killed_before_the_first_version(tmp_path: Path, leftover: str) -> None:
    """What is left of a writer that was killed before it published anything does not stand in the way."""
    graph = tmp_path / "g"
    graph.mkdir()
    if ("." in leftover and leftover != "quads.1") or leftover == "lock":
        (graph / leftover).write_text("{")
    else:
        (graph / leftover).mkdir()
        (graph / leftover / "CURRENT").write_text("MANIFEST-")
    make(graph, 1)
    assert held(open_store(graph)) == [1]
    assert len(versions(graph)) == 3


def test_half_a_version_is_never_read(tmp_path: Path) -> None:
    """A version that was being made when its writer was killed is removed by the next writer."""
    make(tmp_path / "g", 1)
    (tmp_path / "g" / "quads.77").mkdir()
    (tmp_path / "g" / "quads.77" / "CURRENT").write_text("MANIFEST-")
    assert held(open_store(tmp_path / "g")) == [1]
    with open_store(tmp_path / "g", read_only=False) as store:
        add(store, 2)
    assert held(open_store(tmp_path / "g")) == [1, 2]
    assert versions(tmp_path / "g") == ["lock", "mandategraph.json", "quads.78"]


def test_locks_end_with_their_process(tmp_path: Path) -> None:
    """A reader that is killed does not keep its version."""
    make(tmp_path / "g", 1)
    code = "import sys, time; from pathlib import Path; from mandategraph.store import open_store\n"
    code += "store = open_store(Path(sys.argv[1])); print('open', flush=True); time.sleep(60)"
    reader = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "g")], stdout=subprocess.PIPE)
    assert reader.stdout is not None
    reader.stdout.readline()
    with open_store(tmp_path / "g", read_only=False) as store:
        add(store, 2)
    assert len(versions(tmp_path / "g")) == 4
    os.kill(reader.pid, signal.SIGKILL)
    reader.communicate()
    with open_store(tmp_path / "g", read_only=False) as store:
        add(store, 3)
    assert len(versions(tmp_path / "g")) == 3
