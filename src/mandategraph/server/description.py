"""What machines read before they ask: service description, VoID, and the questions as RDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from mandategraph.questions import load_questions
from mandategraph.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from mandategraph.server.state import Version

__all__ = ["dataset_description", "examples", "serialize", "service_description"]

_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_W3F = "http://www.w3.org/ns/formats/"
_WRITTEN = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD", "RDF_XML",
)  # fmt: skip
_USED = {**{name: PREFIXES[name] for name in ("dct", "mg", "rdf", "rdfs", "sh", "xsd", "foaf", "schema")}}
_LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
_COUNTS = {
    "class": f"SELECT ?it (COUNT(*) AS ?n) {{ ?s <{PREFIXES['rdf']}type> ?it }} GROUP BY ?it",
    "property": "SELECT ?it (COUNT(*) AS ?n) { ?s ?it ?o } GROUP BY ?it",
    "graph": "SELECT ?it (COUNT(*) AS ?n) { GRAPH ?it { ?s ?p ?o } } GROUP BY ?it",
}


class _Writer:
    """Triples, with little to write for each."""

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    def add(self, subject: ox.NamedNode | ox.BlankNode, predicate: str, *values: object) -> None:
        for value in values:
            term = value if isinstance(value, ox.NamedNode | ox.BlankNode | ox.Literal) else ox.Literal(value)  # type: ignore[arg-type]
            self.triples.append(ox.Triple(subject, ox.NamedNode(predicate), term))


def serialize(triples: Iterable[ox.Triple], form: str, prefixes: Mapping[str, str] | None = None) -> bytes:
    r"""Triples as text.

    :param triples: what to write.
    :param form: a format name such as ``turtle``.
    :param prefixes: for the formats that have such.

    >>> serialize([ox.Triple(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.Literal(1))], "ntriples")
    b'<http://a> <http://b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    """
    if form in {"turtle", "trig", "rdfxml"}:
        return ox.serialize(triples, format=_FORMATS[form], prefixes=dict(prefixes or _USED)) or b""
    return ox.serialize(triples, format=_FORMATS[form]) or b""


def _counts(graph: Version, kind: str) -> list[tuple[str, int]]:
    rows = graph.keep("counts", kind, lambda store: store.select(_COUNTS[kind]))
    return sorted((row["it"].value, int(row["n"].value)) for row in rows.records())


def service_description(graph: Version, address: str, form: str) -> bytes:
    """What the endpoint can do, in the words of SPARQL 1.1 Service Description.

    :param graph: what it answers from.
    :param address: of the endpoint.
    :param form: a format name.
    """
    writer = _Writer()
    root = address.removesuffix("/sparql")
    service, dataset = ox.NamedNode(address), ox.NamedNode(f"{root}/.well-known/void#dataset")
    default = ox.NamedNode(f"{root}/.well-known/void#default")
    kind = PREFIXES["rdf"] + "type"
    writer.add(service, kind, ox.NamedNode(_SD + "Service"))
    writer.add(service, _SD + "endpoint", service)
    writer.add(service, _SD + "supportedLanguage", ox.NamedNode(_SD + "SPARQL11Query"))
    writer.add(service, _SD + "resultFormat", *(ox.NamedNode(_W3F + name) for name in _WRITTEN))
    if graph.pool.services:
        writer.add(service, _SD + "feature", ox.NamedNode(_SD + "BasicFederatedQuery"))
    writer.add(service, _SD + "defaultDataset", dataset)
    writer.add(dataset, kind, ox.NamedNode(_SD + "Dataset"), ox.NamedNode(_VOID + "Dataset"))
    writer.add(dataset, _SD + "defaultGraph", default)
    writer.add(default, kind, ox.NamedNode(_SD + "Graph"))
    writer.add(default, _VOID + "triples", sum(count for _, count in _counts(graph, "property")))
    for place, (name, count) in enumerate(_counts(graph, "graph")):
        named, content = ox.BlankNode(f"n{place}"), ox.BlankNode(f"g{place}")
        writer.add(dataset, _SD + "namedGraph", named)
        writer.add(named, kind, ox.NamedNode(_SD + "NamedGraph"))
        writer.add(named, _SD + "name", ox.NamedNode(name))
        writer.add(named, _SD + "graph", content)
        writer.add(content, kind, ox.NamedNode(_SD + "Graph"))
        writer.add(content, _VOID + "triples", count)
    return serialize(writer.triples, form, {**_USED, "sd": _SD, "void": _VOID, "formats": _W3F})


def dataset_description(graph: Version, root: str, form: str) -> bytes:
    """What is in the graph, in the words of VoID and DCAT.

    :param graph: the graph.
    :param root: the address of the server.
    :param form: a format name.
    """
    writer = _Writer()
    dataset = ox.NamedNode(f"{root}/.well-known/void#dataset")
    endpoint = ox.NamedNode(f"{root}/sparql")
    dct, kind = PREFIXES["dct"], PREFIXES["rdf"] + "type"
    writer.add(dataset, kind, ox.NamedNode(_VOID + "Dataset"), ox.NamedNode(_DCAT + "Dataset"))
    title = (("Mandates, programmes and organizations", "en"), ("任务、方案和组织", "zh"))
    writer.add(dataset, dct + "title", *(ox.Literal(text, language=code) for text, code in title))
    about = "Facts of documents of international organizations, each with the sentence that states it"
    writer.add(dataset, dct + "description", ox.Literal(about, language="en"))
    writer.add(dataset, dct + "license", ox.NamedNode(_LICENCE))
    writer.add(dataset, PREFIXES["owl"] + "versionInfo", graph.name)
    writer.add(dataset, _VOID + "sparqlEndpoint", endpoint)
    writer.add(dataset, _VOID + "uriSpace", graph.base_iri)
    writer.add(dataset, PREFIXES["foaf"] + "homepage", ox.NamedNode(f"{root}/"))
    vocabularies = (ONTOLOGY, PREFIXES["skos"], PREFIXES["dct"], PREFIXES["rdf"], PREFIXES["sdgo"])
    writer.add(dataset, _VOID + "vocabulary", *map(ox.NamedNode, vocabularies))
    writer.add(dataset, _VOID + "triples", sum(count for _, count in _counts(graph, "property")))
    documents = [name for name, _ in _counts(graph, "graph")]
    writer.add(dataset, PREFIXES["prov"] + "wasDerivedFrom", *map(ox.NamedNode, documents))
    distribution = ox.BlankNode("sparql")
    writer.add(dataset, _DCAT + "distribution", distribution)
    writer.add(distribution, kind, ox.NamedNode(_DCAT + "Distribution"))
    writer.add(distribution, _DCAT + "accessURL", endpoint)
    for part in ("class", "property"):
        for place, (name, count) in enumerate(_counts(graph, part)):
            node = ox.BlankNode(f"{part}{place}")
            writer.add(dataset, f"{_VOID}{part}Partition", node)
            writer.add(node, _VOID + part, ox.NamedNode(name))
            writer.add(node, _VOID + ("entities" if part == "class" else "triples"), count)
    used = {**_USED, "void": _VOID, "dcat": _DCAT, "owl": PREFIXES["owl"], "prov": PREFIXES["prov"]}
    return serialize(writer.triples, form, used)


def examples(root: str, form: str) -> bytes:
    """The prepared questions as SHACL executables, which editors and agents look for.

    :param root: the address of the server.
    :param form: a format name.
    """
    writer = _Writer()
    sh, schema, kind = PREFIXES["sh"], PREFIXES["schema"], PREFIXES["rdf"] + "type"
    for name, question in load_questions().items():
        node = ox.NamedNode(f"{root}/.well-known/sparql-examples#{name}")
        writer.add(node, kind, ox.NamedNode(sh + "SPARQLExecutable"))
        writer.add(node, kind, ox.NamedNode(sh + "SPARQLSelectExecutable"))
        writer.add(node, PREFIXES["rdfs"] + "label", ox.Literal(question.summary, language="en"))
        writer.add(node, PREFIXES["rdfs"] + "label", ox.Literal(question.summary_zh, language="zh"))
        writer.add(node, PREFIXES["rdfs"] + "comment", ox.Literal(question.description, language="en"))
        writer.add(node, sh + "select", question.text)
        writer.add(node, schema + "target", ox.NamedNode(f"{root}/sparql"))
        writer.add(node, PREFIXES["rdfs"] + "seeAlso", ox.NamedNode(f"{root}/questions/{name}"))
    return serialize(writer.triples, form)
