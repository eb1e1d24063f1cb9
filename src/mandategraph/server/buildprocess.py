"""The process in which one document is put into a graph or taken out; it may be killed at any moment.

It reads what to do as JSON from its standard input and writes what became of it as JSON to its standard output.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mandategraph.errors import MandategraphError
from mandategraph.read.limits import Limits

__all__ = ["act", "main"]


def _put(given: Mapping[str, Any]) -> dict[str, Any]:
    from mandategraph.build import build
    from mandategraph.terms import iri

    file = Path(given["file"])
    authorities = [Path(one) for one in given["authorities"]]
    report = build([file], given["graph"], extra_authorities=authorities, limits=Limits(**given["limits"]))
    for failure in report.failures:
        return {"error": failure.message.replace(f"{file.parent}{os.sep}", ""), "kind": "DocumentError"}
    (built,) = report.documents
    return {
        "file": file.name,
        "document": iri(built.document, given["base"]).value,
        "symbol": built.document.partition("/")[2],
        "language": built.language,
        "title": built.title,
        "session": built.session,
        "agendaItem": built.agenda_item,
        "passages": built.passages,
        "entities": built.entities,
        "facts": built.facts,
        "outcome": built.outcome.value,
    }


def _remove(given: Mapping[str, Any]) -> dict[str, Any]:
    from mandategraph.store import open_store, remove

    with open_store(Path(given["graph"]), read_only=False) as store:
        return {"removed": list(remove(store, given["name"], given["edition"]))}


def act(given: Mapping[str, Any]) -> dict[str, Any]:
    """What became of a document; where it was refused, one line that says why and the kind of the error.

    :param given: what to do: graph and, to put a file in, file, base, authorities and limits, else name and edition.
    """
    try:
        return _put(given) if "file" in given else _remove(given)
    except MandategraphError as error:
        return {"error": str(error), "kind": type(error).__name__}


def main() -> None:
    """Do what the standard input says; what libraries print goes to the standard error."""
    answer = os.dup(1)
    os.dup2(2, 1)
    told = act(json.load(sys.stdin))
    with os.fdopen(answer, "w", encoding="utf-8") as file:
        json.dump(told, file)


if __name__ == "__main__":
    main()
