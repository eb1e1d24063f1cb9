"""How another extractor, a language model's for one, offers facts: accepted only where the text bears them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from mandategraph.extract.engine import Candidate
from mandategraph.link import Linker
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.model import Literal, Passage
from mandategraph.recognize import bare_name
from mandategraph.vocabulary import PREDICATES, QUALIFIERS, is_a

__all__ = ["PassageExtractor", "Proposal", "Rejection", "accept"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact that another extractor offers, in the words of the text.

    :param passage: ``Passage.path`` of the passage that states it.
    :param quote: words of the passage, to the letter.
    :param subject: a name as the passage has it.
    :param predicate: a key of ``vocabulary.PREDICATES``.
    :param object: a name as the passage has it, or the value of a literal.
    :param qualifiers: keys of ``vocabulary.QUALIFIERS``.
    """

    passage: str
    quote: str
    subject: str
    predicate: str
    object: str
    qualifiers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Rejection:
    """A proposal that the text does not bear out, and why."""

    proposal: Proposal
    reason: str


@runtime_checkable
class PassageExtractor(Protocol):
    """Anything that reads passages and offers facts with quotes.

    :param name: stands as the rule in the evidence: ``plugin/NAME``.
    """

    name: str

    def propose(self, passages: Sequence[Passage]) -> Iterable[Proposal]:
        """The facts that it sees in the passages of one document."""
        ...


def accept(
    source: PassageExtractor, passages: Sequence[LinkedPassage], linker: Linker, rejected: list[Rejection] | None = None
) -> Iterator[tuple[str, Candidate]]:
    """The proposals that hold, each with the path of its passage.

    A proposal holds when its quote stands in its passage, both ends are names there that link to entities, and the
    predicate allows entities of their classes.

    :param source: another extractor.
    :param passages: the document's passages with their linked mentions.
    :param linker: the document's linker.
    :param rejected: takes the proposals that do not hold, with the reason.
    """
    by_path = {item.passage.path: item for item in passages}
    for proposal in source.propose(tuple(item.passage for item in passages)):
        found = _candidate(proposal, by_path.get(proposal.passage), linker, f"plugin/{source.name}")
        if isinstance(found, Candidate):
            yield proposal.passage, found
        elif rejected is not None:
            rejected.append(Rejection(proposal, found))


def _candidate(proposal: Proposal, item: LinkedPassage | None, linker: Linker, rule: str) -> Candidate | str:
    if item is None:
        return f"there is no passage {proposal.passage}"
    signature = PREDICATES.get(proposal.predicate)
    if signature is None:
        return f"{proposal.predicate} is no predicate"
    unknown = sorted(set(proposal.qualifiers) - set(QUALIFIERS))
    if unknown:
        return f"{unknown[0]} is no qualifier"
    start = item.passage.text.find(proposal.quote) if proposal.quote else -1
    if start < 0:
        return "the quote does not stand in the passage"
    end = start + len(proposal.quote)
    subject = _linked(proposal.subject, item, linker, start, end)
    if subject is None or subject.entity is None:
        return f"{proposal.subject} names no entity in the passage"
    if not is_a(subject.type, signature.domain):
        return f"a {subject.type} has no {proposal.predicate}"
    if signature.range is None:
        if proposal.object not in item.passage.text:
            return f"{proposal.object} does not stand in the passage"
        thing: str | Literal = Literal(proposal.object)
    else:
        other = _linked(proposal.object, item, linker, start, end)
        if other is None or other.entity is None:
            return f"{proposal.object} names no entity in the passage"
        if not is_a(other.type, signature.range):
            return f"a {other.type} is no object of {proposal.predicate}"
        if other.entity == subject.entity:
            return "subject and object are the same"
        thing = other.entity
    return Candidate(proposal.predicate, subject.entity, thing, dict(proposal.qualifiers), rule, start, end)


def _linked(name: str, item: LinkedPassage, linker: Linker, start: int, end: int) -> Linked | None:
    """The mention that a name means: one inside the quote before one outside it."""
    wanted = bare_name(name)

    def means(one: Linked) -> bool:
        if one.entity is None:
            return False
        entity = linker.entities[one.entity]
        return wanted == bare_name(one.mention.text) or any(
            wanted == known.text for known in (*entity.labels, *entity.names)
        )

    found = [one for one in item.mentions if means(one)]
    inside = [one for one in found if start <= one.mention.start and one.mention.end <= end]
    return next(iter(inside or found), None)
