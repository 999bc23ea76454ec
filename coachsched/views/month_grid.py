"""Months as tables: a row for each week, in the order of the school's own week; and one such week."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coachsched.core.calendar import Calendar, Day
from coachsched.core.calendar_changes import DayChange
from coachsched.languages import formats

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
MONTHS_SHOWN = 3


@dataclass(frozen=True)
class Cell:
    """One date; ``before`` is what it is until now, where a change would make it another."""

    day: Day
    note: str
    before: Day | None = None


@dataclass(frozen=True)
class Month:
    """A month's weeks; None stands for the dates of other months."""

    first: date
    weekdays: tuple[int, ...]
    weeks: tuple[tuple[Cell | None, ...], ...]


def month(
    calendar: Calendar,
    on: date,
    changes: Mapping[date, DayChange] | None = None,
    busy: Collection[date] = (),
) -> Month:
    """The month a date lies in, with what would change; the weekdays of ``busy`` dates have a column too."""
    first = on.replace(day=1)
    cells = _cells(calendar, first, last_of_month(first), changes or {})
    order = _columns(calendar, list(cells.values()), busy, _begins(calendar))
    start = first - timedelta(days=(first.weekday() - order[0]) % 7)
    starts = range(start.toordinal(), last_of_month(first).toordinal() + 1, 7)
    offsets = [(weekday - order[0]) % 7 for weekday in order]
    weeks = [tuple(cells.get(date.fromordinal(number + offset)) for offset in offsets) for number in starts]
    return Month(first, order, tuple(week for week in weeks if any(week)))


def week(calendar: Calendar, on: date, busy: Collection[date] = ()) -> tuple[Cell, ...]:
    """The school's own week that a date lies in: its weekdays, and any other on which something is."""
    first = first_of_week(calendar, on)
    cells = _cells(calendar, first, first + timedelta(days=6), {})
    shown = _columns(calendar, list(cells.values()), busy, calendar.rotation.weekdays[0])
    return tuple(cell for cell in cells.values() if cell.day.date.weekday() in shown)


def first_of_week(calendar: Calendar, on: date) -> date:
    return on - timedelta(days=(on.weekday() - calendar.rotation.weekdays[0]) % 7)


def _cells(
    calendar: Calendar, first: date, last: date, changes: Mapping[date, DayChange]
) -> dict[date, Cell]:
    notes = {one.date: one.note for one in calendar.exceptions}
    before = {on: change.before for on, change in changes.items()}
    return {
        day.date: Cell(day, notes.get(day.date, ""), before.get(day.date))
        for day in calendar.days(first, last)
    }


def _begins(calendar: Calendar) -> int:
    """Where a month's weeks begin: as readers are used to, unless the school's own week begins elsewhere."""
    own = calendar.rotation.weekdays[0]
    return own or formats.first_weekday()


def _columns(
    calendar: Calendar, cells: Sequence[Cell], busy: Collection[date], begins: int
) -> tuple[int, ...]:
    """The school's weekdays and any other on which something is, in the order of a week."""
    wanted = {*calendar.rotation.weekdays, *(on.weekday() for on in busy)}
    wanted |= {cell.day.date.weekday() for cell in cells if cell.day.open or cell.before or cell.note}
    return tuple(sorted(wanted, key=lambda weekday: (weekday - begins) % 7))


def changed_months(calendar: Calendar, days: Sequence[DayChange], today: date) -> list[Month]:
    """The first months with a change, from this month on where there is one; with the changes in them."""
    by_date = {change.date: change for change in days}
    firsts = sorted({on.replace(day=1) for on in by_date if EARLIEST <= on <= LATEST})
    ahead = [first for first in firsts if first >= today.replace(day=1)]
    return [month(calendar, first, by_date) for first in (ahead or firsts)[:MONTHS_SHOWN]]


def last_of_month(first: date) -> date:
    return next_month(first) - timedelta(days=1)


def next_month(on: date) -> date:
    return (on.replace(day=1) + timedelta(days=32)).replace(day=1)


def spoken_of(calendar: Calendar, today: date) -> tuple[date, date]:
    """The first and last month worth turning to: those of the terms, the special days, and today."""
    dates = [today, *(one.date for one in calendar.exceptions)]
    dates += [on for term in calendar.terms for on in (term.start, term.end)]
    near = [min(max(on, EARLIEST), LATEST) for on in dates]
    return min(near).replace(day=1), max(near).replace(day=1)
