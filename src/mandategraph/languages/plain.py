"""What languages that put spaces between words have in common, which is all that Spanish, Russian and Arabic need."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mandategraph.languages.base import Language
from mandategraph.languages.western import citations, goals, values
from mandategraph.languages.words import any_word, head_words

__all__ = ["plain_language"]


def plain_language(
    code: str, sentence_ends: str = ".!?", forms: Callable[[str], Iterable[str]] = lambda name: ()
) -> Language:
    """A language without names of its own: values, citations, goals and hedges, for which a word list is enough.

    :param code: BCP 47 code; data/words holds its list.
    :param sentence_ends: characters that end a sentence.
    :param forms: other forms of a name, such as its cases.

    >>> [m.value for m in plain_language("es").values("el 31 de diciembre de 2025")]
    ['2025-12-31']
    """
    hedges = any_word(code, "hedges")
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
        hedges=rf"\b(?:{hedges})\b" if hedges else "",
        prepositions=r"(?!)",
        openers=r"^",
        sessions=lambda text: (),
        forms=forms,
    )
