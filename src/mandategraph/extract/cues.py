"""Which rules are worth trying on a sentence: one pass finds the words that all rules need."""

from __future__ import annotations

from collections.abc import Sequence

import ahocorasick_rs

from mandategraph.extract.encoding import is_mention
from mandategraph.extract.rules import Rule

__all__ = ["Cues"]


class Cues:
    """The rules of a language by what must stand in a sentence.

    Each need is one bit; what stands in a sentence is the sum of the needs that it meets.

    :param rules: in the order in which they are tried.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        bits: dict[frozenset[str], int] = {}
        for rule in rules:
            for need in rule.needs:
                bits.setdefault(need, 1 << len(bits))
        words: dict[str, int] = {}
        for need, bit in bits.items():
            for word in need:
                words[word] = words.get(word, 0) | bit
        self._meets = words
        self._characters = frozenset(word for word in words if len(word) == 1)
        self._mentions = frozenset(word for word in self._characters if is_mention(word))
        self._all_name = all(any(need <= self._mentions for need in rule.needs) for rule in rules)
        self._words = sorted(word for word in words if len(word) > 1)
        self._matcher = ahocorasick_rs.AhoCorasick(self._words) if self._words else None
        self._needed = tuple(sum({bits[need] for need in rule.needs}) for rule in rules)
        self._by_cue: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for cue in rule.cues:
                self._by_cue.setdefault(cue, []).append(number)
        self._always = tuple(n for n, rule in enumerate(rules) if not rule.cues)

    def rules(self, code: str) -> list[Rule]:
        """The rules to try on a sentence, in their order.

        :param code: the encoded sentence.
        """
        found = {*self._characters.intersection(code)}
        if self._all_name and found.isdisjoint(self._mentions):
            return []
        if self._matcher is not None:
            matches = self._matcher.find_matches_as_indexes(code, overlapping=True)
            found.update([self._words[index] for index, _, _ in matches])
        met = 0
        numbers = set(self._always)
        for word in found:
            met |= self._meets[word]
            if word in self._by_cue:
                numbers.update(self._by_cue[word])
        needed = self._needed
        chosen = [number for number in numbers if needed[number] & met == needed[number]]
        return [self._rules[number] for number in sorted(chosen)]
