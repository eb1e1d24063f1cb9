"""Holds the quotes of a graph to the files that they were taken from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from mandategraph.errors import DocumentError
from mandategraph.read import read_source
from mandategraph.recall import StoredEdition, editions
from mandategraph.store.contract import Store
from mandategraph.vocabulary import ONTOLOGY

__all__ = ["QuoteProblem", "find_sources", "verify_quotes"]

_QUOTES = f"""PREFIX mg: <{ONTOLOGY}>
SELECT ?evidence ?start ?end ?quote WHERE {{
  GRAPH ?edition {{ ?evidence a mg:Evidence ; mg:start ?start ; mg:end ?end ; mg:quote ?quote }} }}"""


@dataclass(frozen=True, slots=True)
class QuoteProblem:
    """An edition whose source is missing, or a quote that its source does not hold.

    :param document: the id of the document.
    :param language: of the edition.
    :param evidence: the IRI of the evidence, or None where the whole source is meant.
    :param message: what is wrong, in one line.
    """

    document: str
    language: str
    evidence: str | None
    message: str


def verify_quotes(
    store: Store, sources: Path, *, read: Callable[[Path], str] = read_source
) -> tuple[QuoteProblem, ...]:
    """All that the sources do not bear out: none when every quote is the source's text at its offsets.

    :param store: the graph.
    :param sources: the folder (or file) with the sources; they are known by their content, not by name.
    :param read: gives the text of a file.
    :raises DocumentError: when there is no such folder.

    >>> from tempfile import TemporaryDirectory
    >>> from mandategraph.store import open_store
    >>> with TemporaryDirectory() as folder, open_store(Path(folder) / "graph", create=True) as store:
    ...     verify_quotes(store, Path(folder))
    ()
    """
    files = find_sources(store, sources)
    problems: list[QuoteProblem] = []
    for edition in editions(store):
        if edition.iri not in files:
            message = (
                f"the source of {edition.document} ({edition.language}), {edition.name}, is not in {sources}"
            )
            problems.append(QuoteProblem(edition.document, edition.language, None, message))
            continue
        problems += _differences(store, edition, files[edition.iri], read)
    return tuple(problems)


def find_sources(store: Store, sources: Path) -> dict[str, Path]:
    """The source of each edition that is there: the IRI of the edition -> the file, known by its content.

    :param store: the graph.
    :param sources: the folder (or file) with the sources.
    :raises DocumentError: when there is no such folder.
    """
    if not sources.exists():
        raise DocumentError(f"{sources}: no such file or folder")
    held = editions(store)
    wanted = {edition.sha256 for edition in held}
    files: dict[str, Path] = {}
    for path in sorted(sources.rglob("*")) if sources.is_dir() else [sources]:
        if path.is_file() and (digest := _digest(path)) in wanted:
            files.setdefault(digest, path)
    return {edition.iri: files[edition.sha256] for edition in held if edition.sha256 in files}


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            digest = sha256()
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror or error})") from error
    return digest.hexdigest()


def _differences(
    store: Store, edition: StoredEdition, path: Path, read: Callable[[Path], str]
) -> list[QuoteProblem]:
    text = read(path)
    found = []
    for row in store.select(_QUOTES, {"edition": ox.NamedNode(edition.iri)}).records():
        start, end, quote = int(row["start"].value), int(row["end"].value), row["quote"].value
        if text[start:end] != quote:
            message = f"{path.name} has {text[start:end]!r} at {start}-{end}, the quote is {quote!r}"
            found.append(QuoteProblem(edition.document, edition.language, row["evidence"].value, message))
    return sorted(found, key=lambda problem: (problem.message, problem.evidence or ""))
