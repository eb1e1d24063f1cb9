"""Which format a client gets: every Accept value that clients send."""

from __future__ import annotations

import pytest

from mandategraph.server.negotiation import GRAPHS, RESULTS, choose, formats, preferred_language


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("application/*", "application/sparql-results+json"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "text/tab-separated-values"),
        ("*/*;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv; charset=utf-8", "text/csv"),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "application/sparql-results+json"),
        ("application/sparql-results+xml, text/turtle", "application/sparql-results+xml"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=nonsense", None),
    ],
)
def test_rows(accept: str | None, media: str | None) -> None:
    """The format of rows follows the header: weights, wildcards, the specific before the general."""
    assert choose(accept, RESULTS) == media


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "text/turtle"),
        ("application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples, application/n-quads", "application/n-triples"),
        ("application/sparql-results+json", None),
    ],
)
def test_graphs(accept: str, media: str | None) -> None:
    """The format of triples follows the header."""
    assert choose(accept, GRAPHS) == media


def test_named_format_fits_one_kind() -> None:
    """A named format holds for the kind of answer that it can write, the header for the others."""
    assert formats("*/*", "csv") == ("text/csv", "application/sparql-results+json", "text/turtle")
    assert formats("*/*", "nt").graph == "application/n-triples"
    assert formats("text/csv", "unheard-of").rows == "text/csv"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9", "en"),
        ("fr, en;q=0.1", "en"),
        ("fr", None),
        (None, None),
        ("zh;q=0, en;q=0.2", "en"),
        ("en;q=x, zh;q=0.1", "zh"),
    ],
)
def test_language(header: str | None, language: str | None) -> None:
    """The language of the pages follows Accept-Language."""
    assert preferred_language(header, ("zh", "en")) == language
