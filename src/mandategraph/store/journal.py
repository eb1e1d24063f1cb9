"""What a writer has been given and has not yet written, kept on the disk: a writer that is killed need not ask for it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import FileIO
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zlib import crc32

__all__ = ["Journal", "Place"]


class Place(NamedTuple):
    """Where a record lies.

    :param file: the number of the file.
    :param offset: of its first byte.
    """

    file: int
    offset: int


class Journal:
    """Records in the files of a folder: one file for what is written together, removed when it is.

    A record is some parts, each any bytes. Before them stands one line: their checksum and how long each is.
    A record that was added outlives the process, not the machine: it is given to the system and not forced to the
    disk. One that is not whole, for either reason, is left out.

    :param folder: made when the first record is added.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     journal = Journal(Path(folder, "journal"))
    ...     place = journal.add([b"one", b"1"])
    ...     part = journal.next_part()
    ...     place = journal.add([b"two", b"2"])
    ...     journal.drop(part)
    ...     [parts for _, parts in Journal(Path(folder, "journal")).left()], journal.read(place)
    ([[b'two', b'2']], [b'two', b'2'])
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: FileIO | None = None
        self._next = Place(0, 0)

    def left(self) -> Iterator[tuple[Place, list[bytes]]]:
        """The records that another writer left, in the order in which it got them; where one is damaged, its file ends."""
        for number in self._numbers():
            with self._path(number).open("rb") as file:
                offset = 0
                while (parts := _record(file)) is not None:
                    yield Place(number, offset), parts
                    offset = file.tell()

    def read(self, place: Place) -> list[bytes]:
        """The parts of a record.

        :param place: as ``add`` or ``left`` gives it.
        :raises OSError: when it cannot be read.
        :raises ValueError: when it is damaged.
        """
        with self._path(place.file).open("rb") as file:
            file.seek(place.offset)
            parts = _record(file)
        if parts is None:
            raise ValueError(f"{self._path(place.file)} is damaged at {place.offset}")
        return parts

    def add(self, parts: Sequence[bytes]) -> Place:
        """Keep a record.

        :param parts: what it is made of.
        :return: where it is kept.
        :raises OSError: when it cannot be kept.
        """
        if self._file is None:
            self._folder.mkdir(exist_ok=True)
            self._next = Place(max(self._numbers(), default=0) + 1, 0)
            self._file = FileIO(self._path(self._next.file), "x")
        head = " ".join(map(str, (_checksum(parts), *map(len, parts))))
        record = b"".join((f"{head}\n".encode(), *parts))
        rest = memoryview(record)
        while rest:
            rest = rest[self._file.write(rest) or 0 :]
        place = self._next
        self._next = Place(place.file, place.offset + len(record))
        return place

    def next_part(self) -> Path | None:
        """The file with the records that were added since this was last asked, None when there are none."""
        if self._file is None:
            return None
        self._file.close()
        self._file = None
        return self._path(self._next.file)

    def drop(self, part: Path | None) -> None:
        """Let go of records that have been written.

        :param part: as ``next_part`` gives it.
        """
        if part is not None:
            part.unlink()

    def _path(self, number: int) -> Path:
        return self._folder / str(number)

    def _numbers(self) -> list[int]:
        if not self._folder.is_dir():
            return []
        return sorted(int(file.name) for file in self._folder.iterdir())


def _record(file: BinaryIO) -> list[bytes] | None:
    """The parts of the record that begins here; None when there is none, or not all of it."""
    try:
        checksum, *sizes = map(int, file.readline().split())
    except ValueError:
        return None
    parts = [file.read(size) for size in sizes]
    return parts if [len(part) for part in parts] == sizes and checksum == _checksum(parts) else None


def _checksum(parts: Sequence[bytes]) -> int:
    checksum = 0
    for part in parts:
        checksum = crc32(part, checksum)
    return checksum
