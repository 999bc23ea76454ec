"""Mail that came in, and how far a folder has been read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from coachsched.models import InboxMessage, InboxPlace, OutboxMessage, db

__all__ = ["InboxMessage", "InboxPlace"]


def is_known(key: str) -> bool:
    """Whether a message has been taken in, or kept aside, before."""
    return db.session.scalar(select(InboxMessage.id).where(InboxMessage.key == key)) is not None


def aside(school_id: int, limit: int) -> list[InboxMessage]:
    """What is kept aside for a school's administrator, newest first, with what no school can be told from."""
    query = select(InboxMessage).where(InboxMessage.state == "aside", _seen_by(school_id))
    newest = query.order_by(InboxMessage.received_at.desc(), InboxMessage.id.desc())
    return list(db.session.scalars(newest.limit(limit)))


def one_aside(school_id: int, message_id: int) -> InboxMessage | None:
    query = select(InboxMessage).where(InboxMessage.id == message_id, InboxMessage.state == "aside")
    return db.session.scalar(query.where(_seen_by(school_id)).with_for_update())


def place(folder: str) -> InboxPlace | None:
    return db.session.get(InboxPlace, folder, with_for_update=True, populate_existing=True)


def recipients_of(message_ids: Sequence[str]) -> set[int]:
    """The people that letters of ours with these Message-IDs were for."""
    query = select(OutboxMessage.person_id).where(OutboxMessage.message_id.in_(message_ids))
    return set(db.session.scalars(query))


def was_written_to(person_id: int) -> bool:
    """Whether any letter has been sent to somebody."""
    query = select(OutboxMessage.id).where(
        OutboxMessage.person_id == person_id, OutboxMessage.state == "sent"
    )
    return db.session.scalar(query.limit(1)) is not None


def _seen_by(school_id: int):  # type: ignore[no-untyped-def]
    return or_(InboxMessage.school_id == school_id, InboxMessage.school_id.is_(None))
