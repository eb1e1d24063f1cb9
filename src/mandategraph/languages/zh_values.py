"""Dates, numbers and money in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from operator import attrgetter

from mandategraph.model import Mention

__all__ = ["chinese_number", "find_values", "han_number"]

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "双": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "万亿": Decimal(10) ** 12, "千": Decimal(1000),
          "百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "十亿": Decimal(10) ** 9,
          "百": Decimal(100), "十": Decimal(10)}  # fmt: skip
_CURRENCIES = {"美元": "USD", "欧元": "EUR", "瑞士法郎": "CHF", "人民币": "CNY", "元人民币": "CNY", "日元": "JPY", "英镑": "GBP",
               "瑞郎": "CHF", "加元": "CAD", "澳元": "AUD", "韩元": "KRW", "瑞典克朗": "SEK", "挪威克朗": "NOK", "丹麦克朗": "DKK"}

_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_DATE = re.compile(
    _YEAR
    + r"年(?:(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})(?:日|(?=\s?[-–—－~至]\s?(?:\d{1,2}月)?\d{1,2}日)))?"
    r"(?:\s?(?:至|到|[-–—－~])\s?(?:(?P<year2>(?:1[89]|20)\d\d)年)?(?:(?P<month2>\d{1,2})月)?(?P<day2>\d{1,2})日"
    r"|(?<!日)(?:至|到|[-–—－~])(?:(?P<year3>(?:1[89]|20)\d\d)年)?(?P<month3>\d{1,2})月(?![份\d])|和(?P<day3>\d{1,2})日)?)?"
    r"(?!期|级)"
)
_PERIOD = re.compile(r"(?P<a>(?:19|20)\d\d)年?(?:至|到|[-–—－~])(?P<b>(?:19|20)\d\d)(?:年|(?=[)）]))")

_ABOUT = re.compile(r"(?:大约|约|近|将近|接近|超过|逾|多达|高达|至少|共计|累计|不到|仅)$")  # looked for in front of a figure
_ABOUT_ENDS = frozenset("约近过逾达少计到仅")
_DIGIT = re.compile(r"\d")
_FOUR = re.compile(r"\d{4}")
# Thousands are parted by a comma or a space: 40,000 and 40 000.
_AMOUNT = r"(?:\d(?:\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)|[\d,]*))(?:\.\d+)?"
_FIGURE = rf"(?P<low>{_AMOUNT})(?:(?:[%％](?=[-–—－~至]\d))?(?P<dash>[-–—－~至])(?P<high>{_AMOUNT}))?"
_PARTED = re.compile(r"[,\s]")
_UNITS = (
    r"美元|欧元|瑞士法郎|瑞郎|元人民币|日元|英镑|加元|澳元|韩元|瑞典克朗|挪威克朗|丹麦克朗|千兆瓦时|兆瓦时|千瓦时|兆瓦|千瓦|吉瓦|平方公里|公顷|公里|立方米|毫克|千克|公斤|二氧化碳当量|"
    r"个百分点|百分点|倍|名|人次|人|位|家|个|项|次|户|台|块|座|辆|份|种|期|所|吨|篇|部|批|门|场|条|套|口|眼|间|栋|剂|艘|架|头|株|棵|例|笔|件|册|平方米|英亩|升|个月|周|国|届|岁|年|天|小时|米|度|席(?!位)|支(?![持助付出撑配])|顶(?=帐篷)|处(?![理于境置])|[起宗](?=[^，。；\d]{0,8}?(?:举报|指控|事件|案|诉讼|事故|投诉|申诉|申请|袭击|纠纷|违规|欺诈|并购|交易))|只(?=[山绵奶种母]{0,2}[羊鸡鸭鹅兔])|盏|幢|枚|亩|桶(?!装)|瓶(?!装)|袋(?!装)|封(?=[^，。；]{0,4}[信函])"
)
_QUANTITY = re.compile(
    _FIGURE + r"\s*(?:[多余](?=[万亿]))?(?P<large>万亿|十亿|千万|百万|亿|万|千(?![瓦克米兆]))?(?P<more>多(?!国|边)|余)?\s*"
    rf"(?:(?P<percent>[%％])|(?P<unit>{_UNITS}))?(?P<above>以上|以下)?"
)
_HAN_QUANTITY = re.compile(
    r"(?P<han>[一两二三四五六七八九十百千][一两二三四五六七八九十百千]{0,5})(?:[多余](?=[万亿]))?(?P<large>万|亿)?(?P<more>多|余)?(?P<unit>个|项|家|名|所|种|次|期|门|座|台|批|位|套|份)"
)
_FRACTION = re.compile(r"(?P<half>一半)|(?P<down>[二三四五六七八九十])分之(?P<up>[一二三四五六七八九])|百分之(?P<hundred>[一二三四五六七八九十]+)")
#: What alone counts nothing: 一个.
_FEW = frozenset({"一", "二", "十", "百", "千"})
_start = attrgetter("start")
_TIMES = re.compile(r"第\s*\d|\d\s*号|\d\s*条|\d\s*段|\d\s*页")


def chinese_number(words: str) -> int:
    """The value of a number written in Chinese characters below a hundred million.

    :param words: such as 一百二十 or 十九.
    :raises ValueError: when it is no number.

    >>> chinese_number("十九"), chinese_number("两百零三"), chinese_number("5")
    (19, 203, 5)
    >>> chinese_number("一五〇")
    150
    """
    if words.isdigit():
        return int(words)
    if len(words) > 2 and all(character in _DIGITS for character in words):
        return int("".join(str(_DIGITS[character]) for character in words))  # 一五〇
    if "万" in words:
        high, low = words.split("万", 1)
        return chinese_number(high) * 10_000 + (chinese_number(low) if low else 0)
    total, digit = 0, 0
    for position, character in enumerate(words):
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _STEPS:
            total += (digit if digit or position else 1) * _STEPS[character]
            digit = 0
        else:
            raise ValueError(f"{words} is not a number in Chinese characters")
    return total + digit


def han_number(number: int) -> str:
    """A whole number below a thousand in Chinese characters.

    :param number: from 1 to 999.

    >>> han_number(10), han_number(21), han_number(305)
    ('十', '二十一', '三百零五')
    """
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if number < 11:
        return "十" if number == 10 else digits[number]
    if number < 20:
        return "十" + digits[ones]
    if number < 100:
        return digits[tens] + "十" + (digits[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    middle = "" if not rest else ("零" + han_number(rest) if rest < 10 else ("一" if rest < 20 else "") + han_number(rest))
    return digits[hundreds] + "百" + middle


def _iso(year: str, month: str | None, day: str | None) -> str:
    parts = [year, *(f"{int(part):02d}" for part in (month, day) if part)]
    return "-".join(parts)


def _date(match: re.Match[str]) -> str:
    year, month, day = match["year"], match["month"], match["day"]
    first = _iso(year, month, day)
    last_day = match["day2"] or match["day3"]
    if last_day and day:
        last = _iso(match["year2"] or year, match["month2"] or month, last_day)
        return first if last == first else f"{first}/{last}"
    if match["month3"] and not day:
        last = _iso(match["year3"] or year, match["month3"], None)
        return f"{first}/{last}" if first < last else first
    return first


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def find_values(text: str) -> Iterable[Mention]:
    """Dates, numbers and money in a Chinese text, from left to right, none overlapping.

    :param text: repaired text, without spaces between Han characters and digits.

    >>> [(m.type, m.value, m.unit) for m in find_values("2019年11月获6.219亿美元，涵盖156个国家，占90%")]
    [('Date', '2019-11', None), ('Money', '621900000', 'USD'), ('Number', '156', '个'), ('Number', '90', '%')]
    """
    found: list[Mention] = []
    digits = _DIGIT.search(text) is not None
    written = [*_HAN_QUANTITY.finditer(text)]
    shares = "分之" in text or "一半" in text
    if not (digits or written or shares):
        return found
    claimed = bytearray(len(text))
    for mention in (*(_dates(text) if digits and _FOUR.search(text) else ()), *(_shares(text) if shares else ())):
        _claim(mention, claimed, found)
    for matches, han in ((_QUANTITY.finditer(text) if digits else (), False), (written, True)):
        reach = 0
        for match in matches:
            start, end = match.span()
            if not (han and match["han"] in _FEW and not match["large"]):
                near = text[start - 1 if start else 0] in _ABOUT_ENDS
                about = _ABOUT.search(text, max(reach, start - 2), start) if near else None
                mention = _quantity(match, about.start() if about else start, text, han=han)
                if mention is not None:
                    _claim(mention, claimed, found)
            reach = end
    if len(found) > 1:
        found.sort(key=_start)
    return found


def _claim(mention: Mention, claimed: bytearray, found: list[Mention]) -> None:
    """Takes a mention where no other stands."""
    start, end = mention.start, mention.end
    if claimed.find(1, start, end) < 0:
        claimed[start:end] = b"\x01" * (end - start)
        found.append(mention)


def _dates(text: str) -> Iterator[Mention]:
    """Periods, then days, months and years."""
    for pattern in (_PERIOD, _DATE):
        for match in pattern.finditer(text):
            start, end = match.span()
            if not (start and text[start - 1].isdigit()):
                value = f"{match['a']}/{match['b']}" if pattern is _PERIOD else _date(match)
                yield Mention(start, end, match.group(), "Date", value=value)


def _shares(text: str) -> Iterator[Mention]:
    """Fractions in words, as per cent."""
    for match in _FRACTION.finditer(text):
        if match["half"]:
            share = Decimal(50)
        elif match["hundred"]:
            share = Decimal(chinese_number(match["hundred"]))
        else:
            share = Decimal(chinese_number(match["up"]) * 100) / Decimal(chinese_number(match["down"]))
            share = share.quantize(Decimal("0.01"))
        yield Mention(*match.span(), match.group(), "Number", value=_plain(share), unit="%")


def _quantity(match: re.Match[str], start: int, text: str, *, han: bool) -> Mention | None:
    end = match.end()
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if before and (before in "第/.-标" or (before.isascii() and before.isalnum())):
        return None
    unit = match["unit"]
    percent = None if han else match["percent"]
    if not unit and not percent and (after in "年月日号/" or (after.isascii() and after.isalpha())):
        return None
    if unit in {"年", "届", "度", "天"} or (unit == "国" and after == "集"):
        return None
    if han:
        value = Decimal(chinese_number(match["han"]))
    else:
        value = Decimal(_PARTED.sub("", match["high"] or match["low"]))
        if not unit and not percent and not match["large"] and _PARTED.search(match["low"]) is None:
            return None
    if match["large"]:
        value *= _LARGE[match["large"]]
    currency = _CURRENCIES.get(unit or "")
    return Mention(
        start,
        end,
        text[start:end],
        "Money" if currency else "Number",
        value=_plain(value),
        unit="%" if percent else (currency or unit),
    )
