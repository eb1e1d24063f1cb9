"""The record of a build: what it names, when it is dated, and that it changes no bytes of equal builds."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from tests.editions import extract
from tests.test_build import quads, write

from mandategraph.build import build
from mandategraph.errors import MandategraphError
from mandategraph.store import open_store
from mandategraph.store.layout import package_version

RECORD = """PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX mg: <https://w3id.org/mandategraph/ontology#>
PREFIX schema: <https://schema.org/>
SELECT ?version ?hash (COUNT(DISTINCT ?data) AS ?used) (SAMPLE(?end) AS ?when) WHERE { GRAPH ?edition {
  ?edition prov:wasGeneratedBy ?build ; prov:wasDerivedFrom ?file . ?file mg:sha256 ?hash .
  ?build a prov:Activity ; prov:used ?data, ?file ; prov:wasAssociatedWith ?program .
  ?program schema:softwareVersion ?version . ?data mg:sha256 ?other
  OPTIONAL { ?build prov:endedAtTime ?end } } } GROUP BY ?version ?hash"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write(tmp_path / "1.txt", "GC.19/1", 0, 1)
    return tmp_path / "1.txt"


def record(graph: Path) -> dict[str, str]:
    with open_store(graph) as store:
        (row,) = store.select(RECORD).records()
    return {name: term.value for name, term in row.items()}


def test_record(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the file by its hash, the version of the program, the rules and the authorities, and no time."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    build([file], tmp_path / "g", extract=extract)
    digest = sha256(file.read_bytes()).hexdigest()
    assert record(tmp_path / "g") == {"version": package_version(), "hash": digest, "used": "3"}
    build([file], tmp_path / "h", extract=extract)
    assert quads(tmp_path / "g") == quads(tmp_path / "h")


def test_source_date(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH dates the record, and the same one gives the same bytes; a time that is given goes first."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name in ("g", "h"):
        build([file], tmp_path / name, extract=extract)
        assert record(tmp_path / name)["when"] == "2023-11-14T22:13:20Z"
    assert quads(tmp_path / "g") == quads(tmp_path / "h")
    build([file], tmp_path / "i", extract=extract, when=datetime(2026, 1, 2, tzinfo=UTC))
    assert record(tmp_path / "i")["when"] == "2026-01-02T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(MandategraphError, match="'yesterday': a whole number"):
        build([file], tmp_path / "j", extract=extract)
    assert not (tmp_path / "j").exists()
