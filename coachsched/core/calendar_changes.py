"""What a new calendar would change: date by date, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coachsched.core.calendar import Calendar, Day


@dataclass(frozen=True)
class DayChange:
    """One date whose opening, reason, cycle day or bell is another than before."""

    before: Day
    after: Day

    @property
    def date(self) -> date:
        return self.after.date


def day_changes(before: Calendar, after: Calendar) -> list[DayChange]:
    """Every date that changes between two checked calendars, in order.

    A date closed both times changes only with its reason, and dates no term and no exception
    speaks of are left out: there was and is no school.
    """
    dates = sorted({*_spoken_of(before), *_spoken_of(after)})
    changes = (DayChange(before.day(on), after.day(on)) for on in dates)
    return [change for change in changes if change.before != change.after]


def _spoken_of(calendar: Calendar) -> Iterator[date]:
    for term in calendar.terms:
        numbers = range(term.start.toordinal(), term.end.toordinal() + 1)
        yield from map(date.fromordinal, numbers)
    for exception in calendar.exceptions:
        yield exception.date
