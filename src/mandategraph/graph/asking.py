"""What one can ask of a graph: prepared questions and SPARQL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mandategraph.errors import QueryError
from mandategraph.graph.table import Table
from mandategraph.store.binding import query_form
from mandategraph.store.contract import Store
from mandategraph.traversal import HEAD

if TYPE_CHECKING:
    import pyoxigraph as ox

    from mandategraph.graph.things import EntityView

__all__ = ["Asking"]


class Asking:
    """The part of a graph that answers questions.

    :param store: where it is.
    :param language: of labels.
    """

    store: Store
    language: str

    def ask(self, question: str, **values: object) -> Table:
        """The answer to one of the prepared questions.

        :param question: its name, such as ``partners-of``.
        :param values: its parameters; entities by name, symbol or IRI.
        :raises QuestionError: for an unknown question or parameter.
        :raises UnknownEntityError: for a name that names no entity, or several.

        >>> [str(row["funder"]) for row in graph.ask("funders-of", programme="绿色方案")]
        ['全球环境基金']
        """
        from mandategraph.questions import ask

        told = {"language": self.language} | {
            name: getattr(value, "iri", value) for name, value in values.items()
        }
        return Table.of_answer(ask(self.store, question, **told), self.language)

    def questions(self) -> Table:
        """The prepared questions: name, what each asks, and its parameters.

        >>> "partners-of" in graph.questions().column("question")
        True
        """
        from mandategraph.questions import load_questions

        rows = []
        for name, question in load_questions().items():
            summary = question.summary_zh if self.language.startswith("zh") else question.summary
            needed = [
                parameter.name + ("" if parameter.required else "?")
                for parameter in question.parameters
                if parameter.name != "language"
            ]
            rows.append((name, summary, ", ".join(needed)))
        return Table(("question", "asks", "parameters"), tuple(rows))

    def mandate_chain(self, instrument: str | EntityView) -> Table:
        """From an instrument to those that carry it out, to their countries and Sustainable Development Goals.

        :param instrument: a resolution, declaration, agreement or framework.
        :raises UnknownEntityError: for a name that names no entity, or several.

        >>> row = graph.mandate_chain("T/Decl.1")[0]
        >>> str(row["programme"]), str(row["country"])
        ('绿色方案', '中国')
        """
        return self.ask("mandate-chain", instrument=instrument)

    def sparql(
        self, query: str, bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None
    ) -> Table | bool | tuple[ox.Triple, ...]:
        """The answer to any SPARQL query: a table for SELECT, a truth value for ASK, triples for the others.

        :param query: with its own prefixes, but for mg, rdf, rdfs and skos.
        :param bindings: terms for variables.
        :raises QueryError: when it is not valid.

        >>> graph.sparql("SELECT (COUNT(*) AS ?facts) { ?fact a mg:Fact }")[0]
        {'facts': 16}
        """
        text = "".join(
            line + "\n"
            for line in HEAD.splitlines()
            if not re.search(rf"(?i)\bprefix\s+{line.split()[1]}", query)
        )
        text += query
        form = query_form(query)
        if not form:
            raise QueryError("this is no query that reads: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE")
        if form == "ASK":
            return self.store.ask(text, bindings)
        if form == "SELECT":
            return Table.of_rows(self.store.select(text, bindings), self.store)
        return self.store.construct(text, bindings)
