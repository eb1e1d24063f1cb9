"""What was named last in the same section, for facts whose subject is told only there."""

from __future__ import annotations

from collections.abc import Iterator

from mandategraph.extract.clauses import Clauses
from mandategraph.extract.encoding import Sentence
from mandategraph.linked import Linked

__all__ = ["Recent"]

#: How much of what passages before have named is still spoken of.
_KEPT = 16


class Recent:
    """The sentences that a section has had so far, read backwards only when a fact asks for what they name."""

    def __init__(self) -> None:
        self._sentences: list[tuple[Sentence, Clauses]] = []
        self._before = 0  # how many of them stand in passages before

    def turn(self) -> None:
        """Begins the next passage."""
        self._before = len(self._sentences)

    def append(self, sentence: Sentence, clauses: Clauses) -> None:
        """Adds the next sentence.

        :param sentence: encoded, with mentions.
        :param clauses: what its language says of clauses.
        """
        self._sentences.append((sentence, clauses))

    def entities(self) -> Iterator[Linked]:
        """What was named, the last first, without what only tells what something else has to do with."""
        left = _KEPT
        for number in range(len(self._sentences) - 1, -1, -1):
            sentence, clauses = self._sentences[number]
            for place, item in reversed(sentence.linked.items()):
                if item.entity and not clauses.beside(sentence, place):
                    if number < self._before:
                        if not left:
                            return
                        left -= 1
                    yield item
