"""A few trials of each kind of fault; ``benchmarks/faults.py`` makes many."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]



def faults(*arguments: str) -> str:
    """What the trials print; they must find nothing wrong."""
    command = [sys.executable, "-m", "benchmarks.faults", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
def test_killed_writers() -> None:
    """Whatever writes, backups, restorations and compactions included, leaves the graph as before or as after when killed."""
    assert "8 trials" in faults("kills", "--trials", "8", "--seed", "3")


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file size are a matter of Unix")
def test_full_disks() -> None:
    """Whatever writes and finds no room says so in one line, leaves the graph as it was, and does it all with room."""
    assert "8 trials" in faults("disk", "--trials", "8", "--seed", "3")
