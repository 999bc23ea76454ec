"""The entry of a colleague who takes a class: made, called off, and seen in everybody's feeds."""

from __future__ import annotations

from coachsched.services import booking, clock, letters
from coachsched.store import feeds, session
from coachsched.store.cover import CoverRequest
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership


def enter(request: CoverRequest, colleague: Membership, by: int) -> Meeting:
    """Give a colleague the class and invite them, inside the caller's transaction.

    Here the database refuses whoever would be in two places at once. ``by`` is the person who arranges it.
    """
    release(request)
    school = colleague.school
    entry = Meeting(
        uid=booking.new_uid(),
        school_id=school.id,
        host_id=request.person_id,
        kind="cover",
        date=request.date,
        period=request.period,
        start_at=request.start_at,
        end_at=request.end_at,
        klass=request.klass,
        subject=request.subject,
        room=request.room,
        stamped_at=clock.now(),
        changed_at=clock.now(),
        bookings=booking.rows([colleague.person_id], request.start_at, request.end_at),
    )
    session.add(entry)
    request.covering, request.covered_by = entry, ""
    session.flush()
    letters.invite(entry, school, by=by)
    # What was on offer to this colleague at that time no longer is.
    booking.strike_out(entry)
    booking.touch(entry)
    return entry


def release(request: CoverRequest) -> None:
    """Call off the entry of whoever was to take the class and tell them, inside the caller's transaction."""
    entry = request.covering
    if entry and entry.state == "booked" and entry.end_at > clock.now():
        booking.call_off(entry, entry.school)
        booking.touch(entry)
    feeds.touch_cover(request.school_id, clock.now())
