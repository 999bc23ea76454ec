"""Whether a meeting that is booked could still be booked (design 4 and 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coachsched.core.calendar import Calendar
from coachsched.core.meetings import Diary, Interval, firm
from coachsched.core.search import Search
from coachsched.core.slots import Rules
from coachsched.core.timetable import Timetable
from coachsched.core.walltime import meeting_utc


@dataclass(frozen=True)
class Booked:
    """A meeting as it was booked: ``kind`` is plan, visit or debrief; the instants are UTC.

    ``in_diaries`` is False of one that was called off and so stands in nobody's diary.
    """

    kind: str
    date: date
    start: datetime
    end: datetime
    klass: str = ""
    in_diaries: bool = True

    @property
    def minutes(self) -> int:
        return int((self.end - self.start) / timedelta(minutes=1))


def still_works(
    calendar: Calendar, timetable: Timetable, rules: Rules, booked: Booked, people: Sequence[Diary]
) -> bool:
    """Whether it is still one of the visits, or talks, of its date; the first of the people is the host.

    It is judged by its own length, and the host may be visited once too often: a setting changed since does
    not break what is booked. Nor does time somebody protected since, or their own calendar, which may well
    hold this meeting.
    """
    own = booked.start, booked.end
    free = [firm(_without(who, own) if booked.in_diaries else who) for who in people]
    rules = replace(rules, visit_minutes=booked.minutes, visits_per_week=0)
    day, tz = calendar.day(booked.date), ZoneInfo(calendar.timezone)
    search = Search(calendar, timetable, rules, free, [day])
    if booked.kind == "visit":
        return any(
            meeting_utc(visit.date, visit.start, visit.end, tz) == own
            for visit in search.visits(day)
            if visit.klass == booked.klass
        )
    return any(
        meeting_utc(talk.date, talk.start, talk.end, tz) == own for talk in search.talks(day, booked.minutes)
    )


def _without(who: Diary, own: Interval) -> Diary:
    """Without the meeting itself, which none of theirs overlaps, and without what only marks a time."""
    return replace(who, meetings=tuple(one for one in who.meetings if one != own), offers=())
