"""Files to documents: text, PDF, Word and web pages, each passage with its place in the source."""

from __future__ import annotations

from mandategraph.read.files import find_files, read_document, read_source

__all__ = ["find_files", "read_document", "read_source"]
