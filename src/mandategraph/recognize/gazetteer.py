"""Known names in a text: one pass of a compiled multi-pattern matcher, then the longest match wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ahocorasick_rs

__all__ = ["Gazetteer", "Hit"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name at a place.

    :param start: first character.
    :param end: one past the last.
    :param name: the name as the authority writes it; empty for a word that only looks like a name.
    """

    start: int
    end: int
    name: str


def _fold(text: str) -> str:
    """Lower case, character for character, so that places stay what they are."""
    folded = text.lower()
    return folded if len(folded) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _is_word(character: str) -> bool:
    """Whether a character belongs to a word of a script that puts spaces between words."""
    return character.isalnum() and not ("\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff")


class Gazetteer:
    """Finds known names.

    Names of scripts with spaces match whole words only. Letter case matters for short upper-case names
    (``WHO`` is not "who") and for single words (a "turkey" is not ``Turkey``).

    :param names: the names to find.
    :param blockers: words that hold a name but do not mean it.

    >>> gazetteer = Gazetteer(["中国", "UNIDO"], blockers=["中国际"])
    >>> [(hit.start, hit.name) for hit in gazetteer.find("在中国，UNIDO")]
    [(1, '中国'), (4, 'UNIDO')]
    """

    def __init__(self, names: Iterable[str], blockers: Iterable[str] = ()) -> None:
        by_form: dict[str, list[str]] = {}
        for name in sorted(set(names)):
            by_form.setdefault(_fold(name), []).append(name)
        for blocker in blockers:
            by_form.setdefault(_fold(blocker), [])
        self._names: Mapping[str, list[str]] = by_form
        self._forms = sorted(form for form in by_form if form)
        self._matcher = ahocorasick_rs.AhoCorasick(self._forms) if self._forms else None

    def find(self, text: str) -> tuple[Hit, ...]:
        """The names in a text, from left to right, none overlapping, the longest first chosen.

        :param text: any text.
        """
        if self._matcher is None:
            return ()
        folded = _fold(text)
        hits: list[Hit] = []
        for index, start, end in self._matcher.find_matches_as_indexes(folded, overlapping=True):
            if _is_word(text[start]) and start and _is_word(text[start - 1]):
                continue
            if _is_word(text[end - 1]) and end < len(text) and _is_word(text[end]):
                continue
            name = self._choose(self._forms[index], text[start:end])
            if name is not None:
                hits.append(Hit(start, end, name))
        hits.sort(key=lambda hit: (hit.start + 4 * (hit.name[:4].lower() == "the "), -hit.end, hit.start))
        chosen: list[Hit] = []
        reach = 0
        for hit in hits:
            if hit.start >= reach:
                chosen.append(hit)
                reach = hit.end
        return tuple(hit for hit in chosen if hit.name)

    def _choose(self, form: str, written: str) -> str | None:
        names = self._names[form]
        if not names:
            return ""
        if written in names:
            return written
        small = written[4:5].islower() if written[:4].lower() == "the " else written[:1].islower()
        for name in names:
            word = name[4:] if name[:4].lower() == "the " else name
            if small and word[:1].isupper() and " " not in word:
                continue  # a turkey is not Turkey, a board not the Board
            if len(name) > 6 or not name.isupper():
                return name
        return None
