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


def is_proposal(candidate: Candidate) -> bool:
    """Whether a fact is one that a body states only by deciding.

    :param candidate: the fact.
    """
    thing = candidate.object if isinstance(candidate.object, str) else ""
    return candidate.predicate in _DECIDED and (candidate.subject.startswith(_BODIES) or thing.startswith(_BODIES)) and not candidate.rule.startswith("name/")
