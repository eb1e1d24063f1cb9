"""Generated editions with known facts, in any number: what the measurements of store, check and questions run on."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from mandategraph.describe import EditionGraph, describe
from mandategraph.model import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    Literal,
    Masthead,
    Name,
    OffsetMap,
    Passage,
    PassageKind,
)
from mandategraph.vocabulary import BASE_IRI, PREDICATES, superclasses

__all__ = ["FACTS_A_DOCUMENT", "World", "extraction", "graphs", "read", "write_files"]

FACTS_A_DOCUMENT = 40
_GEO, _SDG = "http://metadata.un.org/sdg/codes/geoArea/", "http://metadata.un.org/sdg/"
#: Class -> how many there are: at least so many, and so many more for each document.
_SIZES = {
    "Organization": (200, 0.10), "Fund": (20, 0.005), "Unit": (60, 0.05), "Body": (20, 0.01), "Person": (40, 0.10),
    "Partnership": (60, 0.05), "Programme": (200, 0.5), "Framework": (60, 0.02), "Publication": (60, 0.05),
    "Standard": (20, 0.01), "Tool": (20, 0.02), "Facility": (40, 0.05), "Event": (60, 0.10), "Session": (40, 0.02),
    "CountryGroup": (12, 0.0), "Region": (20, 0.0), "Resolution": (100, 0.10), "Declaration": (20, 0.01),
}  # fmt: skip
#: Predicate -> how often it is stated; the others once in so many.
_SHARES = {
    "cites": 12, "mandates": 12, "implementedBy": 9, "fundedBy": 9, "operatesIn": 8, "contributesTo": 7,
    "participatesIn": 6, "partnerOf": 6, "hasResult": 6, "reportsOn": 5, "implements": 5, "benefits": 4,
    "organizes": 3, "publishes": 3, "partOf": 3, "memberOf": 3,
}  # fmt: skip
_ACTS = ("requests", "encourages", "invites", "calls-upon", "entrusts", "recommends", "welcomes")
_MEASURES = ("支持的企业", "培训的人员", "举办的活动", "减排量", "就业岗位")
_LITERALS = {"title", "symbol", "date", "agendaItem", "author", "heldOn"}


class World:
    """The things that the documents speak of.

    :param documents: how many documents there are.
    :param seed: of the random numbers.
    """

    def __init__(self, documents: int, seed: int = 6) -> None:
        self.documents = documents
        self.seed = seed
        self.entities: dict[str, Entity] = {}
        self.by_class: dict[str, list[str]] = {}
        for name, (least, more) in _SIZES.items():
            folder = "document" if name in {"Resolution", "Declaration"} else name.lower()
            for number in range(least + int(more * documents)):
                self._add(self._entity(name, f"{folder}/{name.lower()}-{number}", number))
        for number in range(1, 194):
            self._add(_named(f"{_GEO}{number}", "Country", f"国家{number}", f"Country {number}"))
        for goal in range(1, 18):
            self._add(_named(f"{_SDG}{goal}", "Goal", f"可持续发展目标{goal}", f"SDG {goal}"))
            for target in range(1, 6):
                made = _named(f"{_SDG}{goal}.{target}", "Target", f"具体目标{goal}.{target}", f"Target {goal}.{target}")
                self._add(Entity(made.id, made.type, made.labels, parent=f"{_SDG}{goal}"))
        # Some are named much more often than others.
        self._totals = {
            name: list(accumulate(1 / (rank + 5) for rank in range(len(held)))) for name, held in self.by_class.items()
        }

    def _add(self, entity: Entity) -> None:
        self.entities[entity.id] = entity
        self.by_class.setdefault(entity.type, []).append(entity.id)

    def _entity(self, name: str, identifier: str, number: int) -> Entity:
        made = _named(identifier, name, f"{name}名{number}", f"{name} no. {number}")
        if name == "Session":
            return Entity(made.id, name, made.labels, parent=f"body/body-{number % 20}", code=str(number))
        if identifier.startswith("document/"):
            return Entity(made.id, name, made.labels, symbol=identifier.removeprefix("document/"))
        return Entity(made.id, name, made.labels, provisional=number % 10 == 9)

    def some(self, classes: tuple[str, ...], chance: random.Random) -> str:
        """One thing of some of these classes."""
        name = classes[int(chance.random() * len(classes))]
        totals = self._totals[name]
        return self.by_class[name][bisect_left(totals, chance.random() * totals[-1])]


def _named(identifier: str, name: str, zh: str, en: str) -> Entity:
    return Entity(identifier, name, (Name(en, "en"), Name(zh, "zh")))


@cache
def _within(classes: frozenset[str]) -> tuple[str, ...]:
    """The classes of the generated things that are among some classes or below them."""
    every = [*_SIZES, "Country", "Goal", "Target"]
    return tuple(sorted(name for name in every if classes.intersection(superclasses(name))))


@cache
def _predicates() -> tuple[tuple[str, ...], tuple[int, ...]]:
    names = tuple(name for name in PREDICATES if name not in _LITERALS)
    return names, tuple(_SHARES.get(name, 1) for name in names)


def _fact(world: World, own: str, chance: random.Random) -> Fact:
    names, weights = _predicates()
    name = chance.choices(names, weights)[0]
    predicate = PREDICATES[name]
    subject = own if name in {"cites", "reportsOn"} else world.some(_within(predicate.domain), chance)
    if name == "hasResult":
        year, value, measure = 2010 + chance.randrange(15), chance.randrange(1, 900), chance.choice(_MEASURES)
        figures = {"measure": measure, "value": f"{value}.0", "unit": "家", "year": str(year)}
        return Fact(subject, name, Literal(f"{measure} = {value} 家", "zh"), figures)
    assert predicate.range is not None
    target = world.some(_within(predicate.range), chance)
    if name == "fundedBy" and chance.random() < 0.6:
        amount = {"amount": f"{chance.randrange(1, 5000)}000.0", "currency": chance.choice(("USD", "EUR", "CNY"))}
        return Fact(subject, name, target, amount | {"year": str(2010 + chance.randrange(15))})
    if name == "mandates":
        task = world.some(("Programme", "Framework", "Event"), chance)
        return Fact(subject, name, target, {"act": chance.choice(_ACTS), "on": f"@{task}"})
    return Fact(subject, name, target)


def extraction(world: World, number: int) -> Extraction:
    """One document: its masthead, and forty facts, one a sentence and four sentences a paragraph.

    :param world: what it may speak of.
    :param number: which document; the same number gives the same document.
    """
    chance = random.Random(world.seed * 1_000_003 + number)  # noqa: S311 - nothing secret
    own = f"document/B/{number}"
    day = f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
    facts = [
        Fact(own, "symbol", Literal(f"B/{number}")),
        Fact(own, "title", Literal(f"第{number}份报告", "zh")),
        Fact(own, "date", Literal(day)),
        Fact(own, "presentedAt", world.some(("Session",), chance)),
    ]
    seen = {fact.key() for fact in facts}
    while len(facts) < FACTS_A_DOCUMENT:
        # One in ten says what other documents say as well.
        source = random.Random(chance.randrange(200)) if chance.random() < 0.1 else chance  # noqa: S311
        fact = _fact(world, own, source)
        if fact.key() not in seen and fact.object != fact.subject:
            seen.add(fact.key())
            facts.append(fact)
    return _document(world, own, number, facts)


def _document(world: World, own: str, number: int, facts: list[Fact]) -> Extraction:
    source, passages, evidence = "", [], []
    ids: set[str] = {own}
    for first in range(0, len(facts), 4):
        path, start = f"para/{first // 4 + 1}", len(source)
        for place, fact in enumerate(facts[first : first + 4]):
            sentence = f"第{number}份文件第{first + place}句说明{fact.predicate}一事。"
            end = len(source) + len(sentence)
            evidence.append(Evidence(fact, path, len(source), end, sentence, "zh/generated-1", "zh", 0.9))
            source += sentence
            ids |= {fact.subject, *(value[1:] for value in fact.qualifiers.values() if value.startswith("@"))}
            if isinstance(fact.object, str):
                ids.add(fact.object)
        offsets = OffsetMap((0,), (start,))
        passages.append(
            Passage(path, PassageKind.PARAGRAPH, source[start:], offsets, "zh", str(first // 4 + 1), "一. 导言")
        )
        source += "\n"
    described = {one: world.entities[one] for one in ids if one != own}
    for one in list(described.values()):
        if one.parent is not None:
            described[one.parent] = world.entities[one.parent]
    described[own] = Entity(own, "Document", (Name(f"第{number}份报告", "zh"),), symbol=own.removeprefix("document/"))
    document = Document(
        source, f"{number}.txt", sha256(source.encode()).hexdigest(), "zh", Masthead(), tuple(passages)
    )
    return Extraction(document, own, tuple(described[one] for one in sorted(described)), tuple(evidence))


def graphs(world: World, numbers: range | None = None) -> Iterator[EditionGraph]:
    """What documents contribute to a graph.

    :param world: what they speak of.
    :param numbers: which documents; None: all of them.
    """
    for number in range(world.documents) if numbers is None else numbers:
        yield describe(extraction(world, number), BASE_IRI, sha256(str(number).encode()).hexdigest())


def write_files(folder: Path, documents: int) -> None:
    """One small file a document, which ``read`` and ``Known`` make into its facts."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        (folder / f"{number:06}.txt").write_text(f"{number}\n", encoding="utf-8")


def read(path: Path) -> Document:
    """The document that a file of ``write_files`` stands for, without its passages."""
    text = path.read_text(encoding="utf-8")
    return Document(text, path.name, sha256(text.encode()).hexdigest(), "zh", Masthead(), ())


class Known:
    """An extractor that knows what each file of ``write_files`` states.

    :param documents: how many there are.
    """

    def __init__(self, documents: int) -> None:
        self.documents = documents
        self._world: World | None = None

    def __call__(self, document: Document) -> Extraction:
        """What the document states."""
        if self._world is None:
            self._world = World(self.documents)
        return extraction(self._world, int(document.source))

    def __getstate__(self) -> dict[str, object]:
        """Travels to other processes without the world, which each makes for itself."""
        return {"documents": self.documents, "_world": None}
