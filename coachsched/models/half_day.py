"""Half-days for which somebody from outside is paid, and what they can take in them (design 3, cover)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, db
from .person import Person
from .school import School


class HalfDay(db.Model):  # type: ignore[name-defined,misc]
    """A morning or afternoon of one substitute, known by name. State is offered or withdrawn."""

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    date: Mapped[date]
    half: Mapped[str]
    covered_by: Mapped[str]
    fund: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="offered")
    offered_at: Mapped[datetime] = mapped_column(Instant)
    school: Mapped[School] = relationship()
    lessons: Mapped[list[HalfDayLesson]] = relationship(
        order_by="HalfDayLesson.start_at", cascade="all, delete-orphan", back_populates="half_day"
    )


class HalfDayLesson(db.Model):  # type: ignore[name-defined,misc]
    """A lesson of ``person`` that the substitute takes once a partnership wants the visit it was offered for.

    ``visit`` is the key of that visit to ``host``, as a form sends it back. Neither partnership nor visit is
    for those who arrange cover.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    half_day_id: Mapped[int] = mapped_column(ForeignKey("half_day.id"), index=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id", ondelete="CASCADE"), index=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    visit: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    start_at: Mapped[datetime] = mapped_column(Instant)
    end_at: Mapped[datetime] = mapped_column(Instant)
    half_day: Mapped[HalfDay] = relationship(back_populates="lessons")
    host: Mapped[Person] = relationship(foreign_keys=host_id)
