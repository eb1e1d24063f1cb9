"""A small graph of three editions, written for these tests, in which every shipped question has an answer."""

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
from mandategraph.store import Store, open_store, replace

__all__ = ["CHINA", "GOAL", "TARGET", "entities", "fill", "make_store"]

GOAL, TARGET = "http://metadata.un.org/sdg/9", "http://metadata.un.org/sdg/9.4"
CHINA = "http://metadata.un.org/sdg/codes/geoArea/156"
UNIDO, ISO, FAO = "organization/unido", "organization/iso", "organization/fao"
OLD, NEW = "document/T/Decl.1", "document/T/Decl.2"
ONE, TWO = "document/T/1", "document/T/2"
GREEN = "programme/green"

#: id -> class, Chinese name, English name, other names.
_ENTITIES: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    UNIDO: (
        "Organization",
        "联合国工业发展组织",
        "United Nations Industrial Development Organization",
        ("工发组织", "UNIDO"),
    ),
    ISO: (
        "Organization",
        "国际标准化组织",
        "International Organization for Standardization",
        ("标准化组织", "ISO"),
    ),
    FAO: ("Organization", "联合国粮食及农业组织", "Food and Agriculture Organization", ("粮农组织", "FAO")),
    "organization/other": ("Organization", "旁观组织", "Bystander Organization", ()),
    "fund/gef": ("Fund", "全球环境基金", "Global Environment Facility", ("全环基金", "GEF")),
    "unit/digital": ("Unit", "数字司", "Digital Department", ()),
    "person/head": ("Person", "总干事", "Director General", ()),
    "partnership/net": ("Partnership", "学习网络", "Learning Network", ()),
    "country-group/group": ("CountryGroup", "十国集团", "Group of Ten", ("G10",)),
    CHINA: ("Country", "中国", "China", ()),
    GOAL: (
        "Goal",
        "产业、创新和基础设施",
        "Industry, innovation and infrastructure",
        ("可持续发展目标9", "SDG 9"),
    ),
    TARGET: ("Target", "具体目标9.4", "Target 9.4", ()),
    GREEN: ("Programme", "绿色方案", "Green Programme", ()),
    "programme/unknown": ("Programme", "未知倡议", "", ()),
    "event/forum": ("Event", "数字论坛", "Digital Forum", ()),
    "event/day": ("Event", "工业日", "Industry Day", ()),
    "event/tour": ("Event", "考察", "Study Tour", ()),
    "body/conference": ("Body", "大会", "Conference", ()),
    "session/s-1": ("Session", "大会第一届会议", "First session of the Conference", ()),
    OLD: ("Declaration", "旧宣言", "Old Declaration", ()),
    NEW: ("Declaration", "新宣言", "New Declaration", ()),
    ONE: ("Document", "第一份报告", "First report", ()),
    TWO: ("Document", "第二份报告", "Second report", ()),
}

_PARENTS = {TARGET: GOAL, "session/s-1": "body/conference"}

_Statement = tuple[str, str, "str | Literal", Mapping[str, str], str]


def _figure(value: str) -> tuple[Literal, dict[str, str]]:
    qualifiers = {"measure": "支持的企业", "value": value, "unit": "家", "year": "2022"}
    return Literal(f"支持的企业 = {value} 家", "zh"), qualifiers


_PARTNERS: _Statement = (UNIDO, "partnerOf", ISO, {}, "工发组织同标准化组织合作")
#: One paragraph each, in the documents' order.
_ONE_ZH: tuple[_Statement, ...] = (
    (ONE, "reportsOn", OLD, {}, "本报告介绍旧宣言的执行情况"),
    (
        OLD,
        "mandates",
        UNIDO,
        {"act": "requests", "on": "编写数字化报告", "due": "2021"},
        "旧宣言请工发组织编写数字化报告",
    ),
    (
        NEW,
        "mandates",
        "person/head",
        {"act": "encourages", "on": f"@{GREEN}"},
        "新宣言鼓励总干事推进绿色方案",
    ),
    (NEW, "mandates", "unit/digital", {"act": "invites", "on": "培训青年"}, "新宣言邀请数字司培训青年"),
    (UNIDO, "headedBy", "person/head", {"role": "总干事"}, "工发组织由总干事领导"),
    ("unit/digital", "partOf", UNIDO, {}, "工发组织数字司"),
    (GREEN, "implements", OLD, {}, "绿色方案落实旧宣言"),
    (GREEN, "operatesIn", CHINA, {}, "绿色方案在中国开展"),
    (GREEN, "contributesTo", TARGET, {}, "绿色方案有助于实现具体目标9.4"),
    (GREEN, "implementedBy", UNIDO, {}, "绿色方案由工发组织执行"),
    (
        GREEN,
        "fundedBy",
        "fund/gef",
        {"amount": "1500000", "currency": "USD", "year": "2022"},
        "全环基金供资150万美元",
    ),
    (
        GREEN,
        "fundedBy",
        CHINA,
        {"amount": "500000.5", "currency": "USD", "start": "2022-03"},
        "中国自2022年3月供资",
    ),
    _PARTNERS,
    (ISO, "partnerOf", FAO, {"on": "食品标准"}, "标准化组织与粮农组织就食品标准合作"),
    (UNIDO, "leads", "partnership/net", {"role": "召集"}, "工发组织召集学习网络"),
    (CHINA, "memberOf", "country-group/group", {}, "十国集团成员中国"),
    (UNIDO, "organizes", "event/forum", {}, "工发组织举办数字论坛"),
    ("event/forum", "heldOn", Literal("2021-11-22/2021-11-27"), {}, "数字论坛于2021年11月22日至27日举行"),
    ("event/forum", "locatedIn", CHINA, {}, "数字论坛在中国举行"),
    ("event/day", "heldOn", Literal("2022-10"), {}, "工业日定于2022年10月"),
    ("event/tour", "locatedIn", CHINA, {}, "在中国考察"),
    (NEW, "follows", OLD, {}, "新宣言以旧宣言为基础"),
    (NEW, "adoptedAt", "session/s-1", {}, "大会第一届会议通过新宣言"),
    ("session/s-1", "heldOn", Literal("2020-05-03"), {}, "大会第一届会议于2020年5月3日举行"),
    (UNIDO, "hasResult", *_figure("819"), "2022年支持819家企业"),
    ("programme/unknown", "benefits", CHINA, {}, "未知倡议惠及中国"),
)
_ONE_EN: tuple[_Statement, ...] = (
    (UNIDO, "partnerOf", ISO, {}, "UNIDO works with ISO"),
    (UNIDO, "contributesTo", GOAL, {}, "UNIDO contributes to SDG 9"),
)
_TWO_ZH: tuple[_Statement, ...] = (
    (TWO, "cites", OLD, {}, "见旧宣言"),
    (TWO, "cites", ONE, {}, "见第一份报告"),
    _PARTNERS,
    (UNIDO, "hasResult", *_figure("820"), "2022年支持820家企业"),
    (TWO, "title", Literal("工业统计", "zh"), {}, "工业统计"),
    (TWO, "date", Literal("2022-05-01"), {}, "2022年5月1日"),
    (TWO, "presentedAt", "session/s-1", {}, "大会第一届会议文件"),
)


def entities() -> dict[str, Entity]:
    """The entities of the graph by id."""
    return {identifier: _entity(identifier) for identifier in _ENTITIES}


def _entity(identifier: str) -> Entity:
    kind, chinese, english, others = _ENTITIES[identifier]
    labels = (Name(chinese, "zh"), *((Name(english, "en"),) if english else ()))
    names = tuple(Name(other, "en" if other.isascii() else "zh") for other in others)
    return Entity(
        identifier,
        kind,
        labels,
        names,
        symbol=identifier.removeprefix("document/") if identifier.startswith("document/") else None,
        provisional=identifier == "programme/unknown",
        parent=_PARENTS.get(identifier),
    )


def _extraction(identifier: str, language: str, statements: tuple[_Statement, ...]) -> Extraction:
    source = "\n".join(quote for *_, quote in statements)
    passages, evidence, named = [], [], {identifier}
    place = 0
    for number, (subject, predicate, value, qualifiers, quote) in enumerate(statements, 1):
        # The last paragraph has no number, as in a text that numbers nothing.
        path = f"para/{number}" if number < len(statements) else f"section/1/para/{number}"
        end = place + len(quote)
        passages.append(
            Passage(
                path,
                PassageKind.PARAGRAPH,
                quote,
                OffsetMap((0,), (place,)),
                language,
                number=str(number) if path.startswith("para") else None,
                heading="一. 引言" if language == "zh" else "I. Introduction",
            )
        )
        fact = Fact(subject, predicate, value, qualifiers)
        evidence.append(Evidence(fact, path, place, end, quote, f"{language}/{predicate}", language, 0.9))
        on = qualifiers.get("on", "")
        named |= {subject, *([value] if isinstance(value, str) else []), *([on[1:]] if on[:1] == "@" else [])}
        named |= {parent for child, parent in _PARENTS.items() if child in named}
        place = end + 1
    found = tuple(_entity(name) for name in sorted(named))
    document = Document(
        source, f"{identifier[-1]}.{language}.txt", "0" * 64, language, Masthead(), tuple(passages)
    )
    return Extraction(
        document, identifier, found, tuple(evidence), {entity.id: entity.labels[:1] for entity in found}
    )


def fill(store: Store) -> None:
    """Put the three editions into a store."""
    bystander: tuple[_Statement, ...] = (("organization/other", "locatedIn", CHINA, {}, "旁观组织设在中国"),)
    for identifier, language, statements in (
        (ONE, "zh", (*bystander, *_ONE_ZH)),
        (ONE, "en", _ONE_EN),
        (TWO, "zh", _TWO_ZH),
    ):
        replace(store, [describe(_extraction(identifier, language, statements), store.base_iri)])


def make_store(folder: Path) -> Path:
    """A store with the graph, in a new folder."""
    with open_store(folder, create=True) as store:
        fill(store)
    return folder
