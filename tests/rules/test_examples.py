"""Every example of every rule, in every language, is read as a document of its own."""

from __future__ import annotations

import re
from functools import cache

import pytest

from mandategraph.authority import load_authority, name_key
from mandategraph.extract import Extractor
from mandategraph.extract.rules import Example, Rule, load_rules
from mandategraph.languages import languages
from mandategraph.model import (
    Document,
    Entity,
    Extraction,
    Literal,
    Masthead,
    MastheadItem,
    OffsetMap,
    Passage,
    PassageKind,
)
from mandategraph.vocabulary import PREDICATES

_ITSELF = {"这份文件", "this document", "ce document"}
#: How many patterns of each language no example shows yet.
_UNSHOWN = {"en": 7, "fr": 0, "zh": 0}
_CASES = [
    (rule, example) for language in languages().values() for rule in load_rules(language) for example in rule.examples
]


@cache
def _extractor() -> Extractor:
    return Extractor(load_authority())


@cache
def _all_rules() -> dict[str, tuple[Rule, ...]]:
    return {code: load_rules(language) for code, language in languages().items()}


@cache
def _names() -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for name in load_authority().names:
        names.setdefault(name.entity, set()).add(name.text)
    return names


def _patterns(rule: str) -> tuple[Rule, ...]:
    """All patterns of a rule."""
    return tuple(one for one in _all_rules()[rule.split("/")[0]] if one.id == rule)


def _read(example: Example, rules: tuple[Rule, ...]) -> Extraction:
    """Reads a sentence, with some patterns of one rule, as a passage of the document that its home tells."""
    text, home, code = example.text, example.home, rules[0].id.split("/")[0]
    ours = _extractor().with_rules({code: rules})
    passages = [Passage("para/1", PassageKind.PARAGRAPH, text, OffsetMap((0,), (0,)), code, number="1")]
    source, masthead = text, Masthead()
    if home.startswith("document/"):
        symbol = home.removeprefix("document/")
        source = f"{text}\n{symbol}"
        place = len(text) + 1
        masthead = Masthead(symbol=MastheadItem(symbol, "masthead/symbol", place, len(source)))  # a document of UNIDO
        source += "\nUNIDO"
        passages.append(
            Passage("para/2", PassageKind.PARAGRAPH, "UNIDO", OffsetMap((0,), (len(source) - 5,)), code, number="2")
        )
        passages.append(Passage("masthead/symbol", PassageKind.MASTHEAD, symbol, OffsetMap((0,), (place,)), code))
    elif home.startswith("title:"):  # a paper that is about what its title names
        title, place = home.removeprefix("title:"), len(text) + 1
        source = f"{text}\n{title}"
        masthead = Masthead(title=MastheadItem(title, "masthead/title", place, len(source)))
        passages.append(Passage("masthead/title", PassageKind.MASTHEAD, title, OffsetMap((0,), (place,)), code))
    elif home:
        entity = _extractor().authority.entities[home]
        source = f"{text}\n{entity.label(code)}"
        passages.append(
            Passage(
                "para/2", PassageKind.PARAGRAPH, entity.label(code), OffsetMap((0,), (len(text) + 1,)), code, number="2"
            )
        )
    document = Document(source, "example.txt", "0" * 64, code, masthead, tuple(passages))
    return ours.extract(document)


def _keys(id: str, entities: dict[str, Entity], extraction: Extraction) -> set[str]:
    entity = entities[id]
    words = {name.text for name in (*entity.labels, *entity.names, *extraction.mentioned.get(id, ()))}
    words |= {entity.symbol or id, id, *_names().get(id, ())}
    if id == extraction.id:
        words |= _ITSELF
    return {name_key(word) for word in words}


def _parts(fact: str) -> tuple[str, str, str]:
    match = re.fullmatch(rf"(.+?) ({'|'.join(PREDICATES)}) (.+)", fact)
    assert match is not None, f"{fact} is not: subject predicate object"
    return match[1], match[2], match[3]


@pytest.mark.parametrize(
    ("rule", "example"), _CASES, ids=[f"{rule.id}-{number}" for number, (rule, _) in enumerate(_CASES)]
)
def test_example(rule: Rule, example: Example) -> None:
    """The rule finds in its example all the facts that the example lists; it finds none where none is listed."""
    extraction = _read(example, _patterns(rule.id))
    entities = {entity.id: entity for entity in extraction.entities}
    mine = [item.fact for item in extraction.evidence if item.rule == rule.id]
    if not example.facts:
        assert not mine, f"{rule.id} finds {mine}"
    for fact in example.facts:
        subject, predicate, thing = _parts(fact)
        assert any(
            found.predicate == predicate
            and name_key(subject) in _keys(found.subject, entities, extraction)
            and (
                thing in {found.object.value, found.qualifiers.get("value")}
                if isinstance(found.object, Literal)
                else name_key(thing) in _keys(found.object, entities, extraction)
            )
            for found in mine
        ), f"{rule.id} does not find: {fact}; it finds {mine}"


def test_rules_have_examples() -> None:
    """Every rule of every language has an example in which it finds a fact, so that the test above tests it."""
    for code, rules in _all_rules().items():
        shown = {rule.id for rule in rules if any(example.facts for example in rule.examples)}
        assert {rule.id for rule in rules} - shown == set(), code


@pytest.mark.parametrize("code", sorted(_UNSHOWN))
def test_patterns_have_examples(code: str) -> None:
    """No more patterns than are known stay without an example in which they themselves find a fact; the number only falls."""
    unshown = []
    for rule in _all_rules()[code]:
        examples = [example for example in _patterns(rule.id)[0].examples if example.facts]
        if not any(item.rule == rule.id for example in examples for item in _read(example, (rule,)).evidence):
            unshown.append(f"{rule.id}: {rule.expression}")
    assert len(unshown) <= _UNSHOWN[code], "\n".join(unshown)


def test_every_language_with_rules_counts_its_patterns() -> None:
    """The languages whose patterns are counted are those that have rules."""
    assert set(_UNSHOWN) == {code for code, rules in _all_rules().items() if rules}
