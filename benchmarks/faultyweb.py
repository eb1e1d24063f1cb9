"""Hostile web pages, made by hand."""

from __future__ import annotations

from benchmarks.faultycases import SENTENCE, Case, file

__all__ = ["WEB"]

_P = f"<p>{SENTENCE}</p>"


def _page(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


#: The cases.
WEB: tuple[Case, ...] = (
    file("deep-blocks.html", lambda: _page("<div>" * 300_000 + _P), "nested too deeply"),
    file("deep-blocks-less.html", lambda: _page("<div>" * 5_000 + _P), "nested too deeply"),
    file("deep-spans.html", lambda: _page("<span>" * 100_000 + SENTENCE), "nested too deeply"),
    file("deep-tables.html", lambda: _page("<table><tr><td>" * 20_000 + _P), "nested too deeply"),
    file("deep-lists.html", lambda: _page("<ul><li>" * 20_000 + _P), "nested too deeply"),
    file("deep-bold.html", lambda: _page("<b>" * 50_000 + "</p><p>" * 200 + _P), "nested too deeply"),
    file("deep-letters-and-bold.html", lambda: _page("<p><b><i><a>" * 3_000 + _P), "nested too deeply"),
    file("forms-in-forms.html", lambda: _page("<form>" * 50_000 + "</form>" * 50_000 + _P)),
    file("unclosed-tag.html", lambda: _page(_P + "<p " + "a=" * 500_000)),
    file("unclosed-comment.html", lambda: _page(_P + "<!--" * 200_000)),
    file("unclosed-script.html", lambda: _page(_P + "<script>" * 50_000 + "alert(1)"), without="alert("),
    file("unclosed-quote.html", lambda: _page(_P + '<a href="' + "x" * 3_000_000)),
    file("comments-nested.html", lambda: _page("<!-- <!-- --> alert(1) -->" + _P)),
    file("script.html", lambda: _page(f"<script>alert(1)</script><p onclick='alert(1)'>{SENTENCE}<img src=x onerror=alert(1)>"), without="alert("),
    file("script-broken.html", lambda: _page(f"<scr<script>ipt>alert(1)</script>{_P}")),
    file("script-in-svg.html", lambda: _page(f"<svg><g/onload=alert(1)><p><style><a id='</style><img src=1 onerror=alert(1)>'></svg>{_P}"), without="alert("),
    file("script-in-math.html", lambda: _page(f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'></math>{_P}"), "no text"),
    file("template.html", lambda: _page("<template>" * 2_000 + "alert(1)" + "</template>" * 2_000 + _P), without="alert("),
    file("style-import.html", lambda: _page(f"<style>@import 'file:///etc/passwd'; @import url(http://127.0.0.1:9/)</style>{_P}")),
    file("refresh.html", lambda: _page(f"<meta http-equiv=refresh content='0;url=file:///etc/passwd'><base href='file:///etc/'>{_P}")),
    file("frames.html", lambda: _page(f"<iframe src='file:///etc/passwd'></iframe><object data='file:///etc/passwd'></object><embed src=/etc/passwd>{_P}")),
    file("frameset.html", lambda: _page("<frameset><frame src='file:///etc/passwd'></frameset>"), "no text"),
    file("link-import.html", lambda: _page(f"<link rel=import href='file:///etc/passwd'><xml src='/etc/passwd'></xml>{_P}")),
    file("entity-external.html", lambda: _page('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>1. Note &x; this.</p>')),
    file("entity-laughs.html", lambda: _page("<!DOCTYPE html [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)) + "]><p>1. Note &e9; this.</p>")),
    file("entities-million.html", lambda: _page(_P + "<p>" + "&amp;&#65;&#x4e00;&nosuch;" * 4_000 + "</p>")),
    file("entities-wrong.html", lambda: _page(f"<p>&#0;&#xD800;&#x110000;&#99999999999999;&#x1F;{SENTENCE}</p>")),
    file("entity-without-end.html", lambda: _page(f"{_P}<p>&" + "a" * 50_000)),
    file("charset-lies.html", lambda: b"<meta charset=utf-16><p>" + SENTENCE.encode()),
    file("charset-lies-evenly.html", lambda: b"<meta charset=utf-16le><p>" + SENTENCE.encode()),
    file("charset-unknown.html", lambda: b"<meta charset=no-such-code><p>" + SENTENCE.encode()),
    file("charset-no-text.html", lambda: b"<meta charset=zlib><p>" + SENTENCE.encode()),
    file("charset-no-letters.html", lambda: b"<meta charset=idna><p>" + SENTENCE.encode()),
    file("charset-seven-bits.html", lambda: b"<meta charset=utf-7><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p><p>" + SENTENCE.encode()),
    file("charset-escapes.html", lambda: b"<meta charset=unicode_escape><p>\\x3cscript\\x3ealert(1)\\x3c/script\\x3e</p><p>" + SENTENCE.encode()),
    file("charset-twice.html", lambda: b"<meta charset=gbk><meta charset=utf-8><p>" + "工发组织".encode("gbk")),
    file("mark-lies.html", lambda: b"\xff\xfe" + _page(_P)),
    file("nul.html", lambda: b"<p>a\0b</p>" * 50, "binary"),
    file("nul-once.html", lambda: _page(_P * 40) + b"\0<p>more</p>", "binary"),
    file("data-sections.html", lambda: _page("<![CDATA[" * 20_000 + "alert(1)" + "]]>" * 20_000 + _P)),
    file("instructions.html", lambda: _page("<?xml version='1.0'?><?php alert(1) ?>" + _P)),
    file("attribute-huge.html", lambda: _page(f"<p title='{'x' * 9_000_000}'>{SENTENCE}</p>")),
    file("attributes-many.html", lambda: _page("<p " + " ".join(f"a{n}" for n in range(30_000)) + f">{SENTENCE}</p>"), slow=True),
    file("names-huge.html", lambda: _page(f"<{'x' * 100_000}>{SENTENCE}")),
    file("columns-huge.html", lambda: _page(f"<table><tr><td colspan=1000000000 rowspan=1000000000>{SENTENCE}<td>a</table>")),
    file("rows-many.html", lambda: _page("<table>" + "<tr><td>a<td>b" * 50_000 + "</table>" + _P), "passages of at most", slow=True),
    file("items-many.html", lambda: _page("<ol>" + "<li>The Board met." * 20_000 + "</ol>"), slow=True),
    file("item-number-huge.html", lambda: _page(f"<ol start={'9' * 5_000}><li>{SENTENCE}</ol>")),
    file("item-number-negative.html", lambda: _page(f"<ol start=-99999999999 type=a><li>{SENTENCE}</ol>")),
    file("breaks-million.html", lambda: _page(_P + "<br>" * 300_000), slow=True),
    file("links-to-scripts.html", lambda: _page(f"<a href='javascript:alert(1)'>{SENTENCE}</a>"), without="alert("),
    file("marks-of-direction.html", lambda: _page("<p>1. \u202eThe Board\u2066 met.\u200b<bdo dir=rtl>again</bdo></p>")),
    file("half-characters.html", lambda: _page("<p>1. The Board \ud800 took note.</p>")),
    file("conditional.html", lambda: _page(f"<!--[if IE]><script>alert(1)</script><![endif]-->{_P}"), without="alert("),
    file("two-formats.html", lambda: b"%PDF-1.4\n<p>" + SENTENCE.encode() + b"PK\3\4", "binary"),
    file("only-head.html", lambda: b"<title>a</title><script>alert(1)</script>", "no text"),
    file("nothing.html", lambda: b"", "empty"),
)
