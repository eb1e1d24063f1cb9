"""Tables of nodes, edges, statements and evidence: CSV, Parquet and what Neo4j imports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from mandategraph.columns import Attribute, Cell, joined, table
from mandategraph.errors import ExportError
from mandategraph.propertygraph import PropertyGraph
from mandategraph.safetext import spreadsheet_text

__all__ = ["TABLES", "csv_files", "neo4j_files", "parquet_files"]

TABLES = ("nodes", "edges", "statements", "evidence")
_NEO4J = {"integer": "long", "double": "double", "boolean": "boolean", "date": "date", "strings": "string[]"}
_DELIMITERS = (";", "|", "\x1f")


def _cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return spreadsheet_text(joined(value) if isinstance(value, tuple) else value)


def _csv(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8", "replace")


def csv_files(graph: PropertyGraph) -> Iterator[tuple[str, bytes]]:
    """One CSV file a table: several texts in a cell are joined by ``;``, and no cell is a formula.

    :param graph: the graph.

    >>> [name for name, _ in csv_files(PropertyGraph((), (), "en", "http://b/"))]
    ['nodes.csv', 'edges.csv', 'statements.csv', 'evidence.csv']
    """
    for name in TABLES:
        columns, rows = table(graph, name)
        heads = [column.name for column in columns]
        yield f"{name}.csv", _csv(heads, ([_cell(value) for value in row] for row in rows))


def parquet_files(graph: PropertyGraph) -> Iterator[tuple[str, bytes]]:
    """One Parquet file a table: numbers, dates and lists of texts are what they are.

    :param graph: the graph.
    :raises ExportError: when pyarrow is not installed.

    >>> [name for name, _ in parquet_files(graph.subgraph())][:2]
    ['nodes.parquet', 'edges.parquet']
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExportError("pyarrow is missing: pip install 'mandategraph[parquet]'") from error
    kinds = {
        "string": pa.string(),
        "strings": pa.list_(pa.string()),
        "integer": pa.int64(),
        "double": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    for name in TABLES:
        columns, rows = table(graph, name)
        held: list[list[Any]] = [[] for _ in columns]
        for row in rows:
            for values, value in zip(held, row, strict=True):
                values.append(list(value) if isinstance(value, tuple) else value)
        fields = [
            pa.field(column.name, kinds[column.kind], metadata={"summary": column.summary}) for column in columns
        ]
        arrays = [pa.array(values, type=field.type) for values, field in zip(held, fields, strict=True)]
        sink = io.BytesIO()
        pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), sink, compression="zstd")
        yield f"{name}.parquet", sink.getvalue()


_ENDS = {"id": "id:ID", "source": ":START_ID", "target": ":END_ID"}
_IMPORT = """#!/bin/sh
# Imports this folder into a new Neo4j database; run it in this folder.
neo4j-admin database import full "${{1:-neo4j}}" --overwrite-destination=true \\
  --delimiter=, --array-delimiter={delimiter} --multiline-fields=true \\
  --nodes=nodes.csv --relationships=edges.csv
"""


def neo4j_files(graph: PropertyGraph) -> Iterator[tuple[str, bytes]]:
    """Nodes and relationships with typed headers, and the command that imports them.

    A node has the labels ``Entity`` and its class, a relationship the predicate as its type; quotes,
    documents and paragraphs of all sources are arrays.

    :param graph: the graph.

    >>> [name for name, _ in neo4j_files(graph.subgraph())]
    ['nodes.csv', 'edges.csv', 'import.sh']
    """
    delimiter = _delimiter(graph)

    def array(value: Cell) -> object:
        if isinstance(value, tuple):
            return delimiter.join(value)
        return "" if value is None else "true" if value is True else "false" if value is False else value

    columns, rows = table(graph, "nodes")
    heads = [*(_head(column) for column in columns), ":LABEL"]
    labelled = (
        [*map(array, row), delimiter.join(("Entity", node.kind))]
        for row, node in zip(rows, graph.nodes, strict=True)
    )
    yield "nodes.csv", _csv(heads, labelled)
    columns, rows = table(graph, "edges")
    # The type says the predicate, and the fact's IRI must not be taken for the id of a node.
    heads = ["fact" if column.name == "id" else _head(column) for column in columns]
    typed = (
        [*map(array, row), array(tuple(source.quote for source in edge.sources)), edge.predicate]
        for row, edge in zip(rows, graph.edges, strict=True)
    )
    yield "edges.csv", _csv([*heads, "quotes:string[]", ":TYPE"], typed)
    name = "U+001F" if delimiter == "\x1f" else f"'{delimiter}'"
    yield "import.sh", _IMPORT.format(delimiter=name).encode()


def _head(column: Attribute) -> str:
    if column.name in _ENDS:
        return _ENDS[column.name]
    return f"{column.name}:{_NEO4J[column.kind]}" if column.kind in _NEO4J else column.name


def _delimiter(graph: PropertyGraph) -> str:
    """The first mark that stands in no text of an array: Neo4j has no way to escape it."""
    texts = [
        text
        for name in ("nodes", "edges")
        for row in table(graph, name)[1]
        for value in row
        if isinstance(value, tuple)
        for text in value
    ]
    texts += [source.quote for _, source in graph.sources]
    for mark in _DELIMITERS:
        if not any(mark in text for text in texts):
            return mark
    raise ExportError("the texts hold ; and | and U+001F, so that Neo4j has no mark to put between them")


