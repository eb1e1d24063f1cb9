"""A server of the sample documents and a browser without a window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.serving import Served, browser, served

from mandategraph.build import build
from mandategraph.resources import resource

selenium = pytest.importorskip("selenium")


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The address of a server of the samples."""
    folder = tmp_path_factory.mktemp("browser") / "graph"
    assert not build([resource("data/samples")], folder).failures
    with served(folder, "--timeout", "10") as address:
        yield address


@pytest.fixture(scope="session")
def window() -> Iterator[object]:
    """A browser that asks for Chinese."""
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        pytest.skip("no browser: chromium and chromedriver are Debian packages")
    with browser("zh") as found:
        yield found


@pytest.fixture(autouse=True)
def fresh(window: object) -> None:
    """Each test begins without cookies and with empty logs."""
    assert window is not None
    driver = window
    driver.delete_all_cookies()  # type: ignore[attr-defined]
    driver.get_log("browser")  # type: ignore[attr-defined]
    driver.get_log("performance")  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker of accessibility."""
    path = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.skip("axe-core is not installed: npm ci --prefix tests/node")
    return path.read_text("utf-8")
