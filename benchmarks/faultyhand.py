"""Hostile files made by hand, built together with good ones: what became of each, in what time and memory."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults import write_documents
from benchmarks.faultycases import Case
from benchmarks.faultymemory import Watch
from benchmarks.faultypdf import PDF
from benchmarks.faultyplaces import PLACES, meddle
from benchmarks.faultytext import TEXT
from benchmarks.faultyweb import WEB
from benchmarks.faultyword import WORD
from mandategraph.build import build
from mandategraph.model import Document
from mandategraph.prepare import Built, Failure
from mandategraph.read.files import Reader
from mandategraph.read.limits import Limits

__all__ = ["CASES", "LIMITS", "Meddling", "by_hand"]

#: All files made by hand.
CASES: tuple[Case, ...] = (*PDF, *WORD, *WEB, *TEXT, *PLACES)
#: What reading each may cost here.
LIMITS = Limits(passages=50_000, seconds=60, megabytes=512)
# Megabytes of any process: of the parser its limit and 200 of Python and its libraries; of this one what it takes
# more than it had, which its limits of characters and passages come to.
_MOST = 1_024
_WITHOUT = {case.name: case.without for case in CASES}
_GOOD = range(500_000, 500_020)


@dataclass(frozen=True, slots=True)
class Meddling(Reader):
    """Reads documents, some of which change just before they are read."""

    def __call__(self, path: Path) -> Document:
        """The document in a file."""
        meddle(path)
        document = Reader.__call__(self, path)
        if path.name in _WITHOUT and _WITHOUT[path.name] in document.source:
            raise ValueError(f"{_WITHOUT[path.name]!r} got into its text")
        return document


def by_hand(seed: int, cases: Sequence[Case] = CASES) -> bool:
    """Build a folder of all files made by hand and of good ones; say what went wrong.

    :param seed: of the good documents.
    :param cases: the files.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name) / "documents"
        good = {path.name for path in write_documents(folder, _GOOD, seed)}
        for case in cases:
            case.lay(folder / case.name)
        told: dict[str, str | None] = {}
        took: dict[str, float] = {}
        memory: dict[str, float] = {}
        last = time.monotonic()

        def tell(done: int, total: int, result: Built | Failure) -> None:
            nonlocal last
            now = time.monotonic()
            key = result.path.relative_to(folder).parts[0]
            told[key] = result.message if isinstance(result, Failure) else None
            took[key] = now - last
            memory[key] = watch.lately()
            last = now

        begun = time.monotonic()
        with Watch() as watch:
            build([folder], Path(name) / "graph", limits=LIMITS, read=Meddling(LIMITS), progress=tell)
        whole = time.monotonic() - begun
        escaped = [path for path in (Path(name) / "escaped.txt", Path(name).parent / "escaped.txt") if path.exists()]
    wrong = [f"{name}: a good document, {told.get(name, 'not found')}" for name in sorted(good) if told.get(name, "") is not None]
    wrong += [f"{path}: written by a document" for path in escaped]
    for case in cases:
        if case.found and case.name not in told:
            wrong.append(f"{case.name!r}: not found")
        elif case.name in told:
            wrong += [f"{case.name!r}: {fault}" for fault in _faults(case, told[case.name])]
    late = [name for name, seconds in took.items() if seconds > 2 * LIMITS.seconds + 5]
    wrong += [f"{name!r}: took {took[name]:.0f} s" for name in late]
    wrong += [f"{name!r}: took {memory[name]:.0f} MB" for name in memory if memory[name] > _MOST]
    if watch.parser > LIMITS.megabytes + 200:
        wrong.append(f"a parser took {watch.parser:.0f} MB")
    slowest = sorted(took, key=lambda name: -took[name])[:5]
    largest = max(memory, key=lambda name: memory[name])
    refused = sum(told.get(case.name) is not None for case in cases)
    print(
        f"hostile documents made by hand: {len(cases)} in {whole:.0f} s, {refused} refused, {len(cases) - refused} read or passed"
        f" over, {len(good) - sum(one.endswith('good document') for one in wrong)} good ones beside them; most memory"
        f" {memory[largest]:.0f} MB ({largest!r}); of any parser"
        f" {watch.parser:.0f} MB; slowest "
        + ", ".join(f"{name!r} {took[name]:.1f} s" for name in slowest)
    )
    for line in wrong:
        print(f"  WRONG {line.encode('ascii', 'backslashreplace').decode()[:300]}")
    if os.environ.get("FAULTS_ALL"):
        for name in took:
            print(f"  {took[name]:6.2f} s {memory[name]:6.0f} MB  {name!r} {told[name] or 'read'}"[:240])
    return not wrong


def _faults(case: Case, told: str | None) -> list[str]:
    if told is None:
        return [] if case.told is None else [f"read, but was to be refused: {case.told}"]
    faults = []
    if "internal error" in told or "breaks the shapes" in told:
        faults.append(told)
    elif case.told is None:
        faults.append(f"refused: {told}")
    elif case.told not in told:
        faults.append(f"refused as {told!r}, not as {case.told!r}")
    return faults
