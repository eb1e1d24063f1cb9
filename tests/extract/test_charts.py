"""Facts of charts, and the regions that pages are about."""

from __future__ import annotations

from tests.extract.reading import linked

from mandategraph.extract.charts import regions


def test_a_page_is_about_the_region_that_its_heading_names() -> None:
    """A line that names a region and nothing else tells the region of the page, until another does or the page ends."""
    heading, other, line, country = (
        linked(text)[1] for text in ("工发组织在非洲的工作", "亚洲", "工发组织在非洲启动了一个项目。", "埃及")
    )
    assert list(regions([line, heading, line, country, other, line])) == [None, "非洲", "非洲", "非洲", "亚洲", "亚洲"]
    assert list(regions([heading, *[line] * 41])) == ["非洲"] * 41 + [None]
