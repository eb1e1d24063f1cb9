"""The limits under which queries run, and what happens to a query that meets one."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from mandategraph.errors import MandategraphError

__all__ = ["Limits", "QueryStopped"]

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query, and all together, may use.

    :param seconds: how long a query may run.
    :param rows: how many rows an answer may have.
    :param megabytes: how much memory a query may use.
    :param answer_megabytes: how large an answer may be.
    :param query_kilobytes: how large a query may be.
    :param workers: how many short queries run at a time.
    :param long: how many queries may run longer than a moment at a time.
    :param waiting: how many queries may wait for a worker, and how many other requests may be under way.

    >>> Limits(seconds=2).query_bytes
    262144
    """

    seconds: float = 30.0
    rows: int = 100_000
    megabytes: int = 1024
    answer_megabytes: int = 64
    query_kilobytes: int = 256
    workers: int = max(4, 2 * (os.cpu_count() or 2))
    long: int = max(4, 2 * (os.cpu_count() or 2))
    waiting: int = 256

    @property
    def query_bytes(self) -> int:
        """How many bytes a query may have."""
        return self.query_kilobytes * 1024

    @property
    def answer_bytes(self) -> int:
        """How many bytes an answer may have."""
        return self.answer_megabytes * _MEGABYTE

    @property
    def memory_bytes(self) -> int:
        """How many bytes a query may use."""
        return self.megabytes * _MEGABYTE

    def too_long(self) -> QueryStopped:
        """What happens to a query that runs too long."""
        return QueryStopped(504, f"the query was stopped after {self.seconds:g} s: ask for less")

    def too_much_memory(self) -> QueryStopped:
        """What happens to a query that uses too much memory."""
        return QueryStopped(413, f"the query needs more than {self.megabytes} MB of memory: ask for less")

    def death(self, code: int) -> QueryStopped:
        """What has happened to a query whose process died.

        :param code: with which it ended, negative for a signal.

        >>> Limits().death(-signal.SIGSEGV).status
        400
        """
        if code in {-signal.SIGABRT, -signal.SIGKILL}:
            return self.too_much_memory()
        if code in {-signal.SIGSEGV, -signal.SIGBUS}:
            return QueryStopped(400, "the query is nested too deeply")
        return QueryStopped(500, "the process that ran the query broke down")


class QueryStopped(MandategraphError):  # noqa: N818 - it says what happened to the query
    """A query that was refused or stopped; ``status`` is the HTTP status that says so.

    :param status: of HTTP.
    :param text: one line for people.
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
