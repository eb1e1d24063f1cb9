"""Files: which of them are documents, and how each kind becomes text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from mandategraph.errors import DocumentError, one_of
from mandategraph.model import Document
from mandategraph.read.decode import decode
from mandategraph.read.text import document_of

__all__ = ["SUFFIXES", "find_files", "read_document", "read_source"]

#: How the bytes of each kind of file become text.
_Reader = Callable[[bytes, str], str]


def _pdf(data: bytes, name: str) -> str:
    from mandategraph.read.pdf import text_of_pdf

    return text_of_pdf(data, name)


def _docx(data: bytes, name: str) -> str:
    from mandategraph.read.docx import text_of_docx

    return text_of_docx(data, name)


def _html(data: bytes, name: str) -> str:
    from mandategraph.read.html import text_of_html

    return text_of_html(data, name)


_READERS: dict[str, _Reader] = {
    ".docx": _docx,
    ".htm": _html,
    ".html": _html,
    ".md": decode,
    ".pdf": _pdf,
    ".txt": decode,
}
#: The suffixes of files that can be read.
SUFFIXES = frozenset(_READERS)


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The documents among some files and folders, sorted; READMEs in folders are left out.

    :param paths: files, taken as given, and folders, searched to the bottom.
    :raises DocumentError: when one is missing, or is a file of an unknown kind.

    >>> find_files([])
    []
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(
                file
                for file in path.rglob("*")
                if file.suffix.lower() in SUFFIXES
                and not file.name.upper().startswith("README")
                and not file.name.startswith((".", "~$"))
                and file.is_file()
            )
        elif not path.exists():
            raise DocumentError(f"{path}: no such file or folder")
        else:
            _reader(path)
            found.add(path)
    return sorted(found)


def read_document(path: Path, *, max_bytes: int = 50_000_000) -> Document:
    """The document in a file.

    :param path: a text, Markdown, PDF, Word or HTML file.
    :param max_bytes: the largest file to read.
    :raises DocumentError: when the file is missing, too large, of an unknown kind, or cannot be read.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "note.txt")
    ...     _ = file.write_text("1. The Board took note of the report.", encoding="utf-8")
    ...     [(passage.path, passage.text) for passage in read_document(file).passages]
    [('para/1', 'The Board took note of the report.')]
    """
    data = _bytes(path, max_bytes)
    source = _reader(path)(data, path.name)
    return document_of(source, path.name, hashlib.sha256(data).hexdigest())


def read_source(path: Path, *, max_bytes: int = 50_000_000) -> str:
    """The text of a file that all offsets count in.

    :param path: a text, Markdown, PDF, Word or HTML file.
    :param max_bytes: the largest file to read.
    :raises DocumentError: as ``read_document`` does.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "note.txt")
    ...     _ = file.write_bytes("大会".encode("utf-16"))
    ...     read_source(file)
    '大会'
    """
    return _reader(path)(_bytes(path, max_bytes), path.name)


def _reader(path: Path) -> _Reader:
    """How a file's bytes become text, by its suffix."""
    try:
        return _READERS[path.suffix.lower()]
    except KeyError:
        raise DocumentError(
            f"{path.name}: unknown kind of file {path.suffix or '(no suffix)'!r}; valid: {one_of(SUFFIXES)}"
        ) from None


def _bytes(path: Path, max_bytes: int) -> bytes:
    """The bytes of a file, if it is there and not too large."""
    try:
        if path.is_dir():
            raise DocumentError(f"{path}: is a folder, not a document")
        size = path.stat().st_size
        if size > max_bytes:
            raise DocumentError(f"{path}: too large, {size:,} bytes of at most {max_bytes:,}")
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror or error})") from error
    if len(data) > max_bytes:
        raise DocumentError(f"{path}: too large, more than {max_bytes:,} bytes")
    return data
