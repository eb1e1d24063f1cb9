"""Names in Chinese of meetings, sessions and plans that the authority may not hold, told by numbers, years and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandategraph.languages.zh_heads import edge_before, is_generic, left_edge
from mandategraph.model import Mention

__all__ = ["find_meetings"]

_CONVENERS = frozenset({"Body", "Organization", "Partnership", "CountryGroup"})
_SERIES = _CONVENERS | {"Event"}
_TOGETHER = frozenset({"Country", "CountryGroup", "Organization", "Region"})
_PLACES = frozenset({"Country", "Region"})
_PLANS = frozenset({"Body", "Country", "Fund", "Organization", "Partnership"})
_HOLDS = frozenset({"CountryGroup", "Event", "Organization"})
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
    r"(?:举行|召开|举办|主办)的(?P<name>(?:关于[^，。；：“”《》（）()\n]{2,40}?的(?=[^，。；：“”《》（）()的了\n]{0,12}(?:大会|会议|峰会|论坛|讨论会|研讨会|讲习班|座谈会)))?(?:“[^“”]{2,30}”)?(?:\d{4}年)?(?:第[一二三四五六七八九十百\d]{1,4}[届次])?[^，。；：“”《》（）()的了\n]{0,40}?(?:大会|会议|峰会|论坛|讨论会|研讨会|讲习班|座谈会))"
    r"(?=[，。；、（(上的]|以及|[和并与及]|通过|期间|审议|讨论|商定|呼吁|强调|核可|发表|汇集|聚集|$)"
)
#: A meeting that a resolution decides to hold: 决定于2044年在维也纳召开小岛屿国家渔业问题国际会议.
_TO_BE_HELD = re.compile(
    r"(?:决定|商定|同意)[^。；“”《》]{0,40}?(?:举行|召开|举办|召集)(?:一[次届]|首[次届])?(?P<name>(?:“[^“”]{2,30}”)?(?:第[一二三四五六七八九十百\d]{1,4}[届次])?[^，。；：“”《》（）()的了\n]{4,40}?"
    r"(?:国际会议|世界会议|联合国会议|部长级会议|高级别会议|首脑会议|审查会议|审议会议|专家会议|峰会|论坛|大会|问题会议))(?=[，。；、（(]|以|作为|$)"
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
    r"|(?:首[次届]|第[一二三四五六七八九十\d]{1,3}[次届])?(?:国家)?(?:领导人|元首(?:理事会)?|政府首脑|首脑|外长|财长|[\u4e00-\u9fff]{1,8}?部长|部长级|高级别|高官)(?:(?:首[次届]|第[一二三四五六七八九十\d]{1,3}[次届]))(?:非正式|特别|视频|年度|定期){0,2}(?:会议|会晤|峰会)"
    r"|(?:首[次届]|第[一二三四五六七八九十\d]{1,3}[次届])(?:国家)?(?:领导人|元首|政府首脑|首脑|外长|财长|(?:(?![的了是在与及由和])[\u4e00-\u9fff]){1,8}部长|部长级|高级别|高官)(?:非正式|特别|视频|年度|定期){0,2}(?:会议|会晤|峰会)"
    r"|(?:首[次届]|第[一二三四五六七八九十]{1,3}[次届])?(?:全球|年度|部长级|高级别|区域){1,2}(?:峰会|论坛|大会)|首[次届](?:全球|部长级|高级别)会议)(?![室厅桌]|机制)"
)
#: Behind the name of a group, the meeting on its needs: 小岛屿发展中国家问题国际会议.
_ON_THEM = re.compile("问题(?:国际|全球|高级别|联合国|特别){0,2}(?:会议|大会|峰会)(?![室厅桌])")
#: Behind the name of a town, the summit that was held there; between it and the name of a group, whose summit it was.
_SUMMIT = re.compile("(?:峰会|首脑会议)(?!中心|[室厅桌])|(?<![在于].)(?<![在于]..)(?<![在于]...)(?<![在于]....)会晤(?=[，。；、上的]|期间|通过|$)")
_LEADERS = re.compile("(?:国家)?(?:领导人)?")
#: Between two that meet: 第二次中国-东盟卫生部长会议, 第二十一次东盟与中日韩领导人会议.
_TWO = re.compile("[-－–—与和]")
_TWO_MEET = re.compile(
    r"(?:中日韩)?(?:(?!第|[的了是在与及由和、，。；])[\u4e00-\u9fff]){0,10}?(?:(?<=领导人|.外长|.部长|部长级|.首脑|高级别|.合作)(?:特别|非正式|视频)?(?:会议|会晤|论坛)|峰会|首脑会议|博览会)(?![室厅桌])"
)
#: Without any of these no two meet, and nobody meets on a group or in a town that names the meeting.
_SEVERAL_MEET = re.compile("峰会|首脑会议|会晤|博览会|问题[国全高联特会大]|(?:领导人|外长|部长级?|首脑|高级别|合作)(?:特别|非正式|视频)?(?:会议|论坛)")
_COUNTED = re.compile(r"(?:首|第[一二三四五六七八九十百\d]{1,4})[届次]$")
_SUMMITS = re.compile("元首|首脑|总理|部长")
#: What follows the meeting of a body with a name of its own that is told to be held: 元首理事会第二十二次会议于2022年9月在撒马尔罕举行.
_TAKES_PLACE = re.compile(r"(?:已|将|定)?[于在][^，。；]{2,40}?(?:举行|召开|开幕|闭幕)|由[^，。；]{2,30}?(?:主持|主办|承办)|[（(](?:19|20)\d\d年|通过了|期间|上?，")
_ITS_EVENT = re.compile("高级别(?:会外)?活动")  # behind a programme: 第三个非洲工业发展十年高级别活动
_ABOUT_IT = re.compile("(?:[一二三四五六七八九十两]{1,3}周年)?(?:回顾|审查|筹备|预备|后续|总结|盘点)(?:会议|峰会|大会)")  # behind a meeting: 联合国粮食体系峰会两周年回顾会议
_FOLLOWED = {"Programme": _ITS_EVENT, "Event": _ABOUT_IT}
#: Without any of these nobody meets.
_MEET = re.compile("会[议晤]|[峰大]会|论坛|级别")
#: The members of a body or treaty, whoever they are, hold no meeting of their own.
_EACH = frozenset({"员国", "约国", "约方"})
#: Of what class a name may be that begins the name of a meeting: 第二次联合国水会议, 第九届非洲能源部长会议.
_INSIDE = frozenset({"Country", "Framework", "Organization", "Region"})
_HELD = re.compile(r"(?:举行|召开|举办|主办|主持|参加|出席|承办)(?:了|的)?(?:题为“[^”]{2,40}”的)?$")
#: 这是…的第二次水事会议 tells which of its kind a meeting is, not how it is called.
_PREDICATE = re.compile("(?:(?<=[。；，])|^)(?:这|此次会议|本次会议|会议|论坛|峰会|它)?也?是[^。；，]{0,40}$")
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
        if found is None and text[place - 1 : place] == "）" and (opened := text.rfind("（", max(0, place - 40), place)) > 0:
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
            if claimed.find(1, free, end) < 0 and match["what"] not in _PLENARY and not _PREDICATE.search(text, max(0, start - 50), start) and (whose is not None or len(match["what"]) > 5 or not is_generic(match["what"])):
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
    if ("会" in text or "论坛" in text) and _SEVERAL_MEET.search(text) is not None:
        for found in _of_several(text, (*taken, *groups), beside, groups_beside, written):
            mark(found.start, found.end)
            yield found
    for match in _YEARED.finditer(text) if "20" in text else ():
        whose = beside.ending(match.start(), _PLANS)
        if claimed[match.end() - 1] & 1 or not (match["to"] or whose):
            continue
        start, end = match.start() if whose is None else whose.start, match.end()
        mark(start, end)
        yield Mention(start, end, text[start:end], "Framework")
    for match in _HELD_EVENT.finditer(text) if "行的" in text or "开的" in text or "办的" in text else ():
        start, end = match.span("name")
        if not claimed[end - 1] & 1 and not is_generic(match["name"][:-2]) and end - start >= 5 and not match["name"].startswith(("会议", "大会第")) and not _PREDICATE.search(text, max(0, start - 50), start):
            mark(start, end)
            yield Mention(start, end, match["name"], "Event")
    for match in _TO_BE_HELD.finditer(text) if "决定" in text or "商定" in text or "同意" in text else ():
        start, end = match.span("name")
        if not claimed[end - 1] & 1 and not is_generic(match["name"][:-2]):
            mark(start, end)
            yield Mention(start, end, match["name"], "Event")
    for match in _MEETING_HELD.finditer(text) if ("会" in text or "活动" in text or "论坛" in text) and _TOLD_NEXT.search(text) else ():
        start, end = match.span("name")
        inside = next((m for m in beside.beginning(start, _PLACES) if m.end <= end - 4), None)  # 非洲区域审查会议
        if claimed.find(1, start if inside is None else inside.end, end) < 0 and (inside is not None or text.startswith("由", end) or not is_generic(match["name"][:-2])) and not _TOLD_BEFORE.search(match["name"]):
            mark(start, end)
            yield Mention(start, end, match["name"], "Event")
    for match in _ON_A_TEXT.finditer(text) if "》" in text else ():
        start, end = match.span("name")
        mark(start, end)
        yield Mention(start, end, match["name"], "Event")
    for match in _NTH_MEETING.finditer(text) if "次" in text else ():
        owner = beside.ending(match.end("head"))
        start, end = left_edge(text, match.start(), claimed, 0) if owner is None else owner.start, match.end()
        if owner is None and match.start() - start < 3 and not _SUMMITS.search(text, start, match.start()):
            continue
        named = len(owner.text) > 6 if owner is not None and owner.value != "context" else _SUMMITS.search(text, start, match.start())
        whose, name = (None, "") if owner is not None else ending(start, _HOLDS)
        known = named and _TAKES_PLACE.match(text, end)
        if written.find(1, start, end) < 0 and (known or _HELD.search(text, max(0, start - 50), start)):
            mark(start, end)
            yield Mention(start if whose is None else whose.start, end, name + text[start:end], "Event")
    conveners = (*taken, *(m for m in groups if m.type == "CountryGroup")) if _MEET.search(text) else ()
    for convener in conveners:
        theirs = _THEIR_MEETING.match(text, convener.end) if convener.type in _CONVENERS else None
        if convener.type in _FOLLOWED:
            theirs = _FOLLOWED[convener.type].match(text, convener.end)
        free = convener.end if convener.type in _FOLLOWED else convener.start
        if theirs is not None and convener.text[-2:] not in _EACH and written.find(1, free, theirs.end()) < 0:
            mark(convener.start, theirs.end())
            yield Mention(convener.start, theirs.end(), text[convener.start : theirs.end()], "Event")


def _of_several(text: str, named: Sequence[Mention], beside: _Beside, groups: _Beside, written: bytearray) -> Iterator[Mention]:
    """Meetings that two hold together, that are about a group, and summits that only the town names where they were held."""
    for item in named:
        start, end = item.start, item.end
        meeting = _ON_THEM.match(text, end) if item.type == "CountryGroup" else None
        if meeting is None and item.type == "Region" and (meeting := _SUMMIT.match(text, end)) is not None:
            whose = next((m for back in (0, 2, 3, 5) if (m := beside.ending(start - back, _SERIES) or groups.ending(start - back, _SERIES)) and _LEADERS.fullmatch(text, m.end, start)), None)
            start = start if whose is None else whose.start
        if meeting is None and item.type in _TOGETHER and _TWO.match(text, end) is not None:
            second = next(beside.beginning(end + 1, _TOGETHER), None) or next(groups.beginning(end + 1, _TOGETHER), None)
            if second is not None or text.startswith("中日韩", end + 1):
                meeting = _TWO_MEET.match(text, end + 1 if second is None else second.end)
            if meeting is not None and text[end] in "与和" and _COUNTED.search(text, max(0, start - 7), start) is None:
                meeting = None  # 中国和非洲联盟峰会 may be two
        if meeting is None or written.find(1, end, meeting.end()) >= 0:
            continue
        counted = _COUNTED.search(text, max(0, start - 7), start)
        start = start if counted is None else counted.start()
        yield Mention(start, meeting.end(), text[start : meeting.end()], "Event")
