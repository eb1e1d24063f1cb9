"""Names and sorts the rows of a question in Python, which costs less than in its query.

Many rows name the same things, but a query looks up the names of each row. So where a shipped question has the usual
lines that look up names and make a text to sort by, they are left out of what the engine is asked, and done here once
for each thing. The question itself stays a query that gives names and order, for other engines and other programs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache

import msgspec
import pyoxigraph as ox

from mandategraph.store.contract import Rows, Store
from mandategraph.terms import Term, term

__all__ = ["Unfinished", "UnusualError", "finished", "joined", "unfinished"]

Solution = dict[str, Term]
Key = str | Decimal

_NAME, _WORDS = term("skos:prefLabel"), term("rdfs:label")
_NUMBERS = frozenset(term(f"xsd:{name}") for name in ("integer", "decimal"))

# The usual lines: the name of a thing, that of a document, a text to sort by.
_NAMED = re.compile(
    r"""(?:\ *BIND\(COALESCE\(\?(?P<maybe>\w+),\ rdf:nil\)\ AS\ \?(?P=maybe)Node\)\n)?
        \ *OPTIONAL\ \{\ \?(?P<thing>\w+?)(?:Node)?\ skos:prefLabel\ \?(?P=thing)Own
          \ FILTER\(LANG\(\?(?P=thing)Own\)\ =\ \?lang\)\ \}\n
        \ *OPTIONAL\ \{\ \?(?P=thing)(?:Node)?\ skos:prefLabel\ \?(?P=thing)Else
          \ FILTER\(IF\(BOUND\(\?(?P=thing)Own\),\ false,
          \ LANG\(\?(?P=thing)Else\)\ =\ IF\(\?lang\ =\ "en",\ "zh",\ "en"\)\)\)\ \}\n
        (?P<words>\ *OPTIONAL\ \{\ \?(?P=thing)\ rdfs:label\ \?(?P=thing)Words\ \}\n)?
        \ *BIND\(COALESCE\(\?(?P=thing)Own,\ \?(?P=thing)Else(?:,\ \?(?P=thing)Words)?\)\ AS\ \?(?P=thing)Label\)\n""",
    re.VERBOSE,
)
_DOCUMENT = re.compile(
    r""" *BIND\(STRAFTER\(STR\(\?(?P<thing>\w+)\), IF\(CONTAINS\(STR\(\?(?P=thing)\), "/document/"\),"""
    r""" "/document/", "/publication/"\)\) AS \?(?P=thing)Label\)\n"""
)
_TEXT = re.compile(r" *BIND\(CONCAT\((?P<parts>.+)\) AS \?(?P<name>sortedBy|thenBy)\)\n")
# A filter that lets everything pass unless its parameter is given.
_ONLY_IF_GIVEN = re.compile(r" *FILTER\(!BOUND\(\?(?P<parameter>\w+)\) \|\| .+\)\n")
_SELECT = re.compile(r"^SELECT (?P<distinct>DISTINCT )?(?P<variables>\?\w+(?: \?\w+)*) WHERE \{$", re.MULTILINE)
_ORDER = re.compile(r"^ORDER BY (?P<keys>.+)\n?\Z", re.MULTILINE)
_REMARK = re.compile(r"^ *#(?!given ).*\n", re.MULTILINE)
_PART = re.compile(
    r"""(?:"(?P<between>[^"\\]*|\\t)"|STR\(\?(?P<one>\w+)\)|COALESCE\(STR\(\?(?P<perhaps>\w+)\),\ "(?P<else>[^"\\]*)"\)
        |STR\(COALESCE\((?P<any>\?\w+(?:,\ \?\w+)*),\ "(?P<otherwise>[^"\\]*)"\)\))(?:,\ |\Z)""",
    re.VERBOSE,
)
# The quote of a fact step by step: Virtuoso has no plan for the same as one pattern behind a count.
_STEPS = re.compile(
    r"""\ *OPTIONAL\ \{\ GRAPH\ \?stating\ \{\ \?fact\ mg:evidence\ \?reason\ \}\ \}\n
        \ *BIND\(COALESCE\(\?stating,\ rdf:nil\)\ AS\ \?edition\)\n
        \ *BIND\(COALESCE\(\?reason,\ rdf:nil\)\ AS\ \?evidence\)\n
        \ *OPTIONAL\ \{\ GRAPH\ \?edition\ \{\ \?evidence\ mg:quote\ \?words\ \}\ \}\n
        \ *OPTIONAL\ \{\ GRAPH\ \?edition\ \{\ \?evidence\ mg:passage\ \?place\ \}\ \}\n
        \ *BIND\(COALESCE\(\?place,\ rdf:nil\)\ AS\ \?passage\)\n
        \ *OPTIONAL\ \{\ GRAPH\ \?edition\ \{\ \?passage\ mg:inDocument\ \?document\ \}\ \}\n
        \ *OPTIONAL\ \{\ GRAPH\ \?edition\ \{\ \?passage\ mg:number\ \?number\ \}\ \}\n""",
    re.VERBOSE,
)
_ONE_PATTERN = """  GRAPH ?edition {
    ?fact mg:evidence ?evidence .
    ?evidence mg:quote ?words ; mg:passage ?passage .
    ?passage mg:inDocument ?document .
    OPTIONAL { ?passage mg:number ?number }
  }
"""
_KEY = re.compile(
    r"(?:\?(?P<plain>\w+)|STR\(\?(?P<text>\w+)\)|DESC\(COALESCE\(\?(?P<falling>\w+), 0\)\))(?: |\Z)"
)


class UnusualError(Exception):
    """The rows are not as they usually are, so that the engine must be asked for names and order."""


class _Part(msgspec.Struct, frozen=True):
    """A piece of a text to sort by: the first of some variables that has a value, else a text.

    :param default: None where there must be a value.
    """

    variables: tuple[str, ...]
    default: str | None

    def text(self, row: Mapping[str, Term]) -> str:
        for name in self.variables:
            if (value := row.get(name)) is not None:
                return value.value
        if self.default is None:
            raise UnusualError
        return self.default


class _By(msgspec.Struct, frozen=True):
    """One thing that rows are sorted by: a text of pieces, or the number that is the value of a variable.

    :param default: what a number is where there is none; None where there must be one.
    """

    parts: tuple[_Part, ...] = ()
    number: str = ""
    falling: bool = False
    default: int | None = None

    def key(self, row: Mapping[str, Term]) -> Key:
        if self.parts:
            return "".join([part.text(row) for part in self.parts])
        value = row.get(self.number)
        if value is None and self.default is not None:
            return Decimal(self.default)
        if not isinstance(value, ox.Literal) or value.datatype not in _NUMBERS:
            raise UnusualError
        try:
            return Decimal(value.value)
        except InvalidOperation as error:
            raise UnusualError from error

    def variables(self) -> Iterator[str]:
        yield from (name for part in self.parts for name in part.variables)
        if self.number:
            yield self.number


class Unfinished(msgspec.Struct, frozen=True):
    """A question without names and order, and what is to be added to its rows.

    :param text: the query.
    :param parameters: the variables that stand for what it is told.
    :param named: the things that have names: variable -> whether they may have an ``rdfs:label``, too.
    :param documents: the variables whose name is the end of their IRI.
    :param order: what the rows are sorted by, first things first.
    :param unless: the parameters with which the question has to be asked as it is, as it looks for words in names.
    """

    text: str
    parameters: frozenset[str]
    named: Mapping[str, bool]
    documents: tuple[str, ...]
    order: tuple[_By, ...]
    unless: frozenset[str]

    def without(self, bindings: Mapping[str, Term]) -> str:
        """The query without the filters of parameters that are not given.

        :param bindings: what is given, by variables.
        """
        idle = self.parameters - bindings.keys()
        return _ONLY_IF_GIVEN.sub(lambda match: "" if match["parameter"] in idle else match[0], self.text)


@cache
def joined(text: str) -> str:
    """A query that finds the quote of a fact by one pattern, which the embedded engine plans in half the time.

    Every fact of a graph has its evidence, so this gives the same rows.

    :param text: a query that may find it step by step, which the other engines need.
    """
    return _STEPS.sub(_ONE_PATTERN, text)


@cache
def unfinished(text: str, parameters: frozenset[str]) -> Unfinished | None:
    """A question without its names and order, or None where it is not of the usual form.

    :param text: a query with the header of a question.
    :param parameters: the variables that stand for what the question is told.
    """
    select, ordered = _SELECT.search(text), _ORDER.search(text)
    if select is None or ordered is None:
        return None
    left = _REMARK.sub("", text[: ordered.start()])
    named = {match["thing"]: match["words"] is not None for match in _NAMED.finditer(left)}
    left = _NAMED.sub("", left)
    documents = tuple(match["thing"] for match in _DOCUMENT.finditer(left))
    left = _DOCUMENT.sub("", left)
    texts = {match["name"]: _parts(match["parts"]) for match in _TEXT.finditer(left)}
    left = _TEXT.sub("", left)
    labels = {f"{thing}Label" for thing in (*named, *documents)}
    unless = {
        match["parameter"]
        for match in _ONLY_IF_GIVEN.finditer(left)
        if match["parameter"] in parameters and labels & _variables(match[0])
    }
    left = _ONLY_IF_GIVEN.sub(lambda match: "" if match["parameter"] in unless else match[0], left)
    order = _order(ordered["keys"], texts)
    if order is None:
        return None
    wanted = [name for name in select["variables"].replace("?", "").split() if name not in labels]
    needed = dict.fromkeys(name for by in order for name in by.variables() if name not in labels)
    more = [name for name in needed if name not in wanted]
    if more and select["distinct"]:
        return None
    chosen = " ".join(f"?{name}" for name in (*wanted, *more))
    left = _SELECT.sub(f"SELECT {select['distinct'] or ''}{chosen} WHERE {{", left, count=1)
    gone = labels | set(texts) | {f"{thing}{end}" for thing in named for end in ("Own", "Else", "Words", "Node")}
    if gone & _variables(left):
        return None
    return Unfinished(left, parameters, named, documents, order, frozenset(unless))


def finished(asked: Unfinished, rows: Rows, store: Store, language: str) -> list[Solution]:
    """The rows as the question itself gives them: with names, and sorted.

    :param asked: the question.
    :param rows: what its text finds.
    :param store: where the names are.
    :param language: of the names.
    :raises UnusualError: when that cannot be done with these rows, such as for a thing of two names in one language.
    """
    name_of = _namer(store, language)
    solutions = list(rows.records())
    for solution in solutions:
        for thing, words in asked.named.items():
            value = solution.get(thing)
            if isinstance(value, ox.NamedNode) and (name := name_of(value.value, words)) is not None:
                solution[f"{thing}Label"] = name
        for thing in asked.documents:
            if (value := solution.get(thing)) is not None:
                solution[f"{thing}Label"] = _document_name(value.value)
    for by in reversed(asked.order):
        solutions.sort(key=by.key, reverse=by.falling)
    return solutions


def _variables(text: str) -> set[str]:
    return set(re.findall(r"\?(\w+)", text))


def _parts(expression: str) -> tuple[_Part, ...] | None:
    """The pieces of the text that CONCAT makes of some arguments; None for arguments of another form."""
    parts, end = [], 0
    while (match := _PART.match(expression, end)) is not None:
        end = match.end()
        if match["between"] is not None:
            parts.append(_Part((), match["between"].replace("\\t", "\t")))
        elif match["one"]:
            parts.append(_Part((match["one"],), None))
        elif match["perhaps"]:
            parts.append(_Part((match["perhaps"],), match["else"]))
        else:
            parts.append(_Part(tuple(match["any"].replace("?", "").split(", ")), match["otherwise"]))
        if end == len(expression):
            return tuple(parts)
    return None


def _order(expression: str, texts: Mapping[str, tuple[_Part, ...] | None]) -> tuple[_By, ...] | None:
    """What ORDER BY sorts by; None where it has another form."""
    order, end = [], 0
    while end < len(expression):
        match = _KEY.match(expression, end)
        if match is None:
            return None
        end = match.end()
        if match["plain"] in texts:
            parts = texts[match["plain"]]
            if parts is None:
                return None
            order.append(_By(parts))
        elif match["text"]:
            order.append(_By((_Part((match["text"],), None),)))
        elif match["falling"]:
            order.append(_By(number=match["falling"], falling=True, default=0))
        else:
            order.append(_By(number=match["plain"]))
    return tuple(order)


def _document_name(iri: str) -> ox.Literal:
    return ox.Literal(iri.partition("/document/" if "/document/" in iri else "/publication/")[2])


def _namer(store: Store, language: str) -> Callable[[str, bool], ox.Literal | None]:
    """What gives the name of a thing in the wanted language, or else in Chinese or English."""
    known: dict[tuple[str, bool], ox.Literal | None] = {}
    second = "zh" if language == "en" else "en"

    def name_of(iri: str, words: bool) -> ox.Literal | None:
        if (iri, words) not in known:
            thing = ox.NamedNode(iri)
            names = _texts(store, thing, _NAME)
            found = [_only(name for name in names if name.language == language)]
            if found[0] is None:
                found.append(_only(name for name in names if name.language == second))
            if words:
                found.append(_only(_texts(store, thing, _WORDS)))
            known[iri, words] = next((name for name in found if name is not None), None)
        return known[iri, words]

    return name_of


def _texts(store: Store, thing: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.Literal]:
    return [found for found in store.objects(thing, predicate) if isinstance(found, ox.Literal)]


def _only(names: Iterable[ox.Literal]) -> ox.Literal | None:
    """The one name that there is, or None."""
    found = list(names)
    if len(found) > 1:
        raise UnusualError
    return found[0] if found else None
