"""Mail written in the transaction of what it tells of, and sent afterwards (design 7)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from .db import Instant, Words, db


class OutboxMessage(db.Model):  # type: ignore[name-defined,misc]
    """One finished MIME message for one person. State is waiting, sent or failed.

    ``kind`` is the letter it is, as templates/mail names it. One that is not ``urgent`` waits for school
    hours; after ``good_until`` it would only confuse and is not sent any more. ``caused_by`` is who did
    what it tells of. ``due_at`` is when it may be tried next; ``leased_until`` keeps other workers away
    meanwhile.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "state", "urgent", "due_at"),
        Index("ix_outbox_caused", "caused_by", "created_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    message_id: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str]
    body: Mapped[bytes]
    kind: Mapped[str] = mapped_column(default="")
    urgent: Mapped[bool] = mapped_column(default=True)
    good_until: Mapped[datetime | None] = mapped_column(Instant)
    caused_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(Instant)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str] = mapped_column(Words, default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant, index=True)


class MailHold(db.Model):  # type: ignore[name-defined,misc]
    """While there is a row, nothing is sent: the database was put back from a copy at that instant."""

    __tablename__ = "mail_hold"
    since: Mapped[datetime] = mapped_column(Instant, primary_key=True)
