"""Pictures that need no script: the neighbourhood of a thing, and bars."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mandategraph.server.facts import Record
from mandategraph.textwidth import shortened

__all__ = ["bars", "numbered", "radial"]

_WIDTH, _HEIGHT = 600, 480


def radial(neighbours: Sequence[Record], most: int = 10) -> Record:
    """Where to draw a thing's neighbours: on an ellipse around it, those with the same predicate side by side.

    :param neighbours: of ``things.neighbours``.
    :param most: how many to draw.

    >>> radial([])["nodes"]
    []
    """
    merged: dict[str, Record] = {}
    for one in neighbours:
        merged.setdefault(one["iri"], one)
    chosen = sorted(list(merged.values())[:most], key=lambda one: (one["predicate"]["name"], one["iri"]))
    nodes = []
    for place, one in enumerate(chosen):
        angle = 2 * math.pi * place / max(1, len(chosen)) - math.pi / 2
        # Every second one stands further in, so that names have room.
        inner = 0.6 if place % 2 and len(chosen) > 7 else 1.0
        x = _WIDTH / 2 + math.cos(angle) * (_WIDTH / 2 - 84) * inner
        y = _HEIGHT / 2 + math.sin(angle) * (_HEIGHT / 2 - 48) * inner
        nodes.append(
            {
                **one,
                "x": round(x),
                "y": round(y),
                "mx": round(_WIDTH / 2 + (x - _WIDTH / 2) * 0.56),
                "my": round(_HEIGHT / 2 + (y - _HEIGHT / 2) * 0.56),
                "ny": round(y) - 15 if y < _HEIGHT / 2 - 1 else round(y) + 27,
                "short": shortened(one["label"], 14 if inner < 1 else 18),
            }
        )
    return {"width": _WIDTH, "height": _HEIGHT, "cx": _WIDTH // 2, "cy": _HEIGHT // 2, "nodes": nodes}


def bars(answer: Record, most: int = 40) -> list[Record]:
    """The bars of a chart: each row's name and its first number.

    :param answer: to a question.
    :param most: how many bars at most.
    """
    found = numbered(answer, most)
    top = max((abs(one["value"]) for one in found), default=0) or 1
    for one in found:
        one["width"] = round(abs(one["value"]) / top * 330, 1)
        one["short"] = shortened(one["label"], 46)
        one["text"] = f"{one['value']:,}"
    return found


def numbered(answer: Record, most: int) -> list[Record]:
    """The name of each row, the first thing in it and its first number.

    :param answer: to a question.
    :param most: how many rows at most.
    """
    columns = [column["name"] for column in answer["columns"]]
    rows = answer["rows"]
    number = next(
        (
            name
            for name in columns[1:]
            if rows
            and all(isinstance(row[name], int | float) for row in rows if row[name] is not None)
            and any(row[name] is not None for row in rows)
        ),
        None,
    )
    if number is None:
        return []
    place = columns.index(number)
    found: list[Record] = []
    for row in rows[:most]:
        value = row[number] or 0
        parts = []
        link = None
        for name in columns[:place]:
            cell = row[name]
            if isinstance(cell, dict):
                link = link or cell["iri"]
                parts.append(str(cell["label"]))
            else:
                parts.append("—" if cell is None else str(cell))
        found.append({"label": " · ".join(parts) or "—", "iri": link, "value": value})
    return found
