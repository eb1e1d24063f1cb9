"""The memory that reading took, seen from outside while it goes on: of this process, and of each that parses.

What the system says of children that have ended is of no use here: a process begins with what the one that began it
holds, so that a small parser of a large process counts as large.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Self

from mandategraph.read import isolation

__all__ = ["Watch"]

_SECONDS = 0.02


class Watch:
    """Looks many times a second at what this process has taken since it began to look, and at what parsers have.

    ``own`` and ``parser`` are the most that was seen, in megabytes; 0 where the system does not tell.
    """

    def __init__(self) -> None:
        self.own = self.parser = 0.0
        self._lately = 0.0
        self._begun = _told("self", "VmRSS")
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look for the last time."""
        self._ended.set()
        self._thread.join()
        self._look()

    def lately(self) -> float:
        """The most that either has had since this was last asked, in megabytes."""
        self._look()
        found, self._lately = self._lately, 0.0
        return found

    def _run(self) -> None:
        while not self._ended.wait(_SECONDS):
            self._look()

    def _look(self) -> None:
        own = _told("self", "VmRSS") - self._begun
        parser = isolation._parser
        # The most it ever had: what it takes between two looks is told, too.
        theirs = _told(parser.process.pid, "VmHWM") if parser is not None else 0.0
        self.own, self.parser = max(self.own, own), max(self.parser, theirs)
        self._lately = max(self._lately, own, theirs)


def _told(process: int | str, what: str) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{what}:")), 0.0)
