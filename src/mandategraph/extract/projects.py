"""Projects that a text describes without naming them: 该项目 with no name before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mandategraph.antecedents import Described
from mandategraph.extract.engine import Candidate
from mandategraph.extract.stories import figures, headline, part_of
from mandategraph.link import Linker
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.vocabulary import PREDICATES, is_a

__all__ = ["aims", "coined", "describe_project", "introduced_projects", "project_facts"]

_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
_FUNDED = re.compile(
    r"(?:在|借助|利用|凭借|得益于|依靠)(?P<who>[^，。；]{2,60}?)(?:提供)?的?(?:财政|资金|经费)?(?:提供的[^，。；]{2,16}?(?:资金|[美欧日]元|赠款|捐款|资助)(?=，)|(?:资助|供资|支助|支持)下|提供(?:资助|供资|资金)的情况下|(?:资助|供资|支助)的(?:一个)?[^，。；]{0,10}项目中)"
)
#: After this others help who do not pay: 在日本的资助和该国政府的支持下.
_GRANTED = re.compile("的(?:财政)?(?:资助|供资|资金)(?:和|与|以及)")
_PAID = re.compile("提供的[^，。；]{2,16}?(?:资金|[美欧日]元|赠款|捐款|资助)，|(?:资助|供资|支助|支持)下|提供(?:资助|供资|资金)的情况下|项目中")
_AND = re.compile("[、和与及]|以及")
_BROUGHT = re.compile("的?(?:技术|专家|公司|企业|设备|市场|产品|资助|合作|大学|代表|办事处)")
_ACTOR = r"(?:工发组织|本组织|开发署|该组织|办事处|(?<=[，。；])(?!由|与|和|同|对|为|向|在|从)[\u4e00-\u9fff]{1,8}?(?:组织|署|儿基会|基金|银行|贸发会议|人居署|计划署))"
#: A project that is called one, by what it does: 开展了一个促进妇女创业的项目.
_INTRODUCED = r"(?:启动|推出|实施|开展|执行|发起)了?一[个项](?P<words>[^，。；“”]{2,30}?的(?:项目|方案|倡议))"
_NOT_SO = r"(?![^，。；]*了?一[个项][^，。；]*的(?:项目|方案|倡议))"
_DESCRIPTIONS = (
    re.compile(_INTRODUCED + "(?=[，。；])"),
    re.compile(r"(?:启动|推出|实施|开展|执行|发起)了?(?:一[个项]|新的?)[^，。；“”《》]{0,30}?(?:项目|方案|倡议|举措)，(?:该项目)?(?:旨在|目的是|以期|以)(?P<words>[^，。；“”]{4,40})"),
    re.compile(r"(?:^|，)(?P<words>旨在[^，。；“”]{3,30}的项目)(?=[是由于])"),
    re.compile(r"(?:实施|开展|执行)了?(?P<words>(?:支持|促进|旨在)[^，。；]{2,16}项目)"),
    re.compile(r"的一[个项]项目(?:还|也|已|正在)?(?P<words>(?:帮助|协助|支持|促进|提高|改善|推广)[^，。；“”]{4,40})(?=[，。；])"),
    re.compile(r"包括(?P<words>(?:部署|建立|开发|推广|提供|改善|设立|引进)[^，。；]{4,36})"),
    re.compile(r"(?:合作|协作|一道|携手)，(?P<words>" + _NOT_SO + r"[^，。；]{4,60})"),
    re.compile(_ACTOR + r"(?:\d{4}年)?(?:还|已|正在|一直在|努力|目前)*(?:在[^，。；]{2,16}?)?(?:帮助|协助|支持)[^，。；]{2,14}?(?:政府)?(?P<words>(?:建设|建立|改善|制定|发展|提高|推行|加强|实现|开展|推广|应对|采用|引进|改用|使用|安装|转向|淘汰|编写|编制|制订|拟订|将)[^，。；]{3,36})"),
    re.compile(_ACTOR + r"(?:还|已|正在|正|一直在|努力|目前)*(?:完成了?(?=对))?(?P<words>" + _NOT_SO + r"(?:在[^，。；]{2,24}?)?(?:部署|建立|创建|开发|推广|提供|改善|提高|加强|开展|引进|建设|修建|修复|安装|培训|向|为(?=[^，。；]{2,24}(?:提供|修建|建造|开设|安装|培训))|(?<=[成了])对)[^，。；]{4,50})"),
)
#: What others got or did where somebody paid for it: 在瑞士的支持下，农村青年接受了培训.
_BORNE = re.compile(r"(?:资助|供资|支助|支持)下，(?P<words>(?!工发组织|本组织|该|这)[^，。；“”]{2,20}?(?:接受|获得|得到|建立|建成|完成|实现|采用|参加)了[^，。；“”]{3,30})")
#: What is done where somebody pays for it, nobody tells by whom: 在瑞士的资助下，正在建设工业园区.
_DONE = re.compile(r"(?:资助|供资|支助|支持)下，?(?:正在|目前|已)?(?:在[^，。；]{2,24}?)?(?P<words>(?:建设|建造|开展|实施|推广|培训|修复|安装|改造|引进|就|为|向)[^，。；“”]{2,40})")
#: Those who carry a project out with the one who tells of it.
_TOGETHER = re.compile(r"(?:与|同)(?P<who>[^，。；]{2,60}?)(?:一道|共同|联合|一起)(?:实施|执行|开展)")
_HELPED = ("帮助", "协助", "支持", "惠及", "造福", "使", "为")
_AIMED_AT = re.compile("旨在(?P<what>.{4,}?)的(?:项目|方案|倡议)")
_ALSO = re.compile(r"(?<=.{8})并(?=[\u4e00-\u9fff]{2})")
_GIVEN = re.compile(r"^(?:向|为)[^，。；并]{2,40}?(?:提供|带来)了?(?P<what>[^，。；]{4,30})$")
_MADE = re.compile(r"^将(?P<what>[^，。；]{2,30}?)(?P<verb>减少|提高|增加|降低|缩短)了.*$")
_FOUNDED = re.compile(r"^(创建|减少|促进|革新|加快|建立|设立|成立|组建|部署|开发|推广|提供|改善|提高|加强|开展|引进|推行|实现|编写|编制|采用|安装|培训|修复|改造|扩大|发展|制定)了(?:一[个项])?")
_COUNTED = re.compile(r"(?<=^[^\d为向][^\d])了?[\d,]+多?[名个家项次位所台](?=[^，。；]{2})")  # 派遣了40名专家
#: What a project builds, by which it may be called: 建立节水示范区.
_BUILT = re.compile(r"^(?:创建|建立|设立|建设|成立|组建|建造|部署|安装|推出)(?:[^，。；]{2,20}的)?(?P<what>[^，。；的]{4,24}(?:区|园|中心|平台|网络?|系统|体系|机制|实验室|集群|联盟))$")
_AIM = re.compile(
    r"[，；、](?:并且?|以便?|从而|旨在|用以|包括|同时|还|以及|和)?"
    r"(?P<words>(?:吸引|促进|提高|改善|加强|增强|增加|减少|建立|建设|开发|推广|推动|提供|支持|帮助|实现|扩大|培训|发展|制定|利用|推行|升级|安装|引进|创造)了?[^，。；“”]{4,40})(?=[，。；]|$)"
)
_ADVERBS = re.compile(r"^(?:以便?(?=使|支持|帮助|促进|推动|提高|改善|加强)|努力|积极|正在|已经|还|继续|在(?P<place>[^，。；]{2,10}?)(?=部署|建立|创建|开发|推广|提供|改善|提高|加强|开展|引进))+")
_PURPOSE = re.compile(r"(?<=.{6})以(?:推动|促进|便|帮助|提高|实现|加强|改善|支持).*$")
_PLACE = re.compile(r"在(?:[^，。；]{2,20}?)(?=(?:改善|部署|建立|开发|推广|提供|提高|加强|开展|引进|建设|创建|实施|增加))")


_DOES = "吸引|促进|提高|改善|改进|加强|增强|增加|减少|加快|建立|建设|开发|推广|推动|推进|革新|实现|扩大|发展|转向|升级|应对|缩小"
#: What 该项目 itself is said to do: 该项目帮助越南改善供水, 该项目旨在改善供水.
_DOING = re.compile(
    rf"(?:该|这个|本)项目(?:还|也|已|正在|的目标是|的目的是)*(?:(?:帮助|协助|支持)(?:[^，。；“”]{{1,16}}?)|旨在(?:帮助[^，。；“”]{{1,16}}?)?|力求|有助于)?(?<![的家])(?P<words>(?:{_DOES})了?[^，。；“”]{{3,36}})(?=[，。；])"
)
#: What others do something for: 在越南，学校获得支助，以改善供水.
_FOR = re.compile(rf"[，]以(?P<words>(?:{_DOES})[^，。；“”]{{3,36}})。")
_HERE = re.compile("(?:^|。)在(?P<where>[^，。；在]{2,12})，")
#: What those do where a project works: 这些国家与工发组织合作.
_JOINED = re.compile("(?:政府)?(?:还|正在|一直)*(?:与|同)[^，。；]{2,16}?(?:合作|协作|携手|一道|一起)")
_HELPS = re.compile("该项目(?:还|也)?(?:帮助|协助|支持)")


def coined(words: str) -> tuple[str, str]:
    """The name that a programme without one is given, and a shorter one without the place where it works, or an empty one.

    :param words: of the text, that say what the programme does.

    >>> coined("在埃及和约旦推广节水灌溉技术以促进就业")
    ('在埃及和约旦推广节水灌溉技术', '推广节水灌溉技术')
    """
    name = _PURPOSE.sub("", words)
    place = _PLACE.match(name)
    return name, name[place.end() :] if place is not None else ""


def describe_project(text: str, end: int) -> Described | None:
    """What a project does, in the words of the last sentence that says it, and where that sentence stands.

    :param text: the text of the passage of 该项目 or of the one before.
    :param end: where in it 该项目 stands, or its length.

    >>> found = describe_project("工发组织与两所大学合作，建立水质监测网，改善供水服务。该项目为期三年。", 27)
    >>> found.words, found.others
    ('建立水质监测网', ('水质监测网', '改善供水服务'))
    """
    told = list(_descriptions(text, max(0, end - 1500), end))
    funded = [found for found in told if found.payers[1]]
    return (funded or told)[-1] if told else None


def introduced_projects(text: str) -> Iterator[Described]:
    """The projects that a text tells of by who pays for them, though it names none of them.

    :param text: the text of a passage.

    >>> [found.words for found in introduced_projects("在瑞士的资助下，工发组织与两所大学合作，建立水质监测网。")]
    ['建立水质监测网']
    """
    if ("下" in text or "项目中" in text or "提供的" in text) and _PAID.search(text):
        yield from (found for found in _descriptions(text, 0, len(text)) if found.payers[1])


def _descriptions(text: str, start: int, end: int) -> Iterator[Described]:
    """The sentences of a stretch of text that say what a project does."""
    for sentence in _SENTENCE.finditer(text, start, end):
        words = _told(sentence.group())
        if words is not None:
            funded = _FUNDED.search(text, *sentence.span())
            payers = funded.span("who") if funded is not None else (0, 0)
            yield Described(words, *sentence.span(), tuple(_others(sentence.group(), words)), payers)


def _others(sentence: str, words: str) -> Iterator[str]:
    """What else a sentence says that an unnamed project does."""
    built = _BUILT.match(words)
    if built is not None:
        yield built["what"]
    aimed = _AIMED_AT.fullmatch(words)
    if aimed is not None:
        yield aimed["what"]  # 旨在改善供水的项目
    first = _ALSO.split(words, maxsplit=1)[0]
    if first != words:
        yield first  # 转让技术并提供培训
    if words not in sentence:
        yield from (written for written in (f"{words[:2]}了{words[2:]}",) if written in sentence)
    for match in _AIM.finditer(sentence, max(0, sentence.find(words))):
        other = _FOUNDED.sub(r"\1", match["words"])
        if other != words:
            yield from dict.fromkeys((other, match["words"]))  # 改善供水服务 and, as printed, 改善了供水服务


def aims(rest: str) -> Iterator[str]:
    """What else a project does, by what its sentence says right behind the words that it is called by.

    :param rest: of the sentence, from the comma on.

    >>> list(aims("，改善供水服务，并提高粮食产量。"))
    ['改善供水服务', '提高粮食产量']
    """
    if rest.startswith("，"):
        yield from (_FOUNDED.sub(r"\1", match["words"]) for match in _AIM.finditer(rest))


@lru_cache(maxsize=64)
def _told(sentence: str) -> str | None:
    """What a project does, as a sentence says it; None where it says nothing of the kind."""
    for pattern in _DESCRIPTIONS:
        match = pattern.search(sentence)
        if match is not None and "“" not in sentence[: match.start()]:
            words = _ADVERBS.sub("", match["words"])
            given = _GIVEN.match(words)
            words = _named(given["what"] if given else words)
            return words if 4 <= len(words) <= 48 else None
    borne = _BORNE.search(sentence) or _DONE.search(sentence)
    return _named(borne["words"]) if borne is not None else None


def _named(words: str) -> str:
    """A description as a name: 将排放量减少了90% is 减少排放量."""
    words = _COUNTED.sub("", _FOUNDED.sub(r"\1", words.strip(" 了")))
    made = _MADE.match(words)
    if made is not None:
        return made["verb"] + made["what"]
    return words


def name_projects(passages: Sequence[LinkedPassage], linker: Linker) -> None:
    """Calls unnamed projects by what else the text says that they do, before and after it introduces them.

    :param passages: the whole document, in order.
    :param linker: its linker, which found the projects.
    """
    if not linker.projects:
        return
    for item in passages:
        for mention in item.mentions:
            if mention.reason == "antecedent" and mention.entity in linker.projects:
                doing = _DOING.match(item.passage.text, mention.mention.start)
                for words in () if doing is None else dict.fromkeys((_FOUNDED.sub(r"\1", doing["words"]), doing["words"])):
                    linker.named(mention.entity, words, item.passage.language)
    places = {item.passage.path: place for place, item in enumerate(passages)}
    for project, (path, start, _) in sorted(linker.projects.items()):
        for line in headline(passages, places[path], linker.entities[project].label()):
            linker.named(project, line, passages[places[path]].passage.language)
        for item, end in _before(passages, places[path], start):
            here = _HERE.search(item.passage.text, 0, end)
            aim = _FOR.search(item.passage.text, here.end(), end) if here is not None else None
            if aim is not None:
                linker.named(project, aim["words"], item.passage.language)


def _before(passages: Sequence[LinkedPassage], place: int, start: int) -> Iterator[tuple[LinkedPassage, int]]:
    """What stands right before a project's introduction and speaks of no other programme, each with where it ends."""
    item, end = passages[place], start
    if start == 0 and place > 0 and passages[place - 1].passage.heading == item.passage.heading:
        item = passages[place - 1]
        end = len(item.passage.text)
    if end and all(m.type != "Programme" for m in item.mentions if m.mention.start < end):
        yield item, end


def project_facts(passages: Sequence[LinkedPassage], linker: Linker) -> Iterator[tuple[str, Candidate]]:
    """What the introducing sentences of unnamed projects state of them, each with the path of its passage.

    :param passages: the whole document, in order.
    :param linker: its linker, which found the projects.
    """
    order = {item.passage.path: place for place, item in enumerate(passages)}
    for project, (path, start, end) in sorted(linker.projects.items()):
        item = passages[order[path]]
        text = item.passage.text
        inside = [m for m in item.mentions if start <= m.mention.start and m.mention.end <= end and m.entity]
        spoken = linker.entities[project].label().endswith("项目")  # 支持青年就业项目, beside the programme that it is part of
        if not spoken and any(m.type == "Programme" and m.reason != "antecedent" and not part_of(text, m) for m in inside):
            continue
        funded = _FUNDED.search(text, start, end)
        given = None if funded is None else _GRANTED.search(text, *funded.span("who"))
        paid = 0 if funded is None else given.start() if given is not None else funded.end("who")
        acting = min((m.mention.end for m in inside if m.entity == linker.home), default=end)
        told = text.rfind(linker.entities[project].label()[-4:], start, end)
        begun = text.find(linker.entities[project].label(), start, end)
        places = [m for m in inside if m.type in {"Country", "Region"} and (told < 0 or m.mention.start < told + 4)]
        if all(m.mention.end <= paid for m in places):  # of payers alone
            yield from _set_in(passages, order[path], start, project)
        values = [m for m in item.mentions if m.entity is None and start <= m.mention.start and m.mention.end <= end]
        label = linker.entities[project].label()
        for figure in figures(text, values, project, (start, end), (begun, begun + len(label))):
            yield path, figure
        together = _TOGETHER.search(text, start, end)
        where: list[Linked] = []
        helped: list[Linked] = []
        acted: Linked | None = None
        for m in places:
            listed = where and _AND.fullmatch(text, where[-1].mention.end, m.mention.start)
            if m.mention.start == begun or _is_where(text, m, acting) or (listed and not _BROUGHT.match(text, m.mention.end)):
                where.append(m)
        for m in inside:
            if funded is not None and funded.start("who") <= m.mention.start < funded.end("who"):
                if m.mention.start < paid and is_a(m.type, PREDICATES["fundedBy"].range or frozenset()) and _whole(text, m, paid) and m.entity != linker.home:
                    yield path, _fact("fundedBy", project, m, min(funded.start(), m.mention.start), funded.end())
                elif given is not None and m.mention.start >= given.end() and m.type in {"Country", "Organization"}:
                    helper = Candidate("participatesIn", m.entity or "", project, {"role": "支持"}, "project/participatesIn", m.mention.start, funded.end())
                    yield path, helper  # 和日本政府的支持下
            elif m.entity == linker.home and _acts(text, m.mention.start, start) and (told < 0 or m.mention.start < told):
                acted = m
                yield path, _fact("implementedBy", project, m, m.mention.start, end)
            elif acted is not None and m.type == "Organization" and m.mention.end < acting + 24 and text[acted.mention.end : m.mention.start] in {"和", "、", "以及"}:
                acted = m  # 工发组织和世界银行
                yield path, _fact("implementedBy", project, m, m.mention.start, end)
            elif m.type == "Programme" and part_of(text, m):
                yield path, _fact("partOf", project, m, m.mention.start - 2, m.mention.end + 4)
            elif m in where:
                yield path, _fact("operatesIn", project, m, m.mention.start - 1, end)
                if m.type == "Country" and text.endswith(("帮助", "协助", "支持"), 0, m.mention.start):
                    yield path, _fact("benefits", project, m, m.mention.start - 2, end)
            elif together is not None and together.start("who") <= m.mention.start < together.end("who"):
                if is_a(m.type, PREDICATES["implementedBy"].range or frozenset()):
                    yield path, _fact("implementedBy", project, m, together.start(), end)
            elif m.mention.start >= (acting if begun < 0 else min(acting, begun)) and m.type in {"Organization", "CountryGroup"}:
                listed = helped and _AND.fullmatch(text, helped[-1].mention.end, m.mention.start)
                if listed or text.endswith(_HELPED, 0, m.mention.start):
                    helped.append(m)
                    yield path, _fact("benefits", project, m, helped[0].mention.start - 2, m.mention.end)


def _set_in(
    passages: Sequence[LinkedPassage], place: int, start: int, project: str
) -> Iterator[tuple[str, Candidate]]:
    """The one country of which a text speaks before it introduces a project there."""
    for item, end in _before(passages, place, start):
        text = item.passage.text
        countries = [m for m in item.mentions if m.type == "Country" and m.mention.start < end]
        if len({m.entity for m in countries}) != 1:
            continue
        first = countries[0]
        here = any(found.span("where") == (first.mention.start, first.mention.end) for found in _HERE.finditer(text, 0, end))
        if here or _goes_on(passages, place, project, first.entity):
            stop = text.find("。", first.mention.end, end) + 1 or end
            yield item.passage.path, _fact("operatesIn", project, first, text.rfind("。", 0, first.mention.start) + 1, stop)


def _goes_on(passages: Sequence[LinkedPassage], place: int, project: str, country: str | None) -> bool:
    """Whether a text says of a project that it helped a country."""
    for item in passages[place : place + 4]:
        if item.passage.heading != passages[place].passage.heading:
            return False
        for spoken in item.mentions:
            if spoken.entity == project and spoken.reason == "antecedent":
                helped = _HELPS.match(item.passage.text, spoken.mention.start)
                if helped is not None:
                    return any(m.entity == country and m.mention.start == helped.end() for m in item.mentions)
    return False


def _acts(text: str, place: int, start: int) -> bool:
    """Whether an organization at a place opens a clause."""
    before = text[start:place].rstrip()
    return not before or before[-1] in "，。；：" or before.endswith(("年", "例如"))


def _is_where(text: str, item: Linked, acting: int) -> bool:
    """Whether a place is where a project does what it does, not whose technology or partners it brings.

    :param text: of the passage.
    :param item: the place.
    :param acting: where the name of those who carry the project out ends.
    """
    start, end = item.mention.start, item.mention.end
    if text.endswith(("在", "帮助", "协助", "支持"), 0, start) or (item.reason == "antecedent" and _JOINED.match(text, end)):
        return True
    if start < acting or _BROUGHT.match(text, end) or text.endswith(("转让", "引进", "采用"), 0, start):
        return False
    return not text.endswith(("与", "同", "和", "来自"), 0, start) or item.mention.text.endswith("政府")


def _whole(text: str, item: Linked, end: int) -> bool:
    """Whether a mention is a funder itself, not the owner of something else: 日本补充预算 is, 日本专家 is not."""
    after = text[item.mention.end : end]
    return not after or after[0] in "、和与及以的" or "预算" in after or "政府" in after


def _fact(predicate: str, project: str, item: Linked, start: int, end: int) -> Candidate:
    return Candidate(predicate, project, item.entity or "", {}, f"project/{predicate}", max(0, start), end)
