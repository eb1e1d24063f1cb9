"""Processes that run one query at a time each for the server, and that may be killed at any moment.

They are forks of one process, which is started by the path of this file and imports nothing of the package, so
that a new worker is ready in milliseconds. A worker reads jobs from a socket and writes answers there.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import re
import resource
import select
import signal
import socket
import struct
import sys
from collections import deque
from contextlib import suppress
from typing import Any

import pyoxigraph as ox

__all__ = [
    "COMMAND",
    "HEAD",
    "JOB",
    "REPORT",
    "Output",
    "TooLarge",
    "answer",
    "cut_off_network",
    "fork_workers",
    "run",
    "service_refusal",
    "work",
]

#: Before an answer: its kind, and how many bytes follow.
HEAD = struct.Struct(">cI")
#: Before a query: how many bytes say how to run it (none: forget what waits), and how many the query has.
JOB = struct.Struct(">II")
#: To the process that forks: a letter, and the number of a worker.
COMMAND = struct.Struct(">cI")
#: From it: the number of a worker that has ended, and its exit code.
REPORT = struct.Struct(">Ii")

#: Format name -> how the library writes it: rows first, then graphs.
RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
# Controls that XML cannot hold, which the library writes as they are.
_XML = bytes(32 if byte < 32 and byte not in b"\t\n\r" else byte for byte in range(256))
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_MOST_KNOWN = 100
_LOW = 15
_DEATH_SIGNAL = 1
_SIGNALS = {b"k": signal.SIGKILL, b"s": signal.SIGSTOP, b"c": signal.SIGCONT}
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000


class TooLarge(Exception):  # noqa: N818 - the name says what happened, and no caller outside sees it
    """The answer has more bytes or rows than the server gives."""


class Output:
    """A file of limited size in memory.

    :param limit: in bytes.

    >>> output = Output(3)
    >>> output.write(b"abc"), output.data
    (3, bytearray(b'abc'))
    """

    def __init__(self, limit: int) -> None:
        self.data = bytearray()
        self._limit = limit

    def write(self, data: bytes) -> int:
        """Keep some bytes.

        :raises TooLarge: when there are too many.
        """
        if len(self.data) + len(data) > self._limit:
            raise TooLarge(f"the answer has more than {self._limit:,} bytes")
        self.data += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is in memory."""


def cut_off_network() -> None:
    """Leave this process without any network, where the system allows it."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if library.unshare(_NEW_NETWORK) != 0:
            library.unshare(_NEW_USER | _NEW_NETWORK)
    except (OSError, AttributeError):
        pass  # not Linux: queries that name another server are refused before they run


def service_refusal(query: str, allowed: list[str]) -> str | None:
    """Why a query may not run because of other servers that it asks, or None.

    The parser itself tells whether ``service`` is a keyword in the query: with another word in its place, a
    query stays valid if the word was part of a text, a comment, a name or an IRI, and becomes invalid if not.

    :param query: a valid query.
    :param allowed: IRIs of servers that may be asked.

    >>> service_refusal("SELECT ?service { ?service ?p 'SERVICE <http://a/>' }", [])
    >>> service_refusal("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", ["http://a/"])
    >>> service_refusal("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", [])
    'the query asks another server with SERVICE, which is not allowed here'
    """
    if not _SERVICE.search(query):
        return None
    tested = query
    for name in allowed:
        call = re.compile(rf"service\s+(?:silent\s+)?(?=<{re.escape(name)}>)", re.IGNORECASE | re.ASCII)
        tested = call.sub("GRAPH ", tested)
    lowered = query.lower()
    for letter in "xqzjkvwy":
        if f"{letter}ervice" not in lowered:
            with suppress(SyntaxError):
                ox.Store().query(_SERVICE.sub(lambda found, other=letter: other + found[0][1:], tested))  # type: ignore[misc]
                return None
            break
    if allowed:
        servers = ", ".join(f"<{name}>" for name in sorted(allowed))
        return f"the query asks another server with SERVICE; here it may be only {servers}, in angle brackets"
    return "the query asks another server with SERVICE, which is not allowed here"


def _rows(data: bytes, form: str) -> int:
    """How many rows an answer has."""
    if form == "json":
        return len(json.loads(data)["results"]["bindings"])
    if form == "xml":
        return data.count(b"<result>")
    if form == "tsv":
        return data.count(b"\n") - 1
    outside = data.split(b'"')[::2]  # quotes within a value are doubled, so what is outside stays outside
    return sum(part.count(b"\n") for part in outside) - 1


def run(store: ox.Store, job: dict[str, Any]) -> tuple[bytes, bytes]:
    """The kind of an answer and its bytes.

    Kinds: S rows, B yes or no, G triples; e no valid query, r refused, l too large, n no acceptable format.

    :param store: open for reading.
    :param job: query, rows, boolean, graph (formats or None), default, named (graphs or None), and the settings
        of the server.
    """
    query = job["query"]
    try:
        refusal = service_refusal(query, job["services"])
        if refusal is not None:
            return b"r", refusal.encode()
        options: dict[str, Any] = {}
        if job["default"] is not None or job["named"] is not None:
            options["default_graph"] = [ox.NamedNode(name) for name in job["default"] or ()]
            options["named_graphs"] = [ox.NamedNode(name) for name in job["named"] or ()]
        if job.get("base"):
            options["base_iri"] = job["base"]
        return answer(store.query(query, **options), job)
    except SyntaxError as error:
        return b"e", f"the query is not valid SPARQL: {' '.join(str(error).split())}".encode()
    except (ValueError, UnicodeError) as error:
        return b"e", f"the query cannot be run: {' '.join(str(error).split())}".encode()
    except TooLarge as error:
        return b"l", f"{error}: ask for less, with LIMIT or a narrower pattern".encode()
    except MemoryError:
        return b"m", b""
    except (OSError, RuntimeError) as error:
        if "not supported" in str(error):  # a function that the engine does not have
            return b"e", f"the query cannot be run: {' '.join(str(error).split())}".encode()
        return b"x", f"the query could not be answered: {' '.join(str(error).split())}".encode()


def answer(found: Any, job: dict[str, Any]) -> tuple[bytes, bytes]:
    """What a query found, written in the format that was asked for.

    :param found: by the library.
    :param job: see ``run``.
    :raises TooLarge: when it has too many bytes or rows.
    """
    output = Output(job["bytes"])
    if isinstance(found, ox.QuerySolutions):
        kind, form = b"S", job["rows"]
        if form:
            found.serialize(output, format=RESULTS[form])  # type: ignore[arg-type]
            # A row has a byte at least, so most answers need no counting.
            if len(output.data) > job["max_rows"] and _rows(bytes(output.data), form) > job["max_rows"]:
                raise TooLarge(f"the answer has more than {job['max_rows']:,} rows")
    elif isinstance(found, ox.QueryBoolean):
        kind, form = b"B", job["boolean"]
        if form:
            found.serialize(output, format=RESULTS[form])  # type: ignore[arg-type]
    else:
        kind, form = b"G", job["graph"]
        if form in {"turtle", "trig", "rdfxml"}:
            prefixes = job["prefixes"]
            ox.serialize(found, output, format=GRAPHS[form], prefixes=prefixes)  # type: ignore[arg-type]
        elif form:
            ox.serialize(found, output, format=GRAPHS[form])  # type: ignore[arg-type]
    if form in {"xml", "rdfxml"}:
        return kind, bytes(output.data.translate(_XML))
    return (kind, bytes(output.data)) if form else (b"n", kind)


class _Jobs:
    """What the server has sent and this process has not run yet."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._data = bytearray()
        self._jobs: deque[tuple[bytes, bytes]] = deque()

    def next(self) -> tuple[bytes, bytes]:
        """How to run the next query, and the query."""
        self._read(wait=not self._jobs)
        while not self._jobs:
            self._read(wait=True)
        return self._jobs.popleft()

    def _read(self, *, wait: bool) -> None:
        try:
            part = self._connection.recv(65536, 0 if wait else socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        if not part:
            raise SystemExit(0)  # the server is gone
        self._data += part
        place = 0
        while len(self._data) - place >= JOB.size:
            told, size = JOB.unpack_from(self._data, place)
            end = place + JOB.size + told + size
            if len(self._data) < end:
                break
            if told:
                job = bytes(self._data[place + JOB.size : end])
                self._jobs.append((job[:told], job[told:]))
            else:  # what waits is run elsewhere
                for _ in self._jobs:
                    self._connection.sendall(HEAD.pack(b"c", 0))
                self._jobs.clear()
            place = end
        del self._data[:place]


def work(connection: socket.socket, settings: dict[str, Any]) -> None:
    """Run jobs until the server is gone.

    :param connection: where jobs come from and answers go; the first message is the folder of the store.
    :param settings: services (servers that may be asked), base, prefixes, and limits: bytes and max_rows of an
        answer, memory that queries may use beyond what the open store uses.
    """
    jobs = _Jobs(connection)
    path = os.fsdecode(jobs.next()[0])
    fcntl.flock(os.open(path, os.O_RDONLY), fcntl.LOCK_SH)  # keeps this version until the process ends
    store = ox.Store.read_only(path)
    with open("/proc/self/statm", encoding="ascii") as file:
        limit = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") + settings["memory"]
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    own = str(os.getpid()).encode()
    connection.sendall(HEAD.pack(b"h", len(own)) + own)
    known: dict[bytes, dict[str, Any]] = {}
    while True:
        options, query = jobs.next()
        job = known.get(options)
        if job is None:
            if len(known) > _MOST_KNOWN:
                known.clear()
            job = known[options] = settings | json.loads(options)
        kind, data = run(store, {**job, "query": query.decode()})
        connection.sendall(HEAD.pack(kind, len(data)) + data)


def _await_death_of(parent: int) -> None:
    """See to it that this process ends when the one that forked it does, where the system can."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def fork_workers(settings: dict[str, Any]) -> None:
    """Fork workers, end them, and tell how they ended, as the server says on the standard input.

    The letters of commands: f (start it; its connection comes along), k (kill it), l (lower its priority), s (let
    it stop), c (let it continue). Reports go to the standard output.

    :param settings: see ``work``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends its workers itself
    if not settings["services"]:
        cut_off_network()
    commands = socket.socket(fileno=0)
    told = commands.fileno()
    deaths, death = os.pipe()
    os.set_blocking(death, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(death)
    processes: dict[int, int] = {}
    own = os.getpid()
    while True:
        ready, _, _ = select.select([told, deaths], [], [])
        if deaths in ready:
            os.read(deaths, 4096)
            _report(processes)
        if told not in ready:
            continue
        data, given, _, _ = socket.recv_fds(commands, COMMAND.size, 1)
        if len(data) < COMMAND.size:  # the server is gone
            for process in processes.values():
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
            return
        what, number = COMMAND.unpack(data)
        if what == b"f":
            process = os.fork()
            if process == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _await_death_of(own)
                nothing = os.open(os.devnull, os.O_RDWR)
                for one in (commands.detach(), 1):
                    os.dup2(nothing, one)
                for one in (deaths, death, nothing):
                    os.close(one)
                with suppress(BrokenPipeError, ConnectionError):
                    work(socket.socket(fileno=given[0]), settings)
                return
            os.close(given[0])
            processes[number] = process
        elif number in processes:
            # A process that has ended stays known until it is reported, so no other can have its id.
            if what in _SIGNALS:
                os.kill(processes[number], _SIGNALS[what])
            else:
                os.setpriority(os.PRIO_PROCESS, processes[number], _LOW)


def _report(processes: dict[int, int]) -> None:
    """Tell which processes have ended."""
    for number, process in list(processes.items()):
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            del processes[number]
            os.write(1, REPORT.pack(number, os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    fork_workers(json.loads(sys.argv[1]))
