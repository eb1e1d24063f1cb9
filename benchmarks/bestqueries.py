"""Hand-written queries beside the shipped questions: the least that finds the same facts in a graph of generated documents.

Each gives some of the columns of its question, with the same rows, by names written into it. It knows what the generated
graph is like: that all editions are Chinese, that every fact has a paragraph, and that amounts and figures have a year.
It gives no labels and no order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mandategraph.vocabulary import BASE_IRI, PREFIXES

__all__ = ["CASES", "Case"]

_PREFIXES = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("mg", "rdf", "sdgo"))


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its parameters, and the query that it is held to.

    :param question: its name.
    :param values: its parameters.
    :param best: the query; the variables that it selects are columns of the question.
    """

    question: str
    best: str
    values: Mapping[str, str] = field(default_factory=dict)


def _id(identifier: str) -> str:
    return identifier if identifier.startswith("http") else BASE_IRI + identifier


def _evidence(fact: str = "fact", quote: str = "quote", document: str = "document", n: str = "") -> str:
    """Where a fact is stated: one piece of evidence, of the first edition."""
    return f"""GRAPH ?edition{n} {{ ?{fact} mg:evidence ?evidence{n} . ?evidence{n} mg:quote ?{quote} ; mg:passage ?passage{n} .
      ?passage{n} mg:inDocument ?{document} }}
    FILTER NOT EXISTS {{ GRAPH ?first{n} {{ ?{fact} mg:evidence ?better{n} }}
      FILTER(?better{n} != ?evidence{n} && STR(?first{n}) < STR(?edition{n})) }}"""


_ONE, _TWO = _evidence(), _evidence("otherFact", "otherQuote", "otherDocument", "2")


def _case(question: str, pattern: str, columns: str, **values: str) -> Case:
    """A query for facts and their evidence; ``$NAME`` in the pattern is a parameter."""
    for name, value in values.items():
        pattern = pattern.replace(f"${name}", f"<{_id(value)}>")
    selected = " ".join(f"?{name}" for name in columns.split())
    return Case(question, f"{_PREFIXES}SELECT {selected} WHERE {{ {pattern} }}", values)


def _count(question: str, columns: str, counted: str, pattern: str, group: str, **values: str) -> Case:
    case = _case(question, pattern, columns, **values)
    selected = " ".join(f"?{name}" for name in columns.split())
    return Case(question, case.best.replace(f"SELECT {selected}", f"SELECT {counted}") + f" GROUP BY {group}", values)


_ORG, _OTHER, _PROGRAMME = "organization/organization-0", "organization/organization-1", "programme/programme-0"
_RESOLUTION, _COUNTRY, _GOAL = "document/resolution-0", "http://metadata.un.org/sdg/codes/geoArea/1", "http://metadata.un.org/sdg/1"
_GROUP = "countrygroup/countrygroup-0"
_PARTNER = """{ ?fact rdf:subject ?one ; rdf:predicate mg:partnerOf ; rdf:object ?partner } UNION
  { ?fact rdf:object ?one ; rdf:predicate mg:partnerOf ; rdf:subject ?partner }"""
_FIGURE = "rdf:predicate mg:hasResult ; rdf:subject ?bearer ; mg:measure ?measure ; mg:year ?year ; mg:unit ?unit"
_MANDATE = "?mandate mg:addressee ?addressee ; mg:issuer ?issuer ; mg:statedBy ?fact ."
_TASK = "OPTIONAL { ?mandate mg:task ?task }"
_UNANSWERED = f"""{_MANDATE} {_TASK}
  FILTER NOT EXISTS {{ ?report mg:reportsOn ?issuer FILTER(?report != ?issuer) }}
  FILTER(!BOUND(?task) || NOT EXISTS {{ ?answer mg:reportsOn ?task FILTER(?answer != ?issuer) }})"""

#: The questions about what many generated documents name, and of everything.
CASES = (
    _case("citation-network", f"?fact rdf:predicate mg:cites ; rdf:subject ?citing ; rdf:object ?cited . {_ONE}",
          "fact citing cited quote document"),
    _case("citation-network", f"?fact rdf:object $document ; rdf:predicate mg:cites ; rdf:subject ?citing . {_ONE}",
          "fact citing quote document", document=_RESOLUTION),
    _count("country-coverage", "country things facts",
           "?country (COUNT(DISTINCT ?thing) AS ?things) (COUNT(?fact) AS ?facts)",
           """VALUES ?relation { mg:operatesIn mg:benefits mg:locatedIn }
           ?fact rdf:predicate ?relation ; rdf:object ?country ; rdf:subject ?thing . ?country a mg:Country""", "?country"),
    _case("disputed-figures", f"""
      {{ SELECT ?fact ?value ?bearer ?measure ?year ?unit {{ ?fact {_FIGURE} ; mg:value ?value }} }}
      {{ SELECT ?otherFact ?otherValue ?bearer ?measure ?year ?unit {{ ?otherFact {_FIGURE} ; mg:value ?otherValue }} }}
      FILTER(?value < ?otherValue)""", "fact otherFact bearer measure value otherValue"),
    _case("documents-citing", f"?fact rdf:object $document ; rdf:predicate mg:cites ; rdf:subject ?citing . {_ONE}",
          "fact citing quote document", document=_RESOLUTION),
    _case("events", f"""{{ ?fact rdf:predicate mg:organizes ; rdf:subject ?organizer ; rdf:object ?event . }} UNION {{
        ?fact rdf:predicate mg:locatedIn ; rdf:subject ?event . FILTER NOT EXISTS {{ ?someone mg:organizes ?event }} }}
      FILTER EXISTS {{ ?event a ?type FILTER(?type IN (mg:Event, mg:Session)) }} {_ONE}
      OPTIONAL {{ ?event mg:locatedIn ?place }}""", "fact event organizer place quote document"),
    _case("events", f"?fact rdf:subject $organization ; rdf:predicate mg:organizes ; rdf:object ?event . {_ONE}"
          " OPTIONAL {{ ?event mg:locatedIn ?place }}", "fact event place quote document", organization=_ORG),
    _case("evidence-for", """?fact rdf:subject $subject ; rdf:predicate ?relation ; rdf:object ?object .
      GRAPH ?edition { ?fact mg:evidence ?evidence . ?evidence mg:quote ?quote ; mg:passage ?passage ; mg:start ?start .
        ?passage mg:inDocument ?document ; mg:text ?text }""",
          "fact relation object quote document start text", subject=_ORG),
    _case("funders-of", f"""?fact rdf:subject $programme ; rdf:predicate mg:fundedBy ; rdf:object ?funder .
      OPTIONAL {{ ?fact mg:amount ?amount }} {_ONE}""", "fact funder amount quote document", programme=_PROGRAMME),
    _count("funding-by-year", "currency facts", "?currency (COUNT(?fact) AS ?facts)",
           "?fact mg:amount ?amount ; rdf:predicate mg:fundedBy ; mg:currency ?currency ; mg:year ?year", "?year ?currency"),
    _count("funding-by-year", "currency facts", "?currency (COUNT(?fact) AS ?facts)",
           """?fact rdf:object $funder ; mg:amount ?amount ; rdf:predicate mg:fundedBy ; mg:currency ?currency ;
           mg:year ?year""", "?year ?currency", funder=_ORG),
    _case("instrument-history", f"""VALUES (?near ?far) {{ (rdf:subject rdf:object) (rdf:object rdf:subject) }}
      VALUES ?relation {{ mg:adoptedAt mg:adoptedBy mg:presentedAt mg:date mg:follows mg:reaffirms mg:reportsOn mg:partyTo
        mg:implements mg:established }}
      ?fact ?near $instrument ; rdf:predicate ?relation . {_ONE}""", "fact relation quote document", instrument=_RESOLUTION),
    _case("leads", f"""VALUES (?end ?relation) {{ (rdf:subject mg:leads) (rdf:object mg:leads) (rdf:subject mg:headedBy)
        (rdf:object mg:headedBy) }} ?fact ?end $entity ; rdf:predicate ?relation . {_ONE}""",
          "fact quote document", entity=_ORG),
    _case("mandate-chain", f"""
      VALUES (?relation ?near ?far) {{ (mg:implements rdf:object rdf:subject) (mg:established rdf:subject rdf:object)
        (mg:mandates rdf:subject rdf:object) }}
      ?fact ?near $instrument ; rdf:predicate ?relation ; ?far ?programme . {_ONE}
      OPTIONAL {{ ?programme mg:operatesIn ?country }} OPTIONAL {{ ?programme mg:contributesTo ?sdg }}""",
          "fact relation programme country sdg quote document", instrument=_RESOLUTION),
    _case("mandates-in", f"?mandate mg:issuer $document ; mg:addressee ?addressee ; mg:statedBy ?fact . {_ONE}"
          " OPTIONAL {{ ?mandate mg:act ?act }} OPTIONAL {{ ?mandate mg:task ?task }}",
          "fact act addressee task quote document", document=_RESOLUTION),
    _case("mandates-of", f"VALUES ?organization {{ $organization }} ?addressee (mg:partOf|^mg:headedBy)* ?organization . {_MANDATE} {_ONE} {_TASK}",
          "fact issuer addressee task quote document", organization=_ORG),
    _case("members-of", f"?fact rdf:object $group ; rdf:predicate mg:memberOf ; rdf:subject ?member . {_ONE}",
          "fact member quote document", group=_ORG),
    _case("partners-of", f"""{{ ?fact rdf:subject $organization ; rdf:predicate mg:partnerOf ; rdf:object ?partner }} UNION
      {{ ?fact rdf:object $organization ; rdf:predicate mg:partnerOf ; rdf:subject ?partner }} {_ONE}""",
          "fact partner quote document", organization=_ORG),
    _case("programmes-implementing", f"?fact rdf:object $instrument ; rdf:predicate mg:implements ; rdf:subject ?programme . {_ONE}",
          "fact programme quote document", instrument=_RESOLUTION),
    _case("programmes-in", f"""?fact rdf:object $country ; rdf:predicate ?relation ; rdf:subject ?programme .
      VALUES ?relation {{ mg:operatesIn mg:benefits }} {_ONE}""", "fact programme relation quote document", country=_COUNTRY),
    _case("results-of", f"""?fact rdf:subject $bearer ; rdf:predicate mg:hasResult ; mg:measure ?measure ; mg:value ?value .
      {_ONE}""", "fact measure value quote document", bearer=_GROUP),
    _count("sdg-coverage", "goal contributors facts",
           "?goal (COUNT(DISTINCT ?what) AS ?contributors) (COUNT(?fact) AS ?facts)",
           """?fact rdf:predicate mg:contributesTo ; rdf:object ?sdg ; rdf:subject ?what .
           OPTIONAL { ?sdg sdgo:isTargetOf ?above }""", "(COALESCE(?above, ?sdg) AS ?goal)"),
    _case("shared-partners", f"""
      {{ SELECT ?fact ?partner {{ {_PARTNER.replace("?one", "$organization")} }} }}
      {{ SELECT (?fact AS ?otherFact) ?partner {{ {_PARTNER.replace("?one", "$other")} }} }}
      {_ONE} {_TWO}""", "fact otherFact partner quote document otherQuote otherDocument", organization=_ORG, other=_OTHER),
    _case("stated-once", f"?fact rdf:subject $subject ; mg:support 1 ; rdf:predicate ?relation ; rdf:object ?object . {_ONE}",
          "fact relation object quote document", subject=_ORG),
    _case("timeline", f"""{{ ?fact rdf:subject $entity }} UNION {{ ?fact rdf:object $entity }}
      ?fact mg:year ?when ; rdf:predicate ?relation . {_ONE}""", "fact when relation quote document", entity=_ORG),
    _case("unanswered-mandates", _UNANSWERED, "fact issuer addressee task"),
    _case("unanswered-mandates", f"VALUES ?organization {{ $organization }} ?addressee (mg:partOf|^mg:headedBy)* ?organization . {_UNANSWERED}",
          "fact issuer addressee task", organization=_ORG),
    _case("unknown-names", f"""?name mg:status mg:provisional ; a ?type .
      {{ ?fact rdf:subject ?name }} UNION {{ ?fact rdf:object ?name }} {_ONE}""", "name type quote document"),
    _case("who-does-what-for-sdg", f"""{{ ?fact rdf:object $sdg }} UNION {{ ?sdg sdgo:isTargetOf $sdg . ?fact rdf:object ?sdg }}
      ?fact rdf:predicate mg:contributesTo ; rdf:subject ?what . {_ONE} OPTIONAL {{ ?what mg:implementedBy ?who }}""",
          "fact what who quote document", sdg=_GOAL),
)
