"""The store: opening, asking, binding, and editions that come and go."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from unittest.mock import Mock

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.editions import ENTITIES, SENTENCES, extraction, report_en, report_zh

from mandategraph.describe import EditionGraph, describe
from mandategraph.errors import StoreError
from mandategraph.model import Entity, Name
from mandategraph.recall import editions
from mandategraph.store import EmbeddedStore, memory_store, open_store, remove, replace
from mandategraph.store.memory import Memory
from mandategraph.verify import verify

_SELECT = "SELECT ?s WHERE { ?s ?p ?o }"
_A, _B = ox.NamedNode("http://example.org/a"), ox.NamedNode("http://example.org/b")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with open_store(tmp_path / "graph", create=True) as opened:
        yield opened


def lines(store: EmbeddedStore) -> list[str]:
    return sorted(map(str, store.quads()))


# Opening


def test_new_store_says_what_it_is(tmp_path: Path) -> None:
    """A store has a file with its layout and base IRI, and opens again with them."""
    open_store(tmp_path / "g", create=True, base_iri="urn:x://b/").close()
    about = json.loads((tmp_path / "g" / "mandategraph.json").read_text())
    assert about["layout"] == 1
    assert about["base"] == "urn:x://b/"
    with open_store(tmp_path / "g") as opened:
        assert opened.base_iri == "urn:x://b/"


def test_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    """An empty folder can be made a store."""
    open_store(tmp_path, create=True).close()
    open_store(tmp_path).close()


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    """What is missing, a file, another folder, of another layout or damaged is refused by its path."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "note.txt").write_text("x")
    for name, about in (("old", '{"layout": 0, "base": "http://b/"}'), ("bad", "{"), ("list", "[]")):
        open_store(tmp_path / name, create=True).close()
        (tmp_path / name / "mandategraph.json").write_text(about)
    open_store(tmp_path / "hollow", create=True).close()
    for file in (tmp_path / "hollow" / "quads.1").iterdir():
        file.unlink()
    expected = {
        "missing": "no graph at",
        "file": "is a file",
        "folder": "it has no mandategraph.json",
        "old": "layout 0",
        "bad": "is damaged",
        "list": "is damaged",
        "hollow": "cannot be opened",
    }
    for name, message in expected.items():
        with pytest.raises(StoreError, match=message) as caught:
            open_store(tmp_path / name)
        assert str(tmp_path / name) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_folder_of_others_is_left_alone(tmp_path: Path) -> None:
    """A folder that holds other things is never made a store."""
    (tmp_path / "note.txt").write_text("x")
    with pytest.raises(StoreError, match="no graph"):
        open_store(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A store below a file cannot be made."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="file"):
        open_store(tmp_path / "file" / "g", create=True)


def test_base_iri_must_agree(tmp_path: Path) -> None:
    """A store is not opened with another base IRI, nor made with none."""
    with pytest.raises(StoreError, match="base IRI"):
        open_store(tmp_path / "g", create=True, base_iri="no iri")
    assert not (tmp_path / "g").exists()
    open_store(tmp_path / "g", create=True).close()
    with pytest.raises(StoreError, match="built with the base IRI"):
        open_store(tmp_path / "g", base_iri="http://b/")


def test_second_writer_is_refused(store: EmbeddedStore) -> None:
    """While one process writes, a second writer is told so and a reader is let in."""
    with pytest.raises(StoreError, match="being written by another process"):
        open_store(store.path, read_only=False)
    open_store(store.path).close()


def test_reader_cannot_write(store: EmbeddedStore) -> None:
    """A store that is open for reading refuses updates and loads."""
    with open_store(store.path) as reader:
        with pytest.raises(StoreError, match="for reading only"):
            reader.update("INSERT DATA { <http://a> <http://b> 1 }")
        with pytest.raises(StoreError, match="for reading only"):
            reader.load([ox.Quad(_A, _B, _A)])


def test_closed_store_says_so(store: EmbeddedStore) -> None:
    """A closed store can be opened by the next writer and is not used itself."""
    store.close()
    open_store(store.path, read_only=False).close()
    with pytest.raises(StoreError, match="has been closed"):
        store.ask("ASK {}")


_FULL_DISK = """
import resource, sys
from pathlib import Path
import pyoxigraph as ox
from mandategraph.errors import StoreError
from mandategraph.store import open_store
with open_store(Path(sys.argv[1]), create=True) as store:
    store.update("INSERT DATA { <http://a> <http://b> 1 }")
store = open_store(Path(sys.argv[1]), read_only=False)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
text = "x" * 1000
try:
    for n in range(100):
        body = "".join(f"<http://a/{n}/{i}> <http://b> '{text}{n}{i}' ." for i in range(50))
        store.update("INSERT DATA { " + body + " }")
except StoreError as error:
    print(error)
    try:
        store.close()
    except StoreError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file size are a matter of Unix")
def test_full_disk_is_one_line(tmp_path: Path) -> None:
    """When nothing more can be written, one line names the store, and what was there stays."""
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(tmp_path / "g")], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 2
    assert all(line.startswith(f"{tmp_path / 'g'} cannot be written") for line in done.stdout.splitlines())
    with open_store(tmp_path / "g") as reader:
        assert len(list(reader.quads())) == 1


@pytest.mark.parametrize("when", ["load", "update"])
def test_large_change_that_is_cut_off_is_no_edition(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """A change that is written in two steps and cut off between them is not there, and is written again whole."""
    monkeypatch.setattr("mandategraph.store.editions._MANY", 1)
    first, second = describe(report_zh()), describe(report_en())
    replace(store, [first])
    known = editions(store)
    with monkeypatch.context() as patch:
        patch.setattr(EmbeddedStore, when, Mock(side_effect=StoreError("cut off")))
        with pytest.raises(StoreError, match="cut off"):
            replace(store, [second])
    assert editions(store) == known
    replace(store, [second])
    at_once = memory_store()
    replace(at_once, [first, second], batch=2)
    assert lines(store) == lines(at_once)


_GREEN = "programme/绿色 方案"
_NAMES = st.sampled_from(["绿色方案", "绿色方案计划", "青绿方案"])
_OTHER = st.builds(
    lambda text: {_GREEN: Entity(_GREEN, "Programme", (Name(text, "zh"),), provisional=True)}, _NAMES
)
_OWN = st.sampled_from(
    [
        None,
        Entity("", "Document", (Name("报告", "zh"),), symbol="S/1"),
        Entity("", "Resolution", (Name("Report", "en"),), provisional=True),
    ]
)


@st.composite
def _editions(draw: st.DrawFn) -> list[EditionGraph]:
    """A few editions of a few documents, which share facts, names and one another's descriptions."""
    places = draw(
        st.lists(
            st.sampled_from(
                list(product(("document/A", "document/B", "document/GC.18/Res.1"), ("en", "zh")))
            ),
            min_size=1,
            max_size=4,
            unique=True,
        )
    )
    found = []
    for document, language in places:
        choice = tuple(draw(st.lists(st.integers(0, len(SENTENCES) - 1), max_size=5)))
        own = draw(_OWN)
        own = own and Entity(document, own.type, own.labels, symbol=own.symbol, provisional=own.provisional)
        mentioned: dict[str, tuple[Name, ...]] = (
            {_GREEN: (Name(draw(_NAMES), "zh"),)} if draw(st.booleans()) else {}
        )
        known = draw(_OTHER) if draw(st.booleans()) else {}
        known |= {"document/GC.18/Res.1": ENTITIES["document/GC.18/Res.1"]}
        made = extraction(document, language, choice, own=own, renamed=known, mentioned=mentioned)
        found.append(describe(made))
    return found


@pytest.mark.parametrize(("batch", "sample"), [(1, 8), (7, 8), (7, 1)])
def test_fact_that_many_documents_state(monkeypatch: pytest.MonkeyPatch, batch: int, sample: int) -> None:
    """Documents that come to a fact of many others are counted on, whichever few editions are looked at."""
    monkeypatch.setattr("mandategraph.store.plan._SAMPLE", sample)
    of_one_language = [describe(extraction(f"document/A/{number}", "zh", (0, 2))) for number in range(14)]
    for place in (0, 6, 13):
        graphs = [*of_one_language]
        graphs.insert(place, describe(extraction("document/A/20", "en", (3,))))
        # Another edition of a document that states it counts as no further document.
        graphs.insert(4, describe(extraction("document/A/3", "en", (3, 9))))
        store, at_once = memory_store(), memory_store()
        replace(store, graphs, batch=batch, memory=Memory())
        replace(at_once, graphs, batch=len(graphs))
        assert lines(store) == lines(at_once)
        assert verify(store) == ()
        (counts, *_) = store.select(
            "PREFIX mg: <https://w3id.org/mandategraph/ontology#>"
            " SELECT ?support ?languages WHERE { ?fact mg:support ?support ; mg:languages ?languages }"
            " ORDER BY DESC(?support) LIMIT 1"
        )
        assert counts == (ox.Literal(15), ox.Literal(2))


def test_older_version_is_swept_by_a_writer_that_changes_nothing(tmp_path: Path) -> None:
    """What a writer left lying that was killed when it had published goes when the next one begins."""
    path = tmp_path / "g"
    with open_store(path, create=True) as opened:
        opened.update("INSERT DATA { <http://a> <http://b> 1 }")
    [current] = path.glob("quads.*")
    shutil.copytree(current, path / "quads.0")
    open_store(path, read_only=False).close()
    assert list(path.glob("quads.*")) == [current]


def test_symbol_goes_with_the_fact_that_says_it() -> None:
    """A symbol that one edition alone states goes with it, though the other edition's description stays."""
    english, chinese = (
        describe(extraction("document/GC.18/Res.1", language, choice))
        for language, choice in (("en", ()), ("zh", (len(SENTENCES) - 1,)))
    )
    store = memory_store()
    replace(store, [english])
    before = lines(store)
    replace(store, [chinese])
    assert lines(store) != before
    remove(store, "document/GC.18/Res.1", "zh")
    assert lines(store) == before


@pytest.mark.parametrize("many", [1, 20_000])
@given(data=st.data(), graphs=_editions())
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_order_does_not_matter(
    monkeypatch: pytest.MonkeyPatch, many: int, data: st.DataObject, graphs: list[EditionGraph]
) -> None:
    """At once, one at a time in another order, replaced, or with one that comes and goes: the same quads."""
    monkeypatch.setattr("mandategraph.store.editions._MANY", many)
    shuffled = data.draw(st.permutations(graphs))
    store, other = memory_store(), memory_store()
    replace(store, graphs, batch=9)
    at_once = lines(store)
    replace(store, reversed(graphs))
    assert lines(store) == at_once
    replace(other, shuffled)
    assert lines(other) == at_once
    # What is remembered gives what is looked up, also when editions are replaced.
    other, memory = memory_store(), Memory()
    for graph in (*shuffled, *graphs[:1]):
        replace(other, [graph], memory=memory)
    assert lines(other) == at_once
    *others, last = shuffled
    store = memory_store()
    replace(store, others)
    before = lines(store)
    replace(store, [last])
    assert lines(store) == at_once
    remove(store, last.document.value, last.language)
    assert lines(store) == before
    for graph in others:
        remove(store, graph.document.value, graph.language)
    assert lines(store) == []
