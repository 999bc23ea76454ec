"""An invented school for the core's tests. 4 January 2027 is a Monday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from coachsched.core.calendar import Bell, Calendar, Day, DayException, Period, Rotation, Term
from coachsched.core.slots import Diary, Interval
from coachsched.core.timetable import Row, Timetable, Version

MON, TUE, WED, THU, FRI, SAT, SUN = (date(2027, 1, number) for number in range(4, 11))
NEXT_MON = date(2027, 1, 11)
JANUARY = Term("Term 1", date(2027, 1, 4), date(2027, 1, 29))
ABC = Rotation("count", ("A", "B", "C"), anchor=MON)
DAYS = Rotation("weekday", ("Mon", "Tue", "Wed", "Thu", "Fri"), anchor=MON)
TWO_WEEKS = Rotation("week", tuple("ABCDEVWXYZ"), anchor=MON, weeks=2)


def period(label: str, kind: Any, times: str, meetings: bool = False) -> Period:
    """A period with times written like ``"8:00-8:40"``."""
    start, end = (minutes(text) for text in times.split("-"))
    return Period(label, kind, start, end, meetings)


def minutes(text: str) -> int:
    hours, _, rest = text.partition(":")
    return int(hours) * 60 + int(rest)


def clock(span: tuple[int, int]) -> str:
    return "-".join(f"{minute // 60}:{minute % 60:02}" for minute in span)


REGULAR = Bell(
    "regular",
    (
        period("Tutor", "registration", "8:30-8:45"),
        period("1", "lesson", "8:50-9:40"),
        period("2", "lesson", "9:40-10:30"),
        period("Break", "break", "10:30-10:50"),
        period("3", "lesson", "10:50-11:40"),
        period("4", "lesson", "11:45-12:35"),
        period("Lunch", "lunch", "12:35-13:20", meetings=True),
        period("5", "lesson", "13:20-14:10"),
        period("After", "after", "14:15-15:00", meetings=True),
    ),
)
SHORT = Bell(
    "short", (period("1", "lesson", "9:00-9:30"), period("Lunch", "lunch", "9:30-10:00", meetings=True))
)


def school(rotation: Rotation = DAYS, *exceptions: DayException, **other: Any) -> Calendar:
    """A school open in January 2027, in a zone without clock changes unless told otherwise."""
    settings: dict[str, Any] = {
        "timezone": "Africa/Johannesburg",
        "bells": (REGULAR, SHORT),
        "terms": (JANUARY,),
    }
    return Calendar(rotation=rotation, exceptions=exceptions, **(settings | other))


def cycle(calendar: Calendar, first: date, days: int) -> str:
    """A letter a date: the cycle day's label, ``o`` open without one, ``.`` closed."""
    return "".join(_sign(calendar.day(first + timedelta(days=number))) for number in range(days))


def _sign(day: Day) -> str:
    if not day.open:
        return "."
    return day.cycle_day[0] if day.cycle_day else "o"


def row(teacher: str, day: str, period: str, klass: str = "9A", subject: str = "Maths", **other: Any) -> Row:
    return Row(teacher, day, period, klass, subject, **other)


def timetable(*rows: Row) -> Timetable:
    return Timetable((Version(None, rows),))


def diary(person: int, teacher: str | None = None, **times: tuple[Interval, ...]) -> Diary:
    return Diary(person, teacher, **times)


def at(on: date, times: str) -> Interval:
    """An interval of school time in Johannesburg, two hours ahead of UTC."""
    midnight = datetime(on.year, on.month, on.day, tzinfo=UTC) - timedelta(hours=2)
    start, end = (midnight + timedelta(minutes=minutes(text)) for text in times.split("-"))
    return start, end
