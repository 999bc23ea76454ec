"""When notices may go out: on school days, between two hours of the school's choice (design 2)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from coachsched.core.calendar import Calendar

# Longer than any holiday; a school that has not entered its next term yet is asked again a day later.
LOOK_AHEAD = 100


def wait(calendar: Calendar, first: int, last: int, now: datetime) -> timedelta:
    """How long from ``now``, an aware local time, until notices may go out; zero where they may already.

    They may from the full hour ``first`` to the full hour ``last``, to midnight where that is not later.
    """
    today = now.date()
    if calendar.day(today).open and is_within(now.hour, first, last):
        return timedelta()
    ahead = calendar.days(today, today + timedelta(days=LOOK_AHEAD))
    openings = (datetime.combine(day.date, time(first), now.tzinfo) for day in ahead if day.open)
    # By the instant, since the clocks may change in between.
    waits = (timedelta(seconds=opening.timestamp() - now.timestamp()) for opening in openings)
    return next((one for one in waits if one > timedelta()), timedelta(days=1))


def is_within(hour: int, first: int, last: int) -> bool:
    """Whether an hour of the day is one in which notices may go out."""
    return first <= hour < (last if last > first else 24)
