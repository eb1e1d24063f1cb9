"""Measures the way from a text to its facts: rate, and how it grows with names and length."""

from __future__ import annotations

import functools
import gc
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import ahocorasick_rs

from benchmarks.documents import generate, names_file
from benchmarks.rows import Row, Run, alternately, seconds
from mandategraph.authority import Authority, load_authority
from mandategraph.describe import describe
from mandategraph.extract import Extractor
from mandategraph.model import Document, Literal, Masthead, OffsetMap, Passage, PassageKind
from mandategraph.prepare import settle
from mandategraph.read import read_document

__all__ = ["correctness", "growth", "long_passages", "rate"]

#: Beside a checkout, where the documents of the corpus are.
_CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
_LONG = {
    "cue words": "与合作由供资在资助下通过的设立了举办了",
    "names": "工发组织中国世界银行",
    "brackets": "（中国）工发组织（",
    "titles": "《中国方案》",
    "anaphors": "工发组织请中国支持该项目。",
    "digits": "2019至2020年3,000万美元",
    "sessions": "大会第十九届会议",
    "sittings": "第27次缔约方会议",
    "meetings": "第五届世界投资论坛",
    "plans": "《2022-2025年中期方案框架》和战略计划",
}


@cache
def _authority() -> Authority:
    return load_authority()


@cache
def _extractor() -> Extractor:
    made = Extractor(_authority())
    settle()  # as a build does
    return made


def _document(run: Run, text: str) -> Document:
    path = run.folder / "document.zh.txt"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def _one_passage(text: str) -> Document:
    passage = Passage("para/1", PassageKind.PARAGRAPH, text, OffsetMap((0,), (0,)), "zh", number="1")
    return Document(text, "long.txt", "0" * 64, "zh", Masthead(), (passage,))


def correctness(run: Run) -> Iterator[Row]:
    """The facts that are found in generated documents are those that they state."""
    stated = found = right = 0
    for number in range(run.size(20, 2)):
        made = generate(number, _authority())
        facts = {
            (fact.subject, fact.predicate, fact.object.value if isinstance(fact.object, Literal) else fact.object)
            for fact in _extractor().extract(_document(run, made.text)).facts
        }
        stated, found, right = stated + len(made.facts), found + len(facts), right + len(facts & made.facts)
    yield Row(f"facts of generated documents found, of {stated:,}", f"{right:,}", f"{stated:,}", right == stated)
    yield Row("facts found that they do not state", f"{found - right:,}", "0", found == right)


def _fresh() -> Extractor:
    """An extractor with its rules ready that remembers nothing of texts it has read."""
    extractor = Extractor(_authority())
    for rules in extractor.rules.values():
        for rule in rules:
            assert rule.regex.groups >= 0  # made when first asked for
    caches = (found for found in gc.get_objects() if isinstance(found, functools._lru_cache_wrapper))
    for cached in caches:
        bounded = cached.cache_parameters()["maxsize"] is not None  # the others hold what the program consists of
        if bounded and str(cached.__module__).startswith("mandategraph"):
            cached.cache_clear()
    settle()
    return extractor


def _first_time(document: Document, rounds: int) -> float:
    """The least processor time that a document takes an extractor that has not read it before."""
    return min(seconds(functools.partial(_fresh().extract, document)) for _ in range(rounds))


def rate(run: Run) -> Iterator[Row]:
    """Megabytes of Chinese text a second on one core, read for the first time, step by step, and beside the matcher of names."""
    texts = {"generated document": generate(0, _authority(), run.size(300, 20)).text}
    longest = max(_CORPUS.glob("*.zh.txt"), key=lambda path: path.stat().st_size, default=None)
    if longest is not None:
        texts["longest document of the corpus"] = longest.read_text(encoding="utf-8")
    matcher = ahocorasick_rs.AhoCorasick(sorted({name.text for name in _authority().names}))
    for name, text in texts.items():
        document = _document(run, text)
        extraction = _extractor().extract(document)
        size = len(text.encode()) / 1e6
        extracting = _first_time(document, run.size(7, 2))
        reading, describing, matching = alternately(
            [
                lambda text=text: _document(run, text),  # type: ignore[misc]
                lambda extraction=extraction: describe(extraction),  # type: ignore[misc]
                lambda text=text: [matcher.find_matches_as_indexes(text, overlapping=True) for _ in range(10)],  # type: ignore[misc]
            ],
            run.size(7, 2),
        )
        what = f"{name}, {size * 1000:,.0f} kB, {len(extraction.evidence):,} statements"
        yield Row.at_least(f"extraction: {what}", size / extracting, 1.5, " MB/s")
        yield Row(f"reading: {name}", f"{size / reading:.2f} MB/s")
        yield Row(f"description in RDF: {name}", f"{size / describing:.2f} MB/s")
        yield Row(f"finding names alone, times the rate of extraction: {name}", f"{extracting / (matching / 10):.0f}")


def growth(run: Run) -> Iterator[Row]:
    """How the time of extraction grows with the length of a document and with the number of names."""
    paragraphs = run.size(200, 20)
    once = _document(run, generate(0, _authority(), paragraphs).text)
    twice = _document(run, generate(0, _authority(), 2 * paragraphs).text)
    short, long = alternately([lambda: _extractor().extract(once), lambda: _extractor().extract(twice)], run.size(5, 2))
    ratio = long / short / (len(twice.source) / len(once.source)) * 2
    yield Row.at_most("a document twice as long", ratio, 2.2, " times")
    extractors = []
    counts = (1_000, run.size(100_000, 5_000))
    for count in counts:
        path = run.folder / f"{count}.ttl"
        names_file(path, count)
        begin = time.process_time()
        extractors.append(Extractor(load_authority(extra=[path])))
        loading = time.process_time() - begin
    settle()
    few, many = alternately([lambda: extractors[0].extract(once), lambda: extractors[1].extract(once)], run.size(5, 2))
    yield Row.at_most(f"{counts[1]:,} further names instead of {counts[0]:,}", many / few, 1.5, " times")
    yield Row(f"loading the authority with {counts[1]:,} further names", f"{loading:.1f} s")


def long_passages(run: Run) -> Iterator[Row]:
    """A passage of a million bytes of the same words takes time in proportion to its length."""
    for name, words in _LONG.items():
        size = run.size(1_000_000, 10_000) // len(words.encode())
        half, whole = _one_passage(words * (size // 2)), _one_passage(words * size)
        short, long = alternately(
            [lambda half=half: _extractor().extract(half), lambda whole=whole: _extractor().extract(whole)],  # type: ignore[misc]
            rounds=2,
        )
        what = f"a passage of {len(whole.source.encode()) / 1000:,.0f} kB of {name} beside one half as long"
        yield Row.at_most(f"{what} ({long:.1f} s)", long / short, 2.4, " times")
