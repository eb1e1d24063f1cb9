"""Reads one passage of text as a document of an organization; used by the tests of extraction."""

from __future__ import annotations

from functools import cache

from mandategraph.extract import Extractor
from mandategraph.extract.clauses import Clauses
from mandategraph.extract.encoding import sentences
from mandategraph.extract.engine import Matcher, Setting
from mandategraph.extract.matches import Matches
from mandategraph.extract.rules import Rule
from mandategraph.link import Linker
from mandategraph.linked import LinkedPassage
from mandategraph.model import Document, Literal, Masthead, OffsetMap, Passage, PassageKind

UNIDO = "organization/unido"


@cache
def extractor() -> Extractor:
    """The extractor with the packaged authority and rules."""
    return Extractor()


def passage(text: str, *, path: str = "para/1", heading: str | None = None, start: int = 0) -> Passage:
    """A paragraph whose text is its source."""
    return Passage(path, PassageKind.PARAGRAPH, text, OffsetMap((0,), (start,)), "zh", number="1", heading=heading)


def document(*texts: str, masthead: Masthead | None = None) -> Document:
    """A document of numbered paragraphs."""
    source = "\n".join(texts)
    passages, place = [], 0
    for number, text in enumerate(texts, 1):
        passages.append(passage(text, path=f"para/{number}", start=place))
        place += len(text) + 1
    return Document(source, "test.txt", "0" * 64, "zh", masthead or Masthead(), tuple(passages))


def linked(text: str, home: str = UNIDO) -> tuple[Linker, LinkedPassage]:
    """One paragraph with its mentions linked, as if it stood in a document of an organization."""
    ours = extractor()
    whole = document(text)
    language = ours.languages["zh"]
    linker = Linker(ours.authority, whole, home=home)
    linker.known(home)
    mentions = ours._recognizer.mentions(text, language)
    return linker, linker.passage(whole.passages[0], mentions, language)


def facts(text: str, home: str = UNIDO, rules: tuple[Rule, ...] | None = None) -> set[tuple[str, str, str]]:
    """What rules, by default the packaged ones, find in one paragraph: labels of subjects and objects, and predicates."""
    ours = extractor()
    linker, item = linked(text, home)
    language = ours.languages["zh"]
    types = {id: entity.type for id, entity in linker.entities.items()}
    matcher = Matcher(Matches(ours.rules["zh"] if rules is None else rules, Clauses(language)), types)
    found = set()
    for sentence in (s for s in sentences(item, language) if not s.quoted):
        for c in matcher.candidates(sentence, Setting(home=home)):
            thing = c.object.value if isinstance(c.object, Literal) else linker.entities[c.object].label("zh")
            found.add((linker.entities[c.subject].label("zh"), c.predicate, thing))
    return found
