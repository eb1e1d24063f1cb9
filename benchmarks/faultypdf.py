"""Hostile PDF files, made by hand."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from benchmarks.faultycases import SENTENCE, Case, file

__all__ = ["PDF", "assemble", "pages"]

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_SHOW = f"BT /F1 12 Tf 50 700 Td ({SENTENCE}) Tj ET".encode()
_TEXT = SENTENCE.encode()


def assemble(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF file of these objects, numbered from 1, the first of which is the catalogue.

    :param objects: the bodies.
    :param trailer: further entries of the trailer.

    >>> assemble([b"<< >>"])[:8]
    b'%PDF-1.4'
    """
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = b"" if b"/Size" in trailer else b"/Size %d" % (len(objects) + 1)
    return bytes(out + b"trailer\n<< %s /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, table))


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    length = b"" if b"/Length" in entries else b"/Length %d" % len(content)
    return b"<< %s %s >>\nstream\n%s\nendstream" % (length, entries, content)


def pages(
    *others: bytes,
    catalogue: bytes = b"",
    tree: bytes = b"/Kids [4 0 R] /Count 1",
    font: bytes = _FONT,
    page: bytes = b"",
    box: bytes = b"/MediaBox [0 0 612 792]",
    resources: bytes = b"",
    content: bytes | None = None,
    trailer: bytes = b"",
) -> bytes:
    """A PDF with one page; each part can be replaced. The catalogue is object 1, others begin at 6.

    :param others: objects from number 6.
    :param catalogue: entries of the catalogue.
    :param tree: entries of the page tree, object 2.
    :param font: object 3.
    :param page: entries of the page, object 4.
    :param box: the page's size.
    :param resources: of the page, beside the font F1.
    :param content: object 5, the stream of the page.
    :param trailer: further entries of the trailer.
    """
    return assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
            b"<< /Type /Pages %s >>" % tree,
            font,
            b"<< /Type /Page /Parent 2 0 R %s /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> %s >> %s >>"
            % (box, resources, page),
            _stream(_SHOW) if content is None else content,
            *others,
        ],
        trailer,
    )


def _zeros(size: int, letter: bytes = b" ") -> bytes:
    """Compressed bytes that grow to this size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(letter * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * (size >> 20) + packer.flush() + b"\0\0\0\0"


def _lzw(count: int) -> bytes:
    """Codes of LZW, each of which stands for a run that is one longer than the one before, again and again."""
    bits: list[str] = []
    for _ in range(count):
        bits.append(format(256, "09b"))
        bits.append(format(32, "09b"))
        for code in range(258, 4094):
            width = 9 if code < 511 else 10 if code < 1023 else 11 if code < 2047 else 12
            bits.append(format(code, f"0{width}b"))
    bits.append(format(257, "012b"))
    text = "".join(bits)
    return int(text.ljust(-(-len(text) // 8) * 8, "0"), 2).to_bytes(-(-len(text) // 8), "big")


def _objects() -> bytes:
    many = b"".join(b"%d 0 obj<<>>endobj\n" % number for number in range(10, 1_000_010))
    return pages().replace(b"%PDF-1.4\n", b"%PDF-1.4\n" + many)


def _deep_tree() -> bytes:
    depth = 20_000
    nodes = [
        b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (max(2, number + 4), number + 6)
        for number in range(1, depth)
    ]
    return pages(
        *nodes,
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] /Contents 5 0 R >>" % (depth + 4),
        tree=b"/Kids [6 0 R] /Count 1",
    )


def _wide_tree() -> bytes:
    kids = b" ".join([b"4 0 R"] * 20_000)
    return pages(tree=b"/Kids [%s] /Count 20000" % kids, content=_stream(b""))


def _empty_pages() -> bytes:
    count = 5_000
    made = [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"] * count
    kids = b" ".join(b"%d 0 R" % number for number in range(6, 6 + count))
    return pages(*made, tree=b"/Kids [%s] /Count %d" % (kids, count))


def _object_streams() -> bytes:
    """An object stream that says that it is inside itself, in a file with a stream of references."""
    out = bytearray(b"%PDF-1.5\n")
    inner = b"1 0 2 40 " + b"<< /Type /Catalog /Pages 2 0 R >>".ljust(40) + b"<< /Type /Pages /Kids [] /Count 0 >>"
    place = len(out)
    out += b"3 0 obj\n" + _stream(inner, b"/Type /ObjStm /N 2 /First 9 /Extends 3 0 R") + b"\nendobj\n"
    table = len(out)
    rows = b"".join(
        bytes((kind,)) + where.to_bytes(4, "big") + bytes((last,))
        for kind, where, last in ((0, 0, 0), (2, 3, 0), (2, 3, 1), (2, 3, 0), (1, table, 0))
    )
    out += b"4 0 obj\n" + _stream(rows, b"/Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R") + b"\nendobj\n"
    return bytes(out + b"startxref\n%d\n%%%%EOF\n%d" % (table, place))


def _previous(itself: bool) -> bytes:
    whole = pages()
    table = int(whole.rpartition(b"startxref\n")[2].split()[0])
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % (table if itself else table + 5))


def _reference_stream() -> bytes:
    out = b"%PDF-1.5\n"
    rows = b"\1\0\0\0\0\0\0\0\0"
    entries = b"/Type /XRef /Size 2147483647 /Index [0 2147483647] /W [1 4 4] /Root 1 0 R"
    return out + b"4 0 obj\n" + _stream(rows, entries) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(out)


def _forms(exponential: bool) -> bytes:
    """Forms that show themselves, or each of which shows the next ten times."""
    if not exponential:
        form = _stream(_SHOW + b" /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>")
        return pages(form, resources=b"/XObject << /X 6 0 R >>", content=_stream(_SHOW + b" /X Do"))
    forms = [
        _stream(
            b"/X Do " * 10 if number < 15 else _SHOW,
            b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources"
            b" << /Font << /F1 3 0 R >> /XObject << /X %d 0 R >> >>" % (number + 1),
        )
        for number in range(6, 16)
    ]
    return pages(*forms, resources=b"/XObject << /X 6 0 R >>", content=_stream(b"/X Do"))


def _unicode_map(body: bytes) -> bytes:
    """A font whose letters stand for what a table says."""
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + body + b"\nendcmap end end"
    )
    return pages(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> >>",
        _stream(table),
        font=b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        content=_stream(b"BT /F1 12 Tf 50 700 Td <" + b"0041" * 200 + b"> Tj ET"),
    )


_IMAGE = b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 1 /ColorSpace /DeviceGray"


def _image(packing: bytes, data: bytes) -> bytes:
    return pages(
        _stream(data, _IMAGE + b" /Filter /" + packing),
        resources=b"/XObject << /X 6 0 R >>",
        content=_stream(_SHOW + b" q 612 0 0 792 0 0 cm /X Do Q"),
    )


_ENCRYPT = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [<00> <00>]" % (b"x" * 32, b"y" * 32)

#: The cases.
PDF: tuple[Case, ...] = (
    file("million-objects.pdf", _objects, slow=True),
    file("page-tree-in-itself.pdf", lambda: pages(tree=b"/Kids [2 0 R] /Count 1"), "PDF"),
    file("page-tree-very-deep.pdf", _deep_tree, "PDF"),
    file("page-tree-one-page-20000-times.pdf", _wide_tree, "PDF", slow=True),
    file("page-its-own-parent.pdf", lambda: pages(page=b"/Parent 4 0 R")),
    file("empty-pages.pdf", _empty_pages, "holds no text", slow=True),
    file("count-huge.pdf", lambda: pages(tree=b"/Kids [4 0 R] /Count 2147483647")),
    file("count-negative.pdf", lambda: pages(tree=b"/Kids [4 0 R] /Count -5")),
    file("object-stream-in-itself.pdf", _object_streams, "not a readable PDF"),
    file("references-before-themselves.pdf", lambda: _previous(True)),
    file("references-before-nothing.pdf", lambda: _previous(False)),
    file("references-without-end.pdf", _reference_stream, "PDF"),
    file("size-huge.pdf", lambda: pages(trailer=b"/Size 2147483647")),
    file("encrypted.pdf", lambda: pages(trailer=_ENCRYPT), "password"),
    file("encryption-unknown.pdf", lambda: pages(trailer=b"/Encrypt << /Filter /Nobody /V 99 >>"), "password"),
    file("length-huge.pdf", lambda: pages(content=_stream(_SHOW, b"/Length 2147483647"))),
    file("length-negative.pdf", lambda: pages(content=_stream(_SHOW, b"/Length -1"))),
    file("length-of-itself.pdf", lambda: pages(content=_stream(_SHOW, b"/Length 5 0 R"))),
    file("box-huge.pdf", lambda: pages(box=b"/MediaBox [0 0 1e38 1e38]")),
    file("box-negative.pdf", lambda: pages(box=b"/MediaBox [0 0 -612 -792]")),
    file("box-missing.pdf", lambda: pages(box=b"")),
    file("units-huge.pdf", lambda: pages(page=b"/UserUnit 1e30 /Rotate 999999999")),
    file("font-without-map.pdf", lambda: _unicode_map(b"").replace(b"/ToUnicode 7 0 R", b"")),
    file("font-map-of-all.pdf", lambda: _unicode_map(b"1 beginbfrange <0000> <FFFFFFFF> <0000> endbfrange")),
    file("font-map-long.pdf", lambda: _unicode_map(b"1 beginbfchar <0041> <%s> endbfchar" % (b"0041" * 100_000)), "MB of memory"),
    file("font-map-turns-text.pdf", lambda: _unicode_map(b"1 beginbfchar <0041> <202E> endbfchar"), "holds no text"),
    file("font-map-half-characters.pdf", lambda: _unicode_map(b"1 beginbfchar <0041> <D800> endbfchar"), "PDF"),
    file(
        "font-draws-itself.pdf",
        lambda: pages(
            _stream(b"1 0 0 0 9 9 d1 BT /F1 9 Tf (a) Tj ET"),
            font=b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 6 0 R >>"
            b" /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [9]"
            b" /Resources << /Font << /F1 3 0 R >> >> >>",
        ),
    ),
    file("bomb-flate.pdf", lambda: pages(content=_stream(_zeros(900 << 20), b"/Filter /FlateDecode")), "MB of memory", slow=True),
    file(
        "bomb-flate-twice.pdf",
        lambda: pages(content=_stream(zlib.compress(_zeros(900 << 20), 9), b"/Filter [/FlateDecode /FlateDecode]")),
        "MB of memory",
        slow=True,
    ),
    file("bomb-lzw.pdf", lambda: pages(content=_stream(_lzw(100), b"/Filter /LZWDecode")), "PDF", slow=True),
    file("bomb-runs.pdf", lambda: pages(content=_stream(b"\x81 " * 2_000_000, b"/Filter /RunLengthDecode")), "PDF"),
    file(
        "filters-many.pdf",
        lambda: pages(content=_stream(_SHOW.hex().encode(), b"/Filter [" + b"/ASCIIHexDecode " * 5_000 + b"]")),
        "PDF",
    ),
    file(
        "predictor-huge.pdf",
        lambda: pages(
            content=_stream(
                zlib.compress(_SHOW), b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 99 >>"
            )
        ),
        "PDF",
    ),
    file("image-jbig2.pdf", lambda: _image(b"JBIG2Decode", b"\0\0\0\0\x30\0\1\0\0\0\x13" + b"\xff" * 100)),
    file("image-jpeg-2000.pdf", lambda: _image(b"JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + b"\xff" * 100)),
    file("image-jpeg.pdf", lambda: _image(b"DCTDecode", b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\3" + b"\1\x11\0" * 3)),
    file("image-fax.pdf", lambda: _image(b"CCITTFaxDecode", b"\0" * 5_000)),
    file("form-shows-itself.pdf", lambda: _forms(False)),
    file("form-shows-ten-forms.pdf", lambda: _forms(True), "MB of memory", slow=True),
    file("arrays-nested.pdf", lambda: pages(b"[" * 500_000 + b"]" * 500_000, catalogue=b"/A 6 0 R"), slow=True),
    file("dictionaries-nested.pdf", lambda: pages(catalogue=b"/A " + b"<< /A " * 100_000 + b">> " * 100_000)),
    file("brackets-nested.pdf", lambda: pages(content=_stream(b"BT /F1 9 Tf " + b"(" * 500_000 + b")" * 500_000 + b" Tj ET"))),
    file("states-million.pdf", lambda: pages(content=_stream(b"q " * 1_000_000 + _SHOW)), slow=True),
    file("words-on-one-place.pdf", lambda: pages(content=_stream(b"BT /F1 12 Tf 50 700 Td " + b"(aa) Tj 0 0 Td " * 100_000 + b"ET")), slow=True),
    file("numbers-huge.pdf", lambda: pages(content=_stream(_SHOW.replace(b"12 Tf", b"9" * 100_000 + b" Tf"))), "holds no text"),
    file("matrix-huge.pdf", lambda: pages(content=_stream(b"1e38 1e38 -1e38 1e38 1e38 1e38 cm " + _SHOW)), "PDF"),
    file("names-long.pdf", lambda: pages(catalogue=b"/" + b"A" * 5_000_000 + b" 1")),
    file("comments-long.pdf", lambda: b"%PDF-1.4\n" + b"%" + b"a" * 20_000_000 + b"\n" + pages()),
    file("script.pdf", lambda: pages(catalogue=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); while\\(1\\);) >>")),
    file("launch.pdf", lambda: pages(catalogue=b"/OpenAction << /S /Launch /F (/bin/sh) >> /URI << /Base (file:///etc/passwd) >>")),
    file(
        "embedded.pdf",
        lambda: pages(
            _stream(b"MZ" + b"\0" * 1_000, b"/Type /EmbeddedFile"),
            catalogue=b"/Names << /EmbeddedFiles << /Names [(../a.exe) << /Type /Filespec /F (../../a.exe) /EF << /F 6 0 R >> >>] >> >>",
        ),
    ),
    file("form-in-xml.pdf", lambda: pages(_stream(b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"), catalogue=b"/AcroForm << /XFA 6 0 R /Fields [] >>")),
    file(
        "outlines-in-a-circle.pdf",
        lambda: pages(
            b"<< /First 7 0 R /Last 7 0 R /Count 1000000 >>",
            b"<< /Title (a) /Parent 7 0 R /Next 7 0 R /First 6 0 R >>",
            catalogue=b"/Outlines 6 0 R",
        ),
    ),
    file("remote-stream.pdf", lambda: pages(content=_stream(b"", b"/F (file:///etc/passwd) /FFilter /FlateDecode")), "holds no text"),
    file("half.pdf", lambda: pages()[:200], "PDF"),
    file("ends-early.pdf", lambda: pages()[:-80], "not a readable PDF"),
    file("only-header.pdf", lambda: b"%PDF-1.7\n" + b"\xff" * 5_000, "not a readable PDF"),
    file("header-late.pdf", lambda: b"\n" * 1_000_000 + pages(), "not a readable PDF"),
    file("nothing.pdf", lambda: b"", "not a readable PDF"),
    file("two-formats.pdf", lambda: b"<html><script>alert(1)</script>\n" + pages() + b"PK\5\6" + b"\0" * 18),
    file("linearized-lie.pdf", lambda: pages().replace(b"%PDF-1.4\n", b"%PDF-1.4\n9 0 obj\n<< /Linearized 1 /L 5 /H [1 1] /O 99 /E 1 /N 99999999 /T 1 >>\nendobj\n")),
)
