"""Takes pictures of the main pages with a browser: ``python -m benchmarks.screenshots``."""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

__all__ = ["browser", "main", "served"]

ROOT = Path(__file__).parents[1]
_PAGES = {
    "home": ("/", None),
    "entity": ("/page/organization/unido", "const d = document.querySelectorAll('.fact details')[7]; d.open = true;"),
    "document": ("/page/document/MG/SAMPLE/5", None),
    "question": ("/questions/partners-of?" + urlencode({"organization": "工发组织"}), None),
    "graph": ("/graph?limit=150", None),
    "query": ("/query", "document.querySelector('.yasqe_queryButton').click()"),
}


@contextmanager
def served(graph: Path, *options: str) -> Iterator[str]:
    """The address of a server of a graph, as long as it is needed.

    :param graph: the folder.
    :param options: of ``mandategraph serve``.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mandategraph", "serve", str(graph), "--port", str(port), *options]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def browser(language: str = "zh", width: int = 1280, height: int = 860) -> Iterator[webdriver.Chrome]:
    """A browser without a window.

    :param language: that it asks for.
    :param width: of its window.
    :param height: of its window.
    """
    options = webdriver.ChromeOptions()
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
        "--disable-background-networking", "--disable-component-update", "--no-first-run",
        f"--lang={language}", f"--window-size={width},{height}",
    ):  # fmt: skip
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    # Named outright, so that nothing is looked for elsewhere.
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    service = webdriver.ChromeService(shutil.which("chromedriver") or "chromedriver")
    driver = webdriver.Chrome(options=options, service=service)
    driver.set_window_size(width, height)
    try:
        yield driver
    finally:
        driver.quit()


def _settle(driver: webdriver.Chrome) -> None:
    script = (
        "const c = document.getElementById('canvas'), y = document.getElementById('yasgui');"
        "return document.readyState === 'complete' && (!c || c.hidden || c.dataset.ready) && (!y || y.dataset.ready)"
    )
    WebDriverWait(driver, 30).until(lambda one: bool(one.execute_script(script)))
    time.sleep(1.5)


def main() -> None:
    """Build the samples, or take a graph, and photograph the pages into a folder."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--graph", type=Path, help="of the samples when not given")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--language", default="zh")
    parser.add_argument("--only", nargs="*", default=list(_PAGES))
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        graph = given.graph
        if graph is None:
            graph = Path(folder) / "graph"
            build = [sys.executable, "-m", "mandategraph", "build", "data/samples", "--output", str(graph)]
            subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        with served(graph) as address, browser(given.language) as driver:
            for name in given.only:
                place, script = _PAGES[name]
                driver.get(address + place)
                _settle(driver)
                if script:
                    driver.execute_script(script)
                    time.sleep(1.5)
                driver.save_screenshot(str(given.output / f"{name}-{given.language}.png"))
                print(given.output / f"{name}-{given.language}.png")


if __name__ == "__main__":
    main()
