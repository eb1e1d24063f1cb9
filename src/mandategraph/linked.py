"""Mentions with what they mean: what linking hands to extraction."""

from __future__ import annotations

from msgspec import Struct

from mandategraph.model import Mention, Passage

__all__ = ["Linked", "LinkedPassage"]


class Linked(Struct, frozen=True, gc=False):
    """A mention and what it means.

    :param mention: the mention.
    :param type: the class of the entity, or Date, Number, Money.
    :param entity: the entity's id, or None for values and for names that mean nothing known.
    :param reason: why this entity: ``name``, ``context``, ``antecedent``, ``symbol``, ``session``, ``new name``.
    """

    mention: Mention
    type: str
    entity: str | None
    reason: str


class LinkedPassage(Struct, frozen=True, gc=False):
    """A passage with its linked mentions, from left to right."""

    passage: Passage
    mentions: tuple[Linked, ...]
