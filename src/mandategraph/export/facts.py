"""facts.jsonl: one fact a line with the names of its entities and the sentences that state it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

from mandategraph.model import Entity, Literal, Name
from mandategraph.recall import StoredEvidence, StoredFact, entities, evidences, facts, mentions
from mandategraph.store.contract import Store
from mandategraph.terms import iri

__all__ = ["write_facts"]

_NUMBERS = frozenset({"amount", "value"})


def write_facts(store: Store, file: IO[bytes]) -> None:
    """All facts, one JSON object a line, in the order of the documents that state them.

    :param store: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_facts(graph.store, file)
    >>> len(file.getvalue().splitlines())
    16
    """
    found = list(facts(store))
    stated = evidences(store, [one.iri for one in found])
    ids = {one.fact.subject for one in found}
    ids |= {one.fact.object for one in found if isinstance(one.fact.object, str)}
    described, mentioned = entities(store, ids), mentions(store, ids)

    def thing(identifier: str) -> dict[str, Any]:
        node = iri(identifier, store.base_iri).value
        return _entity(node, described.get(node), mentioned.get(node, ()))

    for one in sorted(found, key=lambda one: _place(one, stated.get(one.iri, ()))):
        line = _line(one, stated.get(one.iri, ()), thing(one.fact.subject))
        if isinstance(one.fact.object, str):
            line["object"] = thing(one.fact.object)
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _place(one: StoredFact, evidence: tuple[StoredEvidence, ...]) -> tuple[object, ...]:
    """By the document that comes first, the place there, and what the fact says."""
    if not evidence:
        return ("", "", -1, -1, one.fact.key())
    first = evidence[0]
    return (first.document, first.edition, first.order, first.start, one.fact.key())


def _entity(node: str, described: Entity | None, mentioned: Iterable[Name]) -> dict[str, Any]:
    if described is None:
        return {"iri": node, "type": None, "names": sorted({name.text for name in mentioned})}
    kind = "SDG" if described.type in {"Goal", "Target"} else described.type
    names = [name.text for name in (*described.labels, *described.names)]
    names += [described.symbol] if described.symbol else []
    names += sorted(name.text for name in mentioned)
    return {"iri": node, "type": kind, "names": list(dict.fromkeys(names))}


def _line(one: StoredFact, evidence: tuple[StoredEvidence, ...], subject: dict[str, Any]) -> dict[str, Any]:
    value = one.fact.object.value if isinstance(one.fact.object, Literal) else None
    reasons = [_reason(reason) for reason in evidence]
    first = reasons[0] if reasons else {}
    return {
        "iri": one.iri,
        "subject": subject,
        "predicate": one.fact.predicate,
        "object": {"value": value},
        "qualifiers": {name: _qualifier(name, text) for name, text in sorted(one.fact.qualifiers.items())},
        "support": one.support,
        "languages": one.languages,
        **first,
        "evidence": reasons,
    }


def _qualifier(name: str, text: str) -> str | int | float:
    if name not in _NUMBERS:
        return text.removeprefix("@") if name == "on" else text
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def _reason(one: StoredEvidence) -> dict[str, Any]:
    return {
        "document": one.document,
        "language": one.language,
        "paragraph": one.number or one.heading or "",
        "passage": one.passage,
        "quote": one.quote,
        "start": one.start,
        "end": one.end,
        "rule": one.rule,
        "confidence": one.confidence,
    }
