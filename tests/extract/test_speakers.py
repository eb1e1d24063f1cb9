"""Who asks, who is asked and who acts."""

from __future__ import annotations

from tests.extract.reading import document, extractor, facts

from mandategraph.model import Masthead, MastheadItem


def test_what_a_body_says_in_its_resolution_the_resolution_says() -> None:
    """In a report, a body that asks in one of its resolutions asks by that resolution, and need not come first in the sentence."""
    found = facts("大会在其第70/293号决议第5段中宣布了该十年，并请工发组织牵头执行。", "organization/un")
    assert ("大会第70/293号决议", "mandates", "联合国工业发展组织") in found
    assert ("联合国大会", "mandates", "联合国工业发展组织") not in found


def test_what_somebody_is_asked_to_do_he_who_asks_does_not_do() -> None:
    """A clause that goes on telling what is asked is not told of the one who asks; one that begins with 并 is."""
    asked = facts("大会请世界银行与各方协作，制定、落实并牵头绿色工业平台。")
    assert not any(predicate == "leads" for _, predicate, _ in asked)
    resumed = facts("大会请世界银行提出报告，并设立了绿色工业平台。")
    assert ("工发组织大会", "established", "绿色工业平台") in resumed


def test_those_who_pay_are_not_the_subject_of_what_the_project_does() -> None:
    """An agent in front of 供资的 and a name only describes what bears the name."""
    found = facts("德国和世界银行联合供资的绿色技能培训方案由工发组织管理，培训了300名妇女。")
    assert ("绿色技能培训方案", "implementedBy", "联合国工业发展组织") in found
    assert not any(subject == "世界银行" for subject, _, _ in found)


def test_we_in_a_declaration() -> None:
    """Those who adopt a declaration speak in it, not the organization whose document it is."""
    head = Masthead(symbol=MastheadItem("A/RES/99/1", "masthead/symbol", 0, 10))
    extraction = extractor().extract(document("我们呼吁世界银行支持最不发达国家。", "我们重申《巴黎协定》。", masthead=head))
    found = {(fact.subject, fact.predicate, fact.object) for fact in extraction.facts}
    assert (extraction.id, "mandates", "organization/world-bank") in found
    assert (extraction.id, "reaffirms", "document/paris-agreement") in found


def test_sums_given_respectively_are_nobodys() -> None:
    """Of two sums that two gave, none is told of both."""
    extraction = extractor().extract(document("丹麦和挪威分别向绿色气候基金捐助了150万欧元和80万欧元。"))
    paid = [fact for fact in extraction.facts if fact.predicate == "fundedBy"]
    assert len(paid) == 2
    assert all("amount" not in fact.qualifiers for fact in paid)
