"""What the cells of a timetable row mean in one school's calendar (design 11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coachsched.core.calendar import Bell, Calendar, Period, Rotation
from coachsched.core.labels import label_key

if TYPE_CHECKING:
    from coachsched.core.timetable import Row

WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST_WEEKDAY_NAME = 3
BETWEEN_LESSONS = frozenset({"break", "lunch", "before", "after"})


class RowReader:
    """Reads the rows of one calendar's timetables; what a row leaves unclear reads as nothing."""

    def __init__(self, calendar: Calendar) -> None:
        self._rotation = calendar.rotation
        self._bells = calendar.bells
        self._labels = {label_key(label): label for label in calendar.rotation.labels}
        self._period_keys = {label_key(period.label) for bell in calendar.bells for period in bell.periods}
        self._known_days: dict[tuple[str, str], frozenset[str]] = {}

    def cycle_days(self, row: Row) -> frozenset[str]:
        """The labels of the cycle days a row is for."""
        cells = row.week, row.day
        if cells not in self._known_days:
            self._known_days[cells] = self._read_days(*cells)
        return self._known_days[cells]

    def periods(self, row: Row) -> tuple[str, ...]:
        """The keys of the labels of the periods a row names, in order; none for an empty cell."""
        if row.end_period.strip():
            return self._expanded(row)
        period = label_key(row.period)
        return (period,) if period in self._period_keys else ()

    def _read_days(self, week: str, day: str) -> frozenset[str]:
        label = self._labels.get(label_key(day))
        if self._rotation.mode == "count" or (label and not week.strip()):
            return frozenset({label} if label and not week.strip() else ())
        weekday = weekday_number(day)
        if weekday not in self._rotation.weekdays:
            return frozenset()
        column = self._rotation.weekdays.index(weekday)
        per_week = len(self._rotation.weekdays)
        weeks = week_numbers(week, self._rotation)
        return frozenset(self._rotation.labels[number * per_week + column] for number in weeks)

    def _expanded(self, row: Row) -> tuple[str, ...]:
        first, last = label_key(row.period), label_key(row.end_period)
        for bell in self._bells:
            run = _run(bell, first, last)
            if run:
                skip = row.kind == "lesson" and first != last
                return tuple(label_key(p.label) for p in run if not (skip and p.kind in BETWEEN_LESSONS))
        return ()


def weekday_number(name: str) -> int | None:
    """0 for Monday; None for what is no English weekday of three letters or more."""
    key = label_key(name)
    if len(key) < SHORTEST_WEEKDAY_NAME:
        return None
    return next((number for number, full in enumerate(WEEKDAY_NAMES) if full.startswith(key)), None)


def week_numbers(week: str, rotation: Rotation) -> Sequence[int]:
    """The weeks of the cycle that a cell names, from 0: all for an empty one, none for an unknown one."""
    weeks = rotation.weeks if rotation.mode == "week" else 1
    key = label_key(week)
    if not key:
        return range(weeks)
    return [number for number in range(weeks) if key in (str(number + 1), chr(ord("a") + number))]


def _run(bell: Bell, first: str, last: str) -> Sequence[Period]:
    """The periods of a bell from one label to another; none where it lacks one or has them the other way."""
    keys = [label_key(period.label) for period in bell.periods]
    if first not in keys or last not in keys:
        return ()
    return bell.periods[keys.index(first) : keys.index(last) + 1]
