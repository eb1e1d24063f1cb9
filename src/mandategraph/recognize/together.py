"""Places of one kind that a list names together and whose kind stands once behind them: 尼尼微、安巴尔和萨拉赫丁三省."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandategraph.authority import Authority
from mandategraph.model import Mention

__all__ = ["sought", "together"]

_LIST = re.compile(
    "(?P<first>[\u4e00-\u9fff-]{2,20})(?P<rest>(?:、[\u4e00-\u9fff-]{2,12}){0,9}[和与及][\u4e00-\u9fff-]{2,10}?)等?[两二三四五六七八九十]个?(?P<kind>[省州邦县])"
)
_NAME = re.compile("[、和与及](?P<name>[^、和与及]+)")
_KINDS = "省州邦县"


def together(text: str, authority: Authority) -> Iterator[Mention]:
    """The places of such lists that no name by itself tells.

    :param text: of a passage.
    :param authority: known entities and their names.
    """
    if not any(kind in text for kind in _KINDS):
        return
    for found in _LIST.finditer(text):
        first, start = found["first"], found.start("first")
        for begin in range(len(first) - 1):  # 在伊拉克尼尼微: the longest name with which it ends
            if first[begin:] + found["kind"] in authority.by_name:
                yield from _place(text, start + begin, found.end("first"), found["kind"], authority)
                break
        for name in _NAME.finditer(text, found.start("rest"), found.end("rest")):
            yield from _place(text, name.start("name"), name.end("name"), found["kind"], authority)


def _place(text: str, start: int, end: int, kind: str, authority: Authority) -> Iterator[Mention]:
    """The place whose name stands here without its kind, unless it is known without it."""
    written = text[start:end]
    names = authority.by_name.get(written + kind, ())
    if names and written not in authority.by_name and authority.entities[names[0].entity].type == "Region":
        ids = tuple(dict.fromkeys(name.entity for name in names))
        yield Mention(start, end, written, "Region", ids, value="context" if names[0].contextual else None)


def sought(authority: Authority) -> Iterator[str]:
    """The names to find: all but those of regions that are only two countries named together, 澳大利亚和新西兰.

    :param authority: known entities and their names.
    """
    countries = {name.text for name in authority.names if authority.entities[name.entity].type == "Country"}
    for name in authority.names:
        if not ("和" in name.text and authority.entities[name.entity].type == "Region" and countries.issuperset(name.text.split("和"))):
            yield name.text
