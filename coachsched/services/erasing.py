"""Erasing somebody who left: nothing is kept of them but that a former colleague was there.

Their colleagues keep the dates and minutes of what they did together, and the report its numbers.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import uuid4

from coachsched.core.errors import ConflictError, InputError, NotFoundError, Problem
from coachsched.core.phrases import phrase
from coachsched.mail.mentions import mentions
from coachsched.services import access, accounts, aside, clock, deactivation
from coachsched.services.unit import transaction
from coachsched.store import deleting, erasing, feeds, own_data, partnerships, people
from coachsched.store.people import Membership, Person

# What colleagues read in the place of a name, each in their language.
FORMER = phrase("a former colleague")


def look(actor: Membership, person_id: int) -> Membership:
    """Who would be erased; raises ForbiddenError, NotFoundError, ConflictError while the account is open."""
    access.require(actor, "people")
    member = people.membership(actor.school, person_id)
    if member is None:
        raise NotFoundError(phrase("There is no such person."))
    if len(member.person.memberships) > 1:
        raise ConflictError(
            phrase(
                "%(who)s also works at another school, and it is one account. Nothing was changed.",
                who=member.person.name,
            )
        )
    if member.person.active:
        raise ConflictError(phrase("Close the account first. Only then can somebody be erased."))
    return member


def erase(actor: Membership, person_id: int) -> str:
    """Erase somebody whose account is closed: the name they had. Raises as ``look`` does."""
    with transaction():
        return _erase(look(actor, person_id).person)


def look_up(email: str) -> Person:
    """Who has an address, at whichever schools, for whoever runs the server; raises InputError."""
    person = people.person_by_email(email)
    if person is None or person.erased:
        remedy = phrase("Check the spelling, or import the people first.")
        raise InputError(Problem(email, phrase("nobody has this address."), remedy))
    return person


def erase_named(email: str) -> str:
    """Erase them at every school; an account that is open is closed first. Raises InputError."""
    with transaction():
        return _erase(look_up(email))


def _erase(person: Person) -> str:
    """Inside the caller's transaction."""
    people.hold([person.id])
    name = person.name
    for member in person.memberships:
        deactivation.close(member)
        _forget_what_never_began(member)
    schools = [member.school_id for member in person.memberships]
    addresses = {person.email, *(one.address for one in own_data.other_addresses(person.id))}
    erasing.forget_around(schools, person.id)
    erasing.forget_addresses(addresses, [counted for one in addresses for counted in accounts.counters(one)])
    _forget_aside(addresses)
    erasing.erase(person, FORMER, f"{uuid4().hex}@erased.invalid")
    _forget_mail(schools, {name, *name.split()[:1], *addresses})
    for school_id in schools:
        feeds.touch_school(school_id, clock.now())
    return name


def _forget_what_never_began(member: Membership) -> None:
    """A partnership that was to begin on a day to come has nothing that a colleague could keep."""
    began = partnerships.of_person(member.school, member.person_id, clock.today(member.school.timezone))
    for one in partnerships.of_person(member.school, member.person_id):
        if one not in began:
            deleting.delete_partnership(one.id)


def _forget_aside(addresses: Collection[str]) -> None:
    """Mail kept aside that came from them, or tells their address: as if somebody were done with it."""
    for one in erasing.kept_aside():
        if any(address in f"{one.sender} {one.reason}".casefold() for address in addresses):
            aside.forget(one)


def _forget_mail(school_ids: Collection[int], words: Collection[str]) -> None:
    """Letters to colleagues call them by name, the first one too: what has gone loses its text."""
    erasing.forget_sent(school_ids)
    found = [(number, state) for number, state, body in erasing.unsent(school_ids) if mentions(body, words)]
    waiting = [number for number, state in found if state == "waiting"]
    erasing.part_with(waiting, failed=[number for number, state in found if state != "waiting"])
