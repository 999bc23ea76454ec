"""Lessons open to visitors: a teacher's standing invitation to colleagues (the "pineapple chart")."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, db
from .meeting import Meeting
from .person import Person


class OpenLesson(db.Model):  # type: ignore[name-defined,misc]
    """One lesson that up to ``places`` colleagues may come to; closing it removes the row.

    When it begins, and whether it is taught at all, is the timetable's to say. ``line`` is what there is to
    see, for every teacher to read. ``visit`` is the meeting of those who come, a visit without a partnership:
    there is one while it is booked, and a new one once the last before it was called off.
    """

    __table_args__ = (UniqueConstraint("host_id", "date", "period"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    date: Mapped[date] = mapped_column(index=True)
    period: Mapped[str]
    klass: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    line: Mapped[str] = mapped_column(default="")
    places: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(Instant)
    host: Mapped[Person] = relationship()
    visit: Mapped[Meeting | None] = relationship()
