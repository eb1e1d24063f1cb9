"""The texts that a document refers to: by symbol, by title, or by a name that the authority knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mandategraph.extract.engine import Candidate
from mandategraph.link import Linker
from mandategraph.linked import LinkedPassage
from mandategraph.model import Mention, PassageKind
from mandategraph.recognize.symbols import find_symbols
from mandategraph.vocabulary import CLASSES, INSTRUMENTS, is_a

__all__ = ["citations"]

_LATIN = re.compile(r"[^\u2e80-\uffee]+")
_TITLED = re.compile(r"(?:议程|纲领|方案框架|战略框架|工作计划|成果和绩效框架|多国可持续发展框架|原则|路径|宪章|Agenda|Framework|Programme of Action|Principles|Pathway)$")
_CITED = INSTRUMENTS | {"Document", "Publication", "Framework", "Standard"}
_CITED |= {name for name in CLASSES if is_a(name, _CITED)}
_NUMBERED = re.compile(r"[A-Z]{2,}[A-Z/ ]*\d")  # of a standard: ISO 50001


def citations(passage: LinkedPassage, document: str, linker: Linker) -> Iterator[Candidate]:
    """The texts that a passage refers to by symbol, by bracketed title or by a name that the authority knows.

    :param passage: a passage with its mentions.
    :param document: the id of the document.
    :param linker: its linker.
    """
    own = linker.entities[document].symbol
    series = None if own is None else _series_of(own)
    if series is not None:
        yield from _series(passage, document, linker, series)
    cited = [item for item in passage.mentions if item.type in _CITED and item.entity is not None and item.entity != document]
    if not cited:
        return
    title = linker.entities[document].label(passage.passage.language)
    if passage.passage.kind is PassageKind.HEADING and passage.passage.text.strip(" 《》") in title:
        return  # the document's own title, printed again over its text
    for item in cited:
        entity = linker.entities[item.entity or ""]
        if title and title in {name.text for name in (*entity.labels, *entity.names)}:
            continue  # what the document itself presents
        text = item.mention.text
        bracketed = "《" in text[:7] or (_LATIN.fullmatch(text) is not None and not entity.provisional and (text[0] != text[0].lower() or text[0].isdigit()))
        bracketed |= item.type in {"Declaration", "Agreement"} and text[:1].isascii() and " " in text
        bracketed |= item.type == "Publication" and passage.passage.kind is PassageKind.FOOTNOTE and passage.passage.text.startswith("“", item.mention.start)
        bracketed |= item.type == "Standard" and _NUMBERED.match(text) is not None
        if item.reason == "antecedent" or (not bracketed and (item.type == "Standard" or (entity.provisional and entity.symbol is None and item.reason != "symbol"))):
            continue
        plain = item.type in {"Framework", "Publication"} and not bracketed and entity.symbol is None
        if plain and (item.reason == "context" or not _TITLED.search(item.mention.text)):
            continue
        yield Candidate("cites", document, entity.id, {}, "name/cites", item.mention.start, item.mention.end)


def _series(passage: LinkedPassage, document: str, linker: Linker, series: re.Pattern[str]) -> Iterator[Candidate]:
    """Documents of the document's own series, whose symbols only it tells: MG/SAMPLE/1 in MG/SAMPLE/8."""
    for match in series.finditer(passage.passage.text):
        if match.group() != linker.entities[document].symbol:
            mention = Mention(match.start(), match.end(), match.group(), "Document", value=match.group())
            entity = linker.by_symbol(mention, passage.passage.language)
            yield Candidate("cites", document, entity, {}, "name/series", match.start(), match.end())


@lru_cache(maxsize=64)
def _series_of(symbol: str) -> re.Pattern[str] | None:
    """The symbols of a series that no other document would know: those of MG/SAMPLE/8, not those of A/75/982."""
    if "/" not in symbol or any(find_symbols(symbol)):
        return None
    return re.compile(rf"(?<![A-Za-z0-9/]){re.escape(symbol.rsplit('/', 1)[0])}/\d+(?![A-Za-z0-9/])")
