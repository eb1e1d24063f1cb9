"""Names that no authority file holds, as an authority file ready to edit."""

from __future__ import annotations

import difflib
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from mandategraph.authority import Authority, load_authority
from mandategraph.errors import ExportError
from mandategraph.model import Entity
from mandategraph.recall import StoredEvidence, StoredFact, entities, evidences, facts
from mandategraph.store.contract import Store
from mandategraph.terms import identifier, iri
from mandategraph.vocabulary import BASE_IRI, ID_PREFIX, ONTOLOGY, PREFIXES

__all__ = ["review_file", "write_review"]

#: Spaces and line breaks that a page layout put between Chinese characters.
_SPACES = re.compile(r"(?<=[\u2e80-\u9fff]) (?=[\u2e80-\u9fff])")
_HEAD = f"""\
@base <{BASE_IRI}> .
@prefix dct: <{PREFIXES["dct"]}> .
@prefix mg: <{ONTOLOGY}> .
@prefix skos: <{PREFIXES["skos"]}> .

# Names that were found in documents and that no authority file holds. For each, one of:
#   accept   change mg:provisional to mg:reviewed, mend the names, add others
#   merge    take the mark of comment from the line with dct:isReplacedBy, and name what it is the same as
#   reject   change mg:provisional to mg:rejected: the words name nothing
# Then: mandategraph build DOCUMENTS --output GRAPH --authority THIS-FILE
# As it stands the file changes nothing.

"""


def review_file(store: Store, authority: Authority | None = None) -> str:
    """An authority file of all provisional entities, each with what is stated of it and the nearest known name.

    :param store: the graph.
    :param authority: known entities, for the nearest names; the packaged ones when None.
    """
    known = load_authority() if authority is None else authority
    found: dict[str, list[StoredFact]] = defaultdict(list)
    for one in facts(store):
        for end in (one.fact.subject, one.fact.object):
            if isinstance(end, str):
                found[end].append(one)
    described = entities(store, [iri(id, store.base_iri).value for id in found])
    provisional = {
        identifier_: entity
        for node, entity in described.items()
        if entity.provisional and _reviewable(entity) and (identifier_ := identifier(node, store.base_iri))
    }
    stated = evidences(store, [one.iri for id in provisional for one in found[id]])
    blocks = ["".join(_block(id, provisional[id], found[id], stated, known)) for id in sorted(provisional)]
    return _HEAD + "\n".join(blocks)


def write_review(store: Store, target: Path, authority: Authority | None = None) -> int:
    """Writes the review file, whole or not at all, and gives the number of entities in it.

    :param store: the graph.
    :param target: the file.
    :param authority: known entities; the packaged ones when None.
    :raises ExportError: when the file cannot be written.
    """
    text = review_file(store, authority)
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ExportError(f"{target}: cannot be written: {error.strerror or error}") from error
    return text.count("mg:status mg:provisional")


def _reviewable(entity: Entity) -> bool:
    """Whether a librarian has something to say of it: a document that its symbol identifies needs no review."""
    return entity.symbol is None and entity.type not in {"Session", "Document"}


def _block(
    id: str, entity: Entity, stated: list[StoredFact], evidence: dict[str, tuple[StoredEvidence, ...]], known: Authority
) -> Iterator[str]:
    quotes = [(e.quote, e) for one in stated for e in evidence.get(one.iri, ())][:2]
    yield f"# {len(stated)} fact{'s' if len(stated) != 1 else ''}\n"
    for quote, _ in quotes:
        words = _SPACES.sub("", " ".join(quote.split()))[:120]
        yield f"#   “{words}”\n"
    near = _nearest(entity, known)
    lines = [f'    skos:prefLabel {", ".join(_literal(n.text, n.language) for n in entity.labels)} ;']
    if entity.names:
        lines.append(f'    skos:altLabel {", ".join(_literal(n.text, n.language) for n in entity.names)} ;')
    yield f"<{id}> a mg:{entity.type} ;\n" + "\n".join(lines) + "\n    mg:status mg:provisional .\n"
    yield f"# <{id}> dct:isReplacedBy <{near or ID_PREFIX.get(entity.type, 'organization') + '/...'}> .\n"


def _literal(text: str, language: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
    return f'"{escaped}"' + (f"@{language}" if language else "")


def _nearest(entity: Entity, known: Authority) -> str | None:
    """The known entity of the same class with the name most like its own."""
    by_name = {n.text: n.entity for n in known.names if known.entities[n.entity].type == entity.type}
    for label in entity.labels:
        close = difflib.get_close_matches(label.text, sorted(by_name), n=1, cutoff=0.6)
        if close:
            return by_name[close[0]]
    return None
