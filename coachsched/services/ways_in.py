"""Ways in without a password: a link by mail, good once and for ten minutes."""

from __future__ import annotations

import secrets
from datetime import timedelta

from coachsched.core.errors import NotFoundError
from coachsched.core.phrases import phrase
from coachsched.services import accounts, clock, links
from coachsched.services.posting import post
from coachsched.services.unit import transaction
from coachsched.store import people, session, sign_ins
from coachsched.store.people import Person
from coachsched.store.sign_ins import SignInLink

GOOD_FOR = timedelta(minutes=10)
MOST_MAILS = 3


def send(email: str) -> None:
    """Mail somebody a way in; for an address nobody has, nothing happens and nothing else is said.

    Raises SignInError, for known and unknown addresses alike, once it was asked for too often.
    """
    accounts.count_try(email, MOST_MAILS, accounts.LINK_TO)
    person = people.person_by_email(email)
    if person is None or not accounts.may_enter(person):
        return
    token, now = secrets.token_urlsafe(32), clock.now()
    with transaction():
        sign_ins.forget_links(now)
        hashed = accounts.token_hash(token)
        session.add(SignInLink(token_hash=hashed, person_id=person.id, expires_at=now + GOOD_FOR))
        post(
            person,
            person.memberships[0].school,
            f"sign-in-{hashed[:24]}",
            "sign_in",
            good_until=clock.real() + GOOD_FOR,
            minutes=int(GOOD_FOR / timedelta(minutes=1)),
            link=links.to_page(f"/sign-in/links/{token}"),
        )


def whose(token: str) -> Person:
    """Who a link lets in, without using it up; raises NotFoundError."""
    return _found(token).person


def use(token: str) -> str:
    """Sign in by a link: the sign-in's token. Raises NotFoundError for one that was used or is too old."""
    with transaction():
        person = _found(token).person
        if not sign_ins.use_up(accounts.token_hash(token)):
            raise _gone()
        return accounts.begin(person.memberships[0])


def _found(token: str) -> SignInLink:
    found = sign_ins.link(accounts.token_hash(token), clock.now())
    if found is None or not accounts.may_enter(found.person):
        raise _gone()
    return found


def _gone() -> NotFoundError:
    return NotFoundError(
        phrase("This link has been used, or is older than ten minutes. Please ask for a new one.")
    )
