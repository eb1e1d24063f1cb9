"""Entities that several editions describe: what each says of them, and how it is joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from msgspec.structs import replace

from mandategraph.model import Entity, Name
from mandategraph.terms import Term, identifier, iri, mg, term, words
from mandategraph.vocabulary import CLASSES, class_iri, superclasses

__all__ = [
    "DESCRIPTION",
    "Contribution",
    "adds_nothing",
    "contribution",
    "contribution_triples",
    "entity_triples",
    "is_shared",
    "stand_in",
]

_A = term("rdf:type")
_PREF, _ALT, _SAME = term("skos:prefLabel"), term("skos:altLabel"), term("skos:exactMatch")
_STATUS, _PARENT, _CODE, _SYMBOL = mg("status"), mg("structuralParent"), mg("code"), mg("symbol")
_TARGET_OF = term("sdgo:isTargetOf")
# A description node is not the entity that it describes, so most properties have a stand-in there.
_STAND_INS = {
    _A: term("dct:type"),
    _SAME: term("rdfs:seeAlso"),
    _STATUS: term("schema:creativeWorkStatus"),
    _PARENT: term("dct:isPartOf"),
    _TARGET_OF: term("dct:isPartOf"),
    _CODE: term("skos:notation"),
    _SYMBOL: term("dct:identifier"),
}
#: The properties that make up the description of an entity in the default graph.
DESCRIPTION = (_A, _PREF, _ALT, _SAME, _STATUS, _PARENT, _CODE, _SYMBOL, _TARGET_OF)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one edition says of an entity that it shares with other editions.

    :param entity: as the edition describes it.
    :param mentioned: the forms under which the edition names it.
    """

    entity: Entity
    mentioned: tuple[Name, ...]

    @classmethod
    def of(cls, entity: Entity, mentioned: Iterable[Name]) -> Contribution:
        """A contribution whose names are sorted and whose language codes are as stores write them.

        >>> entity = Entity("a/b", "Tool", (Name("b", "zh-Hans"),))
        >>> Contribution.of(entity, ()).entity.labels
        (Name(text='b', language='zh-hans'),)
        """
        return cls(replace(entity, labels=_tidy(entity.labels), names=_tidy(entity.names)), _tidy(mentioned))


def _tidy(names: Iterable[Name]) -> tuple[Name, ...]:
    return tuple(sorted({Name(name.text, name.language.lower()) for name in names}))


def is_shared(entity: Entity) -> bool:
    """Whether editions may describe an entity differently, so that what each says has to be kept.

    A document is described by its own editions and by those that cite it, an unknown name by all that use it.

    >>> is_shared(Entity("organization/unido", "Organization", ()))
    False
    """
    return entity.provisional or entity.id.startswith("document/")


def stand_in(predicate: ox.NamedNode) -> ox.NamedNode:
    """What a description node has in place of a property of the entity.

    >>> stand_in(mg("code")).value
    'http://www.w3.org/2004/02/skos/core#notation'
    """
    return _STAND_INS.get(predicate, predicate)


def adds_nothing(one: Contribution, joined: Contribution) -> bool:
    """Whether a contribution surely changes nothing in a description that is joined already.

    Wherever it stands in the order in which ``entity_triples`` joins, it only says what is said.

    :param one: the contribution.
    :param joined: the description, read back as if one edition had given it.

    >>> known = Contribution(Entity("a/b", "Tool", (Name("B", "en"),), (Name("b", "en"),)), ())
    >>> adds_nothing(Contribution(Entity("a/b", "Tool", (Name("B", "en"),)), ()), known)
    True
    >>> adds_nothing(Contribution(Entity("a/b", "Tool", (Name("b", "en"),)), ()), known)
    False
    """
    new, old = one.entity, joined.entity
    names = {*new.names, *(one.mentioned if new.provisional else ())}
    return (
        (new.type, new.provisional) == (old.type, old.provisional)
        and set(new.labels) <= set(old.labels)
        and names <= {*old.labels, *old.names}
        and set(new.same_as) <= set(old.same_as)
        and new.symbol in {None, old.symbol}
        and new.parent in {None, old.parent}
        and new.code in {None, old.code}
    )


def contribution_triples(entity: Entity, description: ox.NamedNode, base: str) -> list[ox.Triple]:
    """What one edition says of a shared entity, on a node of its own in the edition's graph.

    :param entity: as the edition describes it.
    :param description: the node.
    :param base: the base IRI.

    >>> entity = Entity("document/A/1", "Resolution", (Name("A/1", ""),))
    >>> len(contribution_triples(entity, ox.NamedNode("http://b/description/1"), "http://b/"))
    4
    """
    return [
        ox.Triple(description, _A, mg("Description")),
        *(
            ox.Triple(description, stand_in(predicate), value)
            for predicate, value in _properties(entity, base)
        ),
    ]


def _properties(entity: Entity, base: str) -> list[tuple[ox.NamedNode, Term]]:
    labels = set(entity.labels)
    found: list[tuple[ox.NamedNode, Term]] = [
        (_A, ox.NamedNode(class_iri(entity.type))),
        (_STATUS, mg("provisional" if entity.provisional else "reviewed")),
    ]
    found += [(_PREF, words(name.text, name.language)) for name in sorted(labels)]
    found += [(_ALT, words(name.text, name.language)) for name in sorted(set(entity.names) - labels)]
    found += [(_SAME, ox.NamedNode(other)) for other in sorted(set(entity.same_as))]
    if entity.symbol is not None:
        found.append((_SYMBOL, ox.Literal(entity.symbol)))
    if entity.code is not None:
        found.append((_CODE, ox.Literal(entity.code)))
    if entity.parent is not None:
        predicate = _TARGET_OF if entity.type == "Target" else _PARENT
        found.append((predicate, iri(entity.parent, base)))
    return found


def entity_triples(contributions: Iterable[Contribution], base: str) -> frozenset[ox.Triple]:
    """The description of an entity in the default graph, joined from what editions say of it.

    What reviewed descriptions say goes before what provisional ones say; among equals the first in sort order
    counts. A label that another label of its language keeps out becomes a further name. The order of
    contributions is of no matter.

    :param contributions: at least one, all of one entity.
    :param base: the base IRI.

    >>> entity = Entity("document/A/1", "Resolution", (Name("A/1", ""),), provisional=True)
    >>> len(entity_triples([Contribution(entity, (Name("第1号决议", "zh"),))], "http://b/"))
    4
    """
    ranked = sorted(contributions, key=lambda one: (one.entity.provisional, _rank(one.entity)))
    first = ranked[0].entity
    labels: dict[str, str] = {}
    names: set[Name] = set()
    for one in ranked:
        for name in sorted(one.entity.labels):
            labels.setdefault(name.language, name.text)
        names |= {*one.entity.labels, *one.entity.names}
        if first.provisional:
            names |= set(one.mentioned)
    chosen = tuple(Name(text, language) for language, text in labels.items())
    joined = Entity(
        first.id,
        first.type,
        chosen,
        tuple(names),
        symbol=next((one.entity.symbol for one in ranked if one.entity.symbol is not None), None),
        provisional=first.provisional,
        same_as=tuple({other for one in ranked for other in one.entity.same_as}),
        parent=next((one.entity.parent for one in ranked if one.entity.parent is not None), None),
        code=next((one.entity.code for one in ranked if one.entity.code is not None), None),
    )
    node = iri(first.id, base)
    return frozenset(ox.Triple(node, predicate, value) for predicate, value in _properties(joined, base))


def _rank(entity: Entity) -> tuple[object, ...]:
    """The most specific class first, then anything that does not depend on the order of editions."""
    depth = len(superclasses(entity.type)) if entity.type in CLASSES else 0
    return (
        -depth,
        entity.type,
        tuple(sorted(entity.labels)),
        entity.symbol or "",
        entity.parent or "",
        entity.code or "",
    )


def contribution(
    node: ox.NamedNode,
    properties: Iterable[tuple[ox.NamedNode, Term]],
    mentioned: Iterable[ox.Literal],
    base: str,
) -> Contribution:
    """What one edition says of a shared entity, read back from its graph.

    :param node: the entity.
    :param properties: predicates and objects of the description node.
    :param mentioned: the forms under which the edition names it.
    :param base: the base IRI.

    >>> node, kind = ox.NamedNode("http://b/tool/x"), ox.NamedNode(class_iri("Tool"))
    >>> contribution(node, [(term("dct:type"), kind)], [], "http://b/").entity.type
    'Tool'
    """
    held: dict[ox.NamedNode, list[Term]] = defaultdict(list)
    for predicate, value in properties:
        held[predicate].append(value)

    def names(predicate: ox.NamedNode) -> tuple[Name, ...]:
        return tuple(
            sorted(Name(v.value, v.language or "") for v in held[predicate] if isinstance(v, ox.Literal))
        )

    def one(predicate: ox.NamedNode) -> str | None:
        return min((value.value for value in held[_STAND_INS[predicate]]), default=None)

    parent = one(_PARENT)
    entity = Entity(
        identifier(node.value, base),
        (one(_A) or "").rpartition("#")[2],
        names(_PREF),
        names(_ALT),
        symbol=one(_SYMBOL),
        provisional=mg("provisional") in held[_STAND_INS[_STATUS]],
        same_as=tuple(sorted(value.value for value in held[_STAND_INS[_SAME]])),
        parent=None if parent is None else identifier(parent, base),
        code=one(_CODE),
    )
    return Contribution(entity, tuple(sorted(Name(text.value, text.language or "") for text in mentioned)))
