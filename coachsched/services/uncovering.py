"""Cover looked at again when the timetable changed: whose lesson is no longer there, or in another room."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.covered_days import lesson_of
from coachsched.core.person_day import Lesson
from coachsched.services import booking, clock, held
from coachsched.store import cover_requests, meetings, people
from coachsched.store.cover_requests import CoverRequest
from coachsched.store.meetings import Times
from coachsched.store.people import School
from coachsched.store.schools import SchoolTime


def look_again(school: School, time: SchoolTime, fine: Sequence[Times]) -> None:
    """Take back what need not be covered any more for meetings that still work, in the caller's transaction.

    Whoever takes a class that has another room now is told. What waited for nothing else is booked.
    """
    working = {one.id for one in fine}
    covered = cover_requests.by_partnership(school, clock.now())
    for request in (one for found in covered.values() for one in found if one.meeting_id in working):
        lesson = _lesson(request, school, time)
        if lesson is None:
            booking.uncover([request])
            held.confirm(meetings.visit_of(request.meeting) if request.meeting else None, school)
        elif lesson.room != request.room:
            request.room = lesson.room
            if request.covering and request.covering.state == "booked":
                booking.change_room(request.covering, school, lesson.room)


def _lesson(request: CoverRequest, school: School, time: SchoolTime) -> Lesson | None:
    member = people.membership(school, request.person_id)
    need = cover_requests.need(request, time.zone)
    return lesson_of(time.calendar, time.timetable, time.rules, member.teacher if member else None, need)
