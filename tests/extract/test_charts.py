"""Facts of charts, and the regions that pages are about."""

from __future__ import annotations

from msgspec.structs import replace
from tests.extract.reading import linked

from mandategraph.extract.charts import chart_facts, regions
from mandategraph.linked import LinkedPassage
from mandategraph.model import PassageKind


def test_a_page_is_about_the_region_that_its_heading_names() -> None:
    """A line that names a region and nothing else tells the region of the page, until another does or the page ends."""
    heading, other, line, country = (
        linked(text)[1] for text in ("工发组织在非洲的工作", "亚洲", "工发组织在非洲启动了一个项目。", "埃及")
    )
    assert list(regions([line, heading, line, country, other, line])) == [None, "非洲", "非洲", "非洲", "亚洲", "亚洲"]
    assert list(regions([heading, *[line] * 41])) == ["非洲"] * 41 + [None]


def test_a_heading_tells_where_an_organization_works() -> None:
    """工发组织在非洲的工作, as a heading, states that the organization works in Africa; as a sentence it would say more."""
    stated = {}
    for kind in (PassageKind.HEADING, PassageKind.PARAGRAPH):
        linker, line = linked("工发组织在非洲的工作")
        line = LinkedPassage(replace(line.passage, kind=kind), line.mentions)
        stated[kind] = [(c.subject, c.predicate) for _, c in chart_facts([line], [None], linker)]
    assert stated == {PassageKind.HEADING: [("organization/unido", "operatesIn")], PassageKind.PARAGRAPH: []}


def _map(below: str, *lists: str) -> set[str]:
    """Where the activity that a label below a map names is said to work."""
    linker, _ = linked("基金干预措施")
    lines: list[LinkedPassage] = []
    for kind, text in [(PassageKind.HEADING, "基金干预措施"), *((PassageKind.PARAGRAPH, text) for text in lists), (PassageKind.HEADING, below)]:
        _, line = linked(text)
        lines.append(LinkedPassage(replace(line.passage, kind=kind, path=f"line/{len(lines)}"), line.mentions))
    return {c.rule for _, c in chart_facts(lines, [None] * len(lines), linker) if c.subject == f"programme/{below}"}


def test_a_label_below_a_map() -> None:
    """Of two lists of countries between two labels the second is of the label below; one list alone, or a sentence, is not."""
    countries = "肯尼亚、秘鲁、埃及、泰国和越南。"
    assert _map("渔业能力建设", countries, countries) == {"chart/countries"}
    assert _map("渔业能力建设", countries) == set()
    assert _map("渔业能力建设", countries, "肯尼亚、秘鲁、埃及、泰国和越南参加了培训。") == set()
    assert _map("渔业的未来", countries, countries) == set()


def _box(*lines: str) -> list[tuple[str, str, str]]:
    """Whose figures the lines of a box are, with their values and measures."""
    read = [linked(text) for text in lines]
    passages = [LinkedPassage(replace(line.passage, path=f"line/{place}"), line.mentions) for place, (_, line) in enumerate(read)]
    found = (c for _, c in chart_facts(passages, [None] * len(passages), read[0][0]) if c.rule == "chart/boxed")
    return [(c.subject, c.qualifiers["value"], c.qualifiers["measure"]) for c in found]


def test_a_box_of_figures() -> None:
    """The lines with one figure each above or below a title are of the one whom the title names; two lines are no box."""
    title, figures = "AquaPure Ltd.的年度节约量：", ("12,000立方米水", "40吨材料", "35,000欧元的成本")
    stated = [("organization/aquapure-ltd", value, f"年度节约量：{what}") for value, what in (("12000", "水"), ("40", "材料"), ("35000", "的成本"))]
    assert _box(title, *figures) == stated
    assert sorted(_box(*figures, title)) == sorted(stated)
    assert _box(title, *figures[:2]) == []
    assert _box("AquaPure Ltd.的工厂：", *figures) == []
