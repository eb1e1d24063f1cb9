"""What the pages take from npm: fetched by the lock file, with the licence of every part."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from tests.test_packaging import run

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "src/mandategraph/server/static/vendor"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """The build hook as a module."""
    spec = spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    found = module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def lock() -> dict[str, dict[str, dict[str, str]]]:
    """The lock file."""
    found: dict[str, dict[str, dict[str, str]]] = json.loads((ROOT / "web/package-lock.json").read_text("utf-8"))
    return found


def test_lock_is_exact() -> None:
    """Every package is locked by a hash, and the ones that are asked for are asked for by one version."""
    packages = lock()["packages"]
    assert all(about["integrity"].startswith("sha512-") for place, about in packages.items() if place)
    asked = json.loads((ROOT / "web/package.json").read_text("utf-8"))["dependencies"]
    for name, version in asked.items():
        assert packages[f"node_modules/{name}"]["version"] == version
    assert set(json.loads((ROOT / "web/vendor.json").read_text("utf-8"))) == set(asked)


def test_notices_name_every_package(hook: ModuleType) -> None:
    """The notices beside the files have the licence of each package that the files are made of."""
    if not hook.is_fresh(ROOT):
        pytest.skip("the components were not fetched when this was built")
    text = (VENDOR / "THIRD-PARTY-NOTICES.txt").read_text("utf-8")
    for place, about in lock()["packages"].items():
        if place:
            assert f"\n{place.rpartition('node_modules/')[2]} {about['version']} (" in text


def test_a_package_without_words_stops_the_build(hook: ModuleType, tmp_path: Path) -> None:
    """A package that carries no licence text needs one of ours, and the error says where."""
    (tmp_path / "node_modules" / "x").mkdir(parents=True)
    locked = {"packages": {"": {}, "node_modules/x": {"version": "1.0.0", "license": "MIT"}}}
    with pytest.raises(FileNotFoundError, match=r"x carries no licence text: write it into .*x\.txt"):
        hook.notices(tmp_path, locked, tmp_path)
    (tmp_path / "x.txt").write_text("words of a licence", "utf-8")
    assert "x 1.0.0 (MIT)\n\nwords of a licence" in hook.notices(tmp_path, locked, tmp_path)


def test_freshness_follows_lock_and_list(hook: ModuleType, tmp_path: Path) -> None:
    """Another lock file or list of files makes the components old."""
    shutil.copytree(ROOT / "web", tmp_path / "web", ignore=shutil.ignore_patterns("node_modules"))
    assert not hook.is_fresh(tmp_path)
    stamp = tmp_path / "src/mandategraph/server/static/vendor/STAMP"
    stamp.parent.mkdir(parents=True)
    stamp.write_text(
        "".join((tmp_path / "web" / name).read_text("utf-8") for name in ("package-lock.json", "vendor.json")), "utf-8"
    )
    assert hook.is_fresh(tmp_path)
    (tmp_path / "web/vendor.json").write_text("{}", "utf-8")
    assert not hook.is_fresh(tmp_path)


def test_builds_without_components(tmp_path: Path) -> None:
    """With MANDATEGRAPH_NO_WEB=1 nothing is fetched, and the wheel has pages, styles and no components."""
    ignored = shutil.ignore_patterns(".git", ".venv", "node_modules", "vendor", "*_cache", "__pycache__", "graph")
    shutil.copytree(ROOT, tmp_path / "checkout", ignore=ignored)
    command = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path)
    run(*command, cwd=tmp_path / "checkout", MANDATEGRAPH_NO_WEB="1", PATH="")
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "mandategraph/server/templates/base.html" in names
    assert "mandategraph/server/static/style.css" in names
    assert not [name for name in names if "/vendor/" in name]
