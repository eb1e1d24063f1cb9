"""The process that forks workers: it starts one in milliseconds, ends it, and tells how it ended."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from collections.abc import Callable
from contextlib import suppress

from mandategraph.server.worker import COMMAND, REPORT

__all__ = ["ForkServer"]


class _Reports(asyncio.Protocol):
    """Reads how workers ended."""

    def __init__(self, died: Callable[[int, int], None], lost: Callable[[], None]) -> None:
        self._buffer = bytearray()
        self._died = died
        self._lost = lost

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        whole = len(self._buffer) // REPORT.size * REPORT.size
        reports = bytes(self._buffer[:whole])
        del self._buffer[:whole]
        for number, code in REPORT.iter_unpack(reports):
            self._died(number, code)

    def connection_lost(self, _: Exception | None) -> None:
        self._lost()


class ForkServer:
    """A process that has loaded what workers need, and forks itself for each.

    :param command: that runs ``worker.py``.
    :param died: called with the number of a worker that has ended and its exit code, negative for a signal.
    :param lost: called when the process itself is gone, and all workers with it.
    """

    def __init__(self, command: list[str], died: Callable[[int, int], None], lost: Callable[[], None]) -> None:
        self._command = command
        self._died = died
        self._lost = lost
        self._process: subprocess.Popen[bytes] | None = None
        self._commands: socket.socket | None = None
        self._reports: asyncio.ReadTransport | None = None

    async def start(self) -> None:
        """Start the process."""
        ours, theirs = socket.socketpair()
        # What it is told is short: this waits only if the process does not read at all.
        ours.settimeout(1)
        with theirs:
            self._process = subprocess.Popen(self._command, stdin=theirs.fileno(), stdout=subprocess.PIPE)  # noqa: S603
        self._commands = ours
        loop = asyncio.get_running_loop()
        made = await loop.connect_read_pipe(lambda: _Reports(self._died, self._ended), self._process.stdout)
        self._reports = made[0]

    def fork(self, number: int, connection: socket.socket) -> None:
        """Start a worker that reads jobs from a connection.

        :param number: by which it is called from now on.
        :param connection: the worker's end.
        """
        if self._commands is not None:
            with suppress(OSError):
                socket.send_fds(self._commands, [COMMAND.pack(b"f", number)], [connection.fileno()])

    def kill(self, number: int) -> None:
        """End a worker, whatever it is doing."""
        self._tell(b"k", number)

    def lower(self, number: int) -> None:
        """Let other processes go before a worker from now on."""
        self._tell(b"l", number)

    def pause(self, number: int) -> None:
        """Let a worker stand still."""
        self._tell(b"s", number)

    def resume(self, number: int) -> None:
        """Let a worker go on."""
        self._tell(b"c", number)

    def close(self) -> None:
        """End the process and all workers."""
        self._lost = _nothing
        if self._commands is not None:
            self._commands.close()
            self._commands = None
        if self._reports is not None:
            self._reports.close()
        if self._process is not None:
            # It ends its workers as soon as nobody tells it anything any more.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(2)
            self._process.kill()
            self._process.wait()

    def _tell(self, what: bytes, number: int) -> None:
        if self._commands is not None:
            with suppress(OSError):
                self._commands.sendall(COMMAND.pack(what, number))

    def _ended(self) -> None:
        lost = self._lost
        self.close()
        lost()


def _nothing() -> None:
    """Do nothing."""
