"""A talk about a visit to an open lesson, for those who want one: two people, one click, no round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coachsched.core.errors import ConflictError, NotFoundError
from coachsched.core.phrases import phrase
from coachsched.core.slots import Talk
from coachsched.services import access, booking, clock
from coachsched.services.finding import talks_of
from coachsched.services.picks import find_talk
from coachsched.services.unit import transaction
from coachsched.store import meetings, people, schools
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership

BEST = 3


@dataclass(frozen=True)
class Times:
    """When two who were in a visit could talk about it, soonest first."""

    visit: Meeting
    other: Membership
    talks: tuple[Talk, ...]

    @property
    def best(self) -> list[Talk]:
        """The first few, those not on offer elsewhere before the others."""
        return sorted(self.talks, key=lambda one: one.on_offer)[:BEST]


def others(actor: Membership, visit: Meeting) -> list[int]:
    """With whom the actor can talk about a visit that is over, by number: its host, or each visitor.

    Nobody twice: with whom a talk is booked already is left out.
    """
    if visit.kind != "visit" or visit.state != "booked" or visit.end_at > clock.now():
        return []
    talks = meetings.talks_about(visit.id, actor.person_id)
    known = {row.person_id for talk in talks for row in talk.bookings}
    there = [row.person_id for row in visit.bookings]
    wanted = there if visit.host_id == actor.person_id else [visit.host_id]
    return [one for one in wanted if one and one != actor.person_id and one not in known]


def times(actor: Membership, visit_id: int, other_id: int | None = None) -> Times:
    """When the actor and somebody else of the visit are free; the first of ``others`` unless named.

    Raises NotFoundError, ConflictError where the visit is not over or a talk is booked already.
    """
    visit = access.meeting_alone(actor, visit_id)
    found = others(actor, visit)
    if not found:
        raise ConflictError(phrase("There is nothing to find a time for here, or it is booked already."))
    other = people.membership(actor.school, found[0] if other_id is None else other_id)
    if other is None or other.person_id not in found:
        raise NotFoundError(phrase("That person was not in this visit, or has a time with you already."))
    return Times(visit, other, tuple(talks_of(actor, [actor, other], "talk")))


def book(actor: Membership, visit_id: int, other_id: int | None, key: str) -> Meeting:
    """Book one of the times and invite both; raises as ``times``, and InputError, SlotsGoneError."""
    with transaction():
        schools.stand_still(actor.school)
        access.meeting_alone(actor, visit_id, lock=True)
        found = times(actor, visit_id, other_id)
        both: Sequence[int] = [actor.person_id, found.other.person_id]
        people.hold(both)
        talk = find_talk(talks_of(actor, [actor, found.other], "talk"), key)
        return booking.book_talk(actor, talk, both, visit_id=visit_id)
