"""Languages of which only values, citations, goals and known names are read: Spanish, Russian, Arabic."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mandategraph.languages.base import Language
from mandategraph.languages.western import citations, goals, values
from mandategraph.languages.words import head_words

__all__ = ["plain_language"]


def plain_language(
    code: str, sentence_ends: str = ".!?", forms: Callable[[str], Iterable[str]] = lambda name: ()
) -> Language:
    """A language without rules or names of its own: a word list is all it needs.

    :param code: BCP 47 code; data/words holds its list.
    :param sentence_ends: characters that end a sentence.
    :param forms: other forms of a name, such as its cases.

    >>> [m.value for m in plain_language("es").values("el 31 de diciembre de 2025")]
    ['2025-12-31']
    """
    return Language(
        code=code,
        sentence_ends=sentence_ends,
        spaced=True,
        separators=r", ",
        gap_stops=sentence_ends + ";",
        values=values(code),
        citations=citations(code),
        goals=goals(code),
        anaphors=lambda text: (),
        titles=lambda text, taken, groups: (),
        heads=head_words(code),
        hedges="",
        prepositions=r"(?!)",
        openers=r"^",
        sessions=lambda text: (),
        clause_ends=",;.!?",
        comma=",",
        forms=forms,
    )
