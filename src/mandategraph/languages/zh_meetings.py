"""Names in Chinese of meetings, sessions and plans that the authority may not hold, told by numbers, years and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandategraph.languages.zh_heads import edge_before, is_generic, left_edge
from mandategraph.model import Mention

__all__ = ["find_meetings"]

_CONVENERS = frozenset({"Body", "Organization", "Partnership", "CountryGroup"})
_PLACES = frozenset({"Country", "Region"})
_PLANS = frozenset({"Body", "Country", "Fund", "Organization", "Partnership"})
_HOLDS = frozenset({"CountryGroup", "Organization"})
_OWNS = frozenset({"Organization"})
_SESSIONS = frozenset({"Session"})
_CONVENES = frozenset({"Agreement", "Fund", "Organization", "Partnership"})
_NUMBERED_EVENT = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}[届次]|首届(?=“))(?P<what>(?:“[^“”]{2,20}”)?(?:(?!第|和(?!平)|[的了是在与及由])(?:[\u4e00-\u9fff]|\d\.0|[A-Z]{2,8})){2,16}?(?:和(?:高级)?(?:官员|专家|部长))?)(?:会议|峰会|论坛|大会|博览会|研讨会)(?!室|厅|桌)"
)
#: A meeting of a body, counted by 次: 海外渔业协商委员会第8次会议. 第12次会议 alone is a sitting of a session.
_NTH_MEETING = re.compile(r"(?P<head>委员会|理事会|协调会|工作组|指导小组|联合会|部长会议|首脑会议|论坛|网络|联盟)第\s?[一二三四五六七八九十百\d]{1,3}\s?次(?:年度|部长级|高级别|全体|政府间|联席|特别){0,2}会议(?![室厅桌])")
#: A body that only its session names: 国际渔业管理大会第三届会议.
_SESSIONED = re.compile(
    r"(?P<head>大会|委员会|工作组|工作队|小组|理事会|(?<!缔约方)(?<!缔约国)会议|论坛|执行局)(?=第[一二三四五六七八九十百\d]{1,4}届(?:(?:[\u4e00-\u9fff]{0,2}特别|年度|常)?会议?|例会|年会))"
)
#: What stands before it that is no part of its name: 报告已提交大会第七十届会议.
_TOLD = re.compile(r"[\d年月日已了在会向]|女士|先生|博士|大使|担任|列入|载入|纳入|(?:提交|递交|呈交|转交|送交|转递|提请|邀请|告知|通知|出席|参加|参与|祝贺|感谢|召开|举行|筹备|敦促|鼓励|支持|协助|欢迎|赞扬|报告|建议|授权|委托|要求|请)$")
#: A plan that its years name: 2020-2023年战略计划.
_YEARED = re.compile(
    r"(?:19|20)\d\d(?P<to>\s?[-–—~至]\s?(?:19|20)?\d\d)?年?(?:期间|度)?的?(?P<what>(?:(?![的了是在和与及对为])[\u4e00-\u9fff]){0,8}?"
    r"(?:战略计划|中期战略|战略框架|工作方案|方案框架|行动计划|合作框架|国家方案|中期计划|总体规划|路线图|行动纲领|工作计划))(?![草提]案|[^，。；]{0,2}(?:的编制|的拟订))"
)
#: A meeting that only the place or the day where it is held tells to be one: 在利马举行的第二次全球水大会.
_HELD_EVENT = re.compile(
    r"(?:举行|召开|举办|主办)的(?P<name>(?:“[^“”]{2,30}”)?(?:\d{4}年)?(?:第[一二三四五六七八九十百\d]{1,4}[届次])?[^，。；：“”《》（）()的了\n]{1,40}?(?:大会|会议|峰会|论坛))"
    r"(?=[，。；、（(上的]|以及|[和并与及]|通过|期间|审议|讨论|商定|呼吁|强调|核可|发表|汇集|聚集|$)"
)
#: A meeting that only what is told of it next tells to be one: 全球茶叶大会由日本主办.
_MEETING_HELD = re.compile(
    r"(?:(?<=[，。；])|(?<![\s\S]))(?P<name>(?:\d{4}年)?[^，。；：“”《》（）()\d\s]{4,24}?(?:大会|会议|年会|活动|论坛|峰会|博览会))(?=(?:由[^，。；]{2,40}?(?:主办|举办|承办|组织)|于\d{4}年[^，。；]{2,40}?(?:举行|召开|开幕|闭幕)|在[^，。；和与]{2,16}?(?:举行|召开|开幕)))"
)
#: A meeting on a text: 召开《维也纳行动纲领》高级别审查会议.
_ON_A_TEXT = re.compile(r"(?:召开|举行|举办|主办|召集)了?(?P<name>《[^《》，。；]{2,40}》[^，。；：“”《》（）的了]{0,20}?(?:会议|峰会|论坛))(?=[，。；、）]|$|的|上|以|和)")
_TOLD_NEXT = re.compile("(?:[大年峰]会|博览会|会议|活动|论坛)[由于在]")
_TOLD_BEFORE = re.compile("第[一二三四五六七八九十百]|[的了在于是与和]|届|本次|此次|该|这")
#: A meeting that only those tell who hold it, right behind their name: 区域协作平台年度会议.
_THEIR_MEETING = re.compile(
    r"的?(?:(?:年度|部长级|高级别|首脑|领导人|外长|财长|元首|元首理事会|年度部长级)(?:第[一二三四五六七八九十\d]{1,3}次)?(?:非正式|特别|视频)?(?:会议|会晤)"
    r"|(?:首[次届]|第[一二三四五六七八九十]{1,3}[次届])?(?:全球|年度|部长级|高级别|区域){1,2}(?:峰会|论坛|大会)|首[次届](?:全球|部长级|高级别)会议)(?![室厅桌])"
)
_ITS_EVENT = re.compile("高级别(?:会外)?活动")  # behind a programme: 第三个非洲工业发展十年高级别活动
#: Without any of these nobody meets.
_MEET = re.compile("会[议晤]|[峰大]会|论坛|级别")
#: The members of a body or treaty, whoever they are, hold no meeting of their own.
_EACH = frozenset({"员国", "约国", "约方"})
#: Of what class a name may be that begins the name of a meeting: 第二次联合国水会议, 第九届非洲能源部长会议.
_INSIDE = frozenset({"Country", "Framework", "Organization", "Region"})
_HELD = re.compile(r"(?:举行|召开|举办|主办|主持|参加|出席|承办)(?:了|的)?(?:题为“[^”]{2,40}”的)?$")
_PLENARY = frozenset({"扩大", "特别", "常务", "例行", "全体", "联席", "筹备", "正式", "年度", "定期"})  # sessions of a body


class _Beside:
    """What begins and what ends at each place of a text, so that to ask costs the same however much is named.

    :param named: mentions.
    """

    def __init__(self, named: Sequence[Mention]) -> None:
        self._named = named
        self._places: tuple[dict[int, list[Mention]], dict[int, list[Mention]]] | None = None

    def _found(self) -> tuple[dict[int, list[Mention]], dict[int, list[Mention]]]:
        """What begins and what ends at each place, put together when it is first asked for."""
        if self._places is None:
            begins: dict[int, list[Mention]] = {}
            ends: dict[int, list[Mention]] = {}
            for mention in self._named:
                begins.setdefault(mention.start, []).append(mention)
                ends.setdefault(mention.end, []).append(mention)
            self._places = begins, ends
        return self._places

    def ending(self, place: int, types: frozenset[str] | None = None) -> Mention | None:
        """The first mention of these classes that ends at a place."""
        return next((m for m in self._found()[1].get(place, ()) if types is None or m.type in types), None)

    def beginning(self, place: int, types: frozenset[str]) -> Iterator[Mention]:
        """The mentions of these classes that begin at a place."""
        return (m for m in self._found()[0].get(place, ()) if m.type in types)


def find_meetings(
    text: str, taken: Sequence[Mention], groups: Sequence[Mention], claimed: bytearray, written: bytearray
) -> Iterator[Mention]:
    """Meetings, sessions of bodies that only their sessions name, and plans that their years name.

    :param text: repaired text.
    :param taken: mentions found already.
    :param groups: mentions of groups of actors.
    :param claimed: of each character, odd where something is named; learns what is found.
    :param written: of each character, odd where the text marks a name; learns what is found.

    >>> [m.text for m in find_meetings("他们出席了第四届世界陶瓷论坛。", (), (), bytearray(15), bytearray(15))]
    ['第四届世界陶瓷论坛']
    """
    beside, groups_beside = _Beside(taken), _Beside(groups)

    def ending(place: int, types: frozenset[str]) -> tuple[Mention | None, str]:
        """The mention that ends at a place or before the brackets that do, and the text from it to there without them."""
        found = beside.ending(place, types)
        if found is None and text[place - 1 : place] == "）" and (opened := text.rfind("（", max(0, place - 16), place)) > 0:
            found = beside.ending(opened, types)  # 世界贸易组织（世贸组织）第十二届部长级会议
        return found, "" if found is None else text[found.start : found.end]

    def mark(start: int, end: int) -> None:
        claimed[start:end] = written[start:end] = b"\x01" * (end - start)

    if "第" in text or "首届“" in text:
        for match in _NUMBERED_EVENT.finditer(text):
            start, end = match.span()
            whose, name = ending(start, _HOLDS)
            if whose is None and (whose := groups_beside.ending(start, _HOLDS)) is not None:
                name = text[whose.start : start]
            first = match.start("what") + (text[match.start("what")] == "“")
            inside = next((m for m in beside.beginning(first, _INSIDE) if m.end < match.end("what")), None)
            free = start if inside is None else inside.end  # 第二次联合国水会议
            if claimed.find(1, free, end) < 0 and match["what"] not in _PLENARY and (whose is not None or len(match["what"]) > 5 or not is_generic(match["what"])):
                mark(start, end)
                yield Mention(start if whose is None else whose.start, end, name + text[start:end], "Event")
    for match in _SESSIONED.finditer(text) if "届" in text else ():
        first, end = match.span()
        told = (m for place in (first, end) for m in beside.beginning(place, _SESSIONS))
        session = next((m for m in told if not m.parts or m.parts[0].value == "context"), None)
        if session is None:
            continue
        whose = beside.ending(first, _CONVENES)
        if whose is not None and session.parts:
            continue  # which body of its own that is the linker knows
        start = left_edge(text, first, claimed, 0) if whose is None else whose.start
        verb = edge_before(text, first) if whose is None else None  # 核可委员会第二届会议的报告
        if first - start - len(verb or "") >= 2 and (whose or not _TOLD.search(text, start, first)):
            owner = beside.ending(start, _OWNS) if whose is None else None
            start, whose = (start, whose) if owner is None else (owner.start, owner)
            mark(start, session.end)
            body = Mention(start, end, text[start:end], "Body", value="new", parts=() if whose is None else (whose,))
            yield Mention(start, session.end, text[start : session.end], "Session", value=session.value, parts=(body,))
    for match in _YEARED.finditer(text) if "20" in text else ():
        whose = beside.ending(match.start(), _PLANS)
        if claimed[match.end() - 1] & 1 or not (match["to"] or whose):
            continue
        start, end = match.start() if whose is None else whose.start, match.end()
        mark(start, end)
        yield Mention(start, end, text[start:end], "Framework")
    for match in _HELD_EVENT.finditer(text) if "行的" in text or "开的" in text or "办的" in text else ():
        start, end = match.span("name")
        if not claimed[end - 1] & 1 and not is_generic(match["name"][:-2]) and end - start >= 5:
            mark(start, end)
            yield Mention(start, end, match["name"], "Event")
    for match in _MEETING_HELD.finditer(text) if ("会" in text or "活动" in text) and _TOLD_NEXT.search(text) else ():
        start, end = match.span("name")
        inside = next((m for m in beside.beginning(start, _PLACES) if m.end <= end - 4), None)  # 非洲区域审查会议
        if claimed.find(1, start if inside is None else inside.end, end) < 0 and (inside is not None or text.startswith("由", end) or not is_generic(match["name"][:-2])) and not _TOLD_BEFORE.search(match["name"]):
            mark(start, end)
            yield Mention(start, end, match["name"], "Event")
    for match in _ON_A_TEXT.finditer(text) if "》" in text else ():
        start, end = match.span("name")
        if not claimed[end - 1] & 1:
            mark(start, end)
            yield Mention(start, end, match["name"], "Event")
    for match in _NTH_MEETING.finditer(text) if "次" in text else ():
        owner = beside.ending(match.end("head"))
        start, end = left_edge(text, match.start(), claimed, 0) if owner is None else owner.start, match.end()
        if owner is None and match.start() - start < 3:
            continue
        if written.find(1, start, end) < 0 and _HELD.search(text, max(0, start - 50), start):
            mark(start, end)
            yield Mention(start, end, text[start:end], "Event")
    conveners = (*taken, *(m for m in groups if m.type == "CountryGroup")) if _MEET.search(text) else ()
    for convener in conveners:
        theirs = _THEIR_MEETING.match(text, convener.end) if convener.type in _CONVENERS else None
        if convener.type == "Programme":
            theirs = _ITS_EVENT.match(text, convener.end)
        free = convener.end if convener.type == "Programme" else convener.start
        if theirs is not None and convener.text[-2:] not in _EACH and written.find(1, free, theirs.end()) < 0:
            mark(convener.start, theirs.end())
            yield Mention(convener.start, theirs.end(), text[convener.start : theirs.end()], "Event")
