"""Signed-in browsers, and attempts that failed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from coachsched.models import Membership, Person, SignIn, SignInFailure, SignInLink, db

__all__ = ["SignIn", "SignInFailure", "SignInLink"]


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


def of_person(person_id: int) -> list[SignIn]:
    query = select(SignIn).where(SignIn.person_id == person_id)
    return list(db.session.scalars(query.order_by(SignIn.created_at)))


def end(token_hash: str) -> None:
    db.session.execute(delete(SignIn).where(SignIn.token_hash == token_hash))


def end_all(person_id: int, but: str = "") -> None:
    """End every sign-in of a person and every way in under way, but for the sign-in of one token's hash."""
    db.session.execute(delete(SignIn).where(SignIn.person_id == person_id, SignIn.token_hash != but))
    db.session.execute(delete(SignInLink).where(SignInLink.person_id == person_id))


def forget_ended(idle: datetime, begun: datetime) -> None:
    """Those last used, or begun, before these instants: they let nobody in any more."""
    db.session.execute(delete(SignIn).where((SignIn.seen_at < idle) | (SignIn.created_at < begun)))


def link(token_hash: str, now: datetime) -> SignInLink | None:
    """A way in that still leads somewhere: to somebody who may sign in."""
    query = (
        select(SignInLink)
        .join(Person)
        .where(SignInLink.token_hash == token_hash, SignInLink.expires_at > now, Person.active)
    )
    return db.session.scalar(query.options(joinedload(SignInLink.person)))


def use_up(token_hash: str) -> bool:
    """Whether a way in was still there; of many who ask at once, one is told so."""
    done = db.session.execute(delete(SignInLink).where(SignInLink.token_hash == token_hash))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def forget_links(before: datetime) -> None:
    db.session.execute(delete(SignInLink).where(SignInLink.expires_at <= before))


def failures(address: str, since: datetime) -> int:
    query = select(func.count()).select_from(SignInFailure)
    return (
        db.session.scalar(query.where(SignInFailure.address == address, SignInFailure.failed_at > since)) or 0
    )


def forget_failures(before: datetime) -> None:
    db.session.execute(delete(SignInFailure).where(SignInFailure.failed_at < before))


def clear_failures(address: str) -> None:
    db.session.execute(delete(SignInFailure).where(SignInFailure.address == address))
