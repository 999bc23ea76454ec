"""Lessons that a teacher opens to whoever likes to come: which there are, and who is free for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coachsched.core.calendar import Calendar, Day
from coachsched.core.meetings import Diary, Interval, Visit
from coachsched.core.person_day import Rules
from coachsched.core.search import Search
from coachsched.core.timetable import Timetable


def lessons(
    calendar: Calendar, timetable: Timetable, rules: Rules, people: Sequence[Diary], days: Sequence[Day]
) -> list[Visit]:
    """The lessons of the first person that all others are free for, each for the whole of its period.

    By date, start and the file's order. An open lesson is seen from its bell to its bell, whatever a visit
    lasts at the school.
    """
    search = Search(calendar, timetable, replace(rules, visit_minutes=0), people, days)
    return [visit for day in days for visit in search.visits(day)]


def taught(
    calendar: Calendar, timetable: Timetable, rules: Rules, host: Diary, days: Sequence[Day]
) -> list[Visit]:
    """The lessons of somebody that can be seen at all, whoever is booked and however many have come."""
    alone = Diary(host.person, host.teacher, commitments=host.commitments)
    return lessons(calendar, timetable, replace(rules, visits_per_week=0), [alone], days)


def apart_from(host: Diary, visit: Interval | None, seen: Visit) -> Diary:
    """The host's diary as it would be without the visit to this lesson, where there is one already."""
    if visit is None:
        return host
    visits = list(host.visits)
    if seen.date in visits:
        visits.remove(seen.date)
    return replace(host, meetings=tuple(one for one in host.meetings if one != visit), visits=tuple(visits))
