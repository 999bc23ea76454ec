"""Booked meetings looked at again when the calendar or the timetable changed (design 5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from coachsched.core.slots import Diary, find_plans, find_slots
from coachsched.services import booking, clock
from coachsched.services.finding import instants
from coachsched.store import diaries, feeds, meetings, partnerships, schools
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership, School
from coachsched.store.schools import SchoolTime

NO_SCHOOL = "There is no school that day."
NOT_POSSIBLE = "The timetable has changed, and this time no longer works."


@dataclass(frozen=True)
class Broken:
    """A meeting that no longer works: called off where there is no school, else in need of a new time."""

    meeting: Meeting
    called_off: bool


def recheck(school: School) -> list[Broken]:
    """Mark every future meeting that no longer works, inside the caller's transaction. None is moved."""
    time = schools.school_time(school)
    broken = []
    for meeting in meetings.booked_after(school, clock.now()):
        if not time.calendar.day(meeting.date).open:
            booking.call_off(meeting, school, NO_SCHOOL)
            feeds.touch_meetings(school.id, [row.person_id for row in meeting.bookings], clock.now())
            broken.append(Broken(meeting, called_off=True))
        elif _works(meeting, time):
            meeting.new_time = ""
        else:
            meeting.new_time = NOT_POSSIBLE
            broken.append(Broken(meeting, called_off=False))
    return broken


def _works(meeting: Meeting, time: SchoolTime) -> bool:
    """Whether the meeting is still one of the slots, or talks, of its date."""
    members = partnerships.member_rows(meeting.partnership)
    found = dict(zip(members, _diaries(meeting, members), strict=True))
    wanted = (meeting.start_at, meeting.end_at)
    # Judged by its own length: a setting changed since does not break what is booked.
    minutes = int((meeting.end_at - meeting.start_at) / timedelta(minutes=1))
    rules = replace(time.rules, visit_minutes=minutes, plan_minutes=minutes)
    if meeting.kind == "visit":
        host = next(member for member in members if member.person_id == meeting.host_id)
        observers = [diary for member, diary in found.items() if member is not host]
        slots = find_slots(
            time.calendar, time.timetable, rules, found[host], observers, meeting.date, meeting.date
        )
        return any(
            instants(slot.visit, time) == wanted and slot.visit.klass == meeting.klass for slot in slots
        )
    talks = find_plans(time.calendar, time.timetable, rules, list(found.values()), meeting.date, meeting.date)
    return any(instants(talk, time) == wanted for talk in talks)


def _diaries(meeting: Meeting, members: list[Membership]) -> list[Diary]:
    return diaries.diaries(
        members,
        clock.now(),
        but_meetings=[meeting.id],
        but_partnership=meeting.partnership_id,
    )
