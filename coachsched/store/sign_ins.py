"""Signed-in browsers, and attempts that failed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from coachsched.models import Membership, Person, SignIn, SignInFailure, db

__all__ = ["SignIn", "SignInFailure"]


def by_token_hash(token_hash: str) -> tuple[SignIn, Membership] | None:
    """The sign-in with the membership it acts as, while the person is active."""
    query = (
        select(SignIn, Membership)
        .join(Person, Person.id == SignIn.person_id)
        .join(
            Membership,
            (Membership.person_id == SignIn.person_id) & (Membership.school_id == SignIn.school_id),
        )
        .where(SignIn.token_hash == token_hash, Person.active)
        .options(joinedload(Membership.person), joinedload(Membership.school))
    )
    found = db.session.execute(query).one_or_none()
    return (found[0], found[1]) if found else None


def end(token_hash: str) -> None:
    db.session.execute(delete(SignIn).where(SignIn.token_hash == token_hash))


def end_all(person_id: int) -> None:
    db.session.execute(delete(SignIn).where(SignIn.person_id == person_id))


def failures(address: str, since: datetime) -> int:
    query = select(func.count()).select_from(SignInFailure)
    return (
        db.session.scalar(query.where(SignInFailure.address == address, SignInFailure.failed_at > since)) or 0
    )


def forget_failures(before: datetime) -> None:
    db.session.execute(delete(SignInFailure).where(SignInFailure.failed_at < before))


def clear_failures(address: str) -> None:
    db.session.execute(delete(SignInFailure).where(SignInFailure.address == address))
