"""Reads authority files, Turtle and lists of blockers, into drafts of entities; merges and rejects drafts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from mandategraph.errors import AuthorityError, one_of
from mandategraph.model import Name
from mandategraph.vocabulary import BASE_IRI, CLASSES, ONTOLOGY, PREFIXES, SDGO

__all__ = ["Draft", "merge", "read_blockers", "read_turtle", "reject"]

_RDF_TYPE = PREFIXES["rdf"] + "type"
_SKOS = PREFIXES["skos"]
_REPLACED = PREFIXES["dct"] + "isReplacedBy"
_EXACT = _SKOS + "exactMatch"
#: What an authority file may say of an entity, by IRI, in short.
_PROPERTIES = {
    _RDF_TYPE: "a",
    _SKOS + "prefLabel": "skos:prefLabel",
    _SKOS + "altLabel": "skos:altLabel",
    _EXACT: "skos:exactMatch",
    _REPLACED: "dct:isReplacedBy",
    ONTOLOGY + "contextName": "mg:contextName",
    ONTOLOGY + "symbol": "mg:symbol",
    ONTOLOGY + "code": "mg:code",
    ONTOLOGY + "homeOrganization": "mg:homeOrganization",
    ONTOLOGY + "structuralParent": "mg:structuralParent",
    ONTOLOGY + "status": "mg:status",
}
_STATUSES = {ONTOLOGY + name: name for name in ("reviewed", "provisional", "rejected")}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")


@dataclass(slots=True)
class Draft:
    """What the files read so far say of one entity."""

    id: str
    place: str
    type: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    names: set[Name] = field(default_factory=set)
    contextual: set[Name] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    same_as: set[str] = field(default_factory=set)
    home: bool = False

    def plain(self) -> set[Name]:
        """The names that are not contextual."""
        return {Name(text, language) for language, text in self.labels.items()} | self.names


def read_blockers(data: bytes, path: Path) -> list[str]:
    r"""The words of a list of blockers: one a line, ``#`` begins a comment.

    :param data: the file's bytes.
    :param path: where they come from, for errors.
    :raises AuthorityError: when they are not UTF-8.

    >>> read_blockers("# 中国\n中国际\n".encode(), Path("blockers.txt"))
    ['中国际']
    """
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise AuthorityError(f"{path.name} is not UTF-8 at byte {error.start}") from error
    return [word for line in lines if (word := line.partition("#")[0].strip())]


def read_turtle(data: bytes, path: Path, drafts: dict[str, Draft]) -> None:
    """Adds what one Turtle file says to the drafts.

    :param data: the file's bytes.
    :param path: where they come from, for errors.
    :param drafts: by id; changed.
    :raises AuthorityError: when the file says something wrong.

    >>> drafts: dict[str, Draft] = {}
    >>> data = b'<organization/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "X"@en .'
    >>> read_turtle(data, Path("x.ttl"), drafts)
    >>> drafts["organization/x"].labels
    {'en': 'X'}
    """
    file = path.name
    mine: dict[str, _Said] = {}
    last, said = "", _Said(Draft("", file), "")
    try:
        for triple in ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri=BASE_IRI):
            subject = triple.subject
            if not isinstance(subject, ox.NamedNode):
                raise AuthorityError(f"{file}: an entity needs an IRI, {subject} is none")
            if subject.value != last:
                last = subject.value
                entity = _id(last)
                draft = drafts.setdefault(entity, Draft(entity, file))
                said = mine.setdefault(entity, _Said(draft, f"{file}, <{entity}>"))
            _add(said, triple.predicate.value, triple.object)
    except SyntaxError as error:
        raise AuthorityError(f"{file}, line {error.lineno or '?'}: {error.msg}") from error


@dataclass(slots=True)
class _Said:
    """What one file says of one entity: the preferred names, apart from those of earlier files."""

    draft: Draft
    where: str
    labels: dict[str, str] = field(default_factory=dict)


def _add(said: _Said, predicate: str, value: object) -> None:
    draft, where = said.draft, said.where
    match _PROPERTIES.get(predicate):
        case "skos:altLabel":
            draft.names.add(_name(value, where))
        case "skos:prefLabel":
            name = _name(value, where)
            if said.labels.setdefault(name.language, name.text) != name.text:
                raise AuthorityError(
                    f'{where}: two preferred names in {name.language or "no language"}, one is "{name.text}"'
                )
            old = draft.labels.get(name.language, name.text)
            if old != name.text:
                draft.names.add(Name(old, name.language))
            draft.labels[name.language] = name.text
        case "mg:contextName":
            draft.contextual.add(_name(value, where))
        case "a":
            type_ = _class(_iri(value, where), where)
            if draft.type not in {None, type_}:
                raise AuthorityError(f"{where}: one class is needed, not {draft.type} and {type_}")
            draft.type = type_
        case "skos:exactMatch":
            draft.same_as.add(_id(_iri(value, where)))
        case "mg:homeOrganization":
            draft.home = _text(value, where) in {"true", "1"}
        case "mg:status" as short:
            status = _iri(value, where)
            if status not in _STATUSES:
                valid = one_of(f"mg:{name}" for name in _STATUSES.values())
                raise AuthorityError(f"{where}: mg:status <{status}> is none of {valid}")
            draft.values[short] = _STATUSES[status]
        case "mg:structuralParent" | "dct:isReplacedBy" as short:
            draft.values[short] = _id(_iri(value, where))
        case None:
            known = one_of(_PROPERTIES.values(), most=20)
            raise AuthorityError(f"{where}: unknown property <{predicate}>; known are {known}")
        case short:
            draft.values[short] = _text(value, where)


def _id(iri: str) -> str:
    return iri.removeprefix(BASE_IRI)


def _iri(value: object, where: str) -> str:
    if not isinstance(value, ox.NamedNode):
        raise AuthorityError(f"{where}: {value} should be an IRI")
    return value.value


def _text(value: object, where: str) -> str:
    if not isinstance(value, ox.Literal) or not value.value or value.value != value.value.strip():
        raise AuthorityError(f"{where}: {value} should be a text without spaces around it")
    return value.value


def _name(value: object, where: str) -> Name:
    text = _text(value, where)
    language = value.language or "" if isinstance(value, ox.Literal) else ""
    if language and not _LANGUAGE.fullmatch(language):
        raise AuthorityError(f'{where}: "{language}" of "{text}" is no language code such as zh or en')
    return Name(text, language)


def _class(iri: str, where: str) -> str:
    for namespace in (SDGO, ONTOLOGY):
        name = iri.removeprefix(namespace)
        if name != iri and name in CLASSES and (name in {"Goal", "Target"}) == (namespace == SDGO):
            return name
    raise AuthorityError(f"{where}: <{iri}> is no class; classes are {one_of(CLASSES, most=40)}")


def merge(drafts: dict[str, Draft]) -> dict[str, str]:
    """Gives the names of replaced entities to those that stand for them.

    :param drafts: by id; changed.
    :raises AuthorityError: when what replaces an entity is unknown or replaced by it.

    >>> to = {"dct:isReplacedBy": "organization/b"}
    >>> old = Draft("organization/a", "x.ttl", labels={"en": "A"}, values=to)
    >>> drafts = {"organization/a": old, "organization/b": Draft("organization/b", "x.ttl")}
    >>> merge(drafts), drafts["organization/b"].names
    ({'organization/a': 'organization/b'}, {Name(text='A', language='en')})
    """
    replaced: dict[str, str] = {}
    for draft in drafts.values():
        target = draft.values.get("dct:isReplacedBy")
        if target is None:
            target = next((iri for iri in sorted(draft.same_as) if iri in drafts or "://" not in iri), None)
        if target is not None:
            if target not in drafts:
                where = f"{draft.place}, <{draft.id}>"
                raise AuthorityError(f"{where}: <{target}>, which replaces it, is unknown")
            replaced[draft.id] = target
    for source in list(replaced):
        target, seen = replaced[source], {source}
        while target in replaced:
            if target in seen:
                where = f"{drafts[source].place}, <{source}>"
                raise AuthorityError(f"{where}: entities replace one another in a ring")
            seen.add(target)
            target = replaced[target]
        replaced[source] = target
    for source, target in sorted(replaced.items()):
        old, new = drafts.pop(source), drafts[target]
        new.names |= old.plain()
        new.contextual |= old.contextual
        for short in ("mg:symbol", "mg:code"):
            if short in old.values:
                new.values.setdefault(short, old.values[short])
        new.same_as |= {iri for iri in old.same_as if "://" in iri and iri != target}
    for draft in drafts.values():
        parent = draft.values.get("mg:structuralParent")
        if parent in replaced:
            draft.values["mg:structuralParent"] = replaced[parent]
    return dict(sorted(replaced.items()))


def reject(drafts: dict[str, Draft]) -> tuple[frozenset[str], set[str]]:
    """Takes rejected entities away, and their names from all others; gives their ids and names.

    :param drafts: by id; changed.

    >>> drafts = {"tool/a": Draft("tool/a", "x.ttl", labels={"en": "A"}, values={"mg:status": "rejected"})}
    >>> reject(drafts), drafts
    ((frozenset({'tool/a'}), {'A'}), {})
    """
    rejected = frozenset(key for key, draft in drafts.items() if draft.values.get("mg:status") == "rejected")
    gone = [drafts.pop(key) for key in sorted(rejected)]
    words = {name.text for draft in gone for name in draft.plain() | draft.contextual}
    if words:
        for draft in drafts.values():
            draft.names = {name for name in draft.names if name.text not in words}
            draft.contextual = {name for name in draft.contextual if name.text not in words}
            draft.labels = {language: text for language, text in draft.labels.items() if text not in words}
    return rejected, words
