"""Names that a text marks by the abbreviation that it gives in brackets behind them: 灵活多伙伴机制（FMM）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandategraph.languages.words import head_words
from mandategraph.languages.zh_heads import left_edge
from mandategraph.model import Mention

__all__ = ["find_abbreviated"]

_BRACKETED = re.compile(r"(?<=[\u4e00-\u9fff”])\s?[（(](?P<short>(?=[^）)]?[^）)]*[A-Z][^）)]*[A-Z])[A-Z][A-Za-z0-9+&/-]{1,14})[）)]")
#: Abbreviations of words that stand for many things, not for one.
_COMMON = frozenset(
    ["AI", "BAT", "BDS", "CSO", "CSOs", "DFI", "DFIs", "EIP", "EIPs", "ERP", "FDI", "GAP", "GIS", "GVC", "GVCs", "HACCP", "ICT", "ICTs", "IFI", "IFIs", "IGO", "IGOs", "IPP", "IT", "KPI", "KPIs", "LCA", "MDB", "MDBs", "ME", "MOU", "MoU", "MRV", "MSME", "MSMEs", "NAMA", "NAMAs", "NAP", "NAPA", "NAPs", "NDB", "NDC", "NDCs", "NGO", "NGOs", "ODA", "PPP", "PPPs", "QMS", "RBM", "REC", "RECs", "SDG", "SDGs", "SEZ", "SEZs", "SME", "SMEs", "SSC", "STEM", "STI", "TVET", "VC", "VNR", "VNRs"]
)
_TYPES = frozenset({"Body", "Event", "Facility", "Framework", "Fund", "Partnership", "Programme", "Tool", "Unit"})
_LONGEST = 6
_MOST = 26


def find_abbreviated(text: str, claimed: bytearray, named: Sequence[Mention]) -> Iterator[Mention]:
    """Names that end in a head word right in front of an abbreviation in brackets.

    :param text: the text.
    :param claimed: of each character, 1 where something is named already.
    :param named: further mentions found already.
    """
    types = head_words("zh").types
    for match in _BRACKETED.finditer(text) if "（" in text or "(" in text else ():
        end = match.start()
        if claimed[end - 1] & 1 or match["short"] in _COMMON or any(m.start < end <= m.end for m in named):
            continue
        head = next((text[end - length : end] for length in range(_LONGEST, 1, -1) if text[end - length : end] in types), "")
        start = left_edge(text, end - len(head), claimed, 0) if types.get(head) in _TYPES else end
        if 2 <= end - len(head) - start <= _MOST:
            yield Mention(start, end, text[start:end], types[head])
