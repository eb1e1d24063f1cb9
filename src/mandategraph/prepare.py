"""One file to what it contributes to a graph: what several processes can do side by side."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from multiprocessing.process import BaseProcess
from pathlib import Path

from mandategraph.authority import Authority
from mandategraph.check import check_edition, compile_shapes
from mandategraph.describe import EditionGraph, describe
from mandategraph.errors import DocumentError, MandategraphError
from mandategraph.model import Document, Extraction, Fact, Literal
from mandategraph.provenance import Making
from mandategraph.read.files import Reader, open_regular
from mandategraph.read.limits import Limits, at_most
from mandategraph.resources import resources
from mandategraph.store.layout import package_version

__all__ = [
    "Built",
    "Extract",
    "Failure",
    "Outcome",
    "Preparer",
    "Read",
    "Task",
    "begin",
    "begin_forked",
    "begin_here",
    "file_hash",
    "fingerprint",
    "is_own",
    "making",
    "masthead",
    "own_process",
    "prepare",
    "ready",
    "settle",
]

Read = Callable[[Path], Document]
Extract = Callable[[Document], Extraction]


class Outcome(StrEnum):
    """What became of a document in the store."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Built:
    """One document that is in the store, and what was found in it.

    :param path: the file.
    :param document: the document's id.
    :param language: of this edition.
    :param title: as its masthead gives it, if any.
    :param session: the name of the session that it was presented at, if any.
    :param agenda_item: if any.
    :param passages: how many.
    :param entities: how many it names.
    :param facts: how many it states.
    :param outcome: what became of it.
    """

    path: Path
    document: str
    language: str
    title: str | None
    session: str | None
    agenda_item: str | None
    passages: int
    entities: int
    facts: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Failure:
    """One file that could not be built, and why, in one line."""

    path: Path
    message: str


def fingerprint(authority: Authority | None) -> str:
    """A hash of all that makes documents into facts: version, rules and authorities.

    :param authority: known entities.

    >>> fingerprint(None) == fingerprint(None)
    True
    """
    made = making(authority)
    return sha256(f"{made.version} {made.rules} {made.authorities}".encode()).hexdigest()


def making(authority: Authority | None, when: datetime | None = None) -> Making:
    """What documents are made into facts with: version, rules and authorities.

    :param authority: known entities.
    :param when: what the record is dated, if at all.

    >>> making(None).when is None
    True
    """
    digest = sha256()
    for file in (*resources("data/rules", ".toml"), *resources("data/rules", ".json"), *resources("data/words", ".toml")):
        digest.update(sha256(file.read_bytes()).digest())
    return Making(package_version(), digest.hexdigest(), authority.sha256 if authority else sha256().hexdigest(), when)


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, and what its edition is to be described with."""

    path: Path
    base_iri: str
    built_from: str
    made: Making | None = None


class Preparer:
    """Makes files into what they contribute to a graph.

    :param authority: known entities.
    :param read: reads a file; a ``Reader`` limits what finding facts may cost, too.
    :param extract: finds the facts of a document; None: the package's extractor, made when it is needed.
    :param check: hold what a file contributes to the shapes.
    """

    def __init__(self, authority: Authority | None, read: Read, extract: Extract | None, check: bool = True) -> None:
        self.check = check
        self.authority = authority
        self.read = read
        self.extract = extract
        self._limits = read.limits if isinstance(read, Reader) else Limits()

    def get_ready(self) -> Extract:
        """Make what all documents need, so that the first one need not."""
        if self.extract is None:
            from mandategraph.extract import Extractor

            self.extract = Extractor(self.authority).extract
            if self.check:
                compile_shapes()
            if _is_own:
                settle()
        return self.extract

    def __call__(self, task: Task) -> tuple[EditionGraph, Built] | Failure:
        """All that one file contributes, or why it contributes nothing."""
        extract = self.get_ready()
        try:
            document = self.read(task.path)
            with at_most(self._limits.seconds, document.name):
                extraction = extract(document)
                graph = describe(extraction, task.base_iri, task.built_from, task.made)
            if self.check and (violations := check_edition(graph)):
                first = f"{violations[0].message} ({violations[0].focus})"
                more = f", and {len(violations) - 1:,} more" if len(violations) > 1 else ""
                return Failure(task.path, f"{task.path}: what it contributes breaks the shapes: {first}{more}")
        except MandategraphError as error:
            return Failure(task.path, str(error))
        except RecursionError:
            return Failure(task.path, f"{task.path}: nested too deeply")
        except MemoryError:
            return Failure(task.path, f"{task.path}: needs more memory than there is")
        except Exception as error:  # one document must not stop the others
            return Failure(task.path, f"{task.path}: internal error, {type(error).__name__}: {_one_line(error)}")
        return graph, _built(task.path, extraction, graph)


#: So many things may be made, and not freed, before they are looked through for garbage.
_YOUNG = 200_000
_preparer: Preparer | None = None
_is_own = False


def begin(authority: Authority | None, read: Read, extract: Extract | None, check: bool = True) -> None:
    """Set up a process of its own for reading documents."""
    begin_forked()
    begin_here(authority, read, extract, check)


def begin_forked() -> None:
    """Set up a process of its own for reading documents, which was forked from one that can read them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides what an interrupt means
    if (parent := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    own_process()


def own_process() -> None:
    """Say that this process is one of the program's own, whose garbage collection a build may arrange as it likes."""
    global _is_own
    _is_own = True


def settle() -> None:
    """Let this process look for garbage seldom: names and rules stay, and what a document leaves holds no cycles.

    Looking through them again and again would cost a third of the time of reading.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)


def is_own() -> bool:
    """Whether this process is one of the program's own."""
    return _is_own


def _end_with(parent: BaseProcess) -> None:
    """End this process when the one that began it is gone, even if it was killed."""
    parent.join()
    os._exit(1)


def begin_here(authority: Authority | None, read: Read, extract: Extract | None, check: bool = True) -> None:
    """Set up this process for reading documents."""
    global _preparer
    _preparer = Preparer(authority, read, extract, check)


def ready() -> bool:
    """Make what all documents need, if this process has been set up; whether it has."""
    if _preparer is not None:
        _preparer.get_ready()
    return _preparer is not None


def prepare(task: Task) -> tuple[EditionGraph, Built] | Failure:
    """All that one file contributes, or why it contributes nothing."""
    if _preparer is None:
        raise RuntimeError("the settings of the build have not been given")
    return _preparer(task)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _built(path: Path, extraction: Extraction, graph: EditionGraph) -> Built:
    names = {entity.id: entity.label(graph.language) for entity in extraction.entities}
    title, session, item = masthead(extraction.id, graph.language, extraction.facts, names.get)
    return Built(
        path,
        extraction.id,
        graph.language,
        title,
        session,
        item,
        len(extraction.document.passages),
        len(graph.entities),
        len(graph.facts),
        Outcome.NEW,
    )


def masthead(
    document: str, language: str, stated: Iterable[Fact], name: Callable[[str], str | None]
) -> tuple[str | None, str | None, str | None]:
    """Title, session and agenda item of a document, by what is stated of it.

    :param document: its id.
    :param language: of the title that is wanted.
    :param stated: facts.
    :param name: the name of an entity by its id.

    >>> masthead("document/a", "zh", [Fact("document/a", "agendaItem", Literal("16"))], str)
    (None, None, '16')
    """
    found: dict[str, str] = {}
    for fact in stated:
        if fact.subject != document:
            continue
        if isinstance(fact.object, Literal):
            if fact.object.language == language or fact.predicate not in found:
                found[fact.predicate] = fact.object.value
        elif fact.predicate == "presentedAt":
            found.setdefault("presentedAt", name(fact.object) or fact.object)
    return found.get("title"), found.get("presentedAt"), found.get("agendaItem")


def file_hash(path: Path, most: int | None = None) -> str | None:
    """The SHA-256 of a file, or None when it cannot be read.

    :param path: the file.
    :param most: bytes; a larger file is not read at all.
    """
    digest, size = sha256(), 0
    try:
        with open_regular(path) as file:
            if most is not None and os.fstat(file.fileno()).st_size > most:
                return None
            while block := file.read(1 << 20):
                digest.update(block)
                size += len(block)
                if most is not None and size > most:
                    return None  # it grows while it is read
            if block is None:
                return None
    except (OSError, DocumentError):
        return None
    return digest.hexdigest()
