"""Facts as records ready for JSON and for pages: names in the reader's language, and sentences in context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from mandategraph.answers import ontology_words
from mandategraph.model import Entity
from mandategraph.recall import StoredEvidence, entities, evidences
from mandategraph.store import Store
from mandategraph.terms import QUALIFIER_PROPERTIES, Term, mg, term
from mandategraph.vocabulary import ONTOLOGY, PREFIXES, class_iri

__all__ = ["Reader", "Record", "fact_iris", "place_of"]

Record = dict[str, Any]

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dct", "mg", "rdf", "rdfs", "skos"))
_PROPERTIES = "SELECT ?fact ?property ?value WHERE { ?fact ?property ?value }"
_RESULTS = "SELECT ?result ?label WHERE { ?result a mg:Result ; rdfs:label ?label }"
_TEXTS = "SELECT ?edition ?passage ?text ?start WHERE { GRAPH ?edition { ?passage mg:text ?text ; mg:start ?start } }"
_IRIS = """SELECT ?fact ?support WHERE {{ ?fact {pattern} ; mg:support ?support }}
ORDER BY DESC(?support) STR(?fact) LIMIT {limit} OFFSET {offset}"""
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_NAME_OF = {value: name for name, value in QUALIFIER_PROPERTIES.items()}
_AROUND = 200
_INSIDE = frozenset({"measure", "value", "unit"})


def fact_iris(
    store: Store,
    *,
    subject: str | None = None,
    predicate: str | None = None,
    value: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[str]:
    """The IRIs of facts, those that most documents state first.

    :param store: where to look.
    :param subject: the IRI of an entity.
    :param predicate: a key of ``vocabulary.PREDICATES``.
    :param value: the IRI of the object.
    :param limit: how many at most.
    :param offset: how many to leave out.
    """
    parts: list[tuple[str, Term]] = []
    if subject is not None:
        parts.append(("rdf:subject", ox.NamedNode(subject)))
    if predicate is not None:
        parts.append(("rdf:predicate", mg(predicate)))
    if value is not None:
        parts.append(("rdf:object", ox.NamedNode(value)))
    pattern = " ; ".join(f"{name} {node}" for name, node in parts) or "a mg:Fact"
    query = _HEAD + _IRIS.format(pattern=pattern, limit=int(limit), offset=int(offset))
    return [row["fact"].value for row in store.select(query).records()]


def place_of(reason: StoredEvidence) -> str:
    """Where in its document a sentence stands: the printed number, or the way to the passage."""
    path = reason.passage.partition(reason.document + "/")[2]
    return reason.number or path or reason.passage.rpartition("/")[2]


class Reader:
    """Reads facts for one reader.

    :param store: where they are.
    :param language: of names.
    """

    def __init__(self, store: Store, language: str) -> None:
        self.store = store
        self.language = language
        self._entities: dict[str, Entity | None] = {}

    def word(self, iri: str) -> str:
        """A word of the ontology in the reader's language."""
        labels = dict(ontology_words().get(iri, ()))
        for language in (self.language, "en", "zh"):
            if language in labels:
                return labels[language]
        return iri.rpartition("#")[2].rpartition("/")[2]

    def learn(self, iris: Iterable[str]) -> None:
        """Fetch the descriptions of many entities at once."""
        new = sorted({iri for iri in iris if iri not in self._entities})
        if new:
            found = entities(self.store, new)
            self._entities.update({iri: found.get(iri) for iri in new})

    def entity(self, iri: str) -> Entity | None:
        """The description of an entity, if there is one."""
        self.learn([iri])
        return self._entities[iri]

    def link(self, iri: str) -> Record:
        """An entity as a record: iri, id, label, type and the name of its type."""
        found = self.entity(iri)
        if found is None:
            known = iri in ontology_words()
            return {"iri": iri, "label": self.word(iri) if known else _tail(iri, self.store.base_iri), "type": None}
        return {
            "iri": iri,
            "label": found.label(self.language, "zh", "en"),
            "type": found.type,
            "typeLabel": self.word(class_iri(found.type)),
        }

    def facts(self, iris: Sequence[str], *, context: bool = True) -> list[Record]:
        """Facts with their evidence, in the order given.

        :param iris: of facts.
        :param context: whether to tell the words around each quote.
        """
        held: dict[str, dict[Term, Term]] = defaultdict(dict)
        for row in self._rows(_PROPERTIES, "fact", iris):
            held[row["fact"].value][row["property"]] = row["value"]
        nodes = {value.value for one in held.values() for value in one.values() if isinstance(value, ox.NamedNode)}
        reasons = evidences(self.store, iris)
        documents = {_iri(one.document, self.store.base_iri) for stated in reasons.values() for one in stated}
        self.learn(nodes | documents)
        results = {
            row["result"].value: row["label"].value
            for row in self._rows(_RESULTS, "result", [node for node in nodes if "/result/" in node])
        }
        around = self._around(reasons) if context else {}
        return [
            self._fact(iri, held[iri], results, reasons.get(iri, ()), around)
            for iri in iris
            if _SUBJECT in held.get(iri, {})
        ]

    def _rows(self, query: str, name: str, iris: Iterable[str]) -> list[Mapping[str, Term]]:
        nodes = [ox.NamedNode(iri) for iri in sorted(set(iris))]
        found: list[Mapping[str, Term]] = []
        for first in range(0, len(nodes), 1000):
            found += self.store.select(_HEAD + query, {name: nodes[first : first + 1000]}).records()
        return found

    def _around(self, reasons: Mapping[str, Sequence[StoredEvidence]]) -> dict[tuple[str, str], tuple[str, int]]:
        passages = {reason.passage for held in reasons.values() for reason in held}
        return {
            (row["edition"].value, row["passage"].value): (row["text"].value, int(row["start"].value))
            for row in self._rows(_TEXTS, "passage", passages)
        }

    def _fact(
        self,
        iri: str,
        held: Mapping[Term, Term],
        results: Mapping[str, str],
        reasons: Sequence[StoredEvidence],
        around: Mapping[tuple[str, str], tuple[str, int]],
    ) -> Record:
        name = held[_PREDICATE].value.removeprefix(ONTOLOGY)
        ordered = sorted(reasons, key=lambda reason: reason.language != self.language)
        return {
            "iri": iri,
            "subject": self.link(held[_SUBJECT].value),
            "predicate": {"name": name, "label": self.word(ONTOLOGY + name)},
            "object": self._value(held[_OBJECT], results),
            "qualifiers": self._qualifiers(name, held),
            "support": int(held[mg("support")].value) if mg("support") in held else 0,
            "languages": int(held[mg("languages")].value) if mg("languages") in held else 0,
            "evidence": [self._reason(reason, around) for reason in ordered],
        }

    def _value(self, value: Term, results: Mapping[str, str]) -> Record:
        if isinstance(value, ox.Literal):
            return {"value": value.value, "language": value.language or ""}
        if value.value in results:
            return {"value": results[value.value], "language": "", "result": value.value}
        return self.link(value.value)

    def _qualifiers(self, predicate: str, held: Mapping[Term, Term]) -> list[Record]:
        found = []
        for node, value in held.items():
            name = _NAME_OF.get(ox.NamedNode(node.value))
            if name is None or (predicate == "hasResult" and name in _INSIDE):
                continue
            one: Record = {"name": name, "label": self.word(node.value)}
            if isinstance(value, ox.Literal):
                one["value"] = value.value
            else:
                link = self.link(value.value)
                one |= {"iri": link["iri"], "type": link["type"], "valueLabel": link["label"]}
            found.append(one)
        return sorted(found, key=lambda one: one["name"])

    def _reason(self, reason: StoredEvidence, around: Mapping[tuple[str, str], tuple[str, int]]) -> Record:
        found: Record = {
            "iri": reason.iri,
            "document": self.link(_iri(reason.document, self.store.base_iri)),
            "symbol": reason.document.removeprefix("document/").removeprefix("publication/"),
            "edition": reason.edition,
            "passage": reason.passage,
            "paragraph": place_of(reason),
            "heading": reason.heading,
            "quote": reason.quote,
            "start": reason.start,
            "end": reason.end,
            "language": reason.language,
            "rule": reason.rule,
            "confidence": reason.confidence,
        }
        held = around.get((reason.edition, reason.passage))
        if held is not None:
            text, start = held
            if text[reason.start - start : reason.end - start] == reason.quote:
                before, after = text[: reason.start - start], text[reason.end - start :]
                found["before"] = before if len(before) <= _AROUND else f"…{before[-_AROUND:]}"
                found["after"] = after if len(after) <= _AROUND else f"{after[:_AROUND]}…"
        return found


def _iri(identifier: str, base: str) -> str:
    from mandategraph.terms import iri

    return iri(identifier, base).value


def _tail(iri: str, base: str) -> str:
    from mandategraph.terms import identifier

    return identifier(iri, base)
