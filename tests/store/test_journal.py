"""The journal: what was added is there for the next writer, until it is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandategraph.store.journal import Journal


def left(folder: Path) -> list[list[bytes]]:
    return [parts for _, parts in Journal(folder).left()]


@pytest.mark.parametrize("cut", range(1, 12))
def test_unfinished_record_is_left_out(tmp_path: Path, cut: int) -> None:
    """A writer that was killed in the middle of a record, wherever, has not added it."""
    journal = Journal(tmp_path / "journal")
    journal.add([b"one", b"1"])
    journal.add([b"two", b"2"])
    part = journal.next_part()
    assert part is not None
    part.write_bytes(part.read_bytes()[:-cut])
    assert left(tmp_path / "journal") == [[b"one", b"1"]]


@pytest.mark.parametrize("place", [0, 14, -1])
def test_damaged_record_is_left_out(tmp_path: Path, place: int) -> None:
    """What a loss of power left otherwise than it was written is not taken for what was added, nor read."""
    journal = Journal(tmp_path / "journal")
    where = journal.add([b"one", b"1"])
    part = journal.next_part()
    assert part is not None
    held = bytearray(part.read_bytes())
    held[place] = 0
    part.write_bytes(held)
    assert left(tmp_path / "journal") == []
    with pytest.raises(ValueError, match="damaged"):
        journal.read(where)


def test_records_hold_any_bytes(tmp_path: Path) -> None:
    """Parts may be empty and hold line ends; each record is found again where it was added."""
    journal = Journal(tmp_path / "journal")
    records = [[b"", b"a\nb\n", bytes(range(256))], [b"x" * 100_000], [b"\n"]]
    places = [journal.add(parts) for parts in records]
    assert [journal.read(place) for place in places] == records
    assert list(Journal(tmp_path / "journal").left()) == list(zip(places, records, strict=True))


def test_records_of_several_files_come_in_order(tmp_path: Path) -> None:
    """Records come back in the order in which they were added, beyond nine files too; a new writer adds after them."""
    records = [[str(number).encode()] for number in range(12)]
    journal = Journal(tmp_path / "journal")
    for parts in records[:11]:
        journal.add(parts)
        journal.next_part()
    other = Journal(tmp_path / "journal")
    assert other.read(other.add(records[11])) == records[11]
    assert left(tmp_path / "journal") == records


def test_nothing_added_is_no_part(tmp_path: Path) -> None:
    """Without records there is no file, and nothing to drop."""
    journal = Journal(tmp_path / "journal")
    assert journal.next_part() is None
    journal.drop(None)
    assert not (tmp_path / "journal").exists()
