"""Names that an abbreviation in brackets marks."""

from __future__ import annotations

import pytest

from mandategraph.languages.zh_names import find_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("通过灵活多伙伴机制（FMM）筹集的捐款有所增加。", {"灵活多伙伴机制": "Tool"}),
        ("该工作队推出了海岸恢复监测框架 (CRMF)。", {"海岸恢复监测框架": "Framework"}),
        ("该国设立了三个经济特区（SEZ），并与非政府组织（NGO）合作。", {}),
        ("通过灵活多伙伴机制筹集的捐款有所增加。", {}),
        ("国内生产总值（GDP）下降，方案（SGP）继续实施。", {}),
    ],
)
def test_an_abbreviation_in_brackets_marks_a_name(text: str, names: dict[str, str]) -> None:
    """Words that end in a head word are a name in front of an abbreviation, unless it stands for many things."""
    assert {found.text: found.type for found in find_names(text, ())} == names
