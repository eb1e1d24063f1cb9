"""Facts drawn at random to be read against their sentences, and the record of what readers found.

    python -m benchmarks.sample SHARED --number 150 --seed 7 > drawn.jsonl      # to read
    python -m benchmarks.sample SHARED --record judged.jsonl --seed 7           # to record what was read

Drawn are facts from the documents of SHARED/corpus, without what the texts with gold facts state. A reader adds
`"right": true`, or `"right": false` and `"why"`, to each line. The record keeps the fact and the verdict, no sentence;
docs/accuracy.md counts from it.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.claims import claims
from mandategraph.extract import Extractor
from mandategraph.read import read_document

__all__ = ["drawn", "report"]

_SHOWN = 16
RECORD = Path(__file__).with_name("judged.jsonl")


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _facts(shared: Path) -> Iterator[dict[str, Any]]:
    """Every fact of the corpus that no text with gold facts states, with the passage that states it."""
    known = [_squeezed(path.read_text(encoding="utf-8")) for path in sorted((shared / "gold").glob("*.txt"))]
    extractor = Extractor()
    for path in sorted((shared / "corpus").glob("*.txt")):
        document = read_document(path)
        texts = {passage.path: passage.text for passage in document.passages}
        for fact in claims(document, extractor):
            if not any(_squeezed(fact["quote"]) in text for text in known):
                yield {"file": path.name, "text": texts[fact["passage"].split(f"/id/{fact['document']}/", 1)[1]], **fact}


def drawn(shared: Path, number: int, seed: int) -> list[dict[str, Any]]:
    """Facts drawn at random, in the order of their documents.

    :param shared: the folder that holds corpus/ and gold/.
    :param number: how many.
    :param seed: of the random generator; the same seed and texts draw the same facts.
    """
    everything = sorted(_facts(shared), key=lambda fact: (fact["file"], fact["iri"]))
    chosen = random.Random(seed).sample(range(len(everything)), min(number, len(everything)))  # noqa: S311
    return [everything[place] for place in sorted(chosen)]


def _name(thing: dict[str, Any]) -> str:
    """The beginning of a name: a project without one is called by words of its document, which stay there."""
    names = thing.get("names") or [thing.get("value")]
    name = str(next((name for name in names if not str(name).isascii() and "\u3400" <= str(name)[0] <= "\u9fff"), names[0]))
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"


def _kept(judged: Iterable[dict[str, Any]], seed: int) -> Iterator[dict[str, Any]]:
    """What the record keeps of each judged fact."""
    for fact in judged:
        if not isinstance(fact.get("right"), bool):
            raise SystemExit(f"benchmarks.sample: no verdict (right: true or false) for {fact.get('iri')}")
        yield {
            "seed": seed, "file": fact["file"], "fact": fact["iri"].rsplit("/", 1)[-1], "subject": _name(fact["subject"]),
            "predicate": fact["predicate"], "object": _name(fact["object"]), "rule": fact["rule"],
            "right": fact["right"], **({} if fact["right"] else {"why": fact.get("why", "")}),
        }  # fmt: skip


def report(shared: Path) -> str:
    """The section of docs/accuracy.md on facts that were read against their sentences.

    :param shared: the folder that holds corpus/ and gold/.
    """
    judged = [json.loads(line) for line in RECORD.read_text(encoding="utf-8").splitlines()] if RECORD.is_file() else []
    if not judged:
        return ""
    now = {(fact["file"], fact["iri"].rsplit("/", 1)[-1]) for fact in _facts(shared)}
    lines = [
        "## Facts read against their sentences",
        "",
        "Facts drawn at random (`python -m benchmarks.sample SHARED --number 150 --seed SEED`) from the documents of the corpus,",
        "without those that the three texts above state, and read one by one against their sentences by readers who knew",
        "nothing of the rules. The rules were mended after each draw; the next draw tells what that was worth. The last",
        "column leaves out what the program no longer states: it flatters, the one before it does not.",
        "",
        "| draw (seed) | read | right | share | share of what no earlier draw held | share of what is still stated |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    known: set[tuple[str, str]] = set()
    for seed in dict.fromkeys(fact["seed"] for fact in judged):
        facts = [fact for fact in judged if fact["seed"] == seed]
        still = [fact["right"] for fact in facts if (fact["file"], fact["fact"]) in now]
        new = [fact["right"] for fact in facts if (fact["file"], fact["fact"]) not in known]
        known |= {(fact["file"], fact["fact"]) for fact in facts}
        right = sum(fact["right"] for fact in facts)
        share = f"{sum(new) / max(1, len(new)):.3f} ({sum(new)} of {len(new)})"
        lines.append(f"| {seed} | {len(facts)} | {right} | {right / len(facts):.3f} | {share} | {sum(still) / max(1, len(still)):.3f} |")
    last = judged[-1]["seed"]
    wrong = collections.Counter(fact["predicate"] for fact in judged if fact["seed"] == last and not fact["right"])
    lines += ["", "Wrong in the last draw, by predicate: " + (", ".join(f"{p} {n}" for p, n in sorted(wrong.items())) or "none") + "."]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draws facts, or records verdicts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sample")
    parser.add_argument("shared", type=Path)
    parser.add_argument("--number", type=int, default=150)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--record", type=Path, metavar="FILE", help="facts with verdicts, drawn with --seed")
    options = parser.parse_args(arguments)
    if options.record is None:
        for fact in drawn(options.shared, options.number, options.seed):
            print(json.dumps(fact, ensure_ascii=False))
        return 0
    judged = [json.loads(line) for line in options.record.read_text(encoding="utf-8").splitlines()]
    before = [json.loads(line) for line in RECORD.read_text(encoding="utf-8").splitlines()] if RECORD.is_file() else []
    kept = [fact for fact in before if fact["seed"] != options.seed] + list(_kept(judged, options.seed))
    RECORD.write_text("".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in kept), encoding="utf-8")
    print(f"recorded {len(judged)} verdicts in {RECORD.name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
