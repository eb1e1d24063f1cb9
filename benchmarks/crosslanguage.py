"""Whether editions of one document in two languages say the same: symbols, facts, countries.

    python benchmarks/crosslanguage.py [FOLDER] [--differences]

Reads the parallel documents of FOLDER and prints, for each pair of a Chinese and an English edition, the Jaccard index
of the document symbols and of the facts between entities; for the editions of S-PV-9642 that of symbols and countries
with the English one. Exit code 1 when one is below its threshold.

Facts are compared twice: all of them, and those whose two entities are named in both editions. Each copy lacks
sentences that the other has, and an edition can state no fact about what it does not name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mandategraph.extract import Extractor
from mandategraph.model import Extraction
from mandategraph.read import read_document
from mandategraph.vocabulary import PREDICATES

__all__ = ["FACTS", "PAIRS", "RECORD", "SYMBOLS", "Measure", "compare", "main"]

#: Thresholds: document symbols and facts of the pairs, symbols and countries of the record in six languages.
SYMBOLS, FACTS, RECORD = 0.85, 0.55, 0.85
PAIRS = ("E-RES-2023-4", "E-2023-15", "CEIRPP-SR413", "S-PV-9642")
_RECORD = "S-PV-9642"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: what was compared, the Jaccard index, its threshold, what only one edition has."""

    name: str
    value: float
    threshold: float
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether it reaches its threshold."""
        return self.value >= self.threshold


@cache
def _extractor() -> Extractor:
    return Extractor()


@cache
def _extraction(path: Path) -> Extraction:
    return _extractor().extract(read_document(path))


@cache
def _linked(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The symbols and the countries that an edition names."""
    symbols: set[str] = set()
    countries: set[str] = set()
    for entity in _extractor().entities(read_document(path)):
        if entity.symbol is not None:
            symbols.add(entity.symbol)
        if entity.type == "Country":
            countries.add(entity.label("en"))
    return frozenset(symbols), frozenset(countries)


def _facts(path: Path) -> frozenset[str]:
    """The facts between entities, the document itself under one name; a symmetric fact in one direction."""
    extraction = _extraction(path)
    own = {extraction.id: "(document)"}
    found: set[str] = set()
    for fact in extraction.facts:
        if isinstance(fact.object, str):
            ends = [own.get(fact.subject, fact.subject), own.get(fact.object, fact.object)]
            one, other = sorted(ends) if PREDICATES[fact.predicate].symmetric else ends
            found.add(f"{one} {fact.predicate} {other}")
    return frozenset(found)


@cache
def _named(path: Path) -> frozenset[str]:
    """The ids of the entities that an edition names."""
    return frozenset(entity.id for entity in _extractor().entities(read_document(path))) | {"(document)"}


def _shared(facts: Iterable[str], named: frozenset[str]) -> frozenset[str]:
    """The facts whose subject and object are among some entities."""
    return frozenset(fact for fact in facts if fact.split(" ")[0] in named and fact.split(" ")[2] in named)


def _measure(name: str, threshold: float, first: Iterable[str], second: Iterable[str]) -> Measure:
    one, other = frozenset(first), frozenset(second)
    value = len(one & other) / len(one | other) if one | other else 1.0
    return Measure(name, value, threshold, tuple(sorted(one - other)), tuple(sorted(other - one)))


def compare(folder: Path) -> list[Measure]:
    """The figures of all pairs and of the record in six languages, then those of all pairs together.

    :param folder: holds NAME.zh.txt, NAME.en.txt ...
    """
    found: list[Measure] = []
    together: dict[str, tuple[set[str], set[str]]] = {
        kind: (set(), set()) for kind in ("symbols", "facts", "facts of shared entities")
    }
    for pair in PAIRS:
        zh, en = folder / f"{pair}.zh.txt", folder / f"{pair}.en.txt"
        both = _named(zh) & _named(en)
        sets = {
            "symbols": (_linked(zh)[0], _linked(en)[0]),
            "facts": (_facts(zh), _facts(en)),
            "facts of shared entities": (_shared(_facts(zh), both), _shared(_facts(en), both)),
        }
        for kind, (one, other) in sets.items():
            found.append(_measure(f"{pair} zh/en {kind}", 0.0, one, other))
            together[kind][0].update(f"{pair} {item}" for item in one)
            together[kind][1].update(f"{pair} {item}" for item in other)
    english = folder / f"{_RECORD}.en.txt"
    for code in ("zh", "fr", "es", "ru", "ar"):
        edition = folder / f"{_RECORD}.{code}.txt"
        for kind, one, other in zip(("symbols", "countries"), _linked(edition), _linked(english), strict=True):
            found.append(_measure(f"{_RECORD} {code}/en {kind}", RECORD, one, other))
    found.append(_measure("all pairs zh/en symbols", SYMBOLS, *together["symbols"]))
    found.append(_measure("all pairs zh/en facts", FACTS, *together["facts"]))
    found.append(_measure("all pairs zh/en facts of shared entities", FACTS, *together["facts of shared entities"]))
    return found


def main(arguments: list[str]) -> int:
    """Prints the figures; the exit code says whether all reach their thresholds."""
    folders = [word for word in arguments if not word.startswith("--")]
    folder = Path(folders[0]) if folders else Path(__file__).resolve().parents[1].parent / "shared" / "corpus-parallel"
    if not folder.is_dir():
        print(f"{folder} is no folder; give the one that holds NAME.zh.txt and NAME.en.txt", file=sys.stderr)
        return 2
    measures = compare(folder)
    for measure in measures:
        wanted = f" (at least {measure.threshold:.2f})" if measure.threshold else ""
        print(f"{measure.name:42} {measure.value:.3f}{wanted}{'' if measure.passed else '  BELOW'}")
        if "--differences" in arguments:
            for sign, items in (("<", measure.only_first), (">", measure.only_second)):
                for item in items:
                    print(f"    {sign} {item}")
    return 0 if all(measure.passed for measure in measures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
