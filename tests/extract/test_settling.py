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


def test_a_figure_of_a_project_is_not_that_of_whoever_carries_it_out() -> None:
    """With how many a project without a name works is told of the project alone."""
    extraction = extractor().extract(document("工发组织与15家陶瓷公司合作，向肯尼亚转让节水技术。该项目由日本资助。"))
    counted = {fact.subject for fact in extraction.facts if fact.predicate == "hasResult"}
    assert counted == {"programme/向肯尼亚转让节水技术"}
