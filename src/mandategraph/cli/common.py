"""What several commands share: which graph is meant, and in which language to answer."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mandategraph.errors import StoreError, one_of
from mandategraph.places import is_url

if TYPE_CHECKING:
    from mandategraph.store import EmbeddedStore, Store
    from mandategraph.store.remote import RemoteStore

__all__ = [
    "GraphPath",
    "folder_of",
    "format_option",
    "graph_and_words",
    "graph_option",
    "is_graph",
    "local_copy",
    "open_for_writing",
    "open_graph",
    "place_of",
    "user_language",
    "which_graph",
]

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])
_LANGUAGES = {"ar", "en", "es", "fr", "ru", "zh"}
_VARIABLE = "MANDATEGRAPH_GRAPH"


class GraphPath(click.ParamType):  # type: ignore[type-arg]
    """The folder of a graph, or the URL of an endpoint as it was written."""

    name = "graph"

    def convert(  # noqa: D102 - see click
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | str:
        return place_of(value)


def place_of(given: str | Path) -> Path | str:
    """A folder, or the URL of an endpoint.

    >>> place_of("http://host/query"), place_of("graph").name
    ('http://host/query', 'graph')
    """
    return str(given) if is_url(given) else Path(given)


def graph_option(function: _Decorated) -> _Decorated:
    """The option ``--graph``."""
    return click.option(
        "-g",
        "--graph",
        type=GraphPath(),
        envvar=_VARIABLE,
        metavar="GRAPH",
        help=f"The graph: a folder or the URL of an endpoint. If none is given: ${_VARIABLE}, ./graph, or the only graph in this folder.",
    )(function)


def format_option(*formats: str) -> Callable[[_Decorated], _Decorated]:
    """The option ``--format``.

    :param formats: what it may be; the first when it is not given.
    """
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="Of the output.",
    )


def is_graph(path: Path) -> bool:
    """Whether a folder holds a graph.

    >>> is_graph(Path("no-such-folder"))
    False
    """
    try:
        return (path / "mandategraph.json").is_file()
    except OSError:
        return False


def which_graph(given: Path | str | None) -> Path | str:
    """The graph that is meant when none, or one, is given.

    :param given: by the user, if at all.
    :raises StoreError: when nothing says which one.
    """
    if given is not None:
        return given
    usual = Path("graph")
    if is_graph(usual):
        return usual
    found = sorted(path for path in Path().iterdir() if path.is_dir() and is_graph(path))
    if len(found) == 1:
        return found[0]
    if found:
        several = one_of(map(str, found))
        raise StoreError(f"which graph? There are {several}: say --graph GRAPH or set {_VARIABLE}")
    raise StoreError(
        f"no graph in this folder: say --graph GRAPH, set {_VARIABLE}, or make one with"
        " mandategraph build PATH... --output graph"
    )


def graph_and_words(
    words: Sequence[str], graph: Path | str | None, wanted: Sequence[str] = ()
) -> tuple[Path | str, tuple[str, ...]]:
    """Split the words after a command into the graph, if they begin with it, and what the command needs.

    :param words: after the command.
    :param graph: of the option ``--graph``.
    :param wanted: how what the command needs is called in its help.
    :raises click.UsageError: when there are too few or too many.
    """
    if len(words) == len(wanted) + 1:
        return place_of(words[0]), tuple(words[1:])
    if len(words) == len(wanted):
        return which_graph(graph), tuple(words)
    usage = " ".join(("[GRAPH]", *wanted))
    context = click.get_current_context(silent=True)
    raise click.UsageError(f"expected {usage}, got {len(words)} words", context)


def folder_of(place: Path | str) -> Path:
    """The folder of a graph, for what cannot be done with an endpoint.

    :param place: a folder or a URL.
    :raises StoreError: when it is a URL.
    """
    if isinstance(place, str):
        raise StoreError(f"{place} is an endpoint: this needs the folder of a graph")
    return place


def open_graph(path: Path | str) -> Store:
    """Open a graph for reading.

    :param path: of the graph, or the URL of an endpoint.
    :raises StoreError: when it cannot be opened.
    """
    if isinstance(path, str):
        from mandategraph.store.remote import open_remote

        return open_remote(path)
    from mandategraph.store import open_store

    return open_store(path)


def open_for_writing(place: Path | str) -> EmbeddedStore | RemoteStore:
    """Open a graph for writing.

    :param place: its folder, or the URL of an endpoint.
    :raises StoreError: when it cannot be opened.
    """
    if isinstance(place, str):
        from mandategraph.store.remote import open_remote

        return open_remote(place)
    from mandategraph.store import open_store

    return open_store(place, read_only=False)


@contextmanager
def local_copy(place: Path | str) -> Iterator[Path]:
    """The folder of a graph; of one behind an endpoint a copy, which is removed afterwards.

    :param place: the folder, or the URL of an endpoint.
    :raises StoreError: when it cannot be copied.
    """
    if isinstance(place, Path):
        yield place
        return
    from mandategraph.store import open_store
    from mandategraph.store.remote import open_remote

    with TemporaryDirectory(prefix="mandategraph-") as folder:
        copy = Path(folder) / "graph"
        with open_remote(place) as remote, open_store(copy, create=True, base_iri=remote.base_iri) as store:
            store.load(remote.quads())
        yield copy


def user_language(given: str | None = None) -> str:
    """The language to answer in: as given, else of the user's locale if it is one of the UN's, else Chinese.

    :param given: a language code, if any.

    >>> user_language("en")
    'en'
    """
    if given:
        return given
    settings = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, settings), "")
    code = re.split(r"[_.@-]", locale.lower(), maxsplit=1)[0]
    return code if code in _LANGUAGES else "zh"
