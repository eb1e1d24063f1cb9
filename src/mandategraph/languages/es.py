"""Spanish: values, citations, goals and known names."""

from __future__ import annotations

from functools import cache

from mandategraph.languages.base import Language
from mandategraph.languages.plain import plain_language

__all__ = ["language"]


@cache
def language() -> Language:
    """Spanish.

    >>> language().code
    'es'
    """
    return plain_language("es")
