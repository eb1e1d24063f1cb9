"""Plain text to a document: decoding, layout, masthead and passages."""

from __future__ import annotations

from collections.abc import Sequence

from mandategraph.model import Document, Masthead, MastheadItem, Passage, PassageKind
from mandategraph.read.blocks import Block, Role
from mandategraph.read.chunks import classify, stitch
from mandategraph.read.labels import sort_labels
from mandategraph.read.language import language_of, main_language
from mandategraph.read.layout import layout_of
from mandategraph.read.lines import split_lines
from mandategraph.read.masthead import find_parts, read_top
from mandategraph.read.numbered import mark_bare
from mandategraph.read.places import place
from mandategraph.read.wrapped import unwrap

__all__ = ["document_of"]


def document_of(source: str, name: str, sha256: str) -> Document:
    r"""The document that a plain text is.

    :param source: the text.
    :param name: the file's name.
    :param sha256: of the file's bytes.

    >>> document = document_of("1. 工发组织推出该方案。\n2. 大会注意到本报告。", "a.txt", "")
    >>> [(passage.path, passage.text) for passage in document.passages]
    [('para/1', '工发组织推出该方案。'), ('para/2', '大会注意到本报告。')]
    """
    lines = split_lines(source)
    mark_bare(source, lines)
    language = language_of(" ".join(line.flat for line in lines[:60]))
    top = read_top(lines)
    layout = layout_of(lines[top.body :])
    if layout is not None:
        lines = unwrap(lines, layout, top.body)
    body = classify(source, lines, top.body, layout)
    if layout is not None:
        body = sort_labels(source, body)
    blocks = [*top.blocks, *stitch(body, layout)]
    passages = place(source, blocks, language)
    return Document(
        source,
        name,
        sha256,
        main_language(passage.text for passage in passages if passage.kind is not PassageKind.FURNITURE)
        if passages
        else language,
        _masthead(blocks, passages),
        passages,
    )


def _masthead(blocks: Sequence[Block], passages: Sequence[Passage]) -> Masthead:
    """The parts that the masthead's passages state."""
    if not any(block.role is Role.MASTHEAD for block in blocks):
        return Masthead()
    head = [passage for passage in passages if passage.kind is PassageKind.MASTHEAD]
    others = [
        passage
        for passage in passages
        if passage.kind in (PassageKind.FURNITURE, PassageKind.FOOTNOTE)
        or (passage.kind is PassageKind.PARAGRAPH and passage.path.endswith("/para/1"))
    ]
    found = find_parts(
        [(passage.path.split("/")[1], passage.text) for passage in head],
        [passage.text for passage in others],
    )
    items: dict[str, MastheadItem] = {}
    for part, (index, start, end) in found.items():
        passage = [*head, *others][index]
        items[part] = MastheadItem(passage.text[start:end], passage.path, *passage.span(start, end))
    return Masthead(**items)
