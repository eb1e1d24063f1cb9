"""The language of a text, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

__all__ = ["language_of", "main_language"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[a-z\u00c0-\u024f]+")
_LINK = re.compile(r"(?:https?://|www\.)[!-~]+")
_SAMPLE = 600
_COMMON = {
    code: frozenset(words.split(" "))
    for code, words in (
        ("en", "the of and to in for on by with is are was were that this which as at from its has"),
        ("fr", "le la les de des du se et en un une dans pour par sur aux est que qui au ce cette ses sont"),
        ("es", "el la los las de del y en un una para por con al es que se su sus lo como ha sobre"),
    )
}


def language_of(text: str, otherwise: str = "en") -> str:
    """The BCP 47 code of a text's language: zh, ar, ru, en, fr or es.

    :param text: the text; its beginning decides.
    :param otherwise: the answer when the text has too few words to tell.

    >>> language_of("La Conférence se félicite de la mise en œuvre du programme"), language_of("工发组织")
    ('fr', 'zh')
    """
    sample = text[:_SAMPLE]
    if "www." in sample or "://" in sample:
        sample = _LINK.sub("", sample)
    if sample.isascii():
        counts = {"zh": 0, "ar": 0, "ru": 0}
    else:
        han = len(_HAN.findall(sample))
        if han and 3 * han >= len(sample) - han:
            return "zh"  # no other script can have as many
        counts = {
            "zh": 3 * han,
            "ar": len(_ARABIC.findall(sample)),
            "ru": len(_CYRILLIC.findall(sample)),
        }
    best = max(counts, key=lambda code: counts[code])
    if counts[best] and counts[best] >= len(_LATIN.findall(sample)):
        return best
    words = _WORD.findall(sample.lower())
    scores = {code: sum(map(common.__contains__, words)) for code, common in _COMMON.items()}
    top = max(scores, key=lambda code: scores[code])
    if scores[top] == 0 or (scores[top] < 2 and len(words) > 12):
        return otherwise
    if sum(1 for score in scores.values() if score == scores[top]) > 1 and otherwise in scores:
        return otherwise if scores[otherwise] == scores[top] else top
    return top


def main_language(texts: Iterable[str]) -> str:
    """The language of most of the text: characters count, a Chinese one for three.

    >>> main_language(["The Conference takes note of the report.", "工发组织"])
    'en'
    """
    weight: Counter[str] = Counter()
    for text in texts:
        if len(text) > 1:
            language = language_of(text, "")
            weight[language] += len(text) * (3 if language == "zh" else 1)
    weight.pop("", None)
    if not weight:
        return "en"
    return max(sorted(weight), key=lambda code: weight[code])
