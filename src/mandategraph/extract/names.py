"""Facts that names themselves state: 工发组织大会第十八届会议, 中国商务部, 工发组织性别平等办公室."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from mandategraph.authority import Authority, AuthorityName
from mandategraph.extract.engine import Candidate
from mandategraph.languages.base import Language, compiled
from mandategraph.link import Linker
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.meanings import UN_SYSTEM, UNITED_NATIONS
from mandategraph.model import Literal
from mandategraph.recognize import is_group
from mandategraph.vocabulary import INSTRUMENTS, SDG, is_a

__all__ = ["Stated", "name_facts"]

_OTHER_OFFICE = re.compile(r"(?:Representative|Envoy|Adviser|Deputy|Assistant|Coordinator|Office|Cabinet) (?:of|to|for) (?:the )?$")
#: In front of an office that its holder does not hold, or no longer.
_FORMER = re.compile(r"(?:前|前任|候任|代理?|副|助理)$")
#: Behind a place: what was agreed there, not what works there.
_NAMED_AFTER = re.compile("氢氟|修正|议定书|公约|宣言|协[定议]|原则|执行计划")
_INDEX = re.compile("(?:指数|指标)$")
_MEASURE = re.compile(r"(?:指数|指标|数据库|Index|Indicators?|Database)$")
_APPOSITION = re.compile(r"(?: \([^()]*\))?, (?:the |then |former )?(?:(?:Mr|Ms|Mrs|Dr|H\.E|His Excellency|Her Excellency)\.? )*|,? (?:(?:Mr|Ms|Mrs|Dr)\.? )"
                         r"| (?:was|has been|is) (?:re-?)?(?:appointed|elected|named|confirmed) (?:as )?(?:the )?|\s")
_NATIONAL = re.compile(r"(?<!合作机构)(?<!合作局)(?<!开发局)(?:部|委|省|厅|协会|商会|管理局|机构|集团|院|中心|局|银行|企业基金)$")
_ESTABLISHED = re.compile("(?:公司|工厂|合作社|医院|大学|学院|研究所)$")
_NATIONAL_EN = re.compile(r"\b(?:Authority|Agency|Ministry|Association|Chamber|Corporation|Institute|University|Council|Commission|Board)\b")
_PARTS = frozenset({"Unit", "Body", "Tool", "Facility", "Programme"})
#: Of what the name may tell something though it holds no other name.
_TELLING = _PARTS | {"Event", "Partnership", "Organization", "Fund", "Resolution", "Decision", "Session"}
#: What several offices or members of one organization make: 联合国数字转型小组.
_GROUPED = re.compile("(?:小组|工作组)$")
#: What all parts of the United Nations make together is no part of it, and a specialized agency only works with it.
_OF_ALL = re.compile("(?:系统|工作队|机构|实体|专员|组织)$|(?:Organization|[Ss]ystem|[Tt]eams?|[Ee]ntit(?:y|ies)|[Aa]genc(?:y|ies))$")
_OF = re.compile(r"\sof\s(?:the\s)?")
#: The name of a network tells where it works, not that of a free trade area.
_REGIONAL = re.compile("(?:平台|网络|集群|俱乐部|中心)$")
_LISTS = frozenset("、和与及")
_NOT_HOSTED = _LISTS | set("-–的第:：")
_POLICY = re.compile("(?:战略|政策|计划|框架|准则|守则|路线图|指导原则)》")
_HOSTS = {"Organization", "Body", "Partnership"}
_FOR_PLACE = re.compile(r" for (?:the )?([A-Z][\w ]{3,40})$")
#: The organization for whose region a meeting is.
_FOR_REGION = re.compile(r" for the ([A-Z].{2,60}) Region$")
#: A meeting, unlike an exhibition, is held in the year after which it is named.
_CONVENES = re.compile("(?:论坛|峰会|会议|大会|对话)[》”]?$|(?:[Ff]orum|[Ss]ummit|[Cc]onference|[Mm]eeting)(?: on | of |$)")
#: The year or the number in front of the name of a meeting.
_OCCASION = re.compile("[《“]?(?:(?P<year>(?:19|20)\\d\\d)(?:年| ))?(?:第[一二三四五六七八九十百\\d]{1,4}[届次])?")
#: A division for a region sits at headquarters.
_DIVISION = re.compile("司$|(?<![事络表分])处$")
_OFFICE = re.compile(r"(?:办公室|秘书处|机制)$")
#: So far before a resolution stands at most the organ whose resolutions a sentence lists.
_ADOPTED = 500
#: What names state, by entity, words and why the words mean the entity.
Stated = dict[tuple[str, str, str], tuple[tuple[str, str], ...]]
#: What an organization does together with a country that pays: 粮农组织—中国南南合作计划.
_GIVERS = re.compile("(?<=[\u4e00-\u9fff])[—–-][\u4e00-\u9fff]{2,8}?(?:南南|三方|南南和三方)合作")



def name_facts(passage: LinkedPassage, linker: Linker, language: Language, stated: Stated) -> Iterator[Candidate]:
    """The facts that the names in a passage state.

    :param passage: a passage with its mentions.
    :param linker: the document's linker.
    :param language: of the passage.
    :param stated: what names of the document state that were read before; grows.
    """
    if not passage.mentions:
        return
    if [item.type for item in passage.mentions].count("Person") > 1:
        yield from _offices(passage, linker, compiled(language.no_head))
    for before, item in zip((None, *passage.mentions), passage.mentions, strict=False):
        if item.entity is None or item.reason == "antecedent":
            continue
        start, end = item.mention.start, item.mention.end
        if item.mention.parts and item.mention.parts[0].end == end:  # 埃及 of 埃及和摩洛哥国家伙伴关系方案
            end = passage.passage.text.index(item.mention.text[end - start :], end) + len(item.mention.text) - end + start
        if item.mention.type in {"Resolution", "Decision"} and not item.mention.unit:
            organ = compiled(language.adopting).search(passage.passage.text, max(0, start - _ADOPTED), start)
            if organ is not None:
                for adopter in _adopting(item, linker):
                    yield Candidate("adoptedBy", item.entity, adopter, {}, "name/adopted-by", organ.start(), end)
        if item.type == "Organization" and item.reason == "new name" and (place := _in_place(item, passage)) is not None:
            yield Candidate("locatedIn", item.entity, place.entity or "", {}, "name/located-in", place.mention.start, end)
        known = (item.entity, item.mention.text, item.reason)
        facts = stated.get(known)
        if facts is None or item.mention.parts or item.mention.unit:
            facts = stated[known] = tuple(_stated(item, linker))
        for predicate, thing in facts:
            if thing != item.entity:
                yield Candidate(predicate, item.entity, thing, {}, _rule(predicate), start, end)
        if item.type == "Framework" and "《" in item.mention.text:
            yield from _authored(before, item, linker)
        if item.type == "Event" or (item.type == "Session" and item.mention.parts):
            yield from _meeting(item, linker)
        if item.type == "Session":
            body = linker.entities[item.entity].parent
            if body is not None and item.mention.parts:
                part = item.mention.parts[0]
                organization = _leading(part.text, linker.authority, {"Organization"}) or _trailing(
                    part.text, linker.authority, {"Organization"}
                )
                if organization is not None and organization[0] != body and _whose(part.text, organization[1], body, linker):
                    yield Candidate("partOf", body, linker.known(organization[0]), {}, "name/part-of", part.start, part.end)


def _in_place(item: Linked, passage: LinkedPassage) -> Linked | None:
    """The country or region right in front of the name of a company, a school or a hospital: 越南的绿水纸业公司."""
    if _ESTABLISHED.search(item.mention.text) is None:
        return None
    text = passage.passage.text
    start = item.mention.start - text.endswith("的", 0, item.mention.start)
    return next((m for m in passage.mentions if m.mention.end == start and m.type in {"Country", "Region"} and m.entity), None)


def _authored(before: Linked | None, item: Linked, linker: Linker) -> Iterator[Candidate]:
    """Whose strategy or policy a title tells that stands right behind its author: 开发署《2044年陶瓷战略》."""
    text, start = item.mention.text, item.mention.start
    author: str | None = None
    if text[0] != "《":
        known = _leading(text, linker.authority, {"Organization"})
        author = linker.known(known[0]) if known is not None and text[len(known[1])] == "《" else None
    elif before is not None and before.type == "Organization" and before.mention.end == start and before.entity is not None:
        author, start = (None if is_group(linker.entities[before.entity]) else before.entity), before.mention.start
    if author not in {None, UNITED_NATIONS} and _POLICY.search(text):
        yield Candidate("publishes", author or "", item.entity or "", {}, "name/publishes", start, item.mention.end)


def _meeting(item: Linked, linker: Linker) -> Iterator[Candidate]:
    """What the name of a meeting tells: its year, and the organization that it is a meeting of."""
    entity, start, end = item.entity or "", item.mention.start, item.mention.end
    for goal in dict.fromkeys(re.findall(r"可持续发展目标\s*(\d|1[0-7])(?![\d.个项])", item.mention.text)):  # as the title of a meeting tells
        yield Candidate("contributesTo", entity, linker.known(SDG + goal), {}, "name/contributes-to", start, end)
    if (begins := _OCCASION.match(item.mention.text)) is None or _CONVENES.search(item.mention.text) is None:
        return
    if begins["year"]:
        yield Candidate("heldOn", entity, Literal(begins["year"]), {}, "name/held-on", start, end)
    name = item.mention.text[begins.end() :]
    host = _leading(name, linker.authority, _HOSTS) if len(name) > 4 else None
    if host is not None and name[len(host[1])] in _NOT_HOSTED:
        return
    region = _FOR_REGION.search(name) if host is None else None
    if region is not None:
        host = next(((n.entity, n.text) for n in linker.authority.by_name.get(region[1], ()) if not n.contextual), None)
    known = {UNITED_NATIONS, entity, (own := linker.entities[entity].parent or "")}
    if host is not None and host[0] not in known.union(linker.authority.ancestors(own) if own in linker.authority.entities else ()):
        yield Candidate("organizes", linker.known(host[0]), entity, {}, "name/organizes", start, end)


def _whose(name: str, organization: str, body: str, linker: Linker) -> bool:
    """Whether the name of a body begins or ends with the organization that it is a body of: 工发组织大会, not 联合国气候变化框架公约缔约方会议."""
    rest = name.removeprefix(organization).removesuffix(organization).strip(" 的").removesuffix(" of the").removesuffix(" of")
    named = any(known.entity == body for known in linker.authority.by_name.get(rest.strip(), ()))
    return named or linker.entities[body].parent in {known.entity for known in linker.authority.by_name[organization]}


def _adopting(item: Linked, linker: Linker) -> Iterator[str]:
    """The organ with whose code the symbol of a resolution begins: A of the Assembly, A/HRC of its Human Rights Council."""
    symbol = linker.entities[item.entity or ""].symbol or ""
    code, mark, _ = symbol.replace("/DEC/", "/RES/").partition("/RES/")
    if symbol.startswith("UNEP/EA."):
        code, mark = "UNEP/EA", "."
    bodies = linker.authority.bodies(code if mark else symbol[:1])
    if bodies and (mark or symbol[1:2] == "/"):
        yield linker.known(bodies[0])


def _offices(passage: LinkedPassage, linker: Linker, no_head: re.Pattern[str]) -> Iterator[Candidate]:
    """Who holds an office: "Ana Ruiz, Director General of UNIDO", "the Director General, Ana Ruiz"."""
    text = passage.passage.text
    for one, other in pairwise(passage.mentions):
        if not (one.type == other.type == "Person") or one.entity is None or other.entity is None:
            continue
        between = text[one.mention.end : other.mention.start]
        adjoins = not between and not one.mention.text.isascii() and not _FORMER.search(text, 0, one.mention.start)
        if not adjoins and _APPOSITION.fullmatch(between) is None:  # 总干事安娜·鲁伊斯 adjoins
            continue
        offices = [linker.entities[i.entity or ""].parent for i in (one, other)]
        for place, (office, holder) in enumerate(((one, other), (other, one))):
            parent = offices[place]
            if office.reason == "context" and parent != linker.home and linker.entities[holder.entity or ""].provisional:
                continue  # the Secretary-General of whatever the text speaks of
            if place == 0 and _OTHER_OFFICE.search(text, max(0, one.mention.start - 60), one.mention.start):
                continue  # the Special Representative of the Secretary-General, Ms. Ruiz
            if no_head.search(office.mention.text):
                continue  # a special envoy heads nothing
            if parent is not None and offices[1 - place] is None and holder.entity is not None:
                yield Candidate("headedBy", linker.known(parent), holder.entity, {"role": office.mention.text},
                                "name/headed-by", one.mention.start, other.mention.end)  # fmt: skip


def _is_continent(place: str, authority: Authority) -> bool:
    """Whether a place is a region of several countries, in which what is for it need not be: 非洲气候峰会, 欧洲区域办事处."""
    known = authority.entities[place]
    return known.type == "Region" and ("/geoArea/" in place or known.parent is None)


def _stated(item: Linked, linker: Linker) -> Iterator[tuple[str, str]]:
    if item.type not in _TELLING and not item.mention.parts and not _OFFICE.search(item.mention.text):
        return
    authority = linker.authority
    parts = (p for p in item.mention.parts if p.type in {"Country", "Region"})
    places = [linker.choose(p) for p in parts if not _NAMED_AFTER.match(item.mention.text, p.end - item.mention.start)]
    for place in places:
        if place is not None:
            if item.type in {"Programme", "Partnership"} or (item.type == "Facility" and _is_continent(place, authority)):
                yield "operatesIn", linker.known(place)
            elif item.type in {"Organization", "Facility", "Event"} and not _is_continent(place, authority):
                yield "locatedIn", linker.known(place)
    if any(p.type == "Goal" for p in item.mention.parts):
        yield from (("contributesTo", linker.known(p.candidates[0])) for p in item.mention.parts if p.type == "Goal")
    if item.type in {"Programme", "Partnership", "Tool", "Event"} and not _MEASURE.search(item.mention.text):
        goal = _leading(item.mention.text.lstrip("“《"), authority, {"Goal", "Target"})
        if goal is not None:
            yield "contributesTo", linker.known(goal[0])  # the SDG 9 Accelerator
    for group in authority.by_name.get(item.mention.text[2:].partition("的")[0], ())[:1] if item.mention.text[:2] == "面向" else ():
        yield "benefits", linker.known(group.entity)
    if item.type == "Programme" and not places:
        country = _leading(item.mention.text, authority, {"Country", "Region"})
        if country is not None and not _NAMED_AFTER.match(item.mention.text, len(country[1])):
            yield "operatesIn", linker.known(country[0])
    if item.type == "Partnership" and not places and _REGIONAL.search(item.mention.text):
        region = _leading(item.mention.text, authority, {"Region"})
        if region is not None and item.mention.text[len(region[1])] not in _LISTS:
            yield "operatesIn", linker.known(region[0])  # 非洲区域协作平台
    if item.type in {"Partnership", "Facility"} and ("联合国" in item.mention.text or "United Nations" in item.mention.text):
        works = _region_of(item.mention.text, authority)
        if works is not None:
            yield "operatesIn", linker.known(works)
    if item.type == "Facility" and not places and _leading(item.mention.text, authority, {"Organization"}) is None:
        text = item.mention.text
        while (begin := _leading(text, authority, {"Country"}) or _leading(text, authority, {"Region"})) is not None:
            if _is_continent(begin[0], authority):
                yield "operatesIn", linker.known(begin[0])  # the name of a continent tells where a centre works
                break
            yield "locatedIn", linker.known(begin[0])
            text = text[len(begin[1]) :]
    if item.type == "Unit" and not _DIVISION.search(item.mention.text):
        inner = _inner_places(item.mention.text, authority)
        yield from (("locatedIn", linker.known(place)) for place in inner if not _is_continent(place, authority))
    if item.type == "Programme" and not _GIVERS.search(item.mention.text):
        yield from (("operatesIn", linker.known(place)) for place in _inner_places(item.mention.text, authority))
    if item.type in {"Resolution", "Decision"} and item.mention.unit:
        yield from (("adoptedBy", body) for body in _adopting(item, linker))
    if item.type == "Session":
        parent = linker.entities[item.entity or ""].parent
        body = linker.entities.get(parent or "")  # a body that the text names nowhere is not told of
        if parent is not None and body is not None and (item.mention.parts or body.provisional):
            yield "partOf", parent
        return
    text = item.mention.text
    if item.type == "Organization" and not places and _NATIONAL.search(text):
        country = _leading(text, authority, {"Country"})
        if country is not None and len(text) > len(country[1]) + 1:
            yield "locatedIn", linker.known(country[0])
    if item.type == "Organization" and not places and text.isascii():
        country = _trailing(text, authority, {"Country"})
        if country is None and item.reason == "new name" and _NATIONAL_EN.search(text):  # the Ghana Export Promotion Authority
            country = _leading(text, authority, {"Country"})
        if country is not None:
            yield "locatedIn", linker.known(country[0])
    if item.type == "Organization" and text.startswith(("联合国", "United Nations ")) and not _OF_ALL.search(text):  # 联合国环境规划署
        whole = _leading(text, authority, {"Organization"})
        known = item.entity if item.entity in authority.entities else None
        wholes_of = set() if known is None else {*authority.ancestors(known)}
        if whole is not None and whole[0] != item.entity and {whole[0], UN_SYSTEM} & wholes_of:
            yield "partOf", linker.known(whole[0])
    elif (item.type in {"Organization", "Fund"} or "网络" in text) and item.entity in authority.entities and not places:  # 非洲联盟委员会
        whole = _leading(text, authority, {"Organization"})
        if whole is not None and whole[0] != UNITED_NATIONS and item.entity is not None and whole[0] in authority.ancestors(item.entity):
            yield "partOf", linker.known(whole[0])
    if item.type in {"Unit", "Body"} and (owner := _trailing(text, authority, {"Organization"})) is not None:
        yield "partOf", linker.known(owner[0])
    if item.type == "Tool" and _INDEX.search(text):
        return  # a figure is no part of an organization
    if item.type in _PARTS or _OFFICE.search(text) or (item.type == "Partnership" and _GROUPED.search(text)):
        wholes = {"Organization", "CountryGroup", "Partnership"} if item.type == "Facility" else {"Organization", "CountryGroup"}
        whole = _leading(text, authority, wholes)
        if whole is not None and whole[0] == UNITED_NATIONS and (text.isascii() or item.type == "Programme"):
            whole = None  # United Nations is the first word of many a name, and a decade that it proclaims others carry out
        if whole is not None and (text[len(whole[1]) : len(whole[1]) + 1] in _LISTS or text.startswith(("问题", "之友"), len(whole[1]))):
            whole = None  # 最不发达国家、内陆发展中国家和小岛屿发展中国家高级代表办公室
        above = authority.entities.get(linker.entities[item.entity or ""].parent or "")
        if item.type == "Body" and above is not None and is_a(above.type, INSTRUMENTS):
            whole = None  # 联合国气候变化框架公约缔约方会议 belongs to the convention
        if whole is not None and len(text) > len(whole[1]) + 1 and whole[0] != item.entity:
            yield ("implementedBy" if item.type == "Programme" else "partOf"), linker.known(whole[0])


def _region_of(text: str, authority: Authority) -> str | None:
    """The region in which offices of the United Nations work together, as the name of what they make up tells: 联合国欧洲和中亚数字变革小组."""
    last = _FOR_PLACE.search(text)
    if last is not None:
        names: Iterable[AuthorityName] = authority.by_name.get(last[1], ())
    else:
        names = (name for found in authority.beginning(text, 3, min(len(text) - 3, 10)) for name in found) if text[:3] == "联合国" else ()
    return next((n.entity for n in names if not n.contextual and authority.entities[n.entity].type == "Region"), None)


def _inner_places(text: str, authority: Authority) -> Iterator[str]:
    """The country or region in the middle of a programme's name: 第三个非洲工业发展十年."""
    for start in range(1, len(text) - 2):
        latin = text[start].isascii()
        if latin and (text[start - 1].isalnum() or not text[:start].endswith((" for ", " in ", " of ", "。"))):
            continue
        for known in authority.beginning(text, start, min(len(text) - start, 10)):
            after = start + len(known[0].text)
            if latin and text[after : after + 1].isalnum():
                continue
            around = text[max(0, start - 3) : after + 3]
            if any(known[0].text in word and word in around for word in authority.blockers):
                continue  # 发展中国家 holds no country
            names = [n for n in known if not n.contextual]
            if names and authority.entities[names[0].entity].type in {"Country", "Region"}:
                yield names[0].entity
                return


def _leading(text: str, authority: Authority, types: set[str]) -> tuple[str, str] | None:
    """The known entity with whose name a text begins, the longest such, and that name."""
    for names in authority.beginning(text, 0, min(len(text) - 1, 24)):
        length = len(names[0].text)
        for name in names:
            entity = authority.entities[name.entity]
            if text[length - 1].isalnum() and text[length - 1 : length + 1].isascii() and text[length].isalnum():
                continue
            if not name.contextual and entity.type in types and (entity.type == "CountryGroup" or not is_group(entity)):
                return name.entity, text[:length]
    return None


def _trailing(text: str, authority: Authority, types: set[str]) -> tuple[str, str] | None:
    """The known entity with whose name a text ends, behind "of", and that name: the General Conference of UNIDO."""
    for match in _OF.finditer(text) if "of" in text else ():
        for name in authority.by_name.get(text[match.end() :], ()):
            entity = authority.entities[name.entity]
            if not name.contextual and entity.type in types and not is_group(entity):
                return name.entity, text[match.end() :]
    return None


@cache
def _rule(predicate: str) -> str:
    """What stands for the rule in the evidence of a fact that a name states."""
    return "name/" + re.sub(r"([A-Z])", lambda m: "-" + m[1].lower(), predicate)
