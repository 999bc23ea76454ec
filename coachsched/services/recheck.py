"""Booked meetings looked at again when the calendar or the timetable changed (design 5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from coachsched.services import booking, clock, new_times
from coachsched.services.judging import possible
from coachsched.store import feeds, meetings, schools, session
from coachsched.store.meetings import Meeting
from coachsched.store.people import School
from coachsched.store.schools import SchoolTime

NO_SCHOOL = "There is no school that day."
TIMETABLE_CHANGED = "The timetable has changed, and this time no longer works."
CALENDAR_CHANGED = "The school's calendar has changed, and this time no longer works."
BELL_CHANGED = "The bell rings at other times that day."
# What a recheck said, a recheck may take back; what a person said stands until a person moves the meeting.
OURS = frozenset({TIMETABLE_CHANGED, CALENDAR_CHANGED, BELL_CHANGED})


@dataclass(frozen=True)
class Broken:
    """A meeting that no longer works: called off where there is no school, else in need of a new time."""

    meeting: Meeting
    called_off: bool


@dataclass(frozen=True)
class Verdict:
    """The booked meetings looked at, in order of time: those that work, and those that do not."""

    fine: list[Meeting]
    broken: list[Broken]


def recheck(
    school: School, reason: str = TIMETABLE_CHANGED, late: Collection[date] = frozenset()
) -> list[Broken]:
    """Mark every future meeting that no longer works, inside the caller's transaction. None is moved.

    Where the calendar changed, what was called off because its day was closed comes back if the day is open
    again and everybody still free. ``late`` are dates whose meetings have passed and are looked at all the
    same. Everybody concerned gets a letter, but none who was told of the same meeting before.
    """
    time = schools.school_time(school)
    found = look_at(school, time, late)
    closed = [one.meeting for one in found.broken if one.called_off]
    for meeting in closed:
        booking.set_aside(meeting, school, NO_SCHOOL)
        meeting.school_closed = True
    told = _mark([one.meeting for one in found.broken if not one.called_off], reason)
    for meeting in found.fine:
        meeting.new_time = "" if meeting.new_time in OURS else meeting.new_time
    session.flush()
    back = [] if reason == TIMETABLE_CHANGED else _bring_back(school, time, late)
    people = {row.person_id for meeting in (*closed, *back) for row in meeting.bookings}
    feeds.touch_meetings(school.id, sorted(people), clock.now())
    new_times.tell(school, told, closed)
    return found.broken


def look_at(school: School, time: SchoolTime, late: Collection[date] = frozenset()) -> Verdict:
    """Every booked meeting ahead, and those of ``late``, judged by this time; nothing is written."""
    ahead = meetings.booked_after(school, clock.now())
    passed = [one for one in meetings.booked_on(school, late, clock.now()) if not _open(one, time)]
    works = possible([one for one in ahead if _open(one, time)], school, time)
    return Verdict(
        fine=[one for one in ahead if one.id in works],
        broken=[
            Broken(one, called_off=not _open(one, time)) for one in (*passed, *ahead) if one.id not in works
        ],
    )


def _open(meeting: Meeting, time: SchoolTime) -> bool:
    return time.calendar.day(meeting.date).open


def _mark(broken: Sequence[Meeting], reason: str) -> list[Meeting]:
    """Those that had no such mark yet: whoever is in one that had was told then."""
    fresh = [meeting for meeting in broken if meeting.new_time not in OURS]
    for meeting in fresh:
        meeting.new_time = reason
    return fresh


def _bring_back(school: School, time: SchoolTime, late: Collection[date]) -> list[Meeting]:
    """The meetings of days that are open again, what belongs to a visit only with it."""
    found = [one for one in meetings.closed_out(school, clock.now(), late) if _open(one, time)]
    works = possible(found, school, time)
    visits_first = sorted(found, key=lambda one: (one.visit_id is not None, one.start_at))
    return [one for one in visits_first if one.id in works and booking.bring_back(one, school)]
