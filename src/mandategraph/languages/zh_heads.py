"""Names in Chinese that a head word ends: where such a word stands, and where its name begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

import ahocorasick_rs
from msgspec import Struct

from mandategraph.languages.words import head_words, word_list
from mandategraph.languages.zh_marks import BEGUN, PAID_FOR
from mandategraph.languages.zh_persons import is_minister
from mandategraph.model import Mention

__all__ = ["Head", "captured", "edge_before", "find_heads", "is_generic", "left_edge"]

_JOINING = "和与及、"
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d年")
_DASHES = "-–—⸺"
#: What a ministry is for, though in front of other head words it names nothing: 农业部.
_SECTORS = frozenset({"农业", "工业", "能源", "环境", "教育", "贸易", "粮食", "经济", "投资", "公共工程", "社会发展", "贸易和工业", "农业和粮食", "环境和能源", "工业和贸易", "经济和贸易"})
#: In front of words that tell of what kind a company is, not its name.
_ANY_OF_THEM = re.compile("最[大小早好佳]的$|领先的$|一家$|[几多]家$|一些$")
#: What tells of what kind a company is, in front of its name: 最大的电力公司乌齐河电力集团.
_KIND_OF = re.compile("[^的和与及、]{1,6}(?:公司|制造商|生产商|供应商|运营商|零售商|开发商|(?:(?<=最大的..|领先的..)|(?<=最大的...|领先的...)|(?<=最大的....|领先的....))企业)(?=...)")
#: What makes a 集团 a group of many, not a company: 中小企业集团, 东欧国家集团, 贩毒集团.
_MANY = re.compile("(?:企业|国家|区域|地区|亚太|成员国|利益攸关方|当事方|犯罪|武装|恐怖|主义|贩毒|贩运|走私|黑帮|[^产事创]业者|利益|贸易|谈判|专家|问题|种族|宗教|语言)$")
_ONE_OF = re.compile("一[份座家套支批场期门](?!体)..")
_SOME = frozenset("干多几数")
_STOPS = "，。；：！？“”‘’（）()《》〈〉…|\n\t—⸺,;:!?[]"
_RUNNING = re.compile(
    r"都(?!市)|更(?![新生])|(?<!平)均(?![衡等])|(?<!几)何|(?<!植)被|(?<!转)让|也(?!门)|(?<![归返偿退])还(?!原)|就(?![业医诊])|没(?!收)|未(?!来|成年)|[把很又只]|(?<![小学])说|(?<![英人天奇])才|再(?!生|制造|就业|循环|利用|保险|分配|造林)|时候|能够|可以|进行|如何|以便|使其|方、|[\d一两二三四五六七八九十][个期次场家门]|解决$"
    r"|或|目前|正在|许多|引人|之间|协商|安排|期间|所面临|[^，]了"
    r"|(?:建立|设立|制定|实施|推出|启动|参与|参加|加入|接任|继任|开办|举办|拟订|编制|引进|改进|交付|(?<!政策)咨询|去除|要求|完善|共同|继续|提出|提交|起草|担任|出任)$"
    r"|似宜|不妨|[/／]|酌情|涉及|自\d|\d月|所设|下届|帮助|第一批|新的|^(?:性(?!别)|化(?![妆工学肥石])|[种类式型部者新]|下一|一[新组所系]|坚实|知名|现代化|众多|大多数|大规模|确保|最优化|增强|进一步|拟议|之类|这类|参照|恢复|处理和"
    r"|养护|分析和规划|彼此|超过|的|非(?!洲)|事或|我国|快速|查明|创业(?=战略)|成果(?=战略)|继任|计划(?![和与、]?(?:投资|发展|国际合作|财政|预算|经济)$)|食品(?=加工厂)|\d|信托$|[两二三四五六七八九十]+[所项个家种名]|^[多几数][所家个项座])"
)
_MADE = re.compile(r"(?:设立|建立|成立|开设|设有|建有|创建|启用|创办|开办)(?:了|有)?(?:一[个项家所])?(?:专门的|新的|全新的)?$|(?:组成|牵头|领导|主持|设立|创办|创立)的$")
#: What is told right behind the name of something that begins a clause: who founded it, when, who its members are.
_TOLD_OF = re.compile(
    r"(?:由[^，。；]{2,30}?(?:发起|创建|创立|创办|设立|成立|启动|推出)(?!的)|(?:系|是)?于?(?:19|20)\d\d年[^，。；]{0,16}?(?:由[^，。；]{2,30}?)?(?:启动|成立|设立|发起|推出|创建|创立|启用|建成)(?!的)"
    r"|(?:目前|现)有?[^，。；]{0,6}(?:成员|会员)|的成员包括)"
)
_BEGINS_CLAUSE = re.compile(r"(?:^|(?<=[。；，]))(?=(?!该|本|这|此|上述|新|第|其|各|有关|[一二两三四五六七八九十几多])[^的了在由与其被将把从向为。，；：\d\s]{4,22}$)")
_FOUNDED = frozenset({"Body", "Facility", "Fund", "Partnership", "Programme", "Tool"})
#: What is begun in these words has a name, though it be of words that name nothing: 启动了可再生能源联合方案.
_LAUNCHED = re.compile(r"(?:启动|推出|发起|实施)了(?:一[个项])?$")
_GROUP = re.compile(r"(?:部委|机构|企业|部门|组织|界)$")
_OF_GROUPS = frozenset({"组织", "机构", "协会", "商会", "联合会"})
#: What behind the name of a region makes a name of any word: 非洲气候峰会.
_OF_REGIONS = frozenset({"峰会", "论坛", "首脑会议", "筹备会议", "部长会议", "部长级会议"})
_MEETS = frozenset({"CountryGroup", "Organization"})
#: Of whose name right in front of it such a meeting is: 二十国集团峰会, 加勒比区域筹备会议.
_HOLDERS = {"峰会": _MEETS, "首脑会议": _MEETS, "筹备会议": frozenset({"Country", "Region"}), "基金": _MEETS | {"Body", "Country", "Partnership", "Programme"}}
_FORUMS = frozenset({"论坛", "博览会", "峰会"})
_CONVENING = _MEETS | {"Body", "Framework", "Partnership", "Programme"}
_WEEKS = frozenset({"气候周", "能源周"})  # 非洲气候周
_OFFICES = frozenset({"司", "处", "办公室", "办事处", "代表处"})  # 非洲区域司
_VAGUE = frozenset({"有关", "相关", "其他", "各有关", "所有", "若干", "多个", "主要", "下属", "附属", "所属", "直属", "参与", "专门"})  # 联合国相关机构 is no name
_VERBAL_HEADS = frozenset({"组织", "计划", "处", "部", "署", "司", "行动"})
_WITHIN = frozenset("内下中")
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]{1,3}[届次个期]")
_NUMBERED_BEFORE = re.compile(r"第[一二三四五六七八九十百\d]{1,4}[届次][^，。；的]{0,6}$")
#: Words that name nothing are a meeting's name behind these: 全球妇女论坛.
_OF_THE_WORLD = re.compile("(?:全球|世界|国际)..")
#: So a congress is called, and no body of an organization: 国际标准化大会.
_CONGRESS = re.compile("(?:首届|第[一二三四五六七八九十]{1,3}届|全球|世界|国际|亚太|欧洲)(?!卫生|气象|粮食).{2}")
#: What makes words in front of 项目 no name: 一个新的.
_INDEFINITE = re.compile(r"一[个项](?:为期[^，。；]{1,6}|新|大型)的$")
#: Only what somebody holds by a name of its own is a meeting with a name: 主办了世界陶瓷政策会议.
_CONVENED = re.compile(r"(?:举办|召开|主办|承办|举行|召集|主持|出席|参加)了?(?:首[届次]|一[次届个])?$")
#: Where a project works that needs no other name: 在苏丹实施的职业培训项目.
_CARRIED_OUT = re.compile("(?:实施|开展|执行)的$")
_ANCHORED = frozenset({"Event", "Partnership"})
#: What of them needs no word of its own, if what it is about is told at length: 主办了可持续工业发展研讨会.
_GATHERINGS = frozenset({"展览", "展览会", "博览会", "峰会", "研讨会", "培训班", "讲习班", "论坛", "圆桌会议", "对话会", "磋商会"})
_PLACES = frozenset({"Country", "Region"})
#: What is one of its kind in a province or a town, which names it.
_PARKS = frozenset({"工业园区", "工业园", "产业园", "科技园", "科学园", "农业园", "开发区", "经济特区", "工业区", "经济区"})
#: What is a name right behind that of an organization: 世卫组织学院.
_OF_ITS_OWN = frozenset({"学院", "实验室", "研究院"})
_HAN = re.compile(r"[\u3400-\u9fff]")
#: What a division of an organization may have as its subject, though it could be a name.
_SUBJECTS = frozenset({"Tool", "Partnership"})
_DIVISIONS = ("司", "处", "总司", "股")
#: Where the divisions of something are told: 下设三个处：.
_PARTED = re.compile("下设|下辖|设有|由[^，。；]*$")
_NONE_OF = re.compile("有关|相关|各|其他|所有|该|这|国家|国际|一些")


#: What stands in front of 和 and a name is no part of that name: 报告和电子数据库.
_NO_PART = frozenset({"总干事", "秘书长", "执行主任", "主席", "署长", "主任", "高级专员", "会员国", "成员国", "缔约国", "报告", "关闭", "活动", "外联活动", "会议"})

#: A head word in a text: its number, where it begins, one past its end.
Head = tuple[int, int, int]


class _Words(Struct, frozen=True, gc=False):
    """The words that tell where names with a head word begin and end, made ready once.

    :param matcher: finds the head words, of those that begin at one place the longest.
    :param heads: the head words.
    :param kinds: the class that each tells.
    :param not_before: of each, the longer words that begin with it and end no name.
    :param inside: words that hold a head word behind their first character and end no name.
    :param edges: words in front of which no name begins.
    :param last_signs: their last characters.
    :param telling: all characters that may tell where a name begins.
    :param hard_edges: those of them that no name holds.
    :param protected: words that hold an edge but are none.
    :param longest: the length of the longest edge.
    :param of_places: head words that are names with that of a place alone.
    """

    matcher: ahocorasick_rs.AhoCorasick
    heads: tuple[str, ...]
    kinds: tuple[str, ...]
    not_before: tuple[tuple[str, ...], ...]
    inside: frozenset[str]
    edges: frozenset[str]
    last_signs: frozenset[str]
    telling: frozenset[str]
    hard_edges: frozenset[str]
    protected: frozenset[str]
    longest: int
    of_places: frozenset[str]


@cache
def _words() -> _Words:
    known = head_words("zh")
    heads = tuple(sorted(known.captured))
    edges = frozenset(word_list("zh", "left_edges"))
    longer = word_list("zh", "not_before")
    return _Words(
        matcher=ahocorasick_rs.AhoCorasick(heads, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        heads=heads,
        kinds=tuple(known.types.get(head, "Organization") for head in heads),
        not_before=tuple(tuple(w for w in longer if len(w) > len(head) and w.startswith(head)) for head in heads),
        inside=frozenset(word_list("zh", "inside")),
        edges=edges,
        last_signs=frozenset(word[-1] for word in edges),
        telling=frozenset(_STOPS + _JOINING + " ").union(word[-1] for word in edges),
        hard_edges=frozenset(word_list("zh", "hard_edges")),
        protected=frozenset(word_list("zh", "protected")),
        longest=max(map(len, edges)),
        of_places=frozenset(word_list("zh", "of_places")),
    )


def find_heads(text: str) -> list[Head]:
    """Where head words stand that may end a name, from left to right, none overlapping.

    :param text: repaired text.

    >>> [(start, end) for _, start, end in find_heads("它推出了绿色技能议程。")]
    [(8, 10)]
    """
    return _words().matcher.find_matches_as_indexes(text)


def captured(
    text: str, found: Sequence[Head], covered: bytearray, taken: Sequence[Mention], groups: Sequence[Mention]
) -> Iterator[Mention]:
    """Names that a head word ends.

    :param text: repaired text.
    :param found: where head words stand.
    :param covered: of each character, 1 where something else is named, of which none is a part.
    :param taken: mentions found already.
    :param groups: mentions of groups of actors; a name may hold one, but none ends a part of a name.
    """
    words = _words()
    grouped: dict[int, list[Mention]] = {}
    for group in groups:
        covered[group.end - 1] |= 2
        grouped.setdefault(group.end, []).append(group)
    reach = 0
    begun: dict[int, int] = {}
    ending: dict[int, list[Mention]] = {}
    for mention in taken if found else ():
        ending.setdefault(mention.end, []).append(mention)
    for place, (number, start, end) in enumerate(found):
        if covered[start] & 1 or start < reach or (text[start - 1 : end] in words.inside and not is_generic(text[start - 2 : start])):
            continue
        head, longer, kind = words.heads[number], words.not_before[number], words.kinds[number]
        if text.startswith(head + "长", start) and text.endswith(head, 0, start):
            continue  # 司长 behind 司
        if head == "方案框架" and text[end : end + 1] in _WITHIN:
            head, end, kind = "方案", end - 2, "Programme"  # within a programme: 在培训方案框架内
        if longer and text.startswith(longer, start) and not (
            head == "部" and (is_minister(text, end) or text.startswith("长期", end))
        ):
            continue
        left = begun[start] if start in begun else left_edge(text, start, covered, reach)
        if head in _HOLDERS and text[left:start] == ("信托" if head == "基金" else ""):  # 小岛屿发展中国家信托基金
            left = next((m.start for m in (*ending.get(left, ()), *grouped.get(left, ())) if m.type in _HOLDERS[head]), left)
        elif words.kinds[number] in _ANCHORED and (begun_at := BEGUN.search(text, max(0, start - 34), start)) is not None:
            at = begun_at.start("name")
            if at < left and not any(covered[at:start]):
                left = at  # 举行了水管理技术研讨会
        elif head in {"项目", "方案"} and (paid := PAID_FOR.search(text, max(0, start - 34), start)) is not None:
            left = left if any(covered[paid.start("name") : start]) else min(left, paid.start("name"))
        if text.startswith("问题", left) and kind in {"Body", "Unit"} and (held := next((m.start for m in (*ending.get(left, ()), *grouped.get(left, ()))), None)) is not None:
            left = held  # 小岛屿发展中国家问题机构间小组
        told_of = kind in _FOUNDED and _TOLD_OF.match(text, end) is not None
        if told_of and (whole := _BEGINS_CLAUSE.search(text, max(0, start - 24), start)) is not None and not any(covered[whole.end() : start]):
            left = min(left, whole.end())  # 绿色氢能促进工业全球方案于2021年启动
        while left < start and text[left] in _DASHES:
            left += 1
        if (year := _YEAR_FIRST.match(text, left, start)) is not None:
            left = year.end()
        if text[left : left + 1] == "一" and _ONE_OF.match(text, left, start):
            left += 2  # 一座咖啡培训中心
        elif text.startswith("个", left) and text[left - 1 : left] in _SOME:
            left += 1  # 若干个灌溉项目
        if kind == "Organization" and text[left - 1 : left] == "的" and (sort := _KIND_OF.match(text, left, start)) is not None:
            left = sort.end()
        modifiers = text[left:start]
        prefixed = bool(left and covered[left - 1] & 1)
        of_place = (left, left - 1) if text[left - 1 : left] == "的" else (left,)  # 马拉维的农村市场发展计划
        latin = left > 0 and text[left - 1].isascii() and text[left - 1].isalpha()  # Kisumu区医院
        regional = prefixed and head in _OFFICES and left == start and any(m.text.endswith("区域") for m in ending.get(start, ()))
        regional = regional or (head in _DIVISIONS and left == start and any(m.type == "Region" for m in ending.get(start, ())))
        of_town = head in words.of_places and prefixed and any(m.type in _PLACES for m in ending.get(left, ()))  # 阿比让大学
        of_town |= head in _PARKS and left == start and any(_has_park(m, ending) for m in ending.get(left, ()))  # 巴伦州工业园区
        owned = head in _OF_ITS_OWN and left == start and any(m.type == "Organization" for m in ending.get(start, ()))
        of_town = of_town or owned
        fewest = 0 if regional or of_town or (prefixed and head in _WEEKS) else 1 if prefixed and (kind == "Partnership" or latin) else 2
        if len(modifiers) < fewest or len(modifiers) > 26:
            continue
        if len(modifiers) < words.longest + 2 and not of_town and (adjacent := edge_before(text, start)) and len(modifiers) - len(adjacent) < 2:
            continue
        if (modifiers and not _HAN.search(modifiers)) or _RUNNING.search(modifiers):
            continue
        if is_generic(modifiers) and not (
            (prefixed and kind in {"Organization", "Partnership", "Facility", "Fund", "Unit", "Body"} and modifiers not in _VAGUE)
            or (head in _OF_GROUPS and any(left <= group.start for group in groups if group.end <= start))
            or (head == "部" and re.search(r"部[和与及、]$", text[max(0, left - 2) : left]))
            or (head == "部" and modifiers in _SECTORS)
            or (head in {"项目", "方案", "计划"} and len(modifiers) > 4 and any(m.type in _PLACES for at in of_place for m in ending.get(at, ())))
            or of_town
            or (head == "加速器" and any(m.type == "Organization" for m in ending.get(left, ())))
            or (head in {"项目", "方案"} and len(modifiers) > 3 and "合作" not in modifiers and _CARRIED_OUT.search(text, left - 3, left)
                and any(m.type in _PLACES for m in ending.get(left - 3, ())))
            or regional
            or (prefixed and head in _OF_REGIONS | _WEEKS)
            or (kind == "Event" and (_NUMBERED_BEFORE.search(text, max(0, left - 12), left) or _OF_THE_WORLD.match(modifiers)))
            or (head in {"项目", "方案"} and len(modifiers) > 4 and _LAUNCHED.search(text, max(0, left - 6), left))
            or (head in _GATHERINGS and len(modifiers) > 3 and (_CONVENED.search(text, max(0, left - 8), left) or BEGUN.search(text, max(0, start - 34), start)))
            or (head in _DIVISIONS and len(modifiers) > 3 and not _NONE_OF.match(modifiers)
                and ("和" in modifiers or text.startswith(head + "长", end) or _PARTED.search(text, max(0, left - 60), left)))
            or (len(modifiers) > 3 and kind in _FOUNDED and told_of and not text[left - 1 : left].strip("。；，"))
            or (kind in {"Unit", "Facility", "Body", "Fund"} and len(modifiers) > 3 and _MADE.search(text, max(0, left - 12), left))
        ):
            continue
        if head == "集团" and _MANY.search(modifiers):
            continue
        if kind == "Organization" and _ANY_OF_THEM.search(text, max(0, left - 4), left):
            continue  # 最大的茶叶公司
        if head == "大会" and not _CONGRESS.match(modifiers):
            continue
        if head in _FORUMS and (of_group := next((m.start for m in (*ending.get(left, ()), *grouped.get(left, ())) if m.type == "CountryGroup"), None)) is not None:
            left = of_group  # 小岛屿发展中国家投资论坛
        if head == "会议":
            owner = next((m.start for m in ending.get(left, ()) if m.type in _CONVENING), left) if prefixed else left
            if len(modifiers) < 4 or not _CONVENED.search(text, max(0, owner - 6), owner):
                continue
            left = owner  # 第三个非洲工业发展十年宣传干将会议
        if owned:
            left = min(m.start for m in ending[start] if m.type == "Organization")
        if head in {"方案", "项目", "计划"} and _INDEFINITE.search(text[max(0, left - 14) : left]):
            continue
        further = next((at for at in _further(text, found, place, covered) if left_edge(text, at, covered, left) <= start), None)
        if further is not None:  # 投资促进机构 in 世界投资促进机构协会 is the middle of a name
            begun[further] = left
            continue
        reach = end
        yield Mention(left, end, text[left:end], kind)


def _has_park(place: Mention, ending: Mapping[int, Sequence[Mention]]) -> bool:
    """Whether a place is a province or a town alone, whose industrial park has a name with its own."""
    town = place.type == "Region" and bool(place.candidates) and place.candidates[0].startswith("region/") and place.text[-1] not in "洲域区部"
    return town and not any(m.type in _PLACES for m in ending.get(place.start - 1, ()))


def _further(text: str, found: Sequence[Head], place: int, covered: bytearray) -> Iterator[int]:
    """Where the head words begin that stand right behind a head word and may be the end of the same name."""
    end = found[place][2]
    for number, begin, after in found[place + 1 : place + 3]:
        if begin - end > 4:
            return
        if begin < end or any(covered[end:after]) or _words().heads[number] in _VERBAL_HEADS:
            continue
        if begin == end or edge_before(text, begin) is None:
            yield begin


def left_edge(text: str, head: int, covered: bytearray, floor: int, last: int | None = None) -> int:
    """Where a captured name begins: the place of the head word itself when there is no good beginning.

    :param text: the text.
    :param head: where the head word begins.
    :param covered: 1 where other names stand, 2 where groups of actors end.
    :param floor: the first place where the name may begin.
    :param last: where the head word of the whole name begins, when ``head`` is the end of a part of it.
    """
    words = _words()
    protected, last_signs, telling = words.protected, words.last_signs, words.telling
    position, furthest = head, max(floor, head - 28)
    while position > furthest:
        character = text[position - 1]
        if covered[position - 1] & 1:
            return position
        if character not in telling:
            position -= 1
            continue
        if character in _STOPS:
            return position
        if character == " " and not (position < head and text[position].isascii() and text[position - 2].isascii()):
            return position
        if character in _JOINING and text[position - 1 : position + 1] not in protected:
            if position == head:
                return head
            if text[position - 2 : position] in {"以及"}:
                return position
            if (head if last is None else last) - position > 64:
                return position  # a list goes on and on
            further = _conjunct(text, position - 1, covered, floor, character, head if last is None else last)
            return position if further is None else further
        word = edge_before(text, position) if character in last_signs else None
        if word is None and position > 1 and covered[position - 2] & 1 and character in words.edges and text[position - 1 : position + 1] not in protected:
            word = character  # 为 behind 世界银行 is no part of 行为
        if word:
            if head - position >= 2:
                return position
            if len(word) == 1 or word in words.hard_edges:
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
    left = left_edge(text, mark, covered, floor, head)
    part = text[left:mark]
    if len(part) < 2 or (sign == "、" and _GROUP.search(part)) or part in _words().edges or part in _NO_PART:
        return None
    kind = heads.type_of(part)
    if kind is not None and (part in heads.captured or part not in heads.types):
        if part == "计划" and end_word[:1] == "部":
            return left  # 计划和投资部 is one ministry
        subject = kind in _SUBJECTS and end_word.startswith(_DIVISIONS)  # 粮食系统和粮食安全处 is one division
        return left if subject else None  # a name of its own; 标准 alone is none
    return left


def edge_before(text: str, position: int) -> str | None:
    """The word in front of a place before which no name begins; None where there is none."""
    words = _words()
    if text[position - 1 : position] not in words.last_signs:
        return None
    for length in range(min(words.longest, position), 0, -1):
        word = text[position - length : position]
        if word not in words.edges:
            continue
        if length == 1:
            protected = words.protected
            if text[max(0, position - 2) : position] in protected or text[position - 1 : position + 1] in protected:
                return None
            wide = text[max(0, position - 3) : position + 2]
            if "以色列" in wide or "尼日利亚" in wide:
                return None
        return word
    return None


@lru_cache(maxsize=8192)
def is_generic(modifiers: str) -> bool:
    """Whether the words in front of a head word are all of the kind that names nothing.

    :param modifiers: the words.

    >>> is_generic("有关的国际"), is_generic("陶瓷")
    (True, False)
    """
    generic = head_words("zh").generic
    reachable = [True] + [False] * len(modifiers)
    for end in range(1, len(modifiers) + 1):
        for start in range(max(0, end - 6), end):
            if not reachable[start]:
                continue
            piece = modifiers[start:end]
            if piece in generic or piece in "和与及、的" or piece.isdigit() or (piece[0] == "第" and _ORDINAL.fullmatch(piece)):
                reachable[end] = True
                break
    return reachable[-1]
