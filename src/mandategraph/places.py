"""Tells where a graph is: in a folder, or behind an endpoint."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["is_url"]


def is_url(place: Path | str) -> bool:
    """Whether the place of a graph is the URL of an endpoint; else it is a folder or file.

    >>> is_url("http://host/query"), is_url("graph"), is_url(Path("graph"))
    (True, False, False)
    """
    return isinstance(place, str) and re.match(r"https?://", place) is not None
