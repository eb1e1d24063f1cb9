"""Where, with whom and by whom something is done, as a clause tells beside its subject and object."""

from __future__ import annotations

import pytest
from tests.extract.reading import linked

from mandategraph.extract.adjuncts import Adjuncts
from mandategraph.extract.encoding import sentences
from mandategraph.languages import languages


def _named(text: str, verb: str, kind: str) -> list[str]:
    """The words of those whom the adjunct before a verb names."""
    language = languages()["zh"]
    sentence = next(iter(sentences(linked(text)[1], language)))
    span = Adjuncts(language).find(kind, sentence, sentence.code.index(verb))
    return [] if span is None else [item.mention.text for _, item in sentence.entities(*span)]


@pytest.mark.parametrize(
    ("text", "kind", "named"),
    [
        ("工发组织在肯尼亚和乌干达与粮农组织共同实施了绿色技能培训方案。", "in", ["肯尼亚", "乌干达"]),
        ("在肯尼亚和乌干达，工发组织与粮农组织实施了绿色技能培训方案。", "in", ["肯尼亚", "乌干达"]),
        ("在肯尼亚的支持下，工发组织实施了绿色技能培训方案。", "in", []),
        ("工发组织在日内瓦举行的会议上实施了绿色技能培训方案。", "in", []),
        ("工发组织与粮农组织、世界银行合作，在肯尼亚实施了绿色技能培训方案。", "with", ["粮农组织", "世界银行"]),
        ("工发组织同粮农组织（罗马）和世界银行共同实施了绿色技能培训方案。", "with", ["粮农组织", "罗马", "世界银行"]),
        ("工发组织参与粮农组织的工作并实施了绿色技能培训方案。", "with", []),
        ("绿色技能培训方案由粮农组织和世界银行负责实施。", "by", ["粮农组织", "世界银行"]),
        ("绿色技能培训方案在肯尼亚实施。", "by", []),
    ],
)
def test_adjuncts_name_who_and_where(text: str, kind: str, named: list[str]) -> None:
    """The adjunct nearest before a verb names places, partners or doers; what only looks like one names nobody."""
    assert _named(text, "实施", kind) == named
