"""Writes what follows from the ontology and the vocabulary: shapes/predicates.ttl and docs/vocabulary.md.

``python tools/from_ontology.py`` writes both; with ``--check`` it writes nothing and exits 1 if one is late.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from mandategraph.vocabulary import (
    CLASSES,
    ONTOLOGY,
    PREDICATES,
    PREFIXES,
    SDGO,
    Predicate,
    class_iri,
    is_a,
    superclasses,
)

__all__ = ["predicate_shapes", "vocabulary_page"]

_ROOT = Path(__file__).parents[1]
_MG = Namespace(ONTOLOGY)
_SCHEMA = Namespace(PREFIXES["schema"])
_SH = Namespace(PREFIXES["sh"])
_WIDTH = 108
#: A Framework too may carry the symbol of the resolution that adopted it, which its description states.
_SYMBOL_SUBJECTS = frozenset({"Document", "Framework", "Publication", "Standard"})
#: Descriptions of entities state symbols, so a symbol needs no fact of its own.
_DESCRIPTIVE = frozenset({"symbol"})
_PERIOD = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?/[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_DATES = f"""sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYearMonth ] [ sh:datatype xsd:gYear ]
        [ sh:datatype xsd:string ; sh:pattern "{_PERIOD}" ] )"""
_DATE_TEXT = ("a date, a month or a year, or a period of two of them", "日期、年月或年份，或由两者构成的期间")
_PLAIN = ("sh:datatype xsd:string ; sh:minLength 1", "a plain text", "纯文本")
_WORDS = ("sh:nodeKind sh:Literal ; sh:minLength 1", "a text", "文本")
_ENDS = {"domain": ("SubjectsOf", "subject", "主语"), "range": ("ObjectsOf", "object", "宾语")}
#: What the literal of a predicate must be, and how to say it in English and Chinese.
_LITERALS = {
    "agendaItem": _PLAIN,
    "author": _WORDS,
    "date": (_DATES, *_DATE_TEXT),
    "heldOn": (_DATES, *_DATE_TEXT),
    "symbol": _PLAIN,
    "title": _WORDS,
}
_SHAPES_HEAD = """@prefix mg: <https://w3id.org/mandategraph/ontology#> .
@prefix mgsh: <https://w3id.org/mandategraph/shapes#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sdgo: <http://metadata.un.org/sdg/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# What each predicate may join, and that each direct triple has its fact.
# Written by tools/from_ontology.py from mandategraph.vocabulary: change it there.
"""


def _short(iri: str) -> str:
    for prefix, start in sorted(PREFIXES.items(), key=lambda pair: -len(pair[1])):
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return f"<{iri}>"


def _wrapped(first: str, words: Iterable[str], separator: str = "") -> str:
    lines, line = [], first
    items = list(words)
    for place, word in enumerate(items):
        shown = word + (separator if place < len(items) - 1 else "")
        if len(line) + 1 + len(shown) > _WIDTH:
            lines.append(line)
            line = " " * 8 + shown
        else:
            line += " " + shown
    return "\n".join([*lines, line])


def _message(english: str, chinese: str) -> str:
    return f'    sh:message "{english}"@en ,\n        "{chinese}"@zh .\n'


def _named(graph: Graph, classes: Iterable[str]) -> tuple[str, str]:
    """Classes as words in English and Chinese; subclasses of another one named are left out."""
    wanted = frozenset(classes)
    tops = sorted(name for name in wanted if not any(is_a(above, wanted) for above in superclasses(name)[1:]))
    return ", ".join(tops), "、".join(
        _word(graph, URIRef(class_iri(name)), RDFS.label, "zh") for name in tops
    )


def _ends(graph: Graph, predicate: str, end: str, classes: Iterable[str]) -> str:
    allowed = frozenset(classes)
    members = [_short(class_iri(name)) for name in sorted(CLASSES) if is_a(name, allowed)]
    target, word, chinese_word = _ENDS[end]
    english, chinese = _named(graph, allowed)
    return "\n".join(
        [
            f"mgsh:{predicate}-{end} a sh:PropertyShape ;",
            f"    sh:target{target} mg:{predicate} ;",
            "    sh:path rdf:type ;",
            _wrapped("    sh:minCount 1 ; sh:in (", [*members, ") ;"]),
            _message(
                f"The {word} of mg:{predicate} is one of: {english}.",
                f"mg:{predicate}的{chinese_word}须为：{chinese}。",
            ),
        ]
    )


def _literal(predicate: str, constraint: str, english: str, chinese: str) -> str:
    return "\n".join(
        [
            f"mgsh:{predicate}-range a sh:PropertyShape ;",
            f"    sh:targetSubjectsOf mg:{predicate} ;",
            f"    sh:path mg:{predicate} ;",
            f"    {constraint} ;",
            _message(f"The object of mg:{predicate} is {english}.", f"mg:{predicate}的宾语须为{chinese}。"),
        ]
    )


def _predicate(graph: Graph, predicate: Predicate) -> Iterable[str]:
    name = predicate.name
    yield _ends(graph, name, "domain", _SYMBOL_SUBJECTS if name == "symbol" else predicate.domain)
    if predicate.range is not None:
        yield _ends(graph, name, "range", predicate.range)
    elif name in _LITERALS:
        yield _literal(name, *_LITERALS[name])
    else:
        yield "\n".join(
            [
                f"mgsh:{name}-range a sh:PropertyShape ;",
                f"    sh:targetSubjectsOf mg:{name} ;",
                f"    sh:path mg:{name} ;",
                "    sh:nodeKind sh:IRI ; sh:class mg:Result ;",
                _message(f"The object of mg:{name} is a Result.", f"mg:{name}的宾语须为成果。"),
            ]
        )


def predicate_shapes(graph: Graph) -> str:
    """The text of shapes/predicates.ttl.

    :param graph: the ontology.
    """
    names = [f"mg:{name}" for name in PREDICATES]
    stated = [f"mg:{name}" for name in PREDICATES if name not in _DESCRIPTIVE]
    blocks = [
        _SHAPES_HEAD,
        "mgsh:Fact-predicate a sh:PropertyShape ;\n    sh:targetClass mg:Fact ;\n"
        "    sh:path rdf:predicate ;\n"
        + _wrapped("    sh:minCount 1 ; sh:maxCount 1 ; sh:in (", [*names, ") ;"])
        + "\n"
        + _message(
            "A fact has exactly one predicate, a predicate of the ontology.",
            "一个事实须且仅须有一个谓词，为本体的谓词。",
        ),
        "mgsh:Triple a sh:NodeShape ;\n"
        + _wrapped("    sh:targetSubjectsOf", stated, " ,")
        + " ;\n    sh:sparql mgsh:Triple-fact .\n",
        "mgsh:Triple-fact a sh:SPARQLConstraint ;\n"
        "    sh:prefixes <https://w3id.org/mandategraph/shapes> ;\n"
        '    sh:select """\n        SELECT DISTINCT $this ?path ?value WHERE {\n'
        "            $this ?path ?value .\n"
        + _wrapped("            FILTER (?path IN (", stated, ",")
        + "))\n            FILTER NOT EXISTS {\n"
        "                ?fact rdf:subject $this ; rdf:predicate ?path ; rdf:object ?value .\n"
        '            }\n        }""" ;\n'
        # SHACL forbids VALUES and MINUS; with them an engine needs one pass over all nodes.
        '    mgsh:selectAll """\n        SELECT DISTINCT ?this ?path ?value WHERE {\n'
        + _wrapped("            VALUES ?path {", stated, "")
        + " }\n            ?this ?path ?value .\n"
        "            MINUS { ?fact rdf:predicate ?path ; rdf:subject ?this ; rdf:object ?value }\n"
        '        }""" ;\n'
        + _message("A direct triple has its fact.", "一个直接三元组须有其事实。"),
    ]
    for predicate in PREDICATES.values():
        blocks.extend(_predicate(graph, predicate))
    return "\n".join(blocks)


def _word(graph: Graph, term: URIRef, what: URIRef, language: str) -> str:
    return next(
        (str(text) for text in graph.objects(term, what) if getattr(text, "language", "") == language), ""
    )


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join([_row(*head), _row(*("---" for _ in head)), *(_row(*row) for row in rows)])


def _terms(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(
        term
        for term in graph.subjects(RDF.type, kind)
        if isinstance(term, URIRef) and term.startswith(ONTOLOGY)
    )


def _about(graph: Graph, term: URIRef) -> tuple[str, str, str]:
    text = _word(graph, term, SKOS.definition, "en") + " " + _word(graph, term, SKOS.definition, "zh")
    return f"`{_short(term)}`", _word(graph, term, RDFS.label, "zh"), text


def _list(graph: Graph, term: URIRef, *properties: URIRef) -> str:
    for property_ in properties:
        found = sorted(_short(str(value)).removeprefix("mg:") for value in graph.objects(term, property_))
        if found:
            return ", ".join(found)
    return ""


def _act_rows(acts: Graph) -> list[tuple[str, ...]]:
    rows = []
    for act in {act for act in acts.subjects(RDF.type, SKOS.Concept) if isinstance(act, URIRef)}:
        others = [
            str(label)
            for label in acts.objects(act, SKOS.altLabel)
            if isinstance(label, Literal) and label.language in {"en", "zh"}
        ]
        words = (_word(acts, act, SKOS.prefLabel, "zh"), _word(acts, act, SKOS.definition, "en"))
        rows.append((f"`{_short(act)}`", *words, ", ".join(sorted(others)), _list(acts, act, SKOS.broader)))
    return sorted(rows, key=lambda row: (bool(row[-1]), row))


def vocabulary_page(graph: Graph, acts: Graph) -> str:
    """The text of docs/vocabulary.md.

    :param graph: the ontology.
    :param acts: the scheme of mandate acts.
    """
    version = next(graph.objects(URIRef(ONTOLOGY.rstrip("#")), OWL.versionInfo))
    inverses = sorted(
        set(_terms(graph, OWL.ObjectProperty)) & set(graph.subjects(OWL.inverseOf)) - {_MG.evidence}
    )
    predicates = [_MG[name] for name in PREDICATES]
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    others = sorted({term for kind in kinds for term in _terms(graph, kind)} - {*inverses, *predicates})
    domain = (_SCHEMA.domainIncludes, RDFS.domain)
    range_ = (_SCHEMA.rangeIncludes, RDFS.range)

    def properties(terms: Iterable[URIRef], any_value: str) -> list[tuple[str, ...]]:
        return [
            (*_about(graph, term), _list(graph, term, *domain), _list(graph, term, *range_) or any_value)
            for term in terms
        ]

    class_rows = [
        (*_about(graph, term), _list(graph, term, RDFS.subClassOf)) for term in _terms(graph, OWL.Class)
    ]
    inverse_rows = [(*_about(graph, term), _list(graph, term, OWL.inverseOf)) for term in inverses]
    status_rows = [_about(graph, term) for term in _terms(graph, _MG.Status)]
    head = ("term", "中文", "definition")
    return "\n\n".join(
        [
            "# The vocabulary",
            "<!-- Written by tools/from_ontology.py from ontology/: change it there. -->",
            f"Version {version}. Prefixes: `mg:` <{ONTOLOGY}>, `mgact:` <{PREFIXES['mgact']}>,\n"
            f"`sdgo:` <{SDGO}>. What the terms are in other vocabularies is in\n"
            "`ontology/alignments.ttl`; what a graph must satisfy is in `shapes/`. A class stands for its\n"
            "subclasses too.",
            "## Classes",
            "Goals and targets are the United Nations' own classes, `sdgo:Goal` and `sdgo:Target`,\n"
            "below `mg:SDG`.",
            _table((*head, "subclass of"), class_rows),
            "## Predicates of facts",
            _table((*head, "subject", "object"), properties(predicates, "literal")),
            "## Other properties",
            _table((*head, "of", "value"), properties(others, "any")),
            "## Inverses",
            "For reasoners and readers; a graph never holds them. In SPARQL write `^mg:fundedBy`.",
            _table((*head, "inverse of"), inverse_rows),
            "## Status of entities",
            _table(head, status_rows),
            "## Mandate acts",
            "Facts use the acts that have nothing broader.",
            _table(("act", "中文", "definition", "other verbs", "broader"), _act_rows(acts)),
        ]
    ) + "\n"  # fmt: skip


def main(arguments: list[str]) -> int:
    """Write the files, or say which are out of date."""
    graph = Graph().parse(_ROOT / "ontology" / "mandategraph.ttl")
    acts = Graph().parse(_ROOT / "ontology" / "acts.ttl")
    files = {
        _ROOT / "shapes" / "predicates.ttl": predicate_shapes(graph),
        _ROOT / "docs" / "vocabulary.md": vocabulary_page(graph, acts),
    }
    late = [path for path, text in files.items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" not in arguments:
        for path in late:
            path.write_text(files[path], "utf-8")
        return 0
    for path in late:
        sys.stderr.write(f"{path.relative_to(_ROOT)} is out of date: run python tools/from_ontology.py\n")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
