"""Whether a meeting that is booked could still be booked (design 4 and 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coachsched.core.calendar import Calendar, Day
from coachsched.core.day_plans import kept_plans
from coachsched.core.labels import names
from coachsched.core.meetings import Diary, Interval, Talk, Visit, firm
from coachsched.core.search import Search
from coachsched.core.slots import Rules
from coachsched.core.timetable import Timetable
from coachsched.core.walltime import meeting_utc

A_DAY = timedelta(days=1)


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
) -> Visit | Talk | None:
    """The visit, or talk, of its date that it still is, None where it is none; the host is the first person.

    It is judged by its own length, and the host may be visited once too often: a setting changed since does
    not break what is booked. Nor does time somebody protected since, or their own calendar, which may well
    hold this meeting.
    """
    day, tz = calendar.day(booked.date), ZoneInfo(calendar.timezone)
    if booked.kind == "visit" and not _is_taught(calendar, timetable, rules, booked, day, people[0]):
        return None
    own = booked.start, booked.end
    free = [firm(_that_day(who, own, booked.in_diaries)) for who in people]
    rules = replace(rules, visit_minutes=booked.minutes, visits_per_week=0)
    search = Search(calendar, timetable, rules, free, [day])
    if booked.kind == "visit":
        same_class = (visit for visit in search.visits(day) if visit.klass == booked.klass)
        return next((visit for visit in same_class if _span(visit, tz) == own), None)
    return next((talk for talk in search.talks(day, booked.minutes) if _span(talk, tz) == own), None)


def _span(found: Visit | Talk, tz: ZoneInfo) -> Interval:
    return meeting_utc(found.date, found.start, found.end, tz)


def _is_taught(
    calendar: Calendar, timetable: Timetable, rules: Rules, booked: Booked, day: Day, host: Diary
) -> bool:
    """Whether the host has anything to do with the class that day; most that breaks is found out here."""
    if not booked.klass or host.teacher is None:
        return True
    rows = kept_plans(calendar, timetable, rules).rows_on(host.teacher, day)
    classes = set(names(booked.klass))
    return any(not classes.isdisjoint(names(row.klass)) for row in rows)


def _that_day(who: Diary, own: Interval, holds_it: bool) -> Diary:
    """What somebody has on around the meeting, but for itself, which none of theirs overlaps."""
    first, last = own[0] - A_DAY, own[1] + A_DAY
    meetings = tuple(
        one for one in who.meetings if first < one[1] and one[0] < last and not (holds_it and one == own)
    )
    busy = tuple(one for one in who.busy if first < one[1] and one[0] < last)
    # Offers only mark a time.
    return replace(who, meetings=meetings, busy=busy, offers=())
