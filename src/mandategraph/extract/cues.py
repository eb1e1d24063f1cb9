"""Which rules are worth trying on a sentence: one pass finds the words that all rules need."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import or_

import ahocorasick_rs

from mandategraph.extract.encoding import is_mention
from mandategraph.extract.rules import Rule

__all__ = ["Cues"]

_REMEMBERED = 4096


class Cues:
    """The rules of a language by what must stand in a sentence.

    A rule is a bit of a row of bits, and what it needs stands in several rows: its first word in the first row, its second
    in the second, and so on; where it needs no further one, its bit is set from the start. A word is the sum of the bits of
    the needs that it meets, so that the rules to try on a sentence are those whose bits its words set in all rows.

    :param rules: in the order in which they are tried.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        all_needs = frozenset[str]().union(*(need for rule in rules for need in rule.needs))
        self._mentions = frozenset(word for word in all_needs if len(word) == 1 and is_mention(word))
        self._width = len(rules)
        self._all = (1 << self._width) - 1
        self._by_number = tuple((1 << number, rule) for number, rule in enumerate(rules))
        #: The rules that need one mention of some.
        self._wanting: defaultdict[frozenset[str], int] = defaultdict(int)
        further = [[need for need in rule.needs if not need <= self._mentions] for rule in rules]
        self._rows = max(map(len, further), default=0)
        self._unneeded = 0
        meets = dict.fromkeys(all_needs, 0)
        for number, rule in enumerate(rules):
            for need in rule.needs:
                if need <= self._mentions:
                    self._wanting[need] |= 1 << number
            for row in range(self._rows):
                bit = 1 << (row * self._width + number)
                if row >= len(further[number]):
                    self._unneeded |= bit
                    continue
                for word in further[number][row]:
                    meets[word] |= bit
        self._meets = meets
        characters = sorted(word for word in meets if len(word) == 1)
        self._character = re.compile(f"[{re.escape(''.join(characters))}]" if characters else "(?!)")
        words = sorted(word for word in meets if len(word) > 1)
        self._words = tuple(meets[word] for word in words)
        self._matcher = ahocorasick_rs.AhoCorasick(words) if words else None
        self._of_mentions: dict[frozenset[str], tuple[int, int]] = {}
        #: What stands in a sentence that a rule matches and that names nothing: "" where such a rule has no cue.
        nameless = [rule for rule in rules if not any(need <= self._mentions for need in rule.needs)]
        cues = sorted({cue for rule in nameless for cue in rule.cues or {""}})
        self._nameless = re.compile("|".join(map(re.escape, cues)) if cues else "(?!)")

    def rules(self, code: str) -> list[Rule]:
        """The rules to try on a sentence, in their order.

        :param code: the encoded sentence.
        """
        found = {*self._character.findall(code)}
        mentions = self._mentions & found
        known = self._of_mentions.get(mentions)
        possible, met = self._of(mentions) if known is None else known
        if not possible or not (mentions or self._nameless.search(code)):
            return []
        meets, words = self._meets, self._words
        met = reduce(or_, [meets[character] for character in found - mentions], met)
        if self._matcher is not None:
            hits = self._matcher.find_matches_as_indexes(code, overlapping=True)
            met = reduce(or_, [words[index] for index, _, _ in hits], met)
        for _ in range(self._rows):
            possible &= met
            met >>= self._width
        chosen: list[Rule] = []
        by_number = self._by_number
        while possible:
            bit, rule = by_number[possible.bit_length() - 1]
            possible ^= bit
            chosen.append(rule)
        chosen.reverse()
        return chosen

    def _of(self, mentions: frozenset[str]) -> tuple[int, int]:
        """The rules that may match a sentence with such mentions, and the bits that these set."""
        possible, met = self._all, self._unneeded
        for need, wanting in self._wanting.items():
            if mentions.isdisjoint(need):
                possible &= ~wanting
        for character in mentions:
            met |= self._meets[character]
        if len(self._of_mentions) < _REMEMBERED:
            self._of_mentions[mentions] = possible, met
        return possible, met
