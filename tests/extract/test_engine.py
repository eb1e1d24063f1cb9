"""Rules over sentences: subjects, lists, hedges, quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.extract.reading import document, extractor, facts, linked

from mandategraph.errors import RuleError
from mandategraph.extract.names import name_facts
from mandategraph.extract.rules import load_rules, parse_rules
from mandategraph.languages import languages
from mandategraph.read import read_document


def test_a_list_gives_one_fact_each() -> None:
    """A、B和C gives three facts."""
    found = facts("工发组织与世界银行、国际劳工组织和联合国开发计划署合作。")
    partners = {thing for _, predicate, thing in found if predicate == "partnerOf"}
    assert partners == {"世界银行", "国际劳工组织", "联合国开发计划署"}


def test_a_word_that_stands_once_behind_two_names() -> None:
    """Of two funds whose word 基金 stands once behind both each is a partner; what no authority names so stays one."""
    found = facts("工发组织与最不发达国家和气候变化特别基金合作。")
    assert {thing for _, predicate, thing in found if predicate == "partnerOf"} == {"最不发达国家基金", "气候变化特别基金"}
    _, item = linked("工发组织与湖泊和山地特别基金合作。")
    assert [m.mention.text for m in item.mentions if m.type == "Fund"] == ["湖泊和山地特别基金"]


def test_a_year_with_which_something_is_compared_is_not_its_year() -> None:
    """What grew since 2030 is no figure of 2030."""
    extraction = extractor().extract(document("工发组织拥有170个成员国。", "2031年，支出比2030年增加了12%。", "与2030年相比，工发组织的预算达到300万美元。"))
    years = {f.qualifiers["value"]: f.qualifiers.get("year") for f in extraction.facts if f.predicate == "hasResult"}
    assert (years["12"], years["3000000"]) == ("2031", None)


def test_the_figures_of_another_organization_are_not_ones_own() -> None:
    """In a document of one organization the expenditure of another is not its own, though its own needs no name; who only helped does not count."""

    def figures(text: str) -> set[tuple[str, str]]:
        return {(subject, thing.split(" = ")[1]) for subject, predicate, thing in facts(text) if predicate == "hasResult"}

    own = "联合国工业发展组织"
    assert figures("2031年，支出增至300万美元。") == {(own, "300万美元")}
    assert figures("2031年，儿基会在非洲的支出增至300万美元。") == set()
    assert figures("与开发署合作，在12个国家举办了讲习班。") == {(own, "12个")}


def test_a_list_of_abbreviations_states_nothing_of_what_it_explains() -> None:
    """联合国环境规划署 in a sentence is said to be part of the United Nations; in a list of abbreviations it is only explained."""
    said = document("环境署 联合国环境规划署")
    explained = replace(said, passages=tuple(replace(p, heading="缩略语") for p in said.passages))
    assert [[f.predicate for f in extractor().extract(one).facts] for one in (said, explained)] == [["partOf"], []]


def test_a_partner_is_no_subject() -> None:
    """Whom somebody works with does not become the subject of the verb that follows."""
    found = facts("工发组织与世界银行合作，设立了清洁生产政策办公室。")
    assert {fact for fact in found if fact[1] == "established"} == {("联合国工业发展组织", "established", "清洁生产政策办公室")}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("工发组织与环境署合作；日本设立了清洁生产政策办公室。", ("日本", "established", "清洁生产政策办公室")),
        ("工发组织扩大了合作，日本与世界银行建立了伙伴关系。", ("日本", "partnerOf", "世界银行")),
    ],
)
def test_what_a_country_does_its_neighbours_do_not(text: str, fact: tuple[str, str, str]) -> None:
    """What a country does that opens a clause is not stated of the organization named before, or whose document it is."""
    found = facts(text)
    assert fact in found
    assert not {subject for subject, _, thing in found if thing == fact[2]} - {fact[0]}
    assert not any(subject == fact[2] for subject, _, _ in found)


@pytest.mark.parametrize("verb", ["不是", "并非", "从未是", "尚未成为", "是否是", "是"])
def test_what_is_denied_is_no_fact(verb: str) -> None:
    """What a clause says is not so is not stated."""
    assert (("汤加", "memberOf", "经济合作与发展组织") in facts(f"汤加{verb}经合组织成员。")) is (verb == "是")


@pytest.mark.parametrize("words", ["在日本的资助和瑞士的支持下", "在瑞士的支持和日本的资助下"])
def test_who_only_supports_a_named_programme_does_not_fund_it(words: str) -> None:
    """Of one who funds a programme and another who supports it, the first alone is its funder."""
    found = facts(f"{words}，工发组织实施了绿色技能培训方案。")
    assert {thing for _, predicate, thing in found if predicate == "fundedBy"} == {"日本"}


@pytest.mark.parametrize(
    ("words", "found"),
    [("绿色技能培训方案的活动", True), ("有关绿色技能培训方案的活动", False), ("一系列针对绿色技能培训方案的活动", False)],
)
def test_what_is_about_a_programme_is_not_the_programme(words: str, found: bool) -> None:
    """Whoever does something about a programme does not carry out the programme."""
    fact = ("绿色技能培训方案", "implementedBy", "联合国工业发展组织")
    assert (fact in facts(f"工发组织开展了{words}。")) is found


def test_a_plan_is_no_fact() -> None:
    """What is only being considered is not stated, though the same words without that are."""
    plain = "绿色港口示范推广方案由工发组织实施。"
    assert ("绿色港口示范推广方案", "implementedBy", "联合国工业发展组织") in facts(plain)
    assert facts(f"正在考虑{plain}") == set()


def test_quoted_words_are_not_the_document_s() -> None:
    """What somebody is quoted as saying gives no fact, though the same words outside the quotation do."""
    said = "工发组织与世界银行合作。"
    assert ("联合国工业发展组织", "partnerOf", "世界银行") in facts(f"我们很高兴。{said}")
    assert facts(f"主任说：“我们很高兴。{said}”") == set()


@pytest.mark.parametrize(
    ("words", "subjects"),
    [("绿色技能培训方案", {"programme/绿色技能培训方案"}), ("与绿色技能培训方案有关的战略", set())],
)
def test_what_only_has_to_do_with_something_is_no_subject(words: str, subjects: set[str]) -> None:
    """A programme that something else has to do with is no subject, neither of its own sentence nor of the next."""
    for more, predicate in (("，覆盖肯尼亚。", "operatesIn"), ("。这些活动培训了300名青年。", "hasResult")):
        found = extractor().extract(document(f"工发组织制定了{words}{more}")).facts
        assert {fact.subject for fact in found if fact.predicate == predicate} == subjects


@pytest.mark.parametrize(
    "text",
    [
        "2021年，工发组织设立了清洁生产政策办公室。",
        "正在考虑该方案；世界银行设立了清洁生产政策办公室。",
        "成果如下：工发组织设立了清洁生产政策办公室。",
        "可能实施该方案。世界银行设立了清洁生产政策办公室。",
    ],
)
def test_narrow_marks_read_as_wide_ones(text: str) -> None:
    """A narrow comma, semicolon, colon or full stop between Chinese words parts clauses as the wide one does."""
    narrow = text[:-1].translate(str.maketrans("，；：。", ",;:.")) + "。"
    assert narrow != text
    assert facts(narrow) == facts(text) != set()


def test_a_body_in_front_of_another_body_is_not_asked() -> None:
    """工业发展理事会 in front of its own committee only tells whose committee is asked."""
    found = facts("大会请工业发展理事会方案和预算委员会提供见解。")
    assert {thing for _, predicate, thing in found if predicate == "mandates"} == {"方案和预算委员会"}


def test_domain_and_range_hold() -> None:
    """A rule for anything states no fact whose subject or object is not of a class that the predicate allows."""
    rules = parse_rules(
        "[[rule]]\nid = 'a'\npredicate = 'partnerOf'\npattern = '{subject:any}与{object:any}合作'", languages()["zh"]
    )
    assert facts("工发组织与世界银行合作。", rules=rules) == {("联合国工业发展组织", "partnerOf", "世界银行")}
    assert facts("工发组织与《巴黎协定》合作。", rules=rules) == set()
    assert facts("《巴黎协定》与工发组织合作。", rules=rules) == set()


@pytest.mark.parametrize("words", ["与合作由供资在资助下通过的设立了举办了", "（工发组织（", "2019至2020年3,000万美元"])
def test_a_passage_of_a_million_bytes_is_read(words: str) -> None:
    """A passage of a million bytes of cue words, brackets or digits is read to its end and states nothing."""
    assert facts(words * (1_000_000 // len(words.encode()))) == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[rule]]\nid = 'a'\npattern = 'x'", "no predicate"),
        ("[[rule]]\nid = 'a'\npredicate = 'fundedBy'\npattern = '{subject:planet}'", "planet is no class"),
        ("[[rule]]\nid = 'a'\npredicate = 'fundedBy'\npattern = '{subject:agent}'", "object is neither"),
        ("[[rule]]\nid = 'a'\npredicate = 'fundedBy'\npattern = '({subject:agent}{object:agent}'", "not valid"),
        ("[[rule]]\nid = 'a'\npredicate = 'fundedBy'\npattern = 'x'\ncolour = 1", "colour"),
        ("rule = [", "not TOML"),
    ],
)
def test_wrong_rules_say_what_is_wrong(text: str, words: str) -> None:
    """A rule that is not as it must be gives one line that names the place and the fault."""
    with pytest.raises(RuleError, match=words) as caught:
        parse_rules(text, languages()["zh"], "mine.toml")
    assert "mine.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_rule_has_an_id_of_its_own_and_a_known_language() -> None:
    """Rule ids begin with their language; the patterns of one id stand together; no exception bars every clause."""
    for code, language in languages().items():
        seen: set[str] = set()
        last = ""
        for rule in load_rules(language):
            assert rule.id.startswith(f"{code}/")
            assert rule.regex.groupindex.keys() >= rule.types.keys() - {"skip"}
            assert rule.unless is None or rule.unless.search("") is None
            assert rule.id == last or rule.id not in seen
            seen.add(rule.id)
            last = rule.id


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("总干事格尔德·穆勒访问了埃及。", {"person/gerd-mueller"}),
        ("前总干事格尔德·穆勒访问了埃及。", set()),
        ("秘书长青年问题特使贾亚特玛·维克勒马纳亚克访问了埃及。", set()),
    ],
)
def test_who_holds_an_office_stands_behind_it(text: str, heads: set[str]) -> None:
    """A name right behind an office names its holder, but not that of a former one, and an envoy heads nothing."""
    linker, item = linked(text)
    found = name_facts(item, linker, languages()["zh"], {})
    assert {fact.object for fact in found if fact.predicate == "headedBy"} == heads


def test_a_company_is_the_subject_behind_the_word_for_it() -> None:
    """水泥制造商 in front of the name of a company does not keep it from being the subject."""
    found = facts("作为试点项目之一，水泥制造商Atlas Béton安装了84块太阳能电池板。")
    assert {(subject, predicate) for subject, predicate, _ in found} == {("Atlas Béton", "hasResult")}


def test_a_sentence_about_whose_document_it_is_needs_no_name_of_it(tmp_path: Path) -> None:
    """A note of a body's secretariat gives a figure of the organization, though no sentence names the organization."""
    path = tmp_path / "note.zh.txt"
    head = "方案和预算委员会\n第三十七届会议\n2021年5月18日至20日，维也纳\n临时议程项目6\n方案和预算\n\n秘书处的说明\n\n"
    path.write_text(f"{head}1. 本两年期的经常预算总额为1.4亿欧元。\n", encoding="utf-8")
    facts = extractor().extract(read_document(path)).facts
    assert {(f.subject, f.predicate) for f in facts if f.predicate == "hasResult"} == {("organization/unido", "hasResult")}
