"""The people of a school, for its administrator."""

from __future__ import annotations

from coachsched.services import access
from coachsched.store import people
from coachsched.store.people import Membership


def everybody(actor: Membership) -> list[Membership]:
    """Everybody at the actor's school by name; raises ForbiddenError."""
    access.require(actor, "people")
    return people.memberships(actor.school)
