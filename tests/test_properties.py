"""What holds of any documents: building again, in another order, adding and removing, exporting and importing."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.editions import SENTENCES, extract
from tests.test_build import outcomes, write
from tests.test_store import _editions

from mandategraph.build import build
from mandategraph.describe import EditionGraph
from mandategraph.export import export
from mandategraph.store import EmbeddedStore, memory_store, open_store, remove, replace
from mandategraph.vocabulary import ONTOLOGY

_SUPPORT = f"<{ONTOLOGY}support>"
_SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: For each document, the sentences that it says.
_FOLDERS = st.dictionaries(
    st.integers(1, 9),
    st.lists(st.integers(0, len(SENTENCES) - 1), min_size=1, max_size=4, unique=True),
    min_size=2,
    max_size=4,
)


def _quads(store: EmbeddedStore) -> list[str]:
    return sorted(map(str, store.quads()))


def _graph(folder: Path) -> list[str]:
    with open_store(folder) as store:
        assert isinstance(store, EmbeddedStore)
        return _quads(store)


def _support(store: EmbeddedStore) -> dict[str, int]:
    """The support of each fact, as the store says."""
    rows = store.select(f"SELECT ?fact ?count {{ ?fact {_SUPPORT} ?count }}").records()
    return {row["fact"].value: int(row["count"].value) for row in rows}


def _documents(graphs: list[EditionGraph]) -> dict[str, int]:
    """How many documents state each fact, counted in what was put into the store."""
    found = defaultdict(set)
    for graph in graphs:
        for fact in graph.facts:
            found[fact.iri.value].add(graph.document.value)
    return {fact: len(documents) for fact, documents in found.items()}


@given(_editions(), st.data())
@_SETTINGS
def test_support_is_the_count_of_documents(graphs: list[EditionGraph], data: st.DataObject) -> None:
    """However documents come and go, the support of a fact is the number of documents that state it."""
    store = memory_store()
    replace(store, graphs)
    assert _support(store) == _documents(graphs)
    gone = data.draw(st.sampled_from(graphs))
    remove(store, gone.document.value, gone.language)
    assert _support(store) == _documents([graph for graph in graphs if graph is not gone])


@pytest.mark.parametrize(("name", "form"), [("all.nq", ox.RdfFormat.N_QUADS), ("all.trig", ox.RdfFormat.TRIG)])
@given(graphs=_editions())
@_SETTINGS
def test_export_then_import_equals(graphs: list[EditionGraph], name: str, form: ox.RdfFormat) -> None:
    """What an export of a whole graph holds is, in an empty store, the same graph."""
    store, other = memory_store(), memory_store()
    replace(store, graphs)
    with TemporaryDirectory() as folder:
        export(store, Path(folder, name))
        other.load(ox.parse(path=str(Path(folder, name)), format=form))
    assert _quads(other) == _quads(store)


@given(said=_FOLDERS, data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_build_of_any_files(said: dict[int, list[int]], data: st.DataObject) -> None:
    """Built again nothing changes; one by one in any order it is the same; what is added and removed leaves no trace."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / f"{number}.txt" for number in said]
        for file, (number, choice) in zip(files, said.items(), strict=True):
            write(file, f"GC.19/{number}", *choice)
        build(files, folder / "at-once", extract=extract)
        at_once = _graph(folder / "at-once")
        again = build(files, folder / "at-once", extract=extract)
        assert set(outcomes(again).values()) == {"unchanged"}
        assert _graph(folder / "at-once") == at_once
        *others, last = data.draw(st.permutations(files))
        for file in others:
            build([file], folder / "one-by-one", extract=extract)
        before = _graph(folder / "one-by-one")
        build([last], folder / "one-by-one", extract=extract)
        assert _graph(folder / "one-by-one") == at_once
        with open_store(folder / "one-by-one", read_only=False) as store:
            assert remove(store, f"GC.19/{last.stem}")
        assert _graph(folder / "one-by-one") == before


def test_a_wrong_count_is_noticed() -> None:
    """The count that the store keeps is looked at, not counted anew where it is compared."""
    from tests.editions import report_en, report_zh

    from mandategraph.describe import describe

    graphs = [describe(report_zh()), describe(report_en())]
    store = memory_store()
    replace(store, graphs)
    assert _support(store) == _documents(graphs)
    store.update(
        f"DELETE {{ ?f {_SUPPORT} ?n }} INSERT {{ ?f {_SUPPORT} 7 }}"
        f" WHERE {{ {{ SELECT ?f ?n {{ ?f {_SUPPORT} ?n }} ORDER BY ?f LIMIT 1 }} }}"
    )
    assert _support(store) != _documents(graphs)
