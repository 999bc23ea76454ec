"""Finding the cycle days that the days of a timetable file are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coachsched.core.calendar import Calendar, Rotation
from coachsched.core.labels import label_key
from coachsched.core.row_reading import RowReader, week_numbers
from coachsched.core.spelling import by_key, folded, natural, weekdays
from coachsched.core.timetable import Row

if TYPE_CHECKING:
    from coachsched.core.placing import Day, DayKey, How, Labels


def native(days: Sequence[Day], calendar: Calendar) -> dict[DayKey, Labels]:
    """The days that rows may carry as they are."""
    reader, found = RowReader(calendar), {}
    for day in days:
        labels = reader.cycle_days(Row("", day.name, "", week=day.week))
        if labels:
            found[_key(day)] = _in_order(labels, calendar.rotation)
    return found


def found(days: Sequence[Day], calendar: Calendar) -> dict[DayKey, tuple[Labels, How]]:
    """What the names and weekdays of days tell; by their order only where nothing is told of any."""
    rotation = calendar.rotation
    known = native(days, calendar)
    told: dict[DayKey, tuple[Labels, How]] = {}
    of_week = _weekdays(days)
    for day in days:
        if labels := _by_spelling(day, rotation):
            told[_key(day)] = labels, "spelling"
        elif labels := _by_weekday(day, of_week, rotation):
            told[_key(day)] = labels, "weekday"
    if not told and not known and len(days) == len(rotation.labels):
        ordered = zip(_ordered(days), rotation.labels, strict=True)
        told = {_key(day): ((label,), "order") for day, label in ordered}
    return told


def _key(day: Day) -> DayKey:
    return label_key(day.week), label_key(day.name)


def _by_spelling(day: Day, rotation: Rotation) -> Labels:
    """The label written otherwise; beside a week only where the two together are one."""
    labels = by_key({label: folded(label) for label in rotation.labels})
    names = (day.name, *day.also)
    if day.week:
        names = tuple(text for name in names for text in (f"{day.week} {name}", f"{name} {day.week}"))
    return next(((labels[folded(name)],) for name in names if folded(name) in labels), ())


def _weekdays(days: Sequence[Day]) -> dict[DayKey, int]:
    read = weekdays([name for day in days for name in (day.name, *day.also)])
    of_week = {}
    for day in days:
        names = (read[name] for name in (day.name, *day.also) if name in read)
        weekday = day.weekday if day.weekday is not None else next(names, None)
        if weekday is not None:
            of_week[_key(day)] = weekday
    return of_week


def _by_weekday(day: Day, of_week: dict[DayKey, int], rotation: Rotation) -> Labels:
    weekday = of_week.get(_key(day))
    if rotation.mode == "count" or weekday not in rotation.weekdays:
        return ()
    column, per_week = rotation.weekdays.index(weekday), len(rotation.weekdays)
    return tuple(rotation.labels[number * per_week + column] for number in _weeks(day, rotation))


def _weeks(day: Day, rotation: Rotation) -> Sequence[int]:
    """The school's weeks, from 0, that a file's week is: all of them where it names none."""
    named = week_numbers(day.week, rotation)
    if named or day.week_number is None:
        return named
    weeks = rotation.weeks if rotation.mode == "week" else 1
    return (day.week_number,) if day.week_number < weeks else ()


def _ordered(days: Sequence[Day]) -> Sequence[Day]:
    """In the file's order, but numbered days by their numbers: rows may come in any order."""
    if all(any(letter.isdecimal() for letter in day.name) for day in days):
        return sorted(days, key=lambda day: (natural(day.week), natural(day.name)))
    return days


def _in_order(labels: frozenset[str], rotation: Rotation) -> Labels:
    return tuple(label for label in rotation.labels if label in labels)
