"""What a person's own grid shows for one day (design 4)."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from coachsched.core.calendar import Calendar, Period
from coachsched.core.commitments import said_on
from coachsched.core.day_plans import kept_plans
from coachsched.core.meetings import Diary
from coachsched.core.person_day import Rules, State
from coachsched.core.spans import Span, overlaps, subtract
from coachsched.core.timetable import Timetable
from coachsched.core.walltime import spans_on


def day_view(
    calendar: Calendar, timetable: Timetable, rules: Rules, diary: Diary, on: date
) -> list[tuple[Period, State]]:
    """The periods of a school day with what the person does in each; empty on a closed date.

    A period in which they have a meeting is booked; one that a subscribed calendar fills is no longer free.
    """
    day = calendar.day(on)
    if day.bell is None:
        return []
    if not day.lessons:
        return [(period, "closed_time") for period in day.bell.periods]
    tz = ZoneInfo(calendar.timezone)
    booked = spans_on(diary.meetings, tz).get(on, [])
    busy = spans_on(diary.busy, tz).get(on, [])
    said = said_on(diary.commitments, on, day.cycle_day)
    states = kept_plans(calendar, timetable, rules).plan(diary.teacher, day, day.bell, said).states
    return [
        (period, _seen(period, state, booked, busy))
        for period, state in zip(day.bell.periods, states, strict=True)
    ]


def _seen(period: Period, state: State, booked: list[Span], busy: list[Span]) -> State:
    span = (period.start, period.end)
    if any(overlaps(span, meeting) for meeting in booked):
        return "booked"
    if state == "free" and not subtract([span], busy):
        return "closed_time"
    return state
