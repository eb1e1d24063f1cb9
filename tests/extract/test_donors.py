"""Those whom the bars of a chart of contributions stand for."""

from __future__ import annotations

from msgspec.structs import replace
from tests.extract.reading import linked

from mandategraph.extract.donors import donor_facts
from mandategraph.linked import LinkedPassage
from mandategraph.model import PassageKind


def _payers(*texts: str) -> set[str]:
    """Who pays, as the lines of a chart say, by the name in each line."""
    lines: list[LinkedPassage] = []
    for number, text in enumerate(texts):
        linker, line = linked(text)
        lines.append(LinkedPassage(replace(line.passage, path=f"line/{number}", kind=PassageKind.CAPTION), line.mentions))
    by_path = {line.passage.path: line.passage.text for line in lines}
    return {by_path[path][c.start : c.end] for path, c in donor_facts(lines, linker)}


LEGEND = "2031年认捐的政府捐助方（单位：百万欧元）。"


def test_names_and_figures_above_a_legend() -> None:
    """All whose bars stand above the legend pay, whether their lines hold one name or several, with figures or without."""
    assert _payers("工发组织启动了方案。", "0.7 1.2 3", "9.1挪威", "肯尼亚秘鲁", "泰国", LEGEND) == {"挪威", "肯尼亚", "秘鲁", "泰国"}


def test_names_and_figures_below_a_legend() -> None:
    """Where a sentence stands above the legend the bars stand below it."""
    assert _payers("泰国加入了方案。", LEGEND, "挪威", "秘鲁 泰国", "3 4 5", "工发组织启动了方案。") == {"挪威", "秘鲁", "泰国"}


def test_names_without_figures_are_no_chart() -> None:
    """A list of names beside a legend is no chart without figures, and no legend that tells no unit makes one."""
    assert _payers("挪威", "秘鲁", "泰国", LEGEND) == set()
    assert _payers("1 2 3", "挪威", "秘鲁", "泰国", "2031年认捐的政府捐助方") == set()
    assert _payers("1 2 3", "挪威", "秘鲁", "泰国加入了方案。", LEGEND) == set()
