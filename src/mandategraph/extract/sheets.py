"""What the sheet of a project tells in lines of a label and a value: 执行机构：气候变化部, 资助方：绿色气候基金（3,696万美元）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandategraph.antecedents import titled_project
from mandategraph.extract.engine import Candidate
from mandategraph.linked import Linked, LinkedPassage
from mandategraph.model import Literal
from mandategraph.vocabulary import AGENTS, is_a

__all__ = ["sheet_facts"]

_LABEL = re.compile(
    r"(?:项目|方案)?(?:(?P<carry>(?:国家|联合|牵头)?(?:执行|实施)(?:机构|伙伴|单位|方))|(?P<pay>(?:主要)?(?:资助方|捐助方|供资方|出资方|捐款方|资助机构|供资机构|资金来源|捐助者|捐助国))"
    r"|(?P<work>合作伙伴|伙伴|合作机构|协作方)|(?P<place>(?:实施|执行)?(?:地点|国家|地区|范围)|项目国)|(?P<help>受益国|受益国家|受援国)|(?P<sum>总?预算|经费|总?金额|总投资|总经费|供资额))\s?[：:]"
)
_PREDICATE = {"carry": "implementedBy", "pay": "fundedBy", "work": "partnerOf", "place": "operatesIn", "help": "benefits"}
_PLACES = frozenset({"Country", "Region"})
_HELPED = frozenset({"Country", "CountryGroup", "Region"})
#: A sheet is short: so many lines below the name of its project its labels may stand.
_FAR = 14


def sheet_facts(linked: Sequence[LinkedPassage]) -> Iterator[tuple[str, Candidate]]:
    """The facts of the lines below the name of a project, each with the path of its passage.

    :param linked: the passages of a document with their mentions.
    """
    project: str | None = None
    since = 0
    for item in linked:
        since += 1
        named = titled_project(item.passage, item.mentions)
        if named is not None:
            project, since = named, 0
            continue
        label = _LABEL.match(item.passage.text) if project is not None and since <= _FAR and len(item.passage.text) < 200 else None
        if label is None or project is None:
            continue
        for place, mention in enumerate(item.mentions):
            if mention.mention.start >= label.end():
                following = item.mentions[place + 1] if place + 1 < len(item.mentions) else None
                candidate = _fact(project, label, mention, following)
                if candidate is not None:
                    yield item.passage.path, candidate


def _fact(project: str, label: re.Match[str], item: Linked, following: Linked | None) -> Candidate | None:
    """The fact that one mention behind a label states, if it states one."""
    kind, mention = label.lastgroup or "", item.mention
    span = label.start(), mention.end
    if kind == "sum":
        if item.type != "Money" or not mention.value:
            return None
        measure = label[kind]
        said = {"measure": measure, "value": mention.value, "unit": mention.unit or ""}
        return Candidate("hasResult", project, Literal(f"{measure} = {mention.text}", "zh"), said, "sheet/hasResult", *span)
    wanted = _PLACES if kind == "place" else _HELPED if kind == "help" else AGENTS
    if item.entity is None or item.entity == project or not is_a(item.type, wanted):
        return None
    given: dict[str, str] = {}
    if kind == "pay" and following is not None and following.type == "Money" and following.mention.value and following.mention.start - mention.end <= 2:
        given = {"amount": following.mention.value, "currency": following.mention.unit or ""}
    predicate = _PREDICATE[kind]
    return Candidate(predicate, project, item.entity, {k: v for k, v in given.items() if v}, f"sheet/{predicate}", *span)
