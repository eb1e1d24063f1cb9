"""RDF/XML, sorted."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from typing import IO

import pyoxigraph as ox

from mandategraph.errors import ExportError
from mandategraph.export.rdf import sorted_lines
from mandategraph.store.contract import Store
from mandategraph.vocabulary import PREFIXES

__all__ = ["write_rdfxml"]

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ROOT = re.compile(rb"<rdf:RDF[^>]*>")


def write_rdfxml(store: Store, file: IO[bytes]) -> None:
    """All triples of all graphs in RDF/XML, grouped by subject.

    :param store: the graph.
    :param file: open for writing.
    :raises ExportError: for a text that XML cannot hold.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_rdfxml(graph.store, file)
    >>> b"<rdf:RDF" in file.getvalue()
    True
    """
    with tempfile.TemporaryFile() as lines, tempfile.TemporaryFile() as draft:
        lines.writelines(line.encode() for line in sorted_lines(f"{quad.triple} .\n" for quad in store.quads()))
        lines.seek(0)
        ox.serialize(_holdable(lines), draft, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES)
        draft.seek(0)
        # The library writes the prefixes of the root element in any order.
        first = True
        for line in draft:
            if first and (root := _ROOT.search(line)):
                names = " ".join(f'xmlns:{name}="{iri}"' for name, iri in sorted(PREFIXES.items()))
                line = line.replace(root.group(), f"<rdf:RDF {names}>".encode())
                first = False
            file.write(line)


def _holdable(lines: IO[bytes]) -> Iterator[ox.Triple]:
    for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES):
        if isinstance(quad.object, ox.Literal) and _ILLEGAL.search(quad.object.value):
            raise ExportError(
                f"RDF/XML cannot hold a text of {quad.subject}, which has a control character: use ttl"
            )
        yield quad.triple
