"""What a measurement gives: rows of a table; and how work is timed, so that ratios hold on a busy machine."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Row", "Run", "alternately", "seconds"]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    :param what: what was measured.
    :param figure: as it is to be read, with its unit.
    :param target: what it is to be; empty where nothing is asked.
    :param met: whether it is; None where nothing is asked.
    """

    what: str
    figure: str
    target: str = ""
    met: bool | None = None

    @classmethod
    def at_least(cls, what: str, value: float, target: float, unit: str = "") -> Row:
        """A figure that is to be at least so much."""
        return cls(what, f"{value:.2f}{unit}", f">= {target:g}{unit}", value >= target)

    @classmethod
    def at_most(cls, what: str, value: float, target: float, unit: str = "") -> Row:
        """A figure that is to be at most so much."""
        return cls(what, f"{value:.2f}{unit}", f"<= {target:g}{unit}", value <= target)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of all measurements.

    :param folder: where measurements write what they need; gone after the run.
    :param quick: whether everything is to be small, so that the run takes seconds and its figures mean little.
    :param full: whether everything is to be as large as it is wanted, so that the run takes an hour or more.
    """

    folder: Path
    quick: bool
    full: bool = False

    def size(self, usual: int, quick: int, full: int | None = None) -> int:
        """A number that depends on the kind of run.

        >>> Run(Path(), quick=False, full=True).size(5, 1, 9), Run(Path(), quick=False, full=True).size(5, 1)
        (9, 5)
        """
        if self.quick:
            return quick
        return full if self.full and full is not None else usual


def seconds(work: Callable[[], object]) -> float:
    """The processor time that some work takes in this process, in seconds."""
    gc.collect()
    begin = time.process_time()
    work()
    return time.process_time() - begin


def alternately(works: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The least processor time of each of several works, which take turns, so that all meet the same load.

    :param works: what to do.
    :param rounds: how often.

    >>> len(alternately([lambda: sum(range(9)), lambda: sorted("ab")], 2))
    2
    """
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        best = [min(least, seconds(work)) for least, work in zip(best, works, strict=True)]
    return best
