"""Writes data/authorities/subdivisions.ttl: first-level subdivisions of countries with their Chinese and English names.

    uv run --group authorities python tools/make_subdivisions.py

Chinese names stand in tools/names/subdivisions.txt and are our own list; codes, and English names where that list
gives none, are those of ISO 3166-2, as pycountry carries it. What cities.ttl and towns.ttl hold stays there, and a
name that several subdivisions bear (东部省) means one of them only where its country is named.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).parent))

from authority_turtle import Record, text, write
from place_names import Held, country_numbers, plain, slug, tables

__all__ = ["subdivisions", "turtle"]

TARGET = Path(__file__).parents[1] / "data" / "authorities" / "subdivisions.ttl"
_LINE = re.compile(r"(?P<country>[A-Z]{2}) (?P<word>\w+) (?P<kinds>[\w/]*):\s*(?P<units>.+)")
_DIRECTION = re.compile("[中上下]?[东南西北中]{1,2}[部方央]?|极北")
_DIRECTION_EN = re.compile(
    "(?:Far |Upper |North[ -]?|South[ -]?|Western )?(?:Eastern|Western|Northern|Southern|East|West|North|South|Central|Centre|Middle|Coast)"
    "|Nord|Sud|Est|Ouest|(?:Nord|Sud|Centre)-(?:Est|Ouest|Nord|Sud)|Centrale|Maritime|Plateaux|Savanes|Lac|Oriental",
)
#: These follow the name of a direction where no subdivision is meant: 西部地区.
_VAGUE = frozenset({"地区", "区", "区域", "专区", ""})
_FEW = 3
_SHORT = 5


@dataclass(frozen=True)
class _Unit:
    """One subdivision: its country, its names in Han characters, the words that end them, its English names."""

    country: str
    han: tuple[str, ...]
    kinds: tuple[str, ...]
    english: tuple[str, ...]
    word: str

    def full(self, vague: set[str]) -> list[str]:
        """Its Chinese names with the word for what it is.

        :param vague: words that mean no subdivision before a word such as 地区.
        """
        ending = {han for han in self.han for kind in self.kinds if kind and han.endswith(kind)}
        named = [han for han in self.han if han in ending or "" in self.kinds]
        kinds = [kind for kind in self.kinds if kind]
        for kind in kinds:
            named += [han + kind for han in self.han if han not in ending and not (kind in _VAGUE and (han in vague or _DIRECTION.fullmatch(han)))]
        return [name for name in named if len(name) >= _FEW or name[-1] == "邦"] if len(self.han[0]) > 1 or named[0][-1] == "邦" else []


def _units() -> Iterator[_Unit]:
    import pycountry

    for line in tables("subdivisions.txt")["subdivisions"]:
        read = _LINE.fullmatch(line)
        if read is None:
            raise ValueError(f"this is no line of subdivisions: {line[:60]}")
        for unit in read["units"].split("; "):
            code, _, names = unit.strip().partition(" ")
            han, _, told = names.partition("=")
            official = pycountry.subdivisions.get(code=f"{read['country']}-{code}")
            if official is None:
                raise ValueError(f"ISO 3166-2 has no {read['country']}-{code}")
            words = tuple(told.split("/")) if told else (plain(official.name.partition(" [")[0]),)
            yield _Unit(read["country"], tuple(han.split("/")), tuple(read["kinds"].split("/")), words, read["word"])


def subdivisions() -> list[Record]:
    """Every subdivision of the list."""
    import pycountry

    held = Held("subdivisions.ttl")
    countries = country_numbers(((one.alpha_2, one.numeric) for one in pycountry.countries), held.authority)
    lists = {name: {part for line in lines for part in line.split("; ")} for name, lines in tables("subdivisions.txt").items()}
    alone, unsafe = lists["no bare name"], {plain(name) for name in lists["plain English"]}
    units = [unit for unit in _units() if unit.full(alone)]
    shared = Counter(name for unit in units for name in {*unit.full(alone), *unit.han})
    shared += Counter(name for unit in units for name in {*unit.english, *(f"{e} {unit.word}" for e in unit.english)})
    records = []
    for unit in units:
        country = held.authority.entities[countries[unit.country]]
        bare = [n for n in unit.han if len(n) >= _FEW and n not in alone and not _DIRECTION.fullmatch(n)]
        bare = [n for n in bare if shared[n] == 1 and not held.holds(n)]
        full = [name for name in unit.full(alone)[: 1 if bare else None] if not held.holds(name)]
        if not full or (held.holds(unit.full(alone)[0]) and held.holds(unit.han[0])):
            continue
        direction = _DIRECTION_EN.fullmatch(unit.english[0]) is not None
        plainly = [n for n in unit.english if len(n) >= _SHORT and plain(n) not in unsafe and not direction and unit.word != "Prefecture"]
        plainly = [n for n in plainly if shared[n] == 1 and not held.holds(n)]
        formal = [f"{name} {unit.word}" for name in unit.english]
        id_ = f"region/{slug(formal[0])}"
        id_ = id_ if id_ not in held.ids and shared[formal[0]] == 1 else f"{id_}-{country.code}"
        record = Record(id_, "Region", parent=country.id)
        for names, language, doubt in ((full, "zh", _DIRECTION.fullmatch(unit.han[0]) is not None and "邦" not in unit.kinds), (plainly or formal[:1], "en", direction)):
            record.labels[language] = names[0]
            if doubt or shared[names[0]] > 1 or held.holds(names[0]):
                name = _short(country.label(language), language)
                record.labels[language] += f"（{name}）" if language == "zh" else f", {name}"
            for name in names:
                if not held.holds(name):
                    (record.contextual if doubt or shared[name] > 1 else record.names).append((name, language))
        record.names += [(name, "zh") for name in bare]
        held.give(record)
        records.append(record)
    return records


def _short(country: str, language: str) -> str:
    """The name of a country behind that of a part of it, without what stands in brackets."""
    return re.sub(r" ?[(（].*[)）]$", "", country) if language == "en" else country


def turtle() -> str:
    """The text of ``data/authorities/subdivisions.ttl``."""
    return str(text(subdivisions()))


if __name__ == "__main__":
    write(TARGET, subdivisions())
