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
