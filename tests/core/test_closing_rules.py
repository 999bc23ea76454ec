"""A day closed at short notice: what becomes of its label and of those after it, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coachsched.core.calendar import Bell, Calendar, DayException, Period, Rotation, Term
from coachsched.core.closing import Closing, has_choice, put, relabelled, with_bell, with_closings

MON = date(2027, 1, 11)
DAYS = ("A", "B", "C", "D")
BELLS = (Bell("usual", (Period("1", "lesson", 480, 525),)), Bell("late", (Period("1", "lesson", 600, 630),)))


def day(number: int) -> date:
    """The number-th day of a week that begins on Monday 11 January, the weekend left out."""
    return MON + timedelta(days=number + 2 * (number // 5))


def school(setting: str = "hold", *exceptions: DayException, **rotation) -> Calendar:
    chosen = {"mode": "count", "labels": DAYS, "anchor": MON, "closure": setting} | rotation
    terms = (Term("Term", MON, MON + timedelta(days=60)),)
    return Calendar("Europe/Berlin", Rotation(**chosen), BELLS, terms=terms, exceptions=exceptions)


def labels(calendar: Calendar, count: int = 10) -> str:
    return "".join(calendar.day(day(number)).cycle_day or "-" for number in range(count))


def close(calendar: Calendar, rule: str, *numbers: int) -> Calendar:
    """Closed one after the other, as on mornings that follow each other."""
    closings: list[Closing] = []
    for number in numbers:
        stood = next((one for one in calendar.exceptions if one.date == day(number)), None)
        closings.append(Closing(day(number), rule, stood))  # type: ignore[arg-type]
        calendar = with_closings(calendar, closings)
    return calendar


@pytest.mark.parametrize("setting", ["hold", "burn"])
@pytest.mark.parametrize(
    ("rule", "closed", "expected"),
    [
        ("hold", (2,), "AB-CDABCDA"),
        ("burn", (2,), "AB-DABCDAB"),
        ("hold", (2, 3), "AB--CDABCD"),
        ("burn", (2, 3), "AB--ABCDAB"),
        ("hold", (0,), "-ABCDABCDA"),
        ("burn", (0,), "-BCDABCDAB"),
        ("hold", (2, 5), "AB-CD-ABCD"),
        ("burn", (2, 5), "AB-DA-CDAB"),
    ],
)
def test_a_day_holds_or_burns_its_label_whatever_the_setting(setting, rule, closed, expected):
    """48, 49, 52: hold, burn, and two closures."""
    assert labels(close(school(setting), rule, *closed)) == expected
    assert labels(close(school(setting), rule, *reversed(closed))) == expected


def test_the_schools_own_rule_needs_nothing_but_a_closure():
    for setting in ("hold", "burn"):
        (written,) = close(school(setting), setting, 2).exceptions
        assert written == DayException(day(2), "closure")


@pytest.mark.parametrize("setting", ["hold", "burn"])
def test_an_earlier_closure_moves_what_a_later_day_was_given(setting):
    first = [Closing(day(5), "burn"), Closing(day(2), "hold")]
    assert labels(with_closings(school(setting), first)) == "AB-CD-BCDA"
    # The first is undone: the other is worked out again.
    assert labels(with_closings(school(setting), first[:1])) == "ABCDA-CDAB"


@pytest.mark.parametrize("setting", ["hold", "burn"])
@pytest.mark.parametrize("rule", ["hold", "burn"])
def test_an_exam_day_that_takes_no_label_has_none_to_burn(setting, rule):
    exam = DayException(day(2), "exam")
    assert labels(school(setting, exam)) == "AB-CDABCDA"
    assert labels(close(school(setting, exam), rule, 2)) == "AB-CDABCDA"


@pytest.mark.parametrize(("rule", "expected"), [("hold", "AB-CDABCDA"), ("burn", "AB-DABCDAB")])
@pytest.mark.parametrize("setting", ["hold", "burn"])
def test_a_closed_exam_day_that_counts_holds_or_burns_like_any_other(setting, rule, expected):
    exam = DayException(day(2), "exam", counts=True)
    assert labels(close(school(setting, exam), rule, 2)) == expected


@pytest.mark.parametrize(("rule", "expected"), [("hold", "AB-ABCDABC"), ("burn", "AB-BCDABCD")])
@pytest.mark.parametrize("setting", ["hold", "burn"])
def test_a_day_that_restarts_the_rotation_still_does_when_closed(setting, rule, expected):
    """53: the re-anchor date itself is snowed in."""
    restart = DayException(day(2), "teaching", label="A", reanchor=True)
    assert labels(close(school(setting, restart), rule, 2)) == expected


@pytest.mark.parametrize("rule", ["hold", "burn"])
def test_weeks_know_no_holding(rule):
    two_weeks = tuple(f"{weekday}{week}" for week in "12" for weekday in ("mo", "tu", "we", "th", "fr"))
    calendar = school(mode="week", labels=two_weeks, weeks=2)
    closed = close(calendar, rule, 2)
    assert not has_choice(calendar, day(2))
    assert [closed.day(day(one)) for one in (1, 3, 7)] == [calendar.day(day(one)) for one in (1, 3, 7)]


def test_before_the_first_anchor_the_setting_decides():
    calendar = school(anchor=day(5))
    assert not has_choice(calendar, day(2))
    assert close(calendar, "burn", 2).exceptions == (DayException(day(2), "closure"),)


@pytest.mark.parametrize(
    "stood",
    [
        None,
        DayException(day(2), "exam", counts=True),
        DayException(day(2), "teaching", label="D", note="Play"),
    ],
)
def test_other_bells_leave_all_else_as_it_is(stood):
    """58, 59: a two-hour delay rings other bells on the same cycle day."""
    calendar = school("hold", *([stood] if stood else []))
    swapped = put(calendar, day(2), with_bell(calendar, day(2), "late"))
    changes = relabelled(calendar, swapped, MON, day(9))
    assert [was.date for was, _ in changes] == [day(2)]
    was, will = calendar.day(day(2)), swapped.day(day(2))
    assert will.bell == BELLS[1]
    assert replace(will, bell=was.bell, reason=was.reason) == was
    assert labels(put(swapped, day(2), stood)) == labels(calendar)
