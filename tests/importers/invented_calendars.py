"""Calendars as schools' programs export them, all invented, and the schools they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from coachsched.core.calendar import Bell, Calendar, DayException, Period, Rotation, Term

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri")
PERIODS = (
    Period("1", "lesson", 480, 525),
    Period("2", "lesson", 530, 575),
    Period("Break", "break", 575, 595),
    Period("3", "lesson", 595, 640),
    Period("4", "lesson", 645, 690),
)
AT = {period.label: period for period in PERIODS}
TERMS = (
    Term("Autumn", date(2026, 9, 7), date(2026, 12, 18)),
    Term("Spring", date(2027, 1, 11), date(2027, 3, 25)),
)
AUTUMN_BREAK = tuple(
    DayException(date(2026, 10, 19) + timedelta(days=number), "holiday") for number in range(5)
)
WEEKLY = Calendar(
    "Europe/Berlin",
    Rotation("weekday", WEEK, date(2026, 9, 7)),
    (Bell("regular", PERIODS),),
    terms=TERMS,
    exceptions=AUTUMN_BREAK,
)
TWO_WEEKS = replace(
    WEEKLY,
    rotation=Rotation(
        "week", tuple(f"{week} {day}" for week in "AB" for day in WEEK), date(2026, 9, 7), weeks=2
    ),
)
SIX_DAYS = replace(
    WEEKLY, rotation=Rotation("count", tuple(f"Day_{n}" for n in range(1, 7)), date(2026, 9, 7))
)

# Cycle day (None: any), period, title, room.
Lesson = tuple[str | None, str, str, str]


def calendar(*components: str, head: str = "X-WR-CALNAME:Paul Meyer") -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//invented//EN", *filter(None, [head])]
    return "\r\n".join([*lines, *components, "END:VCALENDAR"]) + "\r\n"


def event(uid: str, start: str, end: str = "", title: str = "", room: str = "", more: str = "") -> str:
    """One VEVENT; ``start`` and ``end`` carry their parameters: ``;TZID=X:20270113T080000``."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "DTSTAMP:20260801T000000Z",
        f"DTSTART{start}",
        f"DTEND{end}" if end else "",
        f"SUMMARY:{title}" if title else "",
        f"LOCATION:{room}" if room else "",
        more,
        "END:VEVENT",
    ]
    return "\r\n".join(line for line in lines if line)


def utc(on: date, minute: int, zone: ZoneInfo = BERLIN) -> str:
    """A wall time of the school as exporters write it."""
    wall = datetime(on.year, on.month, on.day, minute // 60, minute % 60, tzinfo=zone)
    return f":{wall.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def lesson(uid: str, on: date, period: str, title: str, room: str = "R1", more: str = "") -> str:
    return event(uid, utc(on, AT[period].start), utc(on, AT[period].end), title, room, more)


def all_day(uid: str, first: date, end: date | None, title: str, more: str = "") -> str:
    """An event of whole days; ``end`` is the first day after it, as iCalendar has it."""
    closing = f";VALUE=DATE:{end:%Y%m%d}" if end else ""
    return event(uid, f";VALUE=DATE:{first:%Y%m%d}", closing, title, more=more)


def dated(school: Calendar, lessons: Iterable[Lesson], holidays: bool = False) -> Iterator[str]:
    """An event for each lesson and date of the year; in the holidays too where the exporter is careless."""
    days = school.days(TERMS[0].start, TERMS[-1].end)
    for number, (label, period, title, room) in enumerate(lessons):
        for day in days:
            careless = holidays and not day.open and label == day.date.strftime("%a")
            if (day.open and label in (None, day.cycle_day)) or careless:
                yield lesson(f"{number}-{day.date}@school.test", day.date, period, title, room)


UNTIS = (("Mon", "1", "9B Maths", "R1"), ("Mon", "2", "8A Maths", "R2"), ("Thu", "3", "9B Maths", "R1"))
TWO_WEEKLY = (("A Tue", "1", "Art / 7C", "Studio"), ("B Fri", "4", "Art / 8D", "Studio"))
ROTATING = (("Day_1", "2", "Physics 10A", "Lab"), ("Day_4", "3", "Physics 10B", "Lab"))


def webuntis() -> str:
    """Dated events in UTC over a year, in the holidays too."""
    return calendar(*dated(WEEKLY, UNTIS, holidays=True))


def two_weeks() -> str:
    return calendar(*dated(TWO_WEEKS, TWO_WEEKLY), head="NAME:Timetable of Tessa Noor")


def six_days() -> str:
    return calendar(*dated(SIX_DAYS, ROTATING), head="")


def google() -> str:
    """Rules with a zone, a date left out, and one moved."""
    zone = ";TZID=Europe/Berlin"
    rule = "RRULE:FREQ=WEEKLY;UNTIL=20270325T220000Z;BYDAY=WE"
    rules = f"{rule}\r\nEXDATE{zone}:20261104T080000"
    moved = f"RECURRENCE-ID{zone}:20270120T080000"
    return calendar(
        event("a", f"{zone}:20260909T080000", f"{zone}:20260909T084500", "9B Maths", "R1", rules),
        event("a", f"{zone}:20270121T095500", f"{zone}:20270121T104000", "9B Maths", "R1", moved),
    )


def windows() -> str:
    """What Outlook writes: names of zones that are no IANA names, without a VTIMEZONE."""
    zone = ";TZID=W. Europe Standard Time"
    rule = "RRULE:FREQ=WEEKLY;COUNT=24"
    return calendar(
        event("w", f"{zone}:20260911T104500", f"{zone}:20260911T113000", "Meeting", "", rule),
        event("v", f"{zone}:20260911T085000", f"{zone}:20260911T093500", "8C French", "R4", rule),
    )


def term_dates() -> str:
    """A school's own calendar: terms, breaks, staff days, and what is none of these."""
    return calendar(
        all_day("t1", date(2027, 4, 12), date(2027, 7, 3), "Summer term"),
        all_day("h1", date(2027, 5, 31), date(2027, 6, 5), "Half term"),
        all_day("i1", date(2027, 6, 7), None, "INSET day"),
        all_day("e1", date(2027, 6, 21), date(2027, 6, 26), "Exam week"),
        all_day("s1", date(2027, 7, 2), None, "Sports day"),
        all_day("c1", date(2027, 6, 10), None, "Year 8 vaccinations"),
        event("p1", ":20270617T170000Z", ":20270617T190000Z", "Exam results evening"),
        all_day("x1", date(2027, 6, 11), None, "Staff day", "STATUS:CANCELLED"),
        head="X-WR-CALNAME:Linden School",
    )
