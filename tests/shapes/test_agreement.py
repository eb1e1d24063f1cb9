"""The fast engine and pySHACL find the same in graphs that break every shape.

pySHACL is slow, so each shape is broken once; ``SEEDS=10`` in the environment breaks each ten times.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import replace

from pyoxigraph import NamedNode, Quad, Store
from rdflib import RDF, SH, Graph
from tests.samplegraph import PREFIX_LINES, sample
from tests.shapes.test_shapes import MGSH, MUTATIONS, ends

from mandategraph.check import Violation, check
from mandategraph.vocabulary import BASE_IRI, CLASSES, ONTOLOGY, PREDICATES, class_iri, is_a

_COPIES = int(os.environ.get("SEEDS", "1"))
_NAMES = re.compile(
    r"((?:document\\?/(?:report|resolution)|programme\\?/sample|unit\\?/secretariat|body\\?/conference"
    r"|session\\?/conference-1|fact\\?/\d\d|result\\?/03|mandate\\?/04|evidence\\?/\d\d-(?:report|resolution)))(?![-\w])"
    r"|(evidence\\?/\d\d-(?:report|resolution))(?=-zh)"
)
_SDG = re.compile(r"(?<=metadata\.un\.org/sdg/)(9\.4|9\.z|09|8)(?=>)")


def moved(update: str, copy: int) -> str:
    """A mutation of the first sample, made one of another copy; targets and goals are not copied, so made anew."""
    suffix = f"-{copy}" if copy else ""
    update = _NAMES.sub(lambda found: f"{found[0]}{suffix}", update)
    if "metadata.un.org/sdg/" in update:
        names = {"9.4": f"9.{copy + 1}00", "9.z": f"9.{copy}z", "09": f"0{copy}", "8": "8"}
        update = _SDG.sub(lambda found: names[found[0]], update)
        target = f"<http://metadata.un.org/sdg/9.{copy + 1}00>"
        update = f"INSERT DATA {{ {target} a sdgo:Target ; sdgo:isTargetOf <http://metadata.un.org/sdg/9> }} ; {update}"
    return update


def broken(mutations: list[tuple[str, str]]) -> Store:
    """A graph with so many copies of what each mutation changes; mutations of one node have copies of their own."""
    turns: Counter[str] = Counter()
    places = []
    for _, update in mutations:
        node = re.findall(r"\{ (<[^>]*>|id:\S+)", update)[0]
        node = "02" if "/02" in node else node  # a fact and its evidence
        places.append((turns[node], update))
        turns[node] += 1
    store = sample(max(turns.values()) * _COPIES)
    for turn, update in places:
        for copy in range(turn * _COPIES, (turn + 1) * _COPIES):
            store.update(PREFIX_LINES + moved(update, copy))
    return store


def found(violations: tuple[Violation, ...]) -> set[Violation]:
    """Violations without messages: pySHACL drops the language of those of queries."""
    return {replace(violation, messages=()) for violation in violations}


def test_shapes_are_broken_alike(shapes: Graph) -> None:
    """Every shape without a query is broken, and both engines find the same places."""
    queries = set(map(str, shapes.objects(None, SH.sparql)))
    core = Graph()
    core += shapes
    core.remove((None, SH.sparql, None))
    store = broken([(name, update) for name, update in MUTATIONS if str(MGSH[name]) not in queries])
    for number in range(_COPIES):
        for name in PREDICATES:
            add_wrong_ends(store, name, number)
    ours = {one for one in found(check(store).violations) if one.constraint not in queries}
    assert ours == found(check(store, core).violations)
    counts = Counter(violation.shape.removeprefix(MGSH) for violation in ours)
    wanted = {str(shape).removeprefix(MGSH) for shape in core.subjects(SH.message)} - {
        name.removeprefix(MGSH) for name in queries
    }
    assert {name: counts[name] for name in wanted if counts[name] < _COPIES} == {}


def add_wrong_ends(store: Store, name: str, number: int) -> None:
    type_ = NamedNode(str(RDF.type))
    outside = {end: min(c for c in CLASSES if not is_a(c, classes)) for end, classes in ends(name).items()}
    subject, wrong = NamedNode(f"{BASE_IRI}x/{name}-{number}"), NamedNode(f"{BASE_IRI}y/{name}-{number}")
    store.add(Quad(subject, type_, NamedNode(class_iri(outside["domain"]))))
    store.add(Quad(wrong, type_, NamedNode(class_iri(outside.get("range", "Place")))))
    literal = PREDICATES[name].range is None and name != "hasResult"
    store.add(Quad(subject, NamedNode(ONTOLOGY + name), NamedNode(f"urn:no-literal:{number}") if literal else wrong))


def test_queries_find_alike(shapes: Graph) -> None:
    """Every query finds what is wrong, and pySHACL finds the same."""
    queries = {str(name).removeprefix(MGSH) for name in shapes.objects(None, SH.sparql)}
    store = broken([(name, update) for name, update in MUTATIONS if name in queries])
    ours = found(check(store).violations)
    assert ours == found(check(store, reference=True).violations)
    counts = Counter(violation.constraint.removeprefix(MGSH) for violation in ours)
    assert {name: counts[name] for name in queries if counts[name] < _COPIES} == {}
