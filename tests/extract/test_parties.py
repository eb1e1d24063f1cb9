"""Who concluded the agreement that a document is."""

from __future__ import annotations

from pathlib import Path

from tests.extract.reading import UNIDO, extractor

from mandategraph.read import read_document


def _parties(tmp_path: Path, title: str) -> tuple[str, set[str]]:
    path = tmp_path / "agreement.zh.txt"
    path.write_text(f"{title}\n\n双方，\n\n鉴于陶瓷厂用水很多；\n\n议定如下：\n", encoding="utf-8")
    extraction = extractor().extract(read_document(path))
    kind = next(e.type for e in extraction.entities if e.id == extraction.id)
    return kind, {f.subject for f in extraction.facts if f.predicate == "partyTo" and f.object == extraction.id}


def test_the_title_of_an_agreement_names_its_parties(tmp_path: Path) -> None:
    """A text whose title ends with 谅解备忘录 is an agreement of those whom the title names."""
    kind, parties = _parties(tmp_path, "联合国工业发展组织与世界银行关于陶瓷节水的谅解备忘录")
    assert (kind, parties) == ("Agreement", {UNIDO, "organization/world-bank"})


def test_what_an_agreement_is_about_is_no_party(tmp_path: Path) -> None:
    """Only what the title joins by 与 and 和 is a party, and not what it speaks of behind."""
    _, parties = _parties(tmp_path, "联合国工业发展组织和世界银行关于支持日本陶瓷厂的合作协定")
    assert parties == {UNIDO, "organization/world-bank"}


def test_a_text_on_cooperation_is_no_agreement(tmp_path: Path) -> None:
    """A title that names two organizations and no agreement makes neither a party."""
    kind, parties = _parties(tmp_path, "联合国工业发展组织与世界银行的陶瓷工业框架")
    assert kind != "Agreement"
    assert not parties
