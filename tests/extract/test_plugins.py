"""Facts that another extractor offers are taken only where the text bears them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from tests.extract.reading import document, extractor

from mandategraph.extract import Extractor, PassageExtractor, Proposal, Rejection
from mandategraph.model import Literal, Passage

_TEXT = "世界银行长期以来是工发组织的朋友，两家都在维也纳设有办事机构。"


class Listed:
    """An extractor that offers what it was given."""

    name = "listed"

    def __init__(self, *proposals: Proposal) -> None:
        self._proposals = proposals

    def propose(self, passages: Sequence[Passage]) -> Iterable[Proposal]:
        """What it was given, whatever the passages."""
        assert passages
        return self._proposals


def _read(proposal: Proposal) -> tuple[set[tuple[str, str, str | Literal]], list[Rejection]]:
    rejected: list[Rejection] = []
    ours = Extractor(extractor().authority, {"zh": ()}, others=[Listed(proposal)], rejected=rejected)
    extraction = ours.extract(document(_TEXT))
    found = {
        (e.fact.subject, e.fact.predicate, e.fact.object) for e in extraction.evidence if e.rule == "plugin/listed"
    }
    for e in extraction.evidence:
        assert extraction.document.source[e.start : e.end] == e.quote
    return found, rejected


def test_the_protocol_is_met_by_any_such_object() -> None:
    """An object with a name and a method propose is an extractor."""
    assert isinstance(Listed(), PassageExtractor)


def test_a_proposal_that_holds_becomes_a_fact() -> None:
    """With its quote in place, both names known and classes that fit, a proposal becomes a fact with evidence."""
    found, rejected = _read(Proposal("para/1", "世界银行长期以来是工发组织的朋友", "世界银行", "partnerOf", "工发组织"))
    assert found == {("organization/world-bank", "partnerOf", "organization/unido")}
    assert rejected == []


@pytest.mark.parametrize(
    ("proposal", "reason"),
    [
        (Proposal("para/9", "世界银行", "世界银行", "partnerOf", "工发组织"), "no passage para/9"),
        (Proposal("para/1", "世界银行资助了工发组织", "世界银行", "partnerOf", "工发组织"), "quote does not stand"),
        (Proposal("para/1", "世界银行", "世界银行", "admires", "工发组织"), "admires is no predicate"),
        (Proposal("para/1", "世界银行", "世界银行", "partnerOf", "粮农组织"), "粮农组织 names no entity"),
        (Proposal("para/1", "世界银行", "世界银行", "heldOn", "2020"), "has no heldOn"),
        (Proposal("para/1", "世界银行", "世界银行", "operatesIn", "工发组织"), "is no object of operatesIn"),
        (Proposal("para/1", "世界银行", "世界银行", "partnerOf", "世界银行"), "are the same"),
        (Proposal("para/1", "世界银行", "世界银行", "partnerOf", "工发组织", {"mood": "good"}), "mood is no qualifier"),
    ],
)
def test_a_proposal_that_does_not_hold_is_given_back_with_the_reason(proposal: Proposal, reason: str) -> None:
    """No fact comes of a proposal without its quote, its names or its classes, and the reason is told."""
    found, rejected = _read(proposal)
    assert found == set()
    assert [one.proposal for one in rejected] == [proposal]
    assert reason in rejected[0].reason
