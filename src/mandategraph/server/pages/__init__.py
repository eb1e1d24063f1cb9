"""The pages: what a person sees of the graph, in Chinese and in English."""

from __future__ import annotations
