"""What a person says of their own time, and their own calendar whose busy times are kept (design 4)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, Words, db
from .person import Membership


class Commitment(db.Model):  # type: ignore[name-defined,misc]
    """A person's own word on some of their periods; no title and no reason is kept.

    Kind is absent, duty, protected or opened. With ``label`` (a cycle day) it comes back every cycle;
    otherwise it holds on the dates from ``first`` to ``last``. Without ``period`` it is the whole day.
    A regular one may be bounded by dates too.
    """

    __table_args__ = (CheckConstraint("first <= last", name="forwards"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    kind: Mapped[str]
    label: Mapped[str | None]
    period: Mapped[str | None]
    first: Mapped[dt.date | None]
    last: Mapped[dt.date | None]
    membership: Mapped[Membership] = relationship()


class BusyCalendar(db.Model):  # type: ignore[name-defined,misc]
    """Somebody's own calendar, subscribed by its secret address, which is kept encrypted.

    ``error`` is what to tell its owner about the last fetch, empty when it went well.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), unique=True)
    address: Mapped[bytes]
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[str] = mapped_column(default="")
    fetched_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    due_at: Mapped[dt.datetime] = mapped_column(Instant, index=True)
    leased_until: Mapped[dt.datetime | None] = mapped_column(Instant)
    failures: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Words, default="")
    membership: Mapped[Membership] = relationship()
    spans: Mapped[list[BusySpan]] = relationship(cascade="all, delete-orphan")


class BusySpan(db.Model):  # type: ignore[name-defined,misc]
    """A time at which a subscribed calendar is busy, and nothing else about it."""

    __table_args__ = (Index("ix_busy_span_calendar_time", "calendar_id", "end_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("busy_calendar.id"))
    start_at: Mapped[dt.datetime] = mapped_column(Instant)
    end_at: Mapped[dt.datetime] = mapped_column(Instant)
