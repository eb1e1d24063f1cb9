"""English ordinal numbers, as sessions bear them."""

from __future__ import annotations

__all__ = ["english_ordinal", "ordinal_pattern", "ordinal_value"]

_ONES = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
         "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth")  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENTHS = ("", "", "twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth")


def english_ordinal(number: int) -> str:
    """A number from 1 to 199 as an ordinal in words; larger ones in figures.

    :param number: the number.

    >>> english_ordinal(19), english_ordinal(73), english_ordinal(101), english_ordinal(212)
    ('nineteenth', 'seventy-third', 'one hundred and first', '212th')
    """
    if not 0 < number < 200:
        return f"{number}th"
    if number >= 100:
        return "one hundredth" if number == 100 else f"one hundred and {english_ordinal(number - 100)}"
    tens, ones = divmod(number, 10)
    if number < 20:
        return _ONES[number]
    return _TENTHS[tens] if ones == 0 else f"{_TENS[tens]}-{_ONES[ones]}"


_VALUES = {english_ordinal(number): number for number in range(1, 200)}


def ordinal_value(words: str) -> int | None:
    """The number that an ordinal in words or figures means, or None.

    :param words: such as ``seventy-third`` or ``48th``.

    >>> ordinal_value("Seventy-third"), ordinal_value("48th"), ordinal_value("last")
    (73, 48, None)
    """
    plain = (
        "-".join(words.lower().replace("-", " ").split())
        .replace("hundred-and-", "hundred and ")
        .replace("one-h", "one h")
    )
    digits = plain.rstrip("stndrh")
    return int(digits) if digits.isdigit() else _VALUES.get(plain)


def ordinal_pattern() -> str:
    """A regular expression of ordinals in words or figures, upper or lower case at their beginning."""
    ones = "|".join(sorted((word for word in _ONES if word), key=len, reverse=True))
    tens = "|".join(word for word in _TENS if word)
    tenths = "|".join(word for word in _TENTHS if word)
    return rf"(?i:(?:one hundred and )?(?:(?:{tens})-\s?(?:{ones})|{tenths}|{ones})|\d{{1,3}}(?:st|nd|rd|th))"
