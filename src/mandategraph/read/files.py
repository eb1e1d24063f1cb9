"""Files: which of them are documents, and how each kind becomes text."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mandategraph.errors import DocumentError, one_of
from mandategraph.model import Document
from mandategraph.read.decode import decode
from mandategraph.read.isolation import parse_apart
from mandategraph.read.limits import Limits, at_most
from mandategraph.read.parsing import READERS
from mandategraph.read.text import document_of

__all__ = ["SUFFIXES", "Reader", "find_files", "kind_of", "open_regular", "read_document", "read_source", "shown_name"]

# What XML cannot hold, and no text needs: each is replaced by one character, so that places stay.
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TEXTS = frozenset({".md", ".txt"})
# What other formats begin with that are letters and no text.
_NO_TEXTS = {b"%PDF-": "a PDF", b"{\\rtf": "RTF"}
#: The suffixes of files that can be read.
SUFFIXES = _TEXTS | READERS.keys()


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The documents among some files and folders, sorted; READMEs in folders are left out.

    :param paths: files, taken as given, and folders, searched to the bottom.
    :raises DocumentError: when one is missing, or is a file of an unknown kind.

    >>> find_files([])
    []
    """
    found: set[Path] = set()
    for path in paths:
        kind = _kind(path)
        if kind is not None and stat.S_ISDIR(kind):
            found.update(_inside(path))
        elif kind is None:
            raise DocumentError(f"{path}: no such file or folder")
        else:
            _suffix(path)
            if not stat.S_ISREG(kind):
                raise DocumentError(f"{path}: is no regular file")
            found.add(path)
    return sorted(found)


def _inside(folder: Path) -> Iterator[Path]:
    """What has the name of a document in a folder; what cannot be read is for the reader to refuse, not left out."""
    broken: list[OSError] = []
    for inside, folders, names in os.walk(folder, onerror=broken.append):
        for name in names:
            path = Path(inside, name)
            if path.suffix.lower() in SUFFIXES and not name.upper().startswith("README") and not name.startswith((".", "~$")):
                yield path
        folders.sort()
    yield from (Path(os.fsdecode(error.filename)) for error in broken)


def _kind(path: Path) -> int | None:
    """The mode of a file or folder, or None when there is none."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path}: cannot be read ({_reason(error)})") from error


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def read_document(path: Path, *, limits: Limits | None = None) -> Document:
    """The document in a file.

    PDF, Word and HTML are parsed in a process of their own, which is ended when it exceeds the limits.

    :param path: a text, Markdown, PDF, Word or HTML file.
    :param limits: what reading it may cost; None: the usual.
    :raises DocumentError: when the file is missing, too large, of an unknown kind, or cannot be read within the
        limits.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "note.txt")
    ...     _ = file.write_text("1. The Board took note of the report.", encoding="utf-8")
    ...     [(passage.path, passage.text) for passage in read_document(file).passages]
    [('para/1', 'The Board took note of the report.')]
    """
    limits = limits or Limits()
    data = _bytes(path, limits)
    name = shown_name(path)
    with at_most(limits.seconds, name):
        document = document_of(_text(path, data, limits), name, hashlib.sha256(data).hexdigest())
    if not document.passages:
        raise DocumentError(f"{name}: holds no text")
    if len(document.passages) > limits.passages:
        raise DocumentError(f"{name}: too large, {len(document.passages):,} passages of at most {limits.passages:,}")
    for passage in document.passages:
        if len(passage.text) > limits.passage:
            raise DocumentError(
                f"{name}: {passage.path} has {len(passage.text):,} characters without a break, of at most"
                f" {limits.passage:,}"
            )
    return document


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads documents within limits.

    :param limits: what reading one may cost.

    >>> Reader(Limits(bytes=3)).limits.bytes
    3
    """

    limits: Limits

    def __call__(self, path: Path) -> Document:
        """The document in a file; see ``read_document``."""
        return read_document(path, limits=self.limits)


def read_source(path: Path, *, limits: Limits | None = None) -> str:
    """The text of a file that all offsets count in.

    :param path: a text, Markdown, PDF, Word or HTML file.
    :param limits: what reading it may cost; None: the usual.
    :raises DocumentError: as ``read_document`` does.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "note.txt")
    ...     _ = file.write_bytes("大会".encode("utf-16"))
    ...     read_source(file)
    '大会'
    """
    limits = limits or Limits()
    return _text(path, _bytes(path, limits), limits)


def shown_name(path: Path) -> str:
    r"""The name of a file as text that can be stored and shown: what is no character is replaced.

    :param path: the file.

    >>> shown_name(Path("a\x1b[31m.txt"))
    'a\ufffd[31m.txt'
    """
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    return "".join("\ufffd" if unicodedata.category(sign) in {"Cc", "Cf", "Cs"} else sign for sign in name)


def kind_of(path: Path) -> str:
    """How a file is read: the same bytes are one text as a web page and another one, or none, as plain text.

    :param path: the file.

    >>> kind_of(Path("a.HTM")), kind_of(Path("a.md"))
    ('_html', 'text')
    """
    reader = READERS.get(path.suffix.lower())
    return "text" if reader is None else reader.__name__


def _text(path: Path, data: bytes, limits: Limits) -> str:
    name, suffix = shown_name(path), _suffix(path)
    if suffix in READERS:
        return _NO_CHARACTERS.sub("\ufffd", parse_apart(suffix, data, name, limits))
    for beginning, kind in _NO_TEXTS.items():
        if data.startswith(beginning):
            raise DocumentError(f"{name}: holds {kind}, not plain text")
    text = decode(data, name)
    if len(text) > limits.characters:
        raise DocumentError(f"{name}: too large, more than {limits.characters:,} characters of text")
    return _NO_CHARACTERS.sub("\ufffd", text)


def _suffix(path: Path) -> str:
    """The suffix of a file that can be read."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise DocumentError(
            f"{path.name}: unknown kind of file {path.suffix or '(no suffix)'!r}; valid: {one_of(SUFFIXES)}"
        )
    return suffix


def open_regular(path: Path) -> io.FileIO:
    """A regular file, opened for reading; what became a pipe or a device since it was looked at is not waited for.

    :param path: the file.
    :raises DocumentError: when it is missing, no regular file, or cannot be opened.
    """
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            os.scandir(path).close()
            raise DocumentError(f"{path}: is a folder, not a document")
        if not stat.S_ISREG(about.st_mode):
            raise DocumentError(f"{path}: is no regular file")
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        file = io.FileIO(os.open(path, flags), "rb")
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            file.close()
            raise DocumentError(f"{path}: is no regular file")
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path}: cannot be read ({_reason(error)})") from error
    return file


def _bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a file, if it is there and not too large."""
    with open_regular(path) as file:
        try:
            size = os.fstat(file.fileno()).st_size
            if size > limits.bytes:
                raise DocumentError(f"{path}: too large, {size:,} bytes of at most {limits.bytes:,}")
            data = bytearray()
            while len(data) <= limits.bytes:
                block = file.read(min(1 << 20, limits.bytes + 1 - len(data)))
                if block is None:
                    raise DocumentError(f"{path}: cannot be read (its content is not there yet)")
                if not block:
                    return bytes(data)
                data += block
        except OSError as error:
            raise DocumentError(f"{path}: cannot be read ({_reason(error)})") from error
    raise DocumentError(f"{path}: too large, more than {limits.bytes:,} bytes")
