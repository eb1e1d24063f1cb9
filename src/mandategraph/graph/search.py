"""Looks for paths between two entities on the store, from both ends at once and the best supported first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from mandategraph.graph.links import Hop, Links, Walk, pair_of
from mandategraph.store.contract import Store

__all__ = ["Search"]

#: How many ways of one length are compared for each that is wanted, and how many links are weighed for them.
_COMPARED, _WEIGHED = 2, 3
#: How many links of the first and last steps of ways are weighed, for each way that is wanted.
_MOST = 10
#: Of each end, how many neighbours are put in the order of their support.
_RANKED = 10
#: How many pairs of entities are tried for ways of one length, and how many half ways are followed.
_TRIED, _LONGER = 10_000, 50_000
#: How many neighbours of each end are tried first.
_BLOCK = 6


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
        self._ends = (source, target)
        self._links = Links(store, predicates, through)
        self._cut = [False, False]
        #: Whether there were more ways than were compared.
        self.truncated = False

    @property
    def passed_by(self) -> set[str]:
        """Entities that were not walked through."""
        return self._links.passed_by

    def run(self, max_length: int, limit: int) -> list[Walk]:
        """The best walks, the shortest first, and among those of one length the best supported.

        :param max_length: at most so many steps.
        :param limit: at most so many walks.
        """
        first, last = self._ends
        sides, self._cut = self._links.beside(self._ends)
        is_linked = last in sides[0] or first in sides[1]
        if all(self._cut):
            is_linked = bool(self._links.linked([first], [last]))
        sides = [sides[0] - {last}, sides[1] - {first}]
        found: list[Walk] = []
        walks: set[Walk]
        ranked: list[list[str]] = []
        for length in range(1, max_length + 1):
            wanted = limit - len(found)
            if length == 1:
                walks = {(first, last)} if is_linked else set()
            elif length == 2:
                walks = {(first, middle, last) for middle in self._middles(sides, _COMPARED * wanted)}
            else:
                ranked = ranked or self._by_support(sides, _MOST * limit)
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
        return [self._links.best[pair_of(*ends)] for ends in pairwise(walk)]

    # Ways of one length

    def _middles(self, sides: Sequence[set[str]], most: int) -> Iterable[str]:
        if not any(self._cut):
            return sides[0] & sides[1]
        found = self._links.most_linked(self._ends, most)
        self.truncated |= len(found) >= most
        return found

    def _bridges(self, left: list[str], right: list[str], most: int, _: int) -> set[Walk]:
        """Ways of three steps: each pair of a neighbour of one end and one of the other is looked up."""
        first, last = self._ends
        walks: set[Walk] = set()
        for lefts, rights, done in self._blocks(left, right, most, walks, _BLOCK):
            walks |= {(first, here, there, last) for here, there in self._links.linked(lefts, rights, done)}
        return walks

    def _meetings(self, left: list[str], right: list[str], most: int, _: int) -> set[Walk]:
        """Ways of four steps: the store joins what is beside neighbours of one end with what is beside the other's."""
        first, last = self._ends
        walks: set[Walk] = set()
        for lefts, rights, _ in self._blocks(left, right, most, walks, 2 * _BLOCK):
            passable = set(self._links.passable([*lefts, *rights]))
            met = self._links.met([name for name in lefts if name in passable], [name for name in rights if name in passable])
            walks |= {(first, *way, last) for way in met if not {first, last} & {*way} and len({*way}) == 3}
        return walks

    def _longer(self, left: list[str], right: list[str], most: int, length: int) -> set[Walk]:
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
        walks: set[Walk] = set()
        for walk in begun:
            ways = ((*walk, *other[-2::-1]) for other in by_end.get(walk[-1], ()))
            walks |= {way for way in ways if len({*way}) == len(way)}
            if len(walks) > most:
                self.truncated = True
                break
        return walks

    def _further(self, walks: list[Walk], end: str) -> list[Walk]:
        """The same walks, each one step longer in every way."""
        beyond = self._links.beyond({walk[-1] for walk in walks})
        longer: list[Walk] = []
        for walk in walks:
            longer += [(*walk, name) for name in beyond[walk[-1]] if name not in walk and name != end]
            if len(longer) > _LONGER:
                self.truncated = True
                return longer[:_LONGER]
        return longer

    def _blocks(
        self, left: list[str], right: list[str], most: int, found: set[Walk], size: int
    ) -> Iterator[tuple[list[str], list[str], int]]:
        """Ever more of two ordered sides, the best of both first, until enough is found, and how many were before."""
        done = 0
        while left and right and done < max(len(left), len(right)):
            if len(found) >= most or min(done, len(left)) * min(done, len(right)) >= _TRIED:
                self.truncated = True
                return
            yield left[:size], right[:size], done
            # Each time the store is asked costs as much as some dozen look-ups, so while nothing is found more is asked.
            done, size = size, size * (2 if found else 4)

    # Support

    def _compared(self, walks: Iterable[Walk], limit: int) -> list[Walk]:
        """Walks in the order of their support.

        Of very many those are compared that begin and end well supported; of still more, those of the most facts.
        """
        every = sorted(set(walks))
        if self._links_of(pairwise(walk) for walk in every) > _WEIGHED * limit:
            every = self._of_most_facts(every, limit)
            self._links.weigh(ends for walk in every for ends in (walk[:2], walk[-2:]))
            every = self._affordable(every, limit)
        self._links.weigh(ends for walk in every for ends in pairwise(walk))
        stated = [walk for walk in every if self._links.is_weighed(walk)]
        return sorted(stated, key=lambda walk: self._rank(pairwise(walk), walk))

    def _of_most_facts(self, walks: list[Walk], limit: int) -> list[Walk]:
        """As many walks as the first and last steps of may be weighed, those of the most facts first."""
        if self._links_of((walk[:2], walk[-2:]) for walk in walks) <= _MOST * limit:
            return walks
        self.truncated = True
        chosen: list[Walk] = []
        for walk in sorted(walks, key=self._few_facts):
            chosen.append(walk)
            if len(chosen) >= limit and self._links_of((walk[:2], walk[-2:]) for walk in chosen) >= _MOST * limit:
                break
        return chosen

    def _few_facts(self, walk: Walk) -> tuple[int, Walk]:
        return -sum(self._links.count(*ends) for ends in pairwise(walk)), walk

    def _links_of(self, walks: Iterable[Iterable[Sequence[str]]]) -> int:
        """How many links must be weighed before some steps can be compared."""
        steps = {pair_of(here, there) for walk in walks for here, there in walk} - self._links.best.keys()
        return sum(self._links.count(*step) for step in steps)

    def _affordable(self, walks: list[Walk], limit: int) -> list[Walk]:
        """Those walks that are compared: first those whose first and last steps are best supported."""
        chosen: list[Walk] = []
        steps, links = set(self._links.best), 0
        for walk in sorted(walks, key=lambda walk: self._rank((walk[:2], walk[-2:]), walk)):
            new = {pair_of(*ends) for ends in pairwise(walk)} - steps
            links += sum(self._links.count(*step) for step in new)
            if len(chosen) >= limit and (links > _WEIGHED * limit or len(chosen) >= _COMPARED * limit):
                self.truncated = True
                break
            steps |= new
            chosen.append(walk)
        return chosen

    def _rank(self, steps: Iterable[Sequence[str]], walk: Walk) -> tuple[object, ...]:
        pairs = (pair_of(here, there) for here, there in steps)
        supports = [self._links.best[pair][0] if pair in self._links.best else 0 for pair in pairs]
        return -min(supports), -sum(supports), walk

    def _by_support(self, sides: Sequence[set[str]], most: int) -> list[list[str]]:
        """The neighbours of both ends, those of the best supported facts first; of very many, of the most facts.

        Where one block takes all of them, their order does not matter.
        """
        found: list[list[str]] = []
        for end, side, is_cut in zip(self._ends, sides, self._cut, strict=True):
            near: Collection[str] = self._links.most_linked([end], most) if is_cut else side
            self.truncated |= is_cut and len(near) >= most
            found.append(sorted((name for name in near if name not in self._ends), key=partial(self._few_links, end)))
        if max(map(len, found)) > _BLOCK:
            self._links.weigh((end, name) for end, names in zip(self._ends, found, strict=True) for name in names[:_RANKED])
            for end, names in zip(self._ends, found, strict=True):
                names[:_RANKED] = sorted(names[:_RANKED], key=partial(self._end_rank, end))
        return found

    def _few_links(self, end: str, name: str) -> tuple[int, str]:
        return -self._links.count(end, name), name

    def _end_rank(self, end: str, name: str) -> tuple[object, ...]:
        return self._rank([(end, name)], (name,))
