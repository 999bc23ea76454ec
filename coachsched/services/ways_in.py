"""Ways in without a password: a link by mail, good once and for ten minutes."""

from __future__ import annotations

import secrets
from datetime import timedelta

from coachsched.core.errors import NotFoundError
from coachsched.services import access, accounts, clock, links
from coachsched.services.posting import message_id, post
from coachsched.services.unit import transaction
from coachsched.store import outbox, people, session, sign_ins
from coachsched.store.people import Membership, Person
from coachsched.store.sign_ins import SignInLink

GOOD_FOR = timedelta(minutes=10)
MOST_MAILS = 3


def send(email: str) -> None:
    """Mail somebody a way in; for an address nobody has, nothing happens and nothing else is said.

    Raises SignInError, for known and unknown addresses alike, once it was asked for too often.
    """
    accounts.count_try(email, MOST_MAILS, "link to ")
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


def invite(actor: Membership) -> int:
    """Tell everybody at the school who has never been in that they can come, and how; how many were told.

    Each is told once a day at most, however often it is asked for. Raises ForbiddenError.
    """
    access.require(actor, "people")
    with transaction():
        asked = [member for member in never_in(actor) if not _told_today(member)]
        for member in asked:
            page = links.to_page("/sign-in")
            post(member.person, member.school, _welcome(member), "welcome", sender=actor.person, page=page)
    return len(asked)


def never_in(actor: Membership) -> list[Membership]:
    """Who at the school may sign in and never has."""
    access.require(actor, "people")
    members = people.memberships(actor.school)
    return [one for one in members if one.person.came_at is None and accounts.may_enter(one.person)]


def _welcome(member: Membership) -> str:
    return f"welcome-{member.id}-{clock.today(member.school.timezone).isoformat()}"


def _told_today(member: Membership) -> bool:
    return bool(outbox.written([message_id(_welcome(member), member.person_id)]))


def _found(token: str) -> SignInLink:
    found = sign_ins.link(accounts.token_hash(token), clock.now())
    if found is None or not accounts.may_enter(found.person):
        raise _gone()
    return found


def _gone() -> NotFoundError:
    return NotFoundError("This link has been used, or is older than ten minutes. Please ask for a new one.")
