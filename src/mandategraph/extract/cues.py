"""Which rules are worth trying on a sentence: one pass finds the cues of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import ahocorasick_rs

from mandategraph.extract.rules import Rule

__all__ = ["Cues"]


class Cues:
    """The rules of a language by the words that must stand in a sentence.

    :param rules: in the order in which they are tried.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        words = sorted({cue for rule in rules for cue in rule.cues})
        self._matcher = ahocorasick_rs.AhoCorasick(words) if words else None
        self._by_word = [tuple(n for n, rule in enumerate(rules) if word in rule.cues) for word in words]
        self._always = tuple(n for n, rule in enumerate(rules) if not rule.cues)

    def rules(self, code: str) -> Iterator[Rule]:
        """The rules to try on a sentence, in their order.

        :param code: the encoded sentence.
        """
        numbers = set(self._always)
        if self._matcher is not None:
            found = {index for index, _, _ in self._matcher.find_matches_as_indexes(code, overlapping=True)}
            for index in found:
                numbers.update(self._by_word[index])
        return (self._rules[number] for number in sorted(numbers))
