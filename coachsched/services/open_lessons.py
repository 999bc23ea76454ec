"""Open lessons: a teacher opens some of the coming weeks', and everybody sees which they are free for.

Nothing of it is for judging anybody: teachers alone see the lessons, and who comes only those who are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from coachsched.core import open_lessons as core
from coachsched.core.errors import ConflictError, ForbiddenError, NotFoundError
from coachsched.core.phrases import phrase
from coachsched.core.slots import Diary, Visit
from coachsched.services import access, clock
from coachsched.services.finding import instants
from coachsched.store import diaries, open_lessons, people, schools
from coachsched.store.meetings import Booking, Meeting
from coachsched.store.open_lessons import OpenLesson
from coachsched.store.people import Membership
from coachsched.store.schools import SchoolTime

# Of the reader: whose it is, or that they are coming; else what keeps them from it, if anything does.
State = Literal["yours", "coming", "free", "full", "busy"]


@dataclass(frozen=True)
class Shown:
    """An open lesson as one colleague sees it; ``left`` are the places still free."""

    row: OpenLesson
    host: Membership
    visit: Visit
    state: State
    left: int

    # A lesson to visit takes its place in a week as any slot does; no talk follows it.
    debriefs = ()


@dataclass(frozen=True)
class Board:
    """The lessons open in the coming weeks, in order of time, for one reader."""

    time: SchoolTime
    diaries: dict[int, Diary]
    first: date
    last: date
    lessons: tuple[Shown, ...]


def require(actor: Membership) -> None:
    """Raises ForbiddenError for whoever does not visit colleagues."""
    if not access.may_visit_open_lessons(actor):
        raise ForbiddenError(phrase("Open lessons are for teachers among themselves."))


def board(actor: Membership) -> Board:
    """What is open from now on; raises ForbiddenError."""
    require(actor)
    time, today = schools.school_time(actor.school), clock.today(actor.school.timezone)
    rows = open_lessons.ahead(actor.school, today)
    judge = Judge(actor, rows, time)
    shown = [one for row in rows if (one := judge.shown(row)) and instants(one.visit, time)[0] > clock.now()]
    return Board(
        time=time,
        diaries={actor.person_id: judge.mine},
        first=today,
        last=max((one.visit.date for one in shown), default=today),
        lessons=tuple(sorted(shown, key=lambda one: (one.visit.date, one.visit.start, one.row.id))),
    )


def one_of(actor: Membership, lesson_id: int, *, lock: bool = False) -> OpenLesson:
    """An open lesson of the actor's school; raises ForbiddenError, and NotFoundError once it is closed."""
    require(actor)
    row = open_lessons.get(actor.school, lesson_id, lock=lock)
    if row is None:
        raise NotFoundError(phrase("This lesson is not open, or no longer."))
    return row


def look(actor: Membership, row: OpenLesson) -> Shown:
    """One open lesson as it is now; raises ConflictError where it is not taught then, or has begun."""
    time = schools.school_time(actor.school)
    shown = Judge(actor, [row], time).shown(row)
    if shown is None or instants(shown.visit, time)[0] <= clock.now():
        raise ConflictError(phrase("This lesson is not ahead any more. Please look which others are."))
    return shown


def summary(actor: Membership) -> tuple[str, int, int] | None:
    """Of this week or else the next: which it is, how many lessons are open, how many they are free for.

    Nothing where no colleague opens one soon, and for whoever does not visit colleagues.
    """
    today = clock.today(actor.school.timezone)
    if not access.may_visit_open_lessons(actor) or not open_lessons.any_ahead(actor.school, today):
        return None
    found = [one for one in board(actor).lessons if one.state != "yours"]
    monday = today - timedelta(days=today.weekday())
    for number, name in enumerate((phrase("this week"), phrase("next week"))):
        until = monday + timedelta(days=7 * (number + 1))
        soon = [one for one in found if one.visit.date < until]
        if soon:
            return name, len(soon), sum(one.state == "free" for one in soon)
    return None


class Judge:
    """What some open lessons are to one reader; everybody's diary is read once."""

    def __init__(self, actor: Membership, rows: Sequence[OpenLesson], time: SchoolTime) -> None:
        self._actor, self._time = actor, time
        hosts = people.members(actor.school, {row.host_id for row in rows})
        members = [actor, *hosts.values()]
        found = diaries.diaries(members, clock.now())
        self.mine, self._hosts = found[0], hosts
        self._diaries = {diary.person: diary for diary in found[1:]}
        dates: dict[int, set[date]] = {}
        for row in rows:
            dates.setdefault(row.host_id, set()).add(row.date)
        self._taught = {
            (host, visit.date, visit.period, visit.klass): visit
            for host, on in dates.items()
            if host in self._diaries
            for visit in taught(time, self._diaries[host], on)
        }

    def shown(self, row: OpenLesson) -> Shown | None:
        """None of a lesson that is not taught then."""
        visit = self._taught.get((row.host_id, row.date, row.period, row.klass))
        if visit is None:
            return None
        left = row.places - len(visitors(row))
        return Shown(row, self._hosts[row.host_id], visit, self._state(row, visit, left), max(left, 0))

    def _state(self, row: OpenLesson, visit: Visit, left: int) -> State:
        me = self._actor.person_id
        if row.host_id == me:
            return "yours"
        if me in {one.person_id for one in visitors(row)}:
            return "coming"
        if left <= 0 or not self._is_free([], row, visit):
            return "full"
        return "free" if self._is_free([self.mine], row, visit) else "busy"

    def _is_free(self, others: Sequence[Diary], row: OpenLesson, visit: Visit) -> bool:
        """Whether neither the host's limit, nor another visit, nor these people's own day is against it."""
        there = booked(row)
        own = (there.start_at, there.end_at) if there else None
        host = core.apart_from(self._diaries[row.host_id], own, visit)
        time = self._time
        day = time.calendar.day(visit.date)
        return visit in [
            replace(one, on_offer=False)
            for one in core.lessons(time.calendar, time.timetable, time.rules, [host, *others], [day])
        ]


def taught(time: SchoolTime, host: Diary, dates: set[date]) -> list[Visit]:
    """The lessons somebody teaches on these dates that can be seen."""
    days = [time.calendar.day(on) for on in sorted(dates)]
    return core.taught(time.calendar, time.timetable, time.rules, host, days)


def booked(row: OpenLesson) -> Meeting | None:
    """The visit of those who come, where somebody does."""
    return row.visit if row.visit and row.visit.state == "booked" else None


def visitors(row: OpenLesson) -> list[Booking]:
    """Those who come."""
    there = booked(row)
    return [one for one in there.bookings if one.person_id != row.host_id] if there else []
