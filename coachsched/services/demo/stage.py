"""Where the demo's stories take place: the school on the day it is loaded, and times found by the core."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coachsched.core.covered_slots import find_covered_slots
from coachsched.core.slots import Choice, Diary, Talk, bookable_dates, find_plans, find_slots, rank
from coachsched.core.walltime import to_utc
from coachsched.services import clock
from coachsched.store import diaries, schools
from coachsched.store.people import Membership
from coachsched.store.schools import School, SchoolTime

# People see to their mail when the lessons are over.
AFTER_LESSONS = 15 * 60 + 50


@dataclass(frozen=True)
class Window:
    """The dates between which a visit is looked for."""

    first: date
    last: date


class Stage:
    """The school around ``today``; ``members`` by name."""

    def __init__(self, school: School, members: dict[str, Membership], today: date) -> None:
        self.school = school
        self.members = members
        self.today = today
        self.time: SchoolTime = schools.school_time(school)
        first = self.time.calendar.terms[0].start
        self._past = [day.date for day in self.time.calendar.school_days(first, today)]

    def ago(self, school_days: int) -> date:
        """The school day after which so many have come, today included."""
        return self._past[-1 - school_days]

    def held(self, earliest: int, latest: int) -> Window:
        """From so many school days ago to fewer."""
        return Window(self.ago(earliest), self.ago(latest))

    def ahead(self, school_days: int) -> Window:
        """The first school days that times are offered on."""
        first, _ = bookable_dates(self.time.calendar, self.time.rules, self.today)
        return Window(first, self.after(first, school_days - 1))

    def after(self, start: date, school_days: int) -> date:
        """So many school days after a date."""
        return self.time.calendar.add_school_days(start, school_days)

    def moment(self, on: date) -> datetime:
        """When something was done on a date in the past."""
        return to_utc(on, AFTER_LESSONS, self.time.zone)

    def choices(self, host: str, observers: Sequence[str], window: Window, count: int) -> list[Choice]:
        """The best times for a visit with its debrief, each on a day of its own, in order of date."""
        time = self.time
        found = self.diaries((host, *observers), window)
        slots = find_slots(
            time.calendar, time.timetable, time.rules, found[0], found[1:], window.first, window.last
        )
        free = [choice for choice in rank(slots) if choice.debrief and "on_offer" not in choice.reasons]
        best_of_day = {choice.slot.visit.date: choice for choice in reversed(free)}
        best = [choice for choice in free if choice is best_of_day[choice.slot.visit.date]][:count]
        return sorted(best, key=lambda choice: choice.slot.visit.date)

    def with_cover(self, host: str, observers: Sequence[str], window: Window) -> Choice:
        """The best visit for which one lesson of an observer must be taken by somebody else."""
        time = self.time
        found = self.diaries((host, *observers), window)
        asked = time.calendar, time.timetable, time.rules, found[0], found[1:], window.first, window.last
        choices = rank(find_covered_slots(*asked, may_cover=lambda _: True))
        return next(one for one in choices if one.slot.needs[0].date == one.slot.visit.date)

    def plan_before(self, people: Sequence[str], window: Window) -> Talk:
        """The first time for a plan."""
        time = self.time
        found = self.diaries(people, window)
        return find_plans(time.calendar, time.timetable, time.rules, found, window.first, window.last)[0]

    def diaries(self, people: Sequence[str], window: Window) -> list[Diary]:
        since = clock.local_midnight(window.first, self.time.zone)
        return diaries.diaries([self.members[name] for name in people], since)
