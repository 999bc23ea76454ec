"""What whoever arranges cover must know: who is free, in which order, and what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from coachsched.core import options
from coachsched.core.calendar import Calendar
from coachsched.core.cover import (
    NOT_FREE,
    Colleague,
    Obstacle,
    StaffDay,
    Wanted,
    are_beside,
    can_approve,
    in_order,
    obstacles,
    out_at_once,
)
from coachsched.core.meetings import Diary, Interval, firm
from coachsched.services import clock
from coachsched.store import cover, diaries, people, schools
from coachsched.store.cover import CoverRequest
from coachsched.store.people import Membership, School

# Two lessons with a break between them are no longer one.
PASSING = 15
A_YEAR = timedelta(days=365)


class Desk:
    """A school's staff and rules, for the dates of ``requests``, which are all that are asked for then."""

    def __init__(self, school: School, requests: Sequence[CoverRequest]) -> None:
        self._school = school
        self._requests = requests
        self._time = schools.school_time(school)
        self._today = clock.today(school.timezone)
        self._out = [cover.wanted(one) for one in requests if one.state == "approved"]
        self._given: dict[tuple[date, date], dict[int, int]] = {}
        self._days: dict[date, StaffDay] = {}
        self._declined = cover.declined(school, self._today)
        self.rules = options.cover_rules(school.settings)
        self.members = {one.person_id: one for one in people.memberships(school) if may_cover(one)}
        found = diaries.diaries(list(self.members.values()), clock.now())
        self._diaries = {diary.person: diary for diary in found}

    def colleagues(self, request: CoverRequest) -> list[Colleague]:
        """Who could take the class and has not said that they cannot, in the fair order."""
        wanted, staff = cover.wanted(request), self._staff(request.date)
        minutes = self._minutes(request.date)
        beside, partners = self._beside(request), _partners(request)
        return in_order(
            Colleague(
                person=person,
                name=self.members[person].person.name,
                minutes=minutes.get(person, 0),
                spare=staff.spare(person),
                beside=person in beside,
            )
            for person in staff.can_take(wanted)
            if person not in partners and (request.person_id, request.start_at, person) not in self._declined
        )

    def obstacles(self, request: CoverRequest) -> list[Obstacle]:
        """What stands against it, whoever takes it."""
        wanted = cover.wanted(request)
        return obstacles(self.rules, self._time.calendar, wanted, self._others(request), self._today)

    def out_then(self, request: CoverRequest) -> int:
        """How many others are out at that time already."""
        return out_at_once(cover.wanted(request), self._others(request))

    def can_approve(self, request: CoverRequest, person: int) -> list[Obstacle]:
        """What stands against this person's taking it."""
        if person in _partners(request):
            return [NOT_FREE]
        return can_approve(
            self.rules,
            self._time.calendar,
            cover.wanted(request),
            self._others(request),
            self._today,
            self._staff(request.date),
            person,
        )

    def is_kept(self, request: CoverRequest) -> bool:
        """Whether whoever takes the class still can: nothing has come into their day since.

        Their own calendar does not count, which holds this very class; of somebody from outside nothing is
        known.
        """
        if request.covering is None:
            return True
        wanted = cover.wanted(request)
        own = (request.covering.start_at, request.covering.end_at)
        takes = [self._diaries.get(row.person_id) for row in request.covering.bookings]
        return all(
            diary is not None
            and self._day([firm(replace(diary, meetings=_but(own, diary.meetings)))], request.date).can_take(
                wanted
            )
            for diary in takes
        )

    def _others(self, request: CoverRequest) -> list[Wanted]:
        own = cover.wanted(request)
        return [one for one in self._out if one != own]

    def _beside(self, request: CoverRequest) -> set[int]:
        own = cover.wanted(request)
        return {
            row.person_id
            for one in self._requests
            if one.is_taken and one.covering and are_beside(own, cover.wanted(one), PASSING)
            for row in one.covering.bookings
        }

    def _minutes(self, on: date) -> dict[int, int]:
        term = _term(self._time.calendar, on)
        if term not in self._given:
            self._given[term] = cover.given(self._school, *term)
        return self._given[term]

    def _staff(self, on: date) -> StaffDay:
        if on not in self._days:
            self._days[on] = self._day(list(self._diaries.values()), on)
        return self._days[on]

    def _day(self, who: Sequence[Diary], on: date) -> StaffDay:
        return StaffDay(self._time.calendar, self._time.timetable, self._time.rules, who, on)


def may_cover(member: Membership) -> bool:
    """Every teacher who has not left; whoever wants to keep a period protects it in their own week."""
    return "teacher" in member.roles and member.person.active


def _partners(request: CoverRequest) -> set[int]:
    """Who is needed at that time themselves, though their time is not taken before they say yes."""
    wanted = request.partnership if not request.is_certain else None
    return {member.person_id for member in wanted.members} if wanted else set()


def _term(calendar: Calendar, on: date) -> tuple[date, date]:
    """The term of a date, longer where the date lies after it; a year where no term has begun."""
    begun = [term for term in calendar.terms if term.start <= on]
    last = max(begun, key=lambda term: term.start, default=None)
    return (last.start, max(last.end, on)) if last else (on - A_YEAR, on)


def _but(own: Interval, meetings: Sequence[Interval]) -> tuple[Interval, ...]:
    return tuple(one for one in meetings if one != own)
