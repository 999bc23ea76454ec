"""Slots of schools at work in the hour that is missing in spring and comes twice in autumn."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from coachsched.core.calendar import Bell, Calendar, Period, Rotation, Term
from coachsched.core.slots import Diary, Interval, Rules, find_slots
from coachsched.core.timetable import Row, Timetable, Version

from .calendars import EVERY_DAY, ZONES
from .naive_calendar import ONE_DAY
from .naive_slots import NaiveSchool

# The host teaches a double and a single lesson; the observer is free all night.
TIMETABLE = Timetable((Version(None, tuple(Row("H", "Night", period, "9A") for period in ("1", "2", "4"))),))


@pytest.mark.parametrize("begin", [0, 75])
@pytest.mark.parametrize("zone", sorted(ZONES))
def test_every_start_of_a_night_school(zone: str, begin: int) -> None:
    for number, change in enumerate(ZONES[zone]):
        calendar = night_calendar(zone, change, begin)
        rules = Rules((30, 0, 75, 20)[number], 20, debrief_within=1)
        host = Diary(
            1, "H", meetings=intervals(zone, change, 25 + begin, 5), busy=intervals(zone, change, 10, 5)
        )
        observer = Diary(
            2, None, meetings=intervals(zone, change, 65 + begin, 10), busy=intervals(zone, change, 5, 4)
        )
        around = change - ONE_DAY, change + ONE_DAY
        actual = find_slots(calendar, TIMETABLE, rules, host, [observer], *around)
        expected = NaiveSchool(calendar, TIMETABLE, rules, *around).slots(host, [observer], *around)
        assert actual == expected
        assert actual


def night_calendar(zone: str, change: date, begin: int) -> Calendar:
    starts = range(begin, begin + 6 * 40, 40)
    bell = Bell("night", tuple(Period(str(n), "lesson", start, start + 35) for n, start in enumerate(starts)))
    term = Term("Term", change - ONE_DAY, change + 2 * ONE_DAY)
    return Calendar(zone, Rotation("count", ("Night",), change, EVERY_DAY), (bell,), terms=(term,))


def intervals(zone: str, on: date, offset: int, minutes: int) -> tuple[Interval, ...]:
    """Three short intervals, 100 minutes of real time apart, from ``offset`` minutes after midnight."""
    midnight = datetime.combine(on, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    starts = [midnight + timedelta(minutes=offset + number * 100) for number in range(3)]
    return tuple((start, start + timedelta(minutes=minutes)) for start in starts)
