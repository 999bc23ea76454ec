"""The calendar against its naive twin, on invented schools."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given

from coachsched.core.calendar import Calendar, Day

from .calendars import calendars, invent_calendar
from .naive_calendar import NaiveCalendar
from .runs import examples


@given(calendars())
@examples(60)
def test_every_date_of_two_years_is_as_the_rules_say(calendar: Calendar) -> None:
    agree(calendar, start_of(calendar) - timedelta(days=300), start_of(calendar) + timedelta(days=430))


@given(calendars())
@examples(25)
def test_counting_school_days_agrees_with_counting_by_hand(calendar: Calendar) -> None:
    start = start_of(calendar)
    naive = NaiveCalendar(calendar, start - timedelta(days=60), start + timedelta(days=900))
    for number in range(-40, 400, 13):
        after, to = start + timedelta(days=number), start + timedelta(days=number * 2)
        assert calendar.school_days_between(after, to) == naive.school_days_between(after, to)
        count = number % 7
        assert list(calendar.next_school_days(after, count)) == naive.next_school_days(after, count)
        assert calendar.add_school_days(after, count) == naive.add_school_days(after, count)


@pytest.mark.parametrize("seed", range(6))
def test_invented_school_over_six_years(seed: int) -> None:
    calendar = invent_calendar(Random(seed), spread=700)
    agree(calendar, date(2024, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize("seed", range(3))
def test_one_date_asked_alone_is_the_same_as_in_a_row(seed: int) -> None:
    calendar = invent_calendar(Random(seed), spread=40)
    start = start_of(calendar)
    naive = NaiveCalendar(calendar, start - timedelta(days=60), start + timedelta(days=90))
    for number in (80, -55, 3, 0, 17, -1, 41):
        on = start + timedelta(days=number)
        assert calendar.day(on) == naive.day(on)


def start_of(calendar: Calendar) -> date:
    return min(term.start for term in calendar.terms)


def agree(calendar: Calendar, first: date, last: date) -> None:
    """Fails with the first date on which the two differ."""
    expected = NaiveCalendar(calendar, first, last).days(first, last)
    actual = calendar.days(first, last)
    for ours, naive in zip(actual, expected, strict=True):
        assert short(ours) == short(naive)
        assert ours == naive


def short(day: Day) -> tuple[object, ...]:
    bell = day.bell.name if day.bell else None
    return day.date, day.open, day.cycle_day, bell, day.reason, day.lessons
