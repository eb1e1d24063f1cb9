"""Clauses: their bounds, their subjects, and what is only planned or yet to come."""

from __future__ import annotations

import pytest
from tests.extract.reading import facts, linked

from mandategraph.extract.clauses import Clauses
from mandategraph.extract.encoding import Sentence, sentences
from mandategraph.extract.rules import TYPE_GROUPS
from mandategraph.languages import languages
from mandategraph.vocabulary import AGENTS


def _sentence(text: str) -> Sentence:
    return next(iter(sentences(linked(text)[1], languages()["zh"])))


def _clauses(code: str = "zh") -> Clauses:
    return Clauses(languages()[code])


@pytest.mark.parametrize(
    ("text", "verb", "subjects"),
    [
        ("工发组织和世界银行设立了该中心。", "设立", ["工发组织", "世界银行"]),
        ("工发组织与世界银行设立了该中心。", "设立", ["工发组织"]),  # one that somebody works with is no subject
        ("工发组织启动了该项目，他们设立了该中心。", "设立", []),
        ("工发组织启动了该项目，并设立了该中心。", "设立", ["工发组织"]),
        ("工发组织表示，其伙伴提供了支助，并设立了该中心。", "设立", []),  # whoever acted in between goes on
        ("工发组织启动了该项目，七个实验室设立了该中心。", "设立", []),  # who is counted acts
        ("中国的工发组织设立了该中心。", "设立", ["工发组织"]),
        ("世界银行支助的一个渔业项目设立了该中心。", "设立", []),  # one who only helps whoever acts
        ("工发组织表示，“设立该中心很重要”。", "设立", []),  # what somebody says
        ("大会建议世界银行设立该中心。", "设立", []),  # one who asks does not act
        ("大会赞扬各项工作，欢迎与其他各方设立该中心。", "设立", []),  # one who welcomes does not act
        ("大会欢迎《千年宣言》并设立了该中心。", "设立", ["大会"]),
        ("大会扩大了合作，正如工发组织所设想的，设立了该中心。", "设立", ["大会"]),
        ("工发组织扩大了合作，随着日本加入，设立了该中心。", "设立", ["工发组织"]),
        ("工发组织扩大了合作，日本和瑞士的港口设立了该中心。", "设立", ["工发组织"]),
    ],
)
def test_the_subject_of_a_clause(text: str, verb: str, subjects: list[str]) -> None:
    """The subject of a verb is the agent, or the list of agents, that opens its clause."""
    sentence = _sentence(text)
    span = _clauses().subject(sentence, sentence.code.index(verb), AGENTS)
    assert ([] if span is None else [item.mention.text for _, item in sentence.entities(*span)]) == subjects


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("工发组织与世界银行合作；日本设立了该办公室。", []),
        ("工发组织提供了支持，日本政府设立了该办公室。", []),
        ("工发组织提供了支持，日本和瑞士设立了该办公室。", []),
        ("工发组织提供了支持，日本提供资金并设立了该办公室。", []),
        ("工发组织和日本设立了该办公室。", ["工发组织"]),  # one of a list
        ("工发组织在日本设立了该办公室。", ["工发组织"]),
        ("工发组织扩大了合作，在日本设立了该办公室。", ["工发组织"]),
        ("工发组织（日本和瑞士均为成员）设立了该办公室。", ["工发组织"]),
        ("工发组织扩大了合作，日本的港口因此增长，设立了该办公室。", ["工发组织"]),
    ],
)
def test_an_agent_of_another_class_may_act(text: str, subjects: list[str]) -> None:
    """Where one of another class than those asked for opens the clause, the subject of the clause before does not act in it."""
    sentence = _sentence(text)
    span = _clauses().subject(sentence, sentence.code.index("设立"), TYPE_GROUPS["org"])
    assert ([] if span is None else [item.mention.text for _, item in sentence.entities(*span)]) == subjects


@pytest.mark.parametrize(
    ("text", "yet_to_come"),
    [
        ("工发组织设立了该中心。", False),
        ("工发组织将继续设立该中心。", True),
        ("工发组织将继续提供支持，并设立该中心。", True),
        ("工发组织将继续提供支持，由世界银行设立该中心。", False),  # another acts since then
        ("工发组织将继续提供支持。世界银行设立该中心。", False),
    ],
)
def test_the_future_reaches_to_the_next_subject(text: str, yet_to_come: bool) -> None:
    """Words of the future hold for what follows in the sentence until another acts."""
    code = _sentence(text).code if text.count("。") == 1 else text
    start = code.index("设立")
    assert _clauses().yet_to_come(code, start, start + 2) is yet_to_come


def test_a_clause_may_be_hedged() -> None:
    """A clause that tells a plan is hedged, one that tells what was done is not."""
    assert _clauses().hedged("工发组织正在考虑设立该中心")
    assert not _clauses().hedged("工发组织设立了该中心")


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("与全球清洁技术创新方案有关的战略", True),
        ("与全球清洁技术创新方案相关的战略", True),
        ("全球清洁技术创新方案的战略", False),
        ("有关全球清洁技术创新方案的战略", True),
        ("有关全球清洁技术创新方案", False),
    ],
)
def test_a_mention_may_stand_beside(text: str, beside: bool) -> None:
    """A programme that something else is said to have to do with stands beside what the sentence is about."""
    sentence = _sentence(text)
    ((place, _),) = sentence.entities(0, len(sentence.code))
    assert _clauses().beside(sentence, place) is beside


def test_each_language_has_clauses_of_its_own() -> None:
    """Words of one language tell nothing in another, and each parts clauses by its own marks."""
    assert _clauses("zh").regional.search("在该区域")
    assert not _clauses("en").regional.search("在该区域")
    assert _clauses("en").joint.search("given jointly")
    assert not _clauses("fr").joint.search("given jointly")
    assert _clauses("en").bounds("Then, it grew; it ended.", 6, 8) == (5, 13)
    assert _clauses("zh").bounds("后来，增长了；结束了。", 3, 4) == (3, 6)


def test_whose_office_somebody_holds() -> None:
    """The country in front of an office and its holder is no member of a list of persons; one without an office is."""
    sentence = _sentence("肯尼亚总统安娜·鲁伊斯和日本签署了协定。")
    places = [place for place, item in sentence.linked.items() if item.type == "Country"]
    assert [_clauses().is_office(sentence, place) for place in places] == [True, False]
    assert not _clauses("en").is_office(sentence, places[0])


@pytest.mark.parametrize(
    ("text", "verb", "taken_up"),
    [
        ("它促进协作，并为各方提供平台。", "为", True),
        ("它促进协作，各国为各方提供平台。", "为", False),
        ("促进协作，并为各方提供平台。", "为", False),
    ],
)
def test_a_clause_goes_on_from_a_pronoun(text: str, verb: str, taken_up: bool) -> None:
    """What 并 carries on has the pronoun for its subject that opened the sentence, unless another subject comes between."""
    sentence = _sentence(text)
    assert _clauses().has_pronoun(sentence, sentence.code.index(verb)) is taken_up


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("请执行主任与世界银行合作，设立中心", True),
        ("又请执行主任提出报告，并欢迎世界银行设立中心", False),
        ("邀请各国捐款，该项目设立中心", False),
        ("工发组织与世界银行合作，设立中心", False),
    ],
)
def test_what_somebody_is_asked_to_do_is_not_told_as_done(text: str, asked: bool) -> None:
    """A paragraph that begins with a request tells nothing done, up to where the resolution speaks again."""
    sentence = _sentence(text + "。")
    assert _clauses().asked(sentence.code, sentence.code.index("设立")) is asked


def test_a_request_goes_on_in_the_items_below_it() -> None:
    """Items below 请执行主任： are asked, until a paragraph begins with a verb of the resolution."""
    clauses = _clauses()
    assert clauses.asks_list("请执行主任：", below=False)
    assert clauses.asks_list("与世界银行合作，设立中心；", below=True)
    assert not clauses.asks_list("欢迎世界银行设立的中心；", below=True)
    assert not clauses.asks_list("设立中心；", below=False)


def test_what_somebody_does_acts_for_him() -> None:
    """工发组织的工作 contributes what the organization contributes, and its report does not."""
    assert {subject for subject, predicate, _ in facts("工发组织的工作直接推动实现目标9。") if predicate == "contributesTo"} == {"联合国工业发展组织"}
    assert not any(predicate == "contributesTo" for _, predicate, _ in facts("工发组织的报告推动实现目标9。"))


def test_an_organ_in_front_of_a_resolution_begins_the_clause() -> None:
    """大会GC.15/Res.1号决议 asks what the resolution asks, also behind its title."""
    assert ("利马宣言", "mandates", "工发组织总干事") in facts("大会GC.15/Res.1号决议题为“粮食安全”，请总干事向理事会提出报告。")


def test_where_somebody_sits_is_told_whatever_is_asked_of_him() -> None:
    """邀请设在加德满都的中心 says where the centre is, but not that it did what it is asked to do."""
    asked = facts("邀请设在加德满都的国际山地综合发展中心与世界银行合作，实施绿色技能培训方案。")
    assert ("国际山地综合发展中心", "locatedIn", "加德满都") in asked
    assert not [fact for fact in asked if fact[1] == "implementedBy"]
