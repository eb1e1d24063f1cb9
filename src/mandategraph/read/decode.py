"""Bytes to text: UTF-8, UTF-16 and GB18030, and any other encoding only as a last resort."""

from __future__ import annotations

import codecs
import re

from mandategraph.errors import DocumentError

__all__ = ["decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_VALID = "UTF-8, UTF-16 and GB18030 are read"


def decode(data: bytes, name: str) -> str:
    """The text of a file's bytes, without a byte order mark, line ends as they are.

    :param data: the bytes.
    :param name: the file's name, for the message.
    :raises DocumentError: when the bytes are empty, are no text, or have an unknown encoding.

    >>> decode("工发组织".encode("gb18030"), "a.txt")
    '工发组织'
    """
    if not data.strip(b" \t\r\n\f\v"):
        raise DocumentError(f"{name}: the file is empty")
    text = _marked(data, name)
    if text is None:
        text = _unmarked(data, name)
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise DocumentError(f"{name}: the file is empty")
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * 100 > len(sample):
        raise DocumentError(f"{name}: the file holds binary data, not text ({_VALID})")
    return text


def _marked(data: bytes, name: str) -> str | None:
    """The text of bytes that begin with a byte order mark."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise DocumentError(
                    f"{name}: not valid {encoding.upper()} at byte {error.start + len(mark)}"
                ) from error
    return None


def _unmarked(data: bytes, name: str) -> str:
    """The text of bytes without a byte order mark: the first encoding that fits."""
    sample = data[:_SAMPLE]
    if b"\x00" in sample:
        encoding = _wide(sample)
        if encoding is None:
            raise DocumentError(f"{name}: the file holds binary data, not text ({_VALID})")
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            raise DocumentError(f"{name}: not valid {encoding.upper()} at byte {error.start}") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error.start
    wide = _wide(sample)
    if wide is not None:
        try:
            return data.decode(wide)
        except UnicodeDecodeError:
            pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if text and _plausible(text[:_SAMPLE]):
        return text
    return _guess(data, name, broken)


def _wide(sample: bytes) -> str | None:
    """The UTF-16 that a sample without a mark is in, told by where ASCII and Han high bytes stand."""
    even, odd = sample[0::2], sample[1::2]
    half = max(1, min(len(even), len(odd)))

    def high(part: bytes) -> float:
        return sum(1 for byte in part if byte == 0 or 0x4E <= byte <= 0x9F or byte in (0x30, 0xFF)) / half

    def nothing(part: bytes) -> float:
        return part.count(0) / half

    if len(sample) % 2 and len(sample) < _SAMPLE:
        return None
    for part, other, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if nothing(part) > 0.02 and high(part) > 0.9 and nothing(other) < nothing(part) / 4:
            return encoding
    return None


def _plausible(sample: str) -> bool:
    """Whether text decoded as GB18030 looks like Chinese rather than like any other bytes."""
    letters = sum(1 for character in sample if character > "\x7f")
    han = len(_HAN.findall(sample))
    common = sum(sample.count(character) for character in "的是在和一国会,，。、")
    return han * 10 >= letters * 8 and (common > 0 or han < 40)


def _guess(data: bytes, name: str, broken: int) -> str:
    """The text by the library's guess."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is not None and best.encoding is not None and best.chaos < 0.2:
        try:
            return data.decode(best.encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    raise DocumentError(f"{name}: unknown encoding, not valid UTF-8 at byte {broken} ({_VALID})")
