"""Marks of Chinese texts as they are meant, and what marks that a name begins."""

from __future__ import annotations

import re

__all__ = ["BEGUN", "PAID_FOR", "curled"]

_HAN = re.compile(r"[\u3400-\u9fff]")
#: Where a name certainly begins, whatever verbs it holds: 加入了国际工业发展促进妇女赋权网络.
BEGUN = re.compile(
    r"(?:(?:举办|召开|主办|承办|举行|组织|加入|发起|创建)了|(?:举办|召开|主办|承办|举行|组织|主持|牵头|发起|领导|协调)的)(?:首[届次个]|一[个项次届场期])?"
    r"(?P<name>(?!关于|有关|题为|名为|旨在|促进|支持|帮助|推动|若干|多|几|新|其|该|这)(?:(?!培训班?[和、及]|会议?[和、及])[^，。；：“”《》（）()的了在由与同对为向\n\d]){4,26})$"
)
#: Where the name of a project begins that somebody pays for: 资助的农业创新、韧性和推广方案.
PAID_FOR = re.compile(
    r"(?:资助|供资|融资|出资|出资支持|供资支持|赞助|实施|执行)的"
    r"(?P<name>(?!关于|有关|题为|名为|旨在|用于|以|若干|一些|一[个项]|[这其该各多几两三四五六七八九十]|新)(?:(?!\d{1,3}[个项]|合作|培训[和、]|等|以及)[^，。；：“”《》（）()的了在由与同对为向\n]){4,26})$"
)


def curled(text: str) -> str:
    """A Chinese text with its straight quotation marks, where they go in pairs, as marks that open and close.

    :param text: repaired text.

    >>> curled('题为"水与城市"的论坛'), curled('5" 管')
    ('题为“水与城市”的论坛', '5" 管')
    """
    parts = text.split('"')
    if len(parts) == 1 or len(parts) % 2 == 0 or any(_HAN.search(part) is None for part in parts[1::2]):
        return text
    return "".join(part + ("" if place == len(parts) - 1 else "“”"[place % 2]) for place, part in enumerate(parts))
