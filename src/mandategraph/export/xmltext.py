"""Texts and attributes in XML: what XML cannot hold is replaced by U+FFFD."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

__all__ = ["attribute", "text"]

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text(value: str) -> str:
    r"""A text between tags.

    >>> text("a < b & \x01")
    'a &lt; b &amp; \ufffd'
    """
    return escape(_ILLEGAL.sub("\ufffd", value), {"\r": "&#13;"})


def attribute(value: str) -> str:
    r"""A text as an attribute's value, with its quotes.

    >>> attribute('say "a"\n')
    '\'say "a"&#10;\''
    """
    return quoteattr(_ILLEGAL.sub("\ufffd", value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
