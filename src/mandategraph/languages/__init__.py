"""The languages that can be read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mandategraph.languages import zh
from mandategraph.languages.base import Language

__all__ = ["Language", "languages"]


@cache
def languages() -> Mapping[str, Language]:
    """Every language by its code.

    >>> "zh" in languages()
    True
    """
    return {"zh": zh.language()}
