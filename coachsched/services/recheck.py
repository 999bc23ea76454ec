"""Booked meetings looked at again when the calendar or the timetable changed (design 5)."""

from __future__ import annotations

from dataclasses import dataclass

from coachsched.services import booking, clock
from coachsched.services.judging import possible
from coachsched.store import feeds, meetings, schools
from coachsched.store.meetings import Meeting
from coachsched.store.people import School

NO_SCHOOL = "There is no school that day."
NOT_POSSIBLE = "The timetable has changed, and this time no longer works."
OWN_TIME = "This time no longer works for everybody."
# What a recheck said, a recheck may take back.
OURS = frozenset({NOT_POSSIBLE, OWN_TIME})


@dataclass(frozen=True)
class Broken:
    """A meeting that no longer works: called off where there is no school, else in need of a new time."""

    meeting: Meeting
    called_off: bool


def recheck(school: School) -> list[Broken]:
    """Mark every future meeting that no longer works, inside the caller's transaction. None is moved."""
    time = schools.school_time(school)
    broken = []
    ahead = meetings.booked_after(school, clock.now())
    works = possible(ahead, school, time)
    for meeting in ahead:
        if not time.calendar.day(meeting.date).open:
            booking.call_off(meeting, school, NO_SCHOOL)
            feeds.touch_meetings(school.id, [row.person_id for row in meeting.bookings], clock.now())
            broken.append(Broken(meeting, called_off=True))
        elif meeting.id in works:
            meeting.new_time = ""
        else:
            meeting.new_time = NOT_POSSIBLE
            broken.append(Broken(meeting, called_off=False))
    return broken
