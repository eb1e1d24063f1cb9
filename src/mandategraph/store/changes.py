"""A change of a store: what goes and what comes, as N-Quads or as one SPARQL update request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

__all__ = ["Change", "operation", "request"]


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the store from one set of editions to another. Statements are as in ``EditionGraph``.

    :param gone: statements that leave the default graph, sorted.
    :param come: statements that come into it, sorted.
    :param left: named graph -> the statements that leave it, sorted.
    :param entered: named graph -> the statements that come into it, sorted.
    """

    gone: tuple[str, ...]
    come: tuple[str, ...]
    left: Mapping[ox.NamedNode, tuple[str, ...]]
    entered: Mapping[ox.NamedNode, tuple[str, ...]]

    @property
    def size(self) -> int:
        """How many statements go and come."""
        named = (*self.left.values(), *self.entered.values())
        return len(self.gone) + len(self.come) + sum(map(len, named))

    def parts(self) -> tuple[Change, Change]:
        """What only adds to the store and touches nothing that is there, and the rest: what makes it editions."""
        touched = {statement.partition(" ")[0] for statement in self.gone}
        new: list[str] = []
        rest: list[str] = []
        for statement in self.come:
            (rest if statement.partition(" ")[0] in touched else new).append(statement)
        first: dict[ox.NamedNode, tuple[str, ...]] = {}
        last: dict[ox.NamedNode, tuple[str, ...]] = {}
        for graph, held in self.entered.items():
            start = f"{graph} "
            last[graph] = held if self.left[graph] else tuple(one for one in held if one.startswith(start))
            first[graph] = () if self.left[graph] else tuple(one for one in held if not one.startswith(start))
        return Change((), tuple(new), {}, first), Change(self.gone, tuple(rest), self.left, last)

    def nquads(self) -> bytes:
        """All that comes, as N-Quads."""
        parts = [end.join((*statements, "")) for statements, end in self._ended()]
        return "".join(parts).encode()

    def _ended(self) -> Iterator[tuple[Sequence[str], str]]:
        yield self.come, " .\n"
        yield from ((statements, f" {graph} .\n") for graph, statements in self.entered.items())


def request(change: Change) -> str:
    """A change as one SPARQL update request, which a store does as a whole or not at all.

    >>> print(request(Change(("<http://a> <http://b> 1",), (), {}, {})))
    DELETE DATA {
    <http://a> <http://b> 1 .
    }
    """
    parts = [operation("DELETE", change.gone), *(operation("DELETE", *one) for one in _named(change.left))]
    parts += [operation("INSERT", change.come), *(operation("INSERT", *one) for one in _named(change.entered))]
    return " ;\n".join(filter(None, parts))


def _named(graphs: Mapping[ox.NamedNode, tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], ox.NamedNode]]:
    yield from ((statements, graph) for graph, statements in graphs.items())


def operation(verb: str, statements: Sequence[str], graph: ox.NamedNode | None = None) -> str:
    """One operation on one graph: Virtuoso forgets texts with a language when there are several graphs in one.

    :param verb: ``INSERT`` or ``DELETE``.
    :param statements: as in ``EditionGraph``.
    :param graph: the named graph; None: the default graph.
    :return: the text, empty when there are no statements.

    >>> print(operation("INSERT", ["<http://a> <http://b> 1"], ox.NamedNode("http://g")))
    INSERT DATA {
    GRAPH <http://g> {
    <http://a> <http://b> 1 .
    }
    }
    """
    body = "".join(f"{statement} .\n" for statement in statements)
    if graph is not None and body:
        body = f"GRAPH {graph} {{\n{body}}}\n"
    return f"{verb} DATA {{\n{body}}}" if body else ""
