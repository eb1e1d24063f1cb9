"""A document issued to two bodies: the second session that its masthead names."""

from __future__ import annotations

from collections.abc import Iterator

from mandategraph.extract.engine import Candidate
from mandategraph.languages.base import Language
from mandategraph.link import Linker
from mandategraph.model import Document, Entity, Literal, PassageKind

__all__ = ["second_session"]


def second_session(document: Document, entity: Entity, linker: Linker, language: Language) -> Iterator[tuple[str, Candidate]]:
    """The facts of the session that a masthead names below the name of a second body, each with the path of its passage.

    :param document: the document.
    :param entity: what the document is.
    :param linker: its linker, oriented.
    :param language: of its masthead.
    """
    body: str | None = None
    session: str | None = None
    first = document.masthead.session
    below = False
    for passage in document.passages if first is not None else ():
        if passage.kind is not PassageKind.MASTHEAD or not below:
            below = below or (first is not None and passage.path == first.passage)
            continue
        text = passage.text.strip()
        span = passage.span(0, len(passage.text))
        if body is None:
            named = (linker.authority.entities[name.entity] for name in linker.authority.find(text))
            body = next((b.id for b in named if b.type == "Body" and b.id != linker.body and linker.home in linker.authority.ancestors(b.id)), None)
            continue
        if session is None:
            number = next((found for start, _, found, _ in language.sessions(text) if start == 0), None)
            if number is None:
                continue
            session = linker.session(linker.known(body), number)
            linker.named(session, text, document.language)
            yield passage.path, Candidate("presentedAt", entity.id, session, {}, "masthead/presentedAt", *span)
            yield passage.path, Candidate("partOf", session, body, {}, "masthead/partOf", *span)
            continue
        held = next((value for value in language.values(text) if value.type == "Date" and value.start == 0), None)
        if held is None or not held.value:
            continue
        start, end = passage.span(held.start, held.end)
        yield passage.path, Candidate("heldOn", session, Literal(held.value), {}, "masthead/heldOn", start, end)
        for name in linker.authority.find(text[held.end :].strip("，, ")):
            place = linker.authority.entities[name.entity]
            if place.type in {"Region", "Country"}:
                where = passage.span(len(passage.text) - len(name.text), len(passage.text))
                yield passage.path, Candidate("locatedIn", session, linker.known(place.id), {}, "masthead/locatedIn", *where)
                break
        return
