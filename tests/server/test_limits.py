"""Queries that would go on for ever, or take all memory, are stopped; others are answered meanwhile."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest
from benchmarks.hostile import HOSTILE, at_times, beside_all, memory, send, small
from benchmarks.serving import Served
from tests.server import asking
from tests.server.asking import ask, request

MANY = " ".join(f'"{number}"' for number in range(600))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_query_is_stopped(address: Served, name: str) -> None:
    """Each hostile query gets an error as JSON within four seconds, and never a part of an answer."""
    got = send(address, HOSTILE[name])
    assert got.seconds < 4
    assert got.status in {400, 413, 504}, got.error
    if got.status == 504:
        assert got.error == "the query was stopped after 2 s: ask for less"


def wait_beside_all(address: Served) -> float:
    """How many times as long as usual others wait while all hostile queries come at once."""
    usual = statistics.median(at_times(address) for _ in range(60))
    answers, meanwhile = beside_all(address)
    assert set(answers) == set(HOSTILE)
    assert {got.status for got in answers.values()} <= {400, 413, 503, 504}
    return statistics.median(meanwhile) / usual


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="memory is read from /proc")
def test_server_is_well_after_all_of_them(address: Served) -> None:
    """All at once: each is answered with an error, others wait little, and the memory comes back."""
    for _ in range(20):
        small(address)
    time.sleep(0.5)
    before = memory(address.process)
    ratios = []
    for _ in range(3):  # other work on this machine must not decide
        ratios.append(wait_beside_all(address))
        if ratios[-1] < 3:
            break
        time.sleep(1)
    assert min(ratios) < 3
    for _ in range(50):
        if memory(address.process) <= 1.2 * before:
            break
        time.sleep(0.1)
    assert memory(address.process) <= 1.2 * before


def test_rows_are_limited(address: Served) -> None:
    """An answer with too many rows is an error in every format, not a shorter answer."""
    query = f"SELECT * {{ VALUES ?a {{ {MANY} }} VALUES ?b {{ {' '.join(map(str, range(9)))} }} }}"
    for media in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ):
        got = ask(address, query, accept=media)
        assert got.status == 413
        assert (
            got.json["error"] == "the answer has more than 5,000 rows: ask for less, with LIMIT or a narrower pattern"
        )
        assert ask(address, query + " LIMIT 5000", accept=media).status == 200


def test_leaving_frees_the_worker(address: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that nobody waits for any more is stopped."""
    monkeypatch.setattr(asking, "patience", 0.4)
    for number in range(4):
        with pytest.raises(TimeoutError):
            request(
                address,
                "/sparql",
                "POST",
                HOSTILE["cartesian count"] + f" #{number}",
                Content_Type="application/sparql-query",
            )
        time.sleep(0.2)
    monkeypatch.undo()
    assert send(address, HOSTILE["cartesian count"]).status == 504
