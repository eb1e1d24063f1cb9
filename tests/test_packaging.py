"""What is handed on: the wheel with its resources, the two commands of a fresh checkout, clean files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("ontology", "shapes", "queries", "data/samples", "data/rules", "data/authorities")
# Written in pieces, so that this file does not name them itself.
FORBIDDEN = (
    "/wor" + "k/",
    "/ro" + "ot/",
    "/home" + "/",
    "/tm" + "p/",
    "pypi" + ".org",
    "python" + "hosted.",
    "npmjs" + ".",
    "registry" + ".npm",
    "deb.debian" + ".",
    "archive.ubuntu" + ".",
    "proxy.golang" + ".",
)
BINARY = {".pdf", ".docx", ".png", ".ico", ".woff2"}


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command prints; fails with its own words."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def repository_files() -> list[Path]:
    """The files that belong to the repository, tracked or about to be."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout without network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder with the package as the wheel installs it, away from the checkout."""
    folder = wheel.parent / "installed"
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index")
    run(*pip, "--no-deps", "--target", folder, wheel, cwd=wheel.parent)
    return folder


@pytest.mark.parametrize("folder", FOLDERS)
def test_wheel_holds_every_resource(wheel: Path, folder: str) -> None:
    """Each file of the resource folders of the checkout is in the wheel, byte for byte."""
    files = [path for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    assert files
    with zipfile.ZipFile(wheel) as archive:
        for path in files:
            inside = f"mandategraph/_resources/{path.relative_to(ROOT).as_posix()}"
            assert archive.read(inside) == path.read_bytes(), inside


def test_wheel_is_reproducible(wheel: Path, tmp_path: Path) -> None:
    """Built from a copy in another folder, with other times and permissions of files, it has the same bytes."""
    copy = tmp_path / "elsewhere"
    vendor = ROOT / "src/mandategraph/server/static/vendor"
    for path in [*repository_files(), *(one for one in vendor.rglob("*") if one.is_file())]:
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        target.chmod(0o664)
        os.utime(target, (1_000_000_000, 1_000_000_000))
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=copy)
    (again,) = tmp_path.glob("*.whl")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_unit_is_valid() -> None:
    """Systemd understands every line of the unit, but for the program that is not installed here."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(ROOT / "deploy/mandategraph.service")], capture_output=True, text=True, check=False
    )
    told = [line for line in (done.stdout + done.stderr).splitlines() if "mandategraph.service" in line]
    assert [line for line in told if "is not executable" not in line] == []


def test_unit_is_hardened() -> None:
    """What systemd counts as exposure of the unit is at most 2.0 of 10."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    unit = str(ROOT / "deploy/mandategraph.service")
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd-analyze is too old to look at a file")
    assert done.returncode == 0, done.stdout[-200:] + done.stderr


def test_image_is_hardened() -> None:
    """The image ends as a user that is not root, in a folder of its own, with a check of health and no shell to start."""
    lines = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    last = [line for line in lines if line.startswith("USER ")][-1]
    assert int(last.split()[1]) >= 1000
    assert not any(line.startswith("USER root") for line in lines)
    assert any(line.startswith("HEALTHCHECK") and "/readyz" in line for line in lines)
    assert 'ENTRYPOINT ["mandategraph"]' in lines
    assert not any(line.startswith("ADD ") for line in lines)


def test_wheel_holds_licence_and_type_marker(wheel: Path) -> None:
    """The wheel carries the licence text and says that it is typed."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "mandategraph/py.typed" in names


def test_installed_package_finds_its_resources(installed: Path, tmp_path: Path) -> None:
    """From any folder, an installed package reads its own copies and not those of the checkout."""
    code = (
        "from mandategraph.resources import resource;"
        f"[print(resource(name)) for name in {(*FOLDERS, 'ontology/mandategraph.ttl')!r}]"
    )
    printed = run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(installed)).split("\n")
    assert all(Path(line).is_relative_to(installed) for line in printed if line), printed


def test_installed_program_says_its_version(installed: Path, tmp_path: Path) -> None:
    """Away from the checkout, ``--version`` names the version of pyproject.toml."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    printed = run(sys.executable, "-m", "mandategraph", "--version", cwd=tmp_path, PYTHONPATH=str(installed))
    assert version in printed


def test_installed_program_builds_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    """The installed package reads one of its own samples into a graph, from a folder of its own."""
    sample = installed / "mandategraph/_resources/data/samples/MG-SAMPLE-5.zh.txt"
    command = (sys.executable, "-m", "mandategraph")
    run(*command, "build", sample, "--output", "graph", cwd=tmp_path, PYTHONPATH=str(installed))
    printed = run(*command, "documents", "--graph", "graph", cwd=tmp_path, PYTHONPATH=str(installed))
    assert "MG/SAMPLE/5" in printed


@pytest.mark.parametrize("name", ["run", "lowest"])
def test_script_is_executable(name: str) -> None:
    """The scripts of all checks can be run by their paths and say by what."""
    assert os.access(ROOT / ".ci" / name, os.X_OK)
    assert (ROOT / ".ci" / name).read_text("utf-8").startswith("#!/usr/bin/env bash\n")


def test_make_lists_its_targets() -> None:
    """``make help`` names every target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    printed = run("make", "--no-print-directory", "help", cwd=ROOT)
    assert re.findall(r"^  make (\w+)", printed, re.MULTILINE) == phony.split()


def test_make_names_the_python_that_it_needs(tmp_path: Path) -> None:
    """Where no Python is new enough, set-up stops with one line that says so and makes nothing."""
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8"), "utf-8")
    (tmp_path / "pyproject.toml").touch()
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "make", "touch", "awk"):
        found = next(Path(folder) / name for folder in os.get_exec_path() if (Path(folder) / name).exists())
        (tools / name).symlink_to(found)
    old = tools / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.10.12" && exit 0\nexit 1\n', "utf-8")
    old.chmod(0o755)
    done = subprocess.run(
        ["make", "demo"],
        cwd=tmp_path,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode != 0
    assert "needs Python 3.11 or later; python3 is Python 3.10.12" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_files_name_no_machine_and_no_registry() -> None:
    """No file of the repository names a path of one machine, or the host of a package registry."""
    found = []
    for path in repository_files():
        if path.suffix in BINARY or path.name.endswith((".lock", "package-lock.json")):
            continue
        text = path.read_text("utf-8")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in text]
    assert found == []
