"""Faults on purpose, with seeds: killed writers, full disks, hostile documents and requests, many connections, load during a build.

``python -m benchmarks.faults kills|disk|hand|documents|requests|connections|load`` prints what was tried and what went
wrong; the exit code is 1 when anything did.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["main", "write_documents"]

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


def _kills_command(options: argparse.Namespace) -> bool:
    from benchmarks.faultywriting import kills

    found = kills(options.trials or 200, options.seed)
    print(
        f"killed writers, seed {options.seed}: {found.trials} trials, {found.killed} killed before their end;"
        f" the graph was as before in {found.before}, as after in {found.after}, between in {found.between};"
        f" run again, {found.lost} lost something"
    )
    return not found.between and not found.lost


def _disk_command(options: argparse.Namespace) -> bool:
    from benchmarks.faultywriting import full_disks

    found = full_disks(options.trials or 60, options.seed)
    print(
        f"full disks, seed {options.seed}: {found.trials} trials, {found.killed} refused in one line;"
        f" the graph was as before in {found.before}, as after in {found.after}, between in {found.between};"
        f" run again with room, {found.lost} lost something"
    )
    return not found.between and not found.lost


def _hand_command(options: argparse.Namespace) -> bool:
    from benchmarks.faultyhand import CASES, by_hand

    return by_hand(options.seed, CASES[: options.trials])


def _documents_command(options: argparse.Namespace) -> bool:
    from benchmarks.faultyfiles import documents

    return documents(options.trials or 1000, options.seed)


def _requests_command(options: argparse.Namespace) -> bool:
    from benchmarks.faultyrequests import requests

    return requests(options.trials or 20_000, options.seed)


def _load_command(options: argparse.Namespace) -> bool:
    from benchmarks.faultyrequests import load

    return load(options.trials or 60, options.seed)


def _connections_command(options: argparse.Namespace) -> bool:
    from benchmarks.faultyconnections import connections

    return connections(options.trials or 10_000, options.seed)


_COMMANDS: dict[str, Callable[[argparse.Namespace], bool]] = {
    "kills": _kills_command,
    "disk": _disk_command,
    "hand": _hand_command,
    "documents": _documents_command,
    "requests": _requests_command,
    "connections": _connections_command,
    "load": _load_command,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the trials.

    :param arguments: those of the process when not given.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("what", choices=_COMMANDS)
    parser.add_argument("--trials", type=int, help="how many trials, documents, requests or connections; of load: seconds")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    return 0 if _COMMANDS[options.what](options) else 1


if __name__ == "__main__":
    sys.exit(main())
