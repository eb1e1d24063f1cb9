"""Ready-made analyses of a graph; those of a whole graph read all of it into memory first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any

from mandategraph.errors import QuestionError
from mandategraph.graph.difference import Difference, document_difference
from mandategraph.graph.table import Table
from mandategraph.propertygraph import PropertyGraph, interval
from mandategraph.recall import evidences, facts
from mandategraph.selection import property_graph
from mandategraph.terms import iri
from mandategraph.traversal import classes_of

if TYPE_CHECKING:
    from mandategraph.graph import EntityView, Graph

__all__ = ["brokers", "central", "co_mentions", "communities", "compare_documents", "shared_partners", "slices"]

_SEED = 6


def _network(graph: Graph, selection: dict[str, Any]) -> Any:
    """An undirected network, weighted by support."""
    return graph.to_networkx("undirected", sources=False, **selection)


def central(
    graph: Graph,
    by: str = "pagerank",
    types: str | Iterable[str] | None = ("Organization", "Unit", "Body", "Partnership"),
    top: int = 20,
    **selection: Any,
) -> Table:
    """The entities that the graph turns around.

    :param graph: of which all is read, or the chosen part.
    :param by: ``pagerank`` (weighted by support), ``betweenness`` or ``degree``.
    :param types: classes of the entities that are listed; None: all.
    :param top: at most so many.
    :param selection: the options of ``Graph.subgraph`` for the part that counts.
    :raises QuestionError: for another measure, or an unknown class.

    >>> central(graph, top=1)[0]["entity"].label
    '联合国工业发展组织'
    """
    import rustworkx as rx

    network = _network(graph, selection)
    names = sorted(network)
    place = {name: number for number, name in enumerate(names)}
    if by == "degree":
        scores = {place[name]: float(degree) for name, degree in network.degree()}
    elif by == "pagerank":
        directed = rx.PyDiGraph()
        directed.add_nodes_from(names)
        for source, target, data in sorted(network.edges(data=True), key=lambda edge: edge[:2]):
            ends = (place[source], place[target])
            directed.add_edges_from([(*ends, float(data["weight"])), (*ends[::-1], float(data["weight"]))])
        scores = dict(rx.pagerank(directed, weight_fn=float)) if names else {}
    elif by == "betweenness":
        plain = rx.PyGraph(multigraph=False)
        plain.add_nodes_from(names)
        plain.add_edges_from([(place[source], place[target], 1.0) for source, target in sorted(network.edges())])
        scores = dict(rx.betweenness_centrality(plain))
    else:
        raise QuestionError(f"there is no measure {by!r}: valid are betweenness, degree, pagerank")
    wanted = None if types is None else classes_of([types] if isinstance(types, str) else types)
    listed = [name for name in names if wanted is None or network.nodes[name].get("kind") in wanted]
    ranked = sorted(listed, key=lambda name: (-round(scores[place[name]], 12), name))[:top]
    return Table(
        ("entity", "kind", by, "neighbours"),
        tuple(
            (graph._entity(name), network.nodes[name].get("kind"), scores[place[name]], network.degree(name))
            for name in ranked
        ),
    )


def communities(graph: Graph, least: int = 3, **selection: Any) -> tuple[tuple[EntityView, ...], ...]:
    """Groups of entities with many facts among themselves, the largest first, by Louvain's method.

    :param graph: of which all is read, or the chosen part.
    :param least: smaller groups are left out.
    :param selection: the options of ``Graph.subgraph`` for the part that counts.

    >>> len(communities(graph)[0]) >= 3
    True
    """
    import networkx as nx

    network = _network(graph, selection)
    ordered: Any = nx.Graph()
    ordered.add_nodes_from(sorted(network))
    ordered.add_weighted_edges_from(
        sorted((*sorted(ends), data["weight"]) for *ends, data in network.edges(data=True))
    )
    found = nx.community.louvain_communities(ordered, weight="weight", seed=_SEED)
    groups = sorted((sorted(group) for group in found if len(group) >= least), key=lambda one: (-len(one), one))
    return tuple(tuple(map(graph._entity, group)) for group in groups)


def brokers(
    graph: Graph, group: Iterable[str | EntityView], other: Iterable[str | EntityView], **selection: Any
) -> Table:
    """The entities that share facts with both of two groups and belong to neither, the best connected first.

    :param graph: of which only the neighbourhood of the groups is read.
    :param group: entities.
    :param other: entities.
    :param selection: ``predicates`` and ``types`` as of ``Graph.subgraph``.
    :raises UnknownEntityError: for a name that names no entity, or several.
    :raises QuestionError: for an unknown class or predicate.

    >>> [str(row["broker"]) for row in brokers(graph, ["中国"], ["SDG 9"])]
    ['绿色方案']
    """
    sides = [[graph._named(one) for one in names] for names in (group, other)]
    links: list[dict[str, set[str]]] = []
    for names in sides:
        beside: dict[str, set[str]] = defaultdict(set)
        for name in names:
            for one in graph._entity(name).neighbours(selection.get("predicates"), types=selection.get("types")):
                beside[one.iri].add(name)
        links.append(beside)
    both = (links[0].keys() & links[1].keys()) - set(sides[0]) - set(sides[1])
    ranked = sorted(both, key=lambda name: (-len(links[0][name]) * len(links[1][name]), name))
    return Table(
        ("broker", "kind", "with_group", "with_other"),
        tuple(
            (graph._entity(name), graph._entity(name).kind, len(links[0][name]), len(links[1][name]))
            for name in ranked
        ),
    )


def shared_partners(graph: Graph, organization: str | EntityView, other: str | EntityView) -> Table:
    """The partners that two organizations have in common, with the sentences.

    :param graph: where to look.
    :param organization: the one.
    :param other: the other.
    :raises UnknownEntityError: for a name that names no entity, or several.

    >>> len(shared_partners(graph, "UNIDO", "全球环境基金"))
    0
    """
    return graph.ask("shared-partners", organization=organization, other=other)


def co_mentions(graph: Graph, types: str | Iterable[str] | None = None, least: int = 2, top: int = 50) -> Table:
    """Pairs of entities that stand in facts of the same documents, those with the most documents first.

    :param graph: whose facts are all read.
    :param types: only entities of these classes.
    :param least: only pairs with at least so many documents.
    :param top: at most so many pairs.
    :raises QuestionError: for an unknown class.

    >>> row = co_mentions(graph, types="Organization")[0]
    >>> str(row["one"]), str(row["other"]), row["documents"]
    ('全球环境基金', '联合国工业发展组织', 2)
    """
    found = list(facts(graph.store))
    reasons = evidences(graph.store, [one.iri for one in found])
    wanted = None if types is None else {one.iri for one in graph.entities(types)}
    by_document: dict[str, set[str]] = defaultdict(set)
    for one in found:
        ends = {iri(end, graph.base_iri).value for end in (one.fact.subject, one.fact.object) if isinstance(end, str)}
        for reason in reasons.get(one.iri, ()):
            by_document[reason.document] |= ends if wanted is None else ends & wanted
    pairs = Counter(pair for names in by_document.values() for pair in combinations(sorted(names), 2))
    ranked = sorted((-count, pair) for pair, count in pairs.items() if count >= least)[:top]
    return Table(
        ("one", "other", "documents"),
        tuple((graph._entity(pair[0]), graph._entity(pair[1]), -count) for count, pair in ranked),
    )


def slices(graph: Graph, by: str = "year", **selection: Any) -> dict[str, PropertyGraph]:
    """The graph as it was stated in each year or month: all facts that a document dated in it states.

    :param graph: of which all is read, or the chosen part.
    :param by: ``year`` or ``month``.
    :param selection: the options of ``Graph.subgraph``.
    :raises QuestionError: for another length of time.

    >>> {time: len(part.edges) for time, part in slices(graph).items()}
    {'2021': 9, '2022': 3}
    """
    if by not in {"year", "month"}:
        raise QuestionError(f"there are no slices by {by!r}: valid are month, year")
    whole = property_graph(graph.store, graph.selection(**selection))
    length = 4 if by == "year" else 7
    times = sorted(
        {
            source.date[:length]
            for _, source in whole.sources
            if source.date and interval(source.date) and len(source.date) >= length
        }
    )
    found = {}
    for time in times:
        edges = tuple(
            edge for edge in whole.edges if any((one.date or "").startswith(time) for one in edge.sources)
        )
        ends = {end for edge in edges for end in (edge.source, edge.target)}
        nodes = tuple(node for node in whole.nodes if node.id in ends)
        found[time] = PropertyGraph(nodes, edges, whole.language, whole.base_iri)
    return found


def compare_documents(graph: Graph, first: str, second: str) -> Difference:
    """What one document states and another does not, but for facts on the documents themselves.

    :param graph: that holds both.
    :param first: the earlier document: title, symbol or IRI.
    :param second: the later.
    :raises UnknownEntityError: for a name that names no entity, or several.

    >>> [fact.predicate for fact in compare_documents(graph, "T/1", "T/2").added]
    ['leads']
    """
    return document_difference(graph, first, second)
