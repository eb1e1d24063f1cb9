"""facts.jsonl: one fact a line, with names and sentences."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.editions import BASE, report_en, report_zh

from mandategraph.describe import describe
from mandategraph.export import export
from mandategraph.store import memory_store, replace


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    store = memory_store()
    replace(store, [describe(report_zh()), describe(report_en())])
    path = tmp_path_factory.mktemp("facts") / "facts.jsonl"
    export(store, path)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _one(lines: list[dict[str, Any]], predicate: str) -> dict[str, Any]:
    (found,) = (line for line in lines if line["predicate"] == predicate)
    return found


def test_entities_have_all_their_names(lines: list[dict[str, Any]]) -> None:
    """Subject and object have IRI, class and every name, symbol and mention."""
    line = _one(lines, "mandates")
    assert line["subject"] == {
        "iri": BASE + "document/GC.18/Res.1",
        "type": "Resolution",
        "names": ["GC.18/Res.1"],
    }
    assert line["object"]["type"] == "Organization"
    assert {"UNIDO", "工发组织", "联合国工业发展组织"} <= set(line["object"]["names"])
    assert _one(lines, "contributesTo")["object"]["type"] == "SDG"
    assert "该绿色方案" in _one(lines, "contributesTo")["subject"]["names"]


def test_qualifiers(lines: list[dict[str, Any]]) -> None:
    """Acts are local names, entities are ids, numbers are numbers."""
    assert _one(lines, "mandates")["qualifiers"] == {
        "act": "requests",
        "due": "2023",
        "on": "programme/绿色 方案",
    }
    result = _one(lines, "hasResult")
    assert result["object"] == {"value": "支持的企业 = 819 家"}
    assert result["qualifiers"] == {"measure": "支持的企业", "unit": "家", "value": 819, "year": "2022"}
    funded = [line["qualifiers"] for line in lines if line["predicate"] == "fundedBy"]
    assert funded == [{}, {"amount": 57200000, "currency": "USD", "year": "2022"}]


def test_first_evidence_is_the_line_s_own(lines: list[dict[str, Any]]) -> None:
    """Paragraph, quote and place are those of the first evidence; all are listed."""
    line = _one(lines, "operatesIn")
    assert (line["support"], line["languages"], len(line["evidence"])) == (1, 2, 2)
    assert {name: line[name] for name in line["evidence"][0]} == line["evidence"][0]
    assert (line["document"], line["paragraph"]) == ("document/GC.19/10", "1")
    assert [one["quote"] for one in line["evidence"]] == [
        "The Green Programme is carried out in China",
        "绿色方案在中国实施",
    ]


def test_order_is_that_of_the_documents(lines: list[dict[str, Any]]) -> None:
    """Facts come by document, edition and place."""
    places = [(line["document"], line["language"], line["start"]) for line in lines]
    assert places == sorted(places)
    assert len(lines) == 9
