"""What several commands share: which graph is meant, and in which language to answer."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mandategraph.errors import StoreError, one_of

if TYPE_CHECKING:
    from mandategraph.store import EmbeddedStore

__all__ = [
    "format_option",
    "graph_and_words",
    "graph_option",
    "is_graph",
    "open_graph",
    "user_language",
    "which_graph",
]

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])
_LANGUAGES = {"ar", "en", "es", "fr", "ru", "zh"}
_VARIABLE = "MANDATEGRAPH_GRAPH"


def graph_option(function: _Decorated) -> _Decorated:
    """The option ``--graph``."""
    return click.option(
        "-g",
        "--graph",
        type=click.Path(path_type=Path),
        envvar=_VARIABLE,
        metavar="GRAPH",
        help=f"The graph. If none is given: ${_VARIABLE}, ./graph, or the only graph in this folder.",
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


def which_graph(given: Path | None) -> Path:
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
    words: Sequence[str], graph: Path | None, wanted: Sequence[str] = ()
) -> tuple[Path, tuple[str, ...]]:
    """Split the words after a command into the graph, if they begin with it, and what the command needs.

    :param words: after the command.
    :param graph: of the option ``--graph``.
    :param wanted: how what the command needs is called in its help.
    :raises click.UsageError: when there are too few or too many.
    """
    if len(words) == len(wanted) + 1:
        return Path(words[0]), tuple(words[1:])
    if len(words) == len(wanted):
        return which_graph(graph), tuple(words)
    usage = " ".join(("[GRAPH]", *wanted))
    context = click.get_current_context(silent=True)
    raise click.UsageError(f"expected {usage}, got {len(words)} words", context)


def open_graph(path: Path) -> EmbeddedStore:
    """Open a graph for reading.

    :param path: of the graph.
    :raises StoreError: when it cannot be opened.
    """
    from mandategraph.store import open_store

    return open_store(path)


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
