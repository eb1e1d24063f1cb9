"""JSON-LD whose context lets it be read as plain JSON: short names, relative ids, language maps."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import IO, Any
from urllib.parse import urljoin

import pyoxigraph as ox

from mandategraph.export.rdf import ordered_quads
from mandategraph.store.contract import Store
from mandategraph.vocabulary import ONTOLOGY, PREDICATES, PREFIXES

__all__ = ["context", "write_jsonld"]

_TYPE = PREFIXES["rdf"] + "type"
_XSD = PREFIXES["xsd"]
_LINKS = [
    "act", "addressee", "bearer", "describedAs", "edition", "editionOf", "evidence", "inDocument", "issuer",
    "ofFact", "passage", "statedBy", "status", "structuralParent",
    *(name for name, predicate in PREDICATES.items() if predicate.range is not None or name == "hasResult"),
]  # fmt: skip
_WORDS = ["author", "heading", "measure", "mentionedAs", "quote", "role", "text", "title", "unit"]
_TYPED = {"amount": "decimal", "confidence": "decimal", "value": "decimal", "year": "gYear"}
_OTHERS = {
    "subject": ("rdf:subject", "@id"),
    "predicate": ("rdf:predicate", "@id"),
    "object": ("rdf:object", ""),
    "exactMatch": ("skos:exactMatch", "@id"),
    "isTargetOf": ("sdgo:isTargetOf", "@id"),
    "language": ("dct:language", ""),
    "prefLabel": ("skos:prefLabel", "@language"),
    "altLabel": ("skos:altLabel", "@language"),
    "label": ("rdfs:label", "@language"),
}


def context(base_iri: str) -> dict[str, Any]:
    """The JSON-LD context of a graph.

    :param base_iri: what ids are relative to.

    >>> context("https://example.org/")["quote"]
    {'@id': 'mg:quote', '@container': '@language'}
    """
    found: dict[str, Any] = {"@base": base_iri, "@vocab": ONTOLOGY, **PREFIXES}
    for name in sorted(_LINKS):
        found[name] = {"@id": f"mg:{name}", "@type": "@id"}
    for name in _WORDS:
        found[name] = {"@id": f"mg:{name}", "@container": "@language"}
    for name, datatype in _TYPED.items():
        found[name] = {"@id": f"mg:{name}", "@type": f"xsd:{datatype}"}
    for name, (iri, kind) in _OTHERS.items():
        key = "@container" if kind == "@language" else "@type"
        found[name] = {"@id": iri, key: kind} if kind else {"@id": iri}
    return found


def write_jsonld(store: Store, file: IO[bytes]) -> None:
    """The dataset as JSON-LD, one node a line.

    :param store: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_jsonld(graph.store, file)
    >>> b"@context" in file.getvalue()
    True
    """
    writer = _Nodes(store.base_iri)
    about = json.dumps(writer.context, ensure_ascii=False, indent=1)
    file.write(f'{{"@context": {about},\n"@graph": ['.encode())
    separator = "\n"
    for graph, quads in groupby(ordered_quads(store), key=lambda quad: quad.graph_name):
        if isinstance(graph, ox.NamedNode):
            file.write(f'{separator}{{"@id": {_dump(writer.id(graph.value))}, "@graph": ['.encode())
            separator = "\n"
        for subject, statements in groupby(quads, key=lambda quad: quad.subject):
            file.write(f"{separator}{_dump(writer.node(subject, statements))}".encode())
            separator = ",\n"
        if isinstance(graph, ox.NamedNode):
            file.write(b"]}")
    file.write(b"\n]}\n")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Nodes:
    """Writes nodes by the terms of the context."""

    def __init__(self, base_iri: str) -> None:
        self.base_iri = base_iri
        self.context = context(base_iri)
        self.terms: dict[str, tuple[str, str]] = {}
        for name, meaning in self.context.items():
            if isinstance(meaning, dict):
                prefix, _, local = meaning["@id"].partition(":")
                kind = meaning.get("@container") or meaning.get("@type") or ""
                self.terms[PREFIXES[prefix] + local] = (name, kind)

    def id(self, iri: str) -> str:
        """An IRI relative to the base where that leads back to it."""
        if iri.startswith(self.base_iri):
            short = iri[len(self.base_iri) :]
            if "/" in short and ":" not in short.partition("/")[0] and urljoin(self.base_iri, short) == iri:
                return short
        return iri

    def name(self, iri: str) -> str:
        """The short form of a class or property."""
        if iri.startswith(ONTOLOGY):
            return iri[len(ONTOLOGY) :]
        for prefix, start in PREFIXES.items():
            if iri.startswith(start):
                return f"{prefix}:{iri[len(start) :]}"
        return iri

    def node(self, subject: object, statements: Iterable[ox.Quad]) -> dict[str, Any]:
        """A node with all that one graph says of it."""
        held: dict[str, list[Any]] = defaultdict(list)
        maps: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in statements:
            predicate, value = quad.predicate.value, quad.object
            if predicate == _TYPE and isinstance(value, ox.NamedNode):
                held["@type"].append(self.name(value.value))
                continue
            name, kind = self.terms.get(predicate, (self.name(predicate), ""))
            if kind == "@language" and isinstance(value, ox.Literal) and value.language:
                maps[name][value.language].append(value.value)
            elif kind == "@language":
                # A language map cannot hold a plain text: the property's other name can.
                held[self.context[name]["@id"]].append(self._value(value, ""))
            else:
                held[name].append(self._value(value, kind))
        body: dict[str, Any] = {name: _one_or_all(values) for name, values in held.items()}
        for name, by_language in maps.items():
            body[name] = {language: _one_or_all(texts) for language, texts in sorted(by_language.items())}
        reference = self.id(subject.value) if isinstance(subject, ox.NamedNode) else str(subject)
        return {"@id": reference, **dict(sorted(body.items()))}

    def _value(self, value: object, kind: str) -> Any:
        if isinstance(value, ox.NamedNode):
            return self.id(value.value) if kind == "@id" else {"@id": self.id(value.value)}
        if not isinstance(value, ox.Literal):
            return {"@id": str(value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        datatype = value.datatype.value
        if datatype == _XSD + "integer" and not kind and value.value == str(int(value.value)):
            return int(value.value)
        if datatype == _XSD + "string":
            return {"@value": value.value} if kind else value.value
        short = self.name(datatype)
        return value.value if short == kind else {"@value": value.value, "@type": short}


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
