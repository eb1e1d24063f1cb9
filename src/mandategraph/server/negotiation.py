"""Which format an answer is written in: tables of media types, and the rules of HTTP to choose among them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "BOOLEANS",
    "DESCRIPTIONS",
    "EXTENSIONS",
    "GRAPHS",
    "RESULTS",
    "SHORT_NAMES",
    "Formats",
    "accepted",
    "choose",
    "formats",
    "preferred_language",
]

# So much of a header is looked at: what is remembered must not grow by what strangers send.
_LONGEST = 2000
#: Media type -> format name, the preferred type of a format first and the default format first of all.
RESULTS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "tsv",
}
BOOLEANS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
GRAPHS: Mapping[str, str] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/n-quads": "nquads",
    "application/trig": "trig",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/x-turtle": "turtle",
    "application/turtle": "turtle",
    "text/n3": "turtle",
    "text/plain": "ntriples",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
}
#: A description of one thing: the graph formats, and JSON and HTML of our own.
DESCRIPTIONS: Mapping[str, str] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    **{media: form for media, form in GRAPHS.items() if media != "application/json"},
    "application/json": "json",
}
#: Ending of a path -> format of a description.
EXTENSIONS: Mapping[str, str] = {
    "html": "html",
    "json": "json",
    "jsonld": "jsonld",
    "nq": "nquads",
    "nt": "ntriples",
    "rdf": "rdfxml",
    "trig": "trig",
    "ttl": "turtle",
}
#: What ``format=`` and ``output=`` may say: a short name or a media type.
SHORT_NAMES: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "srj": "application/sparql-results+json",
    "sparql-results+json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "srx": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "turtle": "text/turtle",
    "n3": "text/turtle",
    "nt": "application/n-triples",
    "ntriples": "application/n-triples",
    "n-triples": "application/n-triples",
    "nq": "application/n-quads",
    "nquads": "application/n-quads",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "json-ld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "rdf+xml": "application/rdf+xml",
    "rdfxml": "application/rdf+xml",
}


class Formats(NamedTuple):
    """The media type for each kind of answer, or None where the client accepts none."""

    rows: str | None
    boolean: str | None
    graph: str | None


@lru_cache(maxsize=512)
def accepted(header: str) -> tuple[tuple[str, float], ...]:
    """The media ranges of an Accept header with their weights, in its order.

    >>> accepted("text/csv;q=0.5, */*;q=0.1")
    (('text/csv', 0.5), ('*/*', 0.1))
    """
    found = []
    for part in header.split(","):
        media, *parameters = (text.strip() for text in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    weight = min(1.0, max(0.0, float(value.strip())))
                except ValueError:
                    weight = 0.0
        if media:
            found.append((media.lower() if "/" in media or media == "*" else f"{media.lower()}/*", weight))
    return tuple(found)


def choose(header: str | None, table: Mapping[str, str]) -> str | None:
    """The media type of a table that a client likes best, or None.

    The most specific range decides the weight of a type; of equal weights the one that the client named
    itself wins, then the first of the table.

    :param header: the value of Accept; none means anything.
    :param table: media types in the order in which the server prefers them.

    >>> choose("text/*;q=0.9, text/csv;q=0.2", {"text/csv": "csv", "text/turtle": "turtle"})
    'text/turtle'
    >>> choose("image/png", {"text/csv": "csv"}) is None
    True
    """
    if not header or not header.strip():
        return next(iter(table))
    ranges = accepted(header[:_LONGEST])
    best: tuple[float, int, int] | None = None
    chosen = None
    for place, media in enumerate(table):
        main = media.partition("/")[0]
        weight, depth = 0.0, -1
        for named, given in ranges:
            level = 2 if named == media else 1 if named == f"{main}/*" else 0 if named in {"*/*", "*"} else -1
            if level > depth or (level == depth and given > weight):
                weight, depth = given, level
        if depth < 0 or weight <= 0:
            continue
        rank = (weight, depth, -place)
        if best is None or rank > best:
            best, chosen = rank, media
    return chosen


def formats(accept: str | None, named: str | None) -> Formats:
    """The media types for each kind of answer.

    :param accept: the header.
    :param named: ``format=`` or ``output=``, which goes before the header if it says something known.

    >>> formats("text/csv", None)
    Formats(rows='text/csv', boolean=None, graph=None)
    """
    return _formats(accept and accept[:_LONGEST], named and named[:_LONGEST])


@lru_cache(maxsize=512)
def _formats(accept: str | None, named: str | None) -> Formats:
    if named:
        media = SHORT_NAMES.get(named.strip().lower(), named.strip().lower())
        if media in RESULTS or media in GRAPHS:
            # Where the named format does not fit the kind of the answer, the header decides.
            return Formats(
                media if media in RESULTS else choose(accept, RESULTS),
                media if media in BOOLEANS else choose(accept, BOOLEANS),
                media if media in GRAPHS else choose(accept, GRAPHS),
            )
    return Formats(choose(accept, RESULTS), choose(accept, BOOLEANS), choose(accept, GRAPHS))


def preferred_language(header: str | None, known: tuple[str, ...]) -> str | None:
    """The language of some that a client likes best, by its Accept-Language.

    >>> preferred_language("fr, en-GB;q=0.8, zh;q=0.5", ("zh", "en"))
    'en'
    """
    best: tuple[float, str] | None = None
    for part in (header or "").split(","):
        name, _, weight = part.partition(";")
        code = name.strip().lower().split("-")[0]
        try:
            value = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            value = 0.0
        if code in known and value > 0 and (best is None or value > best[0]):
            best = (value, code)
    return best[1] if best else None
