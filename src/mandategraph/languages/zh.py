"""Chinese: what it needs beyond rules and names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

from mandategraph.languages.base import Anaphor, Language
from mandategraph.languages.words import any_word, head_words
from mandategraph.languages.zh_citations import OF_BODY, find_citations
from mandategraph.languages.zh_measures import measure
from mandategraph.languages.zh_names import find_names
from mandategraph.languages.zh_values import chinese_number, find_values
from mandategraph.model import Mention
from mandategraph.vocabulary import SDG

__all__ = ["language"]

_GOALS = re.compile(r"(?:可持续发展目标|SDGs?|全球目标)\s*[：:]?\s*(\d{1,2}(?:(?:[、，和及与]|以及)\s*\d{1,2})*)(?![\d.]|个|项)")
_TARGETS = re.compile(
    r"(?:可持续发展(?:具体)?目标|具体目标|目标)\s*[(（]?(\d{1,2}\.(?:\d{1,2}|[a-d])(?:(?:[、，和及与]|以及)\s*\d{1,2}\.(?:\d{1,2}|[a-d]))*)[)）]?"
)
_BARE_GOAL = re.compile(r"(?<!具体)(?<!发展)目标\s*(\d{1,2}(?:(?:[、和及与]|以及)\s*\d{1,2}(?![\d.,]|[个项%年月日名人种万亿]))*)(?![\d.,]|个|项|%)")
_ONE_GOAL = re.compile(r"\d{1,2}(?:\.(?:\d{1,2}|[a-d]))?")

_THIS = "该|(?:这|该)一?(?=组国家)|(?<![资样成日基])本|此|这(?=些国家)|上(?=述国家)|这一|这个|上述|此次|本次|这次|本届|这项|该项|这种"
_ANAPHORS: dict[str, frozenset[str]] = {
    "项目": frozenset({"Programme"}),
    "方案": frozenset({"Programme"}),
    "倡议": frozenset({"Programme", "Partnership", "Event"}),
    "计划": frozenset({"Programme", "Framework"}),
    "举措": frozenset({"Programme", "Partnership"}),
    "论坛": frozenset({"Event", "Partnership", "Session"}),
    "峰会": frozenset({"Event"}),
    "首脑会议": frozenset({"Event"}),
    "研讨会": frozenset({"Event"}),
    "讲习班": frozenset({"Event"}),
    "会议": frozenset({"Event"}),
    "博览会": frozenset({"Event"}),
    "活动": frozenset({"Event"}),
    "大型活动": frozenset({"Event"}),
    "国际活动": frozenset({"Event", "Session"}),
    "中心": frozenset({"Facility"}),
    "示范区": frozenset({"Facility"}),
    "园区": frozenset({"Facility"}),
    "实验室": frozenset({"Facility"}),
    "观测站": frozenset({"Facility", "Tool"}),
    "平台": frozenset({"Tool", "Partnership", "Programme"}),
    "系统": frozenset({"Tool"}),
    "工具包": frozenset({"Tool", "Publication"}),
    "工具": frozenset({"Tool"}),
    "加速器": frozenset({"Programme", "Tool"}),
    "课程": frozenset({"Tool"}),
    "网络": frozenset({"Partnership"}),
    "联盟": frozenset({"Partnership"}),
    "机制": frozenset({"Partnership", "Fund", "Programme"}),
    "集群": frozenset({"Partnership"}),
    "伙伴关系": frozenset({"Partnership"}),
    "基金": frozenset({"Fund", "Partnership"}),
    "司": frozenset({"Unit"}),
    "总司": frozenset({"Unit"}),
    "处": frozenset({"Unit"}),
    "办公室": frozenset({"Unit", "Organization"}),
    "部门": frozenset({"Unit"}),
    "战略框架": frozenset({"Framework"}),
    "框架": frozenset({"Framework"}),
    "战略": frozenset({"Framework"}),
    "工作计划": frozenset({"Framework"}),
    "议程": frozenset({"Framework"}),
    "行动议程": frozenset({"Framework"}),
    **dict.fromkeys(("行动计划", "国家方案", "国别方案", "国别计划"), frozenset({"Framework", "Programme"})),
    "行动纲领": frozenset({"Framework"}),
    "路线图": frozenset({"Framework"}),
    "十年": frozenset({"Programme"}),
    "运动": frozenset({"Programme"}),
    "信托基金": frozenset({"Fund"}),
    "机构": frozenset({"Organization"}),
    "区域": frozenset({"Region"}),
    "指南": frozenset({"Publication"}),
    **dict.fromkeys(("出版物", "系列", "政策系列", "系列报告", "系列出版物", "丛书"), frozenset({"Publication"})),
    "报告": frozenset({"Publication", "Document"}),
    "国政府": frozenset({"Country"}),
    "国": frozenset({"Country"}),
    "些国家": frozenset({"Country", "CountryGroup"}),
    "述国家": frozenset({"Country", "CountryGroup"}),
    "组国家": frozenset({"CountryGroup"}),
    "示范项目": frozenset({"Programme"}),
    "试点项目": frozenset({"Programme"}),
    "联合项目": frozenset({"Programme"}),
    "协会": frozenset({"Organization"}),
    "基金会": frozenset({"Organization"}),
    **dict.fromkeys(("银行", "行"), frozenset({"Organization"})),
    "公司": frozenset({"Organization"}),
    "局": frozenset({"Organization", "Unit"}),
    "署": frozenset({"Organization"}),
    "研究所": frozenset({"Organization", "Unit"}),
    "学院": frozenset({"Organization"}),
    "组织": frozenset({"Organization"}),
    "协定组织": frozenset({"Organization"}),
    "委员会": frozenset({"Body"}),
    "工作组": frozenset({"Body", "Unit", "Organization"}),
    "工作队": frozenset({"Body", "Unit", "Organization"}),
    "小组": frozenset({"Body", "Unit", "Organization", "Partnership"}),
    "宣言": frozenset({"Declaration"}),
    "决议": frozenset({"Resolution"}),
    "公约": frozenset({"Agreement"}),
    "协定": frozenset({"Agreement"}),
    **dict.fromkeys(("技术库", "数据库", "门户网站"), frozenset({"Fund", "Organization", "Tool"})),
}
#: Which of two that were named together is meant, and of what class it may be.
_OF_TWO = re.compile("(?<![以此先目当])[前后]者(?!们)")
_BOTH = re.compile("(?<![\u4e00-\u9fff])(?:这|上述)?两(?:个|家)?(?:国际)?(?:组织|机构)(?=[同与和的还将已在于为都均]|共同|联合)|(?<=[月年日])两(?:个|家)?(?:组织|机构)(?=[同与和还将已在于都均]|共同|联合)")
_NAMED = frozenset({"Body", "Country", "Event", "Facility", "Framework", "Fund", "Organization", "Partnership", "Programme", "Publication", "Region", "Tool", "Unit"})
_ANAPHOR = re.compile(
    rf"(?=[本该我此这上第会论峰领《两三四五])(?:(?P<territory>(?:[该本此]|(?<![各一何他其新])(?=领土(?:政府|面积|人口)))领土(?:政府)?(?!完整|主权|争端|内))|(?P<author>我(?<![自忘本敌]我)(?![们国方校院会军辈行的])|我(?=的《))|(?P<home>本组织|该组织|我们组织|我们|本(?:行(?![动业为政列程将走])|署(?!名)|基金(?!会)))|(?P<this>{_THIS}|第[一二三四五六七八九十\d]{{1,3}}届(?:年度|线上|虚拟)*|[该此]届)(?P<head>{'|'.join(sorted(map(re.escape, _ANAPHORS), key=len, reverse=True))})"
    r"|(?:(?<=[。；，])|(?<![\s\S]))(?P<nth>第[一二三四五六七八九十]{1,3}次(?P<sitting>会议|论坛|大会|峰会|首脑会议))(?=[于在由定原同将，]|\d{4}年|通过)"
    r"|(?P<several>(?:这|上述)[两二三四五六七八九十]个?国家?|(?<=[，。；])[两三四五]国(?=政府|都|均|的|在|将|共同|代表|还|已|每年|各|分别|合计|先后))(?![际民集内有语籍人])"
    r"|(?:(?<=[。，；])|(?<![\s\S]))(?P<bare>会议|论坛|峰会)(?=(?:最后|还|一致|也|并)?(?:通过了?(?:《|题为|关于|一[份项])|呼吁|吁请|商定|强调|鼓励|决定|核可|核准|批准|请|选举|审议|讨论|欢迎|宣布|任命|重申|指出|发表|签署|启动|主[题席]|以“|以视频|围绕|为期|开幕|闭幕|结束|原定|由[^，。；]{2,80}?(?:主持|主办|举办|承办|召集|组织)|[于在][^，。；]{2,40}?(?:举行|召开|开幕|闭幕|举办)))"
    r"|《(?P<short>宣言|议程|公约|协定|议定书|年鉴|章程|宪章|战略|框架|契约|行动纲领|行动纲要|行动计划|纲要|宪法|白皮书|绿皮书|规约)》)"
)
#: What was named before, called by its head word alone where a clause begins: 联盟由25个成员组成.
_BARE = re.compile(
    r"[。；，](?P<head>联盟|网络|办公室|小组|委员会|工作组|工作队|观测站|基金|十年|倡议|方案|平台|伙伴关系|机制|运动|中心|园区|实验室|会议|论坛|峰会|大会(?=由[^，。；]{2,20}?(?:主办|举办|承办|组织|合办)|(?:共|还|也)?(?:吸引|汇[集聚]|聚集|旨在|得到|于\d|拥有)))"
    r"(?=(?:目前|现|已|也|还|共|每年|随后|正|主要|一致|首批){0,2}(?:由|于|得到|汇[集聚]|吸引|聚集|旨在|支持|帮助|协助|致力|负责|提供|成立|设立|设在|举行|召开|发[布表出起]|推[出动]|开展|向|包括|拥有|有\d"
    r"|[为对与同在自借使](?!期)|惠及|覆盖|入驻|创造|改善|促进|促成|协调|监测|编写|出版|资助|培训|实施|的(?:目标|宗旨|成员|秘书处)|通过(?!了?《)))"
)
#: A project, unlike other things, is hardly ever spoken of at the beginning of a sentence without being told before.
_SPOKEN_OF = re.compile(r"(?P<head>项目|首脑会议)(?=(?:还|也|已|先后|共|现|正|将|目前|由|于|在|是|为|与|同|向|使|帮助|培训|支持|建立|设立|推出|旨在|覆盖|涵盖|得到|获得|通过|修建|建成|新建|完成|惠及|安装|改善|恢复|种植|创造|减少|升级|改造|资助|造福|每年|预算|总额|受益|产出|使得))")
#: A mission, which a paper on it calls by the head word of its name throughout.
_MISSION = re.compile(r"(?:(?<=[，。；：、由与和同将向对在使请为及据因但而（])|(?<![\s\S]))(?P<head>特派团|稳定团|支助团|援助团)(?!团长|与特派团|间)")
#: A meeting called so where somebody takes part in it: 总干事出席了首脑会议.
_ATTENDED = re.compile(r"[出参主举筹支](?:(?<=出)席|(?<=参)加|(?<=主)[持办]|(?<=举)办|(?<=筹)备|(?<=支)持)了?(?P<head>首脑会议|部长级会议|会议|论坛|峰会|大会|博览会|研讨会|讲习班)(?=[，。；]|并|的)")
_MEETINGS = frozenset({"首脑会议", "部长级会议", "博览会", "研讨会", "讲习班", "会议", "论坛", "峰会", "大会"})
#: Whom a resolution has appointed, asked again by the name of the office alone, however far down: 请特别报告员….
_APPOINTED = re.compile(
    r"(?:(?<![\s\S])|[。；，])(?:又|还|并|再次){0,2}(?:请|邀请|鼓励|敦促|促请|吁请|要求|授权|欢迎|赞扬|赞赏|感谢|决定(?:将|由)?)(?P<head>特别报告员|独立专家|专家小组|专家组|特派团|稳定团|援助团|工作组)(?![一-龥]{0,4}[·])"
)
_APPOINTEES = {**dict.fromkeys(("特别报告员", "独立专家"), frozenset({"Person"})), **dict.fromkeys(("特派团", "稳定团", "援助团"), frozenset({"Organization"}))}
_QUOTATION = re.compile("[“”]")
_STOP = re.compile("[。；]")
_SHORT = {
    "宣言": frozenset({"Declaration"}),
    "议程": frozenset({"Framework"}),
    "年鉴": frozenset({"Publication"}),
    "战略": frozenset({"Framework"}),
    "框架": frozenset({"Framework"}),
    "契约": frozenset({"Agreement"}),
    "白皮书": frozenset({"Publication"}),
    "绿皮书": frozenset({"Publication"}),
    **dict.fromkeys(("行动纲领", "行动纲要", "行动计划", "纲要", "宪法"), frozenset({"Framework"})),
}
#: 将 of what is to come, not 将 of what is done to something.
_FUTURE = (
    r"将(?:会|继续(?!与|同|协助|帮助|支持|落实|执行|担任)|进一步|帮助|协助|支持|提供|推广|推行|推出|开展|实施|建立|设立|担任|参加|参与|加强|扩大|有助|促进|启动|举行|主办|举办|召开|编写|编制|发布|出版|签署|创建|成立|培训|采取|开发|使|获得|成为|制定|提交"
    r"|通过|受益|惠及|(?:为|与|向|在)(?![^，。；]{1,30}(?:纳入|转化|作为|结合|用于|带入|推向|转移|提高|增加|减少|降低|分享给)))"
)
#: An office that stands between the members of a list of persons: 穆勒总干事和肯尼亚总统鲁托.
_OFFICES = "(?:总统|总理|首相|国王|女王|(?:外交|国防|财政|工业|农业|环境|卫生|能源|贸易)?部长|主席|大使|先生|女士|博士|阁下|教授|行长|总裁|总干事|秘书长|首席执行官)"
#: What stands behind a member of a list: in brackets where it is or how it is called, the number of a footnote (《新城市议程》5和《巴黎协定》).
_ASIDE = r"(?:[（(][^（）()。；]{1,16}[）)])?(?:\s?(?<!\d)\d{1,2}/?\s?(?=[、和及与以]))?"
_SEPARATORS = rf"{_OFFICES}?{_ASIDE}(?:首都|首府|(?:[东西南北中]{{1,2}}部|海滨|沿海)城市)?(?:、|，|；|/)?(?:\d{{1,2}}(?=《))?(?:以及|及其|及|和|与|同|或|并与|\s?and\s?)?(?:包括|特别是|尤其是|诸如|例如|(?:在内的)?其他(?:区域|国际|多边)?|(?<![与同])所有|当地|前|各)?(?:相关|有关)?(?:在内的)?{_OFFICES}?"
#: Between several subjects: a comma ends a clause, and one that somebody works *with* is no subject.
_JOINS = rf"{_OFFICES}?{_ASIDE}(?:、|；|/)?(?:以及|及其|及|和|或|\s?and\s?)?(?:包括|特别是|尤其是|诸如|例如|(?:在内的)?其他(?:区域|国际|多边)?|(?<![与同])所有|当地|前|各)?(?:相关|有关)?(?:在内的)?{_OFFICES}?"
#: 大会在2022年12月14日第77/165号决议中: the organ that a date parts from its resolution.
_ADOPTING = (
    r"(?:(?<!环境|卫生|劳工|管理|基金|能源|文化|机构|组织|联盟|约方)大会|安全理事会|安理会|经济及社会理事会|经社理事会)(?:在其?|的|于)?"
    r"(?:关于[^，。；]{2,60}?的|题为[《“][^》”]{2,80}[》”]的|第?[\d/]+号(?:决议)?|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|、|和|的)*$"
    r"|(?:^|[，；])(?:又|还|再次|并)?(?:回顾|重申)其(?:[^，。；]|，(?:以及|和|及)){0,400}$"  # what a body calls its own it adopted
)
#: Meetings at which people learn, of which several together need no name: 培训班、讲习班和网络研讨会.
_TRAININGS = "培训班|培训课程|培训|讲习班|研讨会|网络研讨会|考察团|考察访问"
#: What is no place where something is done, though 在 stands before it: 在肯尼亚的支持下, 在日内瓦举行的会议.
_NO_PLACE = "(?!的|[^，。；]{0,10}(?:资助|供资|支持|支助|协助|帮助)下在|[^，。；]{0,16}(?:下|期间|方面|之间|会上|上)(?:，|$)|[^，。；]{0,10}(?:举行|召开|举办|设立|成立|签署|通过)的)"
_ADJUNCTS = {
    "in": (
        f"(?<![存实正所现潜旨内处])[在于](?:[^，。；的M]{{0,4}})P(?:的[^，。；的M]{{1,8}}?(?=实施|开展|执行|推行|启动|推广))?{_NO_PLACE}[^，。；]{{0,30}}$",
        f"^(?:[^，。；M]{{0,8}}，)?(?:[M][^，。；M]{{0,3}}，?)?在P{_NO_PLACE}[^，。；的M]{{0,8}}，[^。；]{{0,90}}$",
    ),
    "with": (
        "(?<![参给赋])(?:会?同|与|连同|协同|携手|联合|联手)A(?!的|之间|[^，。；]{0,3}(?:相[关一]|有关|达成|签|商定|磋商|对话|会[谈晤]))[^，。；]{0,24}$",
        "(?<![参给赋])(?:会?同|与|联合)A(?:(?:、|和|以及)[^，。；]{2,40}?)?[^，。；的M]{0,6}(?:合作|协作|一道|一起|一同|携手|联手|协调|出资)，(?:[^，。；]{0,24}，)?[^，。；]{0,24}$",
    ),
    "by": ("由A[^，。；的M]{0,14}$",),
}
_HAN_NUMBER = "[一二三四五六七八九十百零〇两\\d]{1,6}"
_SESSION = re.compile(rf"第(?P<number>{_HAN_NUMBER})(?:次|届)(?:[（(](?:19|20)\d\d年[)）])?(?P<after>(?:系列)?会议(?:续会)?|常?会议?|届会|例会|年会|(?:紧急)?特别会议|大会|缔约方会议|缔约方大会|理事会会议|世界卫生大会|国际劳工大会|世界气象大会)")
#: A session that its year tells, right behind a body that meets more than once a year: 执行局2021年第一届常会.
_OF_YEAR = re.compile(r"(?:(?<=执行局)|(?<=理事会))(?P<number>(?:19|20)\d\d)年(?:第[一二三][届次](?:常会|会议)|年度会议|年会(?!议)|会议|届会)")
#: Bodies whose sessions are counted as meetings: 缔约方大会第四次会议.
_CONFERENCES = ("缔约方大会", "缔约方会议", "缔约国会议", "缔约国大会")
_COUNTING = re.compile(rf"第(?P<number>{_HAN_NUMBER})[届次]$")


def _goals(text: str) -> Iterable[Mention]:
    return _numbered_goals(text) if "目标" in text or "SDG" in text else ()


def _numbered_goals(text: str) -> Iterator[Mention]:
    reach = 0
    matches = [(m, kind) for kind, p in enumerate((_TARGETS, _GOALS, _BARE_GOAL)) for m in p.finditer(text)]
    for match, _ in sorted(matches, key=lambda pair: (pair[0].start(), pair[1])):
        if match.start() < reach:
            continue
        numbers = list(_ONE_GOAL.finditer(text, match.start(1), match.end(1)))
        numbers = [number for number in numbers if 1 <= int(number.group().split(".")[0]) <= 17]
        for place, number in enumerate(numbers):
            start = match.start() if place == 0 else number.start()
            end = match.end() if len(numbers) == 1 else number.end()
            kind = "Target" if "." in number.group() else "Goal"
            yield Mention(start, end, text[start:end], kind, (SDG + number.group(),))
        reach = match.end()


def _anaphors(text: str) -> Iterator[Anaphor]:
    signs: list[int] | None = None
    for match in _ANAPHOR.finditer(text):
        if match["home"]:
            if match["home"] == "我们":
                signs = [sign.start() for sign in _QUOTATION.finditer(text)] if signs is None else signs
                if _spoken(text, match.start(), signs):
                    continue
            yield Anaphor(match.start(), match.end(), frozenset({"Organization"}), home=match["home"][0] in "本我" and match["home"] != "我们组织")
        elif match["author"]:
            signs = [sign.start() for sign in _QUOTATION.finditer(text)] if signs is None else signs
            if not _spoken(text, match.start(), signs):
                yield Anaphor(match.start(), match.end(), frozenset({"Person"}), head="author")
        elif match["territory"]:
            yield Anaphor(match.start(), match.end(), frozenset({"Country"}), head="领土")
        elif match["several"]:
            yield Anaphor(match.start(), match.end(), _ANAPHORS["些国家"], head="国家")
        elif match["nth"]:
            yield Anaphor(match.start(), match.end(), frozenset({"Event"}), head=f"#{match['sitting']}")
        elif match["bare"]:
            yield Anaphor(match.start(), match.end(), frozenset({"Event", "Session"}), head=match["bare"])
        elif match["short"]:
            types = _SHORT.get(match["short"], frozenset({"Agreement"}))
            yield Anaphor(match.start(), match.end(), types, head=match["short"])
        else:
            head = match["head"]
            follow = text[match.end() : match.end() + 1]
            if (head == "国" and (follow in "家际" or match["this"] == "这一")) or (head in {"处", "司"} and follow in "理于境置法机"):
                continue
            if head == "行" and (match["this"] != "该" or follow in "动业为政列程"):
                continue
            if head == "报告" and (match["this"] not in {"该", "上述"} or follow in "所期员"):
                continue  # 本报告 is the document itself
            if head[1:] == "国家":
                head = "国家"
            types = frozenset({"Session"}) if match["this"] in {"该届", "此届"} else _ANAPHORS[match["head"]]
            yield Anaphor(match.start(), match.end(), types, head=head.removeprefix("示范").removeprefix("试点").removeprefix("联合"))
    yield from _bare(text)
    for match in _OF_TWO.finditer(text) if "者" in text else ():
        yield Anaphor(*match.span(), _NAMED, head=match.group())
    for match in _BOTH.finditer(text) if "两" in text else ():
        yield Anaphor(*match.span(), frozenset({"Organization"}), head="两组织")


def _bare(text: str) -> Iterator[Anaphor]:
    """What a clause calls by its head word alone, which must end the name of what was named before."""
    for match in _APPOINTED.finditer(text) if "请" in text or "要求" in text or "鼓励" in text or "欢迎" in text else ():
        yield Anaphor(*match.span("head"), _APPOINTEES.get(match["head"], _ANAPHORS["工作组"]), head=f"=={match['head']}")
    spoken = (_SPOKEN_OF.match(text, start) for start in (0, *(stop.end() for stop in _STOP.finditer(text)))) if "项目" in text or "首脑" in text else ()
    missions: Iterable[re.Match[str]] = _MISSION.finditer(text) if "团" in text else ()
    for match in (*_BARE.finditer(text), *missions, *_ATTENDED.finditer(text), *(found for found in spoken if found is not None)):
        head = match["head"]
        types = frozenset({"Organization"}) if head.endswith("团") else frozenset({"Event", "Session"}) if head in _MEETINGS else _ANAPHORS.get(head, frozenset({"Programme"}))
        yield Anaphor(*match.span("head"), types, head=f"={head}")


def _spoken(text: str, place: int, signs: list[int]) -> bool:
    """Whether a place stands inside quotation marks: after one that opens or before one that closes.

    :param text: the text.
    :param place: the place.
    :param signs: where the quotation marks of the text stand.
    """
    after = bisect_left(signs, place)
    opened = after > 0 and text[signs[after - 1]] == "“"
    return opened or (after < len(signs) and text[signs[after]] == "”")


def _sessions(text: str) -> Iterable[tuple[int, int, int, str]]:
    yearly = [(m.start(), m.end(), int(m["number"]), "") for m in _OF_YEAR.finditer(text)] if "局20" in text or "会20" in text else []
    return [*(_numbered_sessions(text) if "第" in text else ()), *yearly]


def _numbered_sessions(text: str) -> Iterator[tuple[int, int, int, str]]:
    for match in _SESSION.finditer(text):
        after = match["after"]
        body = after if after in {"大会", "缔约方会议", "缔约方大会", "世界卫生大会", "国际劳工大会", "世界气象大会"} else ""
        if after == "会议" and text.endswith(("缔约方", "缔约国"), 0, match.start()):
            body = "缔约方"  # 《公约》缔约方第三次会议
        elif "次" in match.group() and not body.startswith(("缔约方", "世界气象")) and (after != "届会" or text[match.start() - 2 : match.start()] not in {"大会", "事会", "员会", ""}) and not text.endswith(_CONFERENCES, 0, match.start()):
            continue
        try:
            yield match.start(), match.end(), chinese_number(match["number"]), body
        except ValueError:
            continue


def _ordinal(text: str, end: int) -> tuple[int, int] | None:
    """The number right in front of a body's name: 第六届 of 第六届联合国环境大会."""
    if end < 3 or text[end - 1] not in "届次":
        return None
    match = _COUNTING.search(text, max(0, end - 9), end)
    if match is None:
        return None
    try:
        return match.start(), chinese_number(match["number"])
    except ValueError:
        return None


@cache
def language() -> Language:
    """Chinese.

    >>> [mention.candidates for mention in language().goals("可持续发展目标4、5和17以及具体目标9.4")]
    [('http://metadata.un.org/sdg/4',), ('http://metadata.un.org/sdg/5',), ('http://metadata.un.org/sdg/17',), ('http://metadata.un.org/sdg/9.4',)]
    """
    return Language(
        code="zh",
        sentence_ends="。！？",
        spaced=False,
        separators=_SEPARATORS,
        gap_stops="。！？；",
        values=find_values,
        citations=find_citations,
        goals=_goals,
        anaphors=_anaphors,
        titles=find_names,
        heads=head_words("zh"),
        hedges=any_word("zh", "hedges"),
        clause_ends="，；。！？",
        comma="，",
        gap=14,
        reach=40,
        phrase=80,
        possessive="的?",
        strangers=r"[^，,、（(和与及]{2,14}、|(?<=[\ue000-\uf8ff]、)[^，,、（(和与及的。！？；\ue000-\uf8ff]{2,14}(?:以及|[和与及])|“[^“”，。；\ue000-\uf8ff]{2,14}”(?:[（(][^（()）。；]{1,60}[）)])?(?:、|以及|[和与及])",
        future=_FUTURE,
        optional="似宜|不妨",
        prepositions=r"^我们，$|(?:与|同|和|向|对|为|给|由|在|从|据|根据|按照|通过|将|把|以|帮助|协助|支持|使|请|鼓励|促请|吁请|邀请|要求|作为|成为|推动|促进|加强|关于|包括|以及|及|、|让|被|是|的|受|经|于|到|即|本|其|该|给予|提供|来自)$",
        openers=r"(?:^[A-Z]{1,4}[.．]\s?|^|[，。；：、“”（(）)—⸺]|(?:^|[，。；：])(?:试点|整个|新的)|例如|其中|此外|同时|因此|然而|目前|期间|之后|以来|框架内|背景下|方面|[上下中时后前年月日来内间]|且|而|但|并|虽然|由于|如|当|总的来说|年度|今后|同样|另外|说|表示|指出|欢迎|欣见|注意到|赞扬|感谢|祝贺|赞赏|认识到|如果|鉴于|随着|自|近年来|的(?:联合|共同|新|旗舰)?(?:倡议|方案|项目|计划|举措)|[，。；：][^，。；：的]{0,8}(?:公司|企业|制造商|生产商|供应商|零售商|开发商|运营商|集团|工厂|[织泥纸糖油药钢茶品]厂|农场)|(?:^|[，。；：])[^，。；：、的在与和由向为对给]{0,8}(?:秘书长|总干事|执行主任|主席|总统|总理|首相|部长|大使|特使|主任|司长|高级专员|总裁|行长))$",
        asks="(?:请|请求|要求|建议|委托|授权|责成|促请|吁请|敦促|呼吁|邀请|鼓励|允许)$",
        relative="(?:[与同和]S(?:(?:[、和与及]|以及)S){0,4})?(?:于?D)?(?:[在于]P(?:[、和]?P){0,4})?(?:共同|联合|合作|牵头|负责){0,2}(?:签署|签订|缔结|订立|达成|商定|资助|供资|出资|赞助|支助|支持|发起|主办|举办|召集|创办|设立|创建|建立|开发|编写|编制|撰写|发布|提供|实施|执行|运营|牵头|领导|协调|推出|启动|组织)的(?!(?:各个|所有|各类|上述)?(?:项目|活动|举措)(?:共|已|还|累计|总共|迄今|也|目前|在|为|使|惠及|覆盖|培训|帮助|支持))",
        resumes="(?:并|还|又|也|且|同时|此外|与此同时)",
        subordinate="(?:由于|如果|鉴于|随着|正如|诚如|如同)$",
        operative="(?:我们)?(?:又|还|并|再次|进一步|深切|赞赏地|满意地|关切地){0,2}(?:注意到|欢迎|欣见|忆及|申明|铭记|责成|指定|宣布|赞同|同意|赞扬|赞赏|重申|回顾|强调|着重指出|确认|认识到|决定|核可|核准|请|邀请|鼓励|敦促|促请|吁请|呼吁|要求|建议|授权|通过|表示|感到)",
        recalls="回顾|忆及|铭记",
        asking="(?:我们)?(?:又|还|并|再次|特别|同样|进一步|强烈|深切|大力){0,2}(?:请(?!求)|邀请|鼓励|敦促|促请|吁请|呼吁|要求|责成|建议)",
        resolving="(?:又|还|并|再次|同时){0,2}(?:注意到|欢迎|欣见|忆及|申明|铭记|赞同|赞扬|赞赏|感谢|重申|回顾|强调|着重指出|确认|认识到|决定|核可|核准|表示)|该|其(?!中包括|他)|这|[\ue000-\uf8ff](?:由|是|旨在|已|设在)",
        continues="[，；](?:并且|并|同时|还|又|为此|因此){0,2}(?:在这方面|就此)?(?:还|又|再次)?$",
        reported="(?:其中(?:B|其)?|I(?:中|，其中)?)(?:又|还|特别)?(?:请|要求|鼓励|促请|吁请|敦促|邀请|授权|决定|宣布|呼吁|责成|欢迎|赞扬|赞赏|确认|认识到|承认|强调|重申)",
        attitudes="^(?:都|均)?[是为]其[^，]{0,12}，|^(?:都|均)?(?:担任|作为|是|为|任)(?:联合|共同|主要|牵头|当地|国际|国家){0,2}(?:执行|实施|合作|供资|技术|协办)(?:机构|单位|伙伴|方)，|(?:欢迎|赞扬|赞赏|祝贺|感谢|注意到)(?![和、及了])[^，；并]+$|(?:表明|显示|估计|预计|预测)，[^；]{0,60}$",
        sessions=_sessions,
        ordinal=_ordinal,
        held="(?:于?[\\d年月日至]{4,18})?[在于][\u4e00-\u9fff]{2,10}?(?:举行|召开)的$|在其(?:[^，。；其]{2,40}?(?:举行|召开)的)?$",
        holder="(?:上|期间)，(?P<body>大会|理事会|执行局|执行委员会|委员会|环境大会)",
        measures=measure,
        lists=f"(?:S(?:{_JOINS}))*S",
        and_others="(?:等(?:国|方|机构|组织|伙伴|各方|多方)?(?![级同待到]))??",
        joins=r"(?:(?:、|和|以及)其他[^，。；、\ue000-\uf8ff]{0,6}(?:组织|机构|实体|伙伴|各方)，(?:包括|特别是|尤其是|例如|诸如)|" + _SEPARATORS.replace("|与|同|或|并与|", "|或|") + r"(?:(?<=[、和及])[^，。；、的\ue000-\uf8ff]{1,12}的)?)",
        genitive="的",
        pronouns="(?:其中|例如|此外|首先|其次)?，?(?:它们?|他们?|后者)",
        rivals="来自|[已另还现]{1,2}有[\ue000-\uf8ff](?:会员|成员|发展中)?国|这|其伙伴|其合作伙伴|其成员|它们|他们|她们|他|她|后者|前者|该|许多|一些|这些|各国|政府|企业|合作社|人们",
        regional="该区域|该地区|本区域",
        joint="共计|合计|总计|分别|分担|分摊|共同?(?:出资|捐款|捐助|提供|供资|认捐|承诺)",
        offices=f"[^，。；、和与的\ue000-\uf8ff]{{0,8}}{_OFFICES}|长",
        own_work="的(?:工作|活动|努力|干预措施|援助活动)(?=直接|主要|还|也|已|有助|推动|促进|支持|惠及|帮助|旨在|覆盖|涵盖)",
        compared="[比较]D|[与同和]D(?:相比|相较|的水平相比)",
        no_head="(?:特使|代表|顾问)$|^(?:前(?!任)|候任|当选)",
        of_country="(?:国际|国家|联邦|中央|皇家)$",
        agency="[署局部会行]$",
        theirs="其成员国$",
        beside="[有相]关的",
        about="关于|有关|针对|涉及|围绕",
        adopting=_ADOPTING,
        within=r"D?(?:于|在|以|经由|通过了?|核准了?|核可了?)(?:其|D)*(?:题为“[^”，。；]{2,60}”的|(?:关于|有关)[^，。；]{2,60}?的)?(?:[^，。；I]{0,4}?(?P<texts>I(?:(?:、|和|以及)(?:其|D)*(?:关于[^，。；I]{2,40}?的D?)?I)*))(?:(?:号决议|附件)?(?:第[^，。；]{1,10}段)?中(?!的)|(?=[^\u4e00-\u9fff]|(?:并|还|又|特别)?[请邀鼓敦促吁呼要责授委决重回忆欢注]))",
        thing=rf"(?:{_TRAININGS})(?:(?:、|和|及|以及)(?:{_TRAININGS}))+(?=[，。；]|$)"
        r"|(?:关于|有关|针对|对)[^，。；：“《]{1,60}?的[^，。；：、的和]{0,8}?(?:指南|准则|手册|报告|白皮书|绿皮书|政策文件|工作文件|讨论文件|立场文件|技术文件|专著|论文|案例研究|工具包|路线图|研究报告|(?:培训班|讲习班|研讨会)(?:[和及、][^，。；、的和]{2,8}?(?:活动|讲习班|研讨会))?|圆桌会议|会议|考察访问|协定|协议|谅解备忘录|合作备忘录|意向书|意向声明|联合声明|联合宣言|联合公报|(?:合作|工作|供资|行政)安排|政策简报|简报|分析|会外活动|高级别活动|专题讨论会|对话会|磋商会|协商会|座谈会|高级别对话(?!会)|在线会议)(?![^，。；]{0,2}(?:的|上|中|期间|框架|成果)|[和及][^，。；的和]{2,8}(?:活动|讲习班|研讨会))"
        r"|对[^，。；：“]{1,60}?的[^，。；：、的和]{0,8}?(?:评价|评估)(?![^，。；]{0,2}(?:的|上|中|期间|结果|结论|建议|工作|标准|框架))"
        r"|[^，。；：、“《的]{0,12}?(?:协定|协议|谅解备忘录|合作备忘录|意向书|意向声明|联合声明|联合宣言|联合公报|(?:合作|工作|供资|行政)安排|合作框架|规划框架)(?![^，。；]{0,2}(?:的|下|中|框架))"
        r"|(?:设立|建立|成立|组建|共建|开设|扩大|支持|实施|启动|延长|续办)[^，。；：“《]{1,40}?的[^，。；：、“《的]{0,8}?(?:协定|协议|谅解备忘录|合作备忘录|意向书)(?![^，。；]{0,2}(?:的|下|中|框架))"
        r"|(?<=一[项份])[^，。；：、“《的]{1,10}的[^，。；：、“《的]{0,12}?(?:协定|协议|谅解备忘录|合作备忘录|意向书|意向声明|(?:合作|工作|供资|行政)安排)(?![^，。；]{0,2}(?:的|下|中|框架))"
        r"|(?:基于|涵盖|立足于?)[^，。；：“《]{2,20}?的(?:新|总体|综合)?框架(?=[，。；：]|$)|(?!一[个项份套])[^，。；：、“《的了和与]{0,12}?(?:管理|政策|战略|监测|评价|治理|成果|能力|投资|筹资|绩效)框架(?=[，。；：]|$)"
        r"|(?:关于|有关|针对)[^，。；：“《]{1,60}?的[^，。；：、的和]{0,8}?(?:工作组|工作队|小组|专家组)(?=[，。；]|$)"
        r"|(?<=一[次场个])(?:会议|研讨会|讲习班|圆桌会议|对话会|磋商会|座谈会|专题讨论会|会外活动)，以?(?:共同)?(?:探讨|讨论|审议|研讨|交流|商讨)了?[^，。；]{2,40}(?=[，。；]|$)"
        r"|(?<=[一两三系][份本套篇项次场期届轮列个])(?:[^，。；：“”《》]{2,50}的)?[^，。；：“”《》的了]{2,24}?(?:报告|政策简报|简报|指南|准则|手册|案例研究|路线图|战略|政策|政策建议|最佳实践|最佳做法|良好做法|战略计划|数据库|培训班|讲习班|研讨会|圆桌会议|对话会|磋商会|座谈会|专题讨论会|会议|考察访问|文件)(?=[，。；]|$)"
        r"|(?<=的)(?:首次|第[一二三四五六七八九十\d]{1,3}次|年度|部长级|高级别|全体|特别|联合){1,2}(?:会议|对话会)(?=[，。；]|$)",
        made=r"(?:新的)?(?!坚实|良好|有利|必要|共同的)[^，。；：、“”《》（(的了和与\ue000-\uf8ff](?:[^，。；：、“”《》（(的了\ue000-\uf8ff]{1,22}?)(?<!生态)(?:课程|方案|项目|倡议|系统|机制|制度|平台|门户网站|数据库|工具包|工具箱|工具|模型|网络|联盟|集群|中心|实验室|基金|培训)"
        r"(?![\u4e00-\u9fff]{0,2}(?:的|中|内|上|下|框架|管理|建设|组合|文件)|[和与及、])"
        r"|(?<=[了个项])(?:促进|推动|支持|监测|管理|分享)[^，。；：“”《》（(了]{1,40}?的[^，。；：“”《》（(的了]{0,4}(?:平台|门户网站|数据库|系统|网络|工具包)"
        r"(?![\u4e00-\u9fff]{0,2}(?:的|中|内|上|下|框架|管理|建设|组合|文件)|[和与及、])",
        adjuncts=_ADJUNCTS,
        widened={",": "，", ";": "；", ":": "：", ".": "。"},
        of_body=f"(?:{OF_BODY})$",
        national="(?:国家|全国|联邦|中央|地方|商业|议会|众议院|参议院|部际|[州省市县])$",
        halves="([\u4e00-\u9fff]{2})[和与、及]$",
        made_by="在P(?:[、和]P){0,4}|(?:共同|联合|牵头|负责){0,2}(?:投资|资助|供资|出资|赞助|支持|支助|实施|执行|管理|开展|推出|启动|运营|牵头|领导|发起|提出|协调|组织|创办|设立|建立|开发)",
        helps="(?:提高|加强|支持|支助|帮助|改善|增强|促进|扶持|协助|惠及|壮大|培训)了?(?:当地|农村|各)?$",
        headed=r"(?:成立|组成|签署|编写|编制|撰写|出版|发表|提出|组织|举办|召开|推出|启动|执行|开展|加入|设有.{1,2}|(?:^|[，。；])(?:设在|位于).{1,2}|担?任[^，。；的]{0,4}(?:主席|秘书处|主席国|召集人)|主持|领导|牵头|召集|管理|通过|批准|设立|发起|举行|发布|制定|创建|主办|资助|供资|实施|开发|支助|承办|协办|合办|创办|出资|运营|支持)的(?:相关|新的)?$",
    )
