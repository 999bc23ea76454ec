"""The timetable as it was read: rows of a version in force from a date (design 3, 11.1)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, db


class Timetable(db.Model):  # type: ignore[name-defined,misc]
    """One version; without ``valid_from`` in force on every date before the next version."""

    __table_args__ = (UniqueConstraint("school_id", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    valid_from: Mapped[date | None]
    source_format: Mapped[str]
    sha256: Mapped[str]
    imported_at: Mapped[datetime] = mapped_column(Instant)
    rows: Mapped[list[TimetableRow]] = relationship(
        order_by="TimetableRow.position", cascade="all, delete-orphan"
    )


class TimetableRow(db.Model):  # type: ignore[name-defined,misc]
    id: Mapped[int] = mapped_column(primary_key=True)
    timetable_id: Mapped[int] = mapped_column(ForeignKey("timetable.id"), index=True)
    position: Mapped[int]
    line: Mapped[int]
    teacher: Mapped[str]
    day: Mapped[str]
    period: Mapped[str]
    klass: Mapped[str]
    subject: Mapped[str]
    room: Mapped[str]
    week: Mapped[str]
    end_period: Mapped[str]
    kind: Mapped[str]
