"""Which rules are worth trying on a sentence: one pass finds the words that all rules need."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import ahocorasick_rs

from mandategraph.extract.encoding import is_mention
from mandategraph.extract.rules import Rule

__all__ = ["Cues"]

_REMEMBERED = 4096


class Cues:
    """The rules of a language by what must stand in a sentence.

    Each need is one bit, and each rule is one; what stands in a sentence is the sum of the needs that it meets, and its
    words are the sum of the rules whose cues they are.

    :param rules: in the order in which they are tried.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        bits: dict[frozenset[str], int] = {}
        for rule in rules:
            for need in rule.needs:
                bits.setdefault(need, 1 << len(bits))
        meets: dict[str, int] = {}
        for need, bit in bits.items():
            for word in need:
                meets[word] = meets.get(word, 0) | bit
        tries = dict.fromkeys(meets, 0)
        for number, rule in enumerate(rules):
            for cue in rule.cues:
                tries[cue] |= 1 << number
        self._meets = {word: (met, tries[word]) for word, met in meets.items()}
        self._always = sum(1 << number for number, rule in enumerate(rules) if not rule.cues)
        #: Of each rule its bit, and the sum of its needs.
        self._by_number = tuple(
            (1 << number, sum({bits[need] for need in rule.needs}), rule) for number, rule in enumerate(rules)
        )
        self._mentions = frozenset(word for word in meets if len(word) == 1 and is_mention(word))
        self._all = (1 << len(rules)) - 1
        wanting: defaultdict[frozenset[str], int] = defaultdict(int)
        for number, rule in enumerate(rules):
            for need in rule.needs:
                if need <= self._mentions:
                    wanting[need] |= 1 << number
        #: Of each need of one mention of some, its bit, and the rules that do not have it.
        self._without = tuple((bits[need], self._all ^ those) for need, those in wanting.items())
        characters = sorted(word for word in meets if len(word) == 1)
        self._character = re.compile(f"[{re.escape(''.join(characters))}]" if characters else "(?!)")
        words = sorted(word for word in meets if len(word) > 1)
        self._words = tuple(self._meets[word] for word in words)
        self._matcher = ahocorasick_rs.AhoCorasick(words) if words else None
        self._of_mentions: dict[frozenset[str], tuple[int, int, int]] = {}
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
        possible, met, tried = self._of(mentions) if known is None else known
        if not possible or not (mentions or self._nameless.search(code)):
            return []
        meets = self._meets
        for character in found - mentions:
            meeting, cued = meets[character]
            met |= meeting
            tried |= cued
        if self._matcher is not None:
            words = self._words
            for index in {hit[0] for hit in self._matcher.find_matches_as_indexes(code, overlapping=True)}:
                meeting, cued = words[index]
                met |= meeting
                tried |= cued
        tried &= possible
        chosen: list[Rule] = []
        by_number = self._by_number
        while tried:
            bit, needed, rule = by_number[tried.bit_length() - 1]
            tried ^= bit
            if needed & met == needed:
                chosen.append(rule)
        chosen.reverse()
        return chosen

    def _of(self, mentions: frozenset[str]) -> tuple[int, int, int]:
        """The rules that may match a sentence with such mentions, the needs that these meet, and the rules whose cues they are."""
        possible, met, tried = self._all, 0, self._always
        for character in mentions:
            met |= self._meets[character][0]
            tried |= self._meets[character][1]
        for bit, without in self._without:
            if not met & bit:
                possible &= without
        if len(self._of_mentions) < _REMEMBERED:
            self._of_mentions[mentions] = possible, met, tried
        return possible, met, tried
