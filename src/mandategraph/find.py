"""Finds the entity that a person means by a name, a symbol, an id or an IRI."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

import pyoxigraph as ox

from mandategraph.errors import UnknownEntityError, one_of
from mandategraph.store.contract import Store
from mandategraph.terms import iri, mg, term, words

__all__ = ["find_entity", "normal_name"]

_STRIPPED = re.compile(r"[\s《》]")
_LANGUAGES = ("", "ar", "en", "es", "fr", "ru", "zh")
_NAMING = (term("skos:prefLabel"), term("skos:altLabel"), mg("symbol"))
_EXACT = "SELECT ?entity ?property ?name WHERE { ?entity ?property ?name }"
_LABELS = """SELECT ?entity ?label WHERE { ?entity <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }"""


def normal_name(text: str) -> str:
    """A name without what does not tell names apart: width, case, spaces and 《》.

    :param text: the name.

    >>> normal_name("《阿布扎比 宣言》"), normal_name("ＵＮＩＤＯ")
    ('阿布扎比宣言', 'unido')
    """
    return _STRIPPED.sub("", unicodedata.normalize("NFKC", text).casefold())


def find_entity(store: Store, name: str) -> str:
    """The IRI of the one entity that a name, symbol, id or IRI names.

    A preferred name or a symbol goes before other names.

    :param store: where to look.
    :param name: as a person writes it.
    :raises UnknownEntityError: when it names none, or several.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from mandategraph.store import open_store
    >>> with TemporaryDirectory() as folder, open_store(Path(folder) / "graph", create=True) as store:
    ...     find_entity(store, "UNIDO")
    Traceback (most recent call last):
    mandategraph.errors.UnknownEntityError: the graph has no entity named 'UNIDO'
    """
    wanted = normal_name(name)
    if wanted:
        known = _by_id(store, name.strip())
        if known is not None:
            return known
        forms = {name, name.strip(), _STRIPPED.sub("", name), f"《{name.strip()}》"}
        texts = [words(form, language) for form in sorted(forms) for language in _LANGUAGES]
        named = _named(store, wanted, texts) or _named(store, wanted, None)
        best = {entity for entity, is_alias in named if not is_alias} or {entity for entity, _ in named}
        if len(best) == 1:
            return best.pop()
        if best:
            raise UnknownEntityError(f"{name!r} names several entities: {one_of(_titles(store, best))}")
    raise UnknownEntityError(f"the graph has no entity named {name!r}{_nearest(store, wanted)}")


def _by_id(store: Store, name: str) -> str | None:
    try:
        node = iri(name, store.base_iri)
    except ValueError:
        return None
    return node.value if store.objects(node, mg("status")) else None


def _named(store: Store, wanted: str, texts: list[ox.Literal] | None) -> set[tuple[str, bool]]:
    """Entities with that name, and whether it is only a further name of them."""
    found = store.select(_EXACT, {"property": _NAMING} | ({} if texts is None else {"name": texts}))
    return {
        (row["entity"].value, row["property"] == _NAMING[1])
        for row in found.records()
        if normal_name(row["name"].value) == wanted
    }


def _titles(store: Store, entities: Iterable[str]) -> list[str]:
    """Each entity by its first label and its IRI."""
    labels: dict[str, str] = {}
    rows = store.select(_LABELS, {"entity": [ox.NamedNode(entity) for entity in entities]})
    for row in sorted(rows.records(), key=lambda row: str(row["label"])):
        labels.setdefault(row["entity"].value, row["label"].value)
    return [f"{labels.get(entity, entity)} <{entity}>" for entity in sorted(entities)]


def _nearest(store: Store, wanted: str) -> str:
    by_name: dict[str, str] = {}
    for row in store.select(_EXACT, {"property": _NAMING}).records():
        text = row["name"].value
        normal = normal_name(text)
        by_name[normal] = min(text, by_name.get(normal, text))
    near = get_close_matches(wanted, sorted(by_name), n=3, cutoff=0.5)
    # A short name is often part of the one that is meant.
    near += sorted((name for name in by_name if wanted and wanted in name and name not in near), key=len)[:2]
    return "; the nearest names are " + ", ".join(by_name[name] for name in near[:4]) if near else ""
