"""The clauses of encoded sentences: where one begins and ends, who its subject is, whether it tells what is so."""

from __future__ import annotations

import re

from mandategraph.extract.encoding import Sentence, characters
from mandategraph.extract.rules import TYPE_GROUPS
from mandategraph.languages.base import Language, compiled
from mandategraph.vocabulary import INSTRUMENTS, is_a

__all__ = ["Clauses"]

_DATES = characters(frozenset({"Date"}))
_PLACES = characters(frozenset({"Country", "Region"}))
_OWNERS = characters(frozenset({"Organization"}))
_PERSONS = characters(frozenset({"Person"}))
_TEXTS = characters(INSTRUMENTS)
_BODIES = characters(frozenset({"Body"}))
_ORGANS = frozenset({"Body", "Session"})
_ACTING = TYPE_GROUPS["agent"] | TYPE_GROUPS["programme"]
_SUBJECTS = characters(_ACTING)
#: With a number opens a clause of its own subject: 七个实验室参加了方案.
_COUNTED = frozenset(characters(frozenset({"Number"})))
_HELPED = frozenset({"CountryGroup", "Organization"})
_LONGEST_LIST = 120
_REMEMBERED = 4096
_CLOSING = re.compile("[)）]")


class Clauses:
    """What a language says of clauses.

    :param language: the language.

    >>> from mandategraph.languages.zh import language
    >>> Clauses(language()).bounds("该项目启动后，实施顺利，成果显著。", 8, 10)
    (7, 11)
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        #: Where the subjects of codes stand, which sentences share that differ only in what they name.
        self._subjects: dict[tuple[str, int, int, frozenset[str], bool], tuple[int, int] | None] = {}
        #: Words that stand for the region that a page is about.
        self.regional = compiled(language.regional)
        #: Words that make an amount one that several give together.
        self.joint = compiled(language.joint)
        #: Around a date with which something is only compared.
        self._compared = compiled(language.compared.replace("D", f"[{_DATES}]"))
        #: How the name of an office ends whose holder heads nothing.
        self.no_head = compiled(language.no_head)
        within = language.within.replace("D", f"[{_DATES}]").replace("I]", f"{_TEXTS}]").replace("I", f"[{_TEXTS}]")
        self._within = compiled(within)
        self._titled = compiled(language.offices and f"(?:{language.offices})[{_PERSONS}]")
        self._beside = compiled(language.beside)
        self._about = compiled(language.about and f"(?:{language.about})$")
        self._hedge = compiled(language.hedges)
        self._future = compiled(language.future)
        self._optional = compiled(language.optional)
        self._pronoun = compiled(language.pronouns)
        self._rival = compiled(language.rivals)
        self._headed = compiled(language.headed)
        self._helps = compiled(language.helps)
        self._owns = compiled(language.genitive)
        self._own_work = compiled(language.own_work)
        makers = (language.lists or "S").replace("S", f"[{_OWNERS}{_PLACES}]")
        made = f"{makers}(?:{language.made_by.replace('P', f'[{_PLACES}]')})?" if language.made_by else f"[{_OWNERS}]"
        self._of_place = compiled(language.genitive and f"(?:{made}|[{_PLACES}]{{1,3}})(?:{language.genitive})$")
        self._barred = re.compile(language.prepositions)
        self._opening = re.compile(language.openers)
        self._between = re.compile(language.between) if language.between else None
        self._governs = re.compile(language.governs) if language.governs else self._between
        self._ends = re.compile(f"[{language.clause_ends}]")
        self._last_end = re.compile(f"(?s:.*)[{language.clause_ends}]")
        self._last_stop = re.compile(f"(?s:.*)[{re.escape(''.join(language.gap_stops))}]")
        lists = language.lists or f"(?:S(?:{language.separators}))*S"
        subjects = lists.replace("S", f"[{_SUBJECTS}]")
        self._list = re.compile(subjects + "$")
        self._list_from = re.compile(subjects)
        self._asks = compiled(language.asks)
        self._relative = compiled(language.relative.replace("P", f"[{_PLACES}]").replace("D", f"[{_DATES}]").replace("S", f"[{_SUBJECTS}]"))
        self._resumes = re.compile(language.resumes)
        self._operative = compiled(language.operative)
        self._recalls = compiled(language.recalls)
        self._asking = compiled(language.asking)
        self._asked = compiled(language.asking and f"{language.asking}(?:(?![，；](?:{language.resolving}))[^。])*")
        self._continues = compiled(language.continues)
        self._reported = compiled(language.reported.replace("I", f"[{_TEXTS}]").replace("B", f"[{_BODIES}]"))
        self._attitude = compiled(language.attitudes)
        self._subordinate = compiled(language.subordinate)
        pauses = "".join(mark for mark in language.clause_ends if mark not in language.sentence_ends)
        self._new_subject = re.compile(f"[{pauses}][^{pauses}]{{0,6}}[{_SUBJECTS}]")

    def bounds(self, code: str, start: int, end: int) -> tuple[int, int]:
        """The clause that a stretch of a sentence's code stands in: its first character, and one past the last.

        :param code: the code.
        :param start: of the stretch.
        :param end: one past its last character.
        """
        before = self._last_end.match(code, 0, start)
        after = self._ends.search(code, max(start, end - 1))
        return before.end() if before else 0, after.start() if after else len(code)

    def beside(self, sentence: Sentence, place: int) -> bool:
        """Whether a mention only tells what something else has to do with: 与自由贸易区有关的战略.

        :param sentence: encoded.
        :param place: of the mention in the sentence's code.
        """
        return self._beside.match(sentence.code, place + 1) is not None or self.told_of(sentence, place)

    def is_office(self, sentence: Sentence, place: int) -> bool:
        """Whether what stands at a place only tells whose holder of an office stands behind it: 肯尼亚总统鲁托.

        :param sentence: encoded.
        :param place: of the mention in the sentence's code.
        """
        return self._titled.match(sentence.code, place + 1) is not None

    def compared(self, sentence: Sentence, place: int) -> bool:
        """Whether a date only tells with what something is compared: 比2021年增加.

        :param sentence: encoded.
        :param place: of the date in the sentence's code.
        """
        return place > 0 and self._compared.match(sentence.code, place - 1) is not None

    def told_of(self, sentence: Sentence, place: int) -> bool:
        """Whether a mention is only what something else tells of: 有关自由贸易区的战略.

        :param sentence: encoded.
        :param place: of the mention in the sentence's code.
        """
        if self._owns.match(sentence.code, place + 1) is None:
            return False
        return self._about.search(sentence.code, max(0, place - self.language.window), place) is not None

    def spoken_in(self, sentence: Sentence, place: int, end: int) -> tuple[int, int] | None:
        """Where the instruments stand in which a body speaks that ends at a place: 大会在第70/1号决议中请秘书长.

        :param sentence: encoded.
        :param place: one past the body.
        :param end: where the verb begins.
        """
        match = self._within.match(sentence.code, place)
        return match.span("texts") if match is not None and match.end() <= end else None

    def helped(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, str]]:
        """Whom the words that describe a project say that it helps, with their places: 提高越南中小企业的竞争力.

        :param sentence: encoded.
        :param start: of the words in the sentence's code.
        :param end: one past their last character.
        """
        found: list[tuple[int, str]] = []
        for place, item in sentence.entities(start, end):
            opening = place - 1 if place > start and sentence.code[place - 1] in _PLACES else place
            beside = found and found[-1][0] + 2 == place and sentence.code[place - 1] in "、和与及"
            if item.type in _HELPED and item.entity and (beside or self._helps.search(sentence.code, start, opening)):
                found.append((place, item.entity))
        return found

    def hedged(self, clause: str) -> bool:
        """Whether a clause tells a plan, a wish or a condition.

        :param clause: its code.
        """
        return self._hedge.search(clause) is not None

    def left_open(self, code: str, place: int) -> bool:
        """Whether a sentence leaves to a body what it asks of it before a place: 执行局不妨：(a) 注意到本报告；(b) 欢迎.

        :param code: of the sentence.
        :param place: where a verb begins.
        """
        return self._optional.search(code, 0, place) is not None

    def yet_to_come(self, code: str, start: int, end: int) -> bool:
        """Whether words of the future stand before or in a stretch of a sentence's code, with no other subject since then.

        :param code: the code.
        :param start: of the stretch.
        :param end: one past its last character.
        """
        stop = self._last_stop.match(code, 0, start)
        opening = stop.end() if stop else 0
        said = [found.end() for found in self._future.finditer(code, opening, end)]
        if not said or said[-1] > start:
            return bool(said)
        return code.count(self.language.comma, said[-1], start) < 2 and self._new_subject.search(code, said[-1], start) is None

    def asked(self, code: str, place: int) -> bool:
        """Whether a place stands in what a paragraph asks somebody to do, and so tells nothing done: 请秘书长与各国合作，设立中心.

        :param code: the code of a sentence.
        :param place: in it.
        """
        return self._asking.match(code) is not None and self._asked.fullmatch(code, 0, place) is not None

    def asks_list(self, text: str, below: bool) -> bool:
        """Whether a paragraph asks somebody for what the items below it tell, or is itself one of such items.

        :param text: of the paragraph.
        :param below: whether it stands below another that does.
        """
        if self._asking.match(text) is not None and text.rstrip()[-1:] in "：:":
            return True
        return below and self._operative.match(text) is None

    def subject(
        self, sentence: Sentence, place: int, types: frozenset[str], *, governed: bool = False
    ) -> tuple[int, int] | None:
        """Where the subject of the clause that reaches to a place stands in a sentence's code, if it has one.

        :param sentence: encoded.
        :param place: where the verb begins; the length of the code for the subject of the whole sentence.
        :param types: classes that the subject may have.
        :param governed: whether the verb and its objects may stand between the subject and the place.
        """
        asked = sentence.code, len(sentence.linked), place, types, governed
        remembered = self._subjects
        if asked in remembered:
            return remembered[asked]
        found = self._subject(sentence, place, types, governed=governed)
        if len(remembered) >= _REMEMBERED:
            self._subjects = remembered = {}  # a new one, for others may be reading the old one
        remembered[asked] = found
        return found

    def _subject(self, sentence: Sentence, place: int, types: frozenset[str], *, governed: bool) -> tuple[int, int] | None:
        code = sentence.code
        between = self._governs if governed else self._between
        whole = self._between is not None and place >= len(code)  # the subject of the sentence, not of a clause
        for position, item in sentence.linked.items() if whole else reversed(sentence.linked.items()):
            if position >= place or item.entity is None:
                continue
            wanted = is_a(item.type, types)
            if not wanted and (between is not None or not is_a(item.type, _ACTING)):
                if between is None and code.startswith("由", position + 1) and code.endswith(self.language.comma, 0, position):
                    return None  # 该报告由委员会编写，以落实《议程》: what is done by others goes on being the subject
                continue
            after = code[position + 1 : place]
            if "“" in after and "”" not in after:
                continue  # what follows is what somebody says
            members = self._list_from.match(code, position, position + _LONGEST_LIST)
            behind = members.end() if members is not None else position + 1
            told_by = self._relative.match(code, behind)
            owned = self._owns.match(code, behind) is not None and self._own_work.match(code, behind) is None
            if owned or (told_by is not None and told_by.end() <= place):
                continue
            if after and (_compound(sentence, position + 1) or self._attitude.search(after)):
                continue
            listed = self._list.search(code, max(0, position - _LONGEST_LIST), position + 1)
            start = listed.start() if listed else position
            organ = sentence.linked.get(start - 1) if is_a(item.type, INSTRUMENTS) else None
            first = start - 1 if organ is not None and organ.type in _ORGANS else start  # 大会GC.15/Res.1号决议
            if between is not None and not whole and not between.fullmatch(after):
                continue
            written = code[max(0, first - self.language.window) : first]
            before = self._of_place.sub("", written)
            headed = bool(self._headed.search(written))  # 大会通过的《宣言》: the noun that a clause in front describes
            if self._asks.search(before) and not self._resumed(code, position + 1, place):
                return None  # 建议世界银行实施: whoever asks does not act
            if self._barred.search(before) and not headed:
                continue
            opens = headed or self._opening.search(before) or (before and before[-1] in _DATES)
            if self._subordinate.search(before) and self.language.comma in after:
                continue  # the subject of another clause: 随着日本加入，...
            if opens and not wanted:
                if self._acts(sentence, start, position, types):
                    return None  # who acts here is of another class
                continue
            if opens and not self._rivalled(after):
                titled = item.type == "Person" and position - 1 in sentence.linked  # of 总干事穆勒 only he is meant
                return position if titled else start, position + 1
        return None

    def _resumed(self, code: str, start: int, place: int) -> bool:
        """Whether what somebody is asked to do ends between him and a verb: 请秘书长提出报告，并决定.

        :param code: of the sentence.
        :param start: where what is asked begins.
        :param place: where the verb begins.
        """
        comma = code.rfind(self.language.comma, start, place)
        if comma < 0:
            return False
        said = code[comma + len(self.language.comma) : place + 1]
        return self._resumes.match(said) is not None or self._operative.match(code, place) is not None

    def _acts(self, sentence: Sentence, start: int, position: int, types: frozenset[str]) -> bool:
        """Whether a list of agents that opens a clause is its subject: all of it, none of some classes, not in brackets.

        :param sentence: encoded.
        :param start: of the list.
        :param position: of its last member before the verb.
        :param types: the classes.
        """
        if any(is_a(item.type, types) for _, item in sentence.entities(start, position + 1)):
            return False
        whole = self._list_from.match(sentence.code, position, position + _LONGEST_LIST)
        if whole is None or whole.end() > position + 1:
            return False
        end = self.bounds(sentence.code, position, position + 1)[1]
        return _CLOSING.search(sentence.code, position, end) is None

    def _rivalled(self, between: str) -> bool:
        """Whether another subject, unknown to us, seems to open a clause between an agent and a verb."""
        comma = self.language.comma
        begins = [place + len(comma) for place in range(len(between)) if between.startswith(comma, place)]
        if begins and between[begins[-1] : begins[-1] + 1] in _COUNTED:
            return True
        return any(self._rival.match(between, begin) is not None for begin in begins)

    def has_pronoun(self, sentence: Sentence, place: int) -> bool:
        """Whether the clause before a place, or the one that it goes on from, has a pronoun for its subject.

        :param sentence: encoded.
        :param place: where the verb begins.
        """
        code = sentence.code
        first = self.bounds(code, place, place + 1)[0]
        if self._pronoun.match(code, first, place) is not None:
            return True
        opening = self._pronoun.match(code, 0, first) if self._continues.search(code, 0, place) else None
        return opening is not None and not self._rivalled(code[opening.end() : place])  # 它促进协作，并为各国提供平台

    def is_operative(self, code: str, place: int) -> bool:
        """Whether a sentence speaks for the instrument that it stands in, and a clause of it begins at a place.

        :param code: of the sentence.
        :param place: where a verb begins.
        """
        return self._operative.match(code) is not None and self._continues.search(code, 0, place) is not None

    def reported(self, sentence: Sentence, place: int) -> tuple[int, int] | None:
        """Where the instrument stands whose words a further clause goes on telling: 回顾第70/1号决议，其中请秘书长支持，并鼓励.

        :param sentence: encoded.
        :param place: where the verb of the further clause begins.
        """
        said = None if self._recalls.match(sentence.code, place) else self._reported.search(sentence.code, 0, place)
        texts = [p for p, i in sentence.entities(0, said.end()) if is_a(i.type, INSTRUMENTS)] if said is not None else []
        return (texts[-1], texts[-1] + 1) if texts else None

    def taken_up(self, sentence: Sentence, place: int, types: frozenset[str]) -> tuple[int, int] | None:
        """Where the subject that a pronoun takes up stands in the same sentence: "In 2022, UNIDO opened a hub, where it ...".

        :param sentence: encoded.
        :param place: where the verb of the pronoun begins.
        :param types: classes that the subject may have.
        """
        if self._between is None or self._ends.search(sentence.code, 0, place) is None:
            return None
        span = self.subject(sentence, len(sentence.code), types)
        return span if span is not None and span[1] <= place else None


def _compound(sentence: Sentence, place: int) -> bool:
    """Whether the mention at a place makes, with the agent before it, one noun: 工发组织[方案]."""
    item = sentence.linked.get(place)
    return item is not None and item.type not in {"Date", "Number", "Money"}
