from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from invented_school import ABC, DAYS, MON, REGULAR, SHORT, TUE, TWO_WEEKS, period, row, school

from coachsched.core.calendar import Bell
from coachsched.core.row_reading import RowReader
from coachsched.core.timetable import Row, Timetable, Version, check_rows, teacher_key, warnings


def test_the_version_that_began_last_is_in_force():
    always, spring, summer = Version(None, ()), Version(MON, (), 2), Version(date(2027, 4, 1), (), 3)
    versions = Timetable((summer, always, spring))
    dates = MON - timedelta(days=1), MON, date(2027, 3, 31), date(2027, 4, 1)
    assert [versions.on(on) for on in dates] == [always, spring, spring, summer]


def test_before_the_first_version_nothing_is_in_force():
    assert Timetable((Version(TUE, ()),)).on(MON) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("abc", " ABC "),
        ("Brown,  J", "brown, j"),
        ("Zo\u00eb", "ZOE\u0308"),
        ("Lee\u00a0B", "lee b"),
        ("Stra\u00dfe", "STRASSE"),
    ],
)
def test_teachers_match_in_any_case_form_and_spacing(one, other):
    assert teacher_key(one) == teacher_key(other)


def test_accents_are_part_of_a_name():
    assert teacher_key("Zo\u00eb") != teacher_key("Zoe")


def test_a_row_belongs_to_each_of_its_teachers():
    shared, alone, nobodys = row("Ann + bob", "Mon", "1"), row("Bob", "Mon", "2"), row("", "Mon", "3")
    version = Version(None, (shared, alone, nobodys))
    assert version.rows_of("ann") == (shared,)
    assert version.rows_of("BOB") == (shared, alone)
    assert version.rows_of("") == ()


def test_the_line_is_no_part_of_a_row():
    assert row("Ann", "Mon", "1", line=3) == row("Ann", "Mon", "1", line=9)


def days_of(rotation, day, week=""):
    return sorted(RowReader(school(rotation)).cycle_days(row("Ann", day, "1", week=week)))


@pytest.mark.parametrize(
    ("rotation", "day", "week", "expected"),
    [
        (ABC, " b ", "", ["B"]),
        (ABC, "B", "1", []),
        (ABC, "mon", "", []),
        (DAYS, "TUE", "", ["Tue"]),
        (DAYS, "Tuesday", "", ["Tue"]),
        (DAYS, "tues", "", ["Tue"]),
        (DAYS, "tu", "", []),
        (DAYS, "Saturday", "", []),
        (DAYS, "tue", "A", ["Tue"]),
        (DAYS, "tue", "B", []),
        (replace(DAYS, labels=tuple("12345")), "2", "", ["2"]),
        (replace(DAYS, labels=tuple("12345")), "tuesday", "", ["2"]),
        (TWO_WEEKS, "V", "", ["V"]),
        (TWO_WEEKS, "monday", "", ["A", "V"]),
        (TWO_WEEKS, "tue", "1", ["B"]),
        (TWO_WEEKS, "tue", "2", ["W"]),
        (TWO_WEEKS, "tue", "a", ["B"]),
        (TWO_WEEKS, "tue", "B", ["W"]),
        (TWO_WEEKS, "tue", "C", []),
        (TWO_WEEKS, "tue", "0", []),
        (TWO_WEEKS, "V", "B", []),
        (replace(TWO_WEEKS, weekdays=(6, 0, 1, 2, 3)), "sunday", "2", ["V"]),
    ],
)
def test_the_day_and_week_of_a_row(rotation, day, week, expected):
    assert days_of(rotation, day, week) == expected


def periods_of(first, last="", kind="lesson", **bells):
    return list(RowReader(school(**bells)).periods(row("Ann", "Mon", first, end_period=last, kind=kind)))


@pytest.mark.parametrize(
    ("first", "last", "kind", "expected"),
    [
        ("2", "", "lesson", ["2"]),
        (" TUTOR", "", "lesson", ["tutor"]),
        ("9", "", "lesson", []),
        ("2", "4", "lesson", ["2", "3", "4"]),  # the break between is not taught
        ("2", "4", "duty", ["2", "break", "3", "4"]),
        ("4", "After", "lesson", ["4", "5"]),
        ("4", "After", "absent", ["4", "lunch", "5", "after"]),
        ("Tutor", "1", "lesson", ["tutor", "1"]),
        ("Lunch", "", "lesson", ["lunch"]),  # named by itself it is taught there
        ("4", "2", "lesson", []),
        ("2", "9", "lesson", []),
    ],
)
def test_end_period_fills_the_periods_between(first, last, kind, expected):
    assert periods_of(first, last, kind) == expected


def test_end_period_follows_the_first_bell_that_has_both_in_order():
    odd = Bell("odd", (period("4", "lesson", "9:00-9:30"), period("X", "lesson", "9:30-10:00")))
    turned = Bell("turned", (period("X", "lesson", "9:00-9:30"), period("4", "lesson", "9:30-10:00")))
    assert periods_of("4", "X", bells=(REGULAR, turned, odd)) == ["4", "x"]
    assert periods_of("1", "Lunch", kind="duty", bells=(SHORT, REGULAR)) == ["1", "lunch"]


@pytest.mark.parametrize(
    ("rotation", "faulty", "word"),
    [
        (DAYS, row("Ann", "Sun", "1", line=7), "day"),
        (DAYS, row("Ann", "", "1", line=7), "day"),
        (DAYS, row("Ann", "Mon", "9", line=7), "period"),
        (DAYS, row("Ann", "Mon", "", line=7), "period"),
        (DAYS, row("Ann", "Mon", "3", end_period="1", line=7), "period"),
        (DAYS, row("Ann", "Mon", "", end_period="3", kind="absent", line=7), "period"),
        (DAYS, Row("Ann", "Mon", "1", kind="holiday", line=7), "kind"),
        (ABC, row("Ann", "A", "1", week="A", line=7), "weeks"),
        (TWO_WEEKS, row("Ann", "Mon", "1", week="C", line=7), "week"),
    ],
)
def test_a_row_that_cannot_be_placed_is_named_by_its_line(rotation, faulty, word):
    fine = row("Ann", rotation.labels[0], "1", line=6)
    (problem,) = check_rows([fine, faulty], school(rotation))
    assert problem.where == "line 7"
    assert word in problem.what
    assert problem.remedy


def test_an_absence_may_leave_the_period_empty():
    assert check_rows([row("Ann", "Mon", "", kind="absent")], school()) == []


def test_a_teacher_with_two_lessons_at_once_is_worth_a_warning():
    rows = [
        row("Ann", "Mon", "1", "9A", "Maths", line=2),
        row("Bob+Ann", "Mon", "1", "9B", "Art", line=3),
        row("Ann", "Mon", "2", "9B", "Art", line=4),
    ]
    (problem,) = warnings(rows, school())
    assert problem.where == "line 3"
    assert problem.what.startswith("Ann ")


def test_classes_taught_together_are_no_double_booking():
    assert warnings([row("Ann", "Mon", "1", "9A"), row("Ann", "Mon", "1", "9B")], school()) == []


def test_a_duty_beside_a_lesson_is_no_double_booking():
    assert warnings([row("Ann", "Mon", "1"), row("Ann", "Mon", "1", kind="duty")], school()) == []
