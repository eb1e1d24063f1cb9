"""What a hostile file made by hand is, and how to lay it into a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["SENTENCE", "Case", "file"]

#: What every file that can be read says, so that it is seen that it was read.
SENTENCE = "1. The Board took note of the report."


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile file.

    :param name: of the file; with parts of a path where it lies in folders of its own.
    :param lay: makes it at a path.
    :param told: a part of the line with which it is refused; None: it is read.
    :param slow: whether it takes seconds to make or to read, so that only the trials have it.
    :param found: whether the search of a folder finds it.
    :param without: what its text must not hold: what the system's list of users holds, if nothing else.
    """

    name: str
    lay: Callable[[Path], object]
    told: str | None = None
    slow: bool = False
    found: bool = True
    without: str = "root:x:"


def file(
    name: str, make: Callable[[], bytes], told: str | None = None, *, slow: bool = False, without: str = "root:x:"
) -> Case:
    """A case that is a file of certain bytes.

    :param name: of the file.
    :param make: gives its bytes.
    :param told: a part of the line with which it is refused; None: it is read.
    :param slow: whether it takes seconds.
    :param without: what its text must not hold.

    >>> file("a.txt", lambda: b"a").name
    'a.txt'
    """
    return Case(name, lambda path: path.write_bytes(make()), told, slow, without=without)
