"""The measurements of speed run, and generated documents state what their generator says."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from benchmarks.asking import Rdflib
from benchmarks.bestqueries import CASES
from benchmarks.documents import generate, write_documents
from benchmarks.rows import Row, Run
from benchmarks.scaling import stored
from benchmarks.speed import MEASUREMENTS, main

from mandategraph.authority import load_authority
from mandategraph.questions import load_questions
from mandategraph.store import open_store

_FACTS = "SELECT ?s ?o WHERE { ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?o }"


def test_a_quick_run_writes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A quick run prints the rows that it writes, under the headings that were asked for."""
    page = tmp_path / "performance.md"
    headings = ["Facts of generated documents", "Long passages"]
    assert main(["--quick", "--output", str(page), *(word for heading in headings for word in ("--only", heading))]) == 0
    text, printed = page.read_text(encoding="utf-8"), capsys.readouterr().out
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == headings
    assert "| facts found that they do not state | 0 | 0 | met |" in text
    assert "facts found that they do not state: 0 (wanted 0)  met" in printed
    assert "--quick" in text


def test_generated_documents_state_what_they_say(tmp_path: Path) -> None:
    """In generated documents exactly the facts are found that they state."""
    rows = list(MEASUREMENTS["Facts of generated documents"](Run(tmp_path, quick=True)))
    assert [row.met for row in rows] == [True, True]


def test_the_same_seed_gives_the_same_documents(tmp_path: Path) -> None:
    """A document depends on its number and the seed alone, and a longer one begins like a shorter one."""
    authority = load_authority()
    one, other = generate(3, authority, 5), generate(3, authority, 9)
    assert other.text.startswith(one.text)
    assert one.facts < other.facts
    assert generate(4, authority, 5).text != one.text
    assert write_documents(tmp_path, authority, [3], 5) == len(one.text.encode())
    assert (tmp_path / one.name).read_text(encoding="utf-8") == one.text


def test_rows_say_whether_a_target_is_met() -> None:
    """A ratio on the wrong side of its target is shown as not met."""
    assert [Row.at_least("a", 1.6, 1.7).met, Row.at_most("b", 1.6, 1.7).met] == [False, True]


def test_questions_find_what_hand_written_queries_find(tmp_path: Path) -> None:
    """Each question but one is held to a query that finds the same facts, in a graph in which most of them find some."""
    rows = list(MEASUREMENTS["Questions"](Run(tmp_path, quick=True)))
    assert len(rows) == len(CASES)
    assert {case.question for case in CASES} == load_questions().keys() - {"only-in-one-language"}
    assert sum(": 0 rows" in row.what for row in rows) < len(rows) / 2


def test_rdflib_is_held_to_a_time(tmp_path: Path) -> None:
    """Rdflib finds the same rows, in a process that is ended when it takes too long and answers the next query."""
    with open_store(stored(tmp_path, 2)) as store:
        (tmp_path / "all.nq").write_bytes(ox.serialize(store.quads(), format=ox.RdfFormat.N_QUADS) or b"")
        rows = len(store.select(_FACTS))
    other = Rdflib(tmp_path / "all.nq")
    try:
        assert other.ask(f"{_FACTS} ORDER BY ?s ?o", 0.0) is None
        found = other.ask(_FACTS, 60)
    finally:
        other.close()
    assert found is not None
    assert found[1] == rows > 70
