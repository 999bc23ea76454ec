"""What a colleague says of a class they are asked to take: from the mail, the page, or their calendar."""

from __future__ import annotations

from coachsched.core.errors import ConflictError
from coachsched.core.phrases import phrase
from coachsched.services import access, booking, clock, cover_news
from coachsched.services.cover_desk import Desk
from coachsched.services.unit import transaction
from coachsched.store import cover, feeds
from coachsched.store.meetings import Booking, Meeting
from coachsched.store.people import Membership


def accept(actor: Membership, meeting_id: int) -> Meeting:
    """Say that one takes the class; raises NotFoundError, ConflictError."""
    with transaction():
        entry = _ahead(actor, meeting_id)
        entry.bookings[0].partstat = "ACCEPTED"
        _arrangers_see(entry)
    return entry


def cannot(actor: Membership, meeting_id: int) -> Meeting:
    """Say that one cannot take it: nobody is asked why. Raises NotFoundError, ConflictError."""
    with transaction():
        entry = _ahead(actor, meeting_id)
        entry.bookings[0].partstat = "DECLINED"
        booking.call_off(entry, entry.school)
        _somebody_else(entry)
    return entry


def hear(booked: Booking) -> None:
    """What somebody answered from their calendar, set in the booking already, in the caller's transaction.

    Who passes it on to somebody else cannot take it either; whoever arranges cover finds somebody.
    """
    entry = booked.meeting
    if booked.partstat in ("DECLINED", "DELEGATED") and entry.start_at > clock.now():
        # Their calendar has said so itself; a letter would only say it again.
        booking.set_aside(entry, entry.school)
        _somebody_else(entry)
    else:
        _arrangers_see(entry)


def look_again(member: Membership) -> None:
    """Tell of the classes that somebody can take no longer, inside the caller's transaction."""
    for request in cover.taken_by(member.school, member.person_id, clock.now()):
        desk = Desk(member.school, cover.of_school(member.school, request.date, request.date))
        if not desk.is_kept(request):
            feeds.touch_cover(request.school_id, clock.now())
            cover_news.again(request)


def _ahead(actor: Membership, meeting_id: int) -> Meeting:
    entry = access.own_cover(actor, meeting_id, lock=True)
    if entry.state != "booked":
        raise ConflictError(phrase("Somebody else takes this class now. There is nothing you need to do."))
    if entry.start_at <= clock.now():
        raise ConflictError(phrase("This lesson has begun already."))
    return entry


def _somebody_else(entry: Meeting) -> None:
    booking.touch(entry)
    request = cover.covered_by(entry.id)
    if request and request.state == "approved":
        feeds.touch_cover(request.school_id, clock.now())
        cover_news.again(request)


def _arrangers_see(entry: Meeting) -> None:
    request = cover.covered_by(entry.id)
    if request:
        feeds.touch_cover(request.school_id, clock.now())
