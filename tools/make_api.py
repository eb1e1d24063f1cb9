"""Writes docs/api.md from the documentation strings of the traversal API; ``--check`` only compares."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
_HEAD = """# Python API

Written by `tools/make_api.py` from the documentation strings; every example runs in the tests.
In the examples `graph` is a small graph of three documents; an entity can be given by name, symbol, id or IRI in any language.

```py
import mandategraph as mg

graph = mg.open("graph")            # a folder that mandategraph build made
graph = mg.open("all.nq")           # a file
graph = mg.open("http://localhost:8000/sparql")  # an endpoint
```
"""
_FIELD = re.compile(r"^:(param|raises) ([\w.]+): ?(.*)$")


def _signature(thing: Any) -> str:
    text = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(thing)))
    return text.replace("(self, ", "(").replace("(self)", "()")


def _text(thing: Any) -> str:
    """A documentation string as Markdown: parameters as a list, examples as code."""
    lines: list[str] = []
    examples: list[str] = []
    for line in (inspect.getdoc(thing) or "").splitlines():
        field = _FIELD.match(line)
        if line.startswith(">>>") or examples:
            examples.append(line)
        elif field and field[1] == "param":
            lines.append(f"- `{field[2]}`: {field[3]}")
        elif field:
            lines.append(f"- raises `{field[2]}` {field[3]}")
        else:
            lines.append(line.strip() if line.startswith("    ") else line)
    found = re.sub(r"``([^`]+)``", r"`\1`", "\n".join(lines).strip())
    found = re.sub(r"\n\n(?=- `|- raises)", "\n\n", found)
    code = "\n".join(examples).strip()
    return found + (f"\n\n```pycon\n{code}\n```" if code else "")


def _members(class_: type) -> Iterator[tuple[str, Any, str]]:
    own = [base for base in reversed(class_.__mro__) if base.__module__.startswith("mandategraph")]
    held = {name: member for base in own for name, member in vars(base).items()}
    for name, member in held.items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            yield name, member.fget, name
        elif isinstance(member, classmethod):
            continue
        elif inspect.isfunction(member):
            yield name, member, name + _signature(member)


def _class(class_: type) -> Iterator[str]:
    yield f"## {class_.__name__}\n\n{_text(class_)}\n"
    for _, member, title in _members(class_):
        yield f"### `{class_.__name__}.{title}`\n\n{_text(member)}\n"


def _module(module: ModuleType) -> Iterator[str]:
    yield f"## {module.__name__}\n\n{_text(module)}\n"
    for name in module.__all__:
        thing = getattr(module, name)
        yield f"### `{name}{_signature(thing)}`\n\n{_text(thing)}\n"


def page() -> str:
    """The whole page."""
    import mandategraph as mg
    from mandategraph import analysis
    from mandategraph.columns import EDGE_COLUMNS, EVIDENCE_COLUMNS, NODE_COLUMNS, STATEMENT_COLUMNS
    from mandategraph.export import FOLDERS, FORMATS, NETWORKS
    from mandategraph.graph import EntityView, FactView, Graph, Paths, Table
    from mandategraph.graph import Path as GraphPath
    from mandategraph.graph.difference import Difference
    from mandategraph.propertygraph import Edge, Node, PropertyGraph, Source, Statement
    from mandategraph.selection import Selection

    parts = [_HEAD, f"## `mg.open{_signature(mg.open)}`\n\n{_text(mg.open)}\n"]
    for class_ in (
        Graph, EntityView, FactView, Paths, GraphPath, Table, Difference,
        PropertyGraph, Node, Edge, Statement, Source, Selection,
    ):  # fmt: skip
        parts += _class(class_)
    parts += _module(analysis)
    parts.append("## What exports hold\n")
    for title, names in (("one file, nodes and edges", NETWORKS), ("one file, the dataset", FORMATS), ("several files", FOLDERS)):
        parts.append(f"Formats of {title}: {', '.join(f'`{name}`' for name in sorted(names))}.\n")
    for title, columns in (
        ("Nodes", NODE_COLUMNS), ("Edges", EDGE_COLUMNS), ("Statements", STATEMENT_COLUMNS), ("Evidence", EVIDENCE_COLUMNS),
    ):  # fmt: skip
        rows = "\n".join(f"| `{one.name}` | {one.kind} | {one.summary} |" for one in columns)
        parts.append(f"### {title}\n\n| attribute | kind | says |\n| --- | --- | --- |\n{rows}\n")
    parts.append(
        "Formats without lists join several texts by `;`, with a backslash before a `;` or backslash inside one."
        " Absent values are absent. Facts whose object is a value are statements of their node; flat formats hold"
        " them in `statements`, with places and first quote. XML cannot hold control characters: they become U+FFFD"
        " (RDF/XML refuses them). In CSV an apostrophe stands before a text that a spreadsheet could take for a"
        " formula. GEXF shows an edge from `start` to `end`, else from the first dated document on. Session and body,"
        " target and goal are linked by the node's `parent`, which is no fact.\n"
    )
    return "\n".join(parts)


def main() -> int:
    """Write the page, or compare it."""
    text = page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text("utf-8") == text else 1
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
