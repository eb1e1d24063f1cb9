"""Hostile documents out of a grammar, with seeds, among which good ones must be built."""

from __future__ import annotations

import io
import random
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults import write_documents
from benchmarks.faultymemory import Watch
from mandategraph.build import build
from mandategraph.read.limits import Limits

__all__ = ["documents", "hostile_document"]

_WORDS = (
    "工发组织", "大会", "请", "和", "、", "方案", "《", "》", "“", "”", "（", "(", "第", "70/1", "号", "决议", "2030年", "100万美元",
    "the Organization", "Requests", "entitled", "Programme", "of", "and", ",", ".", "。", "\n", "\n\n", "\t", "\x0c", "\u202e",
    "\u200b", "\ufeff", "a\u0301", "|", "| a | b |\n", "# ", "(a) ", "1. ", "- ", "¹", "\x1b[31m", "{{x}}", "<b>", "&", "\\", "'", '"',
    "GC.19/1", "A/RES/70/1", "http://a/", "=1+1", "\U0010ffff", "١٢", "Ω", "𠀀", "-\n", "...........", "____",
)  # fmt: skip
_TAGS = ("p", "div", "table", "tr", "td", "li", "ol", "h1", "span", "sup", "svg", "script", "style", "template", "form", "unknown")


def _text(chance: random.Random) -> str:
    """Words of the grammar, some of them many times over."""
    parts: list[str] = []
    for _ in range(chance.randint(1, 60)):
        word = chance.choice(_WORDS)
        parts.append(word * (chance.randint(2, 3000) if chance.random() < 0.06 else 1))
    return "".join(parts)


def _plain(chance: random.Random) -> tuple[str, bytes]:
    encoding = chance.choice(("utf-8", "utf-8", "gb18030", "utf-16", "latin-1", "utf-7"))
    data = bytearray(_text(chance).encode(encoding, "replace"))
    if chance.random() < 0.2:
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    return ".txt", bytes(data)


def _page(chance: random.Random) -> tuple[str, bytes]:
    parts = []
    for _ in range(chance.randint(1, 40)):
        tag = chance.choice(_TAGS)
        opened = f"<{tag} {chance.choice(('', 'start=9', 'onclick=x()', 'type=a'))}>"
        parts.append(opened * (chance.randint(2, 2000) if chance.random() < 0.05 else 1))
        parts.append(_text(chance)[:300] if chance.random() < 0.8 else "&#x1F;&#xD800;&lt;&nosuch;")
        if chance.random() < 0.6:
            parts.append(f"</{tag}>")
    return chance.choice((".html", ".htm")), "".join(parts).encode("utf-8", "replace")


def _word(chance: random.Random) -> tuple[str, bytes]:
    import docx

    document = docx.Document()
    for _ in range(chance.randint(0, 8)):
        if chance.random() < 0.3:
            table = document.add_table(chance.randint(1, 4), chance.randint(1, 4))
            table.cell(0, 0).text = _clean(_text(chance))
        else:
            document.add_paragraph(_clean(_text(chance)), style=chance.choice((None, "List Number", "Heading 1")))
    file = io.BytesIO()
    document.save(file)
    data = file.getvalue()
    if chance.random() < 0.5:
        changed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.namelist():
                content = bytearray(old.read(member))
                if chance.random() < 0.15 and content:
                    for _ in range(chance.randint(1, 40)):
                        content[chance.randrange(len(content))] = chance.randrange(256)
                if chance.random() > 0.05:
                    new.writestr(member, bytes(content))
        data = changed.getvalue()
    return ".docx", _broken(data, chance)


def _clean(text: str) -> str:
    return "".join(sign for sign in text if sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff")


def _pdf(chance: random.Random) -> tuple[str, bytes]:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>")
    shown = "".join(f"({line}) Tj T* " for line in _text(chance).encode("ascii", "ignore").decode().split("\n")[:50])
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET".encode()
    objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects += [b"<< /A %d 0 R >>" % chance.randint(1, 9) for _ in range(chance.randint(0, 200))]
    data = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return ".pdf", _broken(data + b"trailer << /Root 1 0 R >>\n%%EOF\n", chance)


def _broken(data: bytes, chance: random.Random) -> bytes:
    kind = chance.random()
    if kind < 0.2:
        return data[: chance.randrange(len(data))]
    if kind < 0.5:
        changed = bytearray(data)
        for _ in range(chance.randint(1, 60)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)
    return data


_KINDS: tuple[Callable[[random.Random], tuple[str, bytes]], ...] = (_plain, _plain, _page, _word, _pdf)


def hostile_document(seed: int, number: int) -> tuple[str, bytes]:
    """The suffix and bytes of one document of the grammar.

    :param seed: of all.
    :param number: of this one.
    """
    chance = random.Random(f"{seed} {number}")  # noqa: S311 - repeatable is what is wanted
    return chance.choice(_KINDS)(chance)


def documents(trials: int, seed: int) -> bool:
    """Build a folder of hostile documents and good ones; say what became of them.

    :param trials: how many hostile ones.
    :param seed: of the grammar.
    """
    limits = Limits(bytes=5_000_000, seconds=60, megabytes=512)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "documents"
        good = {path.name for path in write_documents(folder, range(500_000, 500_000 + max(1, trials // 20)), seed)}
        for number in range(trials):
            suffix, data = hostile_document(seed, number)
            (folder / f"hostile-{number:05}{suffix}").write_bytes(data)
        slowest = (0.0, "")
        last = begun = time.monotonic()

        def tell(done: int, total: int, result: object) -> None:
            nonlocal last, slowest
            now = time.monotonic()
            slowest = max(slowest, (now - last, str(getattr(result, "path", ""))))
            last = now

        with Watch() as watch:
            report = build([folder], Path(name) / "graph", limits=limits, progress=tell)
        took = time.monotonic() - begun
    told = Counter(failure.message.partition(": ")[2][:40].rstrip("0123456789 ,(") for failure in report.failures)
    crashes = [failure.message for failure in report.failures if "internal error" in failure.message]
    built = {one.path.name for one in report.documents}
    missing = sorted(good - built)
    print(
        f"hostile documents, seed {seed}: {trials} in {took:.0f} s, {len(report.documents) - len(good - set(missing))} of them built,"
        f" {len(report.failures)} refused, {len(crashes)} internal errors, {len(missing)} of {len(good)} good ones missing;"
        f" slowest {slowest[0]:.1f} s ({Path(slowest[1]).name}); memory {watch.own:.0f} MB, of the parser {watch.parser:.0f} MB"
    )
    for message, count in told.most_common():
        print(f"  {count:5} {message}")
    if watch.parser > limits.megabytes + 200 or watch.own > 1_024:
        crashes.append(f"memory: {watch.own:.0f} MB, of the parser {watch.parser:.0f} MB")
    for line in crashes[:20]:
        print(f"  WRONG {line}")
    late = slowest[0] > limits.seconds * 2 + 5
    return not crashes and not missing and not late
