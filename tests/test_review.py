"""Unknown names come out as an authority file, and go in again."""

from __future__ import annotations

from pathlib import Path

from tests.extract.reading import document, extractor

from mandategraph.authority import load_authority
from mandategraph.cli import main
from mandategraph.describe import describe
from mandategraph.extract import Extractor
from mandategraph.recall import entities
from mandategraph.review import review_file, write_review
from mandategraph.store import Store, memory_store, replace
from mandategraph.terms import iri
from mandategraph.vocabulary import BASE_IRI

_TEXT = "工发组织推出了蓝色港口数字化方案。"
_ID = "programme/蓝色港口数字化方案"


def _store(extractor_: Extractor) -> Store:
    store = memory_store()
    replace(store, [describe(extractor_.extract(document(_TEXT)))])
    return store


def test_the_file_lists_the_name_with_its_sentence() -> None:
    """A provisional entity stands in the file with its class, its name and the words that state a fact of it."""
    text = review_file(_store(extractor()))
    assert f"<{_ID}> a mg:Programme" in text
    assert "工发组织推出了蓝色港口数字化方案" in text


def test_the_file_as_it_stands_changes_nothing(tmp_path: Path) -> None:
    """Read as an authority file, the untouched review leaves the entity what it was."""
    path = tmp_path / "review.ttl"
    assert write_review(_store(extractor()), path) == 1
    store = _store(Extractor(load_authority(extra=[path])))
    node = iri(_ID, BASE_IRI).value
    assert entities(store, [node])[node].provisional


def test_accepted_merged_and_rejected_names_do_as_told(tmp_path: Path) -> None:
    """An accepted name is reviewed, a merged one becomes the other entity, a rejected one is gone."""
    path = tmp_path / "review.ttl"
    write_review(_store(extractor()), path)
    text = path.read_text(encoding="utf-8")
    node = iri(_ID, BASE_IRI).value

    path.write_text(text.replace("mg:provisional .", "mg:reviewed ."), encoding="utf-8")
    accepted = _store(Extractor(load_authority(extra=[path])))
    assert not entities(accepted, [node])[node].provisional

    path.write_text(text + f"<{_ID}> dct:isReplacedBy <programme/pcp> .\n", encoding="utf-8")
    merged = Extractor(load_authority(extra=[path])).extract(document(_TEXT))
    assert "programme/pcp" in {e.fact.object for e in merged.evidence}

    path.write_text(text.replace("mg:provisional .", "mg:rejected ."), encoding="utf-8")
    rejected = Extractor(load_authority(extra=[path])).extract(document(_TEXT))
    assert _ID not in {e.fact.object for e in rejected.evidence}


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    """The command review writes the file, and says in one line when it cannot."""
    source = tmp_path / "a.txt"
    source.write_text(_TEXT, encoding="utf-8")
    graph, out = tmp_path / "graph", tmp_path / "review.ttl"
    assert main(["build", str(source), "--output", str(graph)]) == 0
    assert main(["review", str(graph), "--output", str(out)]) == 0
    assert "蓝色港口数字化方案" in out.read_text(encoding="utf-8")
    assert main(["review", str(graph), "--output", str(tmp_path / "no" / "review.ttl")]) == 2
