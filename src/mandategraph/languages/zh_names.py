"""Names in Chinese that the authority may not hold: bracketed and quoted titles, persons, names told by their head word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from operator import attrgetter

from mandategraph.languages.words import head_words, word_list
from mandategraph.languages.zh_marks import curled
from mandategraph.languages.zh_persons import find_persons, is_minister
from mandategraph.model import Mention

__all__ = ["find_names"]

_BRACKETS = re.compile(r"《([^《》]{2,70}(?:《[^《》]{2,60}》[^《》]{0,20})?)》")
_QUOTES = re.compile(r"“([^“”。；]{2,40})”(?P<head>方案|项目|倡议|论坛|活动|计划|运动|平台|网络|研讨会|讲习班|峰会|博览会|会议|圆桌会议|课程|工具包|联盟)?")
_SUBTITLE = re.compile(r"[：:]|[—⸺]+")
_SPOKEN = re.compile(r"[！？是我]|了(?!解)|他们|什么")
_NAMED_EVENT = re.compile(r"题为“(?P<name>[^“”。；]{4,60})”的(?:[^，。；]{0,8}?)(?P<head>会外活动|活动|会议|研讨会|讲习班|论坛|圆桌会议|网络研讨会|报告|出版物|论文|文章|政策简报|研究)")
_HEADED = re.compile(
    r"(?P<head>课程|会议|活动|研讨会|讲习班|论坛|方案|项目|倡议|计划|运动|平台|工具包|论文|文章|报告|出版物|指南|手册|政策简报)[：:]?\s?"
    r"“(?P<name>[^“”。；]{4,60})”(?!的)"
)
#: What a title in quotation marks names that stands beside such a word.
_CALLED = {"活动": "Event", **dict.fromkeys(("报告", "出版物", "论文", "文章", "政策简报", "研究"), "Publication")}
_STOPS = "，。；：！？“”‘’（）()《》〈〉…|\n\t—⸺,;:!?[]"
_LATIN = re.compile(
    r"[A-ZÀ-Þ](?<![A-Za-z0-9/.@_-][A-ZÀ-Þ])[A-Za-z0-9À-ž'’&.+-]*(?: (?:(?:of|for|the|and|de|da|di|et|in) )?[A-ZÀ-Þ][A-Za-z0-9À-ž'’&.+-]*)*"
)
_DECADE = re.compile(r"(?:第[一二三四五六七八九]个|联合国)(?:(?!十年|第|[的是由在为和与继到自])[\u4e00-\u9fff]){2,14}十年")
_INCOME = re.compile(r"(?:(?:中低|中高|中上|中下|低|中|高)等?收入(?:和|及|与|或|、)?)+国家")
_RUNNING = re.compile(
    r"都(?!市)|[更均何把被让很也还又就才再只没未说]|时候|能够|可以|进行|如何|以便|使其|方、|[\d一两二三四五六七八九十][个期次场家]|解决$"
    r"|或|目前|正在|许多|引人|之间|协商|安排|期间|所面临|[^，]了"
    r"|(?:建立|设立|制定|实施|推出|启动|参与|参加|加入|开办|举办|拟订|编制|引进|改进|交付|咨询|去除|要求|完善|共同|继续)$"
    r"|[/／]|酌情|所设|下届|帮助|第一批|新的|^(?:性(?!别)|[种类式化型部者新]|下一|一[新组所系]|坚实|知名|现代化|众多|大多数|大规模|确保|最优化|增强|进一步|拟议|之类|这类|参照|恢复|处理和"
    r"|养护|分析和规划|彼此|超过|[的非]|事或|我国|快速|查明|创业(?=战略)|成果(?=战略)|继任|计划|食品(?=加工厂)|\d|[两二三四五六七八九十]+[所项个家种名])"
)
_SEGMENT = re.compile(r"[^，。；：！？（）()《》“”\n]+")
_AND = re.compile(r"、(?:以及|和|及)?|以及|和|及(?!其)| and ")
_LEADS = re.compile(r"包括|例如|诸如|比如|参与|参加|加入|建立|设立|推出|启动|支持")
_TAIL = re.compile(r"(?:等|的|在|是|为|已|也|都|后|将|合作|共同|一道|一起|开展|参加|参与).*$")
_LISTLESS = re.compile(r"[的了是在其]|相关|这些|各种|[0-9]")
_LISTED = frozenset({"Partnership", "Programme", "Event", "Tool", "Fund", "Framework"})
_ACTORS = re.compile(r"(?:机构|企业|部委|行为体|团体|提供商|所有方|协会|制造商|供应商)$")
_MADE = re.compile(r"(?:设立|建立|成立|开设|设有|建有|创建|启用|创办|开办)(?:了|有)?(?:一[个项家所])?(?:专门的|新的|全新的)?$")
#: Only what somebody holds by a name of its own is a meeting with a name: 主办了世界陶瓷政策会议.
_CONVENED = re.compile(r"(?:举办|召开|主办|承办|举行)了?(?:首[届次])?$")
_GROUP = re.compile(r"(?:部委|机构|企业|部门|组织|界)$")
_OF_GROUPS = frozenset({"组织", "机构", "协会", "商会", "联合会"})
_STATIONED = re.compile("驻(?:(?!驻)[\u4e00-\u9fff]){2,9}?(?:代表处|办事处|联络处|办公室)")  # right behind an organization
_VAGUE = frozenset({"有关", "相关", "其他", "各有关", "所有", "若干", "多个", "主要"})  # 联合国相关机构 is no name
_VERBAL_HEADS = frozenset({"组织", "计划", "处", "部", "署", "司", "行动"})
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]{1,3}[届次个期]")
_NUMBERED_BEFORE = re.compile(r"第[一二三四五六七八九十百\d]{1,4}[届次][^，。；的]{0,6}$")
_NUMBERED_EVENT = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[届次](?P<what>(?:(?!第|[的了是在和与及由])[\u4e00-\u9fff]){2,16}?)(?:会议|峰会|论坛|大会|博览会|研讨会)(?!室|厅|桌)"
)
_PLENARY = frozenset({"扩大", "特别", "常务", "例行", "全体", "联席", "筹备", "正式", "年度", "定期"})  # sessions of a body
_TITLE_BEFORE = re.compile(r"(?:主席|主任|经理|负责人|创始人|首席执行官|部长|总监|教授|主管|企业家|总裁|行长|药师|大使|司长|处长|顾问|专家|女士|先生|博士|主管|校长|院长|会长|理事长|协调员|秘书长|总干事|监察员|发言人|农民|教师)$")
_LATIN_FIRM = re.compile(r"(?:公司|企业|集团|机构|(?:生产|制造|运营|供应)商|组织|基金会|品牌|成部分)$")
_LATIN_HEAD = re.compile(r"的?(?:联合)?(?:创始人|首席|主席|总裁|总经理|可持续发展主管)")
_SEVERAL = re.compile(r"等(?:多个|若干|其他)?(方案|项目|倡议|计划|平台|网络)")
_INDEFINITE = re.compile(r"一[个项](?:为期[^，。；]{1,6}|新|大型)的$")
_INITIAL = re.compile(r"(?:[A-Z]\. )+[A-Z][a-z]+$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_start = attrgetter("start")


def find_names(text: str, taken: tuple[Mention, ...], groups: tuple[Mention, ...] = ()) -> Iterator[Mention]:
    """Names that the text itself marks: by brackets, quotation marks, letters or head words.

    :param text: repaired text.
    :param taken: mentions found already, sorted; a name may hold one only inside brackets or quotation marks.
    :param groups: mentions of groups of actors; a name may hold one, but none ends a part of a name.

    >>> [(m.text, m.type) for m in find_names("它推出了“城市对接”活动和绿色技能议程。", ())]
    [('“城市对接”活动', 'Event'), ('绿色技能议程', 'Framework')]
    """
    heads, text = head_words("zh"), curled(text)
    spans: list[tuple[int, int]] = [(m.start, m.end) for m in taken]
    marked: list[tuple[int, int]] = []
    claimed, written = bytearray(len(text)), bytearray(len(text))
    for m in taken:
        claimed[m.start : m.end] = b"\x01" * (m.end - m.start)

    def mark(span: tuple[int, int]) -> None:
        marked.append(span)
        claimed[span[0] : span[1]] = written[span[0] : span[1]] = b"\x01" * (span[1] - span[0])

    for match in _BRACKETS.finditer(text) if "《" in text else ():
        name = match[1]
        if len(name) <= 4 and name in heads.types:
            continue
        following = text[match.end() : match.end() + 4]
        kind = heads.type_of(_SUBTITLE.split(name, maxsplit=1)[0]) or heads.type_of(name.split("（")[0].strip())
        if kind is None or kind in {"Event", "Organization", "Unit", "Fund"} or following.startswith(("报告", "出版物")):
            kind = "Publication"
        mark(match.span())
        yield Mention(match.start(), match.end(), match.group(), kind)
    for match in _HEADED.finditer(text) if "“" in text else ():
        kind = _CALLED.get(match["head"]) or heads.type_of(match["head"])
        if kind is not None and written.find(1, *match.span("name")) < 0 and not _SPOKEN.search(match["name"]):
            mark(match.span("name"))
            yield Mention(match.start("name") - 1, match.end(), match["name"], kind)
    for match in _QUOTES.finditer(text) if "“" in text else ():
        name = match[1]
        kind = _CALLED.get(match["head"]) or heads.type_of(match["head"] or name)
        if kind is None or kind in {"Organization", "Unit", "Publication", "Standard"} or "，" in name or _verbal(name):
            continue
        if written.find(1, *match.span()) < 0:
            mark(match.span())
            yield Mention(match.start(), match.end(), match.group(), kind)
    for match in _NAMED_EVENT.finditer(text) if "题为“" in text else ():
        if written.find(1, *match.span()) < 0:
            mark(match.span())
            yield Mention(match.start(), match.end(), match["name"], _CALLED.get(match["head"], "Event"))
    for match in _DECADE.finditer(text) if "十年" in text else ():
        mark(match.span())
        yield Mention(match.start(), match.end(), match.group(), "Programme")
    for match in _INCOME.finditer(text) if "收入" in text else ():
        mark(match.span())
        yield Mention(match.start(), match.end(), match.group(), "CountryGroup")
    for match in _NUMBERED_EVENT.finditer(text) if "第" in text else ():
        whose = next((m for m in (*taken, *groups) if m.end == match.start() and m.type in {"CountryGroup", "Organization"}), None)
        if claimed.find(1, *match.span()) < 0 and match["what"] not in _PLENARY and (whose is not None or not _is_generic(match["what"])):
            mark(match.span())
            start = match.start() if whose is None else whose.start
            yield Mention(start, match.end(), text[start : match.end()], "Event")
    for whose in taken if "驻" in text else ():
        office = _STATIONED.match(text, whose.end) if whose.type == "Organization" else None
        if office is not None:
            mark(office.span())
            yield Mention(*office.span(), office.group(), "Unit")
    for span in find_persons(text):
        if claimed.find(1, *span) < 0:
            mark(span)
            yield Mention(*span, text[slice(*span)], "Person")
    latin: list[tuple[int, int]] = []
    for match in _LATIN.finditer(text):
        if claimed.find(1, *match.span()) >= 0:
            continue
        head = _head_after(text, match.end())
        if head:
            end = match.end() + len(head)
            latin.append((match.start(), end))
            yield Mention(match.start(), end, text[match.start() : end], heads.types.get(head, "Programme"))
        elif _INITIAL.match(match.group()) or _TITLE_BEFORE.search(text[max(0, match.start() - 6) : match.start()]):
            latin.append(match.span())
            yield Mention(match.start(), match.end(), match.group(), "Person")
        elif _LATIN_FIRM.search(text[max(0, match.start() - 5) : match.start()]) or _LATIN_HEAD.match(text, match.end()):
            latin.append(match.span())
            yield Mention(match.start(), match.end(), match.group(), "Organization")
        elif (several := _SEVERAL.match(text, match.end())) is not None and len(match.group()) >= 3:
            latin.append(match.span())
            yield Mention(match.start(), match.end(), match.group(), heads.types.get(several[1], "Programme"))
        elif len(match.group()) >= 3 and (" " in match.group() or not match.group().isupper()):
            latin.append(match.span())
            yield Mention(match.start(), match.end(), match.group(), "Unknown")
    captured: list[Mention] = []
    matches = list(_tables()[0].finditer(text))
    if matches:
        places = {m.end for m in taken if m.type in {"Country", "Region"}}
        unknown = {m.end: m.start for m in _latin_before(text, latin)}
        for mention in _captured(text, matches, spans + marked + latin, groups, places):
            start = unknown.get(mention.start, mention.start)  # Méndez水产养殖加工厂 is one name
            captured.append(mention if start == mention.start else Mention(start, mention.end, text[start : mention.end], mention.type))
        yield from captured
    if (taken or captured) and _AND.search(text) is not None:
        yield from _listed(text, sorted([*taken, *captured], key=_start), groups)


def _latin_before(text: str, latin: list[tuple[int, int]]) -> Iterator[Mention]:
    """The words in letters that may begin a name, without what a head word has made a name already."""
    for start, end in latin:
        if text[end - 1].isascii() or (text[end - 1].isalpha() and not _HAN.match(text[end - 1])):
            yield Mention(start, end, text[start:end], "Unknown")


def _verbal(name: str) -> bool:
    return bool(re.search(r"[了是，！？：；]|我们|他们|什么", name))


def _head_after(text: str, position: int) -> str | None:
    captured = head_words("zh").captured
    for length in (4, 3, 2):
        head = text[position : position + length].strip()
        if head in captured or head in {"加速器方案", "项目"}:
            return text[position : position + length]
    return None


@cache
def _tables() -> tuple[re.Pattern[str], frozenset[str], frozenset[str], dict[str, tuple[str, ...]], int]:
    heads = sorted(head_words("zh").captured, key=lambda word: (-len(word), word))
    edges = frozenset(word_list("zh", "left_edges"))
    return (
        re.compile("|".join(map(re.escape, heads))),
        edges,
        frozenset(word_list("zh", "protected")),
        {head: tuple(w for w in word_list("zh", "not_before") if len(w) > len(head) and w.startswith(head)) for head in heads},
        max(map(len, edges)),
    )


def _captured(
    text: str, matches: list[re.Match[str]], spans: list[tuple[int, int]], groups: tuple[Mention, ...], places: set[int]
) -> Iterator[Mention]:
    """Names that a head word ends, given where such words stand and where none is looked for."""
    _, edges, protected, not_before, longest = _tables()
    heads, inside = head_words("zh"), _inside()
    covered = bytearray(len(text) + 1)
    for a, b in spans:
        covered[a:b] = b"\x01" * (b - a)
    for group in groups:
        covered[group.end - 1] |= 2
    reach = 0
    begun: dict[int, int] = {}
    for place, match in enumerate(matches):
        start, end = match.span()
        if covered[start] & 1 or start < reach:
            continue
        if text[start - 1 : end] in inside:
            continue
        longer = not_before.get(match.group(), ())
        if longer and text.startswith(longer, start) and not (
            match.group() == "部" and (is_minister(text, end) or text.startswith("长期", end))
        ):
            continue
        left = begun[start] if start in begun else _left_edge(text, start, covered, reach)
        modifiers = text[left:start]
        adjacent = _edge_before(text, start, edges, protected, longest) or ""
        if modifiers and len(modifiers) - len(adjacent) < 2 and adjacent:
            continue
        prefixed = bool(left and covered[left - 1] & 1)
        kind = heads.types.get(match.group(), "Organization")
        if len(modifiers) < (1 if prefixed and kind == "Partnership" else 2) or len(modifiers) > 26 or not _HAN.search(modifiers) or _RUNNING.search(modifiers):
            continue
        if _is_generic(modifiers) and not (
            (prefixed and kind in {"Organization", "Partnership", "Facility", "Fund", "Unit", "Body"} and modifiers not in _VAGUE)
            or (match.group() in _OF_GROUPS and any(left <= group.start for group in groups if group.end <= start))
            or (match.group() == "部" and re.search(r"部[和与及、]$", text[max(0, left - 2) : left]))
            or (left in places and match.group() in {"项目", "方案"} and len(modifiers) > 4)
            or (kind == "Event" and _NUMBERED_BEFORE.search(text, max(0, left - 12), left))
            or (kind in {"Unit", "Facility", "Body", "Fund"} and len(modifiers) > 3 and _MADE.search(text, max(0, left - 12), left))
        ):
            continue
        if match.group() == "会议" and (len(modifiers) < 4 or not _CONVENED.search(text, max(0, left - 6), left)):
            continue
        if match.group() in {"方案", "项目", "计划"} and _INDEFINITE.search(text[max(0, left - 14) : left]):
            continue
        further = next((m for m in _further(text, matches, place, covered) if _left_edge(text, m.start(), covered, left) <= start), None)
        if further is not None:  # 投资促进机构 in 世界投资促进机构协会 is the middle of a name
            begun[further.start()] = left
            continue
        reach = end
        yield Mention(left, end, text[left:end], kind)


def _listed(text: str, named: list[Mention], groups: tuple[Mention, ...]) -> Iterator[Mention]:
    """The names in a list that only the names beside them tell: 绿色工业平台 between two networks."""
    collective = {m.start for m in groups}
    telling = [m.start for m in named if m.start in collective or m.type in _LISTED]
    if not telling:
        return
    heads = head_words("zh")
    inner, taken = bytearray(len(text) + 1), bytearray(len(text) + 1)
    for m in named:
        inner[m.start + 1 : m.end] = b"\x01" * (m.end - m.start - 1)
        taken[m.start : m.end] = b"\x01" * (m.end - m.start)
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


def _further(
    text: str, matches: list[re.Match[str]], place: int, covered: bytearray
) -> Iterator[re.Match[str]]:
    """The head words that stand right behind a head word and may be the end of the same name."""
    end = matches[place].end()
    for match in matches[place + 1 : place + 3]:
        if match.start() - end > 4:
            return
        if match.start() < end or any(covered[end : match.end()]) or match.group() in _VERBAL_HEADS:
            continue
        if match.start() == end or _edge_before(text, match.start(), *_tables()[1:3], _tables()[4]) is None:
            yield match


def _left_edge(text: str, head: int, covered: bytearray, floor: int, last: int | None = None) -> int:
    """Where a captured name begins: the place of the head word itself when there is no good beginning."""
    _, edges, protected, _, longest = _tables()
    last_signs = _last_signs()
    position = head
    while position > max(floor, head - 28):
        character = text[position - 1]
        if covered[position - 1] & 1 or character in _STOPS:
            return position
        if character == " " and not (position < head and text[position].isascii() and text[position - 2].isascii()):
            return position
        if character in "和与及、" and text[position - 1 : position + 1] not in protected:
            if position == head:
                return head
            if text[position - 2 : position] in {"以及"}:
                return position
            if (head if last is None else last) - position > 64:
                return position  # a list goes on and on
            further = _conjunct(text, position - 1, covered, floor, character, head if last is None else last)
            return position if further is None else further
        word = _edge_before(text, position, edges, protected, longest) if character in last_signs else None
        if word is None and position > 1 and covered[position - 2] & 1 and character in edges and text[position - 1 : position + 1] not in protected:
            word = character  # 为 behind 世界银行 is no part of 行为
        if word:
            if head - position >= 2:
                return position
            if len(word) == 1 or word in _hard_edges():
                return head
            position -= len(word)
            continue
        position -= 1
    return position if position == floor else head


def _conjunct(text: str, mark: int, covered: bytearray, floor: int, sign: str, head: int) -> int | None:
    """Where the left part of "X和Y" + head word begins, if the two belong to one name; else None."""
    if mark == 0 or covered[mark - 1]:
        return None
    heads = head_words("zh")
    end_word = text[head : head + 2]
    if sign == "、" and not any(end_word.startswith(word) for word in ("总司", "司", "部", "署", "局", "委员", "机构", "办公")):
        return None
    left = _left_edge(text, mark, covered, floor, head)
    part = text[left:mark]
    if len(part) < 2 or (sign == "、" and _GROUP.search(part)):
        return None
    if heads.type_of(part) is not None and (part in heads.captured or part not in heads.types):
        return None  # a name of its own; 标准 alone is none
    return left


@cache
def _inside() -> frozenset[str]:
    return frozenset(word_list("zh", "inside"))


@cache
def _hard_edges() -> frozenset[str]:
    return frozenset(word_list("zh", "hard_edges"))


@cache
def _last_signs() -> frozenset[str]:
    """The last characters of words in front of which no name begins."""
    return frozenset(word[-1] for word in word_list("zh", "left_edges"))


def _edge_before(text: str, position: int, edges: frozenset[str], protected: frozenset[str], longest: int) -> str | None:
    if text[position - 1 : position] not in _last_signs():
        return None
    for length in range(min(longest, position), 0, -1):
        word = text[position - length : position]
        if word not in edges:
            continue
        if length == 1:
            around = (text[max(0, position - 2) : position], text[position - 1 : position + 1])
            if any(piece in protected for piece in around):
                return None
            wide = text[max(0, position - 3) : position + 2]
            if any(len(piece) > 2 and piece in wide for piece in ("以色列", "尼日利亚")):
                return None
        return word
    return None


@lru_cache(maxsize=8192)
def _is_generic(modifiers: str) -> bool:
    """Whether the words in front of a head word are all of the kind that names nothing."""
    generic = head_words("zh").generic
    reachable = [True] + [False] * len(modifiers)
    for end in range(1, len(modifiers) + 1):
        for start in range(max(0, end - 6), end):
            piece = modifiers[start:end]
            if reachable[start] and (piece in generic or piece in "和与及、的" or piece.isdigit() or (piece[0] == "第" and _ORDINAL.fullmatch(piece))):
                reachable[end] = True
                break
    return reachable[-1]
