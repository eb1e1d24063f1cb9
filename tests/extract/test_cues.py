"""Which rules are tried on a sentence."""

from __future__ import annotations

import tomllib

from tests.extract.reading import extractor, linked

from mandategraph.extract.cues import Cues
from mandategraph.extract.encoding import characters, sentences
from mandategraph.resources import resources


def _texts() -> list[str]:
    samples = [path.read_text(encoding="utf-8") for path in resources("data/samples", ".zh.txt")]
    examples = [example.text for rule in extractor().rules["zh"] for example in rule.examples]
    return [line for sample in samples for line in sample.splitlines() if line.strip()] + examples


def _words() -> dict[str, tuple[str, ...]]:
    """The words of which each rule wants one besides what it matches, by the rule's id."""
    files = (path for path in resources("data/rules", ".toml") if path.parent.name == "zh")
    tables = (table for path in files for table in tomllib.loads(path.read_text(encoding="utf-8"))["rule"])
    return {f"zh/{table['id']}": tuple(table["cue"]) for table in tables if "cue" in table}


def test_no_rule_that_matches_is_left_out() -> None:
    """On every sentence of the samples and of the examples, each rule that matches is among those that are tried."""
    rules = extractor().rules["zh"]
    cues = Cues(rules)
    matching = tried = all_of_them = 0
    wanted = _words()
    assert wanted
    for text in _texts():
        for sentence in sentences(linked(text)[1], extractor().languages["zh"]):
            found = [
                id(rule) for rule in rules
                if rule.regex.search(sentence.code) and (rule.id not in wanted or any(w in sentence.code for w in wanted[rule.id]))
            ]
            chosen = [id(rule) for rule in cues.rules(sentence.code)]
            assert [rule for rule in chosen if rule in found] == found, sentence.code
            matching += len(found)
            tried += len(chosen)
            all_of_them += len(rules)
    assert matching > 300
    assert tried < all_of_them / 25


def test_rules_are_tried_only_where_what_they_need_stands() -> None:
    """On cue words that name nothing no rule that needs a name is tried; with names the rules for their classes are."""
    cues = Cues(extractor().rules["zh"])
    words = "由{}供资的{}实施了合作提供了支持"
    agent, programme, date = (characters(frozenset({name})) for name in ("Country", "Programme", "Date"))
    assert [rule.id for rule in cues.rules(words.format("", "")) if rule.types] == []
    assert [rule.id for rule in cues.rules(words.format(date, date)) if rule.predicate == "fundedBy"] == []
    assert "zh/funded-by-1" in {rule.id for rule in cues.rules(words.format(agent, programme))}


def test_a_rule_with_words_beside_its_pattern_is_tried_only_where_one_of_them_stands() -> None:
    """A rule that asks with whom something is done is left alone in a sentence without 与, 同 or the like."""
    cues = Cues(extractor().rules["zh"])
    organization, programme = (min(characters(frozenset({name}))) for name in ("Organization", "Programme"))
    alone, together = f"{organization}实施了{programme}。", f"{organization}与{organization}实施了{programme}。"
    assert "zh/done-implemented" not in {rule.id for rule in cues.rules(alone)}
    assert "zh/done-implemented" in {rule.id for rule in cues.rules(together)}
