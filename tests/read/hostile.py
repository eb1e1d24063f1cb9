"""Hostile files, made by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
from tests.read.test_formats import pdf

GOOD = "GC.19/7\n\n1. 工发组织与开发署建立了伙伴关系。\n"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(document: str, **others: bytes) -> bytes:
    """A Word file with this XML in it, and with other members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", document)
        for name, content in others.items():
            archive.writestr(name, content)
    return data.getvalue()


def _body(text: str) -> str:
    return f"<w:document {_W}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"


def _laughs() -> bytes:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return word(f'<!DOCTYPE w [<!ENTITY e0 "ha">{lines}]>' + _body("&e9;"))


def _many_objects() -> bytes:
    objects = b"".join(b"%d 0 obj\n<< /A %d 0 R >>\nendobj\n" % (n, n + 1) for n in range(10, 200_000))
    return pdf([["1. The Board took note."]]).replace(b"%PDF-1.4\n", b"%PDF-1.4\n" + objects)


def _page_loop() -> bytes:
    whole = pdf([["1. The Board took note."]])
    return whole.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")


def _encrypted() -> bytes:
    return pdf([["1. x"]], "/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + "x" * 32 + ") /U (" + "y" * 32 + ") /P -4 >>")


def _nested_word() -> bytes:
    table = "<w:tbl><w:tr><w:tc>" * 2000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 2000
    return word(f"<w:document {_W}><w:body>{table}</w:body></w:document>")


def _escaping_members() -> bytes:
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("1. The Board took note of the report.")
    document.save(file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../../escaped.txt", "out")
    return file.getvalue()


#: Name of the file -> its bytes, and a word of what is said of it, or None where it is read.
FILES: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "bomb.docx": (lambda: word(_body("x"), **{"word/media/a": b"\0" * 80_000_000}), "too large"),
    "long.docx": (lambda: word(_body("x" * 4_000_000)), "too large"),
    "laughs.docx": (_laughs, "not a readable Word file"),
    "entity.docx": (lambda: word('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _body("1. a&x;b")), None),
    "nested.docx": (_nested_word, "not a readable Word file"),
    "members.docx": (_escaping_members, None),
    "nozip.docx": (lambda: b"PK\3\4" + b"x" * 1000, "not a readable Word file"),
    "zipped.docx": (lambda: word(_body("x"))[:-30], "not a readable Word file"),
    "objects.pdf": (_many_objects, None),
    "loop.pdf": (_page_loop, "PDF"),
    "encrypted.pdf": (_encrypted, "password"),
    "header.pdf": (lambda: b"%PDF-1.7\n" + b"\xff" * 5000, "not a readable PDF"),
    "deep.html": (lambda: b"<div>" * 300_000 + b"<p>1. The Board took note.", "no text"),
    "spans.html": (lambda: b"<span>" * 100_000 + b"1. The Board took note.", "no text"),
    "surrogate.html": (lambda: b"<p>1. The Board &#xD800; took note.", None),
    "entity.html": (lambda: b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>1. Note &x; this.</p>', None),
    "script.html": (lambda: b"<script>alert(1)</script><p onclick='x()'>1. The Board <img src=x onerror=x()> met.", None),
    "nul.html": (lambda: b"<p>a\x00b</p>" * 50, "binary"),
    "letters.txt": (lambda: b"a" * 4_000_000, "too large"),
    "line.txt": (lambda: b"a" * 200_000, "without a break"),
    "blank.txt": (lambda: b"\n" * 1_000_000, "empty"),
    "binary.txt": (lambda: bytes(range(256)) * 40, "binary"),
    "bidi.txt": (lambda: "GC.19/8\n\n1. 工发组织\u202e提出\u2066了\u200b报告。\n".encode(), None),
    "brackets.txt": (lambda: ("GC.19/9\n\n" + "1. " + "《" * 20_000 + "》" * 20_000).encode(), None),
    "patterns.txt": (lambda: ("GC.19/10\n\n1. " + "a" * 50_000 + " entitled ").encode(), None),
}
