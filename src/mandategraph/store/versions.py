"""The versions of a graph in its folder: one is published, a writer makes the next, nothing is ever half done.

``mandategraph.json`` names the folder of the published version, which is never written again. A writer holds
the lock of the graph, works in a draft that shares its files, and publishes a copy by replacing that one file.
Whoever is killed leaves the published version as it is. Versions that nobody reads any more are removed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from mandategraph.errors import StoreBusyError, StoreError

try:
    import fcntl
except ImportError:  # Windows: the lock that the engine sets on the draft is all there is
    fcntl = None  # type: ignore[assignment]

__all__ = [
    "ABOUT",
    "JOURNAL",
    "PARTS",
    "Hold",
    "begin_draft",
    "can_resume",
    "copy_version",
    "describe_draft",
    "drop_draft",
    "fingerprint",
    "is_ours",
    "is_vacant",
    "network_file",
    "next_version",
    "published",
    "read_about",
    "settle",
    "sweep",
    "write_about",
    "writer_lock",
]

#: The file that says what the folder is and which version is published.
ABOUT = "mandategraph.json"
_LOCK = "lock"
_DRAFT = "draft"
_DRAFT_ABOUT = "draft.json"
#: What is to be written into the draft, see ``Journal``.
JOURNAL = "draft.journal"
#: What is merged before it is written into the draft.
PARTS = "draft.parts"
_VERSION = re.compile(r"quads(?:\.(\d+))?")
#: What is kept beside a version for networks; one that is being written has a longer name.
_NETWORK = re.compile(r"(quads(?:\.\d+)?)\.network(?:\.[0-9a-f]+)?")
_SHARED_ENDING = ".sst"


class Hold:
    """A lock on a file or folder, let go of when it is closed, collected, or its process ends.

    :param path: the file or folder.
    :param exclusive: whether nobody else may hold it; else others may hold it likewise.
    :param create: make the file when it is missing.
    :raises BlockingIOError: when another holds it, and the lock is exclusive.
    :raises FileNotFoundError: when it is missing.
    """

    def __init__(self, path: Path, *, exclusive: bool, create: bool = False) -> None:
        self.close: Callable[[], object] = lambda: None
        if fcntl is None:
            return
        number = os.open(path, os.O_RDWR | os.O_CREAT if create else os.O_RDONLY, 0o644)
        self.close = weakref.finalize(self, os.close, number)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB if exclusive else fcntl.LOCK_SH)
        except OSError:
            self.close()
            raise


def writer_lock(path: Path) -> Hold:
    """The lock that the one writer of a graph holds.

    :param path: the folder of the graph.
    :raises StoreBusyError: when another process writes it.
    """
    try:
        return Hold(path / _LOCK, exclusive=True, create=True)
    except BlockingIOError as error:
        raise StoreBusyError(f"{path} is being written by another process: try again later") from error


def is_vacant(path: Path) -> bool:
    """Whether a graph could be made there: nothing is there, or only what a killed writer of a new one left.

    :param path: the folder.

    >>> is_vacant(Path(__file__))
    False
    """
    if not path.is_dir():
        return not path.exists()
    return not (path / ABOUT).exists() and all(is_ours(file.name) for file in path.iterdir())


def is_ours(name: str) -> bool:
    """Whether a file or folder of this name in the folder of a graph is one that a store makes.

    >>> is_ours("quads.7"), is_ours("notes.txt")
    (True, False)
    """
    if name in {ABOUT, _LOCK, _DRAFT, _DRAFT_ABOUT, JOURNAL, PARTS, "draft.new", f"{ABOUT}.new"}:
        return True
    return any(pattern.fullmatch(name) for pattern in (_VERSION, _NETWORK))


def read_about(path: Path) -> dict[str, object]:
    """What the file of a graph says of it.

    :param path: the folder.
    :raises StoreError: when it is no graph, or the file is damaged.
    """
    if not path.is_dir():
        raise StoreError(f"{path} is a file, no graph: a graph is a folder that mandategraph build made")
    if not (path / ABOUT).is_file():
        raise StoreError(f"{path} is a folder but no graph: it has no {ABOUT}")
    text = (path / ABOUT).read_text(encoding="utf-8", errors="replace")
    try:
        about = json.loads(text)
    except ValueError:
        about = None
    if not isinstance(about, dict) or not {"base", "layout"} <= about.keys():
        raise StoreError(f"{path / ABOUT} is damaged: restore a backup of the graph or build it anew")
    name = about.setdefault("quads", "quads")
    if not isinstance(name, str) or not _VERSION.fullmatch(name):
        raise StoreError(f"{path / ABOUT} is damaged: restore a backup of the graph or build it anew")
    return about


def write_about(path: Path, about: Mapping[str, object]) -> None:
    """Replace the file of a graph as a whole; afterwards it is on the disk.

    :param path: the folder.
    :param about: base, layout, version and the name of the published version's folder.
    """
    draft = path / f"{ABOUT}.new"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(about, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path / ABOUT)
    _sync(path)


def next_version(path: Path) -> Path:
    """A folder for the next version, which is not there yet.

    :param path: the folder of the graph.
    """
    numbers = [int(found[1] or 0) for file in path.iterdir() if (found := _VERSION.fullmatch(file.name))]
    return path / f"quads.{max(numbers, default=0) + 1}"


def network_file(version: Path) -> Path:
    """Where that is kept which networks of a version are made of; it goes with the version.

    :param version: its folder.

    >>> network_file(Path("graph/quads.7")).name
    'quads.7.network'
    """
    return version.with_name(f"{version.name}.network")


def fingerprint(version: Path) -> str:
    """The names and sizes of the files of a published version, by which it is told from others of its name.

    :param version: its folder.
    """
    files = sorted((file.name, file.stat().st_size) for file in version.iterdir())
    return ";".join(f"{name}:{size}" for name, size in files if not name.startswith("LO"))


def settle(version: Path) -> None:
    """Put all files of a new version on the disk, so that a loss of power cannot take them.

    :param version: its folder.
    """
    for file in version.iterdir():
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
    _sync(version)


def _sync(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def published(path: Path) -> Iterator[tuple[dict[str, object], Path, Hold]]:
    """What a graph says of itself, and its published version, which stays as long as it is held.

    :param path: the folder of the graph.
    :raises StoreError: when it is no graph.
    """
    while True:
        about = read_about(path)
        version = path / str(about["quads"])
        try:
            hold = Hold(version, exclusive=False)
        except FileNotFoundError:
            if read_about(path) == about:
                raise
            continue
        if version.is_dir():  # it was not removed while this waited for the lock
            break
        hold.close()
    try:
        yield about, version, hold
    except BaseException:
        hold.close()
        raise


def begin_draft(
    path: Path, version: Path, inputs: frozenset[str] | None = None, *, is_first: bool = False
) -> tuple[Path, bool]:
    """The folder in which the next version is made, and whether a killed writer had begun it.

    What is shared with the published version takes no time and no room.

    :param path: the folder of the graph, whose lock is held.
    :param version: the published version.
    :param inputs: what the draft is made of. A draft that a killed writer made of some of the same things is
        taken up again where it stopped.
    :param is_first: whether the published version holds nothing. All is then loaded at once: what a killed writer
        had loaded is let go of, and its journal is kept, which has all that it had read.
    """
    draft = path / _DRAFT
    resumed = inputs is not None and can_resume(path, version.name, inputs)
    if inputs is not None and resumed and not is_first and draft.is_dir():
        describe_draft(path, version.name, inputs)
        return draft, True
    if resumed and is_first:
        _drop_loaded(path)
    else:
        drop_draft(path)
    copy_version(version, draft)
    if inputs is not None:
        describe_draft(path, version.name, inputs)
    return draft, False


def copy_version(version: Path, target: Path) -> None:
    """Copy a version, which is never written again: large files are shared where the file system can.

    :param version: its folder.
    :param target: a new folder.
    """
    target.mkdir()
    for file in sorted(version.iterdir()):
        if file.suffix == _SHARED_ENDING:
            with suppress(OSError):  # a file system without hard links
                os.link(file, target / file.name)
                continue
        if file.name not in {"LOCK", "LOG"}:
            shutil.copy2(file, target / file.name)


def describe_draft(path: Path, base: str, inputs: frozenset[str]) -> None:
    """Note what a draft is made of, so that it can be taken up again.

    :param path: the folder of the graph, whose lock is held.
    :param base: the name of the version that it began from.
    :param inputs: what it is made of.
    """
    new = path / "draft.new"
    new.write_text(json.dumps({"from": base, "inputs": sorted(inputs)}), encoding="utf-8")
    new.replace(path / _DRAFT_ABOUT)


def can_resume(path: Path, base: str, inputs: frozenset[str]) -> bool:
    """Whether a killed writer left a draft that can be taken up again.

    :param path: the folder of the graph.
    :param base: the name of the published version, from which the draft must have begun.
    :param inputs: what is to be written; the draft must be made of some of it.
    """
    try:
        told = json.loads((path / _DRAFT_ABOUT).read_text(encoding="utf-8"))
        return bool(told["from"] == base and inputs.issuperset(told["inputs"]))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def drop_draft(path: Path) -> None:
    """Remove the draft and its journal.

    :param path: the folder of the graph, whose lock is held.
    """
    with suppress(FileNotFoundError):
        (path / _DRAFT_ABOUT).unlink()  # first, so that half a draft is never taken up again
    _drop_loaded(path)
    shutil.rmtree(path / JOURNAL, ignore_errors=True)


def _drop_loaded(path: Path) -> None:
    shutil.rmtree(path / _DRAFT, ignore_errors=True)
    shutil.rmtree(path / PARTS, ignore_errors=True)


def sweep(path: Path, current: str) -> None:
    """Remove the versions that are not published and that nobody reads.

    :param path: the folder of the graph, whose lock is held.
    :param current: the name of the published version.
    """
    for folder in sorted(path.iterdir()):
        if folder.name != current and _VERSION.fullmatch(folder.name):
            with suppress(BlockingIOError, FileNotFoundError):
                hold = Hold(folder, exclusive=True)
                shutil.rmtree(folder, ignore_errors=True)
                hold.close()
    for file in sorted(path.iterdir()):
        kept = _NETWORK.fullmatch(file.name)
        if kept and not (path / kept[1]).is_dir():
            with suppress(OSError):
                file.unlink()
