from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from invented_school import ABC, DAYS, FRI, MON, REGULAR, SAT, SHORT, THU, TUE, TWO_WEEKS, WED, cycle, school

from coachsched.core.bell_maker import Pattern, make_periods
from coachsched.core.calendar import Bell, BellRule, DayException, Term, check_calendar
from coachsched.core.calendar_changes import day_changes
from coachsched.core.calendar_edits import (
    in_order,
    with_bell,
    with_exception,
    without_bell,
    without_exception,
)
from coachsched.core.clock_times import read_minute


def test_a_date_has_one_exception_however_often_it_is_changed():
    once = with_exception(school(), DayException(WED, "holiday"))
    assert with_exception(once, DayException(WED, "inset")).exceptions == (DayException(WED, "inset"),)


def test_a_date_made_special_and_ordinary_again_is_as_it_was():
    assert without_exception(with_exception(school(), DayException(WED, "exam")), WED) == school()


def test_days_alike_are_school_weekdays_and_start_the_rotation_once():
    again = DayException(FRI, "teaching", label="C", reanchor=True)
    calendar = with_exception(school(ABC), again, until=date(2027, 1, 12))
    assert [(one.date.day, one.reanchor) for one in calendar.exceptions] == [
        (8, True),
        (11, False),
        (12, False),
    ]
    assert without_exception(calendar, FRI, until=date(2027, 1, 12)) == school(ABC)


def test_a_renamed_bell_keeps_its_rules_and_special_days():
    calendar = school(DAYS, DayException(WED, "event", bell="short"), rules=(BellRule("short", weekday=1),))
    renamed = with_bell(calendar, replace(SHORT, name="half day"), "short")
    assert check_calendar(renamed) == []
    assert [renamed.day(on).bell.name for on in (MON, TUE, WED)] == ["regular", "half day", "half day"]


def test_a_bell_made_the_usual_one_comes_first():
    assert [bell.name for bell in with_bell(school(), SHORT, "short", usual=True).bells] == [
        "short",
        "regular",
    ]


def test_a_new_bell_comes_last_and_a_changed_one_stays_in_its_place():
    late = replace(SHORT, name="late")
    assert with_bell(school(), late).bells == (REGULAR, SHORT, late)
    assert with_bell(school(), replace(REGULAR, name="usual"), "regular").bells[1] == SHORT


def test_a_bell_something_rings_is_missed_by_the_check():
    calendar = without_bell(school(rules=(BellRule("short", weekday=1),)), "short")
    assert [problem.where for problem in check_calendar(calendar)] == ['bell rule 1 ("short")']


def test_terms_and_exceptions_come_by_date():
    terms = (Term("Late", FRI, FRI), Term("Early", MON, TUE))
    calendar = in_order(school(DAYS, DayException(THU, "event"), DayException(MON, "event"), terms=terms))
    assert [term.name for term in calendar.terms] == ["Early", "Late"]
    assert [one.date for one in calendar.exceptions] == [MON, THU]


def test_only_dates_that_become_others_are_changes():
    before = school(ABC)
    after = with_exception(before, DayException(SAT, "holiday"))
    assert [(change.date, change.after.reason) for change in day_changes(before, after)] == [(SAT, "holiday")]
    assert day_changes(before, before) == []


def test_a_held_closure_changes_every_later_date():
    before = school(ABC)
    changes = day_changes(before, with_exception(before, DayException(WED, "closure")))
    assert [change.date for change in changes] == [
        day.date for day in before.school_days(WED, before.terms[-1].end)
    ]


def test_other_times_of_a_bell_of_the_same_name_are_a_change():
    before = school(rules=(BellRule("short", weekday=1),))
    after = with_bell(before, replace(SHORT, periods=SHORT.periods[:1]), "short")
    assert {change.date.weekday() for change in day_changes(before, after)} == {1}


def test_dates_a_removed_term_held_are_changes():
    before = school(TWO_WEEKS)
    after = replace(before, terms=(replace(before.terms[0], end=TUE),))
    changes = day_changes(before, after)
    assert (changes[0].date, changes[0].before.open, changes[0].after.reason) == (WED, True, "out_of_term")


def test_days_without_bells_yet_are_days_all_the_same():
    calendar = school(ABC, bells=())
    assert check_calendar(calendar, finished=False) == []
    assert [problem.where for problem in check_calendar(calendar)] == ["bell"]
    assert cycle(calendar, MON, 7) == "ABCAB.."
    assert calendar.day(MON).bell is None


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("8", 480), ("8:00", 480), ("08.00", 480), ("8h15", 495), ("0815", 495), (" 8 : 15 ", 495),
        ("0:00", 0), ("23:59", 1439), ("2:15 pm", 855), ("12 am", 0), ("12:30 pm", 750), ("8 h", 480),
    ],
)  # fmt: skip
def test_times_are_read_as_people_type_them(typed, minute):
    assert read_minute(typed) == minute


@pytest.mark.parametrize(
    "typed", ["", "24:00", "8:60", "13 pm", "0 am", "8:5", "eight", "8:15:00", "-1", "99"]
)
def test_what_is_no_time_is_not_guessed(typed):
    assert read_minute(typed) is None


def test_a_few_numbers_make_a_whole_day():
    pattern = Pattern(480, 4, 45, passing=5, breaks_after=(2,), break_minutes=20, lunch_after=3, around=20)
    periods = make_periods(pattern)
    assert [(one.label, one.start, one.end) for one in periods] == [
        ("Before", 460, 480),
        ("1", 480, 525),
        ("2", 530, 575),
        ("Break", 575, 595),
        ("3", 595, 640),
        ("Lunch", 640, 680),
        ("4", 680, 725),
        ("After", 725, 745),
    ]
    assert [one.label for one in periods if one.meetings] == ["Before", "After"]
    assert check_calendar(school(bells=(Bell("made", periods),))) == []


def test_several_breaks_are_told_apart():
    labels = [one.label for one in make_periods(Pattern(480, 4, 45, breaks_after=(1, 3, 4)))]
    assert labels == ["1", "Break 1", "2", "3", "Break 2", "4"]
