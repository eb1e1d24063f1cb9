"""What the facts of one document settle of one another."""

from __future__ import annotations

from tests.extract.reading import document, extractor

from mandategraph.model import Literal


def _facts(*texts: str, predicate: str) -> set[tuple[str, str]]:
    """Subjects and objects of the facts of one predicate."""
    extraction = extractor().extract(document(*texts))
    return {
        (fact.subject, fact.object.value if isinstance(fact.object, Literal) else fact.object)
        for fact in extraction.facts
        if fact.predicate == predicate
    }


def test_the_holder_of_an_office_does_what_the_office_does() -> None:
    """总干事 took part means that he did whom the document names as Director General; without a name it is the office."""
    named = "工发组织总干事格尔德·穆勒发言。"
    took_part = "在维也纳能源论坛上，工发组织总干事强调了节水。"
    assert _facts(named, took_part, predicate="participatesIn") == {("person/gerd-mueller", "event/vienna-energy-forum")}
    assert _facts(took_part, predicate="participatesIn") == {("person/unido-director-general", "event/vienna-energy-forum")}


def test_a_request_to_an_office_stays_one_to_the_office() -> None:
    """Whoever is asked by office is asked as its holder, whoever that will be."""
    asked = _facts("工发组织总干事格尔德·穆勒发言。", "大会请工发组织总干事提交报告。", predicate="mandates")
    assert {addressee for _, addressee in asked} == {"person/unido-director-general"}


def test_the_day_of_a_meeting_says_more_than_its_year() -> None:
    """The year in the name of a meeting is its date only where no day or month in it is told."""
    by_name = "2044年陶瓷政策论坛讨论了节水。"
    assert ("event/2044年陶瓷政策论坛", "2044") in _facts(by_name, predicate="heldOn")
    told = _facts(by_name, "2044年陶瓷政策论坛于2044年7月举行。", predicate="heldOn")
    assert told == {("event/2044年陶瓷政策论坛", "2044-07")}


def test_the_days_of_a_meeting_say_more_than_its_month() -> None:
    """A month that one paragraph tells is no further date beside the days that another tells."""
    month, days = "维也纳能源论坛于2044年7月举行。", "维也纳能源论坛于2044年7月3日至5日举行。"
    assert _facts(month, predicate="heldOn") == {("event/vienna-energy-forum", "2044-07")}
    assert _facts(month, days, predicate="heldOn") == {("event/vienna-energy-forum", "2044-07-03/2044-07-05")}


def test_nobody_works_with_anybody() -> None:
    """Stakeholders may be anybody: of a list of partners they are the one that tells nothing."""
    partners = _facts("工发组织与私营部门和其他利益攸关方合作。", predicate="partnerOf")
    assert {partner for _, partner in partners} == {"organization/private-sector"}


def test_one_of_the_member_states_is_a_member() -> None:
    """Whoever is one of the member states of an organization is a member of the organization; other groups keep their members."""
    assert ("http://metadata.un.org/sdg/codes/geoArea/818", "organization/unido") in _facts("工发组织成员国包括埃及和秘鲁。", predicate="memberOf")
    assert {group for _, group in _facts("金砖国家包括中国和印度。", predicate="memberOf")} == {"country-group/brics"}


def test_a_unit_of_another_organization_is_not_ones_own() -> None:
    """A unit that acts in an organization's own document is its own, unless it is known to be another's or its name says whose it is."""
    home = "工发组织2031年年度报告"
    assert ("unit/清洁生产政策办公室", "organization/unido") in _facts(home, "清洁生产政策办公室负责编写准则。", predicate="partOf")
    assert {whose for _, whose in _facts(home, "世卫组织非洲区域办事处处理了30起事件。", predicate="partOf")} == {"organization/who"}
    assert {whose for _, whose in _facts(home, "联合国日内瓦办事处会议管理司处理了90份文件。", predicate="partOf")} == {"organization/unog"}


def test_a_figure_of_a_project_is_not_that_of_whoever_carries_it_out() -> None:
    """With how many a project without a name works is told of the project alone."""
    extraction = extractor().extract(document("工发组织与15家陶瓷公司合作，向肯尼亚转让节水技术。该项目由日本资助。"))
    counted = {fact.subject for fact in extraction.facts if fact.predicate == "hasResult"}
    assert counted == {"programme/向肯尼亚转让节水技术"}
