"""The outbox: what is due, and who is working on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, func, or_, select, text, update
from sqlalchemy.orm import defer

from coachsched.models import MailHold, OutboxMessage, db

__all__ = ["OutboxMessage"]

# The kind of a letter about something that was deleted: it goes out, and then nothing of it is kept.
PARTING = "parting"


class Due(NamedTuple):
    """A message to be tried now."""

    id: int
    school_id: int
    recipient: str
    message_id: str
    body: bytes
    urgent: bool
    good_until: datetime | None
    attempts: int


def anything_due(now: datetime) -> bool:
    """Whether there is work, without locking anything: an idle worker must not be in others' way."""
    return db.session.scalar(select(_due(now).exists())) or False


def take_due(now: datetime) -> Due | None:
    """The next message to try, urgent ones first, not in another worker's hands, locked until the commit.

    PostgreSQL skips the rows other workers lock at this moment; on SQLite there is one writer at a time.
    """
    columns = [getattr(OutboxMessage, name) for name in Due._fields]
    for urgent in (True, False):
        query = _due(now).with_only_columns(*columns).where(OutboxMessage.urgent.is_(urgent))
        query = query.order_by(OutboxMessage.due_at, OutboxMessage.id).limit(1)
        if row := db.session.execute(query.with_for_update(skip_locked=True)).one_or_none():
            return Due._make(row)
    return None


def lease(message_id: int, attempt: int, until: datetime) -> None:
    """Keep a message from other workers for a while."""
    _update(OutboxMessage.id == message_id, attempts=attempt, leased_until=until)


def note(message_id: int, columns: dict[str, Any], attempt: int | None) -> None:
    """Write down what became of a message; given an attempt, only while that is the latest one under way."""
    conditions = [OutboxMessage.id == message_id]
    if attempt is not None:
        conditions += [OutboxMessage.state == "waiting", OutboxMessage.attempts == attempt]
    statement = update(OutboxMessage).where(*conditions).values(leased_until=None, **columns)
    returning = statement.returning(OutboxMessage.kind, OutboxMessage.state)
    noted = db.session.execute(returning, execution_options={"synchronize_session": False}).first()
    # Asked of the row that was written, for what it tells of may have been deleted while it was on its way.
    if noted and noted.kind == PARTING and noted.state != "waiting":
        db.session.execute(delete(OutboxMessage).where(OutboxMessage.id == message_id))


def _update(*conditions: Any, **columns: Any) -> None:
    statement = update(OutboxMessage).where(*conditions).values(**columns)
    db.session.execute(statement, execution_options={"synchronize_session": False})


def under_way(now: datetime, since: datetime) -> int:
    """How many messages went since then or are in a worker's hands.

    Workers of a PostgreSQL take turns to ask, until their commits, or together they would take too many.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(hashtext('coachsched outbox'))"))
    sent = OutboxMessage.sent_at > since
    held = (OutboxMessage.state == "waiting") & (OutboxMessage.leased_until > now)
    return sum(
        db.session.scalar(select(func.count()).select_from(OutboxMessage).where(which)) or 0
        for which in (sent, held)
    )


def caused_since(person_id: int, since: datetime) -> int:
    """How many messages tell of what this person did since then."""
    query = select(func.count()).select_from(OutboxMessage)
    return (
        db.session.scalar(query.where(OutboxMessage.caused_by == person_id, OutboxMessage.created_at > since))
        or 0
    )


def written(message_ids: Sequence[str]) -> set[str]:
    """Which of these Message-IDs are in the outbox."""
    query = select(OutboxMessage.message_id).where(OutboxMessage.message_id.in_(message_ids))
    return set(db.session.scalars(query))


def ever_told(school_id: int, kind: str) -> set[int]:
    """Who of a school was ever written a message of a kind, by the person's number."""
    query = select(OutboxMessage.person_id).where(
        OutboxMessage.school_id == school_id, OutboxMessage.kind == kind
    )
    return set(db.session.scalars(query.distinct()))


def of_school(school_id: int, state: str, most: int) -> list[OutboxMessage]:
    """A school's latest messages in a state, newest first; their bodies are left where they are."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.school_id == school_id, OutboxMessage.state == state)
        .options(defer(OutboxMessage.body, raiseload=True))
        .order_by(OutboxMessage.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def counts_of_school(school_id: int) -> dict[str, int]:
    """How many of a school's messages are in each state."""
    query = select(OutboxMessage.state, func.count()).where(OutboxMessage.school_id == school_id)
    return dict(db.session.execute(query.group_by(OutboxMessage.state)).all())


def one_of_school(school_id: int, message_id: int) -> OutboxMessage | None:
    """A school's message, locked until the commit."""
    query = select(OutboxMessage).where(OutboxMessage.id == message_id, OutboxMessage.school_id == school_id)
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _due(now: datetime) -> Select[OutboxMessage]:
    return select(OutboxMessage).where(
        ~select(MailHold.since).exists(),
        OutboxMessage.state == "waiting",
        OutboxMessage.due_at <= now,
        or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until <= now),
    )


def counts() -> dict[str, int]:
    """How many messages are in each state."""
    query = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    return dict(db.session.execute(query).all())


def held_since() -> datetime | None:
    """Since when nothing is sent; None where mail goes out."""
    return db.session.scalar(select(func.min(MailHold.since)))


def release() -> None:
    db.session.execute(delete(MailHold))


def give_up_waiting(before: datetime, words: str) -> None:
    """Messages written until then are not sent by themselves any more."""
    _update(OutboxMessage.state == "waiting", OutboxMessage.created_at <= before, state="failed", error=words)
