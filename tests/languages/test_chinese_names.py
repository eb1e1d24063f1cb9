"""Names in Chinese that the authority does not hold: how far they reach and what class they have; figures in Chinese."""

from __future__ import annotations

from functools import cache

import pytest

from mandategraph.authority import load_authority
from mandategraph.languages import languages
from mandategraph.languages.zh_names import find_names
from mandategraph.languages.zh_persons import find_experts
from mandategraph.recognize import Recognizer

NAMES = [
    ("开发署举办了“清洁能源：人人享有”论坛。", {"“清洁能源：人人享有”论坛": "Event"}),
    ("AquaPure GmbH采用了新设备。", {"AquaPure GmbH": "Organization"}),
    # ministries are named by what other words make common; a holder of an office is no part of their name
    ("总干事与农业部和财政部会晤。", {"农业部": "Organization", "财政部": "Organization"}),
    ("它得到肯尼亚陶瓷局和司法当局的支持。", {"肯尼亚陶瓷局": "Organization"}),
    ("决定召开一次国际陶瓷保护会议。", {"国际陶瓷保护会议": "Event"}),
    ("宣布2030年为国际陶瓷保护年。", {"国际陶瓷保护年": "Event"}),
    # how somebody is addressed is no part of his name
    ("安娜·鲁伊斯女士发言。", {"安娜·鲁伊斯": "Person"}),
    # the longest of several head words ends the name
    ("工发组织与世界陶瓷制造机构协会合作。", {"世界陶瓷制造机构协会": "Organization"}),
    ("大会鼓励委员会继续工作。", {}),
    # a company may be called a group, and many of a kind are no company
    ("开发署与斯普利特造船集团合作。", {"斯普利特造船集团": "Organization"}),
    ("中小微企业集团能够共用设施。", {}),
    ("开发署援助走私犯罪集团的受害者。", {}),
    ("开发署与梅克内斯山区橄榄农合作社合作。", {"梅克内斯山区橄榄农合作社": "Organization"}),
    # what kind of company one is, is no part of its name
    ("开发署与肯尼亚最大的水泥生产商高原水泥集团合作。", {"高原水泥集团": "Organization"}),
    # the verb 学会 is no learned society
    ("处于起步阶段的企业家学会了如何编写商业计划。", {}),
    ("内罗毕的氢能培训中心提供课程。", {"氢能培训中心": "Facility"}),
    # an organization at the beginning belongs to the name of its unit
    ("联合国陶瓷问题高级别机构间工作组", {"联合国陶瓷问题高级别机构间工作组": "Body"}),
    ("工发组织性别研究与陶瓷办公室", {"工发组织性别研究与陶瓷办公室": "Unit"}),
    # what is founded has a name, even one of common words
    ("工发组织设立了区域合作和培训办公室。", {"区域合作和培训办公室": "Unit"}),
    ("工发组织与区域办公室合作。", {}),
    # a division may have a system as its subject; its head is no part of its name
    ("陶瓷处、水系统和水安全处以及其他处", {"陶瓷处": "Unit", "水系统和水安全处": "Unit"}),
    ("工发组织技术合作和可持续工业发展司司长发言。", {"工发组织技术合作和可持续工业发展司": "Unit"}),
    ("工发组织非洲司司长发言。", {"工发组织非洲司": "Unit"}),
    # what an organization runs is named right behind it
    ("粮农组织学院设在罗马。", {"粮农组织学院": "Organization"}),
    ("它由防范水灾独立小组审查。", {"防范水灾独立小组": "Body"}),
    # an agency of a country is not the agency of the United Nations whose short name its name ends with
    ("它与冰岛国际开发署合作。", {"冰岛国际开发署": "Organization"}),
    # peace is one word, no list of two; what is done in front of a name is no part of it
    ("它管理女性陶工参与和平行动基金。", {"女性陶工参与和平行动基金": "Fund"}),
    ("它推动实现陶瓷工业战略。", {"陶瓷工业战略": "Framework"}),
    # words that tell of what kind a company is are no name; neither is what is done, nor a dash, a part of one
    ("肯尼亚最大的茶叶公司培训了工人。", {}),
    ("它通过制定和传播陶器烧制准则提供帮助。", {"陶器烧制准则": "Framework"}),
    ("工发组织–重工陶瓷部的计划", {"重工陶瓷部": "Organization"}),
    # a year in front of a meeting belongs to its name; whose annual meeting one is does, too
    ("2044年女性陶工论坛讨论了节水。", {"2044年女性陶工论坛": "Event"}),
    ("区域协作平台年度会议由她主持。", {"区域协作平台年度会议": "Event"}),
    # a side event is called by what it is about; the theme of a meeting is not its name
    ("它与奥地利就“节水促进发展”开展讨论和会外活动。", {"“节水促进发展”": "Event"}),
    # one letter of the kind may stand between Latin letters and the head word
    ("它在Kisumu区医院安装了设备。", {"Kisumu区医院": "Organization"}),
    # a meeting has a name of its own where somebody holds it by that name
    ("它在罗马举办了世界陶瓷政策会议。", {"世界陶瓷政策会议": "Event"}),
    ("它为陶瓷政策会议提供资料。", {}),
    # what with a country alone is a name of its own, though it is none without one, or that of something else
    ("它与加纳标准局和越南计划投资部合作。", {"加纳标准局": "Organization", "越南计划投资部": "Organization"}),
    ("它与有关标准局合作。", {}),
    ("它加入了国际工业发展促进妇女赋权网络。", {"国际工业发展促进妇女赋权网络": "Partnership"}),
    ("它举行了水管理技术研讨会，会后举办了可持续工业发展研讨会。", {"水管理技术研讨会": "Event", "可持续工业发展研讨会": "Event"}),
    ("这是在苏丹实施的职业培训项目。", {"职业培训项目": "Programme"}),
    ("报告由工发组织研究和政策咨询司和工发组织独立评价股编写。", {"工发组织研究和政策咨询司": "Unit", "工发组织独立评价股": "Unit"}),
    ("沙特工业发展基金和南非国家清洁生产中心供资。", {"沙特工业发展基金": "Fund", "南非国家清洁生产中心": "Facility"}),
    # schools, academies and federations of a country
    ("印度陶瓷联合会与俄罗斯国立陶瓷学院合作。", {"印度陶瓷联合会": "Organization", "俄罗斯国立陶瓷学院": "Organization"}),
    # a congress of the world is no body of an organization; what is of the world has a name though its words are common
    ("它参加了国际陶瓷化大会和全球妇女论坛。", {"国际陶瓷化大会": "Event", "全球妇女论坛": "Event"}),
    ("它请大会审议。", {}),
    ("第五届南南合作高级别会议已经举行。", {"第五届南南合作高级别会议": "Event"}),
    # plants, stations and zones are facilities
    ("加纳陶器回收厂和陶瓷技术开发区已经建成。", {"加纳陶器回收厂": "Facility", "陶瓷技术开发区": "Facility"}),
    # 就 in 就业, 让 in 转让 and 化 in 化妆品 end no name
    ("它实施了青年就业陶瓷项目和陶瓷技术转让方案。", {"青年就业陶瓷项目": "Programme", "陶瓷技术转让方案": "Programme"}),
    # decades and income groups
    ("第七个陶瓷工业发展十年开始了。", {"第七个陶瓷工业发展十年": "Programme"}),
    ("它帮助低收入和中低收入国家。", {"低收入和中低收入国家": "CountryGroup"}),
    # a name before does not lend its last character to a word: 行为
    ("它与世界银行为大陶窑倡议提供资金。", {"大陶窑倡议": "Programme"}),
    # two persons in one list are two
    ("安娜·鲁伊斯和埃伦·约翰逊·萨利出席。", {"安娜·鲁伊斯": "Person", "埃伦·约翰逊·萨利": "Person"}),
    # persons after their office, projects after their names
    ("部长王大明出席了会议。", {"王大明": "Person"}),
    ("它通过Ceramica等项目培训工人。", {"Ceramica": "Programme"}),
    # words that say what something is about are no part of a name
    ("它编写了有关陶瓷技能培训方案的战略。", {"陶瓷技能培训方案": "Programme"}),
    ("它编写了针对陶瓷技能培训方案的战略。", {"陶瓷技能培训方案": "Programme"}),
    # a list tells what stands in it
    ("平台包括全球清洁陶瓷联盟、绿色工业网络和工业发展平台。",
     {"全球清洁陶瓷联盟": "Partnership", "绿色工业网络": "Partnership", "工业发展平台": "Partnership"}),
    ("工业发展平台很有用。", {}),
    # titles in quotation marks take their class from the word in front of or behind them; what somebody says is no title
    ("研讨会：“河流上的陶瓷工业”已经结束。", {"河流上的陶瓷工业": "Event"}),
    ("它编写了报告“陶瓷与河流”。", {"陶瓷与河流": "Publication"}),
    ("活动“陶瓷与河流”已经开始。", {"陶瓷与河流": "Event"}),
    ('活动"陶瓷与河流"和"窑火峰会"已经开始。', {"陶瓷与河流": "Event", "“窑火峰会”": "Event"}),
    ("手册“了解陶瓷釉料”很短。", {"了解陶瓷釉料": "Publication"}),
    ("手册“我们热爱陶瓷”很短。", {}),
    ("手册“烧好了的陶瓷”很短。", {}),
    ("它在活动“陶瓷与河流”的开幕式上致辞。", {}),
    ("它推出了“干净陶瓷”活动。", {"“干净陶瓷”活动": "Event"}),
    ("它举办了题为“陶瓷与河流”的会外活动。", {"陶瓷与河流": "Event"}),
    ("它发表了题为“陶瓷与河流”的文章。", {"陶瓷与河流": "Publication"}),
    # an office in the field belongs to its organization; what is said of any agency is no name
    ("粮农组织驻肯尼亚代表处提供了协助。", {"粮农组织驻肯尼亚代表处": "Unit"}),
    ("联合国相关机构参加了会议。", {}),
    # verbs of resolutions are no part of a name
    ("赞赏地注意到陶瓷协调委员会的工作。", {"陶瓷协调委员会": "Body"}),
    ("又强调指出陶瓷协调委员会的作用。", {"陶瓷协调委员会": "Body"}),
    ("该决议所设委员会在下届会议临时议程项目5下提出报告。", {}),
    # what stands in front of its subtitle tells what a title is
    ("它通过了《关于陶瓷的政治宣言：烧制未来》。", {"《关于陶瓷的政治宣言：烧制未来》": "Declaration"}),
    # a word of one sign that is half of another word ends no name
    ("他们启动了陶瓷就业更新项目。", {"陶瓷就业更新项目": "Programme"}),
    ("他们出席了第二届国际陶瓷促进和平会议。", {"第二届国际陶瓷促进和平会议": "Event"}),
    ("他们出席了第五届陶瓷4.0全球大会。", {"第五届陶瓷4.0全球大会": "Event"}),
    # what is begun is a programme, though common words name it
    ("他们启动了可再生能源联合方案。", {"可再生能源联合方案": "Programme"}),
    # verbs and dates are no part of the name of a body or a plan
    ("肯尼亚自2020年7月起担任陶瓷委员会主席。", {"陶瓷委员会": "Body"}),
    # a family name and a form of address make a person
    ("会议感谢由邹刺勇先生所做的工作。", {"邹刺勇": "Person"}),
    # a country inside the name of a firm in letters is not the country
    ("Eiffage Sénégal与工发组织合作。", {"Eiffage Sénégal": "Unknown"}),
]  # fmt: skip
FIGURES = [
    ("培训了40 000名工人", ("40 000名", "40000", "名")),
    ("培训了约1 234 567名工人", ("约1 234 567名", "1234567", "名")),
    ("培训了40,000名工人", ("40,000名", "40000", "名")),
    ("减少2%至3%", ("2%至3%", "3", "%")),
    ("受理了180起举报", ("180起", "180", "起")),
    ("处理了12宗欺诈案", ("12宗", "12", "宗")),
    ("分发了500只奶山羊", ("500只", "500", "只")),
    ("减少2至3%", ("2至3%", "3", "%")),
]


@cache
def _recognizer() -> Recognizer:
    return Recognizer(load_authority())


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_unknown_names(text: str, names: dict[str, str]) -> None:
    """Names that nobody listed are found whole, with the class that their words or their neighbours tell."""
    found = {m.text: m.type for m in _recognizer().mentions(text, languages()["zh"]) if not m.candidates}
    assert {name: kind for name, kind in found.items() if kind not in {"Anaphor", "Date", "Number"}} == names


@pytest.mark.parametrize(("text", "figure"), FIGURES)
def test_figures(text: str, figure: tuple[str, str, str]) -> None:
    """Thousands parted by spaces are one figure, of two shares the higher is the value, and the counting word is the unit."""
    assert [(m.text, m.value, m.unit) for m in languages()["zh"].values(text)] == [figure]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("在实现目标2、5和16方面取得进展", ["2", "5", "16"]),
        ("目标7以及产业", ["7"]),
        ("关于目标13，2044年", ["13"]),
        ("目标3和5个国家", ["3"]),
        ("目标是3、4和5", []),
    ],
)
def test_goals_without_their_full_name_come_in_lists(text: str, numbers: list[str]) -> None:
    """目标2、5和16 are three goals; a figure that counts something else is none."""
    assert [m.candidates[0].rpartition("/")[2] for m in languages()["zh"].goals(text)] == numbers


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("在利马举行的第二次全球陶瓷大会通过了宣言。", "第二次全球陶瓷大会", "Event"),
        ("在基多举行的“陶瓷之路”执行情况高级别国际会议审议了报告。", "“陶瓷之路”执行情况高级别国际会议", "Event"),
        ("核准了2044-2047年战略计划。", "2044-2047年战略计划", "Framework"),
        ("宣布了“陶瓷促进和平”国际行动十年。", "“陶瓷促进和平”国际行动十年", "Programme"),
    ],
)
def test_names_that_place_years_or_marks_tell(text: str, name: str, kind: str) -> None:
    """A meeting is known by where it is held, a plan by its years, a decade by its title."""
    assert (name, kind) in {(mention.text, mention.type) for mention in find_names(text, ())}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("TideTrack是一个新的在线登记系统，更简便。", [("TideTrack", "Tool")]),
        ("TideTrack（潮汐）是由渔民开发的一款应用程序，很受欢迎。", [("TideTrack", "Tool")]),
        ("ReefWorks是首个沿海项目。", [("ReefWorks", "Programme")]),
        ("TideTrack是一家帮助渔民的公司。", [("TideTrack", "Organization")]),
        ("TideTrack是一种鱼。", [("TideTrack", "Unknown")]),
    ],
)
def test_what_a_name_in_letters_is_said_to_be(text: str, named: list[tuple[str, str]]) -> None:
    """The noun behind 是一个 tells the class of a name in Latin letters, and is no second name."""
    assert [(m.text, m.type) for m in find_names(text, ())] == named


@pytest.mark.parametrize(("text", "held"), [("根据章程第19条行事。", True), ("制定了国家车辆章程。", False), ("接受了该委员会的章程。", False)])
def test_the_common_name_of_an_agreement_is_no_end_of_another(text: str, held: bool) -> None:
    """章程 alone is that of the organization whose document it is, and behind other words that of something else."""
    found = Recognizer(load_authority()).mentions(text, languages()["zh"])
    assert any(mention.text == "章程" for mention in found) is held


@pytest.mark.parametrize(
    ("text", "taken", "found"),
    [
        ("请马里人权状况独立专家提出报告", {3: 1}, ["马里人权状况独立专家"]),
        ("决定将适足住房问题特别报告员的任期延长三年", {}, ["适足住房问题特别报告员"]),
        ("请人权理事会当代形式奴隶制问题特别报告员提供投入", {6: -1}, ["当代形式奴隶制问题特别报告员"]),
        ("与五名独立专家进行了讨论", {}, []),
        ("打击恐怖主义的同时保护人权问题特别报告员", {}, []),
    ],
)
def test_experts_are_named_by_what_they_report_on(text: str, taken: dict[int, int], found: list[str]) -> None:
    """A special rapporteur bears the name of the question or country, unless a part of it cannot be told from the sentence."""
    assert [text[start:end] for start, end in find_experts(text, taken)] == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("粮食安全联盟由德国发起。", ["粮食安全联盟"]),
        ("2022年，促进陶瓷工业全球方案于2021年启动。", ["促进陶瓷工业全球方案"]),
        ("该国的粮食安全联盟讨论了这一问题。", []),
        ("新的粮食安全联盟由德国发起。", []),
    ],
)
def test_who_founded_something_tells_that_its_words_are_a_name(text: str, names: list[str]) -> None:
    """Generic words, and a verb among them, are a name at the beginning of a clause that tells who founded it or when."""
    assert [found.text for found in find_names(text, ())] == names
