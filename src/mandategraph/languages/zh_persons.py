"""Persons whose names Chinese texts write in Chinese characters: 安娜·鲁伊斯, 李勇."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

__all__ = ["find_experts", "find_last_names", "find_persons", "is_minister"]

_PERSON_CHARACTERS = (
    "阿埃艾安昂奥巴贝比彼毕宾波伯博布查昌陈茨达戴丹道德登邓迪蒂丁东杜多顿恩尔法凡范费菲芬丰佛弗福富盖甘冈高戈哥格葛根贡古瓜圭果哈海汉豪"
    "赫亨洪胡华怀霍基吉季加贾简杰金卡凯坎康考柯科可克肯孔库夸拉莱赖兰朗劳勒雷里丽利莉立良林琳龙隆卢鲁路伦罗洛吕律马玛迈麦曼芒毛梅门蒙孟米"
    "密明摩莫墨默姆穆纳娜乃奈南内尼妮宁纽农努诺女欧帕潘庞培佩彭皮平蒲普奇恰乔切钦琼丘瑞萨塞赛桑森沙莎山尚绍舍申圣施什石史舒朔丝斯松苏孙"
    "索塔泰坦唐陶特腾提田廷通图托瓦万旺威韦维魏温文翁沃乌武西希锡夏香肖谢辛欣新雄休修许雅亚延扬杨耶叶伊易因英尤于约云赞扎泽曾詹张珍芝治"
    "厄滕娥弥雍纶珊霞岑汤荷勃洁瑙菈甫婕玲嘉勋"
    "朱茱卓兹子宗祖佐翰逊纽奎津冯赖泰隆敏荣裘齐捷纪德昂韩汗登拜仁伦侯俄依倍古司合邦邵巍霖谢尔斐芙芮苔莎薇蓓蔡辉凌茨娃妲茜莎黛薇珀琪娅坦蕾珍妮丝蒂瑟"
    "列爱白柏班包保鲍本边玻卜采曹策柴楚措夫郭黑惠姜匡昆腊累黎李里烈娄缪木嫩涅牛派蓬琴青屈茹儒若盛台藤土兴幸宜章铁图热茂何罕廉"
    "宋敦颂猜丕吞觉穗泽绪"
    "恭葆谭贺蓝蜜裴郝钟阮陀骆仑泊莲珠薛袁郎迦堤慕戎柔梵楠榭狄璐窦羌芭茅莓董蔚覃轲阔雪鹏桐瑜珂瑶"
)
#: Only behind the dot stands what ends the words for offices, 理, 士 and 席, and only before it 得 of 彼得.
_LAST_CHARACTERS = _PERSON_CHARACTERS + "理士席京济呼锡历"
_MINISTER = re.compile(rf"长(?:[A-Z]|[{_PERSON_CHARACTERS}]{{1,6}}·)")
_PERSON = re.compile(
    rf"(?!(?<=祝)贺)[{_PERSON_CHARACTERS}得京济呼历大那]{{1,7}}(?:·(?:(?![和与及了的是在将被把向对])[\u4e00-\u9fff]){{1,8}}(?=·)|·(?:(?!于[\d上今本同去]|农[业民村]|历[史年次任届])(?:[{_LAST_CHARACTERS}]|日(?=勒)|(?<=亚)当(?!选|即))){{1,8}}(?:生(?![于活产态前长育命存效]))?)+(?:[-－‑–](?:(?!于[\d上今本同去])[{_LAST_CHARACTERS}]){{1,6}})?"
)
#: Behind the name of a person, what bears it.
_FOUNDATION = re.compile("基金会?|金会")
#: How somebody is addressed is no part of the name: 安娜·鲁伊斯女士.
_STYLED = re.compile("(?:女士|博士|爵士|勋爵)$")
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾习赖武康贺严尹钱施牛洪龚肖倪章葛温翟庄柯聂耿齐骆丘殷欧焦申耿庞岳戚鲍符甘卞舒项祝梅盛童霍莫苗邢"
)
_HAN_PERSON = re.compile(
    rf"(?:我的前任|前任|总干事|副总干事|执行干事|常务干事|总经理|所长|秘书长|主席|主任|部长|司长|处长|局长|署长|行长|总裁|总理|总统|市长|省长|院长|校长|会长|大使|先生|女士)(?P<name>(?!任[命期职何意用]|常[设驻务任]|严[重格]|高[级度]|程[序度]|金[融额]|方[案面法]|管理|史无|于[^，。；]?[年月])[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
    r"(?=[，。；、（(]|$|先生|女士|博士|担任|表示|指出|在(?!线(?![签出会举参]))|于(?=\d)|与|和|签署|签订|会见|会晤|访问|率|负责|领导|参加|主持|共同|一[道起同]|说|强调|宣布|致辞|发言|发表|出席|所|为(?=工发|联合国)|今[天日]|[昨当]天|介绍|作了|通报|陪同|抵达|启动|呼吁|重申|感谢|欢迎|认为|回顾|讲话|提出|提到|应邀|代表|还|也)"
)
#: How somebody is addressed behind the name: 中国的邹刺勇先生.
_ADDRESSED = re.compile(rf"(?<=[的由与和、，。命举])(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=先生|女士|博士)")
#: Whom a council has report on a country or a question: 马里人权状况独立专家.
_EXPERT = re.compile("(?:(?<=问题|状况|局势|权利|自由|住房|享有|处境|影响)|(?<=[一-龥]{2}权))(?:特别报告员|独立专家|特别程序任务负责人)(?![一-龥]{0,2}[·])")
_EXPERT_STOPS = frozenset("，。；：、（）()“”《》 \n的将把请由向了名在对从以")
_EXPERT_EDGES = ("任命", "邀请", "欢迎", "设立", "延长", "鼓励", "感谢", "赞扬", "敦促", "促请", "支持", "注意到", "根据", "一名", "以及", "决定", "要求", "祝贺", "赞赏", "包括", "重申", "回顾")
_LONGEST_OFFICE = 34
_TITLES = "总统|总理|首相|国王|女王|部长|大使|先生|女士|博士|教授|主席|总干事|秘书长"
#: Only the last name, in front of an office or behind it: 塞西总统, 总理莫迪. What it is short for the document has named before.
_BY_LAST_NAME = re.compile(
    rf"(?<![{_PERSON_CHARACTERS}·])(?P<name>[{_PERSON_CHARACTERS}]{{2,5}})(?={_TITLES})(?!总干事长)"
    rf"|(?<=总统|总理|首相|部长|大使|主席|市长|校长)(?P<behind>[{_LAST_CHARACTERS}]{{2,6}})(?=主持|[出主]席|致辞|宣布|表示|指出|强调|发言|担任|代表|共同|[、，。；]|和|与|在|于|率)"
)
_TITLED = re.compile(_TITLES)
#: Who is spoken of by the last name, or by a name told before, where a clause begins: 贝纳利和索尔海姆还与…签署了.
_AGAIN = rf"(?:[{_PERSON_CHARACTERS}生]{{2,5}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
_SPOKEN_OF = re.compile(
    rf"(?P<name>{_AGAIN})(?:[、和与同](?P<second>{_AGAIN}))?"
    r"(?=(?:还|也|又|随后|当天|两人)*(?:[与和同](?!时)|在|于\d|共同|签署|签订|出席|会见|会晤|宣布|致辞|说[：:，]|表示|指出|强调|补充))"
)
_CLAUSE = re.compile("[，。；：]")
#: A name without a dot behind an office: 农业部长迪蒂纳与.
_HOLDING = re.compile(
    rf"(?:部长|总统|总理|首相|行长|总裁|署长|市长|省长|秘书长|执行主任)(?P<name>(?!代表|阿富|马里|马来|巴西|塞尔|索马|古巴|瑞士|埃及)[{_PERSON_CHARACTERS}]{{3,5}})"
    r"(?=表示|指出|强调|宣布|致辞|说[：:，]|于\d|在(?!线)|出席|签署|签订|主持|会见|会晤|[与和同][^，。；]{2,30}?(?:签署|签订|会晤|会谈|会见))"
)
#: Who holds an office behind whose name it stands: 金立群任行长.
_IN_OFFICE = re.compile(
    rf"(?<=[，。；、由])(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=(?:现|目前|一直)?[担出就连接]?任其?(?:现任|首任)?(?:行长|总裁|署长|总干事|秘书长|执行主任|执行秘书|首席执行官|理事长|院长|所长|主任|执行干事|主席|会长))"
)


def find_last_names(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand in front of an office, or where a clause begins, that may be the name of somebody told of before.

    :param text: repaired text.

    >>> text = "鲁伊斯总统发言。"
    >>> [text[begin:end] for begin, end in find_last_names(text)]
    ['鲁伊斯']
    """
    for match in _BY_LAST_NAME.finditer(text) if _TITLED.search(text) else ():
        yield match.span("name" if match["name"] else "behind")
    for start in (0, *(stop.end() for stop in _CLAUSE.finditer(text))):
        again = _SPOKEN_OF.match(text, start)
        if again is not None:
            yield again.span("name")
            if again["second"]:
                yield again.span("second")


def find_persons(text: str) -> Iterator[tuple[int, int]]:
    """Where the names of persons stand: first those behind an office, then those written with a dot.

    :param text: repaired text.

    >>> text = "总干事李勇与安娜·鲁伊斯出席了会议。"
    >>> [text[begin:end] for begin, end in find_persons(text)]
    ['李勇', '安娜·鲁伊斯']
    """
    for match in _HAN_PERSON.finditer(text):
        yield match.span("name")
    for match in _ADDRESSED.finditer(text) if "先生" in text or "女士" in text or "博士" in text else ():
        yield match.span("name")
    for match in _HOLDING.finditer(text) if "长" in text or "总" in text else ():
        yield match.span("name")
    for match in _IN_OFFICE.finditer(text) if "任" in text else ():
        yield match.span("name")
    for match in _PERSON.finditer(text) if "·" in text else ():
        if _FOUNDATION.match(text, match.end()) or match.group().endswith("基金"):
            continue  # a foundation that bears somebody's name
        styled = _STYLED.search(match.group())
        yield match.start(), match.end() if styled is None else match.start() + styled.start()


def find_experts(text: str, taken: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Where somebody is named by what a council has him report on.

    :param text: repaired text.
    :param taken: where other mentions end, each with its beginning, which is below nought where no name may hold it.

    >>> text = "请马里人权状况独立专家提出报告。"
    >>> [text[begin:end] for begin, end in find_experts(text, {3: 1})]
    ['马里人权状况独立专家']
    """
    for match in _EXPERT.finditer(text) if "特别报告员" in text or "独立专家" in text else ():
        at = match.start()
        while at > max(0, match.start() - _LONGEST_OFFICE):
            if at in taken:
                if taken[at] < 0:
                    break
                at = taken[at]
                continue
            if text[at - 1] in _EXPERT_STOPS or text.endswith(_EXPERT_EDGES, 0, at):
                break
            at -= 1
        if text[at - 1 : at] != "的" and 4 <= match.start() - at < _LONGEST_OFFICE:
            yield at, match.end()


def is_minister(text: str, end: int) -> bool:
    """Whether 部 before a place begins 部长 with the minister's name, so that it ends the name of a ministry.

    :param text: repaired text.
    :param end: one past 部.

    >>> is_minister("工业部长安娜·鲁伊斯", 3), is_minister("各国部长出席", 3)
    (True, False)
    """
    return _MINISTER.match(text, end) is not None
