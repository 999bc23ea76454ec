"""What somebody in a meeting answers from the link in their mail: it works for me, or at another time."""

from __future__ import annotations

from coachsched.core.errors import ConflictError
from coachsched.core.phrases import phrase
from coachsched.services import access, clock, moving
from coachsched.services.picks import Pick
from coachsched.services.unit import transaction
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership


def accept(actor: Membership, meeting_id: int) -> Meeting:
    """Say that a booked meeting works for oneself (PARTSTAT, RFC 5545 3.2.12). Raises ConflictError."""
    with transaction():
        meeting = access.any_meeting(actor, meeting_id, lock=True)
        if meeting.state != "booked" or meeting.start_at <= clock.now():
            raise ConflictError(phrase("This meeting is no longer ahead."))
        own = next(row for row in meeting.bookings if row.person_id == actor.person_id)
        own.partstat = "ACCEPTED"
    return meeting


def move(actor: Membership, meeting_id: int, key: str) -> Meeting:
    """Move a meeting to one of its fresh times. Raises InputError, SlotsGoneError, ConflictError."""
    if access.own_meeting(actor, meeting_id).kind == "visit":
        return moving.move_visit(actor, meeting_id, [Pick(key)] if key else [])
    return moving.move_talk(actor, meeting_id, key)
