"""Runs shapes without queries by the engine of the package ``shacl``, which is made for speed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyoxigraph as ox
import rdflib
import shacl

from mandategraph.checkreport import Term

__all__ = ["FastShapes", "Finding"]

_STEP = re.compile(r"(\^?)<([^>]*)>")


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a validation; see ``Violation``."""

    focus: Term
    path: tuple[str, ...]
    value: Term | None
    shape: str
    component: str
    severity: str


class FastShapes:
    """Shapes that are compiled once and can be run on many graphs.

    :param shapes: without ``sh:sparql``.
    :raises ValueError: when the engine does not understand the shapes.

    >>> shapes = rdflib.Graph().parse(data="@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:shape> a"
    ...     " sh:PropertyShape ; sh:targetNode <urn:x> ; sh:path <urn:p> ; sh:minCount 1 .", format="turtle")
    >>> [finding.path for finding in FastShapes(shapes).run("<urn:x> <urn:q> <urn:x> .")]
    [('urn:p',)]
    """

    def __init__(self, shapes: rdflib.Graph) -> None:
        self._shapes = shacl.Shapes.from_text(shapes.serialize(format="nt"), "ntriples")

    def run(self, ntriples: str) -> list[Finding]:
        """What is wrong with a graph.

        :param ntriples: the graph.
        """
        report = self._shapes.validate_text(ntriples, format="ntriples")
        if report.conforms and not len(report):
            return []
        return [
            Finding(
                _term(result.focus_node),
                tuple(f"{mark}{iri}" for mark, iri in _STEP.findall(result.path or "")),
                None if result.value is None else _term(result.value),
                str(result.root_shape).strip("<>"),
                result.component_iri,
                result.severity_iri,
            )
            for result in report.results
        ]


def _term(text: str) -> Term:
    """A term in the syntax of N-Triples."""
    (quad,) = ox.parse(f"<urn:s> <urn:p> {text} .", format=ox.RdfFormat.N_TRIPLES)
    value: object = quad.object
    if not isinstance(value, (ox.NamedNode, ox.BlankNode, ox.Literal)):
        raise TypeError(f"{text} is no term of RDF 1.1")
    return value
