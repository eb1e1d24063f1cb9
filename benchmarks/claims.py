"""The facts that a document states, as the exporter writes them: what accuracy is measured on."""

from __future__ import annotations

import io
import json
from typing import Any

from mandategraph.describe import describe
from mandategraph.export.facts import write_facts
from mandategraph.extract import Extractor
from mandategraph.model import Document
from mandategraph.store import memory_store
from mandategraph.store import replace as store_replace

__all__ = ["claims"]


def claims(document: Document, extractor: Extractor) -> list[dict[str, Any]]:
    """The facts of one document, one object each, by the way that a user takes: into a store and out of it.

    :param document: as read.
    :param extractor: finds them.
    """
    store, out = memory_store(), io.BytesIO()
    store_replace(store, [describe(extractor.extract(document))])
    write_facts(store, out)
    return [json.loads(line) for line in out.getvalue().decode().splitlines()]
