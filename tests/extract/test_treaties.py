"""Treaties that a text names as those whose parties meet."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.extract.reading import extractor

from mandategraph.read import read_document


@pytest.mark.parametrize(
    ("text", "treaties"),
    [
        ("《生物多样性公约》第十五次缔约方会议在加拿大举行。", {"document/convention-on-biological-diversity"}),
        ("各国出席了《联合国气候变化框架公约》缔约方会议。", {"document/unfccc"}),
        ("缔约方会议在加拿大举行。", set()),
    ],
)
def test_the_meeting_of_its_parties_names_a_treaty(tmp_path: Path, text: str, treaties: set[str]) -> None:
    """A document refers to the treaty whose title begins the name of a meeting of its parties."""
    path = tmp_path / "a.zh.txt"
    path.write_text(f"1. {text}\n", encoding="utf-8")
    facts = extractor().extract(read_document(path)).evidence
    assert {item.fact.object for item in facts if item.fact.predicate == "cites"} == treaties
