"""The demo school's calendar: two terms laid around the day it is loaded."""

from __future__ import annotations

from datetime import date, timedelta

from coachsched.core.calendar import (
    Bell,
    BellRule,
    Calendar,
    DayException,
    Period,
    PeriodKind,
    Rotation,
    Term,
)

ZONE = "Europe/London"
DAYS = tuple(f"Day_{number}" for number in range(1, 7))
PERIODS = tuple(str(number) for number in range(1, 8))
TUESDAY = 1

REGULAR = """
Before school  before        08:00 08:25 meetings
Registration   registration  08:30 08:45
1              lesson        08:45 09:30
2              lesson        09:30 10:15
Break          break         10:15 10:35 meetings
3              lesson        10:35 11:20
4              lesson        11:20 12:05
Lunch          lunch         12:05 12:50
5              lesson        12:50 13:35
6              lesson        13:35 14:20
7              lesson        14:20 15:05
After school   after         15:10 15:45 meetings
"""
LATE_START = """
Before school  before        08:15 09:20
Registration   registration  09:25 09:40
1              lesson        09:40 10:15
2              lesson        10:15 10:50
Break          break         10:50 11:10 meetings
3              lesson        11:10 11:45
4              lesson        11:45 12:20
Lunch          lunch         12:20 13:05
5              lesson        13:05 13:45
6              lesson        13:45 14:25
7              lesson        14:25 15:05
After school   after         15:10 15:45 meetings
"""
HALF_DAY = """
Before school  before        08:00 08:25 meetings
Registration   registration  08:30 08:45
1              lesson        08:45 09:25
2              lesson        09:25 10:05
Break          break         10:05 10:25 meetings
3              lesson        10:25 11:05
4              lesson        11:05 11:45
"""


def calendar(today: date) -> Calendar:
    """The school year around a date, which may be a weekend: it belongs to the week before it."""
    monday = today - timedelta(days=today.weekday())

    def on(week: int, weekday: int) -> date:
        return monday + timedelta(weeks=week, days=weekday)

    return Calendar(
        timezone=ZONE,
        rotation=Rotation("count", DAYS, anchor=on(-13, 0)),
        bells=(_bell("regular", REGULAR), _bell("late start", LATE_START), _bell("half day", HALF_DAY)),
        rules=(BellRule("late start", weekday=TUESDAY),),
        # Between the two lies a holiday of two weeks.
        terms=(Term("Term 1", on(-13, 0), on(-7, 4)), Term("Term 2", on(-4, 0), on(12, 4))),
        exceptions=(
            DayException(on(-9, 2), "closure", note="Burst water main"),
            DayException(on(-4, 0), "inset", note="Staff training"),
            DayException(on(2, 2), "event", note="Open day"),
            DayException(on(4, 2), "teaching", bell="half day", note="Half day before the break"),
            DayException(on(4, 3), "holiday", note="Mid-term break"),
            DayException(on(4, 4), "holiday", note="Mid-term break"),
            DayException(on(5, 0), "holiday", note="Mid-term break"),
            DayException(on(6, 3), "exam", note="Mock examinations"),
        ),
    )


def _bell(name: str, table: str) -> Bell:
    return Bell(name, tuple(_period(line) for line in table.strip().splitlines()))


def _period(line: str) -> Period:
    """A period from its line: label, kind, start, end, and whether people may meet in it."""
    label, _, rest = line.partition("  ")
    kind, start, end, *meetings = rest.split()
    return Period(label, _kind(kind), _minute(start), _minute(end), bool(meetings))


def _kind(word: str) -> PeriodKind:
    return word  # type: ignore[return-value]


def _minute(wall: str) -> int:
    hours, _, minutes = wall.partition(":")
    return int(hours) * 60 + int(minutes)
