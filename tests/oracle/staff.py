"""Invents timetables and the diaries of the people in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from coachsched.core.calendar import Calendar, Rotation
from coachsched.core.commitments import Commitment
from coachsched.core.slots import Diary, Interval
from coachsched.core.timetable import Row, Timetable, Version

from .naive_rows import WEEKDAY_NAMES

TEACHERS = ("AB", "Zoë", "Lee, B.")
# The same three, as people write them: other case, decomposed letters, stray spaces.
WRITTEN = {
    "AB": ("AB", "ab"),
    "Zoë": ("Zoë", "Zoe\u0308"),
    "Lee, B.": ("Lee, B.", " LEE,  b. "),
    "": ("", " "),
}
CLASSES = ("9A", "9A", "9B", "9A+9B", "9B + 9A", "")
SUBJECTS = ("Ma", "Ma", "En", "Assembly")
ROOMS = ("R1", "", "R1+R2", "S1", " r2", "S2")
OTHERS = ("duty", "meeting", "absent", "protected", "release")
KINDS = ("lesson",) * 9 + OTHERS + ("absent", "protected", "release")


def invent_timetable(rng: Random, calendar: Calendar, first: date) -> Timetable:
    starts = rng.choice(((None,), (None, 3), (0,), (2, 7), (None, 0, 5), (5, None), (None,), (None, 9)))
    if rng.randint(0, 30) == 30:
        starts = ()
    versions = []
    for number, start in enumerate(starts, start=1):
        valid_from = None if start is None else first + timedelta(days=start)
        versions.append(Version(valid_from, _rows(rng, calendar), number))
    return Timetable(tuple(versions))


def _rows(rng: Random, calendar: Calendar) -> tuple[Row, ...]:
    rows: list[Row] = []
    for number in range(rng.choice((10, 3, 6, 8, 14))):
        row = _row(rng, calendar)
        if number < 2:
            row = replace(row, teacher="AB", kind="lesson", period=_a_lesson(rng, calendar), end_period="")
        together = [row, *_companions(rng, row, calendar)]
        for week, day in _weeks_and_days(rng, calendar.rotation):
            rows += [replace(row, week=week, day=day) for row in together]
    if rng.randint(0, 3) == 3:
        rng.shuffle(rows)
    return tuple(replace(row, line=line) for line, row in enumerate(rows, start=2))


def _row(rng: Random, calendar: Calendar) -> Row:
    kind = rng.choice(KINDS)
    period = _written(rng, rng.choice(calendar.bells[0].periods).label)
    if kind == "absent" and rng.randint(0, 2) == 2:
        period = ""
    teacher = rng.choice(WRITTEN[rng.choice(("AB", "AB", *TEACHERS, "AB", "AB", "AB", *TEACHERS, ""))])
    if rng.randint(0, 5) == 5:
        teacher += "+" + rng.choice((*TEACHERS, ""))
    klass, subject, room = rng.choice(CLASSES), rng.choice(SUBJECTS), rng.choice(ROOMS)
    row = Row(teacher, "", period, klass, subject, room, kind=kind)
    return replace(row, end_period=_end_period(rng, calendar, row))


def _a_lesson(rng: Random, calendar: Calendar) -> str:
    return rng.choice([period for period in calendar.bells[0].periods if period.kind == "lesson"]).label


def _end_period(rng: Random, calendar: Calendar, row: Row) -> str:
    """Mostly none; else a label that comes later in some bell."""
    if not row.period or rng.randint(0, 2) < 2:
        return ""
    bell = rng.choice(calendar.bells)
    labels = [period.label.casefold() for period in bell.periods]
    if row.period.strip().casefold() not in labels:
        return ""
    return _written(rng, rng.choice(labels[labels.index(row.period.strip().casefold()) :]))


def _companions(rng: Random, row: Row, calendar: Calendar) -> list[Row]:
    """Rows that go with ``row``: its double period, a split class, a colleague, a double booking."""
    periods = [period.label for period in rng.choice(calendar.bells).periods]
    here = row.period.strip().casefold()
    place = next((n for n, label in enumerate(periods) if label.casefold() == here), len(periods))
    double = [replace(row, period=label, end_period="") for label in periods[place + 1 : place + 3]]
    return rng.choice(
        (
            [],
            double,
            double[:1],
            [replace(row, klass="10C"), *(replace(after, klass="10C+" + row.klass) for after in double)],
            [replace(row, klass="10C"), *double],
            [replace(row, teacher=rng.choice(TEACHERS)), *double[:1]],
            [replace(row, subject="En", klass="9B"), *double],
            [replace(after, subject="En") for after in double],
            [replace(row, kind=rng.choice(OTHERS)), *double],
            [replace(row, kind=kind) for kind in ("protected", "release")],
        )
    )


def _weeks_and_days(rng: Random, rotation: Rotation) -> list[tuple[str, str]]:
    """What to write into the columns week and day: for the whole cycle, or for some days of it."""
    if rng.randint(0, 5) < (2 if rotation.mode == "week" else 4):
        labels = rotation.labels if rng.randint(0, 1) else rng.sample(rotation.labels, 1)
        return [("", _written(rng, label)) for label in labels]
    if rotation.mode == "count":
        return [("", _written(rng, rng.choice(rotation.labels))) for _ in range(3)]
    names = [WEEKDAY_NAMES[number] for number in rotation.weekdays]
    names = rng.choice((names, [name[:3] for name in names], [rng.choice(names).title()]))
    number = rng.randint(1, rotation.weeks)
    week = (
        rng.choice(("", str(number), "ABC"[number - 1], "abc"[number - 1])) if rotation.mode == "week" else ""
    )
    return [(week, name) for name in names]


def _written(rng: Random, label: str) -> str:
    return rng.choice((label, label, label, label.upper(), f" {label} "))


def invent_diaries(rng: Random, calendar: Calendar, first: date, last: date) -> tuple[Diary, ...]:
    """The host and one or two observers."""
    teachers = [rng.choice(WRITTEN[name]) for name in TEACHERS]
    if rng.randint(0, 4) == 4:
        rng.shuffle(teachers)
    if rng.randint(0, 9) == 9:
        teachers[1] = rng.choice((None, ""))
    return tuple(
        _diary(rng, calendar, number, teacher, first, last)
        for number, teacher in enumerate(teachers[: rng.choice((2, 2, 3))], start=7)
    )


def _diary(
    rng: Random, calendar: Calendar, number: int, teacher: str | None, first: date, last: date
) -> Diary:
    meetings = _intervals(rng, calendar, first, last, 30)
    return Diary(
        number,
        teacher,
        meetings=meetings,
        busy=_intervals(rng, calendar, first, last, 400),
        offers=_intervals(rng, calendar, first, last, 30),
        commitments=tuple(_commitment(rng, calendar, first, last) for _ in range(rng.choice((0, 0, 1, 3)))),
        rooms=tuple((meeting, rng.choice(ROOMS)) for meeting in meetings if rng.randint(0, 3)),
        visits=tuple(_date(rng, first, last) for _ in range(rng.choice((0, 1, 3, 6)))),
    )


def _commitment(rng: Random, calendar: Calendar, first: date, last: date) -> Commitment:
    """A regular one, bounded by dates now and then, or one for some dates."""
    kind = rng.choice(("absent", "duty", "protected", "opened", "opened"))
    period = (
        _written(rng, rng.choice(rng.choice(calendar.bells).periods).label) if rng.randint(0, 2) else None
    )
    label = _written(rng, rng.choice(calendar.rotation.labels)) if rng.randint(0, 2) else None
    begin = _date(rng, first, last) if label is None or not rng.randint(0, 3) else None
    end = begin + timedelta(days=rng.choice((0, 0, 3, 9))) if begin and rng.randint(0, 4) else None
    return Commitment(kind, label, period, begin, end)


def _date(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(-7, (last - first).days + 4))


def _intervals(rng: Random, calendar: Calendar, first: date, last: date, extra: int) -> tuple[Interval, ...]:
    zone = ZoneInfo(calendar.timezone)
    found = []
    for _ in range(rng.choice((1, 0, 0, 2, 4))):
        on = first + timedelta(days=rng.randint(-1, (last - first).days + 4))
        # Clocks change on Sundays.
        on -= timedelta(days=rng.choice((0, (on.weekday() + 1) % 7)))
        period = rng.choice(rng.choice(calendar.bells).periods)
        minute = rng.choice((period.start, period.end, period.start + 5 * rng.randint(-3, 3)))
        wall = datetime.combine(on, time(), tzinfo=zone) + timedelta(minutes=minute)
        start = wall.replace(fold=rng.randint(0, 1)).astimezone(UTC)
        start += timedelta(seconds=rng.choice((0, 0, 0, 30)))
        length = rng.choice((period.end - period.start, 5, 10, 30, 60, extra, 5 * extra))
        found.append((start, start + timedelta(minutes=length)))
    return tuple(found)
