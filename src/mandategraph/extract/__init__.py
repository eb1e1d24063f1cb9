"""From a document to facts with evidence."""

from __future__ import annotations

from mandategraph.extract.extractor import Extractor
from mandategraph.extract.plugins import PassageExtractor, Proposal, Rejection

__all__ = ["Extractor", "PassageExtractor", "Proposal", "Rejection"]
