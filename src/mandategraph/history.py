"""What was named so far in a document, in order: what looking back for whom words mean begins from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import merge

from msgspec import Struct

__all__ = ["SHORTENED_ENDS", "History", "Seen"]

_SHORTENED = frozenset({"Organization", "Declaration", "Partnership", "Programme", "Framework", "Tool", "Facility", "Event"})
_SHORT = 8
#: How the name of an organization ends of which the end alone may stand for it.
SHORTENED_ENDS = ("部", "医院", "大学", "学院", "合作社")


class Seen(Struct, frozen=True, gc=False):
    """Something that was named before.

    :param entity: its id; None where a story begins whose project bears no name.
    :param type: its class.
    :param names: the names that it goes by.
    :param passage: the number of the passage.
    :param section: the heading of the passage.
    :param start: where it is named in the passage's text.
    :param end: one past the last character.
    """

    entity: str | None
    type: str
    names: tuple[str, ...]
    passage: int
    section: str | None
    start: int = 0
    end: int = 0


class History:
    """What was named so far in a document, in order, with what makes looking back quick in a long one."""

    def __init__(self) -> None:
        #: The ids that were named, and those of what they are part of.
        self.around: set[str | None] = set()
        self._all: list[Seen] = []
        self._places: dict[str, int] = {}
        self._distinct: defaultdict[str, dict[tuple[str | None, str], tuple[int, Seen]]] = defaultdict(dict)
        self._longer: dict[str, dict[str, str]] = {kind: {} for kind in _SHORTENED}
        self._shortened: dict[str, tuple[str | None, str]] = {}
        self._whole: set[tuple[str | None, str]] = set()
        self._ends: dict[tuple[str | None, str], dict[str, str]] = {}

    def append(self, seen: Seen, parent: str | None = None) -> None:
        """Adds what is named next.

        :param seen: what is named.
        :param parent: the id of what it is part of.
        """
        self._all.append(seen)
        entity, kind, names = seen.entity, seen.type, seen.names
        place = 2 * len(self._all)
        key = entity, names[-1] if names else ""  # its other names are always the same
        distinct = self._distinct[kind]
        distinct.pop(key, None)
        distinct[key] = place, seen
        if entity is None:
            self.around.add(None)
            return
        self.around.update((entity, parent))
        if kind == "Session" and parent is not None:
            self._places[parent] = place - 1
        self._places[entity] = place
        if kind not in _SHORTENED or self._shortened.get(kind) == key or key in self._whole:
            return  # what was named last before is called so already, and some names stand only as a whole
        if kind == "Organization":
            names = tuple(name for name in names if name.endswith(SHORTENED_ENDS))  # 黎巴嫩工业部 is 工业部 from here on
        if names:
            self._shorten(kind, key, names)
        else:
            self._whole.add(key)

    def _shorten(self, kind: str, key: tuple[str | None, str], names: tuple[str, ...]) -> None:
        """Remembers by what shorter names something may be called from here on."""
        self._shortened[kind] = key
        ends = self._ends.get(key)
        if ends is None:
            longest = _SHORT if kind != "Organization" else 2 * _SHORT
            found = [name[-length:] for name in names for length in range(1, min(longest + 1, len(name)))]
            ends = self._ends[key] = dict.fromkeys(found, key[0] or "")
        self._longer[kind].update(ends)

    @property
    def last(self) -> str | None:
        """The id of what was named last; None when that bears no name, or nothing was."""
        return self._all[-1].entity if self._all else None

    def __getitem__(self, places: slice) -> list[Seen]:
        """Some of what was named, in order."""
        return self._all[places]

    def distinct(self, types: Iterable[str]) -> Iterator[Seen]:
        """What was named of some classes, the last first, each entity once for the same names.

        :param types: classes.
        """
        found = [reversed(self._distinct[kind].values()) for kind in types if kind in self._distinct]
        return (seen for _, seen in merge(*found, key=lambda pair: -pair[0]))

    def last_of(self, entities: Iterable[str]) -> str | None:
        """Which of some entities, or a session of which, was named last; None when none was.

        :param entities: ids.
        """
        named = [entity for entity in entities if entity in self._places]
        return max(named, key=self._places.__getitem__, default=None)

    def longer(self, kind: str, name: str) -> str | None:
        """The entity of a class that was named last by a longer name with the same end.

        :param kind: the class.
        :param name: a short name.

        >>> history = History()
        >>> history.append(Seen("programme/a", "Programme", ("绿色城市方案",), 0, None))
        >>> history.longer("Programme", "城市方案"), history.longer("Programme", "绿色城市方案")
        ('programme/a', None)
        """
        return self._longer[kind].get(name) if kind in _SHORTENED else None
