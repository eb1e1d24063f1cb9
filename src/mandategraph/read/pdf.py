"""PDF files to text, page after page."""

from __future__ import annotations

from mandategraph.errors import DocumentError

__all__ = ["text_of_pdf"]

_MOST_CHARACTERS = 100_000_000
#: What PDFium gives for a hyphen at a line's end, and for nothing.
_SIGNS = str.maketrans({"\ufffe": "-", "\x02": "-", "\uffff": None, "\x00": None})


def text_of_pdf(data: bytes, name: str) -> str:
    """The text of a PDF file, pages parted by form feeds, lines as they stand on the page.

    :param data: the file's bytes.
    :param name: the file's name, for the message.
    :raises DocumentError: when it is no PDF, is broken, needs a password, or holds no text.

    >>> text_of_pdf(b"%PDF-1.4 nothing", "a.pdf")
    Traceback (most recent call last):
    mandategraph.errors.DocumentError: a.pdf: not a readable PDF (Data format error)
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise DocumentError(_refusal(name, str(error))) from error
    pages: list[str] = []
    size = 0
    try:
        for page in document:
            text_page = page.get_textpage()
            text = text_page.get_text_range().replace("\r\n", "\n").replace("\r", "\n").translate(_SIGNS)
            text_page.close()
            page.close()
            size += len(text)
            if size > _MOST_CHARACTERS:
                raise DocumentError(f"{name}: too large, more than {_MOST_CHARACTERS:,} characters of text")
            pages.append(text)
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"{name}: broken PDF on page {len(pages) + 1}") from error
    finally:
        document.close()
    if not any(text.strip() for text in pages):
        raise DocumentError(f"{name}: the PDF holds no text (scanned pages need text recognition first)")
    return "\f".join(pages)


def _refusal(name: str, words: str) -> str:
    """One line for a PDF that cannot be opened."""
    reason = words.partition("PDFium:")[2].strip(" ).") or words
    if "password" in reason.lower() or "security" in reason.lower():
        return f"{name}: the PDF needs a password"
    if reason == "Success":  # PDFium has opened it and finds no pages
        reason = "broken structure"
    return f"{name}: not a readable PDF ({reason})"
