"""The journal: what was added is there for the next writer, until it is dropped."""

from __future__ import annotations

from pathlib import Path

from mandategraph.store.journal import Journal


def test_unfinished_line_is_left_out(tmp_path: Path) -> None:
    """A writer that was killed in the middle of a line has not added it."""
    journal = Journal(tmp_path / "journal")
    journal.add(b"one")
    part = journal.next_part()
    assert part is not None
    with part.open("ab") as file:
        file.write(b"tw")
    assert list(Journal(tmp_path / "journal").left()) == [b"one"]


def test_lines_of_several_parts_come_in_order(tmp_path: Path) -> None:
    """Lines come back in the order in which they were added, beyond nine parts too; a new writer adds after them."""
    lines = [str(number).encode() for number in range(12)]
    journal = Journal(tmp_path / "journal")
    for line in lines[:11]:
        journal.add(line)
        journal.next_part()
    other = Journal(tmp_path / "journal")
    other.add(lines[11])
    assert list(Journal(tmp_path / "journal").left()) == lines


def test_nothing_added_is_no_part(tmp_path: Path) -> None:
    """Without lines there is no file, and nothing to drop."""
    journal = Journal(tmp_path / "journal")
    assert journal.next_part() is None
    journal.drop(None)
    assert not (tmp_path / "journal").exists()
