"""Precision and recall on annotated documents: prints a table, writes docs/accuracy.md and the precision of each rule.

    python -m benchmarks.accuracy SHARED            # measure, print, write
    python -m benchmarks.accuracy SHARED --check    # measure, print, exit 1 when below what was last recorded

SHARED holds gold/ (NAME.txt, NAME.entities.jsonl, NAME.facts.jsonl, score.py) and corpus/.
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks import sample
from benchmarks.claims import claims
from mandategraph.authority import Authority, load_authority
from mandategraph.extract import Extractor
from mandategraph.read import read_document
from mandategraph.recognize.gazetteer import Gazetteer
from mandategraph.resources import resource

__all__ = ["Scores", "measure", "recorded"]

RECORD = Path(__file__).with_name("accuracy.json")
REPORT = Path(__file__).parent.parent / "docs" / "accuracy.md"
#: Two careful readers who worked apart on a text of this kind.
READERS = {"precision": 0.90, "recall": 0.82, "f1": 0.86, "entities": 0.91}
_TOLERANCE = 0.005


@dataclass(frozen=True, slots=True)
class Scores:
    """What was found of what readers found.

    :param found: facts in common.
    :param extracted: facts that the program states.
    :param expected: facts that the readers state.
    """

    found: int
    extracted: int
    expected: int

    @property
    def precision(self) -> float:
        """The share of stated facts that are right."""
        return self.found / self.extracted if self.extracted else 0.0

    @property
    def recall(self) -> float:
        """The share of right facts that are stated."""
        return self.found / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def row(self) -> str:
        """Precision, recall, F1 and the counts, as cells of a table."""
        return f"{self.precision:.3f} | {self.recall:.3f} | {self.f1:.3f} | {self.found} / {self.extracted} / {self.expected}"


@dataclass(frozen=True, slots=True)
class Result:
    """The scores of one text."""

    name: str
    facts: Scores
    entities: Scores
    predicates: Mapping[str, Scores]
    rules: Mapping[str, tuple[int, int]]


def _scorer(gold: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", gold / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(gold / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _result(name: str, stem: Path, stated: Iterable[Mapping[str, Any]], score: ModuleType) -> Result:
    entities, names, facts = score.gold([str(stem)])

    def resolve(entity: Mapping[str, Any]) -> str:
        hits: collections.Counter[str] = collections.Counter()
        for text in entity.get("names", []):
            for eid in sorted(names.get(score.normal(text), ())):
                hits[eid] += 1
        return hits.most_common(1)[0][0] if hits else "?" + str(entity.get("iri"))

    wanted = {
        key
        for fact in facts
        for key in score.keys(
            fact["s"], fact["p"], score.normal(fact["o"]) if fact["p"] in score.LITERAL else fact["o"], fact
        )
    }
    got: dict[Any, list[str]] = {}
    seen: set[str] = set()
    for claim in stated:
        subject = resolve(claim["subject"])
        seen.add(subject)
        thing = claim["object"]
        if "names" in thing:
            thing = resolve(thing)
            seen.add(thing)
        else:
            thing = score.normal(thing.get("value"))
        rules = sorted({e["rule"] for e in claim.get("evidence", [])} | {claim["rule"]})
        for key in score.keys(subject, claim["predicate"], thing, claim):
            got.setdefault(key, []).extend(rules)

    def predicate(key: Sequence[Any]) -> str:
        return str(key[0] if key[0] == "partnerOf" else key[1])

    by_predicate = {
        p: Scores(
            sum(predicate(k) == p for k in wanted & got.keys()),
            sum(predicate(k) == p for k in got),
            sum(predicate(k) == p for k in wanted),
        )
        for p in sorted({predicate(k) for k in wanted | got.keys()})
    }
    by_rule: dict[str, tuple[int, int]] = {}
    for key, rules in got.items():
        for rule in sorted(set(rules)):
            right, all_ = by_rule.get(rule, (0, 0))
            by_rule[rule] = (right + (key in wanted), all_ + 1)
    used = {f["s"] for f in facts} | {f["o"] for f in facts if f["o"] in entities}
    named = {eid for eid in seen if not eid.startswith("?")}
    return Result(
        name,
        Scores(len(wanted & got.keys()), len(got), len(wanted)),
        Scores(len(named & used), len(seen), len(used)),
        by_predicate,
        by_rule,
    )


def _without(authority: Authority, ids: set[str]) -> Authority:
    """The same authority as if a librarian had never listed some entities."""
    names = tuple(name for name in authority.names if name.entity not in ids)
    by_name: dict[str, list[Any]] = {}
    for name in names:
        by_name.setdefault(name.text, []).append(name)
    by_key = {k: tuple(n for n in v if n.entity not in ids) for k, v in authority._by_key.items()}
    return replace(
        authority,
        entities={id: entity for id, entity in authority.entities.items() if id not in ids},
        names=names,
        by_name={text: tuple(found) for text, found in by_name.items()},
        by_symbol={symbol: id for symbol, id in authority.by_symbol.items() if id not in ids},
        _by_key={key: found for key, found in by_key.items() if found},
    )


def _only_in(document: Path, others: Iterable[Path], authority: Authority) -> set[str]:
    """The entities that, of all documents, one alone names; places and goals, which libraries give, excepted."""
    gazetteer = Gazetteer(name.text for name in authority.names)

    def named(path: Path) -> set[str]:
        text = "".join(path.read_text(encoding="utf-8").split())
        return {n.entity for hit in gazetteer.find(text) for n in authority.by_name[hit.name]}

    elsewhere: set[str] = set()
    for other in others:
        elsewhere |= named(other)
    alone = {id for id in named(document) - elsewhere if "://" not in id}
    parents = {e.parent for id, e in authority.entities.items() if id not in alone}
    return {
        id
        for id in alone - parents
        if authority.entities[id].type not in {"Region", "Country"} and not authority.entities[id].home
    }


def leave_one_out(shared: Path, names: Sequence[str], score: ModuleType, authority: Authority) -> dict[str, tuple[float, float, int]]:
    """For each text its F1 with the authority and without the names that it alone uses, and how many those are."""
    homes = {"000": "GC.19-10.zh.txt", "002": "GC.19-abu-dhabi-declaration.zh.txt", "003a": "UNIDO-annual-report-2022.zh.txt"}
    corpus = sorted((shared / "corpus").glob("*.txt"))
    table = {}
    for name in names:
        stem = shared / "gold" / name
        others = [path for path in corpus if path.name != homes.get(name)]
        alone = _only_in(stem.with_suffix(".txt"), others, authority)
        full = _result(name, stem, claims(read_document(stem.with_suffix(".txt")), Extractor(authority)), score).facts.f1
        less = _result(name, stem, claims(read_document(stem.with_suffix(".txt")), Extractor(_without(authority, alone))), score).facts.f1
        table[name] = (full, less, len(alone))
    return table


def measure(shared: Path) -> tuple[Result, ...]:
    """The scores of every annotated text.

    :param shared: the folder that holds gold/.
    """
    score = _scorer(shared / "gold")
    extractor = Extractor()
    stems = sorted(path.with_suffix("").with_suffix("") for path in (shared / "gold").glob("*.facts.jsonl"))
    return tuple(_result(s.name, s, claims(read_document(s.with_suffix(".txt")), extractor), score) for s in stems)


def recorded() -> dict[str, dict[str, float]]:
    """The scores that were last recorded, by text."""
    return dict(json.loads(RECORD.read_text(encoding="utf-8"))) if RECORD.is_file() else {}


def _rules(results: Iterable[Result]) -> dict[str, tuple[int, int]]:
    total: dict[str, tuple[int, int]] = {}
    for result in results:
        for rule, (right, all_) in result.rules.items():
            before = total.get(rule, (0, 0))
            total[rule] = (before[0] + right, before[1] + all_)
    return dict(sorted(total.items()))


def precisions(results: Sequence[Result]) -> dict[str, float]:
    """The measured precision of each rule; a rule seen a few times leans on the precision of all.

    :param results: of all texts.
    """
    right = sum(r.facts.found for r in results)
    overall = right / max(1, sum(r.facts.extracted for r in results))
    found = {rule: round((a + 2 * overall) / (n + 2), 3) for rule, (a, n) in _rules(results).items()}
    return {"*": round(overall, 3), **found}


def _report(results: Sequence[Result], table: Mapping[str, tuple[float, float, int]], read: str) -> str:
    lines = [
        "# Accuracy, as measured",
        "",
        "Written by `make accuracy`; nothing here is typed by hand. The texts and the facts that careful readers took from",
        "them are not part of this repository; three texts in Chinese stand beside the checkout where they are available.",
        "A fact counts as found when subject, predicate and object agree with a reader's (for results: bearer and number;",
        "for mandates: instrument, addressee and act).",
        "",
        "| text | precision | recall | F1 | found / stated / readers' | entities: precision | recall | F1 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for r in results:
        e = r.entities
        lines.append(f"| {r.name} | {r.facts.row()} | {e.precision:.3f} | {e.recall:.3f} | {e.f1:.3f} |")
    lines.append(
        f"| two readers | {READERS['precision']:.2f} | {READERS['recall']:.2f} | {READERS['f1']:.2f} | | | | {READERS['entities']:.2f} |"
    )
    for r in results:
        lines += ["", f"## {r.name}, by predicate", "", "| predicate | precision | recall | F1 | found / stated / readers' |",
                  "| --- | --- | --- | --- | --- |"]  # fmt: skip
        lines += [f"| {p} | {s.row()} |" for p, s in r.predicates.items()]
    lines += ["", "## Rules with most errors", "", "Errors include true facts that the readers left out or saw otherwise.", "",
              "| rule | right | stated |", "| --- | --- | --- |"]  # fmt: skip
    wrong = sorted(_rules(results).items(), key=lambda item: (item[1][0] - item[1][1], item[0]))
    lines += [f"| {rule} | {right} | {all_} |" for rule, (right, all_) in wrong[:12] if right < all_]
    lines += ["", "## Names that only one document uses", "",
              "F1 of facts when every entity is taken out of the authority that, of the five documents of the corpus, only this",
              "one names (places and SDGs excepted): how far the figures above rest on names known beforehand.", "",
              "| text | F1 | F1 without them | entities taken out |", "| --- | --- | --- | --- |"]  # fmt: skip
    lines += [f"| {name} | {full:.3f} | {less:.3f} | {count} |" for name, (full, less, count) in table.items()]
    return "\n".join(lines) + "\n" + read


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints and writes, or checks against what was recorded."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy")
    parser.add_argument("shared", type=Path)
    parser.add_argument("--check", action="store_true", help="compare with the last record; write nothing")
    options = parser.parse_args(arguments)
    results = measure(options.shared)
    for r in results:
        print(f"{r.name:8} facts    P {r.facts.precision:.3f}  R {r.facts.recall:.3f}  F1 {r.facts.f1:.3f}")
        print(f"{'':8} entities P {r.entities.precision:.3f}  R {r.entities.recall:.3f}  F1 {r.entities.f1:.3f}")
    if options.check:
        before = recorded()
        fallen = [r.name for r in results if r.facts.f1 < before.get(r.name, {}).get("f1", 0.0) - _TOLERANCE]
        if fallen:
            print(f"below what was last recorded: {', '.join(fallen)}", file=sys.stderr)
        return int(bool(fallen))
    authority = load_authority()
    table = leave_one_out(options.shared, [r.name for r in results], _scorer(options.shared / "gold"), authority)
    for name, (full, less, count) in table.items():
        print(f"{name:8} F1 {full:.3f}, without {count} entities that it alone names {less:.3f}")
    read = sample.report(options.shared)
    REPORT.write_text(_report(results, table, f"\n{read}" if read else ""), encoding="utf-8")
    record = {r.name: {"f1": round(r.facts.f1, 3), "precision": round(r.facts.precision, 3)} for r in results}
    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    rules = resource("data/rules") / "precision.json"
    rules.write_text(json.dumps(precisions(results), indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"wrote {REPORT.name}, {RECORD.name} and {rules.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
