"""Bytes to text: each encoding, and each input that is no text."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from mandategraph.errors import DocumentError
from mandategraph.read import find_files, read_document, read_source
from mandategraph.read.limits import Limits

CHINESE = "1. 工发组织与其成员国密切合作，并在2020年设立了新的总司。\n2. 大会注意到本报告。\n"
ENGLISH = "1. The Board took note of the report.\n2. It requested the Director-General to report back.\n"


@pytest.mark.parametrize("text", [CHINESE, ENGLISH])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("gb18030", b""),
    ],
)
def test_each_encoding_gives_the_same_text(tmp_path: Path, text: str, encoding: str, mark: bytes) -> None:
    """The same text in every encoding is read as the same source, without the mark."""
    path = tmp_path / "a.txt"
    path.write_bytes(mark + text.encode(encoding))
    assert read_source(path) == text
    assert [passage.path for passage in read_document(path).passages] == ["para/1", "para/2"]


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    """Windows and old Macintosh line ends are kept in the source and part paragraphs."""
    path = tmp_path / "a.txt"
    path.write_bytes(ENGLISH.replace("\n", "\r\n").encode())
    document = read_document(path)
    assert document.source == ENGLISH.replace("\n", "\r\n")
    assert [passage.number for passage in document.passages] == ["1", "2"]


def test_cyrillic_in_an_old_encoding_is_read_as_a_last_resort(tmp_path: Path) -> None:
    """An encoding that is none of the three is guessed when the text is long enough."""
    text = "Организация Объединённых Наций по промышленному развитию представила доклад. " * 20
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("cp1251"))
    assert read_source(path) == text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n\t", "empty"),
        ("a.txt", codecs.BOM_UTF8, "empty"),
        ("a.txt", b"\x7fELF\x01\x01\x00\x00" + bytes(range(256)) * 4, "binary"),
        ("a.txt", codecs.BOM_UTF16_LE + b"a\x00\x00\xd8", "not valid UTF-16"),
        ("a.pdf", b"%PDF-1.7\nbroken", "not a readable PDF"),
        ("a.docx", b"not an archive", "not a readable Word file"),
        ("a.html", b"<script>x</script>", "no text"),
        ("a.odt", b"x", "unknown kind of file '.odt'"),
        ("noname", b"x", "unknown kind of file"),
    ],
)
def test_bad_input_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """Every input that cannot be read gives one line that names the file and the reason."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert words in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_folder_and_large_files_are_refused(tmp_path: Path) -> None:
    """A missing file, a folder and a file above the limit are refused."""
    large = tmp_path / "large.txt"
    large.write_text("a" * 200, encoding="utf-8")
    with pytest.raises(DocumentError, match="No such file"):
        read_document(tmp_path / "missing.txt")
    with pytest.raises(DocumentError, match="is a folder"):
        read_document(tmp_path)
    with pytest.raises(DocumentError, match="too large, 200 bytes of at most 100"):
        read_document(large, limits=Limits(bytes=100))


def test_files_are_found_in_folders_and_sorted(tmp_path: Path) -> None:
    """Folders are searched to the bottom, without READMEs and unknown kinds; a file is taken as given."""
    (tmp_path / "b").mkdir()
    for name in ("b/z.txt", "a.md", "README.md", "b/readme.txt", "c.HTML", "d.xlsx", ".hidden.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = find_files([tmp_path, tmp_path / "a.md"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.md", "b/z.txt", "c.HTML"]
    assert find_files([tmp_path / "README.md"]) == [tmp_path / "README.md"]
    with pytest.raises(DocumentError, match="no such file or folder"):
        find_files([tmp_path / "none"])
    with pytest.raises(DocumentError, match="unknown kind of file"):
        find_files([tmp_path / "d.xlsx"])
