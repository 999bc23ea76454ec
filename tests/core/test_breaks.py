"""Holidays as people feel them."""

from __future__ import annotations

from datetime import date

from coachsched.core.breaks import after_the_holidays, breaks
from coachsched.core.calendar import Bell, Calendar, DayException, Rotation, Term

ROTATION = Rotation("weekday", ("Mon", "Tue", "Wed", "Thu", "Fri"), date(2027, 1, 4))
TERMS = (
    Term("Winter", date(2027, 1, 4), date(2027, 2, 12)),
    Term("Spring", date(2027, 2, 22), date(2027, 3, 19)),
)
CALENDAR = Calendar("Europe/Berlin", ROTATION, (Bell("regular", ()),), terms=TERMS)


def test_a_week_off_is_a_break_and_a_weekend_is_none():
    assert breaks(CALENDAR, date(2027, 1, 11), date(2027, 3, 19)) == [(date(2027, 2, 13), date(2027, 2, 21))]


def test_what_lies_before_the_first_and_after_the_last_school_day_is_a_break_too():
    found = breaks(CALENDAR, date(2027, 2, 15), date(2027, 3, 31))
    assert found == [(date(2027, 2, 15), date(2027, 2, 21)), (date(2027, 3, 20), date(2027, 3, 31))]


def test_a_long_weekend_with_its_bridge_day_is_no_break():
    bridge = DayException(date(2027, 1, 22), "inset"), DayException(date(2027, 1, 25), "holiday")
    calendar = Calendar("Europe/Berlin", ROTATION, (Bell("regular", ()),), terms=TERMS, exceptions=bridge)
    assert breaks(calendar, date(2027, 1, 11), date(2027, 2, 5)) == []


def test_after_the_holidays_is_the_first_school_day_back():
    assert after_the_holidays(CALENDAR, date(2027, 1, 13)) == date(2027, 2, 22)
    assert after_the_holidays(CALENDAR, date(2027, 2, 16)) == date(2027, 2, 22)


def test_a_calendar_that_ends_knows_no_day_after_its_last_holidays():
    assert after_the_holidays(CALENDAR, date(2027, 3, 1)) is None
