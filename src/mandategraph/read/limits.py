"""What reading one document may cost."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from mandategraph.errors import DocumentError

__all__ = ["Limits", "at_most"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost; a document that needs more is refused.

    :param bytes: of the file.
    :param characters: of its text.
    :param passage: characters of its longest passage; what is longer is no paragraph.
    :param passages: how many; each takes about 13 kB of memory until it is in the graph.
    :param seconds: that reading it, and finding what it says, may each take.
    :param megabytes: of memory that the parser of its format may use.

    >>> Limits(seconds=5).characters
    3000000
    """

    bytes: int = 50_000_000
    characters: int = 3_000_000
    passage: int = 100_000
    passages: int = 100_000
    seconds: float = 300.0
    megabytes: int = 1024


@contextmanager
def at_most(seconds: float, name: str) -> Iterator[None]:
    """Stop what takes too long, pattern matching in the middle of a text included.

    A signal does it, so it works in the main thread of a process and where there are such signals; elsewhere
    nothing is stopped. What is inside another one has no more time than that one leaves it.

    :param seconds: that it may take.
    :param name: of the document, for the message.
    :raises DocumentError: when it takes longer.

    >>> with at_most(5, "a.txt"):
    ...     1 + 1
    2
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    outer, _ = signal.getitimer(signal.ITIMER_REAL)
    begun = time.monotonic()
    before = signal.getsignal(signal.SIGALRM)

    def stop(number: int, frame: FrameType | None) -> None:
        if callable(before) and 0 < outer <= time.monotonic() - begun:
            before(number, frame)
        raise DocumentError(f"{name}: takes longer than {seconds:g} s to understand")

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, min(seconds, outer or seconds))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if outer:
            signal.setitimer(signal.ITIMER_REAL, max(outer - (time.monotonic() - begun), 0.001))
