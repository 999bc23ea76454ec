"""Mail that came in: each message once, and how far the mailbox has been read (design 7)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from .db import Instant, Words, db


class InboxMessage(db.Model):  # type: ignore[name-defined,misc]
    """A message taken in, known by its key for ever. State is taken, aside or done.

    Only of what was kept aside is anything written down besides: who sent it and when, and the reason. The
    message itself stays in the mailbox. ``school_id`` is empty where no school can be told from it.
    """

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_state", "state", "received_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    state: Mapped[str]
    sender: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Words, default="")
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    received_at: Mapped[datetime] = mapped_column(Instant)


class InboxPlace(db.Model):  # type: ignore[name-defined,misc]
    """Up to which UID a folder of an IMAP server has been read, while its UIDVALIDITY stays (RFC 3501)."""

    __tablename__ = "inbox_place"
    folder: Mapped[str] = mapped_column(primary_key=True)
    validity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)
