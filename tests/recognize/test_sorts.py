"""Words in front of the name of an organization that only tell of what sort it is."""

from __future__ import annotations

import pytest

from mandategraph.authority import load_authority
from mandategraph.languages.zh import language
from mandategraph.recognize import Recognizer


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    """A recognizer with the authority of the package."""
    return Recognizer(load_authority())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("世界银行与瑞典发展机构瑞典国际开发合作署合作。", ["世界银行", "瑞典国际开发合作署"]),
        ("与德国开发机构德国国际合作机构合作。", ["德国国际合作机构"]),
        ("与德国开发机构和世界银行合作。", ["世界银行"]),
    ],
)
def test_what_tells_the_sort_is_no_organization_of_its_own(recognizer: Recognizer, text: str, names: list[str]) -> None:
    """瑞典发展机构 right in front of the agency's name goes with it and names nobody else."""
    assert [m.text for m in recognizer.mentions(text, language()) if m.type == "Organization"] == names
