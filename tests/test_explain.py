"""Explanations: each fact of a document comes with sentence, rule, words, links and namesakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mandategraph.authority import load_authority
from mandategraph.build import build
from mandategraph.cli import main
from mandategraph.explain import explain
from mandategraph.recall import facts
from mandategraph.resources import resource
from mandategraph.store import open_store

TEXT = "GC.19/7\n\n1. 工发组织推出了绿色海岸方案。\n\n2. 该方案由日本供资。大会注意到本报告。\n"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    build([folder / "a.txt"], folder / "g")
    return folder / "g"


def test_link_by_antecedent(graph: Path) -> None:
    """A programme that is meant by 该方案 is explained by where it was named before, and by the linker when it can be."""
    with open_store(graph) as store:
        (fact,) = facts(store, predicate="fundedBy")
        without = explain(store, fact.iri, load_authority())
        again = explain(store, fact.iri.rpartition("/")[2], load_authority(), graph.parent)
    (reason,) = without.reasons
    assert reason.evidence.quote in reason.sentence
    assert reason.rule is not None
    assert reason.rule.id == reason.evidence.rule
    assert reason.rule.patterns
    subject, target = reason.slots[:2]
    assert (subject.role, subject.how) == ("subject", "named before, in para/1, and meant here")
    assert (target.role, target.words, target.how) == ("object", "日本", "named in the quote")
    assert set(reason.made) == {"file", "hash", "version"}
    subject, target = again.reasons[0].slots[:2]
    assert subject.words == "该方案"
    assert "stands for what was named before" in subject.how
    assert target.how == "by its name"


def test_every_fact_of_the_samples(tmp_path: Path) -> None:
    """Every fact of a sample has a sentence that holds its quote, a rule with its text, and a word for each part."""
    sample = next(file for file in sorted(resource("data/samples").iterdir()) if file.name.endswith(".zh.txt"))
    build([sample], tmp_path / "g")
    authority = load_authority()
    with open_store(tmp_path / "g") as store:
        found = list(facts(store))
        for fact in found[:40]:
            for reason in explain(store, fact.iri, authority).reasons:
                assert reason.evidence.quote in reason.sentence
                assert (reason.rule is None) == (reason.evidence.rule.partition("/")[0] not in {"zh", "en"})
                assert {"subject", "object"} <= {slot.role for slot in reason.slots}
                assert all(slot.how for slot in reason.slots)
    assert len(found) > 20


def test_namesakes(graph: Path) -> None:
    """A name that authority files give to several entities is explained with why the others are not meant."""
    authority = load_authority()
    name = next(
        one.text
        for entity in sorted(authority.entities)
        for one in authority.names_of(entity)
        if one.contextual and len({other.entity for other in authority.find(one.text)}) > 1
    )
    entities = sorted({one.entity for one in authority.find(name)})
    from mandategraph.explain import _Edition  # the part that looks at names

    with open_store(graph) as store:
        (fact,) = facts(store, predicate="fundedBy")
        reason = explain(store, fact.iri, authority).reasons[0]
        namesakes = _Edition(store, reason.evidence, authority, {})._namesakes(entities[0], name)
    assert {one.entity for one in namesakes} >= set(entities[1:])
    assert all(one.why_not for one in namesakes)


def test_command(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints the sentence, the rule and the words, or all as JSON; an unknown fact is refused."""
    with open_store(graph) as store:
        (fact,) = facts(store, predicate="fundedBy")
    assert main(["explain", str(graph), fact.iri]) == 0
    text = capsys.readouterr().out
    assert "日本" in text
    assert "named before, in para/1" in text
    assert fact.iri in text
    assert main(["explain", str(graph), fact.iri[-16:], "--format", "json", "--sources", str(graph.parent)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fact"]["fact"]["predicate"] == "fundedBy"
    assert told["reasons"][0]["slots"][0]["words"] == "该方案"
    assert main(["explain", str(graph), "0" * 16]) == 2
    assert "has no fact" in capsys.readouterr().err
