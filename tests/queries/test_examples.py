"""The examples of the questions on the real corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mandategraph.build import build
from mandategraph.errors import UnknownEntityError
from mandategraph.questions import ask, load_questions
from mandategraph.store import EmbeddedStore, open_store

_CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"

pytestmark = pytest.mark.skipif(not _CORPUS.is_dir(), reason="the corpus is not beside the repository")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    folder = tmp_path_factory.mktemp("corpus") / "graph"
    build([_CORPUS], folder)
    with open_store(folder) as opened:
        yield opened


def test_examples_have_answers(store: EmbeddedStore) -> None:
    """Nearly every question has something to say with its own example: figures need not be disputed."""
    empty = set()
    for name, question in load_questions().items():
        try:
            if not ask(store, name, **question.example).rows:
                empty.add(name)
        except UnknownEntityError:
            empty.add(name)
    assert len(empty) <= 2, sorted(empty)


def test_names_in_two_languages(store: EmbeddedStore) -> None:
    """The Chinese short form and the English acronym of an organization ask the same."""
    chinese = ask(store, "mandates-of", organization="工发组织").rows
    assert chinese == ask(store, "mandates-of", organization="UNIDO").rows
    assert chinese
