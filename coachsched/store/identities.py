"""Who people are at providers of sign-ins."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from coachsched.models import Identity, db

__all__ = ["Identity"]


def of_subject(issuer: str, subject: str) -> Identity | None:
    query = select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    return db.session.scalar(query.options(joinedload(Identity.person)))


def of_person(person_id: int) -> list[Identity]:
    query = select(Identity).where(Identity.person_id == person_id)
    return list(db.session.scalars(query.order_by(Identity.linked_at, Identity.id)))


def forget(person_id: int) -> None:
    db.session.execute(delete(Identity).where(Identity.person_id == person_id))
