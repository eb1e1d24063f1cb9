"""Texts are cut where they are too wide, never within a character."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandategraph.export.html import write_html
from mandategraph.export.svg import write_svg
from mandategraph.propertygraph import Node, PropertyGraph
from mandategraph.server.pages.drawings import radial
from mandategraph.textwidth import shortened, width

#: Characters that take two units in UTF-16, as wide as two letters each.
RARE = "𠮷𠀋" * 10


@given(st.text(), st.integers(1, 40))
def test_no_more_than_there_is_room(text: str, most: int) -> None:
    """A text that fits stays as it is; another is cut to what fits, and says so."""
    short = shortened(text, most)
    if width(text) <= most:
        assert short == text
    else:
        assert short.endswith("…")
        assert width(short[:-1]) <= most
        assert text.startswith(short[:-1])


@pytest.mark.parametrize("write", [write_html, write_svg])
def test_pictures_cut_between_characters(write: object) -> None:
    """Rare characters in the label of a node are left whole or left out."""
    graph = PropertyGraph((Node(id="http://b/a", label=RARE, kind="Organization"),), (), "zh", "http://b/")
    file = BytesIO()
    write(graph, file)  # type: ignore[operator]
    assert RARE[:13] + "…" in file.getvalue().decode("utf-8")


def test_pages_cut_between_characters() -> None:
    """The same in the drawing of a page."""
    one = {"iri": "http://b/a", "label": RARE, "predicate": {"name": "partnerOf"}}
    assert radial([one])["nodes"][0]["short"] == RARE[:9] + "…"
