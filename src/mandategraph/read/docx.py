"""Word files to text: paragraphs, numbered lists, tables as Markdown rows, and footnotes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mandategraph.errors import DocumentError

__all__ = ["text_of_docx"]

_MOST_BYTES = 300_000_000
_MOST_RATIO = 200
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how files of old Word begin, and those with a password
_MOST_WRITTEN = 780  # of a list: what Word writes with letters; beyond it all is digits
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HAN = "〇一二三四五六七八九"
_PLACE = re.compile(r"%(\d)")
_HEADING = re.compile(r"(?:heading|标题)\s?(\d)?$|title$|标题$", re.I)


def text_of_docx(data: bytes, name: str) -> str:
    """The text of a Word file, one paragraph a line, numbers of lists written out, footnotes at the end.

    :param data: the file's bytes.
    :param name: the file's name, for the message.
    :raises DocumentError: when it is no Word file, is broken, or is far larger than its size on disk.

    >>> text_of_docx(b"PK nothing", "a.docx")
    Traceback (most recent call last):
    mandategraph.errors.DocumentError: a.docx: not a readable Word file (not a zip archive)
    """
    _check_size(data, name)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.getroottree().docinfo.doctype:
            raise DocumentError(f"{name}: not a readable Word file (it declares entities, which Word never does)")
        writer = _Writer(_Numbering(document))
        lines = list(writer.blocks(document.element.body))
        notes = list(_footnotes(document, writer))
    except (DocumentError, MemoryError, RecursionError):
        raise
    except Exception as error:  # python-docx raises whatever a broken part makes it stumble over
        raise DocumentError(f"{name}: not a readable Word file ({type(error).__name__})") from error
    text = "\n\n".join([*lines, *notes])
    if not text.strip():
        raise DocumentError(f"{name}: the Word file holds no text")
    return text


def _check_size(data: bytes, name: str) -> None:
    """Refuse what is no archive, is locked, or unpacks to far more than it is."""
    if data.startswith(_COMPOUND):
        raise DocumentError(f"{name}: an old or encrypted Word file: save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
            if any(member.flag_bits & 1 for member in archive.infolist()):
                raise DocumentError(f"{name}: the Word file needs a password")
            if "word/document.xml" not in archive.namelist():
                raise DocumentError(f"{name}: not a readable Word file (no word/document.xml)")
    except (zipfile.BadZipFile, NotImplementedError, OverflowError, ValueError) as error:
        raise DocumentError(f"{name}: not a readable Word file (not a zip archive)") from error
    if size > _MOST_BYTES or (size > 10_000_000 and size > _MOST_RATIO * len(data)):
        raise DocumentError(f"{name}: too large, {size:,} bytes when unpacked")


@dataclass(frozen=True)
class _Style:
    """What a paragraph style says: its name, what it is based on, and its list."""

    name: str
    base: str | None
    list: Any


@dataclass
class _Styles:
    """The paragraph styles of a document, looked up at once: python-docx searches all of them for each paragraph.

    :param document: the document, for its styles.
    """

    document: Any
    known: dict[str | None, _Style] = field(default_factory=dict)
    usual: str | None = None
    lists: dict[str | None, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read every style."""
        for style in self.document.styles.element.iterchildren(f"{_W}style"):
            if style.get(f"{_W}type", "paragraph") != "paragraph":
                continue
            identity = style.get(f"{_W}styleId")
            numbers = style.pPr.numPr if style.pPr is not None else None
            self.known[identity] = _Style(_value(style, "name", ""), _value(style, "basedOn", "") or None, numbers)
            if style.get(f"{_W}default") in {"1", "true", "on"}:
                self.usual = identity

    def of(self, paragraph: Any) -> str | None:
        """The id of a paragraph's style."""
        identity = paragraph.style
        return identity if identity in self.known else self.usual

    def name(self, paragraph: Any) -> str:
        """The name of a paragraph's style."""
        style = self.known.get(self.of(paragraph))
        return style.name if style is not None else ""

    def list(self, paragraph: Any) -> Any:
        """The list of a paragraph's style, or of what it is based on; styles can be based on one another in a circle."""
        identity = self.of(paragraph)
        seen: list[str | None] = []
        found = None
        while identity in self.known and identity not in seen and found is None:
            if identity in self.lists:
                found = self.lists[identity]
                break
            seen.append(identity)
            style = self.known[identity]
            found, identity = style.list, style.base
        self.lists.update(dict.fromkeys(seen, found))
        return found


@dataclass
class _Numbering:
    """Writes the numbers that Word computes for lists.

    :param document: the document, for its numbering part.
    """

    document: Any
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    levels: dict[str, dict[int, tuple[str, str, int]]] = field(default_factory=dict)
    styles: _Styles = field(init=False)

    def __post_init__(self) -> None:
        """Read the styles, and the levels of every list."""
        self.styles = _Styles(self.document)
        try:
            root = self.document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {one.get(f"{_W}abstractNumId"): one for one in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            reference = number.find(f"{_W}abstractNumId")
            source = abstract.get(reference.get(f"{_W}val")) if reference is not None else None
            if source is not None:
                self.levels[number.get(f"{_W}numId")] = {
                    int(level.get(f"{_W}ilvl", "0")): (
                        _value(level, "numFmt", "decimal"),
                        _value(level, "lvlText", "%1."),
                        int(_value(level, "start", "1") or 1),
                    )
                    for level in source.iter(f"{_W}lvl")
                }

    def mark(self, paragraph: Any) -> str:
        """The number before a paragraph, with a space after it, or nothing."""
        properties = paragraph._p.pPr
        found = properties.numPr if properties is not None else None
        if found is None:
            found = self.styles.list(paragraph._p)
        if found is None or found.numId is None:
            return ""
        identity = str(found.numId.val)
        level = int(found.ilvl.val) if found.ilvl is not None else 0
        levels = self.levels.get(identity)
        if identity == "0" or not levels or level not in levels:
            return ""
        form, pattern, start = levels[level]
        self.counts[identity, level] = self.counts.get((identity, level), start - 1) + 1
        for key in [key for key in self.counts if key[0] == identity and key[1] > level]:
            del self.counts[key]
        if form in ("bullet", "none"):
            return "- " if form == "bullet" else ""

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            kind, _, first = levels.get(at, (form, pattern, start))
            return _written(self.counts.get((identity, at), first), kind)

        return _PLACE.sub(written, pattern).strip() + " "


def _value(element: Any, name: str, otherwise: str) -> str:
    """The value of a child element."""
    child = element.find(f"{_W}{name}")
    return otherwise if child is None else str(child.get(f"{_W}val", otherwise))


def _written(number: int, form: str) -> str:
    """A number as a list writes it.

    >>> _written(3, "lowerLetter"), _written(4, "upperRoman"), _written(12, "chineseCounting")
    ('c', 'IV', '十二')
    """
    if not 0 < number <= _MOST_WRITTEN:
        return str(number)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, sign in (
            (100, "c"),
            (90, "xc"),
            (50, "l"),
            (40, "xl"),
            (10, "x"),
            (9, "ix"),
            (5, "v"),
            (4, "iv"),
            (1, "i"),
        ):
            roman += sign * (number // value)
            number %= value
        return roman if form == "lowerRoman" else roman.upper()
    if "hinese" in form or form.startswith(("ideograph", "japanese", "taiwanese")):
        tens, ones = divmod(number, 10)
        if number < 100:
            return ("" if tens == 0 else ("十" if tens == 1 else f"{_HAN[tens]}十")) + (
                _HAN[ones] if ones else ""
            )
    return str(number)


@dataclass
class _Writer:
    """Writes paragraphs and tables as lines.

    :param numbering: the numbers of lists.
    """

    numbering: _Numbering

    def blocks(self, body: Any) -> Iterator[str]:
        """The lines of a document's body, in order."""
        from docx.table import Table
        from docx.text.paragraph import Paragraph

        for element in body.iterchildren():
            if element.tag == f"{_W}p":
                text = self.paragraph(Paragraph(element, self.numbering.document._body))
                if text:
                    yield text
            elif element.tag == f"{_W}tbl":
                yield from self.table(Table(element, self.numbering.document._body))
            elif element.tag in (f"{_W}sdt", f"{_W}ins"):
                content = element.find(f"{_W}sdtContent") if element.tag == f"{_W}sdt" else element
                if content is not None:
                    yield from self.blocks(content)

    def paragraph(self, paragraph: Any) -> str:
        """One paragraph as a line, a heading with its marks."""
        text = " ".join("".join(_runs(paragraph._p)).split("\n")).strip()
        if not text:
            return ""
        heading = _HEADING.match(self.numbering.styles.name(paragraph._p))
        mark = self.numbering.mark(paragraph)
        if heading:
            return f"{'#' * (int(heading[1]) + 1 if heading[1] else 1)} {mark}{text}"
        return mark + text

    def table(self, table: Any) -> Iterator[str]:
        """One table as Markdown rows, or as paragraphs when it has one column."""
        rows: list[list[str]] = []
        above: dict[int, str] = {}
        for row in table._tbl.tr_lst:
            cells: list[str] = []
            place = 0 if row.trPr is None else int(_value(row.trPr, "gridBefore", "0"))
            for cell in row.tc_lst:
                if cell.vMerge != "continue" or place not in above:
                    above[place] = "<br>".join(line.replace("|", "\\|") for line in self.blocks(cell))
                cells.append(above[place])
                place += cell.grid_span
            rows.append(cells)
        if all(len(cells) < 2 for cells in rows):
            for cells in rows:
                yield from (part for cell in cells for part in cell.replace("\\|", "|").split("<br>") if part)
            return
        lines = [f"| {' | '.join(cells)} |" for cells in rows]
        lines.insert(1, f"|{'---|' * len(rows[0])}")
        yield "\n".join(lines)


def _runs(element: Any) -> Iterable[str]:
    """The shown text inside an element; deleted text and text boxes given twice are left out."""
    for child in element.iterchildren():
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag == f"{_W}footnoteReference":
            yield str(child.get(f"{_W}id", "")).translate(_SUPERSCRIPT)
        elif tag not in (
            f"{_W}del",
            f"{_W}pPr",
            f"{_W}rPr",
            f"{_W}instrText",
            f"{_W}moveFrom",
            f"{_MC}Fallback",
        ):
            yield from _runs(child)


def _footnotes(document: Any, writer: _Writer) -> Iterator[str]:
    """The footnotes, each with its mark."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes") and not relation.is_external:
            for note in parse_xml(relation.target_part.blob).iter(f"{_W}footnote"):
                identity = str(note.get(f"{_W}id", ""))
                text = " ".join("".join(_runs(one)).strip() for one in note.iter(f"{_W}p")).strip()
                if text and note.get(f"{_W}type") is None:
                    yield f"{identity.translate(_SUPERSCRIPT)} {text}"
