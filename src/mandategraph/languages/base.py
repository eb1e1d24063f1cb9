"""What a language needs beyond rules and names: a handful of functions and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from msgspec import Struct

from mandategraph.model import Mention

__all__ = ["Anaphor", "Citation", "HeadWords", "Language", "compiled"]


#: A narrow mark between letters that are none of Latin script, as some documents write for a wide one.
_NARROW = re.compile(r"(?<=[^\x00-\x7f])[,;:.](?=\s?[^\x00-\x7f])|(?<=[\w)\"%])[,;](?=\s?[\u4e00-\u9fff])")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a language, compiled; one that matches nothing where the language has none.

    :param pattern: a regular expression, or an empty text.

    >>> compiled("[部局]$").search("卫生部") is not None, compiled("").search("卫生部") is None
    (True, True)
    """
    return re.compile(pattern or r"(?!)")


class Citation(Struct, frozen=True, gc=False):
    """A resolution or decision cited by number.

    :param start: first character of the number, with its "resolution" words where it is the only one.
    :param end: one past the last.
    :param organ: the organ's words as printed (``大会``), or empty.
    :param number: such as ``70/293``.
    :param kind: ``Resolution`` or ``Decision``.
    """

    start: int
    end: int
    organ: str
    number: str
    kind: str


class Anaphor(Struct, frozen=True, gc=False):
    """Words that stand for something named before.

    :param start: first character.
    :param end: one past the last.
    :param types: the classes that it may stand for.
    :param head: the head word that the antecedent's name ends with, or empty; with ``=`` before it where nothing
        else may be meant.
    :param home: true for words such as 本组织 that mean the document's own organization.
    """

    start: int
    end: int
    types: frozenset[str]
    head: str = ""
    home: bool = False


@dataclass(frozen=True, slots=True)
class HeadWords:
    """The last words of names that the authority does not hold, with the class they tell.

    :param types: head word -> class.
    :param captured: the head words after which an unquoted, untitled name may be taken.
    :param generic: words that alone in front of a head word make no name.
    """

    types: Mapping[str, str]
    captured: frozenset[str]
    generic: frozenset[str]

    def type_of(self, name: str) -> str | None:
        """The class that the end of a name tells, or None.

        :param name: a name without brackets.
        """
        for length in range(min(len(name), 12), 0, -1):
            found = self.types.get(name[-length:])
            if found:
                return found
        return None


@dataclass(frozen=True, slots=True)
class Language:
    r"""One language.

    :param code: BCP 47 code.
    :param sentence_ends: characters that end a sentence.
    :param spaced: whether words are set apart by spaces.
    :param separators: regular expression of what stands between the members of a list.
    :param joins: the same without what only tells with whom one does something; empty: as ``separators``.
    :param and_others: regular expression of what ends a list that does not name all: 等.
    :param gap_stops: characters that a gap of a pattern never crosses.
    :param values: finds dates, numbers and money.
    :param citations: finds resolutions cited by number.
    :param goals: finds SDG goals and targets; candidates are their IRIs.
    :param anaphors: finds words that stand for something named before.
    :param titles: finds bracketed or quoted titles and captured names that the authority may not hold,
        given the mentions that are found already and, apart, those of groups of actors.
    :param heads: head words.
    :param hedges: regular expression of words that make a clause a plan, a wish or a condition.
    :param optional: regular expression of words that leave to a body what the sentence asks of it.
    :param future: regular expression of words that, in front of a statement, say that it is yet to come.
    :param prepositions: regular expression of what, right before an agent, bars it from being the subject.
    :param openers: regular expression of what, right before an agent, lets it be the subject.
    :param asks: regular expression of what, right before an agent, makes it one who is to act, by the will of another.
    :param subordinate: regular expression of what, right before an agent, makes it the subject of a clause beside the point.
    :param relative: regular expression of what, behind an agent, makes it the one who acts in a clause that describes a noun, with
        ``P`` for a place and ``D`` for a date.
    :param resumes: regular expression of how a clause begins in which whoever asked somebody acts again.
    :param reported: regular expression of what makes the clauses behind it the words of a text that is recalled, with ``I`` for the text and
        ``B`` for a body.
    :param attitudes: regular expression of what stands between a subject and the deed of others that it speaks of.
    :param operative: regular expression of the verbs with which the paragraphs of a resolution begin.
    :param recalls: regular expression of verbs that a resolution says of itself only, whatever it recalls.
    :param asking: regular expression of how a paragraph of a resolution begins that asks somebody to do something.
    :param resolving: regular expression of how a further clause of it begins in which the resolution speaks again and asks nobody.
    :param continues: regular expression of what stands before the verb of a further clause without a subject of its own.
    :param made_by: regular expression of what may stand between an agent and the genitive before what is its: 世行在P的方案,
        世行投资的方案; P is a place.
    :param helps: regular expression of what, right before somebody in the words that describe a project, makes it one for their benefit.
    :param headed: regular expression of what, right before an agent, makes it the noun that a clause describes.
    :param pronouns: regular expression of what opens a clause whose subject is a pronoun.
    :param rivals: regular expression of what opens a clause with a subject that bears no name.
    :param regional: regular expression of words that stand for the region that a page is about.
    :param joint: regular expression of words that make an amount one that several give together.
    :param offices: names of offices that stand between whose they are and the name of the holder; empty where none do.
    :param own_work: regular expression of words for what somebody does, whose facts are those of whoever does it.
    :param compared: regular expression of what stands around a date with which something is only compared.
    :param no_head: regular expression of how the name of an office ends whose holder heads nothing.
    :param sessions: finds numbers of sessions: (start, end, number, words of the body that follow the number).
    :param breaks: regular expression of where a sentence ends, where single characters do not tell it.
    :param clause_ends: characters that end a clause.
    :param comma: the character that parts clauses of one sentence.
    :param articles: regular expression of what may stand in front of any slot: articles, "the Government of".
    :param gap: the longest gap without a mention, in characters.
    :param reach: the longest gap across mentions.
    :param phrase: the longest phrase.
    :param genitive: regular expression of what stands between an owner and what it owns, where it marks the owner.
    :param possessive: regular expression of what stands between an owner and what it owns.
    :param strangers: regular expression of the members of a list that bear no name we know.
    :param lists: regular expression that a list of subjects matches, with ``S`` for one; empty: by ``separators``.
    :param window: how many characters before an agent tell whether it is the subject.
    :param between: regular expression of what may stand between a subject and its verb; empty: anything.
    :param governs: regular expression of what may stand between a subject and an adjunct of its clause; empty: as ``between``.
    :param measures: makes a noun phrase of the words around a figure, in which ``\\0`` stands for the figure.
    :param of_country: regular expression of what parts the name of a country from a short name, and makes both that of an
        agency of the country.
    :param agency: regular expression of the end of such a short name.
    :param widened: narrow marks and the wide ones that they stand for between letters of the language.
    :param of_body: regular expression of words right before 理事会 or another short name of a body, which make it the name of
        another body: 贸易理事会.
    :param national: regular expression of words right before the name of a body, which make it that of a country: 国家.
    :param halves: regular expression of the first half of a name that shares its end with the name behind it: 公共 in front of
        和私营部门.
    :param beside: regular expression of words right behind a name that make it only what something else has to do with.
    :param about: regular expression of words right in front of a name that make it what the noun it owns is about.
    :param theirs: regular expression of a name with the word in front of it that makes it belong to who was named before.
    :param adopting: regular expression of an organ and what may stand between it and the resolution that it adopted.
    :param within: regular expression of what may stand between a body and the instruments in which it speaks, with ``D`` for a
        date, ``I`` for an instrument.
    :param article: regular expression of the article that a name may begin with and that is no part of it.
    :param thing: regular expression of words that describe a text, tool or meeting without naming it, for ``{object:thing}``.
    :param made: the same of what somebody sets up or develops, for ``{object:made}``.
    :param adjuncts: regular expressions of what stands before a verb and tells where (``in``), with whom (``with``) and by
        whom (``by``) something is done; P is a list of places, A one of agents, M stands in brackets for any mention.
    :param holder: regular expression of what stands between a session and the body that meets there, with the body as ``body``.
    :param held: regular expression of what tells where a body held the session behind it.
    :param ordinal: where a number begins that counts the session of a body whose name begins at a place, and the number.
    :param forms: other forms of a name, such as its cases.
    """

    code: str
    sentence_ends: str
    spaced: bool
    separators: str
    gap_stops: str
    values: Callable[[str], Iterable[Mention]]
    citations: Callable[[str], Iterable[Citation]]
    goals: Callable[[str], Iterable[Mention]]
    anaphors: Callable[[str], Iterable[Anaphor]]
    titles: Callable[[str, tuple[Mention, ...], tuple[Mention, ...]], Iterable[Mention]]
    heads: HeadWords
    hedges: str
    prepositions: str
    openers: str
    sessions: Callable[[str], Iterable[tuple[int, int, int, str]]]
    future: str = ""
    optional: str = ""
    breaks: str = ""
    clause_ends: str = ",;.!?"
    comma: str = ","
    articles: str = ""
    gap: int = 36
    reach: int = 110
    phrase: int = 220
    possessive: str = " "
    genitive: str = ""
    strangers: str = r"(?!)"
    lists: str = ""
    window: int = 8
    asks: str = ""
    resumes: str = ""
    relative: str = ""
    reported: str = ""
    attitudes: str = ""
    operative: str = ""
    recalls: str = ""
    asking: str = ""
    resolving: str = ""
    continues: str = ""
    subordinate: str = ""
    made_by: str = ""
    helps: str = ""
    headed: str = ""
    pronouns: str = ""
    rivals: str = ""
    regional: str = ""
    joint: str = ""
    joins: str = ""
    and_others: str = ""
    offices: str = ""
    own_work: str = ""
    compared: str = ""
    no_head: str = ""
    of_country: str = ""
    agency: str = ""
    widened: Mapping[str, str] = field(default_factory=dict)
    of_body: str = ""
    national: str = ""
    halves: str = ""
    beside: str = ""
    about: str = ""
    theirs: str = ""
    adopting: str = ""
    within: str = ""
    article: str = ""
    thing: str = ""
    made: str = ""
    between: str = ""
    governs: str = ""
    adjuncts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    holder: str = ""
    held: str = ""
    ordinal: Callable[[str, int], tuple[int, int] | None] = lambda text, end: None
    forms: Callable[[str], Iterable[str]] = lambda name: ()
    measures: Callable[[str], str] = lambda words: words.replace("\0", "").strip(" ,.:;")

    def wide(self, text: str) -> str:
        """A text with wide marks where the language writes such and the text has narrow ones, of the same length.

        :param text: any text.
        """
        if not self.widened or not ("," in text or ";" in text or ":" in text or "." in text):
            return text
        return _NARROW.sub(lambda mark: self.widened[mark.group()], text)
