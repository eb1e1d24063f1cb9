"""Builds a graph from documents: each is read, described and put into the store by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from mandategraph.authority import Authority, load_authority
from mandategraph.describe import EditionGraph
from mandategraph.errors import DocumentError
from mandategraph.loading import Loading
from mandategraph.places import is_url
from mandategraph.prepare import (
    Built,
    Extract,
    Failure,
    Outcome,
    Read,
    Task,
    file_hash,
    fingerprint,
    making,
    masthead,
)
from mandategraph.provenance import Making, source_date
from mandategraph.read import find_files
from mandategraph.read.files import Reader, kind_of
from mandategraph.read.limits import Limits
from mandategraph.recall import StoredEdition, editions, entities, facts
from mandategraph.store import Store
from mandategraph.targets import FolderTarget, Incoming, RemoteTarget, Target, Writer
from mandategraph.vocabulary import ONTOLOGY
from mandategraph.workers import Here, Prepared, Processes, Readers, Settings

__all__ = ["BuildReport", "Built", "Failure", "Outcome", "Progress", "build"]

# What is done is written when so many statements wait: small batches cost more for each document. Towards the end
# others wait for the writer, which takes less then, but never less than the smaller number.
_STATEMENTS, _FEW = 200_000, 50_000
#: More threads do not load a new graph, as each needs 200 MB.
_THREADS = 4
_COUNTS = f"""PREFIX mg: <{ONTOLOGY}>
SELECT (COUNT(DISTINCT ?p) AS ?passages) (COUNT(DISTINCT ?e) AS ?entities) (COUNT(DISTINCT ?f) AS ?facts)
WHERE {{
  GRAPH ?edition {{ {{ ?p a mg:Passage }} UNION {{ ?e mg:mentionedAs ?n }}
    UNION {{ ?f mg:evidence ?v }} }} }}"""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    :param output: the folder of the graph, or the URL of an endpoint.
    :param documents: in the order of their files.
    :param failures: in the order of their files.
    """

    output: Path | str
    documents: tuple[Built, ...]
    failures: tuple[Failure, ...]


#: Called with the number of files done, of all files, and what became of the last.
Progress = Callable[[int, int, "Built | Failure"], None]


def build(
    paths: Iterable[Path | str],
    output: Path | str,
    *,
    authority: Authority | None = None,
    extra_authorities: Sequence[Path] = (),
    workers: int = 1,
    scheduler: str | None = None,
    base_iri: str | None = None,
    when: datetime | None = None,
    progress: Progress | None = None,
    loading: Loading | None = None,
    limits: Limits | None = None,
    read: Read | None = None,
    extract: Extract | None = None,
    check: bool = True,
) -> BuildReport:
    """Put documents into a graph, which is made when it is not there; those there already are replaced.

    What is built from the same file with the same rules and authorities is left as it is. Readers of a folder see
    all that the build did when it ends, or when it is interrupted. If its process is killed they see the graph as
    it was, and the same build goes on where it stopped. Readers of an endpoint see each document once it is written.

    Into a folder that holds no documents yet, all that was read is loaded at the end, also when reading is
    interrupted. When that load is interrupted, too, it is as if the process were killed.

    :param paths: files and folders.
    :param output: the folder of the graph, or the URL of a SPARQL endpoint that takes updates.
    :param authority: known entities; None: those that travel with the package.
    :param extra_authorities: authority files read after those of the package.
    :param workers: how many processes read documents, and how many threads load a new graph. A process that is killed
        loses nothing: its documents are read again by another. With several, ``read`` and ``extract`` must be
        picklable, as functions of a module are, and a script must begin its work below ``if __name__ == "__main__"``.
    :param scheduler: the address of a Dask cluster that reads them instead, such as ``tcp://host:8786``; its
        workers must see the files under the same paths.
    :param base_iri: what the ids of a new graph are relative to.
    :param when: what the record of the build is dated; None: by ``SOURCE_DATE_EPOCH``, and without that variable
        not at all, so that the same build gives the same bytes.
    :param progress: called after each file.
    :param loading: called while a new graph is loaded at the end, with the part that is done, from 0 to 1.
    :param limits: what reading one document may cost; None: the usual.
    :param read: reads a file, in place of ``read_document`` within these limits.
    :param extract: finds the facts of a document; None: the package's extractor.
    :param check: hold each document to the shapes before it enters; one that breaks them is a failure.
    :raises DocumentError: when a path is missing, or there is no document at all.
    :raises AuthorityError: when an authority file is not as it must be.
    :raises StoreError: when the graph cannot be written, or another process writes it; it is then as it was
        before, and a new one is removed.
    :raises ValueError: when what several workers need cannot be pickled, or imported by them.

    >>> from tempfile import TemporaryDirectory
    >>> from mandategraph.model import Extraction
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "note.txt")
    ...     _ = file.write_text("1. The Board took note of the report.", encoding="utf-8")
    ...     bare = lambda document: Extraction(document, "document/x", (), ())
    ...     report = build([file], Path(folder, "g"), extract=bare, check=False)
    ...     [(built.document, built.passages, built.outcome.value) for built in report.documents]
    [('document/x', 1, 'new')]
    """
    if authority is not None and extra_authorities:
        raise ValueError("extra_authorities are read after those of the package: give them or an authority")
    given = [Path(path) for path in paths]
    files = find_files(given)
    if not files:
        raise DocumentError(f"there are no documents in {', '.join(map(str, given)) or 'no paths'}")
    if authority is None and extract is None:
        authority = load_authority(extra=extra_authorities)
    limits = limits or Limits()
    settings = (authority, read or Reader(limits), extract, check)
    workers = min(workers, len(files))
    with closing(_readers(settings, workers, scheduler)) as readers:
        built_from = _built_from(files, fingerprint(authority), limits.bytes)
        made = making(authority, when or source_date())
        target = (
            RemoteTarget(str(output), base_iri)
            if is_url(output)
            else FolderTarget(Path(output), base_iri, built_from.values(), min(workers, _THREADS), loading)
        )
        with target:
            return _Run(target, files, built_from, readers, progress, made).report()


def _readers(settings: Settings, workers: int, scheduler: str | None) -> Readers:
    if scheduler is not None:
        from mandategraph.cluster import Cluster

        return Cluster(scheduler, settings)
    return Processes(workers, settings) if workers > 1 else Here(settings)


def _built_from(files: Iterable[Path], fingerprint: str, most: int) -> dict[Path, str]:
    """What the edition of each file is made of: its content, how that is read, and all that makes it into facts."""
    # A file that cannot be opened, or is too large, is like no other; reading it says what is wrong.
    contents = {path: file_hash(path, most) or f"{path} cannot be read" for path in files}
    return {
        path: sha256(f"{content} {kind_of(path)} {fingerprint}".encode("utf-8", "surrogatepass")).hexdigest()
        for path, content in contents.items()
    }


class _Run:
    def __init__(
        self,
        target: Target,
        files: list[Path],
        built_from: Mapping[Path, str],
        readers: Readers,
        progress: Progress | None,
        made: Making,
    ) -> None:
        self.made = made
        self.target = target
        self.files = files
        self.built_from = built_from
        self.readers = readers
        self.progress = progress
        self.held = {edition.iri: edition for edition in editions(target.store)}
        self.by_hash = {edition.built_from: edition for edition in self.held.values()}
        self.pending: list[EditionGraph] = []
        self.writer = Writer() if readers.elsewhere and not target.loads_at_end else None
        self.waiting = self.taken = self.fresh = self.statements = 0
        self.claimed: dict[tuple[str, str], Path] = {}
        self.done: list[Built | Failure] = []

    def report(self) -> BuildReport:
        """Build all files; when interrupted, what is done is still written."""
        tasks = [Task(path, self.target.store.base_iri, self.built_from[path], self.made) for path in self.files]
        # A file that is in the store, or has the content of one before it, need not be read.
        firsts: dict[str, Task] = {}
        for task in tasks:
            firsts.setdefault(task.built_from, task)
        left = {name: line for name, line in self.target.left().items() if name not in self.by_hash}
        fresh = [task for task in firsts.values() if task.built_from not in self.by_hash | left.keys()]
        self.fresh = len(fresh)
        results: dict[str, Built | Failure] = {}
        try:
            with closing(self.readers.results(fresh)) as prepared:
                for task in tasks:
                    if task.built_from in results:
                        result = self._twin(task.path, results[task.built_from])
                    elif task.built_from in self.by_hash:
                        result = self._unchanged(task.path, self.by_hash[task.built_from])
                    elif task.built_from in left:
                        result = self._take(task.path, left.pop(task.built_from))
                    else:
                        result = self._read(task, next(prepared))
                    results.setdefault(task.built_from, result)
                    self._tell(result)
            self._flush()
        except KeyboardInterrupt:
            self._flush()
            self.target.load()
            raise
        finally:
            if self.writer is not None:
                self.writer.close()
        self.target.load()
        return BuildReport(
            self.target.path,
            tuple(one for one in self.done if isinstance(one, Built)),
            tuple(one for one in self.done if isinstance(one, Failure)),
        )

    def _read(self, task: Task, result: Prepared) -> Built | Failure:
        if isinstance(result, Failure):
            self.fresh -= 1
            return result
        incoming = self.target.keep(task.built_from, result)
        self.taken += 1
        self.statements += incoming.statements
        return self._take(task.path, incoming)

    def _take(self, path: Path, incoming: Incoming) -> Built | Failure:
        built = incoming.built
        clash = self._claim(path, built.document, built.language)
        if clash is not None:
            return clash
        if self.target.loads_at_end:
            self.target.accept(incoming)
        else:
            self.pending.append(incoming.graph())
            self.waiting += incoming.statements
            if self._is_due():
                self._flush()
        there = incoming.edition in self.held
        return replace(built, path=path, outcome=Outcome.REPLACED if there else Outcome.NEW)

    def _is_due(self) -> bool:
        """Whether what waits should be written now."""
        if self.waiting >= _STATEMENTS or not self.target.keeps:
            return True
        if self.writer is None or not self.writer.is_idle or not self.taken:
            return False
        to_come = self.statements / self.taken * (self.fresh - self.taken)
        return self.waiting >= max(to_come / 2, _FEW)

    def _claim(self, path: Path, document: str, language: str) -> Failure | None:
        first = self.claimed.setdefault((document, language), path)
        if first == path:
            return None
        return Failure(
            path, f"{path} and {first} are both {document} in {language!r}: only the latter was built"
        )

    def _twin(self, path: Path, first: Built | Failure) -> Built | Failure:
        """What became of a file with the bytes of another one."""
        if isinstance(first, Failure):
            return Failure(path, f"{path} has the same content as {first.path}, which cannot be built")
        return replace(first, path=path, outcome=Outcome.UNCHANGED)

    def _unchanged(self, path: Path, edition: StoredEdition) -> Built | Failure:
        clash = self._claim(path, edition.document, edition.language)
        return clash or _stored(self.target.store, path, edition)

    def _flush(self) -> None:
        if not self.pending:
            return
        write = self.target.batch(self.pending)
        if self.writer is None:
            write()
        else:
            self.writer.put(write)
        self.pending, self.waiting = [], 0

    def _tell(self, result: Built | Failure) -> None:
        self.done.append(result)
        if self.progress is not None:
            self.progress(len(self.done), len(self.files), result)


def _stored(store: Store, path: Path, edition: StoredEdition) -> Built:
    """What an edition in the store was found to hold when it was built."""
    stated = [one.fact for one in facts(store, subject=edition.document, document=edition.document)]
    ids = {fact.object for fact in stated if isinstance(fact.object, str)}
    names = {entity.id: entity.label(edition.language) for entity in entities(store, ids).values()}
    title, session, item = masthead(edition.document, edition.language, stated, names.get)
    counts = next(store.select(_COUNTS, {"edition": ox.NamedNode(edition.iri)}).records())
    passages, named, found = (int(counts[name].value) for name in ("passages", "entities", "facts"))
    return Built(
        path,
        edition.document,
        edition.language,
        title,
        session,
        item,
        passages,
        named,
        found,
        Outcome.UNCHANGED,
    )
