"""Signing in and out: Argon2id, counted failures, sign-ins that end when they are ended."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import current_app
from sqlalchemy import text

from coachsched.core.errors import InputError, NotFoundError, Problem, UserError
from coachsched.core.phrases import phrase
from coachsched.services import clock
from coachsched.services.unit import transaction
from coachsched.store import people, session, sign_ins
from coachsched.store.people import Membership, Person
from coachsched.store.sign_ins import SignIn, SignInFailure

TRIES = 10
TRIES_WITHIN = timedelta(minutes=15)
IDLE = timedelta(days=7)
ABSOLUTE = timedelta(days=30)
SEEN_EVERY = timedelta(hours=1)
SHORTEST_PASSWORD = 10
DEMO_DOMAIN = "@demo.test"
# Links by mail are counted apart from passwords.
LINK_TO = "link to "

hasher = PasswordHasher()


class SignInError(UserError):
    """The same words whether the address is unknown or the password wrong."""


def sign_in(email: str, password: str) -> str:
    """A new sign-in's token; raises SignInError. Unknown addresses take as long as known ones."""
    address = count_try(email)
    person = people.person_by_email(email)
    stored = person.password_hash if person and person.active and is_open(person.email) else None
    member = person.memberships[0] if person and person.memberships else None
    session.rollback()  # verifying takes a while: hold no lock meanwhile
    if not _verified(stored, password) or person is None or member is None:
        raise SignInError(phrase("That e-mail address and password do not belong together."))
    with transaction():
        sign_ins.clear_failures(address)
        return begin(member)


def begin(member: Membership) -> str:
    """A new sign-in's token, inside the caller's transaction; of those that ran out nothing is kept."""
    now = clock.now()
    sign_ins.forget_ended(now - IDLE, now - ABSOLUTE)
    token = secrets.token_urlsafe(32)
    row = SignIn(token_hash=token_hash(token), person_id=member.person_id, school_id=member.school_id)
    row.created_at = row.seen_at = now
    member.person.came_at = member.person.came_at or row.created_at
    session.add(row)
    return token


def count_try(email: str, most: int = TRIES, what: str = "") -> str:
    """Count a try before it is made, so that many workers at once get no more of them: its name.

    Known and unknown addresses are counted alike; raises SignInError for one too many.
    """
    address, now = _counter(email, what), clock.now()
    with transaction():
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": address})
        sign_ins.forget_failures(now - TRIES_WITHIN)
        if sign_ins.failures(address, now - TRIES_WITHIN) >= most:
            raise SignInError(phrase("Too many tries. Please wait a quarter of an hour and try again."))
        session.add(SignInFailure(address=address, failed_at=now))
    return address


def counters(email: str) -> list[str]:
    """The names under which tries with an address are counted."""
    return [_counter(email, what) for what in ("", LINK_TO)]


def _counter(email: str, what: str) -> str:
    return sha256(f"{what}{email.strip().casefold()}".encode()).hexdigest()


def signed_in(token: str) -> Membership | None:
    """Who a token stands for, if it has neither been ended nor outlived its time."""
    found = sign_ins.by_token_hash(token_hash(token))
    if found is None:
        return None
    row, member = found
    now = clock.now()
    if now - row.seen_at > IDLE or now - row.created_at > ABSOLUTE:
        return None
    if now - row.seen_at > SEEN_EVERY:
        _seen(row.token_hash, now)
        found = sign_ins.by_token_hash(row.token_hash)
        return found[1] if found else None
    return member


def sign_out(token: str) -> None:
    with transaction():
        sign_ins.end(token_hash(token))


def switch(token: str, school_id: int) -> None:
    """Go on at another of one's schools, signed in as before; raises NotFoundError."""
    with transaction():
        found = sign_ins.by_token_hash(token_hash(token))
        if found is None or school_id not in {one.school_id for one in found[0].person.memberships}:
            raise NotFoundError(phrase("There is no such school."))
        found[0].school_id = school_id


def set_password(email: str, password: str) -> None:
    """Give a person a new password and end all their sign-ins; raises InputError."""
    if fault := password_fault(password):
        raise InputError(fault)
    with transaction():
        person = people.person_by_email(email)
        if person is None:
            remedy = phrase("Check the spelling, or import the people first.")
            raise InputError(Problem(email, phrase("nobody has this address."), remedy))
        person.password_hash = hash_password(password)
        sign_ins.end_all(person.id)


def check_password(person: Person, password: str) -> None:
    """Raises InputError where somebody's password is another one; where they have none, all is right."""
    if person.password_hash is None:
        return
    address, stored = count_try(person.email), person.password_hash
    session.rollback()
    if not _verified(stored, password):
        raise InputError(
            Problem(
                "old", phrase("that is not your password."), phrase("Sign in by a link if you forgot it.")
            )
        )
    with transaction():
        sign_ins.clear_failures(address)


def password_fault(password: str) -> Problem | None:
    """What is wrong with a new password."""
    if len(password) >= SHORTEST_PASSWORD:
        return None
    remedy = phrase("Use at least %(n)s characters; a few words together do well.", n=SHORTEST_PASSWORD)
    return Problem("password", phrase("this password is too short."), remedy)


def hash_password(password: str) -> str:
    return hasher.hash(password)


def new_person(name: str, email: str, now: datetime) -> Person:
    return Person(name=name, email=email.strip().casefold(), created_at=now)


def is_open(email: str) -> bool:
    """The demo's people, whose password is public, sign in only while it is a demo."""
    return bool(current_app.config["SETTINGS"].demo) or not email.endswith(DEMO_DOMAIN)


def may_enter(person: Person) -> bool:
    """Whether somebody has an open account at a school."""
    return bool(person.active and person.memberships and is_open(person.email))


def _verified(stored: str | None, password: str) -> bool:
    try:
        hasher.verify(stored or _nobodys_hash(), password)
    except VerificationError:
        return False
    return stored is not None


@cache
def _nobodys_hash() -> str:
    return hasher.hash(secrets.token_urlsafe(16))


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _seen(token_hash: str, now: datetime) -> None:
    with transaction():
        found = sign_ins.by_token_hash(token_hash)
        if found:
            found[0].seen_at = now
