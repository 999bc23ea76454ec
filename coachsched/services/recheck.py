"""Booked meetings looked at again when the calendar or the timetable changed (design 5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from coachsched.core.slots import Diary, Talk, Visit, find_plans, find_slots
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
        elif lesson := _still_there(meeting, time):
            meeting.new_time = ""
            if isinstance(lesson, Visit) and lesson.room != meeting.room:
                booking.change_room(meeting, school, lesson.room)
        else:
            meeting.new_time = NOT_POSSIBLE
            broken.append(Broken(meeting, called_off=False))
    return broken


def _still_there(meeting: Meeting, time: SchoolTime) -> Visit | Talk | None:
    """The slot's visit, or the talk, that the meeting still is; None where it works no longer."""
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
        visits = (slot.visit for slot in slots if slot.visit.klass == meeting.klass)
        return next((visit for visit in visits if instants(visit, time) == wanted), None)
    talks = find_plans(time.calendar, time.timetable, rules, list(found.values()), meeting.date, meeting.date)
    return next((talk for talk in talks if instants(talk, time) == wanted), None)


def _diaries(meeting: Meeting, members: list[Membership]) -> list[Diary]:
    return diaries.diaries(
        members,
        clock.now(),
        but_meetings=[meeting.id],
        but_partnership=meeting.partnership_id,
    )
