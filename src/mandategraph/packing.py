"""What a file contributes, packed as bytes: it travels between processes, waits on the disk and is loaded as it is.

The graph of an edition is N-Quads, which a store loads without another look. Facts and entities are lines of JSON
that begin with their IRI, so that they can be sorted by it unread. JSON rather than pickle: what lies in the folder
of a graph may come from others, and reading it must run nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mandategraph.contributions import Contribution
from mandategraph.describe import EditionGraph, StatedEntity
from mandategraph.factgraph import StatedFact
from mandategraph.model import Entity, Name
from mandategraph.prepare import Built, Failure, Outcome, Task, prepare

__all__ = [
    "Head",
    "Packed",
    "head_of",
    "iri_of",
    "is_given",
    "pack",
    "packed_entity",
    "packed_fact",
    "prepare_packed",
    "unpack",
]

_encode_head = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_encode = msgspec.json.Encoder().encode
_fact = msgspec.json.Decoder(tuple[str, str, str, frozenset[str], tuple[str, ...]])
_entity = msgspec.json.Decoder(tuple[str, frozenset[str], tuple[Entity, tuple[Name, ...]] | None])
_GIVEN_END = b",null]"


@dataclass(frozen=True, slots=True)
class Packed:
    """What a file contributes.

    :param head: what is to be known of it, see ``Head``.
    :param quads: its edition's own graph, as N-Quads.
    :param facts: one line for each fact.
    :param entities: one line for each entity.
    """

    head: bytes
    quads: bytes
    facts: bytes
    entities: bytes

    @property
    def parts(self) -> tuple[bytes, bytes, bytes, bytes]:
        """All of it, in this order."""
        return self.head, self.quads, self.facts, self.entities

    @property
    def size(self) -> int:
        """How many bytes it is."""
        return sum(map(len, self.parts))


@dataclass(frozen=True, slots=True)
class Head:
    """What is to be known of what a file contributes.

    :param built_from: the hash of all that it was made of.
    :param edition: the IRI of the edition.
    :param document: the IRI of its document.
    :param language: of the edition.
    :param statements: how many its own graph has.
    :param built: what became of the file.
    """

    built_from: str
    edition: str
    document: str
    language: str
    statements: int
    built: Built


def pack(built_from: str, graph: EditionGraph, built: Built) -> Packed:
    """What a file contributes, as bytes.

    :param built_from: the hash of all that it was made of.
    :param graph: what its edition contributes.
    :param built: what became of it.

    >>> graph = EditionGraph(ox.NamedNode("urn:x/en"), ox.NamedNode("urn:x"), "en", (), (), ())
    >>> built = Built(Path("x.txt"), "document/x", "en", None, None, None, 0, 0, 0, Outcome.NEW)
    >>> packed = pack("0a", graph, built)
    >>> unpack(packed) == graph, head_of(packed.head).built == built
    (True, True)
    """
    what = (str(built.path), *(getattr(built, name) for name in Built.__slots__[1:]))
    head = (built_from, graph.iri.value, graph.document.value, graph.language, len(graph.statements), what)
    return Packed(
        # A file name may have bytes that are no text, which Python holds as surrogates.
        _encode_head(head).encode("utf-8", "surrogatepass"),
        _end(graph.iri).join((*graph.statements, "")).encode(),
        _lines(
            _encode((one.iri.value, one.key, one.said, sorted(one.statements), one.languages)) for one in graph.facts
        ),
        _lines(map(_entity_line, graph.entities)),
    )


def prepare_packed(task: Task) -> Packed | Failure:
    """What one file contributes, packed, or why it contributes nothing: what another process is asked for."""
    result = prepare(task)
    return result if isinstance(result, Failure) else pack(task.built_from, *result)


def head_of(packed: bytes) -> Head:
    """What is to be known of what was packed.

    :param packed: its head.
    :raises ValueError: when it is none.
    """
    try:
        built_from, edition, document, language, statements, what = json.loads(packed.decode("utf-8", "surrogatepass"))
        path, name, spoken, title, session, item, passages, entities, facts, outcome = what
        built = Built(Path(path), name, spoken, title, session, item, passages, entities, facts, Outcome(outcome))
        return Head(built_from, edition, document, language, statements, built)
    except (TypeError, AttributeError) as error:
        raise ValueError(f"this is not what a file contributes: {error}") from error


def unpack(packed: Packed) -> EditionGraph:
    """What an edition contributes, from what was packed.

    :param packed: as ``pack`` makes it.
    :raises ValueError: when it is damaged.
    """
    head = head_of(packed.head)
    iri = ox.NamedNode(head.edition)
    return EditionGraph(
        iri,
        ox.NamedNode(head.document),
        head.language,
        tuple(packed.quads.decode().split(_end(iri))[:-1]),
        tuple(map(packed_fact, packed.facts.splitlines())),
        tuple(map(packed_entity, packed.entities.splitlines())),
    )


def packed_fact(line: bytes) -> StatedFact:
    """A fact, from its line.

    :param line: without its end.
    :raises ValueError: when it is damaged.
    """
    iri, key, said, statements, languages = _fact.decode(line)
    return StatedFact(ox.NamedNode(iri), key, said, statements, languages)


def packed_entity(line: bytes) -> StatedEntity:
    """An entity, from its line.

    :param line: without its end.
    :raises ValueError: when it is damaged.
    """
    iri, statements, said = _entity.decode(line)
    return StatedEntity(ox.NamedNode(iri), statements, None if said is None else Contribution(*said))


def iri_of(line: bytes) -> bytes:
    """The IRI of a fact or an entity, from its line, the rest of which is not looked at.

    >>> iri_of(b'["urn:a","b"]')
    b'urn:a'
    """
    return line[2 : line.index(b'"', 2)]


def is_given(line: bytes) -> bool:
    """Whether the line of an entity is that of one that an authority describes.

    >>> is_given(_entity_line(StatedEntity(ox.NamedNode("urn:a"), frozenset(), None)))
    True
    """
    return line.endswith(_GIVEN_END)


def _end(graph: ox.NamedNode) -> str:
    """What ends a line of N-Quads; no statement has a line break of its own."""
    return f" {graph} .\n"


def _lines(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def _entity_line(entity: StatedEntity) -> bytes:
    said = entity.contribution
    if said is None:
        return _given_line(entity.iri, entity.statements)
    return _encode((entity.iri.value, sorted(entity.statements), (said.entity, said.mentioned)))


@lru_cache(maxsize=50_000)
def _given_line(iri: ox.NamedNode, statements: frozenset[str]) -> bytes:
    """The line of an entity that many documents name and an authority describes."""
    return _encode((iri.value, sorted(statements), None))
