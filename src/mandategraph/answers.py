"""The values of an answer: columns, entities with their names, numbers and dates as Python has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

import pyoxigraph as ox

from mandategraph.resources import resources
from mandategraph.store import Store
from mandategraph.terms import Term, identifier
from mandategraph.vocabulary import ONTOLOGY, PREFIXES

__all__ = ["Column", "EntityValue", "Names", "Value", "ontology_words", "read_value"]

_XSD = PREFIXES["xsd"]
_RDFS_LABEL, _PREF_LABEL = PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel"
_ANY_NAME = f"""PREFIX skos: <{PREFIXES["skos"]}> PREFIX mg: <{ONTOLOGY}> PREFIX rdfs: <{PREFIXES["rdfs"]}>
SELECT ?name WHERE {{
  ?thing ?property ?name
  FILTER(?property IN (skos:prefLabel, rdfs:label, mg:symbol))
}} ORDER BY DESC(LANG(?name)) STR(?name)"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer.

    :param name: the variable that it shows.
    :param kind: entity (a value with a label), entity or text, term (a word of the ontology), fact, or value.
    """

    name: str
    kind: str
    zh: str
    en: str

    def heading(self, language: str) -> str:
        """What stands above the column.

        >>> Column("partner", "entity", "伙伴", "Partner").heading("zh")
        '伙伴'
        """
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class EntityValue:
    """An entity in an answer: its IRI and its name in the wanted language."""

    iri: str
    label: str

    def __str__(self) -> str:
        """The name alone."""
        return self.label


Value = EntityValue | str | int | float | bool | Decimal | date | None


@cache
def ontology_words() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The labels of the ontology: IRI -> pairs of language and label, sorted.

    >>> dict(ontology_words()["https://w3id.org/mandategraph/act/requests"])["en"]
    'requests'
    """
    found: dict[str, set[tuple[str, str]]] = {}
    for path in resources("ontology", ".ttl"):
        for triple in ox.parse(path=str(path)):
            named = isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal)
            if named and triple.predicate.value in {_RDFS_LABEL, _PREF_LABEL}:
                found.setdefault(triple.subject.value, set()).add(
                    (triple.object.language or "", triple.object.value)
                )
    return {name: tuple(sorted(labels)) for name, labels in found.items()}


class Names:
    """Names of what a query left without a label: words of the ontology, and names in other languages.

    :param store: where entities are described.
    :param language: wanted first, before Chinese and English.
    """

    def __init__(self, store: Store, language: str) -> None:
        self._store = store
        self._languages = (language, "zh", "en")
        self._known: dict[str, str] = {}

    def __getitem__(self, iri: str) -> str:
        """The name of one thing, or its id when it has none."""
        if iri not in self._known:
            self._known[iri] = self._find(iri)
        return self._known[iri]

    def id_of(self, iri: str) -> str:
        """The id of one thing, which is not looked up: facts have no other name."""
        return identifier(iri, self._store.base_iri)

    def _find(self, iri: str) -> str:
        labels = dict(ontology_words().get(iri, ()))
        if not labels:
            for row in self._store.select(_ANY_NAME, {"thing": ox.NamedNode(iri)}).records():
                if isinstance(row["name"], ox.Literal):
                    labels.setdefault(row["name"].language or "", row["name"].value)
        for language in (*self._languages, *labels):
            if language in labels:
                return labels[language]
        if iri.startswith(ONTOLOGY):
            return iri.removeprefix(ONTOLOGY)
        return self.id_of(iri)


def read_value(column: Column, solution: Mapping[str, Term], names: Names) -> Value:
    """The value of one column in one solution.

    :param column: the column.
    :param solution: the solution.
    :param names: for what the solution gives no label.
    """
    found = solution.get(column.name)
    if found is None:
        return None
    if isinstance(found, ox.Literal):
        return _python(found)
    if column.kind == "fact":
        return EntityValue(found.value, names.id_of(found.value))
    label = solution.get(column.name + "Label")
    return EntityValue(found.value, names[found.value] if label is None or not label.value else label.value)


def _python(literal: ox.Literal) -> Value:
    """A literal as Python writes it; one that Python cannot hold stays text."""
    try:
        match literal.datatype.value.removeprefix(_XSD):
            case "integer":
                return int(literal.value)
            case "gYear":
                return int(literal.value[:4]) if re.fullmatch(r"[0-9]{4}", literal.value) else literal.value
            case "decimal":
                return Decimal(literal.value)
            case "double" | "float":
                return float(literal.value)
            case "boolean":
                return literal.value in {"true", "1"}
            case "date":
                return date.fromisoformat(literal.value)
    except (ValueError, ArithmeticError):
        pass
    return literal.value
