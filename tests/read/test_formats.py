"""PDF, Word and web pages: small files made in the tests."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from mandategraph.errors import DocumentError
from mandategraph.model import PassageKind
from mandategraph.read import read_document, read_source

PARAGRAPHS = ["1. The Board took note of the report.", "2. It requested a further report."]


def pdf(pages: list[list[str]], trailer: str = "") -> bytes:
    """A minimal PDF with some lines on each page."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n".encode()
    )
    return out


def test_a_pdf_is_read_page_after_page(tmp_path: Path) -> None:
    """Paragraphs of a PDF are found on every page, and reading twice gives the same text."""
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[PARAGRAPHS[0]], [PARAGRAPHS[1]]]))
    document = read_document(path)
    assert [(one.path, one.text) for one in document.passages] == [
        ("para/1", "The Board took note of the report."),
        ("para/2", "It requested a further report."),
    ]
    assert "\f" in document.source
    assert read_source(path) == document.source


def test_a_pdf_without_text_or_with_a_password_is_refused(tmp_path: Path) -> None:
    """A PDF without letters and one that is encrypted each give one clear line."""
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(pdf([[""]]))
    with pytest.raises(DocumentError, match=r"empty\.pdf: the PDF holds no text"):
        read_document(empty)
    locked = tmp_path / "locked.pdf"
    key = "00" * 32
    locked.write_bytes(
        pdf(
            [PARAGRAPHS],
            f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<00> <00>]",
        )
    )
    with pytest.raises(DocumentError, match=r"locked\.pdf: the PDF needs a password"):
        read_document(locked)


def test_a_word_file_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    """Headings, numbered lists and tables of a Word file come out as places."""
    document = docx.Document()
    document.add_heading("Background", level=1)
    for text in ("The Board took note of the report.", "It requested a further report."):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Advice", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Action", "Result", "Train", "Jobs"), strict=True
    ):
        cell.text = text
    path = tmp_path / "a.docx"
    document.save(str(path))
    found = read_document(path)
    by_path = {one.path: one for one in found.passages}
    assert by_path["heading/1"].text == "Background"
    assert by_path["para/2"].text == "It requested a further report."
    assert by_path["para/2"].number == "2"
    assert by_path["para/2/item/1"].text == "Advice"
    assert by_path["table/1/row/2/column/2/line/1"].text == "Jobs"
    assert by_path["table/1/row/2/column/2/line/1"].column == "Result"
    assert read_source(path) == found.source


def test_a_word_file_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    """A file whose parts are far larger than itself is refused before they are unpacked."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"a" * 30_000_000)
    path = tmp_path / "bomb.docx"
    path.write_bytes(data.getvalue())
    with pytest.raises(DocumentError, match="too large, 30,000,000 bytes when unpacked"):
        read_document(path)


PAGE = """<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><head><title>T</title>
<meta charset="utf-8"><style>p {}</style></head><body><nav><a href="/">Menu</a></nav>
<h1>Marine industry</h1><h2>Background</h2>
<p>The <b>Board</b> met&nbsp;in Vienna.<sup>1</sup></p>
<ol><li>Advice</li><li>Training</li></ol><script>alert(1)</script>
<table><tr><th>Action</th><th>Result</th></tr>
<tr><td>Train</td><td>Jobs<br>Skills &x;</td></tr></table></body></html>"""


def test_a_web_page_gives_its_text_only(tmp_path: Path) -> None:
    """Headings, paragraphs, lists and tables of a page are read; scripts and menus are not."""
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    document = read_document(path)
    by_path = {one.path: one.text for one in document.passages}
    assert document.masthead.title is not None
    assert document.masthead.title.text == "Marine industry"
    assert by_path["heading/1"] == "Background"
    assert by_path["section/1/para/1"] == "The Board met in Vienna.¹"
    assert by_path["section/1/para/1/item/2"] == "Training"
    assert by_path["table/1/row/2/column/2/line/1"] == "Jobs"
    assert "alert" not in document.source
    assert "Menu" not in document.source
    assert Path("/etc/hostname").read_text(encoding="utf-8").strip() not in document.source


def test_a_chinese_page_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    """The encoding that a page names is used."""
    path = tmp_path / "a.htm"
    path.write_bytes('<meta charset="gb2312"><p>工发组织推出了海洋产业方案。</p>'.encode("gb18030"))
    document = read_document(path)
    assert [one.text for one in document.passages] == ["工发组织推出了海洋产业方案。"]
    assert document.passages[0].kind is PassageKind.PARAGRAPH
    assert document.language == "zh"
