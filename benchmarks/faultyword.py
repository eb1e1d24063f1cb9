"""Hostile Word files, made by hand."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

from benchmarks.faultycases import SENTENCE, Case, file

__all__ = ["WORD", "body", "word"]

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="bin" ContentType="application/octet-stream"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_MAIN}.numbering+xml"/>'
    f'<Override PartName="/word/footnotes.xml" ContentType="{_MAIN}.footnotes+xml"/></Types>'
)
_RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_DOCUMENT = f'<Relationship Id="r" Type="{_R}/officeDocument" Target="word/document.xml"/>'
_PARAGRAPH = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
_PARTS = {"styles": "styles.xml", "numbering": "numbering.xml", "footnotes": "footnotes.xml"}


def body(inside: str = _PARAGRAPH, before: str = "") -> str:
    """The XML of a document's main part.

    :param inside: what its body holds.
    :param before: what stands before the root element.
    """
    return f"{before}<w:document {_W}><w:body>{inside}</w:body></w:document>"


def word(document: str | bytes = body(), others: dict[str, str | bytes] | None = None, relations: str = "") -> bytes:
    """A Word file with this main part.

    :param document: the XML.
    :param others: further members by name; styles, numbering and footnotes are told of in the relations.
    :param relations: further relations of the main part.
    """
    data = io.BytesIO()
    others = others or {}
    known = "".join(
        f'<Relationship Id="k{kind}" Type="{_R}/{kind}" Target="{member}"/>'
        for kind, member in _PARTS.items()
        if f"word/{member}" in others
    )
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS.format(_DOCUMENT))
        archive.writestr("word/document.xml", document)
        if known or relations:
            archive.writestr("word/_rels/document.xml.rels", _RELATIONS.format(known + relations))
        for name, content in others.items():
            archive.writestr(name, content)
    return data.getvalue()


def _nested(start: str, end: str, depth: int, inside: str = _PARAGRAPH) -> bytes:
    return word(body(start * depth + inside + end * depth))


def _laughs() -> bytes:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return word(body("<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", f'<!DOCTYPE w [<!ENTITY e0 "ha">{lines}]>'))


def _quadratic() -> bytes:
    doctype = f'<!DOCTYPE w [<!ENTITY e "{"x" * 100_000}">]>'
    return word(body(f"<w:p><w:r><w:t>{'&e;' * 20_000}</w:t></w:r></w:p>", doctype))


def _entity(doctype: str) -> bytes:
    return word(body("<w:p><w:r><w:t>1. The Board took note&x;.</w:t></w:r></w:p>", doctype))


def _matryoshka() -> bytes:
    data = b"\0" * 50_000_000
    for depth in range(12):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(4 if depth else 1):
                archive.writestr(f"{copy}.zip", data)
        data = packed.getvalue()
    return word(others={"word/embeddings/a.zip": data})


def _overlapping() -> bytes:
    """An archive whose thousands of entries all point at the same bytes."""
    whole = word(others={"word/media/a.bin": b"\0" * 9_000_000})
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        start = archive.start_dir
    directory = whole[start : whole.rindex(b"PK\5\6")]
    last = directory[directory.rindex(b"PK\1\2") :]
    copies = b"".join(last.replace(b"a.bin", b"%05d" % number) for number in range(9_000))
    directory += copies
    count = directory.count(b"PK\1\2")
    return whole[:start] + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), start, 0)


def _lying_size() -> bytes:
    """An archive that says that its main part is small, where it grows to 900 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * 900 + packer.flush()
    whole = word("MARK")
    name = b"word/document.xml"
    out, directory = bytearray(), bytearray()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        for member in archive.infolist():
            content, method, size = archive.read(member), 0, member.file_size
            if member.filename.encode() == name:
                content, method, size = packed, 8, 100
            else:
                size = len(content)
            place, written = len(out), member.filename.encode()
            about = struct.pack("<4H3L2H", 0, method, 0, 33, zlib.crc32(content), len(content), size, len(written), 0)
            out += b"PK\3\4" + struct.pack("<H", 20) + about + written + content
            directory += b"PK\1\2" + struct.pack("<2H", 20, 20) + about + struct.pack("<3H2L", 0, 0, 0, 0, place) + written
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 3, 3, len(directory), len(out), 0)
    return bytes(out + directory) + end


def _changed(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    data = io.BytesIO(word())
    with zipfile.ZipFile(data, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        change(archive)
    return data.getvalue()


def _link(archive: zipfile.ZipFile) -> None:
    member = zipfile.ZipInfo("word/media/link")
    member.create_system, member.external_attr = 3, 0o120777 << 16
    archive.writestr(member, "/etc/passwd")


def _many_members(archive: zipfile.ZipFile) -> None:
    for number in range(20_000):
        archive.writestr(f"a/{number}", "")


def _without(name: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old, zipfile.ZipFile(data, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
    return data.getvalue()


def _wrong_sum() -> bytes:
    data = word()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sum_ = archive.getinfo("word/document.xml").CRC
    return data.replace(struct.pack("<L", sum_), b"\1\2\3\4")


def _encrypted() -> bytes:
    return re.sub(rb"(PK\x01\x02....)\0\0", lambda found: found[1] + b"\1\0", word(), flags=re.DOTALL)


def _method(number: int) -> bytes:
    return re.sub(rb"(PK\x01\x02......)\x08\0", lambda found: found[1] + struct.pack("<H", number), word(), flags=re.DOTALL)


def _listed(numbering: str, level: int = 0) -> bytes:
    item = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>The Board met.</w:t></w:r></w:p>'
    part = f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">{numbering}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    return word(body(item), {"word/numbering.xml": part})


def _level(start: str = "1", form: str = "decimal", text: str = "%1.") -> str:
    return f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def _styles(loop: bool) -> bytes:
    count = 2 if loop else 3_000
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="s{n}"/>'
        f'<w:basedOn w:val="s{(n + 1) % count}"/></w:style>'
        for n in range(count)
    )
    if not loop:
        made = made.replace('<w:basedOn w:val="s0"/>', "")
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>'
    return word(body(paragraph), {"word/styles.xml": f"<w:styles {_W}>{made}</w:styles>"})


def _table(properties: str, rows: int = 1, cells: int = 2) -> bytes:
    cell = f"<w:tc><w:tcPr>{properties}</w:tcPr>{_PARAGRAPH}</w:tc>"
    return word(body("<w:tbl>" + f"<w:tr>{cell * cells}</w:tr>" * rows + "</w:tbl>" + _PARAGRAPH))


def _footnotes(count: int) -> bytes:
    notes = "".join(f'<w:footnote w:id="{n}"><w:p><w:r><w:t>Note {n}.</w:t></w:r></w:p></w:footnote>' for n in range(count))
    return word(others={"word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>"})


def _relation(kind: str, target: str, inside: str = _PARAGRAPH) -> bytes:
    return word(body(inside), relations=f'<Relationship Id="x" Type="{_R}/{kind}" Target="{target}" TargetMode="External"/>')


#: The cases.
WORD: tuple[Case, ...] = (
    file("bomb.docx", lambda: word(others={"word/media/a.bin": b"\0" * 80_000_000}), "too large"),
    file("bomb-of-text.docx", lambda: word(body(f"<w:p><w:r><w:t>{'x' * 4_000_000}</w:t></w:r></w:p>")), "too large"),
    file("bomb-of-spaces.docx", lambda: word(body(" " * 200_000_000)), "too large", slow=True),
    file("bomb-in-zips-in-zips.docx", _matryoshka, slow=True),
    file("bomb-of-overlaps.docx", _overlapping, "too large"),
    file("bomb-that-lies.docx", _lying_size, "MB of memory", slow=True),
    file("laughs.docx", _laughs, "not a readable Word file"),
    file("laughs-quadratic.docx", _quadratic, "not a readable Word file"),
    file("entity-external.docx", lambda: _entity('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "declares entities"),
    file("entity-in-network.docx", lambda: _entity('<!DOCTYPE w [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>'), "declares entities"),
    file("entity-parameter.docx", lambda: _entity('<!DOCTYPE w [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'), "declares entities"),
    file("doctype-external.docx", lambda: word(body(before='<!DOCTYPE w SYSTEM "file:///etc/passwd">')), "declares entities"),
    file("included.docx", lambda: word(body('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>' + _PARAGRAPH))),
    file("stylesheet.docx", lambda: word(body(before='<?xml-stylesheet href="file:///etc/passwd"?>'))),
    file("relation-to-file.docx", lambda: _relation("attachedTemplate", "file:///etc/passwd")),
    file("relation-to-network.docx", lambda: _relation("image", "http://127.0.0.1:9/a.png")),
    file("relation-to-notes-outside.docx", lambda: _relation("footnotes", "file:///etc/passwd")),
    file("chunk-outside.docx", lambda: _relation("aFChunk", "file:///etc/passwd", f'<w:altChunk xmlns:r="{_R}" r:id="x"/>{_PARAGRAPH}')),
    file("relation-to-nothing.docx", lambda: word(relations=f'<Relationship Id="x" Type="{_R}/footnotes" Target="nowhere.xml"/>'), "not a readable Word file"),
    file("relation-to-itself.docx", lambda: word(relations=f'<Relationship Id="x" Type="{_R}/footnotes" Target="document.xml"/>')),
    file("tables-nested.docx", lambda: _nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 2_000), "not a readable Word file"),
    file("tables-nested-less.docx", lambda: _nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 60)),
    file("runs-nested.docx", lambda: _nested("<w:ins>", "</w:ins>", 100_000, ""), "not a readable Word file"),
    file("controls-nested.docx", lambda: _nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 120), None),
    file("paragraphs-empty.docx", lambda: word(body("<w:p/>" * 1_000_000 + _PARAGRAPH)), slow=True),
    file("runs-million.docx", lambda: word(body("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 300_000 + "</w:p>" + _PARAGRAPH)), "without a break", slow=True),
    file("attributes-many.docx", lambda: word(body("<w:p " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>" + _PARAGRAPH)), slow=True),
    file("attribute-huge.docx", lambda: word(body(f'<w:p a="{"x" * 9_000_000}"/>' + _PARAGRAPH))),
    file("attribute-huger.docx", lambda: word(body(f'<w:p a="{"x" * 11_000_000}"/>' + _PARAGRAPH)), "too large"),
    file("names-huge.docx", lambda: word(body(f"<{'x' * 60_000}/>" + _PARAGRAPH)), "not a readable Word file"),
    file("namespaces-many.docx", lambda: word(body("<w:p " + " ".join(f'xmlns:a{n}="b{n}"' for n in range(20_000)) + "/>" + _PARAGRAPH)), slow=True),
    file("members-outside.docx", lambda: _changed(lambda one: one.writestr("../../escaped.txt", "out"))),
    file("members-at-root.docx", lambda: _changed(lambda one: one.writestr("/etc/escaped.txt", "out"))),
    file("members-backwards.docx", lambda: _changed(lambda one: one.writestr("..\\..\\escaped.txt", "out"))),
    file("members-many.docx", lambda: _changed(_many_members), slow=True),
    file("members-twice.docx", lambda: _changed(lambda one: one.writestr("word/document.xml", body()))),
    file("member-is-link.docx", lambda: _changed(_link)),
    file("member-name-strange.docx", lambda: _changed(lambda one: one.writestr("word/\x1b[31m\u202e\n.xml", "out"))),
    file("archive-encrypted.docx", _encrypted, "password"),
    file("archive-wrong-sum.docx", _wrong_sum, "not a readable Word file"),
    file("archive-unknown-packing.docx", lambda: _method(99), "not a readable Word file"),
    file("archive-wrong-packing.docx", lambda: _method(14), "not a readable Word file"),
    file("archive-cut.docx", lambda: word()[:-30], "not a readable Word file"),
    file("archive-after-rubbish.docx", lambda: b"rubbish" * 10_000 + word()),
    file("archive-with-comment.docx", lambda: _changed(lambda one: setattr(one, "comment", b"PK\5\6" * 16_000)), "not a zip archive"),
    file("archive-empty.docx", lambda: b"PK\5\6" + b"\0" * 18, "no word/document.xml"),
    file("archive-no-archive.docx", lambda: b"PK\3\4" + b"x" * 1_000, "not a zip archive"),
    file("no-types.docx", lambda: _without("[Content_Types].xml"), "not a readable Word file"),
    file("no-relations.docx", lambda: _without("_rels/.rels"), "not a readable Word file"),
    file("no-document.docx", lambda: _without("word/document.xml"), "no word/document.xml"),
    file("style-based-on-itself.docx", lambda: _styles(True)),
    file("styles-very-deep.docx", lambda: _styles(False)),
    file("list-number-huge.docx", lambda: _listed(_level("999999999999999999", "lowerRoman"))),
    file("list-letter-huge.docx", lambda: _listed(_level("2147483647", "upperLetter"))),
    file("list-number-negative.docx", lambda: _listed(_level("-2147483648", "chineseCounting"))),
    file("list-number-wrong.docx", lambda: _listed(_level("one")), "not a readable Word file"),
    file("list-mark-long.docx", lambda: _listed(_level("2000000", "upperRoman", "%1" * 5_000))),
    file("list-level-missing.docx", lambda: _listed(_level(), level=8)),
    file("cell-very-wide.docx", lambda: _table('<w:gridSpan w:val="999999999"/>')),
    file("cell-of-no-width.docx", lambda: _table('<w:gridSpan w:val="-5"/>')),
    file("cells-joined-to-nothing.docx", lambda: _table("<w:vMerge/>", 3)),
    file("cells-joined-2000-rows.docx", lambda: _table("<w:vMerge/>", 2_000), slow=True),
    file("row-very-late.docx", lambda: word(body('<w:tbl><w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr><w:tc>' + _PARAGRAPH + "</w:tc></w:tr></w:tbl>"))),
    file("footnotes-many.docx", lambda: _footnotes(20_000), slow=True),
    file("controls.docx", lambda: word(body("<w:p><w:r><w:t>a&#1;b</w:t></w:r></w:p>")), "not a readable Word file"),
    file("marks-of-direction.docx", lambda: word(body("<w:p><w:r><w:t>1. \u202eThe Board\u2066 met.\u200b</w:t></w:r></w:p>"))),
    file("encoding-lies.docx", lambda: word(body(before='<?xml version="1.0" encoding="utf-7"?>'))),
    file("encoding-wide.docx", lambda: word(body(before='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"))),
    file("macros.docx", lambda: word(others={"word/vbaProject.bin": b"Auto_Open" * 1_000})),
    file("really-rtf.docx", lambda: rb"{\rtf1 {\field{\*\fldinst DDEAUTO c:\\\\a.exe}}}", "not a zip archive"),
    file("really-old.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000, "old or encrypted"),
    file("really-nothing.docx", lambda: b"", "not a zip archive"),
)
