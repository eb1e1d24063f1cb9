"""Finds ontology/, shapes/, queries/ and data/: inside an installed package, else live in a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["resource", "resources"]

_PACKAGE = Path(__file__).parent


def resource(name: str) -> Path:
    """The path of one file or folder that travels with the package.

    :param name: a path such as ``ontology/mandategraph.ttl``.
    :raises FileNotFoundError: when it is not there.

    >>> resource("ontology/mandategraph.ttl").name
    'mandategraph.ttl'
    """
    packaged = _PACKAGE / "_resources"
    root = packaged if packaged.is_dir() else _PACKAGE.parent.parent
    path = root / name
    if not path.exists():
        raise FileNotFoundError(f"{name} is not part of this installation (looked in {root})")
    return path


def resources(folder: str, suffix: str) -> list[Path]:
    """The files of one folder with one suffix, sorted by path.

    :param folder: a folder such as ``data/rules/zh``.
    :param suffix: such as ``.toml``.

    >>> [path.name for path in resources("ontology", ".ttl")]
    ['acts.ttl', 'alignments.ttl', 'mandategraph.ttl']
    """
    return sorted(path for path in resource(folder).rglob(f"*{suffix}") if path.is_file())
