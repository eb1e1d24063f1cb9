"""All that was read, loaded at once: the same as if the editions had come one by one, however they are parted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.editions import extraction, report_en, report_zh
from tests.test_store import _editions, lines

from mandategraph.describe import EditionGraph, describe
from mandategraph.errors import StoreError
from mandategraph.loading import load_all
from mandategraph.packing import Packed, head_of, pack, unpack
from mandategraph.partitions import Partitions
from mandategraph.prepare import Built, Outcome
from mandategraph.store import EmbeddedStore, memory_store, open_store, replace


def packed(graphs: Iterable[EditionGraph]) -> list[Packed]:
    built = Built(Path("a.txt"), "document/a", "zh", None, None, None, 1, 2, 3, Outcome.NEW)
    return [pack("0a", graph, built) for graph in graphs]


def loaded(store: EmbeddedStore, given: list[Packed], folder: Path, threads: int = 1) -> list[str]:
    load_all(store, given, sum(one.size for one in given), folder / "parts", threads)
    return lines(store)


@given(graphs=_editions())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_packed_is_what_was_packed(graphs: list[EditionGraph]) -> None:
    """What is packed and unpacked is as it was."""
    for graph, one in zip(graphs, packed(graphs), strict=True):
        assert unpack(one) == graph
        assert head_of(one.head).statements == len(graph.statements)


@given(graphs=_editions(), data=st.data(), part=st.sampled_from([500, 5_000, 100_000]), waits=st.sampled_from([0, 999, 10**6]))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_merged_in_parts_is_merged_at_once(graphs: list[EditionGraph], data: st.DataObject, part: int, waits: int) -> None:
    """In any order, in however many parts, in files or in memory: the same quads as editions that come one by one."""
    store, other = memory_store(), memory_store()
    replace(store, graphs)
    shuffled = data.draw(st.permutations(graphs))
    with (
        TemporaryDirectory() as folder,
        patch("mandategraph.loading._PART", part),
        patch("mandategraph.partitions._MOST", waits),
    ):
        assert loaded(other, packed(shuffled), Path(folder)) == lines(store)


def _many() -> list[EditionGraph]:
    """A dozen documents that share facts, some of them in two languages."""
    graphs = [describe(extraction(f"document/A/{number}", "zh", (number % 10, 2, 5))) for number in range(12)]
    graphs += [describe(extraction(f"document/A/{number}", "en", (3, 9))) for number in range(0, 12, 5)]
    return [*graphs, describe(report_zh()), describe(report_en())]


@pytest.mark.parametrize("threads", [1, 3])
def test_load_into_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    """In one thread or several, in chunks of any size: the same quads, and progress that ends at the whole."""
    monkeypatch.setattr("mandategraph.loading._CHUNK", 5_000)
    monkeypatch.setattr("mandategraph.loading._PART", 10_000)
    told: list[float] = []
    given = packed(_many())
    with open_store(tmp_path / "g", create=True) as store:
        load_all(store, given, sum(one.size for one in given), tmp_path / "parts", threads, told.append)
        found = lines(store)
    at_once = memory_store()
    replace(at_once, _many())
    assert found == lines(at_once)
    assert told == sorted(told)
    assert len(told) > 3
    assert told[0] < 0.5
    assert told[-1] == 1


def test_facts_are_spread_over_all_parts(tmp_path: Path) -> None:
    """A fact or an entity is in one part only, whoever says it; no part is empty, and few editions make no files."""
    parts = Partitions(tmp_path / "parts", 3)
    for one in packed(_many()):
        parts.add(head_of(one.head), one)
    assert not (tmp_path / "parts").exists()
    found = [
        {fact.iri for graph in graphs for fact in graph.facts} | {one.iri for graph in graphs for one in graph.entities}
        for graphs in parts
    ]
    assert all(found)
    assert sum(map(len, found)) == len(set.union(*found))


def test_damaged_edition_is_told_in_one_line(tmp_path: Path) -> None:
    """What is kept and is no edition stops the load with one line that names the folder of the graph."""
    good = packed(_many())[0]
    for bad in (
        Packed(b"{}", good.quads, good.facts, good.entities),
        Packed(good.head, good.quads, b'["urn:a"]\n', good.entities),
        Packed(good.head, good.quads, good.facts, b"urn:a\n"),
    ):
        with pytest.raises(StoreError, match="damaged, build again") as caught:
            loaded(memory_store(), [good, bad], tmp_path / "g")
        assert str(caught.value).startswith(str(tmp_path / "g"))
        assert "\n" not in str(caught.value)
