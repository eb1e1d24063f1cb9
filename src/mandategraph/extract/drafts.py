"""Decisions that a document only proposes: what a body asks and decides in them it has not yet asked or decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandategraph.extract.engine import Candidate
from mandategraph.linked import LinkedPassage

__all__ = ["drafted", "is_proposal"]

_HEADED = re.compile(
    r"(?:决定|决议|结论)草案(?:案文)?$|^(?:拟议|拟|建议|提议|希望)(?:的|采取的|通过的|作出的){0,2}(?:决定|决议)(?:草案)?$|^(?:draft|proposed) (?:decision|resolution)s?$", re.I
)
_LEADS = re.compile(r"(?:如下|以下|下列|下述)的?(?:一项)?(?:决定|决议)(?:草案)?[^，。；：]{0,6}[：:]$|the following (?:draft )?(?:decision|resolution):$", re.I)
_MAY = re.compile("(?:大会|理事会|委员会|执行局|缔约方会议)(?:似宜|似可|不妨|或愿|可考虑|可能希望)")
_DECIDED = frozenset({"adoptedAt", "adoptedBy", "established", "leads", "mandates", "reaffirms"})
_BODIES = ("body/", "session/")


def drafted(linked: Sequence[LinkedPassage]) -> Iterator[bool]:
    """Of each passage whether it is a part of a decision that the document only proposes.

    :param linked: the passages of a document.
    """
    heading: str | None = None
    inside = False
    for item in linked:
        if item.passage.heading != heading:
            heading = item.passage.heading
            inside = heading is not None and _HEADED.search(heading.strip()) is not None
        yield inside
        inside = inside or _LEADS.search(item.passage.text.rstrip()[-40:]) is not None


def is_proposal(candidate: Candidate, text: str, draft: bool) -> bool:
    """Whether a fact is one that a body would only state by deciding, which a draft or a sentence proposes to it: 理事会似宜…并请总干事….

    :param candidate: the fact.
    :param text: of its passage.
    :param draft: whether the passage is a part of a draft.
    """
    if not draft and (candidate.predicate != "mandates" or _MAY.search(text, text.rfind("。", 0, candidate.start) + 1, candidate.end) is None):
        return False
    thing = candidate.object if isinstance(candidate.object, str) else ""
    return candidate.predicate in _DECIDED and (candidate.subject.startswith(_BODIES) or thing.startswith(_BODIES)) and not candidate.rule.startswith("name/")
