"""A server of a graph and a browser, for as long as a measurement or a test needs them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

__all__ = ["Served", "browser", "free_port", "served", "served_process"]


class Served(str):
    """The address of a server, with the id of its process."""

    __slots__ = ("process",)
    process: int


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served_process(
    command: list[str],
    port: int,
    path: str,
    *,
    any_answer: bool = False,
    log: Path = Path(os.devnull),
    environment: Mapping[str, str] | None = None,
) -> Iterator[Served]:
    """The address of a server that a command starts, as long as it is needed.

    :param command: that starts it.
    :param port: on which it listens.
    :param path: that it answers when it is ready.
    :param any_answer: whether a refusal is an answer, too.
    :param log: the file that gets its standard error.
    :param environment: variables that it has besides ours.
    """
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=errors, env={**os.environ, **(environment or {})}
        )
    address = Served(f"http://127.0.0.1:{port}")
    address.process = process.pid
    try:
        for _ in range(400):
            try:
                urllib.request.urlopen(f"{address}{path}", timeout=2).close()  # noqa: S310
                break
            except urllib.error.HTTPError:
                if any_answer:
                    break
                time.sleep(0.05)
            except OSError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def served(
    graph: Path,
    *options: str,
    ready: str = "/healthz",
    log: Path = Path(os.devnull),
    environment: Mapping[str, str] | None = None,
) -> Iterator[Served]:
    """The address of a server of a graph, as long as it is needed.

    :param graph: the folder.
    :param options: of ``mandategraph serve``.
    :param ready: the path that it answers when it is ready.
    :param log: the file that gets its standard error.
    :param environment: variables that it has besides ours.
    """
    port = free_port()
    command = [sys.executable, "-m", "mandategraph", "serve", str(graph), "--port", str(port), *options]
    with served_process(command, port, ready, log=log, environment=environment) as address:
        yield address


@contextmanager
def browser(language: str = "zh", width: int = 1280, height: int = 860) -> Iterator[Chrome]:
    """A browser without a window.

    :param language: that it asks for.
    :param width: of its window.
    :param height: of its window.
    """
    from selenium import webdriver

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
