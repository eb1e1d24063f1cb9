"""The store: one small contract, its embedded back end, and editions that come and go in it."""

from __future__ import annotations

from mandategraph.store.contract import Bindings, Rows, Store
from mandategraph.store.editions import remove, replace
from mandategraph.store.embedded import EmbeddedStore, memory_store, open_store

__all__ = ["Bindings", "EmbeddedStore", "Rows", "Store", "memory_store", "open_store", "remove", "replace"]
