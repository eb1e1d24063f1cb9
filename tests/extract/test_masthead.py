"""What a document says of itself."""

from __future__ import annotations

from msgspec.structs import replace
from tests.extract.reading import document, extractor

from mandategraph.model import Document, Literal, PassageKind


def _report(*texts: str) -> Document:
    """A report whose last passage runs at the foot of its pages."""
    made = document(*texts)
    return replace(made, passages=(*made.passages[:-1], replace(made.passages[-1], kind=PassageKind.FURNITURE)))


def _titles(made: Document) -> list[tuple[str, str]]:
    extraction = extractor().extract(made)
    return [
        (fact.subject, fact.object.value)
        for fact in extraction.facts
        if fact.predicate == "title" and isinstance(fact.object, Literal)
    ]


def test_the_title_of_a_report_without_a_title_page_is_its_running_foot() -> None:
    """A report that names itself only at the foot of its pages is identified and titled by those words."""
    made = _report("2021年，工发组织支持各国实现工业化。", "工业创新8382工发组织2021年年度报告")
    assert _titles(made) == [("publication/unido-annual-report-2021", "工发组织2021年年度报告")]


def test_a_report_named_in_a_sentence_is_not_the_document() -> None:
    """A report that a sentence names is not what the document is."""
    extraction = extractor().extract(document("工发组织2021年年度报告由工发组织印发。", "各国支持工发组织。"))
    assert extraction.id.startswith("document/")
