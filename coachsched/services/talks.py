"""Talks found by themselves: help when it is needed, planning together, outside the cycle; and the debrief
of a visit that a log told of. Booked in a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from coachsched.core.errors import ConflictError
from coachsched.core.history import Past
from coachsched.core.phrases import phrase
from coachsched.core.slots import Talk
from coachsched.services import access, booking
from coachsched.services.finding import free_talks
from coachsched.services.picks import find_talk
from coachsched.services.unit import transaction
from coachsched.store import people, schools
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership

Kind = Literal["talk", "debrief"]


def times(actor: Membership, partnership_id: int, kind: Kind = "talk") -> tuple[Partnership, Sequence[Talk]]:
    """The partnership and the times from tomorrow at which all of them are free.

    Raises NotFoundError, ConflictError once it is finished, or where no visit of a log wants its debrief.
    """
    partnership, past = access.going_on(actor, partnership_id)
    _check(past, kind)
    return partnership, free_talks(actor, partnership, kind=kind)


def book(actor: Membership, partnership_id: int, key: str, kind: Kind = "talk") -> Meeting:
    """Book one of the times and invite everybody; raises as ``times``, InputError, SlotsGoneError."""
    with transaction():
        schools.stand_still(actor.school)
        partnership, _ = access.going_on(actor, partnership_id)
        partners = [member.person_id for member in partnership.members]
        people.hold(partners)
        # Somebody may have booked one while we waited.
        _check(access.going_on(actor, partnership_id)[1], kind)
        talk = find_talk(free_talks(actor, partnership, kind=kind), key)
        return booking.book_talk(actor, talk, partners, kind, partnership_id=partnership.id)


def _check(past: Past, kind: Kind) -> None:
    if kind == "debrief" and past.visit_of_log() is None:
        raise ConflictError(phrase("There is no visit here that still wants a time to talk about it."))
