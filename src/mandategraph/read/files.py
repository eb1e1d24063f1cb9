"""Files: which of them are documents, and how each kind becomes text."""

from __future__ import annotations

import hashlib
import re
import stat
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mandategraph.errors import DocumentError, one_of
from mandategraph.model import Document
from mandategraph.read.decode import decode
from mandategraph.read.isolation import parse_apart
from mandategraph.read.limits import Limits, at_most
from mandategraph.read.parsing import READERS
from mandategraph.read.text import document_of

__all__ = ["SUFFIXES", "Reader", "find_files", "read_document", "read_source", "shown_name"]

# What XML cannot hold, and no text needs: each is replaced by one character, so that places stay.
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TEXTS = frozenset({".md", ".txt"})
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
            _suffix(path)
            if not path.is_file():
                raise DocumentError(f"{path}: is no regular file")
            found.add(path)
    return sorted(found)


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


def _text(path: Path, data: bytes, limits: Limits) -> str:
    name, suffix = shown_name(path), _suffix(path)
    if suffix in READERS:
        return _NO_CHARACTERS.sub("\ufffd", parse_apart(suffix, data, name, limits))
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


def _bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a file, if it is there and not too large."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise DocumentError(f"{path}: is a folder, not a document")
        if not stat.S_ISREG(about.st_mode):
            raise DocumentError(f"{path}: is no regular file")
        if about.st_size > limits.bytes:
            raise DocumentError(f"{path}: too large, {about.st_size:,} bytes of at most {limits.bytes:,}")
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror or error})") from error
    if len(data) > limits.bytes:
        raise DocumentError(f"{path}: too large, more than {limits.bytes:,} bytes")
    return data
