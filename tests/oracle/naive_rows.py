"""Whom, when and where a timetable row means (fine points of design 11.1), read plainly."""

from __future__ import annotations

import unicodedata
from functools import cache

from coachsched.core.calendar import Calendar, Rotation
from coachsched.core.timetable import Row

WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LESSONS_SKIP = ("break", "lunch", "before", "after")


@cache
def plain(text: str) -> str:
    return text.strip().casefold()


def same(one: str, other: str) -> bool:
    return plain(one) == plain(other)


@cache
def is_called(row: Row, teacher: str) -> bool:
    return any(_name(part) and _name(part) == _name(teacher) for part in row.teacher.split("+"))


@cache
def _name(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def cycle_days_of(row: Row, rotation: Rotation) -> list[str]:
    """The labels on which a row happens."""
    as_label = [label for label in rotation.labels if same(label, row.day)]
    if row.week.strip():
        return [_label(rotation, _week(row.week), _weekday(row.day))]
    if as_label or rotation.mode == "count":
        return as_label
    weeks = rotation.weeks if rotation.mode == "week" else 1
    return [_label(rotation, week, _weekday(row.day)) for week in range(weeks)]


def periods_of(row: Row, calendar: Calendar) -> list[str] | None:
    """The period labels of a row; None is the whole day."""
    if not row.period.strip():
        return None
    # One period named twice is no range: a lesson at lunch stays there.
    if not row.end_period.strip() or same(row.period, row.end_period):
        return [row.period]
    for bell in calendar.bells:
        names = [plain(period.label) for period in bell.periods]
        first, last = plain(row.period), plain(row.end_period)
        if first in names and last in names and names.index(first) <= names.index(last):
            run = bell.periods[names.index(first) : names.index(last) + 1]
            return [p.label for p in run if row.kind != "lesson" or p.kind not in LESSONS_SKIP]
    return []


def _label(rotation: Rotation, week: int, weekday: int) -> str:
    return rotation.labels[week * len(rotation.weekdays) + rotation.weekdays.index(weekday)]


def _week(text: str) -> int:
    """The week's number from 0: both "1" and "A" are 0."""
    name = plain(text)
    return int(name) - 1 if name.isdigit() else ord(name) - ord("a")


def _weekday(text: str) -> int:
    return next(number for number, name in enumerate(WEEKDAY_NAMES) if plain(text) in (name, name[:3]))
