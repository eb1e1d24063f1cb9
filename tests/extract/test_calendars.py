"""Calendars of meetings whose cells became lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.extract.reading import extractor

from mandategraph.model import Literal
from mandategraph.read import read_document


def _facts(lines: list[str], tmp_path: Path) -> set[tuple[str, str, str]]:
    path = tmp_path / "text.txt"
    path.write_text("联合国各区域委员会的会议\n\n" + "\n".join(lines) + "\n\n联合国各区域委员会继续工作。\n", encoding="utf-8")
    facts = extractor().extract(read_document(path)).facts
    return {(f.subject, f.predicate, f.object.value if isinstance(f.object, Literal) else f.object) for f in facts}


_ROWS = [
    ("亚太经社会", "2044年5月23日至27日", "亚太经社会第九十九届会议"),
    ("非洲经委会", "2044年9月7日至9日", "第二届非洲陶瓷论坛暨陶瓷问题部长会议"),
    ("西亚经社会", "2044年12月20日和21日", "西亚经社会成员国陶瓷政策委员会第三届会议"),
]


def test_each_meeting_of_a_calendar_has_its_date_and_its_organ(tmp_path: Path) -> None:
    """Lines of organ, date and meeting in turn tell when each meeting was held, whose session it was and who held it."""
    facts = _facts([line for row in _ROWS for line in row], tmp_path)
    assert {
        ("session/escap-99", "heldOn", "2044-05-23/2044-05-27"),
        ("session/escap-99", "partOf", "organization/escap"),
        ("event/陶瓷问题部长会议", "heldOn", "2044-09-07/2044-09-09"),
        ("organization/eca", "organizes", "event/陶瓷问题部长会议"),
        ("session/西亚经社会成员国陶瓷政策委员会-3", "heldOn", "2044-12-20/2044-12-21"),
        ("session/西亚经社会成员国陶瓷政策委员会-3", "partOf", "body/西亚经社会成员国陶瓷政策委员会"),
        ("organization/escwa", "organizes", "session/西亚经社会成员国陶瓷政策委员会-3"),
    } <= facts


def test_where_the_name_stands_first_the_date_below_is_its_own(tmp_path: Path) -> None:
    """Of a calendar that gives meeting, date and place in turn no meeting gets the date of the one before it."""
    facts = _facts([line for _, date, meeting in _ROWS for line in (meeting, date, "曼谷")], tmp_path)
    held = {(meeting, day) for meeting, predicate, day in facts if predicate == "heldOn"}
    assert ("session/escap-99", "2044-05-23/2044-05-27") in held
    assert ("event/陶瓷问题部长会议", "2044-09-07/2044-09-09") in held
    assert len({meeting for meeting, _ in held}) == len(held)
    assert ("event/陶瓷问题部长会议", "locatedIn", "region/bangkok") in facts


def test_a_calendar_in_english_tells_the_same(tmp_path: Path) -> None:
    """Sessions, special sessions and meetings of an English calendar have their dates, those of bodies nobody listed too."""
    facts = _facts(
        [
            *("ESCAP", "23–27 May 2044", "Ninety-ninth session of ESCAP on the theme “Rivers”"),
            *("ESCWA", "20 and 21 December 2044", "Seventh special session of ESCWA"),
            *("ECA", "7–9 September 2044", "Second Conference on Ceramics"),
            *("ESCWA", "1 March 2044", "Third session of the Committee on Ceramics Policy"),
        ],
        tmp_path,
    )
    assert {
        ("session/escap-99", "heldOn", "2044-05-23/2044-05-27"),
        ("session/escwa-special-7", "partOf", "organization/escwa"),
        ("organization/eca", "organizes", "event/second-conference-on-ceramics"),
        ("session/committee-on-ceramics-policy-3", "partOf", "body/committee-on-ceramics-policy"),
    } <= facts


@pytest.mark.parametrize("lines", [["2044年5月23日", "亚太经社会第九十九届会议"], ["亚太经社会", "第九十九届会议"]])
def test_a_date_above_one_heading_is_no_calendar(lines: list[str], tmp_path: Path) -> None:
    """A single date and a heading say nothing of each other."""
    assert not any(predicate == "heldOn" for _, predicate, _ in _facts(lines, tmp_path))

@pytest.mark.parametrize(
    ("rows", "meeting"),
    [
        ([*_ROWS[:2], ("欧洲经委会", "2044年6月16日", "第九届老龄问题部长级会议")], "event/ministerial-conference-ageing-ece-9"),
        ([*_ROWS[:2], ("亚太经社会", "2044年6月16日", "主题为“河流”的亚太数字部长级会议和陶瓷问题部长会议")], "event/asia-pacific-digital-ministerial"),
        (
            [("ESCAP", "23 May 2044", "Ninety-ninth session of ESCAP"), ("ESCWA", "20 May 2044", "Seventh special session of ESCWA"),
             ("ECE", "16 June 2044", "Ninth Ministerial Conference on Ageing")],
            "event/ministerial-conference-ageing-ece-9",
        ),
    ],
)  # fmt: skip
def test_a_known_meeting_under_its_number(rows: list[tuple[str, str, str]], meeting: str, tmp_path: Path) -> None:
    """A calendar may number or join the meetings that the authority knows: they are those meetings."""
    facts = _facts([line for row in rows for line in row], tmp_path)
    assert meeting in {subject for subject, predicate, day in facts if predicate == "heldOn" and day.startswith("2044-06-16")}
