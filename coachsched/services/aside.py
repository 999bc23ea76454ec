"""Mail that was kept aside, for the administrator: who sent it, when, and why it did not count (design 7)."""

from __future__ import annotations

from coachsched.core.errors import NotFoundError
from coachsched.core.phrases import phrase
from coachsched.services import access
from coachsched.services.unit import transaction
from coachsched.store import inbox
from coachsched.store.inbox import InboxMessage
from coachsched.store.people import Membership

MOST_SHOWN = 200


def kept(actor: Membership) -> list[InboxMessage]:
    """What is kept aside and not done with, newest first; raises ForbiddenError."""
    access.require(actor, "inbox")
    return inbox.aside(actor.school_id, MOST_SHOWN)


def finish(actor: Membership, message_id: int) -> None:
    """Be done with a message. Who sent it and why it was here is forgotten; that it was here is not, so that
    it is not taken in again. Raises ForbiddenError, NotFoundError.
    """
    access.require(actor, "inbox")
    with transaction():
        found = inbox.one_aside(actor.school_id, message_id)
        if found is None:
            raise NotFoundError(phrase("There is no such message."))
        forget(found)


def forget(message: InboxMessage) -> None:
    """The same inside the caller's transaction."""
    message.state, message.sender, message.reason, message.sent_at = "done", "", "", None
