"""Where the rules of a language match an encoded sentence, which sentences share that differ only in what they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from mandategraph.extract.adjuncts import Adjuncts
from mandategraph.extract.clauses import Clauses
from mandategraph.extract.cues import Cues
from mandategraph.extract.rules import Rule

__all__ = ["Found", "Matches"]

_REMEMBERED = 4096
_STANDING = frozenset({"adoptedBy", "headedBy"})


class Found(Struct, frozen=True, gc=False):
    """A match of a rule in a clause that may state a fact.

    :param rule: the rule.
    :param match: of its expression.
    :param bounds: of the clause: its first character in the sentence's code, and one past the last.
    """

    rule: Rule
    match: re.Match[str]
    bounds: tuple[int, int]


class Matches:
    """The matches of the rules of one language; those of a code are remembered for the next sentence that has the same.

    :param rules: in the order in which they are tried.
    :param clauses: what their language says of clauses.

    >>> from mandategraph.extract.rules import load_rules
    >>> from mandategraph.languages.zh import language
    >>> matches = Matches(load_rules(language()), Clauses(language()))
    >>> matches.of("专家们讨论了标准化问题。")
    ()
    """

    def __init__(self, rules: Sequence[Rule], clauses: Clauses) -> None:
        self.clauses = clauses
        self.adjuncts = Adjuncts(clauses.language)
        self._cues = Cues(rules)
        #: The matches in an encoded sentence, in the order of the rules.
        self.of = lru_cache(maxsize=_REMEMBERED)(self._of)

    def _of(self, code: str) -> tuple[Found, ...]:
        found = []
        for rule in self._cues.rules(code):
            for match in rule.regex.finditer(code):
                bounds = self._stated(rule, code, *match.span())
                if bounds is not None:
                    found.append(Found(rule, match, bounds))
        return tuple(found)

    def _stated(self, rule: Rule, code: str, start: int, end: int) -> tuple[int, int] | None:
        """The bounds of the clause around a match; None where it tells what may be or will be, or what the rule leaves alone."""
        bounds = self.clauses.bounds(code, start, end)
        if rule.hedged and rule.unless is None:
            return bounds
        clause = code[bounds[0] : bounds[1]]
        if rule.predicate == "mandates" and self.clauses.left_open(code, start):
            return None
        if not rule.hedged and (self.clauses.hedged(clause) or self.clauses.yet_to_come(code, start, end) or self._asked(rule, code, start)):
            return None
        return None if rule.unless is not None and rule.unless.search(clause) else bounds

    def _asked(self, rule: Rule, code: str, start: int) -> bool:
        """Whether a match only tells what somebody is asked to do; who adopted a text and where somebody sits is told whatever is asked."""
        standing = rule.predicate in _STANDING or (rule.predicate == "locatedIn" and "Facility" in rule.types.get("subject", ()))
        return not standing and self.clauses.asked(code, start)
