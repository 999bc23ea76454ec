"""What people answer from their calendars, beyond yes and no (design 7)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, db
from .meeting import Meeting
from .person import Person


class EmailAlias(db.Model):  # type: ignore[name-defined,misc]
    """Another address that somebody said is theirs too, casefolded; answers from it are taken."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(unique=True)
    confirmed_at: Mapped[datetime] = mapped_column(Instant)


class Suggestion(db.Model):  # type: ignore[name-defined,misc]
    """Another time for a booked meeting that somebody proposed from their calendar, and that works.

    It stands while ``sequence`` is still the meeting's and nobody has ``refused`` it; one a person.
    """

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sequence: Mapped[int]
    start_at: Mapped[datetime] = mapped_column(Instant)
    end_at: Mapped[datetime] = mapped_column(Instant)
    refused: Mapped[bool] = mapped_column(default=False)
    suggested_at: Mapped[datetime] = mapped_column(Instant)
    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()


class Question(db.Model):  # type: ignore[name-defined,misc]
    """ "Was this you?": an answer in somebody's name that nothing vouches for. One a meeting and person.

    State is open, confirmed or denied. ``mailed_at`` is when they were asked by mail, if they were.
    """

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(default="open")
    sender: Mapped[str]
    method: Mapped[str]
    partstat: Mapped[str]
    sequence: Mapped[int]
    stamped_at: Mapped[datetime] = mapped_column(Instant)
    start_at: Mapped[datetime | None] = mapped_column(Instant)
    end_at: Mapped[datetime | None] = mapped_column(Instant)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    mailed_at: Mapped[datetime | None] = mapped_column(Instant)
    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()
