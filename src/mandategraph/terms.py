"""Ids, values and dates as RDF terms, and back: the one place that knows how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from hashlib import sha256
from urllib.parse import unquote

import pyoxigraph as ox

from mandategraph import model
from mandategraph.vocabulary import ONTOLOGY, PREFIXES, QUALIFIERS

__all__ = [
    "QUALIFIER_PROPERTIES",
    "Term",
    "dated",
    "digest",
    "identifier",
    "iri",
    "mg",
    "number",
    "object_term",
    "qualifier_term",
    "qualifier_value",
    "term",
    "words",
]

#: What a SELECT gives back and what a variable can be bound to.
Term = ox.NamedNode | ox.Literal

_XSD = PREFIXES["xsd"]
_ACT = PREFIXES["mgact"]
_DECIMALS = frozenset({"amount", "value"})
_DATES = frozenset({"date", "start", "end", "due"})
_DATED_OBJECTS = frozenset({"date", "heldOn"})
_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Everything that RFC 3987 keeps out of a path, and "%" itself so that the way back is exact.
_FORBIDDEN = re.compile(
    '[\x00-\x20%<>"{}|\\\\^`\\[\\]\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff'
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


@lru_cache(maxsize=1000)
def term(name: str) -> ox.NamedNode:
    """A term of a known vocabulary by its prefixed name.

    :param name: such as ``skos:prefLabel``; prefixes are those of ``vocabulary.PREFIXES``.

    >>> term("skos:prefLabel").value
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


@lru_cache(maxsize=1000)
def mg(name: str) -> ox.NamedNode:
    """A term of this project's ontology by its local name.

    >>> mg("Fact").value
    'https://w3id.org/mandategraph/ontology#Fact'
    """
    return ox.NamedNode(ONTOLOGY + name)


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode())


@lru_cache(maxsize=100_000)
def iri(identifier: str, base: str) -> ox.NamedNode:
    """The IRI of an id; only what an IRI may not hold is percent-encoded.

    :param identifier: relative to the base IRI, or an absolute IRI.
    :param base: the base IRI.

    >>> iri("programme/绿色 方案", "https://example.org/id/").value
    'https://example.org/id/programme/绿色%20方案'
    """
    if "://" in identifier:
        return ox.NamedNode(identifier)
    # A second "#" ends an IRI early and "#" or "?" would cut the path, so they are encoded too.
    path = _FORBIDDEN.sub(_escape, identifier).replace("#", "%23").replace("?", "%3F")
    return ox.NamedNode(base + path)


def identifier(iri: str, base: str) -> str:
    """The id that an IRI stands for: the way back from ``iri``.

    :param iri: the IRI.
    :param base: the base IRI.

    >>> identifier("https://example.org/id/programme/绿色%20方案", "https://example.org/id/")
    'programme/绿色 方案'
    """
    return unquote(iri[len(base) :]) if iri.startswith(base) else iri


def digest(parts: Iterable[str]) -> str:
    """Sixteen hexadecimal digits that stand for a sequence of texts.

    :param parts: the texts.

    >>> digest(["a", "b"]) == digest(["a", "b"]), digest(["a", "b"]) == digest(["ab"])
    (True, False)
    """
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def words(text: str, language: str) -> ox.Literal:
    """A text in a language, or a plain one where the language is empty.

    >>> str(words("方案", "zh")), str(words("GC.19/10", ""))
    ('"方案"@zh', '"GC.19/10"')
    """
    return ox.Literal(text, language=language) if language else ox.Literal(text)


def _typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(_XSD + datatype))


def dated(value: str) -> ox.Literal:
    """A date, month or year typed by its form; a period or anything else is a plain text.

    >>> [dated(text).datatype.value.rpartition("#")[2] for text in ("2021", "2021-12", "2021/2022")]
    ['gYear', 'gYearMonth', 'string']
    """
    if _YEAR.fullmatch(value):
        return _typed(value, "gYear")
    if _MONTH.fullmatch(value):
        return _typed(value, "gYearMonth")
    if _DAY.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            return ox.Literal(value)
        return _typed(value, "date")
    return ox.Literal(value)


def number(value: str | int | float) -> ox.Literal:
    """A decimal in its shortest form; what is no number stays a plain text.

    >>> number("57200000.0").value, number("1,819").value, number(0.97).value
    ('57200000', '1819', '0.97')
    """
    text = str(value)
    try:
        parsed = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return ox.Literal(text)
    if not parsed.is_finite() or abs(parsed.adjusted()) > 100:
        return ox.Literal(text)
    return _typed(format(parsed.normalize(), "f") if parsed else "0", "decimal")


def qualifier_term(name: str, value: str, language: str, base: str) -> Term:
    """A qualifier's value as a term, by the qualifier's own kind.

    :param name: a key of ``vocabulary.QUALIFIERS``.
    :param value: as in ``model.Qualifiers``.
    :param language: of words.
    :param base: the base IRI.

    >>> str(qualifier_term("on", "@programme/x", "zh", "https://example.org/"))
    '<https://example.org/programme/x>'
    """
    if name in _DECIMALS:
        return number(value)
    if name == "year":
        return _typed(value, "gYear") if _YEAR.fullmatch(value) else ox.Literal(value)
    if name in _DATES:
        return dated(value)
    if name == "act":
        return iri(value, _ACT)
    if name == "on" and value.startswith("@"):
        return iri(value[1:], base)
    if name == "currency":
        return ox.Literal(value)
    return words(value, language)


def qualifier_value(name: str, value: Term, base: str) -> str:
    """A qualifier's value as the model holds it: the way back from ``qualifier_term``.

    >>> qualifier_value("act", iri("requests", "https://w3id.org/mandategraph/act/"), "https://example.org/")
    'requests'
    """
    if isinstance(value, ox.Literal):
        return value.value
    if name == "act":
        return identifier(value.value, _ACT)
    return "@" + identifier(value.value, base)


def object_term(predicate: str, value: str | model.Literal, base: str) -> Term:
    """A fact's object as a term; a result has a node of its own and is not meant here.

    :param predicate: a key of ``vocabulary.PREDICATES``.
    :param value: an entity id or a literal.
    :param base: the base IRI.

    >>> str(object_term("date", model.Literal("2021-12"), "https://example.org/"))
    '"2021-12"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    if isinstance(value, str):
        return iri(value, base)
    if not value.language and predicate in _DATED_OBJECTS:
        return dated(value.value)
    return words(value.value, value.language)


#: The property of each qualifier.
QUALIFIER_PROPERTIES = {name: mg(local) for name, local in QUALIFIERS.items()}
