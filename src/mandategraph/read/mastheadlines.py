"""How the lines of a masthead look: whose they are, what they say."""

from __future__ import annotations

import re

__all__ = [
    "ADOPTED",
    "AGENDA",
    "AROUND_PLACE",
    "ASIDE",
    "AUTHOR",
    "BEGINS",
    "BELOW",
    "BY_BODY",
    "COVER",
    "DATE_LINE",
    "DECLARING",
    "ENACTING",
    "GOES_ON",
    "HELD",
    "ISSUED",
    "ISSUED_AT",
    "ITEM_TITLE",
    "MARKDOWN",
    "MEETING",
    "MEETS",
    "NUMBERED",
    "OPENED",
    "OPENING",
    "OPEN_TITLE",
    "ORGAN",
    "PROPOSED",
    "RECORD",
    "REISSUED",
    "REPORT",
    "SESSION",
    "SPOT",
    "SUMMARY",
    "SYMBOL",
    "TITLED",
    "YEARLY",
]

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY_EN = rf"\d{{1,2}}(?:\s*[–-]\s*\d{{1,2}}| and \d{{1,2}})?(?:\s+{_MONTH})?(?:\s+\d{{4}})?"
_DATES_EN = rf"{_DAY_EN}(?:\s*(?:[–—-]|to)\s*{_DAY_EN})?"
_DATES_ZH = r"\d{4}年\d{1,2}月\d{1,2}(?:日?(?:至|到|和|[-–—－~])(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2})?日"
_DATE = rf"(?:\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}} {_MONTH} \d{{4}}|{_MONTH} \d{{1,2}}, \d{{4}})"
_PRINTED = r"[A-Z]{1,6}\d{0,3}(?:/(?:Res|Dec|Add|Rev|Corr)?[A-Z0-9.()-]+)+(?:\s\((?:19|20)\d\d\))?|(?:GC|IDB|PBC|GB|GOV)\.?\d{1,3}/[A-Z0-9./-]+|(?:WHA|EB)\d{1,3}\.R?\d{1,3}"
_PRINTED += r"|(?:GOV/\d{4}/[A-Z0-9./]+-)?GC\(\d{1,2}\)/(?:[A-Z]{2,4}[./])?\d{1,3}|(?:EC|Cg|INFCOM|SERCOM)-\d{1,2}(?:\([IVX]{1,4}\))?/(?:Doc|INF)\.?\s?\d{1,2}(?:\.\d{1,2})?(?:\(\d{1,2}\))?"  # of IAEA and WMO
_PRINTED += r"|(?:MEPC|MSC|LEG|FAL|TC|A|C)\s\d{2,3}/(?:INF\.)?\d{1,3}(?:/\d{1,2})?(?:\([a-z]\))?"  # of IMO
_PRINTED += r"|[1-9]\d{1,2}\s?EX/\d{1,3}(?:\s?Part\s?[IVX]{1,4})?|[1-9]\d\s?C/\d{1,3}"  # of UNESCO
_PRINTED += r"|(?:CL?|PC|FC|JM|CCLM|COAG|COFI|COFO|CFS)\s?(?:20\d\d|\d{2,3})/(?:[A-Z]{2,4}/)?\d{1,3}(?:\sRev\.\s?\d)?"  # of FAO
_PRINTED = rf"(?:{_PRINTED})(?:\s?(?:Rev|Add|Corr)\.\s?\d{{1,2}})*"
#: What may stand at the right edge of a line of a masthead.
_EDGE = rf"(?:\s?(?P<symbol>{_PRINTED}))?(?:\s?(?P<date>{_DATE}))?(?:\s?(?:Distr\.\s?:\s?|分发：\s?)\S+)?$"
ORGAN = re.compile(
    r"(?P<organ>[^\s，。:：]{0,32}(?:大会|理事会|委员会|缔约方会议|执行局))"
    + _EDGE
    + r"|(?P<organ_en>(?:(?:United Nations|UN|UNIDO|The) )?(?:General (?:Assembly|Conference)|Security Council"
    r"|Economic and Social Council|Human Rights Council|Industrial Development Board|Trusteeship Council"
    r"|Programme and Budget Committee|(?:First|Second|Third|Fourth|Fifth|Sixth) Committee|Conference of the Parties.{0,60}"
    r"|(?:Committee|Commission|Council|Conference|Executive Board) (?:on|of|for) .{3,90}))$"
)
SESSION = re.compile(
    r"(?:(?P<organ2>[^\s，。:：第]{0,16}(?:大会|理事会|委员会|执行局))\s?)?(?P<session>第[一二三四五六七八九十百零〇\d]{1,8}(?:届|次)(?:（\d{4}年）|\(\d{4}年\))?(?:常会|特别|紧急|系列)?(?:会议|年会|常会|届会)(?:（第[^（）]{1,6}次[^（）]{0,4}会）)?"
    r"|\d{4}年(?:第[一二三]\s?[届次])?(?:届会|会议|年度会议|实质性(?:会议|届会)(?:续会)?|常会|例会|年会)|第[一二三四五六七八九十百零〇\d]{1,8}(?:届|次(?=世界气象))(?P<organ>[^\s，。:：]{2,10}大会))"
    # repaired text keeps no space between Chinese words and the symbol or the date at the edge
    r"(?:[，,][^\s，。\dA-Z]{2,6}[，,]\s?\d{4}年$)?(?:[，,]\s?(?P<dates>\d{4}年\d{1,2}月[^，。A-Z]{0,16}?)(?=$|[\sA-Z，,]|(?<=日)\d{4}年)"
    r"(?:[，,]\s?(?P<place>[^\s，。\dA-Z]{2,12}|[A-Z][a-z]{2,11}))?)?"
    + _EDGE
    + r"|(?P<session_en>(?:[A-Z][a-z]+(?:-[a-z]+)?|\d{1,3}(?:st|nd|rd|th)|\d{4})"
    r" (?:regular |special )?session)$"
)
AGENDA = re.compile(
    r"(?:(?:(?:大会|理事会|委员会|执行局)?(?:临时|暂定)?议程(?:草案)?|暂定项目表)(?:\s?\*)*\s?(?:项目|议题)|(?:临时|暂定)?议题|议项[：:]|第(?=[^\s]{1,3}项议程))[：:]?\s?(?P<agenda>(?:[A-Z]{2,4}\s)?\d{1,3}(?:\.\d{1,2})?(?:\s?[（(][a-z][)）])*|[一二三四五六七八九十]{1,3}(?=项议程))(?:项议程)?(?:[：:](?=[^：:]{2,20}$)[^\dA-Z]*$)?(?:\s?文件(?=\s?[A-Z]))?"
    + _EDGE.removesuffix("$")
    + r"|(?:(?:provisional )?agenda item|item) (?P<agenda_en>\d{1,3}(?:\.\d{1,2})?(?: ?\([a-z]\))*)"
    r"(?: of the provisional agenda)?\s*\*?$",
    re.I,
)
MEETING = re.compile(
    rf"(?P<dates>{_DATES_ZH}|\d{{4}}年\d{{1,2}}月(?=[，,]))(?:[和及、]{_DATES_ZH})?(?:[，,]\s*(?P<place>[^\s，。A-Z]{{2,20}})(?:\s?(?P<symbol>{_PRINTED}))?)?(?:\s?原[文件]：\w+)?$"
    rf"|(?P<place_en>[A-Z][A-Za-z .'’()-]{{2,40}}), (?P<dates_en>{_DATES_EN})$"
    rf"|(?P<place2>[\u4e00-\u9fff]{{2,14}})[，,]\s*(?P<dates2>{_DATES_ZH})$"
    rf"|(?P<dates_en2>{_DATES_EN})(?:, (?P<place_en2>[A-Z][A-Za-z .'’()-]{{2,40}}))?$"
)
HELD = re.compile(
    rf"(?P<dates>{_DATES_ZH})[^，。]{{0,14}}?(?:在(?P<place>[^，。]{{2,12}}?)(?:总部)?)?举行"
    rf"|held at [^,]*, (?P<place_en>[^,]+), on (?:\w+day, )?(?P<dates_en>{_DATES_EN})",
    re.I,
)
AUTHOR = re.compile(
    r"(?P<author>(?!第[^\s，。]{1,9}[条款段号])[^\s，。《》]{2,24}?)(?:(?:提交)?的(?:报告|说明|备忘录|提案)|(?<=[事书席任处会组员家府团])的(?:提议|建议|意见|评论|函)|(?:编写|编制|拟订|编拟|提交|提出)的(?:[^\s，。《》的]{0,4}报告|(?:工作|背景|讨论|会议室)?文件|摘要|提案)|(?<=[事书席任处])(?:编写|编制|拟订))(?:\s?\*)*$"
    r"|(?:report|note|memorandum|statement|(?:working|background|discussion|conference room) paper)s? (?:of|by|prepared by|submitted by) (?:the )?"
    r"(?P<author_en>[A-Z].{2,80}?)(?:\s?\*)*$",
    re.I,
)
#: A title that tells nothing but whose report it heads: 方案和协调委员会的报告.
BY_BODY = re.compile(r"(?P<author>[^\s，。《》关与]{2,36}(?<=[会组局长任署处员]))的(?:年度|进展)?报告(?:\s?\*)*$")
#: Who proposes what is yet to be adopted, above its title.
PROPOSED = re.compile(
    r"(?P<author>[^\s，。《》：]{2,40}?)(?:在[^，。]{0,16}基础上)?(?:提出|提交)的(?:订正)?(?:决议|决定)草案(?:\s?\*)*$"
    r"|draft (?:resolution|decision) submitted by (?:the )?(?P<author_en>[A-Z][^.]{2,120}?)(?:,? on the basis of informal consultations.*)?$",
    re.I,
)
#: A title that tells the author too: 秘书长关于联合国工作的报告.
REPORT = re.compile(
    r"[^。]{4,80}[：:](?P<author3>[^\s，。《》：:的]{0,8}(?:总干事|秘书长|执行主任|执行干事|署长|主任|秘书处|局长))的(?:年度)?(?:报告|说明)(?:\s?\*)*$|(?P<author>[^\s，。《》关与]{2,36})(?:提交的)?(?:关于|有关|就)[^。]{2,80}的(?:年度|进展|综合|全面|中期|最后|定期)?(?:报告|说明|备忘录)(?:\s?\*)*$"
    r"|(?P<author2>[^\s，。《》关与根依按遵]{2,36})(?:根据|依照|依据|按照|遵照)[^。]{2,80}提交的[^\s，。《》的]{0,6}(?:报告|说明|备忘录)(?:\s?\*)*$"
    r"|(?:report|note|memorandum) (?:of|by) (?:the )?(?P<author_en>[A-Z][\w'’-]*(?:(?: of(?: the)?| for| and)? [A-Z][\w'’-]*)*)"
    r" (?:on|concerning|regarding|entitled) .{2,}$",
    re.I,
)
SYMBOL = re.compile(
    r"(?:United Nations |UNITED NATIONS |联合国\s?|文件\s?|[^\s，。:：/]{2,16}(?:组织|机构|联盟|署)\s?)?(?P<symbol>" + _PRINTED + r")$"
)
ISSUED = re.compile(rf"^(?:distr\.\s*:\s*\w+\s+|[^，。：:]{{0,16}}日期[：:]\s?)?(?P<date>{_DATE})$", re.I)
#: 巴黎，2018年8月10日: where and when a document was issued.
ISSUED_AT = re.compile(rf"^[^\s，,。：:\d]{{2,6}}[，,]\s?(?P<date>{_DATE})(?:\s?原件[：:]\s?\w+)?$")
REISSUED = re.compile(
    rf"(?P<date>{_DATE})\s?(?:重新)?印发|(?:re)?issued .{{0,40}}?on (?P<date_en>{_DATE})", re.I
)
ADOPTED = re.compile(
    rf"^(?P<date>{_DATE})(?P<organ>[^\s，。]{{2,20}}?)决议$"
    rf"|^(?P<date2>{_DATE})(?P<organ2>[^\s，。]{{2,20}}?)第[\d一二三四五六七八九十百零〇]{{1,6}}次(?:全体)?会议通过$"
    rf"|^(?P<organ3>[^\s，。]{{0,14}}(?:大会|理事会))(?:(?P<date3>{_DATE})通过(?:的(?:决议|决定))?|决议)$"
    rf"|^resolution adopted by the (?P<organ_en>[A-Z][A-Za-z ]+?)(?: on (?P<date_en>{_DATE}))?$"
    rf"|^adopted by the (?P<organ_en2>[A-Z][A-Za-z ]+?) at its \d{{1,5}}(?:st|nd|rd|th) (?:plenary )?meeting(?:,? (?:held )?on (?P<date_en2>{_DATE}))?$",
    re.I,
)
DATE_LINE = re.compile(r"(?:distr\.|original|分发|原件)\s?[:：]", re.I)
#: What a resolution begins with: the organ that speaks.
ENACTING = re.compile(
    r"^(?P<organ>[^\s，。,]{0,20}(?:大会|理事会|委员会|执行局))[，：:,]\s?(?:$|(?=(?:深|又|还|再次|特别){0,2}"
    r"(?:回顾|忆及|重申|铭记|念及|注意到|表示|考虑到|鉴于|欢迎|欣见|认识到|意识到|强调|深信|确信|关切|审议了|遵循|按照|确认|申明|肯定|赞赏|决心|请|决定)[^。]*[，；]$))|^the (?P<organ_en>[A-Z][A-Za-z ]+)[,:]$", re.I
)
#: What a declaration begins with: those who declare.
DECLARING = re.compile(r"我们，[^。；]{2,80}，$")
ITEM_TITLE = re.compile(
    r"^(?:\d{1,4}/\d{1,3}[A-Z]?[.．]|(?P<symbol>(?:GC|IDB|PBC)\.\d{1,3}/(?:Res|Dec)\.\d{1,3})[.．:：]?)\s*(?P<title>(?!号)[^\s\d].*)$"
)
#: A resolution that is called by its number alone.
NUMBERED = re.compile(r"第\d{1,4}\s?[(（](?:19|20)\d\d[)）]号?决议$|resolution \d{1,4} \((?:19|20)\d\d\)$", re.I)
#: Where the record of a meeting begins, and which line of its masthead says that it is one.
OPENED = re.compile(r"(?:上午|下午|中午|晚上)?\d{1,2}时(?:\d{1,2}分)?(?:宣布)?(?:开会|复会)|the meeting was (?:called to order|resumed)", re.I)
RECORD = re.compile(r"(?:简要|逐字|\S正式)记录|(?:summary|verbatim) record", re.I)
#: A text without a masthead that bears its own kind in its title.
TITLED = re.compile(r"[^，。；：]{2,60}(?:宣言|公报|(?:联合|领导人|部长|主席|外长|元首|政治)声明|成果文件|共识|呼吁书|行动呼吁|框架|议程|行动纲领|行动计划|行动议程|路线图|章程|公约|议定书|宪章|[与和及].{2,40}(?:谅解备忘录|协定|协议))$|(?:[^，。；：\s]{2,30}(?:19|20)\d\d年|[^，。；：\s]{2,30}(?<=\d年))(?:年度报告|年报)$|(?:[A-Z][\w’-]*|of|the|on|and|for|a)(?: (?:[A-Z][\w’-]*|of|the|on|and|for|a)){0,9} (?:Declaration|Communiqué|Consensus)$")
#: Below the title of a declaration, when and where the meeting was held: （2044年9月15日至16日，利马）.
BELOW = re.compile(rf"[（(]?(?:(?P<dates>{_DATES_ZH})(?:(?:[，,]\s*|\s+)(?P<place>[^\s，,。（）()]{{2,16}}))?|(?P<place2>[^\s，,。（）()\d]{{2,16}})(?:[，,]\s*|\s+)(?P<dates2>{_DATES_ZH}))[）)]?$")
#: How a line ends that names a meeting.
MEETS = re.compile(r"^[^，。；：]{2,40}(?:会议|峰会|论坛|大会)$|^[A-Z][^.:;]{2,90}(?:Conference|Summit|Forum|Meeting)$")
SUMMARY = re.compile(r"^(?:(?:内容|执行)?(?:摘\s*要|提要|概要)|(?:本?文件的?)目的|summary|résumé|resumen)$", re.I)
#: The first heading of a text, which no masthead holds.
OPENING = re.compile(r"^(?:前\s*言|序\s*言|导\s*言|引\s*言|绪\s*论|(?:文件的?)?目的|背景|概\s*述|foreword|preface|introduction)$|^.{0,4}(?:有关|对)本文件.{0,20}(?:疑问|问题|询问)", re.I)
#: What the cover of an official record bears besides its title.
COVER = re.compile(r"^(?:.{4,}。|决[议定]草案|供(?:审议|核准|参考|决定|通报)|正式记录|补编第\s?\d{1,3}\s?[A-Z]?\s?号|(?:特别)?补编|联合国\s?[·•]?\s?(?:\d{4}年，.{2,6}|.{2,6}，\d{4}年)|official records|supplement no\.? ?\d{1,3}[A-Z]?|united nations ?[·•].{4,30})$", re.I)
#: A title that a narrow column has broken: its line ends where more must come, or the next begins with what goes on.
OPEN_TITLE = re.compile(r"(?:[的和与及或、，在对为以至]|关于|根据|依照|按照|有关|《[^》]*)$")
GOES_ON = re.compile(r"(?:第[^\s，。]{1,9}(?:[条款段]|号(?:决议|决定))|[的和与及、])(?=.*[\u4e00-\u9fff]{3})")
#: Between these a line of a masthead says where a session is held.
AROUND_PLACE = ({"session", "meeting"}, {"meeting", "agenda"})
SPOT = re.compile(r"[\u4e00-\u9fff]{2,12}$")
#: A heading without a number under which the text of a paper begins.
BEGINS = re.compile(r"^(?:决定草案|导\s?言|引\s?言|背景|前言|序言|概述|(?:建议|希望|请|提请|需|拟|要求)[^，。：:]{0,14}采取的行动)$")
ASIDE = re.compile(r"^(?:代理)?(?:主席|成员|后来|嗣后|(?:acting |vice-)?chair|(?:acting )?president|later|members)\s?[:：]|^[\[［【（(]", re.I)
#: How the title of a yearly report ends.
YEARLY = re.compile(r"(?:19|20)\d\d年?(?:年度)?(?:报告|年报)(?:[（(](?:摘编|摘要|节选|概要)[)）])?$")
MARKDOWN = re.compile(r"^#\s+(?P<title>\S.*)$")


