"""What a writer knows of the store that it writes, so that it need not look it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from mandategraph.describe import EditionGraph

__all__ = ["Count", "Memory"]

#: The counts of so many facts are kept in mind, which takes some 100 MB; those of more are looked up again.
_MOST_FACTS = 500_000


class Count(NamedTuple):
    """How many documents state a fact, and in which languages."""

    support: int
    languages: frozenset[str]


class Memory:
    """Knows what one writer has put into a store; nobody else may write it meanwhile.

    >>> Memory().count(ox.NamedNode("urn:a")) is None
    True
    """

    def __init__(self) -> None:
        self._given: dict[ox.NamedNode, frozenset[str]] = {}
        self._counts: dict[ox.NamedNode, Count] = {}
        self._expected: dict[ox.NamedNode, Count] = {}
        self._languages: dict[frozenset[str], frozenset[str]] = {}

    def describes(self, entity: ox.NamedNode, statements: frozenset[str]) -> bool:
        """Whether the store surely holds this description of an entity that an authority describes."""
        return self._given.get(entity) == statements

    def count(self, fact: ox.NamedNode) -> Count | None:
        """What the store surely says of how often a fact is stated; None when that must be looked up."""
        return self._counts.get(fact)

    def expect(self, counts: Mapping[ox.NamedNode, Count]) -> None:
        """Take note of what the store will say of facts when what is planned is written."""
        self._expected = {
            fact: Count(count.support, self._languages.setdefault(count.languages, count.languages))
            for fact, count in counts.items()
        }

    def learn(self, graphs: Iterable[EditionGraph]) -> None:
        """Take note that what was planned has been written, of which nothing that was there before has gone.

        :param graphs: the editions.
        """
        if len(self._counts) + len(self._expected) > _MOST_FACTS:
            self._counts.clear()
        self._counts.update(self._expected)
        for graph in graphs:
            self._given.update((one.iri, one.statements) for one in graph.entities if one.contribution is None)

    def forget(self) -> None:
        """Forget what may be otherwise now that editions have gone or been replaced."""
        self._given.clear()
        self._counts.clear()
