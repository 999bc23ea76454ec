"""What a new school's rotation and bell could be, from what its file calls days and periods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coachsched.core.calendar import Bell, Period, Rotation
from coachsched.core.labels import label_key
from coachsched.core.row_reading import weekday_number

# A day as many schools have it, to be corrected by who knows better; local minutes after midnight.
DAY_STARTS = 8 * 60
LESSON, BREAK, LUNCH, AROUND, GAP = 45, 20, 40, 25, 5
LESSONS_TO_BREAK, LESSONS_TO_LUNCH = 3, 5


@dataclass(frozen=True)
class KnownDay:
    """A day the file names; ``weekday`` 0 for Monday and ``week`` from 0 where its format tells them."""

    name: str
    weekday: int | None = None
    week: int | None = None


def first_rotation(
    days: Sequence[KnownDay], anchor: date, school_week: Sequence[int] = (0, 1, 2, 3, 4)
) -> Rotation:
    """Weekdays where every day is one, weeks of them where the file has several, else days 1 to N.

    Days that are no weekdays are counted over the school week. ValueError without a day.
    """
    if not days:
        raise ValueError("a rotation needs a day")
    weekdays = [weekday_number(day.name) if day.weekday is None else day.weekday for day in days]
    known = sorted({weekday for weekday in weekdays if weekday is not None})
    if None in weekdays:
        labels = sorted({day.name: None for day in days}, key=_natural)
        return Rotation("count", tuple(labels), anchor, tuple(school_week))
    names = {weekday: day.name for weekday, day in reversed(list(zip(weekdays, days, strict=True)))}
    weeks = 1 + max(day.week or 0 for day in days)
    if weeks == 1:
        return Rotation("weekday", tuple(names[weekday] for weekday in known), anchor, tuple(known))
    labels = [f"{names[weekday]} {chr(ord('A') + week)}" for week in range(weeks) for weekday in known]
    return Rotation("week", tuple(labels), anchor, tuple(known), weeks)


def guessed_bell(labels: Sequence[str]) -> Bell:
    """A usual day with periods of these labels, at a guess, with a break and lunch and time around lessons.

    ValueError without a label.
    """
    unique = list({label_key(label): label for label in labels}.values())
    if not unique:
        raise ValueError("a bell needs a period")
    return with_time_around(Bell("regular", tuple(_guessed(unique))))


def with_time_around(bell: Bell) -> Bell:
    """The bell with some time before its first and after its last period, in which people may meet."""
    first, last = bell.periods[0].start - GAP, bell.periods[-1].end + GAP
    before = Period("Before", "before", first - AROUND, first, meetings=True)
    after = Period("After", "after", last, last + AROUND, meetings=True)
    taken = {label_key(period.label) for period in bell.periods}
    around = (
        *([before] if before.start >= 0 and "before" not in taken else []),
        *bell.periods,
        *([after] if after.end < 24 * 60 and "after" not in taken else []),
    )
    return Bell(bell.name, around)


def _guessed(labels: Sequence[str]) -> list[Period]:
    minute, made = DAY_STARTS, []
    taken = set(map(label_key, labels))
    for place, label in enumerate(sorted(labels, key=_natural)):
        if place == LESSONS_TO_BREAK and "break" not in taken:
            made.append(Period("Break", "break", minute, minute + BREAK))
            minute += BREAK
        if place == LESSONS_TO_LUNCH and "lunch" not in taken:
            made.append(Period("Lunch", "lunch", minute, minute + LUNCH, meetings=True))
            minute += LUNCH
        made.append(Period(label, "lesson", minute, minute + LESSON))
        minute += LESSON
    return made


def _natural(name: str) -> list[tuple[int, int | str]]:
    """Day 2 before Day 10."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part]
