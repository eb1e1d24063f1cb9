"""Hostile plain texts, made by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.faultycases import SENTENCE, Case, file

__all__ = ["TEXT"]


def _said(symbol: int, *paragraphs: str) -> bytes:
    """A document with a symbol of its own and these numbered paragraphs."""
    body = "\n\n".join(f"{number}. {text}" for number, text in enumerate(paragraphs, 1))
    return f"GC.98/{symbol}\n\n{body}\n".encode("utf-8", "surrogatepass")


def _text(name: str, make: Callable[[], bytes], told: str | None = None, *, slow: bool = False) -> Case:
    return file(name, make, told, slow=slow)


def _sparse(path: Path) -> None:
    with path.open("wb") as one:
        one.truncate(1 << 30)


def _letters(path: Path) -> None:
    block = b"a" * (1 << 20)
    with path.open("wb") as one:
        for _ in range(1 << 10):
            one.write(block)


def _all_characters() -> bytes:
    signs = "".join(chr(code) for code in range(0xA0, 0x110000) if not 0xD800 <= code < 0xE000)
    return "\n\n".join(f"{start}. " + signs[start : start + 5_000] for start in range(0, len(signs), 5_000)).encode()


_CUES = "请决定核可欢迎注意到强调敦促呼吁邀请申明回顾"

#: The cases.
TEXT: tuple[Case, ...] = (
    Case("gigabyte-of-nothing.txt", _sparse, "too large"),
    Case("gigabyte-of-one-letter.txt", _letters, "too large", slow=True),
    _text("letters-within-bytes.txt", lambda: b"a" * 49_000_000, "too large", slow=True),
    _text("letters-within-characters.txt", lambda: b"a" * 2_900_000, "without a break", slow=True),
    _text("letters-within-passage.txt", lambda: b"a" * 99_000),
    _text("one-line.txt", lambda: b"The Board took note of the report. " * 80_000, "without a break", slow=True),
    _text("one-word-a-line.txt", lambda: b"Board\n" * 100_000, "passages of at most", slow=True),
    _text("one-letter-a-paragraph.txt", lambda: b"a\n\n" * 100_000, "passages of at most", slow=True),
    _text("blank.txt", lambda: b"\n" * 1_000_000, "empty"),
    _text("blank-between.txt", lambda: b"The Board met.\n" + b"\n" * 2_000_000 + b"It met again.\n", slow=True),
    _text("spaces-between.txt", lambda: b"The Board met." + b" " * 2_000_000 + b"It met again.\n", slow=True),
    _text("page-breaks.txt", lambda: b"The Board met.\f" * 20_000, slow=True),
    _text("nothing.txt", lambda: b"", "empty"),
    _text("only-a-mark.txt", lambda: b"\xef\xbb\xbf", "empty"),
    _text("only-invisible.txt", lambda: "\u200b\u2060\ufeff\u200d\n".encode() * 1_000, "no text"),
    _text("binary.txt", lambda: bytes(range(256)) * 40, "binary"),
    _text("nul-bytes.txt", lambda: b"The Board\0 met. " * 500, "binary"),
    _text("all-characters.txt", _all_characters, "without a break", slow=True),
    _text("half-characters.txt", lambda: ("工发组织\ud800提出报告。" * 50).encode("utf-8", "surrogatepass"), "unknown encoding"),
    _text("overlong.txt", lambda: b"The Board \xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf met. " * 50),
    _text("beyond-unicode.txt", lambda: b"The Board \xf4\x90\x80\x80\xf8\x88\x80\x80\x80 met. " * 50),
    _text("wide-wrong-mark.txt", lambda: b"\xfe\xff" + SENTENCE.encode("utf-16-le")),
    _text("wide-odd.txt", lambda: b"\xff\xfe" + SENTENCE.encode("utf-16-le") + b"\0", "not valid UTF-16"),
    _text("wide-half.txt", lambda: b"\xff\xfe" + b"a\0" * 100 + b"\0\xd8", "not valid UTF-16"),
    _text("wider-wrong.txt", lambda: b"\xff\xfe\0\0" + b"\xff" * 400, "not valid UTF-32"),
    _text("seven-bits.txt", lambda: b"GC.98/1\n\n1. +XeVT0X7EfsQ- The Board took note.\n"),
    _text("escapes.txt", lambda: b"\x1b$B9)H/AH?%\x1b(B " * 200, "binary"),
    _text("three-codes.txt", lambda: "工发组织".encode("gb18030") + "报告".encode() + "大会".encode("utf-16-le"), "binary"),
    _text("line-ends.txt", lambda: b"1. The Board met.\r2. It met.\r\n3. It met again.\n\r4. More.\x0b5. More.\x0c6. End.\xc2\x85" + "7. End.\u2028\u2029".encode()),
    _text("direction.txt", lambda: _said(2, "工发组织\u202e提出\u2066了\u200b报告。", "\u202e" * 50_000)),
    _text("invisible-in-names.txt", lambda: _said(3, "工\u200b发\u200d组\u2060织与开\u00ad发署建立了伙伴关系。", "UN\u200bIDO supports the\ufeff Board.")),
    _text("towers.txt", lambda: _said(4, "工发组织" + "\u0301\u0327" * 20_000, "UNIDO" + "\u20dd" * 30_000)),
    _text("tags.txt", lambda: _said(5, "UNIDO" + "".join(chr(0xE0000 + n % 127) for n in range(30_000)))),
    _text("joined-pictures.txt", lambda: _said(6, "\U0001f468\u200d\U0001f469\u200d" * 15_000)),
    _text("look-alikes.txt", lambda: _said(7, "UΝІDО and ＵＮＩＤＯ and 𝐔𝐍𝐈𝐃𝐎 established a partnership with UNDР.")),
    _text("cues-english.txt", lambda: _said(8, "Requests " * 11_000), slow=True),
    _text("cues-chinese.txt", lambda: _said(9, _CUES * 4_000), slow=True),
    _text("cue-words-parted.txt", lambda: _said(10, "请、" * 30_000), slow=True),
    _text("cues-in-paragraphs.txt", lambda: _said(11, *["请工发组织请开发署请"] * 8_000), slow=True),
    _text("brackets-open.txt", lambda: _said(12, "《" * 90_000)),
    _text("brackets-nested.txt", lambda: _said(13, "《" * 40_000 + "》" * 40_000)),
    _text("brackets-round.txt", lambda: _said(14, "(" * 45_000 + ")" * 45_000)),
    _text("brackets-mixed.txt", lambda: _said(15, "(《“[「" * 15_000)),
    _text("quotes-open.txt", lambda: _said(16, "“" * 45_000 + '"' * 45_000)),
    _text("titles-unclosed.txt", lambda: _said(17, "《绿色工业" * 15_000)),
    _text("titles-many.txt", lambda: _said(18, "《绿色工业方案》、" * 10_000), slow=True),
    _text("short-names-nested.txt", lambda: _said(19, "工发组织(" * 10_000 + ")" * 10_000), slow=True),
    _text("short-names-many.txt", lambda: _said(20, "联合国工业发展组织(工发组织)" * 6_000), slow=True),
    _text("short-names-english.txt", lambda: _said(21, "United Nations Industrial Development Organization (UNIDO) " * 1_500), slow=True),
    _text("short-names-of-one-another.txt", lambda: _said(22, "".join(f"第{n}方案(下称第{n + 1}方案)" for n in range(5_000))), slow=True),
    _text("initials.txt", lambda: _said(23, "A B C D E F " * 8_000), slow=True),
    _text("capitals.txt", lambda: _said(24, "Green Industry Programme of the " * 3_000), slow=True),
    _text("and-and-and.txt", lambda: _said(25, "UNIDO and " * 9_000), slow=True),
    _text("list-of-names.txt", lambda: _said(26, "工发组织、" * 18_000 + "和开发署建立了伙伴关系。"), slow=True),
    _text("list-of-countries.txt", lambda: _said(27, "在" + "肯尼亚、中国、日本、" * 9_000 + "启动了绿色方案。"), slow=True),
    _text("of-of-of.txt", lambda: _said(28, "的" * 90_000)),
    _text("of-organizations.txt", lambda: _said(29, "工发组织的" * 18_000), slow=True),
    _text("entitled.txt", lambda: _said(30, "entitled " * 10_000)),
    _text("almost-a-pattern.txt", lambda: _said(31, "a" * 50_000 + " entitled ")),
    _text("enumerated.txt", lambda: _said(32, "(a) " * 20_000)),
    _text("enumerated-lines.txt", lambda: ("GC.98/33\n\n" + "(a)\n" * 30_000).encode(), slow=True),
    _text("enumerated-deep.txt", lambda: ("GC.98/34\n\n" + "".join(f"{'1.' * (n % 400)} The Board met.\n" for n in range(2_000))).encode(), slow=True),
    _text("numbered-backwards.txt", lambda: ("GC.98/35\n\n" + "".join(f"{n}. The Board met.\n\n" for n in range(9_000, 0, -1))).encode(), slow=True),
    _text("digits-million.txt", lambda: _said(36, "9" * 99_000)),
    _text("digits-chinese.txt", lambda: _said(37, "一百万亿零" * 18_000)),
    _text("amount-huge.txt", lambda: _said(38, "工发组织向绿色工业方案提供了" + "9" * 5_000 + "亿美元。", "UNIDO provided $" + "9" * 5_000 + " million.")),
    _text("amount-odd.txt", lambda: _said(39, "工发组织向绿色工业方案提供了1,2,3.4.5万美元、-0美元和٣٤٥美元和１２３美元。")),
    _text("amounts-many.txt", lambda: _said(40, "100万美元、" * 12_000), slow=True),
    _text("dates-beyond.txt", lambda: _said(41, "2024年13月99日、0000年0月0日、99999年2月30日,工发组织召开了会议。", "On 31 February 0000 and 99 June 20245 UNIDO met.")),
    _text("dates-many.txt", lambda: _said(42, "2024年2月29日、" * 9_000), slow=True),
    _text("years-huge.txt", lambda: _said(43, "到" + "2" * 20_000 + "年")),
    _text("session-huge.txt", lambda: _said(44, "第" + "九" * 20_000 + "届会议", "the " + "9" * 5_000 + "th session")),
    _text("symbols-almost.txt", lambda: _said(45, "A/RES/" * 15_000)),
    _text("symbols-long.txt", lambda: _said(46, "A/" + "1/" * 40_000 + "2")),
    _text("symbols-many.txt", lambda: _said(47, "A/RES/70/1, " * 8_000), slow=True),
    _text("symbol-up-and-away.txt", lambda: b"GC.98/../../../../etc/passwd\n\n1. The Board took note.\n"),
    _text("symbol-of-markup.txt", lambda: b"GC.98/<script>alert</script>'\";--\n\n1. The Board took note.\n"),
    _text("symbol-very-long.txt", lambda: b"GC.98/" + b"1" * 50_000 + b"\n\n1. The Board took note.\n"),
    _text("resolutions-listed.txt", lambda: _said(48, "第" + "70/125号、" * 10_000 + "决议"), slow=True),
    _text("goals-listed.txt", lambda: _said(49, "可持续发展目标" + "9、" * 30_000), slow=True),
    _text("goals-beyond.txt", lambda: _said(50, "可持续发展目标99.zz、0和" + "9" * 5_000, "SDGs 1-999999999 and SDG 9.99")),
    _text("ranges-huge.txt", lambda: _said(51, "可持续发展目标1至999999999", "paragraphs 1-99999999 of resolutions 1/1 to 1/999999999")),
    _text("dots.txt", lambda: _said(52, "." * 90_000)),
    _text("dot-leaders.txt", lambda: ("GC.98/53\n\n" + ("Introduction " + "." * 60 + " 9\n") * 5_000).encode(), slow=True),
    _text("hyphens.txt", lambda: _said(54, "-\n" * 40_000), slow=True),
    _text("broken-words.txt", lambda: _said(55, "工 发 组 织 " * 8_000), slow=True),
    _text("table-wide.txt", lambda: ("GC.98/56\n\n" + "|" * 90_000 + "\n" + "|---" * 20_000 + "|\n").encode(), slow=True),
    _text("table-long.txt", lambda: ("GC.98/57\n\n| a | b |\n|---|---|\n" + "| UNIDO | 1 |\n" * 15_000).encode(), slow=True),
    _text("headings.txt", lambda: ("GC.98/58\n\n" + "".join(f"{'#' * (n % 500 + 1)} Heading {n}\n\nThe Board met.\n\n" for n in range(3_000))).encode(), slow=True),
    _text("headings-deep.txt", lambda: ("GC.98/59\n\n" + "#" * 90_000 + " Heading\n").encode()),
    _text("footnotes.txt", lambda: ("GC.98/60\n\n" + "".join(f"{n} Note.\n" for n in range(9_000))).encode(), slow=True),
    _text("markup.txt", lambda: _said(61, "<script>alert</script>" * 3_000, "{{7*7}}${7*7}<%= 7*7 %>%s%n%x")),
    _text("formulas.txt", lambda: _said(62, "=cmd|'/C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0")),
    _text("queries.txt", lambda: _said(63, '"} ; DROP ALL ; INSERT DATA { <a:a> <a:a> "工发组织', "'''\"\"\"\\u0022\\U0010FFFF<http://a b>")),
    _text("terminals.txt", lambda: _said(64, "UNIDO \x1b]0;owned\x07\x1b[2J\x9b31m met." + " The Board took note of the report." * 40)),
    _text("really-rich.txt", lambda: rb"{\rtf1\ansi The Board took note of the report.}", "RTF"),
    _text("two-of-itself.txt", lambda: b"GC.98/99\n\n1. The Board met.\n" * 3_000, slow=True),
)
