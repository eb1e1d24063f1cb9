"""What the facts of one document settle of one another: who the holder of an office is, which of two dates says more."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from msgspec.structs import replace

from mandategraph.authority import Authority
from mandategraph.model import Evidence, Fact, Literal

__all__ = ["settled"]

#: What a person does, not whoever holds the office.
_DEEDS = frozenset({"participatesIn", "leads", "organizes", "publishes"})
#: Those who may be anybody, and the facts that tell nothing of them.
_ANYBODY, _WITH = "organization/stakeholders", frozenset({"partnerOf", "participatesIn"})
#: Rules that tell who signed something, by name.
_SIGNED = frozenset({"zh/signed-by-persons", "zh/signed-by-persons-with"})
_FORMER = ("前", "候任", "当选", "former", "Former")


def settled(
    evidence: Sequence[Evidence], authority: Authority, known: Callable[[str], str], assumed: Container[str] = frozenset()
) -> list[Evidence]:
    """The evidence of a document, where its parts are read together.

    What 总干事 did is what the person did who holds the office, when the document says who that is; that a meeting of
    2044 was held in 2044 is not said beside its day.

    :param evidence: all of one document, before what says the same twice is taken out.
    :param authority: which knows the offices and the organs.
    :param known: makes an entity of the authority one of the document.
    :param assumed: rules whose facts give way where the document or the authority states otherwise.
    """
    holders = _holders(evidence, authority)
    signers = _signers(evidence)
    days = _days(evidence)
    owned = {item.fact.subject for item in evidence if item.fact.predicate == "partOf" and item.rule not in assumed}
    figures = {_figure(item) for item in evidence if item.rule == "project/hasResult"}
    found = []
    for item in evidence:
        fact = item.fact
        if figures and fact.predicate == "hasResult" and item.rule != "project/hasResult" and _figure(item) in figures:
            continue  # what a project does that a sentence introduces is its own result, not that of whoever carries it out
        if fact.predicate == "heldOn" and _told(fact, days, item.rule == "name/held-on"):
            continue
        if fact.predicate in _WITH and _ANYBODY in {fact.subject, fact.object}:
            continue  # that all sorts of people are worked with tells nothing
        if item.rule in assumed and fact.predicate == "partOf" and _of_others(fact, owned, authority):
            continue
        if fact.predicate == "operatesIn" and "/established-" in item.rule and fact.subject.startswith("facility/"):
            found.append(replace(item, fact=Fact(fact.subject, "locatedIn", fact.object, fact.qualifiers)))  # where a centre was set up it stands
            continue
        if fact.predicate == "adoptedBy" and (organ := _organ(fact, authority)) not in {None, fact.object}:
            fact = Fact(fact.subject, "adoptedBy", known(organ or ""), fact.qualifiers)
            item = replace(item, fact=fact)
        if fact.predicate == "memberOf" and (whole := _joined(fact, authority)) is not None:
            fact = Fact(fact.subject, "memberOf", known(whole), fact.qualifiers)  # one of its member states is a member of it
            item = replace(item, fact=fact)
        if item.rule in _SIGNED and fact.subject.startswith("person/"):
            if fact.subject in signers:
                found.append(replace(item, fact=_of(fact, signers[fact.subject])))
            continue  # 鲁伊斯签署了协定: the party is whose head she is
        if fact.predicate == "partnerOf" and fact.object in signers:
            if (whole := signers[str(fact.object)]) != fact.subject:
                found.append(replace(item, fact=Fact(fact.subject, "partnerOf", whole, fact.qualifiers)))
            continue  # whoever works with the head of an organization works with the organization
        holder = holders.get(fact.subject) if fact.predicate in _DEEDS else None
        found.append(item if holder is None else replace(item, fact=_of(fact, holder)))
    return found


def _organ(fact: Fact, authority: Authority) -> str | None:
    """The organ of the United Nations with whose code the symbol of what was adopted begins: whatever 大会 means here, A/RES/70/1 is the Assembly's."""
    known = authority.entities.get(fact.subject)
    symbol = (known.symbol if known is not None else None) or fact.subject.removeprefix("document/")
    code, mark, _ = symbol.partition("/RES/")
    bodies = authority.bodies(code) if mark else ()
    return bodies[0] if bodies else None


def _of_others(fact: Fact, owned: Container[str], authority: Authority) -> bool:
    """Whether a unit is known to be a part of something else, or the document says of what it is one."""
    above = authority.entities.get(fact.subject)
    known = above is not None and above.parent is not None
    while above is not None and above.id != fact.object:
        above = authority.entities.get(above.parent) if above.parent is not None else None
    return above is None if known else fact.subject in owned


def _joined(fact: Fact, authority: Authority) -> str | None:
    """The organization whose member states the object of a fact is."""
    group = authority.entities.get(fact.object) if isinstance(fact.object, str) else None
    return group.parent if group is not None and group.type == "CountryGroup" and group.id.endswith("-member-states") else None


def _of(fact: Fact, holder: str) -> Fact:
    return Fact(holder, fact.predicate, fact.object, fact.qualifiers)


def _figure(item: Evidence) -> tuple[str, str, str]:
    """Where a figure stands and what it is."""
    return item.passage, item.fact.qualifiers.get("value", ""), item.fact.qualifiers.get("unit", "")


def _holders(evidence: Iterable[Evidence], authority: Authority) -> Mapping[str, str]:
    """The only holder that a document names of each office that is an entity of its own."""
    named: dict[str, set[str]] = {}
    for item in evidence:
        fact = item.fact
        role = fact.qualifiers.get("role", "") if fact.predicate == "headedBy" else ""
        if not role or role.startswith(_FORMER) or not isinstance(fact.object, str):
            continue
        for name in authority.by_name.get(role, ()):
            office = authority.entities[name.entity]
            if office.type == "Person" and office.parent == fact.subject and office.id != fact.object:
                named.setdefault(office.id, set()).add(fact.object)
    return {office: next(iter(persons)) for office, persons in named.items() if len(persons) == 1}


def _signers(evidence: Iterable[Evidence]) -> Mapping[str, str]:
    """The organization of which a document says that a person heads it, where it says so of one only."""
    headed: dict[str, set[str]] = {}
    for item in evidence:
        fact = item.fact
        if fact.predicate == "headedBy" and isinstance(fact.object, str) and not fact.qualifiers.get("role", "").startswith(_FORMER):
            headed.setdefault(fact.object, set()).add(fact.subject)
    return {person: next(iter(of)) for person, of in headed.items() if len(of) == 1}


def _days(evidence: Iterable[Evidence]) -> Mapping[str, set[str]]:
    """The dates on which each meeting was held, but those that only its name tells."""
    days: dict[str, set[str]] = {}
    for item in evidence:
        if item.fact.predicate == "heldOn" and item.rule != "name/held-on" and isinstance(item.fact.object, Literal):
            days.setdefault(item.fact.subject, set()).add(item.fact.object.value)
    return days


def _told(fact: Fact, days: Mapping[str, set[str]], named: bool) -> bool:
    """Whether a date that lies in the year or month of a fact is told elsewhere."""
    when = fact.object.value if isinstance(fact.object, Literal) else ""
    return any(day.startswith(when) and (named or day != when) for day in days.get(fact.subject, ()))
