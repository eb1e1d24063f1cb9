"""A small graph of three editions for the tests of traversal and export, with texts that formats trip over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mandategraph.describe import describe
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
from mandategraph.store import EmbeddedStore, open_store, replace

__all__ = ["NASTY", "fill", "make_store"]

CHINA = "http://metadata.un.org/sdg/codes/geoArea/156"
JAPAN = "http://metadata.un.org/sdg/codes/geoArea/392"
GOAL, TARGET = "http://metadata.un.org/sdg/9", "http://metadata.un.org/sdg/9.4"
UNIDO, GEF, GREEN = "organization/unido", "fund/gef", "programme/green"
ONE, TWO, DECLARATION = "document/T/1", "document/T/2", "document/T/Decl.1"
#: A name that is a formula, a tag, a quote, a list and a path at once.
NASTY = "=HYPERLINK(\"x\";'</script><b>a;b|c\\d & [e]')"

_ENTITIES = {
    entity.id: entity
    for entity in (
        Entity(
            UNIDO,
            "Organization",
            (Name("联合国工业发展组织", "zh"), Name("United Nations Industrial Development Organization", "en")),
            (Name("工发组织", "zh"), Name("UNIDO", "en")),
            same_as=("http://www.wikidata.org/entity/Q386120",),
        ),
        Entity(GEF, "Fund", (Name("全球环境基金", "zh"), Name("Global Environment Facility", "en"))),
        Entity(GREEN, "Programme", (Name("绿色方案", "zh"), Name("Green Programme", "en"))),
        Entity("event/nasty", "Event", (Name(NASTY, "zh"),), (Name("a;b", "zh"),), provisional=True),
        Entity("session/s-1", "Session", (Name("大会第一届会议", "zh"),), parent="body/gc", code="1"),
        Entity("body/gc", "Body", (Name("大会", "zh"),), code="GC"),
        Entity(CHINA, "Country", (Name("中国", "zh"), Name("China", "en")), code="CHN"),
        Entity(JAPAN, "Country", (Name("日本", "zh"), Name("Japan", "en")), code="JPN"),
        Entity(GOAL, "Goal", (Name("可持续发展目标9", "zh"), Name("SDG 9", "en")), code="9"),
        Entity(TARGET, "Target", (Name("具体目标9.4", "zh"),), parent=GOAL),
        Entity(DECLARATION, "Declaration", (Name("一号宣言", "zh"),), symbol="T/Decl.1"),
        Entity(ONE, "Document", (Name("第一份报告", "zh"),), symbol="T/1"),
        Entity(TWO, "Document", (Name("第二份报告", "zh"),), symbol="T/2"),
    )
}

_Statement = tuple[str, str, "str | Literal", Mapping[str, str], str]
_FUNDED: dict[str, str] = {"amount": "1500000", "currency": "USD", "year": "2022"}
_ONE_ZH: tuple[_Statement, ...] = (
    (ONE, "title", Literal("第一份报告", "zh"), {}, "第一份报告"),
    (ONE, "date", Literal("2021-11"), {}, "2021年11月"),
    (ONE, "presentedAt", "session/s-1", {}, "提交大会第一届会议"),
    (GREEN, "fundedBy", GEF, _FUNDED, "绿色方案由全环基金供资1500000美元"),
    (GREEN, "operatesIn", CHINA, {"start": "2020-01", "end": "2022"}, "绿色方案在中国开展"),
    (GREEN, "contributesTo", GOAL, {}, "绿色方案促进可持续发展目标9"),
    (GREEN, "contributesTo", TARGET, {}, "绿色方案促进具体目标9.4"),
    (GREEN, "implementedBy", UNIDO, {}, "绿色方案由工发组织执行"),
    (GREEN, "implements", DECLARATION, {}, "绿色方案落实一号宣言"),
    (DECLARATION, "mandates", UNIDO, {"act": "requests", "on": f"@{GREEN}", "due": "2023"}, "宣言请工发组织推进绿色方案"),
    (
        GREEN,
        "hasResult",
        Literal("支持的企业 = 819.5 家", "zh"),
        {"measure": "支持的企业", "value": "819.5", "unit": "家", "year": "2022"},
        "支持了819.5家企业",
    ),
    ("session/s-1", "heldOn", Literal("2021-11-29/2021-12-03"), {}, "会期为11月29日至12月3日"),
    (UNIDO, "organizes", "event/nasty", {"role": "主办"}, f"工发组织主办{NASTY}"),
)
_ONE_EN: tuple[_Statement, ...] = (
    (GREEN, "implementedBy", UNIDO, {}, "The Green Programme is implemented by UNIDO"),
)
_TWO_ZH: tuple[_Statement, ...] = (
    (GREEN, "fundedBy", GEF, _FUNDED, "全环基金资助绿色方案"),
    (TWO, "date", Literal("2022-05-04"), {}, "2022年5月4日"),
    (UNIDO, "leads", GREEN, {}, "工发组织领导绿色方案"),
    (TWO, "cites", ONE, {}, "见第一份报告"),
)


def _extraction(identifier: str, language: str, statements: tuple[_Statement, ...]) -> Extraction:
    source = "\n".join(quote for *_, quote in statements)
    passages, evidence, named, place = [], [], {identifier}, 0
    for number, (subject, predicate, value, qualifiers, quote) in enumerate(statements, 1):
        path, end = f"para/{number}", place + len(quote)
        offsets = OffsetMap((0,), (place,))
        kind = PassageKind.PARAGRAPH
        passages.append(Passage(path, kind, quote, offsets, language, number=str(number)))
        fact = Fact(subject, predicate, value, qualifiers)
        evidence.append(Evidence(fact, path, place, end, quote, f"{language}/{predicate}", language, 0.9))
        on = qualifiers.get("on", "")
        named |= {subject, *([value] if isinstance(value, str) else []), *([on[1:]] if on[:1] == "@" else [])}
        place = end + 1
    named |= {parent for name in named if (parent := _ENTITIES[name].parent)}
    # A country that a document names and states nothing of.
    named |= {JAPAN} if identifier == ONE else set()
    entities = tuple(_ENTITIES[name] for name in sorted(named))
    document = Document(source, f"{identifier[-1]}.{language}.txt", "0" * 64, language, Masthead(), tuple(passages))
    return Extraction(document, identifier, entities, tuple(evidence), {one.id: one.labels[:1] for one in entities})


def fill(store: EmbeddedStore, *, documents: tuple[str, ...] = (ONE, TWO)) -> None:
    """Put the editions of some documents into a store."""
    for identifier, language, statements in (
        (ONE, "zh", _ONE_ZH),
        (ONE, "en", _ONE_EN),
        (TWO, "zh", _TWO_ZH),
    ):
        if identifier in documents:
            replace(store, [describe(_extraction(identifier, language, statements), store.base_iri)])


def make_store(folder: Path, *, documents: tuple[str, ...] = (ONE, TWO)) -> Path:
    """A store with the graph, in a new folder."""
    with open_store(folder, create=True) as store:
        fill(store, documents=documents)
    return folder
