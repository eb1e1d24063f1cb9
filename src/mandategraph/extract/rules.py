"""Extraction rules: read from TOML, compiled to regular expressions over encoded sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from mandategraph.errors import RuleError, one_of
from mandategraph.extract.encoding import ANY_MENTION, characters, is_mention
from mandategraph.languages.base import Language
from mandategraph.resources import resources
from mandategraph.vocabulary import AGENTS, CLASSES, INSTRUMENTS, PREDICATES, QUALIFIERS

__all__ = ["ADJUNCTS", "ENTITY_ROLES", "TYPE_GROUPS", "Also", "Context", "Example", "Rule", "Slot", "load_rules", "parse_rules"]

#: What a fact is about, unlike what qualifies it.
ENTITY_ROLES = frozenset({"subject", "object", "place", "other"})

#: Short names of classes and groups of classes in slots.
TYPE_GROUPS: dict[str, frozenset[str]] = {name.lower(): frozenset({name}) for name in CLASSES} | {
    "agent": AGENTS - {"Programme", "Session", "Region"},
    "actor": frozenset({"Organization", "Unit", "Body", "Fund", "Partnership", "CountryGroup", "Country", "Person"}),
    "org": frozenset({"Organization", "Unit", "Body", "Fund", "Partnership", "Facility"}),
    "work": frozenset({"Framework", "Publication", "Standard", "Tool"}),
    "place": frozenset({"Country", "Region"}),
    "instrument": INSTRUMENTS,
    "doc": INSTRUMENTS | {"Document", "Publication"},
    "text": INSTRUMENTS | {"Document", "Publication", "Framework"},
    "sdg": frozenset({"SDG"}),
    "group": frozenset({"CountryGroup"}),
    "any": frozenset(CLASSES),
    "date": frozenset({"Date"}),
    "number": frozenset({"Number"}),
    "money": frozenset({"Money"}),
    "quantity": frozenset({"Number", "Money"}),
}
#: What may stand in a pattern before its first mention and takes up no text.
_BEHIND = re.compile(r"(?:\(\?<[!=][^()]*\))*")
_SLOT = re.compile(r"\{(?P<role>[a-z]+):(?P<types>[a-zA-Z|]+)(?P<many>[+*])?\}")
_REPEATED = re.compile(r"\\.|(?:\[[^\]]*\]|\0|.)(?:\{[^}]*\}\??|[?*+]\??)|\[[^\]]*\]|\{[^}]*\}")
_PARENTHESIS = re.compile(r"(\\.|\[[^\]]*\])|\((?!\?)")
_SLOTS = 0xF0000  # characters of their own for the slots of a pattern
_RUN = re.compile(rf"[^\[\](){{}}?*+.\\|^$…‥\0{chr(_SLOTS)}-{chr(_SLOTS + 99)}]+(?![?*{{])")
_WORDS = frozenset({"words", "phrase", "project", "thing", "made"})
_OWNERS = frozenset({"Organization", "Unit", "Body"})
_ROLES = {"subject", "object", "skip", "place", "other", *QUALIFIERS}
#: What an adjunct of the clause names, and where else a role may come from.
ADJUNCTS = frozenset({"by", "in", "with"})
_CONTEXTS = ADJUNCTS | {"about", "clause", "doer", "document", "home", "issuer", "own", "recent", "story", "topic"}
_KEYS = {"id", "predicate", "pattern", "subject", "object", "place", "other", "cue", "qualifiers", "also", "hedged", "assumed", "unless", "example", "note"}


@dataclass(frozen=True, slots=True)
class Context:
    """A role that is not in the pattern but is found around it.

    :param where: ``by``, ``in``, ``with`` (whom or what an adjunct of the clause names), ``clause`` (the subject of the clause), ``doer`` (the same,
        though other words of the clause stand between), ``topic`` (the same, or that of the sentences before), ``own`` (the same; where the sentence
        names no other agent before, the home organization), ``about`` (the same, else the country or region that the text is about), ``document``,
        ``home``, ``issuer`` (the instrument itself, else its body), ``recent`` (named last before, in the same section), ``story`` (likewise, though
        the sentence has a subject of its own).
    :param types: classes that it may have.
    """

    where: str
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Also:
    """A further fact of the same match: its predicate, and which roles are its subject and object."""

    predicate: str
    subject: str
    object: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the facts that a rule must, or must not, find in it.

    :param text: the sentence.
    :param facts: what the rule must find there: "name predicate name".
    :param document: title of a document or the name of an organization that the sentence stands in.
    """

    text: str
    facts: tuple[str, ...]
    home: str


class Slot(NamedTuple):
    """A role of a rule and the group of its expression that stands for it."""

    role: str
    group: int


@dataclass(frozen=True)
class Rule:
    """One extraction pattern.

    :param id: with the language: ``zh/funded-by-1``.
    :param predicate: what it states.
    :param expression: a regular expression over encoded sentences.
    :param types: the classes that a role's mentions may have; ``project``: words that make a new programme;
        ``thing``: words that make a new text, tool or meeting, of the class that their head tells.
    :param many: roles that may be lists.
    :param contexts: roles that are found around the match.
    :param qualifiers: fixed qualifiers (``act = "requests"``) or ``clause`` for a date or year found in the clause.
    :param also: further facts.
    :param hedged: whether a plan or condition states the fact too.
    :param assumed: whether the fact gives way where the document or the authority states otherwise.
    :param exception: a regular expression that must not be found in the clause.
    :param cues: literal strings, one of which stands in every sentence that the rule matches; empty: none is certain.
    :param needs: all that every such sentence holds: of each set, one word or one character of a mention.
    :param examples: tested examples.
    """

    id: str
    predicate: str
    expression: str
    types: Mapping[str, frozenset[str]]
    many: frozenset[str]
    contexts: Mapping[str, Context]
    qualifiers: Mapping[str, str]
    also: tuple[Also, ...]
    hedged: bool
    assumed: bool
    exception: str | None
    cues: frozenset[str]
    needs: tuple[frozenset[str], ...]
    examples: tuple[Example, ...] = field(default=(), compare=False)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled when it is first needed: a document needs a part of the rules of its language."""
        return _regex(self.expression)

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        """The exception, compiled when it is first needed."""
        return None if self.exception is None else _regex(self.exception)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The roles that a match may fill, in the order of the expression."""
        return tuple(Slot(role, group) for role, group in self.regex.groupindex.items())

    @cached_property
    def told(self) -> tuple[Slot, ...]:
        """Those of them that qualify a fact, not those that it is about."""
        return tuple(slot for slot in self.slots if slot.role not in ENTITY_ROLES)

    @cached_property
    def facts(self) -> tuple[Also, ...]:
        """What a match states: the fact of the predicate, and the further ones."""
        return Also(self.predicate, "subject", "object"), *self.also

    @cached_property
    def things(self) -> tuple[str, ...]:
        """The roles whose words make a new text, tool or meeting."""
        return tuple(role for role, types in self.types.items() if "thing" in types)


def _types(words: str, place: str) -> frozenset[str]:
    found: set[str] = set()
    for word in words.split("|"):
        if word.lower() not in TYPE_GROUPS:
            raise RuleError(f"{place}: {word} is no class; use {one_of(TYPE_GROUPS, 60)}")
        found |= TYPE_GROUPS[word.lower()]
    return frozenset(found)


@cache
def _regex(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _compile(pattern: str, language: Language, place: str, check: bool, separators: str = "") -> tuple[str, frozenset[str], Mapping[str, frozenset[str]]]:
    stops = re.escape(language.gap_stops)
    separators = separators or language.separators
    others = f"(?:{language.strangers.replace('[^', f'[^{ANY_MENTION}{stops}', 1)})*"  # members of a list that we cannot name
    many: set[str] = set()
    typed: dict[str, frozenset[str]] = {}

    doers, places = characters(TYPE_GROUPS["agent"]), characters(TYPE_GROUPS["place"])  # those whose work it is: 日本供资的
    made = f"|[{doers}](?:{language.separators}[{doers}]){{0,4}}(?:{language.made_by.replace('P', f'[{places}]')}){language.genitive}" if language.made_by else ""

    def slot(match: re.Match[str]) -> str:
        role, words = match["role"], match["types"]
        if role not in _ROLES:
            raise RuleError(f"{place}: {role} is no role; use {one_of(_ROLES, 60)}")
        if words == "words":
            return f"(?P<{role}>[^{stops}，,{ANY_MENTION}]{{1,40}}?)"
        if words == "phrase":
            return f"(?P<{role}>[^{stops}，,]{{2,{language.phrase}}})"
        if words == "project":
            typed[role] = frozenset({"project"})
            return f"(?P<{role}>[^{stops}，,。]{{3,34}})"
        if words in {"thing", "made"}:
            described = language.thing if words == "thing" else language.made
            if not described:
                raise RuleError(f"{place}: {language.code} has no words that describe things; use a class")
            typed[role] = frozenset({"thing"})
            return f"(?P<{role}>{described})"
        typed[role] = types = _types(words, place)
        marks = characters(types)
        owner = "" if "Organization" in types else f"(?:[{characters(_OWNERS)}]{language.possessive}{made})?"
        if role == "skip":
            return language.articles + (f"[{marks}](?:{language.separators}[{marks}])*" if match["many"] else f"[{marks}]")
        if match["many"] == "*":
            many.add(role)
            return f"(?P<{role}>[^{re.escape(re.sub('[；;]', '', language.gap_stops))}]*[{marks}])"
        if match["many"]:
            many.add(role)
            # a member that we cannot name stands only behind a mark of a list
            further = f"{separators}[{marks}]|(?=[、，,;；和与及以]| and | y | et ){separators}{others[:-1]}+[{marks}]"
            # in front of a pattern anything could be such a member: there none is looked for
            first = "" if _BEHIND.fullmatch(pattern, 0, match.start()) else others
            return f"{language.articles}{owner}{first}(?P<{role}>[{marks}](?:{further})*){language.and_others}"
        return f"{language.articles}{owner if role in {'subject', 'object'} else ''}(?P<{role}>[{marks}])"

    text = _SLOT.sub(slot, _PARENTHESIS.sub(lambda m: m[1] or "(?:", pattern))
    text = text.replace("…", f"[^{stops}]{{0,{language.reach}}}?")
    text = text.replace("‥", f"[^{stops}，,：:{ANY_MENTION}]{{0,{language.gap}}}?")
    if check:
        try:
            _regex(text)
        except re.error as error:
            raise RuleError(f"{place}: the pattern is not valid: {error}") from error
    return text, frozenset(many), typed


def _needs(pattern: str) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """What stands in every sentence that a pattern matches, and of its literal parts the longest, with its alternatives."""
    slots: list[frozenset[str]] = []

    def mark(slot: re.Match[str]) -> str:
        slots.append(frozenset() if slot["types"] in _WORDS else frozenset(characters(_types(slot["types"], ""))))
        return chr(_SLOTS + len(slots) - 1)

    flat = re.sub(r"\\.", "\0", re.sub(r"\[[^\]]*\]", "\0", _SLOT.sub(mark, pattern)))
    needs = tuple(dict.fromkeys(_certain(re.sub(r"\(\?(?:P<\w+>|:)", "(", flat), slots)))
    best: frozenset[str] = frozenset()
    for options in needs:
        if not any(map(is_mention, "".join(options))) and _better(options, best):
            best = options
    return needs, best


def _certain(flat: str, slots: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """What stands in all that a part of a pattern matches: of each set, one word or one character of a mention."""
    if len(alternatives := _alternatives(flat)) > 1:
        each = [_certain(alternative, slots) for alternative in alternatives]
        surest = [max(needs, key=lambda options: min(map(len, options)), default=frozenset[str]()) for needs in each]
        return [frozenset[str]().union(*surest)] if all(surest) else []
    needs: list[frozenset[str]] = []
    pieces = list(_pieces(flat))
    for (kind, words), (_, behind) in zip(pieces, [*pieces[1:], ("text", "")], strict=True):
        if kind == "group":
            if behind[:1] not in {"?", "*", "{"} and not words.startswith(("?!", "?<")):
                needs += _certain(words.removeprefix("?="), slots)
            continue
        certain = _REPEATED.sub("\0", words)
        needs += [slots[ord(c) - _SLOTS] for c in certain if ord(c) >= _SLOTS and slots[ord(c) - _SLOTS]]
        needs += [frozenset({run}) for run in _RUN.findall(certain)]
    return needs


def _alternatives(flat: str) -> list[str]:
    """The alternatives of a part of a pattern."""
    found, depth = [""], 0
    for character in flat:
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return found


def _pieces(flat: str) -> Iterable[tuple[str, str]]:
    """The groups of a pattern and the text between them."""
    depth = 0
    piece = ""
    for character in flat:
        if character == "(":
            if depth == 0:
                yield "text", piece
                piece = ""
            depth += 1
            piece += character if depth > 1 else ""
        elif character == ")":
            depth -= 1
            if depth == 0:
                yield "group", piece
                piece = ""
            else:
                piece += character
        else:
            piece += character
    yield "text", piece


def _better(options: frozenset[str], best: frozenset[str]) -> bool:
    return not best or min(map(len, options)) > min(map(len, best))


def _context(value: str, place: str) -> Context:
    where, _, words = value.partition(":")
    if where not in _CONTEXTS:
        raise RuleError(f"{place}: {where} is no context; use {one_of(_CONTEXTS, 20)}")
    return Context(where, _types(words or "agent", place))


def _rule(table: Mapping[str, Any], language: Language, path: str, check: bool) -> Iterable[Rule]:
    place = f"{path}, rule {table.get('id', '?')}"
    unknown = set(table) - _KEYS
    if unknown or "id" not in table or "pattern" not in table:
        raise RuleError(f"{place}: keys are {one_of(_KEYS, 20)}; {one_of(unknown) or 'id or pattern'} is wrong")
    predicate = table.get("predicate", "")
    if predicate not in PREDICATES:
        raise RuleError(f"{place}: {predicate or 'no predicate'} is no predicate; use {one_of(PREDICATES, 40)}")
    patterns = table["pattern"] if isinstance(table["pattern"], list) else [table["pattern"]]
    contexts = {role: _context(table[role], place) for role in sorted(ENTITY_ROLES) if role in table}
    qualifiers = {str(key): str(value) for key, value in table.get("qualifiers", {}).items()}
    for key in qualifiers:
        if key not in QUALIFIERS:
            raise RuleError(f"{place}: {key} is no qualifier; use {one_of(QUALIFIERS, 20)}")
    also = tuple(Also(a["predicate"], a["subject"], a["object"]) for a in table.get("also", []))
    examples = tuple(
        Example(e["text"], tuple(e.get("facts", ())), e.get("home", "")) for e in table.get("example", [])
    )
    for number, pattern in enumerate(patterns):
        expression, many, types = _compile(pattern, language, place, check, language.joins if predicate == "mandates" else "")
        needs, cues = _needs(pattern)
        needs += (frozenset(table["cue"]),) if "cue" in table else ()
        for role in ("subject", "object"):
            if role not in contexts and f"(?P<{role}>" not in expression and predicate != "hasResult":
                raise RuleError(f"{place}: the {role} is neither in the pattern nor a context")
        yield Rule(
            id=f"{language.code}/{table['id']}",
            predicate=predicate,
            expression=expression,
            types=types,
            many=many,
            contexts=contexts,
            qualifiers=qualifiers,
            also=also,
            hedged=bool(table.get("hedged", False)),
            assumed=bool(table.get("assumed", False)),
            exception=_compile(table["unless"], language, place, check)[0] if "unless" in table else None,
            cues=cues,
            needs=needs,
            examples=examples if number == 0 else (),
        )


def parse_rules(text: str, language: Language, path: str = "rules", *, check: bool = True) -> tuple[Rule, ...]:
    """The rules of one TOML text.

    :param text: TOML with ``[[rule]]`` tables.
    :param language: whose rules they are.
    :param path: named in errors.
    :param check: whether to compile every pattern at once, so that a wrong one is told of here.
    :raises RuleError: when it is not TOML or a rule is wrong.

    >>> from mandategraph.languages.zh import language
    >>> rules = parse_rules('''[[rule]]
    ... id = "a"
    ... predicate = "fundedBy"
    ... pattern = "由{object:agent+}(供资|资助)的{subject:programme}"
    ... ''', language())
    >>> rules[0].id, sorted(rules[0].cues)
    ('zh/a', ['供资', '资助'])
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path} is not TOML: {error}") from error
    return tuple(rule for table in tables.get("rule", []) for rule in _rule(table, language, path, check))


def load_rules(language: Language, paths: Sequence[Path] | None = None) -> tuple[Rule, ...]:
    """All rules of a language, in the order of files and of rules in them.

    :param language: whose rules they are.
    :param paths: rule files; those that travel with the package when None.
    :raises RuleError: when one is wrong or two have one id.
    """
    rules: list[Rule] = []
    given = paths is not None  # those of the package are tested
    if paths is None:
        paths = [path for path in resources("data/rules", ".toml") if path.parent.name == language.code]
    for path in paths:
        rules += parse_rules(path.read_text(encoding="utf-8"), language, path.name, check=given)
    return tuple(rules)
