"""What the touched editions hold of the store, and what is known of the facts that they state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from mandategraph.contributions import Contribution, contribution
from mandategraph.factgraph import StatedFact
from mandategraph.terms import Term, mg

__all__ = ["HeldEdition", "TouchedFacts", "as_node", "as_term", "as_text"]

_EVIDENCE, _MENTIONED, _DESCRIBED = mg("evidence"), mg("mentionedAs"), mg("describedAs")


@dataclass(slots=True)
class HeldEdition:
    """What an edition that is touched holds now."""

    statements: set[str] = field(default_factory=set)
    facts: set[ox.NamedNode] = field(default_factory=set)
    #: entity -> the forms that name it
    forms: dict[ox.NamedNode, list[ox.Literal]] = field(default_factory=lambda: defaultdict(list))
    #: entity -> the node of its description, where the edition describes it
    described: dict[ox.NamedNode, ox.NamedNode] = field(default_factory=dict)
    properties: dict[ox.NamedNode, list[tuple[ox.NamedNode, Term]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, subject: ox.NamedNode, predicate: ox.NamedNode, value: Term) -> None:
        """Take note of a statement of the edition."""
        self.statements.add(f"{subject} {predicate} {value}")
        if predicate == _EVIDENCE:
            self.facts.add(subject)
        elif predicate == _MENTIONED and isinstance(value, ox.Literal):
            self.forms[subject].append(value)
        elif predicate == _DESCRIBED:
            self.described[subject] = as_node(value)
        else:
            self.properties[subject].append((predicate, value))

    def contribution(self, entity: ox.NamedNode, base: str) -> Contribution | None:
        """What it says of an entity that it describes."""
        own = self.described.get(entity)
        return None if own is None else contribution(entity, self.properties[own], self.forms[entity], base)


@dataclass(slots=True)
class TouchedFacts:
    """What is known of the touched facts.

    ``others`` says how many documents state a fact beside those in ``documents``.
    """

    stated: dict[ox.NamedNode, list[StatedFact]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[ox.NamedNode, set[str]] = field(default_factory=lambda: defaultdict(set))
    others: dict[ox.NamedNode, int] = field(default_factory=lambda: defaultdict(int))
    languages: dict[ox.NamedNode, set[str]] = field(default_factory=lambda: defaultdict(set))
    held: dict[ox.NamedNode, dict[str, ox.Triple]] = field(default_factory=lambda: defaultdict(dict))

    def again(self, fact: ox.NamedNode, stated_by: Mapping[str, set[ox.NamedNode]]) -> int:
        """How many of the documents that come state a fact in an edition that is there as well.

        :param fact: the fact.
        :param stated_by: document -> the facts that its other editions state.
        """
        return sum(fact in stated_by.get(document, ()) for document in self.documents[fact])


def as_node(value: object) -> ox.NamedNode:
    """An IRI that a query gave.

    :param value: a term.
    :raises TypeError: when it is another term, which this layout has not there.
    """
    if not isinstance(value, ox.NamedNode):
        raise TypeError(f"{value!r} is no IRI")
    return value


def as_term(value: object) -> Term:
    """An IRI or literal that a query gave.

    :param value: a term.
    :raises TypeError: when it is none of them.
    """
    if not isinstance(value, (ox.NamedNode, ox.Literal)):
        raise TypeError(f"{value!r} is no term of this layout")
    return value


def as_text(value: object) -> str:
    """The text of an IRI or literal that a query gave.

    :param value: a term.
    """
    return as_term(value).value
