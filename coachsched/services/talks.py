"""A talk without a visit: help when it is needed, planning together. Booked in a click, outside the cycle."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.slots import Talk
from coachsched.services import access, booking, clock
from coachsched.services.finding import free_talks, instants
from coachsched.services.picks import find_talk
from coachsched.services.unit import transaction
from coachsched.store import people, schools, session
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership


def times(actor: Membership, partnership_id: int) -> tuple[Partnership, Sequence[Talk]]:
    """The partnership and the times from tomorrow at which all of them are free; raises NotFoundError,
    ConflictError once it is finished."""
    partnership, _ = access.going_on(actor, partnership_id)
    return partnership, free_talks(actor, partnership, kind="talk")


def book(actor: Membership, partnership_id: int, key: str) -> Meeting:
    """Book one of the times and invite everybody; raises InputError, SlotsGoneError, ConflictError."""
    with transaction():
        schools.stand_still(actor.school)
        partnership, _ = access.going_on(actor, partnership_id)
        partners = [member.person_id for member in partnership.members]
        people.hold(partners)
        talk = find_talk(free_talks(actor, partnership, kind="talk"), key)
        start, end = instants(talk, schools.school_time(actor.school))
        meeting = Meeting(
            uid=booking.new_uid(),
            school_id=partnership.school_id,
            partnership=partnership,
            kind="talk",
            date=talk.date,
            period=talk.period,
            start_at=start,
            end_at=end,
            stamped_at=clock.now(),
            changed_at=clock.now(),
            bookings=booking.rows(partners, start, end),
        )
        session.add(meeting)
        session.flush()
        booking.after(actor, [meeting])
    return meeting
