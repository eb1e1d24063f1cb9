"""The RDF exports: whole, sorted, readable by others."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from tests.editions import report_en, report_zh

from mandategraph.describe import describe
from mandategraph.errors import ExportError
from mandategraph.export import FORMATS, export
from mandategraph.export.rdf import sorted_lines
from mandategraph.store import EmbeddedStore, memory_store, replace

# rdflib's name of each format that holds a dataset, and of those that hold one graph.
_DATASETS = {"nq": "nquads", "trig": "trig", "jsonld": "json-ld"}
_GRAPHS = {"ttl": "turtle", "nt": "nt"}


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    filled = memory_store()
    replace(filled, [describe(report_zh()), describe(report_en())])
    # Terms that a writer could get wrong.
    odd = r"""INSERT DATA {
      <http://example.org/a?b#c> <http://example.org/p> "a\\b \"q\" \n\r\t end", " "@zh,
        007, 1.50, 1e3, true, "x"@en-GB .
      <https://w3id.org/mandategraph/id/a/../b>
        <https://w3id.org/mandategraph/ontology#quote> "no language", 5 ;
        <https://w3id.org/mandategraph/ontology#partOf> "words" ; a "no class" .
      <https://w3id.org/mandategraph/id/plain> a <https://w3id.org/mandategraph/ontology#Tool> .
      <https://w3id.org/mandategraph/id/k:x/y> <https://w3id.org/mandategraph/ontology#year> "2021", 2021 .
      GRAPH <https://w3id.org/mandategraph/id/document/%20/zh> { <http://a> <http://b> <http://c> } }"""
    filled.update(odd)
    return filled


def _named(graph: rdflib.Dataset) -> set[tuple[str, ...]]:
    return {(s.n3(), p.n3(), o.n3(), str(g)) for s, p, o, g in graph.quads()}


@pytest.mark.parametrize("format_", sorted(_DATASETS))
def test_datasets_are_read_back_by_rdflib(store: EmbeddedStore, tmp_path: Path, format_: str) -> None:
    """N-Quads, TriG and JSON-LD give the same quads in another library."""
    export(store, tmp_path / f"all.{format_}")
    found = rdflib.Dataset()
    found.parse(tmp_path / f"all.{format_}", format=_DATASETS[format_])
    wanted = rdflib.Dataset()
    wanted.parse(data="".join(f"{quad} .\n" for quad in store.quads()), format="nquads")
    assert _named(found) == _named(wanted)


@pytest.mark.parametrize("format_", sorted(_GRAPHS))
def test_graphs_hold_all_triples(store: EmbeddedStore, tmp_path: Path, format_: str) -> None:
    """Turtle and N-Triples hold answers and reasons together."""
    export(store, tmp_path / f"all.{format_}")
    found = {
        (str(triple.subject), str(triple.predicate), str(triple.object))
        for triple in ox.parse(path=tmp_path / f"all.{format_}")
    }
    assert found == {(str(q.subject), str(q.predicate), str(q.object)) for q in store.quads()}
    assert len(rdflib.Graph().parse(tmp_path / f"all.{format_}", format=_GRAPHS[format_])) == len(found)


@pytest.mark.parametrize(("format_", "kind"), [("nq", "N_QUADS"), ("trig", "TRIG"), ("jsonld", "JSON_LD")])
def test_datasets_are_read_back_by_pyoxigraph(store: EmbeddedStore, tmp_path: Path, format_: str, kind: str) -> None:
    """N-Quads, TriG and JSON-LD give the same quads, numbers and languages included."""
    export(store, tmp_path / f"all.{format_}")
    found = {str(quad) for quad in ox.parse(path=tmp_path / f"all.{format_}", format=getattr(ox.RdfFormat, kind))}
    assert found == {str(quad) for quad in store.quads()}


def test_rdf_xml_is_read_back_by_pyoxigraph(tmp_path: Path) -> None:
    """RDF/XML gives the same triples as N-Triples, numbers and languages included."""
    plain = memory_store()
    replace(plain, [describe(report_zh()), describe(report_en())])
    export(plain, tmp_path / "all.rdf")
    found = {str(quad.triple) for quad in ox.parse(path=tmp_path / "all.rdf", format=ox.RdfFormat.RDF_XML)}
    assert found == {str(quad.triple) for quad in plain.quads()}


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_same_graph_same_bytes(store: EmbeddedStore, tmp_path: Path, format_: str) -> None:
    """A graph that was filled in another order is exported to the same bytes."""
    other = memory_store()
    other.load(sorted(store.quads(), key=str, reverse=True))
    export(store, tmp_path / f"a.{format_}")
    export(other, tmp_path / f"b.{format_}")
    assert (tmp_path / f"a.{format_}").read_bytes() == (tmp_path / f"b.{format_}").read_bytes()


def test_nquads_of_a_loaded_graph_are_its_own(store: EmbeddedStore, tmp_path: Path) -> None:
    """A store that is filled from its own N-Quads exports them again, sorted."""
    export(store, tmp_path / "all.nq")
    other = memory_store()
    other.load(ox.parse(path=tmp_path / "all.nq"))
    export(other, tmp_path / "again.nq")
    text = (tmp_path / "all.nq").read_text(encoding="utf-8")
    assert text == (tmp_path / "again.nq").read_text(encoding="utf-8")
    lines = text.split("\n")[:-1]
    assert lines == sorted(lines)


def test_jsonld_reads_as_json(store: EmbeddedStore, tmp_path: Path) -> None:
    """Nodes have short names, relative ids and texts by language."""
    export(store, tmp_path / "all.jsonld")
    graph = json.loads((tmp_path / "all.jsonld").read_text(encoding="utf-8"))["@graph"]
    (unido,) = (node for node in graph if node["@id"] == "organization/unido")
    assert unido["@type"] == "Organization"
    assert unido["prefLabel"]["zh"] == "联合国工业发展组织"
    assert unido["leads"] == "programme/绿色%20方案"
    (edition,) = (node for node in graph if node["@id"] == "document/GC.19/10/zh")
    (evidence,) = (node for node in edition["@graph"] if node.get("quote") == {"zh": "绿色方案在中国实施"})
    assert evidence["confidence"] == "0.97"
    assert evidence["passage"] == "document/GC.19/10/para/3"
    assert isinstance(evidence["start"], int)


def test_standard_output(
    store: EmbeddedStore, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    """A dash writes to standard output what a file would hold."""
    export(store, tmp_path / "all.nt")
    export(store, "-", "nt")
    assert capfdbinary.readouterr().out == (tmp_path / "all.nt").read_bytes()


def test_unknown_format(store: EmbeddedStore, tmp_path: Path) -> None:
    """An unknown or missing format is named with those that are valid, and no file is made."""
    for target, format_ in (
        (tmp_path / "all.xyz", None),
        (tmp_path / "all", None),
        ("-", None),
        ("-", "xyz"),
    ):
        with pytest.raises(ExportError, match=r"valid are .*jsonl, jsonld, .*nq, nt, .*trig, ttl"):
            export(store, target, format_)
    assert list(tmp_path.iterdir()) == []


def test_file_appears_whole_or_not_at_all(store: EmbeddedStore, tmp_path: Path) -> None:
    """What cannot be written leaves the old file as it was and no draft beside it."""
    (tmp_path / "all.nq").write_text("old")
    closed = memory_store()
    closed.close()
    with pytest.raises(Exception, match="has been closed"):
        export(closed, tmp_path / "all.nq")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]
    with pytest.raises(ExportError, match="No such file or directory"):
        export(store, tmp_path / "missing" / "all.nq")


def test_many_lines_are_sorted_in_parts() -> None:
    """Lines that do not fit into memory at once come out in the same order."""
    lines = [f"{n * 7919 % 1000:03} 方案\u2028\x85\n" for n in range(1000)]
    assert list(sorted_lines(lines, run=64)) == sorted(set(lines))
