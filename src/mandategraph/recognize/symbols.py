"""Document symbols and numbers of resolutions, the same in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from mandategraph.model import Name

__all__ = ["SymbolHit", "body_of", "document_class", "find_symbols", "halves", "numbered_names", "organ_of", "resolution_symbol", "session_of"]

# Han characters count as letters for \w and \b, so the edges are said in ASCII.
_LEFT = r"(?=[A-Z1-9])(?<![A-Za-z0-9/.])"
_RIGHT = r"(?![A-Za-z0-9]|/[A-Za-z0-9]|\.[A-Za-z0-9])"
_SYMBOL = re.compile(
    _LEFT
    + r"""(?:
        S/RES/\d{1,4}[ ]\((?:19|20)\d\d\)
      | (?:A|E|S|ST|TD|DP|DGB|JIU|UNIDO|CEDAW|CCPR|CERD|CRC|UNEP|FCCC|CAC|HRI|LC|T|ISBA|ICCD|HSP|WFP|CBD|ECE|ESCAP|UNCTAD|CTOC|SPLOS)(?:/[A-Z0-9][A-Za-z0-9.\-]*(?:\([A-Z0-9\-]+\))?){1,6}
      | IDB\.\d{1,3}/\d+[-–—‒]PBC\.\d{1,3}/\d+(?:/(?:Add|Rev|Corr)\.\d+)*
      | (?:GC|IDB|PBC|GOV|EB|WHA|CL|COP|CP|GB)\.?\d{1,3}/(?:[A-Za-z]+\.?)?\d+(?:/[A-Za-z]+\.?\d+)*(?:/Add\.\d+|/Rev\.\d+|/Corr\.\d+)*
      | (?:WHA\d{1,2}\.\d{1,3}|EB\d{1,3}\.R\d{1,3}|(?:WHA\d{1,2}|EB\d{1,3})\(\d{1,2}\))
      | EB\d{1,3}/(?:19|20)\d\d/REC/\d
      | (?:AFR|EM|EUR|SEA|WPR)/RC\d{1,2}(?:/[A-Z0-9]{1,5}(?:[./][A-Z0-9]{1,4})?|\.R\d{1,2})
      | (?:MEPC|MSC|LEG|FAL)\.\d{1,3}\(\d{1,3}\)
      | (?:GOV/(?:19|20)\d\d/\d{1,3}-)?GC\(\d{1,2}\)/(?:(?:RES|DEC|INF|OR|COM\.\d)[/.])?\d{1,3}(?:\.[A-Z](?![A-Za-z]))?
      | GOV/(?:INF/)?(?:19|20)\d\d/\d{1,3}(?:-GC\(\d{1,2}\)/\d{1,3})?
      | A\d{2}/(?:(?:INF|CONF)\./)?\d{1,3}(?:[ ](?:Add|Rev|Corr)\.\d{1,2})?
      | (?:GOV|WO/[A-Z]{2}|HSP/(?:EB|HA|GC)|WFP/EB)(?:[/.][A-Z0-9][A-Za-z0-9\-]*(?:\([A-Z0-9\-]+\))?){1,5}
      | C\d\d/(?:INF/|DT/)?\d{1,3}(?:\(Rev\.\d\))?-[ACEFRS]
      | [1-9]\d{1,2}[ ]?EX/(?:SR\.)?\d{1,3}(?:\.\d{1,2}|(?:\.[IVX]{1,4})?(?:\.[A-F])?)?(?:[ ]Part[ ][IVX]{1,4})?(?:[ ]?(?:Add|Rev|Corr)\.?\d?)?
      | [1-9]\d[ ]?C/\d{1,3}(?:[ ]?(?:Add|Rev|Corr)\.?\d?)?
      | (?:CL?|PC|FC|JM|CCLM|COAG|COFI|COFO|CFS)[ ](?:20\d\d|\d{2,3})/(?:[A-Z]{2,4}/)?\d{1,3}(?:[ ]Rev\.[ ]?\d)?
      | (?:GC|IDB|PBC)\.\d{1,3}/(?:Res|Dec|CRP|INF|L|SR)\.\d+(?:/Add\.\d+|/Rev\.\d+)*
    )"""
    + _RIGHT,
    re.VERBOSE,
)
_DASH = re.compile("[–—‒]")
_OF_SESSION = re.compile(r"([A-Z]+)(?:/RES|/DEC)?[./](\d{1,4})(?=/)")
_ORGANS = {"A", "A/HRC", "E", "E/CN.4", "S", "UNEP/EA"}
_ORGAN_CODES = {"大会": "A", "联合国大会": "A", "安全理事会": "S", "安理会": "S", "经济及社会理事会": "E",
                "经社理事会": "E", "理事会": "E", "人权理事会": "A/HRC", "联合国人权理事会": "A/HRC", "人权委员会": "E/CN.4", "环境大会": "UNEP/EA", "联合国环境大会": "UNEP/EA", "General Assembly": "A", "Security Council": "S",
                "Economic and Social Council": "E", "Council": "E", "Assembly": "A"}  # fmt: skip


class SymbolHit(Struct, frozen=True, gc=False):
    """A document symbol at a place."""

    start: int
    end: int
    symbol: str


def find_symbols(text: str) -> Iterable[SymbolHit]:
    """The document symbols printed in a text.

    :param text: any text.

    >>> [hit.symbol for hit in find_symbols("见A/75/982和GC.18/Res.1号决议（E/2023/15）。")]
    ['A/75/982', 'GC.18/Res.1', 'E/2023/15']
    >>> [hit.symbol for hit in find_symbols("第205 EX/5.2号决定和39 C/5号文件、EB152(5)号决定、文件A76/7")]
    ['205EX/5.2', '39C/5', 'EB152(5)', 'A76/7']
    """
    return _symbols(text) if "/" in text or "WHA" in text or "EB" in text or "MEPC." in text or "MSC." in text else ()


def _symbols(text: str) -> Iterator[SymbolHit]:
    for match in _SYMBOL.finditer(text):
        symbol = match.group().rstrip(".- ")
        if any(character.isdigit() for character in symbol):
            joined = _DASH.sub("-", symbol) if "PBC" in symbol else symbol
            yield SymbolHit(match.start(), match.start() + len(symbol), joined.replace(" ", ""))  # 186 EX/6 is 186EX/6


def halves(symbol: str) -> tuple[str, ...]:
    """The symbols under which each of two bodies knows a document that was issued to both; none of any other document.

    :param symbol: of a document.

    >>> halves("IDB.40/6-PBC.28/7"), halves("IDB.40/6")
    (('IDB.40/6', 'PBC.28/7'), ())
    """
    found = tuple(symbol.split("-")) if "-PBC." in symbol else ()
    return found if len(found) == 2 else ()


def session_of(symbol: str) -> tuple[str, int] | None:
    """The code of a body and the number of its session, as a symbol tells them; None where it tells no session.

    :param symbol: of a document or a resolution.

    >>> session_of("A/RES/70/1"), session_of("A/70/684"), session_of("GC.18/Res.1"), session_of("S/RES/1325(2000)")
    (('A', 70), ('A', 70), ('GC', 18), None)
    """
    found = _OF_SESSION.match(symbol)
    return (found[1], int(found[2])) if found is not None else None


def resolution_symbol(organ: str, number: str) -> str | None:
    """The symbol of a resolution that is cited by its number, or None where the number makes none.

    :param organ: ``A``, ``E`` or ``S``.
    :param number: as printed: ``70/293``, ``2023/4``, ``1325 (2000)``, ``3379 (XXX)``.

    >>> resolution_symbol("UNEP/EA", "5/14")
    'UNEP/EA.5/Res.14'
    >>> resolution_symbol("A", "70/293"), resolution_symbol("S", "1325 (2000)"), resolution_symbol("A", "217 A (III)")
    ('A/RES/70/293', 'S/RES/1325(2000)', 'A/RES/217(III)A')
    """
    number = re.sub(r"[\s ]+", " ", number.strip()).replace("（", "(").replace("）", ")")
    if organ not in _ORGANS:
        return None
    if organ == "UNEP/EA":
        of_session = re.fullmatch(r"(\d)/(\d{1,2})", number)
        return None if of_session is None else f"UNEP/EA.{of_session[1]}/Res.{of_session[2]}"
    if re.fullmatch(r"\d{1,4}/\d{1,3}(?: ?[A-Z])?", number):
        return f"{organ}/RES/{number.replace(' ', '')}"
    old = re.fullmatch(r"(\d{1,4})(?: ?([A-Z]))? ?\(([IVXLC\-S\d]+)\)(?: ?([A-Z]))?", number)
    if old:
        return f"{organ}/RES/{old[1]}({old[3]}){old[2] or old[4] or ''}"
    return None


def organ_of(organ: str, number: str) -> str:
    """The letters of the organ that adopted a resolution: by its number where that tells it, else as stated.

    The General Assembly has numbered its resolutions 31/1 and on since its thirty-first session, so that 5/8 is of
    another body.

    :param organ: ``A``, ``E``, ``S``, ``A/HRC``, the words by which a text names it, or empty where it names none.
    :param number: as printed.

    >>> organ_of("", "2107 (2013)"), organ_of("A", "2023/4"), organ_of("", "72/79"), organ_of("E", "1817 (LV)")
    ('S', 'E', 'A', 'E')
    >>> organ_of("安理会", "1325"), organ_of("人权理事会", "48/13")
    ('S', 'A/HRC')
    >>> organ_of("", "5/8")
    ''
    """
    organ = _ORGAN_CODES.get(organ, organ)
    if organ in {"A/HRC", "E/CN.4", "UNEP/EA"}:
        return organ
    if re.fullmatch(r"(?:19[4-9]|20)\d+/\d{1,3}(?: ?[A-Z])?", number.strip()):
        return "E"
    if re.fullmatch(r"\d{1,4}\s?[(（](?:19|20)\d\d[)）]", number.strip()):
        return "S"
    session = re.match(r"(\d+)/", number.strip())
    if not organ and session is not None and int(session[1]) <= 30:
        return ""
    return organ or "A"


_NAMES = {"A": ("General Assembly", "大会"), "S": ("Security Council", "安全理事会"),
          "E": ("Economic and Social Council", "经济及社会理事会"), "A/HRC": ("Human Rights Council", "人权理事会"), "E/CN.4": ("Commission on Human Rights", "人权委员会"),
          "UNEP/EA": ("United Nations Environment Assembly", "联合国环境大会")}  # fmt: skip


def numbered_names(symbol: str, kind: str) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """What a resolution cited by number is called, whatever language cites it: preferred names, other names.

    :param symbol: such as ``A/RES/70/293``.
    :param kind: ``Resolution`` or ``Decision``.

    >>> [name.text for name in numbered_names("A/RES/70/293", "Resolution")[0]]
    ['General Assembly resolution 70/293', '大会第70/293号决议']
    """
    organ, _, number = symbol.replace("/DEC/", "/RES/").partition("/RES/")
    if (assembly := re.fullmatch(r"UNEP/EA\.(\d)/(?:Res|Dec)\.(\d{1,2})", symbol)) is not None:
        organ, number = "UNEP/EA", f"{assembly[1]}/{assembly[2]}"
    english, chinese = _NAMES[organ]
    word, sign = ("decision", "决定") if kind == "Decision" else ("resolution", "决议")
    shown = re.sub(r"(\d)\(", r"\1 (", number)
    labels = (Name(f"{english} {word} {shown}", "en"), Name(f"{chinese}第{number}号{sign}", "zh"))
    return labels, (Name(f"{word} {shown}", "en"), Name(f"第{number}号{sign}", "zh"))


#: What begins the symbols of the papers of a body: the digits tell that A64/21 is none of the General Assembly's.
_PAPERS = tuple(
    (re.compile(begins), body)
    for begins, body in (
        (r"A\s\d\d/", "imo-assembly"), (r"C\s\d{3}/", "imo-council"), (r"A\d{1,2}/|WHA\d", "wha"), (r"EB\d{2,3}[/.(]", "who-executive-board"),
        (r"C\s?(?:19|20)\d\d/", "fao-conference"), (r"CL\s?\d{2,3}/", "fao-council"), (r"C\d\d/.*-[ACEFRS]$", "itu-council"),
        (r"\d{2,3}\s?EX/", "unesco-executive-board"), (r"\d\d\s?C/", "unesco-gc"), (r"GB\.?\d", "ilo-governing-body"),
        (r"GC\(\d", "iaea-gc"), (r"GOV/", "iaea-board"), (r"DP/", "undp-executive-board"), (r"WO/GA/", "wipo-assemblies"),
        (r"HSP/EB", "un-habitat-executive-board"), (r"HSP/HA", "un-habitat-assembly"), (r"HSP/GC", "un-habitat-governing-council"),
        (r"EC-\d", "wmo-executive-council"), (r"Cg-\d", "wmo-congress"), (r"WFP/EB", "wfp-executive-board"),
        (r"AFR/RC\d", "who-rc-afr"), (r"EM/RC\d", "who-rc-emr"), (r"EUR/RC\d", "who-rc-eur"), (r"SEA/RC\d", "who-rc-sear"), (r"WPR/RC\d", "who-rc-wpr"),
        (r"E/ICEF/", "unicef-executive-board"), (r"MEPC\s?\d", "imo-mepc"), (r"MSC\s?\d", "imo-msc"),
    )
)  # fmt: skip


def body_of(symbol: str) -> str | None:
    """The id of the body whose papers bear symbols of a kind, where the kind tells it without any name.

    :param symbol: of a document.

    >>> body_of("A64/21"), body_of("CL 172/9"), body_of("A/64/21")
    ('body/wha', 'body/fao-council', None)
    """
    return next((f"body/{body}" for begins, body in _PAPERS if begins.match(symbol)), None)


def document_class(symbol: str) -> str:
    """The class of a document, from its symbol.

    :param symbol: such as ``GC.18/Res.9``.

    >>> document_class("GC.18/Res.9"), document_class("WHA73.2"), document_class("IDB.46/Dec.10"), document_class("GC.19/10")
    ('Resolution', 'Resolution', 'Decision', 'Document')
    """
    if re.search(r"/RES/|/Res\.|\bRES/|^WHA\d+\.\d|^EB\d+\.R\d|^(?:MEPC|MSC|LEG|FAL)\.\d+\(|/RC\d+\.R\d", symbol):
        return "Resolution"
    if re.search(r"/DEC/|/Dec\.|^\d+EX/\d+\.[\dIVX]|^(?:WHA|EB)\d+\(", symbol):
        return "Decision"
    return "Document"
