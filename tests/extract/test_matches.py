"""Where rules match, for sentences of one form."""

from __future__ import annotations

import pytest
from tests.extract.reading import extractor, linked

from mandategraph.extract.clauses import Clauses
from mandategraph.extract.encoding import sentences
from mandategraph.extract.matches import Matches
from mandategraph.extract.rules import parse_rules
from mandategraph.languages.zh import language


def _code(text: str) -> str:
    """The code of a sentence."""
    found, = sentences(linked(text)[1], language())
    return found.code


def test_sentences_of_one_form_share_their_matches() -> None:
    """Two sentences that name other entities of the same classes have one code, whose matches are looked for once."""
    matches = Matches(extractor().rules["zh"], Clauses(language()))
    codes = [_code(f"由{country}供资的全球清洁技术创新方案已经启动。") for country in ("日本", "瑞士")]
    first, second = map(matches.of, codes)
    assert {found.rule.predicate for found in first} == {"fundedBy"}
    assert codes[0] == codes[1]
    assert first is second


def test_a_plan_is_no_match() -> None:
    """What a clause says of a plan is left out, and so is what a rule leaves alone."""
    rules = parse_rules('[[rule]]\nid = "a"\npredicate = "fundedBy"\npattern = "{object:agent}资助了{subject:programme}"\nunless = "停止"', language())
    matches = Matches(rules, Clauses(language()))
    told = [len(matches.of(_code(f"{words}全球清洁技术创新方案。"))) for words in ("日本资助了", "如果日本资助了", "在停止前日本资助了")]
    assert told == [1, 0, 0]


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("{subject:org}(?=在(北京|上海))举行", {"北京", "上海"}),
        ("{subject:org}(在(首都|港口)|向(农村))举行", {"首都", "港口", "农村"}),
        ("{subject:org}(在(首都|港口))?举行", {"举行"}),
    ],
)
def test_groups_and_what_lies_ahead_tell_what_a_rule_needs(pattern: str, needs: set[str]) -> None:
    """Of the alternatives of a group each gives its longest words; an optional group gives none."""
    rule, = parse_rules(f'[[rule]]\nid = "a"\npredicate = "locatedIn"\npattern = "{pattern}"\nobject = "home"', language())
    assert frozenset(needs) in rule.needs
