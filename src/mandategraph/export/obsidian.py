"""A folder of notes in Markdown, one an entity, with links between them and the sentences that state each fact."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256

from mandategraph.propertygraph import Edge, Node, PropertyGraph, Source, Statement

__all__ = ["obsidian_files"]

# What file systems or Obsidian's links give a meaning of its own.
_UNSAFE = re.compile(r'[\\/:*?"<>|#^\[\]\x00-\x1f]+')
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$%])")


def obsidian_files(graph: PropertyGraph) -> Iterator[tuple[str, bytes]]:
    """A note for each entity, in a folder for each class.

    :param graph: the graph.

    >>> list(obsidian_files(PropertyGraph((), (), "en", "http://b/")))
    []
    """
    names = _file_names(graph.nodes)
    labels = {node.id: node.label for node in graph.nodes}
    links: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        links[edge.source].append(edge)
        if edge.target != edge.source:
            links[edge.target].append(edge)
    for node in graph.nodes:
        lines = [*_front(node), f"# {_plain(node.label)}", ""]
        for statement in node.statements:
            lines += _fact(f"**{_plain(statement.label)}**: {_plain(statement.value)}", statement)
        for edge in links[node.id]:
            ends = [
                f"**{_plain(labels[end])}**" if end == node.id else _link(names[end], labels[end])
                for end in (edge.source, edge.target)
            ]
            lines += _fact(f"{ends[0]} → {_plain(edge.label)} → {ends[1]}", edge)
        yield f"{names[node.id]}.md", "\n".join([*lines, ""]).encode("utf-8", "replace")


def _file_names(nodes: Iterable[Node]) -> dict[str, str]:
    """A path for each node; those that would be the same, also where case does not count, get some digits."""
    wanted: dict[str, list[Node]] = defaultdict(list)
    paths = {}
    for node in nodes:
        name = _UNSAFE.sub(" ", node.label).strip(" .")[:80] or "unnamed"
        paths[node.id] = f"{node.kind}/{name}"
        wanted[paths[node.id].casefold()].append(node)
    for same in wanted.values():
        if len(same) > 1:
            for node in same:
                paths[node.id] += f" {sha256(node.id.encode()).hexdigest()[:8]}"
    return paths


def _front(node: Node) -> Iterator[str]:
    """Properties in YAML, of which JSON is a part."""
    yield "---"
    found = {
        "id": node.id,
        "kind": node.kind,
        "aliases": [name for name, _ in node.names],
        "symbol": node.symbol,
        "code": node.code,
        "provisional": node.provisional,
        "same_as": list(node.same_as),
        "parent": node.parent,
        "start": None if node.time[0] is None else node.time[0].isoformat(),
        "end": None if node.time[1] is None else node.time[1].isoformat(),
    }
    for name, value in found.items():
        if value not in (None, []):
            yield f"{name}: {json.dumps(value, ensure_ascii=False)}"
    yield from ("---", "")


def _fact(line: str, stated: Edge | Statement) -> Iterator[str]:
    more = [
        f"{name} {stated.qualifier_labels.get(name, str(value))}" for name, value in sorted(stated.qualifiers.items())
    ]
    yield f"- {line} ({stated.support})" + (f" · {_plain('; '.join(more))}" if more else "")
    for source in stated.sources:
        yield f"  - “{_plain(source.quote)}” — {_place(source)}"


def _place(source: Source) -> str:
    return f"{_plain(source.document)}, {_plain(source.paragraph)} ({source.start}–{source.end}, {source.language})"


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _link(path: str, label: str) -> str:
    shown = " ".join(re.sub(r"[\[\]|<>`]", " ", label).split())
    return f"[[{path}|{shown}]]"
