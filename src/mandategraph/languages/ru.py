"""Russian: values, citations, goals and known names in all their cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from mandategraph.languages.base import Language
from mandategraph.languages.plain import plain_language

__all__ = ["inflected", "language"]

_SOFT_STEM = "гкхжчшщ"
_ADJECTIVES = {
    "ая": ("ой", "ую"), "яя": ("ей", "юю"), "ый": ("ого", "ому", "ым", "ом"), "ий": ("ого", "ому", "им", "ом", "его", "ему", "ем"),
    "ой": ("ого", "ому", "ым", "ом"), "ое": ("ого", "ому", "ым", "ом"), "ее": ("его", "ему", "им", "ем"),
    "ые": ("ых", "ым", "ыми"), "ие": ("их", "им", "ими"),
}  # fmt: skip
_NOUNS = {
    "ия": ("ии", "ию", "ией"), "ея": ("еи", "ее", "ею", "еей"), "а": ("ы", "и", "е", "у", "ой", "ей"), "я": ("и", "е", "ю", "ей"),
    "й": ("я", "ю", "ем", "е"), "ь": ("я", "ю", "ем", "е", "и", "ью"), "ы": ("", "ов", "ам", "ами", "ах"), "и": ("", "ов", "ам", "ами", "ах"),
    "о": ("а", "у", "ом", "е"), "ие": ("ия", "ию", "ием", "ии"), "ство": ("ства", "ству", "ством", "стве"),
}  # fmt: skip
_CASES = 7


def _cases(word: str) -> tuple[str, ...]:
    """The forms of one word, the nominative first; the word alone where no ending fits."""
    for table in (_ADJECTIVES, _NOUNS):
        for ending in sorted(table, key=len, reverse=True):
            if word.endswith(ending) and len(word) > len(ending) + 2:
                stem = word[: -len(ending)] if ending else word
                return (word, *(stem + other for other in table[ending]))
    if re.search("[бвгджзклмнпрстфхцчшщ]$", word) and len(word) > 2:
        return (word, *(word + ending for ending in ("а", "у", "ом", "е")))
    return (word,)


def inflected(name: str) -> Iterator[str]:
    """The other cases of a Russian name of up to four words that are inflected; the rest stays as it is.

    :param name: in the nominative.

    >>> forms = set(inflected("Российская Федерация"))
    >>> "Российской Федерации" in forms, "Российскую Федерацию" in forms
    (True, True)
    """
    words = name.split(" ")
    if not re.search("[а-яё]", name) or len(words) > 5:
        return
    heads: list[tuple[str, ...]] = []
    done = False
    for word in words:
        if done or not re.fullmatch("[А-ЯЁа-яё-]+", word) or word in {"и", "в", "по", "на", "о", "за", "для", "с"}:
            done = True
            heads.append((word,))
            continue
        heads.append(_cases(word))
        adjective = any(word.endswith(ending) for ending in _ADJECTIVES) and not word.endswith(("ия", "ие"))
        done = not adjective  # what follows the head noun is in the genitive and stays so
    if words[0] == "Соединенные":
        heads = [*(_cases(word) for word in words[:2]), *((word,) for word in words[2:])]
    for forms in product(*heads):
        form = " ".join(forms)
        if form != name:
            yield form


@cache
def language() -> Language:
    """Russian.

    >>> language().code
    'ru'
    """
    return plain_language("ru", forms=inflected)
