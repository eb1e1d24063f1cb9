"""Labels of charts, figures, captions and pull quotes, told from headings in text out of PDFs."""

from __future__ import annotations

import re
from collections import Counter

from mandategraph.read.blocks import Block, Role
from mandategraph.read.lines import LEADERS, open_end, paused, width

__all__ = ["sort_labels"]

#: Labels this wide say something by themselves.
_STATEMENT = 26
_BODY = 60
_TITLE = 16
_RUN = 3
_ABBREVIATIONS = re.compile(
    r"^(?:缩略语|缩写|简称表?|(?:list of )?(?:abbreviations|acronyms).*|sigles|siglas)$", re.I
)
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z0-9&/-]{1,11} ?(?=[\u3400-\u9fff]|[A-Z][a-z])")
_INTRODUCTION = re.compile(
    r"(?:导言|引言|前言|序言|introduction|foreword|preface|préface|introducción|введение)$", re.I
)
_FIGURE = re.compile(
    r"(?<!\d)(?!(?:19|20)\d\d(?:年|[–-]))\d[\d.,]*\s?(?:%|[\u3400-\u9fff]|million|billion|per cent)"
    r"|\d[\d,]{3,}|(?:^|\D)\d+\.\d+$"
)
_LABEL_FIGURE = re.compile(r"^\D*[^\d\s.]\D*?[\s.]*\d[\d.,]*\s?%?$|^\d[\d.,]*\s?%?\s?[^\d\s%]\D*$")
_YEARS = re.compile(r"[(（]\d{4}[–-]\d{4}年?[)）]$")
_DOTS = re.compile(r"[\s.…·]*")
_BARE = re.compile(r"^[\d\s.,%:+~–-]+$")
_LEGEND = re.compile(r"[\u3400-\u9fff] [\u3400-\u9fff]")
#: The legend of a chart, which tells what its figures count.
_UNITS = re.compile(r"[（(]\s*单位[:：][^（()）]{1,10}[）)]。?$|[(]in (?:millions?|thousands?) of [^()]{2,24}[)]\.?$", re.I)
_TITLED_FIGURE = re.compile(r"^(?:(?:19|20)\d\d年?(?:至(?:19|20)\d\d年?)?)?[^\d]*$|第\s?\d+\s?(?:届|次|号)")


def sort_labels(source: str, blocks: list[Block]) -> list[Block]:
    """The same blocks, each short one with the role that its neighbours tell.

    A short block above a paragraph is a heading; one with a figure is a paragraph or an item of a chart; a
    quote without its beginning repeats the text and is a caption; all other labels are captions.

    :param source: the whole text.
    :param blocks: in reading order.
    """
    below: Block | None = None
    run = 0
    again = Counter(block.flat for block in blocks if width(block.flat) <= _STATEMENT)
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.role is Role.FURNITURE:
            continue
        if block.role is Role.CAPTION:
            below = None
            continue
        if block.role in (Role.HEADING, Role.PARAGRAPH) and not _settled(block):
            repeated = again[block.flat] > 2 and not _INTRODUCTION.match(block.flat)
            block.role = Role.CAPTION if repeated else _role(source, block, below, run)
        if block.role is Role.HEADING:
            run += 1
        elif block.role is Role.CAPTION:
            run += not _LEGEND.search(_words(source, block))
            continue
        else:
            run = 0
        below = block
    _quotes(blocks)
    _abbreviations(blocks)
    return blocks


def _settled(block: Block) -> bool:
    """Whether a block is a paragraph or a numbered heading beyond doubt."""
    if block.role is Role.HEADING and block.mark:
        return True
    if block.role is Role.PARAGRAPH and "。" in block.flat[:-1] and width(block.flat) >= _BODY:
        return True
    if block.role is Role.PARAGRAPH and block.flat[-1] in "？?" and "。" not in block.flat:
        return width(block.flat) > 2 * _BODY
    return block.role is Role.PARAGRAPH and (not open_end(block.flat) or width(block.flat) > 2 * _BODY)


def _role(source: str, block: Block, below: Block | None, run: int) -> Role:
    """The role of a short block, by what stands below it."""
    text = block.flat
    if _INTRODUCTION.match(text):
        return Role.HEADING
    if _BARE.match(text):
        return Role.CAPTION
    if LEADERS.search(text):
        _drop_leaders(source, block)
        return Role.ITEM
    if _YEARS.search(text) and width(text) < 2 * _STATEMENT:
        return Role.ITEM
    body = below is not None and _UNITS.search(below.flat) is None and (
        (below.role is Role.PARAGRAPH and width(below.flat) >= _BODY and not open_end(below.flat))
        or below.role is Role.NUMBERED
    )
    if not open_end(text):
        return Role.HEADING if body and block.blanks else Role.PARAGRAPH
    if paused(text):
        return Role.PARAGRAPH
    if body and (_TITLED_FIGURE.search(text) or not _FIGURE.search(text)):
        return Role.HEADING
    if (
        _LABEL_FIGURE.match(text)
        and width(text) < (_TITLE if text[0].isdigit() else 2 * _STATEMENT)
        and not _TITLED_FIGURE.search(text)
    ):
        return Role.ITEM
    if below is not None and not open_end(below.flat) and _UNITS.search(below.flat):
        return Role.CAPTION
    listed = below is not None and below.role is Role.ITEM
    if listed and (_TITLED_FIGURE.search(text) or not _FIGURE.search(text)) and text[-1] not in "，、的":
        return Role.HEADING
    if _FIGURE.search(text):
        return Role.PARAGRAPH
    if _LEGEND.search(_words(source, block)):
        return Role.CAPTION if width(text) < _STATEMENT else Role.PARAGRAPH
    if below is not None and below.role is Role.HEADING and run < _RUN and width(text) < 2 * _STATEMENT:
        return Role.HEADING if block.blanks and below.blanks else Role.CAPTION
    if width(text) >= _STATEMENT:
        return Role.PARAGRAPH
    if below is not None and below.role is Role.PARAGRAPH and run == 0:
        said = not open_end(below.flat) or _FIGURE.search(below.flat)
        return Role.HEADING if said or width(text) <= _TITLE else Role.CAPTION
    return Role.CAPTION


def _drop_leaders(source: str, block: Block) -> None:
    """Leave the dots between a label and its figure out."""
    start, end = block.spans[0]
    for match in LEADERS.finditer(source, start, end):
        block.spans = [(start, match.start()), (match.end(), end)]
        dots = _DOTS.match(source, match.end(), end)
        if dots:
            block.spans[1] = (dots.end(), end)
        return


def _words(source: str, block: Block) -> str:
    """The printed words of a block, spaces between letters spread over a line left out."""
    words = " ".join(source[start:end] for start, end in block.spans)
    return "" if len(re.findall(r"[\u3400-\u9fff] (?=[\u3400-\u9fff])", words)) * 3 > len(words) else words


def _quotes(blocks: list[Block]) -> None:
    """Make pull quotes, which end a quotation that they do not begin, and the names below them captions."""
    for index, block in enumerate(blocks):
        if block.role is not Role.PARAGRAPH or block.flat[-1:] not in "”’":
            continue
        if block.flat.count("”") <= block.flat.count("“") and block.flat[-1] == "”":
            continue
        block.role = Role.CAPTION
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if following is None or following.mark or following.role not in (Role.HEADING, Role.PARAGRAPH):
            continue
        if open_end(following.flat) and width(following.flat) < 2 * _BODY:
            following.role = Role.CAPTION


def _abbreviations(blocks: list[Block]) -> None:
    """Make the entries of a list of abbreviations items."""
    listed = False
    for block in blocks:
        if _ABBREVIATIONS.match(block.flat):
            listed = True
            block.role = Role.HEADING
        elif listed and block.role is not Role.FURNITURE:
            if _ABBREVIATION.match(block.flat):
                block.role = Role.ITEM
            elif width(block.flat) >= _BODY:
                listed = False
