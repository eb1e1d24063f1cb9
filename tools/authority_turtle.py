"""The one form in which authority files are written: sorted by id, names in a fixed order."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Record", "text", "write"]

_BASE = "https://w3id.org/mandategraph/id/"
_HEADER = f"""@base <{_BASE}> .
@prefix mg: <https://w3id.org/mandategraph/ontology#> .
@prefix sdgo: <http://metadata.un.org/sdg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""
_LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar")


@dataclass
class Record:
    """One entity of an authority file; names are pairs of text and language."""

    id: str
    type: str
    labels: dict[str, str] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)
    contextual: list[tuple[str, str]] = field(default_factory=list)
    symbol: str | None = None
    code: str | None = None
    home: bool = False
    parent: str | None = None
    same_as: list[str] = field(default_factory=list)


def _language(name: tuple[str, str]) -> tuple[int, str, str]:
    language = name[1]
    return (_LANGUAGES.index(language) if language in _LANGUAGES else len(_LANGUAGES), language, name[0])


def _literal(value: str, language: str = "") -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' + (f"@{language}" if language else "")


def _names(names: Iterable[tuple[str, str]]) -> str:
    return ", ".join(_literal(*name) for name in sorted(set(names), key=_language))


def _order(entity: str) -> list[tuple[int, int, str]]:
    """A key that puts 9.4 before 9.10."""
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in re.split(r"([0-9]+)", entity)
        if part
    ]


def text(records: Iterable[Record]) -> str:
    """The Turtle text of some records, sorted by id."""
    blocks = [_HEADER]
    for record in sorted(records, key=lambda record: _order(record.id)):
        class_ = ("sdgo:" if record.type in {"Goal", "Target"} else "mg:") + record.type
        labels = {(name, language) for language, name in record.labels.items()}
        lines = [f"<{record.id}> a {class_}", f"skos:prefLabel {_names(labels)}"]
        if others := set(record.names) - labels:
            lines.append(f"skos:altLabel {_names(others)}")
        if contextual := set(record.contextual) - labels - set(record.names):
            lines.append(f"mg:contextName {_names(contextual)}")
        if record.symbol:
            lines.append(f"mg:symbol {_literal(record.symbol)}")
        if record.code:
            lines.append(f"mg:code {_literal(record.code)}")
        if record.home:
            lines.append("mg:homeOrganization true")
        if record.parent:
            lines.append(f"mg:structuralParent <{record.parent}>")
        if record.same_as:
            lines.append("skos:exactMatch " + ", ".join(sorted(record.same_as)))
        blocks.append(" ;\n    ".join(lines) + " .\n")
    return "\n".join(blocks)


def write(path: Path, records: Iterable[Record]) -> None:
    """Write some records to a file, all or nothing."""
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text(records), encoding="utf-8")
    os.replace(temporary, path)
