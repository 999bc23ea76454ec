"""The outbox: what is due, and who is working on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select

from coachsched.models import OutboxMessage, db

__all__ = ["OutboxMessage"]


def due(now: datetime) -> OutboxMessage | None:
    """The next message to try, not in another worker's hands. PostgreSQL skips rows locked by others."""
    query = (
        select(OutboxMessage)
        .where(
            OutboxMessage.state == "waiting",
            OutboxMessage.due_at <= now,
            or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until <= now),
        )
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalar(query)


def get(message_id: int) -> OutboxMessage | None:
    return db.session.get(OutboxMessage, message_id)


def counts() -> dict[str, int]:
    """How many messages are in each state."""
    query = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    return dict(db.session.execute(query).tuples().all())
