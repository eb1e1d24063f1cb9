"""Writers that are killed, or that find no room on the disk, at random moments; and what they leave."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from benchmarks.faults import write_documents
from mandategraph.build import build
from mandategraph.errors import MandategraphError, StoreError
from mandategraph.extract import Extractor
from mandategraph.model import Document, Extraction
from mandategraph.store import open_store, remove
from mandategraph.store.keeping import backup, compact, restore
from mandategraph.verify import verify

__all__ = ["Trials", "full_disks", "kills"]

_Extract = Callable[[Document], Extraction]


@dataclass(frozen=True, slots=True)
class Trials:
    """What came of writers that were stopped.

    :param trials: how many were started.
    :param killed: how many of them did not reach their end.
    :param before: how many left the graph as it was.
    :param after: how many left the graph as it was to be.
    :param between: how many left it otherwise, or not to be opened: must be 0.
    :param lost: how many had another graph than was to be, or left something lying, when they were run again: must be 0.
    """

    trials: int
    killed: int
    before: int
    after: int
    between: int
    lost: int


@dataclass(frozen=True, slots=True)
class _Operation:
    """Something that writes.

    :param name: what it is called.
    :param first: makes, in an empty folder, what is there before it.
    :param act: does it in that folder; True when it did all it was to do.
    :param once: whether there is nothing left to do once it is done.
    """

    name: str
    first: Callable[[Path], object]
    act: Callable[[Path], object]
    once: bool = False


def _in_child(act: Callable[[], object], seconds: float | None = None) -> object:
    """What a function gives in a process of its own, or None when it is killed after some time.

    The processes are forked before any store is open, so that none begins with threads that are not there.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        code = 1
        try:
            answer = json.dumps(act()).encode()
            os.write(writer, answer)
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if seconds is None and status != 0:
        raise RuntimeError("a process that was not to be killed ended badly")
    return json.loads(told) if told else None


def _state(folder: Path) -> str:
    """A hash of all quads of every graph in a folder, with the problems of any that has some."""
    told = []
    for graph in (folder / "graph", folder / "copy"):
        try:
            store = open_store(graph)
        except StoreError as error:
            told.append("none" if "there is no graph" in str(error) else f"broken: {error}")
            continue
        with store:
            lines = sorted(map(str, store.quads()))
            problems = verify(store)
        told.append(f"broken: {problems[0]}" if problems else sha256("\n".join(lines).encode()).hexdigest() if lines else "none")
    return " ".join(told)


def _builds(paths: Sequence[Path], extract: _Extract, folder: Path) -> bool:
    return not build(paths, folder / "graph", extract=extract).failures


def _removes(symbol: str, folder: Path) -> bool:
    with open_store(folder / "graph", read_only=False) as store:
        return bool(remove(store, symbol))


def _backs_up(folder: Path) -> bool:
    backup(folder / "graph", folder / "copy")
    return True


def _restores(folder: Path) -> bool:
    restore(folder / "copy", folder / "graph")
    return True


def _compacts(folder: Path) -> bool:
    compact(folder / "graph")
    return True


def _kept(first: Sequence[Path], then: Sequence[Path], extract: _Extract, folder: Path) -> bool:
    """Build, keep a copy, and build on."""
    return _builds(first, extract, folder) and _backs_up(folder) and _builds(then, extract, folder)


def _replaced(first: Sequence[Path], then: Sequence[Path], extract: _Extract, folder: Path) -> bool:
    """Build, and replace what was built, so that there is something to compact."""
    return _builds(first, extract, folder) and _builds(then, extract, folder) and _removes("GC.19/3", folder)


def _operations(folder: Path, seed: int, extract: _Extract, size: int) -> list[_Operation]:
    old = write_documents(folder / "old", range(1, 2 * size + 1), seed)
    changed = [*write_documents(folder / "new", range(1, size + 1), seed + 1), *old[size:]]
    more = [*old, *write_documents(folder / "more", range(20, 20 + 4 * size), seed)]
    built = partial(_builds, old, extract)
    return [
        _Operation("first build", lambda folder: True, partial(_builds, more, extract)),
        _Operation("update", built, partial(_builds, changed, extract)),
        _Operation("more documents", built, partial(_builds, more, extract)),
        _Operation("removal", built, partial(_removes, "GC.19/3"), once=True),
        _Operation("backup", partial(_builds, more, extract), _backs_up, once=True),
        _Operation("restore", partial(_kept, old, more, extract), _restores),
        _Operation("restore into nothing", partial(_lone_copy, old, extract), _restores),
        _Operation("compaction", partial(_replaced, old, changed, extract), _compacts),
    ]


def _lone_copy(paths: Sequence[Path], extract: _Extract, folder: Path) -> bool:
    """A copy, the graph of which is gone."""
    done = _builds(paths, extract, folder) and _backs_up(folder)
    shutil.rmtree(folder / "graph")
    return done


def _lying(folder: Path) -> list[str]:
    """The names in a folder, and in each graph but for the numbers of versions."""
    names = [path.name for path in folder.iterdir()]
    for graph in folder.iterdir():
        names += [f"{graph.name}/{path.name.rstrip('0123456789')}" for path in graph.iterdir()]
    return sorted(names)


@contextmanager
def _prepared(seed: int, trials: int) -> Iterator[Iterator[tuple[_Operation, Path, str, str, list[str], float]]]:
    """Each operation with its base, what it is before and after, what lies there after, and how long it takes."""
    extractor = Extractor()
    size = 6 if trials > 16 else 2  # few trials are quick ones
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)

        def each() -> Iterator[tuple[_Operation, Path, str, str, list[str], float]]:
            for place, operation in enumerate(_operations(folder, seed, extractor.extract, size)):
                base, whole = folder / f"base-{place}", folder / f"whole-{place}"
                base.mkdir()
                if not _in_child(partial(operation.first, base)):
                    raise RuntimeError(f"{operation.name}: what is to be there before it could not be made")
                shutil.copytree(base, whole)
                before = str(_in_child(partial(_state, base)))
                begun = time.monotonic()
                if not _in_child(partial(operation.act, whole)):
                    raise RuntimeError(f"{operation.name}: could not be done when left alone")
                took = time.monotonic() - begun
                yield operation, base, before, str(_in_child(partial(_state, whole))), _lying(whole), took

        yield each()


def kills(trials: int, seed: int, say: Callable[[str], object] = print) -> Trials:
    """Kill whatever writes at random moments and look at what is left.

    :param trials: how many.
    :param seed: of the documents and the moments.
    :param say: takes a line about each that went wrong, and one for each kind of writer.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable is what is wanted
    counts: Counter[str] = Counter()
    with _prepared(seed, trials) as operations:
        for place, (operation, base, before, after, lying, took) in enumerate(operations):
            trial = base.with_name("trial")
            share = range(place, trials, 8)
            killed = 0
            for number in share:
                shutil.rmtree(trial, ignore_errors=True)
                shutil.copytree(base, trial)
                ended = _in_child(partial(operation.act, trial), chance.uniform(0, took))
                killed += ended is None
                counts["killed"] += ended is None
                _judge(operation, trial, (before, after, lying), counts, say, f"trial {number} of seed {seed}")
            say(f"{operation.name}: {len(share)} trials, {killed} killed before their end, {took:.2f} s when left alone")
    return Trials(trials, *(counts[name] for name in ("killed", "before", "after", "between", "lost")))


def _judge(
    operation: _Operation, trial: Path, wanted: tuple[str, str, list[str]], counts: Counter[str], say: Callable[[str], object], which: str
) -> None:
    """What a writer that was stopped has left, and what it makes of that when it is run again."""
    before, after, lying = wanted
    left = str(_in_child(partial(_state, trial)))
    kind = "before" if left == before else "after" if left == after else "between"
    counts[kind] += 1
    if not (operation.once and kind == "after"):
        _in_child(partial(operation.act, trial))
    again, there = str(_in_child(partial(_state, trial))), _lying(trial)
    # A thing that was done before it was stopped, and is not done again, may leave its draft to the next writer.
    untidy = there != lying and not (operation.once and kind == "after")
    counts["lost"] += again != after or untidy
    if kind == "between" or again != after:
        say(f"{operation.name}, {which}: {left}, and {again} when run again")
    elif untidy:
        say(f"{operation.name}, {which}: left lying {sorted(set(there) ^ set(lying))}")


# Full disks


def _refused(act: Callable[[Path], object], folder: Path, limit: int | None) -> object:
    """True when it is done, else the line with which it was refused; anything else is a fault."""
    import resource

    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        return bool(act(folder))
    except MandategraphError as error:
        return str(error)
    except BaseException as error:  # what must not be is told, too
        return f"FAULT {type(error).__name__}: {error}"


@contextmanager
def _small_disk(folder: Path) -> Iterator[Callable[[int], None] | None]:
    """A file system of its own, with what sets its size; None where this user may not have one."""
    folder.mkdir(exist_ok=True)
    mount, umount = shutil.which("mount"), shutil.which("umount")
    try:
        if mount is None or umount is None:
            raise FileNotFoundError("mount")
        subprocess.run([mount, "-t", "tmpfs", "-o", "size=1G", "tmpfs", folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        yield None
        return

    def resize(size: int) -> None:
        subprocess.run([mount, "-o", f"remount,size={size}", folder], check=True, capture_output=True)

    try:
        yield resize
    finally:
        subprocess.run([umount, "-l", folder], check=True, capture_output=True)


def full_disks(trials: int, seed: int, say: Callable[[str], object] = print) -> Trials:
    """Let whatever writes find no room after a random number of bytes, and look at what is left.

    Half of the trials are on a file system of its own that is full, where this user may mount one; the others, or
    all, find that no file may grow any more.

    :param trials: how many.
    :param seed: of the documents and the room.
    :param say: takes a line about each that went wrong, and one for each kind of writer.
    """
    chance = random.Random(seed)  # noqa: S311
    counts: Counter[str] = Counter()
    with _prepared(seed, trials) as operations:
        for place, (operation, base, before, after, lying, _) in enumerate(operations):
            share = range(place, trials, 8)
            refused = mounted = 0
            for number in share:
                disk = base.with_name(f"disk-{place}-{number}")
                with _small_disk(disk) as resize:
                    trial = disk / "trial"
                    shutil.copytree(base, trial)
                    about = os.statvfs(disk)
                    need = (about.f_blocks - about.f_bfree) * about.f_frsize
                    limit = None
                    if resize is not None and number // 8 % 2 == 0:
                        mounted += 1
                        resize(max(4_096, need + chance.randrange(4_096, 400_000)))
                    else:
                        limit = chance.choice((1_000, 4_000, 10_000, 30_000, 60_000, 100_000))
                    told = _in_child(partial(_refused, operation.act, trial, limit))
                    refused += isinstance(told, str)
                    counts["killed"] += isinstance(told, str)
                    if isinstance(told, str) and (told.startswith("FAULT") or "\n" in told):
                        counts["between"] += 1
                        say(f"{operation.name}, trial {number} of seed {seed}: {told}")
                    if resize is not None:
                        resize(1 << 30)
                    _judge(operation, trial, (before, after, lying), counts, say, f"trial {number} of seed {seed}")
                shutil.rmtree(disk, ignore_errors=True)
            say(f"{operation.name}: {len(share)} trials, {mounted} on a disk of their own, {refused} refused")
    return Trials(trials, *(counts[name] for name in ("killed", "before", "after", "between", "lost")))
