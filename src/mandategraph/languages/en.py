"""English: what it needs beyond rules and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from mandategraph.languages.base import Anaphor, Language
from mandategraph.languages.en_names import find_names
from mandategraph.languages.ordinals import ordinal_pattern, ordinal_value
from mandategraph.languages.plain import plain_language
from mandategraph.languages.words import any_word

__all__ = ["language"]

_ANAPHORS: dict[str, frozenset[str]] = {
    "programme": frozenset({"Programme"}),
    "project": frozenset({"Programme"}),
    "initiative": frozenset({"Programme", "Partnership", "Event"}),
    "decade": frozenset({"Programme"}),
    "mission": frozenset({"Programme", "Organization"}),
    "forum": frozenset({"Event"}),
    "summit": frozenset({"Event"}),
    "workshop": frozenset({"Event"}),
    "expo": frozenset({"Event"}),
    "event": frozenset({"Event"}),
    "centre": frozenset({"Facility"}),
    "laboratory": frozenset({"Facility"}),
    "park": frozenset({"Facility"}),
    "hub": frozenset({"Facility"}),
    "platform": frozenset({"Tool", "Partnership", "Programme"}),
    "mechanism": frozenset({"Partnership", "Fund", "Programme", "Tool"}),
    "toolkit": frozenset({"Tool", "Publication"}),
    "tool": frozenset({"Tool"}),
    "database": frozenset({"Tool"}),
    "network": frozenset({"Partnership"}),
    "alliance": frozenset({"Partnership"}),
    "partnership": frozenset({"Partnership"}),
    "fund": frozenset({"Fund"}),
    "bank": frozenset({"Organization"}),
    "agency": frozenset({"Organization"}),
    "institute": frozenset({"Organization"}),
    "academy": frozenset({"Organization", "Facility"}),
    "university": frozenset({"Organization"}),
    "association": frozenset({"Organization"}),
    "ministry": frozenset({"Organization"}),
    "company": frozenset({"Organization"}),
    "coalition": frozenset({"Partnership"}),
    "consortium": frozenset({"Partnership"}),
    "campaign": frozenset({"Programme"}),
    "accelerator": frozenset({"Partnership", "Programme"}),
    "conference": frozenset({"Event"}),
    "dialogue": frozenset({"Event"}),
    "foundation": frozenset({"Organization"}),
    "department": frozenset({"Unit"}),
    "division": frozenset({"Unit"}),
    "office": frozenset({"Unit"}),
    "strategy": frozenset({"Framework"}),
    "framework": frozenset({"Framework"}),
    "agenda": frozenset({"Framework"}),
    "roadmap": frozenset({"Framework"}),
    "declaration": frozenset({"Declaration"}),
    "convention": frozenset({"Agreement"}),
    "agreement": frozenset({"Agreement"}),
    "protocol": frozenset({"Agreement"}),
    "treaty": frozenset({"Agreement"}),
    "resolution": frozenset({"Resolution"}),
    "decision": frozenset({"Decision"}),
}
_HEADS = "|".join(sorted(_ANAPHORS, key=len, reverse=True))
_ANAPHOR = re.compile(
    r"(?<![\w-])(?:(?P<territory>[Tt]he (?:Territory|[Tt]erritorial Government)(?! of\b))|(?P<home>(?:[Tt]he|[Oo]ur|[Tt]his) Organization)(?! (?:of|for)\b)"
    rf"|(?:[Tt]he|[Tt]his|[Tt]hat) (?:said |present |same |above-mentioned )?(?P<head>(?i:{_HEADS})))(?![\w-])(?! (?:of|for|on)\b)(?!’s [a-z]+s\b)"
)
_ORDINAL = ordinal_pattern()
_SESSION = re.compile(
    rf"(?<![\w-])(?P<number>{_ORDINAL})\s(?:regular\s|annual\s|resumed\s|substantive\s)?(?P<session>[Ss]ession)(?![\w-])(?! Segment)"
    r"(?:\sof\s(?:the\s|its\s)?(?P<body>[A-Z][\w’-]*(?:\s(?:(?:of|on|for|the|to|and|in)\s){0,2}[A-Z][\w’-]*)*))?"
)
_BODY = re.compile(r"Conference|Board|Assembly|Council|Commission|Committee|Forum")

_ARTICLES = (
    r"(?:(?<!\w)(?:the|The|its|their|a|an|both|all|each|other|new|relevant|interested|national|annual|latest|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) ){0,3}(?:(?:[Gg]overnments?|[Pp]ermanent [Mm]issions?|[Pp]eople) of (?:the )?)?(?:the )?"
    r"(?:(?:resolution|decision|document|report|publication)s? )?(?:(?:Mr|Ms|Mrs|Dr|Dame|Sir|Prof|Ambassador|H\.E|His Excellency|Her Excellency)\.? ){0,2}"
)
_VERB = r"(?:(?:will|shall|can|must) (?:also |further |continue to )?[a-z]+|[a-z]+ed|has|have|had|began|brought|built|gave|held|led|made|met|put|ran|set|sought|spent|took|undertook|won|wrote|paid|became|{verbs})"
_ADVERB = (
    r"(?:also|jointly|further|recently|successfully|subsequently|then|therefore|now|again|still|together|both|[a-z]+ly)"
)
_AUXILIARY = rf"(?:has|have|had|is|was|are|were|been|being|continue[sd]? to|began to|begins to|helps? to|helped to|helped|works? to|worked to|aims? to|{_ADVERB}),?"
_ABBREVIATIONS = ("Mr", "Mrs", "Ms", "Dr", "No", "Nos", "vol", "para", "paras", "St", "pp", " p", "e.g", "i.e", "U.S", "al", "cf", "Prof",
                  "Add", "Rev", "Res", "Dec", "Corr", "H.E", "Co", "Inc", "Ltd", "Art", "art", "chap", "sect", "approx", "Gen", "Jr", "vs")  # fmt: skip


def _anaphors(text: str) -> Iterator[Anaphor]:
    for match in _ANAPHOR.finditer(text):
        if match["home"]:
            yield Anaphor(match.start(), match.end(), frozenset({"Organization"}), home=True)
            continue
        if match["territory"]:
            yield Anaphor(match.start(), match.end(), frozenset({"Country"}), head="Territory")
            continue
        head = match["head"]
        if head.isupper():
            continue
        if (
            match.group().startswith(("the ", "The "))
            and head[0].islower()
            and re.match(r"\s[a-z]+(?:ing|ed)?\s(?:of|for)\b", text[match.end() :])
        ):
            continue
        yield Anaphor(match.start(), match.end(), _ANAPHORS[head.lower()], head=head)


_ABOUT = re.compile(r"\b(?:about|nearly|almost|over|more than|at least|around|approximately|up to|a total of)\b")
_LEADING = re.compile(
    r"^(?:(?:and|or|the|its|it|they|which|in|then|also|currently|now|has|have|had|was|were|some|only|\d[\d,.]*)\b[\s,;]*)+", re.IGNORECASE
)
_TRAILING = re.compile(r"(?:\s(?:by|to|the|a|an|of|in|at|from|with|and|for))+$")


def _measure(words: str) -> str:
    r"""What a figure measures, without the words that only lead to the figure.

    >>> _measure("The  has about \0 active members")
    'active members'
    """
    plain = re.sub(r"\s+", " ", _ABOUT.sub(" ", words.replace("\0", " "))).strip(" ,.;:–-")
    shorter = _TRAILING.sub("", _LEADING.sub("", plain))
    return (shorter or plain).replace("( ", "(")


def _sessions(text: str) -> Iterator[tuple[int, int, int, str]]:
    for match in _SESSION.finditer(text):
        number = ordinal_value(match["number"])
        if number is None or number < 1 or re.search(r"\bspecial $", text[max(0, match.start() - 12) : match.start()]):
            continue
        body, end = match["body"] or "", match.end()
        if body and not _BODY.search(body):
            body, end = "", match.end("session")
        yield match.start(), end, number, body


@cache
def language() -> Language:
    """English.

    >>> [(s[2], s[3]) for s in language().sessions("at the nineteenth session of the General Conference")]
    [(19, 'General Conference')]
    """
    verb = _VERB.format(verbs=any_word("en", "verbs"))
    return replace(
        plain_language("en"),
        separators=rf"(?:,? and |, as well as | as well as |, together with |,? including |, in particular |, notably |, | or |; )(?:{_ARTICLES})",
        anaphors=_anaphors,
        titles=find_names,
        openers=rf"(?:^[^a-zA-Z]*|[,;:—–(“\"]\s?|\b(?:that|and|but|while|where|which|when|because|as|since|although|whereby|[Tt]hen|whereas|[Tt]oday|[Hh]owever|[Ss]ince) ){_ARTICLES}$",
        sessions=_sessions,
        breaks="".join(f"(?<!{re.escape(word)})" for word in _ABBREVIATIONS) + r"[.!?](?=\s|$|[”\"’)\]])",
        article=r"^[Tt]he (?=\S)",
        pronouns=r"\s?(?:(?:and|but|where|while|which|as|because|since) )?[Ii]t ",
        regional="(?:the|this) region",
        joint="together|jointly|in total",
        no_head="(?:[Ee]nvoy|[Rr]epresentative|[Aa]dvis[eo]r)$",
        articles=f"(?:{_ARTICLES})",
        measures=_measure,
        possessive=r"(?:[’']s)? ",
        strangers=r"(?:the )?[A-Z][A-Za-zÀ-ÿ’'&. \-]{2,50}, (?:and )?",
        lists=rf"(?:S(?:, {_ARTICLES}S)*,? (?:and|together with|as well as|along with|jointly with) {_ARTICLES})?S",
        window=40,
        between=(
            rf"(?:\s?\([^()]*\))?(?: (?:of|in|at|for) (?:the )?[\ue000-\uf8ff])?(?:, [^;]{{0,140}}?,)?\s?(?:{_AUXILIARY}\s)*"
            rf"(?:{verb}\b[^;]*?(?:,|and|then|which|that)\s(?:{_ADVERB}\s)*)?"
        ),
        governs=(
            rf"(?:\s?\([^()]*\))?(?: (?:of|in|at|for) (?:the )?[\ue000-\uf8ff])?(?:, [^;]{{0,140}}?,)?\s?(?:{_AUXILIARY}\s)*"
            rf"(?:{verb}|[a-z]+ing|makes?|will|can)\b[^;]*"
        ),
    )
