"""Coming to an open lesson, and leaving again: a visit of no partnership, with no round and no debrief."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.errors import ConflictError
from coachsched.core.phrases import phrase
from coachsched.core.slots import Visit
from coachsched.services import access, booking, clock
from coachsched.services import open_lessons as reading
from coachsched.services.finding import instants
from coachsched.services.judging import in_the_way
from coachsched.services.unit import transaction
from coachsched.store import feeds, open_lessons, people, schools, session
from coachsched.store.meetings import Meeting
from coachsched.store.open_lessons import OpenLesson
from coachsched.store.people import Membership, School
from coachsched.store.schools import SchoolTime

WHY_NOT = {
    "yours": phrase("It is your own lesson."),
    "full": phrase("The last place has just been taken. Please look which other lessons are open."),
    "busy": phrase("You are not free for all of this lesson."),
}


def come(actor: Membership, lesson_id: int) -> Meeting:
    """Say that one comes to an open lesson; host and visitor are invited.

    Raises ForbiddenError, NotFoundError, ConflictError: taken, not free, or not ahead any more. Coming twice
    is coming once.
    """
    with transaction():
        schools.stand_still(actor.school)
        row = reading.one_of(actor, lesson_id, lock=True)
        visit = open_lessons.visit(row)
        people.hold([row.host_id, actor.person_id])
        shown = reading.look(actor, row)
        if shown.state in WHY_NOT:
            raise ConflictError(WHY_NOT[shown.state])
        if visit is None or visit.state != "booked":
            if visit:
                # This one takes its place: it does not come back with its day.
                visit.school_closed = False
            return _begin(actor, row, shown.visit)
        if shown.state != "coming":
            booking.join(visit, actor)
        return visit


def leave(actor: Membership, meeting_id: int) -> Meeting:
    """Go from a visit or a talk without a reason; without its host, or its last visitor, it is called off.

    Where the host goes, the lesson is closed. Raises NotFoundError, ConflictError once it has begun.
    """
    with transaction():
        meeting = access.meeting_alone(actor, meeting_id, lock=True)
        people.hold(row.person_id for row in meeting.bookings)
        if meeting.state != "booked":
            raise ConflictError(phrase("This has been called off already."))
        if meeting.start_at <= clock.now():
            raise ConflictError(phrase("This has begun already."))
        if meeting.host_id == actor.person_id and (row := open_lessons.of_visit(meeting.id)):
            session.delete(row)
        _let_go(meeting, [actor.person_id], actor.school)
    return meeting


def leave_lesson(actor: Membership, lesson_id: int) -> Meeting:
    """Go from the visit to an open lesson; raises as ``leave``, and ConflictError for who is not coming."""
    row = reading.one_of(actor, lesson_id)
    if actor.person_id not in {one.person_id for one in reading.visitors(row)} or row.visit_id is None:
        raise ConflictError(phrase("You are not among those who come to this lesson."))
    return leave(actor, row.visit_id)


def did_not_happen(actor: Membership, meeting_id: int) -> Meeting:
    """Say that a visit or talk whose time has passed was not held, so that it counts for nobody."""
    with transaction():
        meeting = access.meeting_alone(actor, meeting_id, lock=True)
        if meeting.state != "booked" or meeting.end_at > clock.now():
            raise ConflictError(phrase("Only a meeting that has passed can be marked so."))
        meeting.state, meeting.changed_at = "not_held", clock.now()
        booking.set_active([meeting], False)
        booking.touch(meeting)
    return meeting


def settle(broken: Sequence[Meeting], school: School, time: SchoolTime, reason: str) -> None:
    """What becomes of visits and talks that no longer work, in the caller's transaction.

    A lesson that is not there cannot be visited: the visit is called off. Otherwise whoever is not free for
    it any more goes, and the others come. Everybody concerned is told why.
    """
    for meeting in broken:
        everybody = [row.person_id for row in meeting.bookings]
        out = in_the_way(meeting, school, time)
        staying = [one for one in everybody if one not in out and one != meeting.host_id]
        if meeting.kind != "visit" or meeting.host_id in out or not staying:
            booking.call_off(meeting, school, reason)
        else:
            _let_go(meeting, sorted(out), school, reason)
        booking.touch(meeting)


def _begin(actor: Membership, row: OpenLesson, lesson: Visit) -> Meeting:
    """The visit of the first who comes."""
    start, end = instants(lesson, schools.school_time(actor.school))
    row.visit = Meeting(
        uid=booking.new_uid(),
        school_id=actor.school_id,
        host_id=row.host_id,
        kind="visit",
        wants_debrief=False,
        date=lesson.date,
        period=lesson.period,
        start_at=start,
        end_at=end,
        klass=lesson.klass,
        subject=lesson.subject,
        room=lesson.room,
        stamped_at=clock.now(),
        changed_at=clock.now(),
        bookings=booking.rows([row.host_id, actor.person_id], start, end),
    )
    session.flush()
    booking.after(actor, [row.visit])
    return row.visit


def _let_go(meeting: Meeting, gone: Sequence[int], school: School, reason: str = "") -> None:
    everybody = [row.person_id for row in meeting.bookings]
    for person_id in gone:
        booking.without(meeting, person_id, school, reason)
    feeds.touch_meetings(school.id, everybody, clock.now())
