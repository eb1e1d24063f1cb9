"""What the makers of lists of places share: their tables, the form of English names and ids, and the names held already."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).parent))

from authority_turtle import Record

from mandategraph.authority import Authority, authority_files, load_authority, name_key

__all__ = ["Held", "country_numbers", "english", "plain", "slug", "tables"]

_TABLES = Path(__file__).parent / "names"
_GEO = "http://metadata.un.org/sdg/codes/geoArea/"
_LETTERS = str.maketrans({"ı": "i", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "ə": "a", "‘": "'", "’": "'", "ʻ": "'"})


def tables(name: str) -> dict[str, list[str]]:
    """The lines below each heading of a table, without comments.

    :param name: of the file in ``tools/names``.
    """
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (_TABLES / name).read_text("utf-8").splitlines():
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return found


def plain(name: str) -> str:
    """A name in the letters of English alone."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip(" '")


def english(name: str) -> list[str]:
    """A name as English texts write it: with the marks of Western letters and without, of other letters without."""
    bare = plain(name)
    return [bare] if name == bare or not name.isprintable() or max(map(ord, name)) > 0xFF else [name, bare]


def slug(name: str) -> str:
    """The end of the id of what bears a name."""
    return "-".join(re.findall("[a-z0-9]+", plain(name).lower().replace("'", "")))


def country_numbers(codes: Iterator[tuple[str, str]], authority: Authority) -> dict[str, str]:
    """The ids of the countries that the authority holds, by ISO 3166 alpha-2 code.

    :param codes: alpha-2 and numeric codes.
    """
    found = {alpha: _GEO + number for alpha, number in codes if _GEO + number in authority.entities}
    return found | {"XK": "region/kosovo"}


class Held:
    """The names and ids that the other authority files hold, and those given since.

    :param generated: the files that are not read.
    """

    def __init__(self, *generated: str) -> None:
        self.authority = load_authority([path for path in authority_files() if path.name not in generated])
        self.ids = set(self.authority.entities)
        self._given: set[str] = set()

    def holds(self, name: str) -> bool:
        """Whether a name means another entity, or only looks like a name."""
        known = any(not found.contextual for found in self.authority.find(name))
        return known or name in self.authority.blockers or name_key(name) in self._given

    def give(self, record: Record) -> None:
        """Keep the names and the id of a record from others."""
        self.ids.add(record.id)
        self._given.update(name_key(name) for name, _ in [*record.names, *((n, "") for n in record.labels.values())])
