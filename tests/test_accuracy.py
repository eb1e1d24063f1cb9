"""Accuracy does not fall below what was last recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.accuracy import Scores, measure, recorded

SHARED = Path(__file__).parents[1].parent / "shared"


def test_scores_are_harmonic() -> None:
    """F1 is the harmonic mean of precision and recall, and nothing found gives nothing."""
    assert Scores(6, 8, 12).f1 == pytest.approx(2 * 0.75 * 0.5 / 1.25)
    assert Scores(0, 0, 5).f1 == 0.0


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the annotated documents are not beside the checkout")
def test_accuracy_has_not_fallen() -> None:
    """Every annotated text is read at least as well as when accuracy was last recorded."""
    before = recorded()
    results = measure(SHARED)
    assert results
    for result in results:
        assert result.facts.f1 >= before[result.name]["f1"] - 0.005, result.name
        assert result.facts.precision >= 0.75, result.name
