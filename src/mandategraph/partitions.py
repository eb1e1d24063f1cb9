"""Facts and entities of many editions, parted by their IRI, so that each part can be merged by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

import msgspec
import pyoxigraph as ox

from mandategraph.describe import EditionGraph, StatedEntity
from mandategraph.factgraph import StatedFact
from mandategraph.packing import Head, Packed, iri_of, is_given, packed_entity, packed_fact

__all__ = ["Partitions"]

#: So many bytes wait in memory before they are written to files.
_MOST = 32_000_000
_origin = msgspec.json.Decoder(tuple[str, str, str])


class Partitions:
    """All that is said of one fact or entity comes into the same part, whichever edition says it.

    What an edition says in a part is its line, those of its facts, and those of its entities, with an empty line
    after either. What few editions say stays in memory; else each part is a file.

    :param folder: for the files; made when it is needed.
    :param count: how many parts.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self.count = count
        self.folder = folder
        self._waiting: list[list[bytes]] = [[] for _ in range(count)]
        self._size = 0
        self._given: dict[bytes, int] = {}

    def add(self, head: Head, packed: Packed) -> None:
        """Part what an edition contributes.

        :param head: that of ``packed``.
        :param packed: what the edition contributes.
        :raises OSError: when it cannot be kept.
        :raises ValueError: when it is damaged.
        """
        facts, entities = self._parted(packed.facts.splitlines()), self._parted(self._news(packed.entities))
        origin = msgspec.json.encode((head.edition, head.document, head.language))
        for number in facts.keys() | entities.keys():
            lines = [origin, *facts[number], b"", *entities[number], b"", b""]
            text = b"\n".join(lines)
            self._waiting[number].append(text)
            self._size += len(text)
        if self._size > _MOST:
            self._write()

    def __iter__(self) -> Iterator[list[EditionGraph]]:
        """What the editions say, part by part; their own graphs are left out.

        :raises OSError: when it cannot be read.
        :raises ValueError: when it is damaged.
        """
        for number, waiting in enumerate(self._waiting):
            file = self.folder / str(number)
            written = file.read_bytes() if file.exists() else b""
            file.unlink(missing_ok=True)
            lines = b"".join((written, *waiting)).split(b"\n")
            waiting.clear()
            yield _editions(lines)

    def _parted(self, lines: Iterable[bytes]) -> defaultdict[int, list[bytes]]:
        found: defaultdict[int, list[bytes]] = defaultdict(list)
        for line in lines:
            found[crc32(iri_of(line)) % self.count].append(line)
        return found

    def _news(self, lines: bytes) -> list[bytes]:
        """Entities without those of which an authority says what the edition before said; the last word counts."""
        found = []
        for line in lines.splitlines():
            if is_given(line):
                iri, said = iri_of(line), hash(line)
                if self._given.get(iri) == said:
                    continue
                self._given[iri] = said
            found.append(line)
        return found

    def _write(self) -> None:
        self.folder.mkdir(exist_ok=True)
        for number, waiting in enumerate(self._waiting):
            if waiting:
                with (self.folder / str(number)).open("ab") as file:
                    file.writelines(waiting)
                waiting.clear()
        self._size = 0


def _editions(lines: Sequence[bytes]) -> list[EditionGraph]:
    """Editions from their lines; what many of them say in the same words is made once."""
    facts: dict[bytes, StatedFact] = {}
    entities: dict[bytes, StatedEntity] = {}
    found, place = [], 0
    while place < len(lines) - 1:
        edition, document, language = _origin.decode(lines[place])
        first = lines.index(b"", place)
        last = lines.index(b"", first + 1)
        for line in lines[place + 1 : first]:
            if line not in facts:
                facts[line] = packed_fact(line)
        for line in lines[first + 1 : last]:
            if line not in entities:
                entities[line] = packed_entity(line)
        found.append(
            EditionGraph(
                ox.NamedNode(edition),
                ox.NamedNode(document),
                language,
                (),
                tuple(facts[line] for line in lines[place + 1 : first]),
                tuple(entities[line] for line in lines[first + 1 : last]),
            )
        )
        place = last + 1
    return found
