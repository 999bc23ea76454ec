"""From lessons on dates to the rows of a timetable."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from invented_school import ABC, FRI, MON, SAT, TUE, TWO_WEEKS, WED, minutes, school

from coachsched.core.calendar import Calendar, DayException
from coachsched.core.patterns import Dated, Regular, find_pattern

JANUARY = [date(2027, 1, number) for number in range(4, 30)]


def at(on: date, times: str, klass: str = "9B", **other: Any) -> Dated:
    start, end = (minutes(text) for text in times.split("-"))
    return Dated(on, start, end, klass, "Maths", **other)


def every(calendar: Calendar, label: str, times: str, **other: Any) -> list[Dated]:
    """The lesson on every date of a cycle day."""
    return [at(day.date, times, **other) for day in calendar.days(MON, JANUARY[-1]) if day.cycle_day == label]


def found(events: Iterable[Dated], calendar: Calendar) -> list[tuple[str, str, str, str]]:
    regular = find_pattern(list(events), calendar).regular
    return [(one.label, one.period, one.end_period, one.klass) for one in regular]


def test_a_weekly_lesson_is_found():
    calendar = school()
    assert found(every(calendar, "Tue", "8:50-9:40"), calendar) == [("Tue", "1", "", "9B")]


def test_a_lesson_of_one_week_in_two_is_found_in_its_week():
    calendar = school(TWO_WEEKS)
    assert found(every(calendar, "W", "8:50-9:40"), calendar) == [("W", "1", "", "9B")]


def test_a_rotating_lesson_is_found_on_its_cycle_day_over_a_closure():
    calendar = school(ABC, DayException(WED, "closure"))
    assert found(every(calendar, "C", "8:50-9:40"), calendar) == [("C", "1", "", "9B")]


def test_a_saturday_that_runs_thursdays_timetable_counts_as_a_thursday():
    calendar = school(school().rotation, DayException(SAT, "teaching", label="Thu"))
    thursdays = every(calendar, "Thu", "8:50-9:40")
    assert SAT in {one.date for one in thursdays}
    (row,) = find_pattern(thursdays, calendar).regular
    assert (row.label, row.times, row.of) == ("Thu", 5, 5)


def test_a_double_lesson_is_one_row_over_the_break():
    calendar = school()
    assert found(every(calendar, "Mon", "9:40-11:40"), calendar) == [("Mon", "2", "3", "9B")]


def test_a_few_minutes_more_or_less_are_the_same_period():
    calendar = school()
    assert found(every(calendar, "Mon", "8:55-9:35"), calendar) == [("Mon", "1", "", "9B")]


def test_what_fills_no_period_keeps_its_owner_busy_with_nothing_to_visit():
    calendar = school()
    (row,) = find_pattern(every(calendar, "Mon", "9:00-10:00"), calendar).regular
    assert (row.period, row.end_period, row.kind, row.klass, row.whole) == ("1", "2", "duty", "", False)


def test_a_duty_in_the_break_is_no_lesson():
    calendar = school()
    (row,) = find_pattern(every(calendar, "Mon", "10:30-10:50", klass=""), calendar).regular
    assert (row.period, row.kind) == ("Break", "duty")


def test_a_lesson_of_half_the_dates_is_left_out_with_its_dates():
    """A lesson of A weeks, in a school whose rotation was entered as one week, is no weekly lesson."""
    calendar = school()
    weekly = every(calendar, "Mon", "8:50-9:40")
    fortnightly = every(calendar, "Tue", "8:50-9:40")[::2]
    pattern = find_pattern([*weekly, *fortnightly], calendar)
    assert [one.label for one in pattern.regular] == ["Mon"]
    # The lessons end on Monday 25 January, so that three Tuesdays lie between the first and the last.
    (left,) = pattern.irregular
    assert (left.label, [one.date for one in left.dates], left.of) == ("Tue", [TUE, date(2027, 1, 19)], 3)


def test_a_lesson_missing_once_still_counts_and_says_so():
    calendar = school()
    mondays = every(calendar, "Mon", "8:50-9:40")
    (row,) = find_pattern([*mondays[:1], *mondays[2:]], calendar).regular
    assert (row.times, row.of) == (3, 4)


def test_dates_outside_what_the_file_spans_do_not_count_against_a_lesson():
    calendar = school()
    last_week = every(calendar, "Mon", "8:50-9:40")[-1:]
    assert found(last_week, calendar) == [("Mon", "1", "", "9B")]


def test_days_without_school_and_days_without_lessons_are_told_apart():
    calendar = school(ABC, DayException(MON, "holiday"), DayException(TUE, "exam"))
    events = [at(on, "8:50-9:40") for on in (MON, TUE, SAT, FRI)]
    pattern = find_pattern(events, calendar)
    assert [one.date for one in pattern.closed] == [MON, SAT]
    assert [one.date for one in pattern.no_lessons] == [TUE]
    # Neither uses a label up, so that Wednesday is A.
    assert [one.label for one in pattern.regular] == ["C"]


def test_a_time_at_which_no_bell_rings_is_told():
    pattern = find_pattern([at(MON, "18:00-19:00")], school())
    assert [one.date for one in pattern.no_period] == [MON]
    assert pattern.regular == ()


def test_the_room_is_the_one_it_is_in_mostly():
    calendar = school()
    mondays = every(calendar, "Mon", "8:50-9:40", room="R1")
    moved = [at(mondays[0].date, "8:50-9:40", room="Hall"), *mondays[1:]]
    assert [one.room for one in find_pattern(moved, calendar).regular] == ["R1"]


def test_nothing_gives_nothing():
    assert find_pattern([], school()).regular == ()


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(["weekly", "two weeks", "rotating"]))
def test_whatever_timetable_made_the_dates_is_found_again(rng: Random, kind: str):
    """Lessons at random cycle days and periods, each missing on at most one date in four."""
    rotation = {"weekly": school().rotation, "two weeks": TWO_WEEKS, "rotating": ABC}[kind]
    calendar = school(rotation, DayException(date(2027, 1, rng.randint(5, 28)), "holiday"))
    lessons = {
        (label, str(number))
        for label in rotation.labels
        for number in range(1, 6)
        if rng.random() < 0.3 and sum(day.cycle_day == label for day in calendar.days(MON, JANUARY[-1])) > 3
    }
    times = {one.label: f"{one.start // 60}:{one.start % 60}-{one.end // 60}:{one.end % 60}"
             for one in calendar.bells[0].periods}  # fmt: skip
    events = []
    for label, number in lessons:
        dates = every(calendar, label, times[number], klass=label + number)
        missing = rng.randrange(len(dates))
        events += dates[:missing] + dates[missing + 1 :]
    rng.shuffle(events)
    made: list[Regular] = list(find_pattern(events, calendar).regular)
    assert {(one.label, one.period) for one in made} == lessons
    assert all(one.klass == one.label + one.period and one.whole for one in made)
