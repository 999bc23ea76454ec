"""Addresses that mail comes back from: marked for the administrator and for whose it is."""

from __future__ import annotations

from coachsched.core.errors import NotFoundError
from coachsched.core.phrases import phrase
from coachsched.mail.reading.bounces import Bounce
from coachsched.services import access, clock
from coachsched.services.unit import transaction
from coachsched.store import answers, inbox, people
from coachsched.store.people import Membership, Person

NOT_FAILED = phrase("It is a report about mail that has not failed, or not yet.")
NOT_OURS = phrase("It is a report about mail that was not sent from here.")


def mark(bounce: Bounce) -> str:
    """Mark the people whose mail came back, inside the caller's transaction; else why it is kept aside.

    A report is believed about mail of ours: the letter that came back is in the outbox, or holds a meeting
    of that person. Where nothing was sent back with it, they must at least have been written to.
    """
    if not bounce.addresses:
        return NOT_FAILED
    found = {one.id: one for address in bounce.addresses if (one := answers.person_at(address))}
    believed = [person for person in found.values() if _is_about_ours(bounce, person)]
    for person in believed:
        person.bounced_at = clock.now()
    return "" if believed else NOT_OURS


def _is_about_ours(bounce: Bounce, person: Person) -> bool:
    if not bounce.has_original:
        return inbox.was_written_to(person.id)
    if person.id in inbox.recipients_of(list(bounce.message_ids)):
        return True
    return bool(answers.meeting_ids(bounce.uids, person.id))


def clear(actor: Membership, person_id: int) -> None:
    """Take the mark away: the administrator has put it right. Raises ForbiddenError, NotFoundError."""
    access.require(actor, "people")
    with transaction():
        member = people.membership(actor.school, person_id)
        if member is None:
            raise NotFoundError(phrase("There is no such person."))
        member.person.bounced_at = None
