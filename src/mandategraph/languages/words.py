"""The word lists of a language, from data/words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from mandategraph.errors import RuleError
from mandategraph.languages.base import HeadWords
from mandategraph.resources import resource

__all__ = ["any_word", "head_words", "word_list", "words_of"]


@cache
def words_of(code: str) -> dict[str, Any]:
    """All word lists of a language.

    :param code: BCP 47 code.
    :raises RuleError: when the file is not TOML.
    """
    path = resource(f"data/words/{code}.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path.name} is not TOML: {error}") from error


def word_list(code: str, name: str) -> tuple[str, ...]:
    """One word list, longest words first.

    :param code: BCP 47 code.
    :param name: such as ``left_edges``.

    >>> "设立" in word_list("zh", "left_edges")
    True
    """
    words = words_of(code).get(name, {}).get("words", [])
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def any_word(code: str, name: str) -> str:
    """A regular expression of any word of one list, the longest first; empty for an empty list.

    :param code: BCP 47 code.
    :param name: such as ``hedges``.

    >>> "devrait" in any_word("fr", "hedges").split("|")
    True
    """
    return "|".join(map(re.escape, word_list(code, name)))


@cache
def head_words(code: str) -> HeadWords:
    """The head words of a language.

    :param code: BCP 47 code.

    >>> head_words("zh").type_of("绿色技能议程")
    'Framework'
    """
    types = {word: name for name, heads in words_of(code).get("heads", {}).items() for word in heads}
    return HeadWords(types, frozenset(word_list(code, "captured")), frozenset(word_list(code, "generic")))
