"""The server: a SPARQL endpoint for machines, an API for programs and pages for people."""

from __future__ import annotations
