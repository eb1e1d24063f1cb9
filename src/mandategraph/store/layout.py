"""What the file beside a store says of its layout, and which layouts this version reads."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mandategraph.errors import StoreError

__all__ = ["LAYOUT", "check_layout", "checked_base", "package_version"]

#: The version of the layout of the graph; a store of another version must be built anew.
LAYOUT = 1


def check_layout(path: Path, about: Mapping[str, object]) -> None:
    """Refuse a graph of a layout that this version does not read.

    :param path: its folder.
    :param about: what its file says of it.
    :raises StoreError: when it has another layout.

    >>> check_layout(Path("graph"), {"layout": 0})
    Traceback (most recent call last):
    mandategraph.errors.StoreError: graph has layout 0, this version reads layout 1: build the graph anew
    """
    if about["layout"] != LAYOUT:
        raise StoreError(
            f"{path} has layout {about['layout']}, this version reads layout {LAYOUT}: build the graph anew"
        )


def checked_base(path: Path, about: Mapping[str, object], base_iri: str | None) -> str:
    """The base IRI of a graph that this version can read.

    :param path: its folder.
    :param about: what its file says of it.
    :param base_iri: what it should be, if that is told.
    :raises StoreError: when it has another layout or base IRI.

    >>> checked_base(Path("graph"), {"layout": LAYOUT, "base": "urn:x:/"}, None)
    'urn:x:/'
    """
    check_layout(path, about)
    base = str(about["base"])
    if base_iri is not None and base_iri != base:
        raise StoreError(f"{path} was built with the base IRI {base}, not {base_iri}")
    return base


def package_version() -> str:
    """The version of this package, or "unknown" where it is not installed.

    >>> bool(package_version())
    True
    """
    try:
        return version("mandategraph")
    except PackageNotFoundError:
        return "unknown"
