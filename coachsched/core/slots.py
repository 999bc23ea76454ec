"""When a visit, its debrief and a plan can be held (design 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from coachsched.core.calendar import Calendar, Day
from coachsched.core.day_view import day_view
from coachsched.core.meetings import Diary, Interval, Need, Slot, Talk, Visit
from coachsched.core.person_day import Rules, State
from coachsched.core.ranking import Choice, best_debrief, rank
from coachsched.core.search import Search
from coachsched.core.timetable import Timetable

__all__ = [
    "Choice",
    "Diary",
    "Interval",
    "Need",
    "Rules",
    "Slot",
    "State",
    "Talk",
    "Visit",
    "best_debrief",
    "bookable_dates",
    "day_view",
    "find_debriefs",
    "find_plans",
    "find_slots",
    "rank",
    "with_days_after",
]


def find_slots(
    calendar: Calendar,
    timetable: Timetable,
    rules: Rules,
    host: Diary,
    observers: Sequence[Diary],
    first: date,
    last: date,
) -> list[Slot]:
    """Every visit to a host from ``first`` to ``last`` with its debriefs, by date, start and row of the file.

    Raises ValueError without an observer, or where the host is one.
    """
    if not observers or host.person in {observer.person for observer in observers}:
        raise ValueError("a visit needs observers, and the host is not one of them")
    days = calendar.school_days(first, last)
    search = Search(calendar, timetable, rules, (host, *observers), with_days_after(calendar, rules, days))
    return [Slot(visit, search.debriefs(visit)) for day in days for visit in search.visits(day)]


def find_debriefs(
    calendar: Calendar, timetable: Timetable, rules: Rules, people: Sequence[Diary], after: Visit
) -> tuple[Talk, ...]:
    """The debriefs that can follow a visit, soonest first, whether or not it is booked already."""
    days = [calendar.day(after.date)]
    search = Search(calendar, timetable, rules, people, with_days_after(calendar, rules, days))
    return search.debriefs(after)


def find_plans(
    calendar: Calendar, timetable: Timetable, rules: Rules, people: Sequence[Diary], first: date, last: date
) -> list[Talk]:
    """Every time from ``first`` to ``last`` at which all could plan a visit together."""
    days = calendar.school_days(first, last)
    search = Search(calendar, timetable, rules, people, days)
    return [talk for day in days for talk in search.talks(day, rules.plan_minutes)]


def bookable_dates(calendar: Calendar, rules: Rules, today: date) -> tuple[date, date]:
    """The first and the last date that people are offered times on."""
    return calendar.add_school_days(today, rules.lead_days), today + timedelta(days=rules.horizon_days)


def with_days_after(calendar: Calendar, rules: Rules, days: list[Day]) -> list[Day]:
    """The days of visits and those after the last of them on which a debrief may lie."""
    return days + calendar.next_school_days(days[-1].date, rules.debrief_within) if days else []
