"""Names in Chinese that the authority may not hold: bracketed and quoted titles, persons, names told by their head word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandategraph.languages.words import head_words
from mandategraph.languages.zh_abbreviated import find_abbreviated
from mandategraph.languages.zh_heads import captured, find_heads
from mandategraph.languages.zh_marks import curled
from mandategraph.languages.zh_meetings import find_meetings
from mandategraph.languages.zh_persons import find_experts, find_last_names, find_persons
from mandategraph.model import Mention

__all__ = ["find_names"]

_BRACKETS = re.compile(r"《([^《》]{2,70}(?:《[^《》]{2,60}》[^《》]{0,20})?)》")
_QUOTES = re.compile(
    r"“([^“”。；]{2,40})”(?:(?:(?![的了是在由与和该本此其为对向将使已被把及等上中下题名]|支持|提供|启动|实施|推出|促进|帮助|开展|举办|参加|项目|方案|计划|倡议)[\u4e00-\u9fff]){0,8}?"
    r"(?P<head>方案|项目|倡议|举措|论坛|活动|行动计划|计划|运动|平台|网络|研讨会|讲习班|培训班|峰会|博览会|会议|圆桌会议|课程|工具包|工具|联盟|基金|机制|伙伴关系|数据库|应用程序|演习|世界大会|国际大会|大会|国际会议|高级别会议|对话会|国际论坛|行动|举措|战略|路线图|议程|贸易展|展览会|展览|展销会|交易会))?"
)
#: A title that no head word ends, and what the text calls it next: 开发了“茶叶地图”，该工具….
_TAKEN_UP = re.compile(
    r"(?:推出|启动|开发|发起|建立|设立|创建|发布|开办|创办)了?(?:一个)?“(?P<name>[^“”。；，]{2,30})”(?=，(?:该|这一|这个|这项)(?P<head>工具|平台|方案|项目|倡议|系统|网络|联盟|课程|计划|基金|机制|数据库|运动|举措))"
    r"|“(?P<being>[^“”。；，]{2,30})”(?=(?:系|是)(?:[^。；“”]{0,60}?的(?:一[个项])?|一[个项])(?:[^，。；“”的]{0,8}?)(?P<sort>举措|方案|项目|倡议|平台|工具包|工具|网络|联盟|基金|运动|计划|系统|机制|数据库|伙伴关系)(?=[，。；]))"
    r"|(?:名为|称为|题为)“(?P<called>[^“”。；]{2,50})”(?=的(?:[^，。；“”]{0,8}?)(?P<kind>方案|项目(?!列入)|倡议|平台|工具包|工具|网络|联盟|基金|运动|课程|计划|系统|机制|数据库))"
)
#: The title of a law or a budget, which its year tells from those of other years: 2006年《渔业法》（第2号）.
_LAW = re.compile(r"(?:法案|法令|法规|法典|条例|预算案|修正案|(?:(?<=[\u4e00-\u9fff]{2})(?<![方办做说看写用书语疗想立司执手])法))(?:[（(][^（）()]*[）)])?$")
_OF_YEAR = re.compile(r"(?:1[6-9]|20)\d\d年的?$")
_EDITION = re.compile(r"(?:19|20)\d\d")
_PART = re.compile(r"[（(]第\s?[一二三四五六七八九十\d]{1,3}\s?号[）)]")
#: Behind the head word of a strategy or plan, for what years it is: 《经济伙伴战略2025》.
_YEARS_AFTER = re.compile(r"\s?[-－–—]?(?:19|20)\d\d(?:\s?[-－–—至]\s?(?:19|20)?\d\d)?年?$")
_MEETING = frozenset({"Event", "Partnership"})
_SUBTITLE = re.compile(r"[：:]|[—⸺]+")
_SPOKEN = re.compile(r"[！？是我]|了(?!解)|他们|什么")
_NAMED_EVENT = re.compile(r"(?<!主)题为“(?P<name>[^“”。；]{4,60})”的(?:(?!分项|项目|列入)[^，。；]){0,8}?(?P<head>会外活动|活动|会议|研讨会|讲习班|论坛|圆桌会议|网络研讨会|报告|出版物|论文|文章|政策简报|研究)")
#: What such names are, behind the last of them: “…”和“…”等循环经济举措.
_SUCH = re.compile(r"(?:[、和及与]“[^“”。；]{2,40}”){0,5}等[^，。；“”]{0,8}?(?P<head>方案|项目|倡议|计划|平台|网络|联盟|论坛|课程|举措)")
#: The stage or the year at the end of a name.
_STAGE = re.compile(r"\s?(?:[+＋]|第?[一二三四五六]期|[IVX]{1,4}|(?:19|20)\d\d)$")
#: What is discussed at a meeting that bears the title: 就“…”开展会外活动.
_UPON = re.compile(r"就(?:题为)?“(?P<name>[^“”。；]{4,80})”(?:开展|举行|举办|组织|召开)了?[^，。；“]{0,6}?(?P<head>会外活动|活动|研讨会|讲习班|圆桌会议|会议|对话)")
_HEADED = re.compile(
    r"(?P<head>课程|会议|活动|研讨会|讲习班|论坛|方案|项目|倡议|计划|运动|平台|工具包|论文|文章|报告|出版物|指南|手册|政策简报|简报|政策文件|专著)[：:]?\s?"
    r"“(?P<name>[^“”。；]{4,60})”(?!的)"
)
#: What a title in quotation marks names that stands beside such a word.
_CALLED = {"活动": "Event", "演习": "Event", "大会": "Event", "举措": "Programme", **dict.fromkeys(("报告", "出版物", "论文", "文章", "政策简报", "简报", "研究"), "Publication")}
_LATIN = re.compile(
    r"[A-ZÀ-Þ](?<![A-Za-z0-9/.@_-][A-ZÀ-Þ])[A-Za-z0-9À-ž'’&.+-]*(?: (?:(?:of|for|the|and|de|da|di|et|in) )?[A-ZÀ-Þ][A-Za-z0-9À-ž'’&.+-]*)*"
)
#: What somebody says behind a name in Latin letters that it is: 是一个在线学习平台.
_BEING = re.compile(
    r"(?:[（(][^（()）]{2,30}[）)])?(?:是|系)(?:[^，。；“”的]{2,30}的)?(?:一[个款项套种家所座]|首[个款项套家所座])[^，。；“”]{0,24}?"
    r"(?P<head>平台|系统|工具包|工具|数据库|应用程序|软件|门户网站|网站|网络|联盟|方案|项目|倡议|加速器|基金|中心|实验室|公司|企业|基金会|非政府组织)(?=[，。；]|$)"
)
_IS = frozenset("是系（(")
_SORTS = {**dict.fromkeys(("软件", "应用程序", "网站", "门户网站"), "Tool"), **dict.fromkeys(("公司", "企业", "基金会", "非政府组织"), "Organization")}
_SORTS |= dict.fromkeys(("中心", "实验室"), "Facility")
_DECADE = re.compile(r"“[^“”]{2,30}”国际(?:行动)?十年(?!执行|中期)|(?:第[一二三四五六七八九]个|联合国)(?:(?!十年|第|组织|执行|实施|牵头|[的是由在为和与继到自该])[\u4e00-\u9fff]){2,14}十年")
#: A year or day that somebody proclaims or keeps: 宣布2025年为国际冰川保护年.
_PROCLAIMED = re.compile(r"(?:定为|宣布为|[年日]为|庆祝|纪念|筹备|举办|指定[^，。；]{2,60}?为)“?(?P<name>(?:国际|世界|联合国|全球|非洲)(?:(?![的为在于])[\u4e00-\u9fff]){2,16}?[年日周])(?=[”，。；、（的]|和|以及|$|活动|联合牵头|牵头|协调)")
_INCOME = re.compile(r"(?:(?:中低|中高|中上|中下|低|中|高)等?收入(?:和|及|与|或|、)?)+国家")
_SEGMENT = re.compile(r"[^，。；：！？（）()《》“”\n]+")
_AND = re.compile(r"、(?:以及|和|及)?|以及|和|及(?!其)| and ")
_LEADS = re.compile(r"包括|例如|诸如|比如|参与|参加|加入|建立|设立|推出|启动|支持")
_TAIL = re.compile(r"(?:等|的|在|是|为|已|也|都|后|将|合作|共同|一道|一起|开展|参加|参与).*$")
_LISTLESS = re.compile(r"[的了是在其]|相关|这些|各种|[0-9]")
_LISTED = frozenset({"Partnership", "Programme", "Event", "Tool", "Fund", "Framework"})
_ACTORS = re.compile(r"(?:机构|企业|部委|行为体|团体|提供商|所有方|协会|制造商|供应商)$")
_STATIONED = re.compile("驻(?:(?!驻)[\u4e00-\u9fff]){2,9}?(?:代表团|代表处|办事处|联络处|办公室)")  # right behind an organization
_TITLE_BEFORE = re.compile(r"(?:主席|主任|经理|负责人|创始人|首席执行官|部长|总监|教授|主管|企业家|总裁|行长|药师|大使|司长|处长|顾问|专家|女士|先生|博士|主管|校长|院长|会长|理事长|协调员|秘书长|总干事|监察员|发言人|农民|教师)$")
_OFFICE_BEFORE = re.compile(r"(?:[局司处署院所校会]长|总督|副总理|议长|首席法官|大法官|市长|省长|州长|副主席|总书记|书记官长|检察长|审计长|参议员|议员|特使|报告员|观察员|专员|大臣|国王|女王|代表|董事|上校|将军|主教|博士|爵士|夫人|接替|继任者)$")
_OFFICE_AFTER = re.compile(r"\s?(?:总理|总统|总督|首相|先生|女士|小姐|夫人|博士|勋爵|爵士|大使|教授|阁下|将军|上校|法官|部长|议员|主席(?!团))")
_SURNAME = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ž'’-]*[a-zà-ž][A-Za-zÀ-ž'’-]*(?: (?:(?:de|da|di|van|von|el|al|bin|la|del) )?[A-ZÀ-Þ][A-Za-zÀ-ž'’-]*\.?)*$")
_LATIN_FIRM = re.compile(r"(?:公司|企业|集团|机构|(?:生产|制造|运营|供应|零售)商|组织|基金会|品牌|成部分|[一-鿿]厂|农场|合作社)$")
#: What ends the name of a company in Latin letters.
_LATIN_COMPANY = re.compile(r" (?:LLC|LLP|Ltd|Limited|Inc|GmbH|PLC|Corp|Corporation|S\.?p\.?A|SARL|Oy|Pty)\.?$")
_LATIN_HEAD = re.compile(r"的?(?:联合)?(?:创始人|首席|主席|总裁|总经理|可持续发展主管)")
_SEVERAL = re.compile(r"等(?:多个|若干|其他)?(方案|项目|倡议|计划|平台|网络)")
_INITIAL = re.compile(r"(?:[A-Z]\. )+[A-Z][a-z]+$")
_HAN = re.compile(r"[\u3400-\u9fff]")
#: Without any of these signs, words or forms a text marks no name but by letters and head words.
_SIGNS = ("《", "“", "第", "驻", "十年", "收入", "行的", "开的", "办的")
_PROCLAIMS = re.compile("[为念祝][国世联全非]")
_MEETS = re.compile("峰会|首脑会议|问题[国全高联特会]|级别(?:会外)?活动|[球级度域](?:峰会|论坛|大会)|(?:[大年]会|会议|活动)[由于在]|[度级脑人长首][^，。；]{0,9}会[议晤]")
_PLANNED = re.compile(r"\d\d年?[^\d，。；]{0,10}(?:计划|战略|框架|方案|路线图|纲领)")


def find_names(text: str, taken: tuple[Mention, ...], groups: tuple[Mention, ...] = ()) -> Iterator[Mention]:
    """Names that the text itself marks: by brackets, quotation marks, letters or head words.

    :param text: repaired text.
    :param taken: mentions found already, sorted; a name may hold one only inside brackets or quotation marks.
    :param groups: mentions of groups of actors; a name may hold one, but none ends a part of a name.

    >>> [(m.text, m.type) for m in find_names("它推出了“城市对接”活动和绿色技能议程。", ())]
    [('“城市对接”活动', 'Event'), ('绿色技能议程', 'Framework')]
    """
    text = curled(text)
    found = find_heads(text)
    claimed = bytearray(len(text))
    for m in taken:
        claimed[m.start : m.end] = b"\x01" * (m.end - m.start)
    if _is_marked(text):
        yield from _marked(text, taken, groups, claimed)
    for span in find_persons(text):
        if claimed.find(1, *span) < 0 or any(span[0] <= m.start and m.end <= span[1] and "·" in (text[m.start - 1], text[m.end]) for m in taken):  # 苏丹·贾比尔
            claimed[slice(*span)] = b"\x01" * (span[1] - span[0])
            yield Mention(*span, text[slice(*span)], "Person")
    if "特别报告员" in text or "独立专家" in text:
        for span in find_experts(text, {m.end: m.start if m.type in {"Country", "Region"} else -1 for m in taken}):
            if not claimed[span[1] - 1]:
                claimed[slice(*span)] = b"\x01" * (span[1] - span[0])
                yield Mention(*span, text[slice(*span)], "Person")
    for span in find_last_names(text):
        if claimed.find(1, *span) < 0:
            yield Mention(*span, text[slice(*span)], "Person", unit="last name")
    told: set[int] = set()  # where words end that only say what such a name is
    latin = list(_in_letters(text, claimed, told))
    yield from latin
    named: list[Mention] = []
    if found:
        for m in latin:
            claimed[m.start : m.end] = b"\x01" * (m.end - m.start)
        # what a head word has made a name already begins no other
        unknown = {m.end: m.start for m in latin if m.text[-1].isascii() or (m.text[-1].isalpha() and not _HAN.match(m.text[-1]))}
        for mention in captured(text, found, claimed, taken, groups):
            if mention.end in told:
                continue
            start = unknown.get(mention.start, mention.start)  # Méndez水产养殖加工厂 is one name
            named.append(mention if start == mention.start else Mention(start, mention.end, text[start : mention.end], mention.type))
    named += find_abbreviated(text, claimed, named)
    yield from named
    if (taken or named) and _AND.search(text) is not None:
        yield from _listed(text, [*taken, *named], groups)


def _is_marked(text: str) -> bool:
    """Whether a text may mark a name by brackets, quotation marks, numbers or the like."""
    if any(sign in text for sign in _SIGNS) or _PROCLAIMS.search(text) is not None or _PLANNED.search(text) is not None:
        return True
    return ("会" in text or "论坛" in text or "活动" in text) and _MEETS.search(text) is not None


def _marked(text: str, taken: tuple[Mention, ...], groups: tuple[Mention, ...], claimed: bytearray) -> Iterator[Mention]:
    """Names that brackets, quotation marks, numbers or the like mark; ``claimed`` learns where they stand."""
    heads = head_words("zh")
    written = bytearray(len(text))

    def mark(span: tuple[int, int]) -> None:
        claimed[span[0] : span[1]] = written[span[0] : span[1]] = b"\x01" * (span[1] - span[0])

    for match in _BRACKETS.finditer(text) if "《" in text else ():
        name = match[1]
        if len(name) <= 4 and name in heads.types:
            continue
        following = text[match.end() : match.end() + 4]
        kind = heads.type_of(_SUBTITLE.split(name, maxsplit=1)[0])
        if kind in _MEETING:  # 《中非合作论坛——北京行动计划》
            kind = heads.type_of(name.split("（")[0].strip())
        kind = kind or heads.type_of(_YEARS_AFTER.sub("", _STAGE.sub("", name.split("（")[0].strip())))
        if kind is None or kind in {"Event", "Organization", "Unit", "Fund"} or following.startswith(("报告", "出版物")):
            kind = "Publication"
        if kind == "Tool" and _EDITION.search(name):
            kind = "Publication"  # 《2044年陶瓷指数》
        start, end = match.span()
        if kind == "Publication" and _LAW.search(name):
            kind, year, part = "Framework", _OF_YEAR.search(text, max(0, start - 6), start), _PART.match(text, end)
            start, end = year.start() if year else start, part.end() if part else end
        mark((start, end))
        yield Mention(start, end, text[start:end], kind)
    for match in _UPON.finditer(text) if "就" in text and "“" in text else ():
        if written.find(1, *match.span("name")) < 0 and not _SPOKEN.search(match["name"]):
            start, end = match.start("name") - 1, match.end("name") + 1
            mark((start, end))
            yield Mention(start, end, text[start:end], "Event")
    for match in _HEADED.finditer(text) if "“" in text else ():
        kind = _CALLED.get(match["head"]) or heads.type_of(match["head"])
        if kind is not None and written.find(1, *match.span("name")) < 0 and not _SPOKEN.search(match["name"]):
            mark(match.span("name"))
            yield Mention(match.start("name") - 1, match.end(), match["name"], kind)
    for match in _QUOTES.finditer(text) if "“" in text else ():
        name = match[1]
        such = None if match["head"] else _SUCH.match(text, match.end())
        told = match["head"] or (such["head"] if such else _STAGE.sub("", name))
        kind = _CALLED.get(told) or heads.type_of(told)
        if kind is None or kind in {"Organization", "Unit", "Publication", "Standard"} or _verbal(re.sub("[，：]", "", name) if match["head"] else name):
            continue
        if written.find(1, *match.span()) < 0:
            mark(match.span())
            yield Mention(match.start(), match.end(), match.group(), kind)
    for match in _TAKEN_UP.finditer(text) if "“" in text else ():
        group = "name" if match["name"] else "being" if match["being"] else "called"
        span = match.start(group) - 1, match.end(group) + 1
        kind = heads.type_of(match["head"] or match["sort"] or match["kind"]) or "Programme"
        if written.find(1, *span) < 0 and not _verbal(match[group]):
            mark(span)
            yield Mention(*span, text[slice(*span)], kind)
    for match in _NAMED_EVENT.finditer(text) if "题为“" in text else ():
        if written.find(1, *match.span()) < 0:
            mark(match.span())
            yield Mention(match.start(), match.end(), match["name"], _CALLED.get(match["head"], "Event"))
    for match in _DECADE.finditer(text) if "十年" in text else ():
        mark(match.span())
        yield Mention(match.start(), match.end(), match.group(), "Programme")
    for match in _PROCLAIMED.finditer(text) if "为" in text or "念" in text or "祝" in text else ():
        mark(match.span("name"))
        yield Mention(*match.span("name"), match["name"], "Event")
    for match in _INCOME.finditer(text) if "收入" in text else ():
        mark(match.span())
        yield Mention(match.start(), match.end(), match.group(), "CountryGroup")
    yield from find_meetings(text, taken, groups, claimed, written)
    for whose in taken if "驻" in text else ():
        office = _STATIONED.match(text, whose.end) if whose.type == "Organization" else None
        if office is not None:
            mark(office.span())
            yield Mention(*office.span(), office.group(), "Unit")


def _in_letters(text: str, claimed: bytearray, told: set[int]) -> Iterator[Mention]:
    """Names in Latin letters, with the head word behind them; ``told`` learns where words end that say what one of them is."""
    heads = head_words("zh")
    for match in _LATIN.finditer(text):
        being = _BEING.match(text, match.end()) if text[match.end() : match.end() + 1] in _IS else None
        if being is not None:
            told.add(being.end())
        if claimed.find(1, *match.span()) >= 0:
            continue
        head = _head_after(text, match.end())
        if head:
            end = match.end() + len(head)
            yield Mention(match.start(), end, text[match.start() : end], heads.types.get(head, "Programme"))
        elif being is not None and len(match.group()) >= 3:
            yield Mention(match.start(), match.end(), match.group(), _SORTS.get(being["head"]) or heads.types.get(being["head"], "Programme"))
        elif _is_person(text, match):
            yield Mention(match.start(), match.end(), match.group(), "Person")
        elif _LATIN_COMPANY.search(match.group()) or _LATIN_FIRM.search(text[max(0, match.start() - 5) : match.start()]) or _LATIN_HEAD.match(text, match.end()):
            yield Mention(match.start(), match.end(), match.group(), "Organization")
        elif (several := _SEVERAL.match(text, match.end())) is not None and len(match.group()) >= 3:
            yield Mention(match.start(), match.end(), match.group(), heads.types.get(several[1], "Programme"))
        elif len(match.group()) >= 3 and (" " in match.group() or not match.group().isupper()):
            yield Mention(match.start(), match.end(), match.group(), "Unknown")


def _is_person(text: str, match: re.Match[str]) -> bool:
    """Whether a name in Latin letters is somebody's, by its own form or by the office that stands beside it."""
    name, start, end = match.group(), match.start(), match.end()
    if _INITIAL.match(name) or _TITLE_BEFORE.search(text[max(0, start - 6) : start]):
        return True
    if not _SURNAME.match(name):
        return False
    return bool(_OFFICE_AFTER.match(text, end) or (" " in name and _OFFICE_BEFORE.search(text, max(0, start - 5), start)))


def _verbal(name: str) -> bool:
    return bool(re.search(r"[了是，！？：；]|我们|他们|什么|后续行动$", name))


def _head_after(text: str, position: int) -> str | None:
    captured = head_words("zh").captured
    for length in (4, 3, 2):
        head = text[position : position + length].strip()
        if head in captured or head in {"加速器方案", "项目"}:
            return text[position : position + length]
    return None


def _listed(text: str, named: list[Mention], groups: tuple[Mention, ...]) -> Iterator[Mention]:
    """The names in a list that only the names beside them tell: 绿色工业平台 between two networks."""
    collective = {m.start for m in groups}
    telling = sorted([m.start for m in named if m.start in collective or m.type in _LISTED])
    if not telling:
        return
    heads = head_words("zh")
    inner, taken = bytearray(len(text) + 1), bytearray(len(text) + 1)
    for m in named:
        taken[m.start : m.end] = b"\x01" * (m.end - m.start)
        inner[m.start + 1 : m.end] = b"\x01" * (m.end - m.start - 1)
    starts = {m.start: m for m in named}
    told = 0
    for segment in _SEGMENT.finditer(text):
        while told < len(telling) and telling[told] < segment.start():
            told += 1
        if told == len(telling):
            return
        if telling[told] >= segment.end():
            continue
        items = list(_items(text, segment.span(), inner)) if _AND.search(text, *segment.span()) is not None else []
        if len(items) < 2:
            continue
        things = [starts[a] for a, b in items if a in starts and starts[a].end in {b, segment.end()}]
        kinds = [m.type for m in things if m.type in _LISTED and m.start not in collective]
        actors = sum(m.start in collective for m in things)
        if not kinds and actors < 2:
            continue
        for start, end in items:
            words = text[start:end]
            kind = heads.type_of(words)
            begun = starts.get(start)
            whose = begun is not None and begun.type == "Organization" and begun.end < end and begun.start not in collective
            free = begun.end if whose and begun is not None else start
            if not 4 <= len(words) <= 24 or taken.find(1, free, end) >= 0 or _LISTLESS.search(words) or words in heads.types:
                continue
            if kind in _LISTED and kinds:
                if kind == "Tool" and "Tool" not in kinds:
                    kind = "Partnership"  # a platform among alliances and forums is one of them
                yield Mention(start, end, words, kind)
            elif actors > 1 and not whose and _ACTORS.search(words):
                yield Mention(start, end, words, "Organization")


def _items(text: str, segment: tuple[int, int], inner: bytearray) -> Iterator[tuple[int, int]]:
    """The items of a list between two stops, without what leads to the first and what follows the last."""
    marks = [m.span() for m in _AND.finditer(text, *segment) if inner.find(1, m.start(), m.end() + 1) < 0]
    heads = head_words("zh")
    start = segment[0]
    for cue in _LEADS.finditer(text, *segment):
        if marks and cue.end() < marks[0][0]:
            start = cue.end()
    for mark, follows in zip(marks, [*(a for a, _ in marks[1:]), segment[1]], strict=False):
        if text[mark[0] : mark[1]] == "和" and text[mark[1] : follows] in heads.captured:
            continue  # 气候技术中心和网络
        yield start, mark[0]
        start = mark[1]
    tail = _TAIL.search(text, start, segment[1])
    yield start, tail.start() if tail else segment[1]
