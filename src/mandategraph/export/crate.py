"""An RO-Crate: the graph as data, its tables, and descriptions of them by RO-Crate and DCAT."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from mandategraph.export.rdf import write_nquads
from mandategraph.export.tables import csv_files
from mandategraph.propertygraph import PropertyGraph
from mandategraph.recall import editions
from mandategraph.store.contract import Store

__all__ = ["crate_files"]

_SUMMARIES = {
    "graph.nq": ("All statements in RDF, answers in the default graph, reasons in one graph an edition", "application/n-quads"),
    "nodes.csv": ("Entities", "text/csv"),
    "edges.csv": ("Facts between two entities, each with its sources", "text/csv"),
    "statements.csv": ("Facts whose object is a value, each with its sources", "text/csv"),
    "evidence.csv": ("The sentences that state the facts, with document, paragraph and characters", "text/csv"),
}
_LICENCE = "Quoted texts remain under the terms of those who issued them."
_NO_DATE = "1970-01-01"


def crate_files(store: Store, graph: PropertyGraph) -> Iterator[tuple[str, bytes]]:
    """The files of the crate, ``ro-crate-metadata.json`` and ``dcat.ttl`` among them.

    Its date of publication is that of the latest dated document, so that the same graph gives the same bytes.

    :param store: the graph in RDF.
    :param graph: the same graph as nodes and edges.

    >>> [name for name, _ in crate_files(graph.store, graph.subgraph())][-2:]
    ['ro-crate-metadata.json', 'dcat.ttl']
    """
    dump = io.BytesIO()
    write_nquads(store, dump)
    files = {"graph.nq": dump.getvalue(), **dict(csv_files(graph))}
    yield from files.items()
    days = sorted({source.date for _, source in graph.sources if source.date})
    published = days[-1].rpartition("/")[2] if days else _NO_DATE
    metadata = _metadata(store, graph, files, published, days)
    text = json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"
    yield "ro-crate-metadata.json", text.encode()
    yield "dcat.ttl", _dcat(graph, files, published).encode()


def _words(graph: PropertyGraph) -> str:
    return (
        f"{len(graph.nodes)} entities and {len(graph.edges) + len(graph.statements)} facts,"
        f" each with the sentences that state it ({len(graph.sources)} in all)"
    )


def _metadata(
    store: Store, graph: PropertyGraph, files: dict[str, bytes], published: str, days: list[str]
) -> dict[str, Any]:
    about: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": "Organizations, programmes and mandates",
            "description": _words(graph),
            "datePublished": published,
            "license": _LICENCE,
            "hasPart": [{"@id": name} for name in files],
            **({"temporalCoverage": f"{days[0]}/{days[-1]}"} if len(days) > 1 else {}),
            "isBasedOn": [{"@id": one.iri} for one in editions(store)],
        },
    ]
    for name, data in files.items():
        summary, kind = _SUMMARIES[name]
        about.append(
            {
                "@id": name,
                "@type": "File",
                "name": name,
                "description": summary,
                "encodingFormat": kind,
                "contentSize": str(len(data)),
                "sha256": sha256(data).hexdigest(),
            }
        )
    for one in editions(store):
        about.append(
            {
                "@id": one.iri,
                "@type": "CreativeWork",
                "name": one.document.removeprefix("document/"),
                "inLanguage": one.language,
                "identifier": one.sha256,
            }
        )
    context = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}]
    return {"@context": context, "@graph": about}


def _dcat(graph: PropertyGraph, files: dict[str, bytes], published: str) -> str:
    lines = [
        "@prefix dcat: <http://www.w3.org/ns/dcat#> .",
        "@prefix dct: <http://purl.org/dc/terms/> .",
        "@prefix spdx: <http://spdx.org/rdf/terms#> .",
        "",
        "<./> a dcat:Dataset ;",
        '  dct:title "Organizations, programmes and mandates"@en , "组织、方案与任务图谱"@zh ;',
        f'  dct:description "{_words(graph)}"@en ;',
        f'  dct:issued "{published}" ;',
        f'  dct:rights "{_LICENCE}"@en ;',
        "  dcat:distribution " + " , ".join(f"<{name}>" for name in files) + " .",
    ]
    for name, data in files.items():
        summary, kind = _SUMMARIES[name]
        lines += [
            "",
            f"<{name}> a dcat:Distribution ;",
            f'  dct:title "{name}" ; dct:description "{summary}"@en ;',
            f'  dcat:mediaType "{kind}" ; dcat:byteSize {len(data)} ; dcat:downloadURL <{name}> ;',
            f'  spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue "{sha256(data).hexdigest()}" ] .',
        ]
    return "\n".join([*lines, ""])
