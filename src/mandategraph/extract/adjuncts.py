"""What a clause tells beside its subject and its object: where, with whom and by whom something is done."""

from __future__ import annotations

import re

from mandategraph.extract.encoding import ANY_MENTION, Sentence, characters
from mandategraph.extract.rules import TYPE_GROUPS
from mandategraph.languages.base import Language

__all__ = ["Adjuncts"]

_PLACES = characters(TYPE_GROUPS["place"])
_ACTORS = characters(TYPE_GROUPS["agent"])


class Adjuncts:
    """Where the adjuncts of a clause stand, by what a language says of them.

    :param language: the language.

    >>> from mandategraph.languages.zh import language
    >>> sorted(language().adjuncts)
    ['by', 'in', 'with']
    """

    def __init__(self, language: Language) -> None:
        self._patterns = {
            kind: tuple(re.compile(_expression(pattern, language)) for pattern in patterns)
            for kind, patterns in language.adjuncts.items()
        }

    def find(self, kind: str, sentence: Sentence, place: int) -> tuple[int, int] | None:
        """Where those stand that an adjunct before a place names, the nearest such; None where there is none.

        :param kind: ``in``, ``with`` or ``by``.
        :param sentence: encoded.
        :param place: where the verb begins.
        """
        for pattern in self._patterns.get(kind, ()):
            match = pattern.search(sentence.code, 0, place)
            if match is not None:
                return match.span("list")
        return None


def _expression(pattern: str, language: Language) -> str:
    """A pattern of a language as a regular expression: P is a list of places, A one of agents, M any mention."""
    further = rf"(?=[、和与及以]|, | and ){language.separators}(?:{language.strangers})"
    lists = {
        "P": f"(?P<list>[{_PLACES}](?:{language.separators}[{_PLACES}])*)",
        "A": f"(?P<list>[{_ACTORS}](?:{language.separators}[{_ACTORS}]|{further}[{_ACTORS}])*)",
        "M": ANY_MENTION,
    }
    return re.sub("[PAM]", lambda sign: lists[sign.group()], pattern)
