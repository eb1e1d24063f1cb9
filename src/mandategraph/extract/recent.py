"""What was named last in the same section, for facts whose subject is told only there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandategraph.extract.clauses import Clauses
from mandategraph.extract.encoding import Sentence
from mandategraph.linked import Linked
from mandategraph.vocabulary import is_a

__all__ = ["Recent"]

#: How much of what passages before have named is still spoken of.
_KEPT = 16
#: How much of what the passage itself has named is.
_HERE = 400
_MEETINGS = frozenset({"Event", "Session"})
#: Behind a meeting that is only spoken of for what it once adopted: 维也纳能源论坛的成果.
_ONCE = re.compile("[上所]?通过的|的?(?:各项)?(?:成果|后续|精神)")


class Recent:
    """The sentences that a section has had so far, read backwards only when a fact asks for what they name.

    :param meeting: that of which the document is a communiqué, which is meant in every passage that names no other.
    """

    def __init__(self, meeting: Linked | None = None) -> None:
        self._meeting = meeting
        self._sentences: list[tuple[Sentence, Clauses]] = []
        self._met: dict[int, Linked] = {}  # a meeting without a name, by the number of the sentence that tells of it
        self._before = 0  # how many of them stand in passages before
        self._last = 0  # how many stand before the last of those

    def turn(self) -> None:
        """Begins the next passage."""
        self._last = self._before
        self._before = len(self._sentences)

    def append(self, sentence: Sentence, clauses: Clauses) -> None:
        """Adds the next sentence.

        :param sentence: encoded, with mentions.
        :param clauses: what its language says of clauses.
        """
        self._sentences.append((sentence, clauses))

    def met(self, meeting: Linked) -> None:
        """Remembers a meeting without a name, of which the sentence tells that is added next.

        :param meeting: what it is known by.
        """
        self._met[len(self._sentences)] = meeting

    def entities(self) -> Iterator[Linked]:
        """What was named, the last first, without what only tells what something else has to do with."""
        left, here = _KEPT, _HERE
        meeting = self._meeting
        for number in range(len(self._sentences) - 1, -1, -1):
            sentence, clauses = self._sentences[number]
            if number < self._before and meeting is not None:
                yield meeting
                meeting = None
            if number in self._met:
                yield self._met[number]
            for place, item in reversed(sentence.linked.items()):
                here -= number >= self._before
                if here < 0:
                    return
                once = item.type in _MEETINGS and _ONCE.match(sentence.code, place + 1)
                if item.entity and not once and not clauses.beside(sentence, place):
                    if number < self._before:
                        if not left:
                            return
                        left -= 1
                    yield item

    def spoken(self, types: frozenset[str]) -> str | None:
        """The project whose story is told: what 该项目 means in the last sentence that names a programme; None where no such words stand.

        :param types: classes that it may have.
        """
        for number in range(len(self._sentences) - 1, self._last - 1, -1):
            named = [item for item in self._sentences[number][0].linked.values() if item.type == "Programme" and item.entity]
            if named:
                return next((i.entity for i in named if i.reason == "antecedent" and is_a(i.type, types)), None)
        return None
