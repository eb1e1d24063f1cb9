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
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
def test_killed_writers() -> None:
    """A build, an update, an addition and a removal that are killed leave the graph as before or as after."""
    assert "4 trials" in faults("kills", "--trials", "4", "--seed", "3")
