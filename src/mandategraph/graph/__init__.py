"""The traversal API: a graph to walk over, ask, cut out of, and hand on with its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path as FilePath
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mandategraph.errors import UnknownEntityError
from mandategraph.find import find_entity
from mandategraph.graph.asking import Asking
from mandategraph.graph.naming import entities_named
from mandategraph.graph.paths import Path, Paths, find_paths
from mandategraph.graph.table import Table
from mandategraph.graph.things import EntityView, FactView
from mandategraph.model import Entity
from mandategraph.propertygraph import PropertyGraph
from mandategraph.recall import StoredEdition, StoredEvidence, StoredFact, editions, entities, evidences, facts
from mandategraph.selection import Names, Selection, property_graph
from mandategraph.store import Store
from mandategraph.terms import identifier, iri
from mandategraph.traversal import HEAD, classes_of, facts_by_iri, known_predicates

if TYPE_CHECKING:
    import networkx as nx

    from mandategraph.graph.difference import Difference

__all__ = ["EntityView", "FactView", "Graph", "Path", "Paths", "Table"]

_COUNTS = "SELECT (COUNT(*) AS ?n) WHERE { ?thing %s }"
_FACT = re.compile(r"[0-9a-f]{16}")
_KEPT = 20_000


class Graph(Asking):
    """A graph of organizations, programmes and mandates in which every fact points at sentences.

    :param store: where it is.
    :param language: of labels.
    """

    def __init__(self, store: Store, language: str = "zh") -> None:
        self.store = store
        self.language = language
        self._known: dict[str, Entity] = {}

    @property
    def base_iri(self) -> str:
        """What the ids of this graph are relative to.

        >>> graph.base_iri + graph["UNIDO"].id == graph["UNIDO"].iri
        True
        """
        return self.store.base_iri

    # Finding

    def find(self, name: str) -> EntityView:
        """The one entity that a name, symbol, id or IRI names; ``graph[name]`` is the same.

        :param name: in any language.
        :raises UnknownEntityError: when it names none, or several; the message names the nearest.

        >>> graph.find("工发组织").label
        '联合国工业发展组织'
        """
        return EntityView(self, find_entity(self.store, name))

    def __getitem__(self, name: str) -> EntityView:
        """The one entity that a name, symbol, id or IRI names."""
        return self.find(name)

    def __contains__(self, name: object) -> bool:
        """Whether a name, symbol, id or IRI names one entity."""
        if isinstance(name, EntityView):
            return name in self.entities(name.kind)
        try:
            return isinstance(name, str) and bool(self.find(name))
        except UnknownEntityError:
            return False

    def search(self, words: str, types: str | Iterable[str] | None = None, limit: int = 20) -> tuple[EntityView, ...]:
        """The entities that have some words in one of their names, those with the shortest names first.

        :param words: part of a name.
        :param types: only entities of these classes and of those below them.
        :param limit: at most so many.
        :raises QuestionError: for an unknown class.

        >>> [str(one) for one in graph.search("方案")]
        ['绿色方案']
        """
        return tuple(map(self._entity, entities_named(self.store, words, types, limit)))

    def entities(self, types: str | Iterable[str] | None = None) -> tuple[EntityView, ...]:
        """All entities, or those of some classes, sorted by IRI.

        :param types: only entities of these classes and of those below them.
        :raises QuestionError: for an unknown class.

        >>> [str(one) for one in graph.entities("Country")]
        ['中国', '日本']
        """
        import pyoxigraph as ox

        from mandategraph.vocabulary import CLASSES, class_iri

        chosen = CLASSES.keys() if types is None else classes_of([types] if isinstance(types, str) else types)
        query = "SELECT DISTINCT ?entity WHERE { ?entity mg:status ?status ; rdf:type ?class }"
        bindings = {"class": [ox.NamedNode(class_iri(name)) for name in sorted(chosen)]}
        found = {row["entity"].value for row in self.store.select(HEAD + query, bindings).records()}
        return tuple(map(self._entity, sorted(found)))

    def documents(self) -> tuple[StoredEdition, ...]:
        """The documents that the graph was built from, one an edition, sorted.

        >>> [(one.document, one.language) for one in graph.documents()]
        [('document/T/1', 'en'), ('document/T/1', 'zh'), ('document/T/2', 'zh')]
        """
        return editions(self.store)

    def facts(
        self,
        subject: str | EntityView | None = None,
        predicate: str | None = None,
        object: str | EntityView | None = None,  # noqa: A002 - the third part of a fact has this name everywhere
        document: str | EntityView | None = None,
    ) -> tuple[FactView, ...]:
        """The facts that agree with all that is given, the best supported first.

        :param subject: an entity.
        :param predicate: such as ``fundedBy``.
        :param object: an entity.
        :param document: only facts that it states.
        :raises UnknownEntityError: for a name that names no entity, or several.
        :raises QuestionError: for an unknown predicate.

        >>> print(*graph.facts(predicate="operatesIn"))
        绿色方案 → 开展于 → 中国 [1]
        """
        name = None if predicate is None else known_predicates([predicate])[0]
        return self._views(
            facts(self.store, self._iri(subject), name, self._iri(object), self._iri(document))
        )

    def fact(self, name: str) -> FactView:
        """One fact by its IRI, its id or the sixteen digits of it.

        :param name: such as ``0123456789abcdef``.
        :raises UnknownEntityError: when there is none.

        >>> one = graph["绿色方案"].facts("fundedBy")[0]
        >>> graph.fact(one.iri) == one
        True
        """
        node = iri(f"fact/{name}" if _FACT.fullmatch(name) else name, self.base_iri).value
        for view in self._facts([node]):
            return view
        raise UnknownEntityError(f"the graph has no fact {name}: entity.facts() lists those of an entity")

    # Walking

    def paths(
        self,
        source: str | EntityView,
        target: str | EntityView,
        *,
        max_length: int = 4,
        predicates: str | Iterable[str] | None = None,
        limit: int = 10,
        through: int = 100,
    ) -> Paths:
        """The ways from one entity to another: the shortest first, among those of one length the best supported.

        Facts are walked along and against their direction. A longer way is looked for only while there are fewer
        than ``limit``. On ways of four steps and more, an entity with very many facts is not walked through,
        because it links everything with everything; ``passed_by`` of the answer names those. Of very many ways of
        one length those through the entities with the most facts are compared, and of these those that begin and
        end with the best supported facts; ``truncated`` then says that there are more.

        :param source: the first entity.
        :param target: the last entity.
        :param max_length: at most so many steps.
        :param predicates: only facts with these.
        :param limit: at most so many paths.
        :param through: an entity that is subject, or object, of more facts than this is not walked through.
        :raises UnknownEntityError: for a name that names no entity, or several.
        :raises QuestionError: for an unknown predicate, or numbers that make no sense.

        >>> for path in graph.paths("SDG 9", "中国"):
        ...     print(path, path.support)
        可持续发展目标9 ←促进— 绿色方案 —开展于→ 中国 1
        """
        first, last = self._named(source), self._named(target)
        return find_paths(self, first, last, max_length, predicates, limit, through)

    def subgraph(
        self,
        around: str | EntityView | Iterable[str | EntityView] = (),
        *,
        depth: int = 2,
        types: str | Iterable[str] = (),
        predicates: str | Iterable[str] = (),
        since: str | date | None = None,
        until: str | date | None = None,
        language: str | None = None,
    ) -> PropertyGraph:
        """A part of the graph as nodes and edges with all their sources; everything when nothing is given.

        :param around: one or several entities: only what is near them.
        :param depth: how many steps from them.
        :param types: only entities of these classes, beside those of ``around``.
        :param predicates: only these facts.
        :param since: only facts that a document dated on this day or later states.
        :param until: only facts that a document dated on this day or earlier states.
        :param language: of labels; the graph's own when not given.
        :raises UnknownEntityError: for a name that names no entity, or several.
        :raises QuestionError: for an unknown class or predicate, or what is no date.

        >>> part = graph.subgraph("绿色方案", depth=1, predicates="fundedBy")
        >>> [node.label for node in part.nodes], part.edges[0].documents
        (['全球环境基金', '绿色方案'], ('T/1', 'T/2'))
        """
        return property_graph(
            self.store, self.selection(around, depth, types, predicates, since, until, language)
        )

    def selection(
        self,
        around: str | EntityView | Iterable[str | EntityView] = (),
        depth: int = 2,
        types: str | Iterable[str] = (),
        predicates: str | Iterable[str] = (),
        since: str | date | None = None,
        until: str | date | None = None,
        language: str | None = None,
    ) -> Selection:
        """The options of ``subgraph`` as one value, for exports; see there.

        >>> graph.selection("UNIDO", depth=1).around
        ('UNIDO',)
        """
        centres = [around] if isinstance(around, str | EntityView) else around
        return Selection(
            tuple(one.iri if isinstance(one, EntityView) else one for one in centres),
            depth,
            (types,) if isinstance(types, str) else tuple(types),
            (predicates,) if isinstance(predicates, str) else tuple(predicates),
            since,
            until,
            language or self.language,
        )

    def to_networkx(
        self, kind: str = "multi", *, sources: bool = True, **selection: Any
    ) -> nx.MultiDiGraph[Any] | nx.DiGraph[Any] | nx.Graph[Any]:
        """The graph, or a part of it, for networkx; reads all of the chosen part into memory.

        The first network of all of a graph in a folder is read from the store; what it is made of is then kept in a
        file beside the published version, if the folder may be written, from which the next takes a tenth of the time.

        Nodes are IRIs with ``label``, ``kind`` and more; edges have ``predicate``, ``support``, ``quote``,
        ``documents``, ``stated_from``, ``stated_to`` and the qualifiers of their fact, as in
        ``columns.EDGE_COLUMNS``, and ``weight``, which is their support.

        :param kind: ``multi`` (one edge a fact, its key the fact's IRI), ``directed`` or ``undirected`` (one
            edge for two ends, the number of their facts in ``facts``).
        :param sources: false leaves out what sources say. A whole graph then has no more than ``label`` and ``kind`` of nodes, ``predicate``,
            ``support`` and ``weight`` of edges, and one edge, its key the predicate, for all facts of a subject,
            predicate and object; a part of it keeps what is not about sources.
        :param selection: the options of ``subgraph``.
        :raises QuestionError: for another kind, an unknown class or predicate, or what is no date.
        :raises UnknownEntityError: for a name that names no entity, or several.

        >>> network = graph.to_networkx(predicates="fundedBy")
        >>> [data["support"] for _, _, data in network.edges(data=True)]
        [2]
        """
        from mandategraph.graph.networks import network_of, quick_network, whole_network
        from mandategraph.store import EmbeddedStore

        chosen = self.selection(**selection)
        if sources and chosen.is_all and isinstance(self.store, EmbeddedStore):
            return whole_network(self.store, kind, chosen.language)
        if not sources and chosen.is_all:
            return quick_network(self.store, kind, chosen.language)
        return network_of(property_graph(self.store, chosen), kind, sources=sources)

    # Comparing and handing on

    def diff(self, other: Graph) -> Difference:
        """What another graph has that this one has not, and the other way round.

        :param other: a later build, say.

        >>> graph.diff(graph).is_empty
        True
        """
        from mandategraph.graph.difference import difference

        return difference(self, other)

    def export(self, target: str | FilePath, format: str | None = None, **selection: Any) -> None:
        """Write the graph, or a part of it, to a file; the same graph gives the same bytes.

        :param target: the file, or the folder for formats of several files.
        :param format: such as ``gexf``; None: by the ending of the target's name.
        :param selection: the options of ``subgraph``.
        :raises ExportError: when the format is unknown or the target cannot be written.

        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     graph.export(folder + "/funding.gexf", predicates="fundedBy", language="en")
        ...     "Global Environment Facility" in FilePath(folder, "funding.gexf").read_text("utf-8")
        True
        """
        from mandategraph.export import export

        export(self.store, target, format, self.selection(**selection))

    def close(self) -> None:
        """Let go of the store; the graph cannot be used afterwards.

        >>> from mandategraph import open
        >>> with open(example_graph) as again:  # closes it at the end
        ...     again
        <Graph of 2 documents, 13 entities, 16 facts>
        """
        self.store.close()

    def __enter__(self) -> Self:
        """The graph itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the graph."""
        self.close()

    def __repr__(self) -> str:
        """What it is, in a few words."""
        documents, things, stated = self._counts()
        return f"<Graph of {documents:,} documents, {things:,} entities, {stated:,} facts>"

    def _repr_html_(self) -> str:
        documents, things, stated = self._counts()
        return f"<p>Graph of {documents:,} documents, {things:,} entities and {stated:,} facts</p>"

    def _counts(self) -> tuple[int, int, int]:
        def count(pattern: str) -> int:
            found = self.store.select(HEAD + _COUNTS % pattern)
            return int(next(found.records())["n"].value)

        return len({one.document for one in self.documents()}), count("mg:status ?status"), count("a mg:Fact")

    # What views ask

    def _iri(self, given: str | EntityView | None) -> str | None:
        return None if given is None else self._named(given)

    def _named(self, given: str | EntityView) -> str:
        return given.iri if isinstance(given, EntityView) else find_entity(self.store, given)

    def _entity(self, name: str) -> EntityView:
        return EntityView(self, name)

    def _views(self, found: Iterable[StoredFact]) -> tuple[FactView, ...]:
        ranked = sorted(found, key=lambda stored: (-stored.support, stored.fact.key(), stored.iri))
        return tuple(FactView(self, stored) for stored in ranked)

    def _facts(self, names: Iterable[str]) -> tuple[FactView, ...]:
        return self._views(facts_by_iri(self.store, names))

    def _reasons(self, names: Iterable[str]) -> dict[str, tuple[StoredEvidence, ...]]:
        return evidences(self.store, names)

    def _described(self, name: str) -> Entity:
        if name not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = entities(self.store, [name])
            if name not in found:
                raise UnknownEntityError(f"the graph does not describe {identifier(name, self.base_iri)}")
            self._known[name] = found[name]
        return self._known[name]

    def _label(self, name: str) -> str:
        try:
            described = {name: self._described(name)}
        except UnknownEntityError:
            described = {}
        return Names(described, self.language, self.base_iri)[name]

    def _word(self, name: str) -> str:
        return Names({}, self.language, self.base_iri).word(name)
