"""What a timetable file says of a school that has no calendar yet."""

from __future__ import annotations

from datetime import date

import pytest

from coachsched.core.calendar import Bell, Calendar, Period, Term
from coachsched.core.calendar_checks import check_calendar
from coachsched.core.starting import KnownDay, first_rotation, guessed_bell, with_time_around

ANCHOR = date(2027, 1, 11)
TERM = Term("Term", date(2027, 1, 11), date(2027, 3, 19))


def days(*names: str) -> list[KnownDay]:
    return [KnownDay(name) for name in names]


def test_numbered_days_are_counted_and_the_tenth_comes_after_the_second():
    rotation = first_rotation(days("Day_10", "Day_2", "Day_1", "Day_2"), ANCHOR)
    assert (rotation.mode, rotation.labels) == ("count", ("Day_1", "Day_2", "Day_10"))


def test_weekday_names_make_a_week_in_its_own_order():
    rotation = first_rotation(days("Wed", "Mon", "Tue"), ANCHOR)
    assert rotation.mode == "weekday"
    assert (rotation.labels, rotation.weekdays) == (("Mon", "Tue", "Wed"), (0, 1, 2))


def test_a_mistyped_day_among_weekdays_does_not_make_a_day_of_its_own():
    rotation = first_rotation(days("Fri", "Mon", "Mondy", "Thu", "Tue", "Wed"), ANCHOR)
    assert (rotation.mode, rotation.labels) == ("weekday", ("Mon", "Tue", "Wed", "Thu", "Fri"))


def test_a_break_that_the_file_names_is_no_lesson_and_lies_between_lessons():
    bell = guessed_bell(["1", "2", "3", "4", "Lunch", "Recess"], {"Lunch", "Recess"})
    kinds = {one.label: one.kind for one in bell.periods if one.label not in ("Before", "After")}
    assert kinds == dict.fromkeys("1234", "lesson") | {"Lunch": "lunch", "Recess": "break"}
    assert {bell.periods[1].label, bell.periods[-2].label} == {"1", "4"}


def test_a_format_that_tells_the_weekday_keeps_its_own_names():
    rotation = first_rotation([KnownDay("2", weekday=1), KnownDay("1", weekday=0)], ANCHOR)
    assert (rotation.mode, rotation.labels) == ("weekday", ("1", "2"))


def test_two_weeks_of_weekdays_are_weeks_a_and_b():
    known = [KnownDay(name, number, week) for week in (0, 1) for number, name in enumerate(("Mon", "Tue"))]
    rotation = first_rotation(known, ANCHOR)
    assert (rotation.mode, rotation.weeks) == ("week", 2)
    assert rotation.labels == ("Mon A", "Tue A", "Mon B", "Tue B")


def test_time_is_put_around_a_day_that_is_known():
    known = Bell("regular", (Period("1", "lesson", 480, 525), Period("2", "lesson", 525, 570)))
    found = with_time_around(known).periods
    assert [(one.label, one.kind, one.meetings) for one in found] == [
        ("Before", "before", True), ("1", "lesson", False), ("2", "lesson", False), ("After", "after", True)
    ]  # fmt: skip
    assert (found[0].end < 480, found[-1].start > 570) == (True, True)


def test_a_day_from_midnight_to_midnight_has_no_time_around():
    known = Bell("regular", (Period("1", "lesson", 0, 700), Period("2", "lesson", 700, 1430)))
    assert with_time_around(known) == known


def test_a_guess_has_a_break_lunch_and_time_around_lessons():
    bell = guessed_bell([str(number) for number in (7, 6, 5, 4, 3, 2, 1)])
    assert [one.label for one in bell.periods] == [
        "Before", "1", "2", "3", "Break", "4", "5", "Lunch", "6", "7", "After"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "names", [["1"], ["P1", "Break", "P2"], ["Before", "After"], ["0", "1", "Break", "Lunch", "5"]]
)
def test_whatever_is_proposed_is_a_calendar_that_holds(names: list[str]):
    bell = guessed_bell(names)
    for known in (days("Mon", "Fri"), days("A", "B", "C"), [KnownDay("Mon", 0, 0), KnownDay("Mon", 0, 1)]):
        calendar = Calendar("Europe/Berlin", first_rotation(known, ANCHOR), (bell,), terms=(TERM,))
        assert check_calendar(calendar) == []


def test_nothing_to_go_by_is_an_error_of_the_caller():
    with pytest.raises(ValueError, match="day"):
        first_rotation([], ANCHOR)
    with pytest.raises(ValueError, match="period"):
        guessed_bell([])
