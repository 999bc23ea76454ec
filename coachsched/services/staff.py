"""The people of a school."""

from __future__ import annotations

from coachsched.core.errors import InputError, Problem
from coachsched.services import access
from coachsched.store import people
from coachsched.store.people import Membership, School


def named(school: School, email: str) -> Membership:
    """Who has an address at a school; raises InputError where nobody has."""
    member = people.member_by_email(school, email)
    if member is None:
        remedy = "Check the spelling, or import the people first."
        raise InputError(Problem(email, f"nobody at {school.name} has this address.", remedy))
    return member


def everybody(actor: Membership) -> list[Membership]:
    """Everybody at the actor's school by name; raises ForbiddenError."""
    access.require(actor, "people")
    return people.memberships(actor.school)
