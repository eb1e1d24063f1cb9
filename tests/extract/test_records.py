"""Records of meetings, and resolutions that tell the meeting at which they were adopted."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.extract.reading import extractor

from mandategraph.model import Extraction, Literal
from mandategraph.read import read_document

_ZH = """和平利用外层空间委员会
第907次会议简要记录
2044年3月8日星期二上午10时在纽约总部举行
主席：科斯塔先生(智利)
后来：奥孔乔女士(副主席)(加纳)
目录
通过议程
上午10时宣布开会。
1. Ferreira女士(巴西)说，巴西支持该方案。
2. 哈立德·纳赛尔先生(埃及观察员)说，埃及支持该方案。
3. 林德女士(饮水权问题特别报告员)介绍了报告。
4. 副主席Moreau先生(法国)代表该机构发言。
5. 各国支持该方案。
"""
_EN = """Committee on the Peaceful Uses of Outer Space
Summary record of the 907th meeting
Held at Headquarters, New York, on Tuesday, 8 March 2044, at 10 a.m.
Chair: Mr. Costa . . . . . . . . . . (Chile)
Contents
The meeting was called to order at 10 a.m.
1. Ms. Ferreira (Brazil) said that Brazil supported the programme.
2. Mr. Nasser (Observer for Egypt) said that Egypt supported the programme.
"""
_MEETING = "session/copuos-meeting-907"


def _read(text: str, tmp_path: Path) -> Extraction:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    return extractor().extract(read_document(path))


def _facts(extraction: Extraction) -> set[tuple[str, str, str]]:
    labels = {entity.id: entity.label("zh") for entity in extraction.entities if entity.type in {"Person", "Country"}}
    return {
        (labels.get(f.subject, f.subject), f.predicate, f.object.value if isinstance(f.object, Literal) else labels.get(f.object, f.object))
        for f in extraction.facts
    }


def test_a_record_tells_its_meeting_who_presides_and_who_speaks(tmp_path: Path) -> None:
    """A summary record gives its meeting's body, day, place and chair, and each speaker with the country spoken for."""
    extraction = _read(_ZH, tmp_path)
    facts = _facts(extraction)
    assert {
        (_MEETING, "partOf", "body/copuos"),
        (_MEETING, "heldOn", "2044-03-08"),
        (_MEETING, "locatedIn", "region/new-york"),
        (extraction.id, "reportsOn", _MEETING),
        ("科斯塔", "leads", _MEETING),
        ("奥孔乔", "leads", _MEETING),
        ("body/copuos", "headedBy", "科斯塔"),
    } <= facts
    assert {one for one, predicate, _ in facts if predicate == "participatesIn"} == {
        "Ferreira", "巴西", "哈立德·纳赛尔", "埃及", "林德", "Moreau"
    }  # fmt: skip
    assert ("body/copuos", "headedBy", "奥孔乔") not in facts


def test_a_record_in_english_tells_the_same(tmp_path: Path) -> None:
    """The English edition of a summary record names the same meeting."""
    facts = _facts(_read(_EN, tmp_path))
    assert {
        (_MEETING, "partOf", "body/copuos"),
        (_MEETING, "heldOn", "2044-03-08"),
        (_MEETING, "locatedIn", "region/new-york"),
        ("Costa", "leads", _MEETING),
        ("Ferreira", "participatesIn", _MEETING),
    } <= facts
    assert len({one for one, predicate, _ in facts if predicate == "participatesIn"}) == 4


def test_meetings_are_counted_within_the_session_that_the_masthead_names(tmp_path: Path) -> None:
    """The 21st meeting of a main committee is that of its session."""
    text = _ZH.replace("和平利用外层空间委员会\n第907次", "第九十九届会议\n第三委员会\n第21次")
    assert ("session/ga-third-committee-99-meeting-21", "heldOn", "2044-03-08") in _facts(_read(text, tmp_path))


def test_a_verbatim_record_names_its_members_and_speakers(tmp_path: Path) -> None:
    """A record whose number stands on a line of its own tells who sits for each member, and is titled as a record."""
    text = (
        "联合国\nS/PV.9417\n安全理事会\n第九十九年\n第9417次会议\n2044年12月16日星期五上午10时举行\n纽约\n\n临时逐字记录\n\n"
        "主席：\t科斯塔夫人\t(智利)\n成员：\t加纳\t奥孔乔先生\n\t埃及\t纳赛尔先生\n\n议程项目\n通过议程\n\n上午10时05分开会。\n\n议程通过。\n\n"
        "林德先生(以英语发言)：各国支持该方案。\n\n奥孔乔先生(加纳)(以英语发言)：加纳支持该方案。\n"
    )
    extraction = _read(text, tmp_path)
    facts = _facts(extraction)
    meeting = "session/sc-meeting-9417"
    assert {
        (extraction.id, "title", "临时逐字记录"),
        (extraction.id, "reportsOn", meeting),
        (meeting, "heldOn", "2044-12-16"),
        (meeting, "locatedIn", "region/new-york"),
        ("科斯塔", "leads", meeting),
        ("加纳", "memberOf", "body/sc"),
        ("埃及", "participatesIn", meeting),
        ("纳赛尔", "participatesIn", meeting),
        ("林德", "participatesIn", meeting),
    } <= facts


def test_the_symbol_tells_the_meeting_of_a_copy_without_its_masthead(tmp_path: Path) -> None:
    """Who speaks in a part of a record takes part in the meeting that its symbol numbers; a vice-chair speaks for no country."""
    path = tmp_path / "S-PV-9417.en.txt"
    text = "The President: The Security Council will begin.\n\nMr. Mensah (Ghana) (spoke in French): Ghana supports it.\n\n"
    path.write_text(text + "Ms. Costa (Chile), Vice-Chair, said that the Security Council agreed.\n", encoding="utf-8")
    taking_part = {f.subject for f in extractor().extract(read_document(path)).facts if f.object == "session/sc-meeting-9417"}
    assert len(taking_part) == 3
    assert {"person/mensah", "person/costa"} <= taking_part


def test_a_record_of_one_meeting_tells_no_date_of_the_session(tmp_path: Path) -> None:
    """The day of a plenary meeting is not when the session was held."""
    text = _ZH.replace("和平利用外层空间委员会\n第907次", "第九十九届会议\n第三委员会\n第21次")
    assert not any(predicate == "heldOn" and "meeting" not in one for one, predicate, _ in _facts(_read(text, tmp_path)))


@pytest.mark.parametrize(
    "text",
    [
        "S/RES/9446 (2044)\n第9446(2044)号决议\n2044年11月15日安全理事会第9401次会议通过\n安全理事会，\n回顾第9440(2044)号决议，\n",
        "第9446(2044)号决议\n2044年11月15日安全理事会第9401次会议通过\n安全理事会,\n回顾第9440(2044)号决议,\n",
        "Resolution 9446 (2044)\nAdopted by the Security Council at its 9401st meeting, on 15 November 2044\nThe Security Council,\nRecalling its resolution 9440 (2044),\n",
    ],
)
def test_a_resolution_of_the_security_council_is_known_by_its_number(text: str, tmp_path: Path) -> None:
    """Its printed number makes its symbol, with or without a masthead, and it was adopted at the meeting that is named."""
    extraction = _read(text, tmp_path)
    assert extraction.id == "document/S/RES/9446(2044)"
    assert {
        (extraction.id, "adoptedBy", "body/sc"),
        (extraction.id, "adoptedAt", "session/sc-meeting-9401"),
        ("session/sc-meeting-9401", "heldOn", "2044-11-15"),
        (extraction.id, "reaffirms", "document/S/RES/9440(2044)"),
    } <= _facts(extraction)
    assert (extraction.id, "cites", extraction.id) not in _facts(extraction)


def test_a_resolution_of_the_assembly_is_known_by_the_number_of_its_title(tmp_path: Path) -> None:
    """Below 大会决议 the number of the title makes the symbol, whatever commas the text has."""
    extraction = _read("第九十九届会议\n议程项目100\n\n大会决议\n\n99/122.深海对话\n\n大会,\n\n回顾联合国大会第95/228号决议,\n", tmp_path)
    assert extraction.id == "document/A/RES/99/122"
    assert (extraction.id, "reaffirms", "document/A/RES/95/228") in _facts(extraction)
