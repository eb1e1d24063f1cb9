"""The page on security: every threat names what shows that it is met, and that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from benchmarks.faults import _COMMANDS
from benchmarks.faultyhand import CASES

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
#: Where a heading is not what the tables of threats have.
_OTHER_TABLES = {"trusted"}
_WORDS = re.compile(r"`([^`]+)`")


def rows() -> list[tuple[str, str]]:
    """Each threat with what its last column names."""
    found: list[tuple[str, str]] = []
    head = ""
    for line in PAGE.split("\n"):
        if not line.startswith("|"):
            head = ""
            continue
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if not head:
            head = cells[0]
        elif head not in _OTHER_TABLES and not cells[0].startswith("---"):
            found.append((cells[0], cells[2] if len(cells) > 2 else ""))
    return found


def known() -> dict[str, set[str]]:
    """The tests of each file."""
    return {
        path.relative_to(ROOT).as_posix(): set(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))
        for path in (ROOT / "tests").rglob("test_*.py")
    }


TESTS = known()
NAMES = {name for names in TESTS.values() for name in names}
FILES = {case.name for case in CASES}


def exists(word: str) -> bool:
    """Whether something that the page names as a test is one."""
    file, _, name = word.partition("::")
    if name:
        return name in TESTS.get(file, set())
    if file.startswith("benchmarks/faults.py "):
        return file.split()[1] in _COMMANDS
    return word in NAMES or bool(TESTS.get(word)) or word in FILES or (word.endswith("/") and any(f.startswith(word) for f in TESTS))


def test_there_are_threats() -> None:
    """There is something to check: each part of the page has threats."""
    assert len(rows()) > 40


@pytest.mark.parametrize(("threat", "shown"), rows(), ids=[threat for threat, _ in rows()])
def test_threat_names_its_test(threat: str, shown: str) -> None:
    """Each threat names at least one test, file of tests or hostile file that exists, or says that there is none."""
    named = [word for word in _WORDS.findall(shown) if exists(word)]
    assert named or shown.startswith("none: "), f"{threat}: {shown!r} names no test"


@pytest.mark.parametrize("word", sorted({word for word in _WORDS.findall(PAGE) if re.match(r"tests/|test_|benchmarks/faults", word)}))
def test_named_test_exists(word: str) -> None:
    """Every test that the page names anywhere is there."""
    assert exists(word), word


@pytest.mark.parametrize("word", ["test_nobody_wrote", "tests/test_nowhere.py", "tests/test_store.py::test_nobody_wrote", "no.docx"])
def test_what_is_not_there_is_noticed(word: str) -> None:
    """A name that is no test is not taken for one."""
    assert not exists(word)
