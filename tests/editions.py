"""Extractions written by hand, from which the tests of description, store and export are made."""

from __future__ import annotations

from hashlib import sha256

from mandategraph.errors import DocumentError
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

__all__ = ["BASE", "ENTITIES", "SENTENCES", "extract", "extraction", "report_en", "report_zh"]

BASE = "https://w3id.org/mandategraph/id/"

_GIVEN = (
    Entity(
        "organization/unido",
        "Organization",
        (Name("United Nations Industrial Development Organization", "en"), Name("联合国工业发展组织", "zh")),
        (Name("UNIDO", "en"), Name("工发组织", "zh")),
        same_as=("http://www.wikidata.org/entity/Q386120",),
        home=True,
    ),
    Entity(
        "organization/gef", "Fund", (Name("Global Environment Facility", "en"), Name("全球环境基金", "zh"))
    ),
    Entity("body/unido-gc", "Body", (Name("工发组织大会", "zh"),), (Name("大会", "zh"),), code="GC"),
    Entity("body/unga", "Body", (Name("联合国大会", "zh"),), (Name("大会", "zh"),), code="A"),
    Entity(
        "session/gc-19",
        "Session",
        (Name("工发组织大会第十九届会议", "zh"),),
        parent="body/unido-gc",
        code="19",
    ),
    Entity("http://metadata.un.org/sdg/9", "Goal", (Name("可持续发展目标9", "zh"), Name("SDG 9", "en"))),
    Entity(
        "http://metadata.un.org/sdg/9.4",
        "Target",
        (Name("具体目标9.4", "zh"),),
        parent="http://metadata.un.org/sdg/9",
    ),
    Entity("http://metadata.un.org/sdg/codes/geoArea/156", "Country", (Name("中国", "zh"),), code="CHN"),
    Entity("programme/绿色 方案", "Programme", (Name("绿色方案", "zh"),), provisional=True),
    Entity("document/GC.18/Res.1", "Resolution", (Name("GC.18/Res.1", ""),), symbol="GC.18/Res.1"),
)
#: Known entities by id.
ENTITIES = {entity.id: entity for entity in _GIVEN}

_CHINA = "http://metadata.un.org/sdg/codes/geoArea/156"
_GREEN = "programme/绿色 方案"
_UNIDO = "organization/unido"
#: Sentences and the fact that each states.
SENTENCES: tuple[tuple[str, str, Fact], ...] = (
    ("zh", "绿色方案由全球环境基金资助", Fact(_GREEN, "fundedBy", "organization/gef")),
    (
        "zh",
        "全球环境基金在2022年为绿色方案出资5720万美元",
        Fact(
            _GREEN,
            "fundedBy",
            "organization/gef",
            {"amount": "57200000.0", "currency": "USD", "year": "2022"},
        ),
    ),
    ("zh", "绿色方案在中国实施", Fact(_GREEN, "operatesIn", _CHINA)),
    ("en", "The Green Programme is carried out in China", Fact(_GREEN, "operatesIn", _CHINA)),
    (
        "zh",
        "GC.18/Res.1请工发组织在2023年前报告绿色方案",
        Fact(
            "document/GC.18/Res.1",
            "mandates",
            _UNIDO,
            {"act": "requests", "on": "@programme/绿色 方案", "due": "2023"},
        ),
    ),
    (
        "zh",
        "绿色方案支持了819家企业",
        Fact(
            _GREEN,
            "hasResult",
            Literal("支持的企业 = 819 家", "zh"),
            {"measure": "支持的企业", "value": "819.0", "unit": "家", "year": "2022"},
        ),
    ),
    ("zh", "绿色方案促进具体目标9.4", Fact(_GREEN, "contributesTo", "http://metadata.un.org/sdg/9.4")),
    ("zh", "工发组织任绿色方案的主席（Chair）", Fact(_UNIDO, "leads", _GREEN, {"role": "Chair"})),
    ("en", "UNIDO is the Chair of the Green Programme", Fact(_UNIDO, "leads", _GREEN, {"role": "Chair"})),
    (
        "zh",
        "大会第十九届会议于2021年11月29日至12月3日举行",
        Fact("session/gc-19", "heldOn", Literal("2021-11-29/2021-12-03")),
    ),
    ("zh", "文号GC.18/Res.1", Fact("document/GC.18/Res.1", "symbol", Literal("GC.18/Res.1"))),
)


def _named(fact: Fact) -> set[str]:
    ids = {fact.subject} | ({fact.object} if isinstance(fact.object, str) else set())
    return ids | {value[1:] for value in fact.qualifiers.values() if value.startswith("@")}


def extraction(
    identifier: str,
    language: str,
    choice: tuple[int, ...],
    *,
    own: Entity | None = None,
    renamed: dict[str, Entity] | None = None,
    mentioned: dict[str, tuple[Name, ...]] | None = None,
) -> Extraction:
    """An edition whose text is some of ``SENTENCES``, one a paragraph.

    :param identifier: the document's id.
    :param language: of the edition.
    :param choice: places in ``SENTENCES``.
    :param own: the document's own description.
    :param renamed: descriptions that this edition gives in place of those of ``ENTITIES``.
    :param mentioned: forms under which the edition names entities.
    """
    source, passages, evidence = "", [], []
    known = ENTITIES | (renamed or {})
    ids: set[str] = set()
    for order, index in enumerate(choice, 1):
        spoken, sentence, fact = SENTENCES[index]
        start, end = len(source), len(source) + len(sentence)
        source += sentence + "\n"
        place = OffsetMap((0,), (start,))
        passages.append(
            Passage(f"para/{order}", PassageKind.PARAGRAPH, sentence, place, spoken, str(order), "一. 导言")
        )
        evidence.append(
            Evidence(fact, f"para/{order}", start, end, sentence, f"{spoken}/rule-{index}", spoken, 0.97)
        )
        ids |= _named(fact)
    ids |= {parent for one in ids if (parent := known[one].parent)}
    described = {one: known[one] for one in ids}
    described[identifier] = own or Entity(
        identifier, "Document", (Name(identifier[9:], ""),), provisional=True
    )
    document = Document(
        source, f"{language}.txt", sha256(source.encode()).hexdigest(), language, Masthead(), tuple(passages)
    )
    entities = tuple(described[one] for one in sorted(described))
    return Extraction(document, identifier, entities, tuple(evidence), mentioned or {})


def report_zh() -> Extraction:
    """The Chinese edition of a report on the Green Programme."""
    return extraction(
        "document/GC.19/10",
        "zh",
        (0, 1, 2, 4, 5, 6, 7, 9, 10),
        own=Entity("document/GC.19/10", "Document", (Name("绿色方案的报告", "zh"),), symbol="GC.19/10"),
        mentioned={"organization/unido": (Name("工发组织", "zh"),), _GREEN: (Name("该绿色方案", "zh"),)},
    )


def report_en() -> Extraction:
    """The English edition of the same report."""
    return extraction(
        "document/GC.19/10",
        "en",
        (3, 8),
        own=Entity("document/GC.19/10", "Document", (Name("Report on Green", "en"),), symbol="GC.19/10"),
        renamed={_GREEN: Entity(_GREEN, "Programme", (Name("Green Programme", "en"),), provisional=True)},
    )


def _place(document: Document, start: int) -> str:
    """The passage that a place of the source is in."""
    spans = ((passage.path, *passage.span(0, len(passage.text))) for passage in document.passages if passage.text)
    return next(path for path, first, end in spans if first <= start < end)


def extract(document: Document) -> Extraction:
    """An extractor that knows ``SENTENCES``: a document's first word is its symbol.

    :raises DocumentError: when the document says that it cannot be understood.
    """
    if "BAD" in document.source:
        raise DocumentError(f"{document.name}: cannot be understood")
    if "BUG" in document.source:
        raise KeyError("no such rule")
    identifier = "document/" + document.source.split()[0]
    evidence = []
    ids = {identifier}
    for index, (spoken, sentence, fact) in enumerate(SENTENCES):
        start = document.source.find(sentence)
        if start >= 0:
            end, rule = start + len(sentence), f"{spoken}/rule-{index}"
            evidence.append(Evidence(fact, _place(document, start), start, end, sentence, rule, spoken, 0.97))
            ids |= _named(fact)
    own = Entity(identifier, "Document", (Name(identifier[9:], ""),), symbol=identifier[9:])
    entities = tuple((ENTITIES | {identifier: own})[one] for one in sorted(ids))
    return Extraction(document, identifier, entities, tuple(evidence))
