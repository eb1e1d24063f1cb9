"""Known names in a text: one pass of a compiled multi-pattern matcher, then the longest match wins."""

from __future__ import annotations

import re
from collections.abc import Iterable

import ahocorasick_rs
from msgspec import Struct

__all__ = ["Gazetteer", "Hit", "inside_latin"]

_LETTERS = re.compile(r"[A-Za-zÀ-ž]")
_LETTERS_BEFORE = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ž&.-]+ $")
_LETTERS_AFTER = re.compile(r" [A-ZÀ-Þ][A-Za-zÀ-ž&.-]+")


class Hit(Struct, frozen=True, gc=False):
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
        forms = sorted(form for form in by_form if form)
        self._forms = tuple(_Form.of(form, by_form[form]) for form in forms)
        self._matcher = ahocorasick_rs.AhoCorasick(forms) if forms else None

    def find(self, text: str) -> tuple[Hit, ...]:
        """The names in a text, from left to right, none overlapping, the longest first chosen.

        :param text: any text.
        """
        if self._matcher is None:
            return ()
        forms = self._forms
        hits: list[tuple[int, int, int, str]] = []  # in the order in which they are chosen
        for index, start, end in self._matcher.find_matches_as_indexes(_fold(text), overlapping=True):
            form = forms[index]
            if form.whole is not None:
                hits.append((start, -end, start, form.whole))
                continue
            if form.opens_word and start and _is_word(text[start - 1]):
                continue
            if form.ends_word and end < len(text) and _is_word(text[end]):
                continue
            name = form.only if form.only is not None else _choose(form.names, text[start:end])
            if name is not None:
                hits.append((start + form.article, -end, start, name))
        if not hits:
            return ()
        hits.sort()
        chosen: list[Hit] = []
        reach = 0
        for _, minus_end, start, name in hits:
            if start >= reach:
                reach = -minus_end
                if name:
                    chosen.append(Hit(start, reach, name))
        return tuple(chosen)


class _Form(Struct, frozen=True, gc=False):
    """What is known of one folded form of names before any text is read.

    :param names: the names that it folds; none for a blocker.
    :param only: the name that it always means, empty for a blocker; None where letter case decides.
    :param opens_word: whether it begins within a script that puts spaces between words.
    :param ends_word: whether it ends so.
    :param article: the length of the article that it begins with.
    :param whole: the name that it means wherever it stands, whatever is around it; None where that decides.
    """

    names: tuple[str, ...]
    only: str | None
    opens_word: bool
    ends_word: bool
    article: int
    whole: str | None

    @classmethod
    def of(cls, form: str, names: list[str]) -> _Form:
        only = "" if not names else form if names == [form] and form.upper() == form else None
        article = 4 if names and form.startswith("the ") else 0
        opens, ends = _is_word(form[0]), _is_word(form[-1])
        return cls(tuple(names), only, opens, ends, article, None if opens or ends or article else only)


def _choose(names: tuple[str, ...], written: str) -> str | None:
    """The name that a form means as it is written, if any."""
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


def inside_latin(text: str, hit: Hit) -> bool:
    """Whether a name in letters stands beside another such name, in a text of other signs."""
    if not _LETTERS.match(text, hit.start):
        return False
    return _LETTERS_BEFORE.search(text, max(0, hit.start - 20), hit.start) is not None or _LETTERS_AFTER.match(text, hit.end) is not None
