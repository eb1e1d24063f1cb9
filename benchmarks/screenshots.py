"""Takes pictures of the main pages with a browser: ``python -m benchmarks.screenshots``."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

from benchmarks.serving import browser, served

__all__ = ["main"]

ROOT = Path(__file__).parents[1]
_PAGES = {
    "home": ("/", None),
    "entity": ("/page/organization/unido", "document.querySelectorAll('.fact details')[1].open = true;"),
    "document": ("/page/document/MG/SAMPLE/5", "document.getElementById('para/1').scrollIntoView()"),
    "question": ("/questions/partners-of?" + urlencode({"organization": "工发组织"}), None),
    "graph": ("/graph?limit=60", "window.mandategraph.cy.edges().max((e) => e.data('width')).ele.emit('tap')"),
    "map": ("/questions/country-coverage", None),
    "query": ("/query", "document.querySelector('.yasqe_queryButton').click()"),
}


def _settle(driver: Chrome) -> None:
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
            size = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
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
