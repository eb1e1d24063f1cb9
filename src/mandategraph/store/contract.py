"""What every back end of the store offers, and the rows that a question gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

import pyoxigraph as ox

from mandategraph.terms import Term

__all__ = ["Bindings", "Rows", "Store"]

#: Variable name (without ``?``) -> the term, or the terms, that it may have.
Bindings = Mapping[str, "Term | Sequence[Term]"]


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT query.

    :param variables: in the order of the query, without ``?``.
    :param rows: one term, or None, for each variable.

    >>> rows = Rows(("name",), ((ox.Literal("方案"),),))
    >>> [record["name"].value for record in rows.records()], len(rows)
    (['方案'], 1)
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        """The rows, one by one."""
        return iter(self.rows)

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def records(self) -> Iterator[dict[str, Term]]:
        """Each row as a mapping from variable to term, without those that have none."""
        for row in self.rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}


class Store(Protocol):
    """A graph of documents: answers in the default graph, reasons in one named graph an edition.

    A variable is bound as a term: it is joined with the outermost group of the query, so a query must use it
    there and not only inside a sub-select that does not select it. Several terms for one variable mean any of
    them.
    """

    @property
    def base_iri(self) -> str:
        """What the ids of this store are relative to."""

    def select(self, query: str, bindings: Bindings | None = None) -> Rows:
        """The rows of a SELECT query.

        :raises QueryError: when it is no valid SELECT query.
        """

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """The answer to an ASK query.

        :raises QueryError: when it is no valid ASK query.
        """

    def construct(self, query: str, bindings: Bindings | None = None) -> tuple[ox.Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE query.

        :raises QueryError: when it is neither.
        """

    def objects(self, thing: ox.NamedNode, predicate: ox.NamedNode) -> tuple[Term, ...]:
        """What the default graph has for a predicate of a thing, such as its names, in no order.

        :param thing: what is asked about.
        :param predicate: the predicate.
        """

    def update(self, text: str) -> None:
        """Run one SPARQL update request: all of it or nothing.

        :raises StoreError: when it cannot be written.
        """

    def load(self, quads: Iterable[ox.Quad] | bytes) -> None:
        """Add many quads, or those of an N-Quads text in UTF-8, fast: all of them or none.

        :raises StoreError: when they cannot be written.
        """

    def quads(self) -> Iterator[ox.Quad]:
        """All quads, in no order."""

    def close(self) -> None:
        """Let go of the store; it cannot be used afterwards."""

    def __enter__(self) -> Self:
        """The store itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
