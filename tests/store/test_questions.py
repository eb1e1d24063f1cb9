"""The prepared questions, asked of a graph in each back end."""

from __future__ import annotations

from tests.queries.test_queries import ANSWERS, NOTHING
from tests.questiongraph import fill

from mandategraph.questions import EntityValue, ask
from mandategraph.store.contract import Store


def test_answers_are_the_same_in_every_store(store: Store) -> None:
    """Each question has the same rows in the same order on the embedded store, on Oxigraph and on Virtuoso."""
    fill(store)
    found, nothing = {}, {}
    for name, (parameters, columns, _) in ANSWERS.items():
        records = ask(store, name, **parameters).records()
        found[name] = [tuple(_shown(record[column]) for column in columns.split()) for record in records]
        nothing[name] = ask(store, name, **NOTHING[name]).rows
    assert found == {name: rows for name, (_, _, rows) in ANSWERS.items()}
    assert nothing == dict.fromkeys(NOTHING, ())


def _shown(value: object) -> object:
    return value.label if isinstance(value, EntityValue) else value
