"""Programs beside Python that read exports: those of npm, Graphviz and a browser.

A test of one that is absent is skipped by name, or fails where ``MANDATEGRAPH_CONSUMERS`` is ``required``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import pytest

__all__ = ["browser", "look", "npm_read", "program"]

_SCRIPTS = Path(__file__).parents[1] / "consumers"


def absent(why: str) -> NoReturn:
    """Skip a test, or fail it where nothing may be skipped."""
    if os.environ.get("MANDATEGRAPH_CONSUMERS") == "required":
        pytest.fail(why)
    pytest.skip(why)


def program(*names: str) -> str:
    """The path of the first of some programs that is installed."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    absent(f"{' or '.join(names)} is not installed")


def browser() -> str:
    """The path of a browser that can run without a screen."""
    return program("chromium", "chromium-browser", "google-chrome")


@cache
def _installed() -> Path | str:
    """A folder with the packages of package.json, shared by all test processes; else why there is none."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm are not installed"
    wanted = (_SCRIPTS / "package.json").read_bytes()
    folder = Path(tempfile.gettempdir()) / f"mandategraph-consumers-{sha256(wanted).hexdigest()[:12]}-{os.getuid()}"
    if not (folder / "node_modules").is_dir():
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            draft = Path(name) / "draft"
            draft.mkdir()
            (draft / "package.json").write_bytes(wanted)
            done = subprocess.run(
                ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"],
                cwd=draft,
                capture_output=True,
                text=True,
                check=False,
                timeout=300,
            )
            if done.returncode != 0:
                return f"npm could not install the packages of tests/consumers: {done.stderr.strip()[-200:]}"
            try:
                draft.rename(folder)
            except OSError:
                if not (folder / "node_modules").is_dir():
                    raise
    return folder


def _run(script: str, *arguments: str) -> Any:
    found = _installed()
    if isinstance(found, str):
        absent(found)
    done = subprocess.run(
        ["node", str(_SCRIPTS / script), *arguments],
        env={**os.environ, "NODE_PATH": str(found / "node_modules")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def npm_read(form: str, path: Path) -> dict[str, list[dict[str, Any]]]:
    """Nodes and edges as graphology or cytoscape.js read them."""
    found: dict[str, list[dict[str, Any]]] = _run("read.cjs", form, str(path))
    return found


def look(page: Path, picture: Path) -> dict[str, Any]:
    """What a browser shows of a page."""
    found: dict[str, Any] = _run("look.cjs", browser(), str(page), str(picture))
    return found
