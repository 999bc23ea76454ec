"""Invents whole schools, with the people asked about and the settings.

Everything is chosen through one ``random.Random``: Hypothesis lends its own, which it can replay
and shrink; a plain seeded one gives the same schools every time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from coachsched.core.calendar import Calendar
from coachsched.core.slots import Diary, Rules
from coachsched.core.timetable import Timetable

from .calendars import clock_change, invent_calendar, maybe
from .staff import invent_diaries, invent_timetable

SITES = (
    (("North", ("R*",)), ("South", ("S1", "s2"))),
    (("One", ("*1",)), ("Two", (" *2 ",))),
    (("North", ("R1",)), ("South", ("S1",)), ("All", ("*",))),
    (("Only", ("R1", "R2")),),
)


@dataclass(frozen=True)
class School:
    """An invented school, the people asked about (the first is the host) and the dates asked for."""

    calendar: Calendar
    timetable: Timetable
    rules: Rules
    people: tuple[Diary, ...]
    first: date
    last: date


def schools() -> st.SearchStrategy[School]:
    """Whole schools, asked about a few weeks."""
    return st.randoms(use_true_random=False).map(invent_school)


def night_schools() -> st.SearchStrategy[School]:
    """Schools at work in the hour in which the clocks change, asked about those few days."""
    return st.randoms(use_true_random=False).map(invent_night_school)


def invent_school(rng: Random) -> School:
    calendar = invent_calendar(rng, spread=30, at_night=maybe(rng, 20))
    first = min(term.start for term in calendar.terms) - timedelta(days=rng.randint(0, 3))
    return _school(rng, calendar, first, first + timedelta(days=rng.choice((13, 6, 20, 27))))


def invent_night_school(rng: Random) -> School:
    calendar = invent_calendar(rng, spread=30, at_night=True)
    change = clock_change(calendar)
    return _school(rng, calendar, change - timedelta(days=1), change)


def _school(rng: Random, calendar: Calendar, first: date, last: date) -> School:
    timetable = invent_timetable(rng, calendar, first)
    people = invent_diaries(rng, calendar, first, last)
    return School(calendar, timetable, invent_rules(rng), people, first, last)


def invent_rules(rng: Random) -> Rules:
    return Rules(
        visit_minutes=rng.choice((30, 0, 5, 10, 20, 30, 0, 20, 45, 60)),
        debrief_minutes=rng.choice((20, 5, 10, 15, 25, 30, 45)),
        plan_minutes=rng.choice((15, 5, 10, 40)),
        debrief_within=rng.choice((2, 0, 1, 3, 5)),
        lead_days=rng.choice((2, 0, 1, 4)),
        horizon_days=rng.choice((42, 7, 20)),
        presence=rng.choice(("day", "day", "day", "own_lessons")),
        release=rng.choice(("free", "free", "free", "listed")),
        visits_need_class=maybe(rng, 75),
        not_for_visits=frozenset({"Assembly"}) if maybe(rng, 40) else frozenset(),
        sites=rng.choice(SITES) if maybe(rng, 50) else (),
        travel_minutes=rng.choice((0, 5, 10, 20, 60)),
        visits_per_week=rng.choice((0, 0, 0, 1, 2, 4)),
    )
