"""The masthead of a document: what its top says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mandategraph.read.blocks import Block, Role
from mandategraph.read.lines import (
    CONTENTS,
    HAN,
    LEADERS,
    Line,
    heading_mark,
    is_furniture,
    number_mark,
    open_end,
    width,
)
from mandategraph.read.pages import STAMPED, read_page

__all__ = ["ENACTING", "PARTS", "SUMMARY", "Top", "find_parts", "read_top"]

#: The parts a masthead may state, in the order of the model.
PARTS = ("organ", "session", "dates", "place", "agenda_item", "title", "author", "symbol", "date")

_MOST = 45
#: How far down the session may stand together with its organ.
_HIGHEST = 4
_CUES = frozenset({"organ", "session", "agenda", "symbol", "adopted", "author", "report", "meeting", "held"})
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
_ORGAN = re.compile(
    r"(?P<organ>[^\s，。:：]{0,32}(?:大会|理事会|委员会|缔约方会议|执行局))"
    + _EDGE
    + r"|(?P<organ_en>(?:(?:United Nations|UN|UNIDO|The) )?(?:General (?:Assembly|Conference)|Security Council"
    r"|Economic and Social Council|Human Rights Council|Industrial Development Board|Trusteeship Council"
    r"|Programme and Budget Committee|(?:First|Second|Third|Fourth|Fifth|Sixth) Committee|Conference of the Parties.{0,60}"
    r"|(?:Committee|Commission|Council|Conference|Executive Board) (?:on|of|for) .{3,90}))$"
)
_SESSION = re.compile(
    r"(?:(?P<organ2>[^\s，。:：第]{0,16}(?:大会|理事会|委员会|执行局))\s?)?(?P<session>第[一二三四五六七八九十百零〇\d]{1,8}(?:届|次)(?:（\d{4}年）|\(\d{4}年\))?(?:常会|特别|紧急|系列)?(?:会议|年会|常会|届会)(?:（第[^（）]{1,6}次[^（）]{0,4}会）)?"
    r"|\d{4}年(?:第[一二三]\s?[届次])?(?:届会|会议|年度会议|实质性(?:会议|届会)(?:续会)?|常会|例会|年会)|第[一二三四五六七八九十百零〇\d]{1,8}(?:届|次(?=世界气象))(?P<organ>[^\s，。:：]{2,10}大会))"
    # repaired text keeps no space between Chinese words and the symbol or the date at the edge
    r"(?:[，,][^\s，。\dA-Z]{2,6}[，,]\s?\d{4}年$)?(?:[，,]\s?(?P<dates>\d{4}年\d{1,2}月[^，。A-Z]{0,16}?)(?=$|[\sA-Z，,]|(?<=日)\d{4}年)"
    r"(?:[，,]\s?(?P<place>[^\s，。\dA-Z]{2,12}|[A-Z][a-z]{2,11}))?)?"
    + _EDGE
    + r"|(?P<session_en>(?:[A-Z][a-z]+(?:-[a-z]+)?|\d{1,3}(?:st|nd|rd|th)|\d{4})"
    r" (?:regular |special )?session)$"
)
_AGENDA = re.compile(
    r"(?:(?:(?:大会|理事会|委员会|执行局)?(?:临时|暂定)?议程(?:草案)?|暂定项目表)(?:\s?\*)*\s?(?:项目|议题)|(?:临时|暂定)?议题|议项[：:]|第(?=[^\s]{1,3}项议程))[：:]?\s?(?P<agenda>(?:[A-Z]{2,4}\s)?\d{1,3}(?:\.\d{1,2})?(?:\s?[（(][a-z][)）])*|[一二三四五六七八九十]{1,3}(?=项议程))(?:项议程)?(?:[：:](?=[^：:]{2,20}$)[^\dA-Z]*$)?(?:\s?文件(?=\s?[A-Z]))?"
    + _EDGE.removesuffix("$")
    + r"|(?:(?:provisional )?agenda item|item) (?P<agenda_en>\d{1,3}(?:\.\d{1,2})?(?: ?\([a-z]\))*)"
    r"(?: of the provisional agenda)?\s*\*?$",
    re.I,
)
_MEETING = re.compile(
    rf"(?P<dates>{_DATES_ZH}|\d{{4}}年\d{{1,2}}月(?=[，,]))(?:[和及、]{_DATES_ZH})?(?:[，,]\s*(?P<place>[^\s，。A-Z]{{2,20}})(?:\s?(?P<symbol>{_PRINTED}))?)?(?:\s?原[文件]：\w+)?$"
    rf"|(?P<place_en>[A-Z][A-Za-z .'’()-]{{2,40}}), (?P<dates_en>{_DATES_EN})$"
    rf"|(?P<place2>[\u4e00-\u9fff]{{2,14}})[，,]\s*(?P<dates2>{_DATES_ZH})$"
    rf"|(?P<dates_en2>{_DATES_EN})(?:, (?P<place_en2>[A-Z][A-Za-z .'’()-]{{2,40}}))?$"
)
_HELD = re.compile(
    rf"(?P<dates>{_DATES_ZH})[^，。]{{0,14}}?(?:在(?P<place>[^，。]{{2,12}}?)(?:总部)?)?举行"
    rf"|held at [^,]*, (?P<place_en>[^,]+), on (?:\w+day, )?(?P<dates_en>{_DATES_EN})",
    re.I,
)
_AUTHOR = re.compile(
    r"(?P<author>(?!第[^\s，。]{1,9}[条款段号])[^\s，。《》]{2,24}?)(?:(?:提交)?的(?:报告|说明|备忘录|提案)|(?<=[事书席任处会组员家府团])的(?:提议|建议|意见|评论|函)|(?:编写|编制|拟订|编拟|提交|提出)的(?:[^\s，。《》的]{0,4}报告|(?:工作|背景|讨论|会议室)?文件|摘要|提案)|(?<=[事书席任处])(?:编写|编制|拟订))(?:\s?\*)*$"
    r"|(?:report|note|memorandum|statement|(?:working|background|discussion|conference room) paper)s? (?:of|by|prepared by|submitted by) (?:the )?"
    r"(?P<author_en>[A-Z].{2,80}?)(?:\s?\*)*$",
    re.I,
)
#: A title that tells nothing but whose report it heads: 方案和协调委员会的报告.
_BY_BODY = re.compile(r"(?P<author>[^\s，。《》关与]{2,36}(?<=[会组局长任署处员]))的(?:年度|进展)?报告(?:\s?\*)*$")
#: Who proposes what is yet to be adopted, above its title.
_PROPOSED = re.compile(
    r"(?P<author>[^\s，。《》：]{2,40}?)(?:在[^，。]{0,16}基础上)?(?:提出|提交)的(?:订正)?(?:决议|决定)草案(?:\s?\*)*$"
    r"|draft (?:resolution|decision) submitted by (?:the )?(?P<author_en>[A-Z][^.]{2,120}?)(?:,? on the basis of informal consultations.*)?$",
    re.I,
)
#: A title that tells the author too: 秘书长关于联合国工作的报告.
_REPORT = re.compile(
    r"[^。]{4,80}[：:](?P<author3>[^\s，。《》：:的]{0,8}(?:总干事|秘书长|执行主任|执行干事|署长|主任|秘书处|局长))的(?:年度)?(?:报告|说明)(?:\s?\*)*$|(?P<author>[^\s，。《》关与]{2,36})(?:提交的)?(?:关于|有关|就)[^。]{2,80}的(?:年度|进展|综合|全面|中期|最后|定期)?(?:报告|说明|备忘录)(?:\s?\*)*$"
    r"|(?P<author2>[^\s，。《》关与根依按遵]{2,36})(?:根据|依照|依据|按照|遵照)[^。]{2,80}提交的[^\s，。《》的]{0,6}(?:报告|说明|备忘录)(?:\s?\*)*$"
    r"|(?:report|note|memorandum) (?:of|by) (?:the )?(?P<author_en>[A-Z][\w'’-]*(?:(?: of(?: the)?| for| and)? [A-Z][\w'’-]*)*)"
    r" (?:on|concerning|regarding|entitled) .{2,}$",
    re.I,
)
_SYMBOL = re.compile(
    r"(?:United Nations |UNITED NATIONS |联合国\s?|文件\s?|[^\s，。:：/]{2,16}(?:组织|机构|联盟|署)\s?)?(?P<symbol>" + _PRINTED + r")$"
)
_ISSUED = re.compile(rf"^(?:distr\.\s*:\s*\w+\s+|[^，。：:]{{0,16}}日期[：:]\s?)?(?P<date>{_DATE})$", re.I)
#: 巴黎，2018年8月10日: where and when a document was issued.
_ISSUED_AT = re.compile(rf"^[^\s，,。：:\d]{{2,6}}[，,]\s?(?P<date>{_DATE})(?:\s?原件[：:]\s?\w+)?$")
_REISSUED = re.compile(
    rf"(?P<date>{_DATE})\s?(?:重新)?印发|(?:re)?issued .{{0,40}}?on (?P<date_en>{_DATE})", re.I
)
_ADOPTED = re.compile(
    rf"^(?P<date>{_DATE})(?P<organ>[^\s，。]{{2,20}}?)决议$"
    rf"|^(?P<date2>{_DATE})(?P<organ2>[^\s，。]{{2,20}}?)第[\d一二三四五六七八九十百零〇]{{1,6}}次(?:全体)?会议通过$"
    rf"|^(?P<organ3>[^\s，。]{{0,14}}(?:大会|理事会))(?:(?P<date3>{_DATE})通过(?:的(?:决议|决定))?|决议)$"
    rf"|^resolution adopted by the (?P<organ_en>[A-Z][A-Za-z ]+?)(?: on (?P<date_en>{_DATE}))?$"
    rf"|^adopted by the (?P<organ_en2>[A-Z][A-Za-z ]+?) at its \d{{1,5}}(?:st|nd|rd|th) (?:plenary )?meeting(?:,? (?:held )?on (?P<date_en2>{_DATE}))?$",
    re.I,
)
_DATE_LINE = re.compile(r"(?:distr\.|original|分发|原件)\s?[:：]", re.I)
#: What a resolution begins with: the organ that speaks.
ENACTING = re.compile(
    r"^(?P<organ>[^\s，。,]{0,20}(?:大会|理事会|委员会|执行局))[，：:,]\s?(?:$|(?=(?:深|又|还|再次|特别){0,2}"
    r"(?:回顾|忆及|重申|铭记|念及|注意到|表示|考虑到|鉴于|欢迎|欣见|认识到|意识到|强调|深信|确信|关切|审议了|遵循|按照|确认|申明|肯定|赞赏|决心|请|决定)[^。]*[，；]$))|^the (?P<organ_en>[A-Z][A-Za-z ]+)[,:]$", re.I
)
#: What a declaration begins with: those who declare.
_DECLARING = re.compile(r"我们，[^。；]{2,80}，$")
_ITEM_TITLE = re.compile(
    r"^(?:\d{1,4}/\d{1,3}[A-Z]?[.．]|(?P<symbol>(?:GC|IDB|PBC)\.\d{1,3}/(?:Res|Dec)\.\d{1,3})[.．:：]?)\s*(?P<title>(?!号)[^\s\d].*)$"
)
#: A resolution that is called by its number alone.
_NUMBERED = re.compile(r"第\d{1,4}\s?[(（](?:19|20)\d\d[)）]号?决议$|resolution \d{1,4} \((?:19|20)\d\d\)$", re.I)
#: Where the record of a meeting begins, and which line of its masthead says that it is one.
_OPENED = re.compile(r"(?:上午|下午|中午|晚上)?\d{1,2}时(?:\d{1,2}分)?(?:宣布)?(?:开会|复会)|the meeting was (?:called to order|resumed)", re.I)
_RECORD = re.compile(r"(?:简要|逐字|\S正式)记录|(?:summary|verbatim) record", re.I)
#: A text without a masthead that bears its own kind in its title.
_TITLED = re.compile(r"[^，。；：]{2,60}(?:宣言|公报|(?:联合|领导人|部长|主席|外长|元首|政治)声明|成果文件|共识|呼吁书|行动呼吁|框架|议程|行动纲领|行动计划|行动议程|路线图|章程|公约|议定书|宪章|[与和及].{2,40}(?:谅解备忘录|协定|协议))$|(?:[^，。；：\s]{2,30}(?:19|20)\d\d年|[^，。；：\s]{2,30}(?<=\d年))(?:年度报告|年报)$|(?:[A-Z][\w’-]*|of|the|on|and|for|a)(?: (?:[A-Z][\w’-]*|of|the|on|and|for|a)){0,9} (?:Declaration|Communiqué|Consensus)$")
#: Below the title of a declaration, when and where the meeting was held: （2044年9月15日至16日，利马）.
_BELOW = re.compile(rf"[（(]?(?:(?P<dates>{_DATES_ZH})(?:(?:[，,]\s*|\s+)(?P<place>[^\s，,。（）()]{{2,16}}))?|(?P<place2>[^\s，,。（）()\d]{{2,16}})(?:[，,]\s*|\s+)(?P<dates2>{_DATES_ZH}))[）)]?$")
#: How a line ends that names a meeting.
_MEETS = re.compile(r"^[^，。；：]{2,40}(?:会议|峰会|论坛|大会)$|^[A-Z][^.:;]{2,90}(?:Conference|Summit|Forum|Meeting)$")
SUMMARY = re.compile(r"^(?:(?:内容|执行)?(?:摘\s*要|提要|概要)|(?:本?文件的?)目的|summary|résumé|resumen)$", re.I)
#: The first heading of a text, which no masthead holds.
_OPENING = re.compile(r"^(?:前\s*言|序\s*言|导\s*言|引\s*言|绪\s*论|(?:文件的?)?目的|背景|概\s*述|foreword|preface|introduction)$|^.{0,4}(?:有关|对)本文件.{0,20}(?:疑问|问题|询问)", re.I)
#: What the cover of an official record bears besides its title.
_COVER = re.compile(r"^(?:.{4,}。|决[议定]草案|供(?:审议|核准|参考|决定|通报)|正式记录|补编第\s?\d{1,3}\s?[A-Z]?\s?号|(?:特别)?补编|联合国\s?[·•]?\s?(?:\d{4}年，.{2,6}|.{2,6}，\d{4}年)|official records|supplement no\.? ?\d{1,3}[A-Z]?|united nations ?[·•].{4,30})$", re.I)
#: A title that a narrow column has broken: its line ends where more must come, or the next begins with what goes on.
_OPEN_TITLE = re.compile(r"(?:[的和与及或、，在对为以至]|关于|根据|依照|按照|有关|《[^》]*)$")
_GOES_ON = re.compile(r"(?:第[^\s，。]{1,9}(?:[条款段]|号(?:决议|决定))|[的和与及、])(?=.*[\u4e00-\u9fff]{3})")
#: Between these a line of a masthead says where a session is held.
_AROUND_PLACE = ({"session", "meeting"}, {"meeting", "agenda"})
_SPOT = re.compile(r"[\u4e00-\u9fff]{2,12}$")
#: A heading without a number under which the text of a paper begins.
_BEGINS = re.compile(r"^(?:决定草案|导\s?言|引\s?言|背景|前言|序言|概述|(?:建议|希望|请|提请|需|拟|要求)[^，。：:]{0,14}采取的行动)$")
_ASIDE = re.compile(r"^(?:代理)?(?:主席|成员|后来|嗣后|(?:acting |vice-)?chair|(?:acting )?president|later|members)\s?[:：]|^[\[［【（(]", re.I)
#: How the title of a yearly report ends.
_YEARLY = re.compile(r"(?:19|20)\d\d年?(?:年度)?(?:报告|年报)(?:[（(](?:摘编|摘要|节选|概要)[)）])?$")
_MARKDOWN = re.compile(r"^#\s+(?P<title>\S.*)$")


@dataclass(slots=True)
class Top:
    """The masthead as blocks.

    :param blocks: its lines, each with its part in ``mark``.
    :param body: index of the first line after it.
    :param resolution: whether it heads a resolution.
    """

    blocks: list[Block]
    body: int
    resolution: bool = False


def read_top(lines: Sequence[Line]) -> Top:
    r"""The masthead of some lines; empty when nothing in them shows one.

    :param lines: all lines of the document.

    >>> from mandategraph.read.lines import split_lines
    >>> top = read_top(split_lines("大会\n第十九届会议\n议程项目20\n数字化\n总干事的报告\n1. 工发组织。"))
    >>> [block.mark for block in top.blocks], top.body
    (['organ', 'session', 'agenda', 'title', 'author'], 5)
    """
    if lines and (markdown := _MARKDOWN.match(lines[0].flat)):
        start = lines[0].end - len(markdown["title"])
        return Top([Block(Role.MASTHEAD, [(start, lines[0].end)], "title", markdown["title"])], 1)
    blocks: list[Block] = []
    resolution = False
    seen: set[str] = set()
    body = 0
    first = _collected(lines)
    for index, line in enumerate(lines[: _MOST if first is None else min(first, _MOST)]):
        text = line.flat
        if line.bare or _ends(text):
            break
        part = _part(text, seen)
        if part == "session" and index > _HIGHEST and (match := _SESSION.match(text)) is not None and match["organ2"]:
            part = "line"  # a row of a table of meetings
        if part == "meeting" and blocks and blocks[-1].mark in {"symbol", "agenda"} and "date" not in seen and _ISSUED.match(text):
            part = "date"  # beside its symbol stands when a document was issued
        if part == "adopted":
            resolution = True
        joined = (
            blocks and part in ("line", "date", "meeting", "author") and _wrapped(lines[index - 1], line, blocks[-1])
        )
        if joined:
            blocks[-1].spans.append((line.start, line.end))
            blocks[-1].flat += text if text[0] >= "\u2e80" else f" {text}"
            if blocks[-1].mark == "adopted":
                resolution = True
            elif part == "author" or _REPORT.match(blocks[-1].flat):
                part = blocks[-1].mark = _part(blocks[-1].flat, set())
                seen.add(part)
        elif part == "furniture":
            blocks.append(Block(Role.FURNITURE, [(line.start, line.end)], "", text, line.blanks))
        else:
            blocks.append(Block(Role.MASTHEAD, [(line.start, line.end)], part, text, line.blanks))
            seen.add(part)
        body = index + 1
        if part == "report" and index + 1 < len(lines) and _AUTHOR.match((after := lines[index + 1]).flat):
            # a note that hands on the report of another
            blocks.append(Block(Role.MASTHEAD, [(after.start, after.end)], "author", after.flat, after.blanks))
            body = index + 2
        if part in {"author", "report"}:
            body = _title_below(lines, body, blocks) if part == "author" else body
            break
    cues = seen & _CUES
    if len(cues) < 2 and "symbol" not in cues and "adopted" not in cues:
        numbered = next((place for place, line in enumerate(lines[:3]) if _NUMBERED.search(line.flat)), None)
        if numbered is not None and len(lines) > numbered + 1 and ENACTING.match(lines[numbered + 1].flat):
            top = [Block(Role.MASTHEAD, [(line.start, line.end)], "line", line.flat, line.blanks) for line in lines[: numbered + 1]]
            top[-1].mark = "title"
            return Top(top, numbered + 1, True)
        if len(lines) > 1 and _TITLED.match(lines[0].flat) and (lines[1].blanks or _BELOW.match(lines[1].flat)):
            return _with_day(Top([Block(Role.MASTHEAD, [(lines[0].start, lines[0].end)], "title", lines[0].flat)], 1), lines)
        below = _with_day(_under_meeting(lines), lines)
        return below if below.blocks else Top(*read_page(lines))
    _name_title(blocks, resolution)
    return Top(blocks, body, resolution)


def _title_below(lines: Sequence[Line], body: int, blocks: list[Block]) -> int:
    """Where the text begins, the title taken too that stands below the author where no line above may be it."""
    cue = next((i for i, block in enumerate(blocks) if block.mark in _CUES), 0)
    if body >= len(lines) or any(block.mark == "line" and not _ASIDE.match(block.flat) for block in blocks[cue:]):
        return body
    below = lines[body]
    if _AUTHOR.match(below.flat):  # 常设委员会的报告 is the title above 秘书处编拟的文件
        blocks[-1].mark = "line"
        blocks.append(Block(Role.MASTHEAD, [(below.start, below.end)], "author", below.flat, below.blanks))
        return body + 1
    if _ends(below.flat) or not open_end(below.flat) or is_furniture(below.flat) or width(below.flat) > 90:
        return body
    blocks.append(Block(Role.MASTHEAD, [(below.start, below.end)], "line", below.flat, below.blanks))
    return body + 1


def _under_meeting(lines: Sequence[Line]) -> Top:
    """The title of a declaration that stands below the meeting that adopted it; empty where there is none."""
    if len(lines) < 3 or not _MEETS.search(lines[0].flat) or not lines[1].blanks or not lines[2].blanks:
        return Top([], 0)
    if _TITLED.match(lines[1].flat) is None:
        return Top([], 0)
    marks = zip(lines[:2], ("subject", "title"), strict=True)
    return Top([Block(Role.MASTHEAD, [(line.start, line.end)], mark, line.flat) for line, mark in marks], 2)


def _with_day(top: Top, lines: Sequence[Line]) -> Top:
    """The masthead of a declaration with the line below its title that tells when and where the meeting was held."""
    if top.body and top.body < len(lines) and _BELOW.match(lines[top.body].flat):
        line = lines[top.body]
        top.blocks.append(Block(Role.MASTHEAD, [(line.start, line.end)], "below", line.flat, line.blanks))
        top.body += 1
    return top


def _collected(lines: Sequence[Line]) -> int | None:
    """The place of the title of the first of several instruments that a document collects, each below its symbol."""
    titles = [
        index
        for index, line in enumerate(lines[:-1])
        if (title := _ITEM_TITLE.match(line.flat)) is not None and title["symbol"] and ENACTING.match(lines[index + 1].flat)
    ]
    return titles[0] if len(titles) > 1 else None


def _ends(text: str) -> bool:
    """Whether the body begins with a line."""
    if any(first.match(text) for first in (ENACTING, _DECLARING, _OPENED, CONTENTS, SUMMARY, _OPENING)) or _BEGINS.match(text):
        return True
    if text.startswith("|") or number_mark(text) or (heading_mark(text) and not _SYMBOL.match(text)):
        return True
    if LEADERS.search(text) and not _ASIDE.match(text):
        return True
    if is_furniture(text) or _ASIDE.match(text) or _HELD.search(text) or _DATE_LINE.match(text):
        return False
    return (width(text) > 60 and not open_end(text)) or width(text) > 160


def _part(text: str, seen: set[str]) -> str:
    """The part of a masthead that a line is."""
    for name, pattern in (
        ("symbol", _SYMBOL),
        ("adopted", _ADOPTED),
        ("proposed", _PROPOSED),
        ("session", _SESSION),
        ("agenda", _AGENDA),
    ):
        if pattern.match(text):
            return name if name not in seen else "subject" if name == "agenda" else "line"
    if _ORGAN.match(text) and "organ" not in seen and "agenda" not in seen:
        return "organ"
    if text.lower().startswith(("resolution adopted by", "adopted by the ")):
        return "adopted"
    if _HELD.search(text):
        return "held"
    if "session" not in seen and _ISSUED.match(text):
        return "date"
    if "date" not in seen and _ISSUED_AT.match(text):
        return "date"
    if _MEETING.match(text) or _ISSUED.match(text):
        if "meeting" not in seen and _MEETING.match(text):
            return "meeting"
        return "date" if "date" not in seen and _ISSUED.match(text) else "line"
    if is_furniture(text):
        return "furniture"
    if _REPORT.match(text):
        return "report"
    return "author" if _AUTHOR.match(text) else "line"


def _wrapped(above: Line, line: Line, block: Block) -> bool:
    """Whether a line goes on a broken line of the masthead."""
    if line.blanks or block.role is not Role.MASTHEAD or not open_end(above.flat):
        return False
    if block.mark == "adopted":
        return _ADOPTED.match(block.flat) is None or block.flat.endswith(" on")
    if block.mark == "line" and (_OPEN_TITLE.search(above.flat) or _GOES_ON.match(line.flat)) and HAN.match(above.flat):
        return _part(line.flat, set()) in {"line", "author"}
    return (
        block.mark == "line"
        and _part(line.flat, set()) == "line"
        and bool(above.ragged or line.flat[0].islower() or _ITEM_TITLE.match(block.flat))
        and 55 <= width(above.flat) <= 100
    )


def _name_title(blocks: list[Block], resolution: bool) -> None:
    """Say which of the unnamed lines is the title: the one above the author, else the last."""
    begin = next((i for i, block in enumerate(blocks) if block.mark in _CUES or _NUMBERED.match(block.flat)), 0)
    for above, block, below in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if block.mark == "line" and {above.mark, below.mark} in _AROUND_PLACE and _SPOT.match(block.flat):
            block.mark = "place"
    plain = [block for block in blocks[begin:] if block.mark == "line" and not _ASIDE.match(block.flat)]
    shown = [block for block in plain if not _COVER.match(block.flat) and _part(block.flat, set()) == "line"]
    if plain and not shown and blocks[-1].mark == "author" and _BY_BODY.match(blocks[-1].flat):
        blocks[-1].mark = "line"
        shown = [blocks[-1]]
    plain = shown or plain
    numbered = [block for block in plain if _ITEM_TITLE.match(block.flat)]
    if numbered:
        plain = numbered
    elif resolution:
        adopted = next((i for i, block in enumerate(blocks) if block.mark == "adopted"), len(blocks))
        plain = [block for block in blocks[adopted:] if block in plain] or plain  # else the subject of the agenda item
    if any(block.mark == "report" for block in blocks):
        plain = [block for block in blocks if block.mark == "report"]
    plain = [block for block in plain if _RECORD.search(block.flat)] or plain
    if len(plain) > 1 and _YEARLY.search(plain[-2].flat) and width(plain[-1].flat) <= 24 and not _YEARLY.search(plain[-1].flat):
        plain.pop()  # the heading of the first chapter
    if plain:
        title = plain[-1]
        title.mark = "title"
        for block in blocks:
            if block.mark == "line" and not resolution and not _ASIDE.match(block.flat):
                block.mark = "subject"


def find_parts(blocks: Sequence[tuple[str, str]], others: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """Where each part of a masthead is stated: index of the passage, start and end in its repaired text.

    :param blocks: for each passage of the masthead its part and its text, then the passages of ``others``.
    :param others: texts of passages that may tell a date of issue or the organ, such as footnotes.

    >>> find_parts([("agenda", "临时议程项目20"), ("author", "总干事的报告")], [])
    {'agenda_item': (0, 6, 8), 'author': (1, 0, 3)}
    """
    found: dict[str, tuple[int, int, int]] = {}

    def note(part: str, index: int, match: re.Match[str] | None, group: str) -> None:
        if match is None or part in found:
            return
        for name in (group, f"{group}2", f"{group}3", f"{group}_en", f"{group}_en2"):
            if name in match.re.groupindex and match[name]:
                found[part] = (index, *match.span(name))
                return

    def edges(index: int, match: re.Match[str] | None) -> None:
        note("symbol", index, match, "symbol")
        note("date", index, match, "date")

    for index, (kind, text) in enumerate(blocks):
        if kind == "title":
            title = _ITEM_TITLE.match(text)
            found.setdefault(
                "title", (index, title.start("title"), len(text)) if title else (index, 0, len(text))
            )
            note("symbol", index, title, "symbol")
        elif kind == "organ":
            note("organ", index, _ORGAN.match(text), "organ")
            edges(index, _ORGAN.match(text))
        elif kind == "session":
            note("session", index, _SESSION.match(text), "session")
            for part in ("organ", "dates", "place"):
                note(part, index, _SESSION.match(text), part)
            edges(index, _SESSION.match(text))
        elif kind == "agenda":
            note("agenda_item", index, _AGENDA.match(text), "agenda")
            edges(index, _AGENDA.match(text))
        elif kind == "author":
            note("author", index, _AUTHOR.match(text), "author")
        elif kind == "proposed":
            note("author", index, _PROPOSED.match(text), "author")
        elif kind == "symbol":
            note("symbol", index, _SYMBOL.match(text), "symbol")
        elif kind == "date":
            note("date", index, _ISSUED.match(text) or _ISSUED_AT.match(text), "date")
            note("date", index, STAMPED.match(text), "stamp")
        elif kind == "place":
            found.setdefault("place", (index, 0, len(text)))
        elif kind == "below":
            note("dates", index, _BELOW.match(text), "dates")
            note("place", index, _BELOW.match(text), "place")
        elif kind in ("meeting", "held"):
            match = _MEETING.match(text) if kind == "meeting" else _HELD.search(text)
            note("dates", index, match, "dates")
            note("place", index, match, "place")
            note("symbol", index, match if kind == "meeting" else None, "symbol")
    for index, (kind, text) in enumerate(blocks):
        if kind == "adopted":
            note("organ", index, _ADOPTED.match(text), "organ")
            note("date", index, _ADOPTED.match(text), "date")
        elif kind == "title":
            note("author", index, _REPORT.match(text) or _BY_BODY.match(text), "author")
    for index, text in enumerate(others, len(blocks)):
        note("date", index, _REISSUED.search(text), "date")
        note("organ", index, ENACTING.match(text), "organ")
    return {part: found[part] for part in PARTS if part in found}
