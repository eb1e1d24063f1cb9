"""What the pages say, without a script: twins, languages, links, sentences in their context."""

from __future__ import annotations

import html
import html.parser
import json
import re
import subprocess
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from benchmarks.serving import Served, served
from tests.questiongraph import make_store
from tests.server.asking import Got, ask, request

from mandategraph.server.pages.words import words
from mandategraph.server.pages.world import HEIGHT, WIDTH, bubbles, has_world, place_of, project
from mandategraph.store import open_store
from mandategraph.vocabulary import BASE_IRI, PREFIXES

PATHS = [
    "/",
    "/search?q=%E5%B7%A5",
    "/documents",
    "/things?type=Organization",
    "/facts?predicate=fundedBy",
    "/questions",
    "/questions/partners-of?organization=UNIDO",
    "/questions/funding-by-year",
    "/questions/citation-network",
    "/questions/country-coverage",
    "/graph",
    "/graph?entity=UNIDO",
    "/graph?from=FAO&to=UNIDO",
    "/query",
    "/docs",
    "/page/organization/unido",
    "/page/document/T/1",
    "/page?iri=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F9",
]


def twin(path: str) -> str:
    """Where the JSON of a page is."""
    place, mark, rest = path.partition("?")
    return ("/index" if place == "/" else place) + ".json" + mark + rest


def page(address: str, path: str, **headers: str) -> Got:
    """A page as a browser asks for it."""
    got = request(address, path, Accept="text/html", **headers)
    assert (got.status, got.type) == (200, "text/html"), got.text[:300]
    return got


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_a_twin(address: Served, path: str) -> None:
    """Each page says where its JSON is, in its head and in its headers, and it is there."""
    got = page(address, path)
    assert f'<link rel="alternate" type="application/json" href="{twin(path).replace("&", "&amp;")}">' in got.text
    assert f'<{twin(path)}>; rel="alternate"; type="application/json"' in got.headers["link"]
    assert request(address, twin(path)).type == "application/json"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("accept", "language"), [("zh-CN,zh;q=0.9", "zh"), ("en-GB,en;q=0.9,zh;q=0.1", "en"), ("fr", "zh")]
)
def test_language_follows_the_reader(address: Served, path: str, accept: str, language: str) -> None:
    """The interface is in the language that the browser asks for, Chinese where it knows neither."""
    got = page(address, path, Accept_Language=accept)
    assert f'<html lang="{language}">' in got.text
    assert words(language)["questions"] in got.text
    assert got.headers["content-language"] == language
    assert "Accept-Language" in got.headers["vary"]


def test_switch_is_remembered(address: Served) -> None:
    """The switch leads to the same page in the other language, and the choice is kept in a cookie."""
    got = page(address, "/questions/partners-of?organization=UNIDO", Accept_Language="zh")
    (there,) = re.findall(r'class="switch" href="([^"]+)"', got.text)
    there = there.replace("&amp;", "&")
    assert there == "/questions/partners-of?organization=UNIDO&lang=en"
    other = page(address, there, Accept_Language="zh")
    assert '<html lang="en">' in other.text
    cookie = other.headers["set-cookie"].partition(";")[0]
    assert '<html lang="en">' in page(address, "/", Accept_Language="zh", Cookie=cookie).text


class _Links(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        external = "external" in (held.get("rel") or "") or held.get("rel") == "canonical"
        for name in ("href", "src", "action"):
            if held.get(name) and not external:
                self.found.add(held[name] or "")
        if held.get("id"):
            self.ids.append(held["id"] or "")


def test_links_lead_somewhere(address: Served) -> None:
    """Each link of each page, and of the pages that those lead to, is on this server and answers."""
    waiting = [*PATHS]
    seen: set[str] = set()
    while waiting and len(seen) < 400:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        got = request(address, path, Accept="text/html", Accept_Language="en")
        if path.startswith("/api/questions/") and got.status == 404:
            continue  # the example names what only the samples have
        assert got.status in {200, 303}, path
        if got.type != "text/html":
            continue
        read = _Links()
        read.feed(got.text)
        assert len(read.ids) == len(set(read.ids)), path
        for link in read.found:
            there = urlsplit(urljoin(f"{address}{path}", link))
            assert there.netloc == urlsplit(address).netloc, link
            if not there.path.startswith("/sparql"):
                waiting.append(there.path + (f"?{there.query}" if there.query else ""))
    assert len(seen) > 100


def test_home_counts(address: Served) -> None:
    """The first page counts what the graph has."""
    told = request(address, "/index.json").json
    assert told["documents"] == 2
    assert told["editions"] == 3
    assert sum(one["count"] for one in told["predicates"]) == told["facts"]
    assert f">{told['facts']}<" in page(address, "/").text


def test_entity_page_opens_to_sentences(address: Served) -> None:
    """A fact of an entity opens, without a script, to its sentence with the words marked and where they stand."""
    text = page(address, "/page/organization/unido", Accept_Language="zh").text
    assert "<mark>工发组织同标准化组织合作</mark>" in text
    assert '<a href="/page/document/T/1#para/14">T/1, 段 14</a>' in text
    assert 'title="2 份文件陈述"' in text


def test_entity_page_draws_neighbours_and_times(address: Served) -> None:
    """Beside the facts stand a drawing of the neighbours, each a link, and what happened when, in order."""
    text = page(address, "/page/organization/unido", Accept_Language="en").text
    drawn = re.search(r'<svg class="radial".*?</svg>', text, re.DOTALL)
    assert drawn
    assert '<a href="/page/organization/iso"><title>International Organization for Standardization' in drawn[0]
    times = re.findall(r"<time>([^<]+)</time>", text)
    assert len(times) >= 2
    assert times == sorted(times)


def test_question_page_tells_how_to_ask_elsewhere(address: Served) -> None:
    """The lines for Python and curl that the page shows give the rows that it shows."""
    told = page(address, "/questions/partners-of?organization=UNIDO", Accept_Language="en").text
    rows = request(address, "/questions/partners-of.json?organization=UNIDO&lang=en").json["rows"]
    shell, python, sparql = (
        html.unescape(one) for one in re.findall(r'<pre class="copy"[^>]*>(.*?)</pre>', told, re.DOTALL)
    )
    scope: dict[str, Any] = {}
    exec(python.replace("print(answer)", ""), scope)  # noqa: S102 - it is what readers paste
    assert len(scope["answer"]) == len(rows) > 0
    done = subprocess.run(["sh", "-c", shell], capture_output=True, check=True)
    assert json.loads(done.stdout)["rows"] == rows
    assert len(ask(address, sparql).json["results"]["bindings"]) == len(rows)


def test_document_page_marks_facts(address: Served) -> None:
    """In a document, the words that state a fact are marked and lead to the fact and its entities."""
    text = page(address, "/page/document/T/1?edition=zh", Accept_Language="zh").text
    found = re.search(r'<mark><a href="#(para/14/[0-9a-f]{16})">工发组织同标准化组织合作</a></mark>', text)
    assert found
    assert f'<li id="{found[1]}">' in text
    assert 'href="/page/organization/iso"' in text
    other = page(address, "/page/document/T/1?edition=en").text
    assert "UNIDO works with ISO" in other


def test_search_by_symbol_leads_to_the_page(address: Served) -> None:
    """What is found beyond doubt is shown at once."""
    got = request(address, "/search?" + urlencode({"q": "国际标准化组织"}), Accept="text/html")
    assert (got.status, got.headers["location"]) == (303, "/page/organization/iso")


def test_question_page_says_what_is_wrong(address: Served) -> None:
    """A wrong parameter gives the form again, with one line that says what is wrong."""
    got = request(address, "/questions/partners-of?organization=nobody", Accept="text/html")
    assert got.status == 400
    assert 'role="alert">the graph has no entity named &#39;nobody&#39;' in got.text
    assert 'value="nobody"' in got.text


def test_question_page_without_parameters_shows_an_example(address: Served) -> None:
    """A question that needs a parameter shows its example, and says so."""
    got = page(address, "/questions/partners-of", Accept_Language="en")
    assert "Example: 工发组织" in got.text


def test_example_that_is_stopped_is_no_empty_answer(graph_folder: Path) -> None:
    """An example whose query was stopped says so; one of what the graph does not know shows the form alone."""
    with served(graph_folder, "--max-rows", "1") as address:
        got = request(address, "/questions/timeline", Accept="text/html")
        assert got.status == 413
        assert 'role="alert">the answer has more than 1 rows' in got.text
        assert request(address, "/questions/timeline.json").status == 413
        unknown = page(address, "/questions/members-of")
        assert 'role="alert"' not in unknown.text
        assert request(address, "/questions/members-of.json").json["rows"] == []


def test_chart_is_drawn_without_a_script(address: Served) -> None:
    """Where people would rather look than read, bars are part of the page."""
    text = page(address, "/questions/funding-by-year").text
    assert text.count('<rect class=""') == 1
    assert "2,000,000.5" in text


@pytest.mark.skipif(not has_world(), reason="the shapes of the map were not fetched when this was built")
def test_map_is_drawn_without_a_script(address: Served) -> None:
    """Countries are circles on a map that is part of the page; each leads to its country and says its number."""
    text = page(address, "/questions/country-coverage", Accept_Language="en").text
    (circle,) = re.findall(r'<a href="([^"]+)"><title>([^<]+)</title><circle cx="([\d.]+)" cy="([\d.]+)"', text)
    x, y = project(104, 36)  # the middle of China
    assert circle[:2] == ("/page?iri=http%3A%2F%2Fmetadata.un.org%2Fsdg%2Fcodes%2FgeoArea%2F156", "China: 5")
    assert abs(float(circle[2]) - x) < 20
    assert abs(float(circle[3]) - y) < 20
    assert words("en")["map_note"] in text


@pytest.mark.skipif(not has_world(), reason="the shapes of the map were not fetched when this was built")
def test_every_member_state_has_a_place() -> None:
    """The map knows where the member states are; the smallest and those on the date line, too."""
    for code in ("156", "643", "242", "480", "702", "584", "674", "296"):
        x, y = place_of(f"http://metadata.un.org/sdg/codes/geoArea/{code}") or (0, 0)
        assert 0 < x < WIDTH, code
        assert 0 < y < HEIGHT, code
    assert place_of("http://metadata.un.org/sdg/codes/geoArea/002") is None
    assert place_of(f"{BASE_IRI}organization/unido") is None


@pytest.mark.skipif(not has_world(), reason="the shapes of the map were not fetched when this was built")
def test_names_on_the_map_keep_apart() -> None:
    """A circle is as large as its number says, and of names that would lie on each other one is left out."""
    rows = [
        {"country": {"iri": f"http://a/geoArea/{code}", "label": label}, "n": number}
        for code, label, number in (
            ("056", "Belgium", 4),
            ("442", "Luxembourg", 1),
            ("076", "Brazil", 1),
            ("x", "Y", 2),
        )
    ]
    drawn = bubbles({"columns": [{"name": "country"}, {"name": "n"}], "rows": rows})
    assert [(one["label"], one["named"]) for one in drawn["circles"]] == [
        ("Belgium", True), ("Brazil", True), ("Luxembourg", False)]  # fmt: skip
    assert drawn["circles"][0]["r"] == 2 * drawn["circles"][1]["r"]
    assert [one["label"] for one in drawn["missing"]] == ["Y"]


def test_missing_page_is_a_page(address: Served) -> None:
    """What is not there is said in the reader's language, with the way on."""
    got = request(address, "/page/organization/nobody", Accept="text/html", Accept_Language="zh")
    assert (got.status, got.type) == (404, "text/html")
    assert words("zh")["page_none"] in got.text


def test_graph_without_texts(tmp_path: Path) -> None:
    """A graph that was built without texts shows quotes, and says where to find the document."""
    folder = make_store(tmp_path / "graph")
    with open_store(folder, read_only=False) as store:
        store.update(f"DELETE WHERE {{ GRAPH ?g {{ ?passage <{PREFIXES['mg']}text> ?text }} }}")
    with served(folder) as address:
        text = page(address, "/page/document/T/1", Accept_Language="en").text
        assert words("en")["no_text"] in text
        assert "<mark>工发组织同标准化组织合作</mark>" in page(address, "/page/organization/unido").text


def test_pages_read_without_components(graph_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the components from npm, the graph page has its table and the query page its form."""
    import anyio

    from mandategraph.server.app import application
    from mandategraph.server.pages import render
    from mandategraph.server.state import Graph

    monkeypatch.setattr(render, "vendor", lambda _: False)
    app = application(Graph(graph_folder))

    async def text(path: str) -> str:
        sent: list[bytes] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message.get("body", b""))

        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "root_path": ""}
        await app({**scope, "scheme": "http", "server": ("localhost", 80), "http_version": "1.1"}, receive, send)
        return b"".join(sent).decode()

    drawn, asked = anyio.run(text, "/graph"), anyio.run(text, "/query")
    assert words("zh")["graph_none"] in drawn
    assert "vendor" not in drawn + asked
    assert '<details class="links" open>' in drawn
    assert words("zh")["no_editor"] in asked
    assert '<textarea id="q-text" name="query"' in asked
