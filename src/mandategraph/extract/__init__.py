"""From a document to facts with evidence."""

from __future__ import annotations

from mandategraph.extract.extractor import Extractor

__all__ = ["Extractor"]
