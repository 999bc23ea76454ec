"""What a new school's rotation and bell could be, from what its file calls days and periods."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from coachsched.core.calendar import Bell, Period, PeriodKind, Rotation
from coachsched.core.labels import label_key
from coachsched.core.row_reading import weekday_number

# A day as many schools have it, to be corrected by who knows better; local minutes after midnight.
DAY_STARTS = 8 * 60
LESSON, BREAK, LUNCH, AROUND, GAP = 45, 20, 40, 25, 5
LESSONS_TO_BREAK, LESSONS_TO_LUNCH = 3, 5
# Fewer of them in a file may be chance.
FEWEST_WEEKDAYS = 3
# Parts of words for it, as files write them.
LUNCHES = ("lunch", "mittag", "midday", "déjeuner", "comida", "almoço", "pranzo")


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

    Days that are no weekdays are counted over the school week; a few among weekdays are mistyped, and no
    days of the school. ValueError without a day.
    """
    if not days:
        raise ValueError("a rotation needs a day")
    told = [day for day in days if _weekday(day) is not None]
    days = told if is_most(len(told), len(days)) else days
    weekdays = [_weekday(day) for day in days]
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


def _weekday(day: KnownDay) -> int | None:
    return weekday_number(day.name) if day.weekday is None else day.weekday


def is_most(known: int, of: int) -> bool:
    """Whether so many of a file's days are weekdays that the others must be mistaken."""
    return known >= FEWEST_WEEKDAYS and known > 2 * (of - known)


def guessed_bell(labels: Sequence[str], breaks: Collection[str] = ()) -> Bell:
    """A usual day with periods of these labels, at a guess, with a break and lunch and time around lessons.

    ``breaks`` are those of the labels that are no lessons. ValueError without a lesson.
    """
    unique = list({label_key(label): label for label in labels}.values())
    lessons = [label for label in unique if label not in breaks]
    if not lessons:
        raise ValueError("a bell needs a period")
    pauses = [label for label in unique if label in breaks]
    return with_time_around(Bell("regular", tuple(_guessed(lessons, pauses))))


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


def _guessed(lessons: Sequence[str], breaks: Sequence[str]) -> list[Period]:
    """The file's own breaks stand where a break or lunch would be put, further ones earlier in the day."""
    minute, made = DAY_STARTS, []
    pauses = _pauses(lessons, breaks)
    for place, label in enumerate(sorted(lessons, key=_natural)):
        for name in pauses.get(place, ()):
            is_lunch = _is_lunch(name)
            length = LUNCH if is_lunch else BREAK
            kind: PeriodKind = "lunch" if is_lunch else "break"
            made.append(Period(name, kind, minute, minute + length, meetings=is_lunch))
            minute += length
        made.append(Period(label, "lesson", minute, minute + LESSON))
        minute += LESSON
    return made


def _pauses(lessons: Sequence[str], breaks: Sequence[str]) -> dict[int, list[str]]:
    """After how many lessons which breaks come."""
    taken = {label_key(label) for label in (*lessons, *breaks)}
    lunch = next((name for name in breaks if _is_lunch(name)), "Lunch" if "lunch" not in taken else "")
    others = [name for name in breaks if name != lunch] or (["Break"] if "break" not in taken else [])
    found: dict[int, list[str]] = {}
    for number, name in enumerate(others):
        place = LESSONS_TO_BREAK - number % LESSONS_TO_BREAK
        found.setdefault(min(place, len(lessons) - 1) if breaks else place, []).append(name)
    if lunch:
        place = min(LESSONS_TO_LUNCH, len(lessons) - 1) if lunch in breaks else LESSONS_TO_LUNCH
        found.setdefault(place, []).append(lunch)
    return found


def _is_lunch(name: str) -> bool:
    return any(word in name.casefold() for word in LUNCHES)


def _natural(name: str) -> list[tuple[int, int | str]]:
    """Day 2 before Day 10."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part]
