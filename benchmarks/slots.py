"""The core's search for one pair over twelve weeks."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.invented import BELL, START, TEACHERS, calendar, code, rows
from benchmarks.measure import Figure, compare_ms
from coachsched.core.calendar import Calendar
from coachsched.core.slots import Diary, Rules, find_slots
from coachsched.core.timetable import Timetable, Version

DAYS = 84


def figures() -> list[Figure]:
    return [_figure("slots_84_days", TEACHERS), _figure("slots_84_days_x10", TEACHERS * 10)]


def _figure(name: str, teachers: int) -> Figure:
    time = calendar()
    timetable = Timetable((Version(None, rows(teachers)),))
    host, observer = Diary(1, code(1)), Diary(2, code(2))
    first, last = START, START + timedelta(days=DAYS - 1)
    found = find_slots(time, timetable, Rules(), host, [observer], first, last)
    assert len(found) > DAYS / 2, "an empty answer is quick"
    return compare_ms(
        name,
        lambda: find_slots(time, timetable, Rules(), host, [observer], first, last),
        lambda: _walk(time),
        repeat=5,
    )


def _walk(time: Calendar) -> int:
    """The floor: look at each day and each of its periods for both people, and compare times."""
    seen = 0
    for number in range(DAYS):
        day = time.day(START + timedelta(days=number))
        if day.open:
            for _ in range(2):
                for period in BELL.periods:
                    seen += period.start < period.end
    return seen
