"""The languages that can be read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mandategraph.languages import ar, en, es, fr, ru, zh
from mandategraph.languages.base import Language

__all__ = ["Language", "languages"]


@cache
def languages() -> Mapping[str, Language]:
    """Every language by its code.

    >>> sorted(languages())
    ['ar', 'en', 'es', 'fr', 'ru', 'zh']
    """
    return {module.language().code: module.language() for module in (ar, en, es, fr, ru, zh)}
