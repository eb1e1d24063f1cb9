"""Names of files, kinds of files and folders that are hostile, made by hand."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.faultycases import Case

__all__ = ["PLACES", "MeddlingCase", "meddle"]


def _good(number: int, path: Path) -> None:
    path.write_text(f"GC.97/{number}\n\n1. 工发组织与开发署建立了伙伴关系。\n", encoding="utf-8")


def _names() -> tuple[Case, ...]:
    """Names that are no trouble for the file system but for whatever shows or stores them."""
    names = (
        b"colour\x1b[31m.txt", b"bell\x07.txt", b"line\nbreak.txt", b"return\rback.txt", b"tab\t.txt", b"back\x08space.txt",
        b"not-utf-8-\xff\xfe.txt", b"half-\xed\xa0\x80.txt", "turned-\u202etxt.txt".encode(), "inner-\u2066a\u2069.txt".encode(),
        "invisible-\u200b\ufeff.txt".encode(), "decomposed-e\u0301.txt".encode(), "composed-\u00e9.txt".encode(),
        "tower-a\u0301\u0327\u0301.txt".encode(), b"-rf.txt", b"--output=x.txt", b"'; DROP TABLE a; --.txt", b"$(reboot).txt",
        b"`reboot`.txt", b"%2e%2e%2fescaped.txt", b"x..txt.txt", b"x\\..\\..\\escaped.txt", b"CON.txt", b"nul.txt", b"a:b.txt",
        b"a b  c .txt", b" .txt", b"*.txt", b"[a-z]?.txt", b"{{7}}.txt", b"<script>alert(1)<script>.txt", b"quote\"'.txt",
        b"=1+1.txt", b"a#b?c&d.txt", b"UPPER.TXT", b"two.pdf.txt", ("字" * 83).encode() + b".txt", b"x" * 251 + b".txt",
    )  # fmt: skip
    return tuple(Case(os.fsdecode(name), partial(_good, number)) for number, name in enumerate(names, 100))


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


def _link(target: str, path: Path) -> None:
    path.symlink_to(target)


def _two_links(path: Path) -> None:
    other = path.with_name("other-" + path.name)
    path.symlink_to(other)
    other.symlink_to(path)


def _folder(path: Path) -> None:
    path.mkdir()
    _good(90, path / "inside.txt")


def _folder_in_a_circle(path: Path) -> None:
    path.mkdir()
    (path / "again").symlink_to(path, target_is_directory=True)
    _good(91, path / "inside.txt")


def _deep_folder(path: Path) -> None:
    """Folders in folders, until no path is long enough to name the last."""
    path.mkdir()
    here = os.open(path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=here)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here))
    os.close(here)


def _wrong(kind: str, path: Path) -> None:
    from benchmarks.faultypdf import pages
    from benchmarks.faultyword import word

    content = pages() if kind == "pdf" else word()
    path.write_bytes(content + path.name.encode())  # the same bytes twice would be told of once


def _unreadable(path: Path) -> None:
    _good(92, path)
    path.chmod(0)


def _unreadable_folder(path: Path) -> None:
    _folder(path)
    path.chmod(0)


#: What happens to a file between the time that it is found and the time that it is read.
MeddlingCase = Callable[[Path], object]


def _grow(path: Path) -> None:
    with path.open("ab") as one:
        one.write("2. 粮农组织与世界银行建立了伙伴关系。\n".encode() * 100)


def _grow_past_limits(path: Path) -> None:
    with path.open("ab") as one:
        one.truncate(1 << 30)


def _become_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


_MEDDLED: dict[str, tuple[MeddlingCase, str | None]] = {
    "grows.txt": (_grow, None),
    "grows-past-limits.txt": (_grow_past_limits, "too large"),
    "shrinks.txt": (lambda path: os.truncate(path, 20), None),
    "shrinks-to-nothing.txt": (lambda path: os.truncate(path, 0), "empty"),
    "vanishes.txt": (lambda path: path.unlink(), "cannot be read"),
    "becomes-pipe.txt": (_become_pipe, "no regular file"),
    "becomes-folder.txt": (_become_folder, "is a folder"),
}


def meddle(path: Path) -> None:
    """Do to a file what its name says, just before it is read.

    :param path: the file.
    """
    if path.name in _MEDDLED:
        _MEDDLED[path.name][0](path)


_AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

#: The cases.
PLACES: tuple[Case, ...] = (
    *_names(),
    *(
        Case(name, partial(_good, number), told)
        for number, (name, (_, told)) in enumerate(_MEDDLED.items(), 50)
    ),
    Case("pipe.txt", _pipe, "no regular file"),
    Case("socket.pdf", _socket, "no regular file"),
    Case("device.txt", partial(_link, "/dev/zero"), "no regular file"),
    Case("link-to-nothing.docx", partial(_link, "nowhere.docx"), "No such file"),
    Case("link-to-itself.txt", partial(_link, "link-to-itself.txt"), "symbolic links"),
    Case("links-in-a-circle.txt", _two_links, "symbolic links"),
    Case("link-to-kernel.txt", partial(_link, "/proc/self/mem"), "cannot be read"),
    Case("link-to-folder.txt", partial(_link, "/"), found=False),
    Case("folder.pdf", _folder, found=False),
    Case("folder-in-a-circle", _folder_in_a_circle, found=False),
    Case("folder-very-deep", _deep_folder, "too long"),
    Case("really-pdf.txt", partial(_wrong, "pdf"), "a PDF"),
    Case("really-word.txt", partial(_wrong, "docx"), "binary"),
    Case("really-pdf.docx", partial(_wrong, "pdf"), "not a zip archive"),
    Case("really-word.pdf", partial(_wrong, "docx"), "not a readable PDF"),
    Case("really-word.html", partial(_wrong, "docx"), "binary"),
    *(() if _AS_ROOT else (Case("unreadable.txt", _unreadable, "Permission denied"), Case("unreadable-folder", _unreadable_folder, "Permission denied"))),
)
