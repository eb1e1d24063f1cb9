"""Connections: how many there may be, and when the server lets go of a client that does not keep up."""

from __future__ import annotations

import asyncio
import fcntl
import resource
import termios
from array import array
from contextlib import suppress
from typing import Any, ClassVar, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mandategraph.server.http import Answer, error_answer

__all__ = ["MOST", "Protocol", "allow_connections", "unsent_bytes"]

#: How many connections there may be at most, where the system lets a process have so many files.
MOST = 10_000
# Files that the process needs for other things: stores, query processes, connections that are being ended.
_SPARE = 512
# How long a client may take to send a request, and in how long so many bytes of a body or an answer must move.
_SECONDS = 30.0
_BODY_BYTES, _ANSWER_BYTES = 64 * 1024, 32 * 1024
_HEAD_BYTES = 1024 * 1024
# How many bytes of requests that are not whole yet there may be, before those that are not small are let go of.
_MOST_HELD, _SMALL_BYTES = 128 * 1024 * 1024, 16 * 1024
# How long what a client still sends after the last answer to it is read, and thrown away.
_LINGER_SECONDS = 5.0
_LINGERING = 256


def allow_connections(wanted: int | None = None) -> int:
    """Let this process hold as many files as the system lets it; how many connections there may be then.

    :param wanted: by the operator; fewer where the system does not let a process have so many files.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    room = MOST if hard == resource.RLIM_INFINITY else max(hard - _SPARE, hard // 2)
    return min(wanted or MOST, room)


def unsent_bytes() -> int:
    """How many bytes of answers wait for clients that read slowly."""
    return sum(one.unsent() for one in Protocol.slow)


class _Gathered:
    """A connection that sends what is written at one time at once: the head of an answer and its body."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._parts: list[bytes] = []
        self.written = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._parts:
            asyncio.get_running_loop().call_soon(self._send)
        self._parts.append(data)

    def close(self) -> None:
        self._send()
        self._transport.close()

    def write_eof(self) -> None:
        self._send()
        self._transport.write_eof()

    def unsent(self) -> int:
        return self._transport.get_write_buffer_size()

    def received(self) -> int:
        """How many bytes the client has received: what the system holds for it is not yet among them."""
        held = array("i", [0])
        with suppress(OSError):  # not Linux: what the system holds counts as received
            fcntl.ioctl(self._transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, held)
        return self.written - self.unsent() - held[0]

    def _send(self) -> None:
        if self._parts:
            data = b"".join(self._parts)
            self._parts.clear()
            self.written += len(data)
            self._transport.write(data)


class Protocol(HttpToolsProtocol):
    """Lets go of clients that send no whole request in time, a head without end, or do not read their answer."""

    #: How many connections there may be.
    most: ClassVar[int] = MOST
    #: Those whose answers wait to be sent.
    slow: ClassVar[set[Protocol]] = set()
    _gathered: _Gathered
    _timer: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    #: How many bytes of requests that are not whole yet they hold, all together.
    held: ClassVar[int] = 0
    _held = 0
    _head = 0
    _body = 0
    _is_over = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # type: ignore[override,unused-ignore]
        """Begin to wait for a request; where there are too many connections, say so."""
        self._gathered = _Gathered(cast("asyncio.Transport", transport))
        super().connection_made(cast("asyncio.Transport", self._gathered))
        self._wait()
        if len(self.connections) > self.most:
            self._let_go(error_answer(503, "the server has too many connections: try again in a moment"))

    def data_received(self, data: bytes) -> None:
        """Read on, as long as the head is not too long."""
        if self._is_over:
            return
        self._head += len(data)
        # Of a longer body no more is in memory: it is refused, or goes to a file.
        self._hold(min(len(data), _HEAD_BYTES - self._held))
        super().data_received(data)
        if self._head > _HEAD_BYTES:
            self._let_go(error_answer(431, "the head of the request has more than a megabyte"))
        elif Protocol.held > _MOST_HELD and self._held > _SMALL_BYTES:
            self._let_go(error_answer(503, "too many large requests come at once: try again in a moment"))

    def on_message_begin(self) -> None:
        """A request has begun: it must come in time."""
        super().on_message_begin()
        self._wait()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        super().on_headers_complete()
        self._head = -(1 << 62)  # the limits of the body are those of what is asked
        self._body = 0

    def on_body(self, body: bytes) -> None:
        """A part of the body has come: the next must come in time."""
        super().on_body(body)
        self._body += len(body)
        if self._body >= _BODY_BYTES:  # it comes as fast as it must
            self._body = 0
            self._wait()

    def on_message_complete(self) -> None:
        """The request is whole."""
        super().on_message_complete()
        self._head = 0
        self._hold(-self._held)
        self._stop_waiting()

    def pause_writing(self) -> None:
        """The answer comes faster than the client reads."""
        super().pause_writing()
        self.slow.add(self)
        self._watch_reading()

    def resume_writing(self) -> None:
        """The client has read most of it."""
        super().resume_writing()
        self._stop_watching()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._hold(-self._held)
        self._stop_waiting()
        self._stop_watching()
        super().connection_lost(exc)

    def unsent(self) -> int:
        """How many bytes wait for the client to read."""
        return self._gathered.unsent()

    def _hold(self, more: int) -> None:
        self._held += more
        Protocol.held += more

    def _wait(self) -> None:
        self._stop_waiting()
        self._timer = asyncio.get_running_loop().call_later(_SECONDS, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_slow(self) -> None:
        self._let_go(error_answer(408, f"the request did not come within {_SECONDS:g} s"))

    def _watch_reading(self, before: int | None = None) -> None:
        """See whether the client reads the answer as fast as it must, from now until it has read it."""
        received = self._gathered.received()
        if before is not None and received - before < _ANSWER_BYTES:
            self._gathered.abort()
            return
        self._reading = asyncio.get_running_loop().call_later(_SECONDS, self._watch_reading, received)

    def _stop_watching(self) -> None:
        self.slow.discard(self)
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _let_go(self, answer: Answer) -> None:
        """Say why the connection ends, and end it."""
        if self._is_over or self.transport is None or self.transport.is_closing():
            return
        self._stop_waiting()
        self._is_over = True
        self._hold(-self._held)
        self.headers, self.scope = [], {}  # type: ignore[typeddict-item]  # they hold what has come of the request
        del self.parser
        self.transport.write(_plain(answer))
        if len(self.connections) > self.most + _LINGERING:
            self.transport.close()
            return
        # A connection that is closed while its client still sends takes the answer with it.
        self.transport.write_eof()
        self._timer = asyncio.get_running_loop().call_later(_LINGER_SECONDS, self.transport.close)


_REASONS = {408: "Request Timeout", 431: "Request Header Fields Too Large", 503: "Service Unavailable"}


def _plain(answer: Answer) -> bytes:
    """An answer as bytes, for a connection on which no application answers."""
    headers = {**answer.headers, "content-length": str(len(answer.body)), "connection": "close"}
    lines = [
        f"HTTP/1.1 {answer.status} {_REASONS[answer.status]}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + answer.body
