"""One HTML page with the graph to look at: no other file, no network."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from string import Template
from typing import IO, Any

from mandategraph.export.svg import LABEL, colour
from mandategraph.layout import positions
from mandategraph.propertygraph import Edge, PropertyGraph, Statement
from mandategraph.textwidth import shortened

__all__ = ["write_html"]

_WORDS = {
    "zh": {
        "title": "组织、方案与任务图谱",
        "search": "按名称查找",
        "hint": "点选一个实体或一条连线，查看原文。拖动可移动，滚轮可缩放。",
        "count": "{nodes} 个实体，{edges} 条关系，{sources} 处依据",
        "support": "文件数：",
    },
    "en": {
        "title": "Organizations, programmes and mandates",
        "search": "Find by name",
        "hint": "Choose an entity or a line to see the sentences. Drag to move, scroll to zoom.",
        "count": "{nodes} entities, {edges} relations, {sources} sources",
        "support": "documents:",
    },
}


def _stated(one: Edge | Statement) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "support": one.support,
        "qualifiers": [
            f"{name}: {one.qualifier_labels.get(name, str(value))}" for name, value in sorted(one.qualifiers.items())
        ],
        "sources": [
            {
                "document": source.document,
                "paragraph": source.paragraph,
                "quote": source.quote,
                "language": source.language,
                "passage": source.passage_iri,
            }
            for source in one.sources
        ],
    }


def write_html(graph: PropertyGraph, file: IO[bytes]) -> None:
    """A page that draws the graph and shows the sentences of what is clicked on.

    :param graph: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_html(graph.subgraph(predicates="fundedBy"), file)
    >>> "绿色方案由全环基金供资" in file.getvalue().decode()
    True
    """
    words = _WORDS["zh" if graph.language.startswith("zh") else "en"]
    places = positions(graph)
    nodes = [
        {
            "id": node.id,
            "label": node.label,
            "short": shortened(node.label, LABEL),
            "kind": node.kind,
            "symbol": node.symbol,
            "names": [text for text, _ in node.names],
            "colour": colour(node.kind),
            "x": places[node.id][0],
            "y": places[node.id][1],
            "statements": [{**_stated(one), "value": one.value} for one in node.statements],
        }
        for node in graph.nodes
    ]
    edges = [
        {**_stated(edge), "source": edge.source, "target": edge.target, "symmetric": edge.symmetric}
        for edge in graph.edges
    ]
    count = words["count"].format(nodes=len(nodes), edges=len(edges), sources=len(graph.sources))
    data = {"nodes": nodes, "edges": edges, "count": count, "words": {"support": words["support"]}}
    # Inside a script element only "<" could end it.
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    page = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
    filled = page.substitute(
        {name: escape(words[name]) for name in ("title", "search", "hint")}
        | {"language": escape(graph.language), "data": text}
    )
    file.write(filled.encode("utf-8", "replace"))
