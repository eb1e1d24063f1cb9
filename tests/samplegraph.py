"""A small graph in the layout of a built one: two documents, one of them in two languages."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import RdfFormat, Store

from mandategraph.vocabulary import BASE_IRI, PREFIXES

__all__ = ["PREFIX_LINES", "sample", "sample_trig"]

PREFIX_LINES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in {"id": BASE_IRI, **PREFIXES}.items())

_TEXTS = {
    ("report", "zh"): ("示范报告", "示范方案由日本供资，在肯尼亚开展，培训了120名青年。"),
    ("report", "en"): (
        "Sample report",
        "The sample programme is funded by Japan and trained 120 young people.",
    ),
    ("resolution", "zh"): (
        "关于示范方案的决议",
        "请秘书处在2025年12月31日前提出报告。日本资助的示范方案促进具体目标9.4。本决议在第一届会议上通过，会期为11月3日至7日。",
    ),
}
_SYMBOLS = {"report": "MG.1/2", "resolution": "MG.1/Res.1"}
_DIGEST = "0123456789abcdef" * 4
_JAPAN = "http://metadata.un.org/sdg/codes/geoArea/392"
_KENYA = "http://metadata.un.org/sdg/codes/geoArea/404"
_TARGET = "http://metadata.un.org/sdg/9.4"
_GOAL = "http://metadata.un.org/sdg/9"


def _entity(iri: str, class_: str, zh: str, en: str, more: str = "", status: str = "reviewed") -> str:
    return f'<{iri}> a {class_} ; skos:prefLabel "{zh}"@zh , "{en}"@en ; mg:status mg:{status}{more} .\n'


def _edition(document: str, language: str) -> tuple[str, str, str]:
    """An edition's IRI, its source text and the description of it and of its two passages."""
    title, text = _TEXTS[document.split("-")[0], language]
    source, start = f"{title}\n{text}", len(title) + 1
    root = f"{BASE_IRI}document/{document}"
    edition = f"{root}/{language}"
    description = (
        f'<{edition}> a mg:Edition ; mg:editionOf <{root}> ; dct:language "{language}" ;\n'
        f'  mg:fileName "{document}.txt" ; mg:sha256 "{_DIGEST}" ; mg:characters {len(source)} .\n'
        f'<{root}/masthead/title> a mg:Passage ; mg:inDocument <{root}> ; mg:kind "masthead" ; mg:order 0 ;\n'
        f'  mg:start 0 ; mg:end {len(title)} ; mg:text "{title}"@{language} .\n'
        f'<{root}/para/1> a mg:Passage ; mg:inDocument <{root}> ; mg:kind "paragraph" ; mg:number "1" ;\n'
        f'  mg:order 1 ; mg:heading "{title}"@{language} ; mg:start {start} ; mg:end {len(source)} ;\n'
        f'  mg:text "{text}"@{language} .\n'
    )
    return edition, source, description


def _parts(copy: str) -> Iterator[str]:
    report, resolution = f"report{copy}", f"resolution{copy}"
    things = {
        name: f"{BASE_IRI}{name}{copy}"
        for name in ("programme/sample", "unit/secretariat", "body/conference", "session/conference-1")
    }
    programme, unit, body, session = things.values()
    documents = {name: f"{BASE_IRI}document/{name}" for name in (report, resolution)}
    result = f"{BASE_IRI}result/03{copy}"
    facts: list[tuple[str, str, str, str, str, list[tuple[str, str, str, str]]]] = [
        ("01", programme, "fundedBy", f"<{_JAPAN}>",
         ' ; mg:amount 1000000.0 ; mg:currency "USD" ; mg:year "2022"^^xsd:gYear',
         [(report, "zh", "para/1", "由日本供资"), (report, "en", "para/1", "funded by Japan"),
          (resolution, "zh", "para/1", "日本资助的示范方案")]),
        ("02", programme, "operatesIn", f"<{_KENYA}>", ' ; mg:fromDate "2020-01"^^xsd:gYearMonth',
         [(report, "zh", "para/1", "在肯尼亚开展")]),
        ("03", programme, "hasResult", f"<{result}>",
         ' ; mg:measure "培训青年"@zh ; mg:value 120.0 ; mg:unit "名"@zh ; mg:year "2022"^^xsd:gYear',
         [(report, "zh", "para/1", "培训了120名青年")]),
        ("04", documents[resolution], "mandates", f"<{unit}>",
         ' ; mg:act mgact:requests ; mg:on "提出报告"@zh ; mg:due "2025-12-31"^^xsd:date',
         [(resolution, "zh", "para/1", "请秘书处在2025年12月31日前提出报告")]),
        ("05", programme, "contributesTo", f"<{_TARGET}>", "",
         [(resolution, "zh", "para/1", "促进具体目标9.4")]),
        ("06", documents[resolution], "adoptedAt", f"<{session}>", "",
         [(resolution, "zh", "para/1", "在第一届会议上通过")]),
        ("07", session, "heldOn", '"2025-11-03/2025-11-07"', "",
         [(resolution, "zh", "para/1", "会期为11月3日至7日")]),
        ("08", documents[report], "title", '"示范报告"@zh', "",
         [(report, "zh", "masthead/title", "示范报告")]),
        ("09", documents[resolution], "symbol", f'"{_SYMBOLS["resolution"]}"', "",
         [(resolution, "zh", "masthead/title", "决议")]),
        ("10", documents[report], "date", '"2025-10"^^xsd:gYearMonth', "",
         [(report, "zh", "masthead/title", "报告")]),
    ]  # fmt: skip
    yield _entity(programme, "mg:Programme", "示范方案", "Sample programme", status="provisional")
    yield _entity(unit, "mg:Unit", "秘书处", "Secretariat")
    yield _entity(body, "mg:Body", "大会", "Conference", ' ; mg:code "MG"')
    yield _entity(
        session, "mg:Session", "第一届会议", "First session", f' ; mg:structuralParent <{body}> ; mg:code "1"'
    )
    yield _entity(_JAPAN, "mg:Country", "日本", "Japan", ' ; mg:code "JPN" ; skos:exactMatch wd:Q17')
    yield _entity(_KENYA, "mg:Country", "肯尼亚", "Kenya", ' ; skos:altLabel "肯尼亚共和国"@zh')
    yield _entity(_GOAL, "sdgo:Goal", "目标9", "Goal 9")
    yield _entity(_TARGET, "sdgo:Target", "具体目标9.4", "Target 9.4", f" ; sdgo:isTargetOf <{_GOAL}>")
    for name, class_ in ((report, "mg:Document"), (resolution, "mg:Resolution")):
        symbol = _SYMBOLS[name.removesuffix(copy)]
        yield _entity(documents[name], class_, symbol, symbol, f' ; mg:symbol "{symbol}"')
    yield (
        f'<{result}> a mg:Result ; mg:bearer <{programme}> ; mg:measure "培训青年"@zh ; mg:value 120.0 ;\n'
        '  mg:unit "名"@zh ; mg:year "2022"^^xsd:gYear ; rdfs:label "培训青年 = 120 名"@zh .\n'
        f"<{BASE_IRI}mandate/04{copy}> a mg:Mandate ; mg:issuer <{documents[resolution]}> ;\n"
        f'  mg:act mgact:requests ; mg:addressee <{unit}> ; mg:task "提出报告"@zh ;\n'
        f'  mg:due "2025-12-31"^^xsd:date ; mg:statedBy <{BASE_IRI}fact/04{copy}> .\n'
    )
    editions = {
        (d, lang): _edition(d, lang) for d, lang in ((report, "zh"), (report, "en"), (resolution, "zh"))
    }
    reasons = {place: description for place, (_, _, description) in editions.items()}
    for number, subject, predicate, object_, qualifiers, evidence in facts:
        fact = f"{BASE_IRI}fact/{number}{copy}"
        support, languages = len({e[0] for e in evidence}), len({e[1] for e in evidence})
        yield (
            f"<{subject}> mg:{predicate} {object_} .\n"
            f"<{fact}> a mg:Fact ; rdf:subject <{subject}> ; rdf:predicate mg:{predicate} ;\n"
            f"  rdf:object {object_} ; mg:support {support} ; mg:languages {languages}{qualifiers} .\n"
        )
        for document, language, passage, quote in evidence:
            edition, source, _ = editions[document, language]
            start = source.index(quote)
            node = f"{BASE_IRI}evidence/{number}-{document}-{language}"
            reasons[document, language] += (
                f"<{fact}> mg:evidence <{node}> .\n"
                f"<{node}> a mg:Evidence ; mg:ofFact <{fact}> ; mg:edition <{edition}> ;\n"
                f'  mg:passage <{documents[document]}/{passage}> ; mg:quote "{quote}"@{language} ;\n'
                f"  mg:start {start} ; mg:end {start + len(quote)} ;\n"
                f'  mg:rule "{language}/{predicate}-1" ; mg:confidence 0.97 ; dct:language "{language}" .\n'
            )
    mentions = f'<{programme}> mg:mentionedAs "示范方案"@zh .\n'
    for place, description in reasons.items():
        yield f"GRAPH <{editions[place][0]}> {{\n{description}{mentions if place[1] == 'zh' else ''}}}\n"


def sample_trig(copies: int = 1) -> str:
    """The graph as TriG.

    :param copies: how often the documents and what they state are repeated under other names.
    """
    numbers = [""] + [f"-{number}" for number in range(1, copies)]
    return PREFIX_LINES + "".join(part for number in numbers for part in _parts(number))


def sample(copies: int = 1) -> Store:
    """The graph in a store in memory."""
    store = Store()
    store.load(sample_trig(copies).encode(), format=RdfFormat.TRIG)
    return store
