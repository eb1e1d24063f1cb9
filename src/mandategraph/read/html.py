"""Web pages to text: headings, paragraphs, lists and tables; scripts and menus are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree
from lxml import html as markup

from mandategraph.errors import DocumentError
from mandategraph.read.decode import decode

__all__ = ["text_of_html"]

_SKIPPED = frozenset(
    {"audio", "button", "canvas", "datalist", "head", "iframe", "label", "math", "nav", "noscript", "object"}
    | {"script", "select", "style", "svg", "template", "textarea", "video"}
)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl"}
    | {"dt", "embed", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"}
    | {
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
    }
    | {"th", "thead", "tr", "ul"}
)
# What a page cannot be in where its name of an encoding could be read, and what no browser reads either.
_NO_ENCODINGS = re.compile(r"(utf|ucs)[-_]?(7|16|32)|idna|punycode|raw|unicode|undefined|mbcs|oem|palmos", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{3,20})", re.I)
_DECLARATION = re.compile(
    r"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!DOCTYPE[^\[>]{0,400}(?:\[[^\]]{0,9000}\]\s*)?>)?", re.I
)
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WHITE = re.compile(r"[ \t\r\n\f]+")


def text_of_html(data: bytes, name: str) -> str:
    r"""The text of a web page, one paragraph a line, headings with ``#``, tables as Markdown rows.

    :param data: the file's bytes.
    :param name: the file's name, for the message.
    :raises DocumentError: when it holds no text or cannot be read.

    >>> text_of_html(b"<h1>Report</h1><p>The <b>Board</b> met.</p><script>x()</script>", "a.html")
    '# Report\n\nThe Board met.'
    """
    text = _decoded(data, name)
    # With its usual limits the parser leaves out what is deep inside or long, and says nothing.
    parser = markup.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = markup.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{name}: not a readable web page ({error})".replace("\n", " ")) from error
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise DocumentError(f"{name}: not a readable web page (nested too deeply)")
    lines = list(_lines(root))
    if not lines:
        raise DocumentError(f"{name}: the web page holds no text")
    return "\n\n".join(lines)


def _decoded(data: bytes, name: str) -> str:
    """The page's text in the encoding that it names, else in the one that fits."""
    named = _CHARSET.search(data[:4_096])
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = named[1].decode("ascii").lower()
        with suppress(UnicodeError, LookupError):
            if not _NO_ENCODINGS.match(encoding):
                return data.decode("gb18030" if encoding in ("gb2312", "gbk") else encoding)
    return decode(data, name)


def _tag(element: etree._Element) -> str:
    """The name of an element, in lower case."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _lines(element: etree._Element, place: int = 1) -> Iterator[str]:
    """The lines of an element and what is inside it.

    :param element: what is written.
    :param place: which item it is of its list.
    """
    inline: list[str] = []

    def flush(mark: str = "") -> Iterator[str]:
        text = _WHITE.sub(" ", "".join(inline)).strip()
        inline.clear()
        if text:
            yield mark + text

    tag = _tag(element)
    mark = ""
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        mark = "#" * int(tag[1]) + " "
    elif tag == "li":
        mark = _item(element, place)
    inline.append(element.text or "")
    items = 0
    for child in element:
        name = _tag(child)
        items += name == "li"
        if name in _SKIPPED:
            pass
        elif name == "table" and not child.xpath(".//table"):
            yield from flush(mark)
            yield from _table(child)
        elif name in _BLOCKS:
            if any(part.strip() for part in inline):
                yield from flush(mark)
                mark = "" if mark[:1] != "#" else mark
            inline.clear()  # white space alone, which would be looked through again before each block
            for position, line in enumerate(_lines(child, items)):
                yield (mark if position == 0 and tag == "li" and name not in ("ul", "ol") else "") + line
                mark = "" if tag == "li" else mark
        elif name == "br":
            yield from flush(mark)
            mark = "" if mark[:1] != "#" else mark
        else:
            inline.append(_inline(child))
        inline.append(child.tail or "")
    yield from flush(mark)


def _inline(element: etree._Element) -> str:
    """The words of an inline element."""
    if _tag(element) in _SKIPPED or not isinstance(element.tag, str):
        return ""
    words = [element.text or ""]
    for child in element:
        words.append(" " if _tag(child) in ("br", *_BLOCKS) else "")
        words.append(_inline(child))
        words.append(child.tail or "")
    text = "".join(words)
    return text.translate(_SUPERSCRIPT) if _tag(element) == "sup" else text


def _item(element: etree._Element, place: int) -> str:
    """The mark before a list item."""
    parent = element.getparent()
    if parent is None or _tag(parent) != "ol":
        return "- "
    try:
        first = int(parent.get("start") or "1")
    except ValueError:
        first = 1
    number = first + place - 1
    if parent.get("type") == "a" and 1 <= number <= 26:
        return f"({chr(ord('a') + number - 1)}) "
    return f"{number}. "


def _table(table: etree._Element) -> Iterator[str]:
    """A table as Markdown rows, or as paragraphs when it has one column."""
    rows: list[list[str]] = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if _tag(cell) in ("td", "th")]
        if cells:
            rows.append(["<br>".join(line.replace("|", "\\|") for line in _lines(cell)) for cell in cells])
    for caption in table.iter("caption"):
        yield from _lines(caption)
    if all(len(cells) < 2 for cells in rows):
        yield from (part for cells in rows for cell in cells for part in cell.split("<br>") if part)
        return
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    lines.insert(1, f"|{'---|' * len(rows[0])}")
    yield "\n".join(lines)
