"""Looks for paths between two entities on the store, from both ends at once and the best supported first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import TypeVar

import pyoxigraph as ox

from mandategraph.factgraph import triple_key
from mandategraph.model import Fact
from mandategraph.store.contract import Store
from mandategraph.terms import Term, identifier
from mandategraph.traversal import HEAD, LINKS, NOT_LINKS, among_predicates, only
from mandategraph.vocabulary import ONTOLOGY

__all__ = ["Hop", "Search", "Walk"]

#: A walk as the IRIs of its entities.
Walk = tuple[str, ...]
#: The best supported fact between two entities: its support, and its subject, predicate and object.
Hop = tuple[int, Fact]
#: How many ways of one length are compared for each that is wanted, and how many links are weighed for them.
_COMPARED, _WEIGHED = 3, 5
#: Of how many ways of one length, for each that is wanted, the first and last steps are weighed.
_MOST = 20
#: Of each end, how many neighbours are read, and how many are put in the order of their support.
_WIDEST, _RANKED = 10_000, 10
#: How many pairs of entities are tried for ways of one length, and how many half ways are followed.
_TRIED, _LONGER = 10_000, 50_000
_BLOCK, _CHUNK, _AT_ONCE = 5, 500, 20

_BESIDE = """SELECT ?back ?predicate ?there WHERE {{
  {{ {only} {node} ?predicate ?there BIND(0 AS ?back) }} UNION {{ {only} ?there ?predicate {node} BIND(1 AS ?back) }}
  {kept} }} LIMIT {most}"""
# The pairs are made before the pattern is looked at, so that each is one look-up and no hub is read through.
_LINKED = """{{ {{ SELECT ?i ?j ?x ?y WHERE {{ VALUES (?i ?x) {{ {here} }} VALUES (?j ?y) {{ {there} }} }} }}
  ?x ?predicate ?y {kept} }}"""
_SIDE = """{{ SELECT ?{n} ?m ?{n}p ?{n}b WHERE {{
  {{ VALUES (?{n} ?x) {{ {nodes} }} ?x ?{n}p ?m BIND(0 AS ?{n}b) }} UNION
  {{ VALUES (?{n} ?x) {{ {nodes} }} ?m ?{n}p ?x BIND(1 AS ?{n}b) }} {kept} }} }}"""
_OF_KEY = "SELECT ?i ?support WHERE {{ VALUES (?i ?key) {{ {keys} }} ?fact mg:tripleKey ?key ; mg:support ?support }}"
_Part = TypeVar("_Part")
_Triple = tuple[str, str, str]


class Search:
    """Finds the best walks between two entities.

    :param store: where to walk.
    :param source: IRI of the first entity.
    :param target: IRI of the last.
    :param predicates: only facts with these; none: all between two entities.
    :param through: an entity that is subject, or object, of more facts than this is not walked through.
    """

    def __init__(
        self, store: Store, source: str, target: str, predicates: Collection[str] = (), through: int = 100
    ) -> None:
        self._store = store
        self._ends = (source, target)
        self._predicates = predicates
        self._allowed = {ONTOLOGY + name for name in predicates} or LINKS
        self._through = through
        self._links: dict[tuple[str, str], set[_Triple]] = defaultdict(set)
        self._best: dict[tuple[str, str], Hop] = {}
        self._hub: dict[str, bool] = {}
        self._beyond: dict[str, list[str]] = {}
        self._cut = [False, False]
        #: Entities that were not walked through.
        self.passed_by: set[str] = set()
        #: Whether there were more ways than were compared.
        self.truncated = False

    def run(self, max_length: int, limit: int) -> list[Walk]:
        """The best walks, the shortest first, and among those of one length the best supported.

        :param max_length: at most so many steps.
        :param limit: at most so many walks.
        """
        first, last = self._ends
        sides = [self._beside(first, 0), self._beside(last, 1)]
        is_linked = last in sides[0] or first in sides[1] or (all(self._cut) and bool(self._linked([first], [last])))
        sides = [sides[0] - {last}, sides[1] - {first}]
        found: list[Walk] = []
        ranked: list[list[str]] = []
        for length in range(1, max_length + 1):
            wanted = limit - len(found)
            if length == 1:
                walks: list[Walk] = [(first, last)] if is_linked else []
            elif length == 2:
                walks = [(first, middle, last) for middle in self._middles(*sides)]
            else:
                ranked = ranked or self._by_support(sides)
                self.truncated |= any(self._cut)
                ways = {3: self._bridges, 4: self._meetings}.get(length, self._longer)
                walks = ways(ranked[0], ranked[1], _COMPARED * wanted, length)
            found += self._compared(walks, wanted)
            if len(found) >= limit:
                break
        return found[:limit]

    def hops(self, walk: Walk) -> list[Hop]:
        """The best fact of each step of a walk that was found.

        :param walk: the IRIs of its entities.
        """
        return [self._best[_pair(*ends)] for ends in pairwise(walk)]

    # Ways of one length

    def _middles(self, left: set[str], right: set[str]) -> set[str]:
        first, last = self._ends
        if all(self._cut):
            self.truncated = True
        elif self._cut[0]:
            return {there for _, there in self._linked([first], sorted(right))}
        elif self._cut[1]:
            return {here for here, _ in self._linked(sorted(left), [last])}
        return left & right

    def _bridges(self, left: list[str], right: list[str], most: int, _: int) -> list[Walk]:
        """Ways of three steps: each pair of a neighbour of one end and one of the other is looked up."""
        first, last = self._ends
        walks: list[Walk] = []
        for lefts, rights in self._blocks(left, right, most, walks):
            walks += [(first, here, there, last) for here, there in self._linked(lefts, rights)]
        return walks

    def _meetings(self, left: list[str], right: list[str], most: int, _: int) -> list[Walk]:
        """Ways of four steps: the store joins what is beside neighbours of one end with what is beside the other's."""
        first, last = self._ends
        walks: list[Walk] = []
        for lefts, rights in self._blocks(left, right, most, walks):
            met = self._met(self._passable(lefts), self._passable(rights))
            walks += sorted((first, *way, last) for way in met if not {first, last} & {*way} and len({*way}) == 3)
        return walks

    def _longer(self, left: list[str], right: list[str], most: int, length: int) -> list[Walk]:
        """Longer ways: half ways from both ends, in turn one step longer, until they meet."""
        first, last = self._ends
        begun: list[Walk] = [(first, name) for name in left]
        ended: list[Walk] = [(last, name) for name in right]
        for turn in range(length - 2):
            if turn % 2:
                ended = self._further(ended, first)
            else:
                begun = self._further(begun, last)
        by_end = defaultdict(list)
        for walk in ended:
            by_end[walk[-1]].append(walk)
        walks: list[Walk] = []
        for walk in begun:
            ways = ((*walk, *other[-2::-1]) for other in by_end.get(walk[-1], ()))
            walks += [way for way in ways if len({*way}) == len(way)]
            if len(walks) > most:
                self.truncated = True
                break
        return walks

    def _further(self, walks: list[Walk], end: str) -> list[Walk]:
        """The same walks, each one step longer in every way."""
        self._read({walk[-1] for walk in walks})
        longer: list[Walk] = []
        for walk in walks:
            longer += [(*walk, name) for name in self._beyond[walk[-1]] if name not in walk and name != end]
            if len(longer) > _LONGER:
                self.truncated = True
                return longer[:_LONGER]
        return longer

    def _blocks(
        self, left: list[str], right: list[str], most: int, found: list[Walk]
    ) -> Iterator[tuple[list[str], list[str]]]:
        """The pairs of two ordered sides, the best of both first, until enough is found."""
        size = done = tried = 0
        while done < max(len(left), len(right)):
            size = size * 2 or _BLOCK
            for lefts, rights in ((left[done:size], right[:size]), (left[:done], right[done:size])):
                if not lefts or not rights:
                    continue
                if len(found) >= most or tried >= _TRIED:
                    self.truncated = True
                    return
                tried += len(lefts) * len(rights)
                yield lefts, rights
            done = size

    # Support

    def _compared(self, walks: Iterable[Walk], limit: int) -> list[Walk]:
        """Walks in the order of their support.

        Of very many those are compared that begin and end well supported; of still more, those of the most facts.
        """
        every = sorted(set(walks))
        if self._links_of(every) > _WEIGHED * limit:
            if len(every) > _MOST * limit:
                self.truncated = True
                every = sorted(every, key=self._few_facts)[: _MOST * limit]
            self._weigh(ends for walk in every for ends in (walk[:2], walk[-2:]))
            every = self._affordable(every, limit)
        self._weigh(ends for walk in every for ends in pairwise(walk))
        stated = [walk for walk in every if all(_pair(*ends) in self._best for ends in pairwise(walk))]
        return sorted(stated, key=lambda walk: self._rank(pairwise(walk), walk))

    def _few_facts(self, walk: Walk) -> tuple[int, Walk]:
        return -sum(len(self._links[_pair(*ends)]) for ends in pairwise(walk)), walk

    def _links_of(self, walks: Iterable[Walk]) -> int:
        """How many links must be weighed before some walks can be compared."""
        steps = {_pair(*ends) for walk in walks for ends in pairwise(walk)} - self._best.keys()
        return sum(len(self._links[step]) for step in steps)

    def _affordable(self, walks: list[Walk], limit: int) -> list[Walk]:
        """Those walks that are compared: first those whose first and last steps are best supported."""
        chosen: list[Walk] = []
        steps, links = set(self._best), 0
        for walk in sorted(walks, key=lambda walk: self._rank((walk[:2], walk[-2:]), walk)):
            new = {_pair(*ends) for ends in pairwise(walk)} - steps
            links += sum(len(self._links[step]) for step in new)
            if len(chosen) >= limit and (links > _WEIGHED * limit or len(chosen) >= _COMPARED * limit):
                self.truncated = True
                break
            steps |= new
            chosen.append(walk)
        return chosen

    def _rank(self, steps: Iterable[Sequence[str]], walk: Walk) -> tuple[object, ...]:
        pairs = (_pair(here, there) for here, there in steps)
        supports = [self._best[pair][0] if pair in self._best else 0 for pair in pairs]
        return -min(supports), -sum(supports), walk

    def _by_support(self, sides: Sequence[set[str]]) -> list[list[str]]:
        """The neighbours of both ends, those of the best supported facts first; of very many, of the most facts.

        Where one block takes all of them, their order does not matter.
        """
        found = [
            sorted(others, key=partial(self._few_links, end)) for end, others in zip(self._ends, sides, strict=True)
        ]
        if max(map(len, found)) > _BLOCK:
            self._weigh((end, name) for end, names in zip(self._ends, found, strict=True) for name in names[:_RANKED])
            for end, names in zip(self._ends, found, strict=True):
                names[:_RANKED] = sorted(names[:_RANKED], key=partial(self._end_rank, end))
        return found

    def _few_links(self, end: str, name: str) -> tuple[int, str]:
        return -len(self._links[_pair(end, name)]), name

    def _end_rank(self, end: str, name: str) -> tuple[object, ...]:
        return self._rank([(end, name)], (name,))

    def _weigh(self, steps: Iterable[Sequence[str]]) -> None:
        """Find the best supported fact of each step."""
        missing = sorted({_pair(here, there) for here, there in steps} - self._best.keys())
        base = self._store.base_iri
        asked: list[tuple[tuple[str, str], Fact]] = []
        for pair in missing:
            for subject, predicate, value in sorted(self._links[pair]):
                asked.append((pair, Fact(identifier(subject, base), predicate, identifier(value, base))))
        for part in _parts(asked, _CHUNK):
            keys = (ox.Literal(triple_key(fact.subject, fact.predicate, fact.object)) for _, fact in part)
            query = _OF_KEY.format(keys=_numbered(keys))
            for number, support in self._store.select(HEAD + query):
                if number is not None and support is not None:
                    pair, fact = part[int(number.value)]
                    held, count = self._best.get(pair), int(support.value)
                    if held is None or count > held[0]:
                        self._best[pair] = count, fact

    # What the store is asked

    def _kept(self, variable: str = "predicate") -> str:
        return (only(self._predicates) if self._predicates else NOT_LINKS).replace("?predicate", f"?{variable}")

    def _link(self, here: str, predicate: Term | None, there: str, *, back: bool) -> bool:
        """Keep that two entities share a fact, if it is one of those wanted."""
        if predicate is None or predicate.value not in self._allowed or here == there:
            return False
        name = predicate.value.removeprefix(ONTOLOGY)
        self._links[_pair(here, there)].add((there, name, here) if back else (here, name, there))
        return True

    def _beside(self, name: str, side: int) -> set[str]:
        """The neighbours of an end."""
        few = among_predicates(self._predicates) if self._predicates else ""
        query = _BESIDE.format(node=ox.NamedNode(name), only=few, kept="" if few else self._kept(), most=_WIDEST)
        found, count = set(), 0
        for back, predicate, there in self._store.select(HEAD + query):
            count += 1
            if there is not None and self._link(name, predicate, there.value, back=_true(back)):
                found.add(there.value)
        self._cut[side] = count >= _WIDEST
        return found

    def _linked(self, left: Sequence[str], right: Sequence[str]) -> set[tuple[str, str]]:
        """The pairs of one entity of each side that share a fact."""
        found: set[tuple[str, str]] = set()
        for lefts in _parts(left, _CHUNK):
            for rights in _parts(right, _CHUNK):
                names, many = [*lefts, *rights], len(lefts)
                here = _numbered(map(ox.NamedNode, lefts))
                there = _numbered(map(ox.NamedNode, rights), many)
                sides = [_LINKED.format(here=h, there=t, kept=self._kept()) for h, t in ((here, there), (there, here))]
                query = f"SELECT ?i ?j ?predicate WHERE {{ {' UNION '.join(sides)} }}"
                for i, j, predicate in self._store.select(HEAD + query):
                    if i is None or j is None:
                        continue
                    subject, value = int(i.value), int(j.value)
                    if self._link(names[subject], predicate, names[value], back=False):
                        pair = (names[subject], names[value])
                        found.add(pair if subject < many else pair[::-1])
        return found

    def _met(self, left: Sequence[str], right: Sequence[str]) -> set[Walk]:
        """The ways of two steps from an entity of one side to one of the other."""
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

    def _passable(self, names: Iterable[str]) -> list[str]:
        """Those entities that have not so many facts that everything is linked through them."""
        chosen = list(names)
        missing = [name for name in chosen if name not in self._hub]
        for part in _parts(missing, _AT_ONCE):
            counts: dict[tuple[str, str], int] = {}
            asked = []
            for number, name in enumerate(part):
                for side, pattern in enumerate(self._facts_of(name)):
                    asked.append(
                        f"{{ SELECT ({number} AS ?i) ({side} AS ?side) ?fact WHERE {{ {pattern} }}"
                        f" LIMIT {self._through + 1} }}"
                    )
            query = f"SELECT ?i ?side (COUNT(?fact) AS ?facts) WHERE {{ {' UNION '.join(asked)} }} GROUP BY ?i ?side"
            for i, side_, facts in self._store.select(HEAD + query):
                if i is not None and side_ is not None and facts is not None:
                    counts[part[int(i.value)], side_.value] = int(facts.value)
            for name in part:
                self._hub[name] = any(counts.get((name, side), 0) > self._through for side in "01")
        self.passed_by |= {name for name in chosen if self._hub[name]}
        return [name for name in chosen if not self._hub[name]]

    def _facts_of(self, name: str) -> tuple[str, str]:
        """Patterns of what counts as the facts of an entity, on each of their sides."""
        node = ox.NamedNode(name)
        if not self._predicates:
            return f"?fact rdf:subject {node}", f"?fact rdf:object {node}"
        few = among_predicates(self._predicates)
        return f"{few} {node} ?predicate ?fact", f"{few} ?fact ?predicate {node}"

    def _read(self, names: Iterable[str]) -> None:
        """Find where one can step from entities in the middle of walks."""
        missing = sorted(set(names) - self._beyond.keys())
        self._beyond.update((name, []) for name in missing)
        for part in _parts(self._passable(missing), _CHUNK):
            found: dict[str, set[str]] = defaultdict(set)
            nodes = _numbered(map(ox.NamedNode, part))
            query = "SELECT ?m ?i ?ip ?ib WHERE " + _SIDE.format(n="i", nodes=nodes, kept=self._kept("ip"))
            for there, i, predicate, back in self._store.select(HEAD + query):
                if there is not None and i is not None:
                    name = part[int(i.value)]
                    if self._link(name, predicate, there.value, back=_true(back)):
                        found[name].add(there.value)
            self._beyond.update((name, sorted(others)) for name, others in found.items())


def _pair(here: str, there: str) -> tuple[str, str]:
    return (here, there) if here < there else (there, here)


def _true(number: Term | None) -> bool:
    return number is not None and number.value != "0"


def _parts(names: Sequence[_Part], size: int) -> Iterator[Sequence[_Part]]:
    for first in range(0, len(names), size):
        yield names[first : first + size]


def _numbered(terms: Iterable[Term], first: int = 0) -> str:
    """Rows of numbers and terms: an answer that has the number costs less to read than one that has the term."""
    return " ".join(f"({number} {one})" for number, one in enumerate(terms, first))
