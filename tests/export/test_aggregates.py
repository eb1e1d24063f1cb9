"""Questions that count over everything: the Parquet tables answer as the graph does, on DuckDB and on Spark."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mandategraph.graph import Graph
from mandategraph.traversal import HEAD

#: What is asked -> the graph's query, and the same in SQL over the tables.
QUESTIONS = {
    "how often each predicate is stated": (
        """SELECT ?p (COUNT(?fact) AS ?n) WHERE { ?fact rdf:predicate ?predicate
           BIND(STRAFTER(STR(?predicate), "#") AS ?p) } GROUP BY ?p""",
        """SELECT predicate, COUNT(*) FROM (SELECT predicate FROM edges UNION ALL SELECT predicate FROM statements) AS facts
           GROUP BY predicate""",
    ),
    "what was funded in each currency": (
        """SELECT ?currency (SUM(?amount) AS ?sum) WHERE {
           ?fact rdf:predicate mg:fundedBy ; mg:amount ?amount ; mg:currency ?currency } GROUP BY ?currency""",
        """SELECT currency, SUM(amount) FROM edges
           WHERE predicate = 'fundedBy' AND amount IS NOT NULL AND currency IS NOT NULL GROUP BY currency""",
    ),
    "how many sentences state how many facts": (
        """SELECT ?n (COUNT(?fact) AS ?facts) WHERE {
           { SELECT ?fact (COUNT(?evidence) AS ?n) WHERE { GRAPH ?edition { ?fact mg:evidence ?evidence } } GROUP BY ?fact }
           } GROUP BY ?n""",
        """SELECT n, COUNT(*) FROM (SELECT fact, COUNT(*) AS n FROM evidence GROUP BY fact) AS counted GROUP BY n""",
    ),
}


@pytest.fixture(scope="module")
def tables(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph as Parquet."""
    folder = tmp_path_factory.mktemp("aggregates") / "tables"
    graph.export(folder, "parquet")
    return folder


def told(rows: Any) -> list[tuple[str, float]]:
    return sorted((str(key), float(number)) for key, number in rows)


def expected(graph: Graph, name: str) -> list[tuple[str, float]]:
    found = graph.store.select(HEAD + QUESTIONS[name][0])
    rows = told((key.value, number.value) for key, number in found if key is not None and number is not None)
    assert len(rows) > (name == "how often each predicate is stated") * 5
    return rows


@pytest.mark.parametrize("name", QUESTIONS)
def test_duckdb_counts_alike(graph: Graph, tables: Path, name: str) -> None:
    """DuckDB over the tables gives what the graph gives."""
    with duckdb.connect() as database:
        for table in tables.glob("*.parquet"):
            database.read_parquet(str(table)).create_view(table.stem)
        assert told(database.execute(QUESTIONS[name][1]).fetchall()) == expected(graph, name)


def test_spark_counts_alike(graph: Graph, tables: Path) -> None:
    """Spark, in local mode, gives what the graph gives."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: pip install --group spark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java (Debian package default-jre-headless)")
    session = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        for table in tables.glob("*.parquet"):
            session.read.parquet(str(table)).createOrReplaceTempView(table.stem)
        for name, (_, query) in QUESTIONS.items():
            assert told(map(tuple, session.sql(query).collect())) == expected(graph, name), name
    finally:
        session.stop()
