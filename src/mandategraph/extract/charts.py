"""Facts of charts whose labels survived: a heading says what is shown, each line gives a name and perhaps a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from mandategraph.antecedents import page_region
from mandategraph.coining import slug
from mandategraph.extract.engine import Candidate
from mandategraph.link import Linker
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.model import Entity, Literal, Name, PassageKind
from mandategraph.vocabulary import PREDICATES, is_a

__all__ = ["chart_facts", "regions"]

_FUNDING = re.compile(r"供资伙伴|供资方|捐助方|捐款|自愿捐款|[Ff]unding partners|[Dd]onors|[Cc]ontributions")
_UNIT = re.compile(r"[(（]?(?:单位[:：])?(?P<scale>百万|千|万|亿|million|thousand)?\s*(?P<money>美元|欧元|US dollars|euros|USD|EUR)[)）]?")
_SCALE = {"百万": 1_000_000, "million": 1_000_000, "千": 1000, "thousand": 1000, "万": 10_000, "亿": 100_000_000}
_CURRENCY = {"美元": "USD", "US dollars": "USD", "USD": "USD", "欧元": "EUR", "euros": "EUR", "EUR": "EUR"}
_FIGURE = re.compile(r"^[\s.·…]*(?P<figure>\d[\d,]*(?:\.\d+)?)\s*$")
_CONTRIBUTIONS = re.compile(r"捐款|自愿捐助|[Cc]ontributions")
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]")
_WORK = re.compile(r"(?:区域)?的(?:工作|活动|业务)")
_TRAILING = re.compile(r"(?:干预措施|项目|活动|的?实施国家?|参与国家|受益国家?|所在国家)?")
_LISTED = re.compile(r"[^\d，。；]{2,24}?[\s.·…]*(?P<figure>\d{1,4}\.\d{1,2})")
_TOOLS = re.compile(r"工具|方案|项目|[Tt]ools|[Pp]rogrammes")
#: What an organization does in the countries that a map shows, and how many these are at least.
_LABEL = re.compile(r"[^，。；：]{2,18}(?:能力建设|培训|方案|项目|干预措施|倡议|活动)")
_MAPPED = 5
#: About as many lines has a page of figures.
_PAGE = 40
_OPENING = re.compile(r"(?:^|[。；]\s*|^[^。；，]{2,12}[-–—:：])$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEXT = re.compile(r"下一?届(?:常会|会议)|[Nn]ext (?:regular )?session")
_SIGNED = re.compile(r"签署|缔结|加入|[Ss]igned")
#: The title of a box that shows what somebody saved or reached, behind who that is: 的年度节约量：
_SHOWN = re.compile(r"的?(?P<what>[^，。；：:]{0,10}(?:节约量|节省量|减排量|节约|节省|减少量|效益|成果|成效|成就|影响|收益|产出)(?:概览|一览)?)[：:]?")
#: So many lines has such a box at least, and a line so many characters at most.
_BOXED = 3
_BOX_LINE = 40
_AROUND = re.compile(r"[\s、，,和与及·|()（）]*")
_BETWEEN = re.compile(r"[\s、，,和与及·|]*")


def chart_facts(
    passages: Sequence[LinkedPassage], about: Sequence[str | None], linker: Linker
) -> Iterator[tuple[str, Candidate]]:
    """The facts of charts, each with the path of the line that gives it.

    :param passages: the whole document, in order.
    :param about: for each the region that its page is about.
    :param linker: its linker.
    """
    yield from _summed(passages, about, linker)
    yield from _boxed(passages)
    for item in passages:
        if item.mentions and (item.passage.kind is PassageKind.ITEM or item.passage.kind is PassageKind.CELL):
            yield from ((item.passage.path, candidate) for candidate in (*_members(item), *_column(item, linker)))
    heading: LinkedPassage | None = None
    first = True
    lists: list[LinkedPassage] = []  # of countries, right below the last heading
    for item in passages:
        if item.passage.kind is PassageKind.HEADING:
            if len(lists) == 2 and _whole(heading or item) is None:
                yield from ((lists[1].passage.path, candidate) for candidate in _above(item, lists[1], linker))
            heading, first, lists = item, True, []
            yield from ((item.passage.path, candidate) for candidate in _at_work(item))
        elif heading is not None and item.mentions:
            lists.append(item)
            found = _funding(heading, item, linker) or _countries(heading, item, first) or _signed(heading, item)
            first = False
            if not found:
                found = _next_session(heading, item, linker)
            yield from ((item.passage.path, candidate) for candidate in found)


def _at_work(heading: LinkedPassage) -> list[Candidate]:
    """工发组织在亚洲及太平洋的工作."""
    if len(heading.mentions) != 2:
        return []
    who, where = heading.mentions
    text = heading.passage.text
    between, after = text[who.mention.end : where.mention.start], text[where.mention.end :].strip()
    if (who.mention.start, who.type, where.type, between) != (0, "Organization", "Region", "在") or not _WORK.fullmatch(after):
        return []
    return [Candidate("operatesIn", who.entity or "", where.entity or "", {}, "chart/work", 0, len(text.rstrip()))]


def _funding(heading: LinkedPassage, line: LinkedPassage, linker: Linker) -> list[Candidate]:
    """日本 11.6, below 主要供资伙伴（单位：百万美元）."""
    text = heading.passage.text
    agent = line.mentions[0]
    if agent.mention.start > 0 or linker.home is None:
        return []
    figure = _FIGURE.match(line.passage.text[agent.mention.end :])
    unit = None if figure is None else _UNIT.search(text)
    if figure is None or unit is None or not _FUNDING.search(text):
        return []
    if agent.entity is None or agent.entity == linker.home or not is_a(agent.type, PREDICATES["fundedBy"].range or frozenset()):
        return []
    amount = Decimal(figure["figure"].replace(",", "")) * _SCALE.get(unit["scale"] or "", 1)
    qualifiers = {"amount": format(amount.normalize(), "f"), "currency": _CURRENCY[unit["money"]]}
    year = _YEAR.search(text)
    if year is not None:
        qualifiers["year"] = year.group()
    end = len(line.passage.text.rstrip())
    linker.known(linker.home)
    return [Candidate("fundedBy", linker.home, agent.entity, qualifiers, "chart/funding", 0, end)]


def _summed(
    passages: Sequence[LinkedPassage], about: Sequence[str | None], linker: Linker
) -> Iterator[tuple[str, Candidate]]:
    """Contributions listed below their total: the unit of the figures is certain when they add up to it."""
    year: str | None = None
    what = ""
    for place, (item, region) in enumerate(zip(passages, about, strict=True)):
        text = item.passage.text
        if len(text) < 24 and _CONTRIBUTIONS.search(text):
            found = _YEAR.search(text)
            year = found.group() if found else None
            what = _BRACKETS.sub("", text).strip()
        total = item.mentions[0].mention if len(item.mentions) == 1 and item.mentions[0].type == "Money" else None
        if total is None or total.text != text.strip() or linker.home is None or total.unit is None or not total.value:
            continue
        lines: list[tuple[LinkedPassage, Decimal]] = []
        for line in passages[place + 1 : place + 12]:
            figure = _LISTED.fullmatch(line.passage.text.strip())
            if figure is None:
                break
            lines.append((line, Decimal(figure["figure"])))
        if len(lines) < 3:
            continue
        scale = Decimal(total.value) / sum(amount for _, amount in lines)
        unit = next((s for s in (1_000_000, 1_000) if abs(scale / s - 1) < Decimal("0.005")), None)
        if unit is None:
            continue
        if region is not None and what:
            linker.known(linker.home)
            stated = {"measure": region + what, "value": total.value, "unit": total.unit} | ({"year": year} if year else {})
            label = Literal(f"{region}{what} = {total.text}", item.passage.language)
            yield item.passage.path, Candidate("hasResult", linker.home, label, stated, "chart/total", total.start, total.end)
        for line, amount in lines:
            agent = line.mentions[0] if line.mentions else None
            if agent is None or agent.mention.start > 0 or agent.entity in {None, linker.home}:
                continue
            if not is_a(agent.type, PREDICATES["fundedBy"].range or frozenset()):
                continue
            qualifiers = {"amount": format((amount * unit).normalize(), "f"), "currency": total.unit}
            if year is not None:
                qualifiers["year"] = year
            if region is not None:
                qualifiers["on"] = region  # a part of what the agent gives
            linker.known(linker.home)
            end = len(line.passage.text.rstrip())
            yield line.passage.path, Candidate("fundedBy", linker.home, agent.entity or "", qualifiers, "chart/summed", 0, end)


def _boxed(passages: Sequence[LinkedPassage]) -> Iterator[tuple[str, Candidate]]:
    """The figures of a box, each on a line, below or above the line that says of whom they are and what they show."""
    for place, item in enumerate(passages):
        who = item.mentions[0] if item.mentions else None
        if who is None or who.entity is None or who.mention.start or len(item.passage.text) > _BOX_LINE:
            continue
        title = _SHOWN.fullmatch(item.passage.text.strip(), who.mention.end)
        if title is None or not is_a(who.type, PREDICATES["hasResult"].domain):
            continue
        lines = _figures(passages[place + 1 : place + 12]) or _figures(passages[max(0, place - 11) : place][::-1])
        for line, value in lines if len(lines) >= _BOXED else ():
            text, at = line.passage.text.strip(), value.mention
            words = (text[: at.start] + text[at.end :]).strip(" ：:")
            measure = f"{title['what']}：{words}" if words else title["what"]
            stated = {"measure": measure, "value": at.value or ""} | ({"unit": at.unit} if at.unit else {})
            label = Literal(f"{measure} = {at.text}", line.passage.language)
            yield line.passage.path, Candidate("hasResult", who.entity, label, stated, "chart/boxed", 0, len(text))


def _figures(lines: Iterable[LinkedPassage]) -> list[tuple[LinkedPassage, Linked]]:
    """The lines from the first on that give one figure each and name nothing, each with its figure."""
    found = []
    for line in lines:
        text = line.passage.text.strip()
        if len(line.mentions) != 1 or line.mentions[0].type not in {"Number", "Money"} or len(text) > _BOX_LINE or text.endswith("。"):
            break
        found.append((line, line.mentions[0]))
    return found


def regions(lines: Iterable[LinkedPassage]) -> Iterator[str | None]:
    """For each line of a document the region that its page is about: the last line that names one and nothing else.

    :param lines: the passages with their mentions, in order.
    """
    region: str | None = None
    since = 0
    for place, line in enumerate(lines):
        heading = page_region(line.passage.text, line.mentions)
        if heading is not None or place - since > _PAGE:
            region, since = heading.mention.text if heading is not None else None, place
        yield region


def _members(line: LinkedPassage) -> list[Candidate]:
    """BRICS 巴西、俄罗斯联邦、印度、中国和南非（金砖国家）, in a list of abbreviations."""
    if line.passage.kind is not PassageKind.ITEM or len(line.mentions) < 3:
        return []
    group = line.mentions[-1]
    countries = [i for i in line.mentions if i.type == "Country"]
    text = line.passage.text
    if group.type != "CountryGroup" or not text[: group.mention.start].endswith(("(", "（")) or len(countries) < 2:
        return []
    position = countries[0].mention.start
    for item in countries:
        if not _BETWEEN.fullmatch(text[position : item.mention.start]):
            return []
        position = item.mention.end
    end = group.mention.end
    return [
        Candidate("memberOf", i.entity, group.entity, {}, "chart/members", i.mention.start, end)
        for i in countries
        if i.entity is not None and group.entity is not None
    ]


def _column(cell: LinkedPassage, linker: Linker) -> list[Candidate]:
    """The programmes that open the sentences of a cell, in a column headed as the tools of an organization."""
    column = cell.passage.column
    if cell.passage.kind is not PassageKind.CELL or column is None or not cell.mentions or linker.home is None:
        return []
    home = linker.authority.entities[linker.home]
    if not _TOOLS.search(column) or not any(name.text in column for name in (*home.labels, *home.names)):
        return []
    linker.known(linker.home)
    return [
        Candidate("implementedBy", item.entity, linker.home, {}, "chart/column", item.mention.start, item.mention.end)
        for item in cell.mentions
        if item.type in {"Programme", "Tool"}
        and item.entity is not None
        and item.reason != "antecedent"
        and _OPENING.search(cell.passage.text, 0, item.mention.start)
    ]


def _countries(heading: LinkedPassage, line: LinkedPassage, first: bool) -> list[Candidate]:
    """Names of countries and nothing else, below the name of a programme or of what works like one."""
    programme = _whole(heading)
    if programme is None and first and len(heading.mentions) == 1:
        mention = heading.mentions[0].mention  # 基金干预措施
        if mention.start == 0 and _TRAILING.fullmatch(heading.passage.text[mention.end :].strip()):
            programme = heading.mentions[0]
    if programme is None or programme.entity is None or programme.type not in {"Programme", "Partnership", "Tool", "Fund"}:
        return []
    return _works_in(programme.entity, line)


def _works_in(programme: str, line: LinkedPassage) -> list[Candidate]:
    """That a programme works in the countries of a line, if it names them and nothing else."""
    position = 0
    for item in line.mentions:
        if item.type != "Country" or not _BETWEEN.fullmatch(line.passage.text[position : item.mention.start]):
            return []
        position = item.mention.end
    if not _BETWEEN.fullmatch(line.passage.text[position:].rstrip("。")):
        return []
    return [
        Candidate("operatesIn", programme, i.entity, {}, "chart/countries", i.mention.start, i.mention.end)
        for i in line.mentions
        if i.entity is not None
    ]


def _above(label: LinkedPassage, line: LinkedPassage, linker: Linker) -> list[Candidate]:
    """The countries of a map whose label stands below them: the second of two lists between two labels."""
    words = label.passage.text.strip()
    if len(line.mentions) < _MAPPED or not _LABEL.fullmatch(words) or label.mentions:
        return []
    made = Entity(f"programme/{slug(words)}", "Programme", (Name(words, label.passage.language),), provisional=True)
    found = _works_in(made.id, line)
    if found:
        linker.add(made)
        linker.named(made.id, words, label.passage.language)
    return found


def _signed(heading: LinkedPassage, line: LinkedPassage) -> list[Candidate]:
    """布隆迪（2023–2027年）, below 签署《联合国可持续发展合作框架》的国家."""
    texts = [i for i in heading.mentions if i.entity and is_a(i.type, PREDICATES["partyTo"].range or frozenset())]
    if len(texts) != 1 or not _SIGNED.search(heading.passage.text):
        return []
    found = []
    position = 0
    for number, item in enumerate(line.mentions):
        if item.type == "Date":
            continue
        if item.type != "Country" or not _AROUND.fullmatch(line.passage.text[position : item.mention.start]):
            return []
        position, qualifiers = item.mention.end, {}
        after = line.mentions[number + 1] if number + 1 < len(line.mentions) else None
        if after is not None and after.type == "Date" and after.mention.value and "/" in after.mention.value:
            position = after.mention.end
            qualifiers = dict(zip(("start", "end"), after.mention.value.split("/"), strict=True))
        found.append(Candidate("partyTo", item.entity or "", texts[0].entity or "", qualifiers, "chart/signed", item.mention.start, position))
    return found if _AROUND.fullmatch(line.passage.text[position:]) else []


def _next_session(heading: LinkedPassage, line: LinkedPassage, linker: Linker) -> list[Candidate]:
    """下一届常会 2023年7月3日至6日, below the name of a body."""
    body = _whole(heading)
    date = line.mentions[0]
    text = line.passage.text
    if body is None or body.entity is None or body.type != "Body" or date.type != "Date" or len(line.mentions) > 1:
        return []
    words = text[: date.mention.start].strip(" ：:")
    if not _NEXT.fullmatch(words) or text[date.mention.end :].strip() or not date.mention.value:
        return []
    organ = linker.entities[body.entity]
    day = date.mention.value.split("/")[0]
    name = Name(f"{body.mention.text}{words}", line.passage.language)
    id = f"session/{body.entity.split('/', 1)[1]}-{day}"
    session = linker.add(Entity(id, "Session", (name,), provisional=True, parent=organ.id))
    linker.named(session, name.text, name.language)
    end = date.mention.end
    return [
        Candidate("partOf", session, organ.id, {}, "chart/session", 0, end),
        Candidate("heldOn", session, Literal(date.mention.value), {}, "chart/session", 0, end),
    ]


def _whole(heading: LinkedPassage) -> Linked | None:
    """The one thing that a heading names, if it names nothing else."""
    if len(heading.mentions) != 1:
        return None
    mention = heading.mentions[0].mention
    outside = heading.passage.text[: mention.start] + heading.passage.text[mention.end :]
    return heading.mentions[0] if not outside.strip(" 《》“”") else None
