"""A map of the world without borders, on which countries are points: where things happen, and nothing more.

The land and the places come from Natural Earth, which is in the public domain, by the package ``world-atlas``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from mandategraph.server.facts import Record
from mandategraph.server.pages.drawings import numbered
from mandategraph.textwidth import width

__all__ = ["HEIGHT", "WIDTH", "bubbles", "has_world", "outline", "place_of", "places", "project"]

WIDTH, HEIGHT = 960, 440
_VENDOR = Path(__file__).parents[1] / "static" / "vendor"
_LAND, _COUNTRIES = "land-110m.json", "countries-50m.json"
_AREA = "/geoArea/"
_EDGE = 180.0
_SOUTH = -58.0  # what lies south of it is left out
_LARGEST, _SMALLEST = 22.0, 4.0
_TALL = 16  # smaller numbers than this have no circle of the largest size

_Point = tuple[float, float]


def has_world() -> bool:
    """Whether the shapes are part of this installation."""
    return (_VENDOR / _LAND).is_file() and (_VENDOR / _COUNTRIES).is_file()


def project(longitude: float, latitude: float) -> _Point:
    """Where a point of the earth is on the map, by the projection Equal Earth.

    :param longitude: in degrees.
    :param latitude: in degrees.

    >>> project(0, 0)[0] == WIDTH / 2
    True
    """
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square * square * square
    spread = 1.340264 - 3 * 0.081106 * square + sixth * (7 * 0.000893 + 9 * 0.003796 * square)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * spread)
    y = theta * (1.340264 - 0.081106 * square + sixth * (0.000893 + 0.003796 * square))
    scale = WIDTH / 2 / 2.7066
    return WIDTH / 2 + x * scale, HEIGHT * 0.565 - y * scale


def _shapes(topology: Mapping[str, Any], name: str) -> Iterator[tuple[str, list[list[_Point]]]]:
    """The shapes of a TopoJSON file: the id of each and its outer rings, in degrees.

    A ring that crosses the date line goes on beyond 180 degrees, so that it stays in one piece.
    """
    (across, up), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[_Point]] = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step in steps:
            x, y = x + step[0], y + step[1]
            arc.append((x * across + left, y * up + low))
        arcs.append(arc)

    def ring(numbers: Sequence[int]) -> list[_Point]:
        found: list[_Point] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            found += arc[1:] if found else arc
        turn, last = 0.0, found[0][0]
        for place, (longitude, latitude) in enumerate(found):
            turn -= 360 * round((longitude - last) / 360)
            last = longitude
            found[place] = (longitude + turn, latitude)
        return found

    for shape in topology["objects"][name]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        yield str(shape.get("id", "")), [ring(polygon[0]) for polygon in polygons]


def _read(file: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((_VENDOR / file).read_text("utf-8"))
    return found


def _within(ring: Sequence[_Point]) -> Iterator[_Point]:
    """A ring cut off at the edges of the map."""
    inside = [abs(longitude) <= _EDGE for longitude, _ in ring]
    for place, (longitude, latitude) in enumerate(ring):
        beside = inside[place - 1] or inside[(place + 1) % len(ring)]
        if inside[place] or beside:
            yield min(max(longitude, -_EDGE), _EDGE), latitude


@cache
def outline() -> str:
    """The land as the path of an SVG."""
    parts = []
    for _, rings in _shapes(_read(_LAND), "land"):
        for ring in rings:
            if max(latitude for _, latitude in ring) > _SOUTH:
                across = [turn for turn in (-360, 0, 360) if any(abs(longitude + turn) < _EDGE for longitude, _ in ring)]
                for turn in across:
                    shifted = [(longitude + turn, max(latitude, _SOUTH)) for longitude, latitude in ring]
                    points = (project(*point) for point in _within(shifted))
                    parts.append("M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in points) + "Z")
    return "".join(parts)


def _middle(ring: Sequence[_Point]) -> tuple[float, _Point]:
    """The area of a ring and its centre of gravity."""
    area = x = y = 0.0
    for (a, b), (c, d) in pairwise(ring):
        cross = a * d - c * b
        area, x, y = area + cross, x + (a + c) * cross, y + (b + d) * cross
    if not area:
        return 0.0, ring[0]
    return abs(area / 2), (x / (3 * area), y / (3 * area))


@cache
def places() -> Mapping[str, _Point]:
    """The middle of the largest part of each country on the map, by its M49 code."""
    found = {}
    for code, rings in _shapes(_read(_COUNTRIES), "countries"):
        if code:
            longitude, latitude = max(map(_middle, rings))[1]
            found[code] = project((longitude + 180) % 360 - 180, latitude)
    return found


def place_of(iri: str) -> _Point | None:
    """Where a country is on the map, or None."""
    return places().get(iri.rpartition(_AREA)[2]) if _AREA in iri else None


def bubbles(answer: Record, most: int = 40) -> Record:
    """The circles of a map: one for each row about a country, as large as its first number says.

    :param answer: to a question.
    :param most: how many are named on the map, as far as there is room.
    """
    rows = numbered(answer, len(answer["rows"]))
    top = max([_TALL, *(one["value"] for one in rows)])
    circles, missing = [], []
    for one in rows:
        place = place_of(one["iri"] or "")
        if place is None:
            missing.append(one)
            continue
        radius = max(_SMALLEST, _LARGEST * math.sqrt(max(one["value"], 0) / top))
        circles.append({**one, "x": round(place[0], 1), "y": round(place[1], 1), "r": round(radius, 1), "named": False})
    circles.sort(key=lambda one: (-one["r"], one["iri"]))
    taken: list[tuple[float, float, float, float]] = []
    for one in circles[:most]:
        x, y = one["x"] + one["r"] + 3, one["y"]
        box = (x, y - 8, x + 7 * width(one["label"]), y + 8)
        if box[2] < WIDTH and not any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken
        ):
            taken.append(box)
            one.update(named=True, tx=round(x, 1), ty=round(y + 4.5, 1))
    return {"width": WIDTH, "height": HEIGHT, "land": outline(), "circles": circles, "missing": missing}
