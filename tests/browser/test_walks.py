"""People's ways through the pages, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from benchmarks.serving import Served
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from tests.server.asking import request

from mandategraph.server.pages.render import vendor

needs_components = pytest.mark.skipif(
    not vendor("cytoscape.min.js"), reason="the components from npm were not fetched when this was built"
)
MAIN = [
    "/",
    "/page/organization/unido",
    "/page/document/MG/SAMPLE/5",
    "/questions/partners-of?organization=UNIDO",
    "/questions/sdg-coverage",
    "/questions/country-coverage",
    "/graph",
    "/query",
    "/documents",
    "/docs",
    "/search?q=%E8%81%94%E5%90%88",
]


def until(window: Chrome, found: Callable[[Chrome], Any]) -> Any:
    """What a condition gives as soon as it holds."""
    return WebDriverWait(window, 20, ignored_exceptions=[Exception]).until(found)


def one(window: Chrome, selector: str) -> Any:
    """The first element that a selector matches, once it is there."""
    return until(window, lambda driver: driver.find_element(By.CSS_SELECTOR, selector))


def settled(window: Chrome) -> None:
    """Wait until drawings and the editor stand."""
    until(
        window,
        lambda driver: driver.execute_script(
            "const c = document.getElementById('canvas'), y = document.getElementById('yasgui');"
            "return document.readyState === 'complete' && (!c || c.hidden || c.dataset.ready) && (!y || y.dataset.ready)"
        ),
    )


def no_trouble(window: Chrome, address: Served) -> None:
    """No script failed, nothing was blocked, and nothing was asked of any other host."""
    assert [entry for entry in window.get_log("browser") if entry["level"] == "SEVERE"] == []  # type: ignore[no-untyped-call]
    asked = []
    for entry in window.get_log("performance"):  # type: ignore[no-untyped-call]
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    own = urlsplit(address).netloc
    outside = [
        url for url in asked if urlsplit(url).scheme not in {"data", "blob", "chrome"} and urlsplit(url).netloc != own
    ]
    assert asked
    assert outside == []


def test_search_to_sentence(window: Chrome, samples: Served) -> None:
    """From 工发组织 in the search, by a suggestion, to the entity, a fact and its sentence in the document."""
    window.get(samples + "/")
    box = one(window, "#q")
    box.send_keys("工发组织")
    suggestion = one(window, ".suggestions:not([hidden]) li")
    assert "工发组织" in suggestion.text
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    until(window, lambda driver: driver.find_element(By.TAG_NAME, "h1").text == "联合国工业发展组织")
    fact = one(window, ".fact")
    fact.find_element(By.CSS_SELECTOR, ".count").click()
    mark = until(window, lambda _: fact.find_element(By.TAG_NAME, "mark"))
    quote = mark.text
    assert quote
    fact.find_element(By.CSS_SELECTOR, "figcaption a").click()
    until(window, lambda driver: "/page/document/MG/SAMPLE/" in driver.current_url)
    passage = until(window, lambda driver: driver.find_element(By.CSS_SELECTOR, ".passage:target"))
    assert quote in passage.text
    no_trouble(window, samples)


def test_question_to_csv(window: Chrome, samples: Served) -> None:
    """A question with a parameter gives a table, which sorts, and the same as CSV."""
    window.get(samples + "/questions")
    one(window, 'a[href="/questions/partners-of"]').click()
    box = one(window, "#p-organization")
    box.clear()
    box.send_keys("工发组")
    one(window, ".suggestions:not([hidden]) li")
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert box.get_attribute("value") == "工发组织"
    box.send_keys(Keys.ENTER)
    until(window, lambda driver: "organization=" in driver.current_url)
    before = [row.text for row in window.find_elements(By.CSS_SELECTOR, "tbody tr")]
    assert len(before) > 3
    heading = one(window, "thead th button")
    heading.click()
    heading.click()
    after = [row.text for row in window.find_elements(By.CSS_SELECTOR, "tbody tr")]
    assert sorted(before) == sorted(after)
    assert one(window, "thead th").get_attribute("aria-sort") == "descending"
    link = str(window.find_element(By.LINK_TEXT, "CSV").get_attribute("href"))
    got = request(samples, urlsplit(link)._replace(scheme="", netloc="").geturl())
    assert got.type == "text/csv"
    assert got.text.count("\r\n") == len(before) + 1
    no_trouble(window, samples)


@needs_components
def test_graph_expands_and_finds_ways(window: Chrome, samples: Served) -> None:
    """In the graph, a click on an entity draws what it is joined to, a click on a line shows its sentence."""
    window.get(samples + "/graph?" + urlencode({"entity": "全球环境基金"}))
    settled(window)
    count = "return window.mandategraph.cy.nodes().length"
    before = window.execute_script(count)
    assert before >= 2
    point = "const p = window.mandategraph.cy.%s.renderedPosition ? window.mandategraph.cy.%s.renderedPosition() : window.mandategraph.cy.%s.renderedMidpoint(); return [p.x, p.y]"
    other = "nodes().filter((n) => n.data('full').includes('清洁技术'))[0]"
    canvas = window.find_element(By.ID, "canvas")
    x, y = window.execute_script(point.replace("%s", other))
    size = canvas.size
    ActionChains(window).move_to_element_with_offset(
        canvas, int(x - size["width"] / 2), int(y - size["height"] / 2)
    ).click().perform()
    until(window, lambda driver: driver.execute_script(count) > before)
    assert "清洁技术" in one(window, "#side h3").text
    window.execute_script("window.mandategraph.cy.edges()[0].emit('tap')")
    assert one(window, "#side mark").text
    for name, words in (("from", "中国"), ("to", "全球环境基金")):
        window.find_element(By.ID, f"g-{name}").send_keys(words)
    window.find_element(By.ID, "g-to").send_keys(Keys.ENTER)
    until(window, lambda driver: "to=" in driver.current_url)
    settled(window)
    steps = window.find_elements(By.CSS_SELECTOR, "#h-path ~ ol > .fact")
    assert steps
    assert window.execute_script(count) == len(steps) + 1
    no_trouble(window, samples)


@needs_components
def test_query_page_runs(window: Chrome, samples: Served) -> None:
    """The editor runs the query and shows its rows; what is typed is completed from our own words only."""
    window.get(samples + "/query")
    settled(window)
    one(window, ".yasqe_queryButton").click()
    rows = until(window, lambda driver: driver.find_elements(By.CSS_SELECTOR, ".yasr_results tbody tr"))
    assert rows
    window.execute_script(
        "const y = window.mandategraph.editor.getTab().getYasqe(); y.setValue('PREFIX mg: <https://w3id.org/mandategraph/ontology#>\\nSELECT * { ?s mg:fund'); y.focus(); y.setCursor(1, 21); y.autocomplete(false);"
    )
    hint = until(window, lambda driver: driver.find_elements(By.CSS_SELECTOR, ".CodeMirror-hints li"))
    assert any("fundedBy" in item.text for item in hint)
    no_trouble(window, samples)


def test_language_switch(window: Chrome, samples: Served) -> None:
    """The switch changes the language of the page and of those that follow."""
    window.get(samples + "/page/organization/unido")
    assert window.find_element(By.TAG_NAME, "h1").text == "联合国工业发展组织"
    one(window, ".switch").click()
    until(
        window,
        lambda driver: (
            driver.find_element(By.TAG_NAME, "h1").text == "United Nations Industrial Development Organization"
        ),
    )
    one(window, 'nav a[href="/questions"]').click()
    until(window, lambda driver: driver.find_element(By.TAG_NAME, "h1").text == "Questions")
    one(window, ".switch").click()
    until(window, lambda driver: driver.find_element(By.TAG_NAME, "h1").text == "问题")
    no_trouble(window, samples)


@pytest.mark.parametrize("path", MAIN)
def test_accessibility(window: Chrome, samples: Served, axe: str, path: str) -> None:
    """No serious fault of accessibility, and nothing that fails or goes elsewhere."""
    window.get(samples + path)
    settled(window)
    window.execute_script(axe)
    found = window.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run({ exclude: [['.yasgui']] }).then((r) => done(r.violations.filter((v) => ['serious', 'critical'].includes(v.impact))"
        ".map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(' ')}`)))"
    )
    assert found == []
    no_trouble(window, samples)


@pytest.mark.parametrize("path", MAIN)
def test_narrow_screens(window: Chrome, samples: Served, path: str) -> None:
    """On a narrow screen nothing is wider than the screen, but what scrolls by itself."""
    size = window.get_window_size()
    try:
        window.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
        )
        window.get(samples + path)
        settled(window)
        assert window.execute_script("return document.documentElement.scrollWidth") <= 391
    finally:
        window.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        window.set_window_size(size["width"], size["height"])


def test_keyboard(window: Chrome, samples: Served) -> None:
    """The first key stroke offers to skip to the text; a fact opens by keyboard."""
    window.get(samples + "/page/organization/unido")
    body = window.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert window.switch_to.active_element.get_attribute("class") == "skip"
    summary = window.find_element(By.CSS_SELECTOR, ".fact summary")
    window.execute_script("arguments[0].focus()", summary)
    window.switch_to.active_element.send_keys(Keys.ENTER)
    assert window.find_element(By.CSS_SELECTOR, ".fact details").get_attribute("open")


@needs_components
def test_two_thousand_nodes(window: Chrome, samples: Served) -> None:
    """The graph page draws two thousand entities, and a click is still answered at once."""
    window.get(samples + "/graph?limit=20")
    settled(window)
    begun = window.execute_script(
        "const cy = window.mandategraph.cy; const t = performance.now();"
        "cy.batch(() => { for (let i = 0; i < 2000; i++) cy.add({ data: { id: `n${i}`, label: `n${i}`, full: '', kind: '', type: '', colour: '#888', size: 16, font: 10 } });"
        "for (let i = 1; i < 2000; i++) cy.add({ data: { id: `e${i}`, source: `n${i}`, target: `n${Math.floor(i / 3)}`, label: 'x', facts: [], width: 1 } }); });"
        "cy.layout({ name: 'fcose', quality: 'draft', animate: false, randomize: true, numIter: 800 }).run();"
        "return performance.now() - t"
    )
    assert begun < 20_000
    moved = window.execute_script(
        "const cy = window.mandategraph.cy; const t = performance.now();"
        "for (let i = 0; i < 10; i++) { cy.panBy({ x: 5, y: 5 }); cy.forceRender(); } return (performance.now() - t) / 10"
    )
    assert moved < 250
