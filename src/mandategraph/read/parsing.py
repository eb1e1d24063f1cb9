"""The process in which files of binary and marked-up formats are parsed; it may be killed at any moment.

It reads requests from its standard input and writes answers to its standard output: four bytes of length and
JSON, followed by as many bytes of content as the JSON says.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from mandategraph.errors import DocumentError

__all__ = ["LENGTH", "READERS", "main", "parse"]

#: How the length of a message is written.
LENGTH = struct.Struct(">I")
_SPARE_SECONDS = 5
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000


def _pdf(data: bytes, name: str) -> str:
    from mandategraph.read.pdf import text_of_pdf

    return text_of_pdf(data, name)


def _docx(data: bytes, name: str) -> str:
    from mandategraph.read.docx import text_of_docx

    return text_of_docx(data, name)


def _html(data: bytes, name: str) -> str:
    from mandategraph.read.html import text_of_html

    return text_of_html(data, name)


#: How the bytes of each kind of file become text.
READERS: dict[str, Callable[[bytes, str], str]] = {".docx": _docx, ".htm": _html, ".html": _html, ".pdf": _pdf}


def parse(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The answer to one request: the text, or one line that says why there is none.

    :param request: suffix, name, and the most characters that the text may have.
    :param data: of the file.
    """
    name = request["name"]
    try:
        text = READERS[request["suffix"]](data, name)
        if len(text) > request["characters"]:
            raise DocumentError(f"{name}: too large, more than {request['characters']:,} characters of text")
        content = text.encode("utf-8", "replace")
    except DocumentError as error:
        return {"error": str(error), "size": 0}, b""
    except MemoryError:
        return {"error": None, "size": 0}, b""
    except RecursionError:
        return {"error": f"{name}: nested too deeply", "size": 0}, b""
    except Exception as error:
        return {"error": f"{name}: cannot be read ({type(error).__name__})", "size": 0}, b""
    return {"error": "", "size": len(content)}, content


def _leave_network() -> None:
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None, use_errno=True)
        if library.unshare(_NEW_NETWORK) != 0:
            library.unshare(_NEW_USER | _NEW_NETWORK)


def _cut_off(megabytes: int) -> None:
    """Leave this process no network where the system allows it, no files to write, and only so much memory."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit holds there, too
        return
    _leave_network()
    with open("/proc/self/statm", encoding="ascii") if os.path.exists("/proc/self/statm") else open(os.devnull) as file:
        pages = file.read().split()
    used = int(pages[0]) * os.sysconf("SC_PAGE_SIZE") if pages else 0
    most = used + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow(seconds: float) -> None:
    """Let the system end this process when a document takes too long and nobody is left to end it."""
    try:
        import resource
    except ImportError:
        return
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(spent + seconds) + _SPARE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise SystemExit(0)  # whoever asked is gone
    return data


def main(megabytes: int) -> None:
    """Answer requests until whoever asks is gone.

    :param megabytes: of memory that parsing may use.
    """
    # What libraries print must not get among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for module in ("lxml.html", "docx", "pypdfium2"):
        __import__(module)
    _cut_off(megabytes)
    questions = sys.stdin.buffer
    while True:
        (size,) = LENGTH.unpack(_exactly(questions, LENGTH.size))
        request = json.loads(_exactly(questions, size))
        _allow(request["seconds"])
        head, content = parse(request, _exactly(questions, request["size"]))
        told = json.dumps(head).encode()
        answers.write(LENGTH.pack(len(told)) + told + content)
        answers.flush()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main(int(sys.argv[1]))
