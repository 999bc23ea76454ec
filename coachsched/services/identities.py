"""In with an account people have elsewhere: who is let in by it, what is remembered, and how it is undone.

The provider's own number for somebody (issuer and subject) is what counts. An address counts once, to find
the account the first time, and only where the provider vouches for it: addresses change hands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app

from coachsched.core.errors import NotFoundError, UserError
from coachsched.core.openid import Provider, Told
from coachsched.core.phrases import phrase
from coachsched.services import accounts, clock
from coachsched.services.unit import transaction
from coachsched.store import identities, people, session, sign_ins
from coachsched.store.identities import Identity
from coachsched.store.people import Membership, Person


class UnknownError(UserError):
    """Somebody the provider knows, and nobody here."""


@dataclass(frozen=True)
class Linked:
    """An account elsewhere that signs in here, by the provider's name."""

    id: int
    name: str
    since: datetime


def sign_in(provider: Provider, told: Told) -> str:
    """A new sign-in's token for whom a provider let in.

    Raises UnknownError, the same for addresses nobody has and for closed accounts, and SignInError after
    too many tries.
    """
    counted = accounts.count_try(f"{told.issuer} {told.subject}", what="identity ")
    with transaction():
        person = _known(told) or _first_time(provider, told)
        if not accounts.may_enter(person):
            raise _unknown(provider, told)
        sign_ins.clear_failures(counted)
        return accounts.begin(person.memberships[0])


def linked(actor: Membership) -> list[Linked]:
    """The accounts elsewhere that the actor signs in with."""
    names = {one.issuer: one.name for one in current_app.config["SETTINGS"].providers}
    return [
        Linked(row.id, names.get(row.issuer) or urlsplit(row.issuer).netloc, row.linked_at)
        for row in identities.of_person(actor.person_id)
    ]


def unlink(actor: Membership, identity_id: int) -> None:
    """Forget one of the actor's own; raises NotFoundError."""
    with transaction():
        found = session.get(Identity, identity_id)
        if found is None or found.person_id != actor.person_id:
            raise NotFoundError(phrase("There is no such account here."))
        session.delete(found)


def _known(told: Told) -> Person | None:
    found = identities.of_subject(told.issuer, told.subject)
    return found.person if found else None


def _first_time(provider: Provider, told: Told) -> Person:
    """Who has the address, linked from now on; nobody is made by signing in."""
    if not told.vouched:
        raise UnknownError(
            phrase(
                "%(provider)s does not confirm your e-mail address, so we cannot tell who you are. Please "
                "come in another way.",
                provider=provider.name,
            )
        )
    person = people.person_by_email(told.email)
    if person is None or not accounts.may_enter(person):
        raise _unknown(provider, told)
    people.hold([person.id])
    if again := _known(told):
        return again
    if any(one.issuer == told.issuer for one in identities.of_person(person.id)):
        raise UnknownError(
            phrase(
                "Another %(provider)s account signs in as %(address)s here. Please sign in with that one, or "
                "come in another way and unlink it on your account page.",
                provider=provider.name,
                address=told.email,
            )
        )
    row = Identity(person_id=person.id, issuer=told.issuer, subject=told.subject, linked_at=clock.now())
    session.add(row)
    return person


def _unknown(provider: Provider, told: Told) -> UnknownError:
    """Said only to who has shown that the address is theirs, so that it tells nobody about others."""
    if not told.vouched:
        return UnknownError(
            phrase(
                "%(provider)s let you in, but you have no open account here. Please choose the account your "
                "school gave you, or ask your administrator.",
                provider=provider.name,
            )
        )
    return UnknownError(
        phrase(
            "%(provider)s let you in, but there is no open account here for %(address)s. Please choose the "
            "account your school gave you, or ask your administrator.",
            provider=provider.name,
            address=told.email,
        )
    )
