"""Editions of one document in several languages agree; needs the parallel documents beside the checkout."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT.parent / "shared" / "corpus-parallel"


def _benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("crosslanguage", ROOT / "benchmarks" / "crosslanguage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["crosslanguage"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the parallel documents are not here")
def test_editions_agree() -> None:
    """Symbols, facts and countries of the editions agree at the thresholds that the benchmark states."""
    below = [(m.name, m.value, m.threshold) for m in _benchmark().compare(FOLDER) if not m.passed]
    assert below == []


def test_a_folder_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """The benchmark says which folder it misses."""
    assert _benchmark().main(["no-such-folder"]) == 2
    assert "no-such-folder" in capsys.readouterr().err
