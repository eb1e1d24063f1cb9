"""Pages out of records: templates, links, and the language of the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mandategraph.server.http import path_of
from mandategraph.server.negotiation import preferred_language
from mandategraph.server.pages.words import LANGUAGES, words
from mandategraph.terms import identifier

__all__ = ["Page", "language_of", "page_path", "prose", "segments", "vendor"]

_FOLDER = Path(__file__).parents[1]
_SAFE = "/:@!$&'()*+,;=~-._"


def vendor(name: str) -> bool:
    """Whether a component from npm is part of this installation."""
    return (_FOLDER / "static" / "vendor" / name).is_file()


def language_of(request: Request) -> str:
    """The language of the reader: as switched, else by Accept-Language, else Chinese."""
    for given in (request.query_params.get("lang"), request.cookies.get("lang")):
        if given in LANGUAGES:
            return given
    return preferred_language(request.headers.get("accept-language"), LANGUAGES) or "zh"


def page_path(iri: str, base: str, ending: str = "") -> str:
    """Where the page of a thing is on this server.

    :param iri: of the thing.
    :param base: the base IRI of the graph.
    :param ending: such as ``.json``.

    >>> page_path("https://example.org/id/programme/a b", "https://example.org/id/")
    '/page/programme/a%20b'
    >>> page_path("http://metadata.un.org/sdg/9", "https://example.org/id/")
    '/page?iri=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F9'
    """
    if iri.startswith(base) and len(iri) > len(base):
        return f"/page/{quote(identifier(iri, base), safe=_SAFE)}{ending}"
    return f"/page{ending}?{urlencode({'iri': iri})}"


def segments(text: str, start: int, facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A passage in pieces, each with the facts whose quotes it belongs to.

    :param text: of the passage.
    :param start: where it begins in its document.
    :param facts: with fact, start and end.

    >>> [(piece["text"], piece["facts"]) for piece in segments("abcd", 10, [{"fact": "f", "start": 11, "end": 13}])]
    [('a', []), ('bc', ['f']), ('d', [])]
    """
    ends = {0, len(text)}
    spans = []
    for one in facts:
        first, last = max(0, one["start"] - start), min(len(text), one["end"] - start)
        if first < last:
            spans.append((first, last, one["fact"]))
            ends |= {first, last}
    cuts = sorted(ends)
    return [
        {"text": text[a:b], "facts": [fact for first, last, fact in spans if first <= a and b <= last]}
        for a, b in pairwise(cuts)
    ]


_HAN = "\u2e80-\u2fff\u3000-\u9fff\uf900-\ufaff\uff00-\uff65"
_BETWEEN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}]|$)|^\s*\n\s*(?=[{_HAN}])")
_BREAK = re.compile(r"\s*\n\s*")


def prose(text: str) -> str:
    r"""A text as a paragraph: the lines and the letter-spacing of the page that it was printed on are left out.

    >>> prose("工 发 组\n\n织 and\nUNIDO")
    '工发组织 and UNIDO'
    """
    return _BREAK.sub(" ", _BETWEEN.sub("", text))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda value: f"{value:,}"
    environment.filters["data"] = _data
    environment.filters["prose"] = prose
    environment.globals["segments"] = segments
    return environment


def _data(value: object) -> Markup:
    """A value as JSON within a page; nothing in it can end the element that holds it."""
    text = json.dumps(value, ensure_ascii=False)
    for mark, code in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"), ("'", "\\u0027")):
        text = text.replace(mark, code)
    return Markup(text)  # noqa: S704 - what could be markup has just been written as codes


class Page:
    """Answers a request with a page, or with the same as JSON where the path ends so.

    :param request: the request.
    :param base: the base IRI of the graph.
    """

    def __init__(self, request: Request, base: str) -> None:
        self.request = request
        self.base = base
        self.language = language_of(request)
        self.words = words(self.language)
        self.here = path_of(request.scope)
        self.as_json = self.here.endswith(".json")
        self.root = str(request.scope.get("root_path", ""))

    def path(self, iri: str) -> str:
        """Where the page of a thing is."""
        return self.root + page_path(iri, self.base)

    def anchor(self, iri: str, document: str) -> str:
        """Where a passage is on the page of its document."""
        place = identifier(iri, self.base).partition(identifier(document, self.base) + "/")[2]
        return f"{self.path(document)}#{quote(place, safe='/')}"

    def show(
        self,
        template: str,
        record: object,
        *,
        title: str,
        status: int = 200,
        alternates: Mapping[str, str] | None = None,
        canonical: str | None = None,
        **more: object,
    ) -> Response:
        """The page, or its record.

        :param template: the file's name without ending.
        :param record: what there is to say; the page says no more.
        :param title: of the page.
        :param status: of HTTP.
        :param alternates: media type -> address of further forms.
        :param canonical: the IRI of what the page is about.
        :param more: for the template.
        """
        others = {"application/json": self._twin(), **(alternates or {})}
        links = [f'<{_latin(address)}>; rel="alternate"; type="{media}"' for media, address in others.items()]
        if canonical:
            links.append(f'<{_latin(canonical)}>; rel="canonical"')
        headers = {"link": ", ".join(links), "vary": "Accept-Language, Cookie", "cache-control": "no-cache"}
        response: Response
        if self.as_json:
            response = JSONResponse(record, status, headers)
        else:
            response = Response(
                _environment()
                .get_template(f"{template}.html")
                .render(
                    r=record,
                    w=self.words,
                    lang=self.language,
                    title=title,
                    page=self,
                    root=self.root,
                    alternates=others,
                    canonical=canonical,
                    switch=self._switch(),
                    vendor=vendor,
                    **more,
                ),
                status,
                {**headers, "content-language": self.language},
                "text/html",
            )
        if self.request.query_params.get("lang") in LANGUAGES:
            response.set_cookie("lang", self.language, max_age=31536000, samesite="lax", httponly=True)
        return response

    def _twin(self) -> str:
        quoted = quote(self.here, safe=_SAFE)
        path = quoted if self.as_json else "/index.json" if self.here in {"/", ""} else f"{quoted}.json"
        rest = [(name, value) for name, value in self.request.query_params.multi_items() if name != "lang"]
        return self.root + path + (f"?{urlencode(rest)}" if rest else "")

    def _switch(self) -> str:
        other = "en" if self.language == "zh" else "zh"
        kept = [(name, value) for name, value in self.request.query_params.multi_items() if name != "lang"]
        return f"{self.root}{quote(self.here, safe=_SAFE)}?{urlencode([*kept, ('lang', other)])}"


def _latin(address: str) -> str:
    """An address as a header can hold it."""
    return quote(address, safe="/:?#[]@!$&'()*+,;=%~-._")
