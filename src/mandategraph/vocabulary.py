"""Namespaces, classes, predicates and qualifiers: the one place where code learns the words of the ontology."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "AGENTS",
    "BASE_IRI",
    "CLASSES",
    "GEO",
    "ID_PREFIX",
    "INSTRUMENTS",
    "ONTOLOGY",
    "PREDICATES",
    "PREFIXES",
    "QUALIFIERS",
    "SDG",
    "SDGO",
    "Predicate",
    "class_iri",
    "is_a",
    "superclasses",
]

ONTOLOGY = "https://w3id.org/mandategraph/ontology#"
BASE_IRI = "https://w3id.org/mandategraph/id/"
SDG = "http://metadata.un.org/sdg/"
SDGO = "http://metadata.un.org/sdg/ontology#"
GEO = "http://metadata.un.org/sdg/codes/geoArea/"

PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "mg": ONTOLOGY,
    "mgact": "https://w3id.org/mandategraph/act/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdgo": SDGO,
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "undo": "https://w3id.org/un/ontology/undo/",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: Each class of things and its direct superclass in the ontology (None: mg:Entity itself).
CLASSES: dict[str, str | None] = {
    "Agreement": "Instrument",
    "Body": None,
    "Country": "Place",
    "CountryGroup": None,
    "Decision": "Instrument",
    "Declaration": "Instrument",
    "Document": None,
    "Event": None,
    "Facility": None,
    "Framework": None,
    "Fund": "Organization",
    "Goal": "SDG",
    "Instrument": "Document",
    "Organization": None,
    "Partnership": None,
    "Person": None,
    "Place": None,
    "Programme": None,
    "Publication": None,
    "Region": "Place",
    "Resolution": "Instrument",
    "SDG": None,
    "Session": None,
    "Standard": None,
    "Target": "SDG",
    "Tool": None,
    "Unit": None,
}

#: Where entities of a class live under the base IRI. SDGs and countries have the UN's own IRIs.
ID_PREFIX = {name: name.lower() for name in CLASSES} | {
    "CountryGroup": "country-group",
    "Resolution": "document",
    "Decision": "document",
    "Declaration": "document",
    "Agreement": "document",
    "Instrument": "document",
}

AGENTS = frozenset(
    {
        "Body", "Country", "CountryGroup", "Facility", "Fund", "Organization", "Partnership", "Person",
        "Programme", "Region", "Session", "Unit",
    }
)  # fmt: skip
INSTRUMENTS = frozenset({"Agreement", "Decision", "Declaration", "Instrument", "Resolution"})

_ACTORS = frozenset({"Body", "Country", "CountryGroup", "Fund", "Organization", "Partnership", "Person", "Unit"})
_DOCUMENTS = INSTRUMENTS | {"Document", "Publication"}
_WORKS = frozenset({"Framework", "Publication", "Standard", "Tool"})
_PLACES = frozenset({"Country", "Region"})
_SDGS = frozenset({"SDG"})
_GROUPS = frozenset({"Organization", "Fund", "Unit", "Body", "Partnership", "CountryGroup"})
ANYTHING = frozenset(CLASSES) - {"Place"}


@dataclass(frozen=True, slots=True)
class Predicate:
    """The usual signature of one predicate.

    :param name: the local name in the ontology.
    :param domain: classes of its subjects (subclasses are meant too).
    :param range: classes of its objects, or None for a literal.
    :param symmetric: true when the direction says nothing.
    """

    name: str
    domain: frozenset[str]
    range: frozenset[str] | None
    symmetric: bool = False


def _predicates() -> dict[str, Predicate]:
    literal = None
    adoptable = INSTRUMENTS | {"Framework", "Document"}
    table: list[tuple[str, frozenset[str] | set[str], frozenset[str] | set[str] | None]] = [
        ("title", {"Document", "Publication"}, literal),
        ("symbol", {"Document", "Publication"}, literal),
        ("date", {"Document", "Publication"}, literal),
        ("agendaItem", {"Document", "Publication"}, literal),
        ("author", {"Document", "Publication"}, literal),
        ("presentedAt", _DOCUMENTS | {"Framework"}, {"Session", "Event"}),
        ("adoptedAt", adoptable, {"Session", "Event"}),
        ("adoptedBy", adoptable | {"Standard"}, {"Body", "Organization", "CountryGroup", "Session", "Event"}),
        ("cites", _DOCUMENTS | {"Framework"}, _DOCUMENTS | _WORKS),
        ("reportsOn", _DOCUMENTS | {"Framework"}, ANYTHING),
        ("follows", _DOCUMENTS | _WORKS | {"Programme", "Session", "Event"},
         _DOCUMENTS | _WORKS | {"Programme", "Session", "Event"}),
        ("reaffirms", INSTRUMENTS | {"Framework", "Body", "Session", "Event", "CountryGroup", "Country"},
         INSTRUMENTS | {"Framework", "Organization", "Programme", "Partnership", "SDG", "Document"}),
        ("implements", AGENTS | _DOCUMENTS | _WORKS | {"Event"},
         INSTRUMENTS | {"Framework", "Programme", "Document", "Standard"}),
        ("mandates", INSTRUMENTS | {"Body", "Session", "Event", "Framework", "Organization", "CountryGroup"},
         _ACTORS | {"Programme", "Facility"}),
        ("partOf", ANYTHING - {"Country", "Person"},
         {"Organization", "Programme", "Body", "CountryGroup", "Partnership", "Unit", "Framework", "Document",
          "Publication", "Goal", "Region", "Country", "Event", "Tool", "Session", "Facility"}),
        ("memberOf", {"Country", "Organization", "CountryGroup", "Person", "Unit", "Body"},
         {"Organization", "Partnership", "CountryGroup", "Body"}),
        ("headedBy", AGENTS | {"Event"}, {"Person"}),
        ("established", AGENTS | INSTRUMENTS | {"Event"},
         {"Unit", "Facility", "Programme", "Partnership", "Fund", "Event", "Tool", "Organization", "Body",
          "Framework"}),
        ("leads", AGENTS,
         {"Programme", "Partnership", "Event", "Session", "Body", "Unit", "Facility", "Framework", "CountryGroup",
          "Organization"}),
        ("organizes", AGENTS, {"Event", "Session"}),
        ("participatesIn", AGENTS,
         {"Event", "Programme", "Partnership", "Session", "Body", "Framework", "Organization", "CountryGroup", "Document",
          "Publication"} | INSTRUMENTS),
        ("partnerOf", AGENTS, AGENTS),
        ("implementedBy", {"Programme", "Tool", "Framework", "Facility", "Partnership"}, AGENTS),
        ("fundedBy", {"Programme", "Organization", "Facility", "Event", "Unit", "Tool", "Partnership", "Publication",
                      "Country", "CountryGroup"}, AGENTS),
        ("operatesIn", {"Programme", "Organization", "Partnership", "Tool", "Unit", "Facility", "Fund"}, _PLACES),
        ("benefits", {"Programme", "Framework", "Tool", "Organization", "Publication", "Partnership", "Facility",
                      "Unit", "Event", "Standard", "Country"},
         {"Country", "CountryGroup", "Organization", "Region", "Unit", "Partnership"}),
        ("locatedIn", {"Facility", "Event", "Session", "Unit", "Organization", "Body", "Region", "Partnership"},
         _PLACES),
        ("heldOn", {"Event", "Session"}, literal),
        ("contributesTo", ANYTHING - {"Goal", "Target", "SDG"}, _SDGS),
        ("partyTo", AGENTS, {"Agreement", "Framework", "Declaration"}),
        ("publishes", AGENTS, {"Publication", "Document", "Tool", "Framework", "Standard"}),
        ("hasResult", {"Programme", "Organization", "Facility", "Country", "CountryGroup", "Event", "Tool", "Unit",
                       "Body", "Partnership", "Region", "Publication", "Framework"}, literal),
    ]  # fmt: skip
    return {
        name: Predicate(
            name,
            frozenset(domain),
            None if range_ is None else frozenset(range_),
            symmetric=name == "partnerOf",
        )
        for name, domain, range_ in table
    }


PREDICATES: dict[str, Predicate] = _predicates()

#: Qualifier of a fact -> the property that holds it in RDF.
QUALIFIERS: dict[str, str] = {
    "act": "act",
    "amount": "amount",
    "currency": "currency",
    "date": "onDate",
    "due": "due",
    "end": "toDate",
    "measure": "measure",
    "on": "on",
    "role": "role",
    "start": "fromDate",
    "unit": "unit",
    "value": "value",
    "year": "year",
}


def class_iri(name: str) -> str:
    """The IRI of a class: goals and targets are the UN's own classes.

    >>> class_iri("Goal")
    'http://metadata.un.org/sdg/ontology#Goal'
    """
    return (SDGO if name in {"Goal", "Target"} else ONTOLOGY) + name


def superclasses(name: str) -> tuple[str, ...]:
    """A class and all above it, nearest first.

    >>> superclasses("Resolution")
    ('Resolution', 'Instrument', 'Document')
    """
    return _ABOVE[name]


def _above(name: str) -> tuple[str, ...]:
    above = CLASSES[name]
    return (name,) if above is None else (name, *_above(above))


_ABOVE = {name: _above(name) for name in CLASSES}


def is_a(name: str, classes: frozenset[str]) -> bool:
    """Whether a class or one above it is among some classes.

    >>> is_a("Fund", frozenset({"Organization"}))
    True
    """
    return name in classes or not classes.isdisjoint(_ABOVE[name])
