"""The authority: what its files may say, how they add up, and what a wrong one is answered with."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import pytest

from mandategraph.authority import AuthorityName, authority_files, load_authority, name_key
from mandategraph.errors import AuthorityError
from mandategraph.model import Name

HEAD = """@base <https://w3id.org/mandategraph/id/> .
@prefix mg: <https://w3id.org/mandategraph/ontology#> .
@prefix sdgo: <http://metadata.un.org/sdg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""
UNIDO = """<organization/unido> a mg:Organization ;
    skos:prefLabel "联合国工业发展组织"@zh, "United Nations Industrial Development Organization"@en ;
    skos:altLabel "工发组织"@zh, "UNIDO"@en ; mg:homeOrganization true ; skos:exactMatch wd:Q386120 .
<body/unido-gc> a mg:Body ; skos:prefLabel "工发组织大会"@zh, "General Conference of UNIDO"@en ;
    mg:contextName "大会"@zh ; mg:code "GC" ; mg:structuralParent <organization/unido> .
<document/GC.18/Res.1> a mg:Declaration ; skos:prefLabel "阿布扎比宣言"@zh ; mg:symbol "GC.18/Res.1" .
"""


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A small authority file."""
    return written(tmp_path, "first.ttl", UNIDO)


def written(folder: Path, name: str, text: str) -> Path:
    """A file with some Turtle after the usual prefixes."""
    path = folder / name
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_entities_hold_what_the_file_says(first: Path) -> None:
    """Class, names, code, parent, home and identifiers elsewhere arrive in the entity."""
    authority = load_authority([first])
    unido = authority.entities["organization/unido"]
    assert unido.type == "Organization"
    assert unido.labels == (
        Name("United Nations Industrial Development Organization", "en"),
        Name("联合国工业发展组织", "zh"),
    )
    assert unido.names == (Name("UNIDO", "en"), Name("工发组织", "zh"))
    assert unido.home
    assert not unido.provisional
    assert unido.same_as == ("http://www.wikidata.org/entity/Q386120",)
    conference = authority.entities["body/unido-gc"]
    assert (conference.code, conference.parent, conference.home) == ("GC", "organization/unido", False)
    assert authority.by_symbol == {"GC.18/Res.1": "document/GC.18/Res.1"}


def test_context_names_are_marked_and_kept_out_of_entities(first: Path) -> None:
    """A context name is a name of the authority, but no name of the entity."""
    authority = load_authority([first])
    assert authority.by_name["大会"] == (AuthorityName("大会", "zh", "body/unido-gc", contextual=True),)
    assert Name("大会", "zh") not in authority.entities["body/unido-gc"].names
    assert not authority.by_name["工发组织"][0].contextual


def test_names_are_sorted_and_complete(first: Path) -> None:
    """Every name of every entity is there once, in order."""
    names = load_authority([first]).names
    assert list(names) == sorted(names)
    assert {name.text for name in names if name.entity == "body/unido-gc"} == {
        "工发组织大会", "General Conference of UNIDO", "大会"}  # fmt: skip


@pytest.mark.parametrize("text", ["unido", "ＵＮＩＤＯ", "《UNIDO》", " UNIDO ", "工发 组织"])
def test_find_overlooks_form(first: Path, text: str) -> None:
    """Case, width, title marks and spaces beside Han characters do not matter to find."""
    assert {name.entity for name in load_authority([first]).find(text)} == {"organization/unido"}


def test_find_gives_nothing_for_unknown(first: Path) -> None:
    """An unknown name gives an empty tuple."""
    assert load_authority([first]).find("粮农组织") == ()


def test_name_key_keeps_spaces_between_latin_words() -> None:
    """Only spaces beside Han characters vanish."""
    assert name_key("World  Bank") == "world bank"
    assert name_key("可持续发展目标 9") == name_key("可持续发展目标9")


def test_ancestors_lists_nearest_first(first: Path, tmp_path: Path) -> None:
    """A session's ancestors are its body, then the organization."""
    session = written(
        tmp_path,
        "session.ttl",
        '<session/gc-19> a mg:Session ; skos:prefLabel "GC 19"@en ; mg:structuralParent <body/unido-gc> .',
    )
    authority = load_authority([first, session])
    assert authority.ancestors("session/gc-19") == ("body/unido-gc", "organization/unido")
    assert authority.ancestors("organization/unido") == ()
    with pytest.raises(AuthorityError, match="organization/none is not in the authority"):
        authority.ancestors("organization/none")


def test_later_file_adds_names_and_replaces_a_label(first: Path, tmp_path: Path) -> None:
    """An extra file adds names; its preferred name takes the place of the old one, which stays a name."""
    extra = written(
        tmp_path,
        "extra.ttl",
        '<organization/unido> skos:prefLabel "工发组织"@zh ; skos:altLabel "ONUDI"@fr .',
    )
    unido = load_authority([first], extra=[extra]).entities["organization/unido"]
    assert unido.label("zh") == "工发组织"
    assert {Name("联合国工业发展组织", "zh"), Name("ONUDI", "fr")} <= set(unido.names)
    assert Name("工发组织", "zh") not in unido.names


def test_later_file_adds_entities_and_blockers(first: Path, tmp_path: Path) -> None:
    """An extra file may bring new entities; a text file brings blockers, its comments aside."""
    extra = written(tmp_path, "extra.ttl", '<tool/equip> a mg:Tool ; skos:prefLabel "EQuIP"@en .')
    words = tmp_path / "blockers.txt"
    words.write_text("# words\n中国际   # as in 集中国际\n\n", encoding="utf-8")
    authority = load_authority([first, words], extra=[extra])
    assert authority.entities["tool/equip"].type == "Tool"
    assert authority.blockers == {"中国际"}


def test_review_status(first: Path, tmp_path: Path) -> None:
    """A provisional entity stays so until a later file says that it is reviewed."""
    new = written(
        tmp_path, "new.ttl", '<tool/x> a mg:Tool ; skos:prefLabel "X tool"@en ; mg:status mg:provisional .'
    )
    reviewed = written(tmp_path, "reviewed.ttl", "<tool/x> mg:status mg:reviewed .")
    assert load_authority([first, new]).entities["tool/x"].provisional
    assert not load_authority([first, new], extra=[reviewed]).entities["tool/x"].provisional


def test_rejected_names_name_nothing(first: Path, tmp_path: Path) -> None:
    """A rejected entity is gone, and its names are blocked and taken from other entities."""
    extra = written(
        tmp_path,
        "extra.ttl",
        """<tool/no> a mg:Tool ; skos:prefLabel "有关工具"@zh ; skos:altLabel "UNIDO"@en ;
            mg:status mg:rejected .""",
    )
    authority = load_authority([first], extra=[extra])
    assert "tool/no" not in authority.entities
    assert authority.rejected == {"tool/no"}
    assert {"有关工具", "UNIDO"} <= authority.blockers
    assert authority.find("UNIDO") == ()
    assert authority.find("工发组织") != ()


@pytest.mark.parametrize("predicate", ["dct:isReplacedBy", "skos:exactMatch"])
def test_merging_gives_names_to_what_stands_for_it(first: Path, tmp_path: Path, predicate: str) -> None:
    """A merged entity's names, symbol and children go to the entity that replaces it."""
    extra = written(
        tmp_path,
        "extra.ttl",
        f"""<organization/onudi> a mg:Organization ; skos:prefLabel "ONUDI"@fr ;
            {predicate} <organization/unido> .
        <unit/x> a mg:Unit ; skos:prefLabel "Unit X"@en ; mg:structuralParent <organization/onudi> .
        <document/abu> a mg:Declaration ; skos:prefLabel "ADD"@en ; mg:symbol "ADD/1" ;
            {predicate} <document/lima> .
        <document/lima> a mg:Declaration ; skos:prefLabel "利马宣言"@zh .""",
    )
    authority = load_authority([first], extra=[extra])
    assert "organization/onudi" not in authority.entities
    assert authority.replaced["organization/onudi"] == "organization/unido"
    assert Name("ONUDI", "fr") in authority.entities["organization/unido"].names
    assert authority.entities["unit/x"].parent == "organization/unido"
    assert authority.by_symbol["ADD/1"] == "document/lima"


def test_merging_follows_chains(first: Path, tmp_path: Path) -> None:
    """What is replaced by something replaced ends at the last of the chain."""
    extra = written(
        tmp_path,
        "extra.ttl",
        """<organization/a> a mg:Organization ; skos:prefLabel "AAA"@en ; dct:isReplacedBy <organization/b> .
        <organization/b> a mg:Organization ; skos:prefLabel "BBB"@en ;
            dct:isReplacedBy <organization/unido> .""",
    )
    authority = load_authority([first], extra=[extra])
    assert set(authority.replaced.values()) == {"organization/unido"}
    assert {Name("AAA", "en"), Name("BBB", "en")} <= set(authority.entities["organization/unido"].names)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<organization/x> a mg:Organization", "wrong.ttl, line"),
        ("<organization/x> a mg:Organisation .", "no class; classes are Agreement"),
        ("<goal/9> a mg:Goal .", "no class"),
        ('<organization/x> skos:prefLabel "X"@en .', "no class and no other file describes it"),
        ("<organization/x> a mg:Organization .", "<organization/x>: it has no skos:prefLabel"),
        ('<organization/x> a mg:Organization, mg:Unit ; skos:prefLabel "X"@en .', "one class is needed"),
        ('<org/x> a mg:Organization ; skos:prefLabel "X"@en .', "should be like organization/short-name"),
        (
            '<country/x> a mg:Country ; skos:prefLabel "X"@en .',
            "like http://metadata.un.org/sdg/codes/geoArea/156",
        ),
        ('<organization/x/> a mg:Organization ; skos:prefLabel "X"@en .', "should be like"),
        (
            '<http://metadata.un.org/sdg/09> a sdgo:Goal ; skos:prefLabel "X"@en .',
            "like http://metadata.un.org/sdg/9",
        ),
        ('<http://metadata.un.org/sdg/9.A> a sdgo:Target ; skos:prefLabel "X"@en .', "sdg/9.4"),
        ('<tool/x> a mg:Tool ; skos:prefLabel " X"@en .', "without spaces around it"),
        ('<tool/x> a mg:Tool ; skos:prefLabel ""@en .', "without spaces around it"),
        ("<tool/x> a mg:Tool ; skos:prefLabel <tool/y> .", "without spaces around it"),
        ('<tool/x> a mg:Tool ; skos:prefLabel "X"@en, "Y"@en .', "two preferred names in en"),
        ('<tool/x> a mg:Tool ; skos:prefLabel "X"@english .', "is no language code"),
        ('<tool/x> a mg:Tool ; skos:prefLabel "X"@en ; mg:nickname "Y" .', "unknown property"),
        (
            '<tool/x> a mg:Tool ; skos:prefLabel "X"@en ; mg:status mg:good .',
            "is none of mg:provisional, mg:rejected",
        ),
        (
            '<tool/x> a mg:Tool ; skos:prefLabel "X"@en ; mg:structuralParent <tool/y> .',
            "<tool/y> is unknown",
        ),
        ('<tool/x> a mg:Tool ; skos:prefLabel "X"@en ; mg:structuralParent "tool/y" .', "should be an IRI"),
        (
            '<tool/x> a mg:Tool ; skos:prefLabel "X"@en ; dct:isReplacedBy <tool/y> .',
            "which replaces it, is unknown",
        ),
        ('[] a mg:Tool ; skos:prefLabel "X"@en .', "an entity needs an IRI"),
        (
            '<tool/x> a mg:Tool ; skos:prefLabel "unido"@fr .',
            '"UNIDO" names <organization/unido> (first.ttl) and',
        ),
        (
            '<document/y> a mg:Decision ; skos:prefLabel "Y"@en ; mg:symbol "GC.18/Res.1" .',
            "has the symbol GC.18/Res.1 too",
        ),
        (
            """<tool/x> a mg:Tool ; skos:prefLabel "X"@en ; mg:structuralParent <tool/y> .
            <tool/y> a mg:Tool ; skos:prefLabel "Y"@en ; mg:structuralParent <tool/x> .""",
            "leads back to itself",
        ),
        (
            """<tool/x> a mg:Tool ; skos:prefLabel "X"@en ; dct:isReplacedBy <tool/y> .
            <tool/y> a mg:Tool ; skos:prefLabel "Y"@en ; dct:isReplacedBy <tool/x> .""",
            "replace one another in a ring",
        ),
    ],
)
def test_wrong_files_are_named(first: Path, tmp_path: Path, text: str, message: str) -> None:
    """Each mistake gives one line that names the file, the entity or line, and what would be valid."""
    with pytest.raises(AuthorityError) as caught:
        load_authority([first, written(tmp_path, "wrong.ttl", text)])
    assert message in str(caught.value)
    assert "wrong.ttl" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_and_undecodable_files_are_named(tmp_path: Path) -> None:
    """A file that is not there, or a list of blockers that is not UTF-8, is an error of the authority."""
    with pytest.raises(AuthorityError, match=r"cannot read the authority file .*none\.ttl"):
        load_authority([tmp_path / "none.ttl"])
    words = tmp_path / "words.txt"
    words.write_bytes("中国".encode("gb18030"))
    with pytest.raises(AuthorityError, match=r"words\.txt is not UTF-8 at byte 0"):
        load_authority([words])


def test_order_of_files_does_not_matter_without_overlap(first: Path, tmp_path: Path) -> None:
    """Files that say different things make the same authority in any order."""
    other = written(tmp_path, "other.ttl", '<tool/x> a mg:Tool ; skos:prefLabel "X tool"@en .')
    here, there = load_authority([first, other]), load_authority([other, first])
    assert (here.names, here.entities) == (there.names, there.entities)


def test_hash_tells_files_apart(first: Path, tmp_path: Path) -> None:
    """The hash is the same for the same bytes and changes with them."""
    one = load_authority([first]).sha256
    assert one == load_authority([first]).sha256
    other = written(tmp_path, "other.ttl", '<tool/x> a mg:Tool ; skos:prefLabel "X tool"@en .')
    assert one != load_authority([first, other]).sha256


def test_a_copy_travels_to_another_process(first: Path) -> None:
    """An authority can be pickled, and the copy finds the same names."""
    authority = load_authority([first])
    copy = pickle.loads(pickle.dumps(authority))  # noqa: S301
    assert copy == authority
    assert copy.find("unido") == authority.find("unido")


def test_packaged_files_load_fast() -> None:
    """All files of the package load well under a second of processor time."""
    start = time.process_time()
    authority = load_authority()
    assert time.process_time() - start < 1.0
    assert len(authority.entities) > 1500
    assert {path.suffix for path in authority_files()} == {".ttl", ".txt"}
