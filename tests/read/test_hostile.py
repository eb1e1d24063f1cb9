"""Hostile files are refused with a clear word or read, in bounded time and memory, and good ones beside them are built."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from benchmarks.faultycases import Case, file
from benchmarks.faultyhand import CASES, by_hand
from benchmarks.faultymemory import Watch
from benchmarks.faultyword import word
from tests.editions import extract

from mandategraph.build import build
from mandategraph.errors import DocumentError
from mandategraph.read import find_files, read_document
from mandategraph.read import isolation as isolation_module
from mandategraph.read.files import Reader
from mandategraph.read.isolation import parse_apart
from mandategraph.read.limits import Limits, at_most

LIMITS = Limits(seconds=20, megabytes=512)
GOOD = "GC.19/7\n\n1. 工发组织与开发署建立了伙伴关系。\n"


QUICK = [case for case in CASES if not case.slow]


def test_hostile_files(capsys: pytest.CaptureFixture[str]) -> None:
    """Each is refused with the word that fits or read, within its limits; good ones beside them are all built.

    Nothing of the machine and no script gets into a text, and nothing is written but the graph.
    """
    assert len(QUICK) > 200
    assert by_hand(1, QUICK), capsys.readouterr().out


def test_hostile_files_are_of_many_kinds() -> None:
    """No name is given twice, and every kind of file that is read is among them."""
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert {Path(name).suffix.lower() for name in names} >= {".txt", ".html", ".docx", ".pdf"}


@pytest.mark.parametrize(
    ("case", "fault"),
    [
        (file("good.txt", GOOD.encode, "never said"), "read, but was to be refused"),
        (file("good.txt", lambda: b"\0" * 99), "refused: "),
        (file("good.txt", lambda: b"\0" * 99, "never said"), "not as 'never said'"),
        (Case("good.pipe", os.mkfifo), "not found"),
        (file("good.html", lambda: b"<p>root:x:0", without="nobody"), None),
    ],
)
def test_trial_of_hostile_files_can_fail(case: Case, fault: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    """What is read though it was to be refused, is refused with another word, or is left out, is told."""
    assert by_hand(1, [case]) == (fault is None)
    assert (fault or "") in capsys.readouterr().out


def test_too_many_passages_are_refused(tmp_path: Path) -> None:
    """A document of more passages than the limit is refused in one line that says how many."""
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    with pytest.raises(DocumentError, match=r"a\.txt: too large, 2 passages of at most 1"):
        read_document(tmp_path / "a.txt", limits=Limits(passages=1))


def test_same_bytes_of_another_kind(tmp_path: Path) -> None:
    """A Word file is built though a file of another kind with the same bytes comes before it and cannot be."""
    (tmp_path / "a.html").write_bytes(word())
    (tmp_path / "b.docx").write_bytes(word())
    report = build([tmp_path], tmp_path / "g", extract=extract)
    assert [built.path.name for built in report.documents] == ["b.docx"]


_SLOW = "import time; time.sleep(60)"
_HUNGRY = "text = bytearray(2_000_000_000)"
_BROKEN = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"


@pytest.mark.skipif(os.name == "nt", reason="the parser has a process of its own on Unix")
@pytest.mark.parametrize(
    ("act", "word"), [(_SLOW, "longer than 1 s"), (_HUNGRY, "512 MB"), (_BROKEN, "broke down")]
)
def test_parser_that_misbehaves(act: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that hangs, eats memory or crashes is ended with a clear word, and the next file is read."""
    good = tmp_path / "good.html"
    good.write_text("<p>1. The Board took note of the report.</p>")
    (tmp_path / "sitecustomize.py").write_text(
        "import mandategraph.read.html as html\n"
        "whole = html.text_of_html\n"
        f"def text(data, name):\n    if b'BAD' in data:\n        {act}\n    return whole(data, name)\n"
        "html.text_of_html = text\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(isolation_module, "_parser", None)
    limits = Limits(seconds=1, megabytes=512)
    assert read_document(good, limits=Limits(megabytes=512)).passages
    with pytest.raises(DocumentError, match=word):
        parse_apart(".html", b"<p>BAD</p>", "bad.html", limits)
    assert read_document(good, limits=Limits(megabytes=512)).passages
    parser = isolation_module._parser
    assert parser is not None
    parser.end()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="sees the memory of a process as Linux tells it")
@pytest.mark.parametrize("hungry", [False, True])
def test_memory_of_parser_is_seen(hungry: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a parser takes is told, and what this process takes; not what it held before, nor what other children held."""
    (tmp_path / "sitecustomize.py").write_text(
        "import mandategraph.read.html as html\n"
        "whole = html.text_of_html\n"
        "def text(data, name):\n    bytes(bytearray(b'x') * 300_000_000)\n    return whole(data, name)\n"
        "html.text_of_html = text\n"
    )
    if hungry:
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(isolation_module, "_parser", None)
    held = b"x" * 900_000_000
    subprocess.run([sys.executable, "-c", ""], check=True)
    with Watch() as watch:
        parse_apart(".html", b"<p>The Board met.</p>", "a.html", Limits(megabytes=1_024))
        taken = b"x" * 200_000_000
    assert (watch.parser > 600) is hungry
    assert 150 < watch.own < 400
    assert len(held) > len(taken)
    parser = isolation_module._parser
    assert parser is not None
    parser.end()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="shows the environment of a process as Linux does")
def test_parser_has_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of the parser holds what Python needs, and no secret under whatever name."""
    names = ("MANDATEGRAPH_TOKEN", "MANDATEGRAPH_PASSWORD", "AWS_SECRET_ACCESS_KEY", "DATABASE_URL", "X", "LCX", "PYTHONX")
    for name in names:
        monkeypatch.setenv(name, "a secret that nobody must see")
    monkeypatch.setenv("LC_TIME", "C.UTF-8")
    monkeypatch.setattr(isolation_module, "_parser", None)
    assert parse_apart(".html", b"<p>The Board met.</p>", "a.html", LIMITS) == "The Board met."
    parser = isolation_module._parser
    assert parser is not None
    inside = Path(f"/proc/{parser.process.pid}/environ").read_bytes()
    parser.end()
    assert b"nobody must see" not in inside
    assert b"LC_TIME=C.UTF-8" in inside.split(b"\0")
    assert not any(line.partition(b"=")[0].decode() in names for line in inside.split(b"\0"))


_REACHING = """
            import pathlib, socket
            told = []
            try:
                socket.create_connection(("127.0.0.1", PORT), 2).close()
                told.append("network")
            except OSError:
                pass
            try:
                pathlib.Path(FILE).write_text("out")
                told.append("file")
            except OSError:
                pass
            return " ".join(["reached", *told])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="networks are left as Linux lets them be left")
def test_parser_reaches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that would reach a server on this machine, or write a file, does not get there."""
    leave = [sys.executable, "-c", "import ctypes; l = ctypes.CDLL(None); exit(bool(l.unshare(0x40000000) and l.unshare(0x50000000)))"]
    if subprocess.run(leave).returncode:
        pytest.skip("this system lets nobody leave the network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        body = _REACHING.replace("PORT", str(server.getsockname()[1])).replace("FILE", repr(str(tmp_path / "written")))
        (tmp_path / "sitecustomize.py").write_text(
            f"import mandategraph.read.html as html\nif True:\n    if True:\n        def text(data, name):{body}\nhtml.text_of_html = text\n"
        )
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.setattr(isolation_module, "_parser", None)
        assert parse_apart(".html", b"<p>a</p>", "a.html", LIMITS) == "reached"
    parser = isolation_module._parser
    assert parser is not None
    parser.end()
    assert not (tmp_path / "written").exists() or (tmp_path / "written").read_text() == ""


def test_names_of_files(tmp_path: Path) -> None:
    """Names with control characters, bytes that are no text and marks of direction are shown, not obeyed."""
    for name in (b"a\x1b[31m.txt", b"b\xff\xfe.txt", "c\u202etxt.txt".encode()):
        (tmp_path / os.fsdecode(name)).write_text(GOOD.replace("/7", f"/{name[0]}"), encoding="utf-8")
    report = build([tmp_path], tmp_path / "g", extract=extract)
    assert len(report.documents) == 3
    names = {read_document(path).name for path in find_files([tmp_path]) if path.parent == tmp_path}
    assert names == {"a\ufffd[31m.txt", "b??.txt", "c\ufffdtxt.txt"}


def test_what_is_no_file(tmp_path: Path) -> None:
    """A pipe or a device is refused at once, and not waited for; in a folder it is found, so that this is told."""
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(DocumentError, match="no regular file"):
        find_files([tmp_path / "pipe.txt"])
    with pytest.raises(DocumentError, match="no regular file"):
        Reader(LIMITS)(tmp_path / "pipe.txt")
    assert find_files([tmp_path]) == [tmp_path / "pipe.txt"]


def test_time_limit_stops_pattern_matching() -> None:
    """A regular expression that would run for ever is stopped in the middle."""
    import re

    begun = time.monotonic()
    with pytest.raises(DocumentError, match=r"a\.txt: takes longer than 0\.3 s"), at_most(0.3, "a.txt"):
        re.match(r"(a+)+$", "a" * 60 + "b")
    assert time.monotonic() - begun < 10


def test_time_limit_inside_another() -> None:
    """What is inside another limit is stopped by whichever ends first, and the outer one goes on counting."""
    with pytest.raises(DocumentError, match=r"outer: takes longer than 0\.2 s"), at_most(0.2, "outer"), at_most(9, "inner"):
        time.sleep(5)
    with pytest.raises(DocumentError, match=r"inner: takes longer than 0\.1 s"), at_most(9, "outer"), at_most(0.1, "inner"):
        time.sleep(5)


def test_time_limit_after_another() -> None:
    """When what was inside has ended in time, the time of the limit around it still ends."""

    def quick_then_slow() -> None:
        with at_most(9, "inner"):
            pass
        time.sleep(5)

    with pytest.raises(DocumentError, match=r"outer: takes longer than 0\.3 s"), at_most(0.3, "outer"):
        quick_then_slow()
