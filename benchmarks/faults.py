"""Faults on purpose, with seeds: killed writers, hostile documents, hostile requests, and load during a build.

``python -m benchmarks.faults kills|documents|requests|load`` prints what was tried and what went wrong; the exit
code is 1 when anything did.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from mandategraph.build import build
from mandategraph.errors import StoreError
from mandategraph.extract import Extractor
from mandategraph.model import Document, Extraction
from mandategraph.store import open_store, remove
from mandategraph.verify import verify

__all__ = ["Kills", "kills", "main", "write_documents"]

_Extract = Callable[[Document], Extraction]
_ORGANIZATIONS = ("工发组织", "开发署", "粮农组织", "世界银行", "欧洲联盟", "全球环境基金", "日本", "瑞士", "德国", "教科文组织")
_THINGS = ("绿色工业", "清洁能源", "农业价值链", "青年就业", "塑料循环", "食品安全", "数字转型", "水资源")
_FORMS = (
    "{a}与{b}在{c}方案中建立了伙伴关系。",
    "{a}向{c}方案提供了{n}万美元。",
    "{c}方案由{a}供资，由{b}执行。",
    "请{a}就{c}方案向下届会议提出报告。",
    "{a}在肯尼亚启动了{c}方案。",
)


def write_documents(folder: Path, numbers: Sequence[int], seed: int, paragraphs: int = 8) -> list[Path]:
    """Write documents whose sentences state facts; the same number and seed give the same text.

    :param folder: where to write them.
    :param numbers: of their symbols.
    :param seed: of what they say.
    :param paragraphs: of each.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number in numbers:
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - repeatable is what is wanted
        body = []
        for place in range(1, paragraphs + 1):
            a, b = chance.sample(_ORGANIZATIONS, 2)
            form = chance.choice(_FORMS)
            body.append(f"{place}. " + form.format(a=a, b=b, c=chance.choice(_THINGS), n=chance.randint(1, 900)))
        file = folder / f"{number}.txt"
        file.write_text(f"GC.19/{number}\n\n" + "\n\n".join(body) + "\n", encoding="utf-8")
        written.append(file)
    return written


# Killed writers


@dataclass(frozen=True, slots=True)
class Kills:
    """What came of killing writers.

    :param trials: how many were started.
    :param killed: how many of them did not reach their end.
    :param before: how many left the graph as it was.
    :param after: how many left the graph as it was to be.
    :param between: how many left it otherwise, or not to be opened: must be 0.
    :param lost: how many had another graph than was to be when they were run again: must be 0.
    """

    trials: int
    killed: int
    before: int
    after: int
    between: int
    lost: int


@dataclass(frozen=True, slots=True)
class _Operation:
    """Something that writes: what the graph must hold before it, and what it does with it."""

    name: str
    first: Sequence[Path]
    act: Callable[[Path], object]


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


def _state(graph: Path) -> str:
    """A hash of all quads, with the problems of the graph if it has any."""
    try:
        store = open_store(graph)
    except StoreError as error:
        return "none" if "there is no graph" in str(error) else f"broken: {error}"
    with store:
        lines = sorted(map(str, store.quads()))
        problems = verify(store)
    if problems:
        return f"broken: {problems[0]}"
    return sha256("\n".join(lines).encode()).hexdigest() if lines else "none"


def _builds(paths: Sequence[Path], extract: _Extract, graph: Path) -> bool:
    return not build(paths, graph, extract=extract).failures


def _removes(symbol: str, graph: Path) -> bool:
    with open_store(graph, read_only=False) as store:
        return bool(remove(store, symbol))


def _operations(folder: Path, seed: int, extract: _Extract) -> list[_Operation]:
    old = write_documents(folder / "old", range(1, 13), seed)
    changed = [*write_documents(folder / "new", range(1, 7), seed + 1), *old[6:]]
    more = [*old, *write_documents(folder / "more", range(20, 45), seed)]
    return [
        _Operation("first build", [], partial(_builds, more, extract)),
        _Operation("update", old, partial(_builds, changed, extract)),
        _Operation("more documents", old, partial(_builds, more, extract)),
        _Operation("removal", old, partial(_removes, "GC.19/3")),
    ]


def kills(trials: int, seed: int, say: Callable[[str], object] = print) -> Kills:
    """Kill builds, updates and removals at random moments and look at what they leave.

    :param trials: how many.
    :param seed: of the documents and the moments.
    :param say: takes a line about each that went wrong, and one for each kind of writer.
    """
    chance = random.Random(seed)  # noqa: S311
    counts: Counter[str] = Counter()
    extractor = Extractor()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for place, operation in enumerate(_operations(folder, seed, extractor.extract)):
            base, whole, trial = (folder / f"{part}-{place}" for part in ("base", "whole", "trial"))
            if operation.first:
                _in_child(partial(_builds, operation.first, extractor.extract, base))
                shutil.copytree(base, whole)
            before = str(_in_child(partial(_state, base)))
            begun = time.monotonic()
            _in_child(partial(operation.act, whole))
            took = time.monotonic() - begun
            after = str(_in_child(partial(_state, whole)))
            share = range(place, trials, 4)
            for number in share:
                shutil.rmtree(trial, ignore_errors=True)
                if operation.first:
                    shutil.copytree(base, trial)
                ended = _in_child(partial(operation.act, trial), chance.uniform(0, took))
                counts["killed"] += ended is None
                left = str(_in_child(partial(_state, trial)))
                kind = "before" if left == before else "after" if left == after else "between"
                counts[kind] += 1
                if kind == "after" and operation.name == "removal":
                    again = left  # there is nothing to remove any more
                else:
                    _in_child(partial(operation.act, trial))
                    again = str(_in_child(partial(_state, trial)))
                counts["lost"] += again != after
                if kind == "between" or again != after:
                    say(f"{operation.name}, trial {number} of seed {seed}: {left}, and {again} when run again")
            say(f"{operation.name}: {len(share)} trials, {took:.2f} s when left alone")
    return Kills(trials, *(counts[name] for name in ("killed", "before", "after", "between", "lost")))


def _kills_command(options: argparse.Namespace) -> bool:
    found = kills(options.trials or 200, options.seed)
    print(
        f"killed writers, seed {options.seed}: {found.trials} trials, {found.killed} killed before their end;"
        f" the graph was as before in {found.before}, as after in {found.after}, between in {found.between};"
        f" run again, {found.lost} lost something"
    )
    return not found.between and not found.lost


def _documents_command(options: argparse.Namespace) -> bool:
    from benchmarks.faultyfiles import documents

    return documents(options.trials or 1000, options.seed)


def _requests_command(options: argparse.Namespace) -> bool:
    from benchmarks.faultyrequests import requests

    return requests(options.trials or 20_000, options.seed)


def _load_command(options: argparse.Namespace) -> bool:
    from benchmarks.faultyrequests import load

    return load(options.trials or 60, options.seed)


_COMMANDS: dict[str, Callable[[argparse.Namespace], bool]] = {
    "kills": _kills_command,
    "documents": _documents_command,
    "requests": _requests_command,
    "load": _load_command,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the trials.

    :param arguments: those of the process when not given.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("what", choices=_COMMANDS)
    parser.add_argument("--trials", type=int, help="how many trials, documents or requests; of load: seconds")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    return 0 if _COMMANDS[options.what](options) else 1


if __name__ == "__main__":
    sys.exit(main())
