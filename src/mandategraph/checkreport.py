"""What a check found: violations that name their document and fact, and the report as text, JSON and RDF."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from mandategraph.vocabulary import PREFIXES

__all__ = ["CheckReport", "Term", "Violation"]

#: An IRI, a blank node or a literal of the graph.
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

_SHAPES = "https://w3id.org/mandategraph/shapes#"
_SH = PREFIXES["sh"]
_RDF = PREFIXES["rdf"]


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a graph breaks a shape.

    :param focus: the node that breaks it.
    :param document: the symbol, or else the IRI, of the document that the node comes from, if any.
    :param fact: the IRI of the fact that the node belongs to, if any.
    :param path: the steps from the node to the value, each an IRI, after ``^`` when it is read backwards.
    :param value: the value that is wrong, if any.
    :param shape: the IRI of the shape.
    :param constraint: the IRI of the SPARQL constraint, or of the component of SHACL, that is broken.
    :param severity: the IRI of the severity, mostly ``sh:Violation``.
    :param messages: what is wrong, as pairs of language and words, sorted.
    """

    focus: Term
    document: str | None
    fact: str | None
    path: tuple[str, ...]
    value: Term | None
    shape: str
    constraint: str
    severity: str
    messages: tuple[tuple[str, str], ...]

    @property
    def message(self) -> str:
        """What is wrong, in English where there is English."""
        return self.message_in("en")

    def message_in(self, language: str) -> str:
        """What is wrong, in one language where it is said in it.

        :param language: BCP 47 code.
        """
        for wanted in (language, "en"):
            for known, words in self.messages:
                if known == wanted:
                    return words
        return self.messages[0][1] if self.messages else _short(self.shape)

    def order(self) -> tuple[str, ...]:
        """What violations are sorted by."""
        value = "" if self.value is None else str(self.value)
        return (
            self.document or "",
            self.fact or "",
            str(self.focus),
            self.shape,
            *self.path,
            value,
            self.constraint,
        )


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found.

    :param violations: sorted by document, fact and focus node.
    :param triples: how many triples were checked.
    """

    violations: tuple[Violation, ...]
    triples: int

    @property
    def conforms(self) -> bool:
        """Whether the graph breaks no shape."""
        return not self.violations

    def as_text(self, language: str = "en") -> str:
        """The report for people.

        :param language: of the messages, BCP 47 code.

        >>> print(CheckReport((), 12).as_text())
        conforms: 12 triples, no violation
        """
        if self.conforms:
            return f"conforms: {self.triples:,} triples, no violation"
        count = len(self.violations)
        lines = [f"does not conform: {self.triples:,} triples, {count:,} violation{'s' if count > 1 else ''}"]
        for violation in self.violations:
            lines.append(f"{violation.document or 'no document'}: {violation.message_in(language)}")
            details = {
                "node": _readable(violation.focus),
                "fact": violation.fact if violation.fact != violation.focus.value else None,
                "path": " / ".join(_short(step) for step in violation.path),
                "value": None if violation.value is None else _readable(violation.value),
                "shape": _short(violation.shape),
            }
            lines.extend(f"    {name:<6}{text}" for name, text in details.items() if text)
        return "\n".join(lines)

    def as_json(self) -> str:
        """The report for programs.

        >>> CheckReport((), 12).as_json()
        '{"conforms": true, "triples": 12, "violations": []}'
        """
        violations = [
            {
                "focus": _readable(violation.focus),
                "document": violation.document,
                "fact": violation.fact,
                "path": list(violation.path),
                "value": None if violation.value is None else _readable(violation.value),
                "shape": violation.shape,
                "constraint": violation.constraint,
                "severity": violation.severity,
                "messages": [{"language": language, "text": words} for language, words in violation.messages],
            }
            for violation in self.violations
        ]
        report = {"conforms": self.conforms, "triples": self.triples, "violations": violations}
        return json.dumps(report, ensure_ascii=False, indent=None if self.conforms else 1)

    def as_rdf(self) -> str:
        """The report as a SHACL validation report in Turtle."""
        prefixes = {prefix: PREFIXES[prefix] for prefix in ("mg", "rdf", "sh", "xsd")}
        prefixes["mgsh"] = _SHAPES
        turtle = ox.serialize(self._triples(), format=ox.RdfFormat.TURTLE, prefixes=prefixes)
        return turtle.decode() if turtle else ""

    def _triples(self) -> Iterator[ox.Triple]:
        report = ox.BlankNode("report")
        yield ox.Triple(report, _rdf("type"), _sh("ValidationReport"))
        yield ox.Triple(report, _sh("conforms"), ox.Literal(self.conforms))
        for number, violation in enumerate(self.violations):
            result = ox.BlankNode(f"result{number}")
            yield ox.Triple(report, _sh("result"), result)
            yield ox.Triple(result, _rdf("type"), _sh("ValidationResult"))
            yield ox.Triple(result, _sh("focusNode"), violation.focus)
            if violation.path:
                yield from _path_triples(result, f"path{number}", violation.path)
            if violation.value is not None:
                yield ox.Triple(result, _sh("value"), violation.value)
            yield ox.Triple(result, _sh("sourceShape"), ox.NamedNode(violation.shape))
            if violation.constraint.startswith(_SH):
                yield ox.Triple(result, _sh("sourceConstraintComponent"), ox.NamedNode(violation.constraint))
            else:
                yield ox.Triple(result, _sh("sourceConstraintComponent"), _sh("SPARQLConstraintComponent"))
                yield ox.Triple(result, _sh("sourceConstraint"), ox.NamedNode(violation.constraint))
            yield ox.Triple(result, _sh("resultSeverity"), ox.NamedNode(violation.severity))
            for language, words in violation.messages:
                message = ox.Literal(words, language=language) if language else ox.Literal(words)
                yield ox.Triple(result, _sh("resultMessage"), message)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)


def _rdf(name: str) -> ox.NamedNode:
    return ox.NamedNode(_RDF + name)


def _path_triples(result: ox.BlankNode, name: str, path: tuple[str, ...]) -> Iterator[ox.Triple]:
    nodes: list[ox.NamedNode | ox.BlankNode] = []
    for number, step in enumerate(path):
        if step.startswith("^"):
            nodes.append(ox.BlankNode(f"{name}step{number}"))
            yield ox.Triple(nodes[-1], _sh("inversePath"), ox.NamedNode(step[1:]))
        else:
            nodes.append(ox.NamedNode(step))
    if len(nodes) == 1:
        yield ox.Triple(result, _sh("resultPath"), nodes[0])
        return
    cells: list[ox.NamedNode | ox.BlankNode] = [ox.BlankNode(f"{name}list{n}") for n in range(len(nodes))]
    cells.append(_rdf("nil"))
    yield ox.Triple(result, _sh("resultPath"), cells[0])
    for number, node in enumerate(nodes):
        yield ox.Triple(cells[number], _rdf("first"), node)
        yield ox.Triple(cells[number], _rdf("rest"), cells[number + 1])


def _short(iri: str) -> str:
    mark, iri = ("^", iri[1:]) if iri.startswith("^") else ("", iri)
    for prefix, start in (*PREFIXES.items(), ("mgsh", _SHAPES)):
        if iri.startswith(start) and "/" not in iri.removeprefix(start):
            return f"{mark}{prefix}:{iri.removeprefix(start)}"
    return mark + iri


def _readable(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
