"""Marks of Chinese texts as they are meant."""

from __future__ import annotations

import re

__all__ = ["curled"]

_HAN = re.compile(r"[\u3400-\u9fff]")


def curled(text: str) -> str:
    """A Chinese text with its straight quotation marks, where they go in pairs, as marks that open and close.

    :param text: repaired text.

    >>> curled('题为"水与城市"的论坛'), curled('5" 管')
    ('题为“水与城市”的论坛', '5" 管')
    """
    parts = text.split('"')
    if len(parts) == 1 or len(parts) % 2 == 0 or any(_HAN.search(part) is None for part in parts[1::2]):
        return text
    return "".join(part + ("" if place == len(parts) - 1 else "“”"[place % 2]) for place, part in enumerate(parts))
