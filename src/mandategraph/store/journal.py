"""What a writer has been given and has not yet written, kept on the disk: a writer that is killed need not ask for it again."""

from __future__ import annotations

from collections.abc import Iterator
from io import FileIO
from pathlib import Path

__all__ = ["Journal"]


class Journal:
    """Lines in the files of a folder: one file for what is written together, removed when it is.

    A line that was added outlives the process, not the machine: it is given to the system and not forced to the disk.

    :param folder: made when the first line is added.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     journal = Journal(Path(folder, "journal"))
    ...     journal.add(b"one")
    ...     part = journal.next_part()
    ...     journal.add(b"two")
    ...     journal.drop(part)
    ...     list(Journal(Path(folder, "journal")).left())
    [b'two']
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: FileIO | None = None
        self._part = folder

    def left(self) -> Iterator[bytes]:
        """The lines that another writer left, in the order in which it got them; one that it did not finish is left out."""
        for file in self._parts():
            with file.open("rb") as opened:
                for line in opened:
                    if line.endswith(b"\n"):
                        yield line[:-1]

    def add(self, line: bytes) -> None:
        """Keep a line.

        :param line: without a line break.
        :raises OSError: when it cannot be kept.
        """
        if self._file is None:
            self._folder.mkdir(exist_ok=True)
            last = max((int(part.name) for part in self._parts()), default=0)
            self._part = self._folder / str(last + 1)
            self._file = FileIO(self._part, "x")
        rest = memoryview(line + b"\n")
        while rest:
            rest = rest[self._file.write(rest) or 0 :]

    def next_part(self) -> Path | None:
        """The file with the lines that were added since this was last asked, None when there are none."""
        if self._file is None:
            return None
        self._file.close()
        self._file = None
        return self._part

    def drop(self, part: Path | None) -> None:
        """Let go of lines that have been written.

        :param part: as ``next_part`` gives it.
        """
        if part is not None:
            part.unlink()

    def _parts(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(self._folder.iterdir(), key=lambda part: int(part.name))
