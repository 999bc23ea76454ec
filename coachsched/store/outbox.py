"""The outbox: what is due, and who is working on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, or_, select

from coachsched.models import OutboxMessage, db

__all__ = ["OutboxMessage"]


def anything_due(now: datetime) -> bool:
    """Whether there is work, without locking anything: an idle worker must not be in others' way."""
    return db.session.scalar(select(_due(now).exists())) or False


def take_due(now: datetime) -> OutboxMessage | None:
    """The next message to try, not in another worker's hands, locked until the commit.

    PostgreSQL skips the rows other workers lock at this moment; on SQLite there is one writer at a time.
    """
    query = _due(now).order_by(OutboxMessage.due_at, OutboxMessage.id).limit(1)
    return db.session.scalar(query.with_for_update(skip_locked=True))


def _due(now: datetime) -> Select[OutboxMessage]:
    return select(OutboxMessage).where(
        OutboxMessage.state == "waiting",
        OutboxMessage.due_at <= now,
        or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until <= now),
    )


def locked(message_id: int) -> OutboxMessage | None:
    """One message as it is now, locked until the commit."""
    return db.session.get(OutboxMessage, message_id, with_for_update=True, populate_existing=True)


def counts() -> dict[str, int]:
    """How many messages are in each state."""
    query = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    return dict(db.session.execute(query).all())
