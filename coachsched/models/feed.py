"""Subscribed calendars: a secret address a person can revoke and renew (design 7)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .db import Instant, db


class Feed(db.Model):  # type: ignore[name-defined,misc]
    """Kind is meetings or school_days. The address is derived from ``nonce`` and the installation's key,
    so the table alone, a backup say, opens no calendar."""

    __table_args__ = (UniqueConstraint("school_id", "person_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    nonce: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(Instant)
