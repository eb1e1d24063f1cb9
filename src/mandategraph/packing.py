"""What a file contributes, packed as one line of text: it travels between processes and waits on the disk as it is.

JSON rather than pickle: what lies in the folder of a graph may come from others, and reading it must run nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from mandategraph.contributions import Contribution
from mandategraph.describe import EditionGraph, StatedEntity
from mandategraph.factgraph import StatedFact
from mandategraph.model import Entity, Name
from mandategraph.prepare import Built, Failure, Outcome, Task, prepare

__all__ = ["pack", "prepare_packed", "unpack"]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack(built_from: str, graph: EditionGraph, built: Built) -> bytes:
    """What a file contributes, as one line without its end.

    :param built_from: the hash of all that it was made of.
    :param graph: what its edition contributes.
    :param built: what became of it.

    >>> graph = EditionGraph(ox.NamedNode("urn:x/en"), ox.NamedNode("urn:x"), "en", (), (), ())
    >>> built = Built(Path("x.txt"), "document/x", "en", None, None, None, 0, 0, 0, Outcome.NEW)
    >>> unpack(pack("0a", graph, built)) == ("0a", graph, built)
    True
    """
    facts = [
        (one.iri.value, one.key, one.said, _joined(one.statements), one.languages) for one in graph.facts
    ]
    entities = [
        (one.iri.value, _joined(one.statements), one.contribution and _said(one.contribution))
        for one in graph.entities
    ]
    edition = (graph.iri.value, graph.document.value, graph.language, _joined(graph.statements))
    what = (str(built.path), *(getattr(built, name) for name in Built.__slots__[1:]))
    # A file name may have bytes that are no text, which Python holds as surrogates.
    return _encode((built_from, edition, facts, entities, what)).encode("utf-8", "surrogatepass")


def prepare_packed(task: Task) -> bytes | Failure:
    """What one file contributes, packed, or why it contributes nothing: what another process is asked for."""
    result = prepare(task)
    return result if isinstance(result, Failure) else pack(task.built_from, *result)


def unpack(line: bytes) -> tuple[str, EditionGraph, Built]:
    """What was packed.

    :param line: as ``pack`` makes it, with or without its end.
    :raises ValueError: when it is no such line, or only a part of one.
    """
    try:
        built_from, edition, facts, entities, what = json.loads(line.decode("utf-8", "surrogatepass"))
        iri, document, language, statements = edition
        graph = EditionGraph(
            ox.NamedNode(iri), ox.NamedNode(document), language, tuple(_parts(statements)), tuple(map(_fact, facts)),
            tuple(map(_entity, entities)),
        )  # fmt: skip
        path, name, spoken, title, session, item, passages, named, found, outcome = what
        built = Built(Path(path), name, spoken, title, session, item, passages, named, found, Outcome(outcome))
        return built_from, graph, built
    except (TypeError, AttributeError) as error:
        raise ValueError(f"this is not what a file contributes: {error}") from error


def _joined(statements: Iterable[str]) -> str:
    return "\n".join(statements)  # a statement has no line break of its own


def _parts(text: str) -> list[str]:
    return text.split("\n") if text else []


def _said(contribution: Contribution) -> tuple[object, ...]:
    entity = contribution.entity
    return (
        (
            entity.id,
            entity.type,
            _pairs(entity.labels),
            _pairs(entity.names),
            entity.symbol,
            entity.provisional,
            entity.same_as,
            entity.parent,
            entity.code,
            entity.home,
        ),
        _pairs(contribution.mentioned),
    )


def _pairs(names: Iterable[Name]) -> list[tuple[str, str]]:
    return [(name.text, name.language) for name in names]


def _fact(packed: Any) -> StatedFact:
    iri, key, said, statements, languages = packed
    return StatedFact(ox.NamedNode(iri), key, said, frozenset(_parts(statements)), tuple(languages))


def _entity(packed: Any) -> StatedEntity:
    iri, statements, said = packed
    contribution = None
    if said is not None:
        (id_, type_, labels, names, symbol, provisional, same_as, *others), mentioned = said
        entity = Entity(id_, type_, _names(labels), _names(names), symbol, provisional, tuple(same_as), *others)
        contribution = Contribution(entity, _names(mentioned))
    return StatedEntity(ox.NamedNode(iri), frozenset(_parts(statements)), contribution)


def _names(packed: Iterable[tuple[str, str]]) -> tuple[Name, ...]:
    return tuple(Name(text, language) for text, language in packed)
