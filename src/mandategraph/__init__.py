"""mandategraph: organizations, programmes and mandates as a graph in which every fact points at its sentence.

>>> import mandategraph as mg
>>> mg.open("no-such-folder")
Traceback (most recent call last):
mandategraph.errors.StoreError: there is no graph at no-such-folder: mandategraph build PATH... --output no-such-folder makes it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from mandategraph.graph import Graph

__all__ = ["analysis", "open"]


def open(  # noqa: A001 - mg.open is what people type
    source: str | Path, *, language: str = "zh", base_iri: str | None = None, timeout: int = 60
) -> Graph:
    """Open a graph for reading; see ``Graph`` for what it offers.

    :param source: a folder that ``mandategraph build`` made, a file (.nq, .trig), or the URL of a SPARQL
        endpoint that holds such a graph.
    :param language: of labels: a name in it comes first, then Chinese, English, any.
    :param base_iri: what ids are relative to; None: as the graph itself shows.
    :param timeout: seconds to wait for an answer of an endpoint.
    :raises StoreError: when there is no such graph or it cannot be read.

    >>> import mandategraph as mg
    >>> with mg.open(example_graph) as opened:
    ...     opened["UNIDO"].label
    '联合国工业发展组织'
    """
    from mandategraph.graph.opening import open_graph

    return open_graph(source, language=language, base_iri=base_iri, timeout=timeout)


def __getattr__(name: str) -> ModuleType:
    if name == "analysis":
        from importlib import import_module

        return import_module("mandategraph.analysis")
    raise AttributeError(f"module 'mandategraph' has no attribute {name!r}")
