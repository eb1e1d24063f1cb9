"""The links between entities, as far as walks have asked the store for them, and which facts support them best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

import pyoxigraph as ox

from mandategraph.factgraph import triple_key
from mandategraph.model import Fact
from mandategraph.store.contract import Store
from mandategraph.terms import Term, identifier
from mandategraph.traversal import HEAD, LINKS, NOT_LINKS, among_predicates, only
from mandategraph.vocabulary import ONTOLOGY

__all__ = ["Hop", "Links", "Walk", "pair_of"]

#: A walk as the IRIs of its entities.
Walk = tuple[str, ...]
#: The best supported fact between two entities: its support, and its subject, predicate and object.
Hop = tuple[int, Fact]
#: Of each entity at an end, how many links are read.
_WIDEST = 500
_CHUNK, _AT_ONCE = 500, 20

_BESIDE = """{{ SELECT ?side ?back ?predicate ?there WHERE {{
  {{ {only} {node} ?predicate ?there BIND(0 AS ?back) }} UNION {{ {only} ?there ?predicate {node} BIND(1 AS ?back) }}
  BIND({side} AS ?side) {kept} }} LIMIT {most} }}"""
# What is beside an entity with very many links is counted and joined by the store, which need not spell it out.
_OF_END = """{{ SELECT ?there (COUNT(*) AS ?{n}) WHERE {{
  {{ {only} {node} ?predicate ?there }} UNION {{ {only} ?there ?predicate {node} }} }} GROUP BY ?there }}"""
_MOST_LINKED = "SELECT ?there ?links WHERE {{ {ends} BIND({links} AS ?links) }} ORDER BY DESC(?links) {then} LIMIT {most}"
# The pairs are made before the pattern is looked at, so that each is one look-up and no hub is read through.
_LINKED = """{{ {{ SELECT ?i ?j ?x ?y WHERE {{ VALUES (?i ?x) {{ {here} }} VALUES (?j ?y) {{ {there} }} }} }}
  ?x ?predicate ?y {kept} }}"""
_SIDE = """{{ SELECT ?{n} ?m ?{n}p ?{n}b WHERE {{
  {{ VALUES (?{n} ?x) {{ {nodes} }} ?x ?{n}p ?m BIND(0 AS ?{n}b) }} UNION
  {{ VALUES (?{n} ?x) {{ {nodes} }} ?m ?{n}p ?x BIND(1 AS ?{n}b) }} {kept} }} }}"""
_OF_KEY = "SELECT ?i ?support WHERE {{ VALUES (?i ?key) {{ {keys} }} ?fact mg:tripleKey ?key ; mg:support ?support }}"
_Part = TypeVar("_Part")
_Triple = tuple[str, str, str]


class Links:
    """What the store says of the links between entities.

    :param store: where to look.
    :param predicates: only facts with these; none: all between two entities.
    :param through: an entity that is subject, or object, of more facts than this is a hub.
    """

    def __init__(self, store: Store, predicates: Collection[str], through: int) -> None:
        self._store = store
        self._predicates = predicates
        self._allowed = {ONTOLOGY + name for name in predicates} or LINKS
        self._through = through
        self._links: dict[tuple[str, str], set[_Triple]] = defaultdict(set)
        self._hub: dict[str, bool] = {}
        self._beyond: dict[str, list[str]] = {}
        #: The best supported fact of each step that was weighed.
        self.best: dict[tuple[str, str], Hop] = {}
        #: Entities that are not to be walked through.
        self.passed_by: set[str] = set()

    def count(self, here: str, there: str) -> int:
        """How many links two entities have, in both directions.

        :param here: IRI.
        :param there: IRI.
        """
        return len(self._links[pair_of(here, there)])

    def weigh(self, steps: Iterable[Sequence[str]]) -> None:
        """Find the best supported fact of each step.

        :param steps: pairs of IRIs whose links have been read.
        """
        missing = sorted({pair_of(here, there) for here, there in steps} - self.best.keys())
        base = self._store.base_iri
        asked = [
            (pair, (identifier(subject, base), predicate, identifier(value, base)))
            for pair in missing
            for subject, predicate, value in sorted(self._links[pair])
        ]
        best: dict[tuple[str, str], tuple[int, _Triple]] = {}
        for part in _parts(asked, _CHUNK):
            keys = " ".join(f'({number} "{triple_key(*triple)}")' for number, (_, triple) in enumerate(part))
            for number, support in self._store.select(HEAD + _OF_KEY.format(keys=keys)):
                if number is not None and support is not None:
                    pair, triple = part[int(number.value)]
                    count = int(support.value)
                    if pair not in best or count > best[pair][0]:
                        best[pair] = count, triple
        self.best.update((pair, (count, Fact(*triple))) for pair, (count, triple) in best.items())

    def is_weighed(self, walk: Walk) -> bool:
        """Whether a fact is known for each step of a walk.

        :param walk: the IRIs of its entities.
        """
        return all(pair_of(*ends) in self.best for ends in pairwise(walk))

    def _kept(self, variable: str = "predicate") -> str:
        return (only(self._predicates) if self._predicates else NOT_LINKS).replace("?predicate", f"?{variable}")

    def _link(self, here: str, predicate: Term | None, there: str, *, back: bool) -> bool:
        """Keep that two entities share a fact, if it is one of those wanted."""
        if predicate is None or predicate.value not in self._allowed or here == there:
            return False
        name = predicate.value.removeprefix(ONTOLOGY)
        self._links[pair_of(here, there)].add((there, name, here) if back else (here, name, there))
        return True

    def beside(self, ends: Sequence[str]) -> tuple[list[set[str]], list[bool]]:
        """The neighbours of some entities, and whether there are too many to be read, so that some are missing.

        :param ends: IRIs.
        """
        few, kept = self._few()
        asked = [
            _BESIDE.format(side=side, node=ox.NamedNode(name), only=few, kept=kept, most=_WIDEST)
            for side, name in enumerate(ends)
        ]
        found: list[set[str]] = [set() for _ in ends]
        counts = [0] * len(ends)
        query = f"SELECT ?side ?back ?predicate ?there WHERE {{ {' UNION '.join(asked)} }}"
        for number, back, predicate, there in self._store.select(HEAD + query):
            if number is not None and there is not None:
                side = int(number.value)
                counts[side] += 1
                if self._link(ends[side], predicate, there.value, back=_true(back)):
                    found[side].add(there.value)
        return found, [count >= _WIDEST for count in counts]

    def most_linked(self, ends: Sequence[str], most: int) -> list[str]:
        """The entities that have the most links with all of some entities, the first first.

        :param ends: one or two IRIs.
        :param most: at most so many.
        """
        only_ = among_predicates(self._predicates)
        asked = " ".join(
            _OF_END.format(n=f"n{side}", node=ox.NamedNode(name), only=only_) for side, name in enumerate(ends)
        )
        links = " + ".join(f"?n{side}" for side in range(len(ends)))
        near = self._counted(asked, links, "", 4 * most)
        if len(near) == 4 * most:  # of those with the fewest links some may be missing, so none of them counts
            near = {name: count for name, count in near.items() if count > min(near.values())}
            if len(near) < most + len(ends):
                # To sort by name as well, the store must spell out all of them.
                near = self._counted(asked, links, "?there", most + len(ends))
        found = [name for name in sorted(near, key=lambda name: (-near[name], name)) if name not in ends]
        for end in ends:
            linked = {name for pair in self.linked([end], found[:most]) for name in pair}
            found = [name for name in found[:most] if name in linked]
        return found

    def _counted(self, ends: str, links: str, then: str, most: int) -> dict[str, int]:
        query = _MOST_LINKED.format(ends=ends, links=links, then=then, most=most)
        return {
            there.value: int(count.value)
            for there, count in self._store.select(HEAD + query)
            if there is not None and count is not None
        }

    def _few(self) -> tuple[str, str]:
        """How a pattern from one entity is limited: to chosen predicates, or by leaving out what is no link."""
        return (among_predicates(self._predicates), "") if self._predicates else ("", self._kept())

    def linked(self, left: Sequence[str], right: Sequence[str], done: int = 0) -> set[tuple[str, str]]:
        """The pairs of one entity of each side that share a fact, but for those of the first of both.

        :param left: IRIs.
        :param right: IRIs.
        :param done: how many of both sides were asked for before.
        """
        names, many = [*left, *right], len(left)
        rows = [f"({number} {ox.NamedNode(name)})" for number, name in enumerate(names)]
        tables = [
            (heres, theres)
            for here, there in ((rows[:many], rows[many + done :]), (rows[done:many], rows[many : many + done]))
            for heres in _parts(here, _CHUNK)
            for theres in _parts(there, _CHUNK)
        ]
        # Those of a few entities are asked for at once.
        found: set[tuple[str, str]] = set()
        for part in [tables] if len(names) <= _CHUNK else [[one] for one in tables]:
            asked = [
                _LINKED.format(here=" ".join(h), there=" ".join(t), kept=self._kept())
                for heres, theres in part
                for h, t in ((heres, theres), (theres, heres))
            ]
            query = f"SELECT ?i ?j ?predicate WHERE {{ {' UNION '.join(asked)} }}"
            for i, j, predicate in self._store.select(HEAD + query) if asked else ():
                if i is None or j is None:
                    continue
                subject, value = int(i.value), int(j.value)
                if self._link(names[subject], predicate, names[value], back=False):
                    pair = (names[subject], names[value])
                    found.add(pair if subject < many else pair[::-1])
        return found

    def met(self, left: Sequence[str], right: Sequence[str]) -> set[Walk]:
        """The ways of two steps from an entity of one side to one of the other.

        :param left: IRIs.
        :param right: IRIs.
        """
        found: set[Walk] = set()
        if not left or not right:
            return found
        sides = [
            _SIDE.format(n=n, nodes=_numbered(map(ox.NamedNode, names)), kept=self._kept(f"{n}p"))
            for n, names in (("i", left), ("j", right))
        ]
        query = "SELECT ?m ?i ?ip ?ib ?j ?jp ?jb WHERE { " + " ".join(sides) + " }"
        for middle, i, first, first_back, j, second, second_back in self._store.select(HEAD + query):
            if middle is not None and i is not None and j is not None:
                here, there = left[int(i.value)], right[int(j.value)]
                if (
                    self._link(here, first, middle.value, back=_true(first_back))
                    and self._link(there, second, middle.value, back=_true(second_back))
                ):
                    found.add((here, middle.value, there))
        return found

    def passable(self, names: Iterable[str]) -> list[str]:
        """Those entities that have not so many facts that everything is linked through them.

        :param names: IRIs.
        """
        chosen = list(names)
        missing = [name for name in chosen if name not in self._hub]
        for part in _parts(missing, _AT_ONCE):
            # One fact beyond those that it may have is enough.
            asked = [
                f"{{ SELECT ({number} AS ?i) ?fact WHERE {{ {pattern} }} LIMIT 1 OFFSET {self._through} }}"
                for number, name in enumerate(part)
                for pattern in self._facts_of(name)
            ]
            found = self._store.select(f"{HEAD}SELECT ?i WHERE {{ {' UNION '.join(asked)} }}")
            hubs = {int(row[0].value) for row in found if row[0] is not None}
            self._hub.update((name, number in hubs) for number, name in enumerate(part))
        self.passed_by |= {name for name in chosen if self._hub[name]}
        return [name for name in chosen if not self._hub[name]]

    def _facts_of(self, name: str) -> tuple[str, str]:
        """Patterns of what counts as the facts of an entity, on each of their sides."""
        node = ox.NamedNode(name)
        if not self._predicates:
            return f"?fact rdf:subject {node}", f"?fact rdf:object {node}"
        few = among_predicates(self._predicates)
        return f"{few} {node} ?predicate ?fact", f"{few} ?fact ?predicate {node}"

    def beyond(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Where one can step from entities in the middle of walks: their neighbours, sorted; none from hubs.

        :param names: IRIs.
        """
        missing = sorted(set(names) - self._beyond.keys())
        self._beyond.update((name, []) for name in missing)
        for part in _parts(self.passable(missing), _CHUNK):
            found: dict[str, set[str]] = defaultdict(set)
            nodes = _numbered(map(ox.NamedNode, part))
            query = "SELECT ?m ?i ?ip ?ib WHERE " + _SIDE.format(n="i", nodes=nodes, kept=self._kept("ip"))
            for there, i, predicate, back in self._store.select(HEAD + query):
                if there is not None and i is not None:
                    name = part[int(i.value)]
                    if self._link(name, predicate, there.value, back=_true(back)):
                        found[name].add(there.value)
            self._beyond.update((name, sorted(others)) for name, others in found.items())
        return self._beyond


def pair_of(here: str, there: str) -> tuple[str, str]:
    """Two entities, whichever way one steps.

    :param here: IRI.
    :param there: IRI.

    >>> pair_of("b", "a")
    ('a', 'b')
    """
    return (here, there) if here < there else (there, here)


def _true(number: Term | None) -> bool:
    return number is not None and number.value != "0"


def _parts(names: Sequence[_Part], size: int) -> Iterator[Sequence[_Part]]:
    for first in range(0, len(names), size):
        yield names[first : first + size]


def _numbered(terms: Iterable[Term]) -> str:
    """Rows of numbers and terms: an answer that has the number costs less to read than one that has the term."""
    return " ".join(f"({number} {one})" for number, one in enumerate(terms))
