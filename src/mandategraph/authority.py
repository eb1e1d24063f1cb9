"""The authority: known entities and their names, read from Turtle files that librarians keep."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct

from mandategraph.authority_files import Draft, merge, read_blockers, read_turtle, reject
from mandategraph.errors import AuthorityError
from mandategraph.model import Entity, Name
from mandategraph.resources import resource, resources
from mandategraph.vocabulary import GEO, ID_PREFIX, SDG

__all__ = ["Authority", "AuthorityName", "authority_files", "load_authority", "name_key"]

_Grouped = TypeVar("_Grouped")
_ID = re.compile(r"[a-z]+(?:-[a-z]+)*/[^\s/](?:[^\s]*[^\s/])?")
_GOAL = re.compile(r"[1-9]|1[0-7]")
_TARGET = re.compile(r"(?:[1-9]|1[0-7])\.(?:[1-9]|1[0-9]|[a-d])")
_AREA = re.compile(r"[0-9]{3}")
_QUOTES = str.maketrans(dict.fromkeys('《》〈〉“”„«»"') | {"’": "'", "‘": "'", "–": "-", "—": "-"})
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_ALL_HAN = re.compile("[\u4e00-\u9fff]+")
_HAN_SPACE = re.compile(rf"(?<=[{_HAN}]) | (?=[{_HAN}])")


@lru_cache(maxsize=8192)
def name_key(text: str) -> str:
    """The form in which two names count as the same.

    Width, case, title marks, the form of apostrophes and dashes, runs of spaces and spaces beside Han
    characters do not matter.

    :param text: a name.

    >>> name_key("ＵＮＩＤＯ  Member"), name_key("《2030 年议程》")
    ('unido member', '2030年议程')
    """
    return _key(text)


def _key(text: str) -> str:
    """What ``name_key`` gives, not remembered: an authority has more names than are worth it."""
    if _ALL_HAN.fullmatch(text):
        return text
    if text.isascii():
        return " ".join(text.replace('"', "").lower().split())
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    return _HAN_SPACE.sub("", " ".join(plain.split()))


class AuthorityName(Struct, frozen=True, order=True, gc=False):
    """One name by which texts call one entity.

    :param text: the name.
    :param language: BCP 47 code, or empty for a name of every language.
    :param entity: the entity's id.
    :param contextual: true when it means this entity only in documents of the entity's parent organization.
    """

    text: str
    language: str
    entity: str
    contextual: bool = False


@dataclass(frozen=True)
class Authority:
    """Known entities and their names.

    :param entities: by id, sorted.
    :param names: every name of every entity, sorted.
    :param by_name: the names with one text, by that exact text.
    :param by_symbol: the id of the document or instrument with one symbol.
    :param blockers: words that only look as if they held a name.
    :param replaced: ids that were merged into others, each with the id that stands for it now.
    :param rejected: ids that a librarian has rejected.
    :param sha256: of the files read, hexadecimal.
    """

    entities: Mapping[str, Entity]
    names: tuple[AuthorityName, ...]
    by_name: Mapping[str, tuple[AuthorityName, ...]]
    by_symbol: Mapping[str, str]
    blockers: frozenset[str]
    replaced: Mapping[str, str]
    rejected: frozenset[str]
    sha256: str
    _by_key: Mapping[str, tuple[AuthorityName, ...]] = field(repr=False)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """How a copy is made in another process: read-only mappings cannot be pickled as they are."""
        values = (getattr(self, each.name) for each in fields(self))
        return _restore, tuple(dict(v) if isinstance(v, MappingProxyType) else v for v in values)

    @cached_property
    def _by_entity(self) -> Mapping[str, tuple[AuthorityName, ...]]:
        return _group((name.entity, name) for name in self.names)

    @cached_property
    def _by_context(self) -> Mapping[str, tuple[AuthorityName, ...]]:
        return _group((self.entities[name.entity].parent or "", name) for name in self.names if name.contextual)

    @cached_property
    def _by_code(self) -> Mapping[str, tuple[str, ...]]:
        bodies = (entity for entity in self.entities.values() if entity.type == "Body" and entity.code is not None)
        return _group((entity.code or "", entity.id) for entity in bodies)

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, ...]]:
        """How long the names are that begin with the same two characters, the longest first."""
        lengths: dict[str, set[int]] = {}
        for text in self.by_name:
            lengths.setdefault(text[:2], set()).add(len(text))
        return {opening: tuple(sorted(found, reverse=True)) for opening, found in lengths.items()}

    def beginning(self, text: str, start: int, longest: int) -> Sequence[tuple[AuthorityName, ...]]:
        """The names of more than one character with which a text goes on at a place, the longest first.

        :param text: the text.
        :param start: the place.
        :param longest: how long a name may be at most; no longer than the rest of the text.

        >>> [names[0].text for names in load_authority().beginning("在中国香港特别行政区", 1, 4)]
        ['中国香港', '中国']
        """
        lengths = self._lengths.get(text[start : start + 2])
        if lengths is None:
            return ()
        by_name = self.by_name
        return [names for n in lengths if 1 < n <= longest and (names := by_name.get(text[start : start + n])) is not None]

    def find(self, text: str) -> tuple[AuthorityName, ...]:
        """The names that count as the same as a text (see ``name_key``).

        :param text: a name as a user or a document writes it.

        >>> [name.entity for name in load_authority().find("unido")]
        ['organization/unido']
        """
        return self._by_key.get(name_key(text), ())

    def names_of(self, entity: str) -> tuple[AuthorityName, ...]:
        """The names of one entity, sorted.

        :param entity: an id.

        >>> "工发组织" in [name.text for name in load_authority().names_of("organization/unido")]
        True
        """
        return self._by_entity.get(entity, ())

    def context_names(self, parent: str) -> tuple[AuthorityName, ...]:
        """The names that mean something only in documents of one organization, sorted.

        :param parent: the id of the organization.

        >>> "大会" in [name.text for name in load_authority().context_names("organization/unido")]
        True
        """
        return self._by_context.get(parent, ())

    def bodies(self, code: str) -> tuple[str, ...]:
        """The ids of the bodies with one code, sorted.

        :param code: such as ``IDB``.

        >>> load_authority().bodies("IDB")
        ('body/unido-idb',)
        """
        return self._by_code.get(code, ())

    def ancestors(self, entity: str) -> tuple[str, ...]:
        """The ids of what an entity is structurally part of, nearest first.

        :param entity: an id.
        :raises AuthorityError: when the id is unknown.

        >>> load_authority().ancestors("http://metadata.un.org/sdg/9.4")
        ('http://metadata.un.org/sdg/9', 'http://metadata.un.org/sdg')
        """
        if entity not in self.entities:
            raise AuthorityError(f"{entity} is not in the authority")
        found: list[str] = []
        above = self.entities[entity].parent
        while above is not None:
            found.append(above)
            above = self.entities[above].parent if above in self.entities else None
        return tuple(found)


def _restore(*values: Any) -> Authority:
    parts: list[Any] = [MappingProxyType(value) if isinstance(value, dict) else value for value in values]
    return Authority(*parts)


def authority_files() -> list[Path]:
    """The authority files that travel with the package: entities in Turtle, blockers in a text file.

    >>> [path.name for path in authority_files()][:2]
    ['blockers.txt', 'bodies.ttl']
    """
    return sorted([resource("data/authorities/blockers.txt"), *resources("data/authorities", ".ttl")])


def load_authority(paths: Sequence[Path] | None = None, *, extra: Sequence[Path] = ()) -> Authority:
    """The authority that some files make together; a later file adds to an earlier one.

    A later file gives new entities, more names of known ones, a preferred name in place of another (which
    stays as a name); ``mg:status mg:rejected`` takes an entity and its names away for good;
    ``dct:isReplacedBy`` or ``skos:exactMatch`` with a known id gives an entity's names to that one.

    :param paths: Turtle files and lists of blockers (``.txt``); None for those that travel with the package.
    :param extra: more of them, read last.
    :raises AuthorityError: when a file cannot be read or says something wrong.

    >>> load_authority().entities["body/unido-gc"].code
    'GC'
    """
    drafts: dict[str, Draft] = {}
    blockers: set[str] = set()
    digest = hashlib.sha256()
    for path in [*(authority_files() if paths is None else paths), *extra]:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise AuthorityError(f"cannot read the authority file {path}: {error.strerror}") from error
        digest.update(len(data).to_bytes(8, "big") + data)
        if path.suffix == ".txt":
            blockers.update(read_blockers(data, path))
        else:
            read_turtle(data, path, drafts)
    replaced = merge(drafts)
    rejected, words = reject(drafts)
    entities, names, by_symbol = _finish(drafts)
    by_key = _group((_key(name.text), name) for name in names)
    _check_shared(by_key, drafts)
    return Authority(
        entities=MappingProxyType(entities),
        names=tuple(names),
        by_name=_group((name.text, name) for name in names),
        by_symbol=MappingProxyType(by_symbol),
        blockers=frozenset(blockers | words),
        replaced=MappingProxyType(replaced),
        rejected=rejected,
        sha256=digest.hexdigest(),
        _by_key=by_key,
    )


def _finish(
    drafts: Mapping[str, Draft],
) -> tuple[dict[str, Entity], list[AuthorityName], dict[str, str]]:
    entities: dict[str, Entity] = {}
    names: list[AuthorityName] = []
    by_symbol: dict[str, str] = {}
    for key in sorted(drafts):
        draft = drafts[key]
        entity = entities[key] = _entity(draft, drafts)
        plain = (*entity.labels, *entity.names)
        names += [AuthorityName(name.text, name.language, key) for name in plain]
        names += [
            AuthorityName(name.text, name.language, key, contextual=True)
            for name in draft.contextual.difference(plain)
        ]
        if entity.symbol is not None and by_symbol.setdefault(entity.symbol, key) != key:
            other = by_symbol[entity.symbol]
            raise AuthorityError(f"{draft.place}, <{key}>: <{other}> has the symbol {entity.symbol} too")
    for key in entities:
        _check_ring(key, entities, drafts)
    names.sort(key=attrgetter("text", "language", "entity"))
    return entities, names, dict(sorted(by_symbol.items()))


def _check_shared(by_key: Mapping[str, tuple[AuthorityName, ...]], drafts: Mapping[str, Draft]) -> None:
    for same in by_key.values():
        owners = sorted({name.entity for name in same if not name.contextual})
        if len(owners) > 1:
            places = " and ".join(f"<{owner}> ({drafts[owner].place})" for owner in owners)
            raise AuthorityError(f'"{same[0].text}" names {places}; make it an mg:contextName of all but one')


def _group(pairs: Iterable[tuple[str, _Grouped]]) -> Mapping[str, tuple[_Grouped, ...]]:
    groups: defaultdict[str, list[_Grouped]] = defaultdict(list)
    for key, thing in pairs:
        groups[key].append(thing)
    return MappingProxyType({key: tuple(group) for key, group in groups.items()})


def _entity(draft: Draft, drafts: Mapping[str, Draft]) -> Entity:
    where = f"{draft.place}, <{draft.id}>"
    if draft.type is None:
        raise AuthorityError(f"{where}: it has no class and no other file describes it")
    if not draft.labels:
        raise AuthorityError(f"{where}: it has no skos:prefLabel")
    if not _well_formed(draft.id, draft.type):
        raise AuthorityError(f"{where}: the id of a {draft.type} should be like {_example(draft.type)}")
    parent = draft.values.get("mg:structuralParent")
    if parent is not None and parent not in drafts:
        raise AuthorityError(f"{where}: its mg:structuralParent <{parent}> is unknown")
    labels = tuple(
        sorted(
            (Name(text, language) for language, text in draft.labels.items()),
            key=lambda name: ({"en": 0, "zh": 1}.get(name.language, 2), name.language),
        )
    )
    return Entity(
        id=draft.id,
        type=draft.type,
        labels=labels,
        names=tuple(sorted(draft.names - set(labels))),
        symbol=draft.values.get("mg:symbol"),
        provisional=draft.values.get("mg:status") == "provisional",
        same_as=tuple(sorted(draft.same_as)),
        parent=parent,
        code=draft.values.get("mg:code"),
        home=draft.home,
    )


def _well_formed(entity: str, type_: str) -> bool:
    if entity == SDG.rstrip("/"):
        return type_ == "SDG"
    if entity.startswith(GEO):
        return type_ in {"Country", "Region"} and _AREA.fullmatch(entity.removeprefix(GEO)) is not None
    if entity.startswith(SDG):
        pattern = {"Goal": _GOAL, "Target": _TARGET}.get(type_)
        return pattern is not None and pattern.fullmatch(entity.removeprefix(SDG)) is not None
    if type_ in {"Country", "Goal", "SDG", "Target"}:
        return False
    return _ID.fullmatch(entity) is not None and entity.partition("/")[0] == ID_PREFIX[type_]


def _example(type_: str) -> str:
    absolute = {"Goal": SDG + "9", "Target": SDG + "9.4", "SDG": SDG.rstrip("/"), "Country": GEO + "156"}
    return absolute.get(type_) or f"{ID_PREFIX[type_]}/short-name"


def _check_ring(entity: str, entities: Mapping[str, Entity], drafts: Mapping[str, Draft]) -> None:
    seen = {entity}
    above = entities[entity].parent
    while above is not None:
        if above in seen:
            where = f"{drafts[entity].place}, <{entity}>"
            raise AuthorityError(f"{where}: its mg:structuralParent leads back to itself")
        seen.add(above)
        above = entities[above].parent
