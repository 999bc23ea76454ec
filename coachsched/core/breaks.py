"""Holidays as people feel them: runs of dates without school, longer than a weekend with its bridge days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from coachsched.core.calendar import SEARCH_DAYS, Calendar

SHORTEST_BREAK = 5  # dates in a row without school
ONE_DAY = timedelta(days=1)


def breaks(calendar: Calendar, first: date, last: date) -> list[tuple[date, date]]:
    """The breaks between two dates, each from its first date without school to its last."""
    open_dates = [day.date for day in calendar.school_days(first, last)]
    bounds = [first - ONE_DAY, *open_dates, last + ONE_DAY]
    gaps = [(before + ONE_DAY, after - ONE_DAY) for before, after in pairwise(bounds)]
    return [(start, end) for start, end in gaps if (end - start).days + 1 >= SHORTEST_BREAK]


def after_the_holidays(calendar: Calendar, today: date) -> date | None:
    """The first school day after the next break; None where the calendar ends before it does."""
    ahead = breaks(calendar, today, today + timedelta(days=SEARCH_DAYS))
    back = (next(iter(calendar.next_school_days(end, 1)), None) for _, end in ahead)
    return next((day.date for day in back if day), None)
