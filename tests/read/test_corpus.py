"""Real documents, where they are at hand: mastheads, paragraph numbers and maps."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandategraph.model import Document, PassageKind
from mandategraph.read import read_document
from mandategraph.read.repair import fold

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS = SHARED / "corpus"
PARALLEL = SHARED / "corpus-parallel"
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the real documents are not beside this checkout"
)
needs_parallel = pytest.mark.skipif(
    not PARALLEL.is_dir(), reason="the parallel documents are not beside this checkout"
)

#: File, session, agenda item, first and last day, numbers of paragraphs and of the annex's paragraphs.
KNOWN = [
    ("GC.19-10.zh.txt", "第十九届会议", "20", 34, 0),
    ("GC.19-abu-dhabi-declaration.zh.txt", "第十九届会议", "16", 27, 0),
    ("IDB.48-mic-work-plan.zh.txt", "第四十八届会议", "10", 4, 30),
    ("IDB.52-mic-report.zh.txt", "第五十二届会议", "9", 23, 0),
]


def numbers(document: Document, prefix: str) -> list[str | None]:
    """The numbers of the paragraphs whose path begins so, items left out."""
    return [
        one.number
        for one in document.passages
        if one.path.startswith(prefix) and one.path.count("/") == prefix.count("/")
    ]


@needs_corpus
@pytest.mark.parametrize(("name", "session", "item", "count", "annex"), KNOWN)
def test_masthead_and_numbers_of_real_documents(
    name: str, session: str, item: str, count: int, annex: int
) -> None:
    """Session, agenda item, place and author are found, and the paragraph numbers run without a gap."""
    document = read_document(CORPUS / name)
    head = document.masthead
    found = [
        part.text if part else None for part in (head.session, head.agenda_item, head.place, head.author)
    ]
    assert found == [session, item, "维也纳", "总干事"]
    assert head.title is not None
    assert document.source[head.title.start : head.title.end] == head.title.text
    assert numbers(document, "para/") == [str(number) for number in range(1, count + 1)]
    assert numbers(document, "annex/para/") == [str(number) for number in range(1, annex + 1)]
    assert document.language == "zh"


@needs_corpus
def test_the_annual_report_has_whole_sentences() -> None:
    """Nearly all paragraphs of the report end where a sentence ends, and its abbreviations are items."""
    document = read_document(CORPUS / "UNIDO-annual-report-2022.zh.txt")
    assert document.masthead.title is None
    body = [one.text for one in document.passages if one.kind is PassageKind.PARAGRAPH and len(one.text) > 60]
    whole = [text for text in body if text[-1] in "。！？；：”"]
    assert len(whole) >= 0.93 * len(body) > 200
    items = [one for one in document.passages if one.kind is PassageKind.ITEM and one.heading == "缩略语"]
    assert len(items) == 44


def check(path: Path) -> None:
    """Every character of every passage is the source's, in order; paths are unique; letters are not lost."""
    document = read_document(path)
    covered: set[int] = set()
    for passage in document.passages:
        places = [passage.offsets.source(place) for place in range(len(passage.text))]
        assert places == sorted(set(places))
        assert covered.isdisjoint(places)
        covered.update(places)
        for character, place in zip(passage.text, places, strict=True):
            origin = document.source[place]
            same = character == fold(origin) or (character == " " and origin.isspace())
            assert same or "\u0600" <= character <= "\u06ff"
    assert len({passage.path for passage in document.passages}) == len(document.passages)
    lost = [place for place, sign in enumerate(document.source) if sign >= "\u4e00" and sign.isalpha()]
    assert {document.source[place] for place in lost if place not in covered} <= set("一二三四五六七八九十")


@needs_corpus
@pytest.mark.parametrize("name", [*(known[0] for known in KNOWN), "UNIDO-annual-report-2022.zh.txt"])
def test_real_documents_map_back(name: str) -> None:
    """No Chinese character of a real document is lost or moved."""
    check(CORPUS / name)


@needs_parallel
@pytest.mark.parametrize("name", sorted(path.name for path in PARALLEL.glob("*.txt")))
def test_parallel_documents_map_back(name: str) -> None:
    """Documents in six languages map back too, and their language is told."""
    check(PARALLEL / name)
    assert read_document(PARALLEL / name).language == name.split(".")[-2]


@needs_parallel
def test_a_resolution_has_the_same_paths_in_both_languages() -> None:
    """The preamble of a resolution has the same paths in Chinese and English."""
    for language in ("zh", "en"):
        found = {one.path for one in read_document(PARALLEL / f"E-RES-2023-4.{language}.txt").passages}
        assert found >= {f"section/0/para/{number}" for number in range(1, 49)}
