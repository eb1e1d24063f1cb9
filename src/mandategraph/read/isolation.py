"""Parses untrusted files in a process of its own, which ends when it takes too long or too much."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress

from mandategraph.errors import DocumentError
from mandategraph.read.limits import Limits
from mandategraph.read.parsing import LENGTH, parse

__all__ = ["parse_apart"]

_PART = 1 << 20
# What Python and its libraries need to start as this process did. Everything else stays here: a parser that a
# document has taken over must find no password in its environment, whatever the variable is called.
_HANDED_ON = frozenset(
    {"HOME", "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "TMPDIR", "TZ"}
    | {"PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYTHONHOME", "PYTHONIOENCODING", "PYTHONNOUSERSITE"}
    | {"PYTHONPATH", "PYTHONPYCACHEPREFIX", "PYTHONUSERBASE", "PYTHONUTF8"}
)


class _Ended(Exception):  # noqa: N818 - it says what happened
    """The process has ended."""


class _TooSlow(Exception):  # noqa: N818
    """The process has not answered in time."""


class _Parser:
    """The process that parses, started when it is first needed and again when it has ended."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes
        self.owner = os.getpid()
        command = [sys.executable, "-P", "-m", "mandategraph.read.parsing", str(megabytes)]
        self.process = subprocess.Popen(  # noqa: S603 - the command is our own
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
        )
        assert self.process.stdin is not None and self.process.stdout is not None  # noqa: S101, PT018
        self.input, self.output = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self.input, False)
        os.set_blocking(self.output, False)

    def ask(self, message: bytes, until: float) -> tuple[dict[str, str | int | None], bytes]:
        """Send a message and wait for the answer."""
        received = bytearray()
        sent = 0
        wanted = LENGTH.size
        head: dict[str, str | int | None] | None = None
        while True:
            while len(received) >= wanted:
                if head is None and wanted == LENGTH.size:
                    wanted += LENGTH.unpack_from(received)[0]
                elif head is None:
                    head = json.loads(received[LENGTH.size : wanted])
                    start = wanted
                    wanted += int((head or {}).get("size") or 0)
                else:
                    return head, bytes(received[start:wanted])
            left = until - time.monotonic()
            if left <= 0:
                raise _TooSlow
            with selectors.DefaultSelector() as selector:
                selector.register(self.output, selectors.EVENT_READ)
                if sent < len(message):
                    selector.register(self.input, selectors.EVENT_WRITE)
                ready = {key.fd for key, _ in selector.select(left)}
            if self.output in ready:
                part = os.read(self.output, _PART)
                if not part:
                    raise _Ended
                received += part
            elif self.input in ready:
                try:
                    sent += os.write(self.input, memoryview(message)[sent : sent + _PART])
                except BrokenPipeError as error:
                    raise _Ended from error

    def end(self) -> int:
        """End the process and say how it ended."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        return self.process.wait()


def _environment() -> dict[str, str]:
    """The environment of the process: the names on a list, and those of the locale."""
    return {
        name: value for name, value in os.environ.items() if name.upper() in _HANDED_ON or name.startswith("LC_")
    }


_lock = threading.Lock()
_parser: _Parser | None = None


def parse_apart(suffix: str, data: bytes, name: str, limits: Limits) -> str:
    """The text of a file, parsed in another process.

    :param suffix: of the file, such as ``.pdf``.
    :param data: of the file.
    :param name: of the file, for the message.
    :param limits: what it may cost.
    :raises DocumentError: when it cannot be read, or takes too long or too much memory.
    """
    global _parser
    request = {
        "suffix": suffix,
        "name": name,
        "size": len(data),
        "characters": limits.characters,
        "seconds": limits.seconds,
    }
    if os.name == "nt":  # pipes cannot be waited for there, so the parser runs here and without limits
        return _told(*parse(request, data), name, limits)
    told = json.dumps(request).encode()
    with _lock:
        parser = _parser
        if parser is not None and parser.owner != os.getpid():
            parser = None  # it is the one of the process that this one was forked from
        if parser is not None and (parser.megabytes != limits.megabytes or parser.process.poll() is not None):
            parser.end()
            parser = None
        if parser is None:
            parser = _parser = _Parser(limits.megabytes)
        try:
            head, content = parser.ask(LENGTH.pack(len(told)) + told + data, time.monotonic() + limits.seconds)
        except _TooSlow:
            _end(parser)
            raise DocumentError(f"{name}: takes longer than {limits.seconds:g} s to read") from None
        except _Ended:
            raise DocumentError(f"{name}: {_death(parser, limits)}") from None
        except BaseException:  # an interrupt must not leave half an answer to the next file
            _end(parser)
            raise
        if head["error"] is None:
            _end(parser)
    return _told(head, content, name, limits)


def _told(head: Mapping[str, object], content: bytes, name: str, limits: Limits) -> str:
    if head["error"] is None:
        raise DocumentError(f"{name}: {_memory(limits)}")
    if head["error"]:
        raise DocumentError(str(head["error"]))
    return content.decode("utf-8")


def _end(parser: _Parser) -> int:
    global _parser
    _parser = None
    return parser.end()


def _death(parser: _Parser, limits: Limits) -> str:
    with suppress(subprocess.TimeoutExpired):
        parser.process.wait(5)  # its own end says more than being killed does
    code = _end(parser)
    if code in {-signal.SIGABRT, -signal.SIGKILL}:
        return _memory(limits)
    if code == -getattr(signal, "SIGXCPU", 0):
        return f"takes longer than {limits.seconds:g} s to read"
    return "not readable: the library that parses such files broke down on it"


def _memory(limits: Limits) -> str:
    return f"needs more than {limits.megabytes:,} MB of memory to read"
