"""Generated Chinese documents in the manner of real ones, with the facts that they state.

A document has a masthead, headings and numbered paragraphs. Some sentences state facts about entities of the
authority, some speak of such entities and state nothing that is looked for, some are the prose in between. The
same seed gives the same document.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mandategraph.authority import Authority
from mandategraph.vocabulary import BASE_IRI, GEO, ONTOLOGY, PREFIXES

__all__ = ["Generated", "Stated", "generate", "names_file", "write_documents"]

#: A fact: ids of subject and object, or the value in place of the latter.
Stated = tuple[str, str, str]

_HOME = "organization/unido"
_COUNTRIES = [GEO + code for code in ("156", "392", "756", "276", "250", "710", "686", "704", "818", "504", "360", "604", "484", "566", "400")]
_PARTNERS = ["organization/undp", "organization/ilo", "organization/unep", "organization/fao", "organization/wto",
             "organization/who", "organization/unesco", "organization/itu", "organization/wipo", "organization/unctad"]  # fmt: skip
#: Those of them whose full names say that they are the United Nations'.
_OFFICES = frozenset({"organization/undp", "organization/unep", "organization/unctad"})
_PROGRAMMES = ["programme/gcip", "programme/geipp", "programme/better-work", "programme/chemical-leasing", "programme/gqsp"]
_EVENTS = ["event/gmis", "event/ldc5", "event/summit-of-the-future", "event/wsis"]
_HEADINGS = ("导言", "背景", "工作进展", "伙伴关系", "能力建设", "管理事项", "监测和评价", "今后的工作")
_PLAIN = (
    "专家们在会上讨论了技术转让、能源效率和标准化问题。",
    "与会者分享了各自的经验，并感谢东道国的热情接待。",
    "这些经验表明，良好的规划和长期的投入十分重要。",
    "相关工作正在按照既定的时间表有序推进。",
    "秘书处将继续就此事项向成员国通报最新情况。",
    "过去几年中，数字技术和绿色技术改变了许多行业的面貌。",
    "培训材料已经译成多种文字，供各地的学员使用。",
    "妇女和青年的参与使讨论的内容更加丰富。",
)


@dataclass(frozen=True, slots=True)
class Generated:
    """A generated document.

    :param name: of its file.
    :param text: all of it.
    :param facts: what it states.
    """

    name: str
    text: str
    facts: frozenset[Stated]


class _Writer:
    """Writes one document sentence by sentence and keeps count of what it states."""

    def __init__(self, number: int, authority: Authority, seed: int) -> None:
        self.authority = authority
        self.chance = random.Random(f"{seed}/{number}")  # noqa: S311 - nothing secret
        self.symbol = f"IDB.{40 + number % 50}/{1 + number}"
        self.id = f"document/{self.symbol}"
        self.facts: set[Stated] = {(self.id, "symbol", self.symbol)}

    def state(self, subject: str, predicate: str, thing: str) -> None:
        self.facts.add((subject, predicate, thing))

    def name(self, entity: str) -> str:
        return self.authority.entities[entity].label("zh")

    def some(self, entities: Sequence[str], count: int) -> list[str]:
        return self.chance.sample(entities, count)

    def funded(self) -> str:
        programme, = self.some(_PROGRAMMES, 1)
        first, second = self.some(_COUNTRIES, 2)
        self.state(programme, "fundedBy", first)
        self.state(programme, "fundedBy", second)
        return f"由{self.name(first)}和{self.name(second)}供资的{self.name(programme)}已于{self.chance.randint(2010, 2024)}年启动。"

    def partners(self) -> str:
        found = self.some(_PARTNERS, 3)
        for partner in found:
            self.state(_HOME, "partnerOf", partner)
            if partner in _OFFICES:
                self.state(partner, "partOf", "organization/un")
        first, second, third = map(self.name, found)
        return f"工发组织与{first}、{second}和{third}合作，就有关问题开展了研究。"

    def took_part(self) -> str:
        country, = self.some(_COUNTRIES, 1)
        event, = self.some(_EVENTS, 1)
        self.state(country, "participatesIn", event)
        return f"{self.name(country)}参加了{self.name(event)}。"

    def implemented(self) -> str:
        country, = self.some(_COUNTRIES, 1)
        programme, = self.some(_PROGRAMMES, 1)
        self.state(programme, "implementedBy", _HOME)
        self.state(programme, "operatesIn", country)
        return f"工发组织在{self.name(country)}实施了{self.name(programme)}。"

    def cited(self) -> str:
        number = f"{self.chance.randint(60, 78)}/{self.chance.randint(300, 340)}"
        resolution = f"document/A/RES/{number}"
        self.state(self.id, "cites", resolution)
        self.state(resolution, "adoptedBy", "body/ga")
        return f"大会第{number}号决议重申了这一目标。"

    def spoken_of(self) -> str:
        first, second = map(self.name, self.some(_COUNTRIES, 2))
        return f"来自{first}、{second}等国的{self.chance.randint(20, 900)}名专家听取了情况介绍。"

    def paragraph(self) -> str:
        stating = (self.funded, self.partners, self.took_part, self.implemented, self.cited)
        told = [write() for write in self.chance.sample(stating, 2)]
        told.append(self.spoken_of())
        told += self.chance.sample(_PLAIN, 4)
        self.chance.shuffle(told)
        return "".join(told)


def generate(number: int, authority: Authority, paragraphs: int = 40, seed: int = 7) -> Generated:
    """A document.

    :param number: which; it makes the symbol.
    :param authority: the packaged one, whose names the document uses.
    :param paragraphs: how many; one is about 180 characters long.
    :param seed: of the random numbers.
    """
    writer = _Writer(number, authority, seed)
    year, month, day = writer.chance.randint(2012, 2024), writer.chance.randint(1, 12), writer.chance.randint(1, 28)
    title, item = f"第{number + 1}号工作情况", str(number % 20 + 1)
    writer.state(writer.id, "title", title)
    writer.state(writer.id, "agendaItem", item)
    writer.state(writer.id, "author", "总干事")
    writer.state(writer.id, "date", f"{year}-{month:02}-{day:02}")
    lines = [writer.symbol, "", "Distr.: General", "", f"{year}年{month}月{day}日", "", "原文：中文", "", f"议程项目{item}", "", title, "", "总干事的报告", ""]
    for place in range(paragraphs):
        if place % 8 == 0:
            lines += ["", _HEADINGS[place // 8 % len(_HEADINGS)], ""]
        lines.append(f"{place + 1}.\t{writer.paragraph()}")
    return Generated(f"{number:05}.zh.txt", "\n".join(lines) + "\n", frozenset(writer.facts))


def write_documents(folder: Path, authority: Authority, numbers: Iterable[int], paragraphs: int = 40, seed: int = 7) -> int:
    """Write documents as files, and say how many bytes they have.

    :param folder: where to, made when it is not there.
    :param authority: the packaged one.
    :param numbers: of the documents.
    :param paragraphs: of each.
    :param seed: of the random numbers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for number in numbers:
        document = generate(number, authority, paragraphs, seed)
        size += (folder / document.name).write_bytes(document.text.encode())
    return size


def names_file(path: Path, count: int) -> None:
    """Write an authority file of organizations with made-up Chinese names, for measuring what names cost.

    :param path: a Turtle file to write.
    :param count: how many; a larger file begins with the organizations of a smaller one.
    """
    chance = random.Random(11)  # noqa: S311 - nothing secret
    signs = [chr(sign) for sign in range(0x4E00, 0x8E00, 3)]
    with path.open("w", encoding="utf-8") as file:
        file.write(f"@base <{BASE_IRI}> .\n@prefix mg: <{ONTOLOGY}> .\n@prefix skos: <{PREFIXES['skos']}> .\n")
        for number in range(count):
            name = "".join(chance.choices(signs, k=5))
            file.write(f'<organization/made-{number}> a mg:Organization ; skos:prefLabel "{name}{number % 97}研究所"@zh .\n')
