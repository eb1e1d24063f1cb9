"""N-Quads, N-Triples, TriG and Turtle, sorted."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import dropwhile, groupby
from typing import IO

import pyoxigraph as ox

from mandategraph.store.contract import Store
from mandategraph.vocabulary import PREFIXES

__all__ = ["ordered_quads", "sorted_lines", "write_nquads", "write_ntriples", "write_trig", "write_turtle"]

_RUN = 1_000_000


def sorted_lines(lines: Iterable[str], run: int = _RUN) -> Iterator[str]:
    r"""Lines in the order of their code points, without doubles; many of them wait on disk, not in memory.

    :param lines: each with its line end.
    :param run: how many to hold in memory.

    >>> list(sorted_lines(["b\n", "a\n", "b\n"], run=2))
    ['a\n', 'b\n']
    """
    with ExitStack() as stack:
        runs: list[Iterable[str]] = []
        held: list[str] = []
        for line in lines:
            held.append(line)
            if len(held) >= run:
                file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
                file.writelines(sorted(held))
                file.seek(0)
                runs.append(file)
                held = []
        for line, _ in groupby(heapq.merge(*runs, sorted(held))):
            yield line


def ordered_quads(store: Store) -> Iterator[ox.Quad]:
    """All quads by graph, the default graph first, then subject, predicate and object.

    :param store: the graph.

    >>> len(list(ordered_quads(graph.store))) == len(list(graph.store.quads()))
    True
    """
    with tempfile.TemporaryFile() as file:
        for line in sorted_lines(f"{_graph(quad)}\x00{quad.triple}\n" for quad in store.quads()):
            graph, _, triple = line.rstrip("\n").partition("\x00")
            file.write(f"{triple} {graph} .\n".encode())
        file.seek(0)
        yield from ox.parse(file, format=ox.RdfFormat.N_QUADS)


def _graph(quad: ox.Quad) -> str:
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)


def write_nquads(store: Store, file: IO[bytes]) -> None:
    """All quads, one a line, sorted.

    :param store: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_nquads(graph.store, file)
    >>> len(file.getvalue().splitlines()) == len(list(graph.store.quads()))
    True
    """
    file.writelines(line.encode() for line in sorted_lines(f"{quad} .\n" for quad in store.quads()))


def write_ntriples(store: Store, file: IO[bytes]) -> None:
    """All triples of all graphs, answers and reasons alike, one a line, sorted.

    :param store: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_ntriples(graph.store, file)
    >>> file.getvalue().rstrip().endswith(b" .")
    True
    """
    file.writelines(line.encode() for line in _triple_lines(store))


def _triple_lines(store: Store) -> Iterator[str]:
    return sorted_lines(f"{quad.triple} .\n" for quad in store.quads())


def write_turtle(store: Store, file: IO[bytes]) -> None:
    """All triples of all graphs in Turtle, grouped by subject.

    :param store: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_turtle(graph.store, file)
    >>> file.getvalue().startswith(b"@base")
    True
    """
    with tempfile.TemporaryFile() as lines:
        lines.writelines(line.encode() for line in _triple_lines(store))
        lines.seek(0)
        triples = (quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
        _write_short(triples, file, ox.RdfFormat.TURTLE, store.base_iri)


def write_trig(store: Store, file: IO[bytes]) -> None:
    """All quads in TriG, grouped by graph and subject.

    :param store: the graph.
    :param file: open for writing.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_trig(graph.store, file)
    >>> b"{" in file.getvalue()
    True
    """
    _write_short(ordered_quads(store), file, ox.RdfFormat.TRIG, store.base_iri)


def _write_short(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad], file: IO[bytes], format_: ox.RdfFormat, base_iri: str
) -> None:
    """Write with prefixes and relative IRIs, under a head that is always the same."""
    file.write(f"@base <{base_iri}> .\n".encode())
    file.writelines(f"@prefix {name}: <{iri}> .\n".encode() for name, iri in sorted(PREFIXES.items()))
    with tempfile.TemporaryFile() as draft:
        ox.serialize(statements, draft, format=format_, prefixes=PREFIXES, base_iri=base_iri)
        draft.seek(0)
        # The library writes its own head in any order.
        body = dropwhile(lambda line: line.startswith((b"@base ", b"@prefix ")), draft)
        file.writelines(body)
